"""A sheet of points, units × criteria, taken as figures of the criteria of a rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs

from dvk_scoring.editing.cells import told
from dvk_scoring.editing.rubric.headings import Role, bare, is_numbering, is_total_row, roles_in, text_in
from dvk_scoring.editing.rubric.read import Row
from dvk_scoring.editing.rubric.reading import SheetReading
from dvk_scoring.figures.cells import NOT_ASSIGNED
from dvk_scoring.figures.sheet import cell_name
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
        clusters: Id of a cluster → its title.
        problems: What was not taken, and what was taken by a guess.
    """

    sheet: str
    columns: Mapping[str, int]
    units: dict[str, tuple[str, str, dict[str, str]]] = attrs.field(factory=dict)
    clusters: dict[str, str] = attrs.field(factory=dict)
    problems: list[Problem] = attrs.field(factory=list)


def read_points(file: str, cells: SheetCells, ids: Mapping[str, Row]) -> Points | None:
    """Read a sheet of points; None where none of its columns is a criterion beside a column of units."""
    keys = _keys(ids)
    for at, row in enumerate(cells.rows[:_MOST_ABOVE]):
        roles = roles_in(row, _ROLES)
        if "unit" not in roles and "id" not in roles:
            continue
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = keys.get(bare(text_in(cell)))
            if key is not None and column not in roles.values():
                found.setdefault(key, column)
        if found:
            reading = _Reading(file, cells, at, roles, Points(cells.name, found), ids=ids)
            reading.read()
            return reading.points
    return None


def _keys(ids: Mapping[str, Row]) -> dict[str, str]:
    """Give the names under which a column may stand for a criterion: its title, its number; those of two for none."""
    found: dict[str, list[str]] = {}
    for key, row in ids.items():
        parent = f"{row.parent.no}.{row.no}" if row.parent is not None and row.parent.no and row.no else ""
        names = {
            bare(row.title),
            bare(row.no),
            bare(parent),
            bare(f"{row.no} {row.title}"),
            bare(f"{row.no}. {row.title}"),
        }
        for name in names - {""}:
            found.setdefault(name, []).append(key)
    return {name: several[0] for name, several in found.items() if len(several) == 1}


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

    def read(self) -> None:
        self._columns()
        for row in range(self.head + 1, len(self.cells.rows)):
            line = self.cells.rows[row]
            if any(text_in(one) for one in line) and not is_numbering(line):
                self._row(row, line)
        self.tell_hidden_rows()
        if self.guessed:
            self.say("DVK-O837", self.guessed[0], count=len(self.guessed))

    def _columns(self) -> None:
        """Tell of columns that are no criterion, and of criteria without a column."""
        self.tell_columns({*self.points.columns.values(), *self.at.values()})
        for key, row in self.ids.items():
            if key not in self.points.columns:
                self.say("DVK-O834", f"A{self.head + 1}", title=row.title)

    def _row(self, row: int, line: Sequence[Any]) -> None:
        name, written = self.text(row, "unit"), self.text(row, "id")
        cell = cell_name(row, self.at.get("id" if written else "unit", 0))
        filled = any(column < len(line) and text_in(line[column]) for column in self.points.columns.values())
        if is_total_row(name) or is_total_row(self.text(row, "no")) or not (name or written) or not filled:
            first = next(column for column, one in enumerate(line) if text_in(one))
            self.say("DVK-O828", cell_name(row, first), value=text_in(line[first]))
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
        self.points.units[unit] = (name or unit, cluster, values)
        self._hold_total(row, values)

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
        got = sum((signs[key] * Decimal(one) for key, one in values.items()), Decimal(0))
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
        if isinstance(cell, Decimal) and 0 <= cell <= criterion.most:
            if -int(cell.normalize().as_tuple().exponent) > _MOST_PLACES:
                self.say("DVK-O844", name, value=told(cell), most=_MOST_PLACES)
            return f"{cell.normalize():f}"
        self.say("DVK-O835", name, value=told(cell), title=criterion.title, most=told(criterion.most))
        return ""


def _id_of(title: str, kind: str) -> str:
    return nearest_id(title, _LONGEST) or nearest_id(f"{kind} {title}", _LONGEST)
