"""What was collected, as a long table that ``dvk score`` reads: CSV, or a workbook of one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.aside import untakable, written_aside
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.validate import shown_number
from dvk_scoring.forms import words
from dvk_scoring.forms.collected import Collected
from dvk_scoring.forms.judge import GoodCell
from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.spreadsheet import Cell, Number, spelling_for, write_book, write_csv
from dvk_scoring.text import Language, Text

COLUMNS: Final = ("unit", "figure", "value", "voice", "reason", "evidence")
SUFFIXES: Final = (".csv", ".xlsx")
_FIGURES: Final = Text(vi="Số liệu", en="Figures")
_MISSING: Final = Text(vi="Chưa gửi", en="Missing")


@attrs.frozen
class TableOrder:
    """How a long table is written.

    Attributes:
        path: Where to; the suffix decides the form.
        language: Of the sheet's name and its numbers, and of the region for ``for_excel``.
        for_excel: CSV is written as Excel cuts it there.
        force: Overwrite a file that is there.
    """

    path: Path
    language: Language = "en"
    for_excel: bool = False
    force: bool = False

    @property
    def commas(self) -> bool:
        """Whether decimals are written behind a comma, so that who reads the table must say so."""
        return self.path.suffix.lower() == ".csv" and spelling_for(self.language, for_excel=self.for_excel).comma

    def write(self, name: Text, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """Write rows; ``name``: of the sheet.

        Raises:
            DvkError: As ``check_orders``; a library is missing, there are too many rows, or the system refuses.
        """
        check_orders([self])
        with written_aside(self.path) as unfinished:
            if self.path.suffix.lower() == ".csv":
                write_csv(unfinished, heads, rows, spelling_for(self.language, for_excel=self.for_excel))
            else:
                write_book(unfinished, name.in_(self.language), heads, rows, self.language)


def check_orders(orders: Sequence[TableOrder]) -> None:
    """See before any work whether the tables can be written.

    Raises:
        DvkError: All that speaks against it: another suffix, a file twice or there already.
    """
    problems = [
        problem("DVK-O542", Place(file=str(order.path)), suffix=order.path.suffix or order.path.name)
        for order in orders
        if order.path.suffix.lower() not in SUFFIXES
    ]
    problems += untakable([order.path for order in orders], force=all(order.force for order in orders))
    if problems:
        raise DvkError(problems)


def write_collected(collected: Collected, order: TableOrder) -> None:
    """Write what was collected as a long table, a row a figure.

    Missing:
        A figure that was not reported has no row; one that is not assigned says ``KP``; 0 is a number.

    Raises:
        DvkError: The file cannot be written: see ``TableOrder.write``.
    """
    heads = [column for column in COLUMNS if column != "voice" or any(unit.voice for unit in collected.units)]
    if collected.listed is None:
        heads[1:1] = ["name", "cluster"]
    order.write(_FIGURES, heads, ([row[head] for head in heads] for row in _rows(collected)))


def write_missing(collected: Collected, order: TableOrder) -> None:
    """Write the units of the list of which nothing is taken, one a row: ``unit, name, cluster, files``.

    Missing:
        ``files`` is blank where nothing came.

    Raises:
        DvkError: The file cannot be written: see ``TableOrder.write``.
    """
    rows = ((unit.unit, unit.name, unit.cluster, ", ".join(unit.files)) for unit in collected.missing)
    order.write(_MISSING, ("unit", "name", "cluster", "files"), rows)


def _rows(collected: Collected) -> Iterator[dict[str, Cell]]:
    specs = collected.scheme.figure_columns
    for unit in collected.units:
        for figure in (name for name in specs if name in unit.cells):
            cell = unit.cells[figure]
            yield {
                "unit": unit.unit,
                "name": unit.name,
                "cluster": unit.cluster,
                "figure": figure,
                "value": _written(cell, specs[figure][0]),
                "voice": unit.voice,
                "reason": cell.entry.reason,
                "evidence": cell.entry.evidence,
            }


def _written(cell: GoodCell, spec: FigureSpec) -> Cell:
    if cell.value is None:
        return words.KP
    if spec.kind == "yes-no":
        return "yes" if cell.value else "no"
    if spec.kind == "choice":
        return spec.choices[cell.value][0]
    return Number(shown_number(cell.value, spec))
