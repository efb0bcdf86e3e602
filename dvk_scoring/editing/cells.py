"""A value of a scheme as the cells in which people edit it, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs

from dvk_scoring.figures.cells import NO, YES
from dvk_scoring.figures.number_format import FormattedNumber, ShownNumber
from dvk_scoring.figures.table import BLANKS
from dvk_scoring.figures.workbook import cell_text, shortest
from dvk_scoring.formula.show import show_day
from dvk_scoring.scheme.form.frame import NO_PLACES
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import LANGUAGES, Language, Text
from dvk_scoring.written import decimal_text


@attrs.frozen
class Rate:
    """A percentage as a cell shows it: 20 for 20%."""

    value: Decimal


Cell: TypeAlias = "str | Decimal | Rate | date | None"
"""What stands in a cell, once its format is taken into account."""


@attrs.frozen
class Field:
    """One value that may be edited.

    Attributes:
        path: Its key.
        kind: What it looks like: the kind of its key; ``weight`` and ``mode`` are two more.
        value: As the scheme has it; None where it says nothing.
        choices: Words that it may be → how they are offered.
        kinds: Of a weight: the kinds of unit that may have one of their own.
        only: Of names: whether ``choices`` are all that there are.
    """

    path: Path
    kind: str
    value: object
    choices: Mapping[str, Text] = attrs.field(factory=dict, hash=False)
    kinds: tuple[str, ...] = ()
    only: bool = False

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return width_of(self.kind, self.kinds)


def width_of(kind: str, kinds: Sequence[str] = ()) -> int:
    """Tell how many cells a value of a kind takes: a text one for each language, a pair one for each end."""
    if kind == "weight":
        return 1 + len(kinds)
    return 2 if kind in ("text", "pair") else 1


class WrongCellError(Exception):
    """A cell that cannot be what it should."""

    def __init__(self, at: int, code: str, expected: Text | None = None) -> None:
        """Keep which of the value's cells it is, from 0, and what was expected."""
        super().__init__(code)
        self.at, self.code, self.expected = at, code, expected


def shown(field: Field, language: Language) -> list[Cell]:
    """Give the cells of a value."""
    value = field.value
    if value is None:
        return [None] * field.width
    if field.kind == "weight":
        whole = None if isinstance(value, Mapping) else _number(value)
        by_kind = value if isinstance(value, Mapping) else {}
        return [whole, *(_number(by_kind[kind]) if kind in by_kind else None for kind in field.kinds)]
    if field.kind == "text":
        return [str(value["vi"]), str(value["en"])] if isinstance(value, Mapping) else [str(value), None]
    if field.kind == "pair":
        assert isinstance(value, list)
        return [_number(end) for end in value]
    return [_cell_value(field, value, language)]


def _cell_value(field: Field, value: object, language: Language) -> Cell:
    if isinstance(value, bool):
        return YES_NO[value].in_(language)
    if isinstance(value, date):
        return value
    if isinstance(value, list):
        between = "\n" if field.kind == "lines" else ", "
        return between.join(_word(field, str(word), language) for word in value)
    if isinstance(value, str):
        percent = _PERCENT.fullmatch(value.strip()) if field.kind in _AMOUNTS else None
        return _word(field, value, language) if percent is None else _rate(percent[1])
    return _number(value)


def _word(field: Field, word: str, language: Language) -> str:
    return field.choices[word].in_(language) if word in field.choices else word


def _number(value: object) -> Cell:
    number = Decimal(str(value))
    return number if _is_kept(number) else f"{number:f}"


def _rate(digits: str) -> Cell:
    number = Decimal(digits)
    return Rate(number) if _is_kept(number / 100) else f"{number}%"


def _is_kept(number: Decimal) -> bool:
    return shortest(float(number)) == number


NONE: Final = Text(vi="không làm tròn", en="not rounded")
_AMOUNTS: Final = frozenset({"amount", "share", "majority"})
_PERCENT: Final = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*%")


