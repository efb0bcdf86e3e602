"""An edited workbook held against what it was made from: what changed, cell by cell, and what cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any, Final

import attrs

from dvk_scoring.editing.called import Called
from dvk_scoring.editing.cells import (
    AMOUNT,
    ANSWER,
    DAY,
    TEXT,
    Cell,
    Field,
    WrongCellError,
    alike,
    read_cell,
    shown,
    taken,
    told,
)
from dvk_scoring.editing.marks import FIRST_ROW, KEYS_ROW, Mark, mark_in
from dvk_scoring.editing.sheets import Line, Sheet
from dvk_scoring.figures.book import Book
from dvk_scoring.figures.sheet import cell_name
from dvk_scoring.figures.workbook import SheetCells, has_text
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme import table
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.keys import index_keys
from dvk_scoring.text import LANGUAGES, Language, Text, visible
from dvk_scoring.written import Plain


@attrs.frozen
class Edited:
    """What a workbook says that was edited.

    Attributes:
        values: Each field that has another value now → that value; None: it is blank.
        cells: Key of every field → the place of its first cell.
        problems: What is wrong, and what was taken in a way that has to be told.
    """

    values: tuple[tuple[Field, object], ...]
    cells: Mapping[tuple[str | int, ...], Place]
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> set[tuple[str | None, str | None]]:
        """Sheet and cell of all that could not be read."""
        return {(fault.place.sheet, fault.place.cell) for fault in self.problems if fault.severity == "error"}


def read_edited(book: Book, sheets: Sequence[Sheet], marked: Mapping[str, SheetCells], language: Language) -> Edited:
    """Hold a workbook against the sheets that it was made with.

    Args:
        book: The workbook.
        sheets: What its sheets were made from.
        marked: Id of a sheet → its cells.
        language: The language it was made in.
    """
    file = visible(str(book.path))
    values: list[tuple[Field, object]] = []
    cells: dict[tuple[str | int, ...], Place] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        if sheet.id not in marked:
            problems.append(problem("DVK-O812", Place(file=file), sheet=sheet.title))
            continue
        reading = _SheetReading(file, sheet, marked[sheet.id], language)
        reading.read()
        values += reading.values
        cells |= reading.places
        problems += reading.problems
    return Edited(tuple(values), cells, tuple(problems))


def marked_sheets(book: Book) -> dict[str, tuple[Mark, SheetCells]]:
    """Find the sheets that a workbook of this kind has, by the id that stands in them.

    Raises:
        DvkError: One is there twice, and the two do not say the same.
    """
    marked: dict[str, tuple[Mark, SheetCells]] = {}
    problems: list[Problem] = []
    for entry in book.sheets:
        cells = book.read(entry)
        mark = mark_in(cells.rows[0][0] if cells.rows and cells.rows[0] else None)
        if mark is None:
            continue
        first = marked.setdefault(mark.sheet, (mark, cells))[1]
        if _texts(first) != _texts(cells):
            place = Place(file=visible(str(book.path)), sheet=cells.name)
            problems.append(problem("DVK-O841", place, first=first.name))
    if problems:
        raise DvkError(problems)
    return marked


def _texts(cells: SheetCells) -> list[list[Cell]]:
    return [[read_cell(cell) for cell in row] for row in cells.rows]


class _SheetReading:
    def __init__(self, file: str, sheet: Sheet, cells: SheetCells, language: Language) -> None:
        self.file, self.sheet, self.cells, self.language = file, sheet, cells, language
        self.values: list[tuple[Field, object]] = []
        self.places: dict[tuple[str | int, ...], Place] = {}
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Read every row that the sheet was made with, wherever it stands now, and tell of all others."""
        heads = self._heads()
        if heads is None:
            return
        rows = self._rows()
        order: list[int] = []
        for line in self.sheet.lines:
            if line.key not in rows and line.spare:
                continue
            if line.key not in rows:
                place = Place(file=self.file, sheet=self.cells.name, key=line.key)
                self.problems.append(problem("DVK-O808", place, row=_called(self.sheet, line)))
                continue
            if not line.spare:
                order.append(rows[line.key])
            self._line(line, rows[line.key], heads)
        self._beside(rows.values(), heads)
        moved = next((at for before, at in pairwise(order) if at < before), None)
        if moved is not None:
            self.problems.append(problem("DVK-O815", self._place(moved, 1)))

    def _heads(self) -> list[int] | None:
        """Find the columns by the marks above them; None where one is gone."""
        row = self.cells.rows[KEYS_ROW] if len(self.cells.rows) > KEYS_ROW else []
        marks = [cell if isinstance(cell, str) else "" for cell in row]
        wanted = cell_marks(self.sheet)
        lost = [title for mark, title in zip(wanted, _cell_titles(self.sheet), strict=True) if marks.count(mark) != 1]
        if lost:
            place = Place(file=self.file, sheet=self.cells.name)
            vi, en = (", ".join(f"“{title.in_(language)}”" for title in lost) for language in LANGUAGES)
            self.problems.append(problem("DVK-O811", place, columns=Text(vi=vi, en=en)))
            return None
        return [marks.index(mark) for mark in wanted]

    def _rows(self) -> dict[str, int]:
        """Find the rows by the keys in the first column; tell of those that are there twice, new or unknown."""
        places: dict[str, int] = {}
        known = {line.key: line for line in self.sheet.lines}
        for at, row in enumerate(self.cells.rows[FIRST_ROW:], FIRST_ROW):
            key = row[0] if row and isinstance(row[0], str) else ""
            if not key:
                filled = next((column for column, cell in enumerate(row) if has_text(cell)), None)
                if filled is not None:
                    value = told(read_cell(row[filled]))
                    code = "DVK-O871" if self.sheet.id in _BY_PLUGIN else "DVK-O809"
                    self.problems.append(problem(code, self._place(at, filled), value=value))
            elif key not in known:
                self.problems.append(problem("DVK-O813", self._place(at, 0), key=key, nearest=nearest(key, known)))
            elif key in places:
                first = self._place(places[key], 1).cell
                self.problems.append(
                    problem("DVK-O810", self._place(at, 1), key=_called(self.sheet, known[key]), cell=first)
                )
            else:
                places[key] = at
        return places

    def _beside(self, rows: Iterable[int], heads: Sequence[int]) -> None:
        """Tell of what somebody wrote beside the table."""
        places = [
            (row, column)
            for row in rows
            for column, cell in enumerate(self.cells.rows[row])
            if column and column not in heads and has_text(cell)
        ]
        if places:
            value = told(self._cell(*places[0]))
            self.problems.append(problem("DVK-O842", self._place(*places[0]), value=value, count=len(places)))

    def _line(self, line: Line, row: int, heads: Sequence[int]) -> None:
        for at, stood in enumerate(line.shown):
            self._hold(row, heads[at], stood.in_(self.language))
        for at, asked in enumerate(line.heads):
            if asked is None:
                self._hold(row, heads[at], None)
            else:
                self._field(asked, row, [heads[at]])
        for start, column, field in zip(self.sheet.starts(), self.sheet.columns, line.fields, strict=True):
            at_them = [heads[len(self.sheet.heads) + start + offset] for offset in range(len(column.titles))]
            width = 0 if field is None else min(field.width, len(at_them))
            for locked in at_them[width:]:
                self._hold(row, locked, None)
            if field is not None:
                self._field(field, row, at_them[:width])

    def _hold(self, row: int, column: int, stood: str | None) -> None:
        """Tell of a cell that is not to be edited and says something else now."""
        said = self._cell(row, column)
        if not alike(said, stood) and str(said or "") != (stood or ""):
            place = self._place(row, column)
            self.problems.append(problem("DVK-O814", place, value=told(said), stood=stood or ""))

    def _field(self, field: Field, row: int, columns: Sequence[int]) -> None:
        self.places[field.path] = self._place(row, columns[0])
        for at, kind in enumerate(field.kinds, 1):
            self.places[(*field.path, kind)] = self._place(row, columns[at])
        places = [self._place(row, column) for column in columns]
        wrong = [(self.cells.wrong.get(where.cell or ""), where) for where in places]
        if any(code for code, _ in wrong):
            self.problems += [problem(code, where) for code, where in wrong if code]
            return
        cells = [self._cell(row, column) for column in columns]
        if all(alike(cell, other) for cell, other in zip(cells, shown(field, self.language), strict=True)):
            return
        formulas = [where for where in places if where.cell in self.cells.formulas]
        self.problems += [problem("DVK-O816", where, value=told(cells[places.index(where)])) for where in formulas]
        try:
            value = taken(field, cells)
        except WrongCellError as error:
            place, said = places[error.at], cells[error.at]
            self.problems.append(problem(error.code, place, expected=error.expected, value=told(said)))
            return
        if value != field.value:
            self.values.append((field, value))

    def _cell(self, row: int, column: int) -> Cell:
        line: Sequence[Any] = self.cells.rows[row]
        return read_cell(line[column]) if column < len(line) else None

    def _place(self, row: int, column: int) -> Place:
        return Place(file=self.file, sheet=self.cells.name, cell=cell_name(row, column))


