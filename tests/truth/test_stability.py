"""Studies of stability held against what is known in closed form, worked by hand or published."""

from __future__ import annotations

from fractions import Fraction
from math import pi, sin, sqrt
from pathlib import Path

import pytest

from dvk_scoring import Result, Spread, Stability, load_scheme, read_figures, read_rulings, score, stability
from dvk_scoring.analysis.correlation import correlation, kendall_w
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.studies.draws import Draws
from dvk_scoring.studies.sobol import sobol_indices
from dvk_scoring.studies.stability import Study

SCHEME = """
[scheme]
id = "two"
title = { vi = "Hai tiêu chí", en = "Two criteria" }
total = 100
rounding = { criterion = 6, total = 6 }
[clusters]
c = { title = { vi = "Cụm", en = "Cluster" } }
[criteria]
first = { plugin = "ratio", weight = 50, title = { vi = "Một", en = "First" } }
second = { plugin = "ratio", weight = 50, title = { vi = "Hai", en = "Second" } }
[titles.flag]
title = { vi = "Cờ", en = "Flag" }
quota = { count = 1 }
"""
# Shares: A 100/100 and 0/100, B 41/100 and 90/100. With weight w of the first of 100 points A has w, and B
# 0.41 w + 0.9 (100 - w) = 90 - 0.49 w: A is before B where 1.49 w > 90, from w = 60.4026… on. C has less than B always.
TURN = Fraction(9000, 149)
FIGURES = """unit,name,cluster,first.over,first.under,second.over,second.under
a,Công an huyện A,c,100,100,0,100
b,Công an huyện B,c,41,100,90,100
c,Công an huyện C,c,40,100,20,100
"""


