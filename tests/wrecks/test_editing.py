"""Spoiled workbooks of schemes and rulings, and every message that they must give by cell, in both languages.

The messages are kept in ``editing.toml`` beside this file; ``DVK_WRITE_GOLDEN=1`` writes it anew, and what then changes
in it is to be read like any text that goes to a user.
"""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
import tomli

import dvk_scoring
from dvk_scoring.editing.rubric.make import import_scheme
from dvk_scoring.editing.rulings import read_rulings_book, write_rulings_book
from dvk_scoring.editing.scheme import read_scheme_book, write_scheme_book
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.run import load_scheme
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import shipped_files
from tests.office.edited import At, cell_of, edit, put
from tests.office.rubrics import FLAT, POINTS, Rows, book_of
from tests.wrecks.test_forms import written

MESSAGES = Path(__file__).with_name("editing.toml")
CRITERIA, RULINGS = "criteria.ID", "rulings"


@attrs.frozen
class Desk:
    """A folder with a scheme, its rulings, and a workbook of each."""

    scheme: Scheme
    book: Path = Path("scheme.xlsx")
    rulings: Path = Path("rulings.toml")
    ruled: Path = Path("rulings.xlsx")

    def opened(self, change: Callable[[Any], None]) -> None:
        """Change the workbook of the scheme as somebody does who took the protection off."""
        book = openpyxl.load_workbook(self.book)
        change(book)
        book.save(self.book)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "desk"
    shutil.copytree(Path(shipped_files()["dan-van-kheo-2020"]).parent, folder)
    scheme = load_scheme(folder)
    write_scheme_book(scheme, folder / "scheme.xlsx", "vi")
    write_rulings_book(scheme, folder / "rulings.toml", folder / "rulings.xlsx", "vi")
    return folder


