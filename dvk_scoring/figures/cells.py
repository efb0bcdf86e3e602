"""From what stands in a cell to a whole number: a reference for one cell, and the same rules on whole columns.

``read_cell`` is the reference, and says what is wrong with a cell; ``values_of`` does a column at a time. A property
test holds them equal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import attrs
import polars as pl

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.table import BLANKS, DecimalMark
from dvk_scoring.nearest import nearest
from dvk_scoring.text import Text

NOT_ASSIGNED = ("kp", "-", "–", "—")
YES = ("yes", "y", "có", "co", "x", "1", "true", "đúng")
NO = ("no", "n", "không", "khong", "0", "false", "sai")
LONGEST = 30
DIGITS = 18
_EXPONENT = re.compile(r"[+-]?[0-9.,]*[0-9][0-9.,]*e[+-]?[0-9]+|[+-]?(nan|inf|infinity)")


_DATED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def shown_date(text: str) -> Text:
    """Write the date or time of a spreadsheet's cell as a person reads it."""
    return Text(vi=_DATED.sub(r"\3/\2/\1", text), en=text)


@attrs.frozen
class Cell:
    """What one cell says.

    Attributes:
        state: A value, blank (not reported), kp (not assigned), or bad.
        value: The value × 10^places.
        code: For a bad cell: the problem.
        nearest: For a bad choice: what may be meant.
    """

    state: Literal["value", "blank", "kp", "bad"]
    value: int | None = None
    code: str | None = None
    nearest: str | None = None


def read_cell(text: str | None, spec: FigureSpec, mark: DecimalMark) -> Cell:
    """Read one cell of text.

    Units:
        The value is in 10^-places of the figure's own unit.
    Missing:
        Blank and not assigned are states, never values.
    """
    stripped = stripped_cell(text)
    if not stripped:
        return Cell("blank")
    lowered = stripped.lower()
    if lowered in NOT_ASSIGNED:
        return Cell("kp")
    if spec.kind != "choice" and stripped.startswith("="):
        return Cell("bad", code="DVK-D322")
    if spec.kind == "yes-no":
        return _one_of(lowered, {**dict.fromkeys(YES, 1), **dict.fromkeys(NO, 0)}, "DVK-D308")
    if spec.kind == "choice":
        return _one_of(lowered, choice_texts(spec), "DVK-D309")
    return _number(stripped, spec, mark)


def stripped_cell(text: str | None) -> str:
    """Give the text of a cell without blanks around it, in NFC; no text is empty."""
    return "" if text is None else unicodedata.normalize("NFC", text.strip(BLANKS))


def choice_texts(spec: FigureSpec) -> dict[str, int]:
    """Give the texts that stand for each answer of a choice, lower case: ids first, then texts in both languages."""
    texts: dict[str, int] = {key.lower(): index for index, (key, _) in enumerate(spec.choices)}
    for index, (_, text) in enumerate(spec.choices):
        texts.setdefault(text.vi.lower(), index)
        texts.setdefault(text.en.lower(), index)
    return texts


def _one_of(text: str, known: dict[str, int], code: str) -> Cell:
    if text in known:
        return Cell("value", known[text])
    return Cell("bad", code=code, nearest=nearest(text, known) or None)


def _number(text: str, spec: FigureSpec, mark: DecimalMark) -> Cell:
    places, percent = spec.places, text.endswith("%")
    if percent and takes_percent(spec):
        text = text[:-1].rstrip(BLANKS)
        places -= 2 if spec.measure == "ratio" else 0
    patterns = _patterns(places, mark) if places >= 0 else ()
    if any(re.search(pattern, text) for pattern in patterns):
        bare = text.replace(".", "") if mark == "comma" else text
        whole, _, decimals = bare.partition("," if mark == "comma" else ".")
        return Cell("value", int(whole + decimals.ljust(places, "0")))
    return Cell("bad", code="DVK-D303" if places < 0 else _what_is_wrong(text, mark))


def takes_percent(spec: FigureSpec) -> bool:
    """Tell whether a figure may be written with a %: percentages, ratios, and what runs from 0 to 100."""
    return spec.measure in ("percent", "ratio") or of_hundred(spec)


