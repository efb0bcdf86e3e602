"""A workbook's bytes, looked at before the reader meets them.

Sizes are bounded, and cells that the reader would hand over as blank though they are not (an error value, a formula
never computed) are named.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from dvk_scoring.figures.table import BLANKS, DecimalMark, guarded
from dvk_scoring.problem import DvkError, Place, Problem, problem

MOST_BYTES = 512 * 1024 * 1024
MOST_CELLS = 50_000_000
_SLICE = 16 * 1024 * 1024
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*\bt\s*=\s*["']e["'][^>]*>""")
_FORMULA_ALONE = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")

Corner: TypeAlias = "tuple[int, int]"


@attrs.frozen
class SheetCells:
    """The cells of a sheet.

    Attributes:
        name: Of the sheet.
        rows: Every row from the first, every column from A; None where nothing stands.
        wrong: Cell that holds an error value or a formula never computed → code of the problem.
        merged: First and last corner (row, column, from 0) of each merged range.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    wrong: Mapping[str, str]
    merged: tuple[tuple[Corner, Corner], ...] = ()


@attrs.frozen
class Workbook:
    """An opened workbook.

    Attributes:
        path: As the user gave it.
        sheets: Names, in order.
    """

    path: Path
    sheets: tuple[str, ...]
    _book: Any
    _parts: Mapping[str, str]
    _most_cells: int

    def read(self, sheet: str) -> SheetCells:
        """Read the cells of one sheet.

        Raises:
            DvkError: It is damaged or too large.
        """
        wrong = _check_sheet(self.path, str(self.path), sheet, self._parts, self._most_cells)

        def read() -> SheetCells:
            found = self._book.get_sheet_by_name(sheet)
            return SheetCells(
                sheet, found.to_python(skip_empty_area=False), wrong, tuple(found.merged_cell_ranges or ())
            )

        return guarded(read, lambda reason: problem("DVK-D107", Place(file=str(self.path)), reason=reason))


def open_workbook(path: Path, *, most_bytes: int = MOST_BYTES, most_cells: int = MOST_CELLS) -> Workbook:
    """Open a workbook of bounded size.

    Raises:
        DvkError: It is damaged, too large, or no workbook.
    """
    from python_calamine import CalamineWorkbook

    name = str(path)
    parts = _check_archive(path, name, most_bytes)

    def broken(reason: str) -> Problem:
        return problem("DVK-D107", Place(file=name), reason=reason)

    book = guarded(lambda: CalamineWorkbook.from_path(str(path)), broken)
    return Workbook(path, tuple(book.sheet_names), book, parts, most_cells)


def has_text(cell: Any) -> bool:
    """Tell whether anything stands in a cell."""
    return bool(cell.strip(BLANKS)) if isinstance(cell, str) else cell is not None


def cell_text(cell: Any, mark: DecimalMark) -> str:
    """Write a cell as text, numbers with the file's decimal mark so that all cells of a column read alike."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        if isinstance(cell, int) or (cell.is_integer() and abs(cell) < 10**15):
            return str(int(cell))
        shortest = Decimal(format(cell, ".15g"))
        written = str(shortest) if abs(shortest.adjusted()) > 30 else format(shortest, "f")
        return written.replace(".", ",") if mark == "comma" else written
    return "" if cell is None else str(cell)


def column_letters(at: int) -> str:
    """Write the number of a column, from 0, as a sheet does: A, B, …, AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_archive(path: Path, name: str, most: int) -> dict[str, str]:
    """Unpack everything once, within bounds, and give sheet name → its part of the archive."""
    place = Place(file=name)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > most:
                raise DvkError([problem("DVK-D108", place, most=most // 1024 // 1024)])
            if "xl/workbook.xml" not in archive.namelist():
                raise DvkError([problem("DVK-D106", place)])
            damaged = archive.testzip()
            if damaged is not None:
                raise DvkError([problem("DVK-D107", place, reason=damaged)])
            return _sheet_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError) as error:
        raise DvkError([problem("DVK-D107", place, reason=str(error))]) from None


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    def attributes(element: bytes) -> dict[str, str]:
        return {
            key.decode(): html.unescape(value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(element)
        }

    relations = (
        archive.read("xl/_rels/workbook.xml.rels") if "xl/_rels/workbook.xml.rels" in archive.namelist() else b""
    )
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in map(attributes, re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", relations))
    }
    found: dict[str, str] = {}
    for one in map(attributes, re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", archive.read("xl/workbook.xml"))):
        target = targets.get(next((value for key, value in one.items() if key.endswith(":id")), ""), "")
        found[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _check_sheet(path: Path, name: str, sheet: str, sheets: Mapping[str, str], most: int) -> dict[str, str]:
    """Bound the sheet's area, and name cells whose value the reader would drop."""
    with zipfile.ZipFile(path) as archive:
        part = sheets.get(sheet, "")
        if part not in archive.namelist():
            raise DvkError([problem("DVK-D107", Place(file=name, sheet=sheet), reason=part or sheet)])
        xml = archive.read(part)
    columns: set[bytes] = set()
    last = 0
    for start in range(0, len(xml), _SLICE):
        found = _REFERENCE.findall(xml, max(0, start - 32), start + _SLICE)
        columns |= {letters for letters, _ in found}
        last = max(last, max((int(row) for _, row in found), default=0))
    width = max(
        (sum((one - 64) * 26**at for at, one in enumerate(reversed(letters))) for letters in columns), default=0
    )
    if width * last > most:
        raise DvkError([problem("DVK-D122", Place(file=name, sheet=sheet), rows=last, columns=width)])
    wrong = [("DVK-D114", one.group(0)) for one in _ERROR_CELL.finditer(xml)]
    wrong += [
        ("DVK-D115", one.group(1))
        for one in _FORMULA_ALONE.finditer(xml)
        if dict(_ATTRIBUTE.findall(one.group(1))).get(b"t") != b"str"
    ]
    return {dict(_ATTRIBUTE.findall(element)).get(b"r", b"?").decode(): code for code, element in wrong}
