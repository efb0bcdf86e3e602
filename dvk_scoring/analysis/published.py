"""What comes of holding a result against a published table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from dvk_scoring.analysis.causes import Side
from dvk_scoring.problem import Place


@attrs.frozen
class CellDifference:
    """A cell that says something else than the result.

    Attributes:
        unit: Id in the result.
        column: ``total``, ``rank``, ``class``, ``points.ID`` or ``title.ID``.
        ours: What the result has: points, the id of a class, the state of a title; None: nothing.
        theirs: What the table has, as it stands there; None: nothing.
        difference: Theirs less ours, exact; None where one is no number.
        place: Where the cell is.
    """

    unit: str
    column: str
    ours: Decimal | str | None
    theirs: str | None
    difference: Fraction | None
    place: Place


@attrs.frozen
class ColumnCompared:
    """A column that was compared: in how many rows, and in how many of them it is equal within the tolerance.

    ``largest``: The largest difference, within the tolerance or not; None for words.
    """

    column: str
    rows: int
    equal: int
    largest: Fraction | None


@attrs.frozen
class ComparedTable:
    """A result and a published table.

    Attributes:
        side: The result.
        path: The table.
        tolerance: Numbers apart by no more than that are equal; ranks, classes and titles are equal or not.
        columns: What was compared, in the order of the table.
        ignored: Headings that name nothing of the result.
        differences: Cells that differ, row by row.
        missing: Units that the result alone has.
        unknown: Units that the table alone has, with their places.
    """

    side: Side
    path: str
    tolerance: Fraction
    columns: tuple[ColumnCompared, ...]
    ignored: tuple[str, ...]
    differences: tuple[CellDifference, ...]
    missing: tuple[str, ...]
    unknown: tuple[tuple[str, Place], ...]

    @property
    def same(self) -> bool:
        """Tell whether the table says the same of the same units."""
        return not (self.differences or self.missing or self.unknown)
