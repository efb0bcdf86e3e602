"""Numbers of more than 64 bits in the table: on every engine the same digits, and none of them wraps."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from dvk_scoring import load_scheme, read_figures, result_frame, score, write_result
from dvk_scoring.engines import EngineName
from dvk_scoring.scoring.result import Result
from tests.truth.differences import ENGINES

HEAD = '[scheme]\nid = "s"\ntitle = "S"\n'
# Worked by hand: 131071 / 131072 * 95 has 17 decimals, and 95 * 10^17 is beyond 2^63.
FINE = """rounding = { total = 2 }
[criteria]
b = { plugin = "scale", weight = 95, title = "B", params = { low = 0, high = 131072, places = 0 } }
c = { plugin = "direct", weight = 5, title = "C" }
"""
# Worked by hand: 100000 times 1000 points are 10^8, of 12 decimals 10^20.
LARGE = """total = 1_000_000
rounding = { criterion = 12, section = 12, total = 12, shown = 2 }
[sections]
p = { title = "P" }
[criteria]
b = { plugin = "direct", weight = 1_000_000, section = "p", title = "B" }
[bonuses]
m = { plugin = "per-occurrence", to = "sections.p", title = "M", params = { each = 1000 } }
"""
# Worked by hand: 3 / 2^50 * 500000 = 3 * 5^6 * 2^5 / 2^50 has 45 decimals; before them there may be 6 digits: 51.
LONG = """total = 1_000_000
rounding = { total = 2 }
[criteria]
b = { plugin = "direct", weight = 500_000, title = "B" }
c = { plugin = "scale", weight = 500_000, title = "C", params = { low = 0, high = 1_125_899_906_842_624, places = 0 } }
"""


def scored(folder: Path, scheme: str, figures: str, engine: EngineName) -> Result:
    (folder / "s.toml").write_text(HEAD + scheme, "utf-8")
    (folder / "f.csv").write_text(figures, "utf-8")
    read = load_scheme(folder / "s.toml")
    return score(read, read_figures(read, [folder / "f.csv"]), engine_name=engine)


def written(result: Result, folder: Path) -> dict[str, dict[str, str]]:
    write_result(result, folder / "r.csv")
    with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
        return {row["unit"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("engine", ENGINES)
def test_many_decimals(tmp_path: Path, engine: EngineName) -> None:
    result = scored(tmp_path, FINE, "unit,b.value,c.points\nx,131072,5\ny,131071,5\nz,0,1\n", engine)
    assert {unit: row["points.b"] for unit, row in written(result, tmp_path).items()} == {
        "x": "95.00000000000000000",
        "y": "94.99927520751953125",
        "z": "0.00000000000000000",
    }
    write_result(result, tmp_path / "r.parquet")
    column = pl.read_parquet(tmp_path / "r.parquet")["points.b"]
    assert column.dtype == result_frame(result)["points.b"].to_native().dtype == pl.Decimal(38, 17)
    assert column.to_list()[:2] == [95, Decimal("94.99927520751953125")]


@pytest.mark.parametrize("engine", ENGINES)
def test_large_totals(tmp_path: Path, engine: EngineName) -> None:
    rows = written(
        scored(tmp_path, LARGE, "unit,b.points,m.times\nx,1000000,100000\ny,500000,9223\n", engine), tmp_path
    )
    assert rows["x"]["total"] == rows["x"]["section.p"] == "101000000.000000000000"
    assert (rows["x"]["shown"], rows["x"]["bonuses"]) == ("101000000.00", "100000000.000000000000")
    assert (rows["y"]["total"], rows["y"]["shown"]) == ("9723000.000000000000", "9723000.00")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_no_decimal_holds_is_text_with_every_digit(tmp_path: Path, engine: EngineName) -> None:
    result = scored(tmp_path, LONG, "unit,b.points,c.value\nx,7,3\ny,7,1125899906842624\n", engine)
    rows = written(result, tmp_path)
    assert rows["x"]["points.c"] == "0.000000001332267629550187848508358001708984375"
    assert rows["y"]["points.c"] == f"500000.{'0' * 45}"
    write_result(result, tmp_path / "r.parquet")
    column = pl.read_parquet(tmp_path / "r.parquet")["points.c"].to_list()
    assert column == [rows["y"]["points.c"], rows["x"]["points.c"]]


@pytest.mark.parametrize(("places", "digits"), [(2, 9), (3, 18), (11, 18), (12, 38)])
def test_decimals_have_as_few_digits_as_parquet_stores_in_few_bits(tmp_path: Path, places: int, digits: int) -> None:
    """A million points with two decimals are nine digits, with three ten; with eleven 18, with twelve 19."""
    scheme = (
        f"total = 1_000_000\nrounding = {{ criterion = {places}, total = {places} }}\n[criteria]\n"
        'b = { plugin = "direct", weight = 1_000_000, title = "B" }\n'
    )
    result = scored(tmp_path, scheme, "unit,b.points\nx,1000000\ny,999999.99\n", "polars")
    write_result(result, tmp_path / "r.parquet")
    column = pl.read_parquet(tmp_path / "r.parquet")["points.b"]
    assert column.dtype == pl.Decimal(digits, places)
    assert column.to_list() == [1_000_000, Decimal("999999.99")]
