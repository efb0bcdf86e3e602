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
    found: list[Problem] = []
    for name, extent in checked.extents.items():
        spec, criterion = checked.wanted[name]
        if spec.kind != "decimal" or extent.high is None or spec.low < 0:
            continue
        if spec.measure == "percent" and spec.high > 1 and _all_ratios(checked, name, extent.high, spec):
            place = Place(header=name, criterion=criterion)
            found.append(problem("DVK-D317", place, label=spec.label, high=shown_number(extent.high, spec)))
        if len(checked.frame) <= MOST_BY_HAND and extent.low != extent.high:
            found += _far_off(checked, name)
    return found


def _all_ratios(checked: Checked, name: str, high: int, spec: FigureSpec) -> bool:
    return 0 < high <= 10**spec.places and len(checked.frame) - checked.extents[name].empty >= FEWEST


def _far_off(checked: Checked, name: str) -> list[Problem]:
    spec = checked.wanted[name][0]
    value = pl.when(pl.col(name) > 0).then(pl.col(name))
    told = checked.frame.select("unit", "cluster", value=value)
    told = told.with_columns(
        median=pl.col("value").median().over("cluster"), told=pl.col("value").count().over("cluster")
    )
    far = (pl.col("value") > pl.col("median") * _FACTOR) | (pl.col("value") * _FACTOR < pl.col("median"))
    rows = told.filter((pl.col("told") >= FEWEST) & far)
    if not len(rows):
        return []
    units = rows["unit"].to_list()
    medians = {row["unit"]: shown_number(round(row["median"]), spec) for row in rows.iter_rows(named=True)}
    found = checked.problems_at(pl.col("unit").is_in(units), name, "DVK-D316", {"value": pl.col(name)})
    return [_with_median(one, medians) for one in found]


def _with_median(one: Problem, medians: dict[str, str]) -> Problem:
    if one.place.unit not in medians:
        return one
    return problem(one.code, one.place, **{**one.args, "median": medians[one.place.unit]})
