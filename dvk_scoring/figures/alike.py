"""Ids of units that people cannot tell from one another: blanks, dashes and letters that look alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

import polars as pl

from dvk_scoring.figures.keys import KeyedTable
from dvk_scoring.figures.table import LIMIT, more_than
from dvk_scoring.problem import Problem, problem
from dvk_scoring.text import Text

# Letters of other alphabets that are drawn as those of Vietnamese are.
_GREEK: Final = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")
_CYRILLIC: Final = ("АВЕЅІЈКМНОРСТХаеѕіјорсух", "ABESIJKMHOPCTXaesijopcyx")
_DASHES: Final = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_LOOKS: Final[Mapping[int, str]] = {
    **{ord(sign): looks for pair in (_GREEK, _CYRILLIC) for sign, looks in zip(*pair, strict=True)},
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'"),
    **{point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)},
    **{ord(sign): "Đ" for sign in "\u00d0\u0189"},
    **{ord(sign): "đ" for sign in "\u00f0\u0256"},
}
_PERHAPS: Final = "[^!-~]"
_ZEROS: Final = re.compile("(^|[^0-9])0+(?=[0-9])")


def looks_of(text: str) -> str:
    r"""Write a text as people see it: letters that look alike as one, and no blanks but those between digits.

    Capital letters are told apart.

    Example:
        >>> looks_of("Ð 1") == looks_of("Đ1"), looks_of("xa\u20131"), looks_of("1 1")
        (True, 'xa-1', '1 1')
    """
    words = unicodedata.normalize("NFC", text).translate(_LOOKS).split()
    looks = ""
    for word in words:
        apart = looks[-1:].isdigit() and word[:1].isdigit()
        looks += f" {word}" if apart else word
    return looks


def without_zeros(text: str) -> str:
    """Write an id as a spreadsheet leaves it that takes its digits for a number: ``xa-1`` for ``xa-01``."""
    return _ZEROS.sub(r"\1", text.casefold())


def check_alike(tables: Sequence[KeyedTable], everyone: pl.DataFrame) -> list[Problem]:
    """Refuse ids that look like another unit's; ``everyone``: ``unit``, ``row``, ``file`` of every row."""
    if not everyone["unit"].str.contains(_PERHAPS).any():
        return []
    groups: dict[str, list[str]] = {}
    for unit in everyone["unit"].unique(maintain_order=True).drop_nulls().to_list():
        groups.setdefault(looks_of(unit), []).append(unit)
    pairs = [(first, other) for first, *others in groups.values() for other in others]
    return [_told(tables, everyone, *pair) for pair in pairs[:LIMIT]] + more_than(len(pairs), None, "unit", "DVK-D140")


def _told(tables: Sequence[KeyedTable], everyone: pl.DataFrame, first: str, other: str) -> Problem:
    here, there = (_first_row(everyone, unit) for unit in (other, first))
    place = tables[here["file"]].table.place(here["row"], "unit", other)
    table = tables[there["file"]].table
    line = table.lines(there["row"])
    return problem("DVK-D140", place, other=first, file=table.path, line=line, how=_difference(other, first))


def _first_row(everyone: pl.DataFrame, unit: str) -> dict[str, Any]:
    return everyone.filter(pl.col("unit") == unit).row(0, named=True)


def _difference(one: str, other: str) -> Text:
    """Say in what two texts that look alike differ: the first sign of each that is another, or blanks."""
    bare = ["".join(text.split()) for text in (one, other)]
    for mine, theirs in zip_longest(*bare, fillvalue=""):
        if mine != theirs:
            signs = [f"“{sign}” (U+{ord(sign):04X})" if sign else "“”" for sign in (mine, theirs)]
            return Text.same(" ≠ ".join(signs))
    return Text(vi="khoảng trắng", en="blanks")
