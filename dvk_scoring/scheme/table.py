"""A TOML table being read: keys are taken with what is expected of them, and those that nobody took are reported.

Every taking tells what is wrong and gives None (or the default), so that reading goes on and all problems come at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar, cast, get_args, overload

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.nearest import nearest, nearest_id
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme import slips
from dvk_scoring.scheme.document import Document, place_of
from dvk_scoring.scheme.keys import Path
from dvk_scoring.text import Text
from dvk_scoring.written import shown

ID = re.compile(r"[a-z][a-z0-9-]*")
LONGEST_ID = 80
HARD = 10**12
"""Furthest from 0 that any number may lie."""

MOST_ERRORS = 500
"""Errors after which reading stops: a rubric of 176 criteria with one slip in each has fewer."""
PERCENT = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*%")
T = TypeVar("T")
C = TypeVar("C", bound=str)

WORDS = Text(vi='một chuỗi chữ trong dấu "…"', en="a text in quotes")
BOTH = Text(vi='một chuỗi chữ, hoặc { vi = "…", en = "…" }', en='a text, or { vi = "…", en = "…" }')
NUMBER = Text(vi="một số", en="a number")
AMOUNT = Text(vi='một số, hoặc phần trăm như "90%"', en='a number, or a percentage such as "90%"')
SHARE = Text(vi='một tỷ lệ như "20%"', en='a share such as "20%"')
WHOLE = Text(vi="một số nguyên", en="a whole number")
YES_NO = Text(vi="true hoặc false", en="true or false")
DAY = Text(vi="một ngày như 2026-01-31, không có dấu nháy", en="a date such as 2026-01-31, without quotes")
TABLE = Text(vi="một bảng { … }", en="a table { … }")
NAMES = Text(vi='một danh sách tên như ["a", "b"]', en='a list of names such as ["a", "b"]')
TABLES = Text(vi="một danh sách các bảng [ { … }, … ]", en="a list of tables [ { … }, … ]")
NAME_OR_NUMBER = Text(vi='tên một số liệu như "under", hoặc một số', en="the name of a figure, or a number")
PAIR = Text(vi="hai số [thấp nhất, cao nhất]", en="two numbers [lowest, highest]")

MEANT: Mapping[Text, Callable[[object], str]] = {
    WORDS: slips.text_meant,
    BOTH: slips.text_meant,
    NUMBER: slips.number_meant,
    AMOUNT: slips.amount_meant,
    SHARE: slips.share_written,
    WHOLE: slips.whole_meant,
    YES_NO: slips.answer_meant,
    DAY: slips.day_meant,
}
"""What was probably meant by a value of another kind, by what is expected."""

HomeOf: TypeAlias = "Callable[[str, object, Path], Home | None]"


@attrs.frozen
class Home:
    """Where a key belongs that was written elsewhere.

    Attributes:
        place: Its table.
        fits: Its value is one that the key may have there.
    """

    place: Text
    fits: bool


@attrs.frozen
class Percent:
    """A percentage as written: ``share`` 0.9 for ``"90%"``; of what, its reader knows."""

    share: Fraction


@attrs.frozen
class Reading:
    """What all tables of one reading share.

    Attributes:
        document: The file, with the places of its keys.
        home_of: Tells of a key that has no place in a table, by its value and that table, where it belongs.
        problems: What was found wrong so far.
    """

    document: Document
    home_of: HomeOf = attrs.field(default=lambda key, value, path: None, eq=False, repr=False)  # noqa: ARG005
    problems: list[Problem] = attrs.field(factory=list, hash=False)
    _errors: list[None] = attrs.field(factory=list, init=False, hash=False, eq=False, repr=False)

    def place(self, path: Path) -> Place:
        """Give the place of a key, or of what is nearest around it."""
        return place_of(self.document.places, self.document.file, path)

    def say(self, code: str, path: Path, **args: object) -> None:
        """Note a problem at a key."""
        self.note(problem(code, self.place(path), **args))

    def note(self, *problems: Problem) -> None:
        """Note problems that others found.

        Raises:
            DvkError: There are more errors than anybody would read: reading stops.
        """
        for fault in problems:
            self.problems.append(fault)
            if fault.severity == "error":
                self._errors.append(None)
                if len(self._errors) >= MOST_ERRORS:
                    told = problem("DVK-S204", Place(file=self.document.file), most=MOST_ERRORS)
                    raise DvkError([*self.problems, told])

    @property
    def root(self) -> Table:
        """The whole document as a table."""
        return Table(self, (), self.document.values)


class Table:
    """One table of the document; ``close`` it when every known key was taken."""

    def __init__(self, reading: Reading, path: Path, values: Mapping[str, object]) -> None:
        self.reading = reading
        self.path = path
        self.values = values
        self._known: dict[str, None] = {}

    @property
    def name(self) -> str:
        """The key of the table itself."""
        return str(self.path[-1]) if self.path else ""

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def say(self, code: str, *key: str | int, **args: object) -> None:
        """Note a problem at a key of this table (none: at the table)."""
        self.reading.say(code, (*self.path, *key), **args)

    def raw(self, key: str) -> object:
        """Take a value as it is, None when there is none."""
        self._known[key] = None
        return self.values.get(key)

    def close(self, below: Mapping[str, Text] | None = None) -> None:
        """Report the keys that nobody took.

        Args:
            below: Keys of a table below this one that others declare, and its name.
        """
        for key, value in self.values.items():
            if key in self._known:
                continue
            known = [*self._known]
            close = nearest(key, known)
            home = (
                Home(below[key], fits=True) if below and key in below else self.reading.home_of(key, value, self.path)
            )
            if home is not None and (home.fits or not close):
                self.say("DVK-S189", key, key=key, home=home.place, known=listed(known))
            else:
                self.say("DVK-S121", key, key=key, nearest=close, known=listed(known))

    def text(self, key: str, default: Text | None = None) -> Text:
        """Take a text: one string for both languages, or ``{vi, en}``. Without a default it must be there."""
        raw = self.raw(key)
        if raw is None:
            if default is None:
                self.say("DVK-S123", key=key, expected=BOTH)
            return default or Text.same(self.name)
        made = _text(raw)
        if made is None:
            self._wrong(BOTH, raw, key)
        elif not made.vi.strip() or not made.en.strip():
            self.say("DVK-S124", key)
        return made or default or Text.same(self.name)

    def text_or_none(self, key: str) -> Text | None:
        """Take a text that may be left out."""
        self.raw(key)
        return self.text(key) if key in self else None

    def words(self, key: str, default: str | None = "") -> str:
        """Take a plain string; with ``default=None`` it must be there."""
        made = self._take(key, str, WORDS)
        if made is None:
            if default is None and key not in self:
                self.say("DVK-S123", key=key, expected=WORDS)
            return default or ""
        made = Text.same(made).vi
        if not made.strip():
            self.say("DVK-S124", key)
        return made

    def identity(self, key: str) -> str:
        """Take an id of the scheme, which must be there."""
        made = self.words(key, None)
        if made.strip():
            check_id(self.reading, (*self.path, key), made)
        return made

    def flag(self, key: str, *, default: bool) -> bool:
        """Take true or false."""
        made = self._take(key, bool, YES_NO)
        return default if made is None else made

    def day(self, key: str) -> date | None:
        """Take a date without a time."""
        return self._take(key, date, DAY)

    def whole(self, key: str, low: int, high: int) -> int | None:
        """Take a whole number from ``low`` to ``high``."""
        made = self._take(key, int, WHOLE)
        if made is not None and not low <= made <= high:
            self.say("DVK-S125", key, value=made, low=low, high=high)
            return None
        return made

    def number(self, key: str, low: int = -HARD, high: int = HARD) -> Fraction | None:
        """Take an exact number within bounds."""
        raw = self.raw(key)
        return None if raw is None else self.as_number(raw, key, low=low, high=high)

    def as_number(self, raw: object, *key: str | int, low: int = -HARD, high: int = HARD) -> Fraction | None:
        """Make a number of the value at ``key`` of this table."""
        if type(raw) not in (int, Decimal):
            self._wrong(NUMBER, raw, *key)
            return None
        made = Fraction(cast("int | Decimal", raw))
        if low <= made <= high:
            return made
        only_too_little = made < low and low > -HARD and high == HARD
        self.say("DVK-S126" if only_too_little else "DVK-S125", *key, value=shown(raw), low=low, high=high)
        return None

    def amount(self, key: str, expected: Text = AMOUNT) -> Fraction | Percent | None:
        """Take a number, or a percentage such as ``"90%"``, 0 or more."""
        raw = self.raw(key)
        if raw is None:
            return None
        if isinstance(raw, str):
            percent = PERCENT.fullmatch(raw.strip())
            if percent is None:
                self._wrong(expected, raw, key)
                return None
            return Percent(Fraction(percent[1]) / 100)
        if type(raw) not in (int, Decimal):
            self._wrong(expected, raw, key)
            return None
        return self.as_number(raw, key, low=0)

    def share(self, key: str) -> Fraction | Percent | None:
        """Take a share of a whole: a percentage, or a number that its reader holds against 1."""
        return self.amount(key, SHARE)

    def name_or_number(self, key: str) -> str | Fraction | None:
        """Take the name of something, or an exact number."""
        raw = self.raw(key)
        if type(raw) in (int, Decimal):
            return self.as_number(raw, key)
        made = self._take(key, str, NAME_OR_NUMBER)
        return None if made is None else Text.same(made).vi

    def pair(self, key: str) -> tuple[Fraction | None, Fraction | None]:
        """Take ``[lowest, highest]``."""
        raw = self.raw(key)
        if raw is None:
            return None, None
        if not isinstance(raw, list) or len(raw) != 2:
            self._wrong(PAIR, raw, key)
            return None, None
        low, high = (self.as_number(end, key, index) for index, end in enumerate(raw))
        if low is not None and high is not None and low > high:
            self.say("DVK-S127", key, low=shown(raw[0]), high=shown(raw[1]))
            return None, None
        return low, high

    @overload
    def choice(self, key: str, known: Collection[C], default: C) -> C: ...
    @overload
    def choice(self, key: str, known: Collection[C], default: None = None) -> C | None: ...
    def choice(self, key: str, known: Collection[C], default: C | None = None) -> C | None:
        """Take one of a few words."""
        made = self._take(key, str, WORDS)
        if made is None:
            return default
        return self.one_of(made, known, key) or default

    def one_of(self, word: str, known: Collection[C], *key: str | int) -> C | None:
        """Hold a word against those that are known."""
        if word not in known:
            self.say("DVK-S128", *key, value=word, nearest=nearest(word, known), known=listed(known))
            return None
        return cast("C", word)

    def names(self, key: str) -> tuple[str, ...] | None:
        """Take a list of names, none of them twice; one string is a list of one."""
        raw = self.raw(key)
        if raw is None:
            return None
        listed = [raw] if isinstance(raw, str) else raw
        if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
            self._wrong(NAMES, raw, key)
            return None
        made = [Text.same(name).vi for name in listed]
        seen: set[str] = set()
        for index, word in enumerate(made):
            if word in seen:
                self.say("DVK-S129", key, index, value=word)
            elif not word.strip():
                self.say("DVK-S124", key, index)
            seen.add(word)
        return tuple(made)

    def table(self, key: str) -> Table | None:
        """Take a table."""
        raw = self.raw(key)
        if isinstance(raw, dict):
            return Table(self.reading, (*self.path, key), raw)
        if raw is not None:
            self._wrong(TABLE, raw, key, meant=slips.table_meant(key, raw))
        return None

    def named(self, key: str) -> Iterator[Table]:
        """Take a table of tables named by id, in file order."""
        outer = self.table(key)
        for name, raw in (outer.values if outer else {}).items():
            path = (*self.path, key, name)
            check_id(self.reading, path, name)
            if isinstance(raw, dict):
                yield Table(self.reading, path, raw)
            else:
                self._wrong(TABLE, raw, key, name)

    def items(self, key: str) -> Iterator[Table]:
        """Take a list of tables."""
        raw = self.raw(key)
        if raw is not None and not isinstance(raw, list):
            self._wrong(TABLES, raw, key, meant=self._one_of_several(key) if isinstance(raw, dict) else "")
        for index, item in enumerate(raw if isinstance(raw, list) else ()):
            if isinstance(item, dict):
                yield Table(self.reading, (*self.path, key, index), item)
            else:
                self._wrong(TABLE, item, key, index)

    def _take(self, key: str, kind: type[T], expected: Text) -> T | None:
        raw = self.raw(key)
        if raw is None or _is(raw, kind):
            return cast("T | None", raw)
        self._wrong(expected, raw, key)
        return None

    def _one_of_several(self, key: str) -> str:
        """Write the one table that stands where a list of tables belongs as the list that was meant."""
        return "[{ … }]" if self.path else f"[[{key}]]"

    def _wrong(self, expected: Text, raw: object, *key: str | int, meant: str = "") -> None:
        meant = MEANT[expected](raw) if expected in MEANT else meant
        self.say("DVK-S122", *key, expected=expected, value=shown(raw), meant=meant)


def words_of(literal: object) -> tuple[Any, ...]:
    """Give the words of a Literal type, to be offered and checked."""
    return get_args(literal)


def check_id(reading: Reading, path: Path, name: str) -> None:
    """Hold a key that names something against the form of ids."""
    if not ID.fullmatch(name) or len(name) > LONGEST_ID:
        reading.say("DVK-S130", path, value=name, meant=nearest_id(name, LONGEST_ID))


def refer(table: Table, name: str, known: Sequence[str] | Collection[str], what: Text, *key: str | int) -> bool:
    """Hold a name against the things it may name; tell what there is when it names none."""
    if name in known:
        return True
    table.say("DVK-S131", *key, what=what, value=name, nearest=nearest(name, known), known=listed(known))
    return False


def _is(raw: object, kind: type) -> bool:
    if kind is int:
        return type(raw) is int
    if kind is date:
        return isinstance(raw, date) and not isinstance(raw, datetime)
    return isinstance(raw, kind)


def _text(raw: object) -> Text | None:
    if isinstance(raw, str):
        return Text.same(raw)
    if isinstance(raw, dict) and set(raw) == {"vi", "en"} and all(isinstance(text, str) for text in raw.values()):
        return Text(vi=raw["vi"], en=raw["en"])
    return None
