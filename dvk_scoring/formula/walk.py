"""The nodes of a formula one by one: the parts of a node, every node below it, and how deep they go."""

from __future__ import annotations

from typing import cast

from dvk_scoring.formula.tree import Band, Bands, Case, Choose, Cond, Num


def children(node: Num | Cond) -> tuple[Num | Cond, ...]:
    """Give the direct parts of a node, in the order they are read."""
    parts = node.parts
    if isinstance(node, Choose | Bands):
        parts = tuple(part for one in parts for part in (one.parts if isinstance(one, Case | Band) else (one,)))
    return cast("tuple[Num | Cond, ...]", parts)


def depth(node: Num | Cond) -> int:
    """Count the levels of a formula without recursion, which a very deep one would not survive."""
    levels: dict[int, int] = {}
    stack: list[tuple[Num | Cond, bool]] = [(node, False)]
    while stack:
        here, ready = stack.pop()
        if id(here) in levels:
            continue
        if ready:
            levels[id(here)] = 1 + max((levels[id(part)] for part in children(here)), default=0)
        else:
            stack.append((here, True))
            stack += [(part, False) for part in children(here)]
    return levels[id(node)]


def walk(node: Num | Cond) -> tuple[Num | Cond, ...]:
    """Give every different node below and including ``node``, parts before wholes."""
    found: dict[Num | Cond, None] = {}
    entered = set[Num | Cond]()
    stack = [node]
    while stack:
        here = stack[-1]
        if here not in entered:
            parts = children(here)
            if parts:
                entered.add(here)
                stack += reversed(parts)
                continue
        stack.pop()
        found[here] = None
    return tuple(found)
