"""Rows of an edited workbook that came or went, and values that changed, taken over into a TOML text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
import tomli

from dvk_scoring.editing import words
from dvk_scoring.editing.changes import Edited
from dvk_scoring.editing.offered import title_of
from dvk_scoring.editing.sheets import FIRST, Line, Sheet
from dvk_scoring.editing.toml import changed_parts, value_at, with_changes, with_entry, without_entry
from dvk_scoring.nearest import nearest_id
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.keys import Path
from dvk_scoring.text import LANGUAGES

_DROP: Final = {"drop": True}
_ANY: Final = "any"


@attrs.define
class _New:
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
    new: list[_New] = attrs.field(factory=list)
    cells: dict[Path, Place] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    @classmethod
    def of(cls, sheets: Sequence[Sheet], edited: Edited, values: Mapping[str, Any]) -> Rows:
        """Sort what was edited by what comes of it.

        Args:
            sheets: What the workbook was made with.
            edited: What was edited there.
            values: The keys and values of the file, with those of what it extends.
        """
        return _Sorting(sheets, edited, values).sorted()

    def into(self, text: str, merged: Mapping[str, Any], base: Sequence[Mapping[str, Any]] = ()) -> str:
        """Write it all into the text of a file.

        Args:
            text: What stands in it.
            merged: Its values with those of what it extends.
            base: The values of each file that it extends.
        """
        made = with_changes(text, self.values, merged)
        for within in sorted({*(one[:-1] for one in self.gone), *(one.within for one in self.new)}, key=_depth):
            grown = self._list if self._in_list(within) else self._table
            made = grown(made, within, merged, base)
        return made

    def _list(self, text: str, within: Path, merged: Mapping[str, Any], _: Sequence[Mapping[str, Any]]) -> str:
        """Write a list with other entries; one that only the file has that is extended is written whole."""
        whole = value_at(merged, within)
        order = self.order(within, whole)
        if isinstance(whole, list) and not isinstance(value_at(_read(text), within), list):
            made = [one.value if isinstance(one, _New) else whole[one] for one in order if not isinstance(one, str)]
            return with_changes(text, {within: made}, merged)
        gone = [one for one in self.gone if one[:-1] == within]
        for path in sorted(gone, key=lambda one: int(one[-1]), reverse=True):
            text = without_entry(text, path)
        for at, one in enumerate(order):
            if isinstance(one, _New):
                text = with_entry(text, (*within, at), one.value, (*within, at - 1) if at else None)
        return text

    def _table(self, text: str, within: Path, merged: Mapping[str, Any], base: Sequence[Mapping[str, Any]]) -> str:
        """Write a table with other entries; what only another file has cannot go: it is dropped."""
        for path in (one for one in self.gone if one[:-1] == within):
            if value_at(_read(text), path) is not None:
                text = without_entry(text, path)
            if any(value_at(one, path) is not None for one in base):
                text = _laid_out(text, path, _DROP, None)
        order = self.order(within, value_at(merged, within))
        for at, one in enumerate(order):
            if isinstance(one, _New):
                before = [other.name if isinstance(other, _New) else str(other) for other in order[:at]]
                there = _read(text)
                stand = [other for other in before if value_at(there, (*within, other)) is not None]
                text = _laid_out(text, (*within, one.name), one.value, stand[-1] if stand else None, first=not before)
        return text

    def _in_list(self, within: Path) -> bool:
        return any(not one.name for one in self.new if one.within == within) or any(
            isinstance(one[-1], int) for one in self.gone if one[:-1] == within
        )

    def order(self, within: Path, value: object) -> list[str | int | _New]:
        """Give the entries of a list or table as they will be: old ones by place or name, and new ones."""
        old: list[str | int | _New] = [*range(len(value))] if isinstance(value, list) else []
        old = [str(one) for one in value] if isinstance(value, Mapping) else old
        behind: dict[str, list[_New]] = {}
        for one in self.new:
            if one.within == within:
                behind.setdefault(one.after, []).append(one)
        found: list[str | int | _New] = [*behind.pop(FIRST, [])]
        for entry in old:
            if (*within, entry) not in self.gone:
                found.append(entry)
            found += behind.pop(str(entry), [])
        return [*found, *(one for several in behind.values() for one in several)]

    def out_of_order(self, values: Mapping[str, Any], made: Mapping[str, Any]) -> list[Problem]:
        """Tell of new entries that cannot stand where they were to: those of a scheme that is extended come first.

        Args:
            values: The keys and values as they were, with those of what is extended.
            made: The same as they would be.
        """
        found: list[Problem] = []
        for within in dict.fromkeys(one.within for one in self.new if one.name):
            order = self.order(within, value_at(values, within))
            wanted = [one.name if isinstance(one, _New) else str(one) for one in order]
            there = value_at(made, within)
            stands = [one for one in there if one in wanted] if isinstance(there, Mapping) else wanted
            wrong = [one for one in self.new if one.within == within and one.asked is not None and wanted != stands]
            found += [problem("DVK-O882", one.asked) for one in wrong]
        return found

    def moved(self, values: Mapping[str, Any]) -> dict[Path, Place]:
        """Give the cell of every key as it will be: entries of lists are numbered anew."""
        changed = {*(one[:-1] for one in self.gone), *(one.within for one in self.new)}
        orders = {within: self.order(within, value_at(values, within)) for within in changed}
        places = {
            within: {one: at for at, one in enumerate(order) if isinstance(one, int)}
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

        found = {new: place for path, place in self.cells.items() if (new := renumbered(path)) is not None}
        for within, order in orders.items():
            start = renumbered(within)
            for at, one in enumerate(order if start is not None else ()):
                if isinstance(one, _New) and start is not None:
                    path = (*start, one.name or at)
                    found |= {path: one.place, **{(*path, *inner): place for inner, place in one.cells.items()}}
        return found


def _calls(new: _New) -> set[str]:
    """Give what a row may be called by that belongs to a new entry: its id, its title, either after what it is."""
    title = new.value.get("title") if isinstance(new.value, Mapping) else None
    names = [new.name, *(title.values() if isinstance(title, Mapping) else [title] if title else [])]
    kind = words.OWNERS.get(str(new.within[0]))
    before = ["", *(f"{kind.in_(language)}: " for language in LANGUAGES)] if kind is not None else [""]
    return {f"{one}{name}".casefold() for one in before for name in names}


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


class _Sorting:
    def __init__(self, sheets: Sequence[Sheet], edited: Edited, values: Mapping[str, Any]) -> None:
        self.sheets, self.edited, self.values = sheets, edited, values
        self.now = {field.path: value for field, value in edited.values}
        self.unread = edited.unread
        self.made = Rows()
        self.groups: dict[tuple[Path, str], _New] = {}
        self.clusters: dict[Path, dict[str, _Filled]] = {}

    def sorted(self) -> Rows:
        made = self.made
        spare = [(sheet, line) for sheet in self.sheets for line in sheet.lines if line.spare and line.heads]
        rest = [line for sheet in self.sheets for line in sheet.lines if not (line.spare and line.heads)]
        for line in rest:
            self._kept(line)
        for sheet, line in sorted(spare, key=lambda one: one[0].growth is not None and not one[0].growth.named):
            self._spare(sheet, line)
        self._emptied()
        for path, rows in self.clusters.items():
            self._by_cluster(path, rows)
        for path, value in list(made.values.items()):
            whole = next((one for one in made.gone if path[: len(one)] == one), None)
            if whole is not None:
                del made.values[path]
                if value is not None and path in self.now:
                    args = {"cell": made.gone[whole].cell, "sheet": made.gone[whole].sheet}
                    made.problems.append(problem("DVK-O873", self.edited.cells[path], **args))
        return made

    def _emptied(self) -> None:
        """Let conditions go of which one was enough, where all of them went."""
        made = self.made
        for within in {one[:-1] for one in made.gone if one[-2] == _ANY and isinstance(one[-3], int)}:
            there = value_at(self.values, within)
            went = [one for one in made.gone if one[:-1] == within]
            if isinstance(there, list) and len(went) == len(there) and all(one.within != within for one in made.new):
                place = made.gone[went[0]]
                made.gone = {path: one for path, one in made.gone.items() if path not in went} | {within[:-1]: place}

    def _kept(self, line: Line) -> None:
        """Take a row that the file has: it goes with its last value."""
        fields = [field for field in line.fields if field is not None]
        blank = all(self.now.get(field.path, field.value) is None for field in fields)
        if line.row and blank and any(field.value is not None for field in fields):
            self.made.gone[line.row] = self.edited.cells[fields[0].path]
            return
        for field in fields:
            paths = (field.path, *((*field.path, kind) for kind in field.kinds))
            self.made.cells |= {path: self.edited.cells[path] for path in paths if path in self.edited.cells}
            if field.path in self.now:
                self.made.values |= dict(changed_parts(field.path, field.value, self.now[field.path]))

    def _spare(self, sheet: Sheet, line: Line) -> None:
        """Take a row that was filled in."""
        depth, now, there = len(line.row), self.now, self.edited.cells
        fields = {field.path: field.path[depth:] for field in line.fields if field is not None}
        asks = {head.path: str(head.path[-1]) for head in line.heads if head is not None}
        inner = {key: now[path] for path, key in fields.items() if now.get(path) is not None}
        asked = {key: now[path] for path, key in asks.items() if now.get(path) is not None}
        cells = {key: there[path] for path, key in fields.items() if path in there}
        heads = {key: there[path] for path, key in asks.items() if path in there}
        wrong = any((one.sheet, one.cell) in self.unread for one in (*cells.values(), *heads.values()))
        if wrong or not (inner or asked):
            return
        if "@type" in asked:
            inner = {("type",): asked["@type"], **inner}
        cells |= {("type",): heads["@type"]} if "@type" in heads else {}
        place = next(iter(heads.values()), next(iter(cells.values())))
        self._add(sheet, _Filled(asked, heads, inner, cells, place))

    def _add(self, sheet: Sheet, row: _Filled) -> None:
        growth = sheet.growth
        assert growth is not None
        value = _nested(row.inner)
        if growth.owners or not growth.within:
            within = self._owner(sheet, row)
            if within is None:
                return
            if row.asked.get("@cluster") is not None:
                self._of_cluster(within, str(row.asked["@cluster"]), row)
                return
        else:
            within = growth.within
        name = ""
        if growth.named:
            name = self._name(row, within) or ""
            if not name:
                return
        new = _New(within, name, value, str(row.asked.get("@after") or growth.usual_place), row.place, row.cells)
        if "@id" in row.heads:
            new.place = row.heads["@id"]
        new.asked = row.heads["@after"] if row.asked.get("@after") else None
        if "@group" in row.heads:
            self._grouped(new, str(row.asked.get("@group") or "").casefold(), row)
        else:
            self._put(new)

    def _put(self, new: _New) -> None:
        """Put an entry where it comes: into another new one, if that is what it belongs to."""
        at = 2
        owner = next((one for one in self.made.new if (*one.within, one.name) == new.within[:at]), None)
        if owner is None or not owner.name:
            self.made.new.append(new)
            return
        table, rest = owner.value, new.within[at:]
        for part in rest[:-1]:
            table = table.setdefault(str(part), {})
        listed = table.setdefault(str(rest[-1]), [])
        here = (*rest, len(listed))
        listed.append(new.value)
        owner.cells |= {here: new.place, **{(*here, *inner): place for inner, place in new.cells.items()}}

    def _grouped(self, new: _New, group: str, row: _Filled) -> None:
        """Put a condition where it comes: alone, or among those of which one is enough."""
        if not group or new.within[-1:] == (_ANY,):
            self._put(new)
            return
        there = value_at(self.values, new.within)
        at = int(group) - 1 if group.isdecimal() and len(group) < _LONGEST else -1
        if isinstance(there, list) and 0 <= at < len(there):
            if not isinstance(value_at(there, (at, _ANY)), list):
                self.made.problems.append(problem("DVK-O874", row.heads["@group"], value=group))
                return
            new.within = (*new.within, at, _ANY)
            self.made.new.append(new)
            return
        known = self.groups.get((new.within, group))
        if known is not None:
            known.cells |= {(_ANY, len(known.value[_ANY]), *inner): place for inner, place in new.cells.items()}
            known.cells[_ANY, len(known.value[_ANY])] = new.place
            known.value[_ANY].append(new.value)
            return
        cells = {(_ANY, 0, *inner): place for inner, place in new.cells.items()}
        several = _New(new.within, "", {_ANY: [new.value]}, "", new.place, {(_ANY,): new.place, **cells})
        self.groups[new.within, group] = several
        self._put(several)

    def _owner(self, sheet: Sheet, row: _Filled) -> Path | None:
        """Find what a new row belongs to, which may be new as well."""
        growth = sheet.growth
        assert growth is not None
        key = "@owner" if "@owner" in row.heads else "@param"
        said = row.asked.get(key)
        if said is None:
            self.made.problems.append(
                problem("DVK-O872", row.heads[key], column=words.OF if key == "@owner" else words.PARAM)
            )
            return None
        if str(said) in growth.owners:
            within = growth.owners[str(said)][1]
            return None if key == "@param" and self._has_other_way(within, row) else within
        called = [one for one in self.made.new if one.name and str(said).casefold() in _calls(one)]
        if len(called) == 1 and called[0].within in (("titles",), ("classes",)):
            return (*called[0].within, called[0].name, "requires")
        if len(called) == 1 and called[0].within == ("knock_outs",):
            return ("knock_outs", called[0].name, "when", _ANY)
        self.made.problems.append(problem("DVK-O875", row.heads[key], value=said))
        return None

    def _has_other_way(self, path: Path, row: _Filled) -> bool:
        """Hold a param to one of its ways: a value for all, one for each cluster, or one from each day on."""
        stood = value_at(self.values, path)
        value = self.now.get(path, stood)
        if not isinstance(value, list | Mapping) and value is not None:
            place = self.edited.cells.get(path)
            where = "" if place is None else f"{place.sheet}!{place.cell}"
            self.made.problems.append(problem("DVK-O876", row.place, cell=where))
            return True
        by_cluster, by_day = row.asked.get("@cluster") is not None, ("from",) in row.inner
        old_days = {(*path, at) for at in range(len(stood))} if isinstance(stood, list) else set()
        if (by_day and (by_cluster or isinstance(stood, Mapping))) or (by_cluster and old_days - {*self.made.gone}):
            self.made.problems.append(problem("DVK-O883", row.place))
            return True
        return False

    def _of_cluster(self, path: Path, said: str, row: _Filled) -> None:
        """Take the value that a param has for a cluster, which may be new as well."""
        known = self.values.get("clusters")
        new = [one for one in self.made.new if one.within == ("clusters",) and said.casefold() in _calls(one)]
        name = said if isinstance(known, Mapping) and said in known else new[0].name if len(new) == 1 else None
        there = value_at(self.values, path)
        if name is None:
            self.made.problems.append(problem("DVK-O875", row.heads["@cluster"], value=said))
        elif name in self.clusters.get(path, {}) or (isinstance(there, Mapping) and name in (known or {})):
            called = title_of(value_at(known, (name, "title"))) or name
            self.made.problems.append(problem("DVK-O884", row.heads["@cluster"], value=called))
        elif ("value",) not in row.inner:
            self.made.problems.append(problem("DVK-O872", row.cells["value",], column=words.VALUE))
        else:
            self.clusters.setdefault(path, {})[name] = row

    def _by_cluster(self, path: Path, rows: Mapping[str, _Filled]) -> None:
        """Let a param differ by cluster: what it said otherwise goes with that."""
        cells = {(*path, name): row.cells["value",] for name, row in rows.items()}
        values = {name: row.inner["value",] for name, row in rows.items()}
        if isinstance(value_at(self.values, path), Mapping):
            self.made.new += [_New(path, name, value, "", cells[*path, name], {}) for name, value in values.items()]
            return
        self.made.gone = {one: place for one, place in self.made.gone.items() if one[:-1] != path}
        self.made.values[path] = values
        self.made.cells |= cells

    def _name(self, row: _Filled, within: Path) -> str | None:
        """Give the id of what is new: what was written, else one made of its title."""
        place = row.heads["@id"]
        alone = row.inner.get(()) if within[-1:] == ("voices",) else None
        title = row.inner.get(("title",), row.inner.get(("reason",), alone))
        made = nearest_id(str(title["vi"] if isinstance(title, Mapping) else title or ""))
        name = str(row.asked.get("@id") or made)
        if not name:
            self.made.problems.append(problem("DVK-O872", place, column=words.ID))
            return None
        there = value_at(self.values, within)
        taken = {
            *(there if isinstance(there, Mapping) else ()),
            *(one.name for one in self.made.new if one.within == within),
        }
        if name in taken:
            self.made.problems.append(problem("DVK-O877", place, value=name))
            return None
        return name


_LONGEST: Final = 4


@attrs.frozen
class _Filled:
    """A row that was filled in: what it was asked for and says, each with its cells."""

    asked: Mapping[str, object]
    heads: Mapping[str, Place]
    inner: Mapping[Path, object]
    cells: dict[Path, Place]
    place: Place


def _nested(inner: Mapping[Path, object]) -> Any:
    """Make a table of values by key; of a single value without one, itself."""
    if () in inner:
        return inner[()]
    made: dict[str, Any] = {}
    for path, value in inner.items():
        table = made
        for part in path[:-1]:
            table = table.setdefault(str(part), {})
        table[str(path[-1])] = value
    return made
