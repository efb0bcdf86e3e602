"""Which kind of file it is, told by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dvk_scoring.figures.csv import read_csv
from dvk_scoring.figures.parquet import read_parquet
from dvk_scoring.figures.table import DecimalMark, Table
from dvk_scoring.problem import DvkError, Place, problem, system_reason
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.text import visible

_AS_THEY_ARE: Final = Columns()


def open_table(path: Path, mark: DecimalMark, columns: Columns = _AS_THEY_ARE) -> Table:
    """Read a file as a table, without what of it cannot be read: see the faults of the table.

    ``columns`` says what headings are called in the scheme.
    ``path`` may name a sheet of a workbook behind a ``#``: ``figures.xlsx#Quý I``.

    Raises:
        DvkError: It is missing, of another kind, or damaged.
    """
    place = Place(file=visible(str(path)))
    try:
        path, sheet = split_sheet(path)
        place = Place(file=visible(str(path)))
        if path.is_dir():
            raise DvkError([problem("DVK-D147", place, parquet=_parquet_in(path))])
        if not path.is_file():
            raise DvkError([problem("DVK-D101", place)])
        with path.open("rb") as file:
            start = file.read(8)
        if not start:
            raise DvkError([problem("DVK-D102", place)])
        if start.startswith(b"PK"):
            from dvk_scoring.figures.xlsx import read_book  # the readers of workbooks are many modules

            return read_book(path, sheet, mark, columns)
        if sheet is not None:
            raise DvkError([problem("DVK-D135", place, sheet=sheet)])
        if start.startswith(b"PAR1"):
            return read_parquet(path, mark, columns)
        if start.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z")):
            raise DvkError([problem("DVK-D106", place)])
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise DvkError([problem("DVK-D104", place, line=1)])
        return read_csv(path, mark, columns)
    except OSError as error:
        raise DvkError([problem("DVK-D101", place, reason=system_reason(error))]) from None


def _parquet_in(folder: Path) -> str:
    """Give the pattern of the first Parquet files in a folder, however deep they lie; nothing where there are none."""
    first = next(folder.glob("*.parquet"), None) or next(folder.rglob("*.parquet"), None)
    if first is None:
        return ""
    return visible("/".join([folder.as_posix(), *["*"] * (len(first.relative_to(folder).parts) - 1), "*.parquet"]))


def split_sheet(path: Path) -> tuple[Path, str | None]:
    """Take the name of a sheet off a path; a file whose own name has a ``#`` is that file."""
    file, mark, sheet = str(path).rpartition("#")
    if mark and not path.exists() and Path(file).is_file():
        return Path(file), sheet
    return path, None
