"""One column, one measure: percent and ratio mixed are seen by how far a value is from its cluster's median."""

from __future__ import annotations

import polars as pl

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.table import MOST_BY_HAND
from dvk_scoring.figures.validate import Checked, shown_number
from dvk_scoring.problem import Place, Problem, problem

FEWEST = 5
_FACTOR = 20


def check_scales(checked: Checked) -> list[Problem]:
    """Warn of decimals 20 times beyond their cluster's median either way, and of a column of percents all ≤ 1.

    Range:
        Clusters of 5 units or more that report a value other than zero; competitions of up to 100,000 units, since this
        is a look at slips of the hand, which nobody makes by the million.
    """
    if any(part.keyed.table.partial for part in checked.parts):
        return []
    problems: list[Problem] = []
    varied: list[str] = []
    for name, extent in checked.extents.items():
        spec, criterion = checked.wanted[name]
        if spec.kind != "decimal" or extent.high is None or spec.low < 0:
            continue
        if spec.measure == "percent" and spec.high > 1 and _all_ratios(checked, name, extent.high, spec):
            place = Place(header=name, criterion=criterion)
            problems.append(problem("DVK-D317", place, label=spec.label, high=shown_number(extent.high, spec)))
        if len(checked.frame) <= MOST_BY_HAND and extent.low != extent.high:
            varied.append(name)
    for far in checked.frame.select(_is_far(name).alias(name) for name in varied) if varied else ():
        problems += _far_off(checked, far) if far.any() else []
    return problems


def _all_ratios(checked: Checked, name: str, high: int, spec: FigureSpec) -> bool:
    return 0 < high <= 10**spec.places and len(checked.frame) - checked.extents[name].empty >= FEWEST


def _is_far(name: str) -> pl.Expr:
    value = _told(name)
    median, told = value.median().over("cluster"), value.count().over("cluster")
    return (told >= FEWEST) & ((value > median * _FACTOR) | (value < median / _FACTOR))


def _told(name: str) -> pl.Expr:
    return pl.when(pl.col(name) > 0).then(pl.col(name))


def _far_off(checked: Checked, far: pl.Series) -> list[Problem]:
    name = far.name
    rows = checked.frame.select("unit", median=_told(name).median().over("cluster")).filter(far)
    medians = {unit: shown_number(round(median), checked.wanted[name][0]) for unit, median in rows.iter_rows()}
    problems = checked.problems_at(far, name, "DVK-D316", {"value": pl.col(name)})
    return [_with_median(fault, medians) for fault in problems]


def _with_median(fault: Problem, medians: dict[str, str]) -> Problem:
    if fault.place.unit not in medians:
        return fault
    return problem(fault.code, fault.place, **{**fault.args, "median": medians[fault.place.unit]})
