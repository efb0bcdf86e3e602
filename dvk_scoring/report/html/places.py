"""How many decimals points are shown with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dvk_scoring.scoring.result import Result


def shown_places(result: Result) -> int:
    """Give the decimals that hold all points of criteria, sections, bonuses and penalties: none is cut, none is idle.

    A scheme that rounds criteria keeps its own number; one that rounds the total alone closes them at 9 or more, which
    few points need.
    """
    if result.scheme.rounding.criterion is not None:
        return result.scheme.rounding.criterion
    return max((_needed(points) for points in _all_points(result)), default=0)


def _all_points(result: Result) -> Iterable[Decimal]:
    for unit in result.units:
        for one in unit.criteria.values():
            yield from (points for points in (one.points, *one.points_by_voice.values()) if points is not None)
        yield from (points for points, _ in unit.sections.values())
        yield from (unit.bonus_counted, unit.penalty_counted)


def _needed(points: Decimal) -> int:
    exponent = points.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
