"""A plan on the figures as they stand after each voice, in the order of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.scoring.ruled import with_rulings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dvk_scoring.engines import Engine
    from dvk_scoring.formula.program import Plan
    from dvk_scoring.scoring.result import Result


def beside_units(frame: nw.DataFrame[Any], outputs: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Put the units' names beside the outputs, whose rows are in the same order."""
    units = frame.select("unit", "name", CLUSTER)
    rest = outputs.drop(ROW)
    if rest.implementation != units.implementation:
        rest = nw.from_dict(rest.to_dict(as_series=False), backend=units.implementation)
    return nw.concat([units, rest], how="horizontal")


def run_voices(engine: Engine, plan: Plan, result: Result) -> Iterator[tuple[str, nw.DataFrame[Any]]]:
    """Run a plan on the figures of each voice: ``unit``, ``name``, ``cluster``, outputs; rows as in the result."""
    order = result.frame.select("unit").with_row_index(ROW)
    for voice, own in result.figures.voices.items():
        frame = with_rulings(own.with_row_index(ROW), result.rulings)
        outputs = beside_units(frame, engine.run(plan, frame))
        yield voice, order.join(outputs, on="unit", how="left").sort(ROW).drop(ROW)
