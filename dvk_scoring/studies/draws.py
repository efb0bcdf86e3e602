"""Draws, in whole numbers from the first: the same seed gives the same draws on every machine.

Only ``Random.random`` is used, of which Python promises the same sequence for the same seed in every version; it is a
whole number over 2^53, and is taken as that number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Final

from dvk_scoring.formula.rounding import apportion

_BITS: Final = 53


class Draws:
    """Draws whole numbers.

    Args:
        seed: Where they begin.
        of: What they are drawn for: draws for one thing do not change those for another.
    """

    def __init__(self, seed: int, of: str) -> None:
        """Begin."""
        self._random = Random(f"{of}:{seed}")  # noqa: S311 - reproducible draws for a study, no secret

    def below(self, count: int) -> int:
        """Draw one of 0 to count - 1, each as likely up to 1 part in 2^53 ÷ count."""
        return int(self._random.random() * (1 << _BITS)) * count >> _BITS

    def between(self, low: int, high: int) -> int:
        """Draw one of low to high, both ends included."""
        return low + self.below(high - low + 1)

    def chosen(self, count: int, of: int) -> tuple[int, ...]:
        """Draw so many different ones of 0 to of - 1, each set as likely."""
        left = list(range(of))
        return tuple(sorted(left.pop(self.below(len(left))) for _ in range(count)))

    def gaps(self, counts: Sequence[int]) -> tuple[int, ...]:
        """Draw shares of 2^53 from the Dirichlet distribution with whole parameters.

        The gaps between n - 1 numbers drawn evenly from 0 to 1 are Dirichlet (1, …, 1); sums of neighbouring gaps add
        their parameters up.

        Source: Devroye, Non-uniform random variate generation (1986), V.2.1 and XI.4.1.
        """
        most = 1 << _BITS
        points = [0, *sorted(self.below(most) for _ in range(sum(counts) - 1)), most]
        ends = [sum(counts[:place]) for place in range(len(counts) + 1)]
        return tuple(points[right] - points[left] for left, right in pairwise(ends))


def apportioned(parts: Mapping[str, Fraction], whole: int) -> dict[str, int]:
    """Share whole units out in proportion to parts of which one is above 0; the largest remainders are rounded up.

    Of equal remainders those that stand first are.
    """
    sum_ = sum(parts.values(), Fraction(0))
    return apportion({key: part * whole / sum_ for key, part in parts.items()}, whole)
