"""A plan on Spark: the figures go there, the outputs come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw
import polars as pl

from dvk_scoring.engines.folder.turns import turned
from dvk_scoring.engines.spark.parts import SparkParts
from dvk_scoring.engines.spark.session import session
from dvk_scoring.engines.spark.worker import from_arrow, to_arrow, whole
from dvk_scoring.formula.columns import ROW

if TYPE_CHECKING:
    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.program import Plan

_PLACE: Final = "#"


class Spark:
    """Runs a plan on Spark."""

    name: EngineName = "spark"

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows; they come back to this machine."""
        native: pl.DataFrame = frame.to_native()
        with session() as spark:
            units = spark.createDataFrame(to_arrow(native.cast({ROW: pl.Int64}).rename({ROW: _PLACE})))
            outputs = turned(SparkParts(units), plan, frozenset(native.columns), kept=(_PLACE,))
            result = whole(from_arrow(outputs.frame.toArrow()))
        return nw.from_native(result.sort(_PLACE).rename({_PLACE: ROW}), eager_only=True)
