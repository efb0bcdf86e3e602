"""Which kind of file it is, told by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dvk_scoring.figures.csv import read_csv
from dvk_scoring.figures.file_kinds import SCHEME_TEXT, kind_in, misnamed, unreadable
from dvk_scoring.figures.parquet import read_parquet
from dvk_scoring.figures.table import DecimalMark, Table
from dvk_scoring.problem import DvkError, Place, not_opened, problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.text import Text, visible

_AS_THEY_ARE: Final = Columns()
_NO_TEXT: Final = "DVK-D105"
_NOTHING_THERE: Final = frozenset({"DVK-D102", "DVK-D103"})


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
        kind = kind_in(path)
        if kind == "book":
            from dvk_scoring.figures.xlsx import read_book  # the readers of workbooks are many modules

            return read_book(path, sheet, mark, columns)
        if sheet is not None:
            raise DvkError([problem("DVK-D135", place, sheet=sheet)])
        if kind == "parquet":
            return read_parquet(path, mark, columns)
        if isinstance(kind, Text):
            raise DvkError([unreadable(place, kind)])
        if path.suffix.lower() == ".toml":
            raise DvkError([unreadable(place, SCHEME_TEXT)])
        return read_text(path, mark, columns)
    except OSError as error:
        raise DvkError([not_opened(visible(str(path)), error)]) from None


def read_text(path: Path, mark: DecimalMark, columns: Columns = _AS_THEY_ARE) -> Table:
    """Read a text file; where it is no table, and its name promises another kind of file, that is said first.

    Raises:
        DvkError: It is no table.
    """
    try:
        return read_csv(path, mark, columns)
    except DvkError as error:
        told = misnamed(path, "text")
        if told is None or any(fault.code == _NO_TEXT for fault in error.problems):
            raise
        # Whoever takes it for a workbook looks in vain for headings without units.
        raise DvkError([told, *(fault for fault in error.problems if fault.code not in _NOTHING_THERE)]) from None


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
