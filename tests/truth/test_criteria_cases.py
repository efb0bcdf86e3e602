"""Small cases of what criteria must be able to say, each on every engine, and contests that need no code."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from dvk_scoring.engines import EngineName
from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from tests.truth.differences import ENGINES
from tests.truth.test_cases import engines, ranks, run, units

TOTALS: dict[tuple[str, str, str], dict[str, str | None]] = {
    # 839.0 without two of the three noughts, over 10; eleven works of 80, two of them left out
    ("02", "scheme.toml", "figures.csv"): {"s1": "83.90", "s2": "80.00"},
    ("02", "shipped.toml", "shipped.csv"): {"s1": "83.90", "s2": "80.00"},
    # the best of the runs that were made
    ("03", "scheme.toml", "figures.csv"): {"t1": "410.00", "t2": "410.00", "t3": "395.00", "t4": None},
    ("03", "scheme.toml", "kp.csv"): {"t1": "410.00", "t2": "410.00", "t3": "395.00", "t4": None},
    # (30 - x)/25 of 100
    ("15", "scale.toml", "figures.csv"): {"a": "100.00", "b": "72.00", "c": "0.00"},
    ("15", "bands.toml", "figures.csv"): {"a": "100.00", "b": "50.00", "c": "0.00"},
    # 6, 5, 3, 0 for no, one, two, three absences
    ("16", "scheme.toml", "figures.csv"): {"a": "6.00", "b": "5.00", "c": "3.00", "d": "0.00"},
    ("16", "decimal.toml", "figures.csv"): {"a": "6.00", "b": "5.00", "c": "3.00", "d": "0.00"},
    ("16", "down.toml", "figures.csv"): {"a": "6.00", "b": "5.00", "c": "3.00", "d": "0.00"},
    # 4 is under 5: a tenth of 10 is taken away
    ("16", "minus.toml", "minus.csv"): {"a": "10.00", "b": "-1.00", "c": "4.00"},
}


@engines
@pytest.mark.parametrize("case", TOTALS, ids="-".join)
def test_totals(case: tuple[str, str, str], engine: EngineName) -> None:
    found = units(run(*case, engine=engine))
    expected = {unit: None if total is None else Decimal(total) for unit, total in TOTALS[case].items()}
    assert {unit: one.total if one.rank is not None else None for unit, one in found.items()} == expected


@engines
@pytest.mark.parametrize("figures", ["second-figures.csv", "second-kp.csv"])
def test_a_tie_is_broken_by_the_second_best_of_those_made(engine: EngineName, figures: str) -> None:
    """410 with a second of 400, then 410 with 385, then 395 alone; who made none is not ranked."""
    assert ranks(run("03", "second.toml", figures, engine=engine)) == {"t2": 1, "t1": 2, "t3": 3, "t4": None}


NO_CODE: dict[str, tuple[str, str, dict[str, str | None]]] = {
    "a development index": (
        """
        [scheme]
        id = "hdi"
        title = "Development"
        total = 1
        rounding = { criterion = 3, total = 3 }
        [criteria.hdi]
        plugin = "goalposts"
        weight = 1
        title = "Index"
        [criteria.hdi.params]
        mean = "geometric"
        most = 200000
        places = 1
        [criteria.hdi.params.indicators]
        life = { low = 20, high = 85 }
        expected = { low = 0, high = 18, dimension = "education" }
        attended = { low = 0, high = 15, dimension = "education" }
        income = { low = 100, high = 75000, scale = "log" }
        """,
        """
        unit,name,hdi.values.life,hdi.values.expected,hdi.values.attended,hdi.values.income
        a,A,85,18,15,75000
        b,B,52.5,9,7.5,2738.6
        c,C,20,9,7.5,2738.6
        """,
        # b: (52.5 - 20)/65 = 1/2; (9/18 + 7.5/15)/2 = 1/2; ln 27.386 ÷ ln 750 = 1/2, for 27.386 = √750: the root of 1/8
        {"a": "1.000", "b": "0.500", "c": "0.000"},
    ),
    "a decathlon": (
        """
        [scheme]
        id = "decathlon"
        title = "Decathlon"
        total = 10000
        rounding = { criterion = 0, total = 0 }
        [criteria]
        d = { plugin = "formula-table", weight = 10000, title = "Decathlon" }
        """,
        """
        unit,name,d.results.100m,d.results.long-jump,d.results.shot,d.results.high-jump,d.results.400m,d.results.110mh,d.results.discus,d.results.pole-vault,d.results.javelin,d.results.1500m
        mayer,M,10.55,780,16.00,205,48.42,13.75,50.54,545,71.90,276.11
        eaton,E,10.23,788,14.52,201,45.00,13.69,43.34,520,63.63,257.52
        """,
        # the world records of 2018 and 2015
        {"mayer": "9126", "eaton": "9045"},
    ),
    "a skating panel": (
        """
        [scheme]
        id = "skating"
        title = "Skating"
        total = 50.1
        not_reported = "not-ranked"
        rounding = { criterion = 2, total = 2 }
        [criteria.p]
        plugin = "panel-items"
        weight = 50.1
        title = "Programme"
        [criteria.p.params]
        judges = 3
        fewest = 3
        decimals = 2
        items = ["composition", "presentation", "skills"]
        factors = { composition = 1.67, presentation = 1.67, skills = 1.67 }
        """,
        """
        unit,name,p.marks.1.composition,p.marks.1.presentation,p.marks.1.skills,p.marks.2.composition,p.marks.2.presentation,p.marks.2.skills,p.marks.3.composition,p.marks.3.presentation,p.marks.3.skills
        a,A,8.25,8.00,8.75,8.50,8.25,8.50,8.75,8.50,9.00
        b,B,8.25,8.00,8.75,8.50,,8.50,8.75,8.50,9.00
        """,
        # of three marks the middle one is left: (8.50 + 8.25 + 8.75) × 1.67 = 25.5 × 1.67 = 42.585,
        # half up; b lacks a mark
        {"a": "42.59", "b": None},
    ),
    "an index of two levels": (
        """
        [scheme]
        id = "two"
        title = "Two levels"
        total = 100
        [sections]
        health = { title = "Health", weight = 60 }
        order = { title = "Order", weight = 40 }
        [criteria]
        life = { section = "health", plugin = "goalposts", weight = 30, title = "Life" }
        care = { section = "health", plugin = "min-max", weight = 30, title = "Care" }
        fires = { section = "order", plugin = "min-max", weight = 40, title = "Fires", params = { prefer = "low" } }
        """,
        """
        unit,name,life.values.value,care.value,fires.value
        a,A,50,10,4
        b,B,100,20,2
        c,C,0,15,3
        """,
        # a: 15 + 0 + 0; b: 30 + 30 + 40; c: 0 + 15 + 20
        {"a": "15.00", "b": "100.00", "c": "35.00"},
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", NO_CODE)
def test_what_needs_no_code(name: str, engine: EngineName, tmp_path: Path) -> None:
    texts = {"scheme.toml": NO_CODE[name][0], "figures.csv": NO_CODE[name][1]}
    for file, text in texts.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (tmp_path / file).write_text(lines + "\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]), engine_name=engine)
    expected = {unit: None if total is None else Decimal(total) for unit, total in NO_CODE[name][2].items()}
    assert {one.unit: one.total if one.rank is not None else None for one in result.units} == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_low_points_in_sailing_with_both_tie_breaks(engine: EngineName) -> None:
    """A series of the shipped scheme: 11 points thrice, of which A8.1 decides one place and A8.2 the other.

    Albatross 1 3 2 1 8 4 and Curlew 4 2 1 3 1 7 have 1 1 2 3 4 without their worst, Bittern 2 1 4 2 2 9 has 1 2 2 2 4.
    In the last race Albatross was fourth, Curlew seventh.
    """
    scheme = load_scheme("low-point-series")
    assert scheme.path is not None
    figures = read_figures(scheme, [Path(scheme.path).parent / "races.csv"])
    result = score(scheme, figures, engine_name=engine)
    expected = {"albatross": (1, "11.0"), "curlew": (2, "11.0"), "bittern": (3, "11.0"), "dunlin": (4, "14.0")}
    found = {one.unit: (one.rank, str(one.total)) for one in result.units}
    assert {unit: found[unit] for unit in expected} == expected


NEGATIVE = """
[scheme]
id = "negative"
title = "Negative"
not_reported = "{policy}"
[criteria.h]
plugin = "bands"
weight = 10
title = "H"
params = {{ steps = [{{ from = 0, score = "-1/10" }}, {{ from = 5, score = 1 }}] }}
[criteria.e]
plugin = "direct"
weight = 90
title = "E"
"""
RULED = """
[[rulings]]
unit = "{unit}"
points = {{ of = "criteria.h", change = {change} }}
date = 2026-01-05
reason = "Heard"
ref = "R"
"""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("unit", "change", "total"),
    [
        ("a", "-0.5", "79.00"),  # −1 + 80: what lies below 0 by itself goes no further, and is not lifted to 0
        ("a", "0.5", "79.50"),
        ("a", "20", "90.00"),  # up to the weight: 10 + 80
        ("b", "-20", "80.00"),  # down to 0: 0 + 80
    ],
)
def test_a_change_of_points_below_0(unit: str, change: str, total: str, engine: EngineName, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(NEGATIVE.format(policy="not-ranked"), encoding="utf-8")
    (tmp_path / "f.csv").write_text("unit,h.value,e.points\na,1,80\nb,7,80\n", encoding="utf-8")
    (tmp_path / "r.toml").write_text(RULED.format(unit=unit, change=change), encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    figures = read_figures(scheme, [tmp_path / "f.csv"])
    rulings, _ = read_rulings(scheme, figures, tmp_path / "r.toml")
    assert str(score(scheme, figures, rulings, engine_name=engine).unit(unit).total) == total


@pytest.mark.parametrize("policy", ["zero", "not-ranked"])
def test_nothing_is_no_better_than_less_than_nothing(policy: str, tmp_path: Path) -> None:
    """A blank would count 0, and what it stands for may be −1: refused, as it is where a low total wins."""
    (tmp_path / "s.toml").write_text(NEGATIVE.format(policy=policy), encoding="utf-8")
    if policy == "not-ranked":
        load_scheme(tmp_path / "s.toml")
        return
    with pytest.raises(DvkError) as error:
        load_scheme(tmp_path / "s.toml")
    assert [one.code for one in error.value.problems] == ["DVK-S207"]
