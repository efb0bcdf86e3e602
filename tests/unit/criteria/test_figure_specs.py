"""Figures once settings are known: each within each, bounds name by name, bounds of several settings, limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from dvk_scoring.api import (
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Rows,
    Text,
    clip,
    count,
    decimal,
    each,
    mark,
    mean,
    ratio,
    setting,
    setting_of,
    total,
)
from dvk_scoring.criteria.criterion import build
from dvk_scoring.criteria.figure_specs import MOST_MEMBERS
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.exact import UnitFigures, score_units
from dvk_scoring.formula.tree import Attribute, Figure, FormulaError
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import Place, problem


class Marked(Figures):
    marks: Rows = each("judges", each("items", mark(vi="Giám khảo {judges}, {items}", en="Judge {judges}, {items}")))
    checked: Many = each("items", count(vi="Kiểm tra {name}", en="Checked {name}", high=9))
    passed: Many = each("items", count(vi="Đạt {name}", en="Passed {name}", high=9, at_most="checked"))
    value: Num = decimal(
        vi="Giá trị",
        en="Value",
        places=setting_of("places"),
        low=setting_of("one", "other"),
        high=setting_of("one", "other", take=max),
    )
    runs: Many = each("items", decimal(vi="Lần {name}", en="Run {name}", places=0, high=9, shared=True))


class Shape(Params):
    judges: int = setting(2, vi="Giám khảo", en="Judges")
    items: tuple[str, ...] | Mapping[str, Text] = setting(
        {"road": Text(vi="Đường", en="Road"), "water": Text(vi="Nước", en="Water")}, vi="Mục", en="Items"
    )
    one: Fraction = setting(Fraction(30), vi="Một đầu", en="One end")
    other: Fraction = setting(Fraction(5), vi="Đầu kia", en="Other end")
    places: Any = setting(0, vi="Chữ số", en="Places")


class Shaped(Criterion[Marked, Shape]):
    """The mean over the judges of their totals, beside what passed."""

    id, level = "shaped", 2
    title = source = Text.same("shaped")

    def score(self, figures: Marked, params: Shape) -> Num:
        judged = mean([total(one) for one in figures.marks])
        shares = [ratio(part, all_, when_empty=0) for part, all_ in zip(figures.passed, figures.checked, strict=True)]
        return clip(judged, 0, 1) * ratio(total(shares), len(shares), when_empty=0) * clip(figures.value, 0, 1)


def specs(**settings: Any) -> dict[str, Any]:
    return {spec.name: spec for spec in build(Shaped, settings).figures}


def test_an_each_within_an_each_is_a_column_for_each_pair() -> None:
    found = specs()
    names = [name for name in found if name.startswith("marks")]
    assert names == ["marks.1.road", "marks.1.water", "marks.2.road", "marks.2.water"]
    assert found["marks.2.water"].label == Text(vi="Giám khảo 2, Nước", en="Judge 2, Water")
    assert {spec.many for name, spec in found.items() if name.startswith("marks")} == {"marks"}
    assert found["runs.road"].label.en == "Run Road"


def test_score_is_given_a_list_of_lists() -> None:
    """Judges give 7 and 8 in all for two items; one of 9 is missing, so the judge does not count: (7 + 8) / 2."""

    class Totals(Criterion[Marked, Shape]):
        """The mean of the totals."""

        id, level = "totals", 2
        title = source = Text.same("totals")

        def score(self, figures: Marked, params: Shape) -> Num:
            return mean([total(one) for one in figures.marks])

    built = build(Totals, {"judges": 3})
    cells = {"1.road": 3, "1.water": 4, "2.road": 8, "2.water": 0, "3.road": 9}
    given = {f"marks.{name}": Fraction(value) for name, value in cells.items()}
    from dvk_scoring.formula.state import State

    unit = UnitFigures("u", "c", {**given, "marks.3.water": State.NOT_REPORTED})
    (outcome,) = score_units(built.tree, built.figures, [unit])
    assert outcome.value == Fraction(15, 2)


def test_at_most_goes_name_by_name() -> None:
    found = specs()
    assert (found["passed.road"].at_most, found["passed.water"].at_most) == ("checked.road", "checked.water")
    one = ratio(Figure("passed.water"), Figure("checked.water"), when_empty=0)
    bounds = Prover(tuple(found.values()), {}).interval(one)
    assert (bounds.low, bounds.high) == (Fraction(0), Fraction(1))


def test_a_bound_is_the_smaller_or_the_larger_of_two_settings() -> None:
    for one, other in ((30, 5), (5, 30)):
        value = specs(one=Fraction(one), other=Fraction(other))["value"]
        assert (value.low, value.high) == (5, 30)


def test_a_shared_each_is_of_the_unit() -> None:
    class Runs(Criterion[Marked, Shape]):
        """The runs of the unit."""

        id, level = "runs", 2
        title = source = Text.same("runs")

        def score(self, figures: Marked, params: Shape) -> Num:
            return total(figures.runs)

    assert {node for node in walk(build(Runs).tree) if isinstance(node, Attribute)} == {
        Attribute("runs.road"),
        Attribute("runs.water"),
    }


def test_figures_of_which_a_blank_is_the_formulas_affair_are_marked() -> None:
    found = specs()
    assert {name for name, spec in found.items() if spec.optional} == {n for n in found if n.startswith("marks")}


REFUSED: dict[str, tuple[Callable[[], object], str, str]] = {
    "too many": (
        lambda: specs(judges=MOST_MEMBERS + 1),
        "Thiết lập “judges” không làm thành các cột được: từ 0 đến 500 cột, không phải 501.",
        "The setting “judges” cannot be made into columns: from 0 to 500 columns, not 501.",
    ),
    "fewer than none": (
        lambda: specs(judges=-1),
        "Thiết lập “judges” không làm thành các cột được: từ 0 đến 500 cột, không phải -1.",
        "The setting “judges” cannot be made into columns: from 0 to 500 columns, not -1.",
    ),
    "too many together": (
        lambda: specs(judges=251),
        "Thiết lập “items” không làm thành các cột được: nhiều nhất 500 cột, không phải 502.",
        "The setting “items” cannot be made into columns: 500 columns at most, not 502.",
    ),
    "twice": (
        lambda: specs(items=("road", "road")),
        "Thiết lập “items” không làm thành các cột được: “road” có hai lần.",
        "The setting “items” cannot be made into columns: “road” stands there twice.",
    ),
    "half a place": (
        lambda: specs(places=Fraction(1, 2)),
        (
            "Khai báo của số liệu “value” không dùng được: "
            "số chữ số thập phân phải là số nguyên từ 0 đến 17, không phải 1/2."
        ),
        (
            "The declaration of the figure “value” cannot be used: "
            "its places must be a whole number from 0 to 17, not 1/2."
        ),
    ),
    "too long": (
        lambda: specs(places=17),
        "Khai báo của số liệu “value” không dùng được: từ 5 đến 30 với 17 chữ số thập phân thì cần hơn 18 chữ số.",
        (
            "The declaration of the figure “value” cannot be used: "
            "from 5 to 30 with 17 decimals it needs more than 18 digits."
        ),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_columns_is_refused_by_name(name: str) -> None:
    make, vi, en = REFUSED[name]
    with pytest.raises(FormulaError) as caught:
        make()
    told = problem(caught.value.code, Place(), **caught.value.args_)
    assert (told.text("vi"), told.text("en")) == (vi, en)


def test_names_with_dots_do_not_run_into_one_another() -> None:
    class Dotted(Figures):
        cells: Rows = each("one", each("two", count(vi="{name}", en="{name}")))

    class Names(Params):
        one: tuple[str, ...] = setting(("a", "a.b"), vi="Một", en="One")
        two: tuple[str, ...] = setting(("b.c", "c"), vi="Hai", en="Two")

    class Crossed(Criterion[Dotted, Names]):
        """Cells."""

        id, level = "crossed", 2
        title = source = Text.same("crossed")

        def score(self, figures: Dotted, params: Names) -> Num:
            return total(one for row in figures.cells for one in row)

    with pytest.raises(FormulaError) as caught:
        build(Crossed)
    assert caught.value.code == "DVK-C169"
