"""Rulings out to a workbook with a row an act, and the edited workbook back into their TOML."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring.catalogue import listed
from dvk_scoring.editing import words
from dvk_scoring.editing.called import Called
from dvk_scoring.editing.cells import Field
from dvk_scoring.editing.changes import Edited, places_of
from dvk_scoring.editing.files import EditedFile, data_of
from dvk_scoring.editing.marks import Mark, digest_of
from dvk_scoring.editing.scheme import read_book
from dvk_scoring.editing.sheets import Column, Line, Sheet, fields_of
from dvk_scoring.editing.toml import changed_parts, edited_file, with_changes, with_tables
from dvk_scoring.editing.write import BookToEdit, write_book
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems
from dvk_scoring.scheme.document import read_document
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.keys import Path as KeyPath
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.rulings import ACTS, EFFECTS, THE_COMPETITION, THE_HOLD, THE_RANKING, load_rulings
from dvk_scoring.text import Language, Text

_SHEET: Final = "rulings"
_EMPTY_ROWS: Final = 30
_ALONE: Final = {"release": THE_HOLD, "tie": THE_RANKING, "out_of": THE_COMPETITION}
"""Acts that say nothing more → the word that stands for it."""
_COLUMNS: Final[Mapping[str, str]] = {
    "units": "names",
    "act": "words",
    "of": "words",
    "change": "number",
    "effect": "names",
    "reason": "string",
    "date": "day",
    "ref": "string",
}
"""Column → kind of its cells."""
Row = Mapping[str, object]


def write_rulings_book(scheme: Scheme, rulings: Path, path: Path, language: Language) -> None:
    """Write rulings as a workbook to be edited; a file that is not there yet has none.

    Raises:
        DvkError: What is wrong with the rulings, a library is missing, or the system refuses.
    """
    sheet = _sheet(scheme, _load(scheme, rulings, data_of(rulings))[0])
    mark = Mark(_SHEET, scheme.id, digest_of(fields_of([sheet])), language, "")
    title = Text(vi=f"{scheme.title.vi}: quyết định", en=f"{scheme.title.en}: rulings")
    write_book(BookToEdit(title, words.RULINGS_GUIDE, mark, (sheet,)), path)


def read_rulings_book(scheme: Scheme, rulings: Path, path: Path) -> EditedFile:
    """Take what was edited in a workbook over into the text of the rulings it was made from.

    Raises:
        DvkError: All that is wrong with the workbook, and with the rulings as they would be, by cell.
    """
    data = data_of(rulings)
    tables, _ = _load(scheme, rulings, data)
    sheet = _sheet(scheme, tables)
    edited = read_book(path, [sheet], _SHEET, scheme.id)
    changes = _Changes.of(tables, edited, scheme.entrant)
    problems = [*edited.problems, *changes.problems]
    made = edited_file(data, changes.into)
    moved, called = attrs.evolve(edited, cells=changes.cells), Called.of(scheme, {})
    try:
        _, told = _load(scheme, rulings, made)
    except DvkError as error:
        raise DvkError([*problems, *places_of(moved, error.problems, [rulings], made, called)]) from None
    if has_errors(problems):
        raise DvkError(problems)
    there = places_of(moved, told, [rulings], made, called)
    return EditedFile(made, tuple(changes.told), sort_problems([*problems, *there]))


def _load(scheme: Scheme, rulings: Path, data: bytes) -> tuple[list[Mapping[str, Any]], tuple[Problem, ...]]:
    """Hold rulings to all that is told without figures, and give their tables with what is no error.

    Whether there are such units is told where they are scored.
    """
    values = read_document(str(rulings), data).values.get("rulings")
    tables: list[Any] = values if isinstance(values, list) else []
    named: dict[str, str] = {}
    for table in tables:
        units = (table.get("units"), [table.get("unit")]) if isinstance(table, Mapping) else ()
        every = (unit for several in units if isinstance(several, list) for unit in several)
        named |= {unit: "" for unit in every if isinstance(unit, str)}
    return tables, load_rulings(rulings, scheme, named, data)[1]


def _sheet(scheme: Scheme, tables: Sequence[Mapping[str, Any]]) -> Sheet:
    named = _called(scheme.entrant)
    helped = {name: about(text, scheme.entrant) for name, text in words.RULINGS_HELP.items()}
    columns = tuple(Column((name,), (named[name],), helped.get(name)) for name in _COLUMNS)
    choices = _choices(scheme)
    lines = [_line(at, _row_of(table), choices) for at, table in enumerate(tables)]
    spare = (_line(len(tables) + at, {}, choices) for at in range(_EMPTY_ROWS))
    lines += [attrs.evolve(line, spare=True) for line in spare]
    return Sheet(_SHEET, words.RULINGS_TITLE, (words.NUMBER,), columns, tuple(lines))


def _called(entrant: Text) -> Mapping[str, Text]:
    """Give column → its title."""
    return {name: about(words.RULINGS[name], entrant) for name in _COLUMNS}


def _line(at: int, row: Row, choices: Mapping[str, Mapping[str, Text]]) -> Line:
    fields = (
        Field((at, name), kind, row.get(name), choices.get(name, {}), only=name == "effect")
        for name, kind in _COLUMNS.items()
    )
    return Line(f"rulings[{at + 1}]", (Text.same(str(at + 1)),), tuple(fields))


def _choices(scheme: Scheme) -> Mapping[str, Mapping[str, Text]]:
    places = {
        f"criteria.{criterion.id}": words.criterion(criterion.title, criterion.id)
        for criterion in scheme.criteria.values()
    }
    places |= {
        f"sections.{section.id}": words.section(section.title, section.id) for section in scheme.sections.values()
    }
    return {
        "act": {act: words.ACTS[act] for act in ACTS},
        "of": {**places, "total": words.OVER_ALL["total"]},
        "effect": {effect: words.EFFECTS[effect] for effect in EFFECTS},
    }


def _row_of(table: Mapping[str, Any]) -> Row:
    """Give what a ruling says, by column."""
    act = next(word for word in ACTS if word in table)
    said = table[act]
    inner = said if isinstance(said, Mapping) else {}
    units = table.get("units", [table["unit"]] if "unit" in table else None)
    row = {
        "units": units,
        "act": act,
        "of": said if act == "not_assigned" else inner.get("of"),
        "change": inner.get("change"),
        "effect": inner.get("effect"),
        **{name: table.get(name) for name in ("reason", "date", "ref")},
    }
    return {name: value for name, value in row.items() if value is not None}


def _table_of(row: Row, old: Mapping[str, Any]) -> Mapping[str, object]:
    """Give a ruling as it stands in its file; who is meant is written as it was."""
    units: Any = row.get("units")
    several = not isinstance(units, list) or len(units) != 1 or "units" in old
    made: dict[str, object] = {} if units is None else {"units": units} if several else {"unit": units[0]}
    match row.get("act"):
        case "hold":
            made["hold"] = {"effect": row["effect"]} if "effect" in row else {}
        case "points":
            made["points"] = {name: row[name] for name in ("of", "change") if name in row}
        case "not_assigned":
            made["not_assigned"] = row.get("of", "")
        case str(act):
            made[act] = _ALONE[act]
    return made | {name: row[name] for name in ("reason", "date", "ref") if name in row}


_ACTS_OWN: Final = ("of", "change", "effect")
_USED: Final = {"hold": {"effect"}, "points": {"of", "change"}, "not_assigned": {"of"}}
"""What an act says more: another cell that is filled would be passed over."""


@attrs.define
class _Changes:
    """What an edited workbook makes of rulings.

    Attributes:
        parts: Key → new value, of those that stay.
        gone: Places of those that go.
        more: Those that are new.
        cells: Key in the file as it will be → its cell.
        told, problems: What changed, and what is wrong.
        called: Column → its title.
    """

    called: Mapping[str, Text]
    parts: dict[KeyPath, object] = attrs.field(factory=dict)
    gone: list[int] = attrs.field(factory=list)
    more: list[Mapping[str, object]] = attrs.field(factory=list)
    cells: dict[KeyPath, Place] = attrs.field(factory=dict)
    told: list[Text] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)

    @classmethod
    def of(cls, tables: Sequence[Mapping[str, Any]], edited: Edited, entrant: Text) -> _Changes:
        """Sort what was edited by what comes of it."""
        changes = cls(_called(entrant))
        rows: dict[int, dict[str, object]] = {at: dict(_row_of(table)) for at, table in enumerate(tables)}
        touched: dict[int, None] = {}
        for field, value in edited.values:
            at, name = field.path
            rows.setdefault(int(at), {})[str(name)] = value
            touched[int(at)] = None
        unread = edited.unread
        place = 0
        for at in sorted(rows):
            row = {name: value for name, value in rows[at].items() if value is not None}
            old = tables[at] if at < len(tables) else {}
            cells = {str(path[1]): cell for path, cell in edited.cells.items() if path[0] == at}
            wrong = {name for name, cell in cells.items() if (cell.sheet, cell.cell) in unread}
            if not row and not wrong:
                changes._take_out(at, old)
                continue
            if (at in touched or wrong) and changes._holds(at, row, edited, wrong) and not wrong:
                changes._write(at, old, _table_of(row, old))
            elif not old:
                continue
            changes._place(place, at, edited)
            place += 1
        return changes

    def into(self, text: str) -> str:
        """Write it all into the text of the rulings."""
        return with_tables(with_changes(text, self.parts, {}), "rulings", self.gone, self.more)

    def _take_out(self, at: int, old: Mapping[str, Any]) -> None:
        if old:
            self.gone.append(at)
            self.told.append(words.ruling_gone(at + 1, _named(old)))

    def _write(self, at: int, old: Mapping[str, Any], new: Mapping[str, object]) -> None:
        if not old:
            self.more.append(new)
            self.told.append(words.ruling_new(at + 1, _named(new)))
            return
        parts = dict(changed_parts(("rulings", at), old, new))
        self.parts |= parts
        if parts:
            self.told.append(words.ruling_changed(at + 1, _named(new)))

    def _holds(self, at: int, row: Row, edited: Edited, wrong: Collection[str]) -> bool:
        """Tell whether a row is whole; say which cells are blank that it needs, and which its act does not take.

        What stands in the ``wrong`` columns is told already; without its act nobody knows what a ruling needs.
        """
        act = str(row.get("act", ""))
        used = _USED.get(act, set())
        needed = [name for name in _COLUMNS if name not in _ACTS_OWN or name in used]
        blank = [name for name in needed if name not in row and name not in wrong]
        over = [name for name in _ACTS_OWN if act and name in row and name not in used | {*wrong}]
        for name in blank:
            self.problems.append(problem("DVK-O820", edited.cells[at, name], column=self.called[name]))
        for name in over:
            place = edited.cells[at, name]
            self.problems.append(problem("DVK-O819", place, column=self.called[name], act=words.ACTS[act]))
        return not blank and not over

    def _place(self, place: int, at: int, edited: Edited) -> None:
        for key, name in _KEYS:
            if (at, name) in edited.cells:
                self.cells["rulings", place, *key] = edited.cells[at, name]
        self.cells["rulings", place] = edited.cells[at, "act"] if (at, "act") in edited.cells else Place()


_KEYS: Final[Sequence[tuple[tuple[str, ...], str]]] = (
    (("unit",), "units"),
    (("units",), "units"),
    *(((act,), "act") for act in ACTS if act != "not_assigned"),
    (("not_assigned",), "of"),
    (("points", "of"), "of"),
    (("points", "change"), "change"),
    (("hold", "effect"), "effect"),
    (("reason",), "reason"),
    (("date",), "date"),
    (("ref",), "ref"),
)
"""Key of a ruling → the column of its cell."""


def _named(table: Mapping[str, Any]) -> str:
    units = table.get("units", table.get("unit", ""))
    return listed(units) if isinstance(units, list) else str(units)
