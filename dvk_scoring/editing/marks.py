"""What a workbook keeps in hidden cells: what it was made from, and which sheet each is whatever people call it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

import attrs

from dvk_scoring.editing.cells import Field
from dvk_scoring.text import LANGUAGES, Language

_FIRST: Final = "dvk edit 1"
KEYS_ROW: Final = 1
"""The row, from 0, of the marks of columns; it is hidden, as the one before and the first column are."""
HEAD_ROW: Final = 4
FIRST_ROW: Final = 5


@attrs.frozen
class Mark:
    """What stands in the first cell of a sheet.

    Attributes:
        what: ``scheme`` or ``rulings``.
        id: Of the scheme.
        digest: Of all values that can be edited, as they were.
        language: In which its words are.
        sheet: Which sheet it is.
    """

    what: str
    id: str
    digest: str
    language: Language
    sheet: str

    def written(self) -> str:
        """Write it."""
        return f"{_FIRST}|{self.what}|{self.id}|{self.digest}|{self.language}|{self.sheet}"


def mark_in(cell: Any) -> Mark | None:
    """Read what stands in the first cell of a sheet; None: it was not made for editing."""
    parts = cell.split("|") if isinstance(cell, str) else []
    if len(parts) != 6 or parts[0] != _FIRST or parts[4] not in LANGUAGES:
        return None
    return Mark(parts[1], parts[2], parts[3], "vi" if parts[4] == "vi" else "en", parts[5])


def digest_of(fields: Iterable[Field]) -> str:
    """Give the digest of what can be edited: remarks and other keys may change while people edit."""
    said = "\n".join(f"{field.path!r} {field.kind} {field.value!r}" for field in fields)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
