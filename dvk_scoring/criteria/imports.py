"""What a plugin imports and should not: frame libraries while it is imported, and modules inside ``dvk_scoring``.

The first plugin of a process that brings a library is seen by what appears in ``sys.modules``; every one that says so
in its source is named with file and line, whoever came first.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import attrs

from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.load import module_name
from dvk_scoring.problem import Problem, problem

BRINGS_LIBRARY: Final = "DVK-C135"
USES_INTERNALS: Final = "DVK-C136"
LIBRARIES: Final = frozenset({"polars", "duckdb", "pandas", "pyarrow", "numpy", "pyspark", "narwhals"})
_OWN: Final = "dvk_scoring"
_OPEN: Final = ("dvk_scoring.api", "dvk_scoring.testing")


@attrs.frozen
class Import:
    """One import statement.

    Attributes:
        module: What it names.
        line: Where it stands, from 1.
        later: It stands in a function, so that importing the file does not run it.
    """

    module: str
    line: int
    later: bool


def imports_told(plugin: FoundPlugin, brought: Collection[str]) -> list[Problem]:
    """Tell what a plugin imports and should not.

    Args:
        plugin: A plugin that was imported, or on which that failed.
        brought: Names of the modules that came into the process while it was.
    """
    problems: list[Problem] = []
    for file in _files(plugin):
        for import_ in _imports(file):
            place = attrs.evolve(plugin.place, file=str(file), line=import_.line)
            library = import_.module.partition(".")[0]
            if library in LIBRARIES and (
                not import_.later or library in brought
            ):  # or score imports it, which was called
                problems.append(problem(BRINGS_LIBRARY, place, library=library))
            elif library == _OWN and "." in import_.module and not import_.module.startswith(_OPEN):
                problems.append(problem(USES_INTERNALS, place, module=import_.module))
    if not any(fault.code == BRINGS_LIBRARY for fault in problems):  # what one library brings along is not told again
        problems += [problem(BRINGS_LIBRARY, plugin.place, library=name) for name in sorted(LIBRARIES & set(brought))]
    return problems


def imports_of(source: ast.AST, *, later: bool = False) -> Iterator[Import]:
    """Give the imports of a piece of Python in order, but for relative ones and those for type checkers only."""
    for node in ast.iter_child_nodes(source):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, later) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from _named_from(node, later=later)
        elif isinstance(node, ast.If) and _for_type_checkers(node.test):
            yield from imports_of(ast.Module(node.orelse, []), later=later)
        elif isinstance(node, ast.stmt | ast.excepthandler | ast.match_case):
            yield from imports_of(node, later=later or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _named_from(node: ast.ImportFrom, *, later: bool) -> Iterator[Import]:
    if node.level:
        return
    if node.module == _OWN:
        yield from (Import(f"{_OWN}.{alias.name}", node.lineno, later) for alias in node.names)
    else:
        yield Import(node.module or "", node.lineno, later)


def _for_type_checkers(test: ast.expr) -> bool:
    return getattr(test, "id", getattr(test, "attr", "")) == "TYPE_CHECKING"


def _imports(file: Path) -> list[Import]:
    try:
        return list(imports_of(ast.parse(file.read_bytes())))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return []  # what cannot be parsed was told when it was imported


def _files(plugin: FoundPlugin) -> list[Path]:
    """Give the Python files of a plugin that are known: its own, and those beside it that it imported."""
    name = module_name(plugin)
    inside = f"{name.rpartition('.')[0] or name}." if plugin.entry is not None else f"{name}."
    named = {key: module for key, module in sys.modules.items() if key == name or f"{key}.".startswith(inside)}
    modules: list[object] = list(named.values())  # a plugin may put anything there
    files = [vars(module).get("__file__") for module in modules if isinstance(module, ModuleType)]
    if plugin.entry is None:
        files.append(plugin.location)
    paths = [Path(file) for file in files if isinstance(file, str) and file.endswith(".py")]
    return sorted({path.resolve(): path for path in paths}.values())  # its own comes last: as the user wrote it
