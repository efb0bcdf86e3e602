"""Tables made by hand: headings over one or several rows, merged or not, known by the scheme's ids and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from dvk_scoring.figures.column_numbers import numbers_columns
from dvk_scoring.figures.columns import figure_title
from dvk_scoring.figures.merged import fill_down, find_unseen
from dvk_scoring.figures.persons import fold, refuse_people
from dvk_scoring.figures.rows import is_no_unit
from dvk_scoring.figures.sheet import MOST_COLUMNS, cell_name, column_letters
from dvk_scoring.figures.table import DecimalMark, is_numbering, listed
from dvk_scoring.figures.workbook import SheetCells, key_text
from dvk_scoring.forms.layout import Asked
from dvk_scoring.forms.returned import Entry, UnitReturn, is_dated, plain_text, written_text
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.text import Text, quoted

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
        hidden: The sheet is one that people do not see.
    """

    file: str
    cells: SheetCells
    lines: Sequence[int] | None = None
    hidden: bool = False

    def number(self, row: int) -> int:
        """Give the number of a row as a person counts it."""
        return row + 1 if self.lines is None else self.lines[row]

    def place(self, row: int, column: int, unit: str | None = None, header: str | None = None) -> Place:
        """Say where a cell is."""
        if self.lines is not None:
            return Place(file=self.file, line=self.number(row), unit=unit, header=header)
        cell = cell_name(row, column)
        return Place(file=self.file, sheet=self.cells.name, cell=cell, unit=unit, header=header)


@attrs.frozen
class _Heading:
    """A row of headings: which column says what.

    ``odd`` are columns that say nothing known, or what several mean, ``bare`` those without a heading. ``begin`` and
    ``last`` are the first and the last row, where they stand over several; ``words`` is what the unit is called there.
    """

    begin: int
    row: int
    last: int
    words: str
    unit: int
    name: int | None
    cluster: int | None
    figures: Mapping[int, str]
    odd: Mapping[int, tuple[str, Sequence[str]]]
    bare: frozenset[int]

    @property
    def keys(self) -> tuple[int, ...]:
        """Columns that say who the unit is."""
        return tuple(dict.fromkeys(column for column in (self.unit, self.name, self.cluster) if column is not None))

    def problems(self, grid: Grid, scheme: Scheme) -> list[Problem]:
        """Say what is odd."""
        problems: list[Problem] = []
        for column, (own, those) in self.odd.items():
            place = grid.place(self.row, column, header=own)
            if len(those) > 1:
                problems.append(problem("DVK-O533", place, name=own, known=", ".join(those[:6])))
            elif those:
                problems.append(problem("DVK-O534", place, name=own, figure=quoted(figure_title(scheme, those[0]))))
            else:
                problems += refuse_people(place, own, known=False) or [problem("DVK-O532", place, name=own)]
        return problems

    def nameless(self, grid: Grid, rows: Sequence[_Row]) -> list[Problem]:
        """Name the columns without a heading that say something of units, and do not only number them."""
        problems: list[Problem] = []
        for column in sorted(self.bare):
            texts = [row.texts[column] for row in rows]
            if any(texts) and not is_numbering(texts):
                first = next(row.at for row, text in zip(rows, texts, strict=True) if text)
                problems.append(problem("DVK-O532", grid.place(first, column), name=column_letters(column)))
        return problems


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
    headings = _headings(grid, _Names(scheme, asked), mark)
    if not headings:
        return None
    units: list[UnitReturn] = []
    problems: list[Problem] = []
    passed: list[str] = []
    for at, heading in enumerate(headings):
        end = headings[at + 1].begin if at + 1 < len(headings) else len(grid.cells.rows)
        returns, wrong = _read_below(grid, heading, end, (asked, voice, mark), passed)
        units += returns
        problems += [*heading.problems(grid, scheme), *wrong]
        passed += [f"{grid.number(row)} “{heading.words}”" for row in range(heading.begin, heading.last + 1) if at]
    if passed:
        place = Place(file=grid.file, sheet=grid.cells.name or None)
        rows = sorted(passed, key=lambda text: int(text.split(" ")[0]))
        problems.append(problem("DVK-O535", place, count=len(rows), rows=listed(rows)))
    return units, problems


