"""The parts of a total that stand beside it in a table."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from dvk_scoring.scheme.model import Scheme
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
    loose = [one for one in scheme.scored.values() if one.section is None]
    for place, use in enumerate(loose, start=len(top) + 1):
        found.append(TopPart("criterion", use.id, use.no or str(place), use.title.in_(language)))
    return tuple(found) if len(found) <= _MOST_PARTS else ()
