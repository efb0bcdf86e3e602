"""XLSX and ODS in: a plain table, the first row its headings.

It is on the sheet that is named, else on ``figures``, else on the first that people see.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import attrs

from dvk_scoring.figures.archive import SheetEntry
from dvk_scoring.figures.book import Book, open_book
from dvk_scoring.figures.figure_set import FileKind
from dvk_scoring.figures.merged import check_merged, fill_down, find_unseen
from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.figures.table import (
    BLANKS,
    LIMIT,
    DecimalMark,
    Table,
    clean_headings,
    digest,
    is_numbering,
    listed,
    more_than,
    text_frame,
)
from dvk_scoring.figures.workbook import NUMBERS, SheetCells, cell_text, has_text, is_number, key_text
from dvk_scoring.formula.names import KEYS
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.text import visible

_DEFAULT = "figures"
_MOST_LOOKED_AT = 100
_PLAIN = frozenset({str, float, int, bool})


def read_book(path: Path, sheet: str | None, mark: DecimalMark, columns: Columns) -> Table:
    """Read a workbook's table as strings; numbers are written as their shortest decimal, at most 15 digits.

    A cell with an error value, or a formula that was never computed, is left blank and is a fault of the table.

    Raises:
        DvkError: It is damaged, too large, or no workbook.
    """
    name = visible(str(path))
    book = open_book(path)
    chosen = _chosen(book, sheet)
    cells = book.read(chosen)
    wrong = list(cells.wrong.items())
    faults = [problem(code, Place(file=name, sheet=chosen.name, cell=cell)) for cell, code in wrong[:LIMIT]]
    faults += more_than(len(wrong), name, code=wrong[0][1]) if wrong else []
    try:
        table = _as_table(path, book.kind, cells, mark, columns)
    except DvkError as error:
        raise DvkError([*faults, *error.problems, *_other_sheets(book, chosen, sheet, columns)]) from None
    told = (*table.told, *_other_sheets(book, chosen, sheet, columns))
    return attrs.evolve(table, faults=(*faults, *table.faults), told=told)


def sheet_named(book: Book, name: str) -> SheetEntry:
    """Find the sheet of a name; capital letters matter only where there are several.

    Raises:
        DvkError: There is none.
    """
    named = _called(book, name)
    if not named:
        names = [sheet.name for sheet in book.sheets]
        place = Place(file=visible(str(book.path)))
        near = nearest(name, names)
        raise DvkError([problem("DVK-D129", place, sheet=name, nearest=near, known=listed(names))])
    return next((entry for entry in named if entry.name == name), named[0])


def _called(book: Book, name: str) -> list[SheetEntry]:
    wanted = name.strip().casefold()
    return [sheet for sheet in book.sheets if sheet.name.strip().casefold() == wanted]


def _chosen(book: Book, name: str | None) -> SheetEntry:
    """Choose the sheet that is named, else ``figures``, else the first that people see.

    Raises:
        DvkError: There is none of that name.
    """
    if name is not None:
        return sheet_named(book, name)
    seen = [sheet for sheet in book.sheets if not sheet.hidden]
    return (_called(book, _DEFAULT) or seen or book.sheets)[0]


def _other_sheets(book: Book, chosen: SheetEntry, name: str | None, columns: Columns) -> list[Problem]:
    """Tell which sheet was read where that is not plain: it is hidden, or there are others that people see."""
    place = Place(file=visible(str(book.path)), sheet=chosen.name)
    problems: list[Problem] = []
    tables = _with_units(book, chosen, columns) if name is None else {}
    for sheet, count in tables.items():
        there = Place(file=place.file, sheet=sheet.name)
        told = problem("DVK-D143", there, count=count, read=chosen.name, sheet=sheet.name, file=place.file)
        problems.append(attrs.evolve(told, severity="note") if sheet.hidden else told)
    others = [entry.name for entry in book.sheets if entry is not chosen and not entry.hidden]
    if chosen.hidden:
        problems.append(problem("DVK-D126", place, others=listed(others)))
    others = [other for other in others if other not in {sheet.name for sheet in tables}]
    if others and not chosen.hidden and name is None and chosen.name.strip().casefold() != _DEFAULT:
        problems.append(problem("DVK-D128", place, others=listed(others), other=others[0], file=place.file))
    return problems


def _with_units(book: Book, chosen: SheetEntry, columns: Columns) -> dict[SheetEntry, int]:
    """Count the units of the sheets that are not read, and yet have a table with a column for units."""
    counts: dict[SheetEntry, int] = {}
    for sheet in book.sheets[:_MOST_LOOKED_AT]:
        if sheet is chosen:
            continue
        try:
            cells = book.read(sheet)
        except DvkError:  # what is not read may be as it likes
            continue
        rows = [row for row in cells.rows if any(map(has_text, row))]
        texts = [cell.strip(BLANKS) if isinstance(cell, str) else "" for cell in rows[0]] if rows else []
        heads = [columns.called(text) for text in texts]
        if "unit" in heads and (count := sum(has_text(row[heads.index("unit")]) for row in rows[1:])):
            counts[sheet] = count
    return counts


def _as_table(path: Path, kind: FileKind, cells: SheetCells, mark: DecimalMark, named: Columns) -> Table:
    name = visible(str(path))
    rows = [(line, row) for line, row in enumerate(cells.rows, 1) if any(has_text(cell) for cell in row)]
    place = Place(file=name, sheet=cells.name)
    if not rows:
        raise DvkError([problem("DVK-D102", place)])
    (first, heading), data = rows[0], rows[1:]
    check_merged(cells, first, place)
    if not data:
        raise DvkError([problem("DVK-D103", place)])
    titles = [cell_text(cell, mark) for cell in heading]
    titled = Place(file=name, sheet=cells.name, cell=f"A{first}")
    standing = list(zip(*(row for _, row in data), strict=True))
    nameless = [at for at, title in enumerate(titles) if not title.strip(BLANKS)]
    numbered = [at for at in nameless if is_numbering([cell_text(cell, mark) for cell in standing[at]])]

    def first_text(at: int) -> str | None:
        return (
            None if at in numbered else next((cell_text(cell, mark) for cell in standing[at] if has_text(cell)), None)
        )

    head = clean_headings(titles, titled, first_text, named)
    kept = [(at, header) for at, header in enumerate(head) if header]
    kinds = {column: frozenset(map(type, standing[column])) for column, _ in kept}
    odd = {
        (at, header): type(cell).__name__
        for column, header in kept
        if not kinds[column] <= _PLAIN
        for at, cell in enumerate(standing[column])
        if isinstance(cell, date | time | timedelta)
    }
    typed = {
        header: frozenset[int]()
        if kinds[column] <= NUMBERS
        else frozenset(at for at, cell in enumerate(standing[column]) if not is_number(cell))
        for column, header in kept
        if kinds[column] & NUMBERS
    }
    columns = {
        header: list(standing[column])
        if kinds[column] == {str}
        else [(key_text if header in KEYS else cell_text)(cell, mark) for cell in standing[column]]
        for column, header in kept
    }
    lines = [line for line, _ in data]
    letters = {header: column_letters(at) for at, header in kept}
    faults = fill_down(cells, columns, letters, lines, place)
    told = [problem("DVK-D131", titled, number=at + 1) for at in numbered]
    return Table(
        name,
        kind,
        text_frame(columns),
        digest(path),
        mark,
        lines.__getitem__,
        cells.name,
        letters,
        odd,
        typed,
        faults=tuple(faults),
        told=(*find_unseen(cells, letters, lines, place), *told),
        heading=first,
    )