def _read_below(
    grid: Grid, heading: _Heading, end: int, spoken: tuple[Asked, str, DecimalMark], passed: list[str]
) -> tuple[list[UnitReturn], list[Problem]]:
    """Read the rows from below the headings to before ``end``; what is no unit's row is named in ``passed``."""
    mark = spoken[2]
    cells = grid.cells.rows
    below = [_Row(at, [plain_text(cell, mark) for cell in cells[at]]) for at in range(heading.last + 1, end)]
    below = [row for row in below if any(row.texts)]
    for row in below:
        for column in heading.keys:
            row.texts[column] = plain_text(key_text(cells[row.at][column], mark), mark)
    unmerged = _unmerge(grid, heading, below)
    returns: list[UnitReturn] = []
    units: list[_Row] = []
    for at, row in enumerate(below):
        who = [row.texts[column] for column in heading.keys if row.texts[column]]
        said = _read_row(grid, heading, row, spoken)
        numbers = not at and numbers_columns(row.texts, [other.texts[heading.unit] for other in below[1:]])
        aside = any(map(is_no_unit, who or filter(None, row.texts)))
        if numbers or aside or not any(entry.text or entry.fault for entry in said.entries):
            passed.append(f"{grid.number(row.at)} “{next(iter(who), next(filter(None, row.texts)))}”")
        else:
            returns.append(said)
            units.append(row)
    seen = [row.at + 1 for row in below]
    letters = {str(column): column_letters(column) for column in (*heading.keys, *heading.figures)}
    place = Place(file=grid.file, sheet=grid.cells.name or None)
    unseen = find_unseen(grid.cells, letters, seen, place)
    return returns, [*unmerged, *heading.nameless(grid, units), *unseen]


def _unmerge(grid: Grid, heading: _Heading, rows: Sequence[_Row]) -> list[Problem]:
    """Give each row of a merged cluster its text; name other merged cells that several rows or columns share."""
    named = {"unit": heading.unit, "name": heading.name, "cluster": heading.cluster}
    columns = {name: column for name, column in named.items() if column is not None}
    columns |= {figure: column for column, figure in heading.figures.items()}
    texts = {name: [row.texts[column] for row in rows] for name, column in columns.items()}
    letters = {name: column_letters(column) for name, column in columns.items()}
    place = Place(file=grid.file, sheet=grid.cells.name or None)
    problems = fill_down(grid.cells, texts, letters, [row.at + 1 for row in rows], place)
    if heading.cluster is not None:
        for row, text in zip(rows, texts["cluster"], strict=True):
            row.texts[heading.cluster] = text
    return problems


def _read_row(grid: Grid, heading: _Heading, row: _Row, spoken: tuple[Asked, str, DecimalMark]) -> UnitReturn:
    texts, (asked, voice, mark) = row.texts, spoken
    unit = texts[heading.unit]
    entries = tuple(
        Entry(
            figure=figure,
            text=written_text(grid.cells.rows[row.at][column], mark),
            place=(place := grid.place(row.at, column, unit or None, figure)),
            dated=is_dated(grid.cells.rows[row.at][column]),
            fault=grid.cells.wrong.get(place.cell or ""),
        )
        for column, figure in heading.figures.items()
    )
    place = grid.place(row.at, heading.unit)
    name = texts[heading.name] if heading.name is not None else ""
    cluster = texts[heading.cluster] if heading.cluster is not None else ""
    return UnitReturn(unit, name, cluster, "", asked, voice, entries, place, place)


class _Names:
    """What headings may call the figures: id, label, criterion's title, each alone where it tells one figure."""

    def __init__(self, scheme: Scheme, asked: Asked) -> None:
        owners: dict[str, CriterionUse | Adjustment] = {**scheme.criteria, **scheme.bonuses, **scheme.penalties}
        self.columns = scheme.figure_columns
        self.elsewhere = scheme.columns
        self.who = _headings_of(scheme.entrant)
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
        exact = self.ids.get((self.elsewhere.called(own) or "").casefold())
        if exact is not None:
            return [exact]
        those = self.labels.get(fold(own), [])
        if len(those) < 2:
            return those
        owners = set().union(*(self.titles.get(fold(text), set()) for text in above))
        narrowed = [name for name in those if self.columns[name][1] in owners]
        return narrowed or those


