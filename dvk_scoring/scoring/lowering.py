"""The law's definitions as integer steps.

A sum whose exact form is too wide for columns is carried besides from two sides, at the scheme's guard places: where a
rounding or a comparison could go either way, the exact steps decide. So no digit hangs on the guard.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from dvk_scoring.formula.lower import Lowering, Truth, Value
from dvk_scoring.formula.names import RULED_PLACES, TIE, TIE_ALL
from dvk_scoring.formula.program import MOST_ROWS
from dvk_scoring.formula.tree import Compare, Cond, Empty, FormulaError, Num, RoundMode
from dvk_scoring.law import nodes as n

if TYPE_CHECKING:
    from dvk_scoring.formula.lower import Column
    from dvk_scoring.formula.program import Program, Ref
    from dvk_scoring.law.sheet import Definition, Sheet
    from dvk_scoring.scheme.model import Scheme
    from dvk_scoring.scoring.scores import ScorePlan

_WIDEST: Final = 126
"""Bits up to which a sum is taken as it is: a column holds 127, and rounding doubles the numerator once more."""
_WIDEST_KEY: Final = 100
"""Bits up to which keys are packed into one: well within the 127 of a column. A key too many is ranked first."""
Sides: TypeAlias = "tuple[Ref, Ref]"
_OUTWARDS: Final[tuple[RoundMode, RoundMode]] = ("floor", "ceiling")


class LawLowering(Lowering):
    """Lowers a sheet of definitions.

    Args:
        program: Where the steps go.
        scheme: The scheme.
        columns: Every figure column, with its bounds.
        scores: Criterion, bonus or penalty → the steps of its plugin.
    """

    def __init__(
        self, program: Program, scheme: Scheme, columns: Mapping[str, Column], scores: Mapping[str, ScorePlan]
    ) -> None:
        """Keep what the nodes stand for."""
        super().__init__(program, (), {}, {})
        self.scheme, self.data, self.scores = scheme, columns, scores
        self.places = {name: spec.places for name, (spec, _) in scheme.figure_columns.items()}
        self.numbers: dict[str, Value] = {}
        self.conditions: dict[str, Ref] = {}
        self.errors: dict[tuple[str, str], FormulaError] = {}
        self._given: dict[str, Value] = {}
        self._sides: dict[Value, Sides] = {}
        self._guard = 10**scheme.rounding.guard

    def take_over(self, other: LawLowering, names: Iterable[str]) -> None:
        """Take definitions of the same program from another law in which they are the same, and what plugins give."""
        for name in names:
            if name in other.numbers:
                self.numbers[name] = other.numbers[name]
            else:
                self.conditions[name] = other.conditions[name]
        self._given |= other._given

    def lower(self, sheet: Sheet) -> None:
        """Lower every definition that is not there; ``errors`` has the plugins whose formulas cannot be lowered."""
        for definition in sheet:
            if definition.name in self.numbers or definition.name in self.conditions:
                continue
            if isinstance(definition.formula, Num):
                self.numbers[definition.name] = self._bounded(definition, self.value(definition.formula))
            else:
                self.conditions[definition.name] = self.truth(definition.formula).holds

    def _bounded(self, definition: Definition, value: Value) -> Value:
        if definition.bounds is None or definition.bounds[1] is None or value.denominators:
            return value
        low, high = definition.bounds[0] / value.factor, definition.bounds[1] / value.factor
        return attrs.evolve(value, numerator=self.program.assume(value.numerator, math.floor(low), math.ceil(high)))

    def score(self, key: str) -> Value:
        """Give what a plugin gives, of meaning only where its state is ok."""
        if key not in self._given:
            p, plan = self.program, self.scores[key]
            role = next(word for word in ("criteria", "bonuses", "penalties") if key in getattr(self.scheme, word))
            assigned = self.conditions[f"{role}.{key}.assigned"]
            there = p.all([self.conditions["compared"], assigned, p.not_(plan.kp), p.not_(plan.blank)])
            try:
                self._given[key] = plan.score(there)
            except FormulaError as error:
                self.errors[role, key] = error
                self._given[key] = self._plain(p.const(0))
        return self._given[key]

    # nodes

    def _number(self, node: Num) -> Value:
        p = self.program
        match node:
            case n.Named(name):
                return self.numbers[name]
            case n.ByCluster(values):
                return self.by_cluster(dict(values))
            case n.Column(name):
                column = self.data[name]
                number = p.input(name, column.low, column.high, full=not (column.blanks or column.kps))
                return self._plain(number, Fraction(1, 10 ** self.places[name]))
            case n.Score(of):
                score = self.score(of)
                return attrs.evolve(score, gone=p.no, fault=p.no)
            case n.Ruled(column, most):
                return self._ruled(column, most)
            case n.Order(keys):
                return self._plain(self._order([self._got(key) for key in keys]))
            case n.Ahead():
                return self._plain(self._ahead(node))
            case n.Count(among, over):
                return self._plain(p.count(self.truth(among).holds, over))
            case _:
                return super()._number(node)

    def _plain(self, number: Ref, factor: Fraction = Fraction(1)) -> Value:
        return Value(factor, number, (), self.program.no, self.program.no)

    def _ruled(self, column: str, most: Fraction) -> Value:
        """Read what a ruling brings in: points in units of ``RULED_PLACES`` decimals, places in a tie in ones."""
        places = 0 if column in (TIE, TIE_ALL) else RULED_PLACES
        bound = int(most * 10**places)
        return self._plain(self.program.input(column, -bound if places else 0, bound), Fraction(1, 10**places))

    def _condition(self, condition: Cond) -> Truth:
        p = self.program
        match condition:
            case n.Holds(name):
                holds = self.conditions[name]
            case n.InClusters(clusters):
                holds = p.in_clusters(clusters)
            case n.Present(name):
                column = self.data[name]
                holds = p.present(name) if column.blanks or column.kps else p.yes
            case n.NotAssigned(name):
                holds = p.kp(name) if self.data[name].kps else p.no
            case n.ScoreIs(of, state):
                plan = self.scores[of]
                holds = self.score(of).gone if state == "gone" else plan.kp if state == "kp" else plan.blank
            case n.Flagged(column):
                holds = p.flag(column)
            case Compare():
                return self._compare(condition)
            case _:
                return super()._condition(condition)
        return Truth(holds, p.no, p.no)

    # other units

    def _ahead(self, node: n.Ahead) -> Ref:
        p = self.program
        order = self.numbers[node.order].numerator
        among, asked = self.truth(node.among).holds, self.truth(node.asked).holds
        kind: Literal["rank_min", "rank_max", "rank_dense"] = (
            "rank_dense" if node.distinct else "rank_max" if node.ties else "rank_min"
        )
        rank = p.rank(order, among, node.over, kind)
        rest = p.and_(asked, p.not_(among))
        if rest != p.no:  # of all who ask, those before me, less those of the rest before me; both ranks count me
            both = p.or_(asked, among)
            before = p.sub(p.rank(order, both, node.over, kind), p.rank(order, rest, node.over, kind))
            rank = p.when(rest, p.add(before, p.const(1)), rank)
        if among != asked:
            rank = p.when(asked, rank, p.const(0))
        return p.sub(p.assume(rank, 0, MOST_ROWS), p.const(1))

    def _shared(self, condition: Compare) -> Ref | None:
        """Ask at once whether fewer stand before a unit alone than with its equals: a second rank takes far longer."""
        first, last = condition.left, condition.right
        if not (isinstance(first, n.Ahead) and isinstance(last, n.Ahead) and condition.op == "<"):
            return None
        among = self.truth(first.among).holds
        alike = not (first.ties or first.distinct) and last == attrs.evolve(first, ties=True)
        if not alike or self.truth(first.asked).holds != among:
            return None
        return self.program.shared(self.numbers[first.order].numerator, among, first.over)

    def _order(self, keys: list[Value]) -> Ref:
        """Pack keys into one number: key × (span + 1) + the next - its lowest; a wide key becomes its place first."""
        p, ranked = self.program, self.conditions["ranked"]
        packed = self._key(keys[0])
        for value in keys[1:]:
            key = self._key(value)
            low, high = p[key].low, p[key].high
            if low == high:
                continue
            if p[packed].bits + (high - low + 1).bit_length() > _WIDEST_KEY:
                packed = p.neg(p.rank(packed, ranked, "all", "rank_dense"))
            packed = p.add(p.mul(packed, p.const(high - low + 1)), p.sub(key, p.const(low)))
        return packed

    # sums that are too wide

    def _is_wide(self, value: Value) -> bool:
        p, guard = self.program, self._guard
        over = p[value.numerator].bits + (value.factor.numerator * guard).bit_length()
        under = sum(p[denominator].bits for denominator in value.denominators) + value.factor.denominator.bit_length()
        return max(over, under) + 1 > _WIDEST or not p.fits_columns(value.numerator)

    def sides(self, value: Value) -> Sides:
        """Give whole numbers between which a value lies, in units of the guard."""
        if value not in self._sides:
            places = self.scheme.rounding.guard
            sides = super().round(value, places, "floor"), super().round(value, places, "ceiling")
            self._sides[value] = sides
        return self._sides[value]

    def _guarded(self, low: Ref) -> Value:
        return self._plain(low, Fraction(1, self._guard))

    def _kept(self, value: Value, sides: Callable[[], Sides]) -> Value:
        if self._is_wide(value) and value not in self._sides:
            self._sides[value] = sides()
        return value

    def add(self, a: Value, b: Value) -> Value:
        """Add two values: a + b."""
        p = self.program
        return self._kept(super().add(a, b), lambda: _each(p.add, self.sides(a), self.sides(b)))

    def _negative(self, a: Value) -> Value:
        p = self.program

        def sides() -> Sides:
            low, high = self.sides(a)
            return p.neg(high), p.neg(low)

        return self._kept(super()._negative(a), sides)

    def multiply(self, a: Value, b: Value) -> Value:
        """Multiply two values: a × b; of two, one is never negative and narrow: a weight, a share."""

        def sides() -> Sides:
            wide, narrow = (a, b) if self._is_wide(a) else (b, a)
            return self._scaled(wide, narrow, over=True)

        return self._kept(super().multiply(a, b), sides)

    def _ratio(self, a: Value, b: Value, when_empty: Num | Empty) -> Value:
        def sides() -> Sides:
            return self._scaled(a, b, over=False)

        return self._kept(super()._ratio(a, b, when_empty), sides)

    def _scaled(self, wide: Value, by: Value, *, over: bool) -> Sides:
        """Multiply both sides of a value by a number ≥ 0, or divide them by one > 0, rounding outwards."""
        p = self.program
        assert p[by.numerator].low >= 0, "a sum is scaled by weights alone"
        sides = []
        for side, mode in zip(self.sides(wide), _OUTWARDS, strict=True):
            if over:
                scaled = Value(by.factor, p.mul(side, by.numerator), by.denominators, p.no, p.no)
            else:
                under = p.max(by.numerator, p.const(1))
                times = self.product(by.denominators)
                scaled = Value(1 / by.factor, p.mul(side, times), (under,), p.no, p.no)
            sides.append(super().round(scaled, 0, mode))
        return sides[0], sides[1]

    def pick(self, condition: Truth, then: Value, otherwise: Value) -> Value:
        """``then`` where the condition holds, else ``otherwise``."""
        p = self.program
        if condition.holds in (p.yes, p.no):
            return then if condition.holds == p.yes else otherwise

        def sides() -> Sides:
            both = zip(self.sides(then), self.sides(otherwise), strict=True)
            low, high = (p.when(condition.holds, one, other) for one, other in both)
            return low, high

        return self._kept(super().pick(condition, then, otherwise), sides)

    def _extreme(self, of: tuple[Num, ...], *, least: bool) -> Value:
        p = self.program

        def sides() -> Sides:
            parts = [self.sides(self._got(number)) for number in of]
            extreme = parts[0]
            for part in parts[1:]:
                extreme = _each(p.min if least else p.max, extreme, part)
            return extreme

        return self._kept(super()._extreme(of, least=least), sides)

    def round(self, value: Value, places: int, mode: RoundMode) -> Ref:
        """Round a value to whole units of 10^-places."""
        exact = super().round(value, places, mode)
        if not self._is_wide(value) and self.program.fits_columns(exact):
            return exact
        low, high = (super(LawLowering, self).round(self._guarded(side), places, mode) for side in self.sides(value))
        return self.program.settle(low, high, exact)

    def _compare(self, condition: Compare) -> Truth:
        """Compare two numbers; where both are known from two sides alone, what could go either way is settled."""
        p = self.program
        if (shared := self._shared(condition)) is not None:
            return Truth(shared, p.no, p.no)
        a, b = self._got(condition.left), self._got(condition.right)
        exact = super()._condition(condition)
        if p.fits_columns(exact.holds):
            return attrs.evolve(exact, gone=p.no, fault=p.no)
        (low_a, high_a), (low_b, high_b) = self.sides(a), self.sides(b)
        surely, possibly = {
            ">=": (p.le(high_b, low_a), p.le(low_b, high_a)),
            "<=": (p.le(high_a, low_b), p.le(low_a, high_b)),
            ">": (p.lt(high_b, low_a), p.lt(low_b, high_a)),
            "<": (p.lt(high_a, low_b), p.lt(low_a, high_b)),
            "==": (p.no, p.and_(p.le(low_a, high_b), p.le(low_b, high_a))),
        }[condition.op]
        one, zero = p.const(1), p.const(0)
        sides = p.when(surely, one, zero), p.when(possibly, one, zero)
        return Truth(p.eq(p.settle(*sides, p.when(exact.holds, one, zero)), one), p.no, p.no)


def _each(join: Callable[[Ref, Ref], Ref], one: Sides, other: Sides) -> Sides:
    return join(one[0], other[0]), join(one[1], other[1])
