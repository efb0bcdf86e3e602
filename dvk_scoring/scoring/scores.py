"""What plugins give, as steps: where figures are missing first, then the formula of each criterion."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.formula.across import looks_across
from dvk_scoring.formula.lower import Column, Lowering, Masks, Truth, Value
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.tree import FormulaError, Greatest, Least, Num, Number
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Decided, Scheme

if TYPE_CHECKING:
    from dvk_scoring.criteria.criterion import Range
    from dvk_scoring.formula.program import Program, Ref


@attrs.frozen
class Lowered:
    """A plugin's formula, lowered for some clusters, before it is weighed."""

    clusters: tuple[str, ...]
    lowering: Lowering
    tree: Num
    masks: Masks
    decided: Decided


def held_to_range(tree: Num, range_: Range) -> Num:
    """Hold a formula with values across units to its range: a unit not ranked may lie beyond the ranked ones."""
    if not looks_across(tree):
        return tree
    if range_.low is not None:
        tree = Greatest((tree, Number(range_.low)))
    return tree if range_.high is None else Least((tree, Number(range_.high)))


def points_range(decided: Decided, weight: Fraction) -> Range:
    """Give the range a criterion's formula must stay in: its own; up to the weight where points have no other end."""
    criterion = decided.built.criterion
    if criterion.gives == "points" and criterion.range.high in (None, 1):
        return attrs.evolve(criterion.range, high=weight)
    return criterion.range


def lower_decided(  # noqa: PLR0917 - what a lowering needs
    program: Program,
    decided: Decided,
    prefix: str,
    clusters: tuple[str, ...],
    columns: Mapping[str, Column],
    range_: Range,
) -> Lowered:
    """Lower one decided plugin; the masks are known at once, the formula waits for who is ranked."""
    figures = {spec.name: columns[spec.column(prefix)] for spec in decided.built.figures}
    lowering = Lowering(program, decided.built.figures, figures, decided.params)
    tree = held_to_range(decided.built.tree, range_)
    return Lowered(clusters, lowering, tree, lowering.masks(tree), decided)


