"""What is added to a rounded section, or left unrounded, is printed with all its digits, in every table."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from rich.console import Console

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.report.documents.figures import _MOST_PLACES, Shown
from dvk_scoring.report.documents.words import PaperSayer
from dvk_scoring.report.terminal import print_result
from dvk_scoring.scoring.result import Result

HEAD = '[scheme]\nid = "s"\ntitle = "S"\nnot_reported = "not-ranked"\n'
SECTION = '[sections]\ns = { title = "S" }\n'
TWO = """[criteria]
a = { plugin = "direct", section = "s", weight = 40, title = "A" }
c = { plugin = "direct", weight = 60, title = "C" }
"""
RATIOS = """[criteria]
a = { plugin = "ratio", section = "s", weight = 60, title = "A", rounding = { places = "none" } }
b = { plugin = "ratio", section = "s", weight = 40, title = "B", rounding = { places = "none" } }
"""
WHOLE = """[criteria]
a = { plugin = "direct", section = "s", weight = 60, title = "A", rounding = { places = 0 } }
b = { plugin = "direct", section = "s", weight = 40, title = "B", rounding = { places = 0 } }
"""
SCALED = """[criteria]
a = { plugin = "ratio", section = "s", weight = 35, title = "A" }
b = { plugin = "ratio", section = "s", weight = 35, title = "B" }
c = { plugin = "ratio", section = "s", weight = 30, title = "C" }
"""


def bonus(cap: str) -> str:
    return f'[bonuses]\nplus = {{ plugin = "direct", to = "sections.s", {cap}, title = "Plus" }}\n'


def ruling(change: str) -> str:
    act = f'unit = "x"\npoints = {{ of = "sections.s", change = {change} }}\n'
    return f'[[rulings]]\n{act}reason = "R"\ndate = 2026-12-01\nref = "1"\n'


# Scheme, figures, rulings → what stands in the columns of the section and, where there is one, of the bonus.
CASES = {
    # 30 + 0.8 beside 30
    "bonus": (
        "rounding = { section = 0, criterion = 1, total = 1 }\n" + SECTION + TWO + bonus("cap = 9"),
        "unit,a.points,c.points,plus.points\nx,30,10,0.8\ny,30,10,0\n", "",
        {"x": ["30.8", "10.0", "0.8"], "y": ["30.0", "10.0", "0.0"]},
    ),
    "ruling": (
        "rounding = { section = 0, criterion = 1, total = 1 }\n" + SECTION + TWO,
        "unit,a.points,c.points\nx,30,10\ny,30,10\n", ruling("0.8"), {"x": ["30.8", "10.0"], "y": ["30.0", "10.0"]},
    ),
    "section alone": (
        "rounding = { section = 0, criterion = 1, total = 1 }\n" + SECTION + TWO,
        "unit,a.points,c.points\nx,30.4,10\n", "", {"x": ["30", "10.0"]},
    ),
    # 60/3 + 40/7 = 25.714…, rounded 25.7, and 0.25 less: 25.45
    "ruling, criteria not rounded": (
        'rounding = { criterion = "none", section = 1, total = 2 }\n' + SECTION + RATIOS,
        "unit,a.over,a.under,b.over,b.under\nx,1,3,1,7\ny,1,1,1,1\n", ruling("-0.25"),
        {"x": ["25.45"], "y": ["100.00"]},
    ),
    # 36, and 0.25 more
    "ruling, criteria coarser": (
        "rounding = { criterion = 2, total = 2 }\n" + SECTION + WHOLE,
        "unit,a.points,b.points\nx,20,16\n", ruling("0.25"), {"x": ["36.25"]},
    ),
    # 36 + 6, of which 0.5 counts
    "limit of a bonus": (
        "rounding = { criterion = 2, total = 2 }\n" + SECTION.replace('"S" }', '"S", limits = { bonus = 0.5 } }')
        + WHOLE + bonus("cap = 9, rounding = { places = 0 }"),
        "unit,a.points,b.points,plus.points\nx,20,16,6\n", "", {"x": ["36.5", "0.5"]},
    ),
    # 35/3 = 11.7 and 30/7 = 4.3: 16 of 65, of 100 that is 24.615…
    "scaled": (
        'not_assigned = "leaves-section"\nrounding = { criterion = 1, total = 2 }\n' + SECTION + SCALED,
        "unit,a.over,a.under,b.over,b.under,c.over,c.under\nx,1,3,KP,KP,1,7\n", "", {"x": ["24.615384615"]},
    ),
}  # fmt: skip


def scored(folder: Path, scheme: str, figures: str, rulings: str) -> Result:
    (folder / "s.toml").write_text(HEAD + scheme, encoding="utf-8")
    (folder / "f.csv").write_text(figures, encoding="utf-8")
    (folder / "r.toml").write_text(rulings, encoding="utf-8")
    loaded = load_scheme(folder / "s.toml")
    read = read_figures(loaded, [folder / "f.csv"])
    return score(loaded, read, read_rulings(loaded, read, folder / "r.toml")[0] if rulings else ())


@pytest.mark.parametrize("name", CASES)
def test_all_digits_are_shown(tmp_path: Path, name: str) -> None:
    scheme, figures, rulings, wanted = CASES[name]
    result = scored(tmp_path, scheme, figures, rulings)
    console = Console(width=140)
    with console.capture() as captured:
        print_result(result, "en", console)
    rows = [line.split() for line in captured.get().splitlines()]
    assert {row[1]: row[2:-1] for row in rows if len(row) > 3 and row[1] in wanted} == wanted
    shown = Shown(result, PaperSayer("en", result.scheme.entrant))
    for unit in result.units:
        cell, printed = Decimal(wanted[unit.unit][0]), Decimal(shown.section(unit, "s"))
        assert printed == cell.quantize(Decimal((0, (1,), -_MOST_PLACES)), ROUND_HALF_UP)
