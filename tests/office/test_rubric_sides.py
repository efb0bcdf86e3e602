"""What of a rubric is within its total: bonuses, penalties and sections, as committees write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.editing.rubric.make import Imported, import_scheme
from dvk_scoring.editing.rubric.sides import sides_of
from dvk_scoring.problem import DvkError
from tests.office.rubrics import Rows, book_of

HEADS = ["TT", "Nội dung, tiêu chí", "Điểm tối đa", "Cách chấm"]


def taken(tmp_path: Path, rows: Rows, points: Rows | None = None) -> tuple[Imported, dict[str, Any]]:
    tmp_path.mkdir(exist_ok=True)
    book = book_of(tmp_path / "book.xlsx", {"TC": [HEADS, *rows], **({} if points is None else {"Điểm": points})})
    made = import_scheme(book, tmp_path / "made", "vi")
    return made, tomli.loads((tmp_path / "made" / "scheme.toml").read_text(encoding="utf-8"))


def codes(made: Imported) -> list[str]:
    return [f"{one.code} {one.place.sheet}!{one.place.cell}" for one in made.problems]


@pytest.mark.parametrize(
    ("title", "side"),
    [
        ("Trừ điểm", "penalties"), ("TRỪ ĐIỂM", "penalties"), ("Các trường hợp bị trừ điểm", "penalties"),
        ("CÁC TIÊU CHÍ TRỪ ĐIỂM", "penalties"), ("Trừ điểm đối với đơn vị", "penalties"), ("Giảm trừ", "penalties"),
        ("Phạt", "penalties"), ("Điểm phạt", "penalties"), ("Điểm trừ (tối đa 5)", "penalties"),
        ("Points taken (penalties)", "penalties"), ("Deductions", "penalties"), ("CAC TIEU CHI TRU DIEM", "penalties"),
        ("Cộng điểm", "bonuses"), ("Thưởng điểm", "bonuses"), ("Điểm cộng, điểm thưởng (tối đa 5)", "bonuses"),
        ("Nội dung được cộng điểm", "bonuses"), ("Bonus points", "bonuses"), ("Điểm khuyến khích", "bonuses"),
        ("Phát động thi đua", ""), ("Xử phạt vi phạm hành chính", ""), ("Công tác khen thưởng", ""),
        ("Vệ sinh địa điểm công cộng", ""), ("Không trừ điểm", ""), ("Không bị điểm trừ trong năm", ""),
        ("Quản lý địa điểm trực ban", ""), ("Tham mưu (chậm thì trừ điểm)", ""), ("Cộng tác viên", ""),
    ],
)  # fmt: skip
def test_titles_say_what_is_beside_the_total(title: str, side: str) -> None:
    assert sides_of(title) == ({side} if side else set())


@pytest.mark.parametrize("numbers", [("I", "II", "III"), ("I", None, None)], ids=str)
def test_points_that_are_taken_away_are_not_earned(tmp_path: Path, numbers: tuple[str | None, ...]) -> None:
    rows: Rows = [
        [numbers[0], "NỘI DUNG", 100], [1, "Kế hoạch", 100], [numbers[1], "TRỪ ĐIỂM", 5], [1, "Chậm", 2],
        [2, "Sai", "–3"], [numbers[2], "CỘNG ĐIỂM", 5], [1, "Khen", 5],
    ]  # fmt: skip
    points: Rows = [["Đơn vị", "Kế hoạch", "Chậm", "Sai", "Khen"], ["Xã A", 80, 2, 3, 0], ["Xã B", 80, 0, 0, 0]]
    made, _ = taken(tmp_path, rows, points)
    scheme = load_scheme(tmp_path / "made")
    result = score(scheme, read_figures(scheme, [tmp_path / "made" / "figures.csv"]))
    assert {one.name: (str(one.total), one.rank) for one in result.units} == {  # 80 − 2 − 3
        "Xã A": ("75.00", 2), "Xã B": ("80.00", 1),
    }  # fmt: skip
    assert codes(made) == ["DVK-O831 TC!B4", "DVK-O831 TC!B7", "DVK-O837 Điểm!A2"]


@pytest.mark.parametrize("most", [None, 8])
def test_what_stands_below_the_total_is_beside_it_where_it_says_so(tmp_path: Path, most: int | None) -> None:
    rows: Rows = [
        ["I", "THAM MƯU", 70], [1, "Kế hoạch", 10], [2, "Báo cáo", 60], ["II", "VẬN ĐỘNG", 30], [1, "Tuyên truyền", 30],
        [None, "Tổng cộng", 100], [None, "Điểm thưởng", most], [1, "Sáng kiến", 5], [2, "Gương", 3],
        [None, "Điểm trừ"], [1, "Chậm", 2], [None, "Điểm trừ do hội đồng xem xét."],
    ]  # fmt: skip
    made, scheme = taken(tmp_path, rows)
    assert (scheme["scheme"]["total"], len(scheme["criteria"])) == (100, 3)
    assert [one["title"] for one in scheme["bonuses"].values()] == ["Sáng kiến", "Gương"]
    assert [one["title"] for one in scheme["penalties"].values()] == ["Chậm"]
    assert "DVK-O828 TC!B13" in codes(made)


def test_a_title_of_both_sides_leaves_the_side_to_signs_and_titles_and_is_else_refused(tmp_path: Path) -> None:
    own: Rows = [["I", "NỘI DUNG", 100], [1, "Kế hoạch", 100]]
    rows: Rows = [*own, ["II", "Điểm thưởng và điểm trừ", None], [1, "Khen", 5], [2, "Chậm", -2]]
    made, values = taken(tmp_path, rows)
    assert (values["bonuses"]["khen"]["cap"], values["penalties"]["cham"]["cap"]) == (5, 2)
    assert codes(made) == ["DVK-O831 TC!B5", "DVK-O831 TC!B6"]
    inner: Rows = [["1", "Điểm thưởng", None], ["1.1", "Khen", 5], ["2", "Điểm trừ", None], ["2.1", "Chậm", 2]]
    _, values = taken(tmp_path / "inner", [*own, ["II", "Điểm thưởng, điểm trừ", 7], *inner])
    assert (values["bonuses"]["khen"]["cap"], values["penalties"]["cham"]["cap"]) == (5, 2)
    assert [*values["criteria"]] == ["ke-hoach"]
    with pytest.raises(DvkError) as caught:
        taken(tmp_path / "none", [*own, ["II", "Điểm thưởng và điểm trừ", 7], [1, "Khen", 5], [2, "Chậm", 2]])
    found = [one for one in caught.value.problems if one.severity == "error"]
    assert [f"{one.code} {one.place.cell}" for one in found] == ["DVK-O864 C5", "DVK-O864 C6"]
    said = found[1].in_("vi").partition("[TC!C6]: ")[2]
    assert said == (
        "Không biết “Chậm” là điểm thưởng hay điểm trừ.\n    → Ghi dấu trừ trước điểm bị trừ, như -2, hoặc chia thành "
        "hai nhóm “Điểm thưởng” và “Điểm trừ”."
    )
    assert not (tmp_path / "none" / "made").exists()


@pytest.mark.parametrize(
    "numbers",
    [
        ["I -", "1 -", "2-", "II-", "3-", "4-"], ["Phần I", "1", "2", "Phần II", "3", "4"],
        ["I/", "1/", "2/", "II/", "1/", "2/"], ["Phần 1", 1, 2, "Phần 2", 1, 2], ["I:", "1:", "2:", "II:", "3:", "4:"],
    ],
    ids=str,
)  # fmt: skip
def test_sections_are_known_however_their_numbers_are_written(tmp_path: Path, numbers: list[object]) -> None:
    titles = [("THAM MƯU", 30), ("Kế hoạch", 10), ("Báo cáo", 20), ("VẬN ĐỘNG", 70), ("Hội thi", 40), ("Mô hình", 30)]
    rows: Rows = [[number, *one] for number, one in zip(numbers, titles, strict=True)]
    made, values = taken(tmp_path, rows)
    assert {key: one["section"] for key, one in values["criteria"].items()} == {
        "ke-hoach": "tham-muu", "bao-cao": "tham-muu", "hoi-thi": "van-dong", "mo-hinh": "van-dong",
    }  # fmt: skip
    assert (values["scheme"]["total"], codes(made)) == (100, [])
    prefixed: Rows = [[None, f"{number} {title}", most] for number, (title, most) in zip(numbers, titles, strict=True)]
    if all(str(number).endswith(("/", ":")) for number in numbers):
        _, again = taken(tmp_path / "titles", prefixed)
        assert again["criteria"].keys() == values["criteria"].keys()


def test_rows_without_a_number_that_have_the_points_of_those_below_are_sections(tmp_path: Path) -> None:
    rows: Rows = [
        [None, "Tham mưu", 30], [1, "Kế hoạch", 10], [2, "Báo cáo", 20],
        [None, "Vận động", 70], [3, "Hội thi", 40], [4, "Mô hình", 30], [None, "Tổng cộng", 100],
    ]  # fmt: skip
    made, values = taken(tmp_path, rows)
    assert {key: one["weight"] for key, one in values["sections"].items()} == {"tham-muu": 30, "van-dong": 70}
    assert [one["section"] for one in values["criteria"].values()] == ["tham-muu"] * 2 + ["van-dong"] * 2
    assert codes(made) == ["DVK-O847 TC!B2", "DVK-O847 TC!B5", "DVK-O826 TC!C8"]
    other, _ = taken(tmp_path / "other", [[None, "Tham mưu", 31], *rows[1:-1]])
    assert codes(other) == ["DVK-O824 TC!B2", "DVK-O824 TC!B5"]


def test_a_dash_in_the_column_of_numbers_makes_a_part_of_the_criterion_above(tmp_path: Path) -> None:
    rows: Rows = [[1, "Kế hoạch", 40], ["-", "Năm", 20], ["–", "Quý", 20], [2, "Báo cáo", 60]]
    made, values = taken(tmp_path, rows)
    assert {key: one["weight"] for key, one in values["criteria"].items()} == {"ke-hoach": 40, "bao-cao": 60}
    assert codes(made) == ["DVK-O838 TC!B3", "DVK-O838 TC!B4"]


@pytest.mark.parametrize(
    "marks",
    [
        ["A", "B", 1], ["A", "B", 1, 2], ["A", "B", "C", "D"], ["(A)", "(B)", "(C)", "(D)"],
        ["Cột 1", "Cột 2", "Cột 3", "Cột 4"], ["I", "II", "III", "IV"], [1, 2, 3], [-1, -2, -3, -4],
    ],
    ids=str,
)  # fmt: skip
def test_column_numbers_are_no_criterion_and_a_criterion_called_by_a_number_is_one(
    tmp_path: Path, marks: list[object]
) -> None:
    rows: Rows = [marks, [1, "Kế hoạch", 10], [2, "Quy chế", 10], [3, "4", 5], [4, "Báo cáo", 75]]
    made, values = taken(tmp_path, [row for row in rows if row[1] != "4"])
    assert [one["title"] for one in values["criteria"].values()] == ["Kế hoạch", "Quy chế", "Báo cáo"]
    assert ("sections" in values, codes(made)) == (False, ["DVK-O849 TC!A2"])
    _, values = taken(tmp_path / "number", rows[1:])
    assert [one["title"] for one in values["criteria"].values()] == ["Kế hoạch", "Quy chế", "4", "Báo cáo"]
