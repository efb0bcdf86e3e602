"""What rulings say, and the values that are read for it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.scheme.rulings import in_force, load_rulings

SCHEME = """
[scheme]
id = "x"
title = "X"
{scheme}
[clusters]
a = {{ title = "A" }}
b = {{ title = "B" }}
[sections]
s = {{ title = "S" }}
[criteria]
c = {{ plugin = "direct", weight = 60, title = "C", section = "s"{criterion} }}
d = {{ plugin = "direct", weight = 40, title = "D" }}
e = {{ plugin = "direct", title = "E", for = "tie-break" }}
{more}
"""
UNITS = {"a-1": "a", "a-2": "a", "b-1": "b"}
PAPER = 'reason = "R"\ndate = 2026-03-01\nref = "BB-1"\n'


def told(tmp_path: Path, rulings: str, scheme: str = "", criterion: str = "", more: str = "") -> list[str]:
    """Give the codes of what is told of rulings; none when they are good."""
    try:
        read(tmp_path, rulings, scheme, criterion, more)
    except DvkError as error:
        return [one.code for one in error.problems]
    return []


def read(tmp_path: Path, rulings: str, scheme: str = "", criterion: str = "", more: str = "") -> tuple[Ruling, ...]:
    path, ruled = tmp_path / "scheme.toml", tmp_path / "rulings.toml"
    path.write_text(SCHEME.format(scheme=scheme, criterion=criterion, more=more), encoding="utf-8")
    ruled.write_text(rulings, encoding="utf-8")
    return load_rulings(ruled, load_scheme(path)[0], UNITS)[0]


def test_out_of_competition(tmp_path: Path) -> None:
    (one,) = read(tmp_path, f'[[rulings]]\nunits = ["a-1", "b-1"]\nout_of = "competition"\n{PAPER}')
    assert (one.act, one.units, one.day) == ("out", ("a-1", "b-1"), date(2026, 3, 1))
    assert in_force([one], date(2026, 1, 1)) == (one,), "it is about the whole period"
    assert told(tmp_path, f'[[rulings]]\nunit = "a-1"\nout_of = "comptition"\n{PAPER}') == ["DVK-S128"]


TIE = f'[[rulings]]\nunits = ["a-1", "b-1"]\ntie = "ranking"\n{PAPER}'
CLASS = '[classes]\nk = { title = "K", from = 0, quota = { count = 1'


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ("", ["DVK-R106"]),
        ('[titles]\nt = { title = "T", quota = { count = 1 } }', ["DVK-R106"]),
        ('[titles]\nt = { title = "T", quota = { count = 1, per = "all" } }', []),
        ('[titles]\nt = { title = "T", quota = { count = 1, in_all = 1 } }', []),
        (f'{CLASS}, per = "all" }} }}', []),
        (f"{CLASS} }} }}", ["DVK-R106"]),
        ('[ranking]\nwithin = "all"', []),
    ],
)
def test_units_of_several_clusters_tie_where_they_are_compared(tmp_path: Path, more: str, codes: list[str]) -> None:
    assert told(tmp_path, TIE, more=more) == codes


@pytest.mark.parametrize(
    ("points", "written", "codes"),
    [
        (("criteria.c", "-0.125"), {}, ["DVK-S162"]),
        (("criteria.c", "-0.125"), {"criterion": ", rounding = { places = 3 }"}, []),
        (("criteria.c", "-0.125"), {"criterion": ', rounding = { places = "none" }'}, []),
        (("criteria.c", "-0.000000000001"), {"criterion": ', rounding = { places = "none" }'}, []),
        (("criteria.c", "-0.0000000000001"), {"criterion": ', rounding = { places = "none" }'}, ["DVK-S162"]),
        (("total", "-0.0000000000001"), {"scheme": 'rounding = { criterion = "none" }'}, ["DVK-S162"]),
        (("criteria.d", "-0.125"), {"criterion": ", rounding = { places = 3 }"}, ["DVK-S162"]),
        (("total", "-0.125"), {"criterion": ", rounding = { places = 3 }"}, ["DVK-S162"]),
        (("sections.s", "-0.125"), {"scheme": "rounding = { total = 2 }"}, []),
        (("criteria.e", "1"), {}, ["DVK-S176"]),
        (("criteria.f", "1"), {}, ["DVK-S131"]),
        (("sections.c", "1"), {}, ["DVK-S131"]),
        (("total", "1000001"), {}, ["DVK-S125"]),
    ],
)
def test_a_change_of_points_fits_the_points_that_it_changes(
    tmp_path: Path, points: tuple[str, str], written: dict[str, str], codes: list[str]
) -> None:
    of, change = points
    rulings = f'[[rulings]]\nunit = "a-1"\npoints = {{ of = "{of}", change = {change} }}\n{PAPER}'
    assert told(tmp_path, rulings, **written) == codes
    if not codes:
        assert read(tmp_path, rulings, **written)[0].change == Fraction(change)


def test_a_criterion_for_tie_breaks_may_not_be_assigned(tmp_path: Path) -> None:
    assert told(tmp_path, f'[[rulings]]\nunit = "a-1"\nnot_assigned = "criteria.e"\n{PAPER}') == []


def ruling(act: str, *units: str, day: int, effect: tuple[str, ...] = ("class",)) -> Ruling:
    made = {"hold": "hold", "release": "release", "points": "points"}[act]
    return Ruling(units, made, "R", date(2026, 3, day), "BB", effect=effect)  # type: ignore[arg-type]


def test_holds_stand_until_they_are_released() -> None:
    first = ruling("hold", "a", "b", day=1)
    second = ruling("hold", "a", day=3)
    release = ruling("release", "a", day=2)
    other = ruling("points", "a", day=9)
    acts = (second, first, other, release)  # as they stand in the file, in no order of days
    assert in_force(acts, None) == (second, ruling("hold", "b", day=1), other)
    assert in_force(acts, date(2026, 3, 1)) == (first, other)
    assert in_force(acts, date(2026, 3, 2)) == (ruling("hold", "b", day=1), other)


def test_the_same_hold_twice_is_two_holds() -> None:
    one = ruling("hold", "a", day=1)
    assert in_force((one, one), None) == (one, one)
