"""The printed numbers of a rubric's rows, in the many ways that people write them, and the numbers of points."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_PART: Final = re.compile(r"(?:phần|phan|chương|chuong|mục|muc|part|section)\s+(?=\w{1,5}$)", re.IGNORECASE)
_BEFORE_TITLE: Final = re.compile(
    r"((?:(?:Phần|PHẦN|Chương|CHƯƠNG|Part|PART)\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-ZĐ]))\s*[.)/:–-]\s+(.+)"
)
_MOST: Final = re.compile(r"[-+]?\d{1,9}(?:[.,]\d{1,2})?(?=\s*(?:đ|điểm|points?|pts)?\.?$)")
_DASHES: Final = str.maketrans("–−—", "---")


def number_in(written: str) -> tuple[str, bool]:
    """Give a number without the signs around it, and whether a word such as ``Phần`` makes it that of a section.

    ``I -`` is I, ``(1)`` is 1, ``Phần II`` is II; ``Phần 1`` stays, so that it is no number like those in it.
    """
    number = written.strip("()[].:/-–— ") or written
    alone = _PART.sub("", number)
    if alone == number:
        return number, False
    return (number if alone.isdecimal() else alone), True


def before_title(title: str) -> tuple[str, str]:
    """Part a title from the number that stands before it; "" where there is none."""
    match = _BEFORE_TITLE.fullmatch(title)
    return ("", title) if match is None else (match[1], match[2])


def points_in(text: str) -> Decimal | None:
    """Give the points that a text says, such as ``10 điểm``, ``9,5`` or ``–2``."""
    match = _MOST.match(text.strip().lower().translate(_DASHES))
    return None if match is None else Decimal(match[0].replace(",", "."))


def is_number(text: str) -> bool:
    """Tell a number that was typed as text, with nothing beside it."""
    return re.fullmatch(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?", text.strip()) is not None
