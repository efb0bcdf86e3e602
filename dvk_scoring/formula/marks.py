"""One number taken of the marks that were given, as steps: in order, the first or last left out, added up or picked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.formula.arithmetic import Arithmetic, Truth, Value, in_one_factor
from dvk_scoring.formula.program import Program, Ref
from dvk_scoring.formula.tree import FormulaError, Marks


@attrs.frozen
class Mark:
    """A mark: where none of its figures is missing, and its value."""

    there: Ref
    value: Value

    def given(self, p: Program) -> Ref:
        """Tell where it counts: it is there and has a value."""
        return p.and_(self.there, p.not_(self.value.gone))


def count_marks(p: Program, marks: Sequence[Mark]) -> Ref:
    """Count the marks given."""
    return p.total([p.when(mark.given(p), p.const(1), p.const(0)) for mark in marks])


def take_marks(arithmetic: Arithmetic, node: Marks, marks: Sequence[Mark]) -> Value:
    """Take the number of the marks given; it is not assigned where too few of those that are there have a value.

    Raises:
        FormulaError: Ratios are to be put in order that are not rounded.
    """
    p = arithmetic.program
    given = count_marks(p, marks)
    if node.kind == "count":
        taken = Value(Fraction(1), given, (), p.no, p.no)
    else:
        taken = _taken(arithmetic, node, marks, given)
        if any(mark.value.gone != p.no for mark in marks):
            taken = attrs.evolve(taken, gone=p.lt(given, p.const(node.fewest)))
    return attrs.evolve(taken, fault=p.any([p.and_(mark.there, mark.value.fault) for mark in marks]))


def _taken(arithmetic: Arithmetic, node: Marks, marks: Sequence[Mark], given: Ref) -> Value:
    p = arithmetic.program
    in_order = node.low or node.high or node.best is not None or node.kind in ("median", "place")
    if not in_order:
        return _over(arithmetic, _added(arithmetic, marks), given, node)
    if any(mark.value.denominators for mark in marks):
        raise FormulaError("DVK-F208", "marks that are put in order must be rounded where they are ratios")
    numbers, factor = _alike(p, marks)
    row = _ordered(p, [mark.given(p) for mark in marks], numbers)
    if node.kind == "median":
        lower = p.div(p.add(given, p.const(1)), p.const(2))
        upper = p.add(p.div(given, p.const(2)), p.const(1))
        return Value(factor / 2, _at(p, row, (lower, upper)), (), p.no, p.no)
    best = node.best or 1
    if node.kind == "place":
        place = p.const(best) if node.prefer == "low" else p.sub(given, p.const(best - 1))
        return Value(factor, _at(p, row, (place,)), (), p.no, p.no)
    kept = [_kept(p, node, place, given) for place in range(1, len(row) + 1)]
    whole = p.total([p.when(keep, number, p.const(0)) for keep, number in zip(kept, row, strict=True)])
    left = p.sub(given, p.const(node.low + node.high))
    count = left if node.best is None else p.min(left, p.const(node.best))
    return _over(arithmetic, Value(factor, whole, (), p.no, p.no), count, node)


def _kept(p: Program, node: Marks, place: int, given: Ref) -> Ref:
    """Tell where the mark in this place of the rising order is taken."""
    there = p.le(p.const(place + node.high), given)
    if place <= node.low:
        return p.no
    if node.best is None:
        return there
    if node.prefer == "low":
        return there if place <= node.low + node.best else p.no
    return p.and_(there, p.lt(given, p.const(place + node.high + node.best)))


def _over(arithmetic: Arithmetic, whole: Value, count: Ref, node: Marks) -> Value:
    """Divide a sum by how many it is of, where a mean is wanted."""
    p = arithmetic.program
    if node.kind == "sum":
        return whole
    under = p.max(count, p.const(1))
    if p.is_const(under):
        return attrs.evolve(whole, factor=whole.factor / p[under].low)
    return attrs.evolve(whole, denominators=tuple(sorted((*whole.denominators, under))))


def _added(arithmetic: Arithmetic, marks: Sequence[Mark]) -> Value:
    """Add up the marks given."""
    p = arithmetic.program
    if not any(mark.value.denominators for mark in marks):
        numbers, factor = _alike(p, marks)
        parts = [p.when(mark.given(p), number, p.const(0)) for mark, number in zip(marks, numbers, strict=True)]
        return Value(factor, p.total(parts), (), p.no, p.no)
    nought = Value(Fraction(1), p.const(0), (), p.no, p.no)
    total = nought
    for mark in marks:
        value = attrs.evolve(mark.value, gone=p.no, fault=p.no)
        total = arithmetic.add(total, arithmetic.pick(Truth(mark.given(p), p.no, p.no), value, nought))
    return total


def _alike(p: Program, marks: Sequence[Mark]) -> tuple[list[Ref], Fraction]:
    """Write values without denominators in units of one factor."""
    factor, times = in_one_factor(*(mark.value.factor for mark in marks))
    return [p.mul(mark.value.numerator, p.const(multiple)) for mark, multiple in zip(marks, times, strict=True)], factor


def _at(p: Program, row: Sequence[Ref], places: Sequence[Ref]) -> Ref:
    """Add up the numbers in some places of a row."""
    return p.total(
        [
            p.when(p.eq(place, p.const(index)), number, p.const(0))
            for index, number in enumerate(row, start=1)
            for place in places
        ]
    )


def _ordered(p: Program, given: Sequence[Ref], numbers: Sequence[Ref]) -> list[Ref]:
    """Sort the marks of each unit, what is not given last, by exchanges."""
    last = p.const(max(p[number].high for number in numbers) + 1)
    row = [p.when(there, number, last) for there, number in zip(given, numbers, strict=True)]
    for left, right in _exchanges(len(row)):
        row[left], row[right] = p.min(row[left], row[right]), p.max(row[left], row[right])
    return row


def _exchanges(count: int) -> Iterator[tuple[int, int]]:
    """Give the exchanges that sort any row of so many (Batcher; Knuth, The Art of Computer Programming 3, 5.2.2 M)."""
    top = 1 << max(0, (count - 1).bit_length() - 1)
    step = top if count > 1 else 0
    while step:
        part, rest, distance = top, 0, step
        while True:
            yield from ((at, at + distance) for at in range(count - distance) if at & step == rest)
            if part == step:
                break
            distance, part, rest = part - step, part // 2, step
        step //= 2
