"""Batches of units on the disk: the first of them, from whichever batch they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest

from dvk_scoring.engines.folder.local import LocalParts

ROWS = [("u3", "b", 1, True), ("u1", "b", 1, True), ("u4", "a", 2, True), ("u0", "a", 1, False), ("u5", "b", 2, True),
        ("u6", "a", 2, True), ("u2", "a", 2, True)]  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("most", [1, 3, 9])
def test_the_first_units_are_the_first_of_all_batches(size: int, most: int) -> None:
    units = pl.DataFrame(ROWS, ["unit", "cluster", "rank", "tied"], orient="row")
    frame = units.with_columns(name=pl.col("unit"))

    def batches(names: Sequence[str]) -> Iterator[pl.DataFrame]:
        return (batch.select(names) for batch in frame.iter_slices(size))

    parts = LocalParts(batches, frame.schema, Path(), frame.columns)
    ordered = sorted((cluster, rank, unit) for unit, cluster, rank, tied in ROWS if tied)
    first = parts.first({"tied": True}, most, ("cluster", "rank"))
    assert [(row["cluster"], row["rank"], row["unit"]) for row in first] == ordered[:most]
    assert [row["unit"] for row in parts.first({}, most)] == sorted(unit for unit, *_ in ROWS)[:most]
