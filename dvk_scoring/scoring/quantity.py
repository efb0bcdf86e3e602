"""What knock-outs, requirements and tie-breaks look at: a named quantity of a unit, as steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.formula.lower import Value

if TYPE_CHECKING:
    from dvk_scoring.formula.lower import Column
    from dvk_scoring.formula.program import Program, Ref
    from dvk_scoring.scheme.model import Scheme, Test
    from dvk_scoring.scoring.adjust import Adjusted, Part


@attrs.frozen
class Quantity:
    """A quantity: factor × whole number; ``there`` where the unit has it."""

    value: Value
    there: Ref


class Quantities:
    """Finds quantities by name: total, bonuses, penalties, criteria.ID, sections.ID, figures.ID, criteria.ID.FIGURE."""

    def __init__(self, program: Program, scheme: Scheme, columns: Mapping[str, Column], adjusted: Adjusted) -> None:
        """Keep what can be named."""
        self.program, self.scheme, self.columns, self.adjusted = program, scheme, columns, adjusted

    def find(self, name: str, *, share: bool = False) -> Quantity:
        """Give a quantity; a share is of what could be had, without bonuses."""
        p = self.program
        head, _, rest = name.partition(".")
        if name == "total":
            return Quantity(self._plain(Fraction(1, 10**self.adjusted.places), self.adjusted.total), p.yes)
        if name in ("bonuses", "penalties"):
            return Quantity(self.adjusted.whole.bonus if name == "bonuses" else self.adjusted.whole.penalty, p.yes)
        if head == "figures" or "." in rest:
            return self._figure(rest)
        part = (self.adjusted.criteria if head == "criteria" else self.adjusted.sections)[rest]
        there = p.lt(p.const(0), part.of.numerator)
        if share:
            return Quantity(self._share(part), there)
        return Quantity(part.base if head == "criteria" else self.adjusted.section_points[rest], there)

    def _plain(self, factor: Fraction, number: Ref) -> Value:
        return Value(factor, number, (), self.program.no, self.program.no)

    def _share(self, part: Part) -> Value:
        guarded = self.program.max(part.of.numerator, self.program.const(1))
        return Value(
            part.base.factor / part.of.factor, part.base.numerator, (guarded,), self.program.no, self.program.no
        )

    def _figure(self, name: str) -> Quantity:
        p, column = self.program, self.columns[name]
        spec = self.scheme.figures.get(name)
        if spec is None:
            criterion, _, figure = name.partition(".")
            spec = next(one for one in self.scheme.criteria[criterion].figures if one.name == figure)
        number = p.input(column.name, column.low, column.high)
        return Quantity(self._plain(Fraction(1, 10**spec.places), number), p.present(column.name))

    def names(self, of: str) -> list[str]:
        """Give the quantities that a name stands for: one, or every section or criterion."""
        if of == "every section":
            return [f"sections.{key}" for key, section in self.scheme.sections.items() if section.parent is None]
        if of == "every criterion":
            return [f"criteria.{key}" for key in self.scheme.criteria]
        return [of]

    def passes(self, test: Test, *, absent: bool) -> Ref:
        """Tell where a test passes; ``absent`` is what it says where the unit does not have the quantity."""
        p = self.program
        found = []
        for name in self.names(test.of):
            quantity = self.find(name, share=test.share)
            inside = p.yes
            if test.at_least is not None:
                inside = p.and_(inside, p.not_(self.below(quantity.value, test.at_least)))
            if test.at_most is not None:
                inside = p.and_(inside, p.not_(self.above(quantity.value, test.at_most)))
            found.append(p.when(quantity.there, inside, p.yes if absent else p.no))
        return p.all(found)

    def below(self, value: Value, bound: Fraction) -> Ref:
        """Tell where a value is under a written number."""
        left, right = self._sides(value, bound)
        return self.program.lt(left, right)

    def above(self, value: Value, bound: Fraction) -> Ref:
        """Tell where a value is over a written number."""
        left, right = self._sides(value, bound)
        return self.program.lt(right, left)

    def _sides(self, value: Value, bound: Fraction) -> tuple[Ref, Ref]:
        p = self.program
        scale = math.lcm(value.factor.denominator, bound.denominator)
        under = p.const(1)
        for one in value.denominators:
            under = p.mul(under, one)
        return p.mul(value.numerator, p.const(int(value.factor * scale))), p.mul(under, p.const(int(bound * scale)))
