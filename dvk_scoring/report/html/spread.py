"""How the points of a criterion are spread over a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.scoring.result import Result


@attrs.frozen
class Spread:
    """Points of one criterion over the ranked units of a cluster that have it.

    Attributes:
        count: Units.
        low, quartile_1, median, quartile_3, high: Exact points; quartiles lie between two units in proportion.
    """

    count: int
    low: Fraction
    quartile_1: Fraction
    median: Fraction
    quartile_3: Fraction
    high: Fraction


def spread_of(points: Sequence[Fraction]) -> Spread | None:
    """Give the spread of some points; None when there are none.

    Units: points. Range: that of the points. Missing: leave missing points out.

    Source: Hyndman and Fan, Sample quantiles in statistical packages (1996), definition 7.
    """
    if not points:
        return None
    ordered = sorted(points)
    at = [_quantile(ordered, Fraction(quarter, 4)) for quarter in range(5)]
    return Spread(len(ordered), *at)


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def spreads(result: Result) -> Mapping[str, Mapping[str, Spread]]:
    """Give cluster → criterion → spread, for the criteria that some ranked unit of the cluster has."""
    by_cluster: dict[str, dict[str, list[Fraction]]] = {cluster: {} for cluster in result.scheme.clusters}
    for unit in result.units:
        for key, criterion in unit.criteria.items() if unit.state == "ranked" else ():
            if criterion.state == "ok" and criterion.points is not None:
                by_cluster[unit.cluster].setdefault(key, []).append(Fraction(criterion.points))
    return {
        cluster: {key: spread for key, points in criteria.items() if (spread := spread_of(points)) is not None}
        for cluster, criteria in by_cluster.items()
    }
