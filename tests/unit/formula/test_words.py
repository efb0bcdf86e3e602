"""Formulas told in words, and the working of one unit; figures and results are worked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from dvk_scoring import api as b
from dvk_scoring.formula.exact import State, UnitFigures, trace
from dvk_scoring.formula.show import show_exact, show_fraction, show_number, show_points, show_result
from dvk_scoring.formula.symbols import FigureSpec, ParamSpec
from dvk_scoring.formula.tree import ERROR, NOT_ASSIGNED, Attribute, Cond, Figure, Num, Param, Plain
from dvk_scoring.formula.words import tell, tell_trace
from dvk_scoring.text import Language, Text

SPECS = (
    FigureSpec("in_time", "count", Text(vi="Giải quyết đúng hạn", en="Settled in time")),
    FigureSpec("due", "count", Text(vi="Đơn đến hạn", en="Cases due")),
    FigureSpec("missed", "count", Text(vi="Đơn bỏ sót", en="Cases missed"), blank=Fraction(0)),
    FigureSpec("plan", "yes-no", Text(vi="Có kế hoạch", en="Has a plan")),
    FigureSpec(
        "level",
        "choice",
        Text(vi="Mức", en="Level"),
        choices=(("low", Text(vi="Thấp", en="Low")), ("good", Text(vi="Tốt", en="Good"))),
    ),
    FigureSpec("population", "count", Text(vi="Dân số", en="Population"), shared=True),
    *(FigureSpec(f"m.{one}", "mark", Text(vi=f"Giám khảo {one}", en=f"Judge {one}")) for one in range(1, 5)),
)
PARAMS = {
    "taken": ParamSpec("taken", Fraction(1, 2), Fraction(0), Fraction(1), Text(vi="Phần trừ", en="Part taken")),
    "goal": ParamSpec("goal", Fraction(4), Fraction(1), Fraction(9), Text(vi="Mức đủ", en="Goal")),
}
IN_TIME, DUE, MISSED = Figure("in_time"), Figure("due"), Figure("missed")
PLAN, LEVEL = Figure("plan"), Figure("level")
MARKS = tuple(Figure(f"m.{one}") for one in range(1, 5))
TAKEN, GOAL = Param("taken"), Param("goal")
KNOWN = b.ratio(IN_TIME, DUE + MISSED, when_empty=NOT_ASSIGNED)
USUAL: dict[str, Plain | State] = {
    "in_time": 8,
    "due": 8,
    "missed": 1,
    "plan": 1,
    "level": 1,
    "m.1": 6,
    "m.2": "7.5",
    "m.3": 9,
    "m.4": 8,
}


def unit(
    name: str = "u", changes: Mapping[str, Plain | State] | None = None, *, assigned: bool = True, ranked: bool = True
) -> UnitFigures:
    given = {**USUAL, **(changes or {})}
    figures = {key: one if isinstance(one, State) else Fraction(one) for key, one in given.items()}
    population: dict[str, Fraction | State] = {"population": Fraction(2000)}
    params = {"taken": Fraction(1, 2), "goal": Fraction(4)}
    return UnitFigures(name, "c", figures, population, params, assigned=assigned, ranked=ranked)


def follow(tree: Num, language: Language, *units: UnitFigures) -> list[str]:
    given = units or (unit(),)
    names = {"v": "Vĩnh An"}
    return tell_trace(trace(tree, SPECS, given, given[0].unit), SPECS, language, PARAMS, names)


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        ("0", "0", "0"),
        ("1234567", "1.234.567", "1,234,567"),
        ("1234.5", "1.234,5", "1,234.5"),
        ("-0.25", "-0,25", "-0.25"),
        ("8/9", "0,888889", "0.888889"),
        ("-8/9", "-0,888889", "-0.888889"),
        ("1/3000000", "0,0000003333", "0.0000003333"),
    ],
)
def test_numbers(number: str, vi: str, en: str) -> None:
    assert (show_number(Fraction(number), "vi"), show_number(Fraction(number), "en")) == (vi, en)


def test_numbers_of_any_size_keep_every_digit() -> None:
    assert show_number(Fraction(10**40 + 1, 10), "en").replace(",", "") == "1" + "0" * 39 + ".1"


def test_points_have_a_fixed_number_of_decimals() -> None:
    assert show_points(Fraction("1234.5"), 2, "vi") == "1.234,50"
    assert show_points(Fraction(15), 2, "en") == "15.00"
    assert show_points(Fraction("2.675"), 2, "en") == "2.68"
    assert show_points(Fraction(1500), 0, "vi") == "1.500"


def test_what_needs_too_many_decimals_is_shown_beside() -> None:
    assert show_fraction(Fraction(8, 9), "vi") == "≈ 0,888889 (đúng: 8/9)"
    assert show_fraction(Fraction("0.0000005"), "en") == "0.0000005"  # what can be multiplied by hand is whole
    assert show_fraction(Fraction("4.1234567890123456"), "vi") == "4,1234567890123456"  # and so is what can be a figure
    assert show_fraction(Fraction(1, 10**18), "en") == "≈ 0.0000000000000000010000 (exactly 1/1000000000000000000)"
    assert show_fraction(Fraction(10**30 + 1, 3 * 10**30), "en") == "≈ 0.333333"  # nobody reads sixty digits
    assert show_result(Fraction(1, 2), "vi") == "= 0,5"
    assert show_exact(Fraction(1, 3), "vi") == "1/3"
    assert show_exact(Fraction(1000), "vi") == "1.000"


# the formula


@pytest.mark.parametrize(
    ("tree", "vi", "en"),
    [
        (
            KNOWN,
            (
                "Kết quả = “Giải quyết đúng hạn” ÷ (“Đơn đến hạn” + “Đơn bỏ sót”). Khi “Đơn đến hạn” + “Đơn bỏ "
                "sót” = 0: "
                "không phân công (KP). Ô trống của “Đơn bỏ sót” tính là 0."
            ),
            (
                "Result = “Settled in time” ÷ (“Cases due” + “Cases missed”). When “Cases due” + “Cases missed” = 0: "
                "not assigned. A blank “Cases missed” counts as 0."
            ),
        ),
        (
            b.clip(b.ratio(IN_TIME, DUE, when_empty=0) - TAKEN * b.ratio(1, DUE, when_empty=0), 0, 1),
            (
                "Kết quả = “Giải quyết đúng hạn” ÷ “Đơn đến hạn” − “Phần trừ” (0,5) × 1 ÷ “Đơn đến hạn”, giữ "
                "trong khoảng 0 … 1. "
                "Khi “Đơn đến hạn” = 0: lấy 0."
            ),
            (
                "Result = “Settled in time” ÷ “Cases due” − “Part taken” (0.5) × 1 ÷ “Cases due”, held within 0 … 1. "
                "When “Cases due” = 0: take 0."
            ),
        ),
        (
            b.least(1, b.ratio(IN_TIME, GOAL, when_empty=ERROR)),
            "Kết quả = “Giải quyết đúng hạn” ÷ “Mức đủ” (4), nhưng không quá 1.",
            "Result = “Settled in time” ÷ “Goal” (4), but at most 1.",
        ),
        (
            b.ratio(IN_TIME, TAKEN * GOAL * Attribute("population"), when_empty=ERROR),
            (
                "Kết quả = “Giải quyết đúng hạn” ÷ (“Phần trừ” (0,5) × “Mức đủ” (4) × “Dân số”). "
                "Khi “Phần trừ” (0,5) = 0 hoặc “Dân số” = 0: báo lỗi số liệu."
            ),
            (
                "Result = “Settled in time” ÷ (“Part taken” (0.5) × “Goal” (4) × “Population”). "
                "When “Part taken” (0.5) = 0 or “Population” = 0: the figures are in error."
            ),
        ),
        (
            b.choose((b.equal(PLAN, 0), 0), (LEVEL >= 1, 1), otherwise="0.5"),
            "Kết quả: nếu “Có kế hoạch” là “không” thì 0; nếu “Mức” ≥ “Tốt” thì 1; còn lại là 0,5.",
            "Result: if “Has a plan” is “no” then 0; if “Level” ≥ “Good” then 1; otherwise 0.5.",
        ),
        (
            b.bands(IN_TIME, [(5, "0.5"), (10, 1)], below=0),
            "Kết quả: theo bậc của “Giải quyết đúng hạn”: dưới 5 là 0; từ 5 đến dưới 10 là 0,5; từ 10 trở lên là 1.",
            "Result: by bands of “Settled in time”: under 5 gives 0; from 5 to under 10 gives 0.5; from 10 up gives 1.",
        ),
        (
            b.ratio(b.mean(MARKS, drop=1, fewest=3), 10, when_empty=ERROR),
            (
                "Kết quả = (trung bình của “Giám khảo 1”; “Giám khảo 2”; “Giám khảo 3”; “Giám khảo 4”, bỏ 1 "
                "điểm thấp nhất và "
                "1 điểm cao nhất) ÷ 10. Dưới 3 điểm chấm thì chưa báo cáo."
            ),
            (
                "Result = (the mean of “Judge 1”; “Judge 2”; “Judge 3”; “Judge 4”, without the 1 lowest and the "
                "1 highest) ÷ 10. "
                "With fewer than 3 marks it is not reported."
            ),
        ),
        (
            b.ratio(IN_TIME, b.highest(IN_TIME, among=DUE > 0, when_empty=0), when_empty=0),
            (
                "Đặt A = mức cao nhất trong cụm của “Giải quyết đúng hạn”, chỉ tính đơn vị có “Đơn đến hạn” > 0. "
                "Kết quả = “Giải quyết đúng hạn” ÷ A. Khi không có đơn vị nào để lấy A: lấy 0. Khi A = 0: lấy 0."
            ),
            (
                "Let A = the highest in the cluster of “Settled in time”, counting only units with “Cases due” > 0. "
                "Result = “Settled in time” ÷ A. When no unit is left for A: take 0. When A = 0: take 0."
            ),
        ),
        (
            b.round_(b.root(IN_TIME), 2),
            "Kết quả = (căn bậc hai của “Giải quyết đúng hạn”) làm tròn đến 2 chữ số thập phân.",
            "Result = (the square root of “Settled in time”) rounded to 2 decimals.",
        ),
        (Figure("unknown") * 1 + 0, "Kết quả = “unknown”.", "Result = “unknown”."),
    ],
)
def test_a_formula_in_one_paragraph(tree: Num, vi: str, en: str) -> None:
    assert tell(tree, SPECS, "vi", PARAMS) == vi
    assert tell(tree, SPECS, "en", PARAMS) == en


def test_what_is_used_twice_gets_a_letter() -> None:
    known = DUE + MISSED
    tree = b.ratio(IN_TIME, known, when_empty=0) - TAKEN * b.ratio(MISSED, known, when_empty=0)
    text = tell(tree, SPECS, "en", PARAMS)
    assert text.startswith(
        "Let A = “Cases due” + “Cases missed”. Result = “Settled in time” ÷ A − “Part taken” (0.5) × "
    )
    assert text.count("“Cases due”") == 1


def test_a_long_list_is_cut() -> None:
    forms = [Figure(f"form.{one}") for one in range(30)]
    text = tell(b.count_of(forms, at_least=1), SPECS, "vi")
    assert text == "Kết quả = số mục đạt từ 1 trở lên trong: “form.0”; “form.1”; … (30 mục); “form.29”."
    assert tell(b.total(forms), SPECS, "en") == "Result = “form.0” + “form.1” + … (30 in all) + “form.29”."


@pytest.mark.parametrize(
    ("condition", "vi"),
    [
        (~(DUE > 0), "“Đơn đến hạn” ≤ 0"),
        (
            (DUE > 0) & ~((DUE < 9) | b.equal(PLAN, 1)),
            "“Đơn đến hạn” > 0 và “Đơn đến hạn” ≥ 9 và “Có kế hoạch” là “không”",
        ),
        (
            (DUE > 0) & ~((DUE < 9) & b.equal(PLAN, 1)),
            "“Đơn đến hạn” > 0 và (“Đơn đến hạn” ≥ 9 hoặc “Có kế hoạch” là “không”)",
        ),
        (~b.equal(DUE, MISSED), "“Đơn đến hạn” ≠ “Đơn bỏ sót”"),
        ((DUE <= 1) | (DUE >= 5), "“Đơn đến hạn” ≤ 1 hoặc “Đơn đến hạn” ≥ 5"),
        (b.different(LEVEL, 0), "“Mức” ≠ “Thấp”"),
        (LEVEL >= 1, "“Mức” ≥ “Tốt”"),
        (LEVEL >= 2, "“Mức” ≥ 2"),  # there are two answers, counted from 0: these two limits are none of them
        (LEVEL > "0.5", "“Mức” > 0,5"),
    ],
)
def test_conditions(condition: Cond, vi: str) -> None:
    assert tell(b.when(condition, 1, 0), SPECS, "vi").startswith(f"Kết quả: nếu {vi} thì 1; còn lại là 0.")


# the working of one unit


def test_the_working_of_a_ratio() -> None:
    """8 ÷ (8 + 1)."""
    assert follow(KNOWN, "vi") == [
        "1. “Giải quyết đúng hạn” ÷ (“Đơn đến hạn” + “Đơn bỏ sót”) = 8 ÷ 9 ≈ 0,888889 (đúng: 8/9)"
    ]
    assert follow(KNOWN, "en") == [
        "1. “Settled in time” ÷ (“Cases due” + “Cases missed”) = 8 ÷ 9 ≈ 0.888889 (exactly 8/9)"
    ]


def test_parts_used_twice_are_computed_once() -> None:
    """known = 9; 8 ÷ 9 - 0.5 × 1 ÷ 9 = 15 ÷ 18, which the clip leaves as it is."""
    known = DUE + MISSED
    tree = b.clip(b.ratio(IN_TIME, known, when_empty=0) - TAKEN * b.ratio(MISSED, known, when_empty=0), 0, 1)
    assert follow(tree, "vi") == [
        "1. “Đơn đến hạn” + “Đơn bỏ sót” = 8 + 1 = 9",
        "2. “Giải quyết đúng hạn” ÷ (1) = 8 ÷ 9 ≈ 0,888889 (đúng: 8/9)",
        "3. “Đơn bỏ sót” ÷ (1) = 1 ÷ 9 ≈ 0,111111 (đúng: 1/9)",
        "4. (2) − “Phần trừ” × (3) ≈ 0,888889 − 0,5 × 0,111111 ≈ 0,833333 (đúng: 5/6)",
    ]


def test_a_bound_is_shown_only_when_it_changed_something() -> None:
    tree = b.clip(b.ratio(IN_TIME, 4, when_empty=0), 0, 1)
    assert follow(tree, "vi") == ["1. “Giải quyết đúng hạn” ÷ 4 = 8 ÷ 4 = 2", "2. (1) = 2 giữ trong khoảng 0 … 1 → 1"]
    assert follow(tree, "vi", unit(changes={"in_time": 3})) == ["1. “Giải quyết đúng hạn” ÷ 4 = 3 ÷ 4 = 0,75"]
    assert follow(b.least(IN_TIME, 5), "en") == ["1. “Settled in time” = 8 but at most 5 → 5"]
    assert follow(b.greatest(0, IN_TIME - 9), "en") == [
        "1. “Settled in time” − 9 = 8 − 9 = -1",
        "2. (1) = -1 but at least 0 → 0",
    ]
    assert follow(b.least(IN_TIME, DUE + 5), "en") == [
        "1. “Cases due” + 5 = 8 + 5 = 13",
        "2. The smallest of: “Settled in time” = 8; (1) = 13 → 8",
    ]


def test_only_the_branch_that_was_taken_is_shown_and_why() -> None:
    done = b.ratio(IN_TIME, DUE, when_empty=0)
    tree = b.choose((b.equal(PLAN, 0), 0), (done < 1, b.ratio(done, 2, when_empty=0)), otherwise=MISSED)
    assert follow(tree, "vi", unit(changes={"due": 16})) == [
        "1. “Giải quyết đúng hạn” ÷ “Đơn đến hạn” = 8 ÷ 16 = 0,5",
        "2. Vì “Có kế hoạch” là “có” và (1) < 1 (0,5 < 1): tính như sau",
        "3. (1) ÷ 2 = 0,5 ÷ 2 = 0,25",
    ]
    assert follow(tree, "vi")[1:] == ["2. Vì “Có kế hoạch” là “có” và (1) ≥ 1 (1 ≥ 1): lấy “Đơn bỏ sót” = 1"]
    assert follow(tree, "en", unit(changes={"plan": 0})) == ["1. Because “Has a plan” is “no”: take 0"]


def test_of_several_conditions_the_one_that_decides_is_told() -> None:
    tree = b.when((DUE > 9) | (MISSED > 0), 1, 0)
    assert follow(tree, "en") == ["1. Because “Cases missed” > 0 (1 > 0): take 1"]
    assert follow(tree, "en", unit(changes={"missed": 0})) == [
        "1. Because “Cases due” ≤ 9 (8 ≤ 9) and “Cases missed” ≤ 0 (0 ≤ 0): take 0"
    ]
    many = b.choose(*[(b.equal(DUE, one), one) for one in range(4)], otherwise=9)
    assert follow(many, "en") == ["1. Because none of the cases holds: take 9"]


def test_a_band_is_named() -> None:
    tree = b.bands(KNOWN, [("0.5", "0.5"), ("0.8", MISSED * 2)], below=0)
    assert follow(tree, "vi")[1:] == [
        "2. Vì (1) ≈ 0,888889 thuộc bậc từ 0,8 trở lên: tính như sau",
        "3. “Đơn bỏ sót” × 2 = 1 × 2 = 2",
    ]
    assert follow(tree, "vi", unit(changes={"in_time": 0}))[1:] == ["2. Vì (1) = 0 thuộc bậc dưới 0,5: lấy 0"]


def test_an_empty_denominator() -> None:
    nothing = unit(changes={"due": 0, "missed": 0})
    assert follow(KNOWN, "vi", nothing) == [
        "1. “Đơn đến hạn” + “Đơn bỏ sót” = 0",
        "2. Vì vậy tính là không phân công (KP)",
    ]
    assert follow(b.ratio(IN_TIME, DUE, when_empty="0.5"), "vi", nothing) == ["1. Vì “Đơn đến hạn” = 0: lấy 0,5"]
    assert follow(b.ratio(IN_TIME, DUE, when_empty=ERROR), "en", nothing) == [
        "1. “Cases due” = 0",
        "2. Nothing can be computed from these figures: look into them",
    ]


def test_rounding_is_shown_only_when_it_changed_something() -> None:
    assert follow(b.round_(KNOWN, 2), "vi")[1:] == ["2. (1) ≈ 0,888889 làm tròn đến 2 chữ số thập phân → 0,89"]
    assert follow(b.round_(IN_TIME, 2), "vi") == ["1. “Giải quyết đúng hạn” = 8"]
    assert follow(b.floor(b.root(IN_TIME, 3)), "en") == ["1. The root of degree 3 of “Settled in time” = 8 → 2"]
    assert follow(b.round_(b.log(DUE, 10), 2), "en") == [
        "1. The logarithm to the base 10 of “Cases due” = 8 → ≈ 0.903090",
        "2. (1) ≈ 0.903090 rounded to 2 decimals → 0.9",
    ]


def test_marks() -> None:
    """6, 7.5, 8, 9: without 6 and 9 the mean is 15.5 ÷ 2; the median of 6, 7.5, 9 is 7.5."""
    assert follow(b.mean(MARKS, drop=1, fewest=3), "vi") == [
        "1. Trung bình các điểm (2), đã bỏ 6; 9: (7,5 + 8) ÷ 2 = 7,75"
    ]
    assert follow(b.median(MARKS), "vi", unit(changes={"m.4": State.NOT_REPORTED})) == [
        "1. Trung vị của 3 điểm (6; 7,5; 9) → 7,5"
    ]
    assert follow(b.count_of(MARKS, at_least=8), "en") == ["1. How many of 4 are at least 8 (6; 7.5; 9; 8) → 2"]


def others(*values: int) -> list[UnitFigures]:
    return [
        unit("u", {"in_time": 4}),
        *(unit(f"o{index}", {"in_time": one}) for index, one in enumerate(values)),
        unit("v", {"in_time": 10}),
    ]


@pytest.mark.parametrize(
    ("tree", "vi"),
    [
        (
            b.highest(IN_TIME, when_empty=0),
            "Mức cao nhất trong cụm của “Giải quyết đúng hạn” → 10 (Vĩnh An; so 3 đơn vị)",
        ),
        (b.lowest(IN_TIME, when_empty=0), "Mức thấp nhất trong cụm của “Giải quyết đúng hạn” → 2 (o0; so 3 đơn vị)"),
        (b.sum_across(IN_TIME), "Tổng trong cụm của “Giải quyết đúng hạn” → 16 (tính trên 3 đơn vị)"),
        (
            b.mean_across(IN_TIME, when_empty=0),
            "Trung bình trong cụm của “Giải quyết đúng hạn” → 16 ÷ 3 ≈ 5,333333 (đúng: 16/3)",
        ),
        (b.count_across(IN_TIME > 2), "Số đơn vị trong cụm, chỉ tính đơn vị có “Giải quyết đúng hạn” > 2 → 2"),
        (
            b.rank_across(IN_TIME, when_empty=0),
            "Thứ hạng trong cụm theo “Giải quyết đúng hạn” → 2 (tính trên 3 đơn vị)",
        ),
        (
            b.rescale(IN_TIME, when_flat=0),
            (
                "Vị trí trong cụm của “Giải quyết đúng hạn” giữa mức kém nhất (0) và mức tốt nhất (1): (4 − 2) ÷ "
                "(10 − 2) = 0,25"
            ),
        ),
        (
            b.rescale(IN_TIME, prefer="low", when_flat=0),
            (
                "Vị trí trong cụm của “Giải quyết đúng hạn” giữa mức kém nhất (0) và mức tốt nhất (1) (thấp là tốt): "
                "(10 − 4) ÷ (10 − 2) = 0,75"
            ),
        ),
        (b.share_of_best(IN_TIME, when_empty=0), "“Giải quyết đúng hạn” ÷ mức cao nhất trong cụm: 4 ÷ 10 = 0,4"),
        (
            b.share_of_best(IN_TIME, prefer="low", when_empty=0),
            "Mức thấp nhất trong cụm ÷ “Giải quyết đúng hạn”: 2 ÷ 4 = 0,5",
        ),
        (
            b.share_of_best(IN_TIME, among=IN_TIME > 5, when_empty=0),
            "Vì đơn vị không thuộc diện được so về “Giải quyết đúng hạn”: lấy 0",
        ),
        (
            b.rank_across(IN_TIME, among=IN_TIME > 5, when_empty=0),
            "Vì đơn vị không thuộc diện được so về “Giải quyết đúng hạn”: lấy 0",
        ),
        (
            b.highest(IN_TIME, among=IN_TIME > 99, when_empty=0),
            (
                "Vì không có đơn vị nào để lấy mức cao nhất trong cụm của “Giải quyết đúng hạn”, "
                "chỉ tính đơn vị có “Giải quyết đúng hạn” > 99: lấy 0"
            ),
        ),
    ],
)
def test_values_across_the_cluster(tree: Num, vi: str) -> None:
    assert follow(tree, "vi", *others(2)) == [f"1. {vi}"]


def test_equal_values_and_units_outside() -> None:
    same = [unit("u"), unit("v")]
    assert follow(b.rescale(IN_TIME, when_flat="0.5"), "en", *same) == [
        "1. Because the units compared are all equal, or the best is 0: take 0.5"
    ]
    zero = [unit("u", {"in_time": 0}), unit("v", {"in_time": 5})]
    assert follow(b.share_of_best(IN_TIME, prefer="low", when_empty=0), "en", *zero) == [
        "1. The lowest in the cluster ÷ “Settled in time” → 1"
    ]
    outside = [unit("u", {"in_time": 9}, ranked=False), unit("v", {"in_time": 6})]
    assert follow(b.share_of_best(IN_TIME, when_empty=0), "en", *outside) == [
        "1. “Settled in time” ÷ the highest in the cluster: 9 ÷ 6 held within 0 … 1 → 1"
    ]


BLANK, KP = State.NOT_REPORTED, State.NOT_ASSIGNED


@pytest.mark.parametrize(
    ("tree", "given", "vi"),
    [
        (
            IN_TIME + DUE,
            unit(changes={"due": BLANK}),
            ["1. “Đơn đến hạn”: chưa báo cáo", "2. Vì vậy tính là chưa báo cáo"],
        ),
        (
            IN_TIME + DUE,
            unit(changes={"due": KP, "in_time": BLANK}),
            ["1. “Đơn đến hạn”: không phân công (KP)", "2. Vì vậy tính là không phân công (KP)"],
        ),
        # Without what is asked for by `given` the other condition decides: it is no reason, though it is not reported.
        (
            b.when((b.given(IN_TIME) & (IN_TIME > 3)) | (MARKS[0] > 5), 1, 0) + DUE,
            unit(changes={"in_time": BLANK, "due": BLANK}),
            ["1. “Đơn đến hạn”: chưa báo cáo", "2. Vì vậy tính là chưa báo cáo"],
        ),
        (
            IN_TIME,
            unit(assigned=False),
            ["1. Đơn vị không được phân công tiêu chí này (theo quy định hoặc quyết định)"],
        ),
        (
            b.mean(MARKS, fewest=3),
            unit(changes={"m.1": BLANK, "m.2": KP}),
            ["1. Có 2 điểm chấm, cần ít nhất 3", "2. Vì vậy tính là chưa báo cáo"],
        ),
    ],
)
def test_a_unit_without_a_score(tree: Num, given: UnitFigures, vi: Sequence[str]) -> None:
    assert follow(tree, "vi", given) == vi


def test_a_panel_that_recused_itself_entirely() -> None:
    lines = follow(b.median(MARKS), "vi", unit(changes=dict.fromkeys(("m.1", "m.2", "m.3", "m.4"), KP)))
    assert lines[0] == "1. “Giám khảo 1”: không phân công (KP)"
    assert lines[-1] == "5. Vì vậy tính là không phân công (KP)"


def test_a_formula_that_is_a_bare_figure() -> None:
    assert follow(IN_TIME, "vi") == ["1. “Giải quyết đúng hạn” = 8"]
