"""Values as files write them: numbers with a point and without thousands apart, texts between quotes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

MOST_PLACES: Final = 18
"""Decimals that are written: a figure has 17 at most."""


def decimal_text(value: Fraction, most: int = MOST_PLACES) -> str | None:
    """Write a number as a decimal with a point; None when ``most`` decimals do not hold it."""
    digits, rest = divmod(abs(value.numerator) * 10**most, value.denominator)
    if rest:
        return None
    whole, decimals = divmod(digits, 10**most)
    return f"{'-' if value < 0 else ''}{whole}.{decimals:0{most}}".rstrip("0").rstrip(".")


def plain(value: Fraction) -> str:
    """Write a number as a decimal when it is one, else as a fraction."""
    return decimal_text(value) or str(value)


def shown(raw: object) -> str:
    """Write a value as a scheme would."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return f'"{raw}"'
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{key} = {shown(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list | tuple):
        return "[" + ", ".join(shown(value) for value in raw) + "]"
    return str(raw)
