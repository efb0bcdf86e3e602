"""The exact engine: Python's whole numbers, any width, up to 20,000 units.

The one place where a loop over units is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import narwhals as nw
import polars as pl

from dvk_scoring.engines.approximate import round_distinct
from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.formula.interpret import Column, interpret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.program import Approximate, Plan

_LARGEST: Final = 2**63


class Exact:
    """Runs a plan in Python. Outputs wider than 64 bits come back as text, exact."""

    name: EngineName = "exact"

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows."""
        columns = frame.to_dict(as_series=False)
        clusters = columns[CLUSTER]
        found = interpret(plan, columns, clusters, _round_rows)
        native = pl.DataFrame({ROW: columns[ROW], **{name: _series(name, values) for name, values in found.items()}})
        return nw.from_native(native, eager_only=True)


def _round_rows(spec: Approximate, args: Sequence[Column]) -> list[int]:
    rows = cast("list[tuple[int, ...]]", list(zip(*args, strict=True)))
    known = round_distinct(spec, rows)
    return [known[row] for row in rows]


def _series(name: str, values: list[int | bool]) -> pl.Series:
    if values and isinstance(values[0], bool):
        return pl.Series(name, values, dtype=pl.Boolean)
    if all(-_LARGEST <= value < _LARGEST for value in values):
        return pl.Series(name, values, dtype=pl.Int64)
    return pl.Series(name, [str(value) for value in values], dtype=pl.String)
