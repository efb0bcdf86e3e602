"""Values as TOML writes them, on one line each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dvk_scoring.text import Text
from dvk_scoring.written import decimal_text

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def write_value(value: object) -> str | None:
    """Write a value; None for one that TOML has no words for, such as None or a third."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else None
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return write_words(value)
    if isinstance(value, Text):
        return write_text(value)
    if isinstance(value, Mapping):
        return _join([(str(key), write_value(part)) for key, part in value.items()])
    if isinstance(value, list | tuple):
        parts = [write_value(part) for part in value]
        return None if None in parts else f"[{', '.join(part for part in parts if part is not None)}]"
    return None


def write_words(words: str) -> str:
    """Write a string."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_text(text: Text) -> str:
    """Write a text: once when both languages say the same."""
    if text.vi == text.en:
        return write_words(text.vi)
    return f"{{ vi = {write_words(text.vi)}, en = {write_words(text.en)} }}"


def write_key(key: str) -> str:
    """Write a key."""
    return key if _BARE.fullmatch(key) else write_words(key)


def _join(parts: list[tuple[str, str | None]]) -> str | None:
    if any(value is None for _, value in parts):
        return None
    inside = ", ".join(f"{write_key(key)} = {value}" for key, value in parts)
    return f"{{ {inside} }}" if inside else "{}"
