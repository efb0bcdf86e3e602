"""What knock-outs, requirements and tie-breaks look at: a quantity, whether a unit has it, and conditions on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.names import ruled_out
from dvk_scoring.formula.tree import ZERO, Case, Choose, Compare, Cond, Empty, Num, Number, Ratio
from dvk_scoring.law.nodes import (
    ALWAYS,
    NEVER,
    Column,
    Flagged,
    NotAssigned,
    Present,
    Written,
    all_of,
    any_of,
    none_of,
    not_,
)
from dvk_scoring.law.points import Added, Criterion, clusters_of
from dvk_scoring.law.sheet import Sure, all_sure, any_sure, plain
from dvk_scoring.law.totals import Totals, Tree
from dvk_scoring.scheme.model import Ruling, Scheme, Test

EVERY: Final = {"every section": "sections", "every criterion": "criteria"}


@attrs.frozen
class Quantity:
    """A quantity of a unit.

    Attributes:
        value: Its number; it means something only where the unit has it.
        has: The unit has it.
        blank: It, or something in it, is not reported.
        figure: It is a figure, so that a blank leaves nothing to look at; points count 0 for what is blank.
        kp: It is a figure that is marked as not assigned.
    """

    value: Num
    has: Cond
    blank: Cond
    figure: bool = False
    kp: Cond = NEVER


def figure_of(scheme: Scheme, of: str) -> tuple[str, FigureSpec, str | None] | None:
    """Give column, declaration and criterion of a quantity that is a figure, None when it is points."""
    head, _, rest = of.partition(".")
    if head == "figures":
        return rest, scheme.figures[rest], None
    if head != "criteria" or "." not in rest:
        return None
    criterion, _, name = rest.partition(".")
    spec = next(figure for figure in scheme.criteria[criterion].figures if figure.name == name)
    return rest, spec, criterion


def tests_of(scheme: Scheme) -> Iterator[tuple[Test, Sequence[str] | None]]:
    """Give what knock-outs, classes and titles look at, and of which kinds of unit; None: of all."""
    for fault in scheme.knock_outs.values():
        yield fault.when, fault.applies_to
    for class_ in scheme.classes.values():
        yield from ((test, None) for test in class_.requires)
    for title in scheme.titles.values():
        yield from ((test, title.applies_to) for test in title.requires)


class FigureQuantities:
    """Finds quantities that are figures: figures.ID, criteria.ID.FIGURE."""

    def __init__(self, scheme: Scheme, rulings: Sequence[Ruling]) -> None:
        """Keep what decides whether a figure applies to a unit."""
        self.scheme = scheme
        self.ruled = {ruling.of for ruling in rulings if ruling.act == "not-assigned"}

    def figure(self, of: str) -> Quantity | None:
        """Give a quantity that is a figure."""
        figure = figure_of(self.scheme, of)
        if figure is None:
            return None
        column, spec, criterion = figure
        kp, present = NotAssigned(column), Present(column)
        applies = clusters_of(self.scheme, self.scheme.figures_apply.get(column))
        if criterion is not None:
            applies = clusters_of(self.scheme, tuple(self.scheme.criteria[criterion].weight))
            if f"criteria.{criterion}" in self.ruled:
                applies = all_of(applies, not_(Flagged(ruled_out(criterion))))
        if spec.blank is not None:
            value = Choose((Case(present, Column(column)),), Number(spec.blank))
            return Quantity(value, all_of(applies, not_(kp)), NEVER, figure=True, kp=all_of(applies, kp))
        blank = all_of(applies, none_of(kp, present))
        return Quantity(Column(column), all_of(applies, present), blank, figure=True, kp=all_of(applies, kp))

    def missing(self, test: Test) -> Cond:
        """Tell where a figure that a condition looks at is not reported."""
        figures = (self.figure(part.of) for part in test.single)
        return any_of(*(figure.blank for figure in figures if figure is not None))

    def looked_at(self) -> dict[str, tuple[Cond, Cond]]:
        """Give the figures that conditions and tie-breaks look at: where they are not reported, and not assigned."""
        looks = [
            (part.of, clusters_of(self.scheme, kinds)) for test, kinds in tests_of(self.scheme) for part in test.single
        ]
        looks += [(step.by, ALWAYS) for step in self.scheme.ranking.tie_break]
        figures: dict[str, tuple[Cond, Cond]] = {}
        for of, applies in looks:
            figure = self.figure(of)
            if figure is not None:
                blank, kp = figures.get(of, (NEVER, NEVER))
                figures[of] = any_of(blank, all_of(applies, figure.blank)), any_of(kp, all_of(applies, figure.kp))
        return figures


class Quantities(FigureQuantities):
    """Finds quantities by name: total, bonuses, penalties, criteria.ID, sections.ID, and figures."""

    def __init__(  # noqa: PLR0917 - what can be named
        self,
        scheme: Scheme,
        rulings: Sequence[Ruling],
        criteria: Mapping[str, Criterion],
        bonuses: Mapping[str, Added],
        penalties: Mapping[str, Added],
        totals: Totals,
    ) -> None:
        """Keep what can be named."""
        super().__init__(scheme, rulings)
        self.criteria, self.bonuses, self.penalties, self.totals = criteria, bonuses, penalties, totals
        tree = Tree.of(scheme)
        self.within = {key: tree.within(key) for key in scheme.sections}
        self.inside = {
            key: [criterion for section in several for criterion in tree.criteria.get(section, ())]
            for key, several in self.within.items()
        }

    def find(self, of: str, *, share: bool = False) -> Quantity:
        """Give a quantity; a share is of what could be had, without bonuses."""
        figure = self.figure(of)
        if figure is not None:
            return figure
        head, _, key = of.partition(".")
        if of == "total":
            criteria = (self.criteria[scored] for scored in self.scheme.scored)
            return Quantity(self.totals.total, ALWAYS, self._blank(*criteria, *self.bonuses.values()))
        if of in ("bonuses", "penalties"):
            whole, added = self.totals.whole, self.bonuses if of == "bonuses" else self.penalties
            return Quantity(whole.bonus if of == "bonuses" else whole.penalty, ALWAYS, self._blank(*added.values()))
        if head == "criteria":
            criterion = self.criteria[key]
            if self.scheme.criteria[key].tie_break:
                return Quantity(criterion.before, criterion.ok, criterion.blank)
            part, value, blank = self.totals.criteria[key], criterion.base, criterion.blank
            has = any_of(criterion.ok, criterion.blank)
        else:
            part, value = self.totals.sections[key], self.totals.section_points[key]
            has = Compare(">", part.of, ZERO)
            if self.scheme.not_assigned in ("zero", "full"):  # which count what is not assigned; there is none of it
                inside = (self.criteria[inner] for inner in self.inside[key])
                has = all_of(has, any_of(*(any_of(points.ok, points.blank) for points in inside)))
            blank = self._blank(*(self.criteria[inner] for inner in self.inside[key]))
            if not share:  # what is blank gives a section that a unit does not have no points to look at
                blank = any_of(blank, all_of(has, self._blank(*self._added_in(key))))
        if share:
            value = Ratio(part.base, part.of, Empty.ERROR)
        return Quantity(value, has, blank)

    def _added_in(self, section: str) -> list[Added]:
        sections, criteria = self.within[section], self.inside[section]
        targets = {*(f"sections.{inner}" for inner in sections), *(f"criteria.{criterion}" for criterion in criteria)}
        return [self.bonuses[key] for key, bonus in self.scheme.bonuses.items() if bonus.to in targets]

    def _blank(self, *parts: Criterion | Added) -> Cond:
        """Tell where something is not reported that counts 0; other policies rank no unit that lacks it."""
        return any_of(*(part.blank for part in parts)) if self.scheme.not_reported == "zero" else NEVER

    def names(self, of: str) -> list[str]:
        """Give the quantities that a name stands for: one, or every section or criterion."""
        if of == "every section":
            return [f"sections.{key}" for key, section in self.scheme.sections.items() if section.parent is None]
        if of == "every criterion":
            return [f"criteria.{key}" for key in self.scheme.scored]
        return [of]

    def passes(self, test: Test, key: str, *, absent: bool) -> Sure:
        """Tell where a condition holds.

        Args:
            test: The condition.
            key: Where the scheme writes it.
            absent: What it says where the unit does not have the quantity: a requirement holds, a knock-out does not
                strike. It is also what would be good for the unit, and so never follows from what is not reported.
        """
        if test.any:
            several = enumerate(test.any, start=1)
            return any_sure(*(self.passes(part, f"{key}.any.{index}", absent=absent) for index, part in several))
        return all_sure(*(self._passes(test, name, key, absent=absent) for name in self.names(test.of)))

    def _passes(self, test: Test, of: str, key: str, *, absent: bool) -> Sure:
        quantity = self.find(of, share=test.share)
        sides = []
        if test.at_least is not None:
            sides.append(Compare(">=", quantity.value, Written(test.at_least, f"{key}.at_least")))
        if test.at_most is not None:
            sides.append(Compare("<=", quantity.value, Written(test.at_most, f"{key}.at_most")))
        inside: Cond = all_of(*sides)
        if quantity.has != ALWAYS:
            inside = _choose(quantity.has, inside, otherwise=absent)
        # Where a blank is no 0, a unit that lacks something is not ranked: nothing of it is left open.
        if quantity.blank == NEVER or self.scheme.not_reported != "zero":
            return plain(inside)
        if quantity.figure:
            return Sure(all_of(inside, not_(quantity.blank)), any_of(inside, quantity.blank))
        # Points count 0 for what is blank: the more there are, the more of a lower bound and the less of an upper one.
        if absent and test.at_most is not None:
            return Sure(all_of(inside, not_(quantity.blank)), inside)
        if not absent and test.at_least is not None:
            return Sure(inside, any_of(inside, quantity.blank))
        return plain(inside)


def _choose(has: Cond, inside: Cond, *, otherwise: bool) -> Cond:
    return any_of(not_(has), inside) if otherwise else all_of(has, inside)
