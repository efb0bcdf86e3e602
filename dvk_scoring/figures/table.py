"""One file as a table: columns by heading, and the way back from a row to its place in the file."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from string import ascii_uppercase
from typing import Final, Literal, TypeVar

import attrs
import polars as pl

from dvk_scoring.figures.figure_set import FileKind
from dvk_scoring.figures.sheet import MOST_COLUMNS, column_letters
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.written import Plain

DecimalMark = Literal["point", "comma"]
T = TypeVar("T")
# What is taken off both ends of a cell, and what a blank cell may consist of: the same set for Python and every engine.
BLANKS = " \t\r\n\u00a0\u200b\ufeff"
# So many places of one kind of problem in a column are told each; a name in a message is one of fewer.
LIMIT = 1_000
NAMED = 20
# Slips of the hand are looked for among up to so many units: nobody writes more by hand.
MOST_BY_HAND = 100_000
_BLOCK = 1 << 20
_AS_THEY_ARE: Final = Columns()


@attrs.frozen
class Table:
    """A file's cells.

    Attributes:
        path: As the user gave it.
        kind: What the file is.
        frame: One column a heading, in file order: String for CSV and XLSX, the file's types for Parquet.
        sha256: Gives that of the bytes of the file, hex; it is worked out while the table is looked at.
        mark: The decimal mark of text cells.
        lines: Row of the frame → line of the file.
        sheet: Sheet of a workbook.
        letters: Heading → column letters of a sheet.
        odd: (row of the frame, heading) → type of a cell that is no text, number or yes/no (a date).
        typed: Heading of a column with numbers that are no text → rows of the frame in which it has a text.
        faults: What of the file could not be read, so that it is not in the frame; the rest is held to the scheme all
            the same, for its own problems.
        told: What is worth knowing about how it was read.
        heading: Row of the headings in a sheet.
        partial: It is a part of a file of many units: what only the whole can tell is not asked of it, nor are slips of
            the hand looked for.
    """

    path: str
    kind: FileKind
    frame: pl.DataFrame
    sha256: Callable[[], str]
    mark: DecimalMark
    lines: Callable[[int], int]
    sheet: str | None = None
    letters: Mapping[str, str] = attrs.field(factory=dict)
    odd: Mapping[tuple[int, str], str] = attrs.field(factory=dict)
    typed: Mapping[str, frozenset[int]] = attrs.field(factory=dict)
    faults: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()
    heading: int = 1
    partial: bool = False

    def whole(self) -> Table:
        """Give the table itself.

        Raises:
            DvkError: Something of the file could not be read.
        """
        if self.faults:
            raise DvkError(self.faults)
        return self

    def shown(self, row: int, header: str, text: str) -> str:
        """Give a cell for a message: a number that is no text has no mark of its own, but that of the language."""
        texts = self.typed.get(header)
        return text if texts is None or row in texts else Plain(text.replace(",", "."))

    def place(
        self, row: int, header: str | None = None, unit: str | None = None, criterion: str | None = None
    ) -> Place:
        """Say where a cell of the frame is in the file."""
        line = self.lines(row)
        if self.sheet is None:
            return Place(file=self.path, line=line, header=header, unit=unit, criterion=criterion)
        letters = self.letters.get(header or "", "A")
        return Place(
            file=self.path,
            line=line,
            sheet=self.sheet,
            cell=f"{letters}{line}",
            header=header,
            unit=unit,
            criterion=criterion,
        )


def text_frame(columns: Mapping[str, Sequence[str | None]]) -> pl.DataFrame:
    """Make a frame of columns of text, all of one length: one long column, cut."""
    texts = pl.Series(list(chain.from_iterable(columns.values())), dtype=pl.String)
    rows = len(texts) // max(1, len(columns))
    return pl.DataFrame([texts.slice(at * rows, rows).alias(name) for at, name in enumerate(columns)])


def are_filled(frame: pl.DataFrame) -> pl.Series | None:
    """Tell in which rows something stands; None: in all, as one column alone tells mostly."""
    if any(not column.null_count() for column in frame if column.dtype != pl.String):
        return None
    columns = list(frame.schema.items())
    for some in (columns[:1], columns):
        says = [_says(name, dtype) for name, dtype in some]
        filled = frame.select(pl.any_horizontal(says)).to_series() if says else None
        if filled is None or filled.all():
            return None
    return filled


def _says(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    return column.str.strip_chars(BLANKS).fill_null("") != "" if dtype == pl.String else column.is_not_null()


def digest(path: Path) -> Callable[[], str]:
    """Start to work out the SHA-256 of a file's bytes, and give what waits for it."""
    if path.stat().st_size <= _BLOCK:  # sooner done than begun aside
        done = _digest(path)
        return lambda: done
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(_digest, path).result
    finally:
        pool.shutdown(wait=False)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blocks(path: Path) -> Iterator[bytes]:
    """Read a file in blocks of bounded size, one at a time."""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def guarded(call: Callable[[], T], otherwise: Callable[[str], Problem]) -> T:
    """Run a foreign reader on bytes of unknown origin; whatever it throws becomes one problem.

    Raises:
        DvkError: The reader failed.
    """
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError, DvkError):
        raise
    except BaseException as error:  # noqa: BLE001 - a Rust reader's panic is no Exception
        lines = str(error).strip().splitlines()
        raise DvkError([otherwise(lines[0] if lines else type(error).__name__)]) from None


