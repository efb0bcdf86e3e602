"""From the tree to integer steps: each node becomes a value of ``arithmetic``, each condition a yes or no."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula.arithmetic import Arithmetic, Truth, Value, held
from dvk_scoring.formula.bounds import Prover, values_of
from dvk_scoring.formula.marks import Mark, count_marks, take_marks
from dvk_scoring.formula.missing import Gone, Missing, needed_names
from dvk_scoring.formula.names import tried_param
from dvk_scoring.formula.presence import Column, Masks, Steps
from dvk_scoring.formula.program import Approximate, Program, Ref
from dvk_scoring.formula.rewrite import count_as_sum, rescale_as_ratio, share_as_ratio, with_parts
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import (
    Absent,
    Absolute,
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
    Given,
    Greatest,
    Least,
    Log,
    Marks,
    Multiply,
    Not,
    Num,
    Number,
    Or,
    Param,
    Power,
    Ratio,
    Rescale,
    Round,
    ShareOfBest,
    Subtract,
    Titled,
)
from dvk_scoring.formula.walk import walk

__all__ = ["Column", "Lowering", "Masks", "Truth", "Value"]
_APPROXIMATE: Final = frozenset((Power, Log))


class Lowering(Arithmetic):
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
        super().__init__(program)
        self.among: Ref = program.yes
        self._specs = {spec.name: spec for spec in specs}
        self._columns = columns
        self._params = params
        self._values: dict[Num, Value] = {}
        self._truths: dict[Cond, Truth] = {}
        self._approximates: dict[Num, bool] = {}
        self._missing = Missing(Steps(program), self._lacking)
        self._needed: frozenset[str] = frozenset()
        self.prover = Prover(specs, values_of(params))

    # what is missing

    def masks(self, tree: Num) -> Masks:
        """Tell where the figures that a formula uses are missing."""
        self._needed = needed_names(tree)
        gone = self._missing.of(tree)
        return Masks(gone.kp, self.program.and_(gone.blank, self.program.not_(gone.kp)))

    def _lacking(self, node: Figure | Attribute) -> Gone[Ref]:
        p, kp = self.program, self._kp(node.name)
        if self._specs[node.name].blank is not None:
            return Gone(kp, p.no)
        return Gone(kp, p.not_(self._present(node.name)))

    def _there(self, node: Num | Cond) -> Ref:
        """Tell where nothing of a part is missing, among units that have a score."""
        names = {leaf.name for leaf in walk(node) if isinstance(leaf, Figure | Attribute)}
        return self.program.yes if names <= self._needed else self._missing.there(node)

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
                    self._values[node] = held(self.program, self._number(node))
            elif isinstance(node, Cond) and node not in self._truths:
                self._truths[node] = self._condition(node)
        if tree not in self._values:
            raise FormulaError("DVK-F201", "an approximate number (power, root, log) must be closed by round_(...)")
        return self._values[tree]

    def _is_approximate(self, node: Num) -> bool:
        """Tell whether a number is approximate: a power or logarithm that no rounding has closed on the way up.

        Its parts were asked before it, so that no question goes further down than one level.
        """
        if node.kinds.isdisjoint(_APPROXIMATE):
            return False
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
                case Titled(of):
                    parts = (of,)
                case _:
                    parts = ()
            self._approximates[node] = any(part is node or self._is_approximate(part) for part in parts)
        return self._approximates[node]

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
            there = p.in_clusters(tuple(cluster for cluster, each in given.items() if each == value))
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
                tried = tried_param(name)
                return self._figure(tried) if tried in self._specs else self.by_cluster(self._params[name])
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
            case Marks():
                return self._marks(node)
            case Absolute(of):
                inner = self._got(of)
                return attrs.evolve(inner, numerator=self.program.abs(inner.numerator))
            case Titled(of):
                return self._got(of)
            case Absent(meaning):
                return self._absent(meaning)
            case CountOf():
                return self._got(count_as_sum(node))
            case Across():
                return self._across(node)
            case Rescale():
                return self._got(rescale_as_ratio(node))
            case ShareOfBest():
                return self._got(share_as_ratio(node))
            case _:
                raise FormulaError("DVK-F201", f"{type(node).__name__} must be closed by round_(...)")

    def _ratio(self, a: Value, b: Value, when_empty: Num | Empty) -> Value:
        p = self.program
        over, under = list(a.denominators), list(b.denominators)
        for denominator in a.denominators:  # what stands under both falls out
            if denominator in under:
                under.remove(denominator)
                over.remove(denominator)
        empty = p.eq(b.numerator, p.const(0))
        guarded = p.max(p.abs(b.numerator), p.const(1))
        numerator = p.mul(a.numerator, self.product(under))
        if p[b.numerator].low < 0:
            numerator = p.when(p.lt(b.numerator, p.const(0)), p.neg(numerator), numerator)
        denominators = over if p.is_const(guarded) else [*over, guarded]
        factor = a.factor / b.factor / (p[guarded].low if p.is_const(guarded) else 1)
        gone, fault = self._gone(a, b)
        quotient = Value(factor, numerator, tuple(sorted(denominators)), gone, fault)
        if isinstance(when_empty, Empty):
            empty = p.and_(empty, p.not_(p.or_(gone, fault)))
            if when_empty is Empty.NOT_ASSIGNED:
                return attrs.evolve(quotient, gone=p.or_(gone, empty))
            return attrs.evolve(quotient, fault=p.or_(fault, empty))
        if empty == p.no:
            return quotient
        # An empty denominator does not bring back what is not assigned above it: then nothing is looked at instead.
        instead, missed = self._got(when_empty), p.and_(empty, p.not_(gone))
        gone, fault = p.or_(gone, p.and_(missed, instead.gone)), p.or_(fault, p.and_(missed, instead.fault))
        return attrs.evolve(self.pick(Truth(empty, p.no, p.no), instead, quotient), gone=gone, fault=fault)

    def _extreme(self, of: tuple[Num, ...], *, least: bool) -> Value:
        result = self._got(of[0])
        for part in of[1:]:
            result = self._lesser(result, self._got(part), least=least)
        return result

    def _choose(self, cases: tuple[Case, ...], otherwise: Num) -> Value:
        result = self._got(otherwise)
        for case in reversed(cases):
            result = self.pick(self.truth(case.when), self._got(case.then), result)
        return result

    def _approximate(self, node: Round) -> Value:
        """Close an approximate formula: its exact parts become arguments, the engine rounds and checks."""
        p = self.program
        symbols: list[str] = []
        args: list[Ref] = []
        parts: list[Value] = []
        replaced: dict[Num, Num] = {}

        def replace(part: Num) -> Num:
            if part not in replaced and self._is_approximate(part):
                replaced[part] = with_parts(part, replace)
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

    # marks

    def _marks(self, node: Marks) -> Value:
        p = self.program
        marks = [Mark(self._missing.there(part), self._got(part)) for part in node.of]
        taken = take_marks(self, node, marks)
        if node.kind != "place":
            return taken
        few = p.lt(count_marks(p, marks), p.const(node.best or 1))
        other = self._instead(node.when_fewer)
        value = attrs.evolve(taken, gone=p.no, fault=p.no)
        return self.pick(Truth(few, taken.gone, taken.fault), other, value)

    def _absent(self, meaning: Empty) -> Value:
        nought = self._constant(Fraction(0))
        if meaning is Empty.NOT_ASSIGNED:
            return attrs.evolve(nought, gone=self.program.yes)
        return attrs.evolve(nought, fault=self.program.yes)

    def _instead(self, meaning: Num | Empty) -> Value:
        """Give what an empty set means."""
        return self._absent(meaning) if isinstance(meaning, Empty) else self._got(meaning)

    # across units

    def _across(self, node: Across) -> Value:
        """Take a value across units; a unit whose own part of it is an error has an error, whatever the others have."""
        p = self.program
        value, there = self._got(node.value), self._there(node.value)
        among, wrong = p.all([self.among, there, p.not_(value.gone), p.not_(value.fault)]), p.and_(there, value.fault)
        if node.among is not None:
            condition, there = self.truth(node.among), self._there(node.among)
            holds = p.all([there, condition.holds, p.not_(condition.gone), p.not_(condition.fault)])
            among, wrong = p.and_(among, holds), p.or_(p.and_(there, condition.fault), p.and_(holds, wrong))
        taken = self._taken(node, value, among)
        return attrs.evolve(taken, fault=p.or_(taken.fault, wrong))

    def _taken(self, node: Across, value: Value, among: Ref) -> Value:
        p = self.program
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
                taken, empty = Value(Fraction(1), rank, (), p.no, p.no), p.not_(among)
            case _:
                taken = self._best(value, among, node.over, highest=node.kind == "highest")
                empty = p.eq(p.count(among, node.over), p.const(0))
        return self.pick(Truth(empty, p.no, p.no), self._instead(node.when_empty), taken)

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
                open_ = p.not_(p.any(list(self._missing.settled(condition))))
                gone, fault = self._gone(*parts)
                return Truth(join([part.holds for part in parts]), p.and_(open_, gone), p.and_(open_, fault))
            case Given(of):
                return Truth(self._missing.there(of), p.no, p.no)
            case _:
                raise FormulaError("DVK-F107", f"{condition!r} is no condition", where="formula", value=repr(condition))
