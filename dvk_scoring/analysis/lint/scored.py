"""A scored competition as the rules look at it: ranked units, their points as fractions, the groups they compete in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property

import attrs

from dvk_scoring.analysis.lint.subject import Subject
from dvk_scoring.scheme.model import CriterionUse
from dvk_scoring.scoring.result import Result, UnitResult


@attrs.frozen(slots=False)
class Scored:
    """A result beside the scheme it was made with."""

    subject: Subject
    result: Result

    @cached_property
    def units(self) -> tuple[UnitResult, ...]:
        """The units that are ranked."""
        return tuple(unit for unit in self.result.units if unit.rank is not None)

    @cached_property
    def groups(self) -> Mapping[str, tuple[UnitResult, ...]]:
        """Those who compete with each other: by cluster, or all under one empty name."""
        within = self.subject.scheme.ranking.within == "cluster"
        groups: dict[str, list[UnitResult]] = {}
        for unit in self.units:
            groups.setdefault(unit.cluster if within else "", []).append(unit)
        return {key: tuple(units) for key, units in groups.items()}

    @cached_property
    def points(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Criterion → unit → points, of ranked units for which it counts and has figures."""
        points: dict[str, dict[str, Fraction]] = {key: {} for key in self.subject.scheme.scored}
        for unit in self.units:
            for key, criterion in unit.criteria.items():
                if key in points and criterion.state == "ok" and criterion.points is not None:
                    points[key][unit.unit] = Fraction(criterion.points)
        return points

    @cached_property
    def clusters(self) -> Mapping[str, str]:
        """Unit → cluster."""
        return {unit.unit: unit.cluster for unit in self.units}

    def weight(self, use: CriterionUse, unit: str) -> Fraction:
        """Give the weight of a criterion for a unit."""
        return use.weight[self.subject.scheme.clusters[self.clusters[unit]].kind]


def mean(values: Iterable[Fraction]) -> Fraction:
    """Give the mean of one or more values."""
    held = list(values)
    return sum(held, Fraction(0)) / len(held)
