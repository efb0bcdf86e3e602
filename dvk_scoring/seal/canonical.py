"""Canonical JSON (RFC 8785), what is hashed of it, and how a fingerprint is written for people.

Numbers are whole: what is exact stands as text, so that no value is a binary float.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any, Final

Json = Any
_SHORT_BYTES: Final = 20
_GROUP: Final = 4
SHORT_LETTERS: Final = _SHORT_BYTES * 8 // 5
"""Letters of a short fingerprint: 160 bits, in five bits a letter."""
_DEEPEST: Final = 64
"""Objects and lists within each other: beyond that, programs differ in what they can read."""
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_SHORT: Final = re.compile(rf"[A-Z2-7]{{{SHORT_LETTERS}}}")


def canonical(value: Json) -> bytes:
    """Write a value as canonical JSON.

    Raises:
        ValueError: It holds what canonical JSON has no form for: half a character, a whole number beyond 2**53; or
            it is too deep.
    """
    import rfc8785

    if _is_too_deep(value):
        raise ValueError("too deep")
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def parsed(data: bytes) -> Json:
    """Read JSON without what has two readings: a key twice, numbers with decimals, NaN.

    Raises:
        ValueError: It is no such JSON.
    """
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
    except RecursionError as error:
        raise ValueError(str(error)) from error


def parsed_canonical(data: bytes) -> Json:
    """Read JSON that is canonical to the last byte.

    Raises:
        ValueError: It is not.
    """
    value = parsed(data)
    if canonical(value) != data:
        raise ValueError("not canonical")
    return value


def _is_too_deep(value: Json) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for outer in level for inner in _within(outer)]
    return any(isinstance(item, dict | list) for item in level)


def _within(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key twice")
    return table


def _refused(text: str) -> Json:
    raise ValueError(text)


def digest(data: bytes) -> str:
    """Give the SHA-256, in hex."""
    return hashlib.sha256(data).hexdigest()


def is_digest(value: object) -> bool:
    """Tell whether it is a SHA-256 in hex."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def short(fingerprint: str) -> str:
    """Write a fingerprint for people: its first 160 bits as groups of letters and of the figures 2 to 7 (RFC 4648)."""
    letters = base64.b32encode(bytes.fromhex(fingerprint)[:_SHORT_BYTES]).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def as_fingerprint(text: str) -> str | None:
    """Read a fingerprint as people hand it on, whole or short, in any letter case; None where it is none."""
    plain = re.sub(r"[\s-]", "", text.strip().removeprefix("DVK-SEAL:"))
    if _HEX.fullmatch(plain.lower()):
        return plain.lower()
    return plain.upper() if _SHORT.fullmatch(plain.upper()) else None


def is_of(expected: str, fingerprint: str) -> bool:
    """Tell whether what ``as_fingerprint`` gave is this fingerprint."""
    return expected in (fingerprint, short(fingerprint).replace("-", ""))
