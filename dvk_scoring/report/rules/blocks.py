"""What a document of rules is made of, whatever form it is written in."""

from __future__ import annotations

from typing import TypeAlias

import attrs


@attrs.frozen
class Heading:
    """A heading; ``level`` 1 is a part of the document, 2 and 3 lie below."""

    level: int
    text: str


@attrs.frozen
class Line:
    """A paragraph."""

    text: str


@attrs.frozen
class Items:
    """A list; ``ordered`` when the order of its lines means something."""

    lines: tuple[str, ...]
    ordered: bool = False


@attrs.frozen
class Facts:
    """Short statements, each under a name."""

    pairs: tuple[tuple[str, str], ...]


@attrs.frozen
class Row:
    """A row of a table. ``depth``: how far its text is set in; ``strong``: it stands for the rows below it."""

    cells: tuple[str, ...]
    strong: bool = False
    depth: int = 0


@attrs.frozen
class Grid:
    """A table. ``numbers``: columns of numbers; ``text``: the column that is set in by a row's depth."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: frozenset[int] = frozenset()
    text: int = 0


Block: TypeAlias = Heading | Line | Items | Facts | Grid


@attrs.frozen
class Document:
    """The rules of one scheme: what kind of document it is, its title, and its parts in order."""

    kind: str
    title: str
    blocks: tuple[Block, ...]
