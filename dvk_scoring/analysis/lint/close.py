"""Units that lie together: one class for all, equal totals, totals at a cut, clusters too small to rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.lint.scored import Scored
from dvk_scoring.analysis.lint.subject import listed, percent
from dvk_scoring.formula.show import show_points
from dvk_scoring.problem import Problem
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.text import Text

_FEWEST: Final = 10
_NEARLY_ALL: Final = Fraction(9, 10)
_MANY_TIED: Final = Fraction(1, 3)
_SMALLEST_CLUSTER: Final = 3
_NEAR: Final = Fraction(1, 1000)
"""Part of the scheme's total: 0.1 of 100 points."""
_SHOWN: Final = 5


def one_class(scored: Scored) -> Iterator[Problem]:
    """Tell of a class that holds nearly all units."""
    classes = scored.subject.scheme.classes
    held = Counter(unit.klass for unit in scored.units if unit.klass is not None)
    units = len(scored.units)
    if units < _FEWEST or len(classes) < 2:
        return
    for key, count in held.items():
        if count >= _NEARLY_ALL * units:
            args = {
                "title": classes[key].title,
                "count": count,
                "units": units,
                "share": percent(Fraction(count, units)),
            }
            yield scored.subject.say("DVK-L125", ("classes", key), **args)


def equal_totals(scored: Scored) -> Iterator[Problem]:
    """Tell when a third of the units have the total of another unit that they are ranked with."""
    units = len(scored.units)
    equal = 0
    for group in scored.groups.values():
        held = Counter(unit.total for unit in group)
        equal += sum(count for count in held.values() if count > 1)
    if units >= _FEWEST and equal >= _MANY_TIED * units:
        yield scored.subject.say("DVK-L130", ("scheme", "rounding"), count=equal, units=units)


def small_clusters(scored: Scored) -> Iterator[Problem]:
    """Tell of clusters with too few units for a rank to mean anything."""
    scheme = scored.subject.scheme
    if scheme.ranking.within != "cluster":
        return
    held = Counter(unit.cluster for unit in scored.result.units if unit.state != "out")
    for key, count in held.items():
        if count < _SMALLEST_CLUSTER:
            yield scored.subject.say("DVK-L127", ("clusters", key), title=scheme.clusters[key].title, units=count)


def near_cuts(scored: Scored) -> Iterator[Problem]:
    """Tell which units lie so close to the start of a class that a slip in one figure moves them across."""
    scheme = scored.subject.scheme
    near, better = _NEAR * scheme.total, 1 if scored.subject.more_is_better else -1
    written = "from" if scored.subject.more_is_better else "to"
    for key, class_ in scheme.classes.items():
        units = [unit for unit in scored.units if -near <= better * (Fraction(unit.total) - class_.start) < near]
        if class_.start > 0 and units:
            args = {"title": class_.title, "start": class_.start, "near": near}
            yield scored.subject.say("DVK-L128", ("classes", key, written), names=_names(scored, units), **args)


def _names(scored: Scored, units: list[UnitResult]) -> Text:
    places = scored.subject.scheme.rounding.total
    shown = []
    for unit in units:
        vi, en = show_points(unit.total, places, "vi"), show_points(unit.total, places, "en")
        shown.append(Text(vi=f"{unit.name} ({vi})", en=f"{unit.name} ({en})"))
    return listed(shown, _SHOWN)
