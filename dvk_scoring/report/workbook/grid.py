"""Columns of a workbook: what stands in their cells, where they are, how a formula names them.

A row is a unit, and the same row on every sheet. Values are fractions; text stands for what is no number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from dvk_scoring import written
from dvk_scoring.figures.sheet import column_letters

Value: TypeAlias = "Fraction | str | None"
FIRST_ROW: Final = 6
"""Rows above the first unit, the same on every sheet that has a row a unit."""
COMPARED, SUMMED, MULTIPLIED, RAISED, ATOM = range(5)


@attrs.define(eq=False)
class Sheet:
    """A sheet with a row a unit; columns are added from the left, each made of those before it."""

    name: str
    rows: int
    title: str = ""
    note: str = ""
    columns: list[Column] = attrs.field(factory=list)
    band: int = 0
    """Columns added now belong to this band; ``arrange`` puts those of a band beside each other."""

    def add(
        self,
        title: str,
        cells: Cells,
        values: Sequence[Value],
        *,
        group: str = "",
        key: str = "",
        places: int | None = None,
        look: str = "number",
        exact: bool = True,
        texts: bool = False,
        detail: bool = False,
    ) -> Column:
        """Add a column of formulas.

        Args:
            title: Heading.
            cells: One expression for all rows, or one a row, None: an empty cell.
            values: What the cells hold, exactly.
            group: Heading over several columns.
            key: Small line under the heading.
            places: Decimals shown, None: as many as there are.
            look: How it is drawn.
            exact: A double holds the values as well as it can; else the last digits may be others.
            texts: A word may stand in place of a number; it counts 0.
            detail: It is folded away.
        """
        made: list[Expr | None] = [cells] * self.rows if isinstance(cells, Expr) else list(cells)
        shown = [None if expr is None else value for expr, value in zip(made, values, strict=True)]
        return self._put(Column(self, 0, title, made, shown, group, key, places, look, self.band, exact, texts, detail))

    def enter(
        self,
        title: str,
        values: Sequence[Value],
        *,
        group: str = "",
        key: str = "",
        places: int | None = None,
        look: str = "input",
    ) -> Column:
        """Add a column of typed values."""
        return self._put(Column(self, 0, title, None, list(values), group, key, places, look, self.band))

    def _put(self, column: Column) -> Column:
        column.index = len(self.columns)
        self.columns.append(column)
        return column

    def arrange(self) -> None:
        """Put the columns of each band beside each other; addresses are written afterwards."""
        self.columns.sort(key=lambda column: column.band)
        for index, column in enumerate(self.columns):
            column.index = index


@attrs.define(eq=False)
class Column:
    """A column: an expression a row, or typed values where there are none."""

    sheet: Sheet = attrs.field(repr=False)
    index: int
    title: str
    cells: list[Expr | None] | None = attrs.field(repr=False)
    values: list[Value] = attrs.field(repr=False)
    group: str = ""
    key: str = ""
    places: int | None = None
    look: str = "number"
    band: int = 0
    exact: bool = True
    texts: bool = False
    detail: bool = False

    def at(self, row: int, here: Sheet) -> str:
        """Write the address of a cell as it is read from a sheet."""
        return f"{self._prefix(here)}${column_letters(self.index)}{FIRST_ROW + 1 + row}"

    def range(self, here: Sheet, last: int | None = None) -> str:
        """Write the address of all cells, or of those down to the row ``last``."""
        letters = column_letters(self.index)
        end = FIRST_ROW + (self.sheet.rows if last is None else last + 1)
        down = f"${end}" if last is None else f"{end}"
        return f"{self._prefix(here)}${letters}${FIRST_ROW + 1}:${letters}{down}"

    def _prefix(self, here: Sheet) -> str:
        return "" if here is self.sheet else f"{quoted(self.sheet.name)}!"

    @property
    def ref(self) -> Expr:
        """Read the cell of the same row; it never holds text."""
        return Expr(self.at)

    @property
    def open_ref(self) -> Expr:
        """Read the cell of the same row, which may hold text in place of a number."""
        return Expr(self.at, gaps=(self,))

    @property
    def number(self) -> Expr:
        """Read the cell of the same row, text and blank as 0."""
        return Expr(lambda row, here: f"N({self.at(row, here)})")


@attrs.frozen(eq=False)
class Expr:
    """An expression: how it is written in a row of a sheet, and what binds it together.

    ``gaps``: columns it reads that may hold text; it has no number in such a row. ``texts``: it may itself give text.
    ``constant``: the number that it is, where it is written.
    """

    write: Callable[[int, Sheet], str]
    level: int = ATOM
    gaps: tuple[Column, ...] = ()
    texts: bool = False
    constant: Fraction | None = None

    def part(self, row: int, here: Sheet, need: int) -> str:
        """Write it as a part of another: in brackets where it would fall apart."""
        text = self.write(row, here)
        return f"({text})" if self.level < need else text


Cells: TypeAlias = "Expr | Sequence[Expr | None]"


def quoted(name: str) -> str:
    """Write a sheet's name as formulas need it."""
    return "'" + name.replace("'", "''") + "'"


def literal(text: str) -> str:
    """Write a text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def decimal_text(value: Fraction) -> str | None:
    """Write a number as a plain decimal, None when it has no end or is too long for a cell."""
    return written.decimal_text(value, 14)
