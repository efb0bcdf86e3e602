"""The comparison of two schemes as JSON: paths and values as they are, and each change in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from dvk_scoring.analysis.compare import Difference, UnitChange
from dvk_scoring.analysis.trial import Cell, FigureChange
from dvk_scoring.figures.figure_set import FigureColumn
from dvk_scoring.formula.tree import Num
from dvk_scoring.report.changes.told import tell_changes
from dvk_scoring.scheme.compare import ABSENT, Change
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text
from dvk_scoring.written import plain

Json = Any


def changes_json(one: Difference) -> str:
    """Give the text; ``units`` is null where no figures were compared."""
    comparison = one.results
    content = {
        "old": _scheme(one.old),
        "new": _scheme(one.new),
        "changes": change_values(one),
        "compared": None if comparison is None else comparison.units,
        "units": None if comparison is None else [unit_value(unit) for unit in comparison.changes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _scheme(scheme: Scheme) -> Json:
    return {"id": scheme.id, "title": _value(scheme.title), "sha256": scheme.hash}


def change_values(one: Difference) -> list[Json]:
    """Give the changes of a scheme, each told in both languages."""
    told = zip(one.changes, tell_changes(one, "vi"), tell_changes(one, "en"), strict=True)
    return [_change(change, {"vi": vi.text, "en": en.text}) for change, vi, en in told]


def _change(one: Change, text: Json) -> Json:
    found = {"path": list(one.path), "kind": one.kind}
    if one.kind in {"changed", "order"}:
        found |= {"old": _value(one.old), "new": _value(one.new)}
    return {**found, "text": text}


def unit_value(one: UnitChange) -> Json:
    """Give one unit whose result changes."""
    return {
        "unit": one.unit,
        "name": one.name,
        "cluster": one.cluster,
        "state": _pair(one.state),
        "total": _pair(one.total),
        "rank": _pair(one.rank),
        "class": _pair(one.klass),
        "class_open": _pair(one.class_open),
        "class_held": _pair(one.class_held),
        "titles": {key: _pair(pair) for key, pair in one.titles.items()},
        "criteria": {key: _pair(pair) for key, pair in one.points.items()},
        "bonuses": {key: _pair(pair) for key, pair in one.bonuses.items()},
        "penalties": {key: _pair(pair) for key, pair in one.penalties.items()},
        "knock_outs": _pair(one.knock_outs),
        "not_reported": _pair(one.lacking),
    }


def _pair(pair: tuple[object, object]) -> Json:
    return [_value(one) for one in pair]


def _value(value: object) -> Json:
    """Write a value of a scheme or result; a formula is told in words alone."""
    match value:
        case None | bool() | int() | str():
            return value
        case Fraction():
            return plain(value)
        case Decimal():
            return f"{value:f}"
        case Text():
            return {"vi": value.vi, "en": value.en}
        case Num():
            return None
        case Enum():
            return None if value is ABSENT else value.value
        case Mapping():
            return {str(key): _value(one) for key, one in value.items()}
        case tuple() | list():
            return [_value(one) for one in value]
    if attrs.has(type(value)):
        return {key: _value(one) for key, one in attrs.asdict(value, recurse=False).items()}  # type: ignore[arg-type]
    return str(value)


def figure_value(one: FigureChange, columns: Mapping[str, FigureColumn]) -> Json:
    """Give a cell that differs: what stood in it, and what stands in it."""
    places = columns[one.column].spec.places
    return {"unit": one.unit, "figure": one.column, "old": _cell(one.old, places), "new": _cell(one.new, places)}


def _cell(cell: Cell, places: int) -> str | None:
    value, kp = cell
    return "KP" if kp else None if value is None else plain(Fraction(value, 10**places))
