"""Which definitions of the law have a column; the others stand inside what reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.walk import children, walk
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook.headings import heading_of

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.law import BookLaw

_SHORT: Final = 3
"""Names up to which a formula is repeated rather than given a column."""
_LONG: Final = 12
"""Names beyond which it has a column though it is read once."""


def columns_of(law: BookLaw, is_cell: Callable[[t.Round], bool]) -> tuple[str, ...]:
    """Tell which definitions have a column, in order; the others stand inside what reads them.

    Args:
        law: The definitions.
        is_cell: Tells whether what a rounding rounds must be a cell.
    """
    uses: Counter[str] = Counter()
    readers: dict[str, list[str]] = {}
    # What is taken across units reads who is compared, though the cluster alone may decide it.
    compared = law.root("compared")
    needed = {compared} if law.formulas[compared] != n.ALWAYS else set[str]()
    columns: list[str] = []
    for name in reversed(law.sheet.definitions):
        formula, root = law.formulas[name], law.root(name)
        if root != name or name in law.elsewhere:
            if root != name:
                uses[root] += uses[name]
                readers.setdefault(root, []).extend(readers.get(name, ()))
            if name in needed:
                needed.add(root)
            continue
        heading, inside, gaps = heading_of(law.shown_as.get(name, name)), _read(formula), law.gaps.get(name, ())
        kept = heading is not None and heading.always and not _is_written(formula)
        if not kept and name not in needed and not uses[name]:
            continue
        size = sum(inside.values()) + 1
        alone = gaps and not all(set(gaps) <= set(law.gaps.get(reader, ())) for reader in readers.get(name, ()))
        kept = kept or name in needed or bool(alone)
        kept = kept or (heading is not None and size > (_SHORT if uses[name] > 1 else _LONG))
        if kept:
            columns.append(name)
        for gap in gaps if kept else ():
            inside.update(_read(gap.when))
        for other, count in inside.items():
            uses[other] += count * (1 if kept else uses[name])
            readers.setdefault(other, []).append(name) if kept else readers.setdefault(other, []).extend(readers[name])
        needed.update(_needed(formula, is_cell))
    return tuple(reversed(columns))


def _read(formula: t.Num | t.Cond) -> Counter[str]:
    """Count how often a formula names each other definition."""
    counts: Counter[str] = Counter()
    waiting = [formula]
    while waiting:
        node = waiting.pop()
        if isinstance(node, n.Named | n.Holds):
            counts[node.name] += 1
        elif isinstance(node, n.Ahead):
            counts[node.order] += 1
        waiting += children(node)
    return counts


def _needed(formula: t.Num | t.Cond, is_cell: Callable[[t.Round], bool]) -> Iterator[str]:
    """Give the definitions that a formula can only read as columns: what is counted, and what units are compared by."""
    for node in walk(formula):
        if isinstance(node, n.Ahead):
            yield node.order
        if isinstance(node, n.Ahead | n.Count) and isinstance(node.among, n.Holds):
            yield node.among.name
        if isinstance(node, n.Order):
            yield from (key.name for key in node.keys if isinstance(key, n.Named))
        if isinstance(node, t.Round) and isinstance(node.value, n.Named) and is_cell(node):
            yield node.value.name


def _is_written(formula: t.Num | t.Cond) -> bool:
    """Tell whether nothing but written numbers and the unit's cluster decide what a formula gives."""
    plain = t.Number | n.ByCluster | n.InClusters | t.Choose | t.And | t.Or | t.Not
    return formula != t.ZERO and all(isinstance(node, plain) for node in walk(formula))
