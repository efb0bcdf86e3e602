"""Figures of criteria that do not apply to a unit's kind: what stands there does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from dvk_scoring.figures.validate import Checked
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Scheme


def elsewhere(scheme: Scheme, kinds: Mapping[str, frozenset[str]]) -> Mapping[str, tuple[str, ...]]:
    """Give the clusters whose units do not have each figure; figures that all have are left out."""
    return {
        name: tuple(cluster.id for cluster in scheme.clusters.values() if cluster.kind not in having)
        for name, having in kinds.items()
    }


def check_kinds(checked: Checked, outside: Mapping[str, tuple[str, ...]]) -> tuple[frozenset[str], list[Problem]]:
    """Warn of values where the figure does not apply; also give the figures that have such values."""
    concerned = {
        name: clusters
        for name, clusters in outside.items()
        if name in checked.extents and checked.extents[name].high is not None
    }
    if not concerned:
        return frozenset(), []
    several = list(set(concerned.values()))
    within = dict(zip(several, checked.frame.select(_inside(several)), strict=True))
    outsiders = {name: checked.frame[name].filter(within[clusters]) for name, clusters in concerned.items()}
    strange = frozenset(name for name, values in outsiders.items() if values.null_count() < len(values))
    problems: list[Problem] = []
    for name in sorted(strange):
        mask = pl.col("cluster").is_in(list(concerned[name])) & ~pl.col(name).is_null()
        problems += checked.problems_at(mask, name, "DVK-D315", {"value": pl.col(name)})
    return strange, problems


def _inside(several: Sequence[tuple[str, ...]]) -> Iterator[pl.Expr]:
    return (pl.col("cluster").is_in(clusters).alias(str(at)) for at, clusters in enumerate(several))


def without(frame: pl.DataFrame, names: frozenset[str], outside: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    """Take the values of ``names`` away from the units that do not have them."""
    return frame.with_columns(
        pl.when(~pl.col("cluster").is_in(list(outside[name]))).then(pl.col(name)).alias(name) for name in sorted(names)
    )
