"""A committee's rubric taken as a scheme: several layouts, and what is told of each by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.editing.rubric.make import Imported, import_scheme, told
from dvk_scoring.editing.scheme import read_scheme_book, write_scheme_book
from dvk_scoring.problem import DvkError
from dvk_scoring.text import LANGUAGES
from tests.office.conftest import converted
from tests.office.rubrics import FLAT, MOVEMENT, NESTED, POINTS, Rows, book_of


def taken(tmp_path: Path, sheets: dict[str, Rows]) -> tuple[Imported, dict[str, Any]]:
    made = import_scheme(book_of(tmp_path / "book.xlsx", sheets), tmp_path / "made", "en")
    assert load_scheme(tmp_path / "made").problems == ()
    return made, tomli.loads((tmp_path / "made" / "scheme.toml").read_text(encoding="utf-8"))


def codes(made: Imported) -> list[str]:
    return [f"{one.code} {one.place.sheet}!{one.place.cell}" for one in made.problems]


def test_sections_criteria_and_points_are_taken_and_scored(tmp_path: Path) -> None:
    made, values = taken(tmp_path, {"Tiêu chí": MOVEMENT, "Điểm": POINTS})
    assert values["scheme"]["title"] == "BẢNG TIÊU CHÍ CHẤM ĐIỂM THI ĐUA NĂM 2025"
    assert {key: one["weight"] for key, one in values["sections"].items()} == {
        "cong-tac-tham-muu": 30, "van-dong-quan-chung": 70,
    }  # fmt: skip
    assert [(one["no"], one["section"], one["weight"]) for one in values["criteria"].values()] == [
        ("1", "cong-tac-tham-muu", 10), ("2", "cong-tac-tham-muu", 20),
        ("3", "van-dong-quan-chung", 40), ("4", "van-dong-quan-chung", 30),
    ]  # fmt: skip
    report = values["criteria"]["bao-cao-dinh-ky"]
    assert report["figures"]["points"]["help"] == "Chậm một báo cáo trừ 2 điểm\nSai số liệu trừ 1 điểm"
    scheme = load_scheme(tmp_path / "made")
    result = score(scheme, read_figures(scheme, [tmp_path / "made" / "figures.csv"]))
    # A: 9.5 + 18 + 35 + 30. B: 10 + 40 + 20 of the 80 that count without the 20 of what is not assigned: 70 / 80 × 100.
    # C: 20 + 38.25 + 10, and not ranked: its first cell is blank.
    assert {one.name: (one.cluster, one.state, str(one.total)) for one in result.units} == {
        "Công an huyện A": ("cum-1", "ranked", "92.50"),
        "Công an huyện B": ("cum-1", "ranked", "87.50"),
        "Công an huyện C": ("cum-2", "not-ranked", "68.25"),
    }
    assert codes(made) == [
        "DVK-O830 Tiêu chí!A4", "DVK-O849 Tiêu chí!A7", "DVK-O838 Tiêu chí!B14", "DVK-O838 Tiêu chí!B15",
        "DVK-O828 Tiêu chí!B19", "DVK-O826 Tiêu chí!C17", "DVK-O829 Tiêu chí!E6", "DVK-O837 Điểm!B3",
        "DVK-O828 Điểm!B6",
    ]  # fmt: skip
    assert told(made, "vi")[:2] == [
        "Trang “Tiêu chí”: 4 tiêu chí, 2 nhóm, tổng 100 điểm",
        "     B8  I      CÔNG TÁC THAM MƯU (nhóm, 30 điểm)",
    ]


def test_a_number_is_a_section_only_where_its_own_section_parts_it(tmp_path: Path) -> None:
    rows: Rows = [
        ["No.", "Criterion", "Maximum"], ["I", "Work", 40], [1, "Plans", 25], [2, "Reports", 15], ["II", "Field", 60],
        [1, "Visits", 20], [2, "Petitions", 40], ["2.1", "Own", 30], ["2.2", "Passed on", 10],
    ]  # fmt: skip
    made, values = taken(tmp_path, {"Rubric": rows})
    assert list(values["sections"]) == ["work", "field", "petitions"]
    assert values["criteria"]["reports"]["section"] == "work"
    assert not [code for code in codes(made) if code.startswith("DVK-O832")]


def test_the_most_that_all_bonuses_count_for_is_told_as_a_limit(tmp_path: Path) -> None:
    rows: Rows = [
        ["No.", "Criterion", "Maximum"], ["I", "All", 100], [1, "Plans", 100], ["II", "Bonuses", 2.5], [1, "Prizes", 2],
        [2, "Ideas", 3], ["III", "Penalties", 10], [1, "Late", -2],
    ]  # fmt: skip
    made, _ = taken(tmp_path, {"Rubric": rows})
    above, below = (one for one in made.problems if one.code == "DVK-O823")
    line = "limits = { bonus = 2.5 }"
    assert [(above.hint(language) or "").endswith(f": {line}.") for language in LANGUAGES] == [True, True]
    assert (below.hint("en") or "").startswith("Look at the section")
    path = tmp_path / "made" / "scheme.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[scheme]", f"[scheme]\n{line}"), encoding="utf-8")
    assert load_scheme(path).limits.bonus == 2.5


def test_letters_hold_roman_numbers_and_what_is_beside_the_total_is_told(tmp_path: Path) -> None:
    made, values = taken(tmp_path, {"Rubric": NESTED})
    assert {key: (one["no"], one.get("section"), one["weight"]) for key, one in values["sections"].items()} == {
        "work": ("A", None, 60), "plans": ("I", "work", 25), "field": ("II", "work", 35), "people": ("B", None, 40),
    }  # fmt: skip
    assert {key: one["cap"] for role in ("bonuses", "penalties") for key, one in values[role].items()} == {
        "prizes": 5, "late-reports": 3,
    }  # fmt: skip
    assert codes(made) == [
        "DVK-O831 Rubric!B11", "DVK-O831 Rubric!B13", "DVK-O830 Rubric!A1", "DVK-O826 Rubric!C15",
    ]  # fmt: skip


def test_a_row_without_a_number_that_is_beside_the_total(tmp_path: Path) -> None:
    """With rows below that begin anew it is a section, else one bonus or penalty, wherever it stands."""
    heads = ["TT", "Tiêu chí", "Điểm tối đa"]
    work: Rows = [["I", "Tham mưu", 30], [1, "Kế hoạch", 30], ["II", "Vận động", 70], [1, "Mô hình", 70]]
    prizes: Rows = [[None, "ĐIỂM THƯỞNG", 4], [1, "Cứu người", 3], [2, "Sáng kiến", 2]]
    fines: Rows = [[None, "ĐIỂM TRỪ", 3], [1, "Báo cáo chậm", 3], [None, "TỔNG CỘNG", 100]]
    made, values = taken(tmp_path, {"A": [heads, *work, *prizes, *fines]})
    assert values["scheme"].get("total", 100) == 100
    assert list(values["sections"]) == ["tham-muu", "van-dong"]
    caps = {role: {key: one["cap"] for key, one in values[role].items()} for role in ("bonuses", "penalties")}
    assert caps == {"bonuses": {"cuu-nguoi": 3, "sang-kien": 2}, "penalties": {"bao-cao-cham": 3}}
    assert codes(made) == ["DVK-O831 A!B6", "DVK-O831 A!B9", "DVK-O823 A!C6", "DVK-O826 A!C11"]

    middle: Rows = [[1, "Kế hoạch", 40], [None, "Điểm thưởng", 5], [2, "Báo cáo", 60], [None, "Điểm trừ", 10]]
    book = book_of(tmp_path / "flat.xlsx", {"A": [heads, *middle]})
    single = import_scheme(book, tmp_path / "flat", "vi")
    found = tomli.loads((tmp_path / "flat" / "scheme.toml").read_text(encoding="utf-8"))
    assert {key: one["weight"] for key, one in found["criteria"].items()} == {"ke-hoach": 40, "bao-cao": 60}
    assert (found["bonuses"]["diem-thuong"]["cap"], found["penalties"]["diem-tru"]["cap"]) == (5, 10)
    assert codes(single) == ["DVK-O831 A!B3", "DVK-O831 A!B5"]


def test_a_maximum_that_cannot_be_read_makes_no_more_noise(tmp_path: Path) -> None:
    """Neither sums nor points can come out where a maximum is unknown: it alone is told."""
    rows: Rows = [["TT", "Tiêu chí", "Điểm tối đa"], ["I", "Hồ sơ", 30], [1, "Sổ", "10-15"], [2, "Báo cáo", 20]]
    points: Rows = [["Mã", "Đơn vị", "Sổ", "Báo cáo"], ["a", "Xã A", 9, 18]]
    with pytest.raises(DvkError) as caught:
        import_scheme(
            book_of(tmp_path / "book.xlsx", {"A": [*rows, [None, "Tổng", 30]], "B": points}), tmp_path / "made", "vi"
        )
    assert [one.code for one in caught.value.problems] == ["DVK-O822"]


def test_dotted_numbers_make_sections(tmp_path: Path) -> None:
    _, values = taken(tmp_path, {"Sheet1": FLAT})
    assert {key: one["weight"] for key, one in values["sections"].items()} == {"ho-so": 20}
    assert [(one["no"], one.get("section")) for one in values["criteria"].values()] == [
        ("1.1", "ho-so"), ("1.2", "ho-so"), ("2", None), ("3", None),
    ]  # fmt: skip


def test_letters_below_numbers_and_numbers_before_titles_are_understood(tmp_path: Path) -> None:
    rows: Rows = [["STT", "Nội dung", "Thang điểm"], [1, "Hồ sơ", 50], ["a", "Đúng hạn", 20], ["b", "Đầy đủ", 30]]
    rows = [*rows, [2, "Tiếp dân", 30], [None, "3. Đối thoại", 20], [None, "Tổng", 100], ["II", "Điểm thưởng", 5]]
    made, values = taken(tmp_path, {"A": [*rows, [1, "Sáng kiến", 5]]})
    assert [*values["sections"]] == ["ho-so"]
    assert [(one["no"], one.get("section")) for one in values["criteria"].values()] == [
        ("a", "ho-so"), ("b", "ho-so"), ("2", None), ("3", None),
    ]  # fmt: skip
    assert [*values["bonuses"]] == ["sang-kien"]
    assert codes(made) == ["DVK-O831 A!B8", "DVK-O826 A!C7"]


def test_numbers_that_excel_shortened_are_told(tmp_path: Path) -> None:
    rows: Rows = [["No.", "Criterion", "Maximum"], [1, "Work", 100], [1.1, "Plans", 50], [1.10, "Visits", 50]]
    made, _ = taken(tmp_path, {"A": rows})
    assert codes(made) == ["DVK-O843 A!B4"]


def test_a_guess_is_told_and_what_contradicts_itself_is_taken_by_its_parts(tmp_path: Path) -> None:
    rows: Rows = [
        ["No.", "Criterion", "Maximum"],
        ["I", "Work", 50],
        [1, "Plans", 20],
        [2, "Visits", 20],
        ["II", "People", 40],
        [None, "Sessions", 20],
        [3, "Plans", 20],
        ["III", "Order", 20],
        ["Total", None, 120],
    ]
    made, values = taken(tmp_path, {"A": rows, "B": FLAT})
    assert values["scheme"]["total"] == 100
    assert [*values["criteria"]] == ["plans", "visits", "sessions", "plans-2", "order"]
    assert codes(made) == [
        "DVK-O824 A!B6", "DVK-O825 A!B7", "DVK-O832 A!B8", "DVK-O823 A!C2", "DVK-O827 A!C9", "DVK-O833 A!None",
    ]  # fmt: skip


def test_merged_cells_and_sums_by_formula_are_read_after_libreoffice(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Tiêu chí"]
        sheet["C8"] = "=SUM(C9:C10)"
        sheet["C12"] = "=C13+C16"
        sheet["C17"] = "=C8+C12"
        sheet.merge_cells("A4:D4")
        sheet.merge_cells("A10:A11")
        sheet.merge_cells("B10:B11")
        sheet.merge_cells("C10:C11")

    book = book_of(tmp_path / "book.xlsx", {"Tiêu chí": MOVEMENT, "Điểm": POINTS}, change)
    plain = import_scheme(
        book_of(tmp_path / "plain.xlsx", {"Tiêu chí": MOVEMENT, "Điểm": POINTS}), tmp_path / "a", "vi"
    )
    wanted = [path.read_text(encoding="utf-8").replace("plain.xlsx", "") for path in plain.files]
    for kind in ("xlsx", "ods"):
        (saved,) = converted([book], tmp_path / kind, kind)
        made = import_scheme(saved, tmp_path / kind / "a", "vi")
        assert [one.read_text(encoding="utf-8").replace(saved.name, "") for one in made.files] == wanted
        assert codes(made) == codes(plain)


def test_what_is_made_can_be_edited_on(tmp_path: Path) -> None:
    taken(tmp_path, {"Tiêu chí": MOVEMENT})
    scheme = load_scheme(tmp_path / "made")
    write_scheme_book(scheme, tmp_path / "edit.xlsx", "vi")
    assert read_scheme_book(scheme, tmp_path / "edit.xlsx").data == Path(scheme.path).read_bytes()


def test_what_cannot_be_taken_is_told_by_cell_and_nothing_is_written(tmp_path: Path) -> None:
    rows: Rows = [["TT", "Tiêu chí", "Điểm tối đa"], [1, "Hồ sơ", "10-15"], [2, "Tiếp dân", None], [3, "Thăm hỏi", 0]]
    rows = [*rows, [4, "Đối thoại", 50]]
    points: Rows = [
        ["Đơn vị", "Đối thoại", "Tổng điểm"],
        ["Công an huyện A", 60, 60],
        ["Công an huyện a", "năm", None],
        ["Công an huyện B", 0.5, 7],
        ["Công an huyện B", 3, 3],
    ]
    book = book_of(tmp_path / "book.xlsx", {"A": rows, "B": points}, spoil)
    with pytest.raises(DvkError) as caught:
        import_scheme(book, tmp_path / "made", "vi")
    found = [f"{one.code} {one.place.sheet}!{one.place.cell}" for one in caught.value.problems]
    assert found == [
        "DVK-O822 A!C2", "DVK-O822 A!C3", "DVK-O822 A!C4", "DVK-O836 B!A3", "DVK-O836 B!A5", "DVK-O835 B!B2",
        "DVK-O835 B!B3", "DVK-O835 B!B4", "DVK-O834 B!A1", "DVK-O834 B!A1", "DVK-O834 B!A1", "DVK-O837 B!A2",
    ]  # fmt: skip
    assert not (tmp_path / "made").exists()
    with pytest.raises(DvkError) as caught:
        import_scheme(book_of(tmp_path / "none.xlsx", {"B": points}), tmp_path / "made", "vi")
    assert [one.code for one in caught.value.problems] == ["DVK-O821"]


def spoil(book: Any) -> None:
    """Half of a point as 50%: Excel shows a percentage."""
    book["B"]["B4"].number_format = "0%"


def test_a_total_of_a_unit_is_held_against_its_points(tmp_path: Path) -> None:
    points: Rows = [["Unit", "Hồ sơ đúng hạn", "1.2", "2", "3", "Total"], ["Công an huyện A", 10, 5, 20, 40, 76]]
    made, _ = taken(tmp_path, {"Sheet1": FLAT, "Points": points})
    (told_of,) = [one for one in made.problems if one.code == "DVK-O839"]
    said = "This row says 76 points in all, but the columns that were taken add up to 75."
    assert (told_of.place.cell, told_of.text("en")) == ("F2", said)


def test_hidden_rows_are_taken_and_told(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["Sheet1"].row_dimensions[5].hidden = True
        book["Points"].row_dimensions[2].hidden = True

    points: Rows = [["Unit", "2"], ["Công an huyện A", 10], ["Công an huyện B", 20]]
    made = import_scheme(
        book_of(tmp_path / "book.xlsx", {"Sheet1": FLAT, "Points": points}, change), tmp_path / "a", "vi"
    )
    assert [one for one in codes(made) if "O840" in one] == ["DVK-O840 Points!A2", "DVK-O840 Sheet1!A5"]


HEADINGS = ["TT", "Nội dung", "Điểm tối đa"]
ANEW: Rows = [
    ["I", "Tham mưu", 50], [1, "Kế hoạch", 10], [2, "Báo cáo", 20], [3, "Hồ sơ", 20],
    ["II", "Vận động", 50], [1, "Tuyên truyền", 25], [2, "Mô hình", 25], [None, "Tổng", 100],
]  # fmt: skip
KEYS = ["ke-hoach", "bao-cao", "ho-so", "tuyen-truyen", "mo-hinh"]


@pytest.mark.parametrize(
    "marks",
    [
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, 2, 3, 4, 5],
        [-1, -2, -3, -4, -5],  # what Excel makes of (1), (2) that are typed in
        ["A", "B", 1, 2, 3],
        ["(A)", "(B)", "(1)", "(2)", "(3)"],
        ["(1)", "(2)", "(3)", "(4)", "(5)=(3)+(4)"],
        ["1", "2", "3", "4", "5 = 3 + 4"],
    ],
    ids=str,
)
def test_a_row_of_column_numbers_is_no_criterion_and_no_unit(tmp_path: Path, marks: list[object]) -> None:
    rubric: Rows = [[*HEADINGS, "Cách chấm", "Ghi chú"], marks, *ANEW]
    points: Rows = [["TT", "Đơn vị", "Kế hoạch", "Báo cáo", "Tổng"], marks, [1, "Xã A", 9, 18, 27]]
    made, values = taken(tmp_path, {"A": rubric, "B": points})
    assert [*values["sections"]] == ["tham-muu", "van-dong"]
    assert [*values["criteria"]] == KEYS
    assert "penalties" not in values
    assert made.points is not None
    assert [one[0] for one in made.points.units.values()] == ["Xã A"]
    assert {"DVK-O849 A!A2", "DVK-O849 B!A2"} <= {*codes(made)}


@pytest.mark.parametrize("most", [None, 50])
def test_sections_without_a_number_are_known_by_numbers_that_begin_anew(tmp_path: Path, most: int | None) -> None:
    rows: Rows = [[None, one[1], most] if one[0] in ("I", "II") else one for one in ANEW]
    made, values = taken(tmp_path, {"A": [HEADINGS, *rows]})
    assert {key: one["weight"] for key, one in values["sections"].items()} == {"tham-muu": 50, "van-dong": 50}
    assert [(one["no"], one["section"]) for one in values["criteria"].values()] == [
        ("1", "tham-muu"), ("2", "tham-muu"), ("3", "tham-muu"), ("1", "van-dong"), ("2", "van-dong"),
    ]  # fmt: skip
    assert codes(made) == ["DVK-O847 A!B2", "DVK-O847 A!B6", "DVK-O826 A!C9"]
    # One alone may be a criterion: what numbers are not begun anew below says nothing.
    single = import_scheme(
        book_of(tmp_path / "one.xlsx", {"A": [HEADINGS, [None, "Nếp sống", 50], [1, "Hồ sơ", 50]]}),
        tmp_path / "one",
        "vi",
    )
    assert (codes(single), len(single.rubric.leaves())) == (["DVK-O824 A!B2"], 2)


def test_what_is_beside_the_total_needs_no_points_of_its_own_to_be_a_section(tmp_path: Path) -> None:
    beside: Rows = [[None, "ĐIỂM THƯỞNG", None], [1, "Sáng kiến", 3], [None, "ĐIỂM TRỪ", None], [1, "Báo cáo chậm", 2]]
    made, values = taken(tmp_path, {"A": [HEADINGS, *ANEW[:-1], *beside, ANEW[-1]]})
    assert [*values["criteria"]] == KEYS
    assert (values["bonuses"]["sang-kien"]["cap"], values["penalties"]["bao-cao-cham"]["cap"]) == (3, 2)
    assert codes(made) == ["DVK-O831 A!B11", "DVK-O831 A!B9", "DVK-O826 A!C13"]


@pytest.mark.parametrize("over", [False, True])
def test_columns_under_numbers_that_begin_anew_are_taken_in_the_order_of_the_rubric(tmp_path: Path, over: bool) -> None:
    """With or without the sections' names over them; ``(1)`` and so on below may number the columns."""
    heads: Rows = [["TT", "Đơn vị", 1, 2, 3, 1, 2]]
    if over:
        heads = [["TT", "Đơn vị", "Tham mưu", None, None, "Vận động", None], [None, None, 1, 2, 3, 1, 2]]
    marks = [f"({at})" for at in range(1, 8)]
    taken(tmp_path, {"A": [HEADINGS, *ANEW], "B": [*heads, marks, [1, "Xã A", 9, 18, 17, 24, 23]]})
    lines = (tmp_path / "made" / "figures.csv").read_text(encoding="utf-8").splitlines()
    assert lines == [f"unit,name,{','.join(f'{key}.points' for key in KEYS)}", "xa-a,Xã A,9,18,17,24,23"]


