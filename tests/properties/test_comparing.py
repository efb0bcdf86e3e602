"""Causes add up to the whole, exactly, on made pairs of competitions; and each step is what its cause makes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from dvk_scoring import DvkError, Result, compare, load_scheme, read_figures, read_rulings, score
from dvk_scoring.analysis.causes import ComparedResults
from dvk_scoring.analysis.standing import Standing, standings_of
from tests.truth.competitions import make
from tests.truth.differences import read_made

PAIRS = int(os.environ.get("DVK_PAIRS", "10"))
"""Made pairs; by hand as many as there is time for."""
OTHER = 5_000
"""The seed of the second of a pair is so much higher."""


def scored(seed: int, folder: Path) -> Result | None:
    folder.mkdir()
    try:
        return read_made(make(seed), folder).score("exact")
    except DvkError:
        return None


def made_pairs(folder: Path) -> Iterator[tuple[Result, Result]]:
    """Give pairs of competitions with other schemes, figures, units and rulings."""
    for seed in range(PAIRS):
        old, new = scored(seed, folder / f"{seed}-old"), scored(seed + OTHER, folder / f"{seed}-new")
        if old is not None and new is not None:
            yield old, new


def hold(found: ComparedResults, old: Result, new: Result) -> None:
    """See that the steps lead from the one result to the other, and that the parts add up."""
    before, after = standings_of(old), standings_of(new)
    assert {one.change.unit for one in found.units} == set(before) & set(after)
    for unit in found.units:
        assert (unit.path[0], unit.path[-1]) == (before[unit.was], after[unit.change.unit])
        totals = unit.values(lambda one: one.total)
        if None not in totals:
            exact = [Fraction(one or 0) for one in totals]
            assert sum(now - was for was, now in pairwise(exact)) == exact[-1] - exact[0]
    assert len({cause for step in found.steps for cause in step.causes}) == sum(len(one.causes) for one in found.steps)


def test_parts_of_made_pairs_add_up(tmp_path: Path) -> None:
    held = 0
    for old, new in made_pairs(tmp_path):
        found = compare(old, new)
        hold(found, old, new)
        hold(compare(new, old), new, old)
        assert compare(old, old).same
        held += len(found.units)
    assert held > PAIRS


SCHEME = """
[scheme]
id = "years"
title = "Years"
not_assigned = "leaves-total"
[criteria]
records = { plugin = "ratio", weight = 60 }
fees = { plugin = "pass-fail", weight = 40 }
[titles.flag]
title = "Flag"
quota = { count = 1 }
"""
FIGURES = "unit,name,records.over,records.under,fees.passed\na,A,9,10,yes\nb,B,8,10,yes\nc,C,7,10,no\nd,D,6,10,yes\n"
RULINGS = '[[rulings]]\nunit = "d"\npoints = { of = "total", change = 2 }\nreason = "r"\ndate = 2026-01-01\nref = "1"\n'


def result_of(folder: Path, scheme: str, figures: str, rulings: str = "") -> Result:
    folder.mkdir(exist_ok=True)
    for name, text in (("scheme.toml", scheme), ("figures.csv", figures), ("rulings.toml", rulings)):
        (folder / name).write_text(text, encoding="utf-8")
    loaded = load_scheme(folder / "scheme.toml")
    read = read_figures(loaded, [folder / "figures.csv"])
    acts = read_rulings(loaded, read, folder / "rulings.toml")[0] if rulings else ()
    return score(loaded, read, acts)


@pytest.mark.parametrize(
    ("figures", "rulings", "scheme", "between"),
    [
        (FIGURES.replace("9,10", "7,10"), "", SCHEME, [(FIGURES.replace("9,10", "7,10"), RULINGS, SCHEME)]),
        (
            FIGURES.replace("8,10,yes", "8,10,no"),
            "",
            SCHEME.replace("60", "70").replace("40", "30"),
            [
                (FIGURES, RULINGS, SCHEME.replace("60", "70").replace("40", "30")),
                (FIGURES.replace("8,10,yes", "8,10,no"), RULINGS, SCHEME.replace("60", "70").replace("40", "30")),
            ],
        ),
    ],
)
def test_each_step_is_what_scoring_files_of_it_gives(
    tmp_path: Path, figures: str, rulings: str, scheme: str, between: list[tuple[str, str, str]]
) -> None:
    old, new = (
        result_of(tmp_path / "old", SCHEME, FIGURES, RULINGS),
        result_of(tmp_path / "new", scheme, figures, rulings),
    )
    found = compare(old, new)
    hold(found, old, new)
    assert len(found.steps) == len(between) + 1
    for at, (cells, acts, rules) in enumerate(between):
        anew = standings_of(result_of(tmp_path / f"step-{at}", rules, cells, acts))
        assert dict(found.steps[at].standings) == anew
    assert isinstance(found.steps[-1].standings["a"], Standing)
