"""The law read in fractions, unit by unit: what explanations tell, and what every other reader is held against."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.names import RULED_PLACES, TIE, TIE_ALL, kp_flag
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.state import State
from dvk_scoring.formula.walk import walk
from dvk_scoring.law import nodes as n
from dvk_scoring.law.sheet import Sheet
from dvk_scoring.scheme.model import Scheme

Numbers: TypeAlias = "Sequence[Fraction]"
Keys: TypeAlias = "tuple[Fraction, ...]"
Flags: TypeAlias = "Sequence[bool]"
Scores: TypeAlias = "Callable[[str], Sequence[Given]]"
_ZERO, _NOWHERE = Fraction(0), Fraction(-1)
_COMPARE: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_STATES: Mapping[n.ScoreState, State] = {"kp": State.NOT_ASSIGNED, "blank": State.NOT_REPORTED}


@attrs.frozen
class Given:
    """What a plugin gives for one unit: the state of its figures and of its score, and the score where both are ok."""

    figures: State
    state: State
    score: Fraction | None


class Reference:
    """The definitions of a sheet for several units.

    Args:
        scheme: The scheme.
        sheet: Its law.
        rows: One a unit: ``cluster``, figures as whole numbers (None: no value), their KP flags, columns of rulings.
        scores: Criterion, bonus or penalty → what its plugin gives, one a row.
        known: Numbers and conditions that are not read again: what other units than these decide.

    Attributes:
        numbers: Definition → its number, one a row.
        orders: Definition that units are compared by → its keys.
        conditions: Definition → whether it holds.
    """

    def __init__(
        self,
        scheme: Scheme,
        sheet: Sheet,
        rows: Sequence[Mapping[str, Any]],
        scores: Scores,
        known: Mapping[t.Num | t.Cond, Sequence[Any]] | None = None,
    ) -> None:
        """Read every definition."""
        self.rows, self.scores = rows, scores
        self.clusters = [str(row["cluster"]) for row in rows]
        self.places = {name: spec.places for name, (spec, _) in scheme.figure_columns.items()}
        self.numbers: dict[str, Numbers] = {}
        self.orders: dict[str, Sequence[Keys]] = {}
        self.conditions: dict[str, Flags] = {}
        self._known: dict[t.Num | t.Cond, Sequence[Any]] = dict(known or {})
        for definition in sheet:
            if isinstance(definition.formula, n.Order):
                self.orders[definition.name] = list(
                    zip(*(self.number(key) for key in definition.formula.keys), strict=True)
                )
            elif isinstance(definition.formula, t.Num):
                self.numbers[definition.name] = self.number(definition.formula)
            else:
                self.conditions[definition.name] = self.condition(definition.formula)

    def number(self, node: t.Num) -> Numbers:
        """Read a number; 0 where it means nothing."""
        return self._read(node)

    def condition(self, node: t.Cond) -> Flags:
        """Read a condition."""
        return self._read(node)

    def _read(self, node: t.Num | t.Cond) -> Sequence[Any]:
        for part in walk(node) if node not in self._known else ():
            if part not in self._known:
                self._known[part] = self._number(part) if isinstance(part, t.Num) else self._condition(part)
        return self._known[node]

    def _number(self, node: t.Num) -> Numbers:  # noqa: C901, PLR0912 - one line a node, the set is closed
        count = len(self.rows)
        match node:
            case t.Number(value):
                return [value] * count
            case n.Named(name):
                return self.numbers[name]
            case n.ByCluster(values):
                given = dict(values)
                return [given.get(cluster, _ZERO) for cluster in self.clusters]
            case n.Column(name):
                scale = 10 ** self.places[name]
                return [Fraction(row[name] or 0, scale) for row in self.rows]
            case n.Score(of):
                return [_ZERO if outcome.score is None else outcome.score for outcome in self.scores(of)]
            case n.Ruled(column):
                scale = 1 if column in (TIE, TIE_ALL) else 10**RULED_PLACES
                return [Fraction(row.get(column) or 0, scale) for row in self.rows]
            case t.Add(left, right):
                return [a + b for a, b in self._pairs(left, right)]
            case t.Subtract(left, right):
                return [a - b for a, b in self._pairs(left, right)]
            case t.Multiply(left, right):
                return [a * b for a, b in self._pairs(left, right)]
            case t.Ratio(over, under):  # where it would be empty, another case is chosen
                return [a / b if b else _ZERO for a, b in self._pairs(over, under)]
            case t.Least(of):
                return [min(parts) for parts in zip(*(self._known[number] for number in of), strict=True)]
            case t.Greatest(of):
                return [max(parts) for parts in zip(*(self._known[number] for number in of), strict=True)]
            case t.Choose(cases, otherwise):
                chosen = list(self._known[otherwise])
                for case in reversed(cases):
                    pairs = zip(self._known[case.when], self._known[case.then], chosen, strict=True)
                    chosen = [then if holds else other for holds, then, other in pairs]
                return chosen
            case t.Round(value, places, mode):
                return [round_fraction(number, places, mode) for number in self._known[value]]
            case n.Ahead():
                return self._ahead(node)
            case n.Count(among, over):
                groups = self._groups(over)
                counts = {key: sum(self._known[among][row] for row in rows) for key, rows in groups.items()}
                return [Fraction(counts[cluster if over == "cluster" else ""]) for cluster in self.clusters]
            case _:
                message = f"{type(node).__name__} is no part of the law"
                raise TypeError(message)

    def _pairs(self, left: t.Num, right: t.Num) -> zip[tuple[Fraction, Fraction]]:
        return zip(self._known[left], self._known[right], strict=True)

    def _groups(self, over: t.Over) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        for row, cluster in enumerate(self.clusters):
            groups.setdefault(cluster if over == "cluster" else "", []).append(row)
        return groups

    def _ahead(self, node: n.Ahead) -> Numbers:
        order, among, asked = self.orders[node.order], self._known[node.among], self._known[node.asked]
        ahead = [_NOWHERE] * len(self.rows)
        for rows in self._groups(node.over).values():
            keys = [order[row] for row in rows if among[row]]
            rising = sorted(set(keys) if node.distinct else keys)
            for row in (index for index in rows if asked[index]):
                if node.ties:
                    before = len(rising) - bisect_left(rising, order[row]) - int(among[row])
                else:
                    before = len(rising) - bisect_right(rising, order[row])
                ahead[row] = Fraction(before)
        return ahead

    def _condition(self, node: t.Cond) -> Flags:  # noqa: C901 - one line a node, the set is closed
        match node:
            case n.Holds(name):
                return self.conditions[name]
            case n.InClusters(clusters):
                return [cluster in clusters for cluster in self.clusters]
            case n.Present(column):
                return [row[column] is not None for row in self.rows]
            case n.NotAssigned(column):
                return [row.get(kp_flag(column)) == 1 for row in self.rows]
            case n.ScoreIs(of, state):
                return self._state(of, state)
            case n.Flagged(column):
                return [row.get(column) == 1 for row in self.rows]
            case t.Compare(op, left, right):
                return [_COMPARE[op](a, b) for a, b in self._pairs(left, right)]
            case t.Not(of):
                return [not holds for holds in self._known[of]]
            case t.And(of):
                return [all(self._known[condition][row] for condition in of) for row in range(len(self.rows))]
            case t.Or(of):
                return [any(self._known[condition][row] for condition in of) for row in range(len(self.rows))]
            case _:
                message = f"{type(node).__name__} is no part of the law"
                raise TypeError(message)

    def _state(self, of: str, state: n.ScoreState) -> Flags:
        """Tell why there is no score: by the unit's figures, or by the formula itself."""
        scores = self.scores(of)
        if state == "gone":
            return [score.figures is State.OK and score.state is State.NOT_ASSIGNED for score in scores]
        return [score.figures is _STATES[state] for score in scores]
