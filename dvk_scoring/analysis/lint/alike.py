"""Two criteria that rank the units alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from dvk_scoring.analysis.lint.scored import Scored
from dvk_scoring.analysis.lint.subject import number
from dvk_scoring.problem import Problem

_FEWEST: Final = 10
_DIFFERENT: Final = 5
"""Different points that each criterion must have given: two pass-or-fail criteria agree easily."""
_ALIKE: Final = Fraction(95, 100)


def ranked_alike(scored: Scored) -> Iterator[Problem]:
    """Tell of pairs whose rank correlation (Spearman's, ties at mid-ranks) is 0.95 or more."""
    wide = {
        key: points
        for key, points in scored.points.items()
        if len(points) >= _FEWEST and len(set(points.values())) >= _DIFFERENT
    }
    for (key, one), (other_key, other) in combinations(wide.items(), 2):
        both = [unit for unit in one if unit in other]
        if len(both) < _FEWEST:
            continue
        squared, rises = _correlation([one[unit] for unit in both], [other[unit] for unit in both])
        if rises and squared >= _ALIKE * _ALIKE:
            criteria = scored.subject.scheme.criteria
            args = {"title": criteria[key].title, "other": criteria[other_key].title, "units": len(both)}
            yield scored.subject.say(
                "DVK-L124", ("criteria", other_key), correlation=number(_root(squared)), limit=_ALIKE, **args
            )


def _correlation(one: Sequence[Fraction], other: Sequence[Fraction]) -> tuple[Fraction, bool]:
    """Give the square of the rank correlation, exact, and whether it is positive."""
    a, b = _twice_the_ranks(one), _twice_the_ranks(other)
    mean = len(a) + 1
    both = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return (Fraction(both * both, spread) if spread else Fraction(0)), both > 0


def _twice_the_ranks(values: Sequence[Fraction]) -> list[int]:
    """Give twice the mid-rank of each value: whole numbers whose mean is n + 1."""
    ordered = sorted(values)
    first, last = {}, {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
        last[value] = place
    return [first[value] + last[value] for value in values]


def _root(squared: Fraction) -> Fraction:
    """Give the root of a square to two decimals, rounded down: for the eye; the square is what was compared."""
    from math import isqrt

    return Fraction(isqrt(int(squared * 10_000)), 100)