def _headings(grid: Grid, known: _Names, mark: DecimalMark) -> list[_Heading]:
    """Find the rows of headings: the first table's, which stand near the top, and those of tables below it.

    Of the rows of headings one under the other, the last that names most figures counts.
    """
    filled = _Filled(grid.cells, mark)
    headings: list[_Heading] = []
    block: list[_Heading] = []
    for row, line in enumerate(grid.cells.rows):
        deep = row >= _DEEPEST
        if deep and (not (headings or block) or not any(_names_unit(cell, known) for cell in line)):
            continue
        heading = _heading(filled, row, known)
        if heading is None:
            continue
        if block and heading.row == block[-1].row + 1:
            block.append(heading)
        else:
            headings += _best_of(block)
            block = [heading]
    headings += _best_of(block)
    most = max((len(heading.figures) for heading in headings if heading.row < _DEEPEST), default=0)
    first = next((at for at, heading in enumerate(headings) if len(heading.figures) == most), 0)
    return headings[first:]


def _best_of(block: Sequence[_Heading]) -> list[_Heading]:
    if not block:
        return []
    best = max(block, key=lambda heading: (len(heading.figures), heading.row))
    return [attrs.evolve(best, begin=block[0].row, last=block[-1].row)]


def _headings_of(entrant: Text) -> Mapping[str, frozenset[str]]:
    """Give what columns are called that say who a row is about, in words of the scheme's own too, as ``fold`` does."""
    vi, en = fold(entrant.vi), fold(entrant.en)
    ids = {f"ma {vi}", f"{en} id", f"id of the {en}", vi, en}
    names = {f"ten {vi}", f"{en} name", f"name of the {en}", vi, en}
    return {"unit": _UNIT | ids | {f"ten {vi}"}, "name": _NAME | names | {"don vi"}, "cluster": _CLUSTER}


def _names_unit(cell: Any, known: _Names) -> bool:
    if not isinstance(cell, str) or len(cell) >= _LONGEST:
        return False
    return fold(cell) in known.who["unit"] | known.who["name"]


def _heading(filled: _Filled, row: int, known: _Names) -> _Heading | None:
    """Read a row as headings; None when it names no unit, or no figure."""
    figures: dict[int, str] = {}
    special: dict[str, int] = {}
    odd: dict[int, tuple[str, Sequence[str]]] = {}
    taken: set[str] = set()
    bare: set[int] = set()
    rows = [filled.texts(at) for at in range(max(0, row - _ABOVE), row + 1)]
    for column in range(len(rows[-1])):
        above = [texts[column] for texts in rows[:-1]]
        own = rows[-1][column] or next((text for text in reversed(above) if text), "")
        if not own:
            bare.add(column)
            continue
        called = known.elsewhere.called(own)
        if called is None:
            continue
        those = known.find(own, above)
        if len(those) == 1 and those[0] not in taken:
            figures[column] = those[0]
            taken.add(those[0])
        elif those or not _note_special(special, fold(called), column, known):
            odd[column] = own, those
    unit = special.get("unit", special.get("name"))
    # A row that only lacks what stands above it is no heading.
    if unit is None or not figures or not any(rows[-1][column] for column in (unit, *figures)):
        return None
    name, cluster = special.get("name"), special.get("cluster")
    return _Heading(row, row, row, rows[-1][unit], unit, name, cluster, figures, odd, frozenset(bare))


def _note_special(special: dict[str, int], folded: str, column: int, known: _Names) -> bool:
    """Note a column that says who the unit is; the first that gives an id wins, another may give the name."""
    for what, those in known.who.items():
        if folded in those and what not in special:
            special[what] = column
            return True
    return folded in _ASIDE or any(folded in those for those in known.who.values())


class _Filled:
    """The texts of a sheet's rows as people see them: each merged cell's text in all that it covers."""

    def __init__(self, cells: SheetCells, mark: DecimalMark) -> None:
        self._cells, self._mark = cells, mark
        self._known: dict[int, list[str]] = {}
        self._merged: dict[int, list[tuple[range, Any]]] = {}
        covered = 0
        for (top, left), (bottom, right) in cells.merged:
            if top >= len(cells.rows) or left >= len(cells.rows[top]):
                continue
            for row in range(top, min(bottom + 1, len(cells.rows))):
                within = range(left, min(right + 1, len(cells.rows[row])))
                self._merged.setdefault(row, []).append((within, cells.rows[top][left]))
                covered += len(within)
            if covered > _DEEPEST * MOST_COLUMNS:  # ranges upon each other, as no spreadsheet program makes them
                break

    def texts(self, row: int) -> list[str]:
        """Give the texts of a row."""
        if row not in self._known:
            cells = list(self._cells.rows[row])
            for within, cell in self._merged.get(row, ()):
                cells[within.start : within.stop] = [cell] * len(within)
            self._known[row] = [written_text(cell, self._mark)[:_LONGEST] for cell in cells]
        return self._known[row]