@pytest.fixture
def result(tmp_path: Path) -> Result:
    (tmp_path / "two.toml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "two.csv").write_text(FIGURES, encoding="utf-8")
    scheme = load_scheme(tmp_path / "two.toml")
    return score(scheme, read_figures(scheme, [tmp_path / "two.csv"]))


def held(study: Stability, unit: str) -> int:
    return next(one for one in study.units if one.unit == unit).titles["flag"].get("proposed", 0)


def test_the_weight_at_which_the_title_turns_is_found_to_the_step(result: Result) -> None:
    study = stability(result, Spread(draws=1))
    found = {one.criterion: one for one in study.turns}
    first, second = found["first"], found["second"]
    assert len(study.turns) == 2
    assert study.step == Fraction(1, 100)
    # The first hundredth at which A is before B: 60.41. Seen from the other weight, 100 - w: 39.59.
    assert first.at == Fraction(6041, 100)
    assert 0 < first.at - TURN < study.step
    assert second.at == Fraction(3959, 100)
    assert (first.weight, first.gains, first.losses, first.undecided) == (Fraction(50), ("a",), ("b",), ())


def test_under_even_weights_a_unit_leads_as_often_as_the_turn_tells(result: Result) -> None:
    draws = 2000
    study = stability(result, Spread(draws=draws, way="uniform"))
    # w is even from 0 to 100: A leads with chance 1 - 0.604026…; 4 standard deviations of so many draws.
    chance = float(1 - TURN / 100)
    assert abs(held(study, "a") - draws * chance) < 4 * sqrt(draws * chance * (1 - chance))
    assert held(study, "a") + held(study, "b") == draws
    assert study.open == 0
    # The list is that of the result exactly where B leads, and A is second or, below 42.105…, third:
    # C has 0.4 w + 0.2 (100 - w) = 20 + 0.2 w, more than w below w = 25.
    assert study.same == held(study, "b")
    a, b, c = (next(one for one in study.units if one.unit == unit) for unit in ("a", "b", "c"))
    assert (a.low, a.high, b.low, b.high, c.low, c.high) == (1, 3, 1, 2, 2, 3)
    assert (a.median, b.median, c.median) == (2, 1, 3)


def test_a_small_share_never_reaches_the_turn(result: Result) -> None:
    # 50 × 1.2 and 50 × 0.8 are 60 and 40 of 100: w ends at 60, below the turn.
    study = stability(result, Spread(draws=300))
    assert (study.same, held(study, "b")) == (300, 300)
    # 50 × 1.25 and 50 × 0.75 are 62.5 and 37.5: w reaches beyond it.
    assert 0 < held(stability(result, Spread(draws=300, share=Fraction(1, 4))), "a") < 150


def test_a_tie_on_the_grid_is_undecided_and_counted_apart(tmp_path: Path) -> None:
    # D 30/100 and 60/100, E 50/100 and 40/100: D has 60 - 0.3 w, E 40 + 0.1 w; they tie at w = 50, where the scheme is.
    (tmp_path / "two.toml").write_text(SCHEME, encoding="utf-8")
    rows = "d,Công an huyện D,c,30,100,60,100\ne,Công an huyện E,c,50,100,40,100\n"
    (tmp_path / "two.csv").write_text(FIGURES.splitlines()[0] + "\n" + rows, encoding="utf-8")
    scheme = load_scheme(tmp_path / "two.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "two.csv"]))
    still = stability(result, Spread(draws=20, way=None, figures=Fraction(1, 10**6)))
    assert (still.open, still.same) == (20, 20)
    assert all(one.titles["flag"] == {"undecided": 20} for one in still.units)
    # One step beyond, the tie is gone, on either side.
    assert {(one.criterion, one.at, one.gains) for one in still.turns} == {
        ("first", Fraction(4999, 100), ("d",)),
        ("first", Fraction(5001, 100), ("e",)),
        ("second", Fraction(4999, 100), ("e",)),
        ("second", Fraction(5001, 100), ("d",)),
    }


def test_a_place_in_reserve_that_is_undecided_leaves_no_title_so(tmp_path: Path) -> None:
    # A has all points. D and E tie at w = 50 (above), for the reserve alone: the list is A in every draw.
    written = SCHEME.replace("count = 1", "count = 1, reserve = 1")
    (tmp_path / "two.toml").write_text(written, encoding="utf-8")
    rows = "a,Công an huyện A,c,1,1,1,1\nd,Công an huyện D,c,30,100,60,100\ne,Công an huyện E,c,50,100,40,100\n"
    (tmp_path / "two.csv").write_text(FIGURES.splitlines()[0] + "\n" + rows, encoding="utf-8")
    scheme = load_scheme(tmp_path / "two.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "two.csv"]))
    assert [one.titles["flag"].word for one in result.units] == ["proposed", "undecided-reserve", "undecided-reserve"]
    still = stability(result, Spread(draws=20, way=None, figures=Fraction(1, 10**6)))
    assert (still.open, still.same, still.turns) == (0, 20, ())
    assert stability(result, Spread(draws=20)).same == 20


def test_a_criterion_left_out(result: Result) -> None:
    study = stability(result, Spread(draws=1))
    # As it is: B 65.5, A 50, C 30. By the first alone: A 100, B 41, C 40: A and B change places, 2/3 of a place a unit.
    # By the second alone: B 90, C 20, A 0.
    assert [(one.criterion, one.shift, one.moved) for one in study.left_out] == [
        ("first", Fraction(2, 3), 2),
        ("second", Fraction(2, 3), 2),
    ]
    assert [one.titles for one in study.left_out] == [(), ("a", "b")]


def test_effective_weights_add_up(result: Result) -> None:
    # Points of the first: 50, 20.5, 20; of the second: 0, 45, 10; totals 50, 65.5, 30.
    # n² × covariances (n = 3): of the totals 3 × 7690.25 - 145.5² = 1900.5; of the first with them
    # 3 × (2500 + 1342.75 + 600) - 90.5 × 145.5 = 160.5; the rest is the second's.
    study = stability(result, Spread(draws=1))
    shares = [one.effective for one in study.weights]
    assert shares == [Fraction(1605, 19005), 1 - Fraction(1605, 19005)]
    # r of the first with the total: 160.5 / √(1900.5 × 1750.5), where 3 × 3320.25 - 90.5² = 1770.5.
    expected = 160.5 / sqrt(1900.5 * (3 * (2500 + 420.25 + 400) - 90.5**2))
    assert abs(float(study.weights[0].with_total or 0) - expected) < 0.00005


def test_sobol_indices_of_the_ishigami_function() -> None:
    # Ishigami and Homma (1990), a = 7, b = 0.1: S = 0.3139, 0.4424, 0; ST = 0.5576, 0.4424, 0.2437. The library is
    # called rightly where they come out; 8,192 rows of a Sobol sequence come that near.
    def answers(rows: object) -> list[Fraction]:
        assert isinstance(rows, list)
        xs = [[pi * (2 * float(one) - 1) for one in row] for row in rows]
        return [Fraction(sin(x) + 7 * sin(y) ** 2 + 0.1 * z**4 * sin(x)) for x, y, z in xs]

    found = sobol_indices(3, 8192, answers)
    published = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]
    for (first, total), (first_told, total_told) in zip(found, published, strict=True):
        assert first is not None
        assert total is not None
        assert abs(float(first) - first_told) < 0.015
        assert abs(float(total) - total_told) < 0.015


def test_draws_have_the_moments_of_the_dirichlet_distribution() -> None:
    # Dirichlet (2, 3, 5): means 0.2, 0.3, 0.5; variance m (1 - m) / 11. 4 standard errors of 5,000 draws.
    counts, count = (2, 3, 5), 5000
    draws = Draws(5, "truth")
    rows = [[one / 2**53 for one in draws.gaps(counts)] for _ in range(count)]
    assert all(abs(sum(row) - 1) < 1e-9 for row in rows)
    for at, parameter in enumerate(counts):
        mean = parameter / 10
        variance = mean * (1 - mean) / 11
        own = [row[at] for row in rows]
        assert abs(sum(own) / count - mean) < 4 * sqrt(variance / count)
        spread = sum((one - mean) ** 2 for one in own) / count
        assert abs(spread - variance) < 0.1 * variance


def test_agreement_of_judges_as_published() -> None:
    # Siegel, Nonparametric statistics (1956), table 9.3: three executives rank six applicants; W = 0.16.
    ranks = [[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]
    found = kendall_w([[Fraction(one) for one in row] for row in ranks])
    assert found == Fraction(34, 210)
    same = [[Fraction(one) for one in (1, 2, 2, 4)]] * 3
    assert kendall_w(same) == 1
    assert kendall_w([[Fraction(1)] * 3] * 2) is None


def test_correlation_is_rounded_from_the_exact_root() -> None:
    ones = [Fraction(one) for one in (1, 2, 3)]
    assert correlation(ones, [Fraction(one) for one in (2, 4, 6)]) == 1
    assert correlation(ones, [Fraction(one) for one in (3, 2, 1)]) == -1
    # x 1, 2, 3 with y 1, 3, 2: cov 1/3, var 2/3 each: 0.5.
    assert correlation(ones, [Fraction(one) for one in (1, 3, 2)]) == Fraction(1, 2)
    # x 1, 2, 3 with y 0, 0, 1: 1/√(2 × 2/3) × … = √3 / 2 = 0.866025….
    found = correlation(ones, [Fraction(one) for one in (0, 0, 1)])
    assert found is not None
    assert abs(found * found - Fraction(3, 4)) < Fraction(1, 10**29)
    assert correlation(ones, [Fraction(1)] * 3) is None
    # x 0, 1, 3 with y 0, 19, 14: 0.5649950…, which four decimals on the way would make 0.5650, and two of these 0.57.
    found = correlation([Fraction(one) for one in (0, 1, 3)], [Fraction(one) for one in (0, 19, 14)])
    assert found is not None
    assert round_fraction(found, 2, "half-up") == Fraction(56, 100)


CRITERION = '{{ plugin = "ratio", weight = {weight}, title = "{key}" }}'


def made(folder: Path, weights: dict[str, str], rows: str, more: str = "") -> Result:
    """Score units by rates under these weights."""
    criteria = "\n".join(f"{key} = {CRITERION.format(weight=one, key=key)}" for key, one in weights.items())
    text = f'[scheme]\nid = "made"\ntitle = "Made"\n{more}\n[criteria]\n{criteria}\n'
    (folder / "made.toml").write_text(text + '[titles.flag]\ntitle = "Flag"\nquota = { count = 1 }\n', encoding="utf-8")
    (folder / "made.csv").write_text(rows, encoding="utf-8")
    scheme = load_scheme(folder / "made.toml")
    return score(scheme, read_figures(scheme, [folder / "made.csv"]))


def means(result: Result, spread: Spread) -> dict[tuple[str, str], float]:
    """Average the weights that are drawn."""
    study = Study(result, spread)
    drawn = [one.weights for one in study.drawn()]
    return {key: float(sum(one[key] for one in drawn) * study.weights.step / len(drawn)) for key in drawn[0]}


def test_weights_that_stay_are_no_steps_of_a_grid(tmp_path: Path) -> None:
    # Three weights of a third each: every unit has full marks in one of them, so that all three tie.
    rows = "unit,name,x.over,x.under,y.over,y.under,z.over,z.under\n"
    rows += "a,A,9,9,0,9,0,9\nb,B,0,9,9,9,0,9\nc,C,0,9,0,9,9,9\n"
    more = 'weights = "relative"\nrounding = { criterion = "none", total = 2 }'
    study = stability(
        made(tmp_path, dict.fromkeys("xyz", "1"), rows, more), Spread(draws=5, way=None, figures=Fraction(1, 10**6))
    )
    assert (study.same, study.open, study.shift) == (5, 5, Fraction(0))
    assert all((one.low, one.high, dict(one.titles["flag"])) == (1, 1, {"undecided": 5}) for one in study.units)


RATES = "unit,name,x.over,x.under,y.over,y.under,z.over,z.under\na,A,9,9,0,9,0,9\nb,B,0,9,9,9,0,9\n"


def test_dirichlet_draws_lie_around_the_weights_also_where_parameters_are_rounded(tmp_path: Path) -> None:
    # Of a sum of 10 weights of 60, 37 and 3 have 6, 3.7 and 0.3, which are 6, 4 and 1: their means would be 54.5, 36.4
    # and 9.1.
    found = means(made(tmp_path, {"x": "60", "y": "37", "z": "3"}, RATES), Spread(1000, way="dirichlet", precision=10))
    assert all(abs(found[key, "unit"] - mean) < 1.5 for key, mean in (("x", 60), ("y", 37), ("z", 3)))


KINDS = '[clusters]\np = { title = "P", kind = "p" }\nq = { title = "Q", kind = "q" }'
WEIGHTS = {"x": "{ p = 60, q = 10 }", "y": "{ p = 40, q = 90 }"}


def test_even_weights_are_even_for_each_kind_of_unit(tmp_path: Path) -> None:
    rows = "unit,name,cluster,x.over,x.under,y.over,y.under\na,A,p,9,9,8,9\nb,B,q,8,9,9,9\n"
    found = means(made(tmp_path, WEIGHTS, rows, KINDS), Spread(1000, way="uniform"))
    # Even from 0 to 100: mean 50, 4 standard errors of 100 / √12 / √1000.
    assert all(abs(one - 50) < 3.7 for one in found.values())
    assert len(found) == 4


def test_kinds_that_are_weighed_otherwise_are_not_what_correlates(tmp_path: Path) -> None:
    # Rates 1 and 0.5 in both criteria alike, in either kind: as shares they go together wholly; as points, 60 and 40
    # beside 10 and 90, they would pull apart.
    rows = "unit,name,cluster,x.over,x.under,y.over,y.under\n"
    rows += "a,A,p,8,8,8,8\nb,B,p,4,8,4,8\nc,C,q,8,8,8,8\nd,D,q,4,8,4,8\n"
    (both,) = stability(made(tmp_path, WEIGHTS, rows, KINDS), Spread(draws=1)).together
    assert (both.units, both.correlation) == (4, Fraction(1))


def test_no_part_exceeds_its_whole_in_any_draw(tmp_path: Path) -> None:
    # A chain: affairs settled are of those raised, and others of those settled; figures near each other, drawn far.
    text = '[scheme]\nid = "sums"\ntitle = "Sums"\n[criteria]\nc = { plugin = "community-affairs", weight = 100 }\n'
    (tmp_path / "sums.toml").write_text(text, encoding="utf-8")
    scheme = load_scheme(tmp_path / "sums.toml")
    specs = scheme.criteria["c"].figures
    bounds = [(one.name, one.at_most, one.plus) for one in specs if one.at_most is not None]
    assert {top for _, top, _ in bounds} & {name for name, _, _ in bounds}
    # Every whole is one more than its parts.
    values = {one.name: "100" for one in specs}
    for name, top, _ in bounds:
        values[name] = str(int(values[str(top)]) - 1)
    lines = ["unit,name," + ",".join(f"c.{name}" for name in values)]
    lines += [f"u{row},U{row}," + ",".join(values.values()) for row in range(10)]
    (tmp_path / "sums.csv").write_text("\n".join(lines), encoding="utf-8")
    result = score(scheme, read_figures(scheme, [tmp_path / "sums.csv"]))
    seen = 0
    for one in Study(result, Spread(draws=50, way=None, figures=Fraction(1, 5))).drawn():
        for name, top, beside in bounds:
            for row, most in enumerate(one.figures[f"c.{top}"]):
                parts = [one.figures[f"c.{each}"][row] or 0 for each in (name, *beside)]
                assert sum(parts) <= (most or 0)
                seen += most != int(values[str(top)])
    assert seen > 100


RULING = '[[rulings]]\nunits = {units}\ntie = "ranking"\nreason = "Minutes"\ndate = 2026-12-10\nref = "01"\n'


def test_a_ruling_on_a_tie_counts_where_another_does_not(tmp_path: Path) -> None:
    # A and B tie under any weights. C and D have 80, E 70 + 0.15 x: in whole points E ties with them from x = 63.34 on,
    # up to 69.99; there the ruling on C and D does not count, and that on A and B does.
    more = 'rounding = { criterion = "none", total = 0 }\n[clusters]\np = { title = "P" }\nq = { title = "Q" }'
    more += '\n[ranking]\nwithin = "cluster"\nbreak = [{ by = "committee" }]'
    rows = "unit,name,cluster,x.over,x.under,y.over,y.under\n"
    rows += "a,A,p,8,10,8,10\nb,B,p,8,10,8,10\nc,C,q,80,100,8,10\nd,D,q,80,100,8,10\ne,E,q,85,100,7,10\n"
    one = made(tmp_path, {"x": "50", "y": "50"}, rows, more)
    text = RULING.format(units='["b", "a"]') + RULING.format(units='["d", "c"]')
    (tmp_path / "rulings.toml").write_text(text, encoding="utf-8")
    rulings, _ = read_rulings(one.scheme, one.figures, tmp_path / "rulings.toml")
    study = stability(score(one.scheme, one.figures, rulings), Spread(draws=200, share=Fraction(1, 2)))
    found = {unit.unit: unit for unit in study.units}
    assert 0 < study.anew < 100
    assert (found["b"].high, found["a"].low, dict(found["b"].titles["flag"])) == (1, 2, {"proposed": 200})
    assert found["d"].titles["flag"].get("undecided") == study.anew
