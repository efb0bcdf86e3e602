"""Text in a CSV file that a spreadsheet may open: an apostrophe keeps it a text, and is taken off when it is read.

Excel cuts a line at commas or at semicolons, as the machine's region has it; so not only what begins a text may become
the begin of a cell, but also what follows a semicolon, a tab or a quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

_FORMULA: Final = r"'*[=+\-@＝＋－＠\t\r\n]"
_BEGIN: Final = r'((?:^|(?<=[;"\t\r\n]))[^\S\t\r\n]*)'
_BARE: Final = re.compile(f"{_BEGIN}({_FORMULA})")
_QUOTED: Final = re.compile(f"{_BEGIN}'({_FORMULA})")
_SUSPECT: Final = rf'(^|[;"\t\r\n])[^\S\t\r\n]*{_FORMULA}'
"""Finds the same texts without looking behind, which columns cannot do."""


def harmless(text: str) -> str:
    """Put an apostrophe before whatever a spreadsheet could take for a formula.

    Example:
        >>> harmless("=1+1"), harmless("'=1"), harmless("a;-1"), harmless("1+1=2")
        ("'=1+1", "''=1", "a;'-1", '1+1=2')
    """
    return _BARE.sub(r"\1'\2", text)


def restored(text: str) -> str:
    """Take the apostrophes off again: gives the text that ``harmless`` was given."""
    return _QUOTED.sub(r"\1\2", text)


def harmless_columns(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Make columns of text harmless."""
    return _changed(frame, names, _SUSPECT, harmless)


def restored_columns(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Take the apostrophes off columns of text."""
    return _changed(frame, names, "'", restored)


def _changed(frame: pl.DataFrame, names: Sequence[str], sign: str, change: Callable[[str], str]) -> pl.DataFrame:
    """Change the few columns that need it, text by text; most tables need none."""
    for name in (name for name in names if frame[name].str.contains(sign).any()):
        texts = [None if text is None else change(text) for text in frame[name].to_list()]
        frame = frame.with_columns(pl.Series(name, texts, pl.String))
    return frame
