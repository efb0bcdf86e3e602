"""One unit far ahead that sets the measure for its whole cluster."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.lint.scored import Scored
from dvk_scoring.formula.exact import Trace
from dvk_scoring.formula.tree import Across, Rescale, ShareOfBest
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import CriterionUse

_FEWEST: Final = 4
_AHEAD: Final = 3


@attrs.frozen
class _Leader:
    """Unit with the best value, that value, the second best, and how many units were compared."""

    unit: str
    best: Fraction
    second: Fraction
    units: int


def sets_the_measure(scored: Scored) -> Iterator[Problem]:
    """Tell of a unit whose value is three times the second best where all are measured by the best."""
    follower = Follower(scored.result)
    for key, use in scored.subject.scheme.criteria.items():
        if not _by_the_best(use):
            continue
        told: set[str] = set()  # where all clusters are measured by one unit, it is told once
        for cluster in dict.fromkeys(scored.clusters.values()):
            first = next(
                (unit for unit in scored.units if unit.cluster == cluster and unit.unit in scored.points[key]), None
            )
            leader = None if first is None else _leader(follower.follow(use, first))
            if leader is not None and leader.unit not in told:
                told.add(leader.unit)
                yield _far_ahead(scored, use, leader)


def _far_ahead(scored: Scored, use: CriterionUse, leader: _Leader) -> Problem:
    unit = next(candidate for candidate in scored.result.units if candidate.unit == leader.unit)
    cluster = scored.subject.scheme.clusters[unit.cluster].title
    values = {"best": leader.best, "second": leader.second, "times": leader.best / leader.second}
    args = {"title": use.title, "cluster": cluster, "name": unit.name, "units": leader.units}
    return scored.subject.say("DVK-L126", ("criteria", use.id), **args, **values)


def _by_the_best(use: CriterionUse) -> bool:
    nodes = (node for decided in use.by_kind.values() for node in walk(decided.built.tree))
    return any(_is_best(node) for node in nodes)


def _is_best(node: object) -> bool:
    if isinstance(node, Across):
        return node.kind == "highest"
    return isinstance(node, Rescale | ShareOfBest) and node.prefer == "high"


def _leader(working: Trace) -> _Leader | None:
    """Find a best value three times the second."""
    left, seen = [working], set()
    while left:
        current = left.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        left += current.parts
        if not _is_best(current.node) or len(current.members) < _FEWEST:
            continue
        (leader, best), (_, second) = sorted(current.members, key=lambda member: -member[1])[:2]
        if second > 0 and best >= _AHEAD * second:
            return _Leader(leader, best, second, len(current.members))
    return None
