"""The exact engine: Python's whole numbers, any width, up to 20,000 units.

The one place where a loop over units is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import narwhals as nw
import polars as pl

from dvk_scoring.engines.approximate import round_distinct
from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.formula.interpret import Column, Interpreter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dvk_scoring.engines import EngineName
    from dvk_scoring.formula.program import Approximate, Plan

_LARGEST: Final = 2**63
MOST_KEPT: Final = 1_000
"""Units of a run that is remembered: every step of it stays in memory, some 20 MB of so many."""


class Exact:
    """Runs a plan in Python. Outputs wider than 64 bits come back as text, exact.

    One that is kept remembers the last run of few units, and computes of the next what has changed.
    """

    name: EngineName = "exact"

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._kept: _Kept | None = None

    def run(self, plan: Plan, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        """Give the outputs, one row a unit, in the order of the frame's rows."""
        columns = frame.to_dict(as_series=False)
        kept = self._kept
        if kept is None or kept.plan is not plan:
            kept = _Kept(plan, Interpreter(plan, _round_rows))
        outputs = kept.interpreter.run(columns, columns[CLUSTER])
        before = kept.series
        series = {
            name: before[name] if name in before and before[name][0] is values else (values, _series(name, values))
            for name, values in outputs.items()
        }
        self._kept = attrs.evolve(kept, series=series) if len(frame) <= MOST_KEPT else None
        native = pl.DataFrame([pl.Series(ROW, columns[ROW]), *(column for _, column in series.values())])
        return nw.from_native(native, eager_only=True)


@attrs.frozen
class _Kept:
    """What is left of a run: its interpreter, and each output as values and as a column."""

    plan: Plan
    interpreter: Interpreter
    series: Mapping[str, tuple[Column, pl.Series]] = attrs.field(factory=dict)


def _round_rows(spec: Approximate, args: Sequence[Column]) -> list[int]:
    rows = cast("list[tuple[int, ...]]", list(zip(*args, strict=True)))
    known = round_distinct(spec, rows)
    return [known[row] for row in rows]


def _series(name: str, values: Column) -> pl.Series:
    if values and isinstance(values[0], bool):
        return pl.Series(name, values, dtype=pl.Boolean)
    if not values or (min(values) >= -_LARGEST and max(values) < _LARGEST):
        return pl.Series(name, values, dtype=pl.Int64)
    return pl.Series(name, [str(value) for value in values], dtype=pl.String)
