"""Workbooks of ``dvk scheme edit`` as somebody edits them: cells found by sheet, row and column, whatever is seen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl

At: TypeAlias = "tuple[str, str, str]"
"""Sheet, row and column as the hidden cells call them: ``("criteria.ID", "criteria.a", "weight 0")``."""


def cell_of(book: Any, at: At) -> Any:
    """Find a cell of a workbook of openpyxl."""
    sheet, row, column = at
    found = next(one for one in book if str(one["A1"].value).endswith(f"|{sheet}"))
    marks = [one.value for one in found[2]]
    keys = [one.value for one in found["A"]]
    return found.cell(keys.index(row) + 1, marks.index(column) + 1)


def edit(path: Path, cells: Mapping[At, object]) -> dict[At, str]:
    """Put values into cells, and give where they are: ``[Tiêu chí!H7]``."""
    book = openpyxl.load_workbook(path)
    places = put(book, cells)
    book.save(path)
    return places


def put(book: Any, cells: Mapping[At, object]) -> dict[At, str]:
    """Put values into cells of a workbook that is open, and give where they are."""
    places: dict[At, str] = {}
    for at, value in cells.items():
        cell = cell_of(book, at)
        cell.value = value
        places[at] = f"[{cell.parent.title}!{cell.coordinate}]"
    return places
