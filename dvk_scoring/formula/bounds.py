"""Proof of a formula's range before any data: intervals, and the relations that intervals alone cannot see.

Known relations: declared ``at_most`` rules, a unit's own value against the highest or lowest of a set it belongs to,
and what a choice's condition says inside its branch.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import attrs

from dvk_scoring.formula.intervals import (
    OPEN,
    UNIT,
    Interval,
    join,
    log_of,
    magnitude,
    meet,
    minus,
    multiplied,
    plus,
    point,
    power_of,
    sayable,
)
from dvk_scoring.formula.program import MOST_ROWS
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import (
    Absent,
    Absolute,
    Across,
    Add,
    And,
    Attribute,
    Bands,
    Choose,
    Compare,
    Cond,
    CountOf,
    Empty,
    Figure,
    Greatest,
    Least,
    Log,
    Marks,
    Multiply,
    Not,
    Num,
    Number,
    Param,
    Power,
    Ratio,
    Rescale,
    Round,
    ShareOfBest,
    Subtract,
    Titled,
)

_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEGATE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
Linear = Mapping["Num | None", Fraction]
MOST_LOOKED_AT = 2_000
"""Nodes looked at inside branches: choices within choices of one shared part would otherwise double with each level."""


@attrs.frozen
class Facts:
    """What is known to hold inside a branch: bounds of nodes, and conditions that are true."""

    bounds: Mapping[Num, Interval] = attrs.field(factory=dict)
    true: frozenset[Cond] = frozenset()
    known: dict[Num, Interval] = attrs.field(factory=dict, init=False, eq=False)
    """Intervals found under these facts, so that a shared part is proved once."""
    atoms: dict[Num, Interval] = attrs.field(factory=dict, init=False, eq=False)
    """The same, of nodes taken as one term of a sum."""


def values_of(params: Mapping[str, Fraction | Mapping[str, Fraction]]) -> dict[str, tuple[Fraction, ...]]:
    """Give the values that each param takes: one, or one a cluster."""
    return {name: tuple(param.values()) if isinstance(param, Mapping) else (param,) for name, param in params.items()}


@lru_cache(256)
def proved(tree: Num, specs: tuple[FigureSpec, ...], params: tuple[tuple[str, tuple[Fraction, ...]], ...]) -> Interval:
    """Prove the range of a formula; schemes ask the same of many criteria, and of a scheme that is read again.

    Args:
        tree: The formula.
        specs: Its figures.
        params: Param name → the values it takes.
    """
    return Prover(specs, dict(params)).interval(tree)


class Prover:
    """Proves the range of formulas over declared figures and decided params.

    Args:
        specs: The figures by name.
        params: Param name → the values it takes (one, or one a cluster).
    """

    def __init__(self, specs: Sequence[FigureSpec], params: Mapping[str, Sequence[Fraction]]) -> None:
        """Keep the declarations."""
        self._specs = {spec.name: spec for spec in specs}
        self._params = params
        self._nothing = Facts()
        self._declared = self._declared_relations()
        self._linears: dict[Num, Linear] = {}
        self._left = MOST_LOOKED_AT

    def interval(self, node: Num, facts: Facts | None = None) -> Interval:
        """Give an interval that surely holds the node's value wherever it has one.

        After ``MOST_LOOKED_AT`` nodes in branches, what a branch knows is held against the node itself alone, no longer
        against its parts: the interval may be wider, and still holds.
        """
        facts = facts or self._nothing
        interval = facts.known.get(node)
        if interval is None and facts is not self._nothing:
            self._left -= 1
            if self._left < 0:
                interval = facts.known[node] = meet(self.interval(node), facts.bounds.get(node, OPEN))
        if interval is None:
            interval = facts.known[node] = sayable(meet(self._atom(node, facts), self._linear_bound(node, facts)))
        return interval

    def _atom(self, node: Num, facts: Facts) -> Interval:
        """Bound a node without looking into sums: its own interval, what the branch says, and its own unit in a set."""
        known = facts.atoms.get(node)
        if known is not None:
            return known
        bounded = meet(self._plain(node, facts), facts.bounds.get(node, OPEN))
        if isinstance(node, Across) and _takes_part(node, facts):
            interval = self.interval(node.value, facts)
            if node.kind == "highest":
                bounded = meet(bounded, Interval(interval.low, None))
            elif node.kind == "lowest":
                bounded = meet(bounded, Interval(None, interval.high))
        facts.atoms[node] = bounded
        return bounded

    def _plain(self, node: Num, facts: Facts) -> Interval:  # noqa: C901, PLR0912 - one line a node, the set is closed
        match node:
            case Number(value):
                return point(value)
            case Figure(name) | Attribute(name):
                spec = self._specs[name]
                return Interval(spec.low, spec.high)
            case Param(name):
                return Interval(min(self._params[name]), max(self._params[name]))
            case Add(left, right):
                a, b = self.interval(left, facts), self.interval(right, facts)
                return Interval(plus(a.low, b.low), plus(a.high, b.high))
            case Subtract(left, right):
                a, b = self.interval(left, facts), self.interval(right, facts)
                return Interval(minus(a.low, b.high), minus(a.high, b.low))
            case Multiply(left, right):
                product = multiplied(self.interval(left, facts), self.interval(right, facts))
                return meet(product, Interval(Fraction(0), None)) if left == right else product
            case Ratio():
                return self._ratio(node, facts)
            case Least(of):
                parts = [self.interval(part, facts) for part in of]
                highs = [part.high for part in parts if part.high is not None]
                return Interval(join(parts).low, min(highs, default=None))
            case Greatest(of):
                parts = [self.interval(part, facts) for part in of]
                lows = [part.low for part in parts if part.low is not None]
                return Interval(max(lows, default=None), join(parts).high)
            case Choose():
                return self._choose(node, facts)
            case Bands(_, steps, below):
                return self._any_of([below, *(step.then for step in steps)], facts)
            case Round(value, places, mode):
                part = self.interval(value, facts)
                low = None if part.low is None else round_fraction(part.low, places, mode)
                return Interval(low, None if part.high is None else round_fraction(part.high, places, mode))
            case Power(base, exponent):
                part = self.interval(base, facts)
                if exponent < 0 or part.low is None or part.low < 0:
                    return OPEN
                return Interval(power_of(part.low, exponent, up=False), power_of(part.high, exponent, up=True))
            case Log(value, base):
                part = self.interval(value, facts)
                if part.low is None or part.low <= 0 or (base is not None and base < 1):
                    return OPEN
                return Interval(log_of(part.low, base, -1), log_of(part.high, base, 1))
            case Marks():
                return self._marks(node, facts)
            case Absolute(of):
                return magnitude(self.interval(of, facts))
            case Titled(of):
                return self.interval(of, facts)
            case CountOf(of):
                return Interval(Fraction(0), Fraction(len(of)))
            case Across():
                return self._across(node, facts)
            case Rescale(_, _, _, _, when_flat):
                return self._with_empty(UNIT, when_flat, facts)
            case ShareOfBest(value, _, _, _, when_empty):
                low = self.interval(value, facts).low
                return self._with_empty(UNIT, when_empty, facts) if low is not None and low >= 0 else OPEN
            case _:
                return OPEN

    def _with_empty(self, interval: Interval, empty: Num | Empty, facts: Facts) -> Interval:
        return interval if isinstance(empty, Empty | Absent) else join([interval, self.interval(empty, facts)])

    def _ratio(self, node: Ratio, facts: Facts) -> Interval:
        over, under = self.interval(node.over, facts), self.interval(node.under, facts)
        if under == point(Fraction(0)):  # nothing is ever divided
            return self._with_empty(under, node.when_empty, facts)
        grain = self._grain(node.under)
        if under.low is None or under.low < 0:
            most = None if grain is None else 1 / grain
            interval = multiplied(over, Interval(None if most is None else -most, most))
            return self._with_empty(interval, node.when_empty, facts)
        least = under.low if under.low > 0 else grain
        inverse = Interval(
            Fraction(0) if under.high is None or under.high == 0 else 1 / under.high,
            None if least is None else 1 / least,
        )
        interval = multiplied(over, inverse)
        if over.low is not None and over.low >= 0 and self._never_negative(Subtract(node.under, node.over), facts):
            interval = meet(interval, UNIT)
        return self._with_empty(interval, node.when_empty, facts)

    def _any_of(self, nodes: Sequence[Num], facts: Facts) -> Interval:
        """Bound a number that is one of several; what is no number at all is none of them."""
        parts = [self.interval(node, facts) for node in nodes if not isinstance(node, Absent)]
        return join(parts) if parts else OPEN

    def _marks(self, node: Marks, facts: Facts) -> Interval:
        interval = join(self.interval(part, facts) for part in node.of)
        if node.kind == "count":
            return Interval(Fraction(0), Fraction(len(node.of)))
        if node.kind == "place":
            return self._with_empty(interval, node.when_fewer, facts)
        if node.kind != "sum":
            return interval
        dropped, best = node.low + node.high, len(node.of) if node.best is None else node.best
        counts = [Fraction(min(given - dropped, best)) for given in (node.fewest, len(node.of))]
        return multiplied(interval, Interval(counts[0], counts[1]))

    def _grain(self, node: Num) -> Fraction | None:
        """Give the smallest value above zero that a sum of figures can take, None when it is not known."""
        form = self._linear(node)
        grain: Fraction | None = None
        for atom, times in form.items():
            if atom is None:
                step = abs(times)
            elif isinstance(atom, Figure | Attribute):
                step = abs(times) / 10 ** self._specs[atom.name].places
            else:
                return None
            grain = step if grain is None else _common_step(grain, step)
        return grain

    def _choose(self, node: Choose, facts: Facts) -> Interval:
        parts = []
        for case in node.cases:
            inside = self._learn(facts, case.when, holds=True)
            if inside is not None and not isinstance(case.then, Absent):
                parts.append(self.interval(case.then, inside))
            left = self._learn(facts, case.when, holds=False)
            if left is None:
                return join(parts) if parts else OPEN
            facts = left
        if not isinstance(node.otherwise, Absent):
            parts.append(self.interval(node.otherwise, facts))
        return join(parts) if parts else OPEN

    def _across(self, node: Across, facts: Facts) -> Interval:
        inner = None if node.among is None else self._learn(self._nothing, node.among, holds=True)
        value = self.interval(node.value, inner)
        match node.kind:
            case "highest" | "lowest" | "mean":
                interval = value
            case "sum":
                interval = multiplied(value, Interval(Fraction(0), Fraction(MOST_ROWS)))
            case "count":
                interval = Interval(Fraction(0), Fraction(MOST_ROWS))
            case "rank":
                interval = Interval(Fraction(1), Fraction(MOST_ROWS))
        return self._with_empty(interval, node.when_empty, facts)

    def _learn(self, facts: Facts, cond: Cond, *, holds: bool) -> Facts | None:
        """Add what a condition says; None when it contradicts what is known."""
        match cond:
            case Not(of):
                return self._noted(self._learn(facts, of, holds=not holds), cond, holds=holds)
            case And(of) if holds:
                current: Facts | None = facts
                for part in of:
                    current = None if current is None else self._learn(current, part, holds=True)
                return self._noted(current, cond, holds=True)
            case Compare(op, left, right):
                op_ = op if holds else _NEGATE[op]
                known: Facts | None = self._bound(facts, left, op_, self.interval(right, facts))
                known = None if known is None else self._bound(known, right, _FLIP[op_], self.interval(left, facts))
                return self._noted(known, cond, holds=holds)
            case _:
                return self._noted(facts, cond, holds=holds)

    @staticmethod
    def _noted(facts: Facts | None, cond: Cond, *, holds: bool) -> Facts | None:
        if facts is None:
            return None
        negated = cond.of if isinstance(cond, Not) else Not(cond)
        return attrs.evolve(facts, true=facts.true | {cond if holds else negated})

    def _bound(self, facts: Facts, node: Num, op: str, other: Interval) -> Facts | None:
        while isinstance(node, Titled):
            node = node.of
        interval = self.interval(node, facts)
        grain = self._grain(node) if isinstance(node, Figure | Attribute) else None
        narrowed = interval
        if op in (">", ">=", "==") and other.low is not None:
            strict = grain if op == ">" and grain is not None and (other.low / grain).denominator == 1 else Fraction(0)
            narrowed = meet(narrowed, Interval(other.low + strict, None))
        if op in ("<", "<=", "==") and other.high is not None:
            strict = grain if op == "<" and grain is not None and (other.high / grain).denominator == 1 else Fraction(0)
            narrowed = meet(narrowed, Interval(None, other.high - strict))
        if narrowed.low is not None and narrowed.high is not None and narrowed.low > narrowed.high:
            return None
        return attrs.evolve(facts, bounds={**facts.bounds, node: narrowed})

    # sums of atoms

    def _linear(self, node: Num) -> Linear:
        """Write a node as a sum of atoms with constant factors; what is no sum is an atom itself."""
        if node not in self._linears:
            self._linears[node] = self._as_linear(node)
        return self._linears[node]

    def _as_linear(self, node: Num) -> Linear:
        match node:
            case Number(value):
                return {None: value}
            case Param(name) if len(set(self._params[name])) == 1:
                return {None: self._params[name][0]}
            case Titled(of):
                return self._linear(of)
            case Add(left, right):
                return _combine(self._linear(left), self._linear(right), Fraction(1))
            case Subtract(left, right):
                return _combine(self._linear(left), self._linear(right), Fraction(-1))
            case Multiply(left, right):
                a, b = self._linear(left), self._linear(right)
                for one, other in ((a, b), (b, a)):
                    if set(one) <= {None}:
                        times = one.get(None, Fraction(0))
                        return {atom: factor * times for atom, factor in other.items() if factor * times}
        return {node: Fraction(1)}

    def _linear_bound(self, node: Num, facts: Facts) -> Interval:
        if not isinstance(node, Add | Subtract | Multiply):
            return OPEN
        form = self._linear(node)
        low = self._lowest(form, facts)
        high = self._lowest({atom: -factor for atom, factor in form.items()}, facts)
        return Interval(low, None if high is None else -high)

    def _never_negative(self, node: Num, facts: Facts) -> bool:
        low = self._lowest(self._linear(node), facts)
        return low is not None and low >= 0

    def _lowest(self, form: Linear, facts: Facts) -> Fraction | None:
        """Bound a sum from below: take out known differences that are never negative, then add up intervals."""
        rest = dict(form)
        for parts, whole in self._relations(rest, facts):
            factor = min([rest.get(whole, Fraction(0)), *(-rest.get(part, Fraction(0)) for part in parts)])
            if factor > 0:
                rest[whole] -= factor
                for part in parts:
                    rest[part] += factor
        result = Fraction(0)
        for atom, factor in rest.items():
            if atom is None:
                result += factor
            elif factor:
                interval = self._atom(atom, facts)
                end = interval.low if factor > 0 else interval.high
                if end is None:
                    return None
                result += factor * end
        return result

    def _relations(self, form: Linear, facts: Facts) -> list[tuple[tuple[Num, ...], Num]]:
        """List what is known as "these together are at most that", the longest first."""
        rules: list[tuple[tuple[Num, ...], Num]] = [rule for rule in self._declared if form.get(rule[1], 0) > 0]
        for atom in form:
            if isinstance(atom, Across) and _takes_part(atom, facts):
                if atom.kind == "highest":
                    rules.append(((atom.value,), atom))
                elif atom.kind == "lowest":
                    rules.append(((atom,), atom.value))
        return sorted(rules, key=lambda rule: -len(rule[0]))

    def _declared_relations(self) -> list[tuple[tuple[Num, ...], Num]]:
        rules: list[tuple[tuple[Num, ...], Num]] = []
        for spec in self._specs.values():
            if spec.at_most is not None:
                parts, whole = (spec.name, *spec.plus), self._symbol(spec.at_most)
                rules.append((tuple(self._symbol(part) for part in parts), whole))
                # Beside one that is below 0, a part may be more than the whole.
                below = {part for part in parts if self._specs[part].low < 0}
                rules += [((self._symbol(part),), whole) for part in parts if below <= {part}]
        return rules

    def _symbol(self, name: str) -> Num:
        return Attribute(name) if self._specs[name].shared else Figure(name)


def _takes_part(node: Across, facts: Facts) -> bool:
    """Tell whether the unit itself surely belongs to the set that the value is taken of."""
    return node.among is None or node.among in facts.true


def _combine(one: Linear, other: Linear, times: Fraction) -> Linear:
    result = dict(one)
    for atom, factor in other.items():
        result[atom] = result.get(atom, Fraction(0)) + factor * times
    return {atom: factor for atom, factor in result.items() if factor}


def _common_step(a: Fraction, b: Fraction) -> Fraction:
    denominator = math.lcm(a.denominator, b.denominator)
    return Fraction(math.gcd(int(a * denominator), int(b * denominator)), denominator)
