"""ODS, the workbooks of LibreOffice: looked at before the reader of cells meets them, as XLSX is.

One part holds all sheets. It is looked through once: how far each sheet reaches, what is hidden, merged, not computed,
and what a number is shown as; the reader of cells then gives the values.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import attrs

from dvk_scoring.figures.archive import DAMAGED, SheetEntry, check_unfolding, unzip
from dvk_scoring.figures.file_kinds import LOCKED, unreadable
from dvk_scoring.figures.markup import DamagedMarkupError, Markup
from dvk_scoring.figures.number_format import ShownNumber
from dvk_scoring.figures.sheet import MOST_COLUMNS, MOST_ROWS, Corner, cell_name, column_letters
from dvk_scoring.figures.table import guarded
from dvk_scoring.figures.workbook import MOST_TEXT, SheetCells, check_spread, shortest
from dvk_scoring.problem import DvkError, Place, Problem, library_reason, problem
from dvk_scoring.text import visible

_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_SHEETS: Final = 10_000
_MOST_RANGES: Final = 500_000
_OF_SHEETS: Final = ("table:table-column", "table:table-row", "table:table-cell", "table:covered-table-cell")
_HIDDEN: Final = ("collapse", "filter")
_NUMBERS: Final = ("float", "percentage", "currency")
_ERROR: Final = re.compile(r"#[A-Z0-9/]+[!?]?|Err:[0-9]+")


@attrs.define
class _Sheet:
    """What is found of a sheet; rows and columns are counted from 0, the hidden ones from 1."""

    name: str
    filled: int = 0
    last: Corner = (0, 0)
    far: str = ""
    text: int = 0
    wrong: dict[str, str] = attrs.field(factory=dict)
    formulas: list[str] = attrs.field(factory=list)
    merged: list[tuple[Corner, Corner]] = attrs.field(factory=list)
    shown: dict[Corner, tuple[bool, str]] = attrs.field(factory=dict)
    hidden_rows: list[range] = attrs.field(factory=list)
    hidden_columns: list[range] = attrs.field(factory=list)


@attrs.frozen
class OdsBook:
    """An opened ODS workbook; ``read`` gives the cells of a sheet."""

    path: Path
    sheets: tuple[SheetEntry, ...]
    _book: Any
    _looks: Sequence[_Sheet]
    kind: ClassVar[Literal["ods"]] = "ods"

    def read(self, sheet: SheetEntry) -> SheetCells:
        """Read the cells of one sheet.

        Raises:
            DvkError: It is damaged.
        """
        look, place = self._looks[sheet.number], Place(file=visible(str(self.path)), sheet=sheet.name)

        def broken(reason: str) -> Problem:
            return problem("DVK-D107", place, reason=library_reason(reason))

        rows = guarded(lambda: self._book.get_sheet_by_index(sheet.number).to_python(skip_empty_area=False), broken)
        for (row, column), (percent, shown) in look.shown.items():
            value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
            if isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0:
                number = shortest(value)
                rows[row][column] = ShownNumber(number, _as_shown(number, shown), percent=percent)
        bottom, right = look.last
        return SheetCells(
            sheet.name,
            rows,
            look.wrong,
            look.merged,
            (),
            frozenset(row for span in look.hidden_rows for row in span if row <= bottom),
            frozenset(column for span in look.hidden_columns for column in span if column <= right),
            frozenset(look.formulas),
        )


def is_ods(path: Path) -> bool:
    """Tell whether a file is an archive that says that it is an ODS workbook."""
    try:
        with unzip(path) as archive, archive.open("mimetype") as file:
            return file.read(len(_MIMETYPE)) == _MIMETYPE
    except DAMAGED:  # how it is damaged is told where it is opened
        return False


def open_ods(path: Path, *, most_bytes: int, most_cells: int) -> OdsBook:
    """Open an ODS workbook of bounded size.

    Raises:
        DvkError: It is damaged, or too large.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    place = Place(file=visible(str(path)))

    def broken(reason: str) -> Problem:
        return problem("DVK-D107", place, reason=library_reason(reason))

    try:
        with unzip(path) as archive:
            check_unfolding(archive, most_bytes, place)
            if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
                raise DvkError([unreadable(place, LOCKED)])
            content = archive.read(_CONTENT)
        looks = _look_through(content)
    except DAMAGED as error:
        raise DvkError([broken(str(error))]) from None
    for sheet in looks:
        there = attrs.evolve(place, sheet=sheet.name)
        check_spread(sheet.last, sheet.filled, sheet.far, most_cells, there)
        if sheet.text > MOST_TEXT:
            raise DvkError([problem("DVK-D116", there, most=MOST_TEXT // 1_000_000)])
    book = guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(_packed(content))), broken)
    told = [(metadata.name, metadata.visible) for metadata in book.sheets_metadata]
    if not told or [name for name, _ in told] != [sheet.name for sheet in looks]:
        raise DvkError([broken(_CONTENT)])
    sheets = [SheetEntry(name, seen != SheetVisibleEnum.Visible, at) for at, (name, seen) in enumerate(told)]
    return OdsBook(path, tuple(sheets), book, looks)


def _packed(content: bytes) -> bytes:
    """Pack anew what cells are read from, and nothing else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        new.writestr("mimetype", _MIMETYPE)
        new.writestr(_MANIFEST, '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        new.writestr(_CONTENT, content)
    return packed.getvalue()


def _look_through(content: bytes) -> list[_Sheet]:
    """Look through all sheets once.

    Raises:
        DamagedMarkupError: It is damaged, or says that a sheet is larger than any is.
    """
    looking = _Looking()
    looking.markup.look_through(io.BytesIO(content))
    return looking.sheets


class _Looking:
    """One look through the sheets of a workbook, element by element, by their names with the usual prefixes."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._cell: Mapping[str, str] | None = None
        self._texts: list[str] = []
        self._within = self._aside = 0
        self._inside = False
        self.markup = Markup(self._begin)
        self.markup.parser.EndElementHandler = self._end

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _OF_SHEETS and not (self._inside or self._aside):
            raise DamagedMarkupError(f"<{name}>")
        match name:
            case "table:table":
                self._new_sheet(attributes)
            case "table:table-column" if not self._aside:
                span = range(self._column + 1, self._column + _times(attributes, "columns", MOST_COLUMNS) + 1)
                if attributes.get("table:visibility") in _HIDDEN:
                    self._keep(self.sheets[-1].hidden_columns, span)
                self._column = span.stop - 1
            case "table:table-row" if not self._aside:
                self._column, self._rows = 0, _times(attributes, "rows", MOST_ROWS)
                if attributes.get("table:visibility") in _HIDDEN:
                    self._keep(self.sheets[-1].hidden_rows, range(self._row + 1, self._row + self._rows + 1))
            case "table:table-cell" | "table:covered-table-cell" if not self._aside:
                self._cell, self._texts = dict(attributes), []
                self._columns = _times(attributes, "columns", MOST_COLUMNS)
            case "office:annotation" | "draw:frame" | "draw:custom-shape" | "table:shapes":
                self._aside += 1
            case "text:p" if self._cell is not None and not self._aside:
                self._texts += ["\n"] if self._texts else []
                self._within += 1
                self.markup.parser.CharacterDataHandler = self._texts.append

    def _end(self, name: str) -> None:
        self.markup.ended(name)
        match name:
            case "table:table" if not self._aside:
                self._inside = False
            case "table:table-row" if not self._aside:
                self._row += self._rows
            case "table:table-cell" | "table:covered-table-cell" if self._cell is not None and not self._aside:
                self._finish(self._cell)
                self._column += self._columns
                self._cell = None
            case "office:annotation" | "draw:frame" | "draw:custom-shape" | "table:shapes":
                self._aside -= 1
            case "text:p" if self._within and not self._aside:
                self._within -= 1
                self.markup.parser.CharacterDataHandler = None

    def _new_sheet(self, attributes: Mapping[str, str]) -> None:
        if self._inside or self._aside or len(self.sheets) >= _MOST_SHEETS:
            raise DamagedMarkupError("<table:table>")
        self.sheets.append(_Sheet(attributes.get("table:name", "")))
        self._row = self._column = 0
        self._inside = True

    def _finish(self, cell: Mapping[str, str]) -> None:
        """Judge a cell that has ended."""
        sheet, text = self.sheets[-1], "".join(self._texts)
        kind = cell.get("office:value-type")
        formula = "table:formula" in cell
        if kind is None and not formula and not text:
            return
        row, column = self._row + self._rows, self._column + self._columns
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise DamagedMarkupError(f"{column_letters(column - 1)}{row}")
        first = cell_name(self._row, self._column)
        if column > sheet.last[1] or row > sheet.last[0]:
            sheet.far = f"{column_letters(column - 1)}{row}"
        sheet.last = max(row, sheet.last[0]), max(column, sheet.last[1])
        sheet.filled += 1
        sheet.text += len(text) * self._rows * self._columns
        fault = _fault(cell, kind, text, formula=formula)
        for reference in self._references(first) if fault or formula else ():
            if fault:
                sheet.wrong[reference] = fault
            if formula:
                sheet.formulas.append(reference)
        if kind in _NUMBERS and not fault and (kind == "percentage" or text not in ("", cell.get("office:value"))):
            self._show(sheet, percent=kind == "percentage", text=text)
        self._merge(sheet, cell)

    def _references(self, first: str) -> list[str]:
        if self._rows * self._columns == 1:
            return [first]
        return [cell_name(row, column) for row, column in self._corners()]

    def _corners(self) -> list[Corner]:
        if self._rows * self._columns > _MOST_RANGES:
            raise DamagedMarkupError(f"{self._rows} × {self._columns}")
        rows = range(self._row, self._row + self._rows)
        return [(row, column) for row in rows for column in range(self._column, self._column + self._columns)]

    def _show(self, sheet: _Sheet, *, percent: bool, text: str) -> None:
        for corner in self._corners():
            sheet.shown[corner] = percent, text

    def _merge(self, sheet: _Sheet, cell: Mapping[str, str]) -> None:
        down, across = (_whole(cell, f"table:number-{name}-spanned") for name in ("rows", "columns"))
        if down * across > 1:
            last = min(self._row + down, MOST_ROWS) - 1, min(self._column + across, MOST_COLUMNS) - 1
            self._keep(sheet.merged, ((self._row, self._column), last))

    def _keep(self, kept: list[Any], item: object) -> None:
        kept.append(item)
        if len(kept) > _MOST_RANGES:
            raise DamagedMarkupError(f"> {_MOST_RANGES}")


def _times(attributes: Mapping[str, str], name: str, most: int) -> int:
    """Give how often a row, column or cell is repeated; what reaches beyond a sheet reaches to its end."""
    return min(_whole(attributes, f"table:number-{name}-repeated"), most)


def _whole(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise DamagedMarkupError(f'{name}="{text[:20]}"')
    return int(text)


def _fault(cell: Mapping[str, str], kind: str | None, text: str, *, formula: bool) -> str | None:
    """Give the code of an error value or of a formula that was never computed."""
    if cell.get("calcext:value-type") == "error" or (formula and _ERROR.fullmatch(text)):
        return "DVK-D114"
    if formula and (kind is None or (kind in _NUMBERS and "office:value" not in cell)):
        return "DVK-D115"
    return None


def _as_shown(number: Decimal, shown: str) -> str:
    """Give what an id is shown as: zeros and fixed text around its digits, ``007``; else the digits themselves."""
    digits = f"{number:f}"
    return shown.strip() if digits.isdecimal() and re.fullmatch(rf"[^0-9]*0*{digits}[^0-9]*", shown) else digits
