"""Entries of a file that come or go, and values that change, taken over into its TOML text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
import tomli

from dvk_scoring.editing.sheets import FIRST
from dvk_scoring.editing.toml import value_at, with_changes, with_entry, without_entry
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.keys import Path

_DROP: Final = {"drop": True}


@attrs.define
class NewEntry:
    """A new entry: the list or table that it comes into, what it says, and the cells of that.

    Attributes:
        within: The list or table.
        name: Its name; "" in a list.
        value: What it says.
        after: Behind which entry it comes; "": it is the last.
        place: Its first cell.
        cells: Key below it → cell.
        asked: The cell that says behind which one it comes; None: it was not said.
    """

    within: Path
    name: str
    value: Any
    after: str
    place: Place
    cells: dict[Path, Place]
    asked: Place | None = None


@attrs.define
class Rows:
    """What an edited workbook makes of a file: changed values, entries that go and entries that come.

    Attributes:
        values: Key → new value, of what stays; None takes it away.
        gone: Entries that go, with the place of a cell of each.
        new: Entries that come, in the order of the sheets.
        cells: Key in the file as it will be → its cell.
        problems: What is wrong.
    """

    values: dict[Path, object] = attrs.field(factory=dict)
    gone: dict[Path, Place] = attrs.field(factory=dict)
    new: list[NewEntry] = attrs.field(factory=list)
    cells: dict[Path, Place] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    def into(self, text: str, merged: Mapping[str, Any], base: Sequence[Mapping[str, Any]] = ()) -> str:
        """Write it all into the text of a file.

        Args:
            text: What stands in it.
            merged: Its values with those of what it extends.
            base: The values of each file that it extends.
        """
        made = with_changes(text, self.values, merged)
        for within in sorted({*(path[:-1] for path in self.gone), *(entry.within for entry in self.new)}, key=_depth):
            grown = self._list if self._in_list(within) else self._table
            made = grown(made, within, merged, base)
        return made

    def _list(self, text: str, within: Path, merged: Mapping[str, Any], _: Sequence[Mapping[str, Any]]) -> str:
        """Write a list with other entries; one that only the file has that is extended is written whole."""
        whole = value_at(merged, within)
        order = self.order(within, whole)
        if isinstance(whole, list) and not isinstance(value_at(_read(text), within), list):
            made = [
                item.value if isinstance(item, NewEntry) else whole[item] for item in order if not isinstance(item, str)
            ]
            return with_changes(text, {within: made}, merged)
        gone = [old for old in self.gone if old[:-1] == within]
        for path in sorted(gone, key=lambda old: int(old[-1]), reverse=True):
            text = without_entry(text, path)
        for at, entry in enumerate(order):
            if isinstance(entry, NewEntry):
                text = with_entry(text, (*within, at), entry.value, (*within, at - 1) if at else None)
        return text

    def _table(self, text: str, within: Path, merged: Mapping[str, Any], base: Sequence[Mapping[str, Any]]) -> str:
        """Write a table with other entries; what only another file has cannot go: it is dropped."""
        for path in (old for old in self.gone if old[:-1] == within):
            if value_at(_read(text), path) is not None:
                text = without_entry(text, path)
            if any(value_at(values, path) is not None for values in base):
                text = _laid_out(text, path, _DROP, None)
        order = self.order(within, value_at(merged, within))
        for at, new in enumerate(order):
            if isinstance(new, NewEntry):
                before = [other.name if isinstance(other, NewEntry) else str(other) for other in order[:at]]
                there = _read(text)
                stand = [other for other in before if value_at(there, (*within, other)) is not None]
                text = _laid_out(text, (*within, new.name), new.value, stand[-1] if stand else None, first=not before)
        return text

    def _in_list(self, within: Path) -> bool:
        return any(not entry.name for entry in self.new if entry.within == within) or any(
            isinstance(old[-1], int) for old in self.gone if old[:-1] == within
        )

    def order(self, within: Path, value: object) -> list[str | int | NewEntry]:
        """Give the entries of a list or table as they will be: old ones by place or name, and new ones."""
        old: list[str | int | NewEntry] = [*range(len(value))] if isinstance(value, list) else []
        old = [str(name) for name in value] if isinstance(value, Mapping) else old
        behind: dict[str, list[NewEntry]] = {}
        for new in self.new:
            if new.within == within:
                behind.setdefault(new.after, []).append(new)
        entries: list[str | int | NewEntry] = [*behind.pop(FIRST, [])]
        for entry in old:
            if (*within, entry) not in self.gone:
                entries.append(entry)
            entries += behind.pop(str(entry), [])
        return [*entries, *(left for several in behind.values() for left in several)]

    def out_of_order(self, values: Mapping[str, Any], made: Mapping[str, Any]) -> list[Problem]:
        """Tell of new entries that cannot stand where they were to: those of a scheme that is extended come first.

        Args:
            values: The keys and values as they were, with those of what is extended.
            made: The same as they would be.
        """
        problems: list[Problem] = []
        for within in dict.fromkeys(entry.within for entry in self.new if entry.name):
            order = self.order(within, value_at(values, within))
            wanted = [entry.name if isinstance(entry, NewEntry) else str(entry) for entry in order]
            there = value_at(made, within)
            stands = [name for name in there if name in wanted] if isinstance(there, Mapping) else wanted
            wrong = [
                entry for entry in self.new if entry.within == within and entry.asked is not None and wanted != stands
            ]
            problems += [problem("DVK-O882", entry.asked) for entry in wrong]
        return problems

    def moved(self, values: Mapping[str, Any]) -> dict[Path, Place]:
        """Give the cell of every key as it will be: entries of lists are numbered anew."""
        changed = {*(old[:-1] for old in self.gone), *(entry.within for entry in self.new)}
        orders = {within: self.order(within, value_at(values, within)) for within in changed}
        places = {
            within: {number: at for at, number in enumerate(order) if isinstance(number, int)}
            for within, order in orders.items()
        }

        def renumbered(path: Path) -> Path | None:
            made: list[str | int] = []
            for at, part in enumerate(path):
                known = places.get(path[:at])
                if path[: at + 1] in self.gone:
                    return None
                made.append(known.get(part, part) if known is not None and isinstance(part, int) else part)
            return tuple(made)

        cells = {new: place for path, place in self.cells.items() if (new := renumbered(path)) is not None}
        for within, order in orders.items():
            start = renumbered(within)
            for at, entry in enumerate(order if start is not None else ()):
                if isinstance(entry, NewEntry) and start is not None:
                    path = (*start, entry.name or at)
                    cells |= {path: entry.place, **{(*path, *inner): place for inner, place in entry.cells.items()}}
        return cells


def _depth(path: Path) -> tuple[int, str]:
    return -len(path), key_path(path)


def _read(text: str) -> Mapping[str, Any]:
    return tomli.loads(text)


def _laid_out(text: str, path: Path, value: object, after: str | None, *, first: bool = False) -> str:
    """Write a named entry behind another one, else behind the last that is there."""
    there = value_at(_read(text), path[:-1])
    names = [*there] if isinstance(there, Mapping) else []
    other = after or (names[-1] if names and not first else None)
    return with_entry(text, path, value, None if other is None else (*path[:-1], other))
