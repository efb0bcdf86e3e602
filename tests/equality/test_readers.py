"""Reference = Polars = DuckDB = Python's whole numbers, for every bundled criterion. No difference."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.exact import UnitFigures
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.single import Single, single

IDS = sorted(Registry.of().ids())
# 28 criteria × 3,600 units is more than the 100,000 that the project promises.
UNITS = 3_600
LEAST = 100_000
# Settings without a default that can be scored.
SETTINGS: dict[str, dict[str, object]] = {}


def make(criterion_id: str, weight: Fraction = Fraction(15)) -> Single:
    """Make the scheme of one bundled criterion."""
    criterion: AnyCriterion = Registry.of().criterion(criterion_id)
    return single(criterion, weight=weight, settings=SETTINGS.get(criterion_id))


def test_enough_units_in_all() -> None:
    """The promise is about all criteria together."""
    assert len(IDS) >= 28
    assert len(IDS) * UNITS >= LEAST


@pytest.mark.parametrize("criterion_id", IDS)
def test_reference_polars_and_duckdb_agree(criterion_id: str) -> None:
    """Every unit gets the same state and the same points from all readers."""
    one = make(criterion_id)
    plan = one.plan()
    seed = sum(map(ord, criterion_id))
    data = generate(one.decided.built.figures, UNITS, seed=seed, clusters=tuple(one.scheme.clusters))
    expected = one.reference(data)
    states = {state for state, _ in expected}
    assert len(states) >= 2, "the made-up figures must reach more than one state"
    for name in ("polars", "duckdb") if plan.fits_columns else ("exact",):
        got = one.run(name, data, plan)
        differences = [
            (index, data.rows[index], wanted, found)
            for index, (wanted, found) in enumerate(zip(expected, got, strict=True))
            if wanted != found
        ]
        assert differences == [], f"{name}: {len(differences)} of {UNITS}"


@pytest.mark.parametrize("criterion_id", IDS)
def test_any_width_agrees(criterion_id: str) -> None:
    """The program in Python's whole numbers gives what the reference gives, with an odd weight and one cluster."""
    weight = Fraction("7.5")
    one = make(criterion_id, weight)
    data = generate(one.decided.built.figures, 300, seed=7, clusters=("c1",), blanks=0.05)
    assert one.run("exact", data) == one.reference(data)


@pytest.mark.parametrize("criterion_id", IDS)
def test_points_stay_in_the_proved_range(criterion_id: str) -> None:
    """What check proves holds for made-up figures."""
    one = make(criterion_id)
    (proof,) = one.plan().proofs
    data = generate(one.decided.built.figures, 500, seed=11, clusters=("c1", "c2"))
    for state, points in one.reference(data):
        if state == 0:
            assert points is not None
            assert proof.low <= points <= proof.high


def test_the_generator_holds_declared_rules() -> None:
    """Made-up figures keep ranges and at_most rules, else a difference could hide outside what is declared."""
    for criterion_id in IDS:
        specs = make(criterion_id).decided.built.figures
        units: list[UnitFigures] = generate(specs, 200, seed=3, blanks=0).units(specs, {})
        for unit in units:
            cells = {**unit.figures, **unit.attributes}
            for spec in specs:
                value = cells[spec.name]
                assert isinstance(value, Fraction)
                assert spec.low <= value <= spec.high
                if spec.at_most is not None:
                    parts = [cells[name] for name in (spec.name, *spec.plus)]
                    assert sum(part for part in parts if isinstance(part, Fraction)) <= cells[spec.at_most]