def of_hundred(spec: FigureSpec) -> bool:
    """Tell whether 85% of a figure is 85."""
    return spec.measure == "percent" or (
        spec.measure is None and spec.kind in ("decimal", "mark") and spec.low == 0 and spec.high == 100
    )


def _patterns(places: int, mark: DecimalMark) -> tuple[str, ...]:
    """Give the patterns of a number: plain, and with dots between groups of three (only beside a decimal comma)."""
    sign = "," if mark == "comma" else r"\."
    decimals = f"({sign}[0-9]{{1,{places}}})?$" if places else "$"
    plain = f"^[+-]?[0-9]{{1,{DIGITS - places}}}{decimals}"
    groups = (DIGITS - places) // 3 - 1
    grouped = rf"^[+-]?[0-9]{{1,3}}(\.[0-9]{{3}}){{1,{groups}}}{decimals}"
    return (plain, grouped) if mark == "comma" and groups > 0 else (plain,)


def _what_is_wrong(text: str, mark: DecimalMark) -> str:
    if len(text) > LONGEST:
        return "DVK-D307"
    if text.endswith("%"):
        return "DVK-D304"
    if _EXPONENT.fullmatch(text.lower()):
        return "DVK-D305"
    if any(sign.isdigit() and not sign.isascii() for sign in text):
        return "DVK-D306"
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}", text):
        return "DVK-D310"
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return "DVK-D307"
    if mark == "point" and re.fullmatch(r"[+-]?[0-9.]*,[0-9.,]*", text):
        return "DVK-D302"
    if mark == "comma" and re.fullmatch(r"[+-]?[0-9]*\.[0-9]*", text):
        return "DVK-D311"
    if re.fullmatch(r"[+-]?[0-9]+[.,][0-9]+|[+-]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+", text):
        return "DVK-D303"
    return "DVK-D301"


def values_of(name: str, spec: FigureSpec, mark: DecimalMark) -> pl.Expr:
    """Read a column of stripped NFC text (blank: null) as values: Int64, null when there is none.

    A cell with text that gives no value and is not ``is_not_assigned`` is bad.
    """
    text = pl.col(name)
    if spec.kind == "yes-no":
        return _mapped(text, {**dict.fromkeys(YES, 1), **dict.fromkeys(NO, 0)})
    if spec.kind == "choice":
        return _mapped(text, choice_texts(spec))
    return _numbers(text, spec, mark)


def is_not_assigned(name: str) -> pl.Expr:
    """Tell which cells of a column of stripped text say that the figure is not assigned."""
    return pl.col(name).str.to_lowercase().is_in(list(NOT_ASSIGNED))


def _mapped(text: pl.Expr, known: dict[str, int]) -> pl.Expr:
    return text.str.to_lowercase().replace_strict(known, default=None, return_dtype=pl.Int64)


def _numbers(text: pl.Expr, spec: FigureSpec, mark: DecimalMark) -> pl.Expr:
    if not takes_percent(spec):
        return _scaled(text, spec.places, mark)
    bare = text.str.strip_suffix("%").str.strip_chars_end(BLANKS)
    if of_hundred(spec):
        return _scaled(bare, spec.places, mark)
    number = _scaled(text, spec.places, mark)
    if spec.places < 2:
        return number
    return pl.when(text.str.ends_with("%")).then(_scaled(bare, spec.places - 2, mark)).otherwise(number)


def _scaled(text: pl.Expr, places: int, mark: DecimalMark) -> pl.Expr:
    """Read text as numbers × 10^places."""
    good = text.str.contains("|".join(_patterns(places, mark)))
    number = pl.when(good).then(text)
    bare = number.str.replace_all(".", "", literal=True) if mark == "comma" else number
    bare = bare.str.replace_all("+", "", literal=True)
    if not places:
        return bare.cast(pl.Int64())
    sign = "," if mark == "comma" else "."
    scaled = bare.str.replace_all(sign, "", literal=True).cast(pl.Int64())
    after = text.str.len_bytes().cast(pl.Int64) - text.str.find(sign, literal=True) - 1
    return scaled * pl.lit(10, dtype=pl.Int64).pow(places - after.fill_null(0).clip(0, places))
