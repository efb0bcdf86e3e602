"""Points of each criterion, as steps: masks first, then the formula, then weight and rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.formula.lower import Column, Lowering, Masks, Truth, Value
from dvk_scoring.formula.state import State
from dvk_scoring.formula.tree import Across, FormulaError, Greatest, Least, Num, Number, Rescale, ShareOfBest, walk

if TYPE_CHECKING:
    from dvk_scoring.criteria.criterion import Range
    from dvk_scoring.formula.program import Program, Ref
    from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Scheme

NOT_ASSIGNED_FLAG: Final = "!na:"
CHANGE: Final = "!change:"
OK, NOT_REPORTED, NOT_ASSIGNED = int(State.OK), int(State.NOT_REPORTED), int(State.NOT_ASSIGNED)


@attrs.frozen
class Lowered:
    """A plugin's formula, lowered for some clusters, before it is weighed."""

    clusters: tuple[str, ...]
    lowering: Lowering
    tree: Num
    masks: Masks
    decided: Decided


@attrs.frozen
class CriterionSteps:
    """One criterion.

    Attributes:
        state: 0 ok, 1 not reported, 2 not assigned.
        applies: The kind of unit has it at all.
        assigned: It counts in what the unit could reach (by kind, ruling, figures and the scheme's policy).
        weight: Points it could give this unit; 0 where it does not apply.
        points: Points after rounding (and the committee's change); 0 where the state is not ok, unless the policy says
            full.
        score: The score itself, exact, meaningless where the state is not ok.
        fault: An empty denominator that the formula calls an error.
    """

    id: str
    state: Ref
    applies: Ref
    assigned: Ref
    weight: Value
    points: Value
    score: Value
    fault: Ref


def held_to_range(tree: Num, range_: Range) -> Num:
    """Hold a formula with values across units to its range: a unit not ranked may lie beyond the ranked ones."""
    if not any(isinstance(node, Across | Rescale | ShareOfBest) for node in walk(tree)):
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
    own = {spec.name: columns[spec.name if spec.shared else f"{prefix}.{spec.name}"] for spec in decided.built.figures}
    lowering = Lowering(program, decided.built.figures, own, decided.params)
    tree = held_to_range(decided.built.tree, range_)
    return Lowered(clusters, lowering, tree, lowering.masks(tree), decided)


