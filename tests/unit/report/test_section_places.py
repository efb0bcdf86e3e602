"""A section that is rounded, and what is added to it that is not: every output shows all digits."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.words import Sayer
from dvk_scoring.report.terminal import print_result
from dvk_scoring.scoring.result import Result

SCHEME = """[scheme]
id = "s"
title = "S"
not_reported = "not-ranked"
rounding = { section = 0, criterion = 1, total = 1 }
[sections]
s = { title = "S" }
[criteria]
a = { plugin = "direct", section = "s", weight = 40, title = "A" }
c = { plugin = "direct", weight = 60, title = "C" }
"""
BONUS = '[bonuses]\nplus = { plugin = "direct", to = "sections.s", cap = 9, title = "Plus" }\n'
RULING = """[[rulings]]
unit = "u1"
points = { of = "sections.s", change = 0.8 }
reason = "R"
date = 2026-12-01
ref = "1"
"""


def scored(folder: Path, bonus: str, figures: str, rulings: str) -> Result:
    (folder / "s.toml").write_text(SCHEME + bonus, encoding="utf-8")
    (folder / "f.csv").write_text(figures, encoding="utf-8")
    (folder / "r.toml").write_text(rulings, encoding="utf-8")
    scheme = load_scheme(folder / "s.toml")
    read = read_figures(scheme, [folder / "f.csv"])
    return score(scheme, read, read_rulings(scheme, read, folder / "r.toml")[0] if rulings else ())


# 30 + 0.8 of a bonus, or of a ruling, are 30.8 beside 30.
@pytest.mark.parametrize(
    ("bonus", "figures", "rulings"),
    [
        (BONUS, "unit,a.points,c.points,plus.points\nu1,30,10,0.8\nu2,30,10,0\n", ""),
        ("", "unit,a.points,c.points\nu1,30,10\nu2,30,10\n", RULING),
    ],
)
def test_what_is_added_to_a_rounded_section_is_shown(tmp_path: Path, bonus: str, figures: str, rulings: str) -> None:
    result = scored(tmp_path, bonus, figures, rulings)
    console = Console(width=120)
    with console.capture() as captured:
        print_result(result, "en", console)
    rows = [line.split() for line in captured.get().splitlines() if "u1" in line or "u2" in line]
    assert [row[2] for row in rows[:2]] == ["30.8", "30.0"]
    shown = Shown(result, Sayer("en"))
    assert [shown.section(unit, "s") for unit in result.units] == ["30.8", "30.0"]
    assert [str(unit.sections["s"][0]) for unit in result.units] == ["30.8", "30.0"]


def test_a_rounded_section_has_its_own_decimals(tmp_path: Path) -> None:
    result = scored(tmp_path, "", "unit,a.points,c.points\nu1,30.4,10\n", "")
    assert str(result.units[0].sections["s"][0]) == "30"
