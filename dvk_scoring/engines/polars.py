"""The default engine: Polars, in memory, all cores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from dvk_scoring.engines.hosted import with_hosted
from dvk_scoring.formula.columns import ALL, ROW, stage

if TYPE_CHECKING:
    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.program import Plan


class Polars:
    """Runs the stages lazily on Polars; wraps in silence above 128 bits, so the proof is never skipped."""

    name: EngineName = "polars"

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows."""
        full = frozenset(
            name for name, dtype in frame.schema.items() if dtype.is_integer() and not frame[name].null_count()
        )
        staged = stage(plan, frozenset(frame.columns), full)
        lazy: nw.LazyFrame[Any] = frame.lazy(backend="polars").with_columns(nw.lit(0).alias(ALL))
        for current in staged.stages:
            if current.columns:
                lazy = lazy.with_columns(**current.columns)
            if current.hosted:
                lazy = with_hosted(collected(lazy), current.hosted).lazy()
        varied = collected(
            lazy.select(
                nw.col(ROW), *(expr.alias(name) for name, expr in staged.outputs.items() if name not in staged.lone)
            )
        )
        # Polars keeps one value for all rows as one value, but only in a frame that it need not stream.
        return varied.with_columns(staged.outputs[name].alias(name) for name in staged.lone).select(
            ROW, *staged.outputs
        )


def collected(lazy: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    """Run what was asked; the first column in one piece, else Polars copies all columns before it adds one to them."""
    frame = lazy.collect().to_polars()
    return nw.from_native(frame.replace_column(0, frame.to_series(0).rechunk()), eager_only=True)
