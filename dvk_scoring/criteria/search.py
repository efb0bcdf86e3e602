"""The search for a criterion, step by step: where a name was looked for, what was found, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import attrs

from dvk_scoring.criteria.find import ID_PATTERN, FoundPlugin, Source
from dvk_scoring.criteria.registry import CLASH, TAKEN, InspectedPlugin, Registry
from dvk_scoring.nearest import near as resembling
from dvk_scoring.problem import Problem, has_errors, sort_problems

StepKind = Literal["name", "bundled", "entry-point", "folder", "blocked", "first", "looked-at", "offered", "near"]
Outcome = Literal[
    "ready", "offered", "blocked", "twice", "offered-twice", "not-offered", "incompatible", "broken", "unknown"
]
_UNREADABLE: Final = ("DVK-C101", "DVK-C102", "DVK-C103")
_MOST_NEAR: Final = 5
_NAMING: Final = ("folder", "name")


@attrs.frozen
class Step:
    """One step of the search.

    Attributes:
        kind: What was done: the form of the ``name`` was looked at; a source was looked at (``bundled``,
            ``entry-point``, ``folder``); it was seen whether the name is ``blocked``, who has it ``first``; a plugin
            was ``looked-at``; plugins of other names were asked whether it is ``offered``; ``near`` names were sought.
        found: Whether that led on; None where there is no better or worse.
        args: What the sentence about it says.
        problems: What is wrong at this step.
    """

    kind: StepKind
    found: bool | None
    args: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()


@attrs.frozen
class Search:
    """All of the search for one name.

    Attributes:
        name: What was searched for.
        steps: What was done, in order.
        outcome: What a scheme that names it meets: ``ready`` or ``offered`` (by a plugin of another name) when it is
            scored; else why it is refused.
        plugin: The plugin that the name leads to, when there is one.
        near: Names that resemble it, when nothing was found.
    """

    name: str
    steps: tuple[Step, ...]
    outcome: Outcome
    plugin: InspectedPlugin | None = None
    near: tuple[str, ...] = ()

    @property
    def is_used(self) -> bool:
        """Tell whether a scheme that names it is scored."""
        return self.outcome in ("ready", "offered")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong at any step."""
        return sort_problems(problem for step in self.steps for problem in step.problems)


def search(name: str, registry: Registry, named_by: Mapping[str, str] | None = None) -> Search:
    """Search for a criterion as scoring does, but in another process, and keep each step.

    Args:
        name: Id of a criterion, or name of a plugin.
        registry: The plugins found.
        named_by: Folder → what named it, where that is not ``--plugins-dir``.
    """
    return _Searching(name, registry, named_by or {}).done()


