"""A found plugin imported, its hook called, its criteria checked: one try a plugin, and every wreck is a problem."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import attrs
import pluggy

from dvk_scoring.catalogue import catalogue
from dvk_scoring.criteria.criterion import AnyCriterion, Criterion, Hooks
from dvk_scoring.criteria.find import FILE, FoundPlugin
from dvk_scoring.criteria.foreign import contained, raised, written, written_error
from dvk_scoring.criteria.remedies import remedy_of_import
from dvk_scoring.criteria.surroundings import OWN_MODULES, surroundings_kept
from dvk_scoring.criteria.validate import validate
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Problem, problem

PROJECT = "dvk_scoring"
HOOK = "dvk_criteria"
_NULLS: Final = "source code string cannot contain null bytes"
"""What Python says of them: a SyntaxError since 3.11.4, and a ValueError before."""


@attrs.frozen
class LoadedPlugin:
    """A plugin that was imported, or on which that failed.

    Attributes:
        found: What it was known by.
        criteria: The criteria it offers that have an id, by id, whether healthy or not.
        problems: What is wrong with the plugin as a whole.
        faults: What is wrong with a single criterion, by id.
    """

    found: FoundPlugin
    criteria: Mapping[str, AnyCriterion] = attrs.field(factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()
    faults: Mapping[str, tuple[Problem, ...]] = attrs.field(factory=dict, hash=False)


_Files: TypeAlias = tuple[tuple[str, int, int], ...]
"""Name, time and size of each."""
_BUNDLED: Final[dict[FoundPlugin, tuple[_Files, LoadedPlugin]]] = {}
"""What was loaded of the package's own."""


def load(plugin: FoundPlugin) -> LoadedPlugin:
    """Import one plugin, ask it for its criteria and check them; nothing it raises escapes but the user's interrupt.

    One that ships with the package and is healthy is imported once, as long as its files stay as they are.
    """
    if plugin.origin != "bundled":
        return _loaded(plugin)
    files = _stamped(plugin)
    kept = _BUNDLED.get(plugin)
    if kept is None or kept[0] != files:
        loaded = _loaded(plugin)
        if loaded.problems or any(loaded.faults.values()):
            return loaded
        kept = _BUNDLED[plugin] = files, loaded
    return kept[1]


def _stamped(plugin: FoundPlugin) -> _Files:
    """Give the files of a plugin's folder as they are now."""
    seen = ((path, path.stat()) for path in sorted(Path(plugin.location).parent.glob("*.py")))
    return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in seen)


def _loaded(plugin: FoundPlugin) -> LoadedPlugin:
    process, threads = os.getpid(), set(threading.enumerate())
    with surroundings_kept() as changed:
        outcome = _tried(plugin)
        if os.getpid() != process:
            os._exit(0)  # a copy of this process that the plugin made with os.fork: nobody waits for its answers
    # Told only now: while builtins are what a plugin made of them, nothing can be written.
    loaded = outcome if isinstance(outcome, LoadedPlugin) else LoadedPlugin(plugin, problems=(wreck(plugin, outcome),))
    told = [problem("DVK-C134", plugin.place, what=what) for what in changed]
    if any(thread.is_alive() for thread in threading.enumerate() if thread not in threads):
        told.append(problem("DVK-C137", plugin.place))
    return attrs.evolve(loaded, problems=(*loaded.problems, *told))


def _tried(plugin: FoundPlugin) -> LoadedPlugin | Exception:
    try:
        with contained():
            return _sorted_out(plugin, _asked(_imported(plugin), plugin))
    except _RefusedError as refused:
        return LoadedPlugin(plugin, problems=(refused.problem,))
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything
        return error


class _RefusedError(Exception):
    """A plugin that cannot be taken, and the problem that says why."""

    def __init__(self, told: Problem) -> None:
        super().__init__(told.code)
        self.problem = told


def _imported(plugin: FoundPlugin) -> object:
    if plugin.entry is not None:
        return plugin.entry.load()
    path = Path(plugin.location)
    name = module_name(plugin)
    # A plugin's folder is a package: it may be split in several files and reach them with `from .tables import LIMITS`.
    parts = [str(path.parent)] if path.name == FILE else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=parts)
    if spec is None or spec.loader is None:
        raise ImportError(path.name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        for key in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[key]
        raise
    return module


def module_name(plugin: FoundPlugin) -> str:
    """Give the name that a plugin's module goes by: unique to its file, so that two of one name never share one."""
    if plugin.entry is not None:
        return plugin.entry.module
    path = str(Path(plugin.location).resolve())
    return f"{OWN_MODULES}{plugin.name.replace('-', '_')}_{hashlib.sha256(path.encode()).hexdigest()[:12]}"


def _asked(plugin: object, found: FoundPlugin) -> Sequence[object]:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    for name in dir(plugin):
        if name != HOOK and manager.parse_hookimpl_opts(plugin, name) is not None:
            raise _RefusedError(problem("DVK-C125", found.place, name=name))
    try:
        manager.register(plugin, found.name)
    except pluggy.PluginValidationError as error:
        raise _RefusedError(problem("DVK-C126", found.place)) from error
    if not manager.hook.dvk_criteria.get_hookimpls():
        known = [name for name in vars(plugin) if not name.startswith("_")] if hasattr(plugin, "__dict__") else []
        raise _RefusedError(problem("DVK-C124", found.place, nearest=nearest(HOOK, known)))
    answers = manager.hook.dvk_criteria()
    answer = answers[0] if answers else None
    if not isinstance(answer, list | tuple) or not answer:
        raise _RefusedError(problem("DVK-C127", found.place, value=written(answer)))
    return answer


def _sorted_out(plugin: FoundPlugin, offered: Sequence[object]) -> LoadedPlugin:
    criteria: dict[str, AnyCriterion] = {}
    faults: dict[str, tuple[Problem, ...]] = {}
    problems: list[Problem] = []
    for criterion in offered:
        if not isinstance(criterion, type) or not issubclass(criterion, Criterion):
            problems.append(problem("DVK-C128", plugin.place, value=written(criterion)))
            continue
        name, told = validate(criterion, plugin)
        if name is None:
            problems += told
        elif name in criteria:
            problems.append(problem("DVK-C129", plugin.place, id=name))
        else:
            criteria[name] = criterion
            faults[name] = tuple(told)
    if plugin.origin == "bundled" and criteria and set(criteria) != {plugin.name}:
        problems.append(problem("DVK-C130", plugin.place, name=plugin.name, offered=", ".join(criteria)))
    return LoadedPlugin(plugin, criteria, tuple(problems), faults)


def wreck(plugin: FoundPlugin, error: BaseException) -> Problem:
    """Tell of what a plugin raised, at the line of its own file."""
    error = raised(error)
    place = attrs.evolve(plugin.place, line=_line(plugin, error))
    if isinstance(error, SyntaxError):
        return problem("DVK-C121", place, reason=error.msg)
    if isinstance(error, ValueError) and str(error) == _NULLS:
        return problem("DVK-C121", place, reason=_NULLS)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return problem("DVK-C122", place, module=error.name)
    if isinstance(error, FormulaError) and error.code in catalogue():
        return problem(error.code, place, **error.args_)
    remedy = remedy_of_import(error)
    return problem("DVK-C123", place, kind=type(error).__name__, reason=written_error(error), remedy=remedy)


def _line(plugin: FoundPlugin, error: BaseException) -> int | None:
    """Give the line of the plugin's own file at which it went wrong."""
    file = str(Path(plugin.location).absolute())
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == file), None)
