"""The committee's figures as one table of units × figures: out, filled in, saved by LibreOffice, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

from dvk_scoring import load_scheme
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import Collected, CollectOrder
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.problem import DvkError, grouped
from dvk_scoring.scheme.model import Scheme
from tests.office.filled import cells_of
from tests.office.recalculated import recalculated_files

SCHEME = """\
[scheme]
id = "table-2027"
title = { vi = "Thi đua năm 2027", en = "The year 2027" }
entrant = { vi = "xã", en = "commune" }

[scheme.voices]
claimed = { vi = "Tự chấm", en = "Claimed" }
final = { vi = "Hội đồng", en = "Council" }

[clusters]
plain = { title = { vi = "Cụm đồng bằng", en = "Plain" }, kind = "plain" }
hills = { title = { vi = "Cụm miền núi", en = "Hills" }, kind = "hills" }

[criteria.settled]
no = "1"
plugin = "ratio"
weight = 60
title = { vi = "Giải quyết đơn", en = "Complaints settled" }
figures.over = { title = { vi = "Đơn đã giải quyết", en = "Settled" }, by = "committee", at_most = "under" }
figures.under = { title = { vi = "Đơn phải giải quyết", en = "To be settled" }, by = "committee" }

[criteria.open]
no = "2"
plugin = "pass-fail"
weight = 40
applies_to = ["plain"]
title = { vi = "Tiếp dân đủ ngày", en = "Days kept" }
figures.passed = { title = { vi = "Đủ ngày", en = "All days" }, by = "committee" }

[criteria.records]
no = "3"
plugin = "direct"
weight = 40
applies_to = ["hills"]
title = { vi = "Hồ sơ", en = "Records" }
"""
UNITS = "unit,name,cluster\n01,Xã A,plain\n02,Xã B,plain\n03,Xã C,hills\n"
GOOD: Mapping[str, Mapping[str, object]] = {
    "01": {"settled.over": 3, "settled.under": 4, "open.passed": "Có"},
    "02": {"settled.over": 0, "settled.under": "KP", "open.passed": "Không"},
    "03": {"settled.over": 5, "settled.under": 5},
}
"""Illustrative, as all that is filled in here."""


@attrs.frozen
class Desk:
    """A folder with a list of three communes and the committee's table for them."""

    scheme: Scheme

    def make(self, **more: Any) -> None:
        order = FormOrder(self.scheme, **{"units": Path("units.csv"), "committee": True, **more})
        made = make_forms(order, Path("table.xlsx"), force=True)
        assert (made.paths, made.forms) == ((Path("table.xlsx"),), 3)

    def fill(self, values: Mapping[str, Mapping[str, object]], role: str = "value") -> None:
        with edited() as sheet:
            for unit, figure, cells in cells_of(sheet, str):
                if figure in values.get(unit, {}):
                    cells[role].value = values[unit][figure]

    def collect(self, path: str = "table.xlsx", **more: Any) -> Collected:
        return collect_forms(CollectOrder(self.scheme, (Path(path),), **{"units": Path("units.csv"), **more}))

    @property
    def sheet(self) -> Any:
        return openpyxl.load_workbook("table.xlsx").worksheets[0]


@contextmanager
def edited() -> Iterator[Any]:
    """Give the sheet of the table, which is saved as it is then."""
    book = openpyxl.load_workbook("table.xlsx")
    yield book.worksheets[0]
    book.save("table.xlsx")


def column_of(sheet: Any, figure: str) -> int:
    (found,) = (one.column for one, named in zip(sheet[2], sheet[3], strict=True) if named.value == figure)
    return int(found)


def rows_of(sheet: Any) -> dict[str, int]:
    return {one.value: one.row for one in sheet["D"] if one.value in GOOD}


def unmerge(sheet: Any) -> None:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    pytest.importorskip("xlsxwriter")
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    return Desk(load_scheme("scheme.toml"))


