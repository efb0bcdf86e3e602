"""Rounded approximate formulas between two stages.

Floats decide where they can: each carries a bound of its error. What lies nearer to a rounding boundary than that is
computed by the reference, once for each different input.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from dvk_scoring.formula.columns import ROW
from dvk_scoring.formula.exact import UnitFigures, score_units
from dvk_scoring.formula.tree import (
    Add,
    Cond,
    Figure,
    Greatest,
    Least,
    Log,
    Multiply,
    Num,
    Number,
    Power,
    Round,
    Subtract,
)
from dvk_scoring.formula.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dvk_scoring.formula.columns import Rounded
    from dvk_scoring.formula.program import Approximate

_EPSILON: Final = 2.0**-50
"""Error taken for one operation on doubles: some times what IEEE 754 allows, since it is itself summed in doubles."""
_FAR: Final = 2.0**52
"""From here on a double has no decimals: how near it lies to a boundary of rounding cannot be seen."""
_NEAR: Final = "_near"
_MOST_WAYS: Final = 500
"""Ways through a formula, each written out in floats; one that has more is left to the reference for every row."""


def round_distinct(spec: Approximate, inputs: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    """Compute a rounded approximate formula for each different input, in units of 10^-places.

    Args:
        spec: The formula.
        inputs: One tuple an input: numerator, denominator of each symbol in turn.
    """
    distinct = list(dict.fromkeys(inputs))
    units = [
        UnitFigures(
            unit=str(index),
            cluster="",
            figures={symbol: Fraction(row[2 * place], row[2 * place + 1]) for place, symbol in enumerate(spec.symbols)},
            attributes={},
            params={},
        )
        for index, row in enumerate(distinct)
    ]
    outcomes = score_units(spec.tree, (), units)
    scale = 10**spec.places
    values = {}
    for row, outcome in zip(distinct, outcomes, strict=True):
        # A power or logarithm of what it cannot be taken of is masked by its own state; 0 stands in its place.
        values[row] = 0 if outcome.value is None else int(outcome.value * scale)
    return values


def with_rounded(frame: nw.DataFrame[Any], rounded: Rounded) -> nw.DataFrame[Any]:
    """Add the column of a rounded approximate formula to a frame that has the columns of its arguments."""
    if _ways(rounded.spec.tree) > _MOST_WAYS:
        every = frame.with_columns(nw.lit(value=True).alias(_NEAR), nw.lit(0, nw.Int64).alias(rounded.column))
        return _corrected(every, every.select(ROW, *dict.fromkeys(rounded.args)), rounded)
    scale = 10**rounded.spec.places
    near = _float(rounded.spec.tree, rounded)
    scaled, error = near.value * scale, near.error * scale
    settled, distance = _settled(scaled, rounded.spec.mode)
    doubtful = ~(distance > error) | ~(scaled.abs() < _FAR)
    guessed = frame.with_columns(doubtful.fill_null(value=True).alias(_NEAR))
    guessed = guessed.with_columns(
        nw.when(~nw.col(_NEAR)).then(settled).otherwise(nw.lit(0.0)).cast(nw.Int64).alias(rounded.column)
    )
    args = list(dict.fromkeys(rounded.args))
    unsure = guessed.filter(nw.col(_NEAR)).select(ROW, *args)
    if not len(unsure):
        return guessed.drop(_NEAR)
    return _corrected(guessed, unsure, rounded)


def _corrected(frame: nw.DataFrame[Any], unsure: nw.DataFrame[Any], rounded: Rounded) -> nw.DataFrame[Any]:
    args = {row[ROW]: tuple(int(row[name]) for name in rounded.args) for row in unsure.iter_rows(named=True)}
    known = round_distinct(rounded.spec, list(dict.fromkeys(args.values())))
    columns = {ROW: list(args), "_exact": [known[row] for row in args.values()]}
    types = {ROW: frame.schema[ROW], "_exact": nw.Int64()}
    joined = frame.join(nw.from_dict(columns, types, backend=frame.implementation), on=ROW, how="left")
    right = nw.when(nw.col(_NEAR)).then(nw.col("_exact")).otherwise(nw.col(rounded.column))
    return joined.with_columns(right.alias(rounded.column)).drop(_NEAR, "_exact")


@attrs.frozen
class _Near:
    """A float and a bound of how far the true value may be from it."""

    value: nw.Expr
    error: nw.Expr


def _settled(scaled: nw.Expr, mode: str) -> tuple[nw.Expr, nw.Expr]:
    """Round a float, and tell how far it is from where the rounding turns."""
    below = scaled.floor()
    part = scaled - below
    if mode in ("half-up", "half-even"):
        return (scaled + 0.5).floor(), (part - 0.5).abs()
    distance = nw.min_horizontal(part, 1.0 - part)
    upwards = {"floor": nw.lit(value=False), "ceiling": nw.lit(value=True), "down": scaled < 0, "up": scaled >= 0}[mode]
    return nw.when(upwards).then(below + 1.0).otherwise(below), distance


def _ways(tree: Num) -> int:
    """Count the ways from the top of a formula down to its ends."""
    ways: dict[Num | Cond, int] = {}
    for node in walk(tree):
        ways[node] = max(1, sum(ways[part] for part in children(node)))
    return ways[tree]


def _float(node: Num, rounded: Rounded) -> _Near:
    match node:
        case Round(value):
            return _float(value, rounded)
        case Number(value):
            return _leaf(nw.lit(float(value), nw.Float64))
        case Figure(name):
            place = 2 * rounded.spec.symbols.index(name)
            over, under = (nw.col(rounded.args[place + offset]).cast(nw.Float64) for offset in (0, 1))
            return _leaf(over / under)
        case Add(left, right) | Subtract(left, right):
            a, b = _float(left, rounded), _float(right, rounded)
            result = a.value + b.value if isinstance(node, Add) else a.value - b.value
            return _Near(result, a.error + b.error + result.abs() * _EPSILON)
        case Multiply(left, right):
            a, b = _float(left, rounded), _float(right, rounded)
            result = a.value * b.value
            error = a.value.abs() * b.error + b.value.abs() * a.error + a.error * b.error
            return _Near(result, error + result.abs() * _EPSILON)
        case Least(of) | Greatest(of):
            parts = [_float(part, rounded) for part in of]
            join = nw.min_horizontal if isinstance(node, Least) else nw.max_horizontal
            return _Near(join(*(part.value for part in parts)), nw.max_horizontal(*(part.error for part in parts)))
        case Power(base, exponent):
            a = _float(base, rounded)
            result = a.value ** float(exponent)
            slope = result.abs() * abs(float(exponent)) / a.value.abs()
            # 2: the slope is taken at one end of the error. 8 and the exponent: what libraries' pow may err itself.
            return _Near(result, slope * a.error * 2.0 + result.abs() * _EPSILON * (8.0 + abs(float(exponent))))
        case Log(value, base):
            a = _float(value, rounded)
            result = a.value.log() / (1.0 if base is None else math.log(base))
            return _Near(result, a.error / a.value.abs() * 2.0 + (result.abs() + 1.0) * _EPSILON * 8.0)
        case _:
            message = f"{type(node).__name__} cannot stand in an approximate formula"
            raise TypeError(message)


def _leaf(value: nw.Expr) -> _Near:
    return _Near(value, value.abs() * _EPSILON)