_BY_PLUGIN: Final = frozenset({"criteria.ID", "bonuses.ID", "penalties.ID"})
"""Sheets of what a plugin scores."""


def _called(sheet: Sheet, line: Line) -> Text:
    """Call a row by what is shown before its values, of what a plugin scores by its id; an empty one, by its key."""
    shown_there = line.shown[:1] if sheet.id in _BY_PLUGIN else line.shown
    vi, en = (", ".join(said for text in shown_there if (said := text.in_(language))) for language in LANGUAGES)
    return Text(vi=vi or line.key, en=en or line.key)


def cell_marks(sheet: Sheet) -> list[str]:
    """Give what marks the columns of a sheet: what is shown, then each cell of each value."""
    marks = [f"shown {at}" for at in range(len(sheet.heads))]
    for column in sheet.columns:
        name = ".".join(map(str, column.path)) or "value"
        marks += [f"{name} {at}" for at in range(len(column.titles))]
    return marks


def _cell_titles(sheet: Sheet) -> list[Text]:
    """Give what the columns of a sheet are called, in the order of their marks."""
    return [*sheet.heads, *(title for column in sheet.columns for title in column.titles)]


def places_of(
    edited: Edited,
    problems: Sequence[Problem],
    files: Sequence[FilePath | str],
    data: bytes = b"",
    called: Called | None = None,
) -> Iterator[Problem]:
    """Tell what is wrong with a file where it stands in the workbook: at the cell of its key, or nearby.

    Args:
        edited: The cells of its keys.
        problems: What is wrong.
        files: The file, then those that it extends, whose values have cells as well.
        data: What is to stand in the file: lines that a message names are cells there.
        called: The titles of what they name by its id.
    """
    paths = [str(file) for file in files]
    known = {key_path(path): place for path, place in edited.cells.items()}
    lines = _cells_of_lines(known, data)
    for fault in problems:
        key = fault.place.key or ""
        lacked = (fault.args.get("key") or _LACKING.get(fault.code), *_named(fault))  # told of its table
        lacks = next((at for name in lacked if (at := f"{key}.{name}".removeprefix(".")) in known), "")
        rows = lines if fault.place.file == paths[0] else {}
        place = (known.get(lacks) or _cell_of(key, known)) if fault.place.file in paths else None
        place = place or rows.get(fault.place.line or 0)
        if place is None:
            yield fault
            continue
        told_of = attrs.evolve(fault, place=attrs.evolve(place, key=key or lacks or place.key))
        said = fault.args if called is None else called.said(told_of)
        yield attrs.evolve(told_of, args={name: _in_cells(name, value, rows) for name, value in said.items()})


