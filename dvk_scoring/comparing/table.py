"""A result held against a published table: values within a tolerance, ranks, classes and titles as they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from dvk_scoring.analysis.causes import Side
from dvk_scoring.analysis.published import CellDifference, ColumnCompared, ComparedTable
from dvk_scoring.analysis.standing import ResultNames, Standing
from dvk_scoring.arguments import COMPARED, MARK, PATH, TOLERANCE, check_arguments
from dvk_scoring.comparing.compare import Given, open_side
from dvk_scoring.comparing.renamed import AS_THEY_ARE, read_renamed
from dvk_scoring.figures.cells import NO, YES
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.table import BLANKS, DecimalMark, Table
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.read_columns import load_columns
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.text import Text
from dvk_scoring.unit_names import Units

Value: TypeAlias = "Decimal | str | None"
UNIT, NAME = "unit", "name"
_NUMBERS: Final[Mapping[DecimalMark, tuple[re.Pattern[str], ...]]] = {
    "point": (re.compile(r"[-+−]?\d{1,100}(\.\d{1,100})?"),),
    "comma": (
        re.compile(r"[-+−]?\d{1,100}(,\d{1,100})?"),
        re.compile(r"[-+−]?\d{1,3}(\.\d{3}){1,33}(,\d{1,100})?"),
    ),
}
"""What is a number; beside a decimal comma dots may stand before groups of three, as in files of figures."""
_WRITTEN: Final[Mapping[DecimalMark, tuple[str | None, str | None]]] = {
    "point": (None, None),
    "comma": ("1234,5", "1.234,5"),
}
"""How a number is written, plain and in groups, where the table was declared to have another mark than the usual."""
_NOTHING: Final = ("", "-", "–", "—")


def compare_table(
    result: Given,
    table: str | Path,
    *,
    tolerance: Fraction | Decimal | int = Fraction(0),
    columns: str | Path | None = None,
    units: str | Path | None = None,
    decimal: DecimalMark = "point",
) -> ComparedTable:
    """Hold a result against a published table, row by row.

    Args:
        result: A scored competition, or the path of a result as JSON.
        table: CSV, XLSX, ODS or Parquet: a row a unit, told by the column ``unit`` (its id) or else ``name``; and any
            of ``total``, ``rank``, ``class``, ``points.ID`` of a criterion, ``title.ID``.
        tolerance: Totals and points apart by no more than that are equal. Ranks are equal or not.
        columns: A TOML file whose ``[columns]`` says what headings of the table are called here.
        units: A table with the columns ``old`` (the result's id) and ``new`` (what the published table has instead).
        decimal: The decimal mark of the published table.

    Range:
        Everything is compared as exact fractions; no binary float is made of a text.

    Raises:
        DvkError: All that is wrong with the files, at once: no column tells the unit, nothing can be compared, a unit
            stands twice, a cell that should be a number is none.
    """
    check_arguments(
        result=(result, COMPARED),
        table=(table, PATH),
        tolerance=(tolerance, TOLERANCE),
        columns=(columns, PATH.or_none()),
        units=(units, PATH.or_none()),
        decimal=(decimal, MARK),
    )
    side = open_side(result)
    opened = open_table(Path(table), decimal, Columns() if columns is None else load_columns(columns)).whole()
    return _Held(side, opened, Fraction(tolerance), None if units is None else Path(units)).compared()


class _Held:
    """A result beside a table."""

    def __init__(self, side: Side, table: Table, tolerance: Fraction, units: Path | None) -> None:
        self.side, self.table, self.tolerance, self.units = side, table, tolerance, units
        self.problems: list[Problem] = []

    def compared(self) -> ComparedTable:
        frame, names = self.table.frame, self.side.names
        key = UNIT if UNIT in frame.columns else NAME
        readers = {head: meant for head in frame.columns if (meant := _reader(head, names)) is not None}
        if key not in frame.columns:
            raise DvkError([problem("DVK-O781", Place(file=self.table.path), found=", ".join(frame.columns))])
        if not readers:
            raise DvkError([problem("DVK-O782", Place(file=self.table.path), found=", ".join(frame.columns))])
        rows, unknown = self._rows(key)
        columns, differences = [], list[tuple[int, CellDifference]]()
        for column, reader in readers.items():
            told, cells = self._column(column, reader, rows)
            columns.append(told)
            differences += cells
        if self.problems:
            raise DvkError(self.problems)
        return ComparedTable(
            side=self.side,
            path=self.table.path,
            tolerance=self.tolerance,
            columns=tuple(columns),
            ignored=tuple(head for head in frame.columns if head not in readers and head not in (UNIT, NAME)),
            differences=tuple(difference for _, difference in sorted(differences, key=lambda pair: pair[0])),
            missing=tuple(unit for unit in self.side.standings if unit not in rows),
            unknown=unknown,
        )

    def _rows(self, key: str) -> tuple[dict[str, int], tuple[tuple[str, Place], ...]]:
        """Find the row of each unit, and those of no unit."""
        cells = [_text(cell) for cell in self.table.frame[key].to_list()]
        standings = self.side.standings
        renamed = AS_THEY_ARE if self.units is None else read_renamed(self.units, standings, cells)
        ids = {now: was for was, now in renamed.ids.items()}
        named: dict[str, list[str]] = {}
        for unit, standing in standings.items():
            named.setdefault(_plain(standing.name), []).append(unit)
        rows: dict[str, int] = {}
        unknown: list[tuple[str, Place]] = []
        for row, cell in enumerate(cells):
            among = [ids[cell]] if cell in ids else named.get(_plain(cell), []) if key == NAME else [cell]
            if len(among) > 1:
                place = self.table.place(row, key)
                self.problems.append(problem("DVK-O786", place, name=cell, units=Units.of(among)))
            elif not among or (unit := among[0]) not in standings:
                unknown.append((cell, self.table.place(row, key)))
            elif unit in rows:
                first = self.table.place(rows[unit]).line
                self.problems.append(problem("DVK-O783", self.table.place(row, key), unit=unit, line=first))
            else:
                rows[unit] = row
        return rows, tuple(unknown)

    def _column(
        self, column: str, reader: _Reader, rows: Mapping[str, int]
    ) -> tuple[ColumnCompared, list[tuple[int, CellDifference]]]:
        cells = self.table.frame[column].to_list()
        differences: list[tuple[int, CellDifference]] = []
        sizes: list[Fraction] = []
        for unit, row in rows.items():
            ours, text = reader.ours(self.side.standings[unit]), _text(cells[row])
            try:
                theirs = reader.read(text, self.table.mark if isinstance(cells[row], str) else "point")
            except ValueError:
                place, (plain, grouped) = self.table.place(row, column, unit), _WRITTEN[self.table.mark]
                self.problems.append(problem("DVK-O784", place, value=text, written=plain, grouped=grouped))
                continue
            size = _apart(ours, theirs)
            sizes += [] if size is None else [abs(size)]
            within = abs(size) <= reader.within(self.tolerance) if size is not None else ours == theirs
            if not within:
                place = self.table.place(row, column, unit)
                differences.append((row, CellDifference(unit, column, ours, text or None, size, place)))
        largest = max(sizes, default=None)
        return ColumnCompared(column, len(rows), len(rows) - len(differences), largest), differences


@attrs.frozen
class _Reader:
    """How a column is read, and what of a unit it is held against.

    Attributes:
        ours: Gives what the unit has.
        exact: The tolerance does not count.
        words: What may stand in a cell of words → what it means; None: cells are numbers.
    """

    ours: Callable[[Standing], Value]
    exact: bool = False
    words: Mapping[str, str | None] | None = None

    def within(self, tolerance: Fraction) -> Fraction:
        return Fraction(0) if self.exact else tolerance

    def read(self, text: str, mark: DecimalMark) -> Value:
        """Read a cell.

        Raises:
            ValueError: It should be a number and is none.
        """
        if self.words is not None:
            return None if text in _NOTHING else self.words.get(_plain(text), text)
        if text in _NOTHING:
            return None
        if not any(pattern.fullmatch(text) for pattern in _NUMBERS[mark]):
            raise ValueError
        number = text.replace(".", "").replace(",", ".") if mark == "comma" else text
        return Decimal(number.replace("−", "-"))


def _reader(column: str, names: ResultNames) -> _Reader | None:
    """Say what a heading stands for; None: nothing of the result."""
    head, dot, key = column.partition(".")
    parts = names.parts
    if column == "total":
        return _Reader(lambda standing: standing.total)
    if column == "rank":
        return _Reader(lambda standing: None if standing.rank is None else Decimal(standing.rank), exact=True)
    if column == "class":
        return _Reader(lambda standing: standing.klass, words=_words(parts["classes"]))
    if dot and head == "points" and key in parts["criteria"]:
        return _Reader(lambda standing: standing.points.get(key))
    if dot and head == "title" and key in parts["titles"]:
        return _Reader(
            lambda standing: _state(standing.titles.get(key)),
            words={
                **dict.fromkeys(YES, "proposed"),
                **_words(TITLE),
                **dict.fromkeys([*NO, _plain(TITLE["no"].vi), _plain(TITLE["no"].en)]),
            },
        )
    return None


def _words(titles: Mapping[str, Text]) -> dict[str, str | None]:
    """Give what a thing may be called in a table, whatever its capital letters: its id, its title in both languages."""
    return {_plain(word): key for key, title in titles.items() for word in (key, title.vi, title.en)}


def _apart(ours: Value, theirs: Value) -> Fraction | None:
    return Fraction(theirs) - Fraction(ours) if isinstance(ours, Decimal) and isinstance(theirs, Decimal) else None


def _state(word: str | None) -> str | None:
    """A blank says that the title is not proposed."""
    return None if word == "no" else word


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return unicodedata.normalize("NFC", str(cell).strip(BLANKS))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.casefold().split()))