def clean_headings(
    raw: Sequence[str], place: Place, filled: Callable[[int], str | None], columns: Columns = _AS_THEY_ARE
) -> list[str]:
    """Trim headings, leave nameless empty columns out as ``""``, and refuse those that are twice or nameless with data.

    A heading that ``columns`` calls otherwise is called so; one that it ignores is ``""`` too. ``filled`` gives the
    first text of a column, ``""`` where that is not known, None where it has none.

    Raises:
        DvkError: A heading is twice, or a column with data has none.
    """
    written = [unicodedata.normalize("NFC", name.strip(BLANKS)) for name in raw]
    headings = [columns.called(name) or "" for name in written]
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, name in enumerate(headings):
        if not written[index] and (value := filled(index)) is not None:
            letter = column_letters(index)
            # Where headings stand in cells, the place is that of the first.
            cell = None if place.cell is None else letter + place.cell.lstrip(ascii_uppercase)
            at_cell = attrs.evolve(place, cell=cell)
            problems.append(problem("DVK-D203", at_cell, letter=letter, number=index + 1, value=value))
        elif name in seen:
            problems.append(problem("DVK-D202", place, name=name, number=index + 1))
        elif name:
            seen.add(name)
    if problems:
        raise DvkError(problems[:LIMIT] + more_than(len(problems), place.file, code=problems[0].code))
    return headings


def check_width(columns: int, path: str) -> None:
    """Refuse a table that no spreadsheet could hold.

    Raises:
        DvkError: It has too many columns.
    """
    if columns > MOST_COLUMNS:
        raise DvkError([problem("DVK-D120", Place(file=path), count=columns, most=MOST_COLUMNS)])


def is_numbering(texts: Sequence[str | None]) -> bool:
    """Tell the texts of a column that only numbers the rows, from 0 or 1, as programs write it without a heading."""
    first = texts[0] if texts else None
    return first in ("0", "1") and all(text == str(at) for at, text in enumerate(texts, int(first)))


def listed(names: Sequence[str], total: int | None = None) -> str:
    """Name the first of several; ``total``: how many there are, when only some are given."""
    count = len(names) if total is None else total
    shown = ", ".join(names[:NAMED])
    return shown if count <= NAMED else f"{shown}, … ({count})"


def more_than(total: int, path: str | None, header: str | None = None, code: str = "") -> list[Problem]:
    """Say in one note that ``total`` cells have the problem ``code``, when only the first are shown."""
    if total <= LIMIT:
        return []
    return [problem("DVK-D399", Place(file=path, header=header), count=total - LIMIT, of=code)]
