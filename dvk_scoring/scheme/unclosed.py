"""Where the bracket or quote opens that a TOML text does not close, and where a comma is missing instead."""

from __future__ import annotations

import re
from typing import Final

from dvk_scoring.text import Text

_PART: Final = re.compile(
    r'#[^\n]*|"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[\[\]{}"\']', re.DOTALL
)
_NEXT: Final = re.compile(r"[\w.\"'-]+[ \t]*=|\[\[?[A-Za-z\"']")
_NO_COMMA: Final = Text(
    vi="thiếu dấu phẩy giữa phần này và phần trước", en="there is no comma between this part and the one before"
)
_NO_QUOTE: Final = Text(
    vi='trong dòng này có chuỗi chữ chưa được đóng dấu "', en="in this line a text is not closed with its quote"
)


def find_unclosed(message: str, text: str, at: int) -> tuple[int, Text | None]:
    r"""Tell where a bracket or a quote opens that is not closed, and what it is instead if it is not that.

    Args:
        message: What tomli says.
        text: The whole text.
        at: Where reading stopped in it.

    Example:
        >>> find_unclosed("Unclosed array", "a = [1, 2\nb = 3", 10)
        (4, None)
    """
    opened = _last_open(text, at)
    if not message.startswith("Unclosed") or opened is None:
        return at if opened is None else opened, None
    rest = text[at:].partition("\n")[0]
    if rest.count('"') % 2:
        return at, _NO_QUOTE
    first, *more = text[opened + 1 : at].split("\n")
    begins_next = _NEXT.match(rest) is not None
    if message.startswith("Unclosed inline"):
        is_comma = begins_next and not (more and first.strip())
    else:
        is_comma = bool(rest) and rest[0] not in "]}" and not begins_next
    return (at, _NO_COMMA) if is_comma else (opened, None)


def _last_open(text: str, end: int) -> int | None:
    """Give the last bracket before ``end`` that is not closed there, or the quote that nothing closes."""
    opened: list[int] = []
    for part in _PART.finditer(text, 0, end):
        if part[0] in "[{":
            opened.append(part.start())
        elif part[0] in "]}":
            del opened[-1:]
        elif part[0] in "\"'":
            return part.start()
    return opened[-1] if opened else None
