"""Tables made by hand: headings over one or several rows, merged or not, known by the scheme's ids and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import attrs

from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.figures.merged import fill_down, find_unseen
from dvk_scoring.figures.persons import fold, refuse_people
from dvk_scoring.figures.rows import is_no_unit
from dvk_scoring.figures.sheet import MOST_COLUMNS, column_letters
from dvk_scoring.figures.table import DecimalMark
from dvk_scoring.figures.workbook import SheetCells, key_text
from dvk_scoring.forms.layout import Asked
from dvk_scoring.forms.returned import Entry, UnitReturn, is_dated, plain_text
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme

_DEEPEST: Final = 40
_ABOVE: Final = 4
# Headings as `fold` leaves them.
_UNIT: Final = frozenset({"unit", "unit id", "id", "ma don vi", "ma", "don vi", "ten don vi"})
_NAME: Final = frozenset({"name", "unit name", "name of the unit", "ten don vi"})
_CLUSTER: Final = frozenset({"cluster", "cum", "khoi", "cum khoi", "cum thi dua", "khoi thi dua"})
_ASIDE: Final = frozenset({"tt", "stt", "so tt", "so thu tu", "no", "ghi chu", "note", "notes", "voice"})
_LONGEST: Final = 500


@attrs.frozen
class Grid:
    """A sheet, or a CSV file, as rows of cells.

    Attributes:
        file: Path as the user gave it.
        cells: The cells; a CSV file has a sheet without a name.
        lines: Line of the file of each row; None: a row's number, from 1.
    """

    file: str
    cells: SheetCells
    lines: Sequence[int] | None = None

    def place(self, row: int, column: int, unit: str | None = None, header: str | None = None) -> Place:
        """Say where a cell is."""
        if self.lines is not None:
            return Place(file=self.file, line=self.lines[row], unit=unit, header=header)
        cell = f"{column_letters(column)}{row + 1}"
        return Place(file=self.file, sheet=self.cells.name, cell=cell, unit=unit, header=header)


@attrs.frozen
class _Heading:
    """A row of headings: which column says what; ``odd``: columns that say nothing known, or what several mean."""

    row: int
    unit: int
    name: int | None
    cluster: int | None
    figures: Mapping[int, str]
    odd: Mapping[int, tuple[str, Sequence[str]]]

    @property
    def keys(self) -> tuple[int, ...]:
        """Columns that say who the unit is."""
        return tuple(dict.fromkeys(one for one in (self.unit, self.name, self.cluster) if one is not None))

    def problems(self, grid: Grid) -> list[Problem]:
        """Say what is odd."""
        found: list[Problem] = []
        for column, (own, those) in self.odd.items():
            place = grid.place(self.row, column, header=own)
            if len(those) > 1:
                found.append(problem("DVK-O533", place, name=own, known=", ".join(those[:6])))
            elif those:
                found.append(problem("DVK-O534", place, name=own, figure=those[0]))
            else:
                found += refuse_people(place, own, known=False) or [problem("DVK-O532", place, name=own)]
        return found


@attrs.frozen
class _Row:
    """A row below the headings: its place in the sheet, from 0, and its texts."""

    at: int
    texts: list[str]


def read_table(
    scheme: Scheme, grid: Grid, asked: Asked, voice: str, mark: DecimalMark
) -> tuple[list[UnitReturn], list[Problem]] | None:
    """Read a table made by hand.

    Returns:
        None when no row of headings is found that names the unit and one figure at least.
    """
    rows = _filled(grid.cells, mark)
    known = _Names(scheme, asked)
    headings = [one for row in range(len(rows)) if (one := _heading(rows, row, known)) is not None]
    if not headings:
        return None
    heading = max(headings, key=lambda one: (len(one.figures), one.row))
    below = [_Row(at, [plain_text(cell, mark) for cell in line]) for at, line in _below(grid, heading)]
    for row in below:
        for column in heading.keys:
            row.texts[column] = plain_text(key_text(grid.cells.rows[row.at][column], mark), mark)
    unmerged = _unmerge(grid, heading, below)
    found: list[UnitReturn] = []
    for row in below:
        who = next((row.texts[column] for column in heading.keys if row.texts[column]), "")
        if not any(row.texts) or _is_numbering(row.texts) or is_no_unit(who):
            continue
        said = _read_row(grid, heading, row, (asked, voice))
        if any(entry.text for entry in said.entries):
            found.append(said)
    seen = [row.at + 1 for row in below if any(row.texts)]
    letters = {str(column): column_letters(column) for column in (*heading.keys, *heading.figures)}
    place = Place(file=grid.file, sheet=grid.cells.name or None)
    return found, [*heading.problems(grid), *unmerged, *find_unseen(grid.cells, letters, seen, place)]


def _below(grid: Grid, heading: _Heading) -> list[tuple[int, Sequence[Any]]]:
    return list(enumerate(grid.cells.rows))[heading.row + 1 :]


def _unmerge(grid: Grid, heading: _Heading, rows: Sequence[_Row]) -> list[Problem]:
    """Give each row of a merged cluster its text; name other merged cells that several rows or columns share."""
    named = {"unit": heading.unit, "name": heading.name, "cluster": heading.cluster}
    columns = {name: column for name, column in named.items() if column is not None}
    columns |= {figure: column for column, figure in heading.figures.items()}
    texts = {name: [one.texts[column] for one in rows] for name, column in columns.items()}
    letters = {name: column_letters(column) for name, column in columns.items()}
    place = Place(file=grid.file, sheet=grid.cells.name or None)
    found = fill_down(grid.cells, texts, letters, [one.at + 1 for one in rows], place)
    if heading.cluster is not None:
        for one, text in zip(rows, texts["cluster"], strict=True):
            one.texts[heading.cluster] = text
    return found


def _read_row(grid: Grid, heading: _Heading, row: _Row, spoken: tuple[Asked, str]) -> UnitReturn:
    texts = row.texts
    unit = texts[heading.unit]
    entries = tuple(
        Entry(
            figure=figure,
            text=texts[column],
            place=(place := grid.place(row.at, column, unit or None, figure)),
            dated=is_dated(grid.cells.rows[row.at][column]),
            fault=grid.cells.wrong.get(place.cell or ""),
        )
        for column, figure in heading.figures.items()
    )
    place = grid.place(row.at, heading.unit)
    name = texts[heading.name] if heading.name is not None else ""
    cluster = texts[heading.cluster] if heading.cluster is not None else ""
    return UnitReturn(unit, name, cluster, "", *spoken, entries, place, place)


class _Names:
    """What headings may call the figures: id, label, criterion's title, each alone where it tells one figure."""

    def __init__(self, scheme: Scheme, asked: Asked) -> None:
        owners: dict[str, CriterionUse | Adjustment] = {**scheme.criteria, **scheme.bonuses, **scheme.penalties}
        self.columns = figure_columns(scheme)
        self.ids = {name.casefold(): name for name in self.columns}
        self.labels: dict[str, list[str]] = {}
        self.titles: dict[str, set[str]] = {}
        for use in owners.values():
            for text in (use.id, use.title.vi, use.title.en, f"{use.no} {use.title.vi}", f"{use.no} {use.title.en}"):
                self.titles.setdefault(fold(text), set()).add(use.id)
        for name, (spec, owner) in self.columns.items():
            own = owners[owner] if owner is not None else None
            for label in {fold(spec.label.vi), fold(spec.label.en)}:
                self._add(label, name)
                for title in {fold(own.title.vi), fold(own.title.en)} if own is not None else ():
                    self._add(f"{title} {label}", name)
        self._alone(asked)

    def _alone(self, asked: Asked) -> None:
        """Let the title of a criterion name its figure when just one is asked for."""
        inside: dict[str, list[str]] = {}
        for name, (spec, owner) in self.columns.items():
            if owner is not None and asked in ("all", spec.by):
                inside.setdefault(owner, []).append(name)
        for title, owners in self.titles.items():
            for owner in owners:
                if len(inside.get(owner, ())) == 1:
                    self._add(title, inside[owner][0])

    def _add(self, text: str, name: str) -> None:
        those = self.labels.setdefault(text, [])
        if name not in those:
            those.append(name)

    def find(self, own: str, above: Iterable[str]) -> list[str]:
        """Give the figures that a heading may mean, narrowed by what stands above it."""
        exact = self.ids.get(own.casefold())
        if exact is not None:
            return [exact]
        those = self.labels.get(fold(own), [])
        if len(those) < 2:
            return those
        owners = set().union(*(self.titles.get(fold(one), set()) for one in above))
        narrowed = [name for name in those if self.columns[name][1] in owners]
        return narrowed or those


