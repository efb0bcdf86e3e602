"""A sheet of points, units × criteria, taken as figures of the criteria of a rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs

from dvk_scoring.editing.cells import told
from dvk_scoring.editing.rubric.columns import Columns, columns_of, titles_in
from dvk_scoring.editing.rubric.headings import Role, is_total_row, roles_in, text_in
from dvk_scoring.editing.rubric.numbers import is_number, points_in
from dvk_scoring.editing.rubric.read import Row
from dvk_scoring.editing.rubric.reading import SheetReading
from dvk_scoring.figures.cells import NOT_ASSIGNED
from dvk_scoring.figures.rows import is_no_unit
from dvk_scoring.figures.sheet import cell_name, column_letters
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.nearest import nearest_id
from dvk_scoring.problem import Problem
from dvk_scoring.text import odd_character

_ROLES: Final[tuple[Role, ...]] = ("no", "unit", "id", "cluster", "total")
_MOST_ABOVE: Final = 40
_LONGEST: Final = 40
_MOST_PLACES: Final = 2


@attrs.define
class Points:
    """What a sheet says of units.

    Attributes:
        sheet: Its name.
        columns: Criterion → column, from 0.
        units: Id of a unit → its name, its cluster, and what stands in each column, by criterion.
        rows: Of each unit, in their order, the row, from 0.
        at: Role of any other column → the column, from 0.
        clusters: Id of a cluster → its title.
        problems: What was not taken, and what was taken by a guess.
    """

    sheet: str
    columns: Mapping[str, int]
    units: dict[str, tuple[str, str, dict[str, str]]] = attrs.field(factory=dict)
    rows: list[int] = attrs.field(factory=list)
    at: Mapping[Role, int] = attrs.field(factory=dict)
    clusters: dict[str, str] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)

    def cell_of(self, line: int, header: str) -> str | None:
        """Give the cell of what stands in a line and column of the figures that are made of it."""
        names: Mapping[str, tuple[Role, ...]] = {
            "unit": ("id", "unit"),
            "name": ("unit", "id"),
            "cluster": ("cluster",),
        }
        columns = [self.at[role] for role in names.get(header, ()) if role in self.at]
        column = next(iter(columns), self.columns.get(header.removesuffix(".points")))
        at = line - 2  # the first line has the headings
        return cell_name(self.rows[at], column) if column is not None and 0 <= at < len(self.rows) else None


def read_points(file: str, cells: SheetCells, ids: Mapping[str, Row]) -> Points | None:
    """Read a sheet of points; None where no column of units stands beside one of a criterion, or of its number."""
    unread: Points | None = None
    for at, row in enumerate(cells.rows[:_MOST_ABOVE]):
        roles = roles_in(row, _ROLES)
        guessed = _guessed(row, roles, ids) if "unit" not in roles and "id" not in roles else None
        if guessed is not None:
            roles["unit"] = guessed
        if "unit" not in roles and "id" not in roles:
            continue
        for head in (at, at + 1):  # what stands over several columns may have the units beside it, and theirs below
            if head > at and not _goes_on(cells, head, roles):
                break
            above = cells.rows[head - 1] if head else []
            columns = columns_of(cells.rows[head], roles.values(), ids, above, is_own=head > at)
            points = Points(cells.name, columns.found, at=roles)
            reading = _Reading(file, cells, head, roles, points, ids=ids)
            reading.tell_unread(columns, guessed)
            if columns.found:
                reading.read()
                return points
            unread = unread or (points if points.problems else None)
    return unread


def _guessed(row: Sequence[Any], roles: Mapping[Role, int], ids: Mapping[str, Row]) -> int | None:
    """Give the column that says who is scored, whatever it is called: the first beside titles of criteria."""
    titles = titles_in(row, ids)
    before = [at for at in range(titles[0]) if text_in(row[at])] if len(titles) >= min(2, len(ids)) and titles else []
    return next((at for at in before if at not in roles.values()), None)


def _goes_on(cells: SheetCells, head: int, roles: Mapping[Role, int]) -> bool:
    """Tell whether a row goes on with the headings above: nothing stands in it where these name who is scored."""
    row = cells.rows[head] if head < len(cells.rows) else []
    return not any(column < len(row) and text_in(row[column]) for column in roles.values())


class _Reading(SheetReading):
    def __init__(
        self,
        file: str,
        cells: SheetCells,
        head: int,
        at: Mapping[Role, int],
        points: Points,
        *,
        ids: Mapping[str, Row],
    ) -> None:
        super().__init__(file, cells, head, at, points.problems)
        self.points, self.ids = points, ids
        self.guessed: list[str] = []
        self.doubtful: set[int] = set()

    def read(self) -> None:
        self._columns()
        for row in range(self.head + 1, len(self.cells.rows)):
            line = self.cells.rows[row]
            if any(text_in(cell) for cell in line):
                self._row(row, line)
        self.tell_hidden_rows()
        if self.guessed:
            self.say("DVK-O837", self.guessed[0], count=len(self.guessed))

    def tell_unread(self, columns: Columns, guessed: int | None) -> None:
        """Tell of columns that are not taken for a criterion, and of that of the units where its heading is unknown."""
        self.doubtful = {*columns.elsewhere, *(column for column, _ in columns.doubtful)}
        if guessed is not None and columns.found:
            column = {"column": column_letters(guessed), "heading": self.heading(guessed)}
            self.say("DVK-O865", cell_name(self.head, guessed), **column)
        if columns.elsewhere:
            first = cell_name(self.head, columns.elsewhere[0])
            self.say("DVK-O867", first, columns=self._named(columns.elsewhere))
        if columns.doubtful:
            self._tell_doubtful(columns.doubtful)

    def _named(self, columns: Sequence[int]) -> str:
        return ", ".join(f"{column_letters(column)} “{self.heading(column)}”" for column in columns)

    def _tell_doubtful(self, columns: Sequence[tuple[int, Sequence[Row]]]) -> None:
        """Tell of columns headed by what several criteria are called."""
        first, rows = columns[0]
        titles = ", ".join(f"“{row.title}”" for row in rows)
        row = next((each for each in rows if each.no and each.parent is not None and each.parent.no), None)
        example = f"{row.parent.no}.{row.no}" if row is not None and row.parent is not None else ""
        named = self._named([column for column, _ in columns])
        values = {"columns": named, "number": self.heading(first), "titles": titles, "example": example}
        self.say("DVK-O848", cell_name(self.head, first), **values)

    def _columns(self) -> None:
        """Tell of columns that are no criterion, and of criteria without a column."""
        self.tell_columns({*self.points.columns.values(), *self.at.values(), *self.doubtful})
        for key, row in self.ids.items():
            if key not in self.points.columns:
                self.say("DVK-O834", f"A{self.head + 1}", title=row.title)

    def _row(self, row: int, line: Sequence[Any]) -> None:
        name, written = self.text(row, "unit"), self.text(row, "id")
        cell = cell_name(row, self.at.get("id" if written else "unit", 0))
        filled = any(column < len(line) and text_in(line[column]) for column in self.points.columns.values())
        again = self._is_heading(row)
        if again:
            self.begin_anew()
        elif self.numbers_columns(row, "unit" if name else "id"):
            return
        number, who = self.text(row, "no"), name or written
        totals = any(map(is_total_row, (who, number))) or (not number and is_no_unit(who))
        if again or totals or not (name or written) or not filled:
            first = next(column for column, content in enumerate(line) if text_in(content))
            self.say("DVK-O828", cell if who else cell_name(row, first), value=who or text_in(line[first]))
            return
        values = {key: self._value(row, column, self.ids[key]) for key, column in self.points.columns.items()}
        unit = written or _id_of(name, "don vi")
        if not written:
            self.guessed.append(cell)
        if unit in self.points.units:
            self.say("DVK-O836", cell, unit=unit, name=name, other=self.points.units[unit][0])
            return
        title = self.text(row, "cluster")
        cluster = _id_of(title, "cum") if title else ""
        if cluster:
            self.points.clusters.setdefault(cluster, title)
        elif "cluster" in self.at:
            self.say("DVK-O845", cell_name(row, self.at["cluster"]), name=name or unit)
        odd = odd_character(f"{name}{written}{title}")
        if odd:
            self.say("DVK-S108", cell, character=odd)
        self.points.rows.append(row)
        self.points.units[unit] = (name or unit, cluster, values)
        self._hold_total(row, values)

    def _is_heading(self, row: int) -> bool:
        """Tell whether a row says once more how the columns of the units are headed."""
        for role in ("unit", "id"):
            said = self.text(row, role) if role in self.at else ""
            if said and said in (
                text_in(above[self.at[role]]) for above in self._headings if self.at[role] < len(above)
            ):
                return True
        return False

    @property
    def _headings(self) -> Sequence[Sequence[Any]]:
        return self.cells.rows[max(0, self.head - 1) : self.head + 1]

    def _hold_total(self, row: int, values: Mapping[str, str]) -> None:
        """Hold the total that a row says against its points, where all of them are numbers."""
        column = self.at.get("total")
        said = None if column is None else self.cell(row, column)
        if (
            column is None
            or not isinstance(said, Decimal)
            or not all(value and value != "KP" for value in values.values())
        ):
            return
        signs = {key: -1 if self.ids[key].side == "penalties" else 1 for key in values}
        got = sum((signs[key] * Decimal(value) for key, value in values.items()), Decimal(0))
        if said != got:
            self.say("DVK-O839", cell_name(row, column), wanted=told(said), got=told(got))

    def _value(self, row: int, column: int, criterion: Row) -> str:
        """Give a cell as a table of figures holds it; what cannot stand there is told."""
        cell, name = self.cell(row, column), cell_name(row, column)
        if self.is_wrong(row, column):
            return ""
        if cell is None or (isinstance(cell, str) and cell.casefold() in NOT_ASSIGNED):
            return "" if cell is None else "KP"
        if criterion.most is None:  # which is told already
            return ""
        if isinstance(cell, str) and is_number(cell):
            cell = points_in(cell)
        if isinstance(cell, Decimal) and 0 <= cell <= criterion.most:
            if -int(cell.normalize().as_tuple().exponent) > _MOST_PLACES:
                self.say("DVK-O844", name, value=told(cell), most=_MOST_PLACES)
            return f"{cell.normalize():f}"
        self.say("DVK-O835", name, value=told(cell), title=criterion.title, most=told(criterion.most))
        return ""


def _id_of(title: str, kind: str) -> str:
    return nearest_id(title, _LONGEST) or nearest_id(f"{kind} {title}", _LONGEST)
