"""What the host computes between two stages: rounded approximate formulas, and numbers known from two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import narwhals as nw

from dvk_scoring.engines.approximate import with_rounded
from dvk_scoring.formula.columns import ROW, Across, Rounded, Settled
from dvk_scoring.formula.interpret import interpret_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dvk_scoring.formula.columns import Hosted

_EXACT: Final = "_exact"


def with_hosted(frame: nw.DataFrame[Any], hosted: Iterable[Hosted]) -> nw.DataFrame[Any]:
    """Add the columns that no engine computes by itself to a frame that has the columns they are computed of.

    Values across units are not among them: these are taken where all units are.
    """
    for spec in hosted:
        if not isinstance(spec, Across):
            frame = with_rounded(frame, spec) if isinstance(spec, Rounded) else _with_settled(frame, spec)
    return frame


def _with_settled(frame: nw.DataFrame[Any], settled: Settled) -> nw.DataFrame[Any]:
    """Take the number where both sides agree; else compute it exactly, once for each different input."""
    doubtful = frame.filter(nw.col(settled.low) != nw.col(settled.high))
    if not len(doubtful):
        return frame.with_columns(nw.col(settled.low).alias(settled.column))
    names = list(settled.leaves.values())
    rows = list(zip(*(doubtful[name].to_list() for name in names), strict=True))
    distinct = list(dict.fromkeys(rows))
    leaves = {ref: [int(row[place]) for row in distinct] for place, ref in enumerate(settled.leaves)}
    computed = interpret_from(settled.program, settled.exact, leaves, len(distinct))
    known = dict(zip(distinct, computed, strict=True))
    exact = {ROW: doubtful[ROW].to_list(), _EXACT: [known[row] for row in rows]}
    types = {ROW: frame.schema[ROW], _EXACT: frame.schema[settled.low]}
    joined = frame.join(nw.from_dict(exact, types, backend=frame.implementation), on=ROW, how="left")
    number = nw.when(nw.col(_EXACT).is_null()).then(nw.col(settled.low)).otherwise(nw.col(_EXACT))
    return joined.with_columns(number.alias(settled.column)).drop(_EXACT)
