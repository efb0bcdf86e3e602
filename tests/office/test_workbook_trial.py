"""The workbook says that it is a trial once anything in it was changed, and only yellow cells can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import attrs
import openpyxl
import pytest

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES
from dvk_scoring.report.workbook.build import Built, build_workbook
from dvk_scoring.report.workbook.write import paint_workbook
from dvk_scoring.run import score
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.testing.recalculated import Sheets
from dvk_scoring.text import Language
from tests.office.recalculated import recalculated
from tests.properties.test_laws import SCHEME, figures_of, made_rows

ROWS: Final = made_rows(3, 12)
MARKS: Final[Mapping[Language, str]] = {"vi": "THỬ – số liệu đã bị sửa", "en": "TRIAL – figures were changed"}
SHEETS: Final = {"vi": ("Số liệu", "Quyết định", "Tham số"), "en": ("Figures", "Rulings", "Parameters")}
HIDDEN: Final = {"vi": "Bản đã ghi", "en": "As written"}
DAY: Final = date(2020, 12, 1)


Change = Callable[[Any, Built], None]


def figure_cell(book: Any, built: Built, *, holds: Callable[[Any], bool]) -> Any:
    """Find a cell of figures: its value is such."""
    sheet = book[built.book.sheets[0].name]
    columns = [column.index + 1 for column in built.book.sheets[0].columns if column.look == "input"]
    return next(
        cell for row in sheet.iter_rows(min_row=7) for cell in row if cell.column in columns and holds(cell.value)
    )


def other_number(book: Any, built: Built) -> None:
    figure_cell(book, built, holds=lambda value: isinstance(value, int) and value > 1).value = 1


def blank_for_nought(book: Any, built: Built) -> None:
    figure_cell(book, built, holds=lambda value: value == 0).value = None


def nought_for_blank(book: Any, built: Built) -> None:
    sheet = book[built.book.sheets[1].name]
    column = built.standing.definitions.translator.inputs.ruled[HOLD_TITLES]
    sheet.cell(7, column.index + 1).value = 0


def text_for_number(book: Any, built: Built) -> None:
    cell = figure_cell(book, built, holds=lambda value: isinstance(value, int) and value > 1)
    cell.value, cell.data_type = str(cell.value), "s"


def error(book: Any, built: Built) -> None:
    figure_cell(book, built, holds=lambda value: value is not None).value = "#N/A"


def hold(book: Any, built: Built) -> None:
    column = built.standing.definitions.translator.inputs.ruled[HOLD_CLASS]
    book[column.sheet.name].cell(8, column.index + 1).value = 1


def parameter(book: Any, built: Built) -> None:
    cell = book[built.book.say("params")]["C4"]
    cell.value = cell.value + 0.001


def name_of_class(book: Any, built: Built) -> None:
    row = 4 + len(built.book.parameters)
    book[built.book.say("params")].cell(row, 2).value = "?"


def unit_name(book: Any, built: Built) -> None:
    book[built.book.sheets[0].name].cell(7, 2).value = "?"


CHANGES: Final = (
    other_number,
    blank_for_nought,
    nought_for_blank,
    text_for_number,
    error,
    hold,
    parameter,
    name_of_class,
    unit_name,
)


def marks(sheets: Sheets, language: Language) -> set[bool]:
    """Tell of every sheet that can be printed whether it has the mark."""
    shown = [rows for name, rows in sheets.items() if name != HIDDEN[language]]
    assert len(shown) == len(sheets) - 1 > 8
    return {any(MARKS[language] in str(cell) for row in rows[:3] for cell in row) for rows in shown}


def test_whatever_is_typed_marks_every_sheet_and_nothing_else_does(tmp_path: Path) -> None:
    rulings = [Ruling((str(ROWS[0]["unit"]),), "hold", "xác minh", DAY, "BB-01", effect=("titles",))]
    result = attrs.evolve(score(SCHEME, figures_of(ROWS), rulings), sample=True)
    paths: dict[str, Path] = {}
    typed: Mapping[str, tuple[Change, ...]] = {
        "vi": (),
        "vi saved": (),
        "vi all": tuple(one for one in CHANGES if one is not error),
        "vi error": (error,),
        "en": (),
        "en other": (other_number,),
    }
    for name, changes in typed.items():
        built = build_workbook(result, "en" if name.startswith("en") else "vi")
        paths[name] = tmp_path / f"{name.replace(' ', '-')}.xlsx"
        paint_workbook(built, paths[name])
        if " " in name:
            book = openpyxl.load_workbook(paths[name])
            for change in changes:
                change(book, built)
            book.save(paths[name])
    found = dict(zip(paths, recalculated(list(paths.values()), tmp_path), strict=True))
    assert {name: marks(one, "en" if name.startswith("en") else "vi") for name, one in found.items()} == {
        name: {name not in ("vi", "en", "vi saved")} for name in paths
    }
    assert found["vi all"][HIDDEN["vi"]][0][0] == len(CHANGES) - 1  # each of them alone would be seen


def test_the_mark_is_on_every_page_that_is_printed(tmp_path: Path) -> None:
    paint_workbook(build_workbook(score(SCHEME, figures_of(ROWS)), "vi"), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    for sheet in book.worksheets:
        marked = [cell for row in sheet.iter_rows(max_row=3) for cell in row if MARKS["vi"] in str(cell.value)]
        if sheet.sheet_state != "visible":
            assert marked == []
            continue
        assert [cell.column for cell in marked] == [1], sheet.title
        if sheet.print_title_rows:
            first, last = (int(part) for part in sheet.print_title_rows.replace("$", "").split(":"))
            assert first <= marked[0].row <= last


@pytest.mark.parametrize("language", list(MARKS))
def test_only_yellow_cells_can_be_typed_in(language: Language, tmp_path: Path) -> None:
    built = build_workbook(score(SCHEME, figures_of(ROWS)), language)
    paint_workbook(built, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    for sheet in book.worksheets:
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
        free = {cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert bool(free) == (sheet.title in SHEETS[language]), sheet.title
        assert {cell.fill.fgColor.rgb for cell in free} <= {"FFFFF8DC"}
        assert not [
            cell for cell in free if isinstance(cell.value, str) and cell.value.startswith("=") and "!" in cell.value
        ]
    figures = built.book.sheets[0]
    inputs = sum(column.look == "input" for column in figures.columns)
    free = {cell.coordinate for row in book[figures.name].iter_rows() for cell in row if not cell.protection.locked}
    assert len(free) == inputs * len(ROWS)


def test_who_is_on_hold_is_named_on_the_list(tmp_path: Path) -> None:
    first, second, third = (str(row["unit"]) for row in ROWS[:3])
    rulings = [
        Ruling((first,), "hold", "xác minh", DAY, "BB-01", effect=("titles",)),
        Ruling((second,), "hold", "xác minh", DAY, "BB-01", effect=("class",)),
    ]
    built = build_workbook(score(SCHEME, figures_of(ROWS), rulings), "vi")
    paint_workbook(built, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    column = built.standing.definitions.translator.inputs.ruled[HOLD_TITLES]
    place = {unit.unit: at for at, unit in enumerate(built.book.units)}
    book[column.sheet.name].cell(7 + place[third], column.index + 1).value = 1
    book.save(tmp_path / "typed.xlsx")
    ruled = {first: "danh hiệu", second: "xếp loại, danh hiệu"}
    found = recalculated([tmp_path / "r.xlsx", tmp_path / "typed.xlsx"], tmp_path)
    for sheets, held in zip(found, (ruled, {**ruled, third: "danh hiệu"}), strict=True):
        rows = sheets["Kết quả"][4:]
        unit, at = rows[0].index("Đơn vị"), rows[0].index("Chưa xét")
        names = {one.unit: one.name for one in built.book.units}
        assert {row[unit]: row[at] for row in rows[2:] if row[at]} == {names[key]: word for key, word in held.items()}
    unheld = build_workbook(score(SCHEME, figures_of(ROWS)), "vi")
    assert "Chưa xét" not in [column.title for column in unheld.list.columns]


def test_criteria_outside_sections_stand_where_the_file_has_them(tmp_path: Path) -> None:
    """The file has a section of a and b, then c beside it: so has the sheet of sums."""
    built = build_workbook(score(SCHEME, figures_of(ROWS)), "vi")
    summary = next(sheet for sheet in built.book.sheets if sheet.name == "Tổng hợp")
    shown = [column.title for column in summary.columns if column.look == "points"]
    assert [title for title in shown if title in ("a", "b", "c")] == ["a", "b", "c"]
    moved = {key: SCHEME.criteria[key] for key in ("c", "a", "b")}
    other = build_workbook(score(attrs.evolve(SCHEME, criteria=moved), figures_of(ROWS)), "vi")
    summary = next(sheet for sheet in other.book.sheets if sheet.name == "Tổng hợp")
    shown = [column.title for column in summary.columns if column.look == "points"]
    assert [title for title in shown if title in ("a", "b", "c")] == ["c", "a", "b"]
