"""What a ruling does to a result."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dvk_scoring import Result, load_scheme, read_figures, read_rulings, score

SCHEME = """
[scheme]
id = "ruled"
title = "Ruled"
valid = { from = 2026-01-01, to = 2026-12-31 }
[clusters]
departments = { title = "Departments", kind = "department" }
districts = { title = "Districts", kind = "district" }
[criteria]
a = { plugin = "direct", weight = { department = 60, district = 40 } }
b = { plugin = "direct", weight = { department = 40, district = 60 } }
[titles]
flag = { title = "Flag" }
"""
FIGURES = "unit,cluster,a.points,b.points\np1,departments,59,40\nq1,districts,39,60\n"
HOLD = """
[[rulings]]
units = ["p1", "q1"]
hold = { effect = ["titles"] }
reason = "A complaint is being looked into"
date = 2026-06-01
ref = "1"
[[rulings]]
unit = "p1"
release = "hold"
reason = "It was unfounded"
date = 2026-09-01
ref = "2"
"""
MORE = """
[[rulings]]
units = ["p1", "q1"]
points = { of = "criteria.a", change = 5 }
reason = "Evidence came late"
date = 2026-06-01
ref = "1"
"""


def ruled(folder: Path, rulings: str, day: date | None = None) -> Result:
    for name, text in (("scheme.toml", SCHEME), ("figures.csv", FIGURES), ("rulings.toml", rulings)):
        (folder / name).write_text(text, encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml")
    figures = read_figures(scheme, [folder / "figures.csv"])
    return score(scheme, figures, read_rulings(scheme, figures, folder / "rulings.toml")[0], as_of=day)


def test_points_given_by_ruling_end_at_the_weight_of_the_unit_itself(tmp_path: Path) -> None:
    found = {unit.unit: str(unit.criteria["a"].points) for unit in ruled(tmp_path, MORE).units}
    assert found == {"p1": "60.00", "q1": "40.00"}


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2026, 5, 31), {"p1": "proposed", "q1": "proposed"}),
        (date(2026, 6, 1), {"p1": "held", "q1": "held"}),
        (date(2026, 9, 1), {"p1": "proposed", "q1": "held"}),
    ],
)
def test_a_hold_lasts_from_its_day_to_the_release_of_that_unit(
    tmp_path: Path, day: date, states: dict[str, str]
) -> None:
    assert {unit.unit: unit.titles["flag"].state for unit in ruled(tmp_path, HOLD, day).units} == states
