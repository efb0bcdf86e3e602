"""The turns of a plan over batches of units, and between two of them what is taken across all units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import narwhals as nw
import polars as pl

from dvk_scoring.engines.hosted import with_hosted
from dvk_scoring.engines.polars import collected
from dvk_scoring.formula.columns import ALL, ROW, Across, Stage, Staged, stage
from dvk_scoring.formula.program import Plan
from dvk_scoring.problem import DvkError, problem

if TYPE_CHECKING:
    from dvk_scoring.engines.folder.parts import Parts

Rows = Callable[[pl.DataFrame], pl.DataFrame]
Known = Mapping[str, tuple[Mapping[str, int], bool]]
"""Column → (cluster → value across units, more than 64 bits wide)."""
CLUSTER: Final = "cluster"
WIDEST: Final = 126
"""Bits of a whole number that a decimal of 38 digits surely holds: what goes from turn to turn."""
_JOIN: Final[Mapping[str, Callable[[Iterable[int]], int]]] = {"max": max, "min": min, "sum": sum}
P = TypeVar("P", bound="Parts")


@attrs.frozen
class Turn:
    """One turn: from one value across units to the next.

    Attributes:
        before: What is done with the rows as they come; None: they come from the turn before.
        plan: The plan.
        present: Columns of the data, as ``stage`` asks for them.
        at: Which turn it is, from 0.
        known: Values across units, by cluster.
        kept: Columns that are handed on; those of the data that are needed later, and what was made of them.
        after: What is made of the outputs in the last turn.
    """

    before: Rows | None
    plan: Plan
    present: frozenset[str]
    at: int
    known: Known
    kept: Sequence[str]
    after: Rows | None

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Take the turn on some rows."""
        if self.before is not None:
            frame = self.before(frame)
        frame = _with_known(frame, self.known).with_columns(pl.lit(0, dtype=pl.Int64).alias(ALL))
        frame = frame.drop(ROW, strict=False).with_row_index(ROW).cast({ROW: pl.Int64})
        staged = stage(self.plan, self.present, apart=True)
        turns = _turns_of(staged)
        framed: nw.DataFrame[Any] = nw.from_native(frame, eager_only=True)
        for step in turns[self.at]:
            framed = with_hosted(collected(framed.lazy().with_columns(**step.columns)), step.hosted)
        if self.at + 1 < len(turns):
            handed: pl.DataFrame = framed.to_native().select(self.kept)
            return handed
        outputs = collected(framed.lazy().with_columns(expr.alias(name) for name, expr in staged.outputs.items()))
        native: pl.DataFrame = outputs.to_native().select(*self.kept, *staged.outputs)
        return native if self.after is None else self.after(native)


def turned(
    parts: P,
    plan: Plan,
    present: frozenset[str],
    *,
    kept: Sequence[str],
    before: Rows | None = None,
    after: Rows | None = None,
) -> P:
    """Take all turns of a plan.

    Args:
        parts: The units.
        plan: The plan.
        present: Columns of the data, as ``stage`` asks for them.
        kept: Columns of the data that are there in the end.
        before: What is done with the rows first; None: they are as ``Engine.run`` takes them.
        after: What is made of the outputs, ``kept`` before them.

    Raises:
        DvkError: A number is too wide to be handed on.
    """
    bits = plan.program.widest(*plan.outputs.values())
    if bits > WIDEST:
        raise DvkError([problem("DVK-E302", bits=bits, most=WIDEST)])
    staged = stage(plan, present, apart=True)
    turns = _turns_of(staged)
    known: Known = {}
    for at, turn in enumerate(turns[:-1]):
        names = tuple(dict.fromkeys((*kept, CLUSTER, *_needed(staged, turns, at))))
        taken = Turn(before if at == 0 else None, plan, present, at, known, names, None)
        across = [hosted for step in turn for hosted in step.hosted if isinstance(hosted, Across)]
        parts, known = parts.mapped(taken).held().with_across(across)
    last = len(turns) - 1
    return parts.mapped(Turn(before if last == 0 else None, plan, present, last, known, kept, after))


def joined_across(across: Across, values: Mapping[str, int]) -> Mapping[str, int]:
    """Give a value of all units to each cluster where it is taken over all; ``values``: that of each cluster."""
    if across.window.over == CLUSTER or not values:
        return values
    return dict.fromkeys(values, _JOIN[across.window.kind](values.values()))


def is_rank(across: Across) -> bool:
    """Tell a rank from a value that is one for all units of a cluster."""
    return across.window.kind not in _JOIN


@attrs.frozen
class Ranked:
    """What is ranked: values, where they are ranked, among whom."""

    value: str
    among: str
    over: str


def ranked_together(across: Sequence[Across]) -> dict[Ranked, list[Across]]:
    """Put together the ranks that are counted of the same values."""
    groups: dict[Ranked, list[Across]] = {}
    for rank in filter(is_rank, across):
        groups.setdefault(Ranked(rank.args[0], rank.args[1], rank.window.over), []).append(rank)
    return groups


def _turns_of(staged: Staged) -> list[list[Stage]]:
    """Cut the stages of a plan behind each that has values across units; the last turn may be empty."""
    turns: list[list[Stage]] = [[]]
    for step in staged.stages:
        turns[-1].append(step)
        if any(isinstance(hosted, Across) for hosted in step.hosted):
            turns.append([])
    return turns


def _needed(staged: Staged, turns: Sequence[Sequence[Stage]], at: int) -> list[str]:
    """Give the columns that a turn hands on: what later turns and outputs read, and what is taken across units now."""
    across = [hosted for step in turns[at] for hosted in step.hosted if isinstance(hosted, Across)]
    taken = {value.column for value in across}
    later = staged.needed_after(sum(map(len, turns[: at + 1])) - 1)
    return sorted((later - taken - {ALL}).union(name for value in across for name in value.args))


def _with_known(frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    if not known:
        return frame
    clusters = sorted({cluster for values, _ in known.values() for cluster in values})
    columns = [
        pl.Series(name, [values.get(cluster) for cluster in clusters], pl.Int128 if wide else pl.Int64)
        for name, (values, wide) in known.items()
    ]
    told = pl.DataFrame([pl.Series(CLUSTER, clusters, pl.String), *columns])
    return frame.join(told, on=CLUSTER, how="left", maintain_order="left")
