"""The default engine: Polars, in memory, all cores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import narwhals as nw
import polars as pl

from dvk_scoring.engines.approximate import round_distinct
from dvk_scoring.formula.columns import ROW, stage

if TYPE_CHECKING:
    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.columns import Rounded
    from dvk_scoring.formula.program import Plan


class Polars:
    """Runs the stages lazily on Polars; wraps in silence above 128 bits, so the proof is never skipped."""

    name: EngineName = "polars"

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows."""
        staged = stage(plan, frozenset(frame.columns))
        lazy = cast("nw.LazyFrame[pl.LazyFrame]", frame.lazy().with_columns(nw.lit(0).alias("_all")))
        for one in staged.stages:
            if one.columns:
                lazy = lazy.with_columns(**one.columns)
            for rounded in one.rounded:
                lazy = _with_rounded(lazy, rounded)
        result = lazy.select(nw.col(ROW), *(expr.alias(name) for name, expr in staged.outputs.items()))
        return result.collect()


def _with_rounded(lazy: nw.LazyFrame[pl.LazyFrame], rounded: Rounded) -> nw.LazyFrame[pl.LazyFrame]:
    eager = nw.to_native(lazy).collect()
    distinct = eager.select(rounded.args).unique()
    known = round_distinct(rounded, distinct.rows())
    values = pl.Series(rounded.column, [known[row] for row in distinct.rows()], dtype=pl.Int64)
    joined = eager.join(distinct.with_columns(values), on=list(rounded.args), how="left", maintain_order="left")
    return nw.from_native(joined.lazy())
