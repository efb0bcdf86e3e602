"""The few criteria that the law is tried with, each by the formula that its README publishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

KP = "KP"
Cell = Fraction | str | None
"""A number, ``None`` (blank) or ``"KP"`` (not assigned)."""
Cells = Mapping[str, Cell]
Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Plugin:
    """Figures that must be there, and the score they make; ``figures`` is empty where marks may be left out."""

    figures: tuple[str, ...]
    score: Callable[[Any, Settings, Fraction | None], Cell]
    gives_points: bool = False


def held_between(value: Fraction, low: Fraction | int, high: Fraction | int) -> Fraction:
    return Fraction(min(max(value, low), high))


def direct(cells: Mapping[str, Fraction], settings: Settings, weight: Fraction | None) -> Cell:
    return cells["points"]


def ratio(cells: Mapping[str, Fraction], settings: Settings, weight: Fraction | None) -> Cell:
    """Nothing under the floor, all from the goal on, in proportion between; an empty base is not assigned."""
    if cells["under"] == 0:
        return KP
    rate = cells["over"] / cells["under"]
    if settings.get("prefer") == "low":
        rate = held_between(1 - rate, 0, 1)
    goal, floor = Fraction(settings.get("goal", 1)), Fraction(settings.get("floor_rate", 0))
    start = floor if settings.get("scale") == "from-floor" else Fraction(0)
    if rate < floor:
        return Fraction(0)
    return Fraction(1) if rate >= goal else held_between((rate - start) / (goal - start), 0, 1)


def per_occurrence(cells: Mapping[str, Fraction], settings: Settings, weight: Fraction | None) -> Cell:
    """So many points each, up to a cap (0: none), and up to the weight where there is one."""
    cap = Fraction(settings.get("cap", 0))
    points = Fraction(settings.get("each", 1)) * cells["times"]
    points = min(points, cap) if cap else points
    return points if weight is None else min(points, weight)


def pass_fail(cells: Mapping[str, Fraction], settings: Settings, weight: Fraction | None) -> Cell:
    return cells["passed"]


def scale(cells: Mapping[str, Fraction], settings: Settings, weight: Fraction | None) -> Cell:
    low, high = Fraction(settings.get("low", 0)), Fraction(settings.get("high", 100))
    return (cells["value"] - low) / (high - low)


def plus_minus(cells: Mapping[str, Fraction], settings: Settings, weight: Fraction | None) -> Cell:
    start, low = Fraction(settings.get("start", 0)), Fraction(settings.get("low", 0))
    add, subtract = Fraction(settings.get("add", 1)), Fraction(settings.get("subtract", 1))
    points = start + add * cells["merits"] - subtract * cells["faults"]
    return min(max(points, low), Fraction(100) if weight is None else weight)


def panel_marks(settings: Settings) -> tuple[str, ...]:
    return tuple(f"marks.{judge}" for judge in range(1, settings.get("judges", 5) + 1))


def panel(cells: Cells, settings: Settings, weight: Fraction | None) -> Cell:
    """Mean or median of the marks given, over the highest mark; too few are a blank, none but KP is not assigned."""
    if all(cell == KP for cell in cells.values()):
        return KP
    marks = sorted(cell for cell in cells.values() if isinstance(cell, Fraction))
    if len(marks) < settings.get("fewest", 3):
        return None
    high, rule = Fraction(settings.get("high", 10)), settings.get("rule", "trimmed")
    if rule == "median":
        middle = len(marks) // 2
        found = marks[middle] if len(marks) % 2 else (marks[middle - 1] + marks[middle]) / 2
        return found / high
    drop = settings.get("drop", 1) if rule == "trimmed" else 0
    kept = marks[drop : len(marks) - drop]
    return sum(kept, Fraction(0)) / len(kept) / high


PLUGINS: Mapping[str, Plugin] = {
    "direct": Plugin(("points",), direct, gives_points=True),
    "ratio": Plugin(("over", "under"), ratio),
    "per-occurrence": Plugin(("times",), per_occurrence, gives_points=True),
    "pass-fail": Plugin(("passed",), pass_fail),
    "scale": Plugin(("value",), scale),
    "plus-minus": Plugin(("merits", "faults"), plus_minus, gives_points=True),
    "panel": Plugin((), panel),
}
