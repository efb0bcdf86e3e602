"""From the tree to integer steps: each number becomes constant × numerator ÷ denominators, all whole numbers.

No gcd is taken at run time; denominators are guarded (at least 1) before anything divides by them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.program import Approximate, Program, Ref
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import (
    Across,
    Add,
    And,
    Attribute,
    Bands,
    Case,
    Choose,
    Compare,
    Cond,
    CountOf,
    Empty,
    Figure,
    FormulaError,
    Greatest,
    Least,
    Log,
    Mean,
    Median,
    Multiply,
    Not,
    Num,
    Number,
    Or,
    Over,
    Param,
    Power,
    Ratio,
    Rescale,
    Round,
    RoundMode,
    ShareOfBest,
    Subtract,
    walk,
)

MOST_BITS = 20_000
"""Bits of a number that a formula may come to; real ones need some hundreds."""
_MOST_FACTORS = 1_000
"""Factors of a denominator."""
ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))
_NOWHERE = Ratio(ONE, ZERO, Empty.NOT_ASSIGNED)
_FAULT = Ratio(ONE, ZERO, Empty.ERROR)


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


@attrs.frozen
class Column:
    """A figure's column as the data has it.

    Attributes:
        name: Column of the data.
        low, high: Bounds of its whole numbers (value × 10^places).
        blanks: It may have blanks.
        kps: It may say "not assigned".
    """

    name: str
    low: int
    high: int
    blanks: bool = True
    kps: bool = True


@attrs.frozen
class Masks:
    """Where a criterion's figures are missing: ``kp`` not assigned, ``blank`` not reported (where not kp)."""

    kp: Ref
    blank: Ref


