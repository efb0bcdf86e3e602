"""The files that came back, opened one at a time: workbooks of bounded size, and tables in CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dvk_scoring.figures.csv import read_csv
from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.figures.workbook import SheetCells, open_workbook
from dvk_scoring.forms import words
from dvk_scoring.forms.tables import Grid
from dvk_scoring.problem import DvkError, Place, problem

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_CELLS: Final = 2_000_000
_SUFFIXES: Final = (".xlsx", ".xlsm", ".csv")


def returned_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Give the files that are named, and those in the folders that are named; lock files of office programs are none.

    Raises:
        DvkError: There is none.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [
            one
            for one in inside
            if one == path
            or (one.suffix.lower() in _SUFFIXES and not one.name.startswith(("~$", ".")) and one.is_file())
        ]
    if not found:
        raise DvkError([problem("DVK-O541", Place(file=str(paths[0]) if paths else None))])
    return tuple(dict.fromkeys(found))


def read_grids(path: Path, mark: DecimalMark) -> list[Grid]:
    """Read the sheets of a workbook, or a CSV file.

    Raises:
        DvkError: It is missing, damaged, too large, or neither.
    """
    place = Place(file=str(path))
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise DvkError([problem("DVK-D101", place, reason=error.strerror or type(error).__name__)]) from None
    if not start:
        raise DvkError([problem("DVK-D102", place)])
    if start.startswith(b"PK"):
        book = open_workbook(path, most_bytes=MOST_BYTES, most_cells=MOST_CELLS)
        # What people see comes first: the first sheet that holds a table is taken.
        sheets = sorted((one for one in book.sheets if one.name != words.LISTS), key=lambda one: one.hidden)
        return [Grid(str(path), book.read(sheet)) for sheet in sheets]
    if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z", b"PAR1")):
        raise DvkError([problem("DVK-D106", place)])
    table = read_csv(path, mark).whole()
    rows = [list(table.frame.columns), *([*row] for row in table.frame.iter_rows())]
    lines = [1, *(table.lines(at) for at in range(len(rows) - 1))]
    return [Grid(str(path), SheetCells("", rows, {}), lines)]
