"""Every cell of a scheme's workbook: another legal value changes that value of the TOML and nothing else.

A value that cannot be is refused by that cell, and a row that is emptied goes.

Workbooks are written and read for real once; then their cells are changed as the reader hands them over, since each of
thousands of cells would be a workbook of its own. ``DVK_EVERY_CELL=1`` tries all of them, of all
shipped schemes, in eight minutes; else there is one of a kind, of the scheme that says everything.
"""

from __future__ import annotations

import copy
import os
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli

from dvk_scoring import load_scheme
from dvk_scoring.editing.called import Called
from dvk_scoring.editing.cells import Field, read_cell
from dvk_scoring.editing.changes import Edited, cell_marks, marked_sheets, places_of, read_edited
from dvk_scoring.editing.layout import scheme_sheets
from dvk_scoring.editing.marks import FIRST_ROW, KEYS_ROW
from dvk_scoring.editing.opened import open_edited
from dvk_scoring.editing.rows import Rows
from dvk_scoring.editing.rulings import read_rulings_book, write_rulings_book
from dvk_scoring.editing.scheme import write_scheme_book
from dvk_scoring.editing.sheets import Line, Sheet
from dvk_scoring.editing.sorting import sorted_rows
from dvk_scoring.editing.toml import edited_file
from dvk_scoring.figures.book import Book
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.problem import DvkError, told_anew
from dvk_scoring.scheme.merge import read_chain, read_merged
from dvk_scoring.scheme.read import load_scheme as read_scheme
from dvk_scoring.scheme.shipped import shipped_files
from dvk_scoring.text import LANGUAGES
from tests.office.edited import edit

WHOLE = Path(__file__).parents[1] / "properties/whole_scheme.toml"
ALL = bool(os.environ.get("DVK_EVERY_CELL"))
SCHEMES = [*shipped_files(), "whole"] if ALL else ["whole"]


@attrs.frozen(eq=False)
class Bench:
    """A scheme with its workbook as the reader hands it over."""

    path: Path
    values: Mapping[str, Any]
    sheets: tuple[Sheet, ...]
    book: Book
    cells: Mapping[str, SheetCells]

    def changed(self, sheet: Sheet, line: Line, cells: Mapping[str, object]) -> tuple[Edited, Rows, bytes]:
        """Read it with other values in some cells of a row, by the marks of their columns."""
        marked = dict(self.cells)
        rows = [list(one) for one in marked[sheet.id].rows]
        at = next(at for at, row in enumerate(rows) if at >= FIRST_ROW and row and row[0] == line.key)
        for mark, value in cells.items():
            column = list(rows[KEYS_ROW]).index(mark)
            rows[at] += [None] * (column + 1 - len(rows[at]))
            rows[at][column] = value
        marked[sheet.id] = attrs.evolve(marked[sheet.id], rows=rows)
        edited = read_edited(self.book, self.sheets, marked, "vi")
        made = sorted_rows(self.sheets, edited, self.values)
        data = edited_file(self.path.read_bytes(), lambda text: made.into(text, self.values))
        return edited, made, data


@cache
def bench(name: str, folder: Path) -> Bench:
    scheme = load_scheme(WHOLE if name == "whole" else name)
    values = read_merged(scheme.path).values
    path = folder / f"{name}.xlsx"
    write_scheme_book(scheme, path, "vi")
    book = open_edited(path)
    cells = {sheet: found for sheet, (_, found) in marked_sheets(book).items()}
    return Bench(Path(scheme.path), values, scheme_sheets(values, scheme), book, cells)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


def fields(made: Bench) -> Iterator[tuple[Sheet, Line, str, Field]]:
    """Give every value of a scheme that has cells; one of each column unless all are wanted."""
    seen = set()
    for sheet in made.sheets:
        marks = cell_marks(sheet)
        for line in sheet.lines:
            for column, start, field in zip(sheet.columns, sheet.starts(), line.fields, strict=True):
                if field is None or line.spare:
                    continue
                kind = sheet.id, column.path, field.kind, field.value is None
                if ALL or kind not in seen:
                    seen.add(kind)
                    yield sheet, line, marks[len(sheet.heads) + start], field


