"""Decimals as wide as their numbers need: what stands in Parquet is what stands in CSV, for any reader of either."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import narwhals as nw
import polars as pl
import pyarrow.parquet as pq
import pytest

from dvk_scoring.engines.write import write_table

FITTING = [(10**9 - 1, 2, 9), (10**9, 2, 18), (10**18 - 1, 6, 18), (10**18, 6, 38), (10**38 - 1, 0, 38)]
FITTING += [(5, 9, 9), (5, 10, 18), (5, 18, 18), (5, 19, 38)]


@pytest.mark.parametrize(("longest", "places", "digits"), FITTING)
def test_the_longest_number_is_written_whole(tmp_path: Path, longest: int, places: int, digits: int) -> None:
    numbers = [longest, -longest, 0, 1, None]
    wanted = [None if number is None else Decimal(f"{number}e-{places}") for number in numbers]
    frame = nw.from_native(pl.DataFrame({"points": pl.Series(numbers, dtype=pl.Int128)}), eager_only=True)
    for kind in ("csv", "parquet"):
        write_table(frame, {"points": places}, {"points": longest}, tmp_path / f"t.{kind}", kind=kind, words={})
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        assert [Decimal(row[0]) if row and row[0] else None for row in [*csv.reader(file)][1:]] == wanted
    table = pl.read_parquet(tmp_path / "t.parquet")
    assert table.schema == {"points": pl.Decimal(digits, places)}
    assert table["points"].to_list() == wanted
    assert pq.read_table(tmp_path / "t.parquet")["points"].to_pylist() == wanted
    with duckdb.connect() as database:
        found = database.execute("FROM read_parquet(?)", [str(tmp_path / "t.parquet")]).fetchall()
    assert [row[0] for row in found] == wanted
