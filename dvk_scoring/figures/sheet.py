"""What a sheet says beside the values of its cells: how far it reaches, what is hidden, merged, not computed."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from functools import cache
from typing import IO, Final, TypeAlias

import attrs

from dvk_scoring.figures.markup import DamagedMarkupError, Markup, by_local_name
from dvk_scoring.figures.number_format import NumberFormat

_DIGITS: Final = b"0123456789"
_LETTERS: Final = string.ascii_letters.encode()
_ONE: Final = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
MOST_COLUMNS: Final = 16_384
MOST_ROWS: Final = 1_048_576
_AT_ONCE: Final = 50_000
_MOST_MERGED: Final = 500_000
_YES: Final = ("1", "true")

Corner: TypeAlias = "tuple[int, int]"


@attrs.frozen
class SheetMarkup:
    """What a sheet says beside the values of its cells.

    Attributes:
        filled: Cells with a value.
        last: Last row and last column that have one, from 1.
        far: A cell in the last row or column, whichever is nearer to the edge of what a sheet can hold.
        strings: Cells whose value is a shared string.
        wrong: Cell that holds an error value or a formula never computed → code of the problem.
        formulas: Cells that hold a formula.
        kept: Those whose stored result is from a computation that may be out of date.
        formatted: Cell → number format, of those that tell something.
        hidden_rows: From 1.
        hidden_columns: Likewise.
        merged: First and last corner (row, column, from 0) of each merged range.
    """

    filled: int
    last: Corner
    far: str
    strings: int
    wrong: Mapping[str, str]
    formulas: Sequence[str]
    kept: Sequence[str]
    formatted: Mapping[str, NumberFormat]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: Sequence[tuple[Corner, Corner]]


def look_at_sheet(
    source: IO[bytes], formats: Mapping[str, NumberFormat], *, stale: bool, uncomputed: bool
) -> SheetMarkup:
    """Look through a sheet once.

    Args:
        source: Its XML.
        formats: Number of a cell's style → number format that tells something.
        stale: The stored results of formulas need not be those of today.
        uncomputed: They were never computed: a nought or a blank among them is none.

    Raises:
        DamagedMarkupError: It is damaged, or names a cell that no sheet has.
    """
    looking = _Looking(formats, stale=stale or uncomputed, uncomputed=uncomputed)
    try:
        looking.markup.look_through(source)
    except ValueError as error:  # the number of a row or column that is none
        raise DamagedMarkupError(str(error)) from None
    return looking.read_markup()


def length_of_texts(source: IO[bytes], lengths: Sequence[int]) -> int:
    """Add up the lengths of the shared strings that a sheet's cells take, each as often as it is taken.

    Raises:
        DamagedMarkupError: It is damaged, or takes a string that is not there.
    """
    total = 0
    inside = shared = False
    text = ""

    def begin(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside, shared, text
        if name == "c":
            shared = attributes.get("t") == "s"
        inside, text = shared and name == "v", ""

    def characters(more: str) -> None:
        nonlocal text
        if inside:
            text += more

    def end(name: str) -> None:
        nonlocal inside, total
        markup.ended(name)
        if inside:
            inside = False
            total += lengths[int(text)]

    markup = Markup(by_local_name(begin))
    markup.parser.CharacterDataHandler, markup.parser.EndElementHandler = characters, end
    try:
        markup.look_through(source)
    except (ValueError, IndexError):
        raise DamagedMarkupError(f"<v>{text[:20]}</v>") from None
    return total


def column_number(letters: str) -> int:
    """Give the number of a column, from 1, from its letters: A, B, …, AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(at: int) -> str:
    """Write the number of a column, from 0, as a sheet does: A, B, …, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name a cell by its row and column, from 0: ``B7``."""
    return f"{column_letters(column)}{row + 1}"


def corner_of(reference: str) -> Corner:
    """Give row and column, from 0, of a cell.

    Raises:
        DamagedMarkupError: No sheet has such a cell.
    """
    match = _ONE.fullmatch(reference)
    if match is None:
        raise DamagedMarkupError(reference[:40])
    row, column = int(match[2]), column_number(match[1])
    if row > MOST_ROWS or column > MOST_COLUMNS:
        raise DamagedMarkupError(reference)
    return row - 1, column - 1


