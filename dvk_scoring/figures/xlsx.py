"""XLSX in: a plain table, the first row its headings, on the sheet ``figures`` or else the first one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw

from dvk_scoring.figures.table import LIMIT, DecimalMark, Table, clean_headings, digest, more_than
from dvk_scoring.figures.workbook import cell_text, column_letters, has_text, open_workbook
from dvk_scoring.problem import DvkError, Place, problem


def read_xlsx(path: Path, mark: DecimalMark, backend: str) -> Table:
    """Read a workbook's table as strings; numbers are written as their shortest decimal, at most 15 digits.

    A cell with an error value, or a formula that was never computed, is left blank and is a fault of the table.

    Raises:
        DvkError: It is damaged, too large, or no workbook.
    """
    name = str(path)
    book = open_workbook(path)
    if not book.sheets:
        raise DvkError([problem("DVK-D102", Place(file=name))])
    sheet = next((one for one in book.sheets if one.strip().casefold() == "figures"), book.sheets[0])
    cells = book.read(sheet)
    wrong = list(cells.wrong.items())
    faults = [problem(code, Place(file=name, sheet=sheet, cell=cell)) for cell, code in wrong[:LIMIT]]
    faults += more_than(len(wrong), name, code=wrong[0][1]) if wrong else []
    try:
        return attrs.evolve(_as_table(path, sheet, cells.rows, mark, backend), faults=tuple(faults))
    except DvkError as error:
        raise DvkError([*faults, *error.problems]) from None


def _as_table(path: Path, sheet: str, cells: Sequence[Sequence[Any]], mark: DecimalMark, backend: str) -> Table:
    name = str(path)
    rows = [(line, row) for line, row in enumerate(cells, 1) if any(has_text(cell) for cell in row)]
    place = Place(file=name, sheet=sheet)
    if not rows:
        raise DvkError([problem("DVK-D102", place)])
    (first, heading), data = rows[0], rows[1:]
    if not data:
        raise DvkError([problem("DVK-D103", place)])
    titles = [cell_text(cell, mark) for cell in heading]
    titled = Place(file=name, sheet=sheet, cell=f"A{first}")
    head = clean_headings(titles, titled, lambda at: any(has_text(row[at]) for _, row in data))
    kept = [(at, one) for at, one in enumerate(head) if one]
    odd = {
        (at, one): type(row[column]).__name__
        for column, one in kept
        for at, (_, row) in enumerate(data)
        if isinstance(row[column], date | time | timedelta)
    }
    columns = {one: [cell_text(row[column], mark) for _, row in data] for column, one in kept}
    lines = [line for line, _ in data]
    return Table(
        name,
        "xlsx",
        nw.from_dict(columns, dict.fromkeys(columns, nw.String()), backend=backend),  # type: ignore[arg-type]
        digest(path),
        mark,
        lines.__getitem__,
        sheet,
        {one: column_letters(at) for at, one in kept},
        odd,
    )
