"""A workbook of either kind, told by what it holds: XLSX or ODS."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Protocol

from dvk_scoring.figures.archive import SheetEntry
from dvk_scoring.figures.ods import is_ods, open_ods
from dvk_scoring.figures.workbook import MOST_BYTES, MOST_CELLS, SheetCells, open_workbook


class Book(Protocol):
    """An opened workbook: its path as the user gave it, its sheets in order."""

    @property
    def kind(self) -> Literal["xlsx", "ods"]:
        """Which of the two it is."""

    @property
    def path(self) -> Path:
        """The path as the user gave it."""

    @property
    def sheets(self) -> tuple[SheetEntry, ...]:
        """The sheets, in order."""

    def read(self, sheet: SheetEntry) -> SheetCells:
        """Read the cells of one sheet.

        Raises:
            DvkError: It is damaged or too large.
        """


def open_book(path: Path, *, most_bytes: int = MOST_BYTES, most_cells: int = MOST_CELLS) -> Book:
    """Open a workbook of bounded size.

    Raises:
        DvkError: It is damaged, too large, or no workbook.
    """
    opens = open_ods if is_ods(path) else open_workbook
    return opens(path, most_bytes=most_bytes, most_cells=most_cells)
