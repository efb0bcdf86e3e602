"""Numbers as steps: constant × numerator ÷ denominators, all whole numbers, and what is computed with them.

No gcd is taken at run time; denominators are guarded (at least 1) before anything divides by them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula.intervals import MOST_BITS
from dvk_scoring.formula.program import Program, Ref
from dvk_scoring.formula.tree import FormulaError, Over, RoundMode

_MOST_FACTORS: Final = 1_000
"""Factors of a denominator."""


@attrs.frozen
class Value:
    """factor × numerator ÷ product of the denominators; ``gone``: not assigned there, ``fault``: an error there."""

    factor: Fraction
    numerator: Ref
    denominators: tuple[Ref, ...]
    gone: Ref
    fault: Ref


@attrs.frozen
class Truth:
    """A condition: holds, not assigned, error."""

    holds: Ref
    gone: Ref
    fault: Ref


class Arithmetic:
    """Computes with values in a program."""

    def __init__(self, program: Program) -> None:
        """Keep where the steps go."""
        self.program = program

    def _constant(self, value: Fraction) -> Value:
        p = self.program
        sign = (value > 0) - (value < 0)
        return Value(abs(value) or Fraction(1), p.const(sign), (), p.no, p.no)

    def product(self, refs: Sequence[Ref]) -> Ref:
        """Multiply several steps; none is 1."""
        result = self.program.const(1)
        for ref in refs:
            result = self.program.mul(result, ref)
        return result

    def _gone(self, *values: Value | Truth) -> tuple[Ref, Ref]:
        p = self.program
        return p.any([value.gone for value in values]), p.any([value.fault for value in values])

    def _common(self, a: Value, b: Value) -> tuple[Fraction, Ref, Ref, tuple[Ref, ...]]:
        """Write two values with one factor and one set of denominators: factor, both numerators, denominators."""
        p = self.program
        denominators = list(a.denominators)
        only_b = list(b.denominators)
        only_a: list[Ref] = []
        for denominator in a.denominators:
            if denominator in only_b:
                only_b.remove(denominator)
            else:
                only_a.append(denominator)
        denominators += only_b
        factor, (x, y) = in_one_factor(a.factor, b.factor)
        left = p.mul(p.mul(a.numerator, self.product(only_b)), p.const(x))
        right = p.mul(p.mul(b.numerator, self.product(only_a)), p.const(y))
        return factor, left, right, tuple(sorted(denominators))

    def add(self, a: Value, b: Value) -> Value:
        """Add two values: a + b."""
        for one, other in ((a, b), (b, a)):
            if one.numerator == self.program.const(0):
                return attrs.evolve(other, gone=self._gone(a, b)[0], fault=self._gone(a, b)[1])
        factor, left, right, denominators = self._common(a, b)
        return Value(factor, self.program.add(left, right), denominators, *self._gone(a, b))

    def _negative(self, a: Value) -> Value:
        return attrs.evolve(a, numerator=self.program.neg(a.numerator))

    def multiply(self, a: Value, b: Value) -> Value:
        """Multiply two values: a × b."""
        numerator = self.program.mul(a.numerator, b.numerator)
        denominators = tuple(sorted((*a.denominators, *b.denominators)))
        return Value(a.factor * b.factor, numerator, denominators, *self._gone(a, b))

    def pick(self, condition: Truth, then: Value, otherwise: Value) -> Value:
        """``then`` where the condition holds; one set of denominators when one holds the other, else both."""
        p = self.program
        gone = p.or_(condition.gone, p.when(condition.holds, then.gone, otherwise.gone))
        # Where the condition has no answer neither side is looked at, so that an error there is none.
        reached = p.and_(p.not_(condition.gone), p.when(condition.holds, then.fault, otherwise.fault))
        fault = p.or_(condition.fault, reached)
        for one, other in ((then, otherwise), (otherwise, then)):
            if one.numerator == p.const(0):  # zero has any denominator
                zero = p.const(0)
                first, second = (zero, other.numerator) if one is then else (other.numerator, zero)
                return Value(other.factor, p.when(condition.holds, first, second), other.denominators, gone, fault)
        if _holds(then.denominators, otherwise.denominators) or _holds(otherwise.denominators, then.denominators):
            factor, left, right, denominators = self._common(then, otherwise)
            return Value(factor, p.when(condition.holds, left, right), denominators, gone, fault)
        factor, (x, y) = in_one_factor(then.factor, otherwise.factor)
        left, right = p.mul(then.numerator, p.const(x)), p.mul(otherwise.numerator, p.const(y))
        numerator = p.when(condition.holds, left, right)
        under = p.when(condition.holds, self.product(then.denominators), self.product(otherwise.denominators))
        return Value(factor, numerator, (under,), gone, fault)

    def _lesser(self, a: Value, b: Value, *, least: bool) -> Value:
        """Take the smaller of two values, or the larger."""
        p = self.program
        factor, left, right, denominators = self._common(a, b)
        gone, fault = self._gone(a, b)
        if _holds(a.denominators, b.denominators) or _holds(b.denominators, a.denominators):
            return Value(factor, p.min(left, right) if least else p.max(left, right), denominators, gone, fault)
        better = p.le(left, right) if least else p.le(right, left)
        return attrs.evolve(self.pick(Truth(better, p.no, p.no), a, b), gone=gone, fault=fault)

    def _key(self, value: Value) -> Ref:
        """Give a whole number that orders values exactly: fractions with denominators up to D differ by 1/D²."""
        if not value.denominators:
            return value.numerator
        p = self.program
        under = self.product(value.denominators)
        scale = p.const(p[under].high ** 2 + 1)
        scaled = Value(Fraction(1), p.mul(value.numerator, scale), (under,), p.no, p.no)
        return self.round(scaled, 0, "floor")

    def _best(self, value: Value, among: Ref, over: Over, *, highest: bool) -> Value:
        p = self.program
        window = p.highest if highest else p.lowest
        if not value.denominators:
            return Value(value.factor, window(value.numerator, among, over), (), p.no, p.no)
        key = self._key(value)
        best = window(key, among, over)
        at_best = p.and_(among, p.eq(key, best))
        under = p.max(p.highest(self.product(value.denominators), at_best, over), p.const(1))
        size = p.highest(p.abs(value.numerator), at_best, over)
        numerator = size if p[value.numerator].low >= 0 else p.when(p.lt(best, p.const(0)), p.neg(size), size)
        return Value(value.factor, numerator, (under,), p.no, p.no)

    # rounding

    def _rounded(self, value: Value, places: int, mode: RoundMode) -> Value:
        return Value(Fraction(1, 10**places), self.round(value, places, mode), (), value.gone, value.fault)

    def round(self, value: Value, places: int, mode: RoundMode) -> Ref:
        """Round a value to whole units of 10^-places."""
        p = self.program
        scaled = value.factor * 10**places
        number = p.mul(value.numerator, p.const(scaled.numerator))
        under = p.mul(self.product(value.denominators), p.const(scaled.denominator))
        negative = p.lt(number, p.const(0))
        size = p.abs(number)
        if under == p.const(1):
            return number
        if mode in ("floor", "ceiling"):
            lower, upper = p.div(size, under), p.div(p.add(size, p.sub(under, p.const(1))), under)
            if mode == "floor":
                return p.when(negative, p.neg(upper), lower)
            return p.when(negative, p.neg(lower), upper)
        rounded = self._magnitude(size, under, mode)
        return p.when(negative, p.neg(rounded), rounded)

    def _magnitude(self, size: Ref, under: Ref, mode: RoundMode) -> Ref:
        p = self.program
        match mode:
            case "down":
                return p.div(size, under)
            case "up":
                return p.div(p.add(size, p.sub(under, p.const(1))), under)
            case "half-even":
                lower = p.div(size, under)
                twice = p.mul(p.sub(size, p.mul(lower, under)), p.const(2))
                odd = p.eq(p.sub(lower, p.mul(p.div(lower, p.const(2)), p.const(2))), p.const(1))
                up = p.or_(p.lt(under, twice), p.and_(p.eq(twice, under), odd))
                return p.add(lower, p.when(up, p.const(1), p.const(0)))
            case _:  # the half of an odd number lies between two whole ones, where no size is
                return p.div(p.add(size, p.div(under, p.const(2))), under)

    def _under(self, value: Value) -> Ref:
        return self.program.mul(self.product(value.denominators), self.program.const(value.factor.denominator))


def in_one_factor(*factors: Fraction) -> tuple[Fraction, list[int]]:
    """Give the largest factor of which all of these are whole multiples, and how many times each."""
    scale = math.lcm(*(factor.denominator for factor in factors))
    wholes = [factor.numerator * (scale // factor.denominator) for factor in factors]
    shared = math.gcd(*wholes)
    return Fraction(shared, scale), [whole // shared for whole in wholes]


def _holds(whole: tuple[Ref, ...], part: tuple[Ref, ...]) -> bool:
    rest = list(whole)
    for ref in part:
        if ref not in rest:
            return False
        rest.remove(ref)
    return True


def held(program: Program, value: Value) -> Value:
    """Refuse a number that grows beyond all measure: a square of squares of squares."""
    bits = max(program[ref].bits for ref in (value.numerator, *value.denominators))
    if bits > MOST_BITS or len(value.denominators) > _MOST_FACTORS:
        message = f"the numbers of the formula grow to more than {MOST_BITS} bits: round between"
        raise FormulaError("DVK-F207", message, most=MOST_BITS)
    return value
