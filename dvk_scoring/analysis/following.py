"""The working of one criterion for one unit, computed once more in fractions from the figures as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, Final

import attrs
import narwhals as nw

from dvk_scoring.formula.exact import Trace, UnitFigures, evaluate, trace, trace_of
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Across, Num, Rescale, ShareOfBest, walk
from dvk_scoring.formula.working import Outcome, Working
from dvk_scoring.law.reference import Given
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Scheme
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.scoring.scores import held_to_range, points_range

_ALL: Final = ""


@attrs.frozen(eq=False)
class _Computed:
    """A formula computed for several units; ``places``: id of a unit → its index."""

    working: Working
    places: Mapping[str, int]


class Follower:
    """Follows criteria of one result; what is the same for many units is computed once."""

    def __init__(self, result: Result, *, many: bool = False) -> None:
        """Keep the result; nothing is computed yet.

        Args:
            result: What is followed.
            many: Most units will be asked for, so each formula is computed for a whole cluster at once.
        """
        self.result, self.many = result, many
        self._workings: dict[tuple[str, str, Num], _Computed] = {}
        self._followed: tuple[str, dict[str, Trace]] = ("", {})
        self._row: tuple[str, Mapping[str, Any]] = ("", {})

    @cached_property
    def _counted(self) -> frozenset[str]:
        return _counted(self.result)

    def criterion(self, use: CriterionUse, unit: UnitResult) -> Trace:
        """Compute a criterion for one unit, with all that its formula takes across other units."""
        return self._once(f"criteria.{use.id}", unit) or self._keep(f"criteria.{use.id}", self._criterion(use, unit))

    def adjustment(self, one: Adjustment, unit: UnitResult) -> Trace:
        """Compute a bonus or a penalty for one unit."""
        return self._once(f"added.{one.id}", unit) or self._keep(f"added.{one.id}", self._adjustment(one, unit))

    def _once(self, what: str, unit: UnitResult) -> Trace | None:
        """Give what was followed for this unit a moment ago, as when it is told in the other language."""
        if self._followed[0] != unit.unit:
            self._followed = (unit.unit, {})
        return self._followed[1].get(what)

    def _keep(self, what: str, found: Trace) -> Trace:
        self._followed[1][what] = found
        return found

    def _criterion(self, use: CriterionUse, unit: UnitResult) -> Trace:
        kinds = {cluster.id: cluster.kind for cluster in self.result.scheme.clusters.values()}
        decided = use.by_kind[kinds[unit.cluster]]
        clusters = [cluster for cluster, kind in kinds.items() if kind in use.weight and use.by_kind[kind] == decided]
        follow = partial(self._trace, use.id, decided, unit, clusters=clusters, ruled=self._ruled(use.id))
        found = follow(decided.built.tree)
        held = held_to_range(decided.built.tree, points_range(decided, use.weight[kinds[unit.cluster]]))
        if held is decided.built.tree or found.value is None:
            return found
        bounded = follow(held)
        # The bounds are told only where they bind: only a unit that is not ranked can lie beyond those that are.
        return found if bounded.value == found.value else bounded

    def _adjustment(self, one: Adjustment, unit: UnitResult) -> Trace:
        clusters = list(self.result.scheme.clusters)
        return self._trace(one.id, one.decided, unit, one.decided.built.tree, clusters=clusters, ruled=set())

    def _trace(
        self, prefix: str, decided: Decided, unit: UnitResult, tree: Num, *, clusters: Sequence[str], ruled: set[str]
    ) -> Trace:
        """Follow a formula for one unit; a formula that looks at others is computed once for all of them.

        Args:
            prefix: Id of the criterion, bonus or penalty.
            decided: Its figures and params.
            unit: The unit that is looked at.
            tree: Its formula.
            clusters: Those in which the same formula holds.
            ruled: Units to which a ruling does not assign it.
        """
        specs = decided.built.figures
        across = [node for node in walk(tree) if isinstance(node, Across | Rescale | ShareOfBest)]
        if not across and not self.many:
            return trace(tree, specs, [self._figures(prefix, decided, self._row_of(unit.unit), ruled)], unit.unit)
        everywhere = any(node.over == "all" for node in across)
        key = (prefix, _ALL if everywhere else unit.cluster, tree)
        if key not in self._workings:
            inside = nw.col("cluster").is_in(list(clusters) if everywhere else [unit.cluster])
            rows = self.result.figures.frame.filter(inside).rows(named=True)
            units = [self._figures(prefix, decided, row, ruled) for row in rows]
            places = {one.unit: index for index, one in enumerate(units)}
            self._workings[key] = _Computed(evaluate(tree, specs, units, keep=True), places)
        computed = self._workings[key]
        return trace_of(computed.working, computed.places[unit.unit])

    def given(self, key: str, rows: Sequence[Mapping[str, Any]]) -> list[Given]:
        """Compute what a criterion, bonus or penalty gives, one a row of the figures."""
        scheme = self.result.scheme
        owner = next(one[key] for one in (scheme.criteria, scheme.bonuses, scheme.penalties) if key in one)
        found = [Given(State.NOT_ASSIGNED, State.NOT_ASSIGNED, None)] * len(rows)
        for decided, clusters in _groups(scheme, owner).items():
            inside = [place for place, row in enumerate(rows) if row["cluster"] in clusters]
            units = [self._figures(key, decided, rows[place], self._ruled(key)) for place in inside]
            tree, specs = _held(scheme, owner, decided, clusters[0]), decided.built.figures
            for place, own, outcome in zip(inside, *_outcomes(evaluate(tree, specs, units)), strict=True):
                found[place] = Given(own, outcome.state, outcome.value)
        return found

    def _ruled(self, key: str) -> set[str]:
        acts = (one for one in self.result.rulings if one.act == "not-assigned" and one.of == f"criteria.{key}")
        return {unit for one in acts for unit in one.units}

    def _figures(self, prefix: str, decided: Decided, row: Mapping[str, Any], ruled: set[str]) -> UnitFigures:
        values = {spec.name: _value(row, _column(prefix, spec), spec) for spec in decided.built.figures}
        cluster, own = str(row["cluster"]), str(row["unit"])
        params = {
            name: number[cluster] if isinstance(number, Mapping) else number for name, number in decided.params.items()
        }
        assigned, ranked = own not in ruled, own in self._counted
        return UnitFigures(own, cluster, values, values, params, assigned=assigned, ranked=ranked)

    def _row_of(self, unit: str) -> Mapping[str, Any]:
        if self._row[0] != unit:
            self._row = (unit, self.result.figures.frame.filter(nw.col("unit") == unit).rows(named=True)[0])
        return self._row[1]


def _outcomes(working: Working) -> tuple[Sequence[State], Sequence[Outcome]]:
    return working.states, working.outcomes


def _groups(scheme: Scheme, owner: CriterionUse | Adjustment) -> dict[Decided, list[str]]:
    """Give the clusters in which the same formula holds."""
    found: dict[Decided, list[str]] = {}
    for one in scheme.clusters.values():
        if isinstance(owner, Adjustment):
            found.setdefault(owner.decided, []).append(one.id)
        elif one.kind in owner.weight:
            found.setdefault(owner.by_kind[one.kind], []).append(one.id)
    return found


def _held(scheme: Scheme, owner: CriterionUse | Adjustment, decided: Decided, cluster: str) -> Num:
    range_ = decided.built.criterion.range
    if isinstance(owner, CriterionUse):
        range_ = points_range(decided, owner.weight[scheme.clusters[cluster].kind])
    return held_to_range(decided.built.tree, range_)


def _counted(result: Result) -> frozenset[str]:
    """Give the units that count in what is taken across units."""
    return frozenset(result.frame.filter(nw.col("compared"))["unit"].to_list())


def _column(prefix: str, spec: FigureSpec) -> str:
    return spec.name if spec.shared else f"{prefix}.{spec.name}"


def _value(row: Mapping[str, Any], column: str, spec: FigureSpec) -> Fraction | State:
    value = row[column]
    if value is not None:
        return Fraction(value, 10**spec.places)
    return State.NOT_ASSIGNED if row.get(f"{column}?") == 1 else State.NOT_REPORTED
