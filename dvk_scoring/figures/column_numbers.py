"""A row that numbers the columns, as printed tables have below their headings: A, B, 1, 2, 3; (1), (2), (3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from string import ascii_uppercase
from typing import Final, Literal

import attrs

from dvk_scoring.figures.table import BLANKS

_ROMAN: Final = [
    tens + ones
    for tens, ones in product(("", "X", "XX", "XXX"), ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"))
][1:]
_LETTERS: Final = [*ascii_uppercase]
_SUM: Final = ("Σ", "∑")
_SIGNS: Final = BLANKS + "()[]{}.:/"
_COLUMN: Final = re.compile(r"(?:CỘT|COT|COLUMN)\s*(?=(?:[0-9]{1,3}|[A-Z])$)|C(?=[0-9]{1,3}$)")
_FEWEST: Final = 3
_MOST_DIGITS: Final = 3


@attrs.frozen
class _Mark:
    """What a cell numbers its column with.

    Attributes:
        at: The column, from 0.
        text: The number or letter; "" for a sign of a sum, or for the column's own heading once more.
        is_bare: Whether a figure, or what a unit is called, may be written likewise.
    """

    at: int
    text: str
    is_bare: bool


def is_mark(text: str) -> bool:
    """Tell a number, a letter or a Roman number alone: columns are numbered so, and units may be called so."""
    return _is_mark(_mark(0, text, ()).text)


def numbering(texts: Sequence[str], heads: Sequence[str] = ()) -> Literal["none", "perhaps", "surely"]:
    """Tell whether the texts of a row below the headings number the columns, in order and from the first.

    ``A, B, 1, 2``, ``(1), (2), (3)``, ``-1, -2, -3`` (which Excel makes of them), ``(5)=(3)+(4)`` (which says how a
    column comes about), ``Cột 1``, ``I, II, III``.

    Args:
        texts: Of all cells of the row.
        heads: The headings above; none: every column counts as headed.

    Returns:
        ``perhaps`` where a unit with figures may be written likewise: 1, 2, 3.
    """
    marks = [_mark(at, text, heads) for at, text in enumerate(texts) if text.strip(BLANKS)]
    if sum(1 for mark in marks if mark.text) < _FEWEST:
        return "none"
    ahead = next((at for at, mark in enumerate(marks) if mark.text.lstrip("-").isdecimal()), len(marks))
    lead, rest = marks[:ahead], marks[ahead:]
    if not rest and lead and not lead[-1].text:
        lead, rest = lead[:-1], lead[-1:]
    if not (_is_lead(lead) and _is_run(rest)):
        return "none"
    bare = [mark for mark in rest if mark.is_bare]
    if rest and (not bare or (not lead and bare[0].text.startswith("-"))):
        return "surely"
    first, last = (0 if not lead else marks[0].at), marks[-1].at
    between = {at for at in range(first, last) if not heads or (at < len(heads) and heads[at].strip(BLANKS))}
    return "perhaps" if between <= {mark.at for mark in marks} else "none"


def numbers_columns(texts: Sequence[str], others: Iterable[str], heads: Sequence[str] = ()) -> bool:
    """Tell whether the row right below the headings only numbers the columns, and is no unit.

    Args:
        texts: Of all cells of the row.
        others: What the units below are called. Where one is called by a number or a letter, the row is a unit whose
            figures happen to be 2, 3, unless no figure is written so.
        heads: The headings above; none: every column counts as headed.
    """
    answer = numbering(texts, heads)
    return answer == "surely" or (answer == "perhaps" and not any(map(is_mark, others)))


def _mark(at: int, text: str, heads: Sequence[str]) -> _Mark:
    """Read the mark of a cell; what is none stays as it is, and fits no run."""
    said = text.strip(BLANKS)
    mark = _COLUMN.sub("", said.split("=")[0].strip(_SIGNS).upper())
    again = at < len(heads) and said == heads[at].strip(BLANKS) and not _is_mark(mark)
    if again or mark in ("", *_SUM):
        return _Mark(at, "", is_bare=False)
    return _Mark(at, mark, is_bare=mark == said.upper())


def _is_mark(mark: str) -> bool:
    return mark in _LETTERS or mark in _ROMAN or (mark.isdecimal() and len(mark) <= _MOST_DIGITS)


def _is_lead(marks: Sequence[_Mark]) -> bool:
    """Tell letters or Roman numbers in order, from the first one or, of letters, from that of the column."""
    start = next((at for at, mark in enumerate(marks) if mark.text), len(marks))
    run = marks[start:]
    said = [mark.text for mark in run]
    if not run:
        return True
    froms = {(name, at) for name in ("letters", "roman") for at in (0, start)} | {("letters", run[0].at)}
    alphabets = {"letters": _LETTERS, "roman": _ROMAN}
    return any(said == alphabets[name][at : at + len(said)] for name, at in froms)


def _is_run(marks: Sequence[_Mark]) -> bool:
    """Tell 1, 2, 3 …, all with a minus or none; what stands for a sum may have no number."""
    minus = [mark for mark in marks if mark.text.startswith("-")]
    if minus and any(mark.is_bare for mark in marks if mark.text and mark not in minus):
        return False
    return all(
        not mark.text or (mark.text.lstrip("-").isdecimal() and int(mark.text.lstrip("-")) == at)
        for at, mark in enumerate(marks, 1)
    )
