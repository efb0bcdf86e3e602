"""How far a formula in doubles may be from its exact value, and how near an exact value can come to a boundary.

A value is a whole number divided by at most ``Precision.below``. So it lies on a boundary of rounding, or at least
1 / (2 · 10^places · below) away from it. Where the error of the doubles is smaller than that, a nudge between the two
makes the rounding right for every figure that is allowed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.formula.lower import rescale_as_ratio, share_as_ratio
from dvk_scoring.formula.symbols import FigureSpec

_STEP: Final = 2.0**-52
_CANCEL: Final = 2.0**-48
"""LibreOffice takes two numbers of opposite sign that differ by less than this share of them for equal."""
_FINEST: Final = -12
_WIDEST: Final = 10**9
_UNKNOWN: Final = math.inf


@attrs.frozen
class Precision:
    """What doubles make of one node.

    Attributes:
        size: Largest magnitude.
        error: Largest distance of the double from the exact value.
        fixed: Common denominator of what is written: decimals of figures, params, numbers.
        under: Denominators that differ by unit → largest value of each; a value is n / (fixed · product of these).
    """

    size: float
    error: float
    fixed: int
    under: Mapping[t.Num, int]

    @property
    def below(self) -> int:
        """Largest denominator that the exact value can have."""
        return self.fixed * math.prod(self.under.values())

    @property
    def whole(self) -> bool:
        """Tell whether it is a whole number that the double holds exactly."""
        return self.below == 1 and self.error == 0 and self.size < 2.0**50


@attrs.frozen
class Nudge:
    """What is added before a rounding; ``proved``: the rounding is right for all allowed figures, whatever they are."""

    exponent: int
    proved: bool

    @property
    def text(self) -> str:
        """Write it as a formula does."""
        return f"1E{self.exponent}"


def nudge_for(one: Precision, places: int = 0, *, halves: bool = True) -> Nudge:
    """Choose a nudge: more than twice the error, and as small as that allows.

    Args:
        one: Of what is rounded.
        places: Decimals that are kept.
        halves: Boundaries lie in the middle between two kept numbers too.
    """
    finite = math.isfinite(one.error)
    exponent = max(_FINEST, math.ceil(math.log10(2 * one.error))) if finite and one.error > 0 else _FINEST
    if not finite:
        exponent = -9
    exponent = min(exponent, -places - 3)
    apart = Fraction(1, (2 if halves else 1) * 10**places * one.below) if one.below else Fraction(0)
    proved = finite and Fraction(10) ** exponent + Fraction(one.error) < apart and 10.0**exponent > one.error
    return Nudge(exponent, proved)


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
            found = self._of(node)
            if any(value > _WIDEST**3 for value in found.under.values()):
                found = attrs.evolve(found, fixed=0)
            self._known[node] = found
        return self._known[node]

    def low(self, node: t.Num) -> Fraction | None:
        """Give the proved lowest value of a node."""
        return self._prover.interval(node).low

    def _size(self, node: t.Num) -> float:
        bounds = self._prover.interval(node)
        if bounds.low is None or bounds.high is None:
            return _UNKNOWN
        return float(max(abs(bounds.low), abs(bounds.high)))

    def _of(self, node: t.Num) -> Precision:  # noqa: C901, PLR0912 - one line a node, the set is closed
        size = self._size(node)
        match node:
            case t.Number(value):
                return Precision(size, self._written(value), value.denominator, {})
            case t.Figure(name) | t.Attribute(name):
                places = self._specs[name].places
                return Precision(size, size * _STEP if places else 0.0, 10**places, {})
            case t.Param(name):
                values = self._params[name]
                fixed = math.lcm(*(value.denominator for value in values))
                return Precision(size, max(self._written(value) for value in values), fixed, {})
            case t.Add(left, right) | t.Subtract(left, right):
                a, b = self(left), self(right)
                exact = a.whole and b.whole and a.size + b.size < 2.0**50
                error = 0.0 if exact else a.error + b.error + (a.size + b.size) * _CANCEL
                return Precision(size, error, math.lcm(a.fixed, b.fixed), _union(a.under, b.under))
            case t.Multiply(left, right):
                a, b = self(left), self(right)
                exact = a.whole and b.whole and a.size * b.size < 2.0**50
                error = (
                    0.0 if exact else a.size * b.error + b.size * a.error + a.error * b.error + a.size * b.size * _STEP
                )
                return Precision(size, _number(error), a.fixed * b.fixed, _product(a.under, b.under))
            case t.Ratio():
                return self._ratio(node, size)
            case t.Least(of) | t.Greatest(of):
                return self._either(node, size, [self(part) for part in of], union=True)
            case t.Choose(cases, otherwise):
                return self._either(node, size, [*(self(case.then) for case in cases), self(otherwise)])
            case t.Round(_, places, _):
                return Precision(size, size * _STEP, 10**places, {})
            case t.Mean(of, drop, _):
                fixed = 10 ** max(self._specs[part.name].places for part in of)
                return Precision(size, size * _STEP * (len(of) + 2), fixed, {node: len(of) - 2 * drop})
            case t.Median(of, _):
                fixed = 2 * 10 ** max(self._specs[part.name].places for part in of)
                return Precision(size, size * _STEP * 4, fixed, {})
            case t.CountOf():
                return Precision(size, 0.0, 1, {})
            case t.Across():
                return self._across(node, size)
            case t.Bands() | t.Rescale() | t.ShareOfBest():
                return attrs.evolve(self(plainer(node)), size=size)
            case _:
                return Precision(size, size * 1e-13 if math.isfinite(size) else _UNKNOWN, 0, {})

    @staticmethod
    def _written(value: Fraction) -> float:
        return 0.0 if Fraction(float(value)) == value else abs(float(value)) * _STEP

    def _ratio(self, node: t.Ratio, size: float) -> Precision:
        a, b = self(node.over), self(node.under)
        bounds = self._prover.interval(node.under)
        least = 1 / b.below if b.below else 0.0
        if bounds.low is not None and bounds.low > 0:
            least = max(least, float(bounds.low))
        parts = [self(node.when_empty)] if isinstance(node.when_empty, t.Num) else []
        error = _number(
            (a.error + size * b.error) / least if least and a.error + b.error else 0.0 if least else _UNKNOWN
        )
        most = max(1, math.ceil(b.size * b.below)) if math.isfinite(b.size) else 0
        under = {node.under: most, **{one: value for one, value in a.under.items() if one is not node.under}}
        if node.under in a.under:  # twice the same denominator: two that differ, to be safe
            under = {**a.under, node: most}
        found = Precision(size, error + size * _STEP, a.fixed, under)
        return self._either(node, size, [found, *parts], union=True) if parts else found

    def _either(self, node: t.Num, size: float, parts: list[Precision], *, union: bool = False) -> Precision:
        error = max(part.error for part in parts)
        fixed = math.lcm(*(part.fixed for part in parts))
        under: Mapping[t.Num, int] = {}
        for part in parts:
            under = _union(under, part.under)
        if not union:
            several = max(math.prod(part.under.values()) for part in parts)
            under = under if several == math.prod(under.values()) else {node: several}
        return Precision(size, error, fixed, under)

    def _across(self, node: t.Across, size: float) -> Precision:
        value = self(node.value)
        if node.kind in ("count", "rank"):
            return Precision(size, 0.0, 1, {})
        if node.kind in ("sum", "mean"):
            under: dict[t.Num, int] = {node: self._rows} if node.kind == "mean" else {}
            spread = 0.0 if value.whole and node.kind == "sum" else size * _STEP * 4
            return Precision(size, spread, value.fixed, under)
        below = math.prod(value.under.values())
        return Precision(size, value.error, value.fixed, {node: below} if below > 1 else {})


def _number(error: float) -> float:
    return _UNKNOWN if math.isnan(error) else error


def _union(a: Mapping[t.Num, int], b: Mapping[t.Num, int]) -> Mapping[t.Num, int]:
    return {**a, **b}


def _product(a: Mapping[t.Num, int], b: Mapping[t.Num, int]) -> Mapping[t.Num, int]:
    """Multiply: a denominator on both sides counts twice."""
    counts = Counter(a) & Counter(b)
    return {**a, **{one: value * (a[one] if one in counts else 1) for one, value in b.items()}}
