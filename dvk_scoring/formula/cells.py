"""What the reference reader keeps of one node for one unit, and the operations on it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.rounding import log_of, power_of
from dvk_scoring.formula.state import State


@attrs.frozen
class Gap:
    """Stands where there is no number and no yes/no.

    Attributes:
        state: Why there is none.
        error: Place of the node that may not be empty and was; then the state says nothing.
    """

    state: State
    error: int | None = None


Cell: TypeAlias = Fraction | bool | Gap
Column: TypeAlias = list[Cell]
NO_VALUE: Final = Gap(State.NOT_ASSIGNED)


def gap_of(row: Sequence[Cell]) -> Gap | None:
    """Give the gap that a value made of these cells is: the first error, else any gap, else None."""
    gaps = [cell for cell in row if isinstance(cell, Gap)]
    if not gaps:
        return None
    errors = [gap.error for gap in gaps if gap.error is not None]
    return Gap(State.OK, min(errors)) if errors else gaps[0]


def empty_cell(meaning: t.Empty, place: int) -> Gap:
    """Give what an empty denominator or set at the node in ``place`` leaves behind."""
    return NO_VALUE if meaning is t.Empty.NOT_ASSIGNED else Gap(State.OK, place)


def divide(over: Cell, under: Cell, when_empty: Cell) -> Cell:
    """Divide; ``when_empty`` matters only when ``under`` is 0."""
    gap = gap_of((over, under))
    if gap is not None:
        return gap
    return when_empty if under == 0 else number(over) / number(under)


def first_that_holds(tests: Sequence[tuple[Cell, Cell]], otherwise: Cell) -> Cell:
    """Give the number beside the first condition that holds; what comes after it is not looked at."""
    for test, then in tests:
        if isinstance(test, Gap):
            return test
        if test:
            return then
    return otherwise


def compare(op: t.CompareOp, left: Fraction, right: Fraction) -> bool:
    """Tell whether ``left op right`` holds."""
    match op:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
        case "==":
            return left == right
        case "!=":
            return left != right


def number(cell: Cell) -> Fraction:
    """Take the number out of a cell that is known to hold one.

    Raises:
        TypeError: It holds none.
    """
    if isinstance(cell, Fraction):
        return cell
    message = f"{cell!r} is no number"
    raise TypeError(message)


def mean_of(values: Sequence[Fraction]) -> Fraction:
    """Take the mean of one or more numbers."""
    return sum(values, Fraction(0)) / len(values)


def median_of(values: Sequence[Fraction]) -> Fraction:
    """Take the median of one or more numbers: of two in the middle, their mean."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def kept_marks(node: t.Marks, values: Sequence[Fraction]) -> list[Fraction]:
    """Give those of the marks given that are taken, in rising order: some ends dropped, or only the best."""
    ordered = sorted(values)
    kept = ordered[node.low : max(node.low, len(ordered) - node.high)]
    if node.best is None or node.kind == "place" or len(kept) <= node.best:
        return kept
    return kept[-node.best :] if node.prefer == "high" else kept[: node.best]


def take_marks(node: t.Marks, values: Sequence[Fraction]) -> Fraction | None:
    """Take the one number of the marks given, in any order; None where there are too few."""
    if node.kind == "count":
        return Fraction(len(values))
    kept = kept_marks(node, values)
    if len(values) < node.fewest or not kept:
        return None
    match node.kind:
        case "mean":
            return mean_of(kept)
        case "sum":
            return sum(kept, Fraction(0))
        case "median":
            return median_of(kept)
    place = node.best or 1
    if len(kept) < place:
        return None
    return kept[-place] if node.prefer == "high" else kept[place - 1]


def rank_among(value: Fraction, ordered: Sequence[Fraction], prefer: t.Prefer) -> Fraction:
    """Count the better of the values, which are in rising order, and add one: equal ones share the better place."""
    better = len(ordered) - bisect_right(ordered, value) if prefer == "high" else bisect_left(ordered, value)
    return Fraction(better + 1)


def rescale_among(value: Fraction, ordered: Sequence[Fraction], prefer: t.Prefer) -> Fraction | None:
    """Stretch between the lowest (0) and the highest (1) of the rising values; None when all are equal."""
    low, high = ordered[0], ordered[-1]
    if low == high:
        return None
    return (value - low if prefer == "high" else high - value) / (high - low)


def share_of_best_among(value: Fraction, ordered: Sequence[Fraction], prefer: t.Prefer) -> Fraction | None:
    """Divide by the highest, or the lowest by it; None when the highest is 0. A lowest value of 0 is the best: 1."""
    if prefer == "low":
        return Fraction(1) if value == 0 else ordered[0] / value
    best = ordered[-1]
    return None if best == 0 else value / best


def take_across(kind: t.AcrossKind, values: Sequence[Fraction]) -> Fraction | None:
    """Take one number from a set, None when it is empty and that has no meaning of its own."""
    match kind:
        case "sum":
            return sum(values, Fraction(0))
        case "count":
            return Fraction(len(values))
    if not values:
        return None
    match kind:
        case "highest":
            return max(values)
        case "lowest":
            return min(values)
        case "mean":
            return mean_of(values)
    message = f"{kind} is a number of each unit, not one of the set"
    raise ValueError(message)


_PLAIN: Final[Mapping[type, Callable[..., Cell]]] = {
    t.Add: lambda left, right: left + right,
    t.Subtract: lambda left, right: left - right,
    t.Multiply: lambda left, right: left * right,
    t.Absolute: abs,
    t.Titled: lambda of: of,
    t.Least: lambda *of: min(of),
    t.Greatest: lambda *of: max(of),
    t.CountOf: lambda *of: Fraction(sum(value >= of[-1] for value in of[:-1])),
    t.And: lambda *of: all(of),
    t.Or: lambda *of: any(of),
    t.Not: lambda of: not of,
}


def plain_operation(node: t.Num | t.Cond) -> Callable[..., Cell]:
    """Give the operation of a node all of whose parts must have values, on the values of ``walk.children``.

    It raises ValueError where a number has no power or no logarithm.
    """
    match node:
        case t.Power(_, exponent):
            return lambda base: power_of(base, exponent)
        case t.Log(_, base):
            return lambda value: log_of(value, base)
        case t.Compare(op):
            return lambda left, right: compare(op, left, right)
    return _PLAIN[type(node)]
