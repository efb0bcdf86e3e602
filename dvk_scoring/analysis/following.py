"""The working of one criterion for one unit, computed once more in fractions from the figures as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias

import attrs
import narwhals as nw

from dvk_scoring.figures.columns import kinds_of
from dvk_scoring.formula.across import looks_across
from dvk_scoring.formula.exact import Trace, UnitFigures, evaluate, trace, trace_of
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.state import State
from dvk_scoring.formula.tree import Num
from dvk_scoring.formula.working import Working
from dvk_scoring.law.reference import Given
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Scheme
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.scoring.scores import held_to_range, points_range

Owner: TypeAlias = CriterionUse | Adjustment
_ALL: Final = ""
_UNASKED: Final = Given(State.NOT_ASSIGNED, State.NOT_ASSIGNED, None)


def applies(scheme: Scheme, owner: Owner, cluster: str) -> bool:
    """Tell whether units of a cluster have a criterion, or a bonus or penalty and what it counts in."""
    return scheme.clusters[cluster].kind in kinds_of(scheme, owner)


@attrs.frozen(eq=False)
class Group:
    """The clusters in which the same formula holds.

    Attributes:
        owner: Id of the criterion, bonus or penalty.
        clusters: Ids of the clusters.
        decided: Its figures and params.
        columns: Figure → its column.
        held: The formula within its range.
        over: What its values are taken across: ``all``, ``cluster``, or None: it looks at no other unit.
    """

    owner: str
    clusters: tuple[str, ...]
    decided: Decided
    columns: Mapping[str, str]
    held: Num
    over: str | None


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
        self._computed: dict[tuple[Group, str], _Computed] = {}
        self._followed: tuple[str, dict[str, Trace]] = ("", {})
        self._row: tuple[str, Mapping[str, Any]] = ("", {})

    @cached_property
    def _counted(self) -> frozenset[str]:
        """Units that count in what is taken across units."""
        return frozenset(self.result.frame.filter(nw.col("compared"))["unit"].to_list())

    @cached_property
    def groups(self) -> Mapping[str, Sequence[Group]]:
        """Criterion, bonus or penalty → the clusters that have it, by the formula that holds in them."""
        scheme = self.result.scheme
        owners: dict[str, Owner] = {**scheme.criteria, **scheme.bonuses, **scheme.penalties}
        return {key: list(_groups(scheme, owner)) for key, owner in owners.items()}

    def _group(self, key: str, cluster: str) -> Group:
        return next(group for group in self.groups[key] if cluster in group.clusters)

    def follow(self, owner: Owner, unit: UnitResult) -> Trace:
        """Compute a criterion, bonus or penalty that a unit has, with all that its formula takes across other units."""
        if self._followed[0] != unit.unit:  # else it was followed a moment ago, to be told in the other language
            self._followed = (unit.unit, {})
        known = self._followed[1]
        if owner.id not in known:
            known[owner.id] = self._follow(self._group(owner.id, unit.cluster), unit)
        return known[owner.id]

    def _follow(self, group: Group, unit: UnitResult) -> Trace:
        inner = held = self._trace(group, unit)
        while inner.node is not group.decided.built.tree:
            inner = inner.parts[0]
        # The bounds are told only where they bind: only a unit that is not ranked can lie beyond those that are.
        return inner if inner.value in (None, held.value) else held

    def _trace(self, group: Group, unit: UnitResult) -> Trace:
        """Follow a formula for one unit; one that looks at others is computed once for all of them."""
        if group.over is None and not self.many:
            unit_figures = self._figures(group, self._row_of(unit.unit))
            return trace(group.held, group.decided.built.figures, [unit_figures], unit.unit)
        computed = self._compute(group, unit.cluster)
        return trace_of(computed.working, computed.places[unit.unit])

    def _compute(self, group: Group, cluster: str) -> _Computed:
        """Compute a formula for all the units that it looks at from one of them."""
        key = (group, _ALL if group.over == "all" else cluster)
        if key not in self._computed:
            inside = nw.col("cluster").is_in(list(group.clusters) if group.over == "all" else [cluster])
            rows = self.result.figures.frame.filter(inside).rows(named=True)
            units = [self._figures(group, row) for row in rows]
            places = {unit.unit: index for index, unit in enumerate(units)}
            specs = group.decided.built.figures
            self._computed[key] = _Computed(evaluate(group.held, specs, units, keep=True), places)
        return self._computed[key]

    def given(self, key: str, rows: Sequence[Mapping[str, Any]]) -> list[Given]:
        """Give what a criterion, bonus or penalty gives, one a row of the figures: all of them, or some."""
        given = [_UNASKED] * len(rows)
        for group in self.groups[key]:
            inside = [place for place, row in enumerate(rows) if row["cluster"] in group.clusters]
            if group.over is None or len(rows) == len(self.result.frame):
                units = [self._figures(group, rows[place]) for place in inside]
                working = evaluate(group.held, group.decided.built.figures, units)
                for index, place in enumerate(inside):
                    given[place] = _given(working, index)
                continue
            for place in inside:
                computed = self._compute(group, str(rows[place]["cluster"]))
                given[place] = _given(computed.working, computed.places[str(rows[place]["unit"])])
        return given

    def worked(self, group: Group, tree: Num, params: Mapping[str, Mapping[str, Fraction]]) -> Working:
        """Compute every node of a formula for the units of a group; ``params``: numbers by cluster besides its own."""
        inside = nw.col("cluster").is_in(list(group.clusters))
        units = [self._figures(group, row) for row in self.result.figures.frame.filter(inside).rows(named=True)]
        more = (
            {name: by_cluster.get(unit.cluster, Fraction(0)) for name, by_cluster in params.items()} for unit in units
        )
        units = [attrs.evolve(unit, params={**unit.params, **added}) for unit, added in zip(units, more, strict=True)]
        return evaluate(tree, group.decided.built.figures, units, keep=True)

    def _ruled(self, key: str) -> set[str]:
        acts = (
            ruling for ruling in self.result.rulings if ruling.act == "not-assigned" and ruling.of == f"criteria.{key}"
        )
        return {unit for act in acts for unit in act.units}

    @cached_property
    def _ruled_out(self) -> Mapping[str, set[str]]:
        return {key: self._ruled(key) for key in self.groups}

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        return {name: spec.places for name, (spec, _) in self.result.scheme.figure_columns.items()}

    def _figures(self, group: Group, row: Mapping[str, Any]) -> UnitFigures:
        values = {name: self._value(row, column) for name, column in group.columns.items()}
        cluster, unit, written = str(row["cluster"]), str(row["unit"]), group.decided.params.items()
        params = {name: number[cluster] if isinstance(number, Mapping) else number for name, number in written}
        assigned, ranked = unit not in self._ruled_out[group.owner], unit in self._counted
        return UnitFigures(unit, cluster, values, values, params, assigned=assigned, ranked=ranked)

    def _value(self, row: Mapping[str, Any], column: str) -> Fraction | State:
        value = row[column]
        if value is not None:
            return Fraction(value, 10 ** self._columns[column])
        return State.NOT_ASSIGNED if row.get(kp_flag(column)) == 1 else State.NOT_REPORTED

    def _row_of(self, unit: str) -> Mapping[str, Any]:
        if self._row[0] != unit:
            self._row = (unit, self.result.figures.frame.filter(nw.col("unit") == unit).rows(named=True)[0])
        return self._row[1]


def _given(working: Working, index: int) -> Given:
    outcome = working.outcomes[index]
    return Given(working.states[index], outcome.state, outcome.value)


def _groups(scheme: Scheme, owner: Owner) -> list[Group]:
    by_decided: dict[Decided, list[str]] = {}
    for cluster in scheme.clusters.values():
        if applies(scheme, owner, cluster.id):
            decided = owner.by_kind[cluster.kind] if isinstance(owner, CriterionUse) else owner.decided
            by_decided.setdefault(decided, []).append(cluster.id)
    return [_made(scheme, owner, decided, clusters) for decided, clusters in by_decided.items()]


def _made(scheme: Scheme, owner: Owner, decided: Decided, clusters: Sequence[str]) -> Group:
    range_ = decided.built.criterion.range
    if isinstance(owner, CriterionUse):
        range_ = points_range(decided, owner.weight[scheme.clusters[clusters[0]].kind])
    held = held_to_range(decided.built.tree, range_)
    columns = {spec.name: spec.column(owner.id) for spec in decided.built.figures}
    return Group(owner.id, tuple(clusters), decided, columns, held, looks_across(held))
