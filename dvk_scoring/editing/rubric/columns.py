"""Which columns of a sheet of points stand for which criteria: by title, number, and the section named above."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs

from dvk_scoring.editing.rubric.headings import bare, same, text_in
from dvk_scoring.editing.rubric.read import Row


@attrs.frozen
class Columns:
    """What the headings name.

    Attributes:
        found: Criterion → its column, from 0.
        doubtful: Columns whose name is that of several criteria, with these.
        elsewhere: Columns whose number is no criterion's of the section that stands above it.
    """

    found: dict[str, int]
    doubtful: list[tuple[int, list[Row]]] = attrs.field(factory=list)
    elsewhere: list[int] = attrs.field(factory=list)


@attrs.frozen
class _Head:
    """A column: its heading, the criteria that it may mean, whether it names them by number, what stands above it."""

    column: int
    keys: list[str]
    by_number: bool
    above: str
    sections: list[Row]

    def fits(self, row: Row, *, several: bool) -> bool:
        """Tell whether what stands above allows a criterion; ``several``: over others another thing stands."""
        if not self.sections:
            return not (self.above and several)
        return any(holder is section for holder in _holding(row) for section in self.sections)


def columns_of(
    row: Sequence[Any], taken: Collection[int], ids: Mapping[str, Row], above: Sequence[Any], *, is_own: bool
) -> Columns:
    """Find the columns that a row of headings names of criteria.

    A number that several criteria have is told apart by the section above it; else such columns are taken where all of
    them stand in the rubric's order.

    Args:
        row: The headings.
        taken: Columns that are something else, from 0.
        ids: The criteria.
        above: The row above, which may name sections.
        is_own: Whether that row is one of headings; else it counts where it names a section.
    """
    heads = _heads(row, taken, ids, _labels(above, taken, ids, is_own=is_own))
    several = len({bare(head.above) for head in heads if head.above}) > 1
    made = Columns({})
    ambiguous: list[_Head] = []
    numbers = [bare(criterion.no) for criterion in ids.values() if criterion.no]
    repeated = len(set(numbers)) < len(numbers)
    for head in heads:
        keys = head.keys
        if head.sections and (head.by_number or len(keys) > 1):
            keys = [key for key in keys if head.fits(ids[key], several=several)]
        if head.keys and (
            not keys or (head.by_number and not repeated and not head.fits(ids[keys[0]], several=several))
        ):
            made.elsewhere.append(head.column)
        elif len(keys) == 1 and (head.sections or not (repeated and head.by_number)):
            made.found.setdefault(keys[0], head.column)
        elif keys:
            ambiguous.append(attrs.evolve(head, keys=keys))
    in_order = _in_order(ambiguous, ids, made.found, several=several)
    made.found.update(in_order)
    if not in_order:
        made.doubtful.extend((head.column, [ids[key] for key in head.keys]) for head in ambiguous)
    return made


def titles_in(row: Sequence[Any], ids: Mapping[str, Row]) -> list[int]:
    """Give the columns that are headed by the title of a criterion."""
    titles = {bare(criterion.title) for criterion in ids.values()}
    return [column for column, cell in enumerate(row) if bare(text_in(cell)) in titles]


def _heads(
    row: Sequence[Any], taken: Collection[int], ids: Mapping[str, Row], labels: Mapping[int, tuple[str, list[Row]]]
) -> list[_Head]:
    names: dict[str, list[str]] = {}
    exact: dict[str, list[str]] = {}
    for key, criterion in ids.items():
        exact.setdefault(same(criterion.title), []).append(key)
        for name in _names(criterion):
            names.setdefault(name, []).append(key)
    numbers = {bare(other.no) for other in ids.values() if other.no}
    heads = []
    for column, text in ((column, text_in(cell)) for column, cell in enumerate(row) if column not in taken):
        own = exact.get(same(text), [])
        keys = own if len(own) == 1 else names.get(bare(text), [])
        if keys:
            heads.append(_Head(column, keys, bare(text) in numbers, *labels.get(column, ("", []))))
    return heads


def _in_order(
    heads: Sequence[_Head], ids: Mapping[str, Row], known: Mapping[str, int], *, several: bool
) -> dict[str, int]:
    """Take columns of one name for the criteria of it, where there are as many and all stand in the rubric's order."""
    said = {key for head in heads for key in head.keys}
    numbered = any(head.by_number for head in heads)
    others = [key for key, row in ids.items() if key not in known and (key in said or (numbered and row.no))]
    for meant in (others, [key for key in others if ids[key].side == "criteria"]):
        pairs = [*zip(heads, meant, strict=False)]
        if len(heads) == len(meant) and all(
            key in head.keys and head.fits(ids[key], several=several) for head, key in pairs
        ):
            return {key: head.column for head, key in pairs}
    return {}


def _names(row: Row) -> set[str]:
    """Give the names under which a column may stand for a criterion: its title, its number."""
    parent = f"{row.parent.no}.{row.no}" if row.parent is not None and row.parent.no and row.no else ""
    said = (row.title, row.no, parent, f"{row.no} {row.title}", f"{row.no}. {row.title}")
    return {bare(name) for name in said} - {""}


def _holding(row: Row) -> list[Row]:
    """Give the sections in which a row lies, the inmost first."""
    return [] if row.parent is None else [row.parent, *_holding(row.parent)]


def _labels(
    above: Sequence[Any], taken: Collection[int], ids: Mapping[str, Row], *, is_own: bool
) -> dict[int, tuple[str, list[Row]]]:
    """Give what stands above each column, or left of that where it is blank, and the sections that are called so."""
    sections = {id(section): section for row in ids.values() for section in _holding(row)}
    labels: dict[int, tuple[str, list[Row]]] = {}
    said = ""
    for column, cell in enumerate(above):
        said = "" if column in taken else text_in(cell) or said
        labels[column] = (said, [section for section in sections.values() if said and bare(said) in _names(section)])
    return labels if is_own or any(rows for _, rows in labels.values()) else {}
