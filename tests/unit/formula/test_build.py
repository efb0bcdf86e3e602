"""What authors call: what it builds, and every mistake with its text in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from fractions import Fraction

import pytest

from dvk_scoring import api as b
from dvk_scoring.catalogue import catalogue
from dvk_scoring.formula.tree import (
    ERROR,
    NOT_ASSIGNED,
    Across,
    Choose,
    Compare,
    Figure,
    FormulaError,
    Greatest,
    Least,
    Log,
    Number,
    Power,
    Ratio,
    Round,
)
from dvk_scoring.problem import problem
from dvk_scoring.text import Text

X, Y = Figure("x"), Figure("y")
MARKS = tuple(Figure(f"marks.{index}") for index in range(1, 6))
ONE = Number(Fraction(1))


def needs_condition(where: str, value: str) -> tuple[str, str]:
    return f"{where} cần một điều kiện, không phải {value}.", f"{where} needs a condition, not {value}."


def needs_one(where: str) -> tuple[str, str]:
    return f"{where} cần ít nhất một phần tử.", f"{where} needs at least one item."


def bad_places(value: str) -> tuple[str, str]:
    vi = f"Số chữ số thập phân phải là số nguyên từ 0 đến 12, không phải {value}."
    return vi, f"Places must be a whole number from 0 to 12, not {value}."


def bad_marks(marks: int, fewest: int, drop: int) -> tuple[str, str]:
    return (
        f"Với {marks} số, không thể đòi ít nhất {fewest} số khi bỏ đi {drop} số.",
        f"With {marks} marks it cannot be asked for at least {fewest} while {drop} are left out.",
    )


def bad_whole(where: str, name: str, low: int, value: str) -> tuple[str, str]:
    return (
        f"{where}: {name} phải là số nguyên từ {low} đến 5, không phải {value}.",
        f"{where}: {name} must be a whole number from {low} to 5, not {value}.",
    )


BANDS_RISE = (
    "Mức bắt đầu của các bậc, vị trí của các điểm phải tăng dần.",
    "The starts of bands, and the places of points, must rise.",
)
EITHER = (
    "mean: hoặc chỉ lấy những điểm tốt nhất (best), hoặc bỏ bớt (drop), không dùng cả hai.",
    "mean: either only the best are taken (best), or some are left out (drop), not both.",
)
NO_SECOND = (
    "Số tốt thứ 2 phải nói rõ: có ít hơn 2 số thì sao.",
    "Number 2 from the best must say what it means that there are fewer than 2.",
)
POINTS = (
    "interpolate cần từ hai điểm trở lên, mỗi điểm là hai số viết ra.",
    "interpolate needs two points or more, each of two written numbers.",
)
NO_FIGURE = (
    "given chỉ hỏi được về một số liệu, để nguyên như khai báo, không phải Add(Figure(…), Number(…)).",
    "given asks about a figure as it is declared, not Add(Figure(…), Number(…)).",
)
NO_NAME = (
    "“named” thiếu nhãn ở ít nhất một ngôn ngữ.",
    "“named” lacks its label in at least one language.",
)
ODD_NAME = (
    "“named” có ký tự điều khiển (xuống dòng, tab, mã màu), không in ra được.",
    "“named” holds a control character (line end, tab, colour code), which cannot be printed.",
)
NO_MODE = ("Không có cách làm tròn 'half_up'.", "There is no rounding mode 'half_up'.")
WRITTEN = (
    "Số mũ, bậc của căn và cơ số lôgarit phải là số viết ra.",
    "An exponent, the degree of a root and the base of a logarithm must be written numbers.",
)
MISTAKES: list[tuple[str, tuple[str, str], Callable[[], object]]] = [
    ("DVK-F107", needs_condition("when", "True"), lambda: b.when(X == X, 1, 0)),  # type: ignore[arg-type]  # noqa: PLR0124
    ("DVK-F107", needs_condition("choose", "1"), lambda: b.choose((1, 1), otherwise=0)),  # type: ignore[arg-type]
    ("DVK-F107", needs_condition("highest", "True"), lambda: b.highest(X, among=True, when_empty=0)),  # type: ignore[arg-type]
    ("DVK-F107", needs_condition("all_of", "False"), lambda: b.all_of(X > 0, X == Y)),  # type: ignore[arg-type]
    ("DVK-F107", needs_condition("count_across", "None"), lambda: b.count_across(None)),  # type: ignore[arg-type]
    ("DVK-F108", needs_one("least"), b.least),
    ("DVK-F108", needs_one("greatest"), b.greatest),
    ("DVK-F108", needs_one("choose"), lambda: b.choose(otherwise=0)),
    ("DVK-F108", needs_one("bands"), lambda: b.bands(X, [], below=0)),
    ("DVK-F108", needs_one("count_of"), lambda: b.count_of([], at_least=1)),
    ("DVK-F108", needs_one("mean"), lambda: b.mean([])),
    ("DVK-F108", needs_one("sum_given"), lambda: b.sum_given([])),
    ("DVK-F108", needs_one("median"), lambda: b.median([])),
    ("DVK-F108", needs_one("best"), lambda: b.best([])),
    ("DVK-F108", needs_one("count_given"), lambda: b.count_given([])),
    ("DVK-F110", BANDS_RISE, lambda: b.bands(X, [(80, 1), (50, "0.5")], below=0)),
    ("DVK-F110", BANDS_RISE, lambda: b.bands(X, [(50, 1), (50, "0.5")], below=0)),
    ("DVK-F111", bad_places("-1"), lambda: b.round_(X, -1)),
    ("DVK-F111", bad_places("13"), lambda: b.round_(X, 13)),
    ("DVK-F111", bad_places("'2'"), lambda: b.round_(X, "2")),  # type: ignore[arg-type]
    ("DVK-F111", bad_places("True"), lambda: b.round_(X, True)),
    ("DVK-F112", NO_MODE, lambda: b.round_(X, 2, "half_up")),  # type: ignore[arg-type]
    ("DVK-F113", WRITTEN, lambda: b.power(X, Y)),  # type: ignore[arg-type]
    ("DVK-F113", WRITTEN, lambda: b.root(X, 0)),
    ("DVK-F113", WRITTEN, lambda: b.root(X, "2")),  # type: ignore[arg-type]
    ("DVK-F113", WRITTEN, lambda: b.log(X, 1)),
    ("DVK-F113", WRITTEN, lambda: b.log(X, -2)),
    ("DVK-F113", WRITTEN, lambda: b.log(X, Y)),  # type: ignore[arg-type]
    ("DVK-F114", bad_marks(5, 2, 2), lambda: b.mean(MARKS, drop=1, fewest=2)),
    ("DVK-F114", bad_marks(5, 2, 2), lambda: b.mean(MARKS, drop_low=2, fewest=2)),
    ("DVK-F114", bad_marks(5, 3, 3), lambda: b.sum_given(MARKS, drop=1, drop_high=1, fewest=3)),
    ("DVK-F114", bad_marks(5, 6, 0), lambda: b.mean(MARKS, fewest=6)),
    ("DVK-F114", bad_marks(5, 0, 0), lambda: b.median(MARKS, fewest=0)),
    ("DVK-F114", bad_marks(5, 0, 0), lambda: b.best(MARKS, fewest=0)),
    ("DVK-F115", bad_whole("mean", "drop", 0, "-1"), lambda: b.mean(MARKS, drop=-1)),
    ("DVK-F115", bad_whole("sum_given", "drop_high", 0, "6"), lambda: b.sum_given(MARKS, drop_high=6)),
    ("DVK-F115", bad_whole("mean", "best", 1, "0"), lambda: b.mean(MARKS, best=0)),
    ("DVK-F115", bad_whole("best", "place", 1, "6"), lambda: b.best(MARKS, 6)),
    ("DVK-F115", bad_whole("best", "place", 1, "True"), lambda: b.best(MARKS, True)),
    ("DVK-F116", EITHER, lambda: b.mean(MARKS, best=3, drop_low=1, fewest=2)),
    ("DVK-F117", NO_SECOND, lambda: b.best(MARKS, 2)),
    ("DVK-F118", POINTS, lambda: b.interpolate(X, [(1, 1)])),
    ("DVK-F118", POINTS, lambda: b.interpolate(X, [(1, 1), (Y, 2)])),  # type: ignore[list-item]
    ("DVK-F110", BANDS_RISE, lambda: b.interpolate(X, [(1, 1), (1, 2)])),
    ("DVK-F119", NO_FIGURE, lambda: b.given(X + 1)),
]
NAMES: list[tuple[str, tuple[str, str], str | Text]] = [
    ("DVK-C154", NO_NAME, ""),
    ("DVK-C154", NO_NAME, Text(vi="Điểm nền", en=" ")),
    ("DVK-C166", ODD_NAME, "a\nb"),
]


@pytest.mark.parametrize(("code", "texts", "mistake"), MISTAKES)
def test_a_mistake_is_named_with_advice(code: str, texts: tuple[str, str], mistake: Callable[[], object]) -> None:
    with pytest.raises(FormulaError) as caught:
        mistake()
    assert caught.value.code == code
    found = problem(code, None, **caught.value.args_)
    assert (found.text("vi"), found.text("en")) == texts
    assert found.hint("vi")
    assert found.hint("en")


@pytest.mark.parametrize(("code", "texts", "name"), NAMES)
def test_the_name_of_a_part_can_be_printed(code: str, texts: tuple[str, str], name: str | Text) -> None:
    with pytest.raises(FormulaError) as caught:
        b.named(name, X)
    assert caught.value.code == code
    found = problem(code, None, **caught.value.args_)
    assert (found.text("vi"), found.text("en")) == texts


@pytest.mark.parametrize("code", [f"DVK-F{number}" for number in range(101, 120) if number != 109])
def test_every_code_can_be_explained_in_both_languages(code: str) -> None:
    entry = catalogue()[code]
    assert entry["example"].strip()
    for language in ("vi", "en"):
        assert all(entry[language][key].strip() for key in ("text", "hint", "cause", "mend"))


def test_an_empty_denominator_must_be_given_a_meaning() -> None:
    with pytest.raises(TypeError):
        b.ratio(X, Y)  # type: ignore[call-arg]
    assert b.ratio(X, Y, when_empty="not-assigned") == Ratio(X, Y, NOT_ASSIGNED)
    assert b.ratio(X, Y, when_empty="error") == Ratio(X, Y, ERROR)
    assert b.ratio(X, Y, when_empty="0.5") == Ratio(X, Y, Number(Fraction(1, 2)))


def test_clip_is_a_smallest_of_a_largest() -> None:
    assert b.clip(X, 0, 1) == Least((Greatest((X, Number(Fraction(0)))), ONE))


def test_total() -> None:
    assert b.total([]) == Number(Fraction(0))
    assert b.total([X]) == X
    assert b.total([X, Y, 1]) == (X + Y) + 1


def test_choices_and_comparisons() -> None:
    assert isinstance(b.when(X > 0, 1, 0), Choose)
    assert b.when(X > 0, 1, 0) == b.choose((X > 0, 1), otherwise=0)
    assert b.equal(X, 1) == Compare("==", X, ONE)
    assert b.different(X, 1) == Compare("!=", X, ONE)


def test_rounding_powers_and_logarithms() -> None:
    assert b.round_(X) == Round(X, 0, "half-up")
    assert b.floor(X, 2) == Round(X, 2, "floor")
    assert b.root(X, 3) == Power(X, Fraction(1, 3))
    assert b.power(X, "0.5") == b.root(X)
    assert b.log(X) == Log(X, None)
    assert b.log(X, 10) == Log(X, Fraction(10))


def test_what_is_taken_across_keeps_its_direction() -> None:
    assert b.lowest(X, when_empty=0) == Across("lowest", X, None, "cluster", Number(Fraction(0)), "low")
    rank = b.rank_across(X, prefer="low", among=Y > 0, over="all", when_empty=NOT_ASSIGNED)
    assert rank == Across("rank", X, Y > 0, "all", NOT_ASSIGNED, "low")
    assert b.count_across(Y > 0) == Across("count", ONE, Y > 0, "cluster", Number(Fraction(0)), "high")


def test_bands_may_start_at_params_that_are_not_compared_while_building() -> None:
    assert len(b.bands(X, [(Y, 1), (5, 2), (9, 3)], below=0).steps) == 3  # type: ignore[attr-defined]


def test_a_power_of_a_power_is_one_power() -> None:
    assert b.power(b.root(X, 2), 2) == Power(X, Fraction(1))
    assert b.root(b.power(X, 2), 3) == Power(X, Fraction(2, 3))
    assert b.power(b.power(b.root(X, 3), 2), "0.5") == Power(X, Fraction(1, 3))


def test_an_exponent_below_zero_stays_inside_since_it_has_no_value_at_zero() -> None:
    assert b.power(b.power(X, -1), -1) == Power(Power(X, Fraction(-1)), Fraction(-1))
    assert b.power(b.power(X, 2), -1) == Power(X, Fraction(-2))


@pytest.mark.parametrize("name", [name for name in b.__all__ if inspect.isfunction(getattr(b, name))])
def test_the_docstring_of_every_builder_explains_each_argument(name: str) -> None:
    builder = getattr(b, name)
    told = inspect.getdoc(builder) or ""
    assert "\nArgs:\n" in told
    lines = [line.strip() for line in told.partition("\nArgs:\n")[2].splitlines()]
    for argument in inspect.signature(builder).parameters:
        assert any(line.startswith(f"{argument}: ") for line in lines), f"{name}: {argument}"
