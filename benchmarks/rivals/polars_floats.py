"""By hand in Polars, in floats: the job against which all times are told."""

from pathlib import Path

import polars as pl

from benchmarks.job import CRITERIA, PLACES, POINTS, Weighted


def points_of(criterion: Weighted) -> pl.Expr:
    """The points of one criterion, rounded half up."""
    done, due, kept, promised = (pl.col(criterion.column(name)) for name in ("done", "due", "kept", "promised"))
    score = 0.6 * done / due + 0.4 * kept / promised
    return (criterion.weight * score).round(PLACES, mode="half_away_from_zero").alias(criterion.id)


def score(source: Path, target: Path) -> None:
    """The total is the sum of rounded points, as it is mostly written; its last bits hang on the order of the terms."""
    _score(source, target, pl.sum_horizontal(POINTS))


def score_with_care(source: Path, target: Path) -> None:
    """The same with the total rounded again before it is ranked."""
    _score(source, target, pl.sum_horizontal(POINTS).round(PLACES, mode="half_away_from_zero"))


def score_parts(source: Path, target: Path) -> None:
    """Folder to folder, as far as Polars streams it: a rank within the cluster needs all units."""
    target.mkdir()
    total = pl.sum_horizontal(POINTS).round(PLACES, mode="half_away_from_zero")
    _points(source / "*.parquet", total).sink_parquet(target / "part.parquet")


def _score(source: Path, target: Path, total: pl.Expr) -> None:
    _points(source, total).collect().write_parquet(target)


def _points(source: Path, total: pl.Expr) -> pl.LazyFrame:
    rank = pl.col("total").rank("min", descending=True).over("cluster")
    return (
        pl.scan_parquet(source)
        .select("unit", "cluster", *map(points_of, CRITERIA))
        .with_columns(total.alias("total"))
        .select("unit", *POINTS, "total", rank.alias("rank"))
    )