@pytest.fixture
def desk(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    shutil.copytree(whole, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    return Desk(load_scheme(Path("scheme.toml")))


def wrong_cells(desk: Desk) -> None:
    edit(
        desk.book,
        {
            (CRITERIA, "criteria.advisory", "weight 1"): "mười bốn",
            (CRITERIA, "criteria.outreach", "weight 2"): "1.000",
            (CRITERIA, "criteria.media", "weight 0"): 5,
            (CRITERIA, "criteria.media", "shown 1"): "Báo chí",
            ("classes.ID", "classes.good", "from 0"): 95,
            ("classes.ID", "classes.completed", "title 0"): None,
            ("classes.ID.requires[]", "titles.flag.requires[1]", "class_at_least 0"): "excelent",
            ("titles.ID", "titles.flag", "quota.share 0"): "nhiều",
            ("titles.ID", "titles.merit", "quota.count 0"): 2.5,
            ("titles.ID", "titles.merit", "quota.at_least 0"): "20%",
            ("titles.ID", "titles.merit", "not_with 0"): "flag, cup",
            ("clusters.ID", "clusters.districts-1", "kind 0"): None,
            ("general", "scheme.valid.to", "value 0"): "31/02/2020",
            ("general", "scheme.not_assigned", "value 0"): "bỏ",
            ("figures.ID", "figures.women-share", "by 0"): "ai đó",
        },
    )


def sums_that_do_not_come_out(desk: Desk) -> None:
    edit(
        desk.book, {(CRITERIA, "criteria.advisory", "weight 1"): 15, ("sections.ID", "sections.local", "weight 2"): 19}
    )


def what_must_not_be_blank(desk: Desk) -> None:
    """Where one of several keys is lacking, the cell of the usual one is named."""
    weights = {(CRITERIA, "criteria.media", f"weight {at}"): None for at in (0, 1, 2)}
    edit(desk.book, {**weights, ("knock_outs.ID", "knock_outs.discipline", "when.at_least 0"): None})


def cells_that_go_together(desk: Desk) -> None:
    """One of two is blank, and a fraction became a day."""
    edit(
        desk.book,
        {
            ("classes.ID", "classes.good", "title 0"): None,
            ("general", "scheme.limits.total", "value 0"): None,
            ("titles.ID", "titles.flag", "vote.of 0"): "tất cả thành viên",
            ("titles.ID", "titles.flag", "vote.at_least 0"): date(2026, 3, 2),
            ("titles.ID", "titles.merit", "quota.share 0"): "20%",
        },
    )


def formulas(desk: Desk) -> None:
    """One was computed by an office program, the other never was."""
    cells = {(CRITERIA, "criteria.advisory", "weight 1"): "=7+7", (CRITERIA, "criteria.media", "weight 1"): "=4+4"}
    edit(desk.book, cells)
    spoil(desk.book, b"<f>7+7</f><v></v>", b"<f>7+7</f><v>13</v>")


def rows(desk: Desk) -> None:
    def change(book: Any) -> None:
        criteria = cell_of(book, (CRITERIA, "criteria.media", "weight 1"))
        sheet, row = criteria.parent, criteria.row
        sheet.delete_rows(row)
        classes = cell_of(book, ("classes.ID", "classes.good", "from 0")).parent
        classes.cell(11, 3).value = "Khá"
        classes["A8"].value = "classes.good"
        sections = cell_of(book, ("sections.ID", "sections.local", "no 0"))
        sections.parent.cell(sections.row, 1).value = "sections.locale"
        titles = cell_of(book, ("titles.ID", "titles.flag", "title 0")).parent
        titles.delete_cols(4)
        del book["Điểm trừ"]

    desk.opened(change)


def rows_that_cannot_be_added(desk: Desk) -> None:
    conditions = "classes.ID.requires[]"
    cells: dict[At, object] = {
        ("classes.ID", "+1", "from 0"): 60,
        ("titles.ID", "+1", "shown 0"): "flag",
        ("titles.ID", "+2", "shown 0"): "Cúp",
        ("titles.ID", "+2", "title 0"): "Cúp",
        ("titles.ID", "+2", "quota.count 0"): "nhiều",
        (conditions, "+1", "of 0"): "total",
        (conditions, "+2", "shown 0"): "cup",
        (conditions, "+3", "shown 0"): "titles.flag",
        (conditions, "+3", "shown 1"): 1,
        (conditions, "+3", "at_least 0"): 80,
        ("params", "criteria.outreach.params.crowd", "value 0"): 300,
        ("dated", "+1", "shown 0"): "criteria.outreach.params.crowd",
        ("dated", "+1", "value 0"): 2,
        ("figures.ID", "+1", "shown 0"): "stray",
        ("ranking.break[]", "+1", "shown 1"): "sau cùng",
        ("ranking.break[]", "+1", "by 0"): "total",
        (CRITERIA, "criteria.media", "source 0"): "Kế hoạch",
    }

    def change(book: Any) -> None:
        put(book, cells)
        criteria = cell_of(book, (CRITERIA, "criteria.media", "weight 1")).parent
        marks = [str(one.value) for one in criteria[2]]
        emptied = [(CRITERIA, "criteria.media", one) for one in marks if one.partition(" ")[0] not in ("shown", "None")]
        put(book, dict.fromkeys(emptied))
        put(book, {("criteria.ID.figures.FIGURE", "criteria.media.figures.central", "title 0"): "Tin bài"})
        for sheet in ("Tiêu chí", "Danh hiệu"):
            book[sheet].cell(book[sheet].max_row + 2, 4).value = "Mục mới"

    desk.opened(change)


def params_by_cluster(desk: Desk) -> None:
    """One cluster twice, and a row that is of a cluster and of a day."""
    param = "criteria.outreach.params.crowd"
    cells: dict[At, object] = {("params", param, "value 0"): None}
    for at, cluster in enumerate(("districts-1", "districts-1", "departments-1"), 1):
        cells |= {("dated", f"+{at}", "shown 0"): param, ("dated", f"+{at}", "shown 2"): cluster}
        cells |= {("dated", f"+{at}", "value 0"): 200}
    edit(desk.book, {**cells, ("dated", "+3", "from 0"): date(2020, 1, 1)})


def another_order(desk: Desk) -> None:
    def change(book: Any) -> None:
        first = cell_of(book, ("titles.ID", "titles.flag", "title 0"))
        sheet, row = first.parent, first.row
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(row, column), sheet.cell(row + 1, column)
            one.value, other.value = other.value, one.value

    desk.opened(change)


def copies_and_notes(desk: Desk) -> None:
    def change(book: Any) -> None:
        book["Tiêu chí"]["Z8"] = "xem lại"
        book.copy_worksheet(book["Xếp loại"])
        copy = book.copy_worksheet(book["Tiêu chí"])
        copy["J6"] = 15

    desk.opened(change)


def notes_alone(desk: Desk) -> None:
    def change(book: Any) -> None:
        book["Tiêu chí"]["Z8"] = "xem lại"

    desk.opened(change)


def odd_numbers(desk: Desk) -> None:
    cells: dict[At, object] = {(CRITERIA, "criteria.advisory", "weight 1"): 0.14}
    cells[CRITERIA, "criteria.media", "weight 1"] = True
    day = (CRITERIA, "criteria.coordination", "weight 1")
    cells |= {day: date(2020, 1, 14), ("general", "scheme.total", "value 0"): 100.5}
    cells |= {("general", "scheme.title", f"value {at}"): None for at in (0, 1)}

    def change(book: Any) -> None:
        put(book, cells)
        cell_of(book, (CRITERIA, "criteria.advisory", "weight 1")).number_format = "0%"

    desk.opened(change)


def rulings_for_a_scheme(desk: Desk) -> None:
    shutil.copy(desk.ruled, desk.book)


def another_scheme(desk: Desk) -> None:
    write_scheme_book(load_scheme("pci-2013"), desk.book, "vi")


def no_workbook_of_ours(desk: Desk) -> None:
    openpyxl.Workbook().save(desk.book)


def changed_since(desk: Desk) -> None:
    text = Path("scheme.toml").read_text(encoding="utf-8")
    Path("scheme.toml").write_text(text.replace('share = "20%"', 'share = "25%"'), encoding="utf-8")


def inherited(desk: Desk) -> None:
    Path("next.toml").write_text('extends = "scheme.toml"\n[scheme]\nid = "next"\n', encoding="utf-8")
    write_scheme_book(load_scheme(Path("next.toml")), desk.book, "vi")
    edit(
        desk.book,
        {
            ("titles.ID", "titles.flag", "quota.reserve 0"): None,
            ("titles.ID", "titles.merit", "quota.share 0"): "20%",
            ("classes.ID", "+1", "shown 1"): "good",
            ("classes.ID", "+1", "title 0"): "Khá",
            ("classes.ID", "+1", "from 0"): 65,
        },
    )


def rulings(desk: Desk) -> None:
    edit(
        desk.ruled,
        {
            (RULINGS, "rulings[3]", "change 0"): "hai",
            (RULINGS, "rulings[1]", "of 0"): "tiêu chí nào đó",
            (RULINGS, "rulings[2]", "change 0"): 4,
            (RULINGS, "rulings[4]", "units 0"): "huyen-e",
            (RULINGS, "rulings[6]", "units 0"): "huyen-b",
            (RULINGS, "rulings[7]", "units 0"): "huyen-c",
            (RULINGS, "rulings[7]", "act 0"): "xét lại bình thường",
            (RULINGS, "rulings[7]", "reason 0"): "Đã xác minh",
            (RULINGS, "rulings[7]", "date 0"): "20/12/2020",
            (RULINGS, "rulings[7]", "ref 0"): "BB-05",
        },
    )


def rulings_that_say_a_thing_twice(desk: Desk) -> None:
    """A message that names a line names its cell."""
    said = {"act 0": "xếp thứ tự khi bằng điểm", "units 0": "huyen-b, huyen-c", "reason 0": "Hội đồng xếp",
            "date 0": "20/12/2020", "ref 0": "BB-05"}  # fmt: skip
    cells = {(RULINGS, f"rulings[{at}]", mark): value for at in (5, 7) for mark, value in said.items()}
    edit(desk.ruled, {**cells, (RULINGS, "rulings[5]", "units 0"): "huyen-b"})


def rulings_with_a_wrong_cell_and_blanks(desk: Desk) -> None:
    """What is blank beside a wrong cell is told with it; of a ruling whose act is wrong, what every ruling needs."""
    edit(
        desk.ruled,
        {
            (RULINGS, "rulings[6]", "units 0"): "huyen-b",
            (RULINGS, "rulings[6]", "act 0"): "chưa xét",
            (RULINGS, "rulings[6]", "effect 0"): "danh hiệu, cờ",
            (RULINGS, "rulings[6]", "date 0"): "20/13/2020",
            (RULINGS, "rulings[7]", "act 0"): "hoãn",
            (RULINGS, "rulings[7]", "reason 0"): "Đang xác minh",
        },
    )


def a_rubric_that_cannot_be_taken(_: Desk) -> None:
    rows: Rows = [["TT", "Tiêu chí", "Điểm tối đa"], [1, "Hồ sơ", "10-15"], [2, "Tiếp dân", None], [4, "Đối thoại", 50]]
    rows = [*rows, [4, "Thăm\u200b hỏi", 50]]
    points: Rows = [["Đơn vị", "Cụm", "Đối thoại"], ["Huyện A", "Cụm 1", 60], ["Huyện B", "Cụm 1", "năm"]]
    points = [*points, ["Huyện a", "Cụm 1", 3], ["Huyện C", None, 8.3333]]
    import_scheme(book_of(Path("rubric.xlsx"), {"A": rows, "B": points}), Path("made"), "vi")


def sides_that_nothing_tells(_: Desk) -> None:
    rows: Rows = [["TT", "Tiêu chí", "Điểm tối đa"], [1, "Hồ sơ", 50], ["II", "Điểm thưởng, điểm trừ", None]]
    import_scheme(book_of(Path("rubric.xlsx"), {"A": [*rows, [1, "Khen", 5], [2, "Chậm", 2]]}), Path("made"), "vi")


def sheets_and_columns_that_are_not_taken(_: Desk) -> tuple[Problem, ...]:
    heads = ["TT", "Tiêu chí", "Điểm tối đa"]
    rows: Rows = [
        heads,
        ["A", "B", 1],
        ["I", "Hồ sơ", 50],
        [1, "Sổ", 20],
        [2, "Lưu", 30],
        ["II", "Hội", 9],
        [3, "Họp", 9],
    ]
    first: Rows = [["Tổ dân phố", "Sổ", "Lưu"], [1, 2, 3], [2, 4, 5]]
    second: Rows = [["TT", "Đơn vị", "Hồ sơ", None, "Hội"], [None, None, 1, 3, 3], [1, "Xã A", 9, 8, 7]]
    one = book_of(Path("rubric.xlsx"), {"A": rows, "B": first, "C": second, "D": [["Chấm đến 0,5"]]})
    two = book_of(Path("other.xlsx"), {"A": rows, "C": second})
    return (*import_scheme(one, Path("made"), "vi").problems, *import_scheme(two, Path("other"), "vi").problems)


def no_rubric(_: Desk) -> None:
    import_scheme(Path("scheme.toml"), Path("made"), "vi")


def another_table(_: Desk) -> None:
    import_scheme(book_of(Path("rubric.xlsx"), {"A": POINTS}), Path("made"), "vi")


def a_rubric_taken_with_guesses(_: Desk) -> tuple[Problem, ...]:
    rows: Rows = [
        ["BẢNG CHẤM ĐIỂM"], ["TT", "Tiêu chí", "Điểm tối đa", "Ghi chú"], ["I", "Công tác", 50], [1, "Kế hoạch", 20],
        [2, "Thăm hỏi", 20], [None, "- đủ hồ sơ", 5], ["II", "Con người", 40], [None, "Tập huấn", 20],
        [3, "Kế hoạch", 20], ["III", "Nền nếp", 20], ["IV", "Điểm thưởng", 5], [1, "Giải thưởng", 5],
        [None, "Tổng cộng", 120], [None, "NGƯỜI LẬP"],
    ]  # fmt: skip
    points: Rows = [["Đơn vị", "Thăm hỏi", "Tổng"], ["Huyện A", 10, 12], ["Huyện B", 9, 9], ["Tổng", 19, 21]]

    def hide(book: Any) -> None:
        book["A"].row_dimensions[5].hidden = True

    book = book_of(Path("rubric.xlsx"), {"A": rows, "B": points, "C": FLAT}, hide)
    return import_scheme(book, Path("made"), "vi").problems


WRECKS = (
    a_rubric_that_cannot_be_taken, sides_that_nothing_tells, sheets_and_columns_that_are_not_taken,
    no_rubric, another_table, a_rubric_taken_with_guesses,
    wrong_cells, sums_that_do_not_come_out, what_must_not_be_blank, cells_that_go_together,
    formulas, rows,
    rows_that_cannot_be_added, params_by_cluster, another_order, copies_and_notes,
    notes_alone, odd_numbers, rulings_for_a_scheme, another_scheme, no_workbook_of_ours,
    changed_since, inherited, rulings, rulings_that_say_a_thing_twice,
    rulings_with_a_wrong_cell_and_blanks,
)  # fmt: skip


def spoil(path: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {one: source.read(one) for one in source.namelist()}
    assert any(old in part for part in parts.values())
    with zipfile.ZipFile(path, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part.replace(old, new))


def told(desk: Desk, wreck: Callable[[Desk], tuple[Problem, ...] | None]) -> tuple[Problem, ...]:
    scheme = Path("next.toml") if wreck is inherited else Path("scheme.toml")
    try:
        found = wreck(desk)
        if found is not None:
            return found
        if wreck in (rulings, rulings_that_say_a_thing_twice, rulings_with_a_wrong_cell_and_blanks):
            return read_rulings_book(desk.scheme, desk.rulings, desk.ruled).problems
        return read_scheme_book(load_scheme(scheme), desk.book).problems
    except DvkError as error:
        return error.problems


def messages() -> Mapping[str, Mapping[str, list[str]]]:
    return tomli.loads(MESSAGES.read_text(encoding="utf-8")) if MESSAGES.exists() else {}


@pytest.mark.parametrize("wreck", WRECKS, ids=lambda wreck: wreck.__name__)
def test_each_wreck_is_told_by_cell(desk: Desk, wreck: Callable[[Desk], tuple[Problem, ...] | None]) -> None:
    before = Path("scheme.toml").read_bytes() if wreck is not changed_since else b""
    found = told(desk, wreck)
    said = {language: [one.in_(language) for one in found] for language in ("vi", "en")}
    if os.environ.get("DVK_WRITE_GOLDEN"):
        kept = {**messages(), wreck.__name__: said}
        known = [one.__name__ for one in WRECKS if one.__name__ in kept]
        MESSAGES.write_text(written({key: kept[key] for key in known}), encoding="utf-8")
    assert said == messages()[wreck.__name__]
    assert not before or Path("scheme.toml").read_bytes() == before


def test_no_message_is_kept_for_a_wreck_that_is_gone() -> None:
    assert set(messages()) == {one.__name__ for one in WRECKS}


def test_every_code_of_editing_is_provoked() -> None:
    said = " ".join(line for texts in messages().values() for line in texts["en"])
    # tests/cli/test_scheme_edit.py, tests/office/test_rubrics.py and test_edited_files.py.
    elsewhere = {"DVK-O818", "DVK-O826", "DVK-O847", "DVK-O848", "DVK-O878", "DVK-O879"}
    kept = Path(dvk_scoring.__file__).with_name("catalogue") / "editing.toml"
    codes = set(tomli.loads(kept.read_text(encoding="utf-8")))
    assert {code for code in codes if code not in said} == elsewhere


def test_without_xlsxwriter_it_is_told_how_to_get_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(DvkError) as caught:
        write_scheme_book(desk.scheme, Path("other.xlsx"), "en")
    assert [one.code for one in caught.value.problems] == ["DVK-E101"]
    assert not Path("other.xlsx").exists()
