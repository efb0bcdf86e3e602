"""The parts of a total as tables show them: what stands beside the total, and what has no points to show."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

import attrs

from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.text import Language

_MOST_PARTS: Final = 15


@attrs.frozen
class TopPart:
    """A column of the table: a top-level section, or a criterion when the scheme has no sections.

    Attributes:
        kind: What it is.
        id: Its id.
        mark: Its printed number, else its place: the heading of the column.
        title: Its title in the language of the table.
    """

    kind: Literal["section", "criterion"]
    id: str
    mark: str
    title: str


def top_parts(scheme: Scheme, language: Language) -> tuple[TopPart, ...]:
    """Give the columns of a table of units; none when there are too many to read."""
    top = [one for one in scheme.sections.values() if one.parent is None]
    found: list[TopPart] = []
    for place, section in enumerate(top, start=1):
        found.append(TopPart("section", section.id, section.no or str(place), section.title.in_(language)))
    loose = [one for one in scheme.criteria.values() if one.section is None]
    for place, use in enumerate(loose, start=len(top) + 1):
        found.append(TopPart("criterion", use.id, use.no or str(place), use.title.in_(language)))
    return tuple(found) if len(found) <= _MOST_PARTS else ()


def criteria_below(scheme: Scheme, section: str) -> tuple[str, ...]:
    """Give the criteria of a section and of the sections in it."""
    inside = {section}
    for _ in scheme.sections:  # a parent may be written after its children: repeat until nothing is added
        inside |= {one.id for one in scheme.sections.values() if one.parent in inside}
    return tuple(key for key, use in scheme.criteria.items() if use.section in inside)


def section_points(scheme: Scheme, unit: UnitResult, section: str) -> Decimal | None:
    """Give the points of a section; None where nothing of it is assigned or something of it is not reported."""
    points, of = unit.sections[section]
    if of == 0:
        return None
    if scheme.not_reported != "zero":
        below = [unit.criteria[key] for key in criteria_below(scheme, section) if key in unit.criteria]
        if any(one.state == "not-reported" for one in below):
            return None
    return points


def total_points(unit: UnitResult) -> Decimal | None:
    """Give the total of a unit; None where it is not ranked: what is missing is not zero."""
    return unit.total if unit.state == "ranked" else None
