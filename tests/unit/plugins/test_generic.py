"""The criteria for administrators, in the shapes that a scheme may give them: proved, equal everywhere, lawful."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.criteria.criterion import Promise, build, never_lowers, never_raises
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import FormulaError, Titled
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import Place, problem
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.promises import check_promise
from dvk_scoring.testing.single import single
from dvk_scoring.text import Text

REGISTRY = Registry.of()
Values = Mapping[str, Any]
POSTS: Values = {
    "a": {"low": Fraction(0), "high": Fraction(50)},
    "b": {"low": Fraction(100), "high": Fraction(20), "dimension": "rest"},
    "c": {"low": Fraction(2), "high": Fraction(200), "scale": "log", "dimension": "rest"},
}
JUMP: Values = {"a": Fraction(5), "b": Fraction(-1), "c": Fraction(1), "better": "more"}
SHAPES: list[tuple[str, Values, Values]] = [
    ("ratio", {}, {"goal": Fraction("0.9"), "floor_rate": Fraction("0.5")}),
    ("ratio", {"prefer": "low"}, {"floor_rate": Fraction("0.9")}),
    ("ratio", {"scale": "from-floor"}, {"goal": Fraction("0.9"), "floor_rate": Fraction("0.5")}),
    ("ratio", {"prefer": "low", "scale": "from-floor", "places": 1}, {"floor_rate": Fraction("0.8")}),
    # A floor at or above the goal leaves no stretch between them.
    ("ratio", {"scale": "from-floor"}, {"goal": Fraction("0.5"), "floor_rate": Fraction("0.5")}),
    ("ratio", {"scale": "from-floor"}, {"goal": Fraction("0.5"), "floor_rate": Fraction("0.7")}),
    (
        "bands",
        {"places": 0, "high": Decimal(3), "below": Decimal(1), "steps": ({"from": 1, "score": Decimal("0.4")},)},
        {},
    ),
    ("direct", {"step": Decimal("0.5"), "places": 1}, {}),
    ("target", {"without_target": "not-assigned", "measure": "percent"}, {}),
    ("target", {"places": 4, "measure": "ratio"}, {}),
    ("per-occurrence", {}, {"each": Fraction("0.5"), "cap": Fraction(4)}),
    ("plus-minus", {}, {"start": Fraction(10), "add": Fraction(1), "subtract": Fraction(2), "low": Fraction(3)}),
    ("checklist", {"items": ("a", "b", "c"), "item_weights": {"a": Decimal(3), "c": Decimal("0.5")}}, {}),
    ("panel", {"judges": 7, "drop": 2, "fewest": 5}, {}),
    ("panel", {"rule": "median", "fewest": 2}, {}),
    ("panel", {"rule": "mean", "fewest": 1, "low": Decimal(1), "high": Decimal(100), "step": None, "places": 1}, {}),
    ("panel", {"decimals": 2}, {}),
    ("scale", {"low": Decimal(30), "high": Decimal(5)}, {}),
    ("bands", {"down": ({"to": 0, "score": Fraction(1)}, {"to": 2, "score": Fraction(5, 6)})}, {}),
    ("attempts", {"attempts": 4, "take": "place", "place": 3}, {}),
    ("attempts", {"take": "sum", "discard": 1, "fewest": 2, "prefer": "low"}, {}),
    ("attempts", {"take": "mean", "best": 2}, {}),
    ("min-max", {"prefer": "low", "flat": "all"}, {}),
    ("min-max", {"over": "all", "flat": "none"}, {}),
    ("goalposts", {"indicators": POSTS, "weights": {"a": Fraction(2)}}, {}),
    ("goalposts", {"indicators": POSTS, "mean": "geometric", "least": Decimal(1), "most": Decimal(300)}, {}),
    ("formula-table", {"missing": "zero", "high": Decimal(1000)}, {}),
    ("panel-items", {"first": "judges", "factors": {"content": Fraction(3, 2)}}, {}),
    ("panel-items", {"rule": "median", "fewest": 2, "decimals": 2, "items": ("a", "b", "c")}, {}),
]
STEPS = ({"from": Decimal(1), "score": Decimal("0.5")}, {"from": Decimal(1), "score": Decimal(1)})


@pytest.mark.parametrize(("plugin", "settings", "params"), SHAPES)
def test_every_shape_is_proved_and_equal_on_all_readers(plugin: str, settings: Values, params: Values) -> None:
    one = single(REGISTRY.criterion(plugin), settings=settings, params=params)
    plan = one.plan()
    (proof,) = plan.proofs
    assert (proof.low >= 0, proof.high <= 15) == (True, True)
    data = generate(one.decided.built.figures, 400, seed=17)
    expected = one.reference(data)
    assert one.run("polars", data, plan) == expected
    assert one.run("duckdb", data, plan) == expected


def said(text: str) -> Text:
    return Text.same(text)


MORE = never_lowers(said("more of the part"), over=+1)
FEWER = never_raises(said("more of the fault"), over=+1)
LAWS: list[tuple[str, Values, Promise]] = [
    ("ratio", {}, MORE),
    ("ratio", {"scale": "from-floor"}, MORE),
    ("ratio", {"prefer": "low"}, FEWER),
    ("checklist", {}, never_lowers(said("a tick"), **{"items.plan": 1})),
    (
        "checklist",
        {"item_weights": {"plan": Decimal(0)}},
        never_lowers(said("a tick worth nothing"), **{"items.plan": 1}),
    ),
    ("panel", {}, never_lowers(said("a higher mark"), **{"marks.2": 1})),
    ("panel", {"rule": "median"}, never_lowers(said("a higher mark"), **{"marks.2": 1})),
    ("panel", {"rule": "mean"}, never_lowers(said("a higher mark"), **{"marks.2": 1})),
    ("target", {"without_target": "not-assigned"}, never_lowers(said("a better result"), actual=+1)),
    ("attempts", {"take": "place"}, never_lowers(said("a better attempt"), **{"marks.1": 1})),
    ("goalposts", {"indicators": POSTS, "mean": "geometric"}, never_raises(said("less is better"), **{"values.b": 1})),
    ("goalposts", {"indicators": POSTS}, never_lowers(said("more is better"), **{"values.c": 1})),
    ("formula-table", {}, never_raises(said("a longer time"), **{"results.1500m": 1})),
    ("panel-items", {"first": "judges"}, never_lowers(said("a higher mark"), **{"marks.2.delivery": 1})),
    ("panel-items", {"rule": "median"}, never_lowers(said("a higher mark"), **{"marks.2.delivery": 1})),
]


@pytest.mark.parametrize(("plugin", "settings", "law"), LAWS)
def test_what_their_readmes_say_holds(plugin: str, settings: Values, law: Promise) -> None:
    built = build(REGISTRY.criterion(plugin), settings)
    result = check_promise(built, law, units=300, seed=23)
    assert result.breaches[:1] == ()
    assert result.compared >= 50


@pytest.mark.parametrize(
    ("plugin", "settings", "vi", "en"),
    [
        (
            "bands",
            {"steps": ()},
            "Thiết lập “steps” không dùng được: cần ít nhất một bậc.",
            "The setting “steps” cannot be used: at least one step is needed.",
        ),
        (
            "bands",
            {"steps": STEPS},
            "Thiết lập “steps” không dùng được: các mốc phải tăng dần.",
            "The setting “steps” cannot be used: its values must rise.",
        ),
        (
            "bands",
            {"below": Decimal("1.1")},
            "Thiết lập “steps” không dùng được: phần điểm phải từ -1 đến 1.",
            "The setting “steps” cannot be used: parts of the points must be from -1 to 1.",
        ),
        (
            "checklist",
            {"items": ()},
            "Thiết lập “items” không dùng được: cần ít nhất một mục.",
            "The setting “items” cannot be used: one item or more.",
        ),
        (
            "checklist",
            {"item_weights": {"paln": Decimal(1)}},
            "Thiết lập “item_weights” không dùng được: không có mục: paln.",
            "The setting “item_weights” cannot be used: there is no item: paln.",
        ),
        (
            "checklist",
            {"items": ("a",), "item_weights": {"a": Decimal(0)}},
            "Thiết lập “item_weights” không dùng được: hệ số không được âm và tổng phải lớn hơn 0.",
            "The setting “item_weights” cannot be used: weights may not be negative, and their sum must be above 0.",
        ),
        (
            "panel",
            {"low": Decimal(10)},
            "Thiết lập “high” không dùng được: phải lớn hơn low.",
            "The setting “high” cannot be used: must be above low.",
        ),
        (
            "panel",
            {"fewest": 2},
            "Thiết lập “fewest” không dùng được: phải lớn hơn 2 (hai lần drop) và không quá số giám khảo (5).",
            "The setting “fewest” cannot be used: must be above 2 (twice drop) and at most the number of judges (5).",
        ),
        (
            "scale",
            {"low": Decimal(5), "high": Decimal(5)},
            "Thiết lập “high” không dùng được: phải khác low.",
            "The setting “high” cannot be used: it must differ from low.",
        ),
        (
            "attempts",
            {"take": "place", "place": 4},
            "Thiết lập “place” không dùng được: chỉ có 3 lần.",
            "The setting “place” cannot be used: there are 3 attempts.",
        ),
        (
            "attempts",
            {"take": "sum", "discard": 2, "fewest": 2},
            "Thiết lập “fewest” không dùng được: phải lớn hơn số lần bị bỏ (2) và không quá số lần (3).",
            "The setting “fewest” cannot be used: must be above those left out (2) and at most the attempts (3).",
        ),
        (
            "attempts",
            {"take": "sum", "best": 2, "discard": 1, "fewest": 2},
            "Thiết lập “best” không dùng được: không quá 3, và không dùng cùng discard.",
            "The setting “best” cannot be used: at most 3, and not together with discard.",
        ),
        (
            "min-max",
            {"high": Decimal(0)},
            "Thiết lập “high” không dùng được: phải lớn hơn low.",
            "The setting “high” cannot be used: it must be above low.",
        ),
        (
            "goalposts",
            {"indicators": {"a": {"low": Fraction(3), "high": Fraction(3)}}},
            "Thiết lập “indicators” không dùng được: “a”: low phải khác high.",
            "The setting “indicators” cannot be used: “a”: low must differ from high.",
        ),
        (
            "goalposts",
            {"indicators": {"a": {"low": Fraction(0), "high": Fraction(3), "scale": "log"}}},
            "Thiết lập “indicators” không dùng được: “a”: lôgarit cần low và high lớn hơn 0.",
            "The setting “indicators” cannot be used: “a”: a logarithm needs low and high above 0.",
        ),
        (
            "goalposts",
            {"weights": {"education": Fraction(1)}},
            "Thiết lập “weights” không dùng được: không có nhóm, hoặc hệ số âm: education.",
            "The setting “weights” cannot be used: no such dimension, or below 0: education.",
        ),
        (
            "goalposts",
            {"weights": {"value": Fraction(0)}},
            "Thiết lập “weights” không dùng được: tổng phải lớn hơn 0.",
            "The setting “weights” cannot be used: their sum must be above 0.",
        ),
        (
            "formula-table",
            {"events": {"jump": JUMP}},
            "Thiết lập “events” không dùng được: “jump”: a lớn hơn 0, b từ 0 đến 1000000, c lớn hơn 0 và không quá 10.",
            "The setting “events” cannot be used: “jump”: a above 0, b from 0 to 1000000, c above 0 and at most 10.",
        ),
        (
            "panel-items",
            {"factors": {"style": Fraction(2)}},
            "Thiết lập “factors” không dùng được: không có mục, hoặc hệ số không lớn hơn 0: style.",
            "The setting “factors” cannot be used: no such item, or not above 0: style.",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(plugin: str, settings: Values, vi: str, en: str) -> None:
    with pytest.raises(FormulaError) as caught:
        build(REGISTRY.criterion(plugin), settings)
    told = problem(caught.value.code, Place(), **caught.value.args_)
    assert (told.code, told.text("vi"), told.text("en")) == ("DVK-C313", vi, en)


SCHEME = """
[scheme]
id = "trial"
title = "Trial"
valid = { from = 2025-01-01, to = 2025-12-31 }
total = 20
[clusters]
all = { title = "All", kind = "unit" }
[criteria]
done = { title = "Done", plugin = "pass-fail", weight = 10 }
events = { title = "Events", plugin = "per-occurrence", weight = 10, params = { each = 2 } }
[penalties]
late = { title = "Late", plugin = "per-occurrence", to = "total", params = { each = 0.5 } }
later = { title = "Later", plugin = "per-occurrence", to = "total", cap = 3 }
"""


def test_occurrences_need_no_cap_as_a_penalty(tmp_path: Path) -> None:
    """The weight of a criterion and the cap of a penalty reach the formula; without either it is open."""
    (tmp_path / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    scheme, _ = load_scheme(tmp_path / "scheme.toml")
    weights = {key: one.decided.built.settings["weight"] for key, one in scheme.penalties.items()}
    assert weights == {"late": None, "later": Fraction(3)}
    assert scheme.criteria["events"].by_kind["unit"].built.settings["weight"] == Fraction(10)


@pytest.mark.parametrize(("plugin", "settings", "_"), [*SHAPES, *((key, {}, {}) for key in REGISTRY.ids())])
def test_no_part_of_a_formula_is_called_as_a_figure_is(plugin: str, settings: Values, _: Values) -> None:
    built = build(REGISTRY.criterion(plugin), settings)
    parts = [node.title for node in walk(built.tree) if isinstance(node, Titled)]
    for language in ("vi", "en"):
        titles = [one.in_(language) for one in (*parts, *(figure.label for figure in built.figures))]
        assert len(titles) == len(set(titles))


def figure(plugin: str, **settings: object) -> FigureSpec:
    return build(REGISTRY.criterion(plugin), settings).figures[0]


def test_settings_shape_the_figures() -> None:
    direct = figure("direct", weight=Fraction("7.5"), step=Decimal("0.5"), places=1)
    assert (direct.high, direct.step, direct.places) == (Fraction("7.5"), Fraction("0.5"), 1)
    assert figure("target", measure="percent").measure == "percent"
    assert len(build(REGISTRY.criterion("panel"), {"judges": 7, "fewest": 3}).figures) == 7
