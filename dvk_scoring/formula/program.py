"""Integer steps: what a formula becomes before any engine runs it. Each step has an interval; equal steps are one step.

A step is a column of whole numbers, or of yes/no, one value a unit. Division takes a non-negative by a positive number
only, and every divisor is guarded before it is used, so that Polars, DuckDB, Spark and Python give the same digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias

import attrs

from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.tree import Num, Over

Op = Literal[
    "const", "input", "present", "kp", "in_clusters", "flag", "add", "sub", "mul", "abs", "min", "max", "div", "when",
    "lt", "le", "eq", "and", "or", "not", "window", "round_approx", "assume", "settle",
]  # fmt: skip
WindowKind = Literal["max", "min", "sum", "rank_min", "rank_max", "rank_dense", "shared"]
Ref: TypeAlias = int
MOST_ROWS: Final = 2**27
"""Units for which sums and counts across units are proved not to overflow; more are refused."""
_BITS_64: Final = 63
_BITS_128: Final = 127
"""Bits of a magnitude: one of each width is the sign."""


@attrs.frozen
class Window:
    """A value across units.

    ``rank_*``: 1 for the largest value; the place of the first, of the last, or dense. ``shared``: 1 where another has
    the same value, else 0.
    """

    kind: WindowKind
    over: Over


@attrs.frozen
class Approximate:
    """A rounded approximate formula: ``tree`` reads ``symbols``, each numerator ÷ denominator of the args, in pairs."""

    tree: Num
    symbols: tuple[str, ...]
    places: int
    mode: str


@attrs.frozen
class Settle:
    """A number known from two sides: where they differ, the exact steps decide.

    Attributes:
        exact: The step that gives it exactly, too wide for columns.
        leaves: The steps it is computed of, which columns can hold.
    """

    exact: Ref
    leaves: tuple[Ref, ...]


@attrs.frozen
class Step:
    """One step.

    Attributes:
        op: What it does. ``flag``: a yes/no column that may be absent (then no); ``assume``: its argument, in a proved
            interval.
        args: The steps it reads.
        value: A constant, a column's name, a tuple of clusters, a ``Window``, ``Approximate`` or ``Settle``.
        low: Lowest value it can take (0 for yes/no).
        high: Highest value (1 for yes/no).
        logical: Yes/no rather than a number.
    """

    op: Op
    args: tuple[Ref, ...] = ()
    value: object = None
    low: int = 0
    high: int = 0
    logical: bool = False

    @property
    def column(self) -> str:
        """Column of the data that it reads."""
        return kp_flag(str(self.value)) if self.op == "kp" else str(self.value)

    @property
    def bits(self) -> int:
        """Bits that the magnitude needs."""
        return max(self.high, -self.low).bit_length()

    @property
    def wide(self) -> bool:
        """Needs more than 64 bits."""
        return self.bits > _BITS_64


class Program:
    """Steps in the order they can be computed; ``build`` methods return the place of a step, made once."""

    def __init__(self) -> None:
        """Start empty."""
        self.steps: list[Step] = []
        self._known: dict[Step, Ref] = {}
        self._constants: dict[int, Ref] = {}
        self._bits: list[int] = []
        self.yes = self._add(Step("const", value=True, low=1, high=1, logical=True))
        self.no = self._add(Step("const", value=False, low=0, high=0, logical=True))

    def __getitem__(self, ref: Ref) -> Step:
        """Give the step at a place."""
        return self.steps[ref]

    def _add(self, step: Step) -> Ref:
        known = self._known.get(step)
        if known is None:
            known = len(self.steps)
            self._known[step] = known
            self.steps.append(step)
            bits = step.bits
            for arg in step.args:
                bits = max(bits, self._bits[arg])
            self._bits.append(bits)
        return known

    def widest(self, *refs: Ref) -> int:
        """Give the most bits that any step below ``refs`` needs (all steps when none is given)."""
        return max((self._bits[ref] for ref in refs), default=0) if refs else max(self._bits)

    def below(self, *refs: Ref, exact: bool = False) -> tuple[Ref, ...]:
        """Give all steps that ``refs`` need, themselves included, in order.

        ``exact``: numbers known from two sides are taken from their exact steps.
        """
        needed = set(refs)
        for place in range(len(self.steps) - 1 if exact else max(refs, default=-1), -1, -1):
            if place in needed:
                step = self.steps[place]
                needed.update((step.value.exact,) if exact and isinstance(step.value, Settle) else step.args)
        return tuple(sorted(needed))

    def fits_columns(self, ref: Ref) -> bool:
        """Tell whether 128 bits hold a step and all that it is computed of."""
        return self._bits[ref] <= _BITS_128

    def settle(self, low: Ref, high: Ref, exact: Ref) -> Ref:
        """A number that lies from ``low`` to ``high``, and is ``exact`` where they differ."""
        if low == high:
            return low
        leaves: dict[Ref, None] = {}
        seen, waiting = set[Ref](), [exact]
        while waiting:
            ref = waiting.pop()
            if ref in seen:
                continue
            seen.add(ref)
            if not self.fits_columns(ref):
                waiting += self.steps[ref].args
            elif self.steps[ref].op != "const":
                leaves[ref] = None
        places = tuple(sorted(leaves))
        bounds = self.steps[low].low, self.steps[high].high
        return self._add(Step("settle", (low, high, *places), Settle(exact, places), *bounds))

    # numbers

    def const(self, value: int) -> Ref:
        """A written whole number."""
        known = self._constants.get(value)
        if known is None:
            known = self._constants[value] = self._add(Step("const", value=value, low=value, high=value))
        return known

    def input(self, column: str, low: int, high: int, *, full: bool = False) -> Ref:
        """A column of the data, blanks as 0, proved against the data before the run; ``full``: it has no blanks."""
        if not full:
            low, high = min(low, 0), max(high, 0)
        return self._add(Step("input", value=column, low=low, high=high))

    def is_const(self, ref: Ref) -> bool:
        """Tell whether the step is a written number or a settled yes/no."""
        return self.steps[ref].op == "const"

    def add(self, left: Ref, right: Ref) -> Ref:
        """Step of left + right."""
        a, b = self.steps[left], self.steps[right]
        if a.op == b.op == "const":
            return self.const(a.low + b.low)
        if a.op == "const" and a.low == 0:
            return right
        if b.op == "const" and b.low == 0:
            return left
        return self._add(Step("add", _sorted(left, right), low=a.low + b.low, high=a.high + b.high))

    def sub(self, left: Ref, right: Ref) -> Ref:
        """Step of left - right."""
        a, b = self.steps[left], self.steps[right]
        if a.op == b.op == "const":
            return self.const(a.low - b.low)
        if left == right:
            return self.const(0)
        if b.op == "const" and b.low == 0:
            return left
        return self._add(Step("sub", (left, right), low=a.low - b.high, high=a.high - b.low))

    def mul(self, left: Ref, right: Ref) -> Ref:
        """Step of left × right; a written number in either comes last, so that there is one of a product."""
        (times, first), (again, second) = self._factored(left), self._factored(right)
        factor = times * again
        if factor == 0:
            return self.const(0)
        if first is None or second is None:
            rest = second if first is None else first
            return self.const(factor) if rest is None else self._times(factor, rest)
        return self._times(factor, self._mul(first, second))

    def _factored(self, ref: Ref) -> tuple[int, Ref | None]:
        """Part a step into a written number and what it multiplies: None where there is nothing else."""
        step = self.steps[ref]
        if step.op == "const":
            return step.low, None
        if step.op == "mul":
            for at, other in (step.args, step.args[::-1]):
                if self.is_const(at):
                    return self.steps[at].low, other
        return 1, ref

    def _times(self, factor: int, ref: Ref) -> Ref:
        """Multiply by a written number; a sum of two products with one each takes it into both, if none grows wider."""
        if factor == 1:
            return ref
        step = self.steps[ref]
        if step.op == "add" and all(self._factored(a)[0] != 1 and self.steps[a].bits <= step.bits for a in step.args):
            return self.add(*(self.mul(self.const(factor), arg) for arg in step.args))
        return self._mul(self.const(factor), ref)

    def _mul(self, left: Ref, right: Ref) -> Ref:
        a, b = self.steps[left], self.steps[right]
        ends = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
        low, high = min(ends), max(ends)
        if left == right:
            low = 0 if a.low <= 0 <= a.high else min(a.low**2, a.high**2)
        return self._add(Step("mul", _sorted(left, right), low=low, high=high))

    def neg(self, ref: Ref) -> Ref:
        """Turn the sign round."""
        return self.sub(self.const(0), ref)

    def abs(self, ref: Ref) -> Ref:
        """The magnitude."""
        a = self.steps[ref]
        if a.low >= 0:
            return ref
        low = 0 if a.high >= 0 else -a.high
        return self._add(Step("abs", (ref,), low=low, high=max(-a.low, a.high)))

    def min(self, left: Ref, right: Ref) -> Ref:
        """The smaller."""
        a, b = self.steps[left], self.steps[right]
        if left == right or a.high <= b.low:
            return left
        if b.high <= a.low:
            return right
        return self._add(Step("min", _sorted(left, right), low=min(a.low, b.low), high=min(a.high, b.high)))

    def max(self, left: Ref, right: Ref) -> Ref:
        """The larger."""
        a, b = self.steps[left], self.steps[right]
        if left == right or a.low >= b.high:
            return left
        if b.low >= a.high:
            return right
        return self._add(Step("max", _sorted(left, right), low=max(a.low, b.low), high=max(a.high, b.high)))

    def div(self, over: Ref, under: Ref) -> Ref:
        """Divide a number ≥ 0 by one ≥ 1, rounding down.

        Raises:
            ArithmeticError: The intervals do not show that it is safe.
        """
        a, b = self.steps[over], self.steps[under]
        if a.low < 0 or b.low < 1:
            message = f"unguarded division: {a.low}..{a.high} by {b.low}..{b.high}"
            raise ArithmeticError(message)
        if b.op == "const":
            if b.low == 1:
                return over
            if a.op == "const":
                return self.const(a.low // b.low)
        return self._add(Step("div", (over, under), low=a.low // b.high, high=a.high // b.low))

    def when(self, condition: Ref, then: Ref, otherwise: Ref) -> Ref:
        """``then`` where the condition holds, else ``otherwise``; both numbers or both yes/no."""
        if condition == self.yes or then == otherwise:
            return then
        if condition == self.no:
            return otherwise
        a, b = self.steps[then], self.steps[otherwise]
        if a.logical:
            return self.or_(self.and_(condition, then), self.and_(self.not_(condition), otherwise))
        return self._add(Step("when", (condition, then, otherwise), low=min(a.low, b.low), high=max(a.high, b.high)))

    def assume(self, ref: Ref, low: int, high: int) -> Ref:
        """Note a narrower interval that was proved elsewhere."""
        a = self.steps[ref]
        if a.low >= low and a.high <= high:
            return ref
        return self._add(Step("assume", (ref,), low=max(low, a.low), high=min(high, a.high)))

    def approximate(self, spec: Approximate, args: tuple[Ref, ...], low: int, high: int) -> Ref:
        """A rounded approximate formula, in units of 10^-places."""
        return self._add(Step("round_approx", args, spec, low, high))

    # yes/no

    def present(self, column: str) -> Ref:
        """The column has a value here."""
        return self._add(Step("present", value=column, high=1, logical=True))

    def kp(self, column: str) -> Ref:
        """The column says "not assigned" here."""
        return self._add(Step("kp", value=column, high=1, logical=True))

    def flag(self, column: str) -> Ref:
        """A yes/no column of the data."""
        return self._add(Step("flag", value=column, high=1, logical=True))

    def in_clusters(self, clusters: tuple[str, ...]) -> Ref:
        """The unit's cluster is one of these."""
        return (
            self._add(Step("in_clusters", value=tuple(sorted(clusters)), high=1, logical=True)) if clusters else self.no
        )

    def _compare(self, op: Literal["lt", "le", "eq"], left: Ref, right: Ref, *, always: bool, never: bool) -> Ref:
        if always or never:
            return self.yes if always else self.no
        return self._add(Step(op, (left, right), high=1, logical=True))

    def lt(self, left: Ref, right: Ref) -> Ref:
        """Step of left < right."""
        a, b = self.steps[left], self.steps[right]
        return self._compare("lt", left, right, always=a.high < b.low, never=left == right or a.low >= b.high)

    def le(self, left: Ref, right: Ref) -> Ref:
        """Step of left ≤ right."""
        a, b = self.steps[left], self.steps[right]
        return self._compare("le", left, right, always=left == right or a.high <= b.low, never=a.low > b.high)

    def eq(self, left: Ref, right: Ref) -> Ref:
        """Step of left = right."""
        a, b = self.steps[left], self.steps[right]
        same = left == right or (a.op == b.op == "const" and a.low == b.low)
        return self._compare("eq", *_sorted(left, right), always=same, never=a.high < b.low or b.high < a.low)

    def and_(self, left: Ref, right: Ref) -> Ref:
        """Both hold."""
        if self.no in (left, right) or self._opposed(left, right):
            return self.no
        if left in (self.yes, right):
            return right
        return left if right == self.yes else self._add(Step("and", _sorted(left, right), high=1, logical=True))

    def or_(self, left: Ref, right: Ref) -> Ref:
        """At least one holds."""
        if self.yes in (left, right) or self._opposed(left, right):
            return self.yes
        if left in (self.no, right):
            return right
        return left if right == self.no else self._add(Step("or", _sorted(left, right), high=1, logical=True))

    def _opposed(self, left: Ref, right: Ref) -> bool:
        a, b = self.steps[left], self.steps[right]
        return (a.op == "not" and a.args[0] == right) or (b.op == "not" and b.args[0] == left)

    def not_(self, ref: Ref) -> Ref:
        """Does not hold."""
        step = self.steps[ref]
        if ref in (self.yes, self.no):
            return self.no if ref == self.yes else self.yes
        return step.args[0] if step.op == "not" else self._add(Step("not", (ref,), high=1, logical=True))

    def any(self, refs: list[Ref]) -> Ref:
        """At least one of several holds."""
        return _fold(self.or_, refs, self.no)

    def all(self, refs: list[Ref]) -> Ref:
        """All of several hold."""
        return _fold(self.and_, refs, self.yes)

    def total(self, refs: list[Ref]) -> Ref:
        """The sum of several."""
        return _fold(self.add, refs, self.const(0))

    # across units

    def highest(self, ref: Ref, among: Ref, over: Over) -> Ref:
        """The largest value among; the lowest possible value where there is none."""
        step = self.steps[ref]
        inner = self.when(among, ref, self.const(step.low))
        return self._add(Step("window", (inner,), Window("max", over), step.low, step.high))

    def lowest(self, ref: Ref, among: Ref, over: Over) -> Ref:
        """The smallest value among; the highest possible value where there is none."""
        step = self.steps[ref]
        inner = self.when(among, ref, self.const(step.high))
        return self._add(Step("window", (inner,), Window("min", over), step.low, step.high))

    def sum(self, ref: Ref, among: Ref, over: Over) -> Ref:
        """The sum among, 0 where there is none."""
        inner = self.when(among, ref, self.const(0))
        step = self.steps[inner]
        low, high = min(0, step.low) * MOST_ROWS, max(0, step.high) * MOST_ROWS
        return self._add(Step("window", (inner,), Window("sum", over), low, high))

    def count(self, among: Ref, over: Over) -> Ref:
        """How many hold."""
        if among == self.no:
            return self.const(0)
        return self.sum(self.const(1), among, over)

    def rank(self, ref: Ref, among: Ref, over: Over, kind: Literal["rank_min", "rank_max", "rank_dense"]) -> Ref:
        """The place of the value among, 1 for the largest; 0 outside."""
        if among == self.no:
            return self.const(0)
        return self._add(Step("window", (ref, among), Window(kind, over), 0, MOST_ROWS))

    def shared(self, ref: Ref, among: Ref, over: Over) -> Ref:
        """Another among has the same value; no outside."""
        if among == self.no:
            return self.no
        return self.eq(self._add(Step("window", (ref, among), Window("shared", over), 0, 1)), self.const(1))


def _sorted(left: Ref, right: Ref) -> tuple[Ref, Ref]:
    return (left, right) if left <= right else (right, left)


def _fold(join: Callable[[Ref, Ref], Ref], refs: list[Ref], empty: Ref) -> Ref:
    result = refs[0] if refs else empty
    for ref in refs[1:]:
        result = join(result, ref)
    return result


@attrs.frozen
class Plan:
    """A program and what is wanted of it: output name → step."""

    program: Program = attrs.field(eq=False)
    outputs: Mapping[str, Ref] = attrs.field(hash=False)
