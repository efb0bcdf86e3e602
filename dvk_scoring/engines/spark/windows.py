"""Values across units: sums and ends in one count, ranks in two steps, so that no task has all units of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, Final

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as f
from pyspark.sql.types import DecimalType, LongType

from dvk_scoring.engines.folder.turns import CLUSTER, Known, Ranked, is_rank, joined_across, ranked_together
from dvk_scoring.formula.columns import Across

_BUCKETS: Final = 1_000
"""Parts that the ranked values are counted in, each a task of its own where there are many."""
_WIDEST: Final = DecimalType(38, 0)


def with_across(frame: DataFrame, across: Sequence[Across]) -> tuple[DataFrame, Known]:
    """Take the values across units.

    Returns:
        The frame with a column for each rank, and the other values by cluster.
    """
    plain = [each for each in across if not is_rank(each)]
    groups = ranked_together(across)
    ranked = list(groups)
    asked = [_aggregate(each).alias(each.column) for each in plain]
    for at, group in enumerate(ranked):
        value = f.when(f.col(_quoted(group.among)), f.col(_quoted(group.value)))
        asked += [f.min(value).alias(f"low{at}"), f.max(value).alias(f"high{at}")]
    rows = frame.groupBy(CLUSTER).agg(*asked).collect()
    known = {each.column: (joined_across(each, {row[CLUSTER]: int(row[each.column]) for row in rows}), each.wide)
             for each in plain}  # fmt: skip
    ends = [_ends([(row[f"low{at}"], row[f"high{at}"]) for row in rows]) for at in range(len(ranked))]
    if not ranked:
        return frame, known
    places = _places(frame, ranked, ends).localCheckpoint()
    for at, (group, wanted) in enumerate(groups.items()):
        frame = _joined(frame, places.where(f.col("group") == at), group, wanted)
    return frame, known


def _aggregate(across: Across) -> Column:
    kinds: Mapping[str, Callable[[str], Column]] = {"max": f.max, "min": f.min, "sum": f.sum}
    return kinds[across.window.kind](_quoted(across.args[0]))


def _ends(pairs: Sequence[tuple[Any, Any]]) -> tuple[int, int]:
    told = [(int(low), int(high)) for low, high in pairs if low is not None]
    return min((low for low, _ in told), default=0), max((high for _, high in told), default=0)


def _places(frame: DataFrame, ranked: Sequence[Ranked], ends: Sequence[tuple[int, int]]) -> DataFrame:
    """Give the place of every different value: how many units, and how many values, stand before it.

    First the units of each value are counted. Then the counts are added up from the largest value down, bucket by
    bucket; what the buckets before add up to comes on top.
    """
    kind = LongType() if all(frame.schema[pair.value].dataType == LongType() for pair in ranked) else _WIDEST
    told, bucket = [], f.lit(0)
    for at, (group, (low, high)) in enumerate(zip(ranked, ends, strict=True)):
        part = f.col(CLUSTER) if group.over == "cluster" else f.lit("")
        keys = f.lit(at).alias("group"), part.alias("part"), f.col(_quoted(group.value)).cast(kind).alias("value")
        told.append(frame.where(_quoted(group.among)).select(*keys))
        width = (high - low) // _BUCKETS + 1
        numbered = f.expr(f"(CAST(value AS DECIMAL(38, 0)) - {low}BD) div {width}BD")
        bucket = f.when(f.col("group") == at, numbered).otherwise(bucket)
    counted = reduce(DataFrame.unionAll, told).groupBy("group", "part", "value").agg(f.count(f.lit(1)).alias("units"))
    counted = counted.withColumn("bucket", bucket)
    inside = Window.partitionBy("group", "part", "bucket").orderBy(f.desc("value"))
    before = inside.rowsBetween(Window.unboundedPreceding, -1)
    running = counted.select(
        "group", "part", "bucket", "value", "units",
        f.coalesce(f.sum("units").over(before), f.lit(0)).alias("ahead"),
        (f.row_number().over(inside) - 1).alias("values"),
    )  # fmt: skip
    above = Window.partitionBy("group", "part").orderBy(f.desc("bucket")).rowsBetween(Window.unboundedPreceding, -1)
    buckets = counted.groupBy("group", "part", "bucket").agg(f.sum("units").alias("all"), f.count("*").alias("many"))
    tops = buckets.select(
        "group", "part", "bucket",
        f.coalesce(f.sum("all").over(above), f.lit(0)).alias("top"),
        f.coalesce(f.sum("many").over(above), f.lit(0)).alias("top_values"),
    )  # fmt: skip
    whole = running.join(f.broadcast(tops), ["group", "part", "bucket"])
    ahead = f.col("top") + f.col("ahead")
    return whole.select(
        "group", "part", "value",
        (ahead + 1).alias("rank_min"),
        (ahead + f.col("units")).alias("rank_max"),
        (f.col("top_values") + f.col("values") + 1).alias("rank_dense"),
        (f.col("units") > 1).cast("long").alias("shared"),
    )  # fmt: skip


def _joined(frame: DataFrame, places: DataFrame, group: Ranked, wanted: Sequence[Across]) -> DataFrame:
    told = places.select(
        f.col("part").alias("_part"), f.col("value").alias("_value"),
        *(f.col(across.window.kind).alias(f"{across.column}~") for across in wanted),
    )  # fmt: skip
    kind = told.schema["_value"].dataType
    where = f.col(_quoted(group.among)) & (f.col(_quoted(group.value)).cast(kind) == f.col("_value"))
    if group.over == "cluster":
        where &= f.col(CLUSTER) == f.col("_part")
    joined = frame.join(told, where, "left").drop("_part", "_value")
    ranks = {across.column: f.coalesce(f.col(_quoted(f"{across.column}~")), f.lit(0)).cast("long") for across in wanted}
    return joined.withColumns(ranks).drop(*(f"{across.column}~" for across in wanted))


def _quoted(name: str) -> str:
    return f"`{name}`"
