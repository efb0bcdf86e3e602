"""Two criteria that rank the units alike."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from dvk_scoring.analysis.lint.scored import Scored
from dvk_scoring.problem import Problem

_FEWEST: Final = 10
_DIFFERENT: Final = 5
"""Different points that each criterion must have given: two pass-or-fail criteria agree easily."""
_ALIKE: Final = Fraction(95, 100)
_GENERAL: Final = Fraction(80, 100)
_MANY_PAIRS: Final = 6
"""Where the middle one of so many pairs is at ``_GENERAL``, units are good or weak at everything: none stands out."""


def ranked_alike(scored: Scored) -> Iterator[Problem]:
    """Tell of pairs whose rank correlation (Spearman's, ties at mid-ranks) is 0.95 or more."""
    wide = {
        key: points
        for key, points in scored.points.items()
        if len(points) >= _FEWEST and len(set(points.values())) >= _DIFFERENT
    }
    pairs: list[tuple[str, str, int, Fraction]] = []
    for (key, own), (other, points) in combinations(wide.items(), 2):
        both = [unit for unit in own if unit in points]
        if len(both) >= _FEWEST:
            squared = _squared([own[unit] for unit in both], [points[unit] for unit in both])
            pairs.append((key, other, len(both), squared))
    if len(pairs) >= _MANY_PAIRS and sorted(pair[3] for pair in pairs)[len(pairs) // 2] >= _GENERAL**2:
        return
    criteria = scored.subject.scheme.criteria
    for key, other, units, squared in pairs:
        if squared >= _ALIKE**2:
            args = {"title": criteria[key].title, "other": criteria[other].title, "units": units}
            place = ("criteria", other)
            yield scored.subject.say("DVK-L124", place, correlation=_root(squared), limit=_ALIKE, **args)


def _squared(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    """Give the square of the rank correlation, exact; 0 when one falls as the other rises."""
    a, b = _twice_the_ranks(one), _twice_the_ranks(other)
    mean = len(a) + 1
    both = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return Fraction(both * both, spread) if both > 0 else Fraction(0)


def _twice_the_ranks(values: Sequence[Fraction]) -> list[int]:
    """Give twice the mid-rank of each value: whole numbers whose mean is n + 1."""
    ordered = sorted(values)
    first: dict[Fraction, int] = {}
    last: dict[Fraction, int] = {}
    for place, value in enumerate(ordered, start=1):
        first.setdefault(value, place)
        last[value] = place
    return [first[value] + last[value] for value in values]


def _root(squared: Fraction) -> Fraction:
    """Give the root of a square to two decimals, rounded down: for the eye; the square is what was compared."""
    return Fraction(math.isqrt(int(squared * 10_000)), 100)
