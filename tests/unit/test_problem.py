"""Problems of one kind in one column are told as one, and none of them is lost."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures
from dvk_scoring.problem import DvkError, Place, Problem, grouped, problem, sort_problems

SCHEME = Path(__file__).parents[1] / "wrecks/field/scheme.toml"


def wrong(folder: Path, *rows: str, delimiter: str = ";") -> DvkError:
    path = folder / "f.csv"
    lines = [delimiter.join(("unit", "rec.over", "rec.under", "sat.value")), *rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        read_figures(load_scheme(SCHEME), [path])
    except DvkError as error:
        return error
    raise AssertionError("it must be refused")


def said(error: DvkError, folder: Path, language: str) -> list[str]:
    lines = [told.in_("vi" if language == "vi" else "en") for told in grouped(error.problems)]
    return [line.replace(f"{folder}/", "") for line in lines]


def test_one_wrong_decimal_mark_is_one_message(tmp_path: Path) -> None:
    """84 cells of 42 units, in two columns."""
    error = wrong(tmp_path, *(f"xa-{at};4,5;50;9,{at}" for at in range(42)))
    assert len(error.problems) == 84
    assert said(error, tmp_path, "en") == [
        (
            "DVK-D302 f.csv: “4,5” has a comma, but the file is declared to use a decimal point (Numerator).\n"
            "    Such cells: 84 (all of them: --json): line 2, xa-0, rec.over “4,5”; line 2, xa-0, sat.value “9,0”; "
            "line 3, xa-1, rec.over “4,5”; …\n"
            "    → If the comma is the decimal mark: add --decimal comma. If it groups thousands: remove it."
        )
    ]
    assert said(error, tmp_path, "vi") == [
        (
            "DVK-D302 f.csv: “4,5” có dấu phẩy, mà tệp được khai báo dùng dấu chấm thập phân (Tử số).\n"
            "    Có 84 ô như vậy (liệt kê đủ: --json): dòng 2, xa-0, rec.over “4,5”; dòng 2, xa-0, sat.value “9,0”; "
            "dòng 3, xa-1, rec.over “4,5”; …\n"
            "    → Nếu dấu phẩy là dấu thập phân: thêm --decimal comma. Nếu là dấu phân cách hàng nghìn: bỏ đi."
        )
    ]
    assert str(error).count("DVK-D302") == 1


def test_one_wrong_column_is_one_message_and_what_else_is_wrong_stands_beside_it(tmp_path: Path) -> None:
    rows = [f"xa-{at};tốt;50;90" for at in range(5)]
    error = wrong(tmp_path, *rows, "xa-5;4;50;100.001")
    assert said(error, tmp_path, "en") == [
        (
            "DVK-D301 f.csv, column rec.over, criterion rec: “tốt” is no number (Numerator).\n"
            "    Such cells: 5 (all of them: --json): line 2, xa-0 “tốt”; line 3, xa-1 “tốt”; line 4, xa-2 “tốt”; …\n"
            "    → Enter a number; leave it blank when not reported; KP when not assigned."
        ),
        (
            "DVK-D303 f.csv:7, column sat.value, unit xa-5, criterion sat: “100.001” has more decimals than the 2 "
            "allowed (Value).\n    → Round it at its source; if that mark groups thousands, leave it out, or declare "
            "the decimal mark with --decimal."
        ),
    ]


def test_up_to_three_are_told_each(tmp_path: Path) -> None:
    error = wrong(tmp_path, *(f"xa-{at};tốt;50;90" for at in range(3)))
    assert len(said(error, tmp_path, "vi")) == len(error.problems) == 3


PLACES = st.builds(
    Place,
    file=st.sampled_from([None, "a.csv", "b.csv"]),
    line=st.none() | st.integers(1, 9),
    header=st.sampled_from([None, "x", "y"]),
    key=st.sampled_from([None, "scheme.id"]),
)
FOUND = st.builds(
    lambda code, place, value: problem(code, place, value=value, label="?", count=7, of="DVK-D301", places=0),
    st.sampled_from(["DVK-D301", "DVK-D302", "DVK-D399", "DVK-S109"]),
    PLACES,
    st.sampled_from(["1", "2", "đ"]),
)


@given(st.lists(FOUND, max_size=30))
def test_every_problem_is_told_or_counted(found: list[Problem]) -> None:
    problems = sort_problems(found)
    told = grouped(problems)
    each = [one for several in told for one in several.several]
    assert len(each) == len(set(map(id, each)))
    left = [one for one in problems if not any(one is other for other in each)]
    assert all(one.code == "DVK-D399" for one in left)
    assert sum(one.count for one in told) == len(each) + sum(int(str(one.args["count"])) for one in left)
    for one in told:
        assert one.count == 1 or (one.count >= len(one.several) > 3 and len({each.code for each in one.several}) == 1)
        assert one.several[0].code in one.in_("vi")
        assert one.several[0].code in one.in_("en")


def test_a_long_list_ends_behind_a_whole_name() -> None:
    units = ", ".join(f"huyen-{at:02}" for at in range(40))
    told = problem("DVK-O526", count=40, total=40, units=units).text("vi")
    assert told.endswith("huyen-18, ….")
    quoted = ", ".join(f"“Giải quyết khiếu nại, tố cáo {at}”" for at in range(10))
    assert problem("DVK-O526", count=1, total=1, units=quoted).text("vi").endswith("tố cáo 4”, ….")
