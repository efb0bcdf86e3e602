"""A TOML text with a few values changed: what is not changed stays as it was written, to the blank.

Libraries that keep remarks write inline tables anew, so that one change moves blanks elsewhere: here, pieces of the
text are exchanged where its values stand.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dvk_scoring.scaffold.scheme.toml_text import write_key, write_value
from dvk_scoring.scheme.keys import Path, Span, Spans, index_spans

_NAMED: Final = 2
"""Parts of the path of a named table, which stays also when nothing is left in it."""


def value_at(values: object, path: Path) -> object:
    """Give what stands at a key; None: there is no such key."""
    for part in path:
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int) and part < len(values):
            values = values[part]
        else:
            return None
    return values


def changed_parts(path: Path, old: object, new: object) -> Iterator[tuple[Path, object]]:
    """Give the innermost keys in which two values differ, with the new value; None: the key goes."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(added for added in new if added not in old)]:
            yield from changed_parts((*path, key), old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for at, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from changed_parts((*path, at), one, other)
    elif old != new:
        yield path, new


def with_changes(text: str, changes: Mapping[Path, object], inherited: Mapping[str, Any]) -> str:
    """Write a TOML text with other values; a text without changes is given back as it is.

    Args:
        text: What stands in the file.
        changes: Key → new value; None takes the key away, and what is empty then, once all others are written.
            Elements of lists do not go.
        inherited: Values of the file with those of all that it extends: a list of theirs is written whole.
    """
    for path, value in sorted(changes.items(), key=lambda change: change[1] is None):
        edit = _Edit(text, index_spans(text))
        text = edit.without(path) if value is None else edit.having(path, value, inherited)
    return text


def with_tables(text: str, name: str, gone: Iterable[int], more: Iterable[Mapping[str, object]]) -> str:
    """Take tables out of a list of a TOML text, by their place from 0, and write others behind the last."""
    for at in sorted(gone, reverse=True):
        text = without_entry(text, (name, at))
    for table in more:
        last = max((key[1] for key in _entries_of(text, (name,))), default=-1)
        assert isinstance(last, int)
        text = with_entry(text, (name, last + 1), table, (name, last) if last >= 0 else None)
    return text


def without_entry(text: str, path: Path) -> str:
    """Take one entry out of a list or of a table of named things."""
    return _Edit(text, index_spans(text)).without(path)


def with_entry(text: str, path: Path, value: object, after: Path | None) -> str:
    """Write one more entry into a list or a table of named things.

    Args:
        text: What stands in the file.
        path: The entry: its list or table, and its place or name.
        value: What it says.
        after: The entry behind which it comes; None: it is the first.
    """
    edit = _Edit(text, index_spans(text))
    return edit.only(path, value) if not _entries_of(text, path[:-1]) else edit.beside(path, value, after)


def _entries_of(text: str, within: Path) -> dict[Path, None]:
    """Give the entries of a list or table, in the order of the text."""
    spans = index_spans(text)
    places = {key: value.start for key, value in spans.values.items()} | {
        key: span[0] for key, span in spans.headers.items()
    }
    depth = len(within) + 1
    inside = [key for key in sorted(places, key=places.__getitem__) if key[:-1][: len(within)] == within]
    return dict.fromkeys(key[:depth] for key in inside)


def edited_file(data: bytes, edit: Callable[[str], str]) -> bytes:
    """Edit the text of a file; a byte order mark before it stays."""
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return bom + edit(data.decode("utf-8-sig")).encode()


def written(value: object) -> str:
    """Write a value as TOML, on one line."""
    made = write_value(value)
    assert made is not None, "cells hold no value that TOML has no words for"
    return made


class _Edit:
    """One change of a text."""

    def __init__(self, text: str, spans: Spans) -> None:
        self.text, self.values, self.headers = text, spans.values, spans.headers
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def having(self, path: Path, value: object, inherited: Mapping[str, Any]) -> str:
        """Write a value where the old one stands, else into the innermost table that is there."""
        span = self.values.get(path)
        if span is not None:
            return self._put(span.value, span.end, written(value))
        for at, part in enumerate(path):
            if isinstance(part, int) and path[:at] not in self.values and (*path[:at], 0) not in self.headers:
                old = value_at(inherited, path[:at])
                assert isinstance(old, list)
                whole = _with_element(old, path[at:], value)
                return self.having(path[:at], whole, inherited)
        for end in range(len(path) - 1, 0, -1):
            made = self._into(path[:end], path[end:], value)
            if made is not None:
                return made
        return self._new_table(path, value)

    def without(self, path: Path) -> str:
        """Take a key away; a table goes with its last key unless it has a name."""
        while len(path) - 1 > _NAMED and not self._others(path) and not isinstance(path[-2], int):
            path = path[:-1]
        span = self.values.get(path)
        below = {key: value for key, value in self.values.items() if key[: len(path)] == path}
        inline = next((key for key, value in below.items() if value.home is None), None)
        if span is None and inline is not None and not self._is_stated(path):
            made = self._without_entry(inline, self.values[inline])
            left = _Edit(made, index_spans(made))
            return left.without(path) if any(key[: len(path)] == path for key in left.values) else made
        if span is None:
            return self._without_lines(path)
        if span.home is not None:
            return self._put(self._line_start(span.start), self._line_end(span.end), "")
        return self._without_entry(path, span)

    def _is_stated(self, path: Path) -> bool:
        """Tell whether a table has statements or a header of its own."""
        stated = (key for key, value in self.values.items() if value.home is not None)
        return any(key[: len(path)] == path for key in (*stated, *self.headers))

    def _without_entry(self, path: Path, span: Span) -> str:
        """Take an entry out of its inline list or table, with the comma before or behind it and its own remark."""
        within = self.values[next(path[:end] for end in range(len(path) - 1, 0, -1) if path[:end] in self.values)]
        beside = self._entries(within)
        at = beside.index(span)
        if len(beside) == 1:
            return self._put(within.value, within.end, "{}" if self.text[within.value] == "{" else "[]")
        start, end = self._line_start(span.start), self._line_end(span.end)
        rest = self.text[span.end : end].strip()
        alone = start > within.value and not self.text[start : span.start].strip()
        if alone and rest.lstrip(",").strip()[:1] in ("", "#") and (rest[:1] == "," or at == len(beside) - 1):
            return self._put(start, end, "")
        behind = beside[at + 1].start if at + 1 < len(beside) else None
        if at and not self._has_remark(beside[at - 1].end, span.start):
            return self._put(beside[at - 1].end, span.end, "")
        if behind is not None:
            return self._put(span.start, behind, "")
        comma = self.text.find(",", span.end, end) if rest[:1] == "," else span.end - 1
        return self._put(span.start, comma + 1, "")

    def _has_remark(self, start: int, end: int) -> bool:
        """Tell whether a remark stands between two entries."""
        return "#" in self.text[start:end]

    def _entries(self, within: Span) -> list[Span]:
        """Give the entries of an inline table, in order; a key of several parts is one."""
        entries: list[Span] = []
        for value in self.values.values():
            inside = within.value < value.start < within.end
            if inside and not (entries and value.start < entries[-1].end):
                entries.append(value)
        return entries

    def _others(self, path: Path) -> list[Path]:
        """Give the keys beside one and below those."""
        around = path[:-1]
        keys = [*self.values, *self.headers]
        inside = [key for key in keys if len(key) > len(around) and key[: len(around)] == around]
        return [key for key in inside if key[: len(path)] != path]

    def _without_lines(self, path: Path) -> str:
        """Take away all lines of a table that has a header, or is written key by key."""
        below = [value for key, value in self.values.items() if key[: len(path)] == path and value.home is not None]
        lines = [(value.start, value.end) for value in below]
        lines += [span for key, span in self.headers.items() if key[: len(path)] == path]
        text = self.text
        for start, end in sorted(lines, reverse=True):
            text = text[: self._line_start(start)] + text[self._line_end(end) :]
        return text

    def _into(self, table: Path, rest: Path, value: object) -> str | None:
        """Write a new key into a table that is there; None: it is not, or only in parts that have headers."""
        span = self.values.get(table)
        if span is not None:
            return self._into_inline(table, span, _entry(rest, value))
        if table in self.headers:
            return self._after(self._last_line(table), _entry(rest, value))
        dotted = [each for key, each in self.values.items()
                  if key[: len(table)] == table and each.home is not None and len(each.home) < len(table)]  # fmt: skip
        if not dotted:
            return None
        last = dotted[-1]
        assert last.home is not None
        before = "".join(f"{write_key(str(part))}." for part in table[len(last.home) :])
        return self._after(last.end, f"{before}{_entry(rest, value)}")

    def _into_inline(self, table: Path, span: Span, entry: str) -> str | None:
        if self.text[span.value] not in "[{":
            return None
        inside = [value for key, value in self.values.items() if key[: len(table)] == table and len(key) > len(table)]
        if not inside:
            made = f"{{ {entry} }}" if self.text[span.value] == "{" else f"[{entry}]"
            return self._put(span.value, span.end, made)
        behind = max(value.end for value in inside)
        return self._put(behind, behind, f", {entry}")

    def _last_line(self, table: Path) -> int:
        """Give where the last statement under a header ends; where there is none, the header itself."""
        ends = [value.end for value in self.values.values() if value.home == table]
        return max([self.headers[table][1], *ends])

    def _after(self, at: int, line: str) -> str:
        """Write a line after the one in which something ends, as deep as that."""
        start = self._line_start(at)
        end = self._line_end(at)
        indent = self.text[start : len(self.text) - len(self.text[start:].lstrip(" \t"))]
        before = "" if self.text[:end].endswith("\n") else self.newline
        return self._put(end, end, f"{before}{indent}{line}{self.newline}")

    def _new_table(self, path: Path, value: object) -> str:
        """Write a table of its own at the end of the text; a key of none stands above all tables."""
        if len(path) == 1:
            return self._on_top(_entry(path, value))
        named = path[: min(_NAMED, len(path) - 1)]
        header = ".".join(write_key(str(part)) for part in named)
        rest = path[len(named) :]
        before = "" if self.text.endswith("\n") or not self.text else self.newline
        return self.text + before + self.newline.join(["", f"[{header}]", _entry(rest, value), ""])

    def _on_top(self, line: str) -> str:
        """Write a statement of no table: behind the last such one, else before the first table."""
        ends = [value.end for value in self.values.values() if value.home == ()]
        if ends:
            return self._after(max(ends), line)
        at = min((self._above(start) for start, _ in self.headers.values()), default=len(self.text))
        before = self.newline if at and not self.text[:at].endswith("\n") else ""
        behind = self.newline if at < len(self.text) else ""
        return self._put(at, at, f"{before}{line}{self.newline}{behind}")

    def only(self, path: Path, value: object) -> str:
        """Write the one entry of a list or table that has none."""
        *around, name = path
        within = tuple(around)
        span = self.values.get(within)
        if span is not None:
            inner = written(value) if isinstance(name, int) else _entry((name,), value)
            made = self._into_inline(within, span, inner)
            assert made is not None, "a list or a table"
            return made
        if isinstance(name, str):
            return self.having(path, value, {})
        if len(within) > 1:
            return self.having(within, [value], {})
        return self._put(len(self.text), len(self.text), self._block(path, value, len(self.text)))

    def beside(self, path: Path, value: object, after: Path | None) -> str:
        """Write an entry behind another one, in the way that is written in; ``after=None``: before the first."""
        others = _entries_of(self.text, path[:-1])
        other = next(iter(others)) if after is None else after
        within = self.values.get(path[:-1])
        if within is not None:
            return self._beside_inline(
                path, value, self.values.get(other) or self._whole(other), after=after is not None
            )
        if any(key[: len(other)] == other for key in self.headers):
            if after is not None:
                at = self._line_end(self._end_of(other))
                return self._put(at, at, self._block(path, value, at))
            at = self._above(min(span[0] for key, span in self.headers.items() if key[: len(other)] == other))
            return self._put(at, at, self._block(path, value, at).lstrip(self.newline) + self.newline)
        stated = [own for key, own in self.values.items() if key[: len(other)] == other and own.home is not None]
        home = len(stated[0].home or ())
        line = f"{'.'.join(write_key(str(part)) for part in path[home:])} = {written(value)}"
        if after is not None:
            return self._after(stated[-1].end, line)
        at = self._line_start(stated[0].start)
        indent = self.text[at : stated[0].start]
        return self._put(at, at, f"{indent}{line}{self.newline}")

    def _whole(self, path: Path) -> Span:
        """Give where an entry stands that is written in parts: ``{ a.b = 1, a.c = 2 }``."""
        parts = [value for key, value in self.values.items() if key[: len(path)] == path]
        return Span(min(part.start for part in parts), parts[0].value, max(part.end for part in parts))

    def _beside_inline(self, path: Path, value: object, other: Span, *, after: bool) -> str:
        """Write an entry into an inline list or table: on a line of its own where the others have one."""
        within = self.values[path[:-1]]
        made = written(value) if isinstance(path[-1], int) else _entry(path[-1:], value)
        start = self._line_start(other.start)
        lined = start > within.value and not self.text[start : other.start].strip()
        indent = self.text[start : other.start]
        if not after:
            between = f"{self.newline}{indent}" if lined else " "
            return self._put(other.start, other.start, f"{made},{between}")
        line_end = self._line_end(other.end)
        rest = self.text[other.end : line_end].strip()
        if not lined or not (rest.lstrip(",").strip() or "#").startswith("#"):
            return self._put(other.end, other.end, f", {made}")
        if rest.startswith(","):
            return self._put(line_end, line_end, f"{indent}{made},{self.newline}")
        text = self._put(line_end, line_end, f"{indent}{made}{self.newline}")
        return text[: other.end] + "," + text[other.end :]

    def _end_of(self, path: Path) -> int:
        """Give where the last of what belongs to an entry ends."""
        ends = [value.end for key, value in self.values.items() if key[: len(path)] == path]
        return max([*ends, *(span[1] for key, span in self.headers.items() if key[: len(path)] == path)])

    def _above(self, at: int) -> int:
        """Give the start of the remarks right above a line."""
        at = self._line_start(at)
        while at and self.text[self._line_start(at - 1) : at].lstrip(" \t").startswith("#"):
            at = self._line_start(at - 1)
        return at

    def _block(self, path: Path, value: object, at: int) -> str:
        """Write an entry under a header of its own, to stand behind what ends at a place."""
        assert isinstance(value, Mapping)
        name = path[:-1] if isinstance(path[-1], int) else path
        shown = ".".join(write_key(part) for part in name if isinstance(part, str))
        header = f"[[{shown}]]" if isinstance(path[-1], int) else f"[{shown}]"
        before = [""] if at and not self.text[:at].endswith("\n") else []
        lines = [header, *(_entry((key,), item) for key, item in value.items()), ""]
        return self.newline.join([*before, *([""] if at else []), *lines])

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _put(self, start: int, end: int, made: str) -> str:
        return self.text[:start] + made + self.text[end:]


def _entry(rest: Sequence[str | int], value: object) -> str:
    """Write a key with its value; of a longer path, in tables in tables."""
    made = written(value)
    for part in reversed(rest[1:]):
        made = f"{{ {write_key(str(part))} = {made} }}"
    return f"{write_key(str(rest[0]))} = {made}"


def _with_element(whole: Any, rest: Path, value: object) -> Any:
    """Give a list or table with one value in it changed, however deep it stands."""
    if not rest:
        return value
    if isinstance(whole, list):
        return [_with_element(item, rest[1:], value) if at == rest[0] else item for at, item in enumerate(whole)]
    table = whole if isinstance(whole, Mapping) else {}
    return {**table, str(rest[0]): _with_element(table.get(rest[0]), rest[1:], value)}