def other(field: Field) -> tuple[object, object]:
    """Give a cell that says something else, and what then stands in the TOML."""
    value = field.value
    match field.kind:
        case "weight" if not isinstance(value, Mapping):
            return 7.5, Decimal("7.5")
        case "number" | "name-or-number" | "amount" | "share" | "majority" | "blank":
            return 0.375, Decimal("0.375")
        case "whole" | "places":
            return (5, 5) if value != 5 else (4, 4)
        case "words":
            word = next(one for one in field.choices if one != value)
            return field.choices[word].vi, word
        case "offer" if [one for one in field.choices if one != value]:
            word = next(one for one in field.choices if one != value)
            return field.choices[word].vi, word
        case "flag":
            return ("không", False) if value is not False else ("có", True)
        case "day":
            return date(2031, 2, 3), date(2031, 2, 3)
        case "names" | "some-names":
            return "a, b", ["a", "b"]
        case "text":
            new = "Tên “khác”, hàng 2"
            return new, {"vi": new, "en": value["en"]} if isinstance(value, Mapping) else new
    return "khác = 'a' # \\", "khác = 'a' # \\"


def breaking(field: Field) -> Iterator[object]:
    """Give values that a cell takes and that may go against what other cells say."""
    yield None
    match field.kind:
        case "amount" | "share" | "majority":
            yield from (0, -1, 10**7, 0.0001, "0%", "250%", "33.33333%")
        case "number" | "whole" | "places" | "weight" | "pair" | "blank" | "name-or-number":
            yield from (0, -1, 10**7, 0.0001, 3)
        case "words" | "offer":
            yield from (one.vi for one in field.choices.values())
            yield "không có"
        case "flag":
            yield from ("có", "không")
        case "day":
            yield from (date(1999, 1, 1), date(2050, 1, 1))
        case _:
            yield from ("zzz, yyy", "none", "Tên\u200b khác")


