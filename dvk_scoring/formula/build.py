"""What authors call to write a formula. Every division and every set says what empty means; no float is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from dvk_scoring.formula.tree import (
    ZERO,
    Absent,
    Absolute,
    And,
    Attribute,
    Band,
    Bands,
    Case,
    Choose,
    Compare,
    Cond,
    Empty,
    Figure,
    FormulaError,
    Given,
    Greatest,
    Least,
    Log,
    Num,
    Number,
    Or,
    Plain,
    Power,
    Ratio,
    Round,
    RoundMode,
    Titled,
    condition_of,
    number,
)
from dvk_scoring.text import Text, odd_character

Many = Sequence[Num]
Rows = Sequence[Many]
EmptyMeans = Num | Plain | Empty
MOST_PLACES = 12
_FEWEST_POINTS = 2


def empty_means(value: EmptyMeans) -> Num | Empty:
    """Take what an empty denominator or set means: a number, or one of the words for none."""
    if isinstance(value, str):
        for known in Empty:
            if value == known.value:
                return known
    return value if isinstance(value, Empty) else number(value)


def _then(value: EmptyMeans) -> Num:
    """Take what a case gives: a number, or none at all."""
    made = empty_means(value)
    return Absent(made) if isinstance(made, Empty) else made


def one_or_more(values: Iterable[Num | Plain], where: str) -> tuple[Num, ...]:
    """Take several numbers, of which there must be one."""
    made = tuple(number(value) for value in values)
    if not made:
        raise FormulaError("DVK-F108", f"{where} needs at least one number", where=where)
    return made


def ratio(over: Num | Plain, under: Num | Plain, *, when_empty: EmptyMeans) -> Num:
    """Divide exactly.

    Args:
        over: What is divided.
        under: What it is divided by.
        when_empty: What ``under`` = 0 means: a number, ``NOT_ASSIGNED`` or ``ERROR``.
    """
    return Ratio(number(over), number(under), empty_means(when_empty))


def least(*values: Num | Plain) -> Num:
    """Take the smallest.

    Args:
        values: The numbers, one or more.
    """
    return Least(one_or_more(values, "least"))


def greatest(*values: Num | Plain) -> Num:
    """Take the largest.

    Args:
        values: The numbers, one or more.
    """
    return Greatest(one_or_more(values, "greatest"))


def clip(value: Num | Plain, low: Num | Plain, high: Num | Plain) -> Num:
    """Hold a number between two others.

    Args:
        value: The number.
        low: The least that comes out.
        high: The most that comes out.
    """
    return Least((Greatest((number(value), number(low))), number(high)))


def total(values: Iterable[Num | Plain]) -> Num:
    """Add up several numbers; none is 0.

    Args:
        values: The numbers; a blank one makes the sum not reported, unlike in ``sum_given``.
    """
    result: Num = ZERO
    for index, value in enumerate(values):
        result = number(value) if index == 0 else result + value
    return result


def when(condition: Cond, then: EmptyMeans, otherwise: EmptyMeans) -> Num:
    """Take one number when a condition holds, else another.

    Args:
        condition: The condition, such as ``figures.due > 0``.
        then: The number when it holds: a number, ``NOT_ASSIGNED`` or ``ERROR``.
        otherwise: The number when it does not, likewise.
    """
    return Choose((Case(condition_of(condition, "when"), _then(then)),), _then(otherwise))


def choose(*cases: tuple[Cond, EmptyMeans], otherwise: EmptyMeans) -> Num:
    """Take the number of the first case whose condition holds.

    Args:
        cases: Pairs of a condition and its number: a number, ``NOT_ASSIGNED`` or ``ERROR``.
        otherwise: The number when no condition holds, likewise.
    """
    made = tuple(Case(condition_of(condition, "choose"), _then(then)) for condition, then in cases)
    if not made:
        raise FormulaError("DVK-F108", "choose needs at least one case", where="choose")
    return Choose(made, _then(otherwise))


def equal(left: Num | Plain, right: Num | Plain) -> Cond:
    """Compare for equality (``==`` compares formulas, not values).

    Args:
        left: A number.
        right: Another.
    """
    return Compare("==", number(left), number(right))


def different(left: Num | Plain, right: Num | Plain) -> Cond:
    """Compare for difference.

    Args:
        left: A number.
        right: Another.
    """
    return Compare("!=", number(left), number(right))


def all_of(*conditions: Cond) -> Cond:
    """Hold when every condition holds.

    Args:
        conditions: The conditions.
    """
    return And(tuple(condition_of(condition, "all_of") for condition in conditions))


def any_of(*conditions: Cond) -> Cond:
    """Hold when at least one condition holds.

    Args:
        conditions: The conditions.
    """
    return Or(tuple(condition_of(condition, "any_of") for condition in conditions))


def bands(value: Num | Plain, steps: Iterable[tuple[Num | Plain, EmptyMeans]], *, below: EmptyMeans) -> Num:
    """Read a staircase: each step holds from its start to under the next one's.

    Args:
        value: What is looked up.
        steps: Pairs of a start and what holds from there on: a number, ``NOT_ASSIGNED`` or ``ERROR``. Starts rise.
        below: The number under the first start, likewise.

    Raises:
        FormulaError: Written starts do not rise.
    """
    made = tuple(Band(number(start), _then(then)) for start, then in steps)
    if not made:
        raise FormulaError("DVK-F108", "bands needs at least one step", where="bands")
    written = [band.start.value for band in made if isinstance(band.start, Number)]
    if any(later <= earlier for earlier, later in pairwise(written)):
        raise FormulaError("DVK-F110", "the starts of bands must rise")
    return Bands(number(value), made, _then(below))


def interpolate(value: Num | Plain, points: Iterable[tuple[Plain, Plain]]) -> Num:
    """Read a broken line through written points; before the first and after the last it is level.

    Args:
        value: What is looked up.
        points: Pairs ``(x, number)`` of written numbers, two or more, with rising ``x``.

    Raises:
        FormulaError: There are fewer than two points, or their places do not rise.
    """
    made = [(number(x), number(y)) for x, y in points]
    written = [(x.value, y.value) for x, y in made if isinstance(x, Number) and isinstance(y, Number)]
    if len(made) < _FEWEST_POINTS or len(written) < len(made):
        raise FormulaError("DVK-F118", "interpolate needs two points or more, of written numbers")
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(written)):
        raise FormulaError("DVK-F110", "the places of points must rise")
    at = number(value)
    cases: list[tuple[Cond, EmptyMeans]] = [(at <= written[0][0], written[0][1])]
    for (x, y), (next_x, next_y) in pairwise(written):
        cases.append((at <= next_x, y + (at - x) * ((next_y - y) / (next_x - x))))
    return choose(*cases, otherwise=written[-1][1])


def absolute(value: Num | Plain) -> Num:
    """Take the magnitude.

    Args:
        value: The number.
    """
    return Absolute(number(value))


def given(figure: Num) -> Cond:
    """Ask whether a figure has a value: it is neither blank (unless a blank counts as something) nor not assigned.

    What stands in a case that this alone rules out is not needed: ``when(given(f.second), f.second, f.first)``.

    Args:
        figure: The figure as it is declared.
    """
    if not isinstance(figure, Figure | Attribute):
        raise FormulaError("DVK-F119", f"given takes a figure as it is, not {figure!r}", value=repr(figure))
    return Given(figure)


def named(title: Text | str, value: Num | Plain) -> Num:
    """Give a part of the formula a name of its own, by which formula, working and workbook call it.

    Args:
        title: The name in both languages; a plain string reads the same in both.
        value: The part.
    """
    text = Text.of(title)
    if not text.vi.strip() or not text.en.strip():
        raise FormulaError("DVK-C154", "a name of a part lacks its text in one language", name="named")
    if odd_character(text.vi + text.en):
        raise FormulaError("DVK-C166", "a name of a part holds a control character", name="named")
    return Titled(number(value), text)


def round_(value: Num | Plain, places: int = 0, mode: RoundMode = "half-up") -> Num:
    """Round.

    Args:
        value: The number.
        places: Decimals that are kept, 0 to 12.
        mode: ``half-up`` (the usual one, by magnitude), ``half-even``, ``down`` (towards zero), ``up``, ``floor``,
            ``ceiling``.
    """
    if type(places) is not int or not 0 <= places <= MOST_PLACES:
        raise FormulaError(
            "DVK-F111", f"places must be a whole number from 0 to 12, not {places!r}", value=repr(places)
        )
    if mode not in ("half-up", "half-even", "down", "up", "floor", "ceiling"):
        raise FormulaError("DVK-F112", f"no rounding mode {mode!r}", value=repr(mode))
    return Round(number(value), places, mode)


def floor(value: Num | Plain, places: int = 0) -> Num:
    """Round down, towards minus infinity.

    Args:
        value: The number.
        places: Decimals that are kept, 0 to 12.
    """
    return round_(value, places, "floor")


def power(base: Num | Plain, exponent: Plain) -> Num:
    """Raise a number ≥ 0; approximate until rounded.

    A power of a power is one power, and so is a power of a root: rounded, ``power(root(x), 2)`` is exactly ``x``.

    Args:
        base: The number.
        exponent: A written number.
    """
    made = number(exponent)
    if not isinstance(made, Number):
        raise FormulaError("DVK-F113", "the exponent of power must be a written number")
    return _raised(number(base), made.value)


def root(value: Num | Plain, degree: int = 2) -> Num:
    """Take the root of a number ≥ 0; approximate until rounded.

    Args:
        value: The number.
        degree: A written whole number: 2 is the square root.
    """
    if type(degree) is not int or degree < 1:
        raise FormulaError("DVK-F113", "the degree of root must be a written whole number from 1")
    return _raised(number(value), Fraction(1, degree))


def _raised(base: Num, exponent: Fraction) -> Num:
    """Multiply exponents; an inner one below 0 stays, since it has no value at 0 where the product may have one."""
    if isinstance(base, Power) and base.exponent >= 0:
        return Power(base.base, base.exponent * exponent)
    return Power(base, exponent)


def log(value: Num | Plain, base: Plain | None = None) -> Num:
    """Take the logarithm of a number > 0; approximate until rounded.

    Args:
        value: The number.
        base: A written number above 0 and not 1; None: the natural logarithm.
    """
    made = None if base is None else number(base)
    if made is not None and (not isinstance(made, Number) or made.value <= 0 or made.value == 1):
        raise FormulaError("DVK-F113", "the base of log must be a written number above 0 and not 1")
    return Log(number(value), made.value if isinstance(made, Number) else None)
