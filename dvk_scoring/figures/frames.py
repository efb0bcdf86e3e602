"""A frame of figures, of whatever library, as a table: held to the same as a file with the same cells."""

from __future__ import annotations

import hashlib
import io
from typing import IO, Any, cast

import attrs
import narwhals as nw
import polars as pl

from dvk_scoring.arguments import A_SOURCE, wrong_argument
from dvk_scoring.figures.parquet import filled_rows, parquet_table
from dvk_scoring.figures.table import DecimalMark, Table, check_width
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.columns import Columns


def frame_table(frame: Any, name: str, mark: DecimalMark, columns: Columns) -> Table:
    """Make a table of a frame that Narwhals knows: Polars, pandas, PyArrow, DuckDB; lazy ones are computed.

    Cells are taken as those of Parquet are: numbers and yes/no by their type, text as in CSV. Its lines are its rows,
    from 1, its SHA-256 that of what is read of it, as CSV.

    Args:
        frame: One row a unit, or one row a figure of a unit.
        name: What messages call it.
        mark: The decimal mark of numbers that are text.
        columns: What its headings are called in the scheme.

    Missing:
        Null is blank, and so is what pandas calls missing.

    Raises:
        DvkError: It is no frame, has no rows, or its headings are wrong.
    """
    try:
        known = nw.from_native(frame)
    except TypeError:
        raise DvkError([wrong_argument("source", frame, A_SOURCE)]) from None
    whole = known.collect(backend="polars") if isinstance(known, nw.LazyFrame) else known
    polars = whole.to_polars()
    check_width(polars.width, name)
    made, lines = filled_rows(polars, name)
    table = parquet_table(made, lines, name, mark, sha256=str, kind="frame", columns=columns)
    return attrs.evolve(table, sha256=lambda: _digest(table.frame))


class _Hashing(io.RawIOBase):
    """A file that keeps nothing of what is written but its digest."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, part: Any, /) -> int:
        self.digest.update(part)
        return len(part)


def _digest(frame: pl.DataFrame) -> str:
    file = _Hashing()
    frame.write_csv(cast("IO[bytes]", file))
    return file.digest.hexdigest()
