"""What sheets to edit are made of: rows, columns, and how rows come and go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

import attrs

from dvk_scoring.editing import words
from dvk_scoring.editing.cells import Field
from dvk_scoring.scheme.form.frame import FigureKeys
from dvk_scoring.scheme.form.texts import choice
from dvk_scoring.scheme.keys import Path
from dvk_scoring.text import Text

Ask = Literal["id", "after", "owner", "group", "type", "param", "cluster"]
FIRST: Final = "*"
"""Stands for the place before all others."""
NEW: Final = "+"
"""Begins the path of a row that is only to be filled: no key of a file does."""
HEADS: Final[Mapping[str, Text]] = {
    "id": words.ID,
    "after": words.AFTER,
    "owner": words.OF,
    "group": words.GROUP,
    "type": words.TYPE,
    "param": words.PARAM,
    "cluster": words.CLUSTER,
}
_KINDS: Final[Mapping[str, str]] = {
    "id": "identity",
    "after": "words",
    "owner": "offer",
    "group": "string",
    "type": "words",
    "param": "words",
    "cluster": "offer",
}
_HELP: Final[Mapping[str, Text]] = {
    "id": words.ID_HELP,
    "after": words.AFTER_HELP,
    "owner": words.OF_HELP,
    "group": words.GROUP_HELP,
    "type": words.TYPE_HELP,
    "param": words.PARAM_HELP,
    "cluster": words.CLUSTER_HELP,
}


TYPES: Final = {word: choice(FigureKeys.type, word) for word in FigureKeys.type.words}


@attrs.frozen
class Column:
    """A value of each row, in one or more cells.

    Attributes:
        path: Below the row's table: ``quota.count``.
        titles: Over each of its cells.
        help: What the key means.
        rare: No row says anything of it: it stands behind the others, and is not printed.
    """

    path: Path
    titles: tuple[Text, ...]
    help: Text | None
    rare: bool = False


@attrs.frozen
class Line:
    """A row.

    Attributes:
        key: What marks it, whatever people see.
        shown: What is shown of it.
        fields: A value or nothing for each column.
        help: What it means.
        spare: It is only there to be filled.
        row: The table that it is, where that goes with its last value; () where it does not.
        heads: Of a spare row, what it is asked for where others show something.
    """

    key: str
    shown: tuple[Text, ...]
    fields: tuple[Field | None, ...]
    help: Text | None = None
    spare: bool = False
    row: Path = ()
    heads: tuple[Field | None, ...] = ()


@attrs.frozen
class Growth:
    """How rows are added to a sheet.

    Attributes:
        named: They have names; else they stand in lists.
        asks: What a new one says first; "" for what is only shown of the others.
        within: The table or list that they come into; (): the one that they name.
        owners: What they may name, ``titles.flag`` → how that is offered, and which list or table they come into.
        clusters: What a param may differ by → how that is offered.
        places: Behind what they may be put → how that is offered.
        rows: How many there is room for.
        last: The entry that stays the last one.
    """

    named: bool
    asks: tuple[Ask | None, ...]
    within: Path = ()
    owners: Mapping[str, tuple[Text, Path]] = attrs.field(factory=dict, hash=False)
    clusters: Mapping[str, Text] = attrs.field(factory=dict, hash=False)
    places: Mapping[str, Text] = attrs.field(factory=dict, hash=False)
    rows: int = 5
    last: str = ""

    @property
    def usual_place(self) -> str:
        """Give the entry behind which new ones come where they do not say; "": behind all."""
        if not self.last:
            return ""
        return str(int(self.last) - 1) if int(self.last) else FIRST

    def heads(self, row: Path) -> tuple[Field | None, ...]:
        """Give what a new row is asked for."""
        owners = {word: told for word, (told, _) in self.owners.items()}
        offered = {"after": self.places, "owner": owners, "param": owners, "type": TYPES, "cluster": self.clusters}
        return tuple(
            None if asked is None else Field((*row, f"@{asked}"), _KINDS[asked], None, offered.get(asked, {}))
            for asked in self.asks
        )


@attrs.frozen
class Sheet:
    """A sheet of a workbook to edit.

    Attributes:
        id: Which it is, whatever people call it.
        title: What it is called.
        heads: Over what is shown before the values.
        columns: The values.
        lines: The rows.
        growth: How rows are added; None: they are not.
        guide: How it is edited, where that is not said for all sheets.
    """

    id: str
    title: Text
    heads: tuple[Text, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    growth: Growth | None = None
    guide: Text | None = None

    def starts(self) -> list[int]:
        """Give the cell of a row, from 0 behind what is shown, at which each column begins."""
        starts, at = [], 0
        for column in self.columns:
            starts.append(at)
            at += len(column.titles)
        return starts


def spare_lines(name: str, growth: Growth, fields: Sequence[Field | None]) -> Iterator[Line]:
    """Give the empty rows of a sheet.

    Args:
        name: Of the sheet.
        growth: What they are asked for.
        fields: Those of its columns, below the row's table.
    """
    for at in range(growth.rows):
        row = (NEW, name, at)
        blank = (
            None if field is None else attrs.evolve(field, path=(*row, *field.path), value=None) for field in fields
        )
        yield Line(f"{NEW}{at + 1}", (), tuple(blank), spare=True, row=row, heads=growth.heads(row))


def head_help(field: Field) -> Text:
    """Say what a cell means that stands where other rows show something."""
    return _HELP[str(field.path[-1]).removeprefix("@")]


def head_title(field: Field) -> Text:
    """Give the heading of such a cell."""
    return HEADS[str(field.path[-1]).removeprefix("@")]


def fields_of(sheets: Sequence[Sheet]) -> Iterator[Field]:
    """Give every value that can be edited and stands in the file."""
    for sheet in sheets:
        for line in sheet.lines:
            yield from (field for field in line.fields if field is not None and not (line.spare and line.heads))
