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
from dvk_scoring.criteria.surroundings import OWN_MODULES, surroundings_kept
from dvk_scoring.criteria.validate import validate
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Problem, problem

PROJECT = "dvk_scoring"
HOOK = "dvk_criteria"


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


def load(found: FoundPlugin) -> LoadedPlugin:
    """Import one plugin, ask it for its criteria and check them; nothing it raises escapes but the user's interrupt.

    One that ships with the package and is healthy is imported once, as long as its files stay as they are.
    """
    if found.origin != "bundled":
        return _loaded(found)
    files = _stamped(found)
    kept = _BUNDLED.get(found)
    if kept is None or kept[0] != files:
        loaded = _loaded(found)
        if loaded.problems or any(loaded.faults.values()):
            return loaded
        kept = _BUNDLED[found] = files, loaded
    return kept[1]


def _stamped(found: FoundPlugin) -> _Files:
    """Give the files of a plugin's folder as they are now."""
    seen = ((path, path.stat()) for path in sorted(Path(found.location).parent.glob("*.py")))
    return tuple((path.name, stat.st_mtime_ns, stat.st_size) for path, stat in seen)


def _loaded(found: FoundPlugin) -> LoadedPlugin:
    process, threads = os.getpid(), set(threading.enumerate())
    with surroundings_kept() as changed:
        outcome = _tried(found)
        if os.getpid() != process:
            os._exit(0)  # a copy of this process that the plugin made with os.fork: nobody waits for its answers
    # Told only now: while builtins are what a plugin made of them, nothing can be written.
    loaded = outcome if isinstance(outcome, LoadedPlugin) else LoadedPlugin(found, problems=(wreck(found, outcome),))
    told = [problem("DVK-C134", found.place, what=what) for what in changed]
    if any(thread.is_alive() for thread in threading.enumerate() if thread not in threads):
        told.append(problem("DVK-C137", found.place))
    return attrs.evolve(loaded, problems=(*loaded.problems, *told))


def _tried(found: FoundPlugin) -> LoadedPlugin | Exception:
    try:
        with contained():
            return _sorted_out(found, _asked(_imported(found), found))
    except _RefusedError as refused:
        return LoadedPlugin(found, problems=(refused.problem,))
    except Exception as error:  # noqa: BLE001 - foreign code may raise anything
        return error


class _RefusedError(Exception):
    """A plugin that cannot be taken, and the problem that says why."""

    def __init__(self, told: Problem) -> None:
        super().__init__(told.code)
        self.problem = told


def _imported(found: FoundPlugin) -> object:
    if found.entry is not None:
        return found.entry.load()
    path = Path(found.location)
    name = module_name(found)
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


def module_name(found: FoundPlugin) -> str:
    """Give the name that a plugin's module goes by: unique to its file, so that two of one name never share one."""
    if found.entry is not None:
        return found.entry.module
    path = str(Path(found.location).resolve())
    return f"{OWN_MODULES}{found.name.replace('-', '_')}_{hashlib.sha256(path.encode()).hexdigest()[:12]}"


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


def _sorted_out(found: FoundPlugin, offered: Sequence[object]) -> LoadedPlugin:
    criteria: dict[str, AnyCriterion] = {}
    faults: dict[str, tuple[Problem, ...]] = {}
    problems: list[Problem] = []
    for one in offered:
        if not isinstance(one, type) or not issubclass(one, Criterion):
            problems.append(problem("DVK-C128", found.place, value=written(one)))
            continue
        name, told = validate(one, found)
        if name is None:
            problems += told
        elif name in criteria:
            problems.append(problem("DVK-C129", found.place, id=name))
        else:
            criteria[name] = one
            faults[name] = tuple(told)
    if found.origin == "bundled" and criteria and set(criteria) != {found.name}:
        problems.append(problem("DVK-C130", found.place, name=found.name, offered=", ".join(criteria)))
    return LoadedPlugin(found, criteria, tuple(problems), faults)


def wreck(found: FoundPlugin, error: BaseException) -> Problem:
    """Tell of what a plugin raised, at the line of its own file."""
    error = raised(error)
    place = attrs.evolve(found.place, line=_line(found, error))
    if isinstance(error, SyntaxError):
        return problem("DVK-C121", place, reason=error.msg)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return problem("DVK-C122", place, module=error.name)
    if isinstance(error, FormulaError) and error.code in catalogue():
        return problem(error.code, place, **error.args_)
    return problem("DVK-C123", place, kind=type(error).__name__, reason=written_error(error))


def _line(found: FoundPlugin, error: BaseException) -> int | None:
    """Give the line of the plugin's own file at which it went wrong."""
    file = str(Path(found.location).absolute())
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == file), None)
