"""Workbooks of ``dvk scheme edit`` as somebody edits them: cells found by sheet, row and column, whatever is seen."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl

from tests.office.conftest import program

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


def converted(paths: Sequence[Path], folder: Path, kind: str, profile: Path | None = None) -> list[Path]:
    """Have LibreOffice open workbooks and save them as another kind of file; ``profile``: its own settings."""
    own = f"-env:UserInstallation=file://{profile or f'{folder}-profile'}"
    command = [program("soffice"), own, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{one.stem}.{kind}" for one in paths]
