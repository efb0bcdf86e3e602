"""DuckDB: the same stages as SQL. Raises on overflow, which makes it a check on the proofs as well."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

import narwhals as nw

from dvk_scoring.engines.hosted import with_hosted
from dvk_scoring.extras import needs
from dvk_scoring.formula.columns import ALL, CLUSTER, ROW, stage
from dvk_scoring.formula.names import COMPETITION

with needs("duckdb", "DuckDB"):
    import duckdb
    import pyarrow as pa

if TYPE_CHECKING:
    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.columns import Staged
    from dvk_scoring.formula.program import Plan


_TOGETHER: Final = frozenset({ROW, CLUSTER, COMPETITION, ALL})
"""What rows are told and taken together by."""


class DuckDB:
    """Runs the stages on an in-memory DuckDB, each stage its own query."""

    name: EngineName = "duckdb"

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows."""
        staged = stage(plan, frozenset(frame.columns))
        with _database().cursor() as connection:
            table = frame.with_columns(nw.lit(0).alias(ALL)).to_arrow()
            lazy = _lazy(connection, table)
            for at in range(len(staged.stages)):
                lazy = _stage(connection, lazy, staged, at)
            result = lazy.select(nw.col(ROW), *(expr.alias(name) for name, expr in staged.outputs.items()))
            arrow = nw.to_native(result.sort(ROW)).to_arrow_table()
        return cast("nw.DataFrame[Any]", nw.from_native(_whole(arrow), eager_only=True))


@cache
def _database() -> Any:
    """Open one database in memory for all runs of this process: to open it takes longer than to ask it."""
    return duckdb.connect(":memory:")


def _lazy(connection: Any, table: pa.Table) -> nw.LazyFrame[Any]:
    """Take a table in; its decimals are whole numbers of 128 bits, and are divided as such only where called so."""
    relation = connection.from_arrow(table)
    wide = [field.name for field in table.schema if pa.types.is_decimal(field.type)]
    if wide:
        columns = (
            f'CAST("{name}" AS HUGEINT) AS "{name}"' if name in wide else f'"{name}"' for name in table.column_names
        )
        relation = relation.project(", ".join(columns))
    return cast("nw.LazyFrame[Any]", nw.from_native(relation))


def _stage(connection: Any, lazy: nw.LazyFrame[Any], staged: Staged, at: int) -> nw.LazyFrame[Any]:
    """Add the columns of a stage; what nothing is made of any more is left behind: each column costs its share."""
    current = staged.stages[at]
    if current.columns:
        needed = staged.needed_after(at).union(_TOGETHER, *(staged.reads[hosted.column] for hosted in current.hosted))
        kept = [name for name in lazy.columns if name in needed]
        lazy = lazy.select(*kept, *(expr.alias(name) for name, expr in current.columns.items()))
    if current.hosted:
        table = nw.from_native(_whole(nw.to_native(lazy).to_arrow_table()), eager_only=True)
        lazy = _lazy(connection, nw.to_native(with_hosted(table, current.hosted)))
    return lazy


def _whole(table: pa.Table) -> pa.Table:
    """Bring 128-bit values, which come back as decimals, to the narrowest whole type that holds them."""
    for index, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type):
            column = table.column(index)
            try:
                table = table.set_column(index, field.name, column.cast(pa.int64()))
            except pa.ArrowInvalid:
                continue
    return table
