"""Plugins named on a command line: by id, by path, by the id of a criterion that they offer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dvk_scoring.named import is_path, meant_as_path
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.criteria.find import FoundPlugin
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import Problem


_PLUGIN = Text.same("plugin")


def chosen(names: Iterable[str], registry: Registry) -> list[FoundPlugin]:
    """Give the plugins that are named, in order; ``registry`` looks at the paths among the names too.

    Raises:
        DvkError: A name leads to none; all such names at once.
    """
    from dvk_scoring.problem import DvkError

    plugins, problems = looked_up(names, registry)
    if problems:
        raise DvkError(problems)
    return plugins


def looked_up(names: Iterable[str], registry: Registry) -> tuple[list[FoundPlugin], list[Problem]]:
    """Give the plugins that are named, and what is told of names that lead to none."""
    from dvk_scoring.problem import DvkError

    plugins: list[FoundPlugin] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(names):
        try:
            plugins += _at(Path(name), registry) if is_path(name) else named(name, registry)
        except DvkError as error:
            problems += error.problems
    return list(dict.fromkeys(plugins)), problems


def named(name: str, registry: Registry) -> list[FoundPlugin]:
    """Give the plugins of a name, else those that offer a criterion of that id.

    Raises:
        DvkError: There is none.
    """
    from dvk_scoring.cli.usage import ALIKE
    from dvk_scoring.nearest import nearest
    from dvk_scoring.problem import DvkError, problem

    plugins = [plugin for plugin in registry.found if plugin.name == name]
    if plugins:
        return plugins
    foreign = registry.inspect(plugin for plugin in registry.found if plugin.origin != "bundled")
    offering = [plugin.found for plugin in foreign if name in plugin.criteria]
    if offering:
        return offering
    known = sorted({*registry.ids(), *(key for plugin in foreign for key in plugin.criteria)})
    args = {"name": name, "nearest": nearest(name, known, alike=ALIKE), "known": ", ".join(known)}
    raise DvkError([meant_as_path(name, _PLUGIN) or problem("DVK-O303", None, **args)])


def _at(path: Path, registry: Registry) -> list[FoundPlugin]:
    """Give the plugins at a path; one that is found elsewhere too is that one.

    Raises:
        DvkError: There is none.
    """
    from dvk_scoring.problem import DvkError, Place, problem

    homes = {plugin.home for source in registry.sources if source.where == str(path) for plugin in source.found}
    plugins = [plugin for plugin in registry.found if plugin.home in homes]
    if not plugins:
        told = [fault for source in registry.sources if source.where == str(path) for fault in source.problems]
        raise DvkError(told or [problem("DVK-C102", Place(file=str(path)))])
    return plugins
