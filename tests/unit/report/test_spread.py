"""Quartiles of points, held against the published definition."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.report.html.spread import spread_of


def test_quartiles_are_those_of_definition_7() -> None:
    # R 4: quantile(c(1, 2, 3, 4)) gives 1.00 1.75 2.50 3.25 4.00; the default type of R is 7
    spread = spread_of([Fraction(one) for one in (3, 1, 4, 2)])
    assert spread is not None
    assert spread.count == 4
    assert (spread.low, spread.high) == (Fraction(1), Fraction(4))
    assert (spread.quartile_1, spread.median, spread.quartile_3) == (
        Fraction("1.75"),
        Fraction("2.5"),
        Fraction("3.25"),
    )


def test_one_unit_is_all_of_its_spread() -> None:
    spread = spread_of([Fraction(7)])
    assert spread is not None
    assert {spread.low, spread.quartile_1, spread.median, spread.quartile_3, spread.high} == {Fraction(7)}


def test_no_unit_has_no_spread() -> None:
    assert spread_of([]) is None


@given(st.lists(st.decimals(0, 100, places=2).map(Fraction), min_size=1))
def test_quartiles_are_ordered_and_between_the_ends(points: list[Fraction]) -> None:
    spread = spread_of(points)
    assert spread is not None
    assert min(points) == spread.low <= spread.quartile_1 <= spread.median
    assert spread.median <= spread.quartile_3 <= spread.high == max(points)
