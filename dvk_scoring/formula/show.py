"""How numbers and days are written for people: 1.234,5 and 31/12/2026 in Vietnamese, 1,234.5 and 2026-12-31 else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.text import Language, Text

MOST_PLACES: Final = 6
"""Decimals that are shown of a number that needs too many; a small one has more."""
_FEWEST_DIGITS: Final = 4
"""Digits, after the zeros at its head, that are shown of a small number that needs too many."""
_WHOLE_PLACES: Final = 17
"""A number that so many decimals hold is written whole: what is printed can then be multiplied by hand."""
_LONGEST_FRACTION: Final = 24
"""Characters of a fraction that is still worth writing; an approximate value has far more."""
_EXACTLY: Final = Text(vi="đúng: {fraction}", en="exactly {fraction}")


def show_number(value: Fraction, language: Language, places: int | None = None) -> str:
    """Write a number with thousands apart: with ``places`` decimals, or with all it needs, or rounded to 6 or more.

    Example:
        >>> [show_number(one, "vi") for one in (Fraction(2469, 2), Fraction(2, 3), Fraction(1, 600_000))]
        ['1.234,5', '0,666667', '0,000001667']
    """
    kept = (_WHOLE_PLACES if is_short(value) else _places(value)) if places is None else places
    shown = round_fraction(value, kept, "half-up")
    whole, rest = divmod(abs(shown.numerator) * 10**kept // shown.denominator, 10**kept)
    text = f"{'-' if shown < 0 else ''}{whole:,}" + (f".{rest:0{kept}}" if kept else "")
    if places is None and "." in text and is_short(value):
        text = text.rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def _places(value: Fraction) -> int:
    """Give the decimals that are shown of a number that needs too many: 4 digits of it, and 6 decimals at least."""
    zeros = len(str(int(1 / abs(value)))) - 1
    return max(MOST_PLACES, zeros + _FEWEST_DIGITS)


def show_points(value: Fraction | Decimal, places: int, language: Language) -> str:
    """Write points with a fixed number of decimals; what has more is rounded half up for the eye only."""
    return show_number(Fraction(value), language, places)


def show_decimals(places: int) -> str:
    """Count decimals in English, which has a form for one."""
    return "1 decimal" if places == 1 else f"{places} decimals"


def show_signed(value: Fraction | Decimal, language: Language, places: int | None = None) -> str:
    """Write a change with its sign: ``−1,00``; ``places`` as for ``show_number``."""
    return f"{'−' if value < 0 else '+'}{show_number(abs(Fraction(value)), language, places)}"


def is_short(value: Fraction) -> bool:
    """Tell whether 17 decimals, as many as a figure can have, hold all of a number."""
    return (value.numerator * 10**_WHOLE_PLACES) % value.denominator == 0


def show_fraction(value: Fraction, language: Language) -> str:
    """Write a number in full: as a decimal when that is short, else rounded with the fraction beside it.

    Example:
        >>> show_fraction(Fraction(8, 9), "en")
        '≈ 0.888889 (exactly 8/9)'
    """
    return show_number(value, language) if is_short(value) else _show_about(value, language)


def _show_about(value: Fraction, language: Language) -> str:
    told = f"≈ {show_number(value, language)}"
    if is_short(value) or len(str(value)) > _LONGEST_FRACTION:
        return told
    return f"{told} ({_EXACTLY.in_(language).format(fraction=value)})"


def show_apart(one: Fraction, other: Fraction, language: Language) -> tuple[str, str]:
    """Write two numbers that are compared, with as many decimals as it takes to see which is larger."""
    places: int | None = None
    while True:
        texts = show_number(one, language, places), show_number(other, language, places)
        if one == other or texts[0] != texts[1]:
            return texts
        places = 2 * (places or MOST_PLACES)


def show_result(value: Fraction, language: Language, *, of_printed: bool = True) -> str:
    """Write the end of an equation: ``= 0,5``, or ``≈ 0,888889 (đúng: 8/9)``.

    An equals sign stands only where both sides are, as printed, the same number: ``of_printed`` tells that of the left.
    """
    if of_printed and is_short(value):
        return f"= {show_number(value, language)}"
    return _show_about(value, language)


def show_exact(value: Fraction, language: Language) -> str:
    """Write a number exactly: a decimal when 17 places hold it, else a fraction."""
    return show_number(value, language) if is_short(value) else str(value)


def show_day(day: date, language: Language) -> str:
    """Write a day in digits."""
    return f"{day:%d/%m/%Y}" if language == "vi" else day.isoformat()
