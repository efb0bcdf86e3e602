"""What runs on the executors: one turn of a plan over batches of rows, between two values across units."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Protocol

import attrs
import narwhals as nw
import polars as pl
import pyarrow as pa

from dvk_scoring.criteria.criterion import Criterion
from dvk_scoring.engines.hosted import with_hosted
from dvk_scoring.engines.write import whole_decimal
from dvk_scoring.formula.columns import ROW, Across, Stage, Staged, stage
from dvk_scoring.formula.program import Plan

Rows = Callable[[pl.DataFrame], pl.DataFrame]


class Task(Protocol):
    """What runs on executors."""

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Make rows of rows; on no rows too."""


ALL: Final = "_all"
CLUSTER: Final = "cluster"
_WIDE: Final = pl.Decimal(38, 0)


@attrs.frozen
class Turn:
    """One turn: from one value across units to the next.

    Attributes:
        before: What is done with the rows as they come; None: they come from the turn before.
        plan: The plan.
        present: Columns of the data, as ``stage`` asks for them.
        at: Which turn it is, from 0.
        known: Column → (cluster → value across units, more than 64 bits wide).
        kept: Columns that are handed on; those of the data that are needed later, and what was made of them.
        after: What is made of the outputs in the last turn.
    """

    before: Rows | None
    plan: Plan
    present: frozenset[str]
    at: int
    known: Mapping[str, tuple[Mapping[str, int], bool]]
    kept: Sequence[str]
    after: Rows | None

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Take the turn on some rows."""
        frame = whole(frame) if self.before is None else self.before(frame)
        frame = _with_known(frame, self.known).with_columns(pl.lit(0, dtype=pl.Int64).alias(ALL))
        frame = frame.drop(ROW, strict=False).with_row_index(ROW).cast({ROW: pl.Int64})
        staged = stage(self.plan, self.present, apart=True)
        turns = turns_of(staged)
        framed: nw.DataFrame[Any] = nw.from_native(frame, eager_only=True)
        for one in turns[self.at]:
            framed = with_hosted(framed.lazy().with_columns(**one.columns).collect(), one.hosted)
        if self.at + 1 < len(turns):
            handed: pl.DataFrame = framed.to_native().select(self.kept)
            return handed
        outputs = framed.lazy().with_columns(expr.alias(name) for name, expr in staged.outputs.items()).collect()
        found: pl.DataFrame = outputs.to_native().select(*self.kept, *staged.outputs)
        return found if self.after is None else self.after(found)


def turns_of(staged: Staged) -> list[list[Stage]]:
    """Cut the stages of a plan behind each that has values across units; the last turn may be empty."""
    found: list[list[Stage]] = [[]]
    for one in staged.stages:
        found[-1].append(one)
        if any(isinstance(hosted, Across) for hosted in one.hosted):
            found.append([])
    return found


def across_of(turn: Sequence[Stage]) -> list[Across]:
    """Give the values across units that a turn ends with."""
    return [hosted for one in turn for hosted in one.hosted if isinstance(hosted, Across)]


def _with_known(frame: pl.DataFrame, known: Mapping[str, tuple[Mapping[str, int], bool]]) -> pl.DataFrame:
    if not known:
        return frame
    clusters = sorted({cluster for values, _ in known.values() for cluster in values})
    columns = [
        pl.Series(name, [values.get(one) for one in clusters], pl.Int128 if wide else pl.Int64)
        for name, (values, wide) in known.items()
    ]
    told = pl.DataFrame([pl.Series(CLUSTER, clusters, pl.String), *columns])
    return frame.join(told, on=CLUSTER, how="left", maintain_order="left")


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
    texts = [(at, one) for at, one in enumerate(table.schema) if pa.types.is_large_string(one.type)]
    schema = table.schema
    for at, one in texts:
        schema = schema.set(at, pa.field(one.name, pa.string()))
    for at, one in enumerate(schema):
        if pa.types.is_large_binary(one.type):
            schema = schema.set(at, pa.field(one.name, pa.binary()))
    return table.cast(schema)


@attrs.frozen
class Batched:
    """Runs something sealed over batches: what Spark calls on an executor.

    Attributes:
        sealed: A thing with a method ``run`` from rows to rows, as ``seal`` gives it.
        names: The columns' names.
        rows: Rows that are looked at together at most; None: all of a task.
    """

    sealed: bytes
    names: Sequence[str]
    rows: int | None

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
        yield from to_arrow(task.run(from_arrow(table))).to_batches()


class _Sealer(pickle.Pickler):
    """Leaves the classes of criteria out: on an executor nobody calls them, and they may come from any folder."""

    def persistent_id(self, obj: Any) -> str | None:
        return obj.id if isinstance(obj, type) and issubclass(obj, Criterion) else None


class _Opener(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> Any:  # noqa: ARG002 - what stands for a class that nobody calls
        return Criterion


def seal(thing: object) -> bytes:
    """Write a task, or what it found, for the way between driver and executors."""
    out = io.BytesIO()
    _Sealer(out).dump(thing)
    return out.getvalue()


@lru_cache(8)
def opened(sealed: bytes) -> Any:
    """Read what ``seal`` wrote in this very run."""
    return _Opener(io.BytesIO(sealed)).load()
