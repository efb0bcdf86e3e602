"""The published cases of the target rule, scored by the reference reader."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from dvk_scoring.formula.build import choose, ratio
from dvk_scoring.formula.build_sets import highest
from dvk_scoring.formula.exact import State, UnitFigures, round_fraction, score_units
from dvk_scoring.formula.tree import Figure, Num

CASES = Path(__file__).parent / "data" / "vn_target_formula_cases.csv"
HALF = Fraction(1, 2)


def target_formula() -> Num:
    actual, target = Figure("actual"), Figure("target")
    targeted = target > 0
    done = ratio(actual, target, when_empty=0)
    lead = highest(done, among=targeted, when_empty=0)
    above = HALF + HALF * ratio(done - 1, lead - 1, when_empty=0)
    free = ratio(actual, highest(actual, among=~targeted, when_empty=0), when_empty=0)
    return choose((~targeted, free), (done <= 1, HALF * done), otherwise=above)


def test_every_published_case_comes_out() -> None:
    """One cluster a case; scores × maximum, at the two decimals published. Source: the .md beside the data."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = [
        UnitFigures(
            unit=f"{row['case']}/{row['unit']}",
            cluster=row["case"],
            figures={"actual": Fraction(row["actual"]), "target": Fraction(row["target"])},
        )
        for row in rows
    ]
    outcomes = score_units(target_formula(), (), units)
    assert len(outcomes) == 18
    for row, outcome in zip(rows, outcomes, strict=True):
        assert outcome.state is State.OK
        assert outcome.value is not None
        points = round_fraction(outcome.value * Fraction(row["max_points"]), 2, "half-up")
        assert points == Fraction(row["score_published"]), row
