"""What authors call to write a formula. Every division and every set says what empty means; no float is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from dvk_scoring.formula.tree import (
    Across,
    And,
    Band,
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
    Num,
    Number,
    Or,
    Over,
    Plain,
    Power,
    Prefer,
    Ratio,
    Rescale,
    Round,
    RoundMode,
    ShareOfBest,
    number,
)

Many = Sequence[Num]
EmptyMeans = Num | Plain | Empty
MOST_PLACES = 12


def _empty(value: EmptyMeans) -> Num | Empty:
    if isinstance(value, str):
        for known in Empty:
            if value == known.value:
                return known
    return value if isinstance(value, Empty) else number(value)


def _cond(value: object, where: str) -> Cond:
    if isinstance(value, Cond):
        return value
    message = f"{where} needs a condition such as figures.x > 0, not {value!r}"
    raise FormulaError("DVK-F107", message, where=where, value=repr(value))


def _maybe_cond(value: Cond | None, where: str) -> Cond | None:
    return None if value is None else _cond(value, where)


def _one_or_more(values: Iterable[Num | Plain], where: str) -> tuple[Num, ...]:
    made = tuple(number(value) for value in values)
    if not made:
        raise FormulaError("DVK-F108", f"{where} needs at least one number", where=where)
    return made


def _marks(values: Iterable[Num], where: str) -> tuple[Figure, ...]:
    made = tuple(value for value in values)
    if not made or not all(isinstance(value, Figure) for value in made):
        raise FormulaError("DVK-F109", f"{where} takes the marks of an each(...) figure, as they are", where=where)
    return tuple(value for value in made if isinstance(value, Figure))


def ratio(over: Num | Plain, under: Num | Plain, *, when_empty: EmptyMeans) -> Num:
    """Divide exactly; ``when_empty`` (a number, ``NOT_ASSIGNED`` or ``ERROR``) is what ``under`` = 0 means."""
    return Ratio(number(over), number(under), _empty(when_empty))


def least(*values: Num | Plain) -> Num:
    """Take the smallest."""
    return Least(_one_or_more(values, "least"))


def greatest(*values: Num | Plain) -> Num:
    """Take the largest."""
    return Greatest(_one_or_more(values, "greatest"))


def clip(value: Num | Plain, low: Num | Plain, high: Num | Plain) -> Num:
    """Hold a number between ``low`` and ``high``."""
    return Least((Greatest((number(value), number(low))), number(high)))


def total(values: Iterable[Num | Plain]) -> Num:
    """Add up several numbers; none is 0."""
    result: Num = Number(Fraction(0))
    for index, value in enumerate(values):
        result = number(value) if index == 0 else result + value
    return result


def when(condition: Cond, then: Num | Plain, otherwise: Num | Plain) -> Num:
    """Take ``then`` when the condition holds, else ``otherwise``."""
    return Choose((Case(_cond(condition, "when"), number(then)),), number(otherwise))


def choose(*cases: tuple[Cond, Num | Plain], otherwise: Num | Plain) -> Num:
    """Take the number of the first case whose condition holds."""
    made = tuple(Case(_cond(condition, "choose"), number(then)) for condition, then in cases)
    if not made:
        raise FormulaError("DVK-F108", "choose needs at least one case", where="choose")
    return Choose(made, number(otherwise))


def equal(left: Num | Plain, right: Num | Plain) -> Cond:
    """Compare for equality (``==`` compares formulas, not values)."""
    return Compare("==", number(left), number(right))


def different(left: Num | Plain, right: Num | Plain) -> Cond:
    """Compare for difference."""
    return Compare("!=", number(left), number(right))


def all_of(*conditions: Cond) -> Cond:
    """Hold when every condition holds."""
    return And(tuple(_cond(one, "all_of") for one in conditions))


def any_of(*conditions: Cond) -> Cond:
    """Hold when at least one condition holds."""
    return Or(tuple(_cond(one, "any_of") for one in conditions))


def bands(value: Num | Plain, steps: Iterable[tuple[Num | Plain, Num | Plain]], *, below: Num | Plain) -> Num:
    """Read a staircase: ``(start, number)`` holds from its start to under the next one's; ``below`` under the first.

    Raises:
        FormulaError: Written starts do not rise.
    """
    made = tuple(Band(number(start), number(then)) for start, then in steps)
    if not made:
        raise FormulaError("DVK-F108", "bands needs at least one step", where="bands")
    written = [band.start.value for band in made if isinstance(band.start, Number)]
    if any(later <= earlier for earlier, later in pairwise(written)):
        raise FormulaError("DVK-F110", "the starts of bands must rise")
    return Bands(number(value), made, number(below))


def round_(value: Num | Plain, places: int = 0, mode: RoundMode = "half-up") -> Num:
    """Round to ``places`` decimals (0 to 12); half-up by magnitude unless said."""
    if type(places) is not int or not 0 <= places <= MOST_PLACES:
        raise FormulaError(
            "DVK-F111", f"places must be a whole number from 0 to 12, not {places!r}", value=repr(places)
        )
    if mode not in ("half-up", "half-even", "down", "up", "floor", "ceiling"):
        raise FormulaError("DVK-F112", f"no rounding mode {mode!r}", value=repr(mode))
    return Round(number(value), places, mode)


def floor(value: Num | Plain, places: int = 0) -> Num:
    """Round down, towards minus infinity."""
    return round_(value, places, "floor")


def power(base: Num | Plain, exponent: Plain) -> Num:
    """Raise a number ≥ 0 to a written exponent; approximate until rounded.

    A power of a power is one power, and so is a power of a root: rounded, ``power(root(x), 2)`` is exactly ``x``.
    """
    made = number(exponent)
    if not isinstance(made, Number):
        raise FormulaError("DVK-F113", "the exponent of power must be a written number")
    return _raised(number(base), made.value)


def root(value: Num | Plain, degree: int = 2) -> Num:
    """Take the root of a number ≥ 0; approximate until rounded."""
    if type(degree) is not int or degree < 1:
        raise FormulaError("DVK-F113", "the degree of root must be a written whole number from 1")
    return _raised(number(value), Fraction(1, degree))


def _raised(base: Num, exponent: Fraction) -> Num:
    """Multiply exponents; an inner one below 0 stays, since it has no value at 0 where the product may have one."""
    if isinstance(base, Power) and base.exponent >= 0:
        return Power(base.base, base.exponent * exponent)
    return Power(base, exponent)


def log(value: Num | Plain, base: Plain | None = None) -> Num:
    """Take the logarithm of a number > 0, natural unless a base is written; approximate until rounded."""
    made = None if base is None else number(base)
    if made is not None and (not isinstance(made, Number) or made.value <= 0 or made.value == 1):
        raise FormulaError("DVK-F113", "the base of log must be a written number above 0 and not 1")
    return Log(number(value), made.value if isinstance(made, Number) else None)


def mean(marks: Iterable[Num], *, drop: int = 0, fewest: int = 1) -> Num:
    """Take the mean of the marks given without the ``drop`` lowest and highest; under ``fewest``: not reported."""
    made = _marks(marks, "mean")
    if drop < 0 or fewest <= 2 * drop or fewest > len(made):
        message = (
            f"mean of {len(made)} marks: fewest ({fewest}) must be above twice drop ({drop}) and at most the marks"
        )
        raise FormulaError("DVK-F114", message, marks=len(made), fewest=fewest, drop=drop)
    return Mean(made, drop, fewest)


def median(marks: Iterable[Num], *, fewest: int = 1) -> Num:
    """Take the median of the marks given; fewer than ``fewest``: not reported."""
    made = _marks(marks, "median")
    if not 1 <= fewest <= len(made):
        message = f"median of {len(made)} marks: fewest ({fewest}) must be from 1 to the number of marks"
        raise FormulaError("DVK-F114", message, marks=len(made), fewest=fewest, drop=0)
    return Median(made, fewest)


def count_of(values: Iterable[Num | Plain], *, at_least: Num | Plain) -> Num:
    """Count how many of several numbers are at least ``at_least``."""
    return CountOf(_one_or_more(values, "count_of"), number(at_least))


def highest(value: Num, *, among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans) -> Num:
    """Take the highest value across the cluster; ``when_empty``: no unit is left."""
    return Across("highest", number(value), _maybe_cond(among, "highest"), over, _empty(when_empty), "high")


def lowest(value: Num, *, among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans) -> Num:
    """Take the lowest value across the cluster; ``when_empty``: no unit is left."""
    return Across("lowest", number(value), _maybe_cond(among, "lowest"), over, _empty(when_empty), "low")


def sum_across(value: Num, *, among: Cond | None = None, over: Over = "cluster") -> Num:
    """Add up across the cluster; none is 0. A ratio must be rounded first."""
    return Across("sum", number(value), _maybe_cond(among, "sum_across"), over, Number(Fraction(0)), "high")


def mean_across(value: Num, *, among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans) -> Num:
    """Take the mean across the cluster. A ratio must be rounded first."""
    return Across("mean", number(value), _maybe_cond(among, "mean_across"), over, _empty(when_empty), "high")


def count_across(among: Cond, *, over: Over = "cluster") -> Num:
    """Count the units of the cluster for which a condition holds."""
    one = Number(Fraction(1))
    return Across("count", one, _cond(among, "count_across"), over, Number(Fraction(0)), "high")


def rank_across(
    value: Num, *, prefer: Prefer = "high", among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans
) -> Num:
    """Take the unit's rank across the cluster, 1 the best, ties sharing the better place."""
    return Across("rank", number(value), _maybe_cond(among, "rank_across"), over, _empty(when_empty), prefer)


def rescale(
    value: Num, *, prefer: Prefer = "high", among: Cond | None = None, over: Over = "cluster", when_flat: EmptyMeans
) -> Num:
    """Stretch between the lowest (0) and the highest (1) of the cluster; ``when_flat``: all are equal."""
    return Rescale(number(value), prefer, _maybe_cond(among, "rescale"), over, _empty(when_flat))


def share_of_best(
    value: Num, *, prefer: Prefer = "high", among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans
) -> Num:
    """Divide by the cluster's best value (or the best by it, when low is preferred); values must be ≥ 0."""
    return ShareOfBest(number(value), prefer, _maybe_cond(among, "share_of_best"), over, _empty(when_empty))
