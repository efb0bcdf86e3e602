"""What is proved of a formula before any data, and what is not."""

from __future__ import annotations

from fractions import Fraction

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
