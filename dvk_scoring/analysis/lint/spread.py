"""How far units lie apart on each criterion, and how much of the differences in the totals comes from it.

Everything is exact: a criterion's part of the differences is cov(points, total) ÷ var(total), which add up to 1 over
all criteria, bonuses and penalties of a scheme without rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.lint.scored import Scored, mean
from dvk_scoring.analysis.lint.subject import percent, weights
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import CriterionUse
from dvk_scoring.scoring.places import own_places

_FEWEST: Final = 5
"""Units from which on "all" and "nobody" say something."""
_FEWEST_FOR_SPREAD: Final = 8
_NARROW: Final = Fraction(1, 10)
_HEAVY: Final = Fraction(1, 20)
_DECIDES: Final = Fraction(1, 2)


def all_or_none(scored: Scored) -> Iterator[Problem]:
    """Tell of criteria on which every unit has all points, or none has any; duties of yes and no may be met by all."""
    for key, use in scored.subject.scheme.scored.items():
        points = scored.points[key]
        if len(points) < _FEWEST:
            continue
        args = {"title": use.title, "units": len(points), "weight": weights(use)}
        if all(value == 0 for value in points.values()):
            yield scored.subject.say("DVK-L122", ("criteria", key), **args)
        elif _all_full(scored, use) and any(spec.kind != "yes-no" for spec in use.figures):
            yield scored.subject.say("DVK-L121", ("criteria", key), **args)


def _all_full(scored: Scored, use: CriterionUse) -> bool:
    step = Fraction(1, 10 ** own_places(use))
    return all(value > scored.weight(use, unit) - step for unit, value in scored.points[use.id].items())


def effective_weights(scored: Scored) -> Iterator[Problem]:
    """Tell of criteria whose part in the differences between units is far from what is written."""
    totals = {unit.unit: Fraction(unit.total) for unit in scored.units}
    apart = _deviations(scored, totals)
    whole = sum((value * value for value in apart.values()), Fraction(0))
    if not whole or len(totals) < _FEWEST_FOR_SPREAD:
        return
    for key, use in scored.subject.scheme.scored.items():
        points = scored.points[key]
        if len(points) < _FEWEST_FOR_SPREAD:
            continue
        written = mean(scored.weight(use, unit) for unit in points) / scored.subject.scheme.total
        deviations = _deviations(scored, points)
        part = sum((value * apart[unit] for unit, value in deviations.items()), Fraction(0)) / whole
        args = {"title": use.title, "written": percent(written), "part": percent(part), "units": len(points)}
        reached = [value / scored.weight(use, unit) for unit, value in points.items()]
        low, high = min(reached), max(reached)
        constant = high == 0 or _all_full(scored, use)
        if high - low < _NARROW and written >= _HEAVY and part < written / 2 and not constant:
            yield scored.subject.say("DVK-L123", ("criteria", key), low=percent(low), high=percent(high), **args)
        elif part >= _DECIDES and part >= 2 * written:
            yield scored.subject.say("DVK-L129", ("criteria", key), **args)


def _deviations(scored: Scored, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Give how far each unit is from the mean of those it competes with."""
    deviations: dict[str, Fraction] = {}
    for group in scored.groups.values():
        inside = [unit.unit for unit in group if unit.unit in values]
        if inside:
            centre = mean(values[unit] for unit in inside)
            deviations |= {unit: values[unit] - centre for unit in inside}
    return deviations
