"""Workbooks that somebody hands in: opened within bounds that no person reaches, or refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dvk_scoring.figures.book import Book, open_book
from dvk_scoring.figures.file_kinds import READABLE, kind_in, unreadable
from dvk_scoring.problem import DvkError, Place, not_opened, problem
from dvk_scoring.text import Text, visible

_MOST_BYTES: Final = 32_000_000
_MOST_CELLS: Final = 2_000_000


def open_edited(path: Path) -> Book:
    """Open a workbook, XLSX or ODS.

    Raises:
        DvkError: It is missing, empty, of another kind, damaged or too large.
    """
    place = Place(file=visible(str(path)))
    try:
        kind = kind_in(path)
    except (OSError, ValueError) as error:
        raise DvkError([not_opened(visible(str(path)), error)]) from None
    if isinstance(kind, Text):
        raise DvkError([unreadable(place, kind)])
    if kind != "book":
        raise DvkError([problem("DVK-D149", place, kind=READABLE[kind])])
    return open_book(path, most_bytes=_MOST_BYTES, most_cells=_MOST_CELLS)
