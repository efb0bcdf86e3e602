"""How criteria go together in a result as it stands, and how far its judges agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from dvk_scoring.analysis.correlation import correlation, covariance, kendall_w
from dvk_scoring.analysis.stability import Judge, Panel, Together
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.studies.laid import panels_of
from dvk_scoring.studies.weights import Group

Pairs = Sequence[tuple[Fraction, Fraction]]


def effective(result: Result, group: Group) -> Mapping[str, tuple[Fraction | None, Fraction | None]]:
    """Give the share of what sets totals apart that comes of each criterion, and its correlation with the total.

    The share is the covariance of points and total ÷ the variance of the total, over ranked units of these kinds that
    have the criterion: they add up to 1 where the total is the sum of the points. Missing: None where totals do not
    differ.

    Source: Becker, Saisana, Paruolo and Vandecasteele, Weights and importance in composite indicators: closing the gap
    (2017), and the handbook's step 6: a nominal weight is not what sets units apart.
    """
    shares: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for key in group.weights:
        pairs = _pairs(result, group.kinds, key)
        points, totals = [value for value, _ in pairs], [total for _, total in pairs]
        varied = covariance(totals, totals)
        share = covariance(points, totals) / varied if varied else None
        shares[key] = (share, correlation(points, totals) if pairs else None)
    return shares


def _pairs(result: Result, kinds: Sequence[str], key: str) -> Pairs:
    return [
        (points, Fraction(unit.total))
        for unit in result.units
        if unit.state == "ranked"
        and result.scheme.clusters[unit.cluster].kind in kinds
        and (points := _points(unit, key)) is not None
    ]


def _points(unit: UnitResult, key: str) -> Fraction | None:
    result = unit.criteria.get(key)
    return None if result is None or result.state != "ok" or result.points is None else Fraction(result.points)


def _share(result: Result, unit: UnitResult, key: str) -> Fraction | None:
    points = _points(unit, key)
    weight = result.scheme.scored[key].weight.get(result.scheme.clusters[unit.cluster].kind)
    return points / weight if points is not None and weight else None


def together(result: Result) -> tuple[Together, ...]:
    """Correlate the points of each two criteria over the ranked units that have both, as shares of the weight.

    Kinds of unit that are weighed differently have points that no other kind can have.
    """
    ranked = [unit for unit in result.units if unit.state == "ranked"]
    rows = {key: [_share(result, unit, key) for unit in ranked] for key in result.scheme.scored}
    pairs = []
    for one, other in combinations(rows, 2):
        both = [(a, b) for a, b in zip(rows[one], rows[other], strict=True) if a is not None and b is not None]
        value = correlation([a for a, _ in both], [b for _, b in both]) if both else None
        pairs.append(Together(one, other, len(both), value))
    return tuple(pairs)


def panels(result: Result) -> tuple[Panel, ...]:
    """Tell how severe the judges of each panel are, and how far they agree.

    Source: Kendall's W as ``kendall_w``; severity as the mean distance from the marks of all who marked the same units.
    """
    told = []
    frame = result.figures.frame
    for key, panel in panels_of(result).items():
        marks = {judge: _marks([_column(result, frame[name].to_list(), name) for name in columns])
                 for judge, columns in panel.items()}  # fmt: skip
        means = [_mean([mark for mark in row if mark is not None]) for row in zip(*marks.values(), strict=True)]
        judges = tuple(_judge(panel[judge][0], given, means) for judge, given in marks.items())
        whole = [row for row in zip(*marks.values(), strict=True) if None not in row]
        agreed = kendall_w([[mark or Fraction(0) for mark in judge] for judge in zip(*whole, strict=True)])
        told.append(Panel(key, judges, len(whole), agreed))
    return tuple(told)


def _column(result: Result, values: Sequence[int | None], name: str) -> list[Fraction | None]:
    places = result.figures.columns[name].spec.places
    return [None if value is None else Fraction(value, 10**places) for value in values]


def _marks(columns: Sequence[Sequence[Fraction | None]]) -> list[Fraction | None]:
    """Add up the marks of one judge for each unit; None where one is not there."""
    rows = zip(*columns, strict=True)
    return [None if None in row else sum((mark for mark in row if mark is not None), Fraction(0)) for row in rows]


def _mean(marks: Sequence[Fraction]) -> Fraction | None:
    return sum(marks, Fraction(0)) / len(marks) if len(marks) > 1 else None


def _judge(figure: str, marks: Sequence[Fraction | None], means: Sequence[Fraction | None]) -> Judge:
    apart = [a - b for a, b in zip(marks, means, strict=True) if a is not None and b is not None]
    return Judge(figure, len(apart), sum(apart, Fraction(0)) / len(apart) if apart else None)
