"""Where a plan runs: polars (default), duckdb, exact (any width), spark. Only these modules name a frame library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from dvk_scoring.problem import DvkError, problem

if TYPE_CHECKING:
    import narwhals as nw

    from dvk_scoring.formula.program import Plan

EngineName = Literal["polars", "duckdb", "exact", "spark"]
ENGINES: Final[tuple[EngineName, ...]] = ("polars", "duckdb", "exact", "spark")


class Engine(Protocol):
    """Runs a plan over one row a unit."""

    name: EngineName

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows: ``_row`` and one column an output.

        Numbers are whole numbers, yes/no are booleans.
        """


def engine(name: EngineName) -> Engine:
    """Load an engine by name; its library is imported here and not before.

    Raises:
        DvkError: There is none of this name, or its library is not installed.
    """
    if name not in ENGINES:
        raise DvkError([problem("DVK-E113", wanted=name, known=", ".join(ENGINES))])
    if name == "duckdb":
        from dvk_scoring.engines.duckdb import DuckDB

        return DuckDB()
    if name == "exact":
        from dvk_scoring.engines.exact import Exact

        return Exact()
    if name == "spark":
        from dvk_scoring.engines.spark.run import Spark

        return Spark()
    from dvk_scoring.engines.polars import Polars

    return Polars()
