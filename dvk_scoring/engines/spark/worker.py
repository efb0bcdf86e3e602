"""What runs on the executors: a task over batches of rows, as Spark hands them on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import polars as pl
import pyarrow as pa

from dvk_scoring.engines.folder.sealed import opened
from dvk_scoring.engines.write import whole_decimal

_WIDE: Final = pl.Decimal(38, 0)


def whole(frame: pl.DataFrame) -> pl.DataFrame:
    """Take whole numbers of more than 64 bits for what they are: on the way they are decimals."""
    return frame.with_columns(pl.col(name).cast(pl.Int128) for name, dtype in frame.schema.items() if dtype == _WIDE)


def from_arrow(table: pa.Table) -> pl.DataFrame:
    """Take a table in."""
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def to_arrow(frame: pl.DataFrame) -> pa.Table:
    """Write a frame in types that Spark has: a whole number of more than 64 bits is a decimal of 38 digits."""
    wide = [name for name, dtype in frame.schema.items() if dtype == pl.Int128]
    table = frame.with_columns(whole_decimal(name, _WIDE) for name in wide).to_arrow()
    texts = [(at, field) for at, field in enumerate(table.schema) if pa.types.is_large_string(field.type)]
    schema = table.schema
    for at, column in texts:
        schema = schema.set(at, pa.field(column.name, pa.string()))
    for at, column in enumerate(schema):
        if pa.types.is_large_binary(column.type):
            schema = schema.set(at, pa.field(column.name, pa.binary()))
    return table.cast(schema)


@attrs.frozen
class Batched:
    """Runs something sealed over batches: what Spark calls on an executor.

    Attributes:
        sealed: A thing with a method ``run`` from rows to rows, as ``seal`` gives it.
        names: The columns' names.
        rows: Rows that are looked at together at most; None: all of a task.
        own: They are of a task before it, not as they stand in files.
    """

    sealed: bytes
    names: Sequence[str]
    rows: int | None
    own: bool

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Give the batches that come of some."""
        task = opened(self.sealed)
        held: list[pa.RecordBatch] = []
        count = 0
        for batch in batches:
            if held and self.rows is not None and count + len(batch) > self.rows:
                yield from self._done(task, held)
                held, count = [], 0
            held.append(batch)
            count += len(batch)
        if count:
            yield from self._done(task, held)

    def _done(self, task: Any, held: Sequence[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        table = pa.Table.from_batches(held).rename_columns(list(self.names))
        frame = from_arrow(table)
        yield from to_arrow(task.run(whole(frame) if self.own else frame)).to_batches()
