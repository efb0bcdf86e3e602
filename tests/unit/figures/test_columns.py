"""Which columns a scheme asks for."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import attrs
import pytest

from dvk_scoring.figures.columns import column_kinds, needed_columns, sibling
from dvk_scoring.scheme.model import Class, KnockOut, Ranking, Scheme, TieBreak
from dvk_scoring.scheme.model import Test as ATest
from dvk_scoring.scheme.model import Title as ATitle
from dvk_scoring.text import Text

Make = Callable[..., Scheme]
NAME = Text.same("one")


def test_columns_are_named_by_their_criterion_and_shared_ones_are_not(make_scheme: Make) -> None:
    columns = make_scheme().figure_columns
    assert list(columns)[:3] == ["population", "discipline", "cases.due"]
    assert columns["population"][1] is None
    assert columns["cases.due"][1] == "cases"
    assert columns["panel.marks.2"][0].many == "marks"
    assert columns["extra.missed"][1] == "extra"
    assert "cases.population" not in columns


def test_kinds_are_given_only_where_some_kind_is_left_out(make_scheme: Make) -> None:
    scheme = make_scheme(figures_apply={"discipline": ("department",)})
    kinds = column_kinds(scheme)
    assert kinds["service.rate"] == {"ward"}
    assert kinds["discipline"] == {"department"}
    assert "cases.due" not in kinds


def test_a_bonus_applies_to_the_kinds_it_names(make_scheme: Make) -> None:
    scheme = make_scheme()
    extra = attrs.evolve(scheme.bonuses["extra"], applies_to=("department",))
    assert column_kinds(attrs.evolve(scheme, bonuses={"extra": extra}))["extra.missed"] == {"department"}


def test_a_bonus_to_a_criterion_applies_to_the_kinds_that_have_it(make_scheme: Make) -> None:
    scheme = make_scheme()
    extra = attrs.evolve(scheme.bonuses["extra"], to="criteria.service")
    assert column_kinds(attrs.evolve(scheme, bonuses={"extra": extra}))["extra.missed"] == {"ward"}


def test_what_a_criterion_computes_with_is_needed_of_the_kinds_that_have_it(make_scheme: Make) -> None:
    needed = needed_columns(make_scheme())
    assert needed["cases.due"] == needed["population"] == {"wards", "departments"}
    assert needed["service.rate"] == {"wards"}
    assert "discipline" not in needed, "nothing reads it"
    assert "cases.missed" not in needed, "it declares what a blank counts as"
    assert "panel.marks.1" not in needed, "a judge may be away"


def test_what_a_shared_figure_is_needed_for_hangs_on_its_criteria(make_scheme: Make) -> None:
    scheme = make_scheme()
    only_wards = {**scheme.criteria, "cases": attrs.evolve(scheme.criteria["cases"], weight={"ward": Fraction(10)})}
    assert needed_columns(attrs.evolve(scheme, criteria=only_wards))["population"] == {"wards"}


@pytest.mark.parametrize(
    "reading",
    [
        lambda test, kinds: {"knock_outs": {"one": KnockOut("one", NAME, test, NAME, applies_to=kinds)}},
        lambda test, kinds: {"titles": {"one": ATitle("one", NAME, requires=(test,), applies_to=kinds)}},
    ],
)
def test_what_a_condition_looks_at_is_needed_of_those_it_decides_on(reading: Any, make_scheme: Make) -> None:
    test = ATest("figures.discipline", at_least=Fraction(1))
    several = ATest("", any=(ATest("total", at_least=Fraction(1)), test))
    for one in (test, several):
        assert needed_columns(make_scheme(**reading(one, None)))["discipline"] == {"wards", "departments"}
        assert needed_columns(make_scheme(**reading(one, ("ward",))))["discipline"] == {"wards"}
        narrow = make_scheme(**reading(one, None), figures_apply={"discipline": ("department",)})
        assert needed_columns(narrow)["discipline"] == {"departments"}


def test_classes_and_tie_breaks_need_what_they_look_at(make_scheme: Make) -> None:
    test = ATest("criteria.panel.marks.1", at_least=Fraction(1))
    classed = make_scheme(classes={"one": Class("one", NAME, Fraction(0), (test,))})
    assert needed_columns(classed)["panel.marks.1"] == {"wards", "departments"}
    broken = make_scheme(ranking=Ranking(tie_break=(TieBreak("figures.discipline"), TieBreak("committee"))))
    assert needed_columns(broken)["discipline"] == {"wards", "departments"}


def test_units_out_of_competition_need_not_report_what_only_decides_on_ranks(make_scheme: Make) -> None:
    scheme = make_scheme(ranking=Ranking(tie_break=(TieBreak("figures.discipline"), TieBreak("committee"))))
    clusters = {**scheme.clusters, "wards": attrs.evolve(scheme.clusters["wards"], ranked=False)}
    needed = needed_columns(attrs.evolve(scheme, clusters=clusters))
    assert needed["discipline"] == {"departments"}
    assert needed["service.rate"] == {"wards"}, "they are scored"


def test_a_sibling_is_of_the_same_criterion_or_shared(make_scheme: Make) -> None:
    columns = make_scheme().figure_columns
    assert sibling("due", "cases", columns) == "cases.due"
    assert sibling("population", "cases", columns) == "population"
    assert sibling("nothing", "cases", columns) is None
