"""What the oracle knows of a criterion, and what their formulas share; see ``plugins``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

KP = "KP"
Cell = Fraction | str | None
"""A number, ``None`` (blank) or ``"KP"`` (not assigned)."""
Cells = Mapping[str, Cell]
Numbers = Mapping[str, Fraction]
Settings = Mapping[str, Any]
Weight = Fraction | None
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Plugin:
    """The figures that a criterion reads, and the score it makes of them.

    Attributes:
        figures: Names of its figures, or what gives them of its settings.
        score: Of cells, settings and weight; and of the cells of the others, where it looks at other units.
        gives_points: The score is points, not a part of the weight.
        optional: Tells of its settings whether figures may be left out.
        parts: A whole, and what together is at most that, in the order in which one bounds the other.
        shared: Figures that are the unit's own: columns without the criterion's id.
        across: Tells of its settings whom it looks at: ``cluster`` or ``all``.
    """

    figures: tuple[str, ...] | Callable[[Settings], tuple[str, ...]]
    score: Callable[..., Cell]
    gives_points: bool = False
    optional: Callable[[Settings], bool] = lambda _: False
    parts: tuple[tuple[str, ...], ...] = ()
    shared: Callable[[str], bool] = lambda _: False
    across: Callable[[Settings], str] | None = None

    def names(self, settings: Settings) -> tuple[str, ...]:
        return self.figures if isinstance(self.figures, tuple) else self.figures(settings)

    def column(self, key: str, figure: str) -> str:
        return figure if self.shared(figure) else f"{key}.{figure}"


def rounded(value: Fraction, places: int | None, mode: str) -> Fraction:
    """Round by magnitude, but for floor and ceiling."""
    if places is None:
        return value
    scaled = value * 10**places
    if mode in ("floor", "ceiling"):
        return Fraction(math.floor(scaled) if mode == "floor" else math.ceil(scaled), 10**places)
    whole, rest = divmod(abs(scaled), 1)
    half = Fraction(1, 2)
    up = {
        "down": False,
        "up": rest > 0,
        "half-up": rest >= half,
        "half-even": rest > half or (rest == half and whole % 2 == 1),
    }[mode]
    return Fraction(int(whole) + up, 10**places) * (-1 if value < 0 else 1)


def held_between(value: Fraction, low: Fraction | int, high: Fraction | int) -> Fraction:
    return Fraction(min(max(value, low), high))


def mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, ZERO) / len(numbers)
