"""CSV in: UTF-8, delimiter told from the header line, read in blocks of rows so that memory stays bounded."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import attrs
import polars as pl

from dvk_scoring.figures.apostrophes import restored_columns
from dvk_scoring.figures.columns import SHOWN
from dvk_scoring.figures.table import (
    BLANKS,
    LIMIT,
    DecimalMark,
    Table,
    are_filled,
    blocks,
    check_width,
    clean_headings,
    digest,
    is_numbering,
    more_than,
    text_frame,
)
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.text import Text, visible

# Small blocks: the garbage collector looks at every row that is alive, and large ones double the time.
_ROWS = 1_000
_CELLS = 1_000_000
_DELIMITERS = (",", ";", "\t")
_AS_THEY_ARE = Columns()
_SEPARATOR = re.compile(r'"?sep=([,;|\t]|\\t)"?', re.IGNORECASE)


def read_csv(path: Path, mark: DecimalMark, columns: Columns = _AS_THEY_ARE) -> Table:
    """Read a CSV file as a table of strings; rows without any text are left out.

    A row with other than one cell a heading is left out and is a fault of the table.

    Raises:
        DvkError: It is no UTF-8 table with one heading a column.
    """
    name = visible(str(path))
    _check_bytes(path, name)
    try:
        return _read(path, name, mark, columns)
    except csv.Error as error:
        raise DvkError([_broken(path, name, str(error))]) from None


def _check_bytes(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line = 1
    for block in blocks(path):
        if line == 1 and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise DvkError([problem("DVK-D104", Place(file=name, line=1), line=1)])
        if b"\0" in block:
            raise DvkError([problem("DVK-D105", Place(file=name))])
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            line += block[: error.start].count(b"\n")
            raise DvkError([problem("DVK-D104", Place(file=name, line=line), line=line)]) from None
        line += block.count(b"\n")
    if decoder.getstate()[0]:
        raise DvkError([problem("DVK-D104", Place(file=name, line=line), line=line)])


@attrs.frozen
class _Shape:
    """How the records of a file are laid out: its delimiter, cells of the heading, cells up to its last name."""

    delimiter: str
    width: int = 0
    named: int = 0

    def fitted(self, row: list[str]) -> list[str] | None:
        """Give a row with one cell a heading; only blanks may be too many, and only nameless columns without a cell.

        Spreadsheet programs pad rows with blank cells, and not every row with as many.
        """
        if len(row) == self.width:
            return row
        if self.named <= len(row) < self.width:
            return [*row, *[""] * (self.width - len(row))]
        return row[: self.width] if len(row) > self.width and _is_blank(row[self.width :]) else None


def _read(path: Path, name: str, mark: DecimalMark, columns: Columns) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = _delimiter(file, name)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        raw = next((row for row in reader if not _is_blank(row) and not _names_delimiter(row, reader.line_num)), None)
        if raw is None:
            raise DvkError([problem("DVK-D102", Place(file=name))])
        line = reader.line_num
        check_width(len(raw), name)
        titled = Place(file=name, line=line)
        # Whether anything stands in a column without a name is known only when all rows are read.
        head = [heading or f"\0{at}" for at, heading in enumerate(clean_headings(raw, titled, lambda _: None, columns))]
        shape = _Shape(delimiter, len(raw), max(at for at, heading in enumerate(raw, 1) if heading.strip(BLANKS)))
        frames, ragged, records, plain = [], False, 0, line == 1
        while rows := list(islice(reader, max(1, min(_ROWS, _CELLS // len(raw))))):
            if {*map(len, rows)} != {len(head)}:
                fitted = [shape.fitted(row) for row in rows if not _is_blank(row)]
                ragged = ragged or None in fitted
                rows, plain = [row for row in fitted if row is not None], False
            records += len(rows)
            if rows:
                frames.append(text_frame(dict(zip(head, zip(*rows, strict=True), strict=True))))
        plain = plain and reader.line_num == records + 1
    faults = _ragged(path, name, shape) if ragged else []
    frame = pl.concat(frames) if frames else pl.DataFrame()
    filled = are_filled(frame)
    frame = frame if filled is None else frame.filter(filled)
    if not len(frame):
        raise DvkError(faults or [problem("DVK-D103", Place(file=name))])
    frame, told = _without_nameless(frame, raw, titled, faults, columns)
    frame = restored_columns(frame, [column for column in SHOWN if column in frame.columns])
    lines = _lines(path, shape, plain=plain and filled is None)
    return Table(name, "csv", frame, digest(path), mark, lines, faults=tuple(faults), told=tuple(told))


def _delimiter(file: Any, name: str) -> str:
    """Tell the delimiter: the one that the first line names, else the one that cuts the headings into most cells.

    A comma when none cuts. Spreadsheet programs look for a first line ``sep=;``.

    Raises:
        DvkError: The one that is named does not cut the headings, and another does.
    """
    texts = (line for line in file if line.strip(BLANKS + ",;"))
    first = next(texts, "")
    named = _SEPARATOR.fullmatch(first.strip("\r\n\ufeff"))
    if named is not None:
        mark, headings = named[1].replace("\\t", "\t"), next(texts, "")
        other = _cutting(headings)
        if _cells_of(headings, mark) < 2 <= _cells_of(headings, other):
            raise DvkError([problem("DVK-D146", Place(file=name, line=1), named=_called(mark), found=_called(other))])
        return mark
    return _cutting(first)


def _cutting(line: str) -> str:
    return max(_DELIMITERS, key=lambda mark: _cells_of(line, mark))


def _called(mark: str) -> Text:
    return Text(vi="tab", en="a tab") if mark == "\t" else Text.same(f"“{mark}”")


def _cells_of(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:  # a line that this does not cut may well be longer than a cell can be
        return 0


def _names_delimiter(row: Sequence[str], line: int) -> bool:
    """Tell the first line ``sep=;``, cut by the delimiter that it names."""
    return line == 1 and row[0].strip(BLANKS).casefold()[:4] == "sep=" and _is_blank(row[1:])


def _is_blank(row: Sequence[str]) -> bool:
    return not any(cell.strip(BLANKS) for cell in row)


def _without_nameless(
    frame: pl.DataFrame, raw: Sequence[str], place: Place, faults: Sequence[Problem], columns: Columns
) -> tuple[pl.DataFrame, list[Problem]]:
    """Leave out columns without a name; nothing may stand in them but running numbers, which are told.

    Raises:
        DvkError: Something else does.
    """
    nameless = [name for name in frame.columns if name.startswith("\0")]
    texts = {int(name[1:]): frame[name].str.strip_chars(BLANKS).to_list() for name in nameless}
    bare = {at: those for at, those in texts.items() if not raw[at].strip(BLANKS)}
    told = [problem("DVK-D131", place, number=at + 1) for at, those in bare.items() if is_numbering(those)]
    numbered = {note.args["number"] for note in told}

    def first(at: int) -> str | None:
        return None if at + 1 in numbered else next((text for text in texts[at] if text), None)

    try:
        clean_headings(raw, place, first, columns)
    except DvkError as error:
        raise DvkError([*faults, *error.problems]) from None
    return frame.drop(nameless) if nameless else frame, told


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not blank with the line it starts on, the heading first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        for row in reader:
            if not _is_blank(row) and not _names_delimiter(row, reader.line_num):
                yield line, row
            line = reader.line_num + 1


def _lines(path: Path, shape: _Shape, *, plain: bool) -> Callable[[int], int]:
    if plain:
        return lambda row: row + 2

    @cache
    def starts() -> list[int]:
        return [line for line, row in _records(path, shape.delimiter) if shape.fitted(row) is not None][1:]

    return lambda row: starts()[row]


def _ragged(path: Path, name: str, shape: _Shape) -> list[Problem]:
    bad = [(line, len(row)) for line, row in _records(path, shape.delimiter) if shape.fitted(row) is None]
    shown = [
        problem("DVK-D110", Place(file=name, line=line), found=width, expected=shape.width)
        for line, width in bad[:LIMIT]
    ]
    return shown + more_than(len(bad), name, code="DVK-D110")


def _broken(path: Path, name: str, reason: str) -> Problem:
    """Say where the rules of CSV are broken: a quote that is not closed, or a cell beyond all bounds."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = _delimiter(file, name)
        for start, _ in _records(path, delimiter):
            line = start
    except csv.Error:
        line += 1
    code = "DVK-D112" if "limit" in reason else "DVK-D111"
    return problem(code, Place(file=name, line=line))
