"""Which columns a scheme asks for, and which kinds of unit each belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.scheme.model import Scheme

KEYS = ("unit", "name", "cluster", "voice")
LONG_KEYS = (*KEYS, "figure", "value", "reason", "evidence")


def figure_columns(scheme: Scheme) -> Mapping[str, tuple[FigureSpec, str | None]]:
    """Give every column the scheme knows: name → (declaration, id of its criterion, bonus or penalty).

    A shared figure and a figure of the unit itself are named without a dot and have no criterion.
    """
    found: dict[str, tuple[FigureSpec, str | None]] = {name: (spec, None) for name, spec in scheme.figures.items()}
    for owner, specs in _owners(scheme):
        for spec in specs:
            if spec.shared:
                found.setdefault(spec.name, (spec, None))
            else:
                found[f"{owner}.{spec.name}"] = (spec, owner)
    return found


def shared_columns(scheme: Scheme) -> frozenset[str]:
    """Give the columns of the unit itself that some criterion, bonus or penalty computes with."""
    return frozenset(spec.name for _, specs in _owners(scheme) for spec in specs if spec.shared)


def column_kinds(scheme: Scheme) -> Mapping[str, frozenset[str]]:
    """Give the kinds of unit that have each column; a column of every kind is left out."""
    every = frozenset(scheme.kinds)
    found: dict[str, frozenset[str]] = {name: frozenset(kinds) for name, kinds in scheme.figures_apply.items()}
    for use in scheme.criteria.values():
        found |= {f"{use.id}.{spec.name}": frozenset(use.weight) for spec in use.figures if not spec.shared}
    for one in (*scheme.bonuses.values(), *scheme.penalties.values()):
        if one.applies_to is not None:
            found |= {f"{one.id}.{spec.name}": frozenset(one.applies_to) for spec in one.figures if not spec.shared}
    return {name: kinds & every for name, kinds in found.items() if kinds & every != every}


def sibling(name: str, criterion: str | None, columns: Mapping[str, object]) -> str | None:
    """Give the column that a figure of ``criterion`` calls ``name``, or None when there is none."""
    own = f"{criterion}.{name}"
    if own in columns:
        return own
    return name if name in columns else None


def _owners(scheme: Scheme) -> list[tuple[str, tuple[FigureSpec, ...]]]:
    adjustments = (*scheme.bonuses.values(), *scheme.penalties.values())
    return [(use.id, use.figures) for use in scheme.criteria.values()] + [(one.id, one.figures) for one in adjustments]
