"""TOML spoiled in what it says: values of other types, missing, doubled, in one another, very many, from elsewhere."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any, Final, TypeAlias

import tomli

Where: TypeAlias = "tuple[str | int, ...]"

_DEEP: Any = "x"
for _ in range(12):
    _DEEP = [_DEEP]
LEAVES: Final[tuple[object, ...]] = (
    *(True, False, 0, 1, -1, 2, 3, 7, 12, 13, 50, 100, 101, 999_999, 1_000_001, 10**12, 10**12 + 1, -(10**15), 10**29),
    *map(Decimal, ("0.5", "-0.5", "0.005", "1E-12", "1E-13", "1E-29", "99.995", "100.0000000001", "1E+29")),
    *("", " ", "x", "none", "all", "total", "committee", "every section", "every criterion", "eligible", "ranked"),
    *("50%", "0%", "100%", "101%", "-1%", "99999999999%", "50 %", "good and above", " and above", "tie-break", "low"),
    *("high", "down", "half-even", "share", "above", "points", "relative", "zero", "error", "full", "competition"),
    *("pass-fail", "panel", "ratio", "per-occurrence", "direct", "no-such-plugin", "x" * 300, "ơ" * 90, "a.b", "a b"),
    *(date(2026, 1, 1), date(1, 1, 1), date(9999, 12, 31), datetime(2026, 1, 1), time(1)),  # noqa: DTZ001
    *([], {}, [[]], [{}], {"x": 1}, {"vi": "x", "en": "y"}, {"vi": "x"}, ["x", "x"], [1, 2], [2, 1], _DEEP),
)
KEYS: Final = (
    *("weight", "for", "section", "limits", "rounding", "places", "mode", "figures", "params", "applies_to", "plugin"),
    *("to", "from", "cap", "any", "of", "as", "at_least", "at_most", "class_at_least", "quota", "count", "share"),
    *("per", "in_all", "tie", "held", "reserve", "not_with", "after", "requires", "prefer", "ties", "break", "by"),
    *("absent", "ranked", "kind", "blank", "low", "high", "shown", "guard", "drop", "extends", "title", "no", "id"),
    *("hold", "release", "not_assigned", "points", "out_of", "unit", "units", "reason", "date", "ref", "change", "zzz"),
)
MANY: Final = 300
ENOUGH: Final = 100_000
"""Characters of a file of which no more are made: many times many would be hundreds of megabytes."""


def spoil_values(random: Random, content: bytes) -> bytes:
    """Change the values of a TOML file: other types, missing, doubled, in one another, very many, from elsewhere."""
    values: dict[str, Any] = tomli.loads(content.decode(), parse_float=Decimal)
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        _change(values, random)
    return "".join(f"{_key(name)} = {_toml(one)}\n" for name, one in values.items()).encode()


def _toml(value: object) -> str:
    """Write a value as TOML, all in one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "{" + ", ".join(f"{_key(name)} = {_toml(one)}" for name, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case Decimal():
            return f"{value:.1f}" if value == value.to_integral_value() else f"{value:f}"
        case str():
            return _key(value)
        case date() | time():
            return value.isoformat()
    return str(value)


@lru_cache(4_096)
def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def _change(values: dict[str, Any], random: Random) -> None:
    places = list(_places((), values))
    if not places:
        return
    where = random.choice(places)
    holder: Any = values
    for step in where[:-1]:
        holder = holder[step]
    key, old = where[-1], holder[where[-1]]
    how = random.randrange(9)
    elsewhere = copy.deepcopy(_at(values, random.choice(places)))
    if how == 0:
        del holder[key]
    elif how == 1:
        _double(holder, key, old)
    elif how == 2 and len(str(values)) <= ENOUGH:
        _make_many(holder, key, old)
    elif how == 3 and isinstance(old, dict):
        old[random.choice(KEYS)] = copy.deepcopy(random.choice((*LEAVES, elsewhere)))
    elif how == 4 and isinstance(holder, dict):
        holder[random.choice(KEYS)] = old
    else:
        inside = random.choice(([old], {random.choice(KEYS): old}))
        holder[key] = random.choice((copy.deepcopy(random.choice(LEAVES)), elsewhere, inside, _near(old, random)))


def _near(old: object, random: Random) -> object:
    """Give a value of the same sort."""
    if isinstance(old, bool):
        return not old
    if isinstance(old, int | Decimal):
        return random.choice((old + 1, old - 1, -old, 10 * old, old / Decimal(3) if old else 1))
    if isinstance(old, str):
        return random.choice((old[:-1], old + "x", old.upper(), f" {old}"))
    if isinstance(old, list):
        return random.choice((old[::-1], old[1:], old * 2))
    return copy.deepcopy(old)


def _double(holder: Any, key: str | int, old: object) -> None:
    if isinstance(holder, list):
        holder.append(copy.deepcopy(old))
    else:
        holder[f"{key}-2"] = copy.deepcopy(old)


def _make_many(holder: Any, key: str | int, old: object) -> None:
    """Put very many of what stands there, in a list or beside each other."""
    if isinstance(old, list):
        holder[key] = old * (MANY // len(old) if old else 0)
    elif isinstance(holder, dict) and isinstance(old, dict):
        holder.update({f"{key}-{at}": old for at in range(MANY)})
    elif isinstance(old, str):
        holder[key] = old * MANY


def _at(values: Any, where: Where) -> Any:
    for step in where:
        values = values[step]
    return values


def _places(where: Where, value: object) -> Iterator[Where]:
    inner: Iterator[tuple[str | int, object]]
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
    else:
        return
    for key, one in inner:
        yield (*where, key)
        yield from _places((*where, key), one)