def taken(collected: Collected) -> dict[str, dict[str, tuple[int | None, str]]]:
    """Give unit → figure → what was taken, and its evidence."""
    return {
        one.unit: {name: (cell.value, cell.entry.evidence) for name, cell in one.cells.items()}
        for one in collected.units
    }


def told(collected: Collected) -> list[tuple[str, str | None, str | None]]:
    return [(one.code, one.place.unit, one.place.cell) for one in collected.problems]


def cell(desk: Desk, unit: str, figure: str, role: str = "value") -> str:
    found = {(one, name): cells for one, name, cells in cells_of(desk.sheet, str)}
    return str(found[unit, figure][role].coordinate)


def test_what_is_filled_in_comes_back_with_its_evidence(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    desk.fill({"01": {"settled.under": "BC 12 ngày 01/12/2027"}}, "evidence")
    with edited() as sheet:
        (own,) = (one.column for one in sheet[2] if one.value == "evidence")
        sheet.cell(rows_of(sheet)["03"], own).value = "BB 5"
    common = "BC 12 ngày 01/12/2027"
    for units in (Path("units.csv"), None):  # the table says by itself which units and clusters these are
        collected = desk.collect(units=units)
        assert taken(collected) == {
            "01": {"settled.over": (3, ""), "settled.under": (4, common), "open.passed": (1, "")},
            "02": {"settled.over": (0, ""), "settled.under": (None, common), "open.passed": (0, "")},
            "03": {"settled.over": (5, "BB 5"), "settled.under": (5, f"{common}; BB 5")},
        }
        assert [(one.name, one.cluster, one.voice) for one in collected.units][2] == ("Xã C", "hills", "")
        assert told(collected) == []


def test_only_cells_that_are_asked_for_are_open(desk: Desk) -> None:
    Path("units.csv").write_text(
        "unit,name,cluster,settled.under\n01,Xã A,plain,9\n02,Xã B,plain,\n03,Xã C,hills,\n", encoding="utf-8"
    )
    desk.make()
    sheet = desk.sheet
    opened = {one.coordinate for line in sheet.iter_rows() for one in line if not one.protection.locked}
    asked = {cells["value"].coordinate for _, _, cells in cells_of(sheet, str)}
    shared = {cells["evidence"].coordinate for _, _, cells in cells_of(sheet, str)}
    assert sheet.protection.sheet
    assert {(unit, figure) for unit, figure, _ in cells_of(sheet, str)} == {
        ("01", "settled.over"), ("01", "open.passed"), ("02", "settled.over"), ("02", "settled.under"),
        ("02", "open.passed"), ("03", "settled.over"), ("03", "settled.under"),
    }  # fmt: skip
    assert {sheet.cell(2, sheet[one].column).value for one in opened - asked - shared} == {"evidence"}
    assert opened >= asked | shared
    assert any(one.value == 9 and one.protection.locked for line in sheet.iter_rows(min_row=14) for one in line)
    desk.fill(GOOD)
    assert "settled.under" not in taken(desk.collect())["01"]


def test_each_wrong_cell_is_told_by_its_place_and_all_others_are_taken(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    desk.fill(
        {"01": {"settled.over": "ba", "settled.under": -1}, "02": {"open.passed": None}, "03": {"settled.over": 6}}
    )
    with edited() as sheet:
        rows, at = rows_of(sheet), column_of(sheet, "open.passed")
        sheet.cell(rows["03"], at).value = "Có"  # not asked of the hills
        sheet.row_dimensions[rows["02"]].hidden = True
    collected = desk.collect()
    assert set(told(collected)) == {
        ("DVK-D301", "01", cell(desk, "01", "settled.over")),
        ("DVK-D312", "01", cell(desk, "01", "settled.under")),
        ("DVK-O525", "02", f"D{rows['02']}"),
        ("DVK-D314", "03", cell(desk, "03", "settled.over")),
        ("DVK-O520", "03", sheet.cell(rows["03"], at).coordinate),
        ("DVK-D124", None, None),
    }
    assert taken(collected) == {
        "01": {"open.passed": (1, "")},
        "02": {"settled.over": (0, ""), "settled.under": (None, "")},
        "03": {"settled.under": (5, "")},
    }


def test_columns_and_rows_that_somebody_changed_are_told(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        at = column_of(sheet, "open.passed")
        unmerge(sheet)
        sheet.delete_cols(at)
        rows = rows_of(sheet)
        sheet.cell(rows["02"], 4).value = "09"
        sheet.cell(rows["03"], 4).value = None
    collected = desk.collect()
    assert {(one[0], one[2]) for one in told(collected)} == {
        ("DVK-O514", f"D{rows['02']}"),
        ("DVK-O515", f"D{rows['03']}"),
        ("DVK-O523", None),
        ("DVK-O526", None),
    }
    assert list(taken(collected)) == ["01"]


def test_of_a_column_that_is_there_twice_neither_is_taken(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        at = column_of(sheet, "settled.over")
        for row in range(2, 17):  # into the last column, which is a hidden one
            sheet.cell(row, sheet.max_column).value = sheet.cell(row, at).value
    collected = desk.collect()
    assert [one.code for one in collected.problems] == ["DVK-D202"]
    assert set(taken(collected)["01"]) == {"settled.under", "open.passed"}


def test_a_part_above_its_whole_that_counts_is_told_once_when_it_comes_in(desk: Desk) -> None:
    """Of 4 and 5 both exceed 3 and 4; the scheme says nothing of it."""
    text = SCHEME.replace(', at_most = "under"', "")
    Path("scheme.toml").write_text(text, encoding="utf-8")
    desk = Desk(load_scheme("scheme.toml"))
    desk.make()
    desk.fill({**GOOD, "01": {"settled.over": 4, "settled.under": 3}, "03": {"settled.over": 5, "settled.under": 4}})
    collected = desk.collect()
    found = [one for one in collected.problems if one.code == "DVK-D324"]
    assert [(one.place.unit, one.text("vi")) for one in found] == [
        ("01", "“Đơn đã giải quyết” lớn hơn “Đơn phải giải quyết” mà vẫn được nhận: 4 > 3."),
        ("03", "“Đơn đã giải quyết” lớn hơn “Đơn phải giải quyết” mà vẫn được nhận: 5 > 4."),
    ]
    assert [one.count for one in grouped(found)] == [2]
    assert taken(collected)["01"]["settled.over"] == (4, "")


@pytest.mark.parametrize("code", ["DVK-D314", "DVK-D324"])
def test_a_part_that_the_list_of_units_gives_is_held_to_the_whole_that_comes_back(desk: Desk, code: str) -> None:
    """9 of 4: refused where the scheme says so, told where it does not."""
    if code == "DVK-D324":
        Path("scheme.toml").write_text(SCHEME.replace(', at_most = "under"', ""), encoding="utf-8")
    Path("units.csv").write_text(
        "unit,name,cluster,settled.over\n01,Xã A,plain,9\n02,Xã B,plain,\n03,Xã C,hills,\n", "utf-8"
    )
    desk = Desk(load_scheme("scheme.toml"))
    desk.make()
    desk.fill({**GOOD, "01": {"settled.under": 4, "open.passed": "Có"}})
    collected = desk.collect()
    assert [one.place.unit for one in collected.problems if one.code == code] == ["01"]
    assert ("settled.under" in taken(collected)["01"]) == (code == "DVK-D324")


def insert(sheet: Any, at: int, texts: Mapping[int, str]) -> None:
    """Insert a column, as a clerk does who has lifted the protection; ``texts`` by row."""
    unmerge(sheet)
    sheet.insert_cols(at)
    for row, text in texts.items():
        sheet.cell(row, at).value = text


LABELS = 11
"""The row of a table that calls its figures by their titles."""


@pytest.mark.parametrize("later", [False, True])
def test_what_stands_in_a_column_of_nobodys_is_told(desk: Desk, later: bool) -> None:
    Path("before.csv").write_text("unit,settled.over,settled.under\n01,3,4\n02,0,KP\n03,5,5\n", encoding="utf-8")
    desk.make(**({"voice": "final", "earlier": (Path("before.csv"),)} if later else {}))
    desk.fill({unit: {"open.passed": values["open.passed"]} for unit, values in list(GOOD.items())[:2]})
    wanted = taken(desk.collect())
    with edited() as sheet:
        rows = rows_of(sheet)
        insert(sheet, 7, {LABELS: "Ghi chú của tổ", rows["02"]: "số này chưa chốt"})
    collected = desk.collect()
    found = [one for one in collected.problems if one.code == "DVK-O532"]
    (one,) = found
    assert one.in_("vi") == (
        "DVK-O532 table.xlsx [Số liệu của hội đồng!G11], cột Ghi chú của tổ: Không biết cột “Ghi chú của tổ” là gì; "
        "cột được bỏ qua.\n    → Cột G do người điền chèn thêm: chuyển nội dung vào các ô có sẵn (số liệu, lý do, minh "
        "chứng)."
    )
    assert one.in_("en") == (
        "DVK-O532 table.xlsx [Số liệu của hội đồng!G11], column Ghi chú của tổ: It is not known what the column “Ghi "
        "chú của tổ” is; it was left aside.\n    → Column G was added by whoever filled this in: move what it says "
        "into the cells that are there (figure, reason, evidence)."
    )
    assert taken(collected) == wanted
    assert "DVK-D121" not in {one.code for one in collected.problems}  # no column is hidden but the program's own


@pytest.mark.parametrize(
    ("texts", "code", "name"),
    [
        ({LABELS: "Ghi chú"}, None, ""),  # a heading alone says nothing of any unit
        ({14: "chưa chốt"}, "DVK-O532", "G"),
        ({13: "văn bản chung"}, "DVK-O532", "G"),  # the row of what holds for all
        ({LABELS: "Họ và tên người lập", 14: "x"}, "DVK-D205", "Họ và tên người lập"),
    ],
)
def test_an_inserted_column_is_called_by_its_heading_or_its_letter(
    desk: Desk, texts: Mapping[int, str], code: str | None, name: str
) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        insert(sheet, 7, texts)
    found = [(one.code, one.args["name"]) for one in desk.collect().problems]
    assert found == ([] if code is None else [(code, name)])


ALTERED = {
    "A": (
        "đã chèn cột A trước cột ẩn đầu tiên",
        "xóa cột A, ghi thêm thì ghi vào các ô có sẵn",
        "column A was inserted before its first hidden column",
    ),
    "A–B": (
        "đã chèn cột A–B trước cột ẩn đầu tiên",
        "xóa cột A–B, ghi thêm thì ghi vào các ô có sẵn",
        "column A–B was inserted before its first hidden column",
    ),
    "1": ("đã chèn dòng 1 trên dòng ẩn đầu tiên", "xóa dòng 1", "row 1 was inserted above its first hidden row"),
    "gone": (
        "ô, cột hay dòng ẩn ở đầu đã bị xóa",
        "chép số liệu vào bản đã gửi đi, ở đó cột và dòng ẩn còn nguyên",
        "a hidden cell, column or row at its beginning was deleted",
    ),
}


def _alter(sheet: Any, how: str) -> None:
    unmerge(sheet)
    if how == "1":
        sheet.insert_rows(1)
    elif how.startswith("gone"):
        sheet.delete_cols(int(how.partition(" ")[2]))
    else:
        sheet.insert_cols(1, 2 if how == "A–B" else 1)


@pytest.mark.parametrize("how", ["A", "A–B", "1", "gone 1", "gone 2"])
def test_a_table_whose_hidden_cells_were_moved_is_told_once_with_what_was_done(desk: Desk, how: str) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        _alter(sheet, how)
    with pytest.raises(DvkError) as caught:
        desk.collect()
    nothing, one, missing = caught.value.problems
    assert (nothing.code, missing.code) == ("DVK-O543", "DVK-O526")  # that nothing is taken, and of whom
    done, mend, en = ALTERED[how.partition(" ")[0]]
    assert one.in_("vi") == (
        f"DVK-O549 table.xlsx [Số liệu của hội đồng]: Trang này không còn nguyên như khi phát đi ({done}) "
        f"nên không đọc được.\n    → Để sửa: {mend}; rồi thu lại."
    )
    assert en in one.in_("en")


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("at", [2, 3])
def test_a_column_among_the_hidden_ones_moves_nothing(desk: Desk, at: int, later: bool) -> None:
    """Before or after B, which says what was known when the table went out: the list of units has a figure of 01."""
    Path("units.csv").write_text(
        "unit,name,cluster,settled.under\n01,Xã A,plain,9\n02,Xã B,plain,\n03,Xã C,hills,\n", "utf-8"
    )
    Path("before.csv").write_text("unit,settled.over,settled.under\n01,3,\n02,0,KP\n03,5,5\n", encoding="utf-8")
    desk.make(**({"voice": "final", "earlier": (Path("before.csv"),)} if later else {}))
    desk.fill({unit: {"open.passed": values["open.passed"]} for unit, values in list(GOOD.items())[:2]})
    wanted = desk.collect()
    with edited() as sheet:
        rows = rows_of(sheet)
        insert(sheet, at, {LABELS: "Ghi chú", rows["02"]: "chưa chốt"})
    collected = desk.collect()
    assert taken(collected) == taken(wanted)
    found = [one for one in collected.problems if one.code == "DVK-O532"]
    assert [one.place.cell for one in found] == [f"{'ABC'[at - 1]}{LABELS}"]
    assert [one.code for one in collected.problems if one.code != "DVK-O532"] == [one.code for one in wanted.problems]


def test_a_table_that_does_not_say_which_columns_are_its_own_is_read_as_ever(desk: Desk) -> None:
    """As tables went out before: its numbers, checks and hidden cells had no role."""
    desk.make()
    desk.fill(GOOD)
    wanted = taken(desk.collect())
    with edited() as sheet:
        for one in sheet[2]:
            one.value = one.value if one.value in {"unit", "name", "cluster", "value", "evidence"} else None
        insert(sheet, 7, {14: "chưa chốt"})
    collected = desk.collect()
    assert (told(collected), taken(collected)) == ([], wanted)


@pytest.mark.parametrize(("role", "name"), [("name", "Xã"), ("cluster", "Cụm, khối"), ("evidence", "Tài liệu riêng")])
def test_of_a_name_or_evidence_that_is_there_twice_neither_is_taken(desk: Desk, role: str, name: str) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        at = next(one.column for one in sheet[2] if one.value == role)
        for row in range(2, 17):
            sheet.cell(row, sheet.max_column).value = sheet.cell(row, at).value
        sheet.cell(rows_of(sheet)["01"], at).value = "BB 7"
        last = sheet.max_column
    collected = desk.collect()
    (one,) = collected.problems
    assert (one.code, one.args["number"]) == ("DVK-D202", last)
    assert str(one.args["name"].vi).startswith(name)  # type: ignore[attr-defined]
    assert one.text("vi").endswith(f"có hai lần (lần nữa ở cột thứ {last}).")
    assert {unit: [value for value, _ in of.values()] for unit, of in taken(collected).items()} == {
        "01": [3, 4, 1], "02": [0, None, 0], "03": [5, 5],
    }  # fmt: skip
    assert {evidence for of in taken(collected).values() for _, evidence in of.values()} == {""}


def test_a_table_with_two_columns_of_ids_is_not_read(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        for row in range(2, 17):
            sheet.cell(row, sheet.max_column).value = sheet.cell(row, 4).value
    with pytest.raises(DvkError) as error:
        desk.collect()
    texts = {one.code: one.text("vi") for one in error.value.problems}
    assert set(texts) == {"DVK-O543", "DVK-D202", "DVK-O526"}
    assert texts["DVK-D202"] == f"Cột “Mã xã” có hai lần (lần nữa ở cột thứ {desk.sheet.max_column})."


def test_a_row_of_words_alone_is_told_and_signatures_are_not(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        (own,) = (one.column for one in sheet[2] if one.value == "evidence")
        row = rows_of(sheet)["03"]
        unmerge(sheet)
        sheet.insert_rows(row)
        sheet.cell(row, own).value = "Số liệu chờ đối chiếu"
    (one,) = desk.collect().problems
    assert one.text("vi") == (
        f"Các dòng không phải số liệu của đơn vị nên không đọc (1): {row} “Số liệu chờ đối chiếu”."
    )


def test_what_is_beside_a_figure_is_called_what_it_is(desk: Desk) -> None:
    """A telephone number in a reason is in a reason."""
    Path("before.csv").write_text("unit,settled.over\n01,3\n02,0\n03,5\n", encoding="utf-8")
    desk.make(voice="final", earlier=(Path("before.csv"),))
    desk.fill({"01": {"settled.over": 2}})
    desk.fill({"01": {"settled.over": "Gọi 0912 345 678"}}, "reason")
    found = [one for one in desk.collect().problems if one.code == "DVK-D210"]
    assert [one.text("vi").split(" có dãy")[0] for one in found] == ["Ô ở cột “Lý do (nếu khác)”"]


@pytest.mark.parametrize("role", ["agree", "reason"])
def test_of_a_figure_whose_ticks_or_reasons_are_there_twice_nothing_is_taken(desk: Desk, role: str) -> None:
    Path("before.csv").write_text("unit,settled.over,settled.under\n01,3,4\n02,0,KP\n03,5,5\n", encoding="utf-8")
    desk.make(voice="final", earlier=(Path("before.csv"),))
    desk.fill({"01": {"settled.over": "x", "settled.under": "x"}}, "agree")
    with edited() as sheet:
        sheet.cell(2, sheet.max_column).value, sheet.cell(3, sheet.max_column).value = role, "settled.over"
    collected = desk.collect()
    assert "DVK-D202" in [one.code for one in collected.problems]
    assert set(taken(collected)["01"]) == {"settled.under"}


GIVEN = "unit,name,cluster,settled.under\n01,Xã A,plain,4\n02,Xã B,plain,\n03,Xã C,hills,\n"


def moved(to: Mapping[int, int], columns: range) -> None:
    """Give rows what stands in others, in some columns."""
    with edited() as sheet:
        unmerge(sheet)
        there = {row: [sheet.cell(row, at).value for at in columns] for row in to.values()}
        for row, other in to.items():
            for at, value in zip(columns, there[other], strict=True):
                sheet.cell(row, at).value = value


@pytest.mark.parametrize("listed", [True, False])
def test_rows_sorted_without_their_hidden_cells_lose_nothing(desk: Desk, listed: bool) -> None:
    Path("units.csv").write_text(GIVEN if listed else UNITS, encoding="utf-8")
    desk.make()
    desk.fill(GOOD)
    more: Mapping[str, Any] = {} if listed else {"units": None, "committee": True}
    before = desk.collect(**more)
    rows = rows_of(desk.sheet)
    moved({rows["01"]: rows["03"], rows["02"]: rows["01"], rows["03"]: rows["02"]}, range(4, desk.sheet.max_column + 1))
    after = desk.collect(**more)
    assert not before.problems
    assert not after.problems
    assert taken(after) == taken(before)
    assert {one.unit: one.cluster for one in after.units} == {"01": "plain", "02": "plain", "03": "hills"}


def test_a_cell_that_is_merged_over_two_units_is_of_neither(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    first, last = cell(desk, "01", "settled.under"), cell(desk, "02", "settled.under")
    with edited() as sheet:
        sheet.merge_cells(f"{first}:{last}")
    collected = desk.collect()
    assert ("DVK-D125", "01", first) in told(collected)
    assert {one: set(own) for one, own in taken(collected).items()} == {
        "01": {"settled.over", "open.passed"},
        "02": {"settled.over", "open.passed"},
        "03": {"settled.over", "settled.under"},
    }


def test_what_the_list_of_units_says_otherwise_is_told(desk: Desk) -> None:
    Path("units.csv").write_text(GIVEN, encoding="utf-8")
    desk.make()
    desk.fill(GOOD)
    with edited() as sheet:
        printed = next(one for row in sheet.iter_rows(min_row=8, min_col=7) for one in row if one.value == 4)
        printed.value = 5
    collected = desk.collect()
    assert told(collected) == [("DVK-O529", "01", printed.coordinate)]
    assert set(taken(collected)["01"]) == {"settled.over", "open.passed"}


def test_a_unit_below_the_last_row_is_read_and_signatures_are_not(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    wanted = taken(desk.collect())
    rows = rows_of(desk.sheet)
    below = rows["03"] + 1
    moved({below: rows["03"], rows["03"]: below}, range(4, desk.sheet.max_column + 1))
    collected = desk.collect()
    assert not collected.problems
    assert taken(collected) == wanted


def test_evidence_that_stands_for_no_figure_is_told(desk: Desk) -> None:
    desk.make()
    desk.fill({"01": {"settled.over": 3}})
    desk.fill({"01": {"open.passed": "BC 12"}}, "evidence")
    assert ("DVK-O527", "01", cell(desk, "01", "open.passed")) in told(desk.collect())


def test_a_table_of_other_words_or_of_another_scheme_is_not_taken(desk: Desk) -> None:
    desk.make()
    desk.fill(GOOD)
    Path("scheme.toml").write_text(SCHEME.replace("Đơn đã giải quyết", "Đơn giải quyết đúng hạn"), encoding="utf-8")
    changed = attrs.evolve(desk, scheme=load_scheme("scheme.toml"))
    assert {(one[0], one[2]) for one in told(changed.collect()) if one[0] == "DVK-O540"} == {
        ("DVK-O540", cell(desk, unit, "settled.over")) for unit in GOOD
    }
    Path("scheme.toml").write_text(SCHEME.replace("table-2027", "other"), encoding="utf-8")
    with pytest.raises(Exception, match="DVK-O511"):
        attrs.evolve(desk, scheme=load_scheme("scheme.toml")).collect()


def test_a_later_voice_agrees_with_a_tick_or_says_why_not(desk: Desk) -> None:
    Path("before.csv").write_text(
        "unit,settled.over,settled.under,open.passed\n01,3,4,có\n02,0,KP,không\n03,5,5,\n", encoding="utf-8"
    )
    desk.make(voice="final", earlier=(Path("before.csv"),))
    assert json.loads(desk.sheet["A1"].value)["voice"] == "final"
    desk.fill({unit: dict.fromkeys(own, "x") for unit, own in GOOD.items()}, "agree")
    desk.fill({"01": {"settled.over": None}, "03": {"settled.over": None}}, "agree")
    desk.fill({"01": {"settled.over": 2}, "03": {"settled.over": 4}})
    desk.fill({"01": {"settled.over": "Một đơn giải quyết lại"}}, "reason")
    collected = desk.collect()
    assert {unit: {name: one[0] for name, one in own.items()} for unit, own in taken(collected).items()} == {
        "01": {"settled.over": 2, "settled.under": 4, "open.passed": 1},
        "02": {"settled.over": 0, "settled.under": None, "open.passed": 0},
        "03": {"settled.under": 5},
    }
    assert told(collected) == [("DVK-O524", "03", cell(desk, "03", "settled.over"))]
    assert collected.units[0].cells["settled.over"].entry.reason == "Một đơn giải quyết lại"


def test_what_units_reported_stands_beside(desk: Desk) -> None:
    Path("scheme.toml").write_text(
        SCHEME.replace('by = "committee", at_most = "under"', 'by = "unit", at_most = "under"'), encoding="utf-8"
    )
    Path("claimed.csv").write_text("unit,voice,settled.over\n01,claimed,3\n02,claimed,7\n", encoding="utf-8")
    desk = attrs.evolve(desk, scheme=load_scheme("scheme.toml"))
    desk.make(earlier=(Path("claimed.csv"),))
    sheet = desk.sheet
    (at,) = (one.column for one in sheet[11] if one.value == "Đơn đã giải quyết")
    assert [sheet.cell(row, at).value for row in range(14, 17)] == [3, 7, None]
    assert sheet.cell(14, at).protection.locked
    assert sheet.cell(11, at + 1).value == "Đơn phải giải quyết"
    assert {figure for _, figure, _ in cells_of(sheet, str)} == {"settled.under", "open.passed"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sheet_itself_says_what_is_blank_and_wrong(desk: Desk, language: Any, tmp_path: Path) -> None:
    desk.make(language=language)
    sheet = desk.sheet
    words = (
        ("Còn trống:", "Cần xem lại:", "được") if language == "vi" else ("Still blank:", "To look at again:", "fine")
    )
    assert f"{words[0]} 8     {words[1]} 0" == _shown("C8")
    desk.fill({"01": {"settled.over": 5, "settled.under": 4, "open.passed": "Có" if language == "vi" else "Yes"}})
    desk.fill({"02": {"settled.over": "x"}, "03": {"settled.over": 5, "settled.under": 5}})
    (path,) = recalculated_files([Path("table.xlsx").absolute()], tmp_path / "again")
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    (check,) = (one.column for one in sheet[10] if one.value in ("Kiểm tra", "Check"))
    assert [sheet.cell(row, check).value for row in range(14, 17)] == [f"{words[1]} 1", f"{words[1]} 1", words[2]]
    assert f"{words[0]} 2     {words[1]} 2" in [one.value for line in sheet["A8:G8"] for one in line]


def _shown(name: str) -> str:
    """Give what a cell shows before anybody has recalculated it."""
    return str(openpyxl.load_workbook("table.xlsx", data_only=True).worksheets[0][name].value)


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", ("Mã xã", "Xã", "riêng của xã")), ("en", ("Id of the commune", "Commune", "this commune"))],
)
def test_it_calls_those_scored_as_the_scheme_does(desk: Desk, language: Any, said: tuple[str, ...]) -> None:
    desk.make(language=language)
    texts = [one.value for line in desk.sheet.iter_rows(min_row=4) for one in line if isinstance(one.value, str)]
    assert all(any(one in text for text in texts) for one in said)
    assert not any("đơn vị" in text.lower() or "{" in text for text in texts)


def test_it_prints_with_its_heads_on_every_page_and_nothing_hidden(desk: Desk) -> None:
    desk.make()
    sheet = desk.sheet
    assert sheet.print_title_rows == "$10:$12"
    assert sheet.freeze_panes == "F13"
    assert all(sheet.row_dimensions[row].hidden for row in (1, 2, 3))
    hidden = sheet.column_dimensions["A"]
    assert (hidden.hidden, hidden.min, hidden.max) == (True, 1, 2)


@pytest.mark.parametrize("heads", ["Mã xã,Tên xã", "Commune id,Commune", "Xã,Tên xã", "Mã đơn vị,Tên đơn vị"])
def test_a_table_made_by_hand_may_call_them_as_the_scheme_does(desk: Desk, heads: str) -> None:
    Path("hand.csv").write_text(f"{heads},Đơn phải giải quyết\n01,Xã A,4\n02,Xã B,KP\n", encoding="utf-8")
    collected = desk.collect("hand.csv", committee=True)
    assert taken(collected) == {"01": {"settled.under": (4, "")}, "02": {"settled.under": (None, "")}}
