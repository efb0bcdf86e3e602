"""What is written for spreadsheet programs: CSV as they cut it, and workbooks in which a text stays a text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from dvk_scoring.extras import needs
from dvk_scoring.figures.apostrophes import harmless
from dvk_scoring.figures.sheet import MOST_ROWS
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.text import Language

BEGINNINGS: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a text begins with that a spreadsheet would take for a formula when its cell is edited."""
LOCALES: Final[Mapping[Language, str]] = {"vi": "[$-42A]", "en": "[$-409]"}
"""What a number format begins with, so that it has the decimal mark of the language wherever it is opened."""
DIGITS: Final = 15
"""Digits that a workbook holds of a number; a longer one is written as text."""
_BOM: Final = "\ufeff"
_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LOOK: Final = {"font_name": "Times New Roman", "font_size": 11}
_NARROWEST, _WIDEST = 8, 48


@attrs.frozen
class Number:
    """A number in a cell: decimal digits with a point, as ``12.50``."""

    text: str


Cell: TypeAlias = str | Number


@attrs.frozen
class Spelling:
    """How a CSV file is written; it is UTF-8 always.

    Attributes:
        separator: What stands between cells.
        comma: Decimals stand behind a comma, else behind a point.
        bom: It begins with a byte order mark, without which Excel takes it for a code page.
    """

    separator: str = ","
    comma: bool = False
    bom: bool = False

    def number(self, text: str) -> str:
        """Write a number, given with a point."""
        return text.replace(".", ",") if self.comma else text


FOR_TOOLS: Final = Spelling()
_FOR_EXCEL: Final[Mapping[Language, Spelling]] = {
    # As the regional settings of Windows have it: the list separator is the one that is no decimal mark.
    "vi": Spelling(";", comma=True, bom=True),
    "en": Spelling(",", bom=True),
}


def number_format(language: Language, decimals: int) -> str:
    """Write a number format: with the decimal mark of the language, thousands apart."""
    return f"{LOCALES[language]}#,##0" + (f".{'0' * decimals}" if decimals else "")


def spelling_for(language: Language, *, for_excel: bool) -> Spelling:
    """Give the spelling of tools, or the one that Excel cuts where its region speaks ``language``."""
    return _FOR_EXCEL[language] if for_excel else FOR_TOOLS


def write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Cell]], spelling: Spelling) -> None:
    """Write a table as CSV; no text in it can be taken for a formula.

    Raises:
        OSError: It cannot be written.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM if spelling.bom else "")
        writer = csv.writer(file, delimiter=spelling.separator, lineterminator="\n")
        writer.writerow(heads)
        for row in rows:
            writer.writerow(
                [spelling.number(cell.text) if isinstance(cell, Number) else harmless(cell) for cell in row]
            )


def new_workbook(target: Any, **more: Any) -> Any:
    """Begin a workbook of XlsxWriter that makes no formula, address or number of a text.

    Formulas are taken as they are: functions newer than the file format are written with their prefix.

    Args:
        target: A path, or a file in memory.
        more: Options of XlsxWriter besides.

    Raises:
        DvkError: XlsxWriter is not installed.
    """
    with needs("office", "XlsxWriter"):
        import xlsxwriter
        from xlsxwriter.worksheet import Worksheet

    class Plain(Worksheet):  # type: ignore[misc]
        """Does not look through each formula for thirty functions that none of them has."""

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
            return formula.removeprefix("=")

    book = xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), {**_OPTIONS, **more})
    book.worksheet_class = Plain
    return book


class Formats:
    """The formats of one workbook, each made the first time it is asked for."""

    def __init__(self, book: Any) -> None:
        """Take a workbook of XlsxWriter."""
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, look: Mapping[str, Any]) -> Any:
        """Give the format of these properties of XlsxWriter."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(look))
        return self._made[key]


def quoted(text: str) -> Mapping[str, bool]:
    """Give what the format of a text needs, so that it stays a text when its cell is edited."""
    return {"quote_prefix": True} if text[:1] in BEGINNINGS else {}


def write_book(path: Path, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language) -> None:
    """Write a table as a workbook of one sheet: numbers are numbers, texts are texts with all their zeros.

    A number of more than 15 digits is a text with a point, since no cell holds it.

    Raises:
        DvkError: XlsxWriter is not installed, or there are more rows than a sheet holds.
        OSError: It cannot be written.
    """
    rows = list(rows)
    if len(rows) >= MOST_ROWS:
        raise DvkError([problem("DVK-O404", rows=len(rows), most=MOST_ROWS - 1)])
    book = new_workbook(path)
    sheet = book.add_worksheet(name)
    made = Formats(book)
    for column, text in enumerate(heads):
        sheet.write_string(0, column, text, made({**_LOOK, "bold": True, "bottom": 1}))
    widths = [len(text) for text in heads]
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            text = cell.text if isinstance(cell, Number) else cell
            widths[column] = max(widths[column], len(text))
            if isinstance(cell, Number) and sum(map(str.isdigit, text)) <= DIGITS:
                decimals = len(text.partition(".")[2])
                shown = number_format(language, decimals)
                sheet.write_number(at, column, float(text), made({**_LOOK, "num_format": shown}))
            elif text:
                sheet.write_string(at, column, text, made({**_LOOK, "num_format": "@", **quoted(text)}))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(_NARROWEST, width + 2), _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    close_workbook(book)


def close_workbook(book: Any) -> None:
    """Write a workbook onto the disk.

    Raises:
        OSError: It cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
