"""Which columns a scheme asks for."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from dvk_scoring.figures.columns import column_kinds, figure_columns, shared_columns, sibling
from dvk_scoring.scheme.model import Scheme

Make = Callable[..., Scheme]


def test_columns_are_named_by_their_criterion_and_shared_ones_are_not(make_scheme: Make) -> None:
    columns = figure_columns(make_scheme())
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


def test_shared_columns_are_those_that_criteria_compute_with(make_scheme: Make) -> None:
    assert shared_columns(make_scheme()) == {"population"}


def test_a_sibling_is_of_the_same_criterion_or_shared(make_scheme: Make) -> None:
    columns = figure_columns(make_scheme())
    assert sibling("due", "cases", columns) == "cases.due"
    assert sibling("population", "cases", columns) == "population"
    assert sibling("nothing", "cases", columns) is None
