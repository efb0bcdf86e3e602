"""Values as files write them: numbers with a point and without thousands apart, texts between quotes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def plain(value: Fraction) -> str:
    """Write a number as a decimal when it is one, else as a fraction."""
    power = next((places for places in range(13) if (value * 10**places).denominator == 1), None)
    if power is None:
        return str(value)
    digits = f"{abs(value) * 10**power}".rjust(power + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[: len(digits) - power]}.{digits[len(digits) - power :]}" if power else f"{sign}{digits}"


def shown(raw: object) -> str:
    """Write a value as a scheme would."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return f'"{raw}"'
    if isinstance(raw, Mapping):
        return "{" + ", ".join(f"{key} = {shown(value)}" for key, value in raw.items()) + "}"
    if isinstance(raw, list | tuple):
        return "[" + ", ".join(shown(value) for value in raw) + "]"
    return str(raw)
