"""Two voices on made competitions: the last one counts, and what the first said stands as the oracle would score it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.engines import EngineName
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from tests.truth.competitions import EVERY, make
from tests.truth.differences import ENGINES, SHOWN, unit_differences
from tests.truth.law import Law
from tests.truth.made import Made
from tests.truth.plugin import Cell

FEATURES = EVERY - {"blank", "not-assigned", "voices"}
SEEDS = range(60)


def others(made: Made, seed: int) -> Mapping[str, Mapping[str, Cell]]:
    """Let each unit say first what another of its cluster has in the end."""
    draw = random.Random(seed)
    found: dict[str, str] = {}
    for cluster in dict.fromkeys(made.clusters.values()):
        units = [unit for unit, own in made.clusters.items() if own == cluster]
        found |= dict(zip(units, draw.sample(units, len(units)), strict=True))
    return {unit: made.cells[other] for unit, other in found.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_last_voice_counts_and_the_first_stays_as_it_was_said(engine: EngineName, tmp_path: Path) -> None:
    compared = changed = 0
    for seed in SEEDS if engine == "exact" else SEEDS[::6]:
        made = make(seed, FEATURES)
        law = Law(made.read())
        if law.refused or law.refused_ties:
            continue
        said = others(made, seed)
        before = replace(made, cells=said, rulings="")
        earlier = Law(before.read())
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
        for unit in result.units:
            assert list(unit_differences(law, unit)) == [], f"seed {seed}"
            for key, one in unit.criteria.items():
                if earlier.only_breaks_ties(key):
                    continue
                expected = earlier.criterion(unit.unit, key)["scored"]
                found = one.points_by_voice["first"]
                if earlier.state(unit.unit, key) == "ok" and found is not None:
                    assert abs(Fraction(found) - expected) <= Fraction(1, 10**SHOWN), f"seed {seed}, {unit.unit} {key}"
                    compared, changed = compared + 1, changed + (one.change is not None and found != one.points)
    assert compared > (300 if engine == "exact" else 50)
    assert engine != "exact" or changed > 3
