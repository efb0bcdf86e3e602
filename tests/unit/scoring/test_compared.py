"""Whom a value across units is taken from, as docs/formulas.md tells it; each worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.analysis.small import small

SCHEME = """
[criteria]
a = { plugin = "ratio", weight = 100, title = "A" }
[bonuses]
x = { plugin = "min-max", title = "X", cap = 5 }
"""


@pytest.mark.parametrize(
    ("of_u3", "rulings", "bonus", "why"),
    [
        ("0,0,110", "", "0.50", "nothing of u3 is assigned, and it takes part in the bonus: 10 of 100 steps, by 5"),
        ("1,2,110", "", "0.50", "u3 is ranked"),
        (",2,110", "", "5.00", "u3 has not reported: u2 is the best of two"),
        ("1,2,KP", "", "5.00", "u3 has no X"),
        ("1,2,110", 'unit = "u3"; out_of = "competition"', "5.00", "u3 is out of competition"),
        ("1,2,110", 'unit = "u3"; hold = { effect = ["class", "titles"] }', "0.50", "u3 is ranked, though on hold"),
    ],
)
def test_who_counts(tmp_path: Path, of_u3: str, rulings: str, bonus: str, why: str) -> None:
    figures = f"unit,a.over,a.under,x.value\nu1,1,2,10\nu2,1,2,20\nu3,{of_u3}\n"
    found = small(tmp_path, SCHEME, figures, rulings, 'not_reported = "not-ranked"')
    assert {one.unit: str(one.bonuses["x"].points) for one in found.result.units}["u2"] == bonus, why
    assert found.under("u2", "Bonuses")[1].endswith(f"{bonus} points")
