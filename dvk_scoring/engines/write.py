"""Tables out: whole numbers become decimals without ever being floats, then CSV or Parquet."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import narwhals as nw
import polars as pl

TableKind = Literal["csv", "parquet"]
_PRECISION: Final = 38
_CAN_REINTERPRET: Final = "dtype" in inspect.signature(pl.Expr.reinterpret).parameters


def write_table(frame: nw.DataFrame[Any], places: Mapping[str, int], path: Path, kind: TableKind) -> None:
    """Write a frame, one row a unit.

    Args:
        frame: What is written, in this order of rows and columns.
        places: Column of whole numbers → decimals it stands for; 1250 with 2 is written as 12.50.
        path: Where to.
        kind: CSV (UTF-8, comma, decimal point), or Parquet with ``Decimal(38, places)``.

    Raises:
        OSError: It cannot be written.
    """
    native = with_decimals(frame, places).to_polars()
    if kind == "csv":
        native.write_csv(path)
    else:
        native.write_parquet(path)


def with_decimals(frame: nw.DataFrame[Any], places: Mapping[str, int]) -> nw.DataFrame[Any]:
    """Turn columns of whole numbers into ``Decimal(38, places)``; the frame is Polars then, whatever it was."""
    decimals = frame.to_polars().with_columns(_decimal(name, count) for name, count in places.items())
    return nw.from_native(decimals, eager_only=True)


def _decimal(name: str, places: int) -> pl.Expr:
    """Give the same bits another meaning where Polars can, which costs nothing; else divide: exact, and slow."""
    decimal = pl.Decimal(_PRECISION, places)
    if _CAN_REINTERPRET:
        return pl.col(name).cast(pl.Int128).reinterpret(dtype=decimal)
    divided: pl.Expr = pl.col(name).cast(decimal) / 10**places
    return divided.cast(decimal)
