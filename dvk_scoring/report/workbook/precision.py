"""How far a formula in doubles may be from its exact value, and how near an exact value can come to a boundary.

A value is a whole number divided by at most ``Precision.below``. So it lies on a boundary of rounding, or at least
1 / (2 · 10^places · below) away from it. Where the error of the doubles is smaller than that, a nudge between the two
makes the rounding right for every figure that is allowed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.rewrite import rescale_as_ratio, share_as_ratio
from dvk_scoring.formula.symbols import FigureSpec

STEP: Final = 2.0**-52
_CANCEL: Final = 2.0**-48
"""LibreOffice takes two numbers of opposite sign that differ by less than this share of them for equal."""
FUZZ: Final = 2.0**-46
"""Both spreadsheets look at 15 digits when they round or compare: a share of the number that must be kept clear of."""
WIDEST: Final = 10**30
_LONGEST_FIXED: Final = 10**200
"""A common denominator of more than this tells nothing, and no double holds it."""
_LARGEST: Final = 10**300
UNKNOWN: Final = math.inf
_DIGITS: Final = 10.0**14
_SURE: Final = 0.01


@attrs.frozen
class Precision:
    """What doubles make of one node.

    Attributes:
        size: Largest magnitude.
        absolute, relative: The double is no further from a value v than absolute + relative × abs(v).
        fixed: Common denominator of what is written: decimals of figures, params, numbers; 0: it has none.
        under: Denominators that differ by unit → largest value of each; a value is n / (fixed · product of these).
    """

    size: float
    absolute: float
    relative: float
    fixed: int
    under: Mapping[t.Num, int]

    @property
    def error(self) -> float:
        """Largest distance of the double from the exact value."""
        return self.absolute + product(self.relative, self.size)

    @property
    def below(self) -> int:
        """Largest denominator that the exact value can have."""
        return self.fixed * math.prod(self.under.values())

    @property
    def whole(self) -> bool:
        """Tell whether it is a whole number that the double holds exactly."""
        return self.below == 1 and self.error == 0 and self.size < 2.0**50

    @property
    def places(self) -> int | None:
        """Decimals that the exact value has, None where it may have no end, or so many that a double cannot hold it."""
        places = None if self.under else decimals_of(self.fixed)
        return places if places is not None and self.size * 10**places < _DIGITS else None

    @property
    def decimal(self) -> bool:
        """Tell whether it is a decimal and the double the nearest to it, so that equal decimals are equal doubles."""
        return self.absolute == 0 and self.relative <= STEP and self.places is not None

    @property
    def difference(self) -> Precision:
        """Measure the difference of two such values: they differ by 1 / below² at least."""
        under = {number: value**2 for number, value in self.under.items()}
        return attrs.evolve(self, absolute=2 * self.error, fixed=self.fixed**2, under=under)

    def comparable(self, size: float) -> int:
        """Give the decimals to which doubles of numbers without an end are told apart; ``size``: if none is known."""
        size = min(self.size, size)
        error = min(self.error, size * self.relative) + product(FUZZ, size)
        return max((places for places in range(13) if error * 1000 * 10**places < 1), default=0)

    def apart(self, grid: int) -> Fraction:
        """Give how near it comes at most to a multiple of 1 / grid on which it does not lie; 0: as near as can be."""
        return Fraction(1, math.lcm(self.fixed, grid) * math.prod(self.under.values())) if self.fixed else Fraction(0)


def product(a: float, b: float) -> float:
    """Multiply two bounds; nothing times anything is nothing."""
    return 0.0 if a == 0 or b == 0 else a * b


def plainer(node: t.Bands | t.Rescale | t.ShareOfBest) -> t.Num:
    """Write a node with simpler ones: bands as a choice, shares as ratios."""
    match node:
        case t.Bands(value, steps, below):
            cases = (t.Case(t.Compare(">=", value, step.start), step.then) for step in reversed(steps))
            return t.Choose(tuple(cases), below)
        case t.Rescale():
            return rescale_as_ratio(node)
        case t.ShareOfBest():
            return share_as_ratio(node)


class Measure:
    """Measures the nodes of one criterion's formula.

    Args:
        specs: Its figures.
        params: Param name → the values it takes.
        rows: Units.
    """

    def __init__(
        self, specs: Mapping[str, FigureSpec], params: Mapping[str, list[Fraction]], prover: Prover, rows: int
    ) -> None:
        """Keep the declarations."""
        self._specs, self._params, self._prover, self._rows = specs, params, prover, rows
        self._known: dict[t.Num, Precision] = {}

    def __call__(self, node: t.Num) -> Precision:
        """Measure a node; its parts first, without deep recursion when they were measured in order."""
        if node not in self._known:
            precision = self._of(node)
            wide = any(value > WIDEST for value in precision.under.values()) or precision.fixed > _LONGEST_FIXED
            self._known[node] = attrs.evolve(precision, fixed=0, under={}) if wide else precision
        return self._known[node]

    def low(self, node: t.Num) -> Fraction | None:
        """Give the proved lowest value of a node."""
        return self._prover.interval(node).low

    def _size(self, node: t.Num) -> float:
        bounds = self._prover.interval(node)
        if bounds.low is None or bounds.high is None:
            return UNKNOWN
        size = max(abs(bounds.low), abs(bounds.high))
        return float(size) if size < _LARGEST else UNKNOWN

    def _of(self, node: t.Num) -> Precision:  # noqa: C901, PLR0912 - one line a node, the set is closed
        size = self._size(node)
        match node:
            case t.Number(value):
                return Precision(size, 0.0, written(value), value.denominator, {})
            case t.Figure(name) | t.Attribute(name):
                places = self._specs[name].places
                return Precision(size, 0.0, STEP if places else 0.0, 10**places, {})
            case t.Param(name):
                values = self._params[name]
                fixed = math.lcm(*(value.denominator for value in values))
                return Precision(size, 0.0, max(written(value) for value in values), fixed, {})
            case t.Add(left, right) | t.Subtract(left, right):
                return self._sum(node, size, left, right)
            case t.Multiply(left, right):
                return self._times(size, self(left), self(right))
            case t.Ratio():
                return self._ratio(node, size)
            case t.Least(of) | t.Greatest(of):
                return either(node, size, [self(part) for part in of])
            case t.Choose(cases, otherwise):
                return either(node, size, [*(self(case.then) for case in cases), self(otherwise)])
            case t.Round(_, places, _):
                return Precision(size, 0.0, STEP if places else 0.0, 10**places, {})
            case t.Marks():
                return self._marks(node, size)
            case t.Absolute(of) | t.Titled(of):
                return attrs.evolve(self(of), size=size)
            case t.Absent():
                return Precision(0.0, 0.0, 0.0, 1, {})
            case t.CountOf():
                return Precision(size, 0.0, 0.0, 1, {})
            case t.Across():
                return self._across(node, size)
            case t.Bands() | t.Rescale() | t.ShareOfBest():
                return attrs.evolve(self(plainer(node)), size=size)
            case _:
                return Precision(size, 0.0, 1e-13, 0, {})

    def _marks(self, node: t.Marks, size: float) -> Precision:
        """Measure what is taken of marks: one of them, or a sum of some, over as many as they are."""
        if node.kind == "count":
            return Precision(size, 0.0, 0.0, 1, {})
        parts = [self(part) for part in node.of]
        other = [self(node.when_fewer)] if isinstance(node.when_fewer, t.Num) else []
        precision = either(node, size, [*parts, *other])
        if node.kind == "place":
            return precision
        of = 2 if node.kind == "median" else len(parts)
        whole = all(part.whole for part in parts) and sum(part.size for part in parts) < 2.0**50
        lows = [self.low(part) for part in node.of]
        cancels = not whole and any(low is None or low < 0 for low in lows)
        relative = 0.0 if whole and node.kind == "sum" else precision.relative + STEP * (of + 2)
        largest = max(part.size for part in parts)
        absolute = of * precision.absolute + (product(_CANCEL * of, largest) if cancels else 0.0)
        if node.kind == "median":
            return Precision(size, absolute, relative, 2 * precision.fixed, precision.under)
        under = {below: value for part in parts for below, value in part.under.items()}
        if node.kind == "mean":
            under[node] = len(parts) - node.low - node.high
        return Precision(size, absolute, relative, precision.fixed, under)

    def _sum(self, node: t.Add | t.Subtract, size: float, left: t.Num, right: t.Num) -> Precision:
        a, b = self(left), self(right)
        fixed, under = math.lcm(a.fixed, b.fixed), {**a.under, **b.under}
        if a.whole and b.whole and a.size + b.size < 2.0**50:
            return Precision(size, 0.0, 0.0, fixed, under)
        lows = self.low(left), self.low(right)
        if isinstance(node, t.Add) and all(low is not None and low >= 0 for low in lows):
            return Precision(size, a.absolute + b.absolute, max(a.relative, b.relative) + STEP, fixed, under)
        if right == t.ZERO:
            return attrs.evolve(a, size=size)
        # abs(a) + abs(b) is at most twice the smaller and the result: a clip above then bounds the error too
        share = max(a.relative, b.relative) + _CANCEL
        absolute = a.absolute + b.absolute + 2 * product(share, min(a.size, b.size))
        return self._cancelled(Precision(size, absolute, share, fixed, under))

    def _cancelled(self, precision: Precision) -> Precision:
        """Measure what cancels as it is written: see ``cleaned``."""
        return self.as_decimal(precision)

    @staticmethod
    def as_decimal(precision: Precision) -> Precision:
        """Measure what is brought back to the decimal that it is, where it is one."""
        if precision.whole or precision.places is None or precision.error * 10**precision.places >= _SURE:
            return precision
        return attrs.evolve(precision, absolute=0.0, relative=STEP)

    def cleaned(self, node: t.Num) -> int | None:
        """Tell to how many decimals a sum is rounded so that the double is the nearest to its decimal; None: not."""
        if not isinstance(node, t.Add | t.Subtract):
            return None
        own = self(node)
        if own.absolute > 0 or own.under or own.whole or own.relative != STEP or node.right == t.ZERO:
            return None
        lows = self.low(node.left), self.low(node.right)
        if isinstance(node, t.Add) and all(low is not None and low >= 0 for low in lows):
            return None
        return decimals_of(own.fixed)

    @staticmethod
    def _times(size: float, a: Precision, b: Precision) -> Precision:
        exact = a.whole and b.whole and a.size * b.size < 2.0**50
        relative = 0.0 if exact else a.relative + b.relative + 2 * STEP
        absolute = 2 * (product(a.absolute, b.size) + product(b.absolute, a.size)) + product(a.absolute, b.absolute)
        return Precision(size, absolute, relative, a.fixed * b.fixed, _joined(a.under, b.under))

    def _ratio(self, node: t.Ratio, size: float) -> Precision:
        if node.under == t.ZERO:
            return Precision(0.0, 0.0, 0.0, 1, {}) if isinstance(node.when_empty, t.Empty) else self(node.when_empty)
        a, b = self(node.over), self(node.under)
        bounds = self._prover.interval(node.under)
        least = self._least(node.under)
        inverse = 1 / least if least else UNKNOWN
        size = min(size, product(a.size, inverse))
        relative = a.relative + 2 * (b.relative + product(b.absolute, inverse)) + 2 * STEP
        fixed, under = a.fixed, dict(a.under)
        if bounds.low is not None and bounds.low == bounds.high and b.fixed:
            fixed *= abs((bounds.low * b.below).numerator) or 1
        else:
            most = max(1, math.ceil(b.size * b.below)) if math.isfinite(b.size) and b.below else WIDEST + 1
            under = dict(_joined(under, {node.under: most}))
        ratio = Precision(size, 2 * product(a.absolute, inverse), relative, fixed, under)
        return either(node, size, [ratio, self(node.when_empty)]) if isinstance(node.when_empty, t.Num) else ratio

    def _least(self, node: t.Num) -> float:
        """Give the smallest magnitude that a denominator has where it is not 0; 0: none is known."""
        low, below = self._prover.interval(node).low, self(node).below
        least = 1 / below if below else 0.0
        return least if low is None or low <= 0 else max(least, float(low))

    def _across(self, node: t.Across, size: float) -> Precision:
        value = self(node.value)
        if node.kind in ("count", "rank"):
            return Precision(size, 0.0, 0.0, 1, {})
        if node.kind in ("sum", "mean"):
            under: dict[t.Num, int] = {node: self._rows} if node.kind == "mean" else {}
            exact = value.whole and node.kind == "sum" and value.size * self._rows < 2.0**50
            return Precision(size, 0.0, 0.0 if exact else STEP * 4, value.fixed, under)
        below = math.prod(value.under.values())
        return Precision(size, value.absolute, value.relative, value.fixed, {node: below} if below > 1 else {})


def either(node: t.Num, size: float, parts: Sequence[Precision]) -> Precision:
    """Measure one of several: the value is that of one part, with that part's denominator."""
    absolute, relative = max(part.absolute for part in parts), max(part.relative for part in parts)
    fixed = math.lcm(*(part.fixed for part in parts))
    several: Mapping[t.Num, int] = {}
    for part in parts:
        several = {**several, **part.under}
    most = max(math.prod(part.under.values()) for part in parts)
    under: Mapping[t.Num, int] = several if most == math.prod(several.values()) else {node: most}
    return Precision(size, absolute, relative, fixed, under)


def decimals_of(fixed: int) -> int | None:
    """Give the decimals that a common denominator comes to, None when none up to 12 do."""
    return next((places for places in range(13) if 10**places % fixed == 0), None) if fixed else None


def written(value: Fraction) -> float:
    """Give how far the double of a written number is from it, as a share of it."""
    return 0.0 if Fraction(float(value)) == value else STEP


def _joined(a: Mapping[t.Num, int], b: Mapping[t.Num, int]) -> Mapping[t.Num, int]:
    """Multiply: a denominator on both sides counts twice."""
    return {**a, **{number: value * a.get(number, 1) for number, value in b.items()}}
