"""Relative weights, through real files: only their proportions count; the points of all add up to the total."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.scoring.result import UnitResult

FIGURES = """unit,name,cluster,a.over,a.under,b.over,b.under,c.over,c.under,d.over,d.under
u1,Xã 01,all,90,100,1,10,111,200,0,7
u2,Xã 02,all,8,10,281,400,2,10,5,5
u3,Xã 03,all,1,3,0,0,66,100,3,25
u4,Xã 04,all,0,100,0,100,0,100,0,100
u5,Xã 05,all,100,100,100,100,100,100,100,100
u6,Xã 06,all,281,400,8,10,2,10,5,5
"""
WEIGHTS = st.lists(st.integers(1, 999).map(lambda n: Fraction(n, 8)), min_size=6, max_size=6)


def scored(weights: list[Fraction]) -> tuple[dict[str, Fraction], list[UnitResult]]:
    """Score the figures with two criteria in a section, one on its own, and one in a section of a section."""
    a, b, c, d, section, inner = (f"{float(one):.3f}" for one in weights)
    text = f"""
[scheme]
id = "relative"
title = "Relative"
weights = "relative"
total = 1000
[clusters]
all = {{ title = "All", kind = "commune" }}
[sections]
s = {{ title = "S", weight = {section} }}
t = {{ title = "T", weight = {inner}, section = "s" }}
[criteria]
a = {{ plugin = "ratio", weight = {a}, section = "s" }}
b = {{ plugin = "ratio", weight = {b} }}
c = {{ plugin = "ratio", weight = {c}, section = "t" }}
d = {{ plugin = "ratio", weight = {d}, section = "t" }}
"""
    with tempfile.TemporaryDirectory() as folder:
        path, figures = Path(folder) / "scheme.toml", Path(folder) / "figures.csv"
        path.write_text(text, encoding="utf-8")
        figures.write_text(FIGURES, encoding="utf-8")
        scheme = load_scheme(path)
        result = score(scheme, read_figures(scheme, [figures]))
    return {key: use.weight["commune"] for key, use in scheme.criteria.items()}, list(result.units)


@settings(max_examples=25, deadline=None)
@given(WEIGHTS, st.sampled_from([2, 3, 7, 10, 100]))
def test_scaling_all_relative_weights_changes_nothing(weights: list[Fraction], times: int) -> None:
    before, after = scored(weights), scored([one * times for one in weights])
    assert before == after


@settings(max_examples=25, deadline=None)
@given(WEIGHTS)
def test_relative_weights_share_the_total_in_proportion(weights: list[Fraction]) -> None:
    """By hand: the top parts share 1,000, the parts of a section share its points; the sum is exact, not nearly so."""
    a, b, c, d, section, inner = weights
    found, units = scored(weights)
    of_s = 1000 * section / (section + b)
    of_t = of_s * inner / (inner + a)
    assert found == {"a": of_s - of_t, "b": 1000 - of_s, "c": of_t * c / (c + d), "d": of_t * d / (c + d)}
    assert sum(found.values()) == 1000
    best = next(one for one in units if one.unit == "u5")
    assert sum(one.score or 0 for one in best.criteria.values()) == len(found)
