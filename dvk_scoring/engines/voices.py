"""A plan on the figures as they stand after each voice, in the order of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.scoring.ruled import with_rulings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dvk_scoring.engines import Engine
    from dvk_scoring.scheme.model import Scheme
    from dvk_scoring.scoring.plan import ScoringPlan
    from dvk_scoring.scoring.result import Result


def beside_units(frame: nw.DataFrame[Any], outputs: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Put the units' names beside the outputs, whose rows are in the same order."""
    units = frame.select("unit", "name", CLUSTER)
    rest = outputs.drop(ROW)
    if rest.implementation != units.implementation:
        rest = nw.from_dict(rest.to_dict(as_series=False), backend=units.implementation)
    return nw.concat([units, rest], how="horizontal")


def in_order(scheme: Scheme, frame: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Sort by cluster in the scheme's order, rank, id; last those not ranked, then those out of competition."""
    import polars as pl  # it is there since the figures were read

    clusters = list(scheme.clusters)
    place = pl.col(CLUSTER).replace_strict(clusters, list(range(len(clusters))), return_dtype=pl.Int64)
    last = pl.when("ranked").then(0).otherwise(pl.when("competes").then(1).otherwise(2))
    within = [] if scheme.ranking.within == "all" else [place]
    return nw.from_native(frame.to_polars().sort(*within, last, "rank", "unit"), eager_only=True)


class Voice(NamedTuple):
    """What came of the figures as they stand after a voice.

    Attributes:
        name: Of the voice.
        last: It is the last one, which counts.
        plan: What was run.
        frame: ``unit``, ``name``, ``cluster``, outputs; rows as in the result.
    """

    name: str
    last: bool
    plan: ScoringPlan
    frame: nw.DataFrame[Any]


def last_counts(result: Result) -> bool:
    """Tell whether the last voice has the figures that count and no ruling sets points: then it has the points too."""
    *_, last = result.figures.voices.values()
    same: bool = last.to_native().equals(result.figures.frame.to_native())
    return same and all(ruling.act != "points" for ruling in result.rulings)


def run_voices(
    engine: Engine, plan_of: Callable[[bool], ScoringPlan], result: Result, *, but_last: bool = False
) -> Iterator[Voice]:
    """Run plans on the figures of each voice; ``plan_of``: that of the last voice, or that of the others."""
    order = result.frame.select("unit").with_row_index(ROW)
    for at, (voice, figures) in enumerate(result.figures.voices.items(), start=1):
        last = at == len(result.figures.voices)
        if last and but_last:
            continue
        plan, frame = plan_of(last), with_rulings(figures.with_row_index(ROW), result.rulings)
        outputs = beside_units(frame, engine.run(plan.plan, frame))
        yield Voice(voice, last, plan, order.join(outputs, on="unit", how="left").sort(ROW).drop(ROW))
