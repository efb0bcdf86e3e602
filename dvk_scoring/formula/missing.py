"""Which figures a formula needs of a unit, and what is missing of it: written once, for every reader.

A figure that stands anywhere in the formula is needed, also in a case that is not reached: which case that is cannot be
known of a figure that is missing. Two things are otherwise. Marks are needed as far as ``fewest`` says. And ``Given``
asks whether a figure is there: what its answer alone decides is settled before any figure is looked at, so that what
stands in a case which is then not reached is not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeAlias, TypeVar

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.walk import children, walk

B = TypeVar("B")
Asked: TypeAlias = t.Figure | t.Attribute | t.Marks | t.Choose | t.And | t.Or
"""What is missing by a rule of its own: everything else is missing where a part of it is."""


class Logic(Protocol[B]):
    """Yes and no as a reader has them: of one unit, of many, as steps of a program or cells of a sheet."""

    def constant(self, *, holds: bool) -> B:
        """Give yes or no."""

    def any(self, of: Sequence[B]) -> B:
        """At least one holds; none is no."""

    def all(self, of: Sequence[B]) -> B:
        """All hold; none is yes."""

    def not_(self, of: B) -> B:
        """Does not hold."""

    def fewer(self, of: Sequence[B], than: int) -> B:
        """Fewer than so many hold."""


@attrs.frozen
class Gone(Generic[B]):
    """Where something is missing: ``kp`` not assigned; ``blank`` not reported, of no meaning where ``kp`` holds."""

    kp: B
    blank: B


class Missing(Generic[B]):
    """Tells what is missing of a formula.

    Args:
        logic: Yes and no.
        figure: Where a figure is missing; a blank that counts as something is not.
    """

    def __init__(self, logic: Logic[B], figure: Callable[[t.Figure | t.Attribute], Gone[B]]) -> None:
        """Start with nothing known."""
        self._logic, self._figure = logic, figure
        self._known: dict[t.Num | t.Cond, Gone[B]] = {}
        self._settled: dict[t.Cond, tuple[B, B]] = {}

    def of(self, node: t.Num | t.Cond) -> Gone[B]:
        """Tell where a formula is not assigned or not reported, by its figures."""
        if node in self._known:
            return self._known[node]
        for part in walk(node):  # parts before wholes, so that nothing is asked from far above
            if part not in self._known and _is_asked(part):
                self._known[part] = self._gone_from(part)
        if node not in self._known:
            missing = [self._known[asked] for asked in asked_in(node)]
            logic = self._logic
            self._known[node] = Gone(
                logic.any([gone.kp for gone in missing]), logic.any([gone.blank for gone in missing])
            )
        return self._known[node]

    def there(self, node: t.Num | t.Cond) -> B:
        """Tell where nothing of a formula is missing."""
        gone = self.of(node)
        return self._logic.not_(self._logic.any([gone.kp, gone.blank]))

    def _gone_from(self, node: t.Num | t.Cond) -> Gone[B]:
        match node:
            case t.Figure() | t.Attribute():
                return self._figure(node)
            case t.Marks():
                return self._marks(node)
            case t.Choose():
                return self._choose(node)
            case t.And() | t.Or():
                return self._joined(node)
        message = f"{type(node).__name__} is missing where a part of it is"
        raise TypeError(message)

    def _marks(self, node: t.Marks) -> Gone[B]:
        logic, parts = self._logic, [self.of(part) for part in node.of]
        kp, blank = logic.all([part.kp for part in parts]), logic.constant(holds=False)
        if node.fewest:
            blank = logic.fewer([self.there(part) for part in node.of], node.fewest)
        else:
            kp = blank
        if isinstance(node.when_fewer, t.Num):
            other = self.of(node.when_fewer)
            kp, blank = logic.any([kp, other.kp]), logic.any([blank, other.blank])
        return Gone(kp, blank)

    def _choose(self, node: t.Choose) -> Gone[B]:
        """Take what is missing of the case that is surely reached; of all that may be reached, anything."""
        gone = self.of(node.otherwise)
        for case in reversed(node.cases):
            holds, fails = self.settled(case.when)
            test, then = self.of(case.when), self.of(case.then)
            gone = Gone(
                self._chosen(holds, fails, then.kp, (test.kp, then.kp, gone.kp), gone.kp),
                self._chosen(holds, fails, then.blank, (test.blank, then.blank, gone.blank), gone.blank),
            )
        return gone

    def _chosen(self, holds: B, fails: B, then: B, either: Sequence[B], otherwise: B) -> B:
        logic = self._logic
        open_ = logic.not_(logic.any([holds, fails]))
        return logic.any(
            [logic.all([holds, then]), logic.all([fails, otherwise]), logic.all([open_, logic.any(either)])]
        )

    def _joined(self, node: t.And | t.Or) -> Gone[B]:
        """Of conditions joined nothing is missing where one that is settled decides."""
        logic = self._logic
        open_ = logic.not_(logic.any(self.settled(node)))
        parts = [self.of(part) for part in node.of]
        return Gone(
            logic.all([open_, logic.any([part.kp for part in parts])]),
            logic.all([open_, logic.any([part.blank for part in parts])]),
        )

    def settled(self, condition: t.Cond) -> tuple[B, B]:
        """Tell where a condition surely holds and where it surely fails, by which figures are given alone."""
        if condition not in self._settled:
            for node in walk(condition):
                if isinstance(node, t.Cond) and node not in self._settled:
                    self._settled[node] = self._settle(node)
        return self._settled[condition]

    def _settle(self, condition: t.Cond) -> tuple[B, B]:
        logic = self._logic
        match condition:
            case t.Given(of):
                return self.there(of), logic.not_(self.there(of))
            case t.Not(of):
                holds, fails = self._settled[of]
                return fails, holds
            case t.And(of):
                parts = [self._settled[part] for part in of]
                return logic.all([holds for holds, _ in parts]), logic.any([fails for _, fails in parts])
            case t.Or(of):
                parts = [self._settled[part] for part in of]
                return logic.any([holds for holds, _ in parts]), logic.all([fails for _, fails in parts])
        no = logic.constant(holds=False)
        return no, no


def asked_in(node: t.Num | t.Cond) -> list[Asked]:
    """Give what decides whether a formula is there, parts before wholes: figures, marks, and choices by ``Given``."""
    asked: dict[Asked, None] = {}
    seen: set[t.Num | t.Cond] = set()
    stack: list[tuple[t.Num | t.Cond, bool]] = [(node, False)]
    while stack:
        current, ready = stack.pop()
        if ready and isinstance(current, Asked):
            asked.setdefault(current)
        elif current not in seen:
            seen.add(current)
            if _is_asked(current):
                stack.append((current, True))
            elif not isinstance(current, t.Given):
                stack += [(part, False) for part in reversed(children(current))]
    return list(asked)


def _is_asked(node: t.Num | t.Cond) -> bool:
    match node:
        case t.Figure() | t.Attribute() | t.Marks():
            return True
        case t.Choose(cases):
            return any(_asks(case.when) for case in cases)
        case t.And() | t.Or():
            return _asks(node)
    return False


def _asks(condition: t.Cond) -> bool:
    """Tell whether a condition, or one joined in it, asks whether a figure is given."""
    seen: set[t.Cond] = set()
    stack: list[t.Num | t.Cond] = [condition]
    while stack:
        current = stack.pop()
        if isinstance(current, t.Given):
            return True
        if isinstance(current, t.And | t.Or | t.Not) and current not in seen:
            seen.add(current)
            stack += children(current)
    return False


def needed_names(tree: t.Num) -> frozenset[str]:
    """Name the figures that are needed whatever others there are: without one of them there is no score."""
    return frozenset(node.name for node in asked_in(tree) if isinstance(node, t.Figure | t.Attribute))


def optional_parts(tree: t.Num) -> frozenset[t.Num | t.Cond]:
    """Give the parts that may lack something where the whole does not: of marks, and of what ``Given`` decides."""
    needed: set[t.Num | t.Cond] = set()
    stack: list[t.Num | t.Cond] = [tree]
    while stack:
        current = stack.pop()
        if current not in needed:
            needed.add(current)
            if isinstance(current, t.Marks) and isinstance(current.when_fewer, t.Num):
                stack.append(current.when_fewer)
            stack += () if _is_asked(current) else children(current)
    return frozenset(walk(tree)) - needed


def blamed(tree: t.Num, missing: Missing[bool]) -> list[t.Figure | t.Attribute | t.Marks]:
    """Give what a unit lacks, parts before wholes: figures, and marks of which too few are given.

    Args:
        tree: The formula.
        missing: What is missing of this one unit.
    """
    lacking: dict[t.Figure | t.Attribute | t.Marks, None] = {}
    seen: set[Asked] = set()
    stack = list(reversed(asked_in(tree)))
    while stack:
        current = stack.pop()
        if current in seen or missing.there(current):
            continue
        seen.add(current)
        if isinstance(current, t.Figure | t.Attribute | t.Marks):
            lacking[current] = None
        else:
            stack += [asked for part in reversed(_looked_at(current, missing)) for asked in reversed(asked_in(part))]
    return list(lacking)


def _looked_at(node: t.Choose | t.And | t.Or, missing: Missing[bool]) -> list[t.Num | t.Cond]:
    """Give the parts that may be reached, as far as that is settled."""
    if not isinstance(node, t.Choose):
        return list(node.of)
    parts: list[t.Num | t.Cond] = []
    for case in node.cases:
        holds, fails = missing.settled(case.when)
        if holds:
            return [*parts, case.then]
        parts += [] if fails else [case.when, case.then]
    return [*parts, node.otherwise]
