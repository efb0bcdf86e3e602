"""Made-up units put before a formula: what it gives when nothing was done, a little, or much.

The reference reader computes them; nothing here knows how a criterion is scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.figures.columns import kinds_of
from dvk_scoring.formula.exact import UnitFigures, evaluate
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.working import Working
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Scheme
from dvk_scoring.scoring.scores import held_to_range, points_range

Row = Mapping[str, Fraction]
MUCH: Final = Fraction(100)
_ENOUGH: Final = Fraction(10**9)
"""Stands for no cap."""
_LEVELS: Final = (0, 1, 2, 5, 10, 40, 100, 1000, 10**6)
_PARTS: Final = tuple(Fraction(part, 4) for part in range(5))


@attrs.frozen
class Probe:
    """One formula as the scheme decided it for one kind of unit.

    Attributes:
        decided: Plugin, settings and params.
        weight: Most points, 1 for a tie-break, which compares the score itself; of a bonus or penalty, points per
            score, or its cap where the plugin gives points.
        cluster: A cluster of that kind: params may differ by cluster.
    """

    decided: Decided
    weight: Fraction
    cluster: str

    @property
    def specs(self) -> tuple[FigureSpec, ...]:
        """Its figures."""
        return self.decided.built.figures

    @property
    def params(self) -> dict[str, Fraction]:
        """Its params in the cluster."""
        given = self.decided.params
        return {name: value[self.cluster] if isinstance(value, Mapping) else value for name, value in given.items()}

    def work(self, rows: Sequence[Row], params: Mapping[str, Fraction] | None = None) -> Working:
        """Compute every node for units with these figures, all in one cluster."""
        decided = params or self.params
        units = [UnitFigures(f"u{at}", self.cluster, row, row, decided) for at, row in enumerate(rows)]
        tree = held_to_range(self.decided.built.tree, points_range(self.decided, self.weight))
        return evaluate(tree, self.specs, units, keep=True)

    def points(self, rows: Sequence[Row], params: Mapping[str, Fraction] | None = None) -> list[Fraction | None]:
        """Give the points of units with these figures before rounding; None: not assigned, or no number."""
        times = Fraction(1) if self.decided.built.criterion.gives == "points" else self.weight
        outcomes = self.work(rows, params).outcomes
        return [None if outcome.value is None else outcome.value * times for outcome in outcomes]


def probes(scheme: Scheme, use: CriterionUse) -> Iterator[Probe]:
    """Give a criterion as it is decided for each kind of unit that has it."""
    for kind, weight in use.weight.items():
        cluster = next(key for key, declared in scheme.clusters.items() if declared.kind == kind)
        yield Probe(use.by_kind[kind], Fraction(1) if use.tie_break else weight, cluster)


def added_probes(scheme: Scheme, adjustment: Adjustment) -> Iterator[Probe]:
    """Give a bonus or penalty as it is decided for each cluster that has it, before its cap."""
    weight = adjustment.factor
    if adjustment.decided.built.criterion.gives == "points":
        weight = _ENOUGH if adjustment.cap is None else adjustment.cap
    kinds = kinds_of(scheme, adjustment)
    for key, cluster in scheme.clusters.items():
        if cluster.kind in kinds:
            yield Probe(adjustment.decided, weight, key)


def nothing(specs: Sequence[FigureSpec]) -> Row:
    """Make a unit that writes 0 everywhere, or the nearest value that is allowed."""
    return {spec.name: max(spec.low, min(spec.high, Fraction(0))) for spec in specs}


def some(specs: Sequence[FigureSpec], level: Fraction = MUCH, part: Fraction = Fraction(1, 10)) -> Row:
    """Make a unit with ``level`` of everything that stands alone, and ``part`` of it for what is part of another."""
    by_name = {spec.name: spec for spec in specs}
    shares = {spec.name: part / (1 + len(spec.plus)) for spec in specs}

    def value(name: str, seen: frozenset[str]) -> Fraction:
        spec = by_name[name]
        whole = spec.at_most if spec.at_most in by_name and spec.at_most not in seen else None
        wanted = level if whole is None else value(whole, seen | {name}) * shares[name]
        return max(spec.low, min(spec.high, wanted))

    return {spec.name: value(spec.name, frozenset()) for spec in specs}


def many(specs: Sequence[FigureSpec]) -> list[Row]:
    """Make units of many sizes, and beside each one those that lack a single figure."""
    zero = nothing(specs)
    rows: dict[tuple[Fraction, ...], Row] = {}
    for level in _LEVELS:
        for part in _PARTS:
            row = some(specs, Fraction(level), part)
            for made in (row, *({**row, name: zero[name]} for name in row)):
                rows.setdefault(tuple(made.values()), made)
    return list(rows.values())
