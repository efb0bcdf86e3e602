"""What is proved of a formula before any data, and what is not."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.api import (
    NOT_ASSIGNED,
    Num,
    bands,
    choose,
    clip,
    count_of,
    floor,
    greatest,
    highest,
    least,
    log,
    lowest,
    power,
    ratio,
    rescale,
    round_,
    share_of_best,
    when,
)
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Figure, Param
from dvk_scoring.text import Text

DUE, DONE, LATE, RESULT = Figure("due"), Figure("done"), Figure("late"), Figure("result")
LABEL = Text.same("x")
SPECS = (
    FigureSpec("due", "count", LABEL, high=Fraction(100)),
    FigureSpec("done", "count", LABEL, high=Fraction(100), at_most="due"),
    FigureSpec("late", "count", LABEL, high=Fraction(100), at_most="due", plus=("done",)),
    FigureSpec("result", "decimal", LABEL, low=Fraction(-5), high=Fraction(20), places=1),
)
LEAD = highest(ratio(DONE, DUE, when_empty=0), among=DUE > 0, when_empty=0)
SHARE = ratio(DONE, DUE, when_empty=NOT_ASSIGNED)
WANT = [
    (DUE + DONE, 0, 200),
    (DUE - DONE, 0, 100),
    (DUE - DONE - LATE, 0, 100),
    (DUE - 2 * DONE, -100, 100),
    (SHARE, 0, 1),
    (ratio(DONE + LATE, DUE, when_empty=NOT_ASSIGNED), 0, 1),
    (ratio(DONE + Param("worth") * LATE, DUE, when_empty=NOT_ASSIGNED), 0, 1),
    (ratio(DONE, DUE + 7, when_empty=NOT_ASSIGNED), 0, 1),
    (ratio(DUE, DONE, when_empty=0), 0, 100),
    (ratio(RESULT, DUE, when_empty=3), -5, 20),
    (ratio(1, RESULT, when_empty=0), -10, 10),
    (clip(RESULT, 0, 1), 0, 1),
    (least(RESULT, DUE), -5, 20),
    (greatest(RESULT, DUE), 0, 100),
    (when(RESULT > 3, RESULT, 4), Fraction("3.1"), 20),
    (when(DUE > 3, DUE, 4), 4, 100),
    (choose((DUE <= 0, 1), otherwise=DUE), 1, 100),
    (bands(RESULT, [(0, "0.5"), (10, 1)], below=0), 0, 1),
    (round_(ratio(RESULT, 3, when_empty=0), 1), Fraction("-1.7"), Fraction("6.7")),
    (floor(ratio(RESULT, 3, when_empty=0)), -2, 6),
    (count_of([DUE, DONE, LATE], at_least=1), 0, 3),
    (highest(RESULT, when_empty=-9), -5, 20),  # the unit itself takes part: the set is not empty
    (highest(RESULT, among=DUE > 0, when_empty=-9), -9, 20),
    (RESULT - lowest(RESULT, when_empty=0), 0, 25),
    (rescale(RESULT, when_flat=0), 0, 1),
    (share_of_best(DUE, when_empty=0), 0, 1),
    (when(DUE > 0, ratio(ratio(DONE, DUE, when_empty=0), LEAD, when_empty=0), 0), 0, 1),
    (round_(power(clip(RESULT, 0, 4), "0.5"), 1), 0, 2),
]


@pytest.mark.parametrize(("formula", "low", "high"), WANT)
def test_proved(formula: Num, low: Fraction, high: Fraction) -> None:
    """The interval is the one that a person works out by hand."""
    found = Prover(SPECS, {"worth": [Fraction("0.5")]}).interval(formula)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "formula",
    [
        share_of_best(RESULT, when_empty=0),
        log(DUE),
        power(RESULT, 2),
        ratio(DONE, LEAD - 1, when_empty=0),
        ratio(ratio(DONE, DUE, when_empty=0), LEAD, when_empty=0),
    ],
)
def test_not_proved(formula: Num) -> None:
    """What cannot be concluded stays open: check then asks for a clip."""
    found = Prover(SPECS, {}).interval(formula)
    assert None in (found.low, found.high)


def test_a_part_beside_one_below_nought_may_be_more_than_the_whole() -> None:
    """Parts -5 and 10 of a whole of 6 keep to it together; what may be below 0 does so by itself."""
    whole, less, part = (Figure(name) for name in ("whole", "less", "part"))
    most = Fraction(9)
    specs = (
        FigureSpec("whole", "decimal", LABEL, high=most),
        FigureSpec("less", "decimal", LABEL, low=Fraction(-5), high=most, at_most="whole", plus=("part",)),
        FigureSpec("part", "decimal", LABEL, high=most),
    )
    lows = [Prover(specs, {}).interval(formula).low for formula in (whole - less - part, whole - less, whole - part)]
    assert lows == [0, 0, -9]


def nested(levels: int) -> Num:
    """Choices within choices of one shared part: seen as a tree, it triples with each level."""
    formula: Num = RESULT
    for level in range(levels):
        formula = choose((formula > level, formula - 1), otherwise=formula + Fraction(1, 10))
    return formula


@pytest.mark.parametrize("levels", [3, 12, 60])
def test_choices_within_choices_are_bounded(levels: int) -> None:
    """No value leaves the interval, also where there was too much to look at each branch by itself."""
    found = Prover(SPECS, {}).interval(nested(levels))
    assert found.low is not None
    assert found.high is not None
    for tenths in range(-50, 201):
        value = Fraction(tenths, 10)
        for level in range(levels):
            value = value - 1 if value > level else value + Fraction(1, 10)
        assert found.low <= value <= found.high


def test_what_is_looked_at_has_an_end() -> None:
    """Sixty levels are done in moments; without an end they would take longer than anybody waits."""
    code = "import test_bounds as t; t.Prover(t.SPECS, {}).interval(t.nested(60))"
    here = Path(__file__).parent
    subprocess.run([sys.executable, "-c", code], cwd=here, check=True, timeout=120)
