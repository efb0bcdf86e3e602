"""Problems of one kind in one column are told as one, and none of them is lost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures
from dvk_scoring.problem import DvkError, Place, Problem, grouped, problem, sort_problems
from dvk_scoring.text import Text
from dvk_scoring.written import plain, with_numbers

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
            "DVK-D302 f.csv: “4,5” has a comma, but numbers here are read with a decimal point (Numerator).\n"
            "    Such cells: 84 (all of them: --json): line 2, xa-0, rec.over “4,5”; line 2, xa-0, sat.value “9,0”; "
            "line 3, xa-1, rec.over “4,5”; …\n"
            "    → If the comma is the decimal mark: add --decimal comma. If it groups thousands: remove it."
        )
    ]
    assert said(error, tmp_path, "vi") == [
        (
            "DVK-D302 f.csv: “4,5” có dấu phẩy, mà số ở đây đọc theo dấu chấm thập phân (Tử số).\n"
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
            "DVK-D301 f.csv, column rec.over: “tốt” is no number (Numerator).\n"
            "    Such cells: 5 (all of them: --json): line 2, xa-0 “tốt”; line 3, xa-1 “tốt”; line 4, xa-2 “tốt”; …\n"
            "    → Enter a number; leave it blank when not reported; KP when not assigned."
        ),
        (
            "DVK-D303 f.csv:7, column sat.value, unit xa-5: “100.001” has more decimals than the 2 "
            "allowed (Value).\n    → Round it at its source; if that mark groups thousands, leave it out, or declare "
            "the decimal mark with --decimal."
        ),
    ]


def test_up_to_three_are_told_each(tmp_path: Path) -> None:
    error = wrong(tmp_path, *(f"xa-{at};tốt;50;90" for at in range(3)))
    assert len(said(error, tmp_path, "vi")) == len(error.problems) == 3


def alike(code: str, *places: Place, **args: object) -> list[str]:
    label = {"label": Text(vi="Tử số", en="Numerator"), "voice": "self"}
    told = grouped([problem(code, place, **label, **args) for place in places])
    return [line for one in told for line in one.in_("en").split("\n")]


def test_a_unit_of_which_many_figures_are_wrong_is_told_once() -> None:
    """One unit is blank in ten columns, another in two of them: columns would give ten messages, units give three."""
    said = "“Numerator” was blank in the voice “self” and filled in by a later one."
    mend = "    → Look at what was filled in: the unit itself has not reported it."
    blank = [Place("f.csv", 3, header=f"rec.{at}", unit="xa-1", unit_name="Xã 1", criterion="rec") for at in range(10)]
    blank += [Place("f.csv", 4, header=f"rec.{at}", unit="xa-2", criterion="rec") for at in range(2)]
    assert alike("DVK-D508", *blank) == [
        f"DVK-D508 f.csv:3, unit Xã 1 (xa-1), criterion rec: {said}",
        "    Such cells: 10 (all of them: --json): rec.0; rec.1; rec.2; …",
        mend,
        f"DVK-D508 f.csv:4, column rec.0, unit xa-2: {said}",
        mend,
        f"DVK-D508 f.csv:4, column rec.1, unit xa-2: {said}",
        mend,
    ]


def test_columns_that_are_mended_alike_are_told_once() -> None:
    places = [Place(header=f"rec.{at}", criterion="rec") for at in range(5)]
    assert alike("DVK-D320", *places, name="rec.0") == [
        "DVK-D320 criterion rec: No file has the column “rec.0” (Numerator).",
        "    Such columns: 5 (all of them: --json): rec.0; rec.1; rec.2; …",
        "    → Add it; without it the figure is not reported for any unit.",
    ]


def test_units_whose_figures_a_formula_refuses_are_told_once() -> None:
    places = [Place("s.toml", unit=f"xa-{at}", unit_name=f"Xã {at}", criterion="rec") for at in range(5)]
    first, such, *_ = alike("DVK-E105", *places, title="Records", when="nobody was counted")
    assert first.startswith("DVK-E105 s.toml: The formula of “Records” ")
    assert such == "    Such units: 5 (all of them: --json): Xã 0 (xa-0); Xã 1 (xa-1); Xã 2 (xa-2); …"


PLACES = st.builds(
    Place,
    file=st.sampled_from([None, "a.csv", "b.csv"]),
    line=st.none() | st.integers(1, 9),
    header=st.sampled_from([None, "x", "y"]),
    key=st.sampled_from([None, "scheme.id"]),
    unit=st.sampled_from([None, "u1", "u2"]),
)
FOUND = st.builds(
    lambda code, place, value: problem(
        code, place, value=value, label="?", voice="?", units="?", count=7, of="DVK-D301", places=0
    ),
    st.sampled_from(["DVK-D301", "DVK-D302", "DVK-D318", "DVK-D399", "DVK-S109"]),
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


def test_days_and_numbers_are_written_as_people_read_them_and_code_as_files_do() -> None:
    late = problem("DVK-R112", day=date(2027, 1, 10), as_of=date(2026, 12, 31))
    assert late.in_("vi").split("\n") == [
        "DVK-R112: Quyết định ngày 10/01/2027 sau ngày tính 31/12/2026 nên chưa được tính đến.",
        "    → Thêm --as-of 2027-01-10 để tính cả quyết định này.",
    ]
    assert "2027-01-10" in late.text("en")
    half = problem("DVK-S167", klass="Đạt", start=plain(Fraction(99, 2)), floor=plain(Fraction(-1, 2)))
    assert half.text("vi").startswith("Đơn vị dưới 49,5 điểm ")
    assert "from = -0.5" in str(half.hint("vi"))
    assert "49.5" in half.text("en")
    assert with_numbers("đội 1.a 2.5, tổ b 1/3").vi == "đội 1.a 2,5; tổ b 1/3"
