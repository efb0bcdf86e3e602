"""The parts of a total that stand beside it in a table."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from dvk_scoring.scheme.model import Scheme, Section
from dvk_scoring.scheme.print_order import printed_parts
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
    """Give the columns of a table of units, in their order of print; none when there are too many to read."""
    top = [part for part in printed_parts(scheme)[None] if isinstance(part, Section) or not part.tie_break]
    if len(top) > _MOST_PARTS:
        return ()
    return tuple(
        TopPart(
            "section" if isinstance(part, Section) else "criterion",
            part.id,
            part.no or str(place),
            part.title.in_(language),
        )
        for place, part in enumerate(top, start=1)
    )
