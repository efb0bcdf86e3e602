"""Where each key of a TOML text stands: a small index over the same text that tomli reads.

tomli tells no places of values, so the text is walked once more. It is valid by then: the walk checks nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import TypeAlias

import attrs
import tomli

Path: TypeAlias = "tuple[str | int, ...]"

DEEPEST = 16
"""Parts of a path that are kept: nothing in a scheme lies deeper, and absurd input must stay cheap."""

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)


def index_keys(text: str) -> Mapping[Path, int]:
    r"""Give the line (from 1) of every key of a valid TOML text; elements of arrays are numbered from 0.

    A table that only a longer key names (``a`` in ``a.b = 1``) stands where it is first named.

    Example:
        >>> index_keys('[a]\nb = [1, {c = 2}]')[("a", "b", 1, "c")]
        2
    """
    walk = _Walk(text)
    walk.through()
    return walk.lines


def first_naming(text: str) -> tuple[Path, int] | None:
    r"""Give the key that a TOML text names a second time, and the line (from 1) where it stood before.

    Args:
        text: The text up to the end of the line where its reader stopped since something was there already.

    Example:
        >>> first_naming('a = {b = 1}\n[a.c]')
        (('a',), 1)
    """
    walk = _Walk(text)
    with suppress(IndexError, ValueError):  # the text breaks off
        walk.through()
    seen: dict[Path, int] = {}
    for path, line in walk.named:
        if path in seen:
            return path, seen[path]
        seen[path] = line
    last = walk.statements[-1] if walk.statements else 0
    path = walk.named[last][0] if walk.statements else ()
    for end in range(len(path), 0, -1):
        naming, line = walk.first.get(path[:end], (last, 0))
        if naming < last:
            return path[:end], line
    return None


@attrs.frozen
class Span:
    """Where a value stands in a TOML text, as characters from 0.

    Attributes:
        start: Of its key; of an element of a list, of itself.
        value, end: Of the value itself, and behind it.
        home: Of a statement, the table whose header it stands under; None: it stands within a value.
    """

    start: int
    value: int
    end: int
    home: Path | None = None


@attrs.frozen
class Spans:
    """Where the values of a TOML text stand.

    Attributes:
        values: By key, in the order of the text; tables of which only parts are written have none.
        headers: Every table that has a header → where that begins and where its line ends.
    """

    values: Mapping[Path, Span]
    headers: Mapping[Path, tuple[int, int]]


def index_spans(text: str) -> Spans:
    r"""Find where the values of a valid TOML text stand.

    Example:
        >>> index_spans('[a]\nb = [1, 22]').values[("a", "b", 1)]
        Span(start=12, value=12, end=14, home=None)
    """
    walk = _Walk(text)
    walk.through()
    return Spans(walk.spans, walk.headers)


class _Walk:
    """One pass over the text.

    Attributes:
        at: The next character to read.
        lines: The line of every key.
        named: Every key and table as it is named in full, in order, with its line.
        statements: Which of these begin a statement: the others stand within a value.
        first: Every key → the first in ``named`` that names it, if only on the way to another, and its line.
        spans, headers: Where values and headers stand.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.named: list[tuple[Path, int]] = []
        self.statements: list[int] = []
        self.first: dict[Path, tuple[int, int]] = {}
        self.spans: dict[Path, Span] = {}
        self.headers: dict[Path, tuple[int, int]] = {}
        self._starts = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self._last: dict[Path, int] = {}  # array of tables -> index of its last element

    def through(self) -> None:
        """Walk through the whole text.

        Raises:
            IndexError, ValueError: It is not valid.
        """
        table: Path = ()
        while self._skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
                self.statements.append(len(self.named) - 1)
            else:
                start = self.at
                path = self._key(table)
                self.statements.append(len(self.named) - 1)
                self._value(path, start, table)

    def _header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        line, start = self._line(), self.at
        self.at += 2 if many else 1
        table = self._resolve((), self._parts(), line)
        if many:
            self.lines.setdefault(table, line)
            self._last[table] = self._last.get(table, -1) + 1
            table = (*table, self._last[table])
        elif table in self._last:  # `[a.b]` where b is an array of tables cannot be valid; kept harmless
            table = (*table, self._last[table])
        self.lines[table] = line
        self.named.append((table, line))
        self.at += 2 if many else 1
        self.headers[table] = (start, self.at)
        return table

    def _key(self, table: Path) -> Path:
        line = self._line()
        path = self._resolve(table, self._parts(), line)
        self.lines[path] = line
        self.named.append((path, line))
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        return path

    def _parts(self) -> list[str]:
        """Read a key, ``a."b c".d``, up to the sign after it."""
        parts = []
        while True:
            self._skip(_SPACE)
            part = _KEY_PART.match(self.text, self.at)
            if part is None:
                message = f"no key at character {self.at}"
                raise ValueError(message)
            self.at = part.end()
            parts.append(_unquote(part[0]))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _resolve(self, table: Path, parts: list[str], line: int) -> Path:
        """Follow ``parts`` from ``table``, through the last element of each array of tables on the way."""
        path = table
        for index, part in enumerate(islice(parts, DEEPEST)):
            if index and path in self._last:
                path = (*path, self._last[path])
            path = _append(path, part)
            self.lines.setdefault(path, line)
            self.first.setdefault(path, (len(self.named), line))
        return path

    def _value(self, path: Path, start: int, home: Path) -> None:
        """Walk over one value; brackets are kept on a list, so that no nesting is too deep."""
        brackets: list[tuple[str, Path, int]] = []
        elements: list[int] = []
        while True:
            opening, begun = self.text[self.at], self.at
            if opening in "[{":
                brackets.append((opening, path, begun))
                elements.append(-1)
                self.spans[path] = Span(start, begun, begun)  # holds its place in the order
                self.at += 1
            else:
                self._skip(_SCALAR)
                end = begun + len(self.text[begun : self.at].rstrip())
                self.spans[path] = Span(start, begun, end, None if brackets else home)
            while brackets:
                self._skip(_BLANK)
                if self.text[self.at] == ",":
                    self.at += 1
                elif self.text[self.at] in "]}":
                    self.at += 1
                    _, closed, begun = brackets.pop()
                    elements.pop()
                    first = self.spans[closed].start
                    self.spans[closed] = Span(first, begun, self.at, None if brackets else home)
                else:
                    break
            if not brackets:
                return
            kind, inside, _ = brackets[-1]
            start = self.at
            if kind == "{":
                path = self._key(inside)
            else:
                elements[-1] += 1
                path = _append(inside, elements[-1])
                self.lines.setdefault(path, self._line())

    def _skip(self, pattern: re.Pattern[str]) -> int:
        skipped = pattern.match(self.text, self.at)
        self.at = skipped.end() if skipped else self.at + 1
        return self.at

    def _line(self) -> int:
        return bisect_right(self._starts, self.at)


def _append(path: Path, part: str | int) -> Path:
    return (*path, part) if len(path) < DEEPEST else path


def _unquote(part: str) -> str:
    if part[0] not in "\"'":
        return part
    return str(next(iter(tomli.loads(f"{part} = 0")))) if "\\" in part else part[1:-1]
