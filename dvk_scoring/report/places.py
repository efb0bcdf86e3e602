"""How many decimals points are shown with: those that hold all of them, so that none is cut and none is idle."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from dvk_scoring.scheme.model import Adjustment, CriterionUse
from dvk_scoring.scoring.result import Result


def point_places(result: Result) -> int:
    """Give the decimals of points of criteria, bonuses and penalties.

    Those that are rounded have the decimals that the scheme keeps; of the others few need all that are put out.
    """
    return max(kept_places(result.scheme.uses), needed_places(_points(result)))


def section_places(result: Result) -> int:
    """Give the decimals of points of sections, with what is added to them and not rounded with them."""
    kept = result.scheme.rounding.section
    return max(point_places(result) if kept is None else kept, needed_places(_sections(result)))


def kept_places(several: Iterable[CriterionUse | Adjustment]) -> int:
    """Give the most decimals that any of several is rounded to."""
    return max((owner.closing.places for owner in several if owner.closing is not None), default=0)


def needed_places(points: Iterable[Decimal | None]) -> int:
    """Give the decimals that hold all of some points, without noughts at the end."""
    return written_places(point.normalize() for point in points if point is not None)


def written_places(points: Iterable[Decimal | None]) -> int:
    """Give the most decimals that any of some points is written with."""
    exponents = (point.as_tuple().exponent for point in points if point is not None)
    return max((max(0, -exponent) for exponent in exponents if isinstance(exponent, int)), default=0)


def _points(result: Result) -> Iterable[Decimal | None]:
    for unit in result.units:
        for criterion in unit.criteria.values():
            yield from (criterion.points, *criterion.points_by_voice.values())
        yield from (unit.bonus_counted, unit.penalty_counted)


def _sections(result: Result) -> Iterable[Decimal]:
    return (points for unit in result.units for points, _ in unit.sections.values())
