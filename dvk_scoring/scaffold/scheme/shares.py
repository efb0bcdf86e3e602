"""Points shared out among criteria: exactly, and in numbers that a person would write."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

LEAST: Final = Fraction(1, 2)
"""No criterion is given less: a half point is the finest share that people write."""
_STEPS: Final = tuple(Fraction(step) for step in ("10000", "5000", "1000", "500", "100", "50", "10", "5", "1", "0.5"))
_MOST_APART: Final = Fraction(1, 6)
"""Shares may differ by so much of the even one for the sake of round numbers: 100 among three is 35, 35, 30."""


def share_out(points: Fraction, parts: int) -> tuple[Fraction, ...]:
    """Share points out, as evenly as round numbers let it be; the last one takes what is left.

    Args:
        points: At least half a point for each part.
        parts: How many shares, 1 or more.
    """
    even = points / parts
    if (even / LEAST).denominator == 1:
        return (even,) * parts
    step = next((size for size in _STEPS if size <= even * _MOST_APART), LEAST)
    steps = points // step
    each, more = divmod(steps, parts)
    shares = [step * (each + (place < more)) for place in range(parts)]
    shares[-1] += points - steps * step
    return tuple(shares)


def usual_cap(total: Fraction) -> Fraction:
    """Give the most points of a bonus or penalty that nobody has said: a twentieth of the total, in half points."""
    return max(LEAST, total / 20 // LEAST * LEAST)
