"""What is taken of marks, and what is asked of figures: each number worked by hand, for every kind of gap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs
import pytest

from dvk_scoring import api as b
from dvk_scoring.api import ERROR, NOT_ASSIGNED, Many, Num, Text
from dvk_scoring.formula.exact import UnitFigures, evaluate, score_units, trace_of
from dvk_scoring.formula.missing import needed_names
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Figure, Marks
from dvk_scoring.formula.words import tell, tell_trace

NR, KP = State.NOT_REPORTED, State.NOT_ASSIGNED
X, Y, Z = (Figure(name) for name in ("x", "y", "z"))
MARKS: Many = [Figure(f"m.{index}") for index in range(1, 5)]
SPECS = [
    *(FigureSpec(name, "decimal", Text(vi=f"Số {name}", en=f"Number {name}"), places=1) for name in ("x", "y", "z")),
    *(FigureSpec(f"m.{index}", "mark", Text(vi=f"Lần {index}", en=f"Run {index}"), many="m") for index in range(1, 5)),
]
Cell = int | str | State


def unit_of(cells: Mapping[str, Cell]) -> UnitFigures:
    figures = {name: one if isinstance(one, State) else Fraction(one) for name, one in cells.items()}
    missing = {spec.name: NR for spec in SPECS if spec.name not in figures}
    return UnitFigures("u", "c", {**missing, **figures})


def scored(tree: Num, cells: Mapping[str, Cell]) -> str:
    (outcome,) = score_units(tree, SPECS, [unit_of(cells)])
    if outcome.error is not None:
        return "error"
    return str(outcome.value) if outcome.value is not None else outcome.state.name.lower().replace("_", "-")


def marked(*cells: Cell) -> dict[str, Cell]:
    return {f"m.{index}": one for index, one in enumerate(cells, 1)}


# 8, 5, 7 and 6; then one blank; then three; then none; then all KP
ROWS = [(8, 5, 7, 6), (8, 5, NR, 6), (8, NR, KP, NR), (NR, NR, KP, NR), (KP, KP, KP, KP)]
GONE = ["not-reported", "not-assigned"]
TAKEN: dict[str, tuple[Callable[[], Num], list[str]]] = {
    # 26/4, 19/3, 8
    "mean": (lambda: b.mean(MARKS), ["13/2", "19/3", "8", *GONE]),
    # two are needed: the third has one
    "mean of two or more": (lambda: b.mean(MARKS, fewest=2), ["13/2", "19/3", "not-reported", *GONE]),
    # without 5 and 6: 15/2; without 5 and 6: 8; one mark, three are needed
    "without the two lowest": (lambda: b.mean(MARKS, drop_low=2, fewest=3), ["15/2", "8", "not-reported", *GONE]),
    # without 5, 8 and 7: 6; without 5, 8 and 6 nothing would be left
    "one low, two high": (
        lambda: b.mean(MARKS, drop=1, drop_high=1, fewest=4),
        ["6", "not-reported", "not-reported", *GONE],
    ),
    # 8 + 7; 8 + 6; 8
    "sum of the two best": (lambda: b.sum_given(MARKS, best=2), ["15", "14", "8", *GONE]),
    # 5 + 6; 5 + 6; 8
    "sum of the two lowest": (lambda: b.sum_given(MARKS, best=2, prefer="low"), ["11", "11", "8", *GONE]),
    # 18; 11; one mark, two are needed
    "sum without the highest": (lambda: b.sum_given(MARKS, drop_high=1, fewest=2), ["18", "11", "not-reported", *GONE]),
    # (6 + 7)/2; 6; 8
    "median": (lambda: b.median(MARKS), ["13/2", "6", "8", *GONE]),
    "best": (lambda: b.best(MARKS), ["8", "8", "8", *GONE]),
    "third": (lambda: b.best(MARKS, 3, when_fewer=NOT_ASSIGNED), ["6", "5", "not-assigned", *GONE]),
    "second from below": (lambda: b.best(MARKS, 2, prefer="low", when_fewer="0.5"), ["6", "6", "1/2", *GONE]),
    "second or error": (lambda: b.best(MARKS, 2, when_fewer=ERROR), ["7", "6", "error", *GONE]),
    "count": (lambda: b.count_given(MARKS), ["4", "3", "1", "0", "0"]),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_of_the_marks_given(name: str) -> None:
    make, expected = TAKEN[name]
    assert [scored(make(), marked(*row)) for row in ROWS] == expected


def test_a_computed_mark_is_given_when_none_of_its_figures_is_missing() -> None:
    """x·2, y + z and x ÷ y: with z missing 2·3 and 3/4; with y = 0 the ratio is not assigned, so 6 and 0 + 1."""
    tree = b.mean([X * 2, Y + Z, b.ratio(X, Y, when_empty=NOT_ASSIGNED)])
    assert scored(tree, {"x": 3, "y": 4, "z": 1}) == str(Fraction(6 + 5) / 3 + Fraction(1, 4))
    assert scored(tree, {"x": 3, "y": 4}) == str((6 + Fraction(3, 4)) / 2)
    assert scored(tree, {"x": 3, "y": 0, "z": 1}) == "7/2"
    assert scored(tree, {"y": 4}) == "not-reported"
    assert scored(tree, {"x": KP, "y": KP, "z": KP}) == "not-assigned"
    assert scored(b.mean([b.ratio(X, Y, when_empty=NOT_ASSIGNED)]), {"x": 3, "y": 0}) == "not-assigned"
    assert scored(b.sum_given([b.ratio(X, Y, when_empty=ERROR), Z]), {"x": 3, "y": 0, "z": 1}) == "error"
    assert scored(b.sum_given([b.ratio(X, Y, when_empty=ERROR), Z]), {"y": 0, "z": 1}) == "1"


GIVEN: dict[str, tuple[Num, list[tuple[dict[str, Cell], str]]]] = {
    "one or the other": (
        b.when(b.given(Y), Y, X),
        [({"x": 1, "y": 2}, "2"), ({"x": 1}, "1"), ({"x": 1, "y": KP}, "1"), ({"y": 2}, "2"), ({}, "not-reported")],
    ),
    "turned round": (b.when(~b.given(Y), 0, Y * 2), [({"y": 2}, "4"), ({}, "0"), ({"y": KP}, "0")]),
    "and": (
        b.when(b.given(X) & (X > 3), X, -1),
        [({"x": 4}, "4"), ({"x": 3}, "-1"), ({}, "-1"), ({"x": KP}, "-1")],
    ),
    "or": (
        b.when(b.given(X) | (Y > 3), 1, 0),
        [({"x": 1}, "1"), ({"y": 4}, "1"), ({"y": 3}, "0"), ({}, "not-reported"), ({"y": KP}, "not-assigned")],
    ),
    "the second case": (
        b.choose((b.given(X), X), (b.given(Y), Y + 10), otherwise=Z),
        [({"x": 1}, "1"), ({"y": 1}, "11"), ({"z": 1}, "1"), ({}, "not-reported"), ({"z": KP}, "not-assigned")],
    ),
    "guards marks": (
        b.when(b.given(X), X, b.mean(MARKS, fewest=2)),
        [({"x": 1}, "1"), (marked(8, 6), "7"), (marked(8), "not-reported")],
    ),
    "what is not settled is needed": (
        b.when(b.given(X), b.when(Y > 3, Z, X), 0),
        [({"x": 1, "y": 3, "z": 5}, "1"), ({"x": 1, "y": 3}, "not-reported"), ({"y": 3}, "0")],
    ),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_an_answer_alone_rules_out_is_not_needed(name: str) -> None:
    tree, rows = GIVEN[name]
    assert [scored(tree, cells) for cells, _ in rows] == [expected for _, expected in rows]


def test_a_blank_that_counts_as_something_is_given() -> None:
    spec = FigureSpec("x", "count", Text(vi="Số x", en="Number x"), blank=Fraction(0))
    specs = [spec if one.name == "x" else one for one in SPECS]
    outcomes = score_units(b.when(b.given(X), X + 1, -1), specs, [unit_of({}), unit_of({"x": KP})])
    assert [one.value for one in outcomes] == [1, -1]


def test_no_number_by_a_condition() -> None:
    tree = b.choose((X < 3, NOT_ASSIGNED), (X > 8, ERROR), otherwise=b.bands(X, [(5, 1)], below=NOT_ASSIGNED))
    assert [scored(tree, {"x": x}) for x in (2, 3, 5, 9)] == ["not-assigned", "not-assigned", "1", "error"]


def test_a_broken_line_and_a_magnitude() -> None:
    """Between 5 and 30 the line falls from 1 to 0: at 12 it is 18/25."""
    line = b.interpolate(X, [(5, 1), (30, 0)])
    assert [scored(line, {"x": x}) for x in (0, 5, 12, 30, 31)] == ["1", "1", "18/25", "0", "0"]
    assert [scored(b.absolute(X - Y), {"x": x, "y": 4}) for x in (1, 4, 9)] == ["3", "0", "5"]


def test_needed_figures_are_those_without_which_there_is_no_score() -> None:
    tree = b.when(b.given(X), X, Y) + Z + b.best(MARKS)
    assert needed_names(tree) == {"z"}


def told(tree: Num, cells: Mapping[str, Cell], language: str = "en") -> list[str]:
    working = evaluate(tree, SPECS, [unit_of(cells)], keep=True)
    return tell_trace(trace_of(working, 0), SPECS, language)  # type: ignore[arg-type]  # vi or en


NAMED = b.named(Text(vi="Điểm nền", en="Base"), X * 2 + 1)


def test_a_part_with_a_name_is_called_by_it() -> None:
    tree = NAMED - b.ratio(NAMED, 10, when_empty=0)
    assert tell(tree, SPECS, "vi") == ("Đặt “Điểm nền” = “Số x” × 2 + 1. Kết quả = “Điểm nền” − “Điểm nền” ÷ 10.")
    assert tell(tree, SPECS, "en") == "Let “Base” = “Number x” × 2 + 1. Result = “Base” − “Base” ÷ 10."
    assert told(tree, {"x": 3}) == [
        "1. “Base”: “Number x” × 2 + 1 = 3 × 2 + 1 = 7",
        "2. “Base” ÷ 10 = 7 ÷ 10 = 0.7",
        "3. “Base” − (2) = 7 − 0.7 = 6.3",
    ]


TOLD: list[tuple[Num, dict[str, Cell], Sequence[str]]] = [
    (b.best(MARKS, 2, when_fewer=NOT_ASSIGNED), marked(8, 5), ["1. Number 2 from the best of 2 (5; 8) → 5"]),
    (
        b.best(MARKS, 2, when_fewer=NOT_ASSIGNED),
        marked(8),
        ["1. Given: 1, so that there is no number 2", "2. So it counts as not assigned"],
    ),
    (b.sum_given(MARKS, drop_high=1, fewest=2), marked(8, 5, 6), ["1. Sum of the marks (2), without 8: 5 + 6 = 11"]),
    (b.count_given(MARKS), marked(8, 5), ["1. How many of 4 are reported → 2"]),
    (
        b.absolute(X - Y),
        {"x": 1, "y": 4},
        ["1. “Number x” − “Number y” = 1 − 4 = -3", "2. The absolute value of (1) → 3"],
    ),
    (
        b.when(b.given(Y), Y, X),
        {"x": 1},
        ["1. Because “Number y” is not reported: take “Number x” = 1"],
    ),
    (b.when(b.given(Y), Y, X), {}, ["1. “Number x”: not reported", "2. So it counts as not reported"]),
    (
        b.mean(MARKS, fewest=2),
        marked(8),
        ["1. Marks given: 1; needed: 2 or more", "2. So it counts as not reported"],
    ),
    (
        b.median([2 * X, 2 * Y, 2 * Z]),
        {"x": 1, "z": 4},
        [
            "1. 2 × “Number x” = 2 × 1 = 2",
            "2. 2 × “Number z” = 2 × 4 = 8",
            "3. Median of 2 marks ((1) = 2; (2) = 8) → 5",
        ],
    ),
]


@pytest.mark.parametrize(("tree", "cells", "lines"), TOLD, ids=range(len(TOLD)))
def test_the_working_tells_what_was_taken_and_what_was_missing(
    tree: Num, cells: Mapping[str, Cell], lines: Sequence[str]
) -> None:
    assert told(tree, cells) == lines
    assert len(told(tree, cells, "vi")) == len(lines)


@pytest.mark.parametrize("tree", [b.mean(MARKS), b.when(b.given(X) & (X > 1), X, b.count_given(MARKS))])
def test_of_no_units_there_is_nothing(tree: Num) -> None:
    assert list(score_units(tree, SPECS, [])) == []


def test_words_of_marks() -> None:
    words = {
        b.sum_given(MARKS[:2], best=1): "the sum of “Run 1”; “Run 2”, only the 1 best",
        b.mean(MARKS[:2], drop_low=1, fewest=2): "the mean of “Run 1”; “Run 2”, without the 1 lowest",
        b.best(MARKS[:2], prefer="low"): "the best of: “Run 1”; “Run 2” (low is good)",
        b.count_given(MARKS[:2]): "how many are reported of: “Run 1”; “Run 2”",
    }
    for tree, text in words.items():
        assert tell(tree, SPECS, "en").startswith(f"Result = {text}.")


def test_a_mark_node_keeps_its_defaults() -> None:
    made = b.mean(MARKS)
    assert isinstance(made, Marks)
    assert attrs.evolve(made, fewest=2) == b.mean(MARKS, fewest=2)
