"""From points to a total: sections, what is not assigned, bonuses, penalties and their limits, rulings, rounding."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.formula.lower import Value
from dvk_scoring.scoring.points import CHANGE

if TYPE_CHECKING:
    from dvk_scoring.formula.lower import Lowering
    from dvk_scoring.formula.program import Program, Ref
    from dvk_scoring.scheme.model import Limits, Scheme
    from dvk_scoring.scoring.points import CriterionSteps


@attrs.frozen
class Part:
    """A criterion, a section or the whole: base points, what could be had, bonus and penalty that count."""

    base: Value
    of: Value
    bonus: Value
    penalty: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """All four."""
        return self.base, self.of, self.bonus, self.penalty


@attrs.frozen
class Adjusted:
    """Everything up to the total.

    Attributes:
        criteria, sections: By id. A section's ``base`` is before bonuses; points = base + bonus - penalty + change.
        section_points: Points of each section as shown.
        whole: Base and what could be had before the total is scaled.
        total: The total, whole units of 10^-places.
        places: Places of the total.
    """

    criteria: Mapping[str, Part]
    sections: Mapping[str, Part]
    section_points: Mapping[str, Value]
    whole: Part
    total: Ref
    places: int


class Adjuster:
    """Adds up points along the sections.

    Args:
        program: Where the steps go.
        arithmetic: A lowering, for its arithmetic on values.
        scheme: The scheme.
        changes: ``sections.ID`` or ``total`` → largest change a ruling makes there.
    """

    def __init__(self, program: Program, arithmetic: Lowering, scheme: Scheme, changes: Mapping[str, Fraction]) -> None:
        """Keep the parts."""
        self.program, self.arithmetic, self.scheme, self.changes = program, arithmetic, scheme, changes
        self.zero = Value(Fraction(1), program.const(0), (), program.no, program.no)
        self.closing = scheme.rounding.closing

    def adjust(
        self, criteria: Mapping[str, CriterionSteps], bonuses: Mapping[str, Value], penalties: Mapping[str, Value]
    ) -> Adjusted:
        """Compute sections and the total."""
        parts = {key: self._criterion(steps, bonuses, penalties) for key, steps in criteria.items()}
        sections: dict[str, Part] = {}
        shown: dict[str, Value] = {}
        for key in self._deepest_first():
            below = [parts[one] for one, use in self.scheme.criteria.items() if use.section == key]
            below += [sections[one] for one, section in self.scheme.sections.items() if section.parent == key]
            sections[key], shown[key] = self._section(key, below, bonuses, penalties)
        top = [parts[one] for one, use in self.scheme.criteria.items() if use.section is None]
        top += [sections[one] for one, section in self.scheme.sections.items() if section.parent is None]
        whole = self._joined(top, "total", bonuses, penalties, attrs.evolve(self.scheme.limits, low=None, high=None))
        total, places = self._total(whole)
        return Adjusted(parts, sections, shown, whole, total, places)

    def _deepest_first(self) -> list[str]:
        depth: dict[str, int] = {}
        for key in self.scheme.sections:
            level, at = 0, self.scheme.sections[key].parent
            while at is not None:
                level, at = level + 1, self.scheme.sections[at].parent
            depth[key] = level
        return sorted(depth, key=lambda key: -depth[key])

    def _to(self, target: str, values: Mapping[str, Value], *, penalties: bool) -> Value:
        declared = self.scheme.penalties if penalties else self.scheme.bonuses
        return self.sum([value for key, value in values.items() if declared[key].to == target])

    def sum(self, values: list[Value]) -> Value:
        """Add up several values; none is 0."""
        result = self.zero
        for value in values:
            result = self.arithmetic.add(result, value)
        return result

    def whole(self, value: Value, places: int) -> Ref:
        """Write a value in whole units of 10^-places; it must have no more decimals than that."""
        return self.arithmetic.round(value, places, self.scheme.rounding.mode)

    def _at(self, number: Ref, places: int) -> Value:
        return Value(Fraction(1, 10**places), number, (), self.program.no, self.program.no)

    def _criterion(self, steps: CriterionSteps, bonuses: Mapping[str, Value], penalties: Mapping[str, Value]) -> Part:
        p = self.program
        target = f"criteria.{steps.id}"
        of = attrs.evolve(steps.weight, numerator=p.when(steps.assigned, steps.weight.numerator, p.const(0)))
        bonus = self._only(steps.assigned, self._to(target, bonuses, penalties=False))
        penalty = self._only(steps.applies, self._to(target, penalties, penalties=True))
        return self._limited(Part(steps.points, of, bonus, penalty), self.scheme.criteria[steps.id].limits)

    def _only(self, where: Ref, value: Value) -> Value:
        return attrs.evolve(value, numerator=self.program.when(where, value.numerator, self.program.const(0)))

    def _joined(
        self,
        below: list[Part],
        target: str,
        bonuses: Mapping[str, Value],
        penalties: Mapping[str, Value],
        limits: Limits,
    ) -> Part:
        base, of, bonus, penalty = (self.sum([part.values[index] for part in below]) for index in range(4))
        bonus = self.arithmetic.add(bonus, self._to(target, bonuses, penalties=False))
        penalty = self.arithmetic.add(penalty, self._to(target, penalties, penalties=True))
        return self._limited(Part(base, of, bonus, penalty), limits)

    def _limited(self, part: Part, limits: Limits) -> Part:
        """Hold bonus and penalty to their limits; what lies outside low..high is taken from the bonus or penalty."""
        p, places = self.program, self.closing
        if limits.bonus is limits.penalty is limits.low is limits.high is None:
            return part
        bonus, penalty = self.whole(part.bonus, places), self.whole(part.penalty, places)
        scale = 10**places
        if limits.bonus is not None:
            bonus = p.min(bonus, p.const(int(limits.bonus * scale)))
        if limits.penalty is not None:
            penalty = p.min(penalty, p.const(int(limits.penalty * scale)))
        if limits.low is not None or limits.high is not None:
            sum_ = p.sub(p.add(self.whole(part.base, places), bonus), penalty)
            if limits.high is not None:
                excess = p.max(p.sub(sum_, p.const(int(limits.high * scale))), p.const(0))
                bonus = p.max(p.sub(bonus, excess), p.const(0))
            if limits.low is not None:
                lack = p.max(p.sub(p.const(int(limits.low * scale)), sum_), p.const(0))
                penalty = p.max(p.sub(penalty, lack), p.const(0))
        return attrs.evolve(part, bonus=self._at(bonus, places), penalty=self._at(penalty, places))

    def _section(
        self, key: str, below: list[Part], bonuses: Mapping[str, Value], penalties: Mapping[str, Value]
    ) -> tuple[Part, Value]:
        section, rounding = self.scheme.sections[key], self.scheme.rounding
        joined = self._joined(
            below, f"sections.{key}", bonuses, penalties, attrs.evolve(section.limits, low=None, high=None)
        )
        base, of = joined.base, joined.of
        if self.scheme.not_assigned == "leaves-section":
            base, of = self._stretched(key, base, of)
        if rounding.section is not None:
            base = self._at(self.whole(base, rounding.section), rounding.section)
        part = self._limited(Part(base, of, joined.bonus, joined.penalty), section.limits)
        points = self.sum([part.base, part.bonus, self._minus(part.penalty), self._change(f"sections.{key}")])
        return part, points

    def _minus(self, value: Value) -> Value:
        return attrs.evolve(value, numerator=self.program.neg(value.numerator))

    def _change(self, target: str) -> Value:
        most = self.changes.get(target)
        if most is None:
            return self.zero
        bound = int(abs(most) * 10**self.closing)
        return self._at(self.program.input(CHANGE + target, -bound, bound), self.closing)

    def _stretched(self, key: str, base: Value, of: Value) -> tuple[Value, Value]:
        """Scale a section to its full weight when part of it is not assigned."""
        p = self.program
        full = self._full(key)
        places = max(self.closing, self.scheme.rounding.total)
        return self._at(self._scaled(base, of, full, places), places), attrs.evolve(
            full, numerator=p.when(p.eq(of.numerator, p.const(0)), p.const(0), full.numerator)
        )

    def _full(self, key: str) -> Value:
        weights: dict[str, Fraction] = {}
        inside = {key}
        for _ in self.scheme.sections:  # a section's parents come first or later: repeat until nothing is added
            inside |= {one for one, section in self.scheme.sections.items() if section.parent in inside}
        for cluster in self.scheme.clusters.values():
            uses = [use for use in self.scheme.criteria.values() if use.section in inside]
            weights[cluster.id] = sum((use.weight.get(cluster.kind, Fraction(0)) for use in uses), Fraction(0))
        return self.arithmetic.by_cluster(weights)

    def _total(self, whole: Part) -> tuple[Ref, int]:
        p, rounding = self.program, self.scheme.rounding
        base = whole.base
        if self.scheme.not_assigned == "leaves-total":
            full = self.arithmetic.by_cluster(self.scheme.total)
            stretched = self._scaled(base, whole.of, full, rounding.total)
            base = self._at(stretched, rounding.total)
        else:
            base = self._at(self.whole(base, rounding.total), rounding.total)
        changes = [self._change(key) for key in self.changes if key == "total" or key.startswith("sections.")]
        points = self.sum([base, whole.bonus, self._minus(whole.penalty), *changes])
        total = self.whole(points, rounding.total)
        scale = 10**rounding.total
        if self.scheme.limits.low is not None:
            total = p.max(total, p.const(math.ceil(self.scheme.limits.low * scale)))
        if self.scheme.limits.high is not None:
            total = p.min(total, p.const(math.floor(self.scheme.limits.high * scale)))
        return total, rounding.total

    def _scaled(self, base: Value, of: Value, full: Value, places: int) -> Ref:
        """Round base × full ÷ of once; base itself where nothing is missing or nothing is assigned."""
        p, mode = self.program, self.scheme.rounding.mode
        plain = self.whole(base, places)
        scale = of.factor.denominator * full.factor.denominator
        have = p.mul(of.numerator, p.const(int(of.factor * scale)))
        want = p.mul(full.numerator, p.const(int(full.factor * scale)))
        as_it_is = p.or_(p.eq(have, want), p.eq(have, p.const(0)))
        if as_it_is == p.yes:
            return plain
        guarded = p.max(have, p.const(1))
        stretched = Value(base.factor, p.mul(base.numerator, want), (guarded,), p.no, p.no)
        number = self.arithmetic.round(stretched, places, mode)
        return p.when(as_it_is, plain, number)
