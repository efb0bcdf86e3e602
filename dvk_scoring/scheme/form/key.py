"""A key of a scheme: how its value is taken, and what it is when left out.

The keys of one table are the attributes of one class, in the order in which they are told. What people read of them
stands in ``texts.toml``. Rules across keys are no part of a declaration: they are code, of readers and schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Generic, Literal, TypeAlias, TypeVar, overload

from dvk_scoring.scheme.table import HARD, TABLE, Percent, Table, words_of
from dvk_scoring.text import Text

T = TypeVar("T")
Ends: TypeAlias = "tuple[Fraction | None, Fraction | None]"


class Key(Generic[T]):
    """One key.

    Attributes:
        kind: What its value looks like: the name of a function below, or ``share``, ``some-names``, ``places``,
            ``name-or-number``.
        default: What it is when left out, where that can be told in one word.
        needed: It may not be left out.
        words: Those that it takes.
        senses: What its value may be: its words, or where it is none of a few, ``class`` for ``CLASS and above``.
        low, high: Between which a number lies.
        field: The field of the model that holds it.
        told: Where its texts stand: ``ranking.within`` unless several tables share them.
        name: Its name: that of the attribute, without the ``_`` behind what Python keeps for itself.
    """

    def __init__(
        self,
        kind: str,
        read: Callable[[Table, str], T],
        *,
        default: object = None,
        needed: bool = False,
        words: Collection[str] = (),
        senses: Collection[str] = (),
        between: tuple[int, int] = (-HARD, HARD),
        field: str = "",
        told: str = "",
    ) -> None:
        self.kind, self.default, self.needed = kind, default, needed
        self.words, self.senses = words, senses or words
        self.low, self.high = between
        self.name, self.field, self.told = "", field, told
        self._read = read

    def __set_name__(self, form: type, name: str) -> None:
        assert self.name in ("", name.removesuffix("_")), "tables that share a key call it the same"
        self.name = name.removesuffix("_")
        self.field = self.field or self.name
        self.told = self.told or f"{form_name(form)}.{self.name}"

    def take(self, table: Table) -> T:
        """Take its value from a table, and tell what is wrong with it."""
        return self._read(table, self.name)


def form_name(form: type) -> str:
    """Give the name under which the texts of a table stand: ``ranking`` for ``RankingKeys``."""
    return form.__name__.removesuffix("Keys").lower()


def keys_of(form: type) -> dict[str, Key[Any]]:
    """Give the keys of a table, by name."""
    return {key.name: key for part in reversed(form.__mro__) for key in vars(part).values() if isinstance(key, Key)}


def words(literal: object, default: str | None = None, *, needed: bool = False, **more: Any) -> Key[Any]:
    """Take one of the words of a Literal type, which the attribute names."""
    known: tuple[str, ...] = words_of(literal)
    assert default is None or default in known

    def read(table: Table, name: str) -> str | None:
        if needed and name not in table:
            table.say("DVK-S123", key=name, expected=Text.same(", ".join(known)))
        return table.choice(name, known, default)

    return Key("words", read, default=default, needed=needed, words=known, **more)


def text(default: Text | None = None, **more: Any) -> Key[Text]:
    """Take a text in both languages; without a default it must be there."""
    return Key("text", lambda table, name: table.text(name, default), needed=default is None, **more)


def text_or_none(**more: Any) -> Key[Text | None]:
    """Take a text that may be left out."""
    return Key("text", Table.text_or_none, **more)


def string(default: str | None = "", **more: Any) -> Key[str]:
    """Take a plain string; with ``default=None`` it must be there."""
    needed = default is None
    return Key("string", lambda table, name: table.words(name, default), default=default or None, needed=needed, **more)


def identity(default: str = "", **more: Any) -> Key[str]:
    """Take an id that names something."""
    return Key("identity", lambda table, name: table.words(name, default), default=default or None, **more)


def flag(*, default: bool, **more: Any) -> Key[bool]:
    """Take true or false."""
    return Key("flag", lambda table, name: table.flag(name, default=default), default=default, **more)


def day(**more: Any) -> Key[date | None]:
    """Take a date."""
    return Key("day", Table.day, **more)


@overload
def whole(low: int, high: int, default: int, **more: Any) -> Key[int]: ...
@overload
def whole(low: int, high: int, default: None = None, **more: Any) -> Key[int | None]: ...
def whole(low: int, high: int, default: int | None = None, **more: Any) -> Key[Any]:
    """Take a whole number."""

    def read(table: Table, name: str) -> int | None:
        made = table.whole(name, low, high)
        return default if made is None else made

    return Key("whole", read, between=(low, high), default=default, **more)


@overload
def number(low: int, high: int, default: Fraction, **more: Any) -> Key[Fraction]: ...
@overload
def number(low: int = -HARD, high: int = HARD, default: None = None, **more: Any) -> Key[Fraction | None]: ...
def number(low: int = -HARD, high: int = HARD, default: Fraction | None = None, **more: Any) -> Key[Any]:
    """Take an exact number."""

    def read(table: Table, name: str) -> Fraction | None:
        made = table.number(name, low, high)
        return default if made is None else made

    return Key("number", read, between=(low, high), default=default, **more)


def amount(**more: Any) -> Key[Fraction | Percent | None]:
    """Take a number, or a percentage."""
    return Key("amount", Table.amount, **more)


def share() -> Key[Fraction | Percent | None]:
    """Take a share of a whole."""
    return Key("share", Table.share)


def pair(**more: Any) -> Key[Ends]:
    """Take ``[lowest, highest]``."""
    return Key("pair", Table.pair, **more)


def names(kind: Literal["names", "some-names"] = "names", **more: Any) -> Key[tuple[str, ...] | None]:
    """Take a list of names."""
    return Key(kind, Table.names, **more)


def table(*, needed: bool = False, **more: Any) -> Key[Table | None]:
    """Take a table."""

    def read(table: Table, name: str) -> Table | None:
        if needed and name not in table:
            table.say("DVK-S123", key=name, expected=TABLE)
        return table.table(name)

    return Key("table", read, needed=needed, **more)


def items(**more: Any) -> Key[Iterator[Table]]:
    """Take a list of tables."""
    return Key("items", Table.items, **more)


def named(**more: Any) -> Key[Iterator[Table]]:
    """Take tables by id."""
    return Key("named", Table.named, **more)


def other(**more: Any) -> Key[object]:
    """Take a value as it is: what it may be is code."""
    return Key("other", Table.raw, **more)
