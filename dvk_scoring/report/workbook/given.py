"""What is given and what is missing, as cells tell it: asked of many cells, it is asked of their range at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.missing import Gone, Missing
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g


@attrs.frozen(eq=False)
class Held:
    """A yes or no of a row.

    Attributes:
        expr: How it is written.
        fixed: It is the same in every row.
        kps: It holds where any of these cells says "not assigned", and nowhere else.
        gaps: It holds where any of these cells holds no number, and nowhere else.
        number: It holds where this cell holds a number, and nowhere else.
    """

    expr: g.Expr
    fixed: bool | None = None
    kps: tuple[g.Column, ...] = ()
    gaps: tuple[g.Column, ...] = ()
    number: g.Column | None = None


_YES: Final = g.Expr(lambda _row, _here: "TRUE")
_NO: Final = g.Expr(lambda _row, _here: "FALSE")


class CellLogic:
    """Joins what holds in the cells of a row."""

    def __init__(self, not_assigned: str) -> None:
        """Keep the word for "not assigned"."""
        self._not_assigned = not_assigned

    def is_kp(self, *columns: g.Column) -> Held:
        """Any of these cells says "not assigned"."""
        expr = f.compare(">", f.count_word(columns, self._not_assigned), f.number(0))
        return Held(expr, kps=columns)

    def is_gap(self, *columns: g.Column) -> Held:
        """Any of these cells holds no number."""
        return Held(f.compare("<", f.count_of(columns), f.number(len(columns))), gaps=columns)

    def is_number(self, column: g.Column) -> Held:
        """The cell holds a number."""
        return Held(f.is_number(column), number=column)

    def constant(self, *, holds: bool) -> Held:
        """Give the same for all rows."""
        return Held(_YES if holds else _NO, fixed=holds)

    def any(self, of: Sequence[Held]) -> Held:
        """At least one holds."""
        if any(held.fixed for held in of):
            return self.constant(holds=True)
        kps, gaps = _columns(of, lambda held: held.kps), _columns(of, lambda held: held.gaps)
        kps = tuple(column for column in kps if column not in gaps)
        parts = [held for held in of if held.fixed is None and not held.kps and not held.gaps]
        parts = [*([self.is_kp(*kps)] if kps else []), *([self.is_gap(*gaps)] if gaps else []), *parts]
        if len(parts) < 2:
            return parts[0] if parts else self.constant(holds=False)
        return Held(f.any_of([part.expr for part in parts]))

    def all(self, of: Sequence[Held]) -> Held:
        """All hold."""
        if any(held.fixed is False for held in of):
            return self.constant(holds=False)
        parts = [held for held in of if held.fixed is None]
        if len(parts) < 2:
            return parts[0] if parts else self.constant(holds=True)
        columns = _columns(parts, lambda held: held.kps if len(held.kps) == 1 else ())
        if len(columns) == len(parts):
            count = f.count_word(columns, self._not_assigned)
            return Held(f.compare("=", count, f.number(len(columns))))
        return Held(f.all_of([part.expr for part in parts]))

    def not_(self, of: Held) -> Held:
        """Does not hold."""
        if of.fixed is not None:
            return self.constant(holds=not of.fixed)
        if of.number is not None:
            return self.is_gap(of.number)
        return self.is_number(of.gaps[0]) if len(of.gaps) == 1 else Held(f.not_(of.expr))

    def fewer(self, of: Sequence[Held], than: int) -> Held:
        """Fewer than so many hold."""
        columns = tuple(held.number for held in of if held.number is not None)
        parts = [f.count_of(columns)] if columns else []
        parts += [f.one_if(held.expr) for held in of if held.number is None and held.fixed is None]
        needed = than - sum(held.fixed is True for held in of)
        return Held(f.compare("<", f.add(*parts), f.number(needed)))


def _columns(of: Sequence[Held], take: Callable[[Held], tuple[g.Column, ...]]) -> tuple[g.Column, ...]:
    """Gather columns, each once, in the order in which they stand: beside each other they are one range."""
    columns = dict.fromkeys(column for held in of for column in take(held))
    return tuple(sorted(columns, key=lambda column: column.index))


def missing_cells(figures: Mapping[str, g.Column], not_assigned: str) -> Missing[Held]:
    """Tell what is missing of a formula by the cells of its figures; a blank that counts as something is a number."""
    logic = CellLogic(not_assigned)

    def gone(node: t.Figure | t.Attribute) -> Gone[Held]:
        return Gone(logic.is_kp(figures[node.name]), logic.is_gap(figures[node.name]))

    return Missing(logic, gone)


def taken_marks(node: t.Marks, columns: Sequence[g.Column]) -> g.Expr:
    """Write the number of the marks in these columns; cells with text are none."""

    def write(row: int, here: g.Sheet) -> str:
        text = f.row_range(columns, row, here)
        return _written(node, f"({text})" if "," in text else text)

    dropped = node.kind in ("mean", "sum") and (node.low or node.high or node.best is not None)
    return g.Expr(write, (g.MULTIPLIED if node.kind == "mean" else g.SUMMED) if dropped else g.ATOM)


def _written(node: t.Marks, marks: str) -> str:
    match node.kind:
        case "count":
            return f"COUNT({marks})"
        case "median":
            return f"MEDIAN({marks})"
        case "place":
            return f"{_end(node)}({marks},{node.best})"
    mean = node.kind == "mean"
    if node.best is not None:
        best = "+".join(f"{_end(node)}({marks},{place})" for place in range(1, node.best + 1))
        whole = f"IF(COUNT({marks})>{node.best},{best},SUM({marks}))"
        return f"{whole}/MIN(COUNT({marks}),{node.best})" if mean else whole
    if not node.low and not node.high:
        return f"AVERAGE({marks})" if mean else f"SUM({marks})"
    low = "".join(f"-SMALL({marks},{place})" for place in range(1, node.low + 1))
    high = "".join(f"-LARGE({marks},{place})" for place in range(1, node.high + 1))
    whole = f"SUM({marks}){low}{high}"
    return f"({whole})/(COUNT({marks})-{node.low + node.high})" if mean else whole


def _end(node: t.Marks) -> str:
    return "LARGE" if node.prefer == "high" else "SMALL"
