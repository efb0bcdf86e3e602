"""The working of one criterion for one unit, computed once more in fractions from the figures as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import narwhals as nw

from dvk_scoring.formula.exact import Trace, UnitFigures, trace
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Across, Num, Rescale, ShareOfBest, walk
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided
from dvk_scoring.scoring.points import held_to_range, points_range
from dvk_scoring.scoring.result import Result, UnitResult


def follow_criterion(result: Result, use: CriterionUse, unit: UnitResult) -> Trace:
    """Compute a criterion for one unit, with all that its formula takes across other units."""
    kinds = {cluster.id: cluster.kind for cluster in result.scheme.clusters.values()}
    decided = use.by_kind[kinds[unit.cluster]]
    clusters = [cluster for cluster, kind in kinds.items() if kind in use.weight and use.by_kind[kind] == decided]
    ruled = {
        one
        for ruling in result.rulings
        if ruling.act == "not-assigned" and ruling.of == f"criteria.{use.id}"
        for one in ruling.units
    }
    units = unit_figures(result, use.id, decided, unit, clusters=clusters, ruled=ruled)
    found = trace(decided.built.tree, decided.built.figures, units, unit.unit)
    held = held_to_range(decided.built.tree, points_range(decided, use.weight[kinds[unit.cluster]]))
    if held is decided.built.tree or found.value is None:
        return found
    bounded = trace(held, decided.built.figures, units, unit.unit)
    # The bounds are told only where they bind: only a unit that is not ranked can lie beyond those that are.
    return found if bounded.value == found.value else bounded


def follow_adjustment(result: Result, one: Adjustment, unit: UnitResult) -> Trace:
    """Compute a bonus or a penalty for one unit."""
    units = unit_figures(result, one.id, one.decided, unit, clusters=list(result.scheme.clusters), ruled=set())
    return trace(one.decided.built.tree, one.decided.built.figures, units, unit.unit)


def unit_figures(
    result: Result, prefix: str, decided: Decided, unit: UnitResult, *, clusters: Sequence[str], ruled: set[str]
) -> list[UnitFigures]:
    """Give the figures of all units that the formula looks at: one, its cluster, or all of its kind.

    Args:
        result: Where the figures are.
        prefix: Id of the criterion, bonus or penalty.
        decided: Its formula, figures and params.
        unit: The unit that is looked at.
        clusters: Those in which the same formula holds.
        ruled: Units to which a ruling does not assign it.
    """
    where = nw.col("unit").is_in(_looked_at(result, decided.built.tree, unit, clusters))
    rows = result.figures.frame.filter(where).rows(named=True)
    ranked = _counted(result)
    found: list[UnitFigures] = []
    for row in rows:
        values = {spec.name: _value(row, _column(prefix, spec), spec) for spec in decided.built.figures}
        cluster = str(row["cluster"])
        params = {
            name: number[cluster] if isinstance(number, Mapping) else number for name, number in decided.params.items()
        }
        own = str(row["unit"])
        found.append(UnitFigures(own, cluster, values, values, params, assigned=own not in ruled, ranked=own in ranked))
    return found


def _looked_at(result: Result, tree: Num, unit: UnitResult, clusters: Sequence[str]) -> list[str]:
    across = [node for node in walk(tree) if isinstance(node, Across | Rescale | ShareOfBest)]
    if not across:
        return [unit.unit]
    wanted = clusters if any(node.over == "all" for node in across) else [unit.cluster]
    return [str(one) for one in result.frame.filter(nw.col("cluster").is_in(list(wanted)))["unit"].to_list()]


def _counted(result: Result) -> frozenset[str]:
    """Give the units that count in what is taken across units: those from which nothing is missing."""
    if result.scheme.not_reported == "zero":
        return frozenset(result.frame["unit"].to_list())
    frame = result.frame
    for key in result.scheme.criteria:
        frame = frame.filter(nw.col(f"state:{key}") != int(State.NOT_REPORTED))
    whole = set(frame["unit"].to_list())
    for fault in result.scheme.knock_outs.values():
        head, _, name = fault.when.of.partition(".")
        if head == "figures":
            whole -= _blank(result, name)
    return frozenset(whole)


def _blank(result: Result, column: str) -> set[str]:
    frame = result.figures.frame
    where = nw.col(column).is_null()
    if f"{column}?" in frame.columns:
        where = where & (nw.col(f"{column}?") != 1)
    return set(frame.filter(where)["unit"].to_list())


def _column(prefix: str, spec: FigureSpec) -> str:
    return spec.name if spec.shared else f"{prefix}.{spec.name}"


def _value(row: Mapping[str, Any], column: str, spec: FigureSpec) -> Fraction | State:
    value = row[column]
    if value is not None:
        return Fraction(value, 10**spec.places)
    return State.NOT_ASSIGNED if row.get(f"{column}?") == 1 else State.NOT_REPORTED
