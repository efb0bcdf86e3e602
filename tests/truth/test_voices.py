"""Two voices on made competitions: the last one counts, and what the first said stands as the oracle would score it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.analysis.voices import VoiceSums, counting_sums, voice_sums
from dvk_scoring.engines import EngineName
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scoring.result import Result, UnitResult
from tests.depth import drawn
from tests.truth.competitions import EVERY, make
from tests.truth.differences import ENGINES, SHOWN, unit_differences
from tests.truth.law import Competition, Law
from tests.truth.made import Made
from tests.truth.plugin import Cell

FEATURES = EVERY - {"blank", "not-assigned", "voices"}
SEEDS = range(drawn(24, 60))
TURN: Mapping[EngineName, int] = {"exact": 1, "polars": 6, "duckdb": 15}
"""One of so many seeds is scored by an engine: columns take longer than fractions."""


def others(made: Made, seed: int) -> Mapping[str, Mapping[str, Cell]]:
    """Let each unit say first what another of its cluster has in the end."""
    draw = random.Random(seed)
    found: dict[str, str] = {}
    for cluster in dict.fromkeys(made.clusters.values()):
        units = [unit for unit, own in made.clusters.items() if own == cluster]
        found |= dict(zip(units, draw.sample(units, len(units)), strict=True))
    return {unit: made.cells[other] for unit, other in found.items()}


def under(law: Competition) -> Law:
    """Give the oracle of what a voice said: no change of points acts there, and nobody ruled on ties of claims."""
    return Law(replace(law, rulings=[one for one in law.rulings if "points" not in one and "tie" not in one]))


def lacks(law: Law, unit: UnitResult) -> bool:
    """Tell whether something that counts in the total is not reported."""
    given = {key: "criteria" for key in unit.criteria if not law.only_breaks_ties(key)}
    given |= {**dict.fromkeys(unit.bonuses, "bonuses"), **dict.fromkeys(unit.penalties, "penalties")}
    return any(law.is_blank(unit.unit, role, key) for key, role in given.items())


def shown_alike(wanted: Fraction, found: Decimal) -> bool:
    """Compare to the last decimal that is shown: a scheme may print fewer than it ranks by."""
    return abs(Fraction(found) - wanted) <= Fraction(10) ** int(found.as_tuple().exponent) / 2


def held(result: Result, earlier: Law, unit: UnitResult, sums: Mapping[str, Mapping[str, VoiceSums]]) -> bool:
    """Hold the sums of both voices against the oracle; tells whether the first voice has another total."""
    first, last = (sums[voice][unit.unit] for voice in ("first", "last"))
    wanted = {key: earlier.section_points(unit.unit, key) for key in first.sections}
    wanted |= dict(zip(("bonus", "penalty"), earlier.sums(unit.unit)[2:], strict=True))
    wanted["total"] = earlier.total(unit.unit)
    found = {**first.sections, "bonus": first.bonus, "penalty": first.penalty, "total": first.total}
    for key, points in found.items():
        assert points is None or shown_alike(wanted[key], points), f"{unit.unit} {key}"
    assert (first.total is None) == (not earlier.sums(unit.unit)[1] or lacks(earlier, unit)), unit.unit
    if all(one.act != "points" for one in result.rulings):
        assert last == counting_sums(result.scheme, unit), unit.unit
    return first.total is not None and first.total != unit.shown


@pytest.mark.parametrize("engine", ENGINES)
def test_the_last_voice_counts_and_the_first_stays_as_it_was_said(engine: EngineName, tmp_path: Path) -> None:
    compared = changed = totals = 0
    for seed in SEEDS[:: TURN[engine]]:
        made = make(seed, FEATURES)
        law = Law(made.read())
        if law.refused or law.refused_ties:
            continue
        said = others(made, seed)
        before = replace(made, cells=said)
        earlier = under(before.read())
        lines = made.csv().splitlines()
        rows = [f"{line},first" for line in before.csv().splitlines()[1:]] + [f"{line},last" for line in lines[1:]]
        (tmp_path / "f.csv").write_text("\n".join([f"{lines[0]},voice", *rows]) + "\n", encoding="utf-8")
        scheme = made.scheme.replace("[scheme]\n", '[scheme]\nvoices = ["first", "last"]\n', 1)
        (tmp_path / "s.toml").write_text(scheme, encoding="utf-8")
        (tmp_path / "r.toml").write_text(made.rulings, encoding="utf-8")
        read = load_scheme(tmp_path / "s.toml")
        figures = read_figures(read, [tmp_path / "f.csv"])
        rulings = read_rulings(read, figures, tmp_path / "r.toml")[0] if made.rulings else ()
        result = score(read, figures, rulings, engine_name=engine)
        sums = voice_sums(result) if seed % 2 == 0 else {}
        for unit in result.units:
            assert list(unit_differences(law, unit)) == [], f"seed {seed}"
            totals += held(result, earlier, unit, sums) if sums else 0
            for key, one in unit.criteria.items():
                if earlier.only_breaks_ties(key):
                    continue
                expected = earlier.criterion(unit.unit, key)["scored"]
                points = one.points_by_voice["first"]
                if earlier.state(unit.unit, key) == "ok" and points is not None:
                    assert abs(Fraction(points) - expected) <= Fraction(1, 10**SHOWN), f"seed {seed}, {unit.unit} {key}"
                    compared, changed = compared + 1, changed + (one.change is not None and points != one.points)
    assert totals > (drawn(24, 60) if engine == "exact" else drawn(4, 10))
    assert compared > (drawn(120, 300) if engine == "exact" else drawn(20, 50))
    assert engine != "exact" or changed > drawn(1, 3)
