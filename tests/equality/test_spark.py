"""Spark gives what Polars gives, bit by bit: every criterion, every word of formulas."""

from __future__ import annotations

from typing import Any

import attrs
import narwhals as nw
import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.engines import engine
from dvk_scoring.formula.program import Plan
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.plan import Planner, ScoringPlan, declared_columns
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.single import Single, single
from tests.equality.test_vocabulary import FORMULAS, criterion_of

WIDEST = 126
"""Bits of what Spark can hand on from turn to turn."""
pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("spark")]
UNITS = 2_000


def together(several: list[Single]) -> Scheme:
    """Make one scheme of schemes of one criterion each."""
    criteria = {key: use for one in several for key, use in one.scheme.criteria.items()}
    shared = {name: spec for one in several for name, spec in one.scheme.figures.items()}
    return attrs.evolve(several[0].scheme, criteria=criteria, figures=shared)


def made_up(several: list[Single], units: int) -> nw.DataFrame[Any]:
    """Make up the figures of all, in the same units."""
    frames = [
        one.frame(generate(one.decided.built.figures, units, seed=at, blanks=0.05)).to_native()
        for at, one in enumerate(several)
    ]
    found = frames[0]
    for frame in frames[1:]:
        found = found.with_columns(frame.drop("_row", "cluster"))
    return nw.from_native(found, eager_only=True)


def differences(plan: Plan, frame: nw.DataFrame[Any]) -> list[str]:
    """Name the outputs in which Spark differs from Polars."""
    polars, spark = (engine(name).run(plan, frame).to_native() for name in ("polars", "spark"))
    assert polars.columns == spark.columns
    return [name for name in polars.columns if polars[name].to_list() != spark[name].to_list()]


def test_every_criterion_in_one_competition() -> None:
    several = [single(Registry.of().criterion(one)) for one in sorted(Registry.of().ids())]
    scheme = together(several)
    plan = Planner(scheme, declared_columns(scheme)).plan()
    assert plan.fits_columns
    assert {"rank", *(f"points:{one.id}" for one in several)} <= set(plan.outputs)
    frame = made_up(several, UNITS)
    assert differences(plan.plan, frame) == []


def is_apart(plan: ScoringPlan) -> bool:
    """Tell a formula that Spark must take across units, or whose powers are computed anew; the others are Polars'."""
    program = plan.plan.program
    operations = {program[ref].op for ref in program.below(*plan.plan.outputs.values())}
    return plan.bits <= WIDEST and bool(operations & {"window", "round_approx", "settle"})


def test_every_word_of_formulas_that_looks_across_units() -> None:
    several = [single(criterion_of(name), weight=1, places=9) for name in FORMULAS]
    several = [one for one in several if is_apart(one.plan())]
    assert len(several) >= 20
    scheme = together(several)
    plan = Planner(scheme, declared_columns(scheme)).plan_criteria()
    assert differences(plan.plan, made_up(several, 600)) == []
