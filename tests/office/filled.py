"""Forms filled in as a clerk would, by a program: values into the cells that a form leaves open."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import openpyxl

from dvk_scoring.forms.known import shown_value
from dvk_scoring.scheme.model import Scheme

_CELL: Final = re.compile(r'<c r="(?P<at>[A-Z]+[0-9]+)"(?P<style> s="[0-9]+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
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


def cells_of(sheet: Any, unit_of: Callable[[Any], str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give each unit and figure of a form, or of a table of units, with its cells by role.

    A table has one cell of evidence for all units of a figure, in the row that says so.
    """
    if json.loads(sheet["A1"].value)["dvk-form"] == 1:
        columns = role_columns(sheet)
        for figure, row in rows_of(sheet).items():
            yield unit_of(sheet), figure, {role: sheet.cell(row, at) for role, at in columns.items()}
        return
    heads = [(at, sheet.cell(2, at).value, sheet.cell(3, at).value) for at in range(1, sheet.max_column + 1)]
    named = next(at for at, role, _ in heads if role == "unit")
    keys = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for row in range(keys["@evidence"] + 1, keys["@end"]):
        for figure in dict.fromkeys(one for _, role, one in heads if role == "value"):
            found = {role: sheet.cell(row, at) for at, role, one in heads if one == figure}
            (at,) = (at for at, role, one in heads if (role, one) == ("value", figure))
            if not found["value"].protection.locked:
                evidence = sheet.cell(keys["@evidence"], at)
                yield sheet.cell(row, named).value, figure, {**found, "evidence": evidence}


def fill(path: Path, scheme: Scheme, values: Values, unit_of: Callable[[Any], str]) -> int:
    """Fill in every form of a workbook; give how many cells were filled in."""
    book = openpyxl.load_workbook(path)
    specs = scheme.figure_columns
    typed: list[tuple[Any, object]] = []
    count = 0
    for sheet in (one for one in book.worksheets if is_form(one)):
        for unit, figure, cells in cells_of(sheet, unit_of):
            own = values[unit]
            if figure not in own:
                continue
            exact = shown_value(own[figure], specs[figure][0], "vi")
            shown = float(exact) if isinstance(exact, Decimal) and exact % 1 else exact
            typed += [(cells["value"], shown), (cells["evidence"], f"BB {cells['value'].row}/2020")]
            if "earlier" in cells and cells["earlier"].value not in (None, shown):
                typed.append((cells["reason"], "Theo biên bản thẩm định"))
            count += 1
    type_in(path, book, typed)
    return count


def type_in(path: Path, book: Any, typed: Iterable[tuple[Any, object]]) -> None:
    """Put values into cells of a workbook on the disk; all else stays as the program wrote it.

    Args:
        book: The same workbook as openpyxl reads it; to have it write all of it takes longest.
        typed: Cells of it, each with its value.
    """
    by_sheet: dict[str, dict[str, object]] = {}
    for cell, value in typed:
        part = f"xl/worksheets/sheet{book.worksheets.index(cell.parent) + 1}.xml"
        by_sheet.setdefault(part, {})[cell.coordinate] = value
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in parts.items():
            cells = by_sheet.get(name, {})
            text = _CELL.sub(partial(_typed, cells), content.decode()) if cells else content
            assert not cells, "a cell that the file does not have"
            target.writestr(name, text)


def _typed(cells: dict[str, object], found: re.Match[str]) -> str:
    at, style = found["at"], found["style"] or ""
    if at not in cells:
        return found[0]
    value = cells.pop(at)
    if isinstance(value, str):
        return f'<c r="{at}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{at}"{style}><v>{value}</v></c>'