@pytest.mark.parametrize("numbers", [[1, 2], [1, 2, 3, 4, 5], [3], [1, 2, 3, 2, 1]], ids=str)
def test_a_column_under_a_number_of_several_criteria_is_taken_for_none(tmp_path: Path, numbers: list[int]) -> None:
    points: Rows = [["TT", "Đơn vị", *numbers], [1, "Xã A", *[5 for _ in numbers]]]
    made, _ = taken(tmp_path, {"A": [HEADINGS, *ANEW], "B": points})
    assert made.points is not None
    assert made.points.units == {}
    assert not (tmp_path / "made" / "figures.csv").exists()
    if numbers == [1, 2]:
        (told,) = [one for one in made.problems if one.code == "DVK-O848"]
        assert told.in_("vi").endswith(
            "[B!C1]: Không đọc các cột mang số hay tên trùng nhau: C “1”, D “2”; “1” là của nhiều tiêu chí: "
            "“Kế hoạch”, “Tuyên truyền”.\n    → Đặt tên cột kèm số của nhóm, ví dụ I.1, hoặc bằng tên tiêu chí."
        )
        assert told.in_("en").endswith(
            "“1” is that of “Kế hoạch”, “Tuyên truyền”.\n    → Head a column with the "
            "section's number too, such as I.1, or with the criterion's title."
        )
    dotted: Rows = [["TT", "Đơn vị", "I.1", "II.1", "Hồ sơ"], [1, "Xã A", 9, 24, 17]]
    again = import_scheme(
        book_of(tmp_path / "dotted.xlsx", {"A": [HEADINGS, *ANEW], "B": dotted}), tmp_path / "dotted", "vi"
    )
    assert again.points is not None
    assert again.points.columns == {"ke-hoach": 2, "tuyen-truyen": 3, "ho-so": 4}
