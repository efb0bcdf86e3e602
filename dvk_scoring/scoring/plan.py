"""A scheme as one program: points, adjust, rank, award, in this order, and the outputs by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.lower import Column, Lowering, Value
from dvk_scoring.formula.program import Plan, Program, Ref
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Ruling, Scheme
from dvk_scoring.scoring.adjust import Adjusted, Adjuster
from dvk_scoring.scoring.award import Awarded, Awarding
from dvk_scoring.scoring.points import CriterionPlan, CriterionSteps, adjustment_points
from dvk_scoring.scoring.quantity import Quantities
from dvk_scoring.scoring.rank import Ranked, rank_units

WIDEST_COLUMNS: Final = 127


@attrs.frozen
class Output:
    """An output column: value = factor × whole number (÷ the column ``under``, when there is one)."""

    name: str
    factor: Fraction = Fraction(1)
    under: str | None = None


@attrs.frozen
class PointsProof:
    """What is proved of a criterion, bonus or penalty before any data: range of its points, bits, places it has."""

    id: str
    low: Fraction
    high: Fraction
    bits: int
    places: int


@attrs.frozen
class ScoringPlan:
    """A scheme ready to run.

    Attributes:
        plan: Program and outputs.
        outputs: What each output column means, by name.
        bits: Bits of the widest step.
        proofs: Of criteria, in the scheme's order.
        adjustments: Of bonuses, then penalties.
    """

    plan: Plan
    outputs: Mapping[str, Output]
    bits: int
    proofs: tuple[PointsProof, ...]
    adjustments: tuple[PointsProof, ...] = ()

    def criteria(self) -> Plan:
        """Give the part of the plan that earlier voices need: state and points of each criterion."""
        wanted = ("state:", "points:", "fault:")
        return Plan(
            self.plan.program, {name: ref for name, ref in self.plan.outputs.items() if name.startswith(wanted)}
        )

    @property
    def fits_columns(self) -> bool:
        """Tell whether 128 bits hold every step."""
        return self.bits <= WIDEST_COLUMNS


def declared_columns(scheme: Scheme) -> dict[str, Column]:
    """Give every figure column with its declared bounds, blanks and "not assigned" allowed: for the check."""
    found: dict[str, Column] = {}

    def take(name: str, spec: FigureSpec) -> None:
        scale = 10**spec.places
        low, high = int(spec.low * scale), int(spec.high * scale)
        if name in found:
            low, high = min(low, found[name].low), max(high, found[name].high)
        found[name] = Column(name, low, high)

    owners: list[CriterionUse | Adjustment] = [
        *scheme.criteria.values(),
        *scheme.bonuses.values(),
        *scheme.penalties.values(),
    ]
    for owner in owners:
        for spec in owner.figures:
            take(spec.name if spec.shared else f"{owner.id}.{spec.name}", spec)
    for name, spec in scheme.figures.items():
        take(name, spec)
    return found


class Planner:
    """Builds the program of a scheme.

    Args:
        scheme: A checked scheme.
        columns: Every figure column, with the bounds of the declared range or of the data.
        rulings: Acts in force.
        scores: Also give the exact score of each criterion.
    """

    def __init__(
        self, scheme: Scheme, columns: Mapping[str, Column], rulings: Sequence[Ruling] = (), *, scores: bool = True
    ) -> None:
        """Start an empty program."""
        self.scheme, self.columns, self.rulings, self.scores = scheme, columns, rulings, scores
        self.p = Program()
        self.outputs: dict[str, Output] = {}
        self.refs: dict[str, Ref] = {}
        self.problems: list[Problem] = []
        self.proved: list[PointsProof] = []

    def plan(self) -> ScoringPlan:
        """Plan everything.

        Raises:
            DvkError: A formula's range cannot be proved; all such criteria at once.
        """
        criteria, proofs, ranked = self._criteria()
        bonuses = self._adjustments(self.scheme.bonuses, "bonus", ranked)
        penalties = self._adjustments(self.scheme.penalties, "penalty", ranked)
        if self.problems:
            raise DvkError(self.problems)
        arithmetic = Lowering(self.p, (), {}, {})
        adjusted = Adjuster(self.p, arithmetic, self.scheme, self._changes()).adjust(criteria, bonuses, penalties)
        some = self.p.lt(self.p.const(0), adjusted.whole.of.numerator)
        quantities = Quantities(self.p, self.scheme, self.columns, adjusted)
        longest = max((len(one.units) for one in self.rulings if one.act == "tie"), default=0)
        ranks = rank_units(self.p, self.scheme, quantities, self.p.and_(ranked, some), ruled=longest)
        effects = {effect for one in self.rulings if one.act == "hold" for effect in one.effect}
        awarded = Awarding(self.p, self.scheme, quantities, ranks, ("class" in effects, "titles" in effects)).award()
        self._put_criteria(criteria)
        self._put_rest(adjusted, ranks, awarded)
        plan = Plan(self.p, self.refs)
        widest = self.p.widest(*self.refs.values())
        return ScoringPlan(plan, self.outputs, widest, proofs, tuple(self.proved))

    def plan_criteria(self) -> ScoringPlan:
        """Plan the points of criteria alone: a criterion on its own."""
        criteria, proofs, _ = self._criteria()
        if self.problems:
            raise DvkError(self.problems)
        self._put_criteria(criteria)
        return ScoringPlan(Plan(self.p, self.refs), self.outputs, self.p.widest(*self.refs.values()), proofs)

    def _changes(self) -> dict[str, Fraction]:
        most: dict[str, Fraction] = {}
        for ruling in self.rulings:
            if ruling.act == "points" and ruling.of is not None:
                most[ruling.of] = most.get(ruling.of, Fraction(0)) + abs(ruling.change)
        return most

    def _criteria(self) -> tuple[dict[str, CriterionSteps], tuple[PointsProof, ...], Ref]:
        ruled = {one.of for one in self.rulings if one.act == "not-assigned"}
        changes = self._changes()
        plans: dict[str, CriterionPlan] = {}
        for key, use in self.scheme.criteria.items():
            plans[key] = CriterionPlan(self.p, self.scheme, use, self.columns, ruled=f"criteria.{key}" in ruled)
        ranked = self._ranked(list(plans.values()))
        steps: dict[str, CriterionSteps] = {}
        proofs: list[PointsProof] = []
        for key, one in plans.items():
            try:
                steps[key] = one.finish(ranked, changes.get(f"criteria.{key}"))
                low, high = one.bounds()
                bits = self.p.widest(steps[key].points.numerator)
                proofs.append(PointsProof(key, low, high, bits, self.scheme.rounding.closing))
            except FormulaError as error:
                self._wrong(f"criteria.{key}", key, error)
        return steps, tuple(proofs), ranked

    def _wrong(self, key: str, criterion: str, error: FormulaError) -> None:
        self.problems.append(
            problem(error.code, Place(file=self.scheme.path, key=key, criterion=criterion), **error.args_)
        )

    def _ranked(self, plans: list[CriterionPlan]) -> Ref:
        """Units without a blank that the scheme says must be there; where blanks count as zero, all."""
        if self.scheme.not_reported == "zero":
            return self.p.yes
        blanks = [one.blank for one in plans]
        for fault in self.scheme.knock_outs.values():
            head, _, name = fault.when.of.partition(".")
            if head == "figures":
                column = self.columns[name]
                missing = self.p.not_(self.p.or_(self.p.present(name), self.p.kp(name)))
                blanks.append(missing if column.blanks else self.p.no)
        return self.p.not_(self.p.any(blanks))

    def _adjustments(self, declared: Mapping[str, Adjustment], word: str, ranked: Ref) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key, one in declared.items():
            try:
                found[key] = adjustment_points(self.p, self.scheme, one, self.columns, ranked)
                step, factor = self.p.steps[found[key].numerator], found[key].factor
                bits = self.p.widest(found[key].numerator)
                self.proved.append(
                    PointsProof(key, step.low * factor, step.high * factor, bits, self.scheme.rounding.closing)
                )
                self._put(f"{word}:{key}", found[key].numerator, found[key].factor)
            except FormulaError as error:
                self._wrong(f"{'bonuses' if word == 'bonus' else 'penalties'}.{key}", key, error)
        return found

    def _put(self, name: str, ref: Ref, factor: Fraction = Fraction(1), under: str | None = None) -> None:
        self.refs[name] = ref
        self.outputs[name] = Output(name, factor, under)

    def _put_criteria(self, criteria: Mapping[str, CriterionSteps]) -> None:
        for key, steps in criteria.items():
            self._put(f"state:{key}", steps.state)
            self._put(f"points:{key}", steps.points.numerator, steps.points.factor)
            if steps.fault != self.p.no:
                self._put(f"fault:{key}", steps.fault)
            if self.scores:
                under = self.p.const(1)
                for one in steps.score.denominators:
                    under = self.p.mul(under, one)
                self._put(f"under:{key}", under)
                self._put(f"score:{key}", steps.score.numerator, steps.score.factor, f"under:{key}")

    def _put_rest(self, adjusted: Adjusted, ranks: Ranked, awarded: Awarded) -> None:
        for key, points in adjusted.section_points.items():
            of = adjusted.sections[key].of
            self._put(f"section:{key}", points.numerator, points.factor)
            self._put(f"section_of:{key}", of.numerator, of.factor)
        whole = adjusted.whole
        self._put("base", whole.base.numerator, whole.base.factor)
        self._put("bonuses", whole.bonus.numerator, whole.bonus.factor)
        self._put("penalties", whole.penalty.numerator, whole.penalty.factor)
        self._put("assigned_weight", whole.of.numerator, whole.of.factor)
        self._put("total", adjusted.total, Fraction(1, 10**adjusted.places))
        self._put("ranked", ranks.ranked)
        self._put("rank", ranks.rank)
        self._put("tied", ranks.tied)
        for index, ref in enumerate(ranks.chain):
            self._put(f"chain:{index}", ref)
        self._put("class", awarded.klass)
        self._put("class_natural", awarded.natural)
        self._put("class_cut", awarded.class_cut)
        for key, ref in awarded.knock_outs.items():
            self._put(f"knock_out:{key}", ref)
        for key in awarded.titles:
            self._put(f"title:{key}", awarded.titles[key])
            self._put(f"why:{key}", awarded.why[key])
            self._put(f"place:{key}", awarded.place[key])
            self._put(f"quota:{key}", awarded.quotas[key])
