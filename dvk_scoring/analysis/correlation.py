"""Correlations, and how far judges agree: exact, or to so many digits that rounding them to be read is the only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import Final

_PLACES: Final = 30


def covariance(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    """Give n² times the covariance of two rows of n numbers: exact, and 0 where one of them does not vary."""
    count = len(left)
    return count * sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0)) - sum(left) * sum(right)


def correlation(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction | None:
    """Give Pearson's correlation of two rows, to 30 decimals; None where one of them does not vary.

    Range: -1 to 1. Missing: leave out pairs of which one is missing. The root is taken of a whole number, so that the
    digits are the same everywhere.
    """
    both = covariance(left, left) * covariance(right, right)
    if both == 0:
        return None
    mixed = covariance(left, right)
    square = mixed * mixed / both
    scale = 10**_PLACES
    # Half up of a root: the whole number r with (2r - 1)² ≤ 4 × scale² × square < (2r + 1)².
    rounded = (isqrt(int(4 * scale * scale * square)) + 1) // 2
    return Fraction(rounded if mixed >= 0 else -rounded, scale)


def kendall_w(marks: Sequence[Sequence[Fraction]]) -> Fraction | None:
    """Give Kendall's coefficient of concordance of several judges over the same units, corrected for ties.

    Args:
        marks: One row a judge, one mark a unit, the same units in each.

    Range: 0 (no agreement) to 1 (the same order). Missing: None for fewer than two judges or units, or where no judge
    sets any units apart.

    Source: Kendall and Babington Smith, The problem of m rankings (1939); the correction as in Siegel and Castellan,
    Nonparametric statistics for the behavioral sciences (1988), 9.6.
    """
    judges, units = len(marks), len(marks[0]) if marks else 0
    if judges < 2 or units < 2:
        return None
    ranks = [_ranks(row) for row in marks]
    sums = [sum(column, Fraction(0)) for column in zip(*ranks, strict=True)]
    mean = Fraction(judges * (units + 1), 2)
    squares = sum(((sum_ - mean) ** 2 for sum_ in sums), Fraction(0))
    ties = sum(count**3 - count for row in marks for count in Counter(row).values())
    most = judges * judges * (units**3 - units) - judges * ties
    return None if most == 0 else 12 * squares / most


def _ranks(row: Sequence[Fraction]) -> list[Fraction]:
    """Rank a row; those that are equal share the mean of their places."""
    places: dict[Fraction, list[int]] = {}
    for place, value in enumerate(sorted(row), start=1):
        places.setdefault(value, []).append(place)
    return [Fraction(sum(places[value]), len(places[value])) for value in row]