class _Searching:
    """A search under way."""

    def __init__(self, name: str, registry: Registry, named_by: Mapping[str, str]) -> None:
        self.name, self.registry, self.named_by = name, registry, named_by
        self.named = [plugin for plugin in registry.found if plugin.name == name]
        self.steps: list[Step] = []

    def done(self) -> Search:
        """Go through the steps."""
        if ID_PATTERN.fullmatch(self.name) is None:
            self._add("name", found=False)
        self.steps += [self._source(source) for source in self.registry.sources]
        if not any(source.origin == "folder" for source in self.registry.sources):
            self._add("folder", found=None, where="")
        by = self.registry.blocked.get(self.name, "")
        self._add("blocked", found=not by if self.named else None, by=by)
        if self.named and by:
            return self._ended("blocked", problems=(self.registry.refusal(self.name),))
        if self.named:
            return self._of_that_name()
        return self._of_another_name()

    def _add(self, kind: StepKind, *, found: bool | None, problems: Sequence[Problem] = (), **args: object) -> None:
        self.steps.append(Step(kind, found, args, tuple(problems)))

    def _ended(
        self,
        outcome: Outcome,
        plugin: InspectedPlugin | None = None,
        problems: Sequence[Problem] = (),
    ) -> Search:
        if problems:
            self.steps[-1] = attrs.evolve(self.steps[-1], problems=(*self.steps[-1].problems, *problems))
        return Search(self.name, tuple(self.steps), outcome, plugin)

    def _source(self, source: Source) -> Step:
        plugins = [plugin for plugin in source.found if plugin.name == self.name]
        args = {
            "where": source.where,
            "count": len(source.found),
            "locations": ", ".join(_located(plugin) for plugin in plugins),
            "by": self.named_by.get(source.where, ""),
        }
        return Step(source.origin, bool(plugins), args, tuple(self._concerning(source)))

    def _concerning(self, source: Source) -> Iterator[Problem]:
        """Give what is odd about a source as a whole, or about something in it that is nearly of the name."""
        for problem in source.problems:
            spelt = {str(problem.args.get(key, "")).lower().replace("_", "-").replace(" ", "-") for key in _NAMING}
            if problem.code in _UNREADABLE or self.name.lower().replace("_", "-") in spelt:
                yield problem

    def _of_that_name(self) -> Search:
        first, *rest = self.named
        clashes = [
            problem for problem in self.registry.problems if problem.code == CLASH and problem.place.plugin == self.name
        ]
        self._add("first", found=not rest, problems=clashes, location=_located(first), rest=_listed(rest))
        plugin = self._looked_at(first)
        others = self._offering(but=first)
        if others:
            self._add("offered", found=None, plugins=_listed([each.found for each in others]), count=0)
        return self._ended(self._outcome(plugin, rest), plugin)

    def _outcome(self, plugin: InspectedPlugin, rest: Sequence[FoundPlugin]) -> Outcome:
        if rest:
            return "twice"
        if self.name in plugin.criteria:
            if not has_errors(self._faults(plugin)):
                return "ready"
        elif plugin.criteria and not has_errors(told for told in plugin.problems if told.place.criterion is None):
            return "not-offered"
        return "incompatible" if plugin.state == "incompatible" else "broken"

    def _faults(self, plugin: InspectedPlugin) -> list[Problem]:
        """Give what is wrong with the criterion itself: its plugin may offer others that are broken."""
        return [told for told in plugin.problems if told.place.criterion == self.name]

    def _looked_at(self, plugin: FoundPlugin) -> InspectedPlugin:
        (inspected,) = self.registry.inspect([plugin])
        levels = dict.fromkeys(each.level for each in inspected.criteria.values())
        self._add(
            "looked-at",
            found=inspected.state == "ready",
            problems=inspected.problems,
            plugin=plugin.name,
            state=inspected.state,
            milliseconds=inspected.milliseconds,
            levels=", ".join(levels),
            offered=", ".join(inspected.criteria),
        )
        return inspected

    def _of_another_name(self) -> Search:
        self._add("first", found=False, location="", rest="")
        offering = self._offering()
        foreign = [plugin for plugin in self.registry.found if plugin.origin != "bundled"]
        offered = [plugin.found for plugin in offering]
        self._add("offered", found=bool(offering), plugins=_listed(offered), count=len(foreign))
        if offering:
            plugin = self._looked_at(offering[0].found)
            if len(offering) > 1:
                clashes = [told for each in offering[1:] for told in each.problems if told.code == TAKEN]
                return self._ended("offered-twice", plugin, clashes)
            healthy = not has_errors(self._faults(plugin))
            bad: Outcome = "incompatible" if plugin.state == "incompatible" else "broken"
            return self._ended("offered" if healthy else bad, plugin)
        inspected = self.registry.inspect(foreign)
        wrecks = [
            told
            for plugin in inspected
            if not plugin.criteria and plugin.state != "blocked"
            for told in plugin.problems
        ]
        if wrecks:  # one that could not be imported may well be the one that offers it
            self.steps[-1] = attrs.evolve(self.steps[-1], problems=sort_problems(wrecks))
        known = {*self.registry.ids(), *(key for plugin in inspected for key in plugin.criteria)}
        near = tuple(resembling(self.name.lower().replace("_", "-"), sorted(known), _MOST_NEAR))
        self._add("near", found=bool(near), near=", ".join(near))
        return attrs.evolve(self._ended("unknown"), near=near)

    def _offering(self, but: FoundPlugin | None = None) -> list[InspectedPlugin]:
        """Give the plugins of other names that offer a criterion of the id and are not blocked by the user."""
        foreign = [plugin for plugin in self.registry.found if plugin.origin != "bundled" and plugin != but]
        asked = [plugin for plugin in foreign if plugin.name != self.name and plugin.name not in self.registry.blocked]
        return [plugin for plugin in self.registry.inspect(asked) if self.name in plugin.criteria]


def _located(plugin: FoundPlugin) -> str:
    """Say where a plugin is, with its distribution when it has one."""
    return f"{plugin.location} ({plugin.distribution} {plugin.version})" if plugin.distribution else plugin.location


def _listed(plugins: Sequence[FoundPlugin]) -> str:
    return ", ".join(f"{plugin.name} ({_located(plugin)})" for plugin in plugins)
