"""A plan on Spark: turns of Polars on the executors, and between them what is taken across units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from dvk_scoring.engines.spark.session import session
from dvk_scoring.engines.spark.windows import Known, with_across
from dvk_scoring.engines.spark.worker import (
    ALL,
    CLUSTER,
    Batched,
    Rows,
    Task,
    Turn,
    across_of,
    from_arrow,
    seal,
    to_arrow,
    turns_of,
    whole,
)
from dvk_scoring.formula.columns import ROW, stage
from dvk_scoring.problem import DvkError, problem

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.columns import Stage, Staged
    from dvk_scoring.formula.program import Plan

WIDEST: Final = 126
"""Bits of a whole number that a decimal of 38 digits surely holds: what goes from turn to turn."""
ROWS: Final = 100_000
"""Units that an executor computes at once."""
_PLACE: Final = "#"


class Spark:
    """Runs a plan on Spark."""

    name: EngineName = "spark"

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows; they come back to this machine."""
        refuse_wide(plan)
        native: pl.DataFrame = frame.to_native()
        with session() as spark:
            units = spark.createDataFrame(to_arrow(native.cast({ROW: pl.Int64}).rename({ROW: _PLACE})))
            outputs = turned(units, plan, frozenset(native.columns), kept=(_PLACE,))
            found = whole(from_arrow(outputs.toArrow()))
        return nw.from_native(found.sort(_PLACE).rename({_PLACE: ROW}), eager_only=True)


def turned(
    frame: DataFrame,
    plan: Plan,
    present: frozenset[str],
    *,
    kept: Sequence[str],
    before: Rows | None = None,
    after: Rows | None = None,
) -> DataFrame:
    """Take all turns of a plan.

    Args:
        frame: The units, spread over Spark.
        plan: The plan.
        present: Columns of the data, as ``stage`` asks for them.
        kept: Columns of the data that are there in the end.
        before: What is done with the rows first; None: they are as ``Engine.run`` takes them.
        after: What is made of the outputs, ``kept`` before them.
    """
    staged = stage(plan, present, apart=True)
    turns = turns_of(staged)
    known: Known = {}
    for at, turn in enumerate(turns[:-1]):
        names = tuple(dict.fromkeys((*kept, CLUSTER, *_needed(staged, turns, at))))
        one = Turn(before if at == 0 else None, plan, present, at, known, names, None)
        # Held where it is made; and no step before it is planned again.
        frame, known = with_across(mapped(frame, one, rows=ROWS).localCheckpoint(), across_of(turn))
    last = len(turns) - 1
    one = Turn(before if last == 0 else None, plan, present, last, known, kept, after)
    return mapped(frame, one, rows=ROWS)


def mapped(frame: DataFrame, task: Task, *, rows: int | None) -> DataFrame:
    """Let the executors run a task over batches of rows; it is tried on none here, for the columns that come of it.

    Args:
        frame: What it runs on.
        task: The task.
        rows: Rows that are looked at together at most; None: all that are in a part.
    """
    empty = task.run(from_arrow(to_arrow_schema(frame.schema).empty_table()))
    schema = from_arrow_schema(to_arrow(empty).schema)
    # A name with a dot would not find its way there.
    plain = frame.toDF(*(f"c{at}" for at in range(len(frame.columns))))
    return plain.mapInArrow(Batched(seal(task), tuple(frame.columns), rows), schema)


def _needed(staged: Staged, turns: Sequence[Sequence[Stage]], at: int) -> list[str]:
    """Give the columns that a turn hands on: what later turns and outputs read, and what is taken across units now."""
    later = {name for turn in turns[at + 1 :] for one in turn for name in _made(one)}
    across = across_of(turns[at])
    taken = {one.column for one in across}
    read = {name for made in (*later, *staged.outputs) for name in staged.reads[made]}
    return sorted((read - later - taken - {ALL}).union(name for one in across for name in one.args))


def _made(one: Stage) -> list[str]:
    return [*one.columns, *(hosted.column for hosted in one.hosted)]


def refuse_wide(plan: Plan) -> None:
    """See that every number that may go from turn to turn fits.

    Raises:
        DvkError: One does not.
    """
    bits = plan.program.widest(*plan.outputs.values())
    if bits > WIDEST:
        raise DvkError([problem("DVK-E302", bits=bits, most=WIDEST)])