def read_cell(raw: Any) -> Cell:
    """Take a cell as a workbook hands it over; its percentage, if its format says so."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float):
        return shortest(raw)
    if isinstance(raw, FormattedNumber | ShownNumber):
        return Rate(raw.value * 100) if raw.percent else raw.value
    if isinstance(raw, datetime):
        return raw.date() if raw.time() == time() else raw.isoformat(" ")
    if isinstance(raw, date):
        return raw
    text = unicodedata.normalize("NFC", cell_text(raw, "point")).replace("\r\n", "\n").strip(BLANKS)
    return text or None


def told(cell: Cell) -> Text | str:
    """Say what stands in a cell, as it is shown there."""
    if isinstance(cell, date):
        return Text(vi=show_day(cell, "vi"), en=show_day(cell, "en"))
    if isinstance(cell, Decimal | Rate):
        value = cell.value if isinstance(cell, Rate) else cell
        said = f"{value.normalize():f}{'%' if isinstance(cell, Rate) else ''}"
        return Text(vi=said.replace(".", ","), en=said)
    return cell or ""


def alike(one: Cell, other: Cell) -> bool:
    """Tell whether two cells say the same: of texts, without the blanks around them."""
    return _plain(one) == _plain(other)


def _plain(cell: Cell) -> Cell:
    return read_cell(cell) if isinstance(cell, str) else cell


def taken(field: Field, cells: Sequence[Cell]) -> object:
    """Give the value that cells say; None: they are blank.

    Raises:
        WrongCellError: One of them cannot be what it should.
    """
    if all(cell is None for cell in cells):
        return None
    if field.kind == "weight":
        return _weight(field, cells)
    if field.kind == "text":
        return _text(field, cells)
    if field.kind == "pair":
        return [_as_number(cell, at) for at, cell in enumerate(cells)]
    return _TAKE.get(field.kind, _as_words)(field, cells[0])


def _weight(field: Field, cells: Sequence[Cell]) -> object:
    by_kind = {
        kind: _as_number(cell, at)
        for at, (kind, cell) in enumerate(zip(field.kinds, cells[1:], strict=True), 1)
        if cell is not None
    }
    if cells[0] is None:
        return by_kind
    if by_kind:
        raise WrongCellError(0, "DVK-O806")
    return _as_number(cells[0], 0)


def _text(field: Field, cells: Sequence[Cell]) -> object:
    vi, en = (_as_text(cell, at) for at, cell in enumerate(cells))
    if not vi:
        raise WrongCellError(0, "DVK-O880", TEXT)
    old = field.value
    if not en or (en == vi and not isinstance(old, Mapping)):
        return vi
    return {"vi": vi, "en": en}


def _as_text(cell: Cell, at: int = 0) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        raise WrongCellError(at, "DVK-O805", TEXT)
    return f"{cell.value}%" if isinstance(cell, Rate) else f"{cell:f}" if isinstance(cell, Decimal) else cell


def _as_number(cell: Cell, at: int = 0) -> int | Decimal:
    if isinstance(cell, str):
        cell = _number_in(cell, at)
    if cell is None:
        raise WrongCellError(at, "DVK-O880", NUMBER)
    if not isinstance(cell, Decimal):
        raise WrongCellError(at, "DVK-O805", NO_RATE if isinstance(cell, Rate) else NUMBER)
    return _tidy(cell)


def _tidy(number: Decimal) -> int | Decimal:
    text = decimal_text(Fraction(number))
    return int(number) if number == number.to_integral_value() else Decimal(text or str(number))


def _number_in(text: str, at: int) -> Decimal:
    """Read a number that stands as text; with a point or a comma before three digits nobody knows what it means."""
    match = _TYPED.fullmatch(text)
    if match is None:
        raise WrongCellError(at, "DVK-O805", NO_RATE if _PERCENT_TYPED.fullmatch(text) else NUMBER)
    whole, _, decimals = text.replace(",", ".").partition(".")
    if len(decimals) == 3 and len(whole.lstrip("+-")) <= 3 and whole.lstrip("+-0"):
        raise WrongCellError(at, "DVK-O807")
    return Decimal(text.replace(",", "."))


_TYPED: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?")
_PERCENT_TYPED: Final = re.compile(rf"{_TYPED.pattern}\s*%")


def _as_words(field: Field, cell: Cell) -> str:
    text = _as_text(cell)
    return _chosen(field, text) or text


def _as_choice(field: Field, cell: Cell) -> str:
    word = _chosen(field, _as_text(cell))
    if word is None:
        raise WrongCellError(0, "DVK-O805", _offered(field))
    return word


def _chosen(field: Field, text: str) -> str | None:
    wanted = text.casefold()
    for word, told in field.choices.items():
        if wanted in (word.casefold(), told.vi.casefold(), told.en.casefold()):
            return word
    return None


def _offered(field: Field) -> Text:
    if len(field.choices) > _MOST_TOLD:
        return Text(vi="một mục trong danh sách của ô", en="one of its list")
    vi, en = (", ".join(f"“{choice.in_(language)}”" for choice in field.choices.values()) for language in LANGUAGES)
    return Text(vi=f"một mục trong danh sách ({vi})", en=f"one of its list ({en})")


_MOST_TOLD: Final = 8


def _as_amount(field: Field, cell: Cell) -> object:
    if isinstance(cell, Rate):
        return f"{_tidy(cell.value)}%"
    if isinstance(cell, str):
        if field.kind == "majority" and _PART.fullmatch(cell):
            return cell
        if cell.endswith("%"):
            return f"{_tidy(_number_in(cell[:-1].rstrip(), 0))}%"
    if field.kind == "majority" and isinstance(cell, date):
        raise WrongCellError(0, "DVK-O881", PART)
    try:
        return _as_number(cell)
    except WrongCellError as error:
        expected = PART if field.kind == "majority" else AMOUNT
        raise WrongCellError(0, error.code, error.expected and expected) from None


_PART: Final = re.compile(r"\d{1,6}/[1-9]\d{0,5}")


def _as_day(_: Field, cell: Cell) -> date:
    if isinstance(cell, date):
        return cell
    day = _DAY.fullmatch(cell) if isinstance(cell, str) else None
    try:
        if day is not None:
            return date(int(day[3]), int(day[2]), int(day[1]))
        if isinstance(cell, str):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise WrongCellError(0, "DVK-O805", DAY)


_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _as_answer(_: Field, cell: Cell) -> bool:
    text = _as_text(cell).casefold()
    if text in YES or text in NO:
        return text in YES
    raise WrongCellError(0, "DVK-O805", ANSWER)


def _as_places(_: Field, cell: Cell) -> object:
    if isinstance(cell, str) and cell.casefold() in (NO_PLACES, NONE.vi, NONE.en):
        return NO_PLACES
    return _as_number(cell)


def _as_names(field: Field, cell: Cell) -> object:
    names = [name.strip(BLANKS) for name in re.split(r"[,;\n]", _as_text(cell))]
    made = [_chosen(field, name) or name for name in names if name]
    if field.only and any(name not in field.choices for name in made):
        raise WrongCellError(0, "DVK-O805", _offered(field))
    one_word = made == [NO_PLACES] or (isinstance(field.value, str) and len(made) == 1)
    return made[0] if one_word else made


def _as_lines(_: Field, cell: Cell) -> list[str]:
    """Take names that have commas in them: each on a line of its own."""
    return [line for part in _as_text(cell).split("\n") if (line := part.strip(BLANKS))]


def _as_blank(_: Field, cell: Cell) -> object:
    """Take what a blank of a figure counts as: a number, or an answer."""
    try:
        return _as_number(cell)
    except WrongCellError as error:
        if error.code != "DVK-O805":
            raise
    try:
        return _as_answer(_, cell)
    except WrongCellError:
        raise WrongCellError(0, "DVK-O805", NUMBER_OR_ANSWER) from None


def _as_either(_: Field, cell: Cell) -> object:
    if isinstance(cell, str) and _TYPED.fullmatch(cell) is None:
        return cell
    return _as_number(cell)


_TAKE: Final[Mapping[str, Callable[[Field, Cell], object]]] = {
    "words": _as_choice,
    "number": lambda _, cell: _as_number(cell),
    "whole": lambda _, cell: _as_number(cell),
    "places": _as_places,
    "amount": _as_amount,
    "share": _as_amount,
    "majority": _as_amount,
    "day": _as_day,
    "flag": _as_answer,
    "names": _as_names,
    "some-names": _as_names,
    "name-or-number": _as_either,
    "lines": _as_lines,
    "blank": _as_blank,
}

TEXT: Final = Text(vi="chữ", en="a text")
NUMBER: Final = Text(vi="một số", en="a number")
NO_RATE: Final = Text(vi="một số không có dấu %", en="a number without a percent sign")
AMOUNT: Final = Text(vi="một số hoặc một tỷ lệ như 90%", en="a number or a percentage such as 90%")
PART: Final = Text(vi="một phần như 80% hoặc 2/3", en="a part such as 80% or 2/3")
DAY: Final = Text(vi="một ngày như 31/12/2026", en="a day such as 31/12/2026")
ANSWER: Final = Text(vi="có hoặc không", en="yes or no")
NUMBER_OR_ANSWER: Final = Text(vi="một số, hoặc có, không", en="a number, or yes or no")
