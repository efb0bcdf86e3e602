"""Schemes with one thing changed: each number, word, day and list in turn, and each key left out.

What cannot be read any more is passed over, so that every scheme given is whole and says something else than the first.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias, get_args

import attrs

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.formula.symbols import Measure, Reporter
from dvk_scoring.formula.tree import Prefer, RoundMode
from dvk_scoring.problem import has_errors
from dvk_scoring.scheme.document import Document
from dvk_scoring.scheme.merge import read_merged
from dvk_scoring.scheme.model import NotAssigned, NotReported, Scheme, Ties, Unappraised, Weights, Within
from dvk_scoring.scheme.read import read_scheme
from dvk_scoring.scheme.table import Reading

REGISTRY = Registry.of()
Where: TypeAlias = "tuple[str | int, ...]"
_TEXTS = frozenset({"vi", "en", "no", "title", "text", "reason", "source", "kind", "id"})
_WORDS: Mapping[str, tuple[str, ...]] = {
    "weights": get_args(Weights),
    "mode": get_args(RoundMode),
    "not_assigned": get_args(NotAssigned),
    "not_reported": get_args(NotReported),
    "unappraised": get_args(Unappraised),
    "type": ("count", "percent", "decimal", "yes-no"),
    "by": get_args(Reporter),
    "plugin": ("pass-fail", "direct"),
    "within": get_args(Within),
    "ties": get_args(Ties),
    "prefer": get_args(Prefer),
    "per": get_args(Within),
    "round": ("down", "up", "half-up"),
    "held": ("keeps-place", "passes"),
    "of": ("eligible", "ranked"),
    "as": ("points", "share"),
    "section": ("none",),
    "measure": get_args(Measure),
    "rule": ("mean", "median", "trimmed"),
    "without_target": ("share-of-best", "not-assigned"),
}
_REFERRING = frozenset({"of", "by", "to", "section", "class_at_most", "class_at_least", "title", "class"})


@attrs.frozen
class Mutated:
    """A scheme in which the value at ``where`` is another; ``new`` None: it is left out."""

    where: Where
    old: object
    new: object
    scheme: Scheme


def scheme_of(document: Document) -> Scheme | None:
    reading = Reading(document)
    scheme = read_scheme(reading, None, REGISTRY)
    return None if has_errors(reading.problems) else scheme


def mutations(path: Path, *, every: int = 1) -> Iterator[Mutated]:
    """Change every ``every``-th value of a scheme's file, then leave every such key out."""
    document = read_merged(str(path))
    for at, (where, value) in enumerate(_leaves((), document.values)):
        if at % every or where[0] in ("sample", "columns"):
            continue
        for other in _others(where[-1], value, document.values):
            scheme = _read(document, where, other)
            if scheme is not None:
                yield Mutated(where, value, other, scheme)
                break
        # One language alone is never whole, which would only be refused.
        if (
            isinstance(where[-1], str)
            and where[-1] not in ("vi", "en")
            and (scheme := _read(document, where, None)) is not None
        ):
            yield Mutated(where, value, None, scheme)


def _leaves(where: Where, value: object) -> Iterator[tuple[Where, object]]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves((*where, key), one)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        for at, one in enumerate(value):
            yield from _leaves((*where, at), one)
    else:
        yield where, value


def _others(key: str | int, value: object, values: Mapping[str, Any]) -> Iterator[object]:
    if isinstance(value, str):
        yield from _other_words(key, value, values)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int | Decimal):
        step = 1 if isinstance(value, int) else Decimal("0.1")
        yield from (other for other in (value + step, value - step, 2 * value, value // 2) if other != value)
    elif isinstance(value, date):
        yield from (value + timedelta(days=1), value - timedelta(days=1))
    elif isinstance(value, list) and value:
        numbers = isinstance(value[0], int | Decimal)
        yield from ([[value[0], value[-1] + 1]] if numbers else [value[:-1]])


def _other_words(key: str | int, value: str, values: Mapping[str, Any]) -> Iterator[str]:
    if re.fullmatch(r"[\d.]+%", value):
        yield from (other for other in ("55%", "45%") if other != value)
    elif key in _TEXTS:
        yield f"{value} khác"
    else:
        known = [*_WORDS.get(str(key), ()), *(_names(values) if key in _REFERRING else ())]
        # What is of the same sort is the likeliest to fit, and every misfit costs a reading.
        known.sort(key=lambda word: _sort(word, values) != _sort(value, values))
        yield from (word for word in known if word != value)


def _sort(word: str, values: Mapping[str, Any]) -> str:
    head, dot, _ = word.partition(".")
    named = (table for table in ("sections", "classes", "titles") if word in values.get(table, {}))
    return head if dot else next(named, "")


def _names(values: Mapping[str, Any]) -> Iterator[str]:
    """Give all that something may refer to."""
    for table in ("sections", "criteria", "figures"):
        yield from (f"{table}.{key}" for key in values.get(table, {}))
    for table in ("sections", "classes", "titles"):
        yield from values.get(table, {})
    yield from (f"{key} and above" for key in values.get("classes", {}))
    yield from ("total", "bonuses", "penalties", "every section", "every criterion")


def _read(document: Document, where: Where, value: object) -> Scheme | None:
    values: Any = copy.deepcopy(document.values)
    inner = values
    for key in where[:-1]:
        inner = inner[key]
    if value is None:
        del inner[where[-1]]
    else:
        inner[where[-1]] = value
    return scheme_of(attrs.evolve(document, values=values))
