"""One unit far ahead that sets the measure for its whole cluster."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.lint.scored import Scored
from dvk_scoring.formula.exact import Trace
from dvk_scoring.formula.tree import Across, Rescale, ShareOfBest, walk
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import CriterionUse

_FEWEST: Final = 4
_AHEAD: Final = 3


def sets_the_measure(scored: Scored) -> Iterator[Problem]:
    """Tell of a unit whose value is three times the second best where all are measured by the best."""
    follower = Follower(scored.result)
    for key, use in scored.subject.scheme.criteria.items():
        if not _by_the_best(use):
            continue
        for cluster in dict.fromkeys(scored.clusters.values()):
            first = next(
                (one for one in scored.units if one.cluster == cluster and one.unit in scored.points[key]), None
            )
            found = None if first is None else _leader(follower.criterion(use, first))
            if found is not None:
                leader, best, second, units = found
                name = next(one.name for one in scored.result.units if one.unit == leader)
                args = {"title": use.title, "cluster": scored.subject.scheme.clusters[cluster].title, "units": units}
                times = best / second
                yield scored.subject.say(
                    "DVK-L126", ("criteria", key), name=name, best=best, second=second, times=times, **args
                )


def _by_the_best(use: CriterionUse) -> bool:
    nodes = (node for decided in use.by_kind.values() for node in walk(decided.built.tree))
    return any(_is_best(node) for node in nodes)


def _is_best(node: object) -> bool:
    if isinstance(node, Across):
        return node.kind == "highest"
    return isinstance(node, Rescale | ShareOfBest) and node.prefer == "high"


def _leader(working: Trace) -> tuple[str, Fraction, Fraction, int] | None:
    """Find a best value three times the second: unit, both values, and how many were compared."""
    left, seen = [working], set()
    while left:
        here = left.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        left += here.parts
        if not _is_best(here.node) or len(here.members) < _FEWEST:
            continue
        (leader, best), (_, second) = sorted(here.members, key=lambda member: -member[1])[:2]
        if second > 0 and best >= _AHEAD * second:
            return leader, best, second, len(here.members)
    return None
