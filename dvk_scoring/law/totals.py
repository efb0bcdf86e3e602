"""From points to a total: sections, what is not assigned, bonuses, penalties and their limits, rulings, rounding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from dvk_scoring.formula.names import change_of
from dvk_scoring.formula.tree import (
    ZERO,
    Case,
    Choose,
    Compare,
    Empty,
    Greatest,
    Least,
    Multiply,
    Num,
    Ratio,
    Round,
    Subtract,
)
from dvk_scoring.law.nodes import Ruled, Written, any_of, total_of
from dvk_scoring.law.points import Added, Criterion, changes, closed
from dvk_scoring.law.sheet import Sheet
from dvk_scoring.scheme.model import Adjustment, Limits, Ruling, Scheme


@attrs.frozen
class Subtotal:
    """A criterion, a section or the whole: points before bonuses, what could be had, bonus and penalty that count."""

    base: Num
    of: Num
    bonus: Num = ZERO
    penalty: Num = ZERO


@attrs.frozen
class Totals:
    """Everything up to the total.

    Attributes:
        criteria, sections: By id.
        section_points: By id: base + bonus - penalty + what rulings change there.
        whole: All parts together, before the sum is scaled.
        total: The total.
    """

    criteria: Mapping[str, Subtotal]
    sections: Mapping[str, Subtotal]
    section_points: Mapping[str, Num]
    whole: Subtotal
    total: Num


@attrs.frozen
class Tree:
    """What lies directly in each section (None: at the top), and the sections from the deepest up."""

    criteria: Mapping[str | None, Sequence[str]]
    sections: Mapping[str | None, Sequence[str]]
    deepest_first: Sequence[str]

    @classmethod
    def of(cls, scheme: Scheme) -> Tree:
        """Sort the parts of a scheme."""
        criteria: dict[str | None, list[str]] = {}
        sections: dict[str | None, list[str]] = {}
        for key, use in scheme.scored.items():
            criteria.setdefault(use.section, []).append(key)
        for key, section in scheme.sections.items():
            sections.setdefault(section.parent, []).append(key)
        order: list[str] = []
        waiting = list(sections.get(None, ()))
        while waiting:
            order.append(waiting.pop())
            waiting += sections.get(order[-1], ())
        return cls(criteria, sections, tuple(reversed(order)))

    def within(self, section: str) -> list[str]:
        """Give a section and all sections within, at any depth."""
        return [section, *(deeper for inner in self.sections.get(section, ()) for deeper in self.within(inner))]


class TotalLaw:
    """Defines what follows from the points.

    Args:
        sheet: Where the definitions go.
        scheme: The scheme.
        rulings: Acts in force.
        criteria, bonuses, penalties: Their points, by id.
    """

    def __init__(  # noqa: PLR0917 - what a total is made of
        self,
        sheet: Sheet,
        scheme: Scheme,
        rulings: Sequence[Ruling],
        criteria: Mapping[str, Criterion],
        bonuses: Mapping[str, Added],
        penalties: Mapping[str, Added],
    ) -> None:
        """Sort bonuses and penalties by what they count in."""
        self.sheet, self.scheme, self.criteria = sheet, scheme, criteria
        self.changes = changes(rulings)
        self.bonuses = _by_target(scheme.bonuses, bonuses)
        self.penalties = _by_target(scheme.penalties, penalties)
        self.rounding = scheme.rounding

    def define(self) -> Totals:
        """Define sections and the total."""
        tree = Tree.of(self.scheme)
        criteria = {key: self._criterion(key, criterion) for key, criterion in self.criteria.items()}
        sections: dict[str, Subtotal] = {}
        points: dict[str, Num] = {}
        full: dict[str, Num] = {}
        changed: dict[str, Num] = {}
        for key in tree.deepest_first:
            inside, deeper = tree.criteria.get(key, ()), tree.sections.get(key, ())
            below = [*(criteria[criterion] for criterion in inside), *(sections[section] for section in deeper)]
            full[key] = total_of(
                *(self.criteria[criterion].weight for criterion in inside), *(full[section] for section in deeper)
            )
            changed[key] = total_of(self._change(f"sections.{key}"), *(changed[section] for section in deeper))
            sections[key], points[key] = self._section(key, below, full[key], changed[key])
        top = [*(criteria[criterion] for criterion in tree.criteria.get(None, ()))]
        top += [sections[section] for section in tree.sections.get(None, ())]
        whole = self._joined("total", top, self.scheme.limits, "scheme")
        return Totals(criteria, sections, points, whole, self._total(whole))

    def _criterion(self, key: str, criterion: Criterion) -> Subtotal:
        part = f"criteria.{key}"
        bonus, penalty = total_of(*self.bonuses.get(part, ())), total_of(*self.penalties.get(part, ()))
        if bonus != ZERO and criterion.counts != criterion.has:
            bonus = Choose((Case(criterion.counts, bonus),), ZERO)
        subtotal = Subtotal(criterion.base, criterion.of, bonus, penalty)
        limits = self.scheme.criteria[key].limits
        return self._named(part, self._within_limits(part, self._capped(subtotal, limits, part), limits))

    def _joined(self, name: str, below: Iterable[Subtotal], limits: Limits, key: str) -> Subtotal:
        """Add up what lies directly in a section or at the top, with the bonuses and penalties that go there."""
        parts = list(below)
        base = self.sheet.number(f"{name}.sum", total_of(*(part.base for part in parts)), name)
        of = self.sheet.number(f"{name}.of_sum", total_of(*(part.of for part in parts)), name)
        bonus = total_of(*(part.bonus for part in parts), *self.bonuses.get(name, ()))
        penalty = total_of(*(part.penalty for part in parts), *self.penalties.get(name, ()))
        subtotal = Subtotal(base, of, self._given(name, "bonus", bonus), self._given(name, "penalty", penalty))
        subtotal = self._capped(subtotal, limits, key)
        return self._named(name, subtotal) if name == "total" else subtotal

    def _given(self, name: str, word: str, value: Num) -> Num:
        return value if value == ZERO else self.sheet.number(f"{name}.{word}_given", value, name)

    @staticmethod
    def _capped(part: Subtotal, limits: Limits, key: str) -> Subtotal:
        """Hold bonus and penalty to the most that count; ``key``: whose limits they are, as the scheme has it."""
        bonus, penalty = part.bonus, part.penalty
        if limits.bonus is not None and bonus != ZERO:
            bonus = Least((bonus, Written(limits.bonus, f"{key}.limits.bonus")))
        if limits.penalty is not None and penalty != ZERO:
            penalty = Least((penalty, Written(limits.penalty, f"{key}.limits.penalty")))
        return attrs.evolve(part, bonus=bonus, penalty=penalty)

    def _within_limits(self, name: str, part: Subtotal, limits: Limits) -> Subtotal:
        """Take from the bonus what lies over the highest points, from the penalty what lies under the lowest."""
        bonus, penalty = part.bonus, part.penalty
        if limits.low is limits.high is None or bonus == penalty == ZERO:
            return part
        reached = self.sheet.number(f"{name}.reached", total_of(part.base, bonus) - penalty, name)
        if limits.high is not None and bonus != ZERO:
            excess = Greatest((Subtract(reached, Written(limits.high, f"{name}.limits.high")), ZERO))
            bonus = Greatest((Subtract(bonus, excess), ZERO))
        if limits.low is not None and penalty != ZERO:
            lack = Greatest((Subtract(Written(limits.low, f"{name}.limits.low"), reached), ZERO))
            penalty = Greatest((Subtract(penalty, lack), ZERO))
        return attrs.evolve(part, bonus=bonus, penalty=penalty)

    def _named(self, name: str, part: Subtotal) -> Subtotal:
        """Give the bonus and the penalty that count names of their own."""
        return attrs.evolve(
            part,
            bonus=part.bonus if part.bonus == ZERO else self.sheet.number(f"{name}.bonus", part.bonus, name),
            penalty=part.penalty if part.penalty == ZERO else self.sheet.number(f"{name}.penalty", part.penalty, name),
        )

    def _section(self, key: str, below: Iterable[Subtotal], full: Num, changed: Num) -> tuple[Subtotal, Num]:
        """Define a section; ``changed``: what rulings change in it and in the sections within."""
        name, limits = f"sections.{key}", self.scheme.sections[key].limits
        part = self._joined(name, below, limits, name)
        base, of = part.base, part.of
        if self.scheme.not_assigned == "leaves-section":
            full = self.sheet.number(f"{name}.full", full, name)
            base = self.sheet.number(f"{name}.scaled", _scaled(base, of, full), name)
            of = Choose((Case(Compare("==", of, ZERO), ZERO),), full)
        closing = self.rounding.of_section
        base = self.sheet.number(f"{name}.base", closed(base, closing), name, closing=closing)
        of = self.sheet.number(f"{name}.of", of, name)
        part = self._named(name, self._within_limits(name, attrs.evolve(part, base=base, of=of), limits))
        points = total_of(part.base, part.bonus)
        points = points if part.penalty == ZERO else Subtract(points, part.penalty)
        points = total_of(points, changed)
        return part, self.sheet.number(f"{name}.points", points, name, closing=closing)

    def _change(self, target: str) -> Num:
        most = self.changes.get(target)
        return ZERO if most is None else Ruled(change_of(target), most)

    def _total(self, whole: Subtotal) -> Num:
        sheet, scheme = self.sheet, self.scheme
        closing = self.rounding.of_total
        base = whole.base
        if scheme.not_assigned == "leaves-total":
            base = sheet.number("total.scaled", _scaled(base, whole.of, Written(scheme.total, "scheme.total")), "total")
        base = sheet.number("total.base", closed(base, closing), "total", closing=closing)
        points = total_of(base, whole.bonus)
        points = points if whole.penalty == ZERO else Subtract(points, whole.penalty)
        targets = [key for key in self.changes if key == "total" or key.startswith("sections.")]
        points = total_of(points, *(self._change(key) for key in targets))
        if points != base:
            points = sheet.number("total.with", points, "total")
        total: Num = Round(points, closing.places, closing.mode)
        if scheme.limits.low is not None:
            total = Greatest((total, Written(scheme.limits.low, "scheme.limits.low")))
        if scheme.limits.high is not None:
            total = Least((total, Written(scheme.limits.high, "scheme.limits.high")))
        return sheet.number("total", total, "total", closing=closing)


def _scaled(base: Num, of: Num, full: Num) -> Num:
    """Scale points to what could be had in full: as they are where nothing is missing or nothing is assigned."""
    as_it_is = any_of(Compare("==", of, full), Compare("==", of, ZERO))
    return Choose((Case(as_it_is, base),), Ratio(Multiply(base, full), of, Empty.ERROR))


def _by_target(declared: Mapping[str, Adjustment], added: Mapping[str, Added]) -> dict[str, list[Num]]:
    by_target: dict[str, list[Num]] = {}
    for key, addition in added.items():
        by_target.setdefault(declared[key].to, []).append(addition.points)
    return by_target
