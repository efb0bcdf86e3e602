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


def changes_json(difference: Difference) -> str:
    """Give the text; ``units`` is null where no figures were compared."""
    comparison = difference.results
    content = {
        "old": _scheme(difference.old),
        "new": _scheme(difference.new),
        "changes": change_values(difference),
        "compared": None if comparison is None else comparison.units,
        "units": None if comparison is None else [unit_value(unit) for unit in comparison.changes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _scheme(scheme: Scheme) -> Json:
    return {"id": scheme.id, "title": _value(scheme.title), "sha256": scheme.hash}


def change_values(difference: Difference) -> list[Json]:
    """Give the changes of a scheme, each told in both languages."""
    told = zip(difference.changes, tell_changes(difference, "vi"), tell_changes(difference, "en"), strict=True)
    return [_change(change, {"vi": vi.text, "en": en.text}) for change, vi, en in told]


def _change(change: Change, text: Json) -> Json:
    content = {"path": list(change.path), "kind": change.kind}
    if change.kind in {"changed", "order"}:
        content |= {"old": _value(change.old), "new": _value(change.new)}
    return {**content, "text": text}


def unit_value(change: UnitChange) -> Json:
    """Give one unit whose result changes."""
    return {
        "unit": change.unit,
        "name": change.name,
        "cluster": change.cluster,
        "state": _pair(change.state),
        "total": _pair(change.total),
        "rank": _pair(change.rank),
        "class": _pair(change.klass),
        "class_open": _pair(change.class_open),
        "class_held": _pair(change.class_held),
        "titles": {key: _pair(pair) for key, pair in change.titles.items()},
        "criteria": {key: _pair(pair) for key, pair in change.points.items()},
        "bonuses": {key: _pair(pair) for key, pair in change.bonuses.items()},
        "penalties": {key: _pair(pair) for key, pair in change.penalties.items()},
        "knock_outs": _pair(change.knock_outs),
        "not_reported": _pair(change.lacking),
    }


def _pair(pair: tuple[object, object]) -> Json:
    return [_value(value) for value in pair]


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
            return {str(key): _value(part) for key, part in value.items()}
        case tuple() | list():
            return [_value(part) for part in value]
    if attrs.has(type(value)):
        return {key: _value(part) for key, part in attrs.asdict(value, recurse=False).items()}  # type: ignore[arg-type]
    return str(value)


def figure_value(cell: FigureChange, columns: Mapping[str, FigureColumn]) -> Json:
    """Give a cell that differs: what stood in it, and what stands in it."""
    places = columns[cell.column].spec.places
    return {"unit": cell.unit, "figure": cell.column, "old": _cell(cell.old, places), "new": _cell(cell.new, places)}


def _cell(cell: Cell, places: int) -> str | None:
    value, kp = cell
    return "KP" if kp else None if value is None else plain(Fraction(value, 10**places))
