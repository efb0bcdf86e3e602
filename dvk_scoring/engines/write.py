"""Tables out: whole numbers become decimals without ever being floats, then CSV or Parquet."""

from __future__ import annotations

import errno
import inspect
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal

import narwhals as nw
import polars as pl

from dvk_scoring.spreadsheet import FOR_TOOLS, Spelling

TableKind = Literal["csv", "parquet"]
# Digits of decimals that Parquet stores in 32 bits, in 64, and in 16 bytes each.
_DIGITS: Final = (9, 18, 38)
_MOST: Final = _DIGITS[-1]
# For points, level 1 makes smaller files than the default level of zstd, and faster.
LEVEL: Final = 1
_CAN_REINTERPRET: Final = "dtype" in inspect.signature(pl.Expr.reinterpret).parameters


def write_table(
    frame: nw.DataFrame[Any],
    places: Mapping[str, int],
    longest: Mapping[str, int],
    path: Path,
    *,
    kind: TableKind,
    words: Mapping[str, Sequence[str]],
    spelling: Spelling = FOR_TOOLS,
) -> None:
    """Write a frame, one row a unit.

    Args:
        frame: What is written, in this order of rows and columns.
        places: Column of whole numbers → decimals it stands for; 1250 with 2 is written as 12.50.
        longest: The same column → a bound of its numbers, whatever their sign.
        path: Where to.
        kind: CSV (UTF-8), or Parquet with decimals as ``with_decimals`` gives them.
        words: Column of text → the few words that may stand in it; Parquet stores these as a dictionary.
        spelling: What separates cells and decimals in CSV.

    Raises:
        OSError: It cannot be written.
    """
    with refusals_of_system(), _target(path) as target:
        if kind == "csv":
            written = with_decimals(frame, places, longest).to_polars()
            if spelling.comma:  # also of numbers too long for a decimal, which are text already
                numbers = [pl.col(name).cast(pl.String).str.replace(".", ",", literal=True) for name in longest]
                written = written.with_columns(numbers)
            written.write_csv(target, separator=spelling.separator, include_bom=spelling.bom)
            return
        coded = frame.to_polars().with_columns(pl.col(name).cast(pl.Enum(known)) for name, known in words.items())
        coded.lazy().with_columns(_decimals(places, longest)).sink_parquet(target, compression_level=LEVEL)


@contextmanager
def refusals_of_system() -> Iterator[None]:
    """Make of what Polars raises when a file cannot be written what the system said.

    Raises:
        OSError: With its number.
    """
    try:
        yield
    except (OSError, pl.exceptions.ComputeError) as error:
        raise _refused(error) from error


@contextmanager
def _target(path: Path) -> Iterator[Path | BinaryIO]:
    """Give the path; a name that is no UTF-8 is opened here, since Polars cannot."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        with path.open("wb") as file:
            yield file
    else:
        yield path


def _refused(error: Exception) -> OSError:
    """Give an error of the system its number back: Polars keeps it in the words alone, or only says that I/O failed."""
    named = re.search(r"os error (\d+)", str(error))
    number = errno.EIO if named is None else int(named[1])
    return OSError(number, os.strerror(number))


def with_decimals(frame: nw.DataFrame[Any], places: Mapping[str, int], longest: Mapping[str, int]) -> nw.DataFrame[Any]:
    """Turn columns of whole numbers into decimals of so many places; the frame is Polars then, whatever it was.

    Units:
        ``Decimal(9, places)``; of 18 digits or 38 for a column whose numbers, or places, may be more.
    """
    return nw.from_native(frame.to_polars().with_columns(_decimals(places, longest)), eager_only=True)


def _decimals(places: Mapping[str, int], longest: Mapping[str, int]) -> list[pl.Expr]:
    return [whole_decimal(name, pl.Decimal(_digits(longest[name], count), count)) for name, count in places.items()]


def _digits(longest: int, places: int) -> int:
    return next((digits for digits in _DIGITS if longest < 10**digits and places <= digits), _MOST)


def whole_decimal(name: str, decimal: pl.Decimal) -> pl.Expr:
    """Make a decimal of a column of whole numbers, in units of its last place.

    The same bits get another meaning where Polars can, which costs nothing; else it divides: exact, and slow.
    """
    if _CAN_REINTERPRET:
        return pl.col(name).cast(pl.Int128).reinterpret(dtype=decimal)
    divided: pl.Expr = pl.col(name).cast(pl.Decimal(_MOST, decimal.scale)) / 10**decimal.scale
    return divided.cast(decimal)
