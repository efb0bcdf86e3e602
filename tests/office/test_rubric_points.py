"""Points beside a rubric: no unit is lost to column numbers, no column goes astray, no sheet is passed over."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.editing.rubric.make import Imported, import_scheme
from dvk_scoring.editing.rubric.points import read_points
from dvk_scoring.editing.rubric.read import Row
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.problem import DvkError
from tests.depth import drawn
from tests.office.rubrics import Rows, book_of

HEADS = ["TT", "Nội dung, tiêu chí", "Điểm tối đa", "Cách chấm"]
TWO: Rows = [HEADS, [1, "Kế hoạch", 10], [2, "Báo cáo", 10]]
ANEW: Rows = [
    HEADS, ["I", "THAM MƯU", 70], [1, "Kế hoạch", 10], [2, "Báo cáo", 60],
    ["II", "VẬN ĐỘNG", 30], [1, "Tuyên truyền", 10], [2, "Đối thoại", 20],
]  # fmt: skip
RUNNING: Rows = [
    HEADS, ["I", "THAM MƯU", 30], [1, "Kế hoạch", 10], [2, "Báo cáo", 20],
    ["II", "VẬN ĐỘNG", 70], [3, "Tuyên truyền", 40], [4, "Đối thoại", 30],
]  # fmt: skip
TITLES = ["Kế hoạch", "Báo cáo", "Tuyên truyền", "Đối thoại"]


def taken(tmp_path: Path, sheets: dict[str, Rows]) -> tuple[Imported, dict[str, dict[str, str]]]:
    """Give what came of a workbook, and of each unit the points by criterion."""
    tmp_path.mkdir(exist_ok=True)
    made = import_scheme(book_of(tmp_path / "book.xlsx", sheets), tmp_path / "made", "vi")
    figures = tmp_path / "made" / "figures.csv"
    if not figures.exists():
        return made, {}
    with figures.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    return made, {row["name"]: {k.removesuffix(".points"): v for k, v in row.items() if "." in k} for row in rows}


def codes(made: Imported) -> list[str]:
    return [f"{one.code} {one.place.sheet}!{one.place.cell}" for one in made.problems]


MARKS = st.one_of(st.integers(1, 12), st.sampled_from("ABCDEFIV"), st.sampled_from(["II", "C1", "(1)", "Xã A", "01"]))


@given(
    names=st.lists(MARKS, min_size=1, max_size=6, unique_by=lambda one: str(one).strip("()")),
    points=st.lists(st.integers(0, 10), min_size=18, max_size=18),
    criteria=st.integers(1, 3),
    layout=st.sampled_from(["Đơn vị", "TT Đơn vị", "Mã", "Mã Đơn vị"]),
    extra=st.sampled_from(["", "Ghi chú"]),
)
@settings(max_examples=drawn(50, 150))
def test_no_unit_that_is_called_by_numbers_or_letters_is_lost(
    names: list[int | str], points: list[int], criteria: int, layout: str, extra: str
) -> None:
    """Each unit comes out with its points, wherever it stands and whatever its points are; a doubt is told."""
    if len(names) > 1 and not any(f"{name}".isalnum() and f"{name}" != "Xã A" for name in names[1:]):
        names = names[:1]  # the others say that units have names: then the first row may number the columns
    heads = layout.replace("Đơn vị", "Đơn_vị").split()
    rows: list[list[object]] = [[*(one.replace("_", " ") for one in heads), *TITLES[:criteria], *filter(None, [extra])]]
    wanted = {}
    for at, name in enumerate(names):
        own = points[3 * at : 3 * at + criteria]
        rows.append([*([at + 1] if layout == "TT Đơn vị" else []), *([name] * (len(heads) - ("TT" in heads))), *own])
        wanted[f"{name}"] = [str(one) for one in own]
    ids = {title: Row("B2", "C2", "", title, Decimal(10), [], None) for title in TITLES[:criteria]}
    found = read_points("book.xlsx", SheetCells("Điểm", rows, {}), ids)
    assert found is not None
    assert {name: [*own.values()] for name, _, own in found.units.values()} == wanted
    assert {one.code for one in found.problems} <= {"DVK-O829", "DVK-O837", "DVK-O850"}


def test_a_unit_whose_points_follow_its_number_is_kept_and_told(tmp_path: Path) -> None:
    points: Rows = [["Đơn vị", "Kế hoạch", "Báo cáo"], [1, 2, 3], [2, 7, 7], [3, 4, 5], [4, 5, 6]]
    made, units = taken(tmp_path, {"TC": TWO, "Điểm": points})
    assert {name: [*own.values()] for name, own in units.items()} == {
        "1": ["2", "3"], "2": ["7", "7"], "3": ["4", "5"], "4": ["5", "6"],
    }  # fmt: skip
    assert codes(made) == ["DVK-O850 Điểm!A2", "DVK-O837 Điểm!A2"]


@pytest.mark.parametrize(
    "marks",
    [
        [1, 2, 3, 4, 5, 6],
        ["a", "b", 1, 2, 3, 4],
        ["A", "B", 1, 2, 3, 4, "Σ"],
        ["TT", "B", 1, 2, 3, 4],
        [None, "A", 1, 2, 3, 4],
        [-1, -2, -3, -4, -5, -6, "(7)=(3)+(4)+(5)+(6)"],
        ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]"],
        ["(a)", "(b)", "(1)", "(2)", "(3)", "(4)"],
        ["Cột A", "Cột B", "(1)", "(2)", "(3)", "(4)"],
        ["Cột 1", "Cột 2", "Cột 3", "Cột 4", "Cột 5", "Cột 6"],
        ["1.", "2.", "3.", "4.", "5.", "6."],
        ["I", "II", "III", "IV", "V", "VI"],
    ],
    ids=str,
)
def test_column_numbers_as_offices_write_them_are_no_unit(tmp_path: Path, marks: list[object]) -> None:
    heads = ["TT", "Đơn vị", *TITLES, "Tổng"]
    again: Rows = [heads, marks, [1, "Xã A", 9, 18, 35, 25], heads, marks, [2, "Xã B", 8, 17, 36, 26]]
    made, units = taken(tmp_path, {"TC": RUNNING, "Điểm": again})
    assert {name: [*own.values()] for name, own in units.items()} == {
        "Xã A": ["9", "18", "35", "25"], "Xã B": ["8", "17", "36", "26"],
    }  # fmt: skip
    first = "A" if marks[0] else "B"
    assert sorted(codes(made)) == [
        "DVK-O828 Điểm!B4", "DVK-O837 Điểm!B3", f"DVK-O849 Điểm!{first}2", f"DVK-O849 Điểm!{first}5",
    ]  # fmt: skip


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("order", [("VẬN ĐỘNG", "THAM MƯU"), ("THAM MƯU", "VẬN ĐỘNG"), ("II", "I")])
def test_the_section_above_a_number_says_whose_it_is(tmp_path: Path, merged: bool, order: tuple[str, str]) -> None:
    """Xã A has 9 and 15 of 10 and 20, and 5 and 11 of 10 and 60, in whichever order the sections stand."""
    swapped = order[0] != "THAM MƯU"
    own = [9, 15, 5, 11] if swapped else [5, 11, 9, 15]
    rows: Rows = [
        ["TT", "Đơn vị", order[0], None, order[1], None, "Tổng"], [None, None, 1, 2, 1, 2, None], [1, "Xã A", *own, 40],
    ]  # fmt: skip

    def merge(book: object) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2") if merged else ():
            book["Điểm"].merge_cells(area)  # type: ignore[index]

    book = book_of(tmp_path / "book.xlsx", {"TC": ANEW, "Điểm": rows}, merge)
    made = import_scheme(book, tmp_path / "made", "vi")
    scheme = load_scheme(tmp_path / "made")
    (unit,) = score(scheme, read_figures(scheme, [tmp_path / "made" / "figures.csv"])).units
    assert {one: str(scored.points) for one, scored in unit.criteria.items()} == {
        "ke-hoach": "5.00", "bao-cao": "11.00", "tuyen-truyen": "9.00", "doi-thoai": "15.00",
    }  # fmt: skip
    assert codes(made) == ["DVK-O837 Điểm!B3"]


def test_a_number_under_another_section_is_nobodys(tmp_path: Path) -> None:
    """3 is of VẬN ĐỘNG, and no section is called Làm báo cáo; titles need no section above them."""
    heads = ["TT", "Đơn vị", "THAM MƯU", None, "Làm báo cáo", "Khác"]
    points: Rows = [heads, [None, None, 1, 3, 2, "Đối thoại"], [1, "Xã A", 9, 8, 7, 6]]
    made, units = taken(tmp_path, {"TC": RUNNING, "Điểm": points})
    assert units == {"Xã A": {"ke-hoach": "9", "doi-thoai": "6"}}
    (told,) = [one for one in made.problems if one.code == "DVK-O867"]
    assert told.in_("vi").endswith(
        "[Điểm!D2]: Không đọc các cột D “3”, E “2”: nhóm ghi phía trên không có tiêu chí mang số đó.\n"
        "    → Sửa tên nhóm phía trên cho đúng bảng tiêu chí, hoặc đặt tên cột bằng tên tiêu chí."
    )
    anew: Rows = [["Đơn vị", "Phần một", None, "Phần hai"], [None, 1, 2, 1, 2], ["Xã A", 9, 8, 7, 6]]
    made, units = taken(tmp_path / "anew", {"TC": ANEW, "Điểm": anew})
    assert units == {}
    assert [one for one in codes(made) if "O848" in one] == ["DVK-O848 Điểm!B2"]


@pytest.mark.parametrize("above", [["THAM MƯU", None, "VẬN ĐỘNG", None], ["Tiêu chí", None, None, None]], ids=str)
def test_numbers_that_run_on_below_a_heading_are_read(tmp_path: Path, above: list[object]) -> None:
    points: Rows = [["TT", "Đơn vị", *above, "Tổng"], [None, None, 1, 2, 3, 4], [1, "Xã A", 9, 18, 35, 25, 87]]
    _, units = taken(tmp_path, {"TC": RUNNING, "Điểm": points})
    assert units == {"Xã A": {"ke-hoach": "9", "bao-cao": "18", "tuyen-truyen": "35", "doi-thoai": "25"}}


def test_titles_that_criteria_share_are_taken_in_order_and_those_that_differ_in_marks_are_two(tmp_path: Path) -> None:
    shared: Rows = [HEADS, ["I", "CẤP XÃ", 30], [1, "Kế hoạch", 10], [2, "Báo cáo", 20]]
    shared = [*shared, ["II", "CẤP HUYỆN", 70], [1, "Kế hoạch", 10], [2, "Báo cáo", 60]]
    points: Rows = [["Đơn vị", "Kế hoạch", "Báo cáo", "Kế hoạch", "Báo cáo"], ["Xã A", 5, 15, 9, 55]]
    _, units = taken(tmp_path, {"TC": shared, "Điểm": points})
    assert units == {"Xã A": {"ke-hoach": "5", "bao-cao": "15", "ke-hoach-2": "9", "bao-cao-2": "55"}}

    marks: Rows = [HEADS, [1, "Việc d", 40], [2, "Việc đ", 60]]
    book = {"TC": marks, "Điểm": [["Đơn vị", "Việc đ", "Việc d"], ["Xã A", "9,5", " 8 "]]}
    made, units = taken(tmp_path / "marks", book)
    assert units == {"Xã A": {"viec-d": "8", "viec-d-2": "9.5"}}
    assert codes(made) == ["DVK-O837 Điểm!A2"]


@pytest.mark.parametrize(("head", "told"), [("Đội", False), ("Đội thi", False), ("Tổ dân phố", True)])
def test_whatever_those_scored_are_called_their_points_are_read(tmp_path: Path, head: str, told: bool) -> None:
    points: Rows = [["TT", head, "Kế hoạch", "Báo cáo"], [1, "Số 1", 5, 6]]
    made, units = taken(tmp_path, {"TC": TWO, "Điểm": points})
    assert units == {"Số 1": {"ke-hoach": "5", "bao-cao": "6"}}
    assert codes(made) == [*(["DVK-O865 Điểm!B1"] if told else []), "DVK-O837 Điểm!B2"]


def test_what_scoring_refuses_is_told_by_the_workbooks_cell_and_a_note_below_is_no_unit(tmp_path: Path) -> None:
    points: Rows = [["TT", "Đơn vị", "Kế hoạch", "Báo cáo"], [1, "Xã A", 5, 6], [2, "Tổng cụm 1", 7, 8]]
    tmp_path.joinpath("none").mkdir()
    with pytest.raises(DvkError) as caught:
        import_scheme(
            book_of(tmp_path / "none" / "book.xlsx", {"TC": TWO, "Điểm": points}), tmp_path / "none" / "a", "vi"
        )
    (told,) = caught.value.problems
    assert (told.code, Path(told.place.file or "").name) == ("DVK-D142", "book.xlsx")
    assert (told.place.sheet, told.place.cell, told.place.line) == ("Điểm", "B3", None)
    below: Rows = [[None, "Trung bình", 6, 7], [None, "Ghi chú: chưa thẩm định", 1, 1]]
    made, units = taken(tmp_path, {"TC": TWO, "Điểm": [*points[:2], *below]})
    assert [*units] == ["Xã A"]
    assert codes(made) == ["DVK-O837 Điểm!B2", "DVK-O828 Điểm!B3", "DVK-O828 Điểm!B4"]


def test_each_sheet_that_is_not_taken_is_told(tmp_path: Path) -> None:
    heads = ["Đơn vị", "Kế hoạch", "Báo cáo"]
    sheets: dict[str, Rows] = {
        "TC": TWO, "Quý I": [heads, ["Xã A", 5, 6]], "Quý II": [heads, ["Xã A", 7, 8]], "Ghi chú": [["Chấm đến 0,5"]],
        "Trống": [],
    }  # fmt: skip
    made, units = taken(tmp_path, sheets)
    assert units == {"Xã A": {"ke-hoach": "5", "bao-cao": "6"}}
    assert codes(made) == ["DVK-O868 Quý II!None", "DVK-O866 Ghi chú!None", "DVK-O837 Quý I!A2"]