def with_value(values: Mapping[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """Set one key of plain values, or take it away together with the tables that are empty then."""
    made = copy.deepcopy(dict(values))
    table: Any = made
    for part, below in pairwise(path):
        if isinstance(table, dict) and part not in table:
            table[part] = [] if isinstance(below, int) else {}
        table = table[part]
    table[path[-1]] = value
    return made


def loaded(data: bytes) -> dict[str, Any]:
    return tomli.loads(data.decode("utf-8-sig"), parse_float=Decimal)


@pytest.mark.parametrize("name", SCHEMES)
def test_a_changed_cell_changes_its_value_and_nothing_else(name: str, folder: Path) -> None:
    made = bench(name, folder)
    before = loaded(made.path.read_bytes())
    count = 0
    for sheet, line, mark, field in fields(made):
        if (
            field.kind == "pair"
            or (field.kind == "words" and len(field.choices) == 1)
            or (field.kind == "weight" and isinstance(field.value, Mapping))
        ):
            continue
        cell, value = other(field)
        edited, rows, data = made.changed(sheet, line, {mark: cell})
        assert not [*edited.problems, *rows.problems], (field, [*edited.problems, *rows.problems])
        assert loaded(data) == with_value(before, field.path, value), (field, data.decode())
        count += 1
    assert count > 20


NOT_OF_CELLS = re.compile(r"`(?!extends`)|\w = |\[\w+\]|\{ |TOML|khóa|\\bkey\\b|\\bparams\\.|--[a-z]")


@pytest.mark.parametrize("name", SCHEMES)
def test_what_goes_against_other_cells_is_told_by_cell_and_without_toml(name: str, folder: Path) -> None:
    made = bench(name, folder)
    scheme = load_scheme(made.path)
    several = [(sheet, line, mark, one) for sheet, line, mark, field in fields(made) for one in breaking(field)]
    picked = several if ALL else random.Random(19).sample(several, 80)
    files: list[Path | str] = [made.path, *(one.file for one in read_chain(str(made.path))[1:])]
    codes = set()
    for sheet, line, mark, cell in picked:
        edited, rows, data = made.changed(sheet, line, {mark: cell})
        if any(one.severity == "error" for one in (*edited.problems, *rows.problems)):
            continue
        try:
            told = read_scheme(str(made.path), data=data)[1]
        except DvkError as error:
            told = error.problems
        here = attrs.evolve(edited, cells=rows.moved(made.values))
        for one in places_of(here, told_anew(scheme.problems, told), files, data, Called.of(scheme, loaded(data))):
            assert one.place.cell is not None, (line.key, mark, cell, one)
            for language in LANGUAGES:
                said = f"{one.text(language)} {one.hint(language)}"
                assert not NOT_OF_CELLS.search(said), (line.key, mark, cell, said)
            codes.add(one.code)
    assert len(codes) > 15


REFUSED: Mapping[str, object] = {
    "number": "mười", "whole": "mười", "places": "nhiều", "amount": "nhiều", "share": date(2026, 1, 1),
    "majority": "2/0", "words": "không có từ này", "flag": "có lẽ", "day": "31/02/2026", "weight": "mười",
    "pair": "mười", "text": date(2026, 1, 1), "blank": "có lẽ", "names": date(2026, 1, 1),
    "some-names": date(2026, 1, 1), "string": date(2026, 1, 1), "identity": date(2026, 1, 1),
    "offer": date(2026, 1, 1), "name-or-number": date(2026, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMES)
def test_a_cell_that_cannot_be_is_refused_by_its_place(name: str, folder: Path) -> None:
    made = bench(name, folder)
    for sheet, line, mark, field in fields(made):
        edited, _, data = made.changed(sheet, line, {mark: REFUSED[field.kind]})
        (told,) = edited.problems
        by_kind = field.kind == "weight" and isinstance(field.value, Mapping)
        assert (told.severity, told.code) == ("error", "DVK-O806" if by_kind else "DVK-O805"), field
        assert told.place == edited.cells[field.path], field
        assert data == made.path.read_bytes()


@pytest.mark.parametrize("name", SCHEMES)
def test_a_row_that_is_emptied_goes_and_the_others_stay(name: str, folder: Path) -> None:
    made = bench(name, folder)
    before = loaded(made.path.read_bytes())
    for sheet in made.sheets:
        marks = cell_marks(sheet)
        for line in [one for one in sheet.lines if one.row and not one.spare][: None if ALL else 2]:
            blank = {marks[at]: None for at in range(len(sheet.heads), len(marks))}
            edited, rows, data = made.changed(sheet, line, blank)
            assert not [*edited.problems, *rows.problems]
            if all(one is None or one.value is None for one in line.fields):
                assert data == made.path.read_bytes()
                continue
            wanted = copy.deepcopy(before)
            within: Any = wanted
            for part in line.row[:-1]:
                within = within[part]
            del within[line.row[-1]]
            assert without_empty(loaded(data)) == without_empty(wanted), line.row


def without_empty(value: Any) -> Any:
    """Leave out tables and lists that say nothing, which a file may or may not keep."""
    if isinstance(value, dict):
        made = {key: without_empty(one) for key, one in value.items()}
        return {key: one for key, one in made.items() if one not in ({}, [])}
    if isinstance(value, list):
        return [one for one in map(without_empty, value) if one not in ({}, [])]
    return value


RULED: Mapping[str, tuple[object, object, object]] = {
    "units": ("huyen-y, huyen-z", ["huyen-y", "huyen-z"], None),
    "change": (0.25, Decimal("0.25"), "hai"),
    "effect": ("danh hiệu", ["titles"], "cờ"),
    "reason": ("khác = 'a' # \\", "khác = 'a' # \\", date(2026, 1, 1)),
    "date": (date(2020, 12, 31), date(2020, 12, 31), "31/02/2020"),
    "ref": ("BB-99", "BB-99", date(2026, 1, 1)),
    "act": (None, None, "hoãn"),
}
"""Column of rulings → another cell, what then stands in the TOML, and what is refused."""


def test_every_cell_of_rulings_changes_its_value_alone_or_is_refused_by_its_place(folder: Path) -> None:
    scheme = load_scheme("dan-van-kheo-2020")
    assert scheme.sample_rulings is not None
    before = loaded(scheme.sample_rulings.read_bytes())
    book, edited = folder / "rulings.xlsx", folder / "edited.xlsx"
    write_rulings_book(scheme, scheme.sample_rulings, book, "vi")
    keys = {"units": ("unit",), "change": ("points", "change"), "effect": ("hold", "effect")}
    for at, ruling in enumerate(before["rulings"][: None if ALL else 2]):
        for column, (cell, value, wrong) in RULED.items():
            path = keys.get(column, (column,))
            place = "rulings", f"rulings[{at + 1}]", f"{column} 0"
            if path[0] in ruling and column != "act":
                shutil.copy(book, edited)
                edit(edited, {place: cell})
                wanted = with_value(before, ("rulings", at, *path), value)
                if column == "units":
                    del wanted["rulings"][at]["unit"]
                    wanted["rulings"][at]["units"] = value
                assert loaded(read_rulings_book(scheme, scheme.sample_rulings, edited).data) == wanted, (at, column)
            if wrong is not None and (path[0] in ruling or column == "act"):
                shutil.copy(book, edited)
                where = edit(edited, {place: wrong})[place]
                with pytest.raises(DvkError) as told:
                    read_rulings_book(scheme, scheme.sample_rulings, edited)
                assert [(one.code, one.place.in_("vi").partition(" ")[2]) for one in told.value.problems] == [
                    ("DVK-O805", where)
                ]


def test_the_cells_that_were_read_are_those_that_were_written(folder: Path) -> None:
    made = bench("whole", folder)
    sheet = next(one for one in made.sheets if one.id == "classes.ID")
    row = next(row for row in made.cells[sheet.id].rows if row and row[0] == "classes.best")
    assert "Xuất sắc" in [read_cell(one) for one in row]
