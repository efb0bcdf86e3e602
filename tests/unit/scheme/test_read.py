"""What a scheme says, key by key, and the values that are read for it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from dvk_scoring.scheme.model import Closing, Rounding, Scheme, TieBreak
from dvk_scoring.scheme.model import Test as Condition
from dvk_scoring.scheme.read import load_scheme

HEAD = """
[scheme]
id = "x"
title = "X"
"""
CRITERION = """
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
"""


def read(tmp_path: Path, text: str) -> Scheme:
    path = tmp_path / "scheme.toml"
    path.write_text(text, encoding="utf-8")
    return load_scheme(path)[0]


def test_modes_by_level_and_places_in_print(tmp_path: Path) -> None:
    words = 'rounding = { total = 3, shown = 1, mode = { criterion = "down", total = "half-even" } }\n'
    scheme = read(tmp_path, HEAD + words + CRITERION)
    assert scheme.rounding == Rounding(None, None, 3, "down", 9, "half-up", "half-even", 1)
    assert scheme.criteria["a"].closing is None


def test_one_mode_is_that_of_all_levels(tmp_path: Path) -> None:
    scheme = read(tmp_path, HEAD + 'rounding = { criterion = 1, mode = "up" }\n' + CRITERION)
    assert scheme.rounding == Rounding(1, None, 2, "up", 9, "up", "up")
    assert scheme.criteria["a"].closing == Closing(1, "up")


def test_rounding_of_one_criterion_lies_over_that_of_the_scheme(tmp_path: Path) -> None:
    scheme = read(
        tmp_path,
        HEAD
        + """
rounding = { criterion = 1, mode = "up" }
[criteria]
as-the-scheme = { plugin = "direct", weight = 20, title = "A" }
its-places = { plugin = "direct", weight = 20, title = "B", rounding = { places = 3 } }
its-mode = { plugin = "direct", weight = 20, title = "C", rounding = { mode = "floor" } }
both = { plugin = "direct", weight = 20, title = "D", rounding = { places = 0, mode = "half-even" } }
exact = { plugin = "direct", weight = 20, title = "E", rounding = { places = "none" } }
[bonuses]
more = { plugin = "per-occurrence", cap = 1, title = "F", rounding = { places = 0 } }
""",
    )
    assert [one.closing for one in scheme.criteria.values()] == [
        Closing(1, "up"),
        Closing(3, "up"),
        Closing(1, "floor"),
        Closing(0, "half-even"),
        None,
    ]
    assert scheme.bonuses["more"].closing == Closing(0, "up")


def test_a_criterion_for_tie_breaks_has_every_kind_with_no_points(tmp_path: Path) -> None:
    scheme = read(
        tmp_path,
        HEAD
        + """
[clusters]
c = { title = "C", kind = "k1" }
d = { title = "D", kind = "k2", ranked = false }
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
b = { plugin = "per-occurrence", for = "tie-break", title = "B" }
c = { plugin = "direct", for = "tie-break", weight = 0, title = "C", applies_to = ["k2"] }
[ranking]
prefer = "low"
ties = "final"
break = [{ by = "criteria.b", prefer = "low", absent = "above" }, { by = "criteria.c" }, { by = "committee" }]
""",
    )
    of_ties = {key: one for key, one in scheme.criteria.items() if one.tie_break}
    assert {key: dict(one.weight) for key, one in of_ties.items()} == {"b": {"k1": 0, "k2": 0}, "c": {"k2": 0}}
    assert of_ties["b"].section is None
    # A plugin whose figures are bound by the weight takes the weight it has by default.
    assert of_ties["c"].figures[0].high == 100
    assert scheme.ranking.tie_break[:2] == (TieBreak("criteria.b", "low", None, "above"), TieBreak("criteria.c"))
    assert (scheme.ranking.prefer, scheme.ranking.ties) == ("low", "final")
    assert {key: one.ranked for key, one in scheme.clusters.items()} == {"c": True, "d": False}


def test_blanks_that_count(tmp_path: Path) -> None:
    scheme = read(
        tmp_path,
        HEAD
        + """
[figures]
faults = { type = "count", title = "F", blank = 0 }
calm = { type = "yes-no", title = "C", blank = true }
kept = { type = "yes-no", title = "K", blank = "no" }
share = { type = "percent", title = "S" }
[criteria]
a = { plugin = "direct", weight = 100, title = "A", figures = { points = { blank = 2.5 } } }
""",
    )
    assert [one.blank for one in scheme.figures.values()] == [0, 1, 0, None]
    (points,) = scheme.criteria["a"].figures
    assert points.blank == Fraction(5, 2)
    assert [one.built.figures for one in scheme.criteria["a"].by_kind.values()] == [(points,)]


def test_any_of_several_conditions(tmp_path: Path) -> None:
    scheme = read(
        tmp_path,
        HEAD
        + CRITERION
        + """
[knock_outs.k]
reason = "K"
when = { any = [{ of = "bonuses", at_most = 0 }, { of = "total", at_most = "40%" }] }
effect = { class = "none" }
[classes.best]
title = "B"
from = 0
requires = [{ any = [{ of = "criteria.a", at_least = "50%" }, { of = "total", at_least = 9 }] }]
""",
    )
    half = Fraction(1, 2)
    assert scheme.classes["best"].requires == (
        Condition("", any=(Condition("criteria.a", True, half), Condition("total", False, Fraction(9)))),
    )
    assert scheme.knock_outs["k"].when.any == (
        Condition("bonuses", at_most=Fraction(0)),
        Condition("total", at_most=Fraction(40)),
    )


def test_places_that_are_shared(tmp_path: Path) -> None:
    scheme = read(
        tmp_path,
        HEAD
        + CRITERION
        + """
[ranking]
prefer = "low"
[classes]
best = { title = "B", to = "30%" }
rest = { title = "R", to = 100 }
[titles]
gold = { title = "G", quota = { count = 1, tie = "share" } }
silver = { title = "S", quota = { count = 1, tie = "share" }, not_with = ["gold"], after = ["gold"] }
flag = { title = "F", quota = { count = 1, in_all = 3 } }
""",
    )
    assert [one.start for one in scheme.classes.values()] == [30, 100]
    assert [(one.quota.tie, one.quota.in_all, one.after) for one in scheme.titles.values()] == [
        ("share", None, ()),
        ("share", None, ("gold",)),
        ("committee", 3, ()),
    ]