def _named(fault: Problem) -> list[str]:
    """Give the kinds or clusters that a problem finds without a value."""
    names = fault.args.get("missing") if fault.code == "DVK-C305" else fault.args.get("kinds")
    return names.split(", ") if fault.code in ("DVK-C305", "DVK-S134") and isinstance(names, str) else []


def _cells_of_lines(known: Mapping[str, Place], data: bytes) -> Mapping[int, Place]:
    """Give the first cell of what stands in each line of a file."""
    cells: dict[int, Place] = {}
    for path, line in index_keys(data.decode("utf-8-sig").replace("\r\n", "\n")).items():
        place = _cell_of(key_path(path), known)
        if place is not None and place.cell is not None:
            cells.setdefault(line, attrs.evolve(place, key=key_path(path)))
    return cells


def _in_cells(name: str, value: object, lines: Mapping[int, Place]) -> object:
    """Say what a message names in the words of cells: a line by its cell, what is expected without signs of TOML."""
    if name == "line" and isinstance(value, int):
        return f"{lines[value].sheet}!{lines[value].cell}" if value in lines else value
    if isinstance(value, str):
        value = _QUOTED.sub(r"\1", value)
        return Plain(value) if _DECIMAL.fullmatch(value) else value
    return _EXPECTED.get(value, value) if isinstance(value, Text) else value


_QUOTED: Final = re.compile(r'"([^"]*)"')
_DECIMAL: Final = re.compile(r"-?\d+\.\d+")
_EXPECTED: Final[Mapping[Text, Text]] = {
    table.WORDS: TEXT,
    table.BOTH: TEXT,
    table.AMOUNT: AMOUNT,
    table.DAY: DAY,
    table.YES_NO: ANSWER,
    table.NAMES: Text(vi="các tên cách nhau bằng dấu phẩy", en="names with commas between"),
    table.PAIR: Text(vi="hai số, thấp nhất và cao nhất", en="two numbers, the lowest and the highest"),
}
_LACKING: Mapping[str, str] = {"DVK-S133": "weight", "DVK-S147": "cap", "DVK-S152": "at_least"}
"""What says that a table lacks one of several keys → the one whose cell is meant."""


def _cell_of(key: str, known: Mapping[str, Place]) -> Place | None:
    while key:
        if key in known:
            return known[key]
        below = next((place for name, place in known.items() if name.startswith((f"{key}.", f"{key}["))), None)
        if below is not None and (key.count(".") > 0 or key.endswith("]")):
            return below
        key = key.rpartition("[")[0] if key.endswith("]") else key.rpartition(".")[0]
    return None
