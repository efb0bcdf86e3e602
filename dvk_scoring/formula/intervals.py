"""Intervals of exact numbers, and what arithmetic makes of them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

MOST_BITS: Final = 20_000
"""Bits of a number that a formula may come to, real ones need some hundreds; of an end that is still told: a square of
squares of squares would need more than any computer has."""


@attrs.frozen
class Interval:
    """From ``low`` to ``high`` inclusive; None is open."""

    low: Fraction | None
    high: Fraction | None

    def within(self, low: Fraction | None, high: Fraction | None) -> bool:
        """Tell whether nothing can lie outside ``low``..``high`` (None: open)."""
        above = low is None or (self.low is not None and self.low >= low)
        return above and (high is None or (self.high is not None and self.high <= high))


OPEN = Interval(None, None)
UNIT = Interval(Fraction(0), Fraction(1))


def point(value: Fraction) -> Interval:
    """Make the interval of one value."""
    return Interval(value, value)


def join(parts: Iterable[Interval]) -> Interval:
    """Take the smallest interval that holds all of several."""
    intervals = list(parts)
    lows = [part.low for part in intervals if part.low is not None]
    highs = [part.high for part in intervals if part.high is not None]
    return Interval(
        min(lows) if len(lows) == len(intervals) else None,
        max(highs) if len(highs) == len(intervals) else None,
    )


def meet(one: Interval, other: Interval) -> Interval:
    """Take what two true statements leave."""
    lows = [part.low for part in (one, other) if part.low is not None]
    highs = [part.high for part in (one, other) if part.high is not None]
    return Interval(max(lows, default=None), min(highs, default=None))


def sayable(interval: Interval) -> Interval:
    """Open the ends that are too long to be computed with."""
    low, high = (
        None if end is None or max(end.numerator.bit_length(), end.denominator.bit_length()) > MOST_BITS else end
        for end in (interval.low, interval.high)
    )
    return Interval(low, high)


def magnitude(interval: Interval) -> Interval:
    """Take the magnitudes of what lies in an interval."""
    ends = [None if end is None else abs(end) for end in (interval.low, interval.high)]
    crosses = (interval.low is None or interval.low <= 0) and (interval.high is None or interval.high >= 0)
    nearest = Fraction(0) if crosses else min(end for end in ends if end is not None)
    return Interval(nearest, None if ends[0] is None or ends[1] is None else max(ends[0], ends[1]))


def plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    """Add two ends; open where one is."""
    return None if a is None or b is None else a + b


def minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    """Subtract an end; open where one is."""
    return None if a is None or b is None else a - b


def multiplied(a: Interval, b: Interval) -> Interval:
    """Multiply two intervals."""
    if Interval(Fraction(0), Fraction(0)) in (a, b):
        return point(Fraction(0))
    if None not in (a.low, a.high, b.low, b.high):
        ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
        return Interval(min(ends), max(ends))
    if a.low is not None and b.low is not None and a.low >= 0 and b.low >= 0:
        return Interval(a.low * b.low, None if a.high is None or b.high is None else a.high * b.high)
    return OPEN


def power_of(value: Fraction | None, exponent: Fraction, *, up: bool) -> Fraction | None:
    """Bound a power from outside: a float with a wide margin, since only the proof rests on it."""
    if value is None:
        return None
    if value in (0, 1):
        return value if exponent else Fraction(1)
    try:
        near = Fraction(float(value) ** float(exponent))
    except OverflowError:
        return None
    return near * Fraction(1_000_001 if up else 999_999, 1_000_000)


def log_of(value: Fraction | None, base: Fraction | None, direction: int) -> Fraction | None:
    """Bound a logarithm from outside, ``direction`` -1 from below, 1 from above."""
    if value is None:
        return None
    if value == 1:
        return Fraction(0)
    natural = math.log(value.numerator) - math.log(value.denominator)
    near = Fraction(natural if base is None else natural / math.log(base))
    return near + direction * (abs(near) / 1_000_000 + Fraction(1, 1_000_000))
