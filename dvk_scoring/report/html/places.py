"""How many decimals points are shown with: those that hold all of them, so that none is cut and none is idle."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dvk_scoring.scoring.places import giving, own_places
from dvk_scoring.scoring.result import Result


def point_places(result: Result) -> int:
    """Give the decimals of points of criteria, bonuses and penalties.

    Those that are rounded have the decimals that the scheme keeps; of the others few need all that are put out.
    """
    kept = max((own_places(one) for one in giving(result.scheme) if one.closing is not None), default=0)
    return max(kept, _needed(_points(result)))


def section_places(result: Result) -> int:
    """Give the decimals of points of sections."""
    kept = result.scheme.rounding.section
    return max(point_places(result) if kept is None else kept, _needed(_sections(result)))


def _points(result: Result) -> Iterable[Decimal]:
    for unit in result.units:
        for one in unit.criteria.values():
            yield from (points for points in (one.points, *one.points_by_voice.values()) if points is not None)
        yield from (unit.bonus_counted, unit.penalty_counted)


def _sections(result: Result) -> Iterable[Decimal]:
    return (points for unit in result.units for points, _ in unit.sections.values())


def _needed(points: Iterable[Decimal]) -> int:
    exponents = (one.normalize().as_tuple().exponent for one in points)
    return max((max(0, -one) for one in exponents if isinstance(one, int)), default=0)
