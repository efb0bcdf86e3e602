"""From a unit's points to its total once more, in fractions, one unit at a time, as a person with a calculator would.

It follows the rules of ``scoring.adjust`` without its code: where the two differ, the engine is not to be believed, and
whoever asked is told so instead of being given an explanation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.criteria.decide import plain
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.model import Adjustment, Limits, Scheme
from dvk_scoring.scoring.result import Result, UnitResult

_ZERO: Final = Fraction(0)


@attrs.frozen
class Part:
    """A criterion, a section or the whole.

    Attributes:
        base: Points before bonuses, scaled and rounded as the level says.
        of: What could be had.
        plain: The sum of what is below, before it was scaled or rounded.
        plain_of: What could be had of that.
        bonus_given: Bonuses of this level and below it, before the limits of this level.
        bonus: Bonuses that count.
        penalty_given: Penalties likewise, before the limits.
        penalty: Penalties that count.
        change: What the committee added here (negative: took).
    """

    base: Fraction
    of: Fraction
    plain: Fraction
    plain_of: Fraction
    bonus_given: Fraction = _ZERO
    bonus: Fraction = _ZERO
    penalty_given: Fraction = _ZERO
    penalty: Fraction = _ZERO
    change: Fraction = _ZERO

    @property
    def points(self) -> Fraction:
        """Points of this part."""
        return self.base + self.bonus - self.penalty + self.change


@attrs.frozen
class Recount:
    """All parts of one unit.

    Attributes:
        criteria, sections: By id; only criteria that the kind of unit has.
        whole: The whole; ``base`` is scaled to the full total where something is not assigned.
        changes: What the committee changed at sections and at the total.
        sum: Base, bonuses, penalties and changes together, before the total's limits.
        total: The total.
    """

    criteria: Mapping[str, Part]
    sections: Mapping[str, Part]
    whole: Part
    changes: Fraction
    sum: Fraction
    total: Fraction


def recount(result: Result, unit: UnitResult) -> Recount:
    """Count a unit's total once more from the points of its criteria.

    Raises:
        DvkError: It is not what the engine found.
    """
    found = _Recounter(result, unit).count()
    wrong = tuple(_differences(result, unit, found))
    if wrong:
        raise DvkError(wrong)
    return found


class _Recounter:
    """Adds up the parts of one unit, the deepest first."""

    def __init__(self, result: Result, unit: UnitResult) -> None:
        self.scheme, self.unit, self.rulings = result.scheme, unit, result.rulings
        self.kind = result.scheme.clusters[unit.cluster].kind
        self.closing, self.rounding = result.scheme.rounding.closing, result.scheme.rounding

    def count(self) -> Recount:
        scheme = self.scheme
        criteria = {key: self._criterion(key) for key in self.unit.criteria}
        sections: dict[str, Part] = {}
        for key in _deepest_first(scheme):
            below = [part for one, part in criteria.items() if scheme.criteria[one].section == key]
            below += [part for one, part in sections.items() if scheme.sections[one].parent == key]
            sections[key] = self._section(key, below)
        top = [part for one, part in criteria.items() if scheme.criteria[one].section is None]
        top += [part for one, part in sections.items() if scheme.sections[one].parent is None]
        whole = self._whole(top)
        changes = sum((part.change for part in sections.values()), _ZERO) + self._change("total")
        sum_ = whole.base + whole.bonus - whole.penalty + changes
        return Recount(criteria, sections, whole, changes, sum_, self._held(self._round(sum_, self.rounding.total)))

    def _round(self, value: Fraction, places: int) -> Fraction:
        return round_fraction(value, places, self.rounding.mode)

    def _change(self, target: str) -> Fraction:
        here = [one for one in self.rulings if one.act == "points" and one.of == target and self.unit.unit in one.units]
        return sum((one.change for one in here), _ZERO)

    def _to(self, target: str, declared: Mapping[str, Adjustment], given: Mapping[str, object]) -> Fraction:
        return sum((Fraction(str(given[key])) for key, one in declared.items() if one.to == target), _ZERO)

    def _bonus(self, target: str) -> Fraction:
        return self._to(target, self.scheme.bonuses, self.unit.bonuses)

    def _penalty(self, target: str) -> Fraction:
        return self._to(target, self.scheme.penalties, self.unit.penalties)

    def _criterion(self, key: str) -> Part:
        own = self.unit.criteria[key]
        left_out = self.scheme.not_assigned in ("leaves-total", "leaves-section")
        counts = not (own.state == "not-assigned" and left_out)
        points = _ZERO if own.points is None else Fraction(own.points)
        of = self.scheme.criteria[key].weight[self.kind] if counts else _ZERO
        bonus = self._bonus(f"criteria.{key}") if counts else _ZERO
        penalty = self._penalty(f"criteria.{key}")
        part = Part(points, of, points, of, bonus, bonus, penalty, penalty)
        return self._limited(part, self.scheme.criteria[key].limits)

    def _joined(self, below: Iterable[Part], target: str, limits: Limits) -> Part:
        parts = tuple(below)
        base, of = (sum((getattr(part, name) for part in parts), _ZERO) for name in ("base", "of"))
        bonus = sum((part.bonus for part in parts), _ZERO) + self._bonus(target)
        penalty = sum((part.penalty for part in parts), _ZERO) + self._penalty(target)
        part = Part(base, of, base, of, bonus, bonus, penalty, penalty)
        return self._limited(part, attrs.evolve(limits, low=None, high=None))

    def _limited(self, part: Part, limits: Limits) -> Part:
        bonus, penalty = part.bonus, part.penalty
        if limits.bonus is not None:
            bonus = min(bonus, self._cut(limits.bonus))
        if limits.penalty is not None:
            penalty = min(penalty, self._cut(limits.penalty))
        reached = self._round(part.base, self.closing) + bonus - penalty
        if limits.high is not None:
            bonus = max(bonus - max(reached - self._cut(limits.high), _ZERO), _ZERO)
        if limits.low is not None:
            penalty = max(penalty - max(self._cut(limits.low) - reached, _ZERO), _ZERO)
        return attrs.evolve(part, bonus=bonus, penalty=penalty)

    def _cut(self, value: Fraction) -> Fraction:
        return Fraction(int(value * 10**self.closing), 10**self.closing)

    def _section(self, key: str, below: Iterable[Part]) -> Part:
        section, scheme = self.scheme.sections[key], self.scheme
        part = self._joined(below, f"sections.{key}", section.limits)
        if scheme.not_assigned == "leaves-section":
            full = self._full(key)
            places = max(self.closing, self.rounding.total)
            base = self._scaled(part.base, part.of, full, places)
            part = attrs.evolve(part, base=base, of=full if part.of else _ZERO)
        if self.rounding.section is not None:
            part = attrs.evolve(part, base=self._round(part.base, self.rounding.section))
        return attrs.evolve(self._limited(part, section.limits), change=self._change(f"sections.{key}"))

    def _full(self, key: str) -> Fraction:
        uses = [self.scheme.criteria[one] for one in criteria_below(self.scheme, key)]
        return sum((use.weight.get(self.kind, _ZERO) for use in uses), _ZERO)

    def _whole(self, top: Iterable[Part]) -> Part:
        whole, places = self._joined(top, "total", self.scheme.limits), self.rounding.total
        if self.scheme.not_assigned != "leaves-total":
            return attrs.evolve(whole, base=self._round(whole.base, places))
        return attrs.evolve(whole, base=self._scaled(whole.base, whole.of, self.scheme.total, places))

    def _scaled(self, base: Fraction, of: Fraction, full: Fraction, places: int) -> Fraction:
        return self._round(base if of in (0, full) else base * full / of, places)

    def _held(self, total: Fraction) -> Fraction:
        limits, scale = self.scheme.limits, 10**self.rounding.total
        if limits.low is not None:
            total = max(total, Fraction(math.ceil(limits.low * scale), scale))
        if limits.high is not None:
            total = min(total, Fraction(math.floor(limits.high * scale), scale))
        return total


def _deepest_first(scheme: Scheme) -> list[str]:
    def depth(key: str) -> int:
        parent = scheme.sections[key].parent
        return 0 if parent is None else 1 + depth(parent)

    return sorted(scheme.sections, key=depth, reverse=True)


def _differences(result: Result, unit: UnitResult, found: Recount) -> Iterable[Problem]:
    checks: dict[str, tuple[Fraction, Fraction]] = {
        "total": (found.total, Fraction(unit.total)),
        "base": (found.whole.plain, Fraction(unit.base)),
        "bonuses": (found.whole.bonus, Fraction(unit.bonus_counted)),
        "penalties": (found.whole.penalty, Fraction(unit.penalty_counted)),
        "assigned_weight": (found.whole.of, unit.assigned_weight),
    }
    for key, (points, of) in unit.sections.items():
        checks[f"sections.{key}"] = (found.sections[key].points, Fraction(points))
        checks[f"sections.{key} (of)"] = (found.sections[key].of, of)
    for what, (mine, engines) in checks.items():
        if mine != engines:
            yield disagreement(result, unit.unit, what, engines, mine)


def disagreement(result: Result, unit: str, what: str, engines: object, mine: object) -> Problem:
    """Make the problem of an engine and a recount that differ."""
    place = Place(file=result.scheme.path, unit=unit)
    found, recount = (plain(one) if isinstance(one, Fraction) else str(one) for one in (engines, mine))
    return problem("DVK-E201", place, what=what, engine=result.engine, found=found, recount=recount)
