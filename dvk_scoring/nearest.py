"""The words that were probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_MOST_COMPARED: Final = 2_000
"""Comparing two words takes time by their lengths: of very many only those that begin alike are looked at."""
_LONGEST: Final = 100


def nearest(word: str | None, known: Iterable[str], *, alike: float = 0.6) -> str:
    """Give the known word that looks most like ``word``, or "" when none does.

    Args:
        word: What was written; None: nothing.
        known: Words that could have been meant, in the order in which the first of two alike is taken.
        alike: How alike they must be, 0 to 1.
    """
    return next(iter(near(word, known, 1, alike=alike)), "")


def near(word: str | None, known: Iterable[str], most: int, *, alike: float = 0.6) -> list[str]:
    """Give the known words that look most like ``word``, ``most`` of them, the nearest first."""
    said, words = (word or "")[:_LONGEST], list(known)
    if len(words) > _MOST_COMPARED:
        words = [candidate for candidate in words if candidate[:2].casefold() == said[:2].casefold()][:_MOST_COMPARED]
    return get_close_matches(said, words, most, alike)


def nearest_id(written: str, longest: int = _LONGEST) -> str:
    """Give the id that was probably meant: ``Phòng cháy_2`` is ``phong-chay-2``; "" where no letter begins one."""
    bare = unicodedata.normalize("NFD", written[:_LONGEST].lower().replace("đ", "d"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    name = re.sub(r"[^a-z0-9]+", "-", letters)[:longest].strip("-")
    return name if name[:1].isalpha() else ""
