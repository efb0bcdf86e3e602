"""What is asked of the units of a folder together, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypeAlias

import attrs

if TYPE_CHECKING:
    import polars as pl

    from dvk_scoring.engines.folder.turns import Known
    from dvk_scoring.formula.columns import Across

Where: TypeAlias = Mapping[str, bool | int]
"""Columns → what they are; a blank is nothing of it."""
Row: TypeAlias = Mapping[str, Any]
ROWS_OF_AN_ID: Final = 100
"""Of ids that are there twice so many rows are looked at, on the average of those that are told."""


class Task(Protocol):
    """What is done with a batch of units."""

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Make rows of rows; on no rows too."""


@attrs.frozen
class Repeats:
    """Ids that are there twice, and ids that differ in capital letters only.

    Attributes:
        again: Rows whose id was there before.
        rows: Rows of the first such ids: unit, file, line; in this order.
        twins: How many ids are there in several spellings.
        spellings: Of the first of them.
    """

    again: int
    rows: Sequence[Row]
    twins: int
    spellings: Sequence[Sequence[str]]


class Parts(Protocol):
    """The units of a folder, a batch after the other. A task is done when an answer needs it, and may be done again."""

    @property
    def columns(self) -> Sequence[str]:
        """The names of their columns."""

    def count(self) -> int:
        """Count the rows."""

    def only(self, names: Sequence[str]) -> Self:
        """Leave out the other columns."""

    def whole(self) -> Self:
        """Take few units together: the next task looks at all of them at once."""

    def mapped(self, task: Task) -> Self:
        """Do a task with each batch."""

    def held(self) -> Self:
        """Do what is to be done now, and keep what comes of it."""

    def with_across(self, across: Sequence[Across]) -> tuple[Self, Known]:
        """Add a column for each rank, and give the other values across units by cluster."""

    def findings(self, most: int) -> list[Row]:
        """Put together what ``intake.Look`` found: one row a kind, name and header, with the first problems."""

    def repeats(self, most: int) -> Repeats:
        """Find ids that are there twice among what ``intake.Keys`` read; of the first ``most`` their places."""

    def counted(self, conditions: Sequence[Where]) -> list[int]:
        """Count the rows that are so, for each condition."""

    def first(self, where: Where, most: int, by: Sequence[str] = ()) -> list[Row]:
        """Give unit, name and cluster, and columns ``by``, of the first that are so, by these and their ids."""

    def apart(self, where: Where, keys: Sequence[str], name: str) -> Self:
        """Give the rows that are so, where those of the same ``keys`` are not all the same in column ``name``."""

    def write(self, target: str, *, force: bool) -> None:
        """Write a folder of Parquet.

        Raises:
            DvkError: It is there and is not to be overwritten; it cannot be written.
        """