class CriterionPlan:
    """The steps of one criterion in two turns: ``blank`` first, ``finish`` when it is known who is ranked."""

    def __init__(
        self, program: Program, scheme: Scheme, use: CriterionUse, columns: Mapping[str, Column], *, ruled: bool
    ) -> None:
        """Lower what does not need the other units."""
        p = program
        self.program, self.scheme, self.use = program, scheme, use
        kinds = {cluster.id: cluster.kind for cluster in scheme.clusters.values()}
        self.weights = {cluster: use.weight[kind] for cluster, kind in kinds.items() if kind in use.weight}
        by_kind: dict[str, list[str]] = {}
        for cluster in self.weights:
            by_kind.setdefault(kinds[cluster], []).append(cluster)
        groups: dict[Decided, list[str]] = {}
        for kind, inside in by_kind.items():
            groups.setdefault(use.by_kind[kind], []).extend(inside)
        self.lowered = [
            lower_decided(p, decided, use.id, tuple(inside), columns, points_range(decided, self.weights[inside[0]]))
            for decided, inside in groups.items()
        ]
        everywhere = len(self.weights) == len(scheme.clusters)
        self.applies = p.yes if everywhere else p.in_clusters(tuple(self.weights))
        self.ruled = p.flag(NOT_ASSIGNED_FLAG + use.id) if ruled else p.no
        kp = self._pick([one.masks.kp for one in self.lowered])
        out = p.any([p.not_(self.applies), self.ruled, kp])
        self.out = out
        self.blank = p.and_(self._pick([one.masks.blank for one in self.lowered]), p.not_(out))

    def _inside(self, one: Lowered) -> Ref:
        return self.program.yes if len(self.lowered) == 1 else self.program.in_clusters(one.clusters)

    def _pick(self, refs: list[Ref]) -> Ref:
        p = self.program
        result = refs[0] if refs else p.no
        for one, ref in zip(self.lowered[1:], refs[1:], strict=True):
            result = p.when(self._inside(one), ref, result)
        return result

    def finish(self, ranked: Ref, change: Fraction | None) -> CriterionSteps:
        """Lower the formula, weigh and round it.

        Args:
            ranked: Units that count in what is taken across units.
            change: Largest change of points that a ruling makes here, None when there is none.

        Raises:
            FormulaError: The range cannot be proved.
        """
        p = self.program
        there = p.all([ranked, p.not_(self.out), p.not_(self.blank)])
        score = self._score(there)
        ok = p.all([p.not_(self.out), p.not_(self.blank), p.not_(score.gone)])
        state = p.when(self.blank, p.const(NOT_REPORTED), p.when(ok, p.const(OK), p.const(NOT_ASSIGNED)))
        weight = (
            self.lowered[0].lowering.by_cluster(self.weights)
            if self.lowered
            else Value(Fraction(1), p.const(0), (), p.no, p.no)
        )
        weight = attrs.evolve(weight, numerator=p.when(self.applies, weight.numerator, p.const(0)))
        points = self._weighed(score, weight, ok)
        if change is not None and self.lowered:
            points = self._changed(points, ok, change, weight)
        assigned = self.applies
        if self.scheme.not_assigned == "full":
            points = self._full(points, p.and_(self.applies, p.eq(state, p.const(NOT_ASSIGNED))), weight)
        elif self.scheme.not_assigned != "zero":
            assigned = p.and_(self.applies, p.not_(p.eq(state, p.const(NOT_ASSIGNED))))
        return CriterionSteps(
            self.use.id, state, self.applies, assigned, weight, points, score, p.and_(score.fault, there)
        )

    def _score(self, there: Ref) -> Value:
        found: Value | None = None
        for one in self.lowered:
            one.lowering.among = self.program.and_(there, self._inside(one))
            value = one.lowering.value(one.tree)
            found = (
                value
                if found is None
                else one.lowering.pick(Truth(self._inside(one), value.fault, value.fault), value, found)
            )
        no = self.program.no
        return found or Value(Fraction(1), self.program.const(0), (), no, no)

    def _weighed(self, score: Value, weight: Value, ok: Ref) -> Value:
        p, rounding = self.program, self.scheme.rounding
        scale = 10**rounding.closing
        if not self.lowered:
            return Value(Fraction(1, scale), p.const(0), (), p.no, p.no)
        gives_points = self.lowered[0].decided.built.criterion.gives == "points"
        value = score if gives_points else self.lowered[0].lowering.multiply(score, weight)
        number = self.lowered[0].lowering.round(value, rounding.closing, rounding.mode)
        low, high = self.bounds()
        number = p.assume(p.when(ok, number, p.const(0)), min(0, _down(low * scale)), max(0, _up(high * scale)))
        return Value(Fraction(1, scale), number, (), p.no, p.no)

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Give the proved range of the points.

        Raises:
            FormulaError: It cannot be proved to stay within the declared range.
        """
        lows, highs = [Fraction(0)], [Fraction(0)]
        for one in self.lowered:
            for weight in dict.fromkeys(self.weights[cluster] for cluster in one.clusters):
                range_ = points_range(one.decided, weight)
                # Of ranked units the formula itself must prove its range; holding it there is for the others alone.
                found = one.lowering.prover.interval(one.decided.built.tree)
                if not found.within(range_.low, range_.high) or found.low is None or found.high is None:
                    message = f"the score is proved only from {found.low} to {found.high}"
                    raise FormulaError("DVK-F205", message, low=_shown(found.low), high=_shown(found.high),
                                       range_low=_shown(range_.low), range_high=_shown(range_.high))  # fmt: skip
                lowest, highest = found.low, found.high
                if one.tree is not one.decided.built.tree:
                    lowest = lowest if range_.low is None else range_.low
                    highest = highest if range_.high is None else range_.high
                times = Fraction(1) if one.decided.built.criterion.gives == "points" else weight
                lows.append(lowest * times)
                highs.append(highest * times)
        return min(lows), max(highs)

    def _changed(self, points: Value, ok: Ref, change: Fraction, weight: Value) -> Value:
        """Add the committee's change of points; the result stays between 0 and the weight."""
        p = self.program
        scale = 10**self.scheme.rounding.closing
        most = _up(abs(change) * scale)
        added = p.add(points.numerator, p.input(CHANGE + "criteria." + self.use.id, -most, most))
        highest = self._whole(weight)
        held = p.min(p.max(added, p.const(0)), p.max(points.numerator, highest))
        return attrs.evolve(points, numerator=p.when(ok, held, points.numerator))

    def _full(self, points: Value, where: Ref, weight: Value) -> Value:
        if not self.lowered:
            return points
        return attrs.evolve(points, numerator=self.program.when(where, self._whole(weight), points.numerator))

    def _whole(self, weight: Value) -> Ref:
        rounding = self.scheme.rounding
        return self.lowered[0].lowering.round(weight, rounding.closing, rounding.mode)


def adjustment_points(
    program: Program, scheme: Scheme, one: Adjustment, columns: Mapping[str, Column], ranked: Ref
) -> Value:
    """Lower a bonus or penalty: points ≥ 0 up to its cap, 0 where nothing is reported.

    Raises:
        FormulaError: It can be negative, or has neither a cap nor a proved maximum.
    """
    p, rounding = program, scheme.rounding
    lowered = lower_decided(p, one.decided, one.id, tuple(scheme.clusters), columns, one.decided.built.criterion.range)
    missing = p.or_(lowered.masks.kp, lowered.masks.blank)
    lowered.lowering.among = p.and_(ranked, p.not_(missing))
    score = lowered.lowering.value(lowered.tree)
    found = lowered.lowering.prover.interval(lowered.tree)
    if found.low is None or found.low < 0:
        raise FormulaError("DVK-F206", "a bonus or penalty must not be negative", low=_shown(found.low))
    value = lowered.lowering.multiply(score, lowered.lowering.by_cluster(one.factor))
    number = lowered.lowering.round(value, rounding.closing, rounding.mode)
    scale = 10**rounding.closing
    if one.cap is not None:
        number = p.min(number, p.const(int(one.cap * scale)))
    counts = p.not_(p.or_(missing, score.gone))
    if one.applies_to is not None:
        kinds = tuple(cluster.id for cluster in scheme.clusters.values() if cluster.kind in one.applies_to)
        counts = p.and_(counts, p.in_clusters(kinds))
    return Value(Fraction(1, scale), p.when(counts, number, p.const(0)), (), p.no, p.no)


def _down(value: Fraction) -> int:
    return value.numerator // value.denominator


def _up(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)


def _shown(value: Fraction | None) -> str:
    return "∞" if value is None else str(value)
