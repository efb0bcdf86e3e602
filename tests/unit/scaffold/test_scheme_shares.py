"""Points shared out among criteria."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.scaffold.scheme.plan import shares_of
from dvk_scoring.scaffold.scheme.shares import LEAST, share_out, usual_cap

halves = st.integers(1, 4000).map(lambda one: Fraction(one, 2))
parts = st.integers(1, 40)


@given(points=halves, count=parts)
def test_shares_add_up_and_are_whole_or_half_points(points: Fraction, count: int) -> None:
    if points < LEAST * count:
        return
    shares = share_out(points, count)
    assert len(shares) == count
    assert sum(shares) == points
    assert min(shares) >= LEAST
    assert {(share / LEAST).denominator for share in shares} == {1}


@given(points=st.integers(100, 100_000).map(lambda one: Fraction(one, 100)), count=parts)
def test_no_share_has_more_decimals_than_what_is_shared(points: Fraction, count: int) -> None:
    """A rest that is no half point goes to the last share, and nowhere else."""
    if points < LEAST * count:
        return
    shares = share_out(points, count)
    assert sum(shares) == points
    assert min(shares) >= LEAST
    assert (shares[-1] * 100).denominator == 1
    if (points / count / LEAST).denominator != 1:
        assert {(share / LEAST).denominator for share in shares[:-1]} <= {1}


@given(points=st.integers(10, 2000).map(Fraction), count=parts)
def test_shares_are_nearly_even(points: Fraction, count: int) -> None:
    """Never further apart than a sixth of the even share, or a half point where that is more, and what did not fit."""
    if points < LEAST * count:
        return
    shares = share_out(points, count)
    apart = max(points / count / 6, LEAST)
    assert max(shares[:-1], default=shares[-1]) - min(shares[:-1], default=shares[-1]) <= apart
    assert abs(shares[-1] - points / count) <= 2 * apart
    assert list(shares[:-1]) == sorted(shares[:-1], reverse=True)


@pytest.mark.parametrize(
    ("points", "count", "shares"),
    [
        ("100", 1, "100"),
        ("100", 3, "35 35 30"),
        ("100", 4, "25 25 25 25"),
        ("100", 6, "17 17 17 17 16 16"),
        ("100", 8, "12.5 12.5 12.5 12.5 12.5 12.5 12.5 12.5"),
        ("1000", 7, "150 150 140 140 140 140 140"),
        ("1000", 3, "350 350 300"),
        ("66.7", 2, "35 31.7"),
        ("2", 3, "1 0.5 0.5"),
    ],
)
def test_shares_that_people_would_write(points: str, count: int, shares: str) -> None:
    assert share_out(Fraction(points), count) == tuple(Fraction(one) for one in shares.split())


def test_open_points_take_the_rest_where_they_stand() -> None:
    total = Fraction(100)
    assert list(map(int, shares_of(total, [None, Fraction(40), None]))) == [30, 40, 30]
    assert list(map(int, shares_of(total, [Fraction(60), Fraction(40)]))) == [60, 40]


def test_a_cap_that_nobody_said_is_a_twentieth() -> None:
    caps = [usual_cap(Fraction(total)) for total in (100, 1000, 30, 5, 1)]
    assert caps == [5, 50, Fraction(3, 2), Fraction(1, 2), Fraction(1, 2)]