class _Looking:
    """One look through a sheet; what is asked of every cell is kept short, a large sheet has millions."""

    def __init__(self, formats: Mapping[str, NumberFormat], *, stale: bool, uncomputed: bool) -> None:
        self._formats, self._stale, self._uncomputed = formats, stale, uncomputed
        self._references: list[str] = []
        self._reference = self._kind = ""
        self._row = 0
        self._formula = self._inside = False
        self._texts: list[str] = []
        self._filled = self._strings = 0
        self._last, self._lowest, self._farthest = (0, 0), "", ""
        self._wrong: dict[str, str] = {}
        self._formulas: list[str] = []
        self._kept: list[str] = []
        self._formatted: dict[str, NumberFormat] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns = bytearray(MOST_COLUMNS + 1)
        self._merged: list[tuple[Corner, Corner]] = []
        self.markup = Markup(self._begin)

    def read_markup(self) -> SheetMarkup:
        """Give what was found, at the end of the sheet."""
        self._reach()
        row, column = self._last
        return SheetMarkup(
            self._filled,
            self._last,
            self._lowest if row * MOST_COLUMNS > column * MOST_ROWS else self._farthest,
            self._strings,
            self._wrong,
            self._formulas,
            self._kept,
            self._formatted,
            frozenset(self._hidden_rows),
            frozenset(at for at, hidden in enumerate(self._hidden_columns) if hidden),
            self._merged,
        )

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("v", "is"):
            self._references.append(self._reference)
            self._inside = self._formula
            if len(self._references) >= _AT_ONCE:
                self._reach()
        elif name == "c":
            self._reference = reference = attributes.get("r") or self._next()
            self._kind = kind = attributes.get("t", "n")
            if kind == "s":
                self._strings += 1
            elif kind == "e":
                self._wrong[reference.upper()] = "DVK-D114"
            elif kind == "n" and self._formats and (told := self._formats.get(attributes.get("s", ""))) is not None:
                self._formatted[reference] = told
        elif name == "f":
            self._formula = True
            self._texts = []
            parser = self.markup.parser
            parser.CharacterDataHandler, parser.EndElementHandler = self._characters, self._end
        else:
            self._around(name, attributes)

    def _around(self, name: str, attributes: Mapping[str, str]) -> None:
        """Look at what is no cell."""
        if name == "row":
            self._new_row(attributes)
        elif name == "col":
            self._columns(attributes)
        elif name == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            top, left = corner_of(first)
            bottom, right = corner_of(last or first)
            self._merged.append(((min(top, bottom), min(left, right)), (max(top, bottom), max(left, right))))
            if len(self._merged) > _MOST_MERGED:
                raise DamagedMarkupError("<mergeCell>")
        elif ":" in name:
            self._begin(name.rpartition(":")[2], attributes)

    def _next(self) -> str:
        """Name a cell that does not name itself: it stands beside the one before."""
        before = corner_of(self._reference)[1] + 1 if self._reference else 0
        return f"{column_letters(before)}{self._row}"

    def _new_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        if self._row > MOST_ROWS:
            raise DamagedMarkupError(f"<row> {self._row}")
        self._reference = ""
        if attributes.get("hidden") in _YES or _is_nought(attributes.get("ht", "1")):
            self._hidden_rows.add(self._row)

    def _columns(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _YES or _is_nought(attributes.get("width", "1")):
            first, last = (min(int(attributes.get(name, "0")), MOST_COLUMNS) for name in ("min", "max"))
            if 0 < first <= last:
                self._hidden_columns[first : last + 1] = b"\1" * (last + 1 - first)

    def _characters(self, text: str) -> None:
        if self._inside:
            self._texts.append(text)

    def _end(self, name: str) -> None:
        """Judge the stored result of a formula at the end of its cell."""
        self.markup.ended(name)
        self._inside = False
        if name.rpartition(":")[2] != "c":
            return
        self._formula = False
        parser = self.markup.parser
        parser.CharacterDataHandler, parser.EndElementHandler = None, self.markup.ended
        text, reference = "".join(self._texts).strip(), self._reference.upper()
        self._formulas.append(reference)
        computed = bool(text) and not (self._uncomputed and _is_nought(text)) if self._kind != "str" else True
        if not computed or (self._uncomputed and not text):
            self._wrong.setdefault(reference, "DVK-D115")
        elif self._stale:
            self._kept.append(reference)

    def _reach(self) -> None:
        """Note how far the cells reach that were found since."""
        references = self._references
        if not references:
            return
        together = " ".join(references).encode()
        rows = set(together.translate(None, _LETTERS).split())
        columns = set(together.translate(None, _DIGITS).split())
        if not all(digits.isdigit() and len(digits) <= 7 for digits in rows) or not all(
            letters.isalpha() and len(letters) <= 3 for letters in columns
        ):
            raise DamagedMarkupError(next((cell for cell in references if _ONE.fullmatch(cell) is None), "")[:40])
        row = max(map(int, rows), default=0)
        column = max((column_number(letters.decode()) for letters in columns), default=0)
        if not (0 < row <= MOST_ROWS and 0 < column <= MOST_COLUMNS):
            raise DamagedMarkupError(f"{column_letters(column - 1)}{row}")
        if row > self._last[0]:
            self._lowest = next(cell for cell in reversed(references) if corner_of(cell)[0] == row - 1)
        if column > self._last[1]:
            self._farthest = next(cell for cell in references if corner_of(cell)[1] == column - 1)
        self._last = max(row, self._last[0]), max(column, self._last[1])
        self._filled += len(references)
        self._references = []


def _is_nought(text: str) -> bool:
    return not text.strip("+-0.") if not text[-1:].isalpha() else text.casefold() == "false"
