"""What a scheme has beside its rules: headings of other programs' tables, and what its workbook only shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dvk_scoring.editing import words
from dvk_scoring.editing.cells import Field
from dvk_scoring.editing.sheets import Column, Growth, Line, Sheet, fields_of, spare_lines
from dvk_scoring.editing.toml import value_at, written
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Text

_HEADINGS: Final = ("columns", "headings")
_SHOWN: Final = frozenset({"plugin", "type"})
"""Keys that other sheets show."""


def headings_sheet(values: Mapping[str, Any]) -> Sheet:
    """Lay out what the tables of another program call the columns: a row a heading."""
    written_there = value_at(values, _HEADINGS)
    headings = written_there if isinstance(written_there, Mapping) else {}
    lines = [
        Line(key_path((*_HEADINGS, name)), (Text.same(name),), (Field((*_HEADINGS, name), "string", column),),
             row=(*_HEADINGS, name))
        for name, column in headings.items()
    ]  # fmt: skip
    growth = Growth(named=True, asks=("id",), within=_HEADINGS)
    if lines:
        lines += spare_lines("headings", growth, [Field((), "string", None)])
    column = Column((), (words.MEANS,), words.MEANS_HELP)
    return Sheet("headings", words.HEADINGS, (words.HEADING,), (column,), tuple(lines), growth, words.HEADINGS_GUIDE)


def not_here(values: Mapping[str, Any], sheets: Sequence[Sheet]) -> Sheet:
    """Show what no other sheet has a cell for, each with where it is changed instead."""
    known = {field.path for field in fields_of(sheets)}
    lines = [
        Line(
            key_path(path),
            (Text.same(key_path(path)), _said(value), words.why(str(path[0]), str(path[-1]))),
            (),
        )
        for path, value in _leaves(values)
        if path[-1] not in _SHOWN and not any(path[:end] in known for end in range(1, len(path) + 1))
    ]
    heads = (words.KEY, words.VALUE, words.WHY)
    return Sheet("elsewhere", words.ELSEWHERE, heads, (), tuple(lines), guide=words.ELSEWHERE_GUIDE)


def _leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, (*path, str(name)))
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        for at, part in enumerate(value):
            yield from _leaves(part, (*path, at))
    elif path:
        yield path, value


def _said(value: object) -> Text:
    """Show a value as people read it: texts as they are, without the signs that TOML needs."""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, list):
        return Text.same(_short(", ".join(map(str, value))))
    return Text.same(_short(value if isinstance(value, str) else written(value)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST: Final = 200
