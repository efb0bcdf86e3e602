"""Rows of an edited workbook, sorted by what comes of them: they stay, go, or are new and belong to something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from dvk_scoring.editing import words
from dvk_scoring.editing.changes import Edited
from dvk_scoring.editing.offered import title_of
from dvk_scoring.editing.rows import NewEntry, Rows
from dvk_scoring.editing.sheets import Line, Sheet
from dvk_scoring.editing.toml import changed_parts, value_at
from dvk_scoring.nearest import nearest_id
from dvk_scoring.problem import Place, problem
from dvk_scoring.scheme.keys import Path
from dvk_scoring.text import LANGUAGES

_ANY: Final = "any"
_LONGEST: Final = 4
"""Digits of a group that is asked for by its number."""


def sorted_rows(sheets: Sequence[Sheet], edited: Edited, values: Mapping[str, Any]) -> Rows:
    """Sort what was edited by what comes of it.

    Args:
        sheets: What the workbook was made with.
        edited: What was edited there.
        values: The keys and values of the file, with those of what it extends.
    """
    return _Sorting(sheets, edited, values).sorted()


class _Sorting:
    def __init__(self, sheets: Sequence[Sheet], edited: Edited, values: Mapping[str, Any]) -> None:
        self.sheets, self.edited, self.values = sheets, edited, values
        self.now = {field.path: value for field, value in edited.values}
        self.unread = edited.unread
        self.made = Rows()
        self.groups: dict[tuple[Path, str], NewEntry] = {}
        self.clusters: dict[Path, dict[str, _Filled]] = {}

    def sorted(self) -> Rows:
        made = self.made
        spare = [(sheet, line) for sheet in self.sheets for line in sheet.lines if line.spare and line.heads]
        rest = [line for sheet in self.sheets for line in sheet.lines if not (line.spare and line.heads)]
        for line in rest:
            self._kept(line)
        for sheet, line in sorted(spare, key=lambda pair: pair[0].growth is not None and not pair[0].growth.named):
            self._spare(sheet, line)
        self._emptied()
        for path, rows in self.clusters.items():
            self._by_cluster(path, rows)
        for path, value in list(made.values.items()):
            whole = next((gone for gone in made.gone if path[: len(gone)] == gone), None)
            if whole is not None:
                del made.values[path]
                if value is not None and path in self.now:
                    args = {"cell": made.gone[whole].cell, "sheet": made.gone[whole].sheet}
                    made.problems.append(problem("DVK-O873", self.edited.cells[path], **args))
        return made

    def _emptied(self) -> None:
        """Let conditions go of which one was enough, where all of them went."""
        made = self.made
        for within in {path[:-1] for path in made.gone if path[-2] == _ANY and isinstance(path[-3], int)}:
            there = value_at(self.values, within)
            went = [path for path in made.gone if path[:-1] == within]
            if (
                isinstance(there, list)
                and len(went) == len(there)
                and all(entry.within != within for entry in made.new)
            ):
                place = made.gone[went[0]]
                made.gone = {path: cell for path, cell in made.gone.items() if path not in went} | {within[:-1]: place}

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
        wrong = any((cell.sheet, cell.cell) in self.unread for cell in (*cells.values(), *heads.values()))
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
        new = NewEntry(within, name, value, str(row.asked.get("@after") or growth.usual_place), row.place, row.cells)
        if "@id" in row.heads:
            new.place = row.heads["@id"]
        new.asked = row.heads["@after"] if row.asked.get("@after") else None
        if "@group" in row.heads:
            self._grouped(new, str(row.asked.get("@group") or "").casefold(), row)
        else:
            self._put(new)

    def _put(self, new: NewEntry) -> None:
        """Put an entry where it comes: into another new one, if that is what it belongs to."""
        at = 2
        owner = next((entry for entry in self.made.new if (*entry.within, entry.name) == new.within[:at]), None)
        if owner is None or not owner.name:
            self.made.new.append(new)
            return
        table, rest = owner.value, new.within[at:]
        for part in rest[:-1]:
            table = table.setdefault(str(part), {})
        listed = table.setdefault(str(rest[-1]), [])
        deeper = (*rest, len(listed))
        listed.append(new.value)
        owner.cells |= {deeper: new.place, **{(*deeper, *inner): place for inner, place in new.cells.items()}}

    def _grouped(self, new: NewEntry, group: str, row: _Filled) -> None:
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
        several = NewEntry(new.within, "", {_ANY: [new.value]}, "", new.place, {(_ANY,): new.place, **cells})
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
        called = [entry for entry in self.made.new if entry.name and str(said).casefold() in _calls(entry)]
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
        new = [entry for entry in self.made.new if entry.within == ("clusters",) and said.casefold() in _calls(entry)]
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
            self.made.new += [NewEntry(path, name, value, "", cells[*path, name], {}) for name, value in values.items()]
            return
        self.made.gone = {gone: place for gone, place in self.made.gone.items() if gone[:-1] != path}
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
            *(entry.name for entry in self.made.new if entry.within == within),
        }
        if name in taken:
            self.made.problems.append(problem("DVK-O877", place, value=name))
            return None
        return name


def _calls(new: NewEntry) -> set[str]:
    """Give what a row may be called by that belongs to a new entry: its id, its title, either after what it is."""
    title = new.value.get("title") if isinstance(new.value, Mapping) else None
    names = [new.name, *(title.values() if isinstance(title, Mapping) else [title] if title else [])]
    kind = words.OWNERS.get(str(new.within[0]))
    before = ["", *(f"{kind.in_(language)}: " for language in LANGUAGES)] if kind is not None else [""]
    return {f"{prefix}{name}".casefold() for prefix in before for name in names}


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
