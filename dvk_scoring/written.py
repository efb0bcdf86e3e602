"""Values as files write them: numbers with a point and without thousands apart, texts between quotes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from dvk_scoring.text import Text

_POINT: Final = re.compile(r"(?<=[0-9])\.(?=[0-9])")
MOST_PLACES: Final = 18
"""Decimals that are written: a figure has 17 at most."""


def decimal_text(value: Fraction, most: int = MOST_PLACES) -> str | None:
    """Write a number as a decimal with a point; None when ``most`` decimals do not hold it."""
    digits, rest = divmod(abs(value.numerator) * 10**most, value.denominator)
    if rest:
        return None
    whole, decimals = divmod(digits, 10**most)
    return f"{'-' if value < 0 else ''}{whole}.{decimals:0{most}}".rstrip("0").rstrip(".")


class Plain(str):
    """A number as files write it; who tells people of it knows that it is one, and writes its comma."""

    __slots__ = ()


def plain(value: Fraction) -> Plain:
    """Write a number as a decimal when it is one, else as a fraction."""
    return Plain(decimal_text(value) or str(value))


def with_numbers(text: str) -> Text:
    """Take numbers as files write them, or a list of them, for people; in Vietnamese the comma is the decimal mark."""
    return Text(vi=_POINT.sub(",", text.replace(", ", "; ")), en=text)


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
