"""The order of print: that of the file, in which criteria and sections stand in tables of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dvk_scoring.scheme.model import CriterionUse, Scheme, Section

Part: TypeAlias = CriterionUse | Section


def printed_parts(scheme: Scheme) -> Mapping[str | None, Sequence[Part]]:
    """Give the parts of each section, and of the whole scheme (None), in their order of print.

    Sections stand as ``[sections]`` has them, criteria as ``[criteria]`` does; a criterion beside sections stands
    before the first of them all of whose criteria come after it. Criteria that serve tie-breaks alone are among them.
    """
    criteria: dict[str | None, list[tuple[int, CriterionUse]]] = {}
    first: dict[str, int] = {}
    for place, use in enumerate(scheme.criteria.values()):
        criteria.setdefault(use.section, []).append((place, use))
        section = use.section
        while section is not None and section not in first:
            first[section] = place
            section = scheme.sections[section].parent
    sections: dict[str | None, list[Section]] = {}
    for part in scheme.sections.values():
        sections.setdefault(part.parent, []).append(part)
    return {key: _merged(criteria.get(key, []), sections.get(key, []), first) for key in (None, *scheme.sections)}


def _merged(
    criteria: Sequence[tuple[int, CriterionUse]], sections: Sequence[Section], first: Mapping[str, int]
) -> list[Part]:
    parts: list[Part] = []
    rest = list(criteria)
    for section in sections:
        before = [use for place, use in rest if place < first.get(section.id, 0)]
        rest = rest[len(before) :]
        parts += [*before, section]
    return [*parts, *(use for _, use in rest)]
