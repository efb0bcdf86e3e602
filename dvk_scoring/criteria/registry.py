"""All plugins by name, loaded when asked for; listing survives any wreck, scoring takes only healthy criteria."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.find import FoundPlugin, Source, clash, gather, look_at_sources
from dvk_scoring.criteria.inspection import Inspection, OfferedCriterion, ProvedCriterion, inspected_here
from dvk_scoring.criteria.inspector import WORKER, inspect_plugins
from dvk_scoring.criteria.load import LoadedPlugin, load
from dvk_scoring.criteria.validate import INCOMPATIBLE
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems

PluginState = Literal["found", "blocked", "incompatible", "broken", "ready"]
CLASH: Final = "DVK-C104"
TAKEN: Final = "DVK-C109"
BLOCK: Final = "DVK_PLUGINS_BLOCK"
BLOCK_OPTION: Final = "--block"


@attrs.frozen
class InspectedPlugin:
    """A plugin as listed.

    Attributes:
        found: Name, origin and location.
        state: ``ready``; ``blocked``: by the user, or by another plugin that has its name or the id of one of its
            criteria; ``incompatible``: written for another API level; ``broken``: anything else is wrong; ``found``:
            known by name only.
        criteria: What it offers, by id, healthy or not.
        problems: What is wrong, sorted.
        milliseconds: Time to import and check it, None when that was not done or did not end.
        proofs: What is proved of its criteria, when that was asked for.
    """

    found: FoundPlugin
    state: PluginState
    criteria: Mapping[str, OfferedCriterion] = attrs.field(factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()
    milliseconds: int | None = None
    proofs: tuple[ProvedCriterion, ...] = ()


@attrs.frozen
class Registry:
    """The plugins found, in the order of their sources. Each is imported at most once, when something needs it.

    A criterion is looked for in the plugin of its name. When no plugin is named so, every plugin that is not bundled is
    looked at in another process to see which one offers it; only that one is then imported here.

    Attributes:
        found: All plugins found, duplicates too.
        problems: What was odd in finding them; a duplicate is told with both places.
        blocked: Names that the user blocks, and by what: nothing of theirs is imported.
        sources: Where was looked, in order.
        worker: The module that looks at plugins in another process.
        is_whole: These are all plugins that a scheme may use: folders that it names are not looked at.
    """

    found: tuple[FoundPlugin, ...]
    problems: tuple[Problem, ...]
    blocked: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    sources: tuple[Source, ...] = ()
    worker: str = WORKER
    is_whole: bool = False
    _loaded: dict[FoundPlugin, LoadedPlugin] = attrs.field(factory=dict, repr=False, eq=False, init=False)
    _inspections: dict[FoundPlugin, Inspection] = attrs.field(factory=dict, repr=False, eq=False, init=False)

    @classmethod
    def of(cls, folders: Iterable[str | Path] = (), block: Iterable[str] = (), *, worker: str = WORKER) -> Registry:
        """Find the bundled plugins, those of installed packages, and those in ``folders``; nothing is imported.

        Args:
            folders: Where to look besides.
            block: Names not to be used, with those in the variable ``DVK_PLUGINS_BLOCK``, separated by commas.
            worker: The module that looks at plugins in another process.
        """
        sources = look_at_sources(folders)
        plugins, problems = gather(sources)
        blocked = _blocked(block)
        known = [plugin.name for plugin in plugins]
        problems = [fault for fault in problems if fault.code != CLASH or fault.place.plugin not in blocked]
        problems += [
            problem("DVK-C112", name=name, by=by, nearest=nearest(name, known))
            for name, by in blocked.items()
            if name not in known
        ]
        return cls(tuple(plugins), sort_problems(problems), blocked, tuple(sources), worker)

    def ids(self) -> tuple[str, ...]:
        """Give the names known without importing anything, in order of their sources."""
        return tuple(dict.fromkeys(plugin.name for plugin in self.found))

    def criterion(self, name: str) -> AnyCriterion:
        """Give one criterion.

        Raises:
            DvkError: There is none of that id, or it is not healthy.
        """
        return self.require([name])[name]

    def require(self, names: Iterable[str]) -> Mapping[str, AnyCriterion]:
        """Give the criteria of these ids, all healthy; plugins that are not needed are not imported.

        Raises:
            DvkError: All that is wrong with any of them.
        """
        ready: dict[str, AnyCriterion] = {}
        problems: list[Problem] = []
        for name in dict.fromkeys(names):
            criterion, told = self._looked_up(name)
            problems += told
            if criterion is not None:
                ready[name] = criterion
        if has_errors(problems):
            raise DvkError(problems)
        return ready

    def warnings(self, name: str) -> tuple[Problem, ...]:
        """Give what is odd, but no error, about a criterion that was required."""
        loaded = [plugin for plugin in self._loaded.values() if name in plugin.criteria]
        return sort_problems(told for plugin in loaded for told in (*plugin.problems, *plugin.faults[name]))

    def used(self) -> Mapping[str, FoundPlugin]:
        """Give the plugins that were imported, by name."""
        return {plugin.name: plugin for plugin in sorted(self._loaded, key=lambda plugin: plugin.name)}

    def narrowed(self) -> Registry:
        """Give the plugins that were imported as all there are, without what is odd about others."""
        registry = Registry(tuple(self._loaded), (), self.blocked, worker=self.worker, is_whole=True)
        registry._loaded.update(self._loaded)
        return registry

    def refusal(self, name: str) -> Problem:
        """Tell that a criterion is asked for whose plugin is blocked."""
        return problem("DVK-C113", Place(criterion=name), name=name, by=self.blocked[name])

    def listed(self) -> list[InspectedPlugin]:
        """Give every plugin by name only, in order of the sources; nothing is imported."""
        first = self._first()
        return [self._barred(plugin, first) or InspectedPlugin(plugin, "found") for plugin in self.found]

    def inspect_all(self) -> list[InspectedPlugin]:
        """Look at every plugin, in order of the sources; whatever a plugin does, this goes on."""
        return self.inspect(self.found)

    def inspect(self, plugins: Iterable[FoundPlugin], *, alone: bool = False) -> list[InspectedPlugin]:
        """Look at some of the plugins.

        Args:
            plugins: Which ones.
            alone: Not at the others: whether one of them offers an id that these offer too is not asked then.
        """
        chosen = list(plugins)
        others = [] if alone else [other for other in self.found if other.origin != "bundled"]
        self._look_at(dict.fromkeys([*chosen, *others]))
        offered_by: dict[str, FoundPlugin] = {}
        for plugin in reversed(self._usable()):
            if plugin in self._inspections:
                offered_by.update({criterion.id: plugin for criterion in self._inspections[plugin].criteria})
        offered_by.update(self._first())
        return [self._barred(asked, offered_by) or self._inspected(asked, offered_by) for asked in chosen]

    def _first(self) -> dict[str, FoundPlugin]:
        return {plugin.name: plugin for plugin in reversed(self._usable())}

    def _usable(self) -> list[FoundPlugin]:
        return [plugin for plugin in self.found if plugin.name not in self.blocked]

    def _look_at(self, plugins: Iterable[FoundPlugin]) -> None:
        new = [plugin for plugin in plugins if plugin not in self._inspections and plugin.name not in self.blocked]
        own = [plugin for plugin in new if plugin.origin == "bundled" and self.worker == WORKER]
        self._inspections.update((plugin, inspected_here(plugin)) for plugin in own)
        others = [plugin for plugin in new if plugin not in self._inspections]
        self._inspections.update(zip(others, inspect_plugins(others, worker=self.worker), strict=True))

    def _barred(self, plugin: FoundPlugin, taken: Mapping[str, FoundPlugin]) -> InspectedPlugin | None:
        if plugin.name in self.blocked:
            told = problem("DVK-C111", plugin.place, name=plugin.name, by=self.blocked[plugin.name])
            return InspectedPlugin(plugin, "blocked", problems=(told,))
        if taken[plugin.name] != plugin and plugin not in self._inspections:
            return InspectedPlugin(plugin, "blocked", problems=(clash(plugin, taken[plugin.name]),))
        return None

    def _inspected(self, plugin: FoundPlugin, offered_by: Mapping[str, FoundPlugin]) -> InspectedPlugin:
        seen = self._inspections[plugin]
        criteria = {criterion.id: criterion for criterion in seen.criteria}
        clashes = [
            clash(plugin, offered_by[plugin.name]) if name == plugin.name else _taken(name, plugin, offered_by[name])
            for name in dict.fromkeys((plugin.name, *criteria))
            if offered_by[name] != plugin
        ]
        state: PluginState = "ready"
        if clashes:
            state = "blocked"
        elif any(fault.code == INCOMPATIBLE for fault in seen.problems):
            state = "incompatible"
        elif has_errors(seen.problems):
            state = "broken"
        told = sort_problems([*clashes, *seen.problems])
        return InspectedPlugin(plugin, state, criteria, told, seen.milliseconds, seen.proofs)

    def _looked_up(self, name: str) -> tuple[AnyCriterion | None, list[Problem]]:
        named = [plugin for plugin in self._usable() if plugin.name == name]
        if len(named) > 1:
            return None, [clash(other, named[0]) for other in named[1:]]
        if named:
            return self._offered(name, named[0])
        if name in self.blocked and name in self.ids():
            return None, [self.refusal(name)]
        foreign = [plugin for plugin in self._usable() if plugin.origin != "bundled"]
        self._look_at(foreign)
        offering = [plugin for plugin in foreign if name in {each.id for each in self._inspections[plugin].criteria}]
        if len(offering) > 1:
            return None, [_taken(name, other, offering[0]) for other in offering[1:]]
        if offering:
            return self._offered(name, offering[0])
        offered = {each.id for plugin in foreign for each in self._inspections[plugin].criteria}
        known = sorted({*self.ids(), *offered})
        args = {"id": name, "nearest": nearest(name, known), "known": ", ".join(known)}
        # One that could not be imported may well be the one that offers it.
        wrecks = [
            told
            for plugin in foreign
            if not self._inspections[plugin].criteria
            for told in self._inspections[plugin].problems
        ]
        return None, [problem("DVK-C107", Place(criterion=name), **args), *wrecks]

    def _offered(self, name: str, plugin: FoundPlugin) -> tuple[AnyCriterion | None, list[Problem]]:
        loaded = self._load(plugin)
        if name in loaded.criteria:
            return loaded.criteria[name], list(loaded.faults[name])
        if loaded.problems:
            return None, list(loaded.problems)
        return None, [problem("DVK-C108", plugin.place, id=name, offered=", ".join(loaded.criteria))]

    def _load(self, plugin: FoundPlugin) -> LoadedPlugin:
        if plugin not in self._loaded:
            self._loaded[plugin] = load(plugin)
        return self._loaded[plugin]


def _blocked(block: Iterable[str]) -> dict[str, str]:
    """Give the names that are blocked, in order, each with what blocks it."""
    written = [word.strip() for word in os.environ.get(BLOCK, "").split(",") if word.strip()]
    by_name = {name: [BLOCK] for name in written}
    for name in dict.fromkeys(block):
        by_name.setdefault(name, []).append(BLOCK_OPTION)
    return {name: ", ".join(by) for name, by in by_name.items()}


def _taken(name: str, plugin: FoundPlugin, first: FoundPlugin) -> Problem:
    place = attrs.evolve(plugin.place, criterion=name)
    return problem(TAKEN, place, id=name, here=plugin.location, there=first.location)
