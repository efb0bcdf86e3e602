"""The figures of a case, read and checked as files are: it is a table beside those of the sample that it changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final

import attrs

from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.read import read_tables
from dvk_scoring.figures.table import BLANKS, text_frame
from dvk_scoring.figures.table import Table as FigureTable
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.document import key_path
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.table import Reading
from dvk_scoring.testing.scheme_case_file import SchemeCase

_BLANK_IN_FILE: Final = {"DVK-D319", "DVK-D320"}
"""A blank, and a column that no file has: a case has one message for all of them."""
_AS_HERE: Final = {"DVK-D302": "DVK-C345"}
"""What is told otherwise than of a file: here the decimal mark cannot be declared."""


@attrs.frozen
class CaseFigures:
    """Reads the figures of cases of one file; the sample of the scheme is opened once, when a case asks for it."""

    scheme: Scheme
    reading: Reading

    def read(self, case: SchemeCase) -> FigureSet | None:
        """Read the figures of a case; None when something is wrong with them, which is told to the reading.

        Missing:
            A figure that neither the case nor its base gives is a blank: not reported.

        Raises:
            DvkError: The sample cannot be opened.
        """
        tables = [_wide_table(self.scheme, self.reading, case)] if case.rows else []
        if case.sample:
            if self.scheme.sample is None or not self._are_known(case):
                return None
            tables = [*(_cleared(table, _said(case)) for table in self._sample), *tables]
        try:
            return read_tables(self.scheme, tables)
        except DvkError as error:
            self.reading.problems.extend(_placed(self.reading, case, error.problems))
            return None

    @cached_property
    def _sample(self) -> tuple[FigureTable, ...]:
        return tuple(open_table(path, "point", self.scheme.columns).whole() for path in self.scheme.sample_figures)

    def _are_known(self, case: SchemeCase) -> bool:
        """Refuse a unit that the sample does not have, unless its cluster says that it is a new one."""
        known = {unit: None for table in self._sample for unit in _texts(table, "unit") if unit}
        strange = [row for row in case.rows if row.unit not in known and not row.cluster]
        for row in strange:
            near = nearest(row.unit, [*known])
            self.reading.say("DVK-C338", (*row.path, "unit"), unit=row.unit, nearest=near)
        return not strange


def _said(case: SchemeCase) -> Mapping[str, Collection[str]]:
    """Give the columns that a case fills in for each unit, in whichever voice."""
    said: dict[str, set[str]] = {}
    for row in case.rows:
        keys = [key for key, told in (("name", row.name), ("cluster", row.cluster)) if told]
        said.setdefault(row.unit, set()).update(row.cells, keys)
    return said


def _texts(table: FigureTable, column: str) -> list[str]:
    if column not in table.frame.columns:
        return []
    return [unicodedata.normalize("NFC", str(cell or "").strip(BLANKS)) for cell in table.frame[column].to_list()]


def _cleared(table: FigureTable, said: Mapping[str, Collection[str]]) -> FigureTable:
    """Blank the cells of the sample that a case fills in, whoever spoke there."""
    units, figures = _texts(table, "unit"), _texts(table, "figure")
    changed: dict[str, set[int]] = {}
    for row, unit in enumerate(units):
        columns = said.get(unit, ())
        if figures and figures[row] in columns:
            changed.setdefault("value", set()).add(row)
        for column in columns:
            if column in table.frame.columns:
                changed.setdefault(column, set()).add(row)
    blanked = [table.frame[column].clone().scatter(sorted(rows), None) for column, rows in changed.items()]
    return attrs.evolve(table, frame=table.frame.with_columns(*blanked)) if blanked else table


def _wide_table(scheme: Scheme, reading: Reading, case: SchemeCase) -> FigureTable:
    """Lay a case out as a wide table, a row for each unit and voice."""
    rows = case.rows
    columns: dict[str, list[str]] = {"unit": [row.unit for row in rows]}
    for name in ("name", "cluster"):
        told = [row.name if name == "name" else row.cluster for row in rows]
        columns |= {name: told} if any(told) else {}
    if scheme.voices or any(row.voice for row in rows):
        columns["voice"] = [row.voice for row in rows]
    for figure in dict.fromkeys(figure for row in rows for figure in row.cells):
        columns[figure] = [row.cells[figure].text if figure in row.cells else "" for row in rows]
    lines = [reading.place(row.path).line or 1 for row in rows]
    document = reading.document
    return FigureTable(document.file, "toml", text_frame(columns), document.digest.hex, "point", lambda row: lines[row])


def _placed(reading: Reading, case: SchemeCase, problems: Iterable[Problem]) -> list[Problem]:
    """Tell what is wrong with the figures at the key of the case that brought it about."""
    errors = [fault for fault in problems if fault.severity == "error"]
    blanks = [fault.place.header or "" for fault in errors if fault.code in _BLANK_IN_FILE]
    placed = [
        attrs.evolve(fault, code=_AS_HERE.get(fault.code, fault.code), place=_place(reading, case, fault.place))
        for fault in errors
        if fault.code not in _BLANK_IN_FILE
    ]
    if blanks and not _has_strange(reading, case):
        figures = ", ".join(dict.fromkeys(blanks))
        placed.append(problem("DVK-C339", reading.place(case.table.path), figures=figures))
    return placed


def _has_strange(reading: Reading, case: SchemeCase) -> bool:
    """Tell whether a figure of the case is misspelt: then the blanks are most likely the same slip."""
    start = f"{key_path(case.table.path)}."
    return any(fault.code == "DVK-C337" and (fault.place.key or "").startswith(start) for fault in reading.problems)


def _place(reading: Reading, case: SchemeCase, place: Place) -> Place:
    rows = [row for row in case.rows if row.unit == place.unit]
    column = place.header or ""
    for row in rows:
        if column in row.cells:
            return attrs.evolve(reading.place(row.cells[column].path), unit=place.unit)
        if column in ("name", "cluster", "voice"):
            return reading.place((*row.path, column))
    where = reading.place(rows[0].path if rows else case.table.path)
    return attrs.evolve(where, header=place.header, unit=place.unit)
