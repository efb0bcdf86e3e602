"""What a level of the API still takes and a later version will not: a table, one row a habit."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.problem import Place, Problem, problem

LEVELS: Final = (1, 2)
DEPRECATED: Final = "DVK-C161"


@attrs.frozen
class Deprecation:
    """A habit of level 1 that level 2 refuses.

    Attributes:
        attribute: The class attribute that it is seen in.
        seen: Whether a criterion of level 1 still has the habit.
        replacement: What to write instead.
        removed: The version that no longer takes it.
    """

    attribute: str
    seen: Callable[[AnyCriterion], bool]
    replacement: str
    removed: str


DEPRECATIONS: Final = (
    Deprecation(
        "source",
        lambda criterion: isinstance(getattr(criterion, "source", None), str),
        'source = Text(vi="…", en="…")',
        "0.3",
    ),
)


def deprecations(criterion: AnyCriterion, place: Place) -> Iterator[Problem]:
    """Tell what a criterion of level 1 must change before level 1 goes, each at its own line."""
    for one in DEPRECATIONS if criterion.level == 1 else ():
        if one.seen(criterion):
            file, line = _line(criterion, one.attribute)
            where = attrs.evolve(place, file=file or place.file, line=line)
            args = {"attribute": one.attribute, "replacement": one.replacement, "removed": one.removed}
            yield problem(DEPRECATED, where, **args)


def _line(criterion: AnyCriterion, attribute: str) -> tuple[str | None, int | None]:
    """Give the file of the class, and the line of the attribute, else that of the class."""
    file = getattr(sys.modules.get(criterion.__module__), "__file__", None)
    try:
        tree = ast.parse(Path(file).read_bytes()) if file else ast.Module([], [])
    except (OSError, SyntaxError, ValueError):
        return file, None
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == criterion.__name__:
            named = (one.lineno for one in node.body if attribute in _assigned(one))
            return file, next(named, node.lineno)
    return file, None


def _assigned(statement: ast.stmt) -> set[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {one.id for target in targets if target for one in ast.walk(target) if isinstance(one, ast.Name)}
