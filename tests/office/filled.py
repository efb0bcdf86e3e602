"""Forms filled in as a clerk would, by a program: values into the cells that a form leaves open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.forms.known import shown_value
from dvk_scoring.scheme.model import Scheme

Values = Mapping[str, Mapping[str, int | None]]


def values_of(frame: Any, names: Any) -> Values:
    """Give unit → column → value, None for what is not assigned."""
    return {
        row["unit"]: {name: row[name] for name in names if row[name] is not None or row.get(f"{name}?") == 1}
        for row in frame.iter_rows(named=True)
    }


def forms_in(path: Path) -> list[Any]:
    """Give the sheets of a workbook that are forms."""
    return [sheet for sheet in openpyxl.load_workbook(path).worksheets if is_form(sheet)]


def is_form(sheet: Any) -> bool:
    return isinstance(sheet["A1"].value, str) and "dvk-form" in sheet["A1"].value


def role_columns(sheet: Any) -> dict[str, int]:
    """Give role → number of the column, from 1, as the hidden row says."""
    return {cell.value: cell.column for cell in sheet[2] if cell.value}


def rows_of(sheet: Any) -> dict[str, int]:
    """Give the row of each figure that a form asks for."""
    return {cell.value: cell.row for cell in sheet["A"][2:] if cell.value}


def fill(path: Path, scheme: Scheme, values: Values, unit_of: Callable[[Any], str]) -> int:
    """Fill in every form of a workbook; give how many cells were filled in."""
    book = openpyxl.load_workbook(path)
    specs = figure_columns(scheme)
    count = 0
    for sheet in (one for one in book.worksheets if is_form(one)):
        columns, own = role_columns(sheet), values[unit_of(sheet)]
        for figure, row in rows_of(sheet).items():
            if figure not in own:
                continue
            shown = shown_value(own[figure], specs[figure][0], "vi")
            value = sheet.cell(row, columns["value"])
            value.value = float(shown) if isinstance(shown, Decimal) and shown % 1 else shown
            sheet.cell(row, columns["evidence"]).value = f"BB {row}/2020"
            if "earlier" in columns and sheet.cell(row, columns["earlier"]).value not in (None, value.value):
                sheet.cell(row, columns["reason"]).value = "Theo biên bản thẩm định"
            count += 1
    book.save(path)
    return count