def _heading(rows: Sequence[Sequence[str]], row: int, known: _Names) -> _Heading | None:
    """Read a row as headings; None when it names no unit, or no figure."""
    figures: dict[int, str] = {}
    special: dict[str, int] = {}
    odd: dict[int, tuple[str, Sequence[str]]] = {}
    taken: set[str] = set()
    for column in range(len(rows[row])):
        above = [rows[at][column] for at in range(max(0, row - _ABOVE), row)]
        own = rows[row][column] or next((one for one in reversed(above) if one), "")
        if not own:
            continue
        those = known.find(own, above)
        if len(those) == 1 and those[0] not in taken:
            figures[column] = those[0]
            taken.add(those[0])
        elif those or not _note_special(special, fold(own), column):
            odd[column] = own, those
    unit = special.get("unit", special.get("name"))
    if unit is None or not figures:
        return None
    return _Heading(row, unit, special.get("name"), special.get("cluster"), figures, odd)


def _note_special(special: dict[str, int], folded: str, column: int) -> bool:
    """Note a column that says who the unit is; the first that gives an id wins, another may give the name."""
    for what, those in (("unit", _UNIT), ("name", _NAME | {"don vi"}), ("cluster", _CLUSTER)):
        if folded in those and what not in special:
            special[what] = column
            return True
    return folded in _ASIDE or folded in _UNIT | _NAME | _CLUSTER


def _filled(cells: SheetCells, mark: DecimalMark) -> list[list[str]]:
    """Give the texts of the first rows, each merged cell's text in all that it covers."""
    rows: list[list[Any]] = [list(row) for row in cells.rows[:_DEEPEST]]
    covered = 0
    for (top, left), (bottom, right) in cells.merged:
        for row in range(top, min(bottom + 1, len(rows))):
            within = range(left, min(right + 1, len(rows[row])))
            rows[row][within.start : within.stop] = [rows[top][left]] * len(within)
            covered += len(within)
        if covered > _DEEPEST * MOST_COLUMNS:  # ranges upon each other, as no spreadsheet program makes them
            break
    return [[plain_text(cell, mark)[:_LONGEST] for cell in row] for row in rows]


def _is_numbering(texts: Sequence[str]) -> bool:
    """Tell the row under the headings that only numbers the columns: A, B, 1, 2, 3."""
    marks = [re.sub(r"[()]", "", one) for one in texts if one]
    if len(marks) < 3 or not all(re.fullmatch(r"[A-Z]|[0-9]{1,3}", one) for one in marks):
        return False
    numbers = [int(one) for one in marks if one.isdecimal()]
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))
