"""Tables made by hand: what is found under which headings, and when it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import Collected, CollectOrder
from dvk_scoring.forms.tables import Grid, read_table
from dvk_scoring.scheme.model import Scheme
from tests.conftest import make

Make = Callable[..., Scheme]
UNITS = "unit,name,cluster\nu1,Phường Một,wards\nu2,Phường Hai,wards\n"


@pytest.fixture
def collect(tmp_path: Path, make_scheme: Make) -> Callable[..., Collected]:
    """Collect one table of two units; ``content``: rows of a sheet, or the text of a CSV file."""

    def run(content: Sequence[Sequence[object]] | str, merged: Sequence[str] = (), **order: Any) -> Collected:
        units, path = tmp_path / "units.csv", tmp_path / "table"
        units.write_text(UNITS, encoding="utf-8")
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        else:
            book = openpyxl.Workbook()
            sheet = book.active
            for row in content:
                sheet.append(list(row))
            for area in merged:
                sheet.merge_cells(area)
            book.save(path)
        return collect_forms(CollectOrder(make_scheme(), (path,), **{"units": units, **order}))

    return run


def taken(collected: Collected) -> dict[str, dict[str, int | None]]:
    return {one.unit: {name: cell.value for name, cell in one.cells.items()} for one in collected.units}


def codes(collected: Collected) -> set[str]:
    return {one.code for one in collected.problems}


def test_merged_headings_and_decimal_commas(collect: Callable[..., Collected]) -> None:
    rows = [
        ["CÔNG AN TỈNH", None, None, None, None, None, None],
        ["TT", "Đơn vị", "cases", None, None, "service", "Ghi chú"],
        [None, None, "Đơn đến hạn", "Đúng hạn", "Quá hạn", "Tỷ lệ hài lòng", None],
        ["A", "B", 1, 2, 3, 4, 5],
        [1, "phường một", "1.200", 800, 0, "92,5", "tốt"],
        [2, "u2", 5, "KP", None, 87.25, None],
        [None, "Tổng cộng", 1205, 800, 0, None, None],
    ]
    found = collect(rows, ("C2:E2", "A1:G1", "B2:B3", "A2:A3"), decimal="comma")
    assert taken(found) == {
        "u1": {"cases.due": 1200, "cases.in_time": 800, "cases.late": 0, "service.rate": 9250},
        "u2": {"cases.due": 5, "cases.in_time": None, "service.rate": 8725},
    }
    assert codes(found) == {"DVK-O525", "DVK-O535"}
    passed = next(one for one in found.problems if one.code == "DVK-O535")
    assert passed.args["rows"] == "4 “B”, 7 “Tổng cộng”"
    assert found.units[0].cells["cases.due"].entry.place.cell == "C5"


def test_headings_by_id_in_csv(collect: Callable[..., Collected]) -> None:
    found = collect("unit;cases.due;cases.in_time;service.open\nu1;3;2;có\nu2;4;5;không\n")
    assert taken(found) == {
        "u1": {"cases.due": 3, "cases.in_time": 2, "service.open": 1},
        "u2": {"cases.due": 4, "service.open": 0},
    }
    wrong = next(one for one in found.problems if one.severity == "error")
    assert (wrong.code, wrong.place.line, wrong.place.unit) == ("DVK-D314", 3, "u2")


def test_the_title_of_a_criterion_names_the_one_figure_it_asks_for(collect: Callable[..., Collected]) -> None:
    found = collect([["Mã đơn vị", "extra"], ["u1", 4]], committee=True)
    assert taken(found) == {"u1": {"extra.missed": 4}}


def test_the_same_label_under_two_criteria_is_told_apart_by_what_stands_above(
    collect: Callable[..., Collected],
) -> None:
    rows = [[None, "cases", "extra"], ["unit", "Bỏ sót", "Bỏ sót"], ["u1", 1, 2]]
    assert taken(collect(rows, committee=True)) == {"u1": {"cases.missed": 1, "extra.missed": 2}}


def test_of_several_sheets_the_one_with_headings_is_read(tmp_path: Path, make_scheme: Make) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Hướng dẫn"])
    sheet = book.create_sheet("Số liệu")
    for row in (["unit", "cluster", "cases.due"], ["a", "wards", 7], ["b", "departments", 8]):
        sheet.append(row)
    book.save(tmp_path / "table.xlsx")
    found = collect_forms(CollectOrder(make_scheme(), (tmp_path / "table.xlsx",)))
    assert taken(found) == {"a": {"cases.due": 7}, "b": {"cases.due": 8}}
    assert [one.cluster for one in found.units] == ["wards", "departments"]


def test_a_unit_in_a_table_and_on_another_sheet_of_it_counts_once(collect: Callable[..., Collected]) -> None:
    found = collect([["unit", "cases.due", "cases.late"], ["u1", 3, 1], ["u1", 4, 1]])
    assert taken(found) == {"u1": {"cases.late": 1}}
    assert "DVK-O518" in codes(found)


def test_columns_about_people_are_refused_and_the_others_kept(collect: Callable[..., Collected]) -> None:
    found = collect([["unit", "cases.due", "Số CCCD người nộp đơn"], ["u1", 3, "001099012345"]])
    assert taken(found) == {"u1": {"cases.due": 3}}
    assert "DVK-D205" in codes(found)
    assert "001099012345" not in " ".join(one.in_("vi") for one in found.problems)


def test_merged_clusters_are_of_all_their_rows_and_other_merged_cells_are_told(
    tmp_path: Path, make_scheme: Make
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["unit", "Cụm", "cases.due"], ["a", "wards", 7], ["b", None, None], ["c", "departments", 8]):
        page.append(row)
    page.merge_cells("B2:B3")
    page["C3"] = 9
    book.save(tmp_path / "table.xlsx")
    found = collect_forms(CollectOrder(make_scheme(), (tmp_path / "table.xlsx",)))
    assert [(one.unit, one.cluster) for one in found.units] == [("a", "wards"), ("b", "wards"), ("c", "departments")]
    page.merge_cells("C3:C4")
    book.save(tmp_path / "table.xlsx")
    told = collect_forms(CollectOrder(make_scheme(), (tmp_path / "table.xlsx",))).problems
    assert [one.place.cell for one in told if one.code == "DVK-D125"] == ["C3"]


def test_what_people_do_not_see_is_told_and_the_sheet_that_they_see_is_read(tmp_path: Path, make_scheme: Make) -> None:
    book = openpyxl.Workbook()
    old, new = book.active, book.create_sheet("Mới")
    old.sheet_state = "hidden"
    for page, number in ((old, 1), (new, 2)):
        page.append(["unit", "cluster", "cases.due", "cases.late"])
        page.append(["a", "wards", number, 0])
    new.append(["b", "wards", 5, 0])
    new.row_dimensions[3].hidden = True
    new.column_dimensions["D"].hidden = True
    book.save(tmp_path / "table.xlsx")
    found = collect_forms(CollectOrder(make_scheme(), (tmp_path / "table.xlsx",)))
    assert taken(found)["a"] == {"cases.due": 2, "cases.late": 0}
    assert {one.code for one in found.problems} >= {"DVK-D121", "DVK-D124"}


def test_ids_and_percentages_are_what_their_cells_show(tmp_path: Path, make_scheme: Make) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["unit", "cluster", "service.rate"], [7, "wards", 0.925], ["Tổng cộng", None, 0.9]):
        page.append(row)
    page["A2"].number_format, page["C2"].number_format = "000", "0%"
    book.save(tmp_path / "table.xlsx")
    assert taken(collect_forms(CollectOrder(make_scheme(), (tmp_path / "table.xlsx",)))) == {
        "007": {"service.rate": 9250}
    }


@pytest.mark.parametrize("rows", [[["1", 2, 3], ["2", 5, 4]], [["2", 5, 4], ["1", 2, 3]]])
def test_a_unit_may_be_called_1_and_have_2_and_3(tmp_path: Path, make_scheme: Make, rows: Sequence[Any]) -> None:
    book = openpyxl.Workbook()
    for row in (["unit", "cases.due", "population"], *rows):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    found = collect_forms(CollectOrder(make_scheme(), (tmp_path / "table.xlsx",)))
    assert taken(found) == {"1": {"cases.due": 2, "population": 3}, "2": {"cases.due": 5, "population": 4}}
    assert codes(found) <= {"DVK-O525"}


@given(st.data())
def test_no_unit_of_a_table_is_lost_in_silence(data: st.DataObject) -> None:
    """Whatever rows stand in between: each row is a unit's, or is named among those that are passed over."""
    head: list[object] = ["unit", "cases.due"]
    others = (head, ["Tổng cộng", 9], ["Ghi chú: tạm tính", None], ["Cụm 2", None], [None, None], ["x", None])
    rows = [head]
    units = data.draw(st.lists(st.integers(0, 99), min_size=1, max_size=20, unique=True))
    for unit in units:
        rows += data.draw(st.lists(st.sampled_from(others), max_size=2))
        rows.append([f"xa-{unit}", unit])
    table = read_table(make(), Grid("table.xlsx", SheetCells("Sheet", rows, {})), "unit", "", "point")
    assert table is not None
    returns, problems = table
    assert [one.unit for one in returns] == [f"xa-{unit}" for unit in units]
    named = sum(int(str(one.args["count"])) for one in problems if one.code == "DVK-O535")
    headings = next(at for at, row in enumerate(rows) if row != head)
    assert headings + len(units) + named + rows.count([None, None]) == len(rows)