class ScorePlan:
    """The steps of one plugin's formula in two turns: what is missing, then the score when it is known who is ranked.

    Attributes:
        kp: Where its figures are marked as not assigned.
        blank: Where a figure that it needs is not reported, and it is not ``kp``.
    """

    def __init__(
        self, program: Program, scheme: Scheme, owner: CriterionUse | Adjustment, columns: Mapping[str, Column]
    ) -> None:
        """Lower what does not need the other units."""
        self.program, self.owner = program, owner
        self.weights = _weights(scheme, owner)
        groups: dict[Decided, list[str]] = {}
        for cluster in self.weights:
            groups.setdefault(_decided(owner, scheme.clusters[cluster].kind), []).append(cluster)
        self.lowered = [
            lower_decided(program, decided, owner.id, tuple(inside), columns, self._range(decided, inside[0]))
            for decided, inside in groups.items()
        ]
        self.kp = self._pick([lowered.masks.kp for lowered in self.lowered])
        self.blank = self._pick([lowered.masks.blank for lowered in self.lowered])

    def _range(self, decided: Decided, cluster: str) -> Range:
        return self._allowed(decided, self.weights[cluster])

    def _allowed(self, decided: Decided, weight: Fraction) -> Range:
        """Give the range that a formula must stay in; what serves tie-breaks alone has no weight to end at."""
        if isinstance(self.owner, CriterionUse) and not self.owner.tie_break:
            return points_range(decided, weight)
        range_ = decided.built.criterion.range
        gives_points = decided.built.criterion.gives == "points"
        return attrs.evolve(range_, high=None) if gives_points and range_.high == 1 else range_

    def _inside(self, lowered: Lowered) -> Ref:
        return self.program.yes if len(self.lowered) == 1 else self.program.in_clusters(lowered.clusters)

    def _pick(self, refs: list[Ref]) -> Ref:
        p = self.program
        result = refs[0] if refs else p.no
        for lowered, ref in zip(self.lowered[1:], refs[1:], strict=True):
            result = p.when(self._inside(lowered), ref, result)
        return result

    def score(self, there: Ref) -> Value:
        """Lower the formula; ``there``: units that count in what it takes across units.

        Raises:
            FormulaError: An approximate number is not closed, or a sum of ratios across units is not rounded.
        """
        score: Value | None = None
        for lowered in self.lowered:
            lowered.lowering.among = self.program.and_(there, self._inside(lowered))
            value = lowered.lowering.value(lowered.tree)
            inside = Truth(self._inside(lowered), value.fault, value.fault)
            score = value if score is None else lowered.lowering.pick(inside, value, score)
        no = self.program.no
        return score or Value(Fraction(1), self.program.const(0), (), no, no)

    def bounds(self) -> tuple[Fraction, Fraction | None]:
        """Give the proved range of the points, 0 in it; None: the points of a bonus or penalty have no proved end.

        Raises:
            FormulaError: It cannot be proved to stay within the declared range, or a bonus or penalty can be negative.
        """
        low, high, cap = Fraction(0), Fraction(0), self.owner.cap if isinstance(self.owner, Adjustment) else None
        for lowered in self.lowered:
            for weight in dict.fromkeys(self.weights[cluster] for cluster in lowered.clusters):
                lowest, highest = self._bounds(lowered, weight)
                if highest is None:
                    return low, cap
                low, high = min(low, lowest), max(high, highest)
        high = _rounded(self.owner.closing, high)
        return _rounded(self.owner.closing, low), high if cap is None else min(high, cap)

    def _bounds(self, lowered: Lowered, weight: Fraction) -> tuple[Fraction, Fraction | None]:
        # Of ranked units the formula itself must prove its range; holding it there is for the others alone.
        proved = lowered.decided.proved
        if isinstance(self.owner, Adjustment):
            held = (
                proved if lowered.tree is lowered.decided.built.tree else lowered.lowering.prover.interval(lowered.tree)
            )
            if held.low is None or held.low < 0:
                raise FormulaError("DVK-F206", "a bonus or penalty must not be negative", low=_shown(held.low))
            return Fraction(0), None if held.high is None else held.high * weight
        range_ = self._allowed(lowered.decided, weight)
        if not proved.within(range_.low, range_.high) or proved.low is None or proved.high is None:
            message = f"the score is proved only from {proved.low} to {proved.high}"
            raise FormulaError("DVK-F205", message, low=_shown(proved.low), high=_shown(proved.high),
                               range_low=_shown(range_.low), range_high=_shown(range_.high))  # fmt: skip
        lowest, highest = proved.low, proved.high
        if lowered.tree is not lowered.decided.built.tree:
            lowest = lowest if range_.low is None else range_.low
            highest = highest if range_.high is None else range_.high
        times = Fraction(1) if self._gives_points(lowered) else weight
        return lowest * times, highest * times

    def _gives_points(self, lowered: Lowered) -> bool:
        assert isinstance(self.owner, CriterionUse)
        return self.owner.tie_break or lowered.decided.built.criterion.gives == "points"


def _weights(scheme: Scheme, owner: CriterionUse | Adjustment) -> dict[str, Fraction]:
    """Give what a score is worth, by cluster that has it."""
    if isinstance(owner, Adjustment):
        return dict.fromkeys(scheme.clusters, owner.factor)
    return {
        cluster.id: owner.weight[cluster.kind] for cluster in scheme.clusters.values() if cluster.kind in owner.weight
    }


def _decided(owner: CriterionUse | Adjustment, kind: str) -> Decided:
    return owner.decided if isinstance(owner, Adjustment) else owner.by_kind[kind]


def _rounded(closing: Closing | None, value: Fraction) -> Fraction:
    return value if closing is None else round_fraction(value, closing.places, closing.mode)


def _shown(value: Fraction | None) -> str:
    return "∞" if value is None else str(value)
