"""The columns that say whose row it is and whose voice: cleaned text, voices as their place in the scheme's order."""

from __future__ import annotations

import string
import unicodedata
from typing import Any, Final

import attrs
import polars as pl

from dvk_scoring.figures.cells import shown_date
from dvk_scoring.figures.columns import SHOWN, voices_called
from dvk_scoring.figures.table import BLANKS, LIMIT, Table, more_than
from dvk_scoring.formula.names import LONG_KEYS
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Problem, problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import odd_character

UNVOICED = -1
_SEVERAL_LINES = ("name", "reason", "evidence")
_QUIET = "[^ -~\u00a0-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]"
_VISIBLE_ASCII: Final = bytes(range(ord("!"), ord("~") + 1))
_LOWER_ASCII: Final = _VISIBLE_ASCII.translate(None, string.ascii_uppercase.encode())
_JOINED: Final = 1 << 14
"""Texts that are looked at together."""


@attrs.frozen
class KeyedTable:
    """A table with its key columns read.

    Attributes:
        table: The file.
        long: One row a figure of a unit, not one row a unit.
        keys: One row a row of the table: ``row`` Int64, ``unit`` String, ``voice`` Int8 (place in the scheme's order;
            -1 when the file names none) and, where the file has them, ``name``, ``cluster``, ``figure``, ``value``,
            ``reason``, ``evidence``: String, null when blank.
        voiced: Places of the voices that the file names; empty without a column ``voice``.
        distinct: Every row is a unit of its own, also with capital letters left aside: told once, since it is the
            dearest thing to ask of millions of rows.
    """

    table: Table
    long: bool
    keys: pl.DataFrame
    voiced: frozenset[int]
    distinct: bool

    @property
    def voice_unknown(self) -> bool:
        """Tell whether the file has a column ``voice`` and not one voice of the scheme in it."""
        return "voice" in self.table.frame.columns and not self.voiced


def read_keys(table: Table, scheme: Scheme) -> tuple[KeyedTable, list[Problem]]:
    """Read the key columns; rows without unit, unknown voices and hidden characters are problems."""
    long = "figure" in table.frame.columns
    names = [name for name in table.frame.columns if name in LONG_KEYS[: None if long else 4]]
    raw = pl.DataFrame([table.frame[name].cast(pl.String) for name in names])
    lower = plain_columns(raw, _LOWER_ASCII)
    plain = lower | plain_columns(raw.drop(*lower))
    texts = _one_line(clean(raw, plain), names)
    problems = _odd(table, texts, names)
    problems += _blank(table, texts, "unit", "DVK-D401")
    for name in (name for name in names if name in SHOWN and name not in plain):
        problems += _hidden(table, texts, name)
    voiced: frozenset[int] = frozenset()
    voice = pl.Series([UNVOICED], dtype=pl.Int8).new_from_index(0, len(texts))
    if "voice" in names:
        places = {key: at for at, key in enumerate(scheme.voices)}
        voice = texts["voice"].replace_strict(places, default=None, return_dtype=pl.Int8)
        voiced = frozenset(voice.unique().to_list()) - {None}
        problems += _voices(table, texts, scheme) if voice.null_count() else []
    row = pl.Series("row", range(len(texts)), pl.Int64)
    keys = pl.DataFrame([row, voice.alias("voice"), *(texts[name] for name in names if name != "voice")])
    distinct = not long and "voice" not in names and _are_distinct(keys["unit"], lower="unit" in lower)
    return KeyedTable(table, long, keys, voiced, distinct), problems


def plain_columns(frame: pl.DataFrame, plain: bytes = _VISIBLE_ASCII) -> frozenset[str]:
    """Tell which columns of text are nothing but visible ASCII: these need no trimming, no NFC and hide nothing."""
    return frozenset(name for name in frame.columns if _are_of(frame[name], plain))


