"""How a formula falls apart when it is spoken: a sum into terms, a product into factors, a number held within bounds.

A sum within a sum is read as one with it, unless it stands there more than once: then it is a term of its own, so that
the parts are no more than the formula has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from types import UnionType
from typing import Final

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.walk import children

_MOST_JOINED: Final = 500
"""Sums within one sum that are read as one with it; a sum of many more is told in parts."""


def terms_of(node: t.Num) -> list[tuple[str, t.Num]]:
    """Take a sum apart: signs and parts, from left to right, zeros left out."""
    terms: list[tuple[str, t.Num]] = []
    joined = _joined(node, t.Add | t.Subtract)
    stack = [("+", node)]
    while stack:
        sign, current = stack.pop()
        if isinstance(current, t.Add | t.Subtract) and (current is node or current in joined):
            turned = "-" if isinstance(current, t.Subtract) else "+"
            stack.append((sign if turned == "+" else turn(sign), current.right))
            stack.append((sign, current.left))
        else:
            terms.append((sign, current))
    kept = [(sign, part) for sign, part in terms if not (isinstance(part, t.Number) and part.value == 0)]
    return kept or terms[:1]


def factors_of(node: t.Num) -> list[t.Num]:
    """Take a product apart, from left to right, ones left out."""
    factors: list[t.Num] = []
    joined = _joined(node, t.Multiply)
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, t.Multiply) and (current is node or current in joined):
            stack += [current.right, current.left]
        else:
            factors.append(current)
    kept = [factor for factor in factors if not (isinstance(factor, t.Number) and factor.value == 1)]
    return kept or factors[:1]


def _joined(node: t.Num, kinds: type[t.Num] | UnionType) -> AbstractSet[t.Num]:
    """Give the sums (or products) within a sum (a product) that stand in it once."""
    uses: Counter[t.Num] = Counter()
    looked_at: dict[t.Num, None] = {node: None}
    stack = [node]
    while stack and len(looked_at) <= _MOST_JOINED:
        current = stack.pop()
        for part in children(current) if isinstance(current, kinds) else ():
            if isinstance(part, t.Num) and isinstance(part, kinds):
                uses[part] += 1
                if part not in looked_at:
                    looked_at[part] = None
                    stack.append(part)
    return {part for part, count in uses.items() if count == 1} - {*stack}


def factors_within(node: t.Num) -> list[t.Num]:
    """Give each different number that a product is made of, however often products within it are used."""
    numbers: dict[t.Num, None] = {}
    stack = [node]
    while stack:
        current = stack.pop()
        if current not in numbers:
            numbers[current] = None
            stack += [current.right, current.left] if isinstance(current, t.Multiply) else []
    return [number for number in numbers if not isinstance(number, t.Multiply)]


def turn(sign: str) -> str:
    """Give the other of + and -."""
    return "+" if sign == "-" else "-"


def single_of(node: t.Num) -> t.Num:
    """Give what a sum with 0 or a product with 1 comes to: its only other part; any other number as it is."""
    while True:
        parts: list[t.Num] = []
        if isinstance(node, t.Add | t.Subtract):
            terms = terms_of(node)
            parts = [part for sign, part in terms if sign == "+"] if len(terms) == 1 else []
        elif isinstance(node, t.Multiply):
            parts = factors_of(node)
        if len(parts) != 1:
            return node
        node = parts[0]


def clip_of(node: t.Num) -> tuple[t.Num, t.Num, t.Num] | None:
    """Give value, low and high when a number is held between two."""
    if (
        isinstance(node, t.Least)
        and len(node.of) == 2
        and isinstance(node.of[0], t.Greatest)
        and len(node.of[0].of) == 2
    ):
        return (*node.of[0].of, node.of[1])
    return None


def bound_of(node: t.Least | t.Greatest) -> tuple[t.Num, t.Num] | None:
    """Give value and bound when one of two numbers is written or a param and the other is neither."""
    if len(node.of) == 2:
        first, second = node.of
        written = [isinstance(part, t.Number | t.Param) for part in node.of]
        if written == [False, True]:
            return first, second
        if written == [True, False]:
            return second, first
    return None
