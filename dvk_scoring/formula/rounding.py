"""Rounding of exact and of approximate numbers; powers and logarithms to any number of digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Final

from dvk_scoring.formula.tree import RoundMode

DIGITS: Final = 60
"""Decimals to which an approximate value is held."""
NEAR: Final = Fraction(1, 10**40)
"""An approximate value this near to a boundary of rounding is taken to lie on it."""
_GUARD: Final = 20
"""Digits that are computed and not trusted: logarithm, product and power may each spoil the last few."""
_ROUGH: Final = 40
"""Digits that tell where the point stands: the largest logarithm has 19 before it."""
_KEPT: Final = 10_000
"""Powers that are remembered: units have the same figures, and several readers ask for them."""
_MOST_DIGITS: Final = 4_000
"""Here a value that still lies near a boundary is taken to lie on it: doubling the digits must end."""
_LARGEST_DEGREE: Final = 64
"""Denominator up to which a logarithm is looked at as a fraction: log base 4 of 8 is 3/2 exactly."""


def round_fraction(value: Fraction, places: int, mode: RoundMode) -> Fraction:
    """Round an exact number to ``places`` decimals.

    half-up, half-even, down and up work on the magnitude and put the sign back: half-up of -2.5 is -3, down of -2.5
    is -2. floor goes towards minus infinity, ceiling towards plus infinity.
    """
    over, under = value.numerator * 10**places, value.denominator
    if mode == "floor":
        whole = over // under
    elif mode == "ceiling":
        whole = -(-over // under)
    else:
        size = _round_magnitude(abs(over), under, mode)
        whole = -size if over < 0 else size
    return Fraction(whole, 10**places)


def _round_magnitude(over: int, under: int, mode: RoundMode) -> int:
    whole, rest = divmod(over, under)
    if mode == "down" or rest == 0:
        return whole
    if mode == "up":
        return whole + 1
    twice = 2 * rest
    if twice == under:
        return whole + (1 if mode == "half-up" else whole % 2)
    return whole + (twice > under)


def apportion(exact: Mapping[str, Fraction], whole: int) -> dict[str, int]:
    """Round numbers down, then the largest remainders up until all come to ``whole``; of equal ones the first."""
    units = {key: floor(number) for key, number in exact.items()}
    by_remainder = sorted(exact, key=lambda key: units[key] - exact[key])
    for key in by_remainder[: whole - sum(units.values())]:
        units[key] += 1
    return units


def round_approximate(value: Fraction, places: int, mode: RoundMode) -> Fraction:
    """Round a number known to about 60 decimals; within 10^-40 of a boundary it is taken to lie on it.

    So √2 × √2, which comes out a hair under 2, has the floor 2.
    """
    near = _nearest_boundary(value, places)
    return round_fraction(near if abs(value - near) <= NEAR else value, places, mode)


def round_power(base: Fraction, exponent: Fraction, places: int, mode: RoundMode) -> Fraction:
    """Round base ** exponent rightly, however near it is to a boundary: floor of the cube root of 27 is 3."""
    power = exact_power(base, exponent)
    if power is not None:
        return round_fraction(power, places, mode)
    return _round_irrational(lambda digits: _power(base, exponent, digits), places, mode)


def round_log(value: Fraction, base: Fraction | None, places: int, mode: RoundMode) -> Fraction:
    """Round a logarithm rightly, however near it is to a boundary: floor of log 1000 to the base 10 is 3."""
    log = exact_log(value, base)
    if log is not None:
        return round_fraction(log, places, mode)
    return _round_irrational(lambda digits: _log(value, base, digits), places, mode)


def power_of(base: Fraction, exponent: Fraction) -> Fraction:
    """Raise ``base`` ≥ 0 to ``exponent``: exactly when the result is rational, else to 60 decimals.

    Raises:
        ValueError: ``base`` is below 0, or it is 0 and the exponent below 0.
    """
    if base < 0 or (base == 0 and exponent < 0):
        message = f"{base} has no power {exponent}"
        raise ValueError(message)
    power = exact_power(base, exponent)
    return _power(base, exponent, DIGITS) if power is None else power


def log_of(value: Fraction, base: Fraction | None) -> Fraction:
    """Take the logarithm of ``value`` > 0: exactly when it is found to be rational, else to 60 decimals.

    Raises:
        ValueError: ``value`` is not above 0.
    """
    if value <= 0:
        message = f"{value} has no logarithm"
        raise ValueError(message)
    log = exact_log(value, base)
    return _log(value, base, DIGITS) if log is None else log


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """Give base ** exponent when it is rational, else None; the roots are taken in whole numbers."""
    if exponent == 0 or base == 1:
        return Fraction(1)
    if base == 0:
        return Fraction(0)
    over = _exact_root(base.numerator, exponent.denominator)
    under = _exact_root(base.denominator, exponent.denominator)
    if over is None or under is None:
        return None
    return Fraction(Fraction(over, under) ** exponent.numerator)


def exact_log(value: Fraction, base: Fraction | None) -> Fraction | None:
    """Give the logarithm when it is rational with a denominator up to 64, else None."""
    if value == 1:
        return Fraction(0)
    if base is None:
        return None
    near = _log(value, base, DIGITS).limit_denominator(_LARGEST_DEGREE)
    return near if base**near.numerator == value**near.denominator else None


def _exact_root(number: int, degree: int) -> int | None:
    if degree == 1 or number == 1:
        return number
    if number.bit_length() <= degree:
        return None
    low, high = 1, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low if low**degree == number else None


def _nearest_boundary(value: Fraction, places: int) -> Fraction:
    """Give the nearest multiple of half a step: every mode changes its answer only there."""
    step = Fraction(1, 2 * 10**places)
    return round_fraction(value / step, 0, "half-even") * step


def _round_irrational(compute: Callable[[int], Fraction], places: int, mode: RoundMode) -> Fraction:
    digits = DIGITS
    while True:
        value = compute(digits)
        clear = abs(value - _nearest_boundary(value, places)) > Fraction(1, 10 ** (digits - _GUARD))
        if clear or digits > _MOST_DIGITS:
            return (round_fraction if clear else round_approximate)(value, places, mode)
        digits *= 2


def _context(digits: int) -> Context:
    return Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN)


def _as_decimal(value: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


@lru_cache(maxsize=_KEPT)
def _power(base: Fraction, exponent: Fraction, decimals: int) -> Fraction:
    """Compute by the natural logarithm, first roughly to learn how many digits stand before the point."""
    size = 0
    for digits in (_ROUGH, decimals + 2 * _GUARD):
        context = _context(digits + size)
        logarithm = context.multiply(context.ln(_as_decimal(base, context)), _as_decimal(exponent, context))
        result = context.exp(logarithm)
        size = max(0, result.adjusted()) + max(0, logarithm.adjusted())
    return Fraction(result)


def _log(value: Fraction, base: Fraction | None, decimals: int) -> Fraction:
    context = _context(decimals + 2 * _GUARD)
    result = context.ln(_as_decimal(value, context))
    return Fraction(result if base is None else context.divide(result, context.ln(_as_decimal(base, context))))