def _are_of(texts: pl.Series, plain: bytes) -> bool:
    """Tell whether nothing but some characters of ASCII is in texts: joined, which is quicker than to ask each."""
    parts = (texts.slice(at, _JOINED).str.join("").item() for at in range(0, len(texts), _JOINED))
    return all(part.isascii() and not part.encode().translate(None, plain) for part in parts)


def clean(frame: pl.DataFrame, plain: frozenset[str] | None = None) -> pl.DataFrame:
    """Trim every column of text, make it NFC, and make blank text null; ``plain`` as ``plain_columns`` tells."""
    plain = plain_columns(frame) if plain is None else plain
    return pl.DataFrame([_clean(frame[name], plain=name in plain) for name in frame.columns])


def _clean(texts: pl.Series, *, plain: bool) -> pl.Series:
    if not plain:
        texts = texts.str.strip_chars(BLANKS)
        if texts.str.contains(_QUIET).any():
            changed = [None if text is None else unicodedata.normalize("NFC", text) for text in texts.to_list()]
            texts = pl.Series(texts.name, changed, pl.String)
    return texts.set(texts == "", None) if (texts == "").any() else texts


def _are_distinct(units: pl.Series, *, lower: bool) -> bool:
    """Look whether they rise from row to row, as in most files; only if not, count the different ones."""
    if lower and not units.null_count() and (units.head(-1) < units.slice(1)).all():
        return True
    return (units if lower else units.str.to_lowercase()).n_unique() == len(units)


def _one_line(texts: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Write names and reasons over several lines of a cell, as spreadsheets have them, on one."""
    breaks = "[ ]*[\r\n\t]+[ ]*"
    for name in (name for name in _SEVERAL_LINES if name in names):
        if texts[name].str.contains(breaks).any():
            texts = texts.with_columns(pl.col(name).str.replace_all(breaks, " "))
    return texts


def _rows(texts: pl.DataFrame, mask: pl.Expr, columns: list[str]) -> tuple[list[dict[str, Any]], int]:
    picked = texts.with_row_index("row").filter(mask).select("row", *columns)
    return list(picked.head(LIMIT).iter_rows(named=True)), len(picked)


def _blank(table: Table, texts: pl.DataFrame, name: str, code: str) -> list[Problem]:
    if not texts[name].null_count():
        return []
    rows, total = _rows(texts, pl.col(name).is_null(), ["unit"])
    problems = [problem(code, table.place(row["row"], name, row["unit"])) for row in rows]
    return problems + more_than(total, table.path, name, code=code)


def _hidden(table: Table, texts: pl.DataFrame, name: str) -> list[Problem]:
    suspect = f"[\x00-\x1f\x7f-\x9f\u00ad]|{_QUIET}"
    if not texts[name].str.contains(suspect).any():
        return []
    rows = [(at, text) for at, text in enumerate(texts[name].to_list()) if text is not None and odd_character(text)]
    problems = [problem("DVK-D408", table.place(at, name), value=text) for at, text in rows[:LIMIT]]
    return problems + more_than(len(rows), table.path, name, code="DVK-D408")


def _voices(table: Table, texts: pl.DataFrame, scheme: Scheme) -> list[Problem]:
    problems = _blank(table, texts, "voice", "DVK-D502")
    rows, total = _rows(texts, ~pl.col("voice").is_in(scheme.voices), ["unit", "voice"])
    problems += [
        problem(
            "DVK-D501",
            table.place(row["row"], "voice", row["unit"]),
            value=row["voice"],
            nearest=nearest(row["voice"], scheme.voices),
            known=voices_called(scheme),
        )
        for row in rows
    ]
    return problems + more_than(total, table.path, "voice", code="DVK-D501")


def _odd(table: Table, texts: pl.DataFrame, names: list[str]) -> list[Problem]:
    kept = [name for name in names if name in ("unit", "name", "cluster", "voice", "figure")]
    cells = [(row, name) for row, name in table.odd if name in kept]
    return [
        problem("DVK-D310", table.place(row, name), value=shown_date(texts[name][row]), label=name)
        for row, name in cells[:LIMIT]
    ]
