"""Nodes written with other nodes, so that readers need not know each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

from dvk_scoring.formula.tree import (
    ONE,
    ZERO,
    Absent,
    Across,
    Add,
    Case,
    Choose,
    Compare,
    CountOf,
    Empty,
    FormulaError,
    Greatest,
    Least,
    Log,
    Multiply,
    Num,
    Power,
    Ratio,
    Rescale,
    ShareOfBest,
    Subtract,
    Titled,
)


def with_parts(node: Num, replace: Callable[[Num], Num]) -> Num:
    """Write an approximate node anew, its parts replaced."""
    match node:
        case Power(base, exponent):
            return Power(replace(base), exponent)
        case Log(value, base):
            return Log(replace(value), base)
        case Add(left, right) | Subtract(left, right) | Multiply(left, right):
            return type(node)(replace(left), replace(right))
        case Least(of) | Greatest(of):
            return type(node)(tuple(replace(part) for part in of))
        case Titled(of):
            return replace(of)
        case _:
            raise FormulaError("DVK-F204", "divide before the power or logarithm is taken, or round it first")


def count_as_sum(node: CountOf) -> Num:
    """Write how many numbers reach a bound as a sum of ones."""
    ones: Iterator[Num] = (Choose((Case(Compare(">=", part, node.at_least), ONE),), ZERO) for part in node.of)
    return reduce(Add, ones)


def _meant(empty: Num | Empty) -> Num:
    """Write what an empty set means as a number."""
    return Absent(empty) if isinstance(empty, Empty) else empty


def rescale_as_ratio(node: Rescale) -> Num:
    """Write min-max scaling with a ratio and values taken across."""
    high = Across("highest", node.value, node.among, node.over, ZERO, "high")
    low = Across("lowest", node.value, node.among, node.over, ZERO, "low")
    part = Subtract(node.value, low) if node.prefer == "high" else Subtract(high, node.value)
    ratio: Num = Ratio(part, Subtract(high, low), node.when_flat)
    return ratio if node.among is None else Choose((Case(node.among, ratio),), _meant(node.when_flat))


def share_as_ratio(node: ShareOfBest) -> Num:
    """Write a share of the best with a ratio and a value taken across."""
    ratio: Num
    if node.prefer == "high":
        ratio = Ratio(node.value, Across("highest", node.value, node.among, node.over, ZERO, "high"), node.when_empty)
    else:
        ratio = Ratio(Across("lowest", node.value, node.among, node.over, ZERO, "low"), node.value, ONE)
    return ratio if node.among is None else Choose((Case(node.among, ratio),), _meant(node.when_empty))
