"""The nodes of a formula one by one: the parts of a node, every node below it, and how deep they go."""

from __future__ import annotations

from typing import cast

from dvk_scoring.formula.tree import Band, Bands, Case, Choose, Cond, Num


def children(node: Num | Cond) -> tuple[Num | Cond, ...]:
    """Give the direct parts of a node, in the order they are read."""
    parts = node.parts
    if isinstance(node, Choose | Bands):
        parts = tuple(part for case in parts for part in (case.parts if isinstance(case, Case | Band) else (case,)))
    return cast("tuple[Num | Cond, ...]", parts)


def depth(node: Num | Cond) -> int:
    """Count the levels of a formula without recursion, which a very deep one would not survive."""
    levels: dict[int, int] = {}
    stack: list[tuple[Num | Cond, bool]] = [(node, False)]
    while stack:
        current, ready = stack.pop()
        if id(current) in levels:
            continue
        if ready:
            levels[id(current)] = 1 + max((levels[id(part)] for part in children(current)), default=0)
        else:
            stack.append((current, True))
            stack += [(part, False) for part in children(current)]
    return levels[id(node)]


def walk(node: Num | Cond) -> tuple[Num | Cond, ...]:
    """Give every different node below and including ``node``, parts before wholes."""
    nodes: dict[Num | Cond, None] = {}
    entered = set[Num | Cond]()
    stack = [node]
    while stack:
        current = stack[-1]
        if current not in entered:
            parts = children(current)
            if parts:
                entered.add(current)
                stack += reversed(parts)
                continue
        stack.pop()
        nodes[current] = None
    return tuple(nodes)
