"""All plugins by name, loaded when asked for; listing survives any wreck, scoring takes only healthy criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.find import FoundPlugin, clash, find_plugins
from dvk_scoring.criteria.load import LoadedPlugin, load
from dvk_scoring.criteria.setting_types import nearest
from dvk_scoring.criteria.validate import INCOMPATIBLE
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems

PluginState = Literal["ready", "broken", "clash", "incompatible"]


@attrs.frozen
class InspectedPlugin:
    """A plugin as listed.

    Attributes:
        found: Name, origin and location.
        state: ``ready``; ``clash``: its name or the id of one of its criteria is taken; ``incompatible``: written for
            another API level; ``broken``: anything else is wrong.
        criteria: What it offers, by id, healthy or not.
        problems: What is wrong, sorted.
    """

    found: FoundPlugin
    state: PluginState
    criteria: Mapping[str, AnyCriterion] = attrs.field(hash=False)
    problems: tuple[Problem, ...]


@attrs.frozen
class Registry:
    """The plugins found, in the order of their sources. Each is imported at most once, when something needs it.

    A criterion is looked for in the plugin of its name. When no plugin is named so, every plugin that is not bundled is
    loaded to see which one offers it.

    Attributes:
        found: All plugins found, duplicates too.
        problems: What was odd in finding them; a duplicate is told with both places.
    """

    found: tuple[FoundPlugin, ...]
    problems: tuple[Problem, ...]
    _loaded: dict[FoundPlugin, LoadedPlugin] = attrs.field(factory=dict, repr=False, eq=False, init=False)

    @classmethod
    def of(cls, folders: Iterable[str | Path] = ()) -> Registry:
        """Find the bundled plugins, those of installed packages, and those in ``folders``; nothing is imported."""
        found, problems = find_plugins(folders)
        return cls(tuple(found), sort_problems(problems))

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

    def inspect_all(self) -> list[InspectedPlugin]:
        """Load every plugin and tell how it stands, in order of the sources; never raises because of a plugin."""
        offered_by: dict[str, FoundPlugin] = {}
        for plugin in reversed(self.found):
            offered_by.update(dict.fromkeys(self._load(plugin).criteria, plugin))
        offered_by.update({plugin.name: plugin for plugin in reversed(self.found)})
        return [self._inspected(plugin, offered_by) for plugin in self.found]

    def _inspected(self, plugin: FoundPlugin, offered_by: Mapping[str, FoundPlugin]) -> InspectedPlugin:
        loaded = self._load(plugin)
        clashes = [
            clash(plugin, offered_by[plugin.name]) if name == plugin.name else _taken(name, plugin, offered_by[name])
            for name in dict.fromkeys((plugin.name, *loaded.criteria))
            if offered_by[name] is not plugin
        ]
        own = [*loaded.problems, *(one for told in loaded.faults.values() for one in told)]
        state: PluginState = "ready"
        if clashes:
            state = "clash"
        elif any(one.code == INCOMPATIBLE for one in own):
            state = "incompatible"
        elif has_errors(own):
            state = "broken"
        return InspectedPlugin(plugin, state, loaded.criteria, sort_problems([*clashes, *own]))

    def _looked_up(self, name: str) -> tuple[AnyCriterion | None, list[Problem]]:
        named = [plugin for plugin in self.found if plugin.name == name]
        if len(named) > 1:
            return None, [clash(other, named[0]) for other in named[1:]]
        if named:
            return self._offered(name, named[0])
        offering = [one for one in self.found if one.origin != "bundled" and name in self._load(one).criteria]
        if len(offering) > 1:
            return None, [_taken(name, other, offering[0]) for other in offering[1:]]
        if offering:
            return self._offered(name, offering[0])
        known = sorted({*self.ids(), *(key for one in self._loaded.values() for key in one.criteria)})
        args = {"id": name, "nearest": nearest(name, known), "known": ", ".join(known)}
        # One that could not be imported may well be the one that offers it.
        wrecks = [one for plugin in self.found if plugin.origin != "bundled" for one in self._load(plugin).problems]
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


def _taken(name: str, plugin: FoundPlugin, first: FoundPlugin) -> Problem:
    place = attrs.evolve(plugin.place, criterion=name)
    return problem("DVK-C109", place, id=name, here=plugin.location, there=first.location)
