"""CSV in: UTF-8, delimiter told from the header line, read in blocks of rows so that memory stays bounded."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import narwhals as nw

from dvk_scoring.figures.table import BLANKS, LIMIT, DecimalMark, Table, blocks, clean_headings, digest, more_than
from dvk_scoring.problem import DvkError, Place, Problem, problem

# Small blocks: the garbage collector looks at every row that is alive, and large ones double the time.
_ROWS = 1_000
_DELIMITERS = (",", ";", "\t")


def read_csv(path: Path, mark: DecimalMark, backend: str) -> Table:
    """Read a CSV file as a table of strings; rows without any text are left out.

    A row with other than one cell a heading is left out and is a fault of the table.

    Raises:
        DvkError: It is no UTF-8 table with one heading a column.
    """
    name = str(path)
    _check_bytes(path, name)
    try:
        return _read(path, name, mark, backend)
    except csv.Error as error:
        raise DvkError([_broken(path, name, str(error))]) from None


def _check_bytes(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line = 1
    for block in blocks(path):
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


def _read(path: Path, name: str, mark: DecimalMark, backend: str) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = _delimiter(file)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        raw = next((row for row in reader if not _is_blank(row)), None)
        if raw is None:
            raise DvkError([problem("DVK-D102", Place(file=name))])
        line = reader.line_num
        head = clean_headings(raw, Place(file=name, line=line), lambda _: True)
        frames, ragged, records, plain = [], False, 0, line == 1
        while rows := list(islice(reader, _ROWS)):
            if {*map(len, rows)} != {len(head)}:
                ragged = ragged or any(len(row) != len(head) and not _is_blank(row) for row in rows)
                rows, plain = [row for row in rows if len(row) == len(head)], False
            records += len(rows)
            if rows:
                columns = dict(zip(head, zip(*rows, strict=True), strict=True))
                frames.append(nw.from_dict(columns, dict.fromkeys(head, nw.String()), backend=backend))  # type: ignore[arg-type]
        plain = plain and reader.line_num == records + 1
    faults = _ragged(path, name, delimiter, len(head)) if ragged else []
    if faults and not frames:
        raise DvkError(faults)
    if not frames:
        raise DvkError([problem("DVK-D103", Place(file=name))])
    frame, dropped = _without_blank_rows(nw.concat(frames))
    if len(frame) == 0:
        raise DvkError([problem("DVK-D103", Place(file=name))])
    lines = _lines(path, delimiter, len(head), plain=plain and not dropped)
    return Table(name, "csv", frame, digest(path), mark, lines, faults=tuple(faults))


def _delimiter(file: Any) -> str:
    """Tell the delimiter: the one that cuts the first line with text into most cells, a comma when none does."""
    first = next((line for line in file if line.strip(BLANKS + ",;")), "")
    return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))


def _is_blank(row: Sequence[str]) -> bool:
    return not any(cell.strip(BLANKS) for cell in row)


def _without_blank_rows(frame: nw.DataFrame[Any]) -> tuple[nw.DataFrame[Any], bool]:
    text = nw.concat_str([nw.col(name) for name in frame.columns]).str.strip_chars(BLANKS)
    has_text = frame.select(has_text=text != "")["has_text"]
    return (frame, False) if has_text.all() else (frame.filter(has_text), True)


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not blank with the line it starts on, the heading first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        line = 1
        for row in reader:
            if not _is_blank(row):
                yield line, row
            line = reader.line_num + 1


def _lines(path: Path, delimiter: str, width: int, *, plain: bool) -> Callable[[int], int]:
    if plain:
        return lambda row: row + 2

    @cache
    def starts() -> list[int]:
        return [line for line, row in _records(path, delimiter) if len(row) == width][1:]

    return lambda row: starts()[row]


def _ragged(path: Path, name: str, delimiter: str, expected: int) -> list[Problem]:
    bad = [(line, len(row)) for line, row in _records(path, delimiter) if len(row) != expected]
    shown = [
        problem("DVK-D110", Place(file=name, line=line), found=found, expected=expected) for line, found in bad[:LIMIT]
    ]
    return shown + more_than(len(bad), name, code="DVK-D110")


def _broken(path: Path, name: str, reason: str) -> Problem:
    """Say where the rules of CSV are broken: a quote that is not closed, or a cell beyond all bounds."""
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = _delimiter(file)
        for start, _ in _records(path, delimiter):
            line = start
    except csv.Error:
        line += 1
    code = "DVK-D112" if "limit" in reason else "DVK-D111"
    return problem(code, Place(file=name, line=line))