class Lowering:
    """Lowers the formulas of one criterion into a program.

    Args:
        program: Where the steps go.
        specs: Its figures.
        columns: Figure name → column.
        params: Param name → one value, or cluster → value.
        among: Units that count in what is taken across units (set once the masks of all criteria are known).
    """

    def __init__(
        self,
        program: Program,
        specs: Sequence[FigureSpec],
        columns: Mapping[str, Column],
        params: Mapping[str, Fraction | Mapping[str, Fraction]],
    ) -> None:
        """Keep what the symbols stand for."""
        self.program = program
        self.among: Ref = program.yes
        self._specs = {spec.name: spec for spec in specs}
        self._columns = columns
        self._params = params
        self._values: dict[Num, Value] = {}
        self._truths: dict[Cond, Truth] = {}
        self._approximates: dict[Num, bool] = {}
        self.prover = Prover(
            specs,
            {name: [value] if isinstance(value, Fraction) else list(value.values()) for name, value in params.items()},
        )

    # what is missing

    def masks(self, tree: Num) -> Masks:
        """Tell where the figures that a formula uses are missing."""
        p = self.program
        nodes = walk(tree)
        marks = {part for node in nodes if isinstance(node, Mean | Median) for part in node.of}
        kps: list[Ref] = []
        blanks: list[Ref] = []
        for node in nodes:
            if isinstance(node, Mean | Median):
                there = [self._present(part.name) for part in node.of]
                few = p.lt(p.total([p.when(one, p.const(1), p.const(0)) for one in there]), p.const(node.fewest))
                kps.append(p.all([self._kp(part.name) for part in node.of]))
                blanks.append(few)
            elif isinstance(node, Figure | Attribute) and node not in marks:
                kps.append(self._kp(node.name))
                if self._specs[node.name].blank is None:
                    blanks.append(p.not_(self._present(node.name)))
        kp = p.any(kps)
        return Masks(kp, p.and_(p.any(blanks), p.not_(kp)))

    def _present(self, name: str) -> Ref:
        column = self._columns[name]
        return self.program.present(column.name) if column.blanks or column.kps else self.program.yes

    def _kp(self, name: str) -> Ref:
        column = self._columns[name]
        return self.program.kp(column.name) if column.kps else self.program.no

    # numbers

    def value(self, tree: Num) -> Value:
        """Lower a formula.

        Raises:
            FormulaError: An approximate number is used before a rounding closes it, or a sum of
                ratios is not rounded.
        """
        for node in walk(tree):
            if isinstance(node, Num) and node not in self._values:
                if not self._is_approximate(node):
                    self._values[node] = _held(self.program, self._number(node))
            elif isinstance(node, Cond) and node not in self._truths:
                self._truths[node] = self._condition(node)
        if tree not in self._values:
            raise FormulaError("DVK-F201", "an approximate number (power, root, log) must be closed by round_(...)")
        return self._values[tree]

    def _is_approximate(self, node: Num) -> bool:
        """Tell whether a number is approximate: a power or logarithm that no rounding has closed on the way up.

        Its parts were asked before it, so that no question goes further down than one level.
        """
        if node not in self._approximates:
            match node:
                case Power() | Log():
                    parts: tuple[Num, ...] = (node,)
                case Add(left, right) | Subtract(left, right) | Multiply(left, right):
                    parts = (left, right)
                case Ratio(over, under, _):
                    parts = (over, under)
                case Least(of) | Greatest(of):
                    parts = of
                case _:
                    parts = ()
            self._approximates[node] = any(part is node or self._is_approximate(part) for part in parts)
        return self._approximates[node]

    def _constant(self, value: Fraction) -> Value:
        p = self.program
        sign = (value > 0) - (value < 0)
        return Value(abs(value) or Fraction(1), p.const(sign), (), p.no, p.no)

    def _figure(self, name: str) -> Value:
        p, column, spec = self.program, self._columns[name], self._specs[name]
        number = p.input(column.name, column.low, column.high, full=not (column.blanks or column.kps))
        if spec.blank is not None and column.blanks:
            number = p.when(self._present(name), number, p.const(int(spec.blank * 10**spec.places)))
        return Value(Fraction(1, 10**spec.places), number, (), p.no, p.no)

    def by_cluster(self, given: Fraction | Mapping[str, Fraction]) -> Value:
        """Lower a number that may differ by cluster."""
        if isinstance(given, Fraction) or len(set(given.values())) == 1:
            return self._constant(given if isinstance(given, Fraction) else next(iter(given.values())))
        p = self.program
        values = sorted(set(given.values()))
        scale = math.lcm(*(value.denominator for value in values))
        number = p.const(int(values[0] * scale))
        for value in values[1:]:
            there = p.in_clusters(tuple(cluster for cluster, own in given.items() if own == value))
            number = p.when(there, p.const(int(value * scale)), number)
        return Value(Fraction(1, scale), number, (), p.no, p.no)

    def _got(self, node: Num) -> Value:
        if node not in self._values:
            return self.value(node)
        return self._values[node]

    def _number(self, node: Num) -> Value:  # noqa: C901, PLR0912 - one line a node, the set is closed
        match node:
            case Number(value):
                return self._constant(value)
            case Figure(name) | Attribute(name):
                return self._figure(name)
            case Param(name):
                return self.by_cluster(self._params[name])
            case Add(left, right):
                return self.add(self._got(left), self._got(right))
            case Subtract(left, right):
                return self.add(self._got(left), self._negative(self._got(right)))
            case Multiply(left, right):
                return self.multiply(self._got(left), self._got(right))
            case Ratio(over, under, when_empty):
                return self._ratio(self._got(over), self._got(under), when_empty)
            case Least(of):
                return self._extreme(of, least=True)
            case Greatest(of):
                return self._extreme(of, least=False)
            case Choose(cases, otherwise):
                return self._choose(cases, otherwise)
            case Bands(value, steps, below):
                cases = tuple(Case(Compare(">=", value, step.start), step.then) for step in reversed(steps))
                return self._got(Choose(cases, below))
            case Round(value, places, mode):
                return (
                    self._approximate(node)
                    if self._is_approximate(value)
                    else self._rounded(self._got(value), places, mode)
                )
            case Mean(of, drop, _):
                return self._mean(of, drop)
            case Median(of):
                return self._median(of)
            case CountOf(of, at_least):
                ones = [Choose((Case(Compare(">=", part, at_least), ONE),), ZERO) for part in of]
                result: Num = ones[0]
                for one in ones[1:]:
                    result = Add(result, one)
                return self._got(result)
            case Across():
                return self._across(node)
            case Rescale():
                return self._got(rescale_as_ratio(node))
            case ShareOfBest():
                return self._got(share_as_ratio(node))
            case _:
                raise FormulaError("DVK-F201", f"{type(node).__name__} must be closed by round_(...)")

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
        for one in a.denominators:
            if one in only_b:
                only_b.remove(one)
            else:
                only_a.append(one)
        denominators += only_b
        scale = math.lcm(a.factor.denominator, b.factor.denominator)
        x, y = int(a.factor * scale), int(b.factor * scale)
        shared = math.gcd(x, y)
        left = p.mul(p.mul(a.numerator, self.product(only_b)), p.const(x // shared))
        right = p.mul(p.mul(b.numerator, self.product(only_a)), p.const(y // shared))
        return Fraction(shared, scale), left, right, tuple(sorted(denominators))

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

    def _ratio(self, a: Value, b: Value, when_empty: Num | Empty) -> Value:
        p = self.program
        over, under = list(a.denominators), list(b.denominators)
        for one in a.denominators:  # what stands under both falls out
            if one in under:
                under.remove(one)
                over.remove(one)
        empty = p.eq(b.numerator, p.const(0))
        guarded = p.max(p.abs(b.numerator), p.const(1))
        numerator = p.mul(a.numerator, self.product(under))
        if p[b.numerator].low < 0:
            numerator = p.when(p.lt(b.numerator, p.const(0)), p.neg(numerator), numerator)
        denominators = over if p.is_const(guarded) else [*over, guarded]
        factor = a.factor / b.factor / (p[guarded].low if p.is_const(guarded) else 1)
        gone, fault = self._gone(a, b)
        found = Value(factor, numerator, tuple(sorted(denominators)), gone, fault)
        if isinstance(when_empty, Empty):
            empty = p.and_(empty, p.not_(p.or_(gone, fault)))
            if when_empty is Empty.NOT_ASSIGNED:
                return attrs.evolve(found, gone=p.or_(gone, empty))
            return attrs.evolve(found, fault=p.or_(fault, empty))
        if empty == p.no:
            return found
        instead = self._got(when_empty)  # an empty denominator does not bring back what is not assigned above it
        gone, fault = p.or_(gone, p.and_(empty, instead.gone)), p.or_(fault, p.and_(empty, instead.fault))
        return attrs.evolve(self.pick(Truth(empty, p.no, p.no), instead, found), gone=gone, fault=fault)

    def pick(self, condition: Truth, then: Value, otherwise: Value) -> Value:
        """``then`` where the condition holds; one set of denominators when one holds the other, else both."""
        p = self.program
        gone = p.or_(condition.gone, p.when(condition.holds, then.gone, otherwise.gone))
        fault = p.or_(condition.fault, p.when(condition.holds, then.fault, otherwise.fault))
        for one, other in ((then, otherwise), (otherwise, then)):
            if one.numerator == p.const(0):  # zero has any denominator
                zero = p.const(0)
                first, second = (zero, other.numerator) if one is then else (other.numerator, zero)
                return Value(other.factor, p.when(condition.holds, first, second), other.denominators, gone, fault)
        if _holds(then.denominators, otherwise.denominators) or _holds(otherwise.denominators, then.denominators):
            factor, left, right, denominators = self._common(then, otherwise)
            return Value(factor, p.when(condition.holds, left, right), denominators, gone, fault)
        scale = math.lcm(then.factor.denominator, otherwise.factor.denominator)
        x, y = int(then.factor * scale), int(otherwise.factor * scale)
        shared = math.gcd(x, y)
        numerator = p.when(
            condition.holds,
            p.mul(then.numerator, p.const(x // shared)),
            p.mul(otherwise.numerator, p.const(y // shared)),
        )
        under = p.when(condition.holds, self.product(then.denominators), self.product(otherwise.denominators))
        return Value(Fraction(shared, scale), numerator, (under,), gone, fault)

    def _extreme(self, of: tuple[Num, ...], *, least: bool) -> Value:
        p = self.program
        result = self._got(of[0])
        for part in of[1:]:
            other = self._got(part)
            factor, left, right, denominators = self._common(result, other)
            gone, fault = self._gone(result, other)
            if _holds(result.denominators, other.denominators) or _holds(other.denominators, result.denominators):
                numerator = p.min(left, right) if least else p.max(left, right)
                result = Value(factor, numerator, denominators, gone, fault)
            else:
                better = p.le(left, right) if least else p.le(right, left)
                result = attrs.evolve(self.pick(Truth(better, p.no, p.no), result, other), gone=gone, fault=fault)
        return result

    def _choose(self, cases: tuple[Case, ...], otherwise: Num) -> Value:
        result = self._got(otherwise)
        for case in reversed(cases):
            result = self.pick(self.truth(case.when), self._got(case.then), result)
        return result

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
        found = self._magnitude(size, under, mode)
        return p.when(negative, p.neg(found), found)

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
            case _:
                step = p[under]
                if step.op == "const" and step.low % 2 == 0:  # (size + under/2) // under
                    return p.div(p.add(size, p.const(step.low // 2)), under)
                return p.div(p.add(p.mul(size, p.const(2)), under), p.mul(under, p.const(2)))

    def _approximate(self, node: Round) -> Value:
        """Close an approximate formula: its exact parts become arguments, the engine rounds and checks."""
        p = self.program
        symbols: list[str] = []
        args: list[Ref] = []
        parts: list[Value] = []
        replaced: dict[Num, Num] = {}

        def replace(part: Num) -> Num:
            if part not in replaced and self._is_approximate(part):
                replaced[part] = _rebuilt(part, replace)
            elif part not in replaced:
                value = self._got(part)
                symbols.append(f"x{len(symbols)}")
                args.extend((p.mul(value.numerator, p.const(value.factor.numerator)), self._under(value)))
                parts.append(value)
                replaced[part] = Figure(symbols[-1])
            return replaced[part]

        tree = Round(replace(node.value), node.places, node.mode)
        bound = self.prover.interval(node)
        if bound.low is None or bound.high is None:
            raise FormulaError("DVK-F202", "the range of an approximate number is not known: clip what it is taken of")
        low, high = math.floor(bound.low * 10**node.places) - 1, math.ceil(bound.high * 10**node.places) + 1
        gone, fault = self._gone(*parts)
        number = p.approximate(Approximate(tree, tuple(symbols), node.places, node.mode), tuple(args), low, high)
        return Value(Fraction(1, 10**node.places), number, (), gone, fault)

    def _under(self, value: Value) -> Ref:
        return self.program.mul(self.product(value.denominators), self.program.const(value.factor.denominator))

    # marks

    def _marks(self, of: tuple[Figure, ...]) -> tuple[list[Ref], list[Ref], Fraction]:
        p = self.program
        places = max(self._specs[part.name].places for part in of)
        there = [self._present(part.name) for part in of]
        numbers = [
            p.mul(self._figure(part.name).numerator, p.const(10 ** (places - self._specs[part.name].places)))
            for part in of
        ]
        return there, numbers, Fraction(1, 10**places)

    def _mean(self, of: tuple[Figure, ...], drop: int) -> Value:
        p = self.program
        there, numbers, factor = self._marks(of)
        given = p.total([p.when(one, p.const(1), p.const(0)) for one in there])
        if drop == 0:
            total = p.total([p.when(one, number, p.const(0)) for one, number in zip(there, numbers, strict=True)])
        else:
            ordered = self._ordered(there, numbers)
            kept = [
                p.when(p.le(p.const(index + drop), given), number, p.const(0))
                for index, number in enumerate(ordered, start=1)
                if index > drop
            ]
            total = p.total(kept)
        under = p.max(p.sub(given, p.const(2 * drop)), p.const(1))
        if p.is_const(under):
            return Value(factor / p[under].low, total, (), p.no, p.no)
        return Value(factor, total, (under,), p.no, p.no)

    def _median(self, of: tuple[Figure, ...]) -> Value:
        p = self.program
        there, numbers, factor = self._marks(of)
        given = p.total([p.when(one, p.const(1), p.const(0)) for one in there])
        lower = p.div(p.add(given, p.const(1)), p.const(2))
        upper = p.add(p.div(given, p.const(2)), p.const(1))
        picked = [
            p.when(p.eq(place, p.const(index)), number, p.const(0))
            for index, number in enumerate(self._ordered(there, numbers), start=1)
            for place in (lower, upper)
        ]
        return Value(factor / 2, p.total(picked), (), p.no, p.no)

    def _ordered(self, there: list[Ref], numbers: list[Ref]) -> list[Ref]:
        """Sort the marks of each unit, blanks last, by exchanging neighbours."""
        p = self.program
        last = p.const(max(p[number].high for number in numbers) + 1)
        row = [p.when(one, number, last) for one, number in zip(there, numbers, strict=True)]
        for turn in range(len(row)):
            for left in range(turn % 2, len(row) - 1, 2):
                row[left], row[left + 1] = p.min(row[left], row[left + 1]), p.max(row[left], row[left + 1])
        return row

    # across units

    def _across(self, node: Across) -> Value:
        p = self.program
        value = self._got(node.value)
        among = p.all([self.among, p.not_(value.gone), p.not_(value.fault)])
        if node.among is not None:
            condition = self.truth(node.among)
            among = p.all([among, condition.holds, p.not_(condition.gone), p.not_(condition.fault)])
        if node.kind in ("sum", "mean") and value.denominators:
            raise FormulaError("DVK-F203", "a sum or mean of ratios across units must be rounded first")
        match node.kind:
            case "count":
                return Value(Fraction(1), p.count(among, node.over), (), p.no, p.no)
            case "sum":
                return Value(value.factor, p.sum(value.numerator, among, node.over), (), p.no, p.no)
            case "mean":
                total = Value(value.factor, p.sum(value.numerator, among, node.over), (), p.no, p.no)
                return self._ratio(
                    total, Value(Fraction(1), p.count(among, node.over), (), p.no, p.no), node.when_empty
                )
            case "rank":
                key = self._key(value)
                rank = p.rank(key if node.prefer == "high" else p.neg(key), among, node.over, "rank_min")
                found, empty = Value(Fraction(1), rank, (), p.no, p.no), p.not_(among)
            case _:
                found = self._best(value, among, node.over, highest=node.kind == "highest")
                empty = p.eq(p.count(among, node.over), p.const(0))
        instead = {Empty.NOT_ASSIGNED: _NOWHERE, Empty.ERROR: _FAULT}
        other = instead[node.when_empty] if isinstance(node.when_empty, Empty) else node.when_empty
        return self.pick(Truth(empty, p.no, p.no), self._got(other), found)

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

    # conditions

    def truth(self, condition: Cond) -> Truth:
        """Lower a condition."""
        if condition not in self._truths:
            for node in walk(condition):
                if isinstance(node, Num):
                    self._got(node)
            self._truths[condition] = self._condition(condition)
        return self._truths[condition]

    def _condition(self, condition: Cond) -> Truth:
        p = self.program
        match condition:
            case Compare(op, left, right):
                a, b = self._got(left), self._got(right)
                _, x, y, _ = self._common(a, b)
                holds = {
                    "<": lambda: p.lt(x, y),
                    "<=": lambda: p.le(x, y),
                    ">": lambda: p.lt(y, x),
                    ">=": lambda: p.le(y, x),
                    "==": lambda: p.eq(x, y),
                    "!=": lambda: p.not_(p.eq(x, y)),
                }[op]()
                return Truth(holds, *self._gone(a, b))
            case Not(of):
                inner = self.truth(of)
                return attrs.evolve(inner, holds=p.not_(inner.holds))
            case And(of) | Or(of):
                parts = [self.truth(part) for part in of]
                join = p.all if isinstance(condition, And) else p.any
                return Truth(join([part.holds for part in parts]), *self._gone(*parts))
            case _:
                raise FormulaError("DVK-F107", f"{condition!r} is no condition", where="formula", value=repr(condition))


def _holds(whole: tuple[Ref, ...], part: tuple[Ref, ...]) -> bool:
    rest = list(whole)
    for one in part:
        if one not in rest:
            return False
        rest.remove(one)
    return True


def _held(program: Program, value: Value) -> Value:
    """Refuse a number that grows beyond all measure: a square of squares of squares."""
    bits = max(program[ref].bits for ref in (value.numerator, *value.denominators))
    if bits > MOST_BITS or len(value.denominators) > _MOST_FACTORS:
        message = f"the numbers of the formula grow to more than {MOST_BITS} bits: round between"
        raise FormulaError("DVK-F207", message, most=MOST_BITS)
    return value


def _rebuilt(node: Num, replace: Callable[[Num], Num]) -> Num:
    match node:
        case Power(base, exponent):
            return Power(replace(base), exponent)
        case Log(value, base):
            return Log(replace(value), base)
        case Add(left, right) | Subtract(left, right) | Multiply(left, right):
            return type(node)(replace(left), replace(right))
        case Least(of) | Greatest(of):
            return type(node)(tuple(replace(part) for part in of))
        case _:
            raise FormulaError("DVK-F204", "divide before the power or logarithm is taken, or round it first")


def _out(empty: Num | Empty) -> Num:
    """Write what an empty set means as a number."""
    if isinstance(empty, Empty):
        return _NOWHERE if empty is Empty.NOT_ASSIGNED else _FAULT
    return empty


def rescale_as_ratio(node: Rescale) -> Num:
    """Write min-max scaling with a ratio and values taken across."""
    high = Across("highest", node.value, node.among, node.over, ZERO, "high")
    low = Across("lowest", node.value, node.among, node.over, ZERO, "low")
    part = Subtract(node.value, low) if node.prefer == "high" else Subtract(high, node.value)
    found: Num = Ratio(part, Subtract(high, low), node.when_flat)
    return found if node.among is None else Choose((Case(node.among, found),), _out(node.when_flat))


def share_as_ratio(node: ShareOfBest) -> Num:
    """Write a share of the best with a ratio and a value taken across."""
    found: Num
    if node.prefer == "high":
        found = Ratio(node.value, Across("highest", node.value, node.among, node.over, ZERO, "high"), node.when_empty)
    else:
        found = Ratio(Across("lowest", node.value, node.among, node.over, ZERO, "low"), node.value, ONE)
    return found if node.among is None else Choose((Case(node.among, found),), _out(node.when_empty))
