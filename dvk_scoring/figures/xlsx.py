"""XLSX in: a plain table, the first row its headings, on the sheet ``figures`` or else the first one.

A workbook's bytes are looked at before the reader meets them: sizes are bounded, and cells that the reader would hand
over as blank though they are not (an error value, a formula never computed) are refused.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals as nw

from dvk_scoring.figures.table import BLANKS, LIMIT, DecimalMark, Table, clean_headings, digest, guarded, more_than
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


def read_xlsx(path: Path, mark: DecimalMark, backend: str) -> Table:
    """Read a workbook's table as strings; numbers are written as their shortest decimal, at most 15 digits.

    Raises:
        DvkError: It is damaged, too large, no workbook, or holds error values.
    """
    from python_calamine import CalamineWorkbook

    name = str(path)
    sheets = _check_archive(path, name)

    def broken(reason: str) -> Problem:
        return problem("DVK-D107", Place(file=name), reason=reason)

    book = guarded(lambda: CalamineWorkbook.from_path(str(path)), broken)
    if not book.sheet_names:
        raise DvkError([problem("DVK-D102", Place(file=name))])
    sheet = next((one for one in book.sheet_names if one.strip().casefold() == "figures"), book.sheet_names[0])
    _check_sheet(path, name, sheet, sheets)
    cells = guarded(lambda: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), broken)
    return _as_table(path, sheet, cells, mark, backend)


def _as_table(path: Path, sheet: str, cells: Sequence[Sequence[Any]], mark: DecimalMark, backend: str) -> Table:
    name = str(path)
    rows = [(line, row) for line, row in enumerate(cells, 1) if any(_has_text(cell) for cell in row)]
    place = Place(file=name, sheet=sheet)
    if not rows:
        raise DvkError([problem("DVK-D102", place)])
    (first, heading), data = rows[0], rows[1:]
    if not data:
        raise DvkError([problem("DVK-D103", place)])
    titles = [_text(cell, mark) for cell in heading]
    titled = Place(file=name, sheet=sheet, cell=f"A{first}")
    head = clean_headings(titles, titled, lambda at: any(_has_text(row[at]) for _, row in data))
    kept = [(at, one) for at, one in enumerate(head) if one]
    odd = {
        (at, one): type(row[column]).__name__
        for column, one in kept
        for at, (_, row) in enumerate(data)
        if isinstance(row[column], date | time | timedelta)
    }
    columns = {one: [_text(row[column], mark) for _, row in data] for column, one in kept}
    lines = [line for line, _ in data]
    return Table(
        name,
        "xlsx",
        nw.from_dict(columns, dict.fromkeys(columns, nw.String()), backend=backend),  # type: ignore[arg-type]
        digest(path),
        mark,
        lines.__getitem__,
        sheet,
        {one: _letters(at) for at, one in kept},
        odd,
    )


def _has_text(cell: Any) -> bool:
    return bool(cell.strip(BLANKS)) if isinstance(cell, str) else cell is not None


def _text(cell: Any, mark: DecimalMark) -> str:
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


def _letters(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _check_archive(path: Path, name: str) -> dict[str, str]:
    """Unpack everything once, within bounds, and give sheet name → its part of the archive."""
    place = Place(file=name)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_BYTES:
                raise DvkError([problem("DVK-D108", place, most=MOST_BYTES // 1024 // 1024)])
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


def _check_sheet(path: Path, name: str, sheet: str, sheets: dict[str, str]) -> None:
    """Bound the sheet's area, and refuse cells whose value the reader would drop."""
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
    if width * last > MOST_CELLS:
        raise DvkError([problem("DVK-D122", Place(file=name, sheet=sheet), rows=last, columns=width)])
    wrong = [("DVK-D114", one.group(0)) for one in _ERROR_CELL.finditer(xml)]
    wrong += [
        ("DVK-D115", one.group(1))
        for one in _FORMULA_ALONE.finditer(xml)
        if dict(_ATTRIBUTE.findall(one.group(1))).get(b"t") != b"str"
    ]
    if wrong:
        cells = [(code, dict(_ATTRIBUTE.findall(element)).get(b"r", b"?").decode()) for code, element in wrong[:LIMIT]]
        problems = [problem(code, Place(file=name, sheet=sheet, cell=cell)) for code, cell in cells]
        raise DvkError(problems + more_than(len(wrong), name, code=wrong[0][0]))
