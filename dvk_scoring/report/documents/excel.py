"""The big table as a workbook to look at and to print: a sheet a cluster, set up as the paper is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeAlias

from dvk_scoring.aside import LONGEST_SHEET, distinct_names
from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.report.documents.letterhead import Kind
from dvk_scoring.report.documents.widths import parted
from dvk_scoring.spreadsheet import DIGITS, Formats, close_workbook, new_workbook, number_format, quoted
from dvk_scoring.text import visible

Look: TypeAlias = Mapping[str, Any]
_FONT: Final = "Times New Roman"
_A3: Final = 8
"""The number of the paper in a workbook."""
_EPOCH: Final = (1980, 1, 1)
_INCH: Final = 25.4
_INNER: Final = 1.5
"""Room that a cell keeps free, in mm."""
_SPARE: Final = 0.93
"""Of each width, so that programs that round widths up find room for a whole band on a page."""
_MARKS: Final = {"vi": ",", "en": "."}
_STRONG: Final = ("section", "sum", "whole", "most")


def make_xlsx(_kind: Kind, papers: Sequence[Mapping[str, Any]], template: Path | None) -> bytes:
    """Write the big table as a workbook; numbers are numbers. The same data give the same bytes.

    Raises:
        DvkError: XlsxWriter is missing, or a template is given.
    """
    if template is not None:
        raise DvkError([problem("DVK-O227", Place(file=str(template)), known=".docx → .docx, .typ → .pdf")])
    (data,) = papers
    written = BytesIO()
    # Widths are counted in digits of the common font: one that every machine has, or one as wide.
    common = {"font_name": _FONT, "font_size": 11}
    book = new_workbook(written, default_format_properties=common, in_memory=True)
    book.set_properties({"title": f"{data['title']} – {data['about']}", "created": datetime(*_EPOCH)})  # noqa: DTZ001 - a fixed moment of no zone
    names = distinct_names([sheet["title"] for sheet in data["tables"]], LONGEST_SHEET)
    for name, table in zip(names, data["tables"], strict=True):
        _Sheet(book, book.add_worksheet(name), data, table).write()
    close_workbook(book)
    return written.getvalue()


class _Sheet:
    """Writes one table."""

    def __init__(self, book: Any, sheet: Any, data: Mapping[str, Any], table: Mapping[str, Any]) -> None:
        self.sheet, self.data, self.table = sheet, data, table
        self.voices, self.heads, self.columns = data["voices"], table["heads"], table["columns"]
        self.starts = [len(self.heads)]
        for column in self.columns:
            self.starts.append(self.starts[-1] + column["spans"])
        self._made = Formats(book)

    def _text(self, row: int, column: int, text: str, look: Look) -> None:
        """Write a text so that it stays one, also when its cell is edited."""
        self.sheet.write_string(row, column, visible(text), self._made({**look, **quoted(text)}))

    def _like(self, *, align: str = "center", bold: bool = False, italic: bool = False, box: bool = True) -> Look:
        shared = {"font_name": _FONT, "font_size": self.data["letters"], "valign": "vcenter", "align": align}
        return {**shared, "bold": bold, "italic": italic, "border": int(box), "text_wrap": box}

    def write(self) -> None:
        top = self._title()
        first = self._head(top)
        row = first
        for row, line in enumerate(self.table["rows"], start=first):
            self._row(row, line)
        self._below(row + 2)
        self._set_up(top, first)

    def _below(self, row: int) -> None:
        """Write notes and trace below the points of the first band: what is repeated with every band has no room."""
        start, end = self.starts[0], self.table["bands"][0]["end"]
        width = sum(column["width"] for column in self.columns[:end])
        for at, (text, italic) in enumerate(
            [*((note, False) for note in self.data["notes"]), (self.data["trace"], True)]
        ):
            self._lengthy(row + at, start, text, width, across=self.starts[end] - start, italic=italic)

    def _lengthy(self, row: int, column: int, text: str, width: float, *, across: int, **look: bool) -> None:
        """Write a text across columns, in as many lines as it takes."""
        self._across(
            row, column, text, {**self._like(align="left", box=False, **look), "text_wrap": True}, across=across
        )
        self.sheet.set_row(row, self._height(self._lines(text, width)))

    def _title(self) -> int:
        """Write what it is; gives the row of the head."""
        data, lines = self.data, []
        lines += [(data["title"], True), (data["about"], True), (data["attached"], False), (data["note"], True)]
        shown = [*(line for line in lines if line[0]), (self.table["title"], True)]
        width = sum(head["width"] for head in self.heads)
        for row, (text, bold) in enumerate(shown):
            self._lengthy(row, 0, text, width, across=len(self.heads), bold=bold, italic=not bold)
        return len(shown)

    def _head(self, top: int) -> int:
        """Write the head; gives the row below it."""
        rows, bold = 2 if self.voices else 1, self._like(bold=True)
        for at, column in enumerate(self.heads):
            self._across(top, at, column["title"], bold, down=rows)
        for start, column in zip(self.starts, self.columns, strict=False):
            alone = column["spans"] == 1
            self._across(top, start, column["title"], bold, across=column["spans"], down=rows if alone else 1)
            if not alone:
                for at, voice in enumerate(self.voices):
                    self._text(top + 1, start + at, voice, bold)
        self._heights(top)
        return top + rows

    def _heights(self, top: int) -> None:
        """Give the head the height its words need: merged cells do not find it by themselves."""
        taken = {
            at: self._lines(column["title"], column["width"]) for at, column in enumerate([*self.heads, *self.columns])
        }
        wide = [len(self.heads) + at for at, column in enumerate(self.columns) if column["spans"] > 1]
        below = 0
        if wide and self.voices:
            narrow = min(column["width"] / column["spans"] for column in self.columns if column["spans"] > 1)
            below = max(self._lines(voice, narrow) for voice in self.voices)
            self.sheet.set_row(top + 1, self._height(below))
        over = [lines if at in wide else lines - below for at, lines in taken.items()]
        self.sheet.set_row(top, self._height(max(1, *over)))

    def _lines(self, text: str, width: float) -> int:
        """Give about how many lines a text takes in a column, in bold."""
        return len(parted(text, width * _SPARE - _INNER, self.data["letters"]))

    def _height(self, lines: int) -> float:
        """Give the height of a row in points."""
        return lines * float(self.data["letters"]) * 1.25 + 4

    def _row(self, row: int, line: Mapping[str, Any]) -> None:
        bold = line["kind"] in _STRONG
        lines = (self._lines(text, head["width"]) for text, head in zip(line["heads"], self.heads, strict=True))
        self.sheet.set_row(row, self._height(max(lines)))
        for at, (text, number) in enumerate(zip(line["heads"], line["head_numbers"], strict=True)):
            if number:
                self._number(row, at, text, number, across=1, bold=bold)
            else:
                self._text(row, at, text, self._like(align="left" if at == 1 else "center", bold=bold))
        for start, column, texts, numbers in zip(
            self.starts, self.columns, line["cells"], line["numbers"], strict=False
        ):
            for at, (text, number) in enumerate(zip(texts, numbers, strict=True)):
                strong = bold or (len(texts) > 1 and at + 1 == len(texts))
                across = column["spans"] if len(texts) == 1 else 1
                self._number(row, start + at, text, number, across=across, bold=strong)

    def _number(self, row: int, column: int, text: str, number: str, *, across: int, bold: bool) -> None:
        """Write a number as one, with the decimals it is shown with; texts and very long numbers as texts."""
        value = Decimal(number) if number else None
        if value is None or len(value.as_tuple().digits) > DIGITS:
            self._across(row, column, text, self._like(bold=bold), across=across)
            return
        places = len(text.rpartition(_MARKS[self.data["language"]])[2]) if _MARKS[self.data["language"]] in text else 0
        look = {**self._like(bold=bold), "num_format": number_format(self.data["language"], places)}
        self._across(row, column, "", look, across=across)
        self.sheet.write_number(row, column, float(value), self._made(look))

    def _across(self, row: int, column: int, text: str, look: Look, *, across: int = 1, down: int = 1) -> None:
        if across > 1 or down > 1:
            self.sheet.merge_range(row, column, row + down - 1, column + across - 1, "", self._made(look))
        self._text(row, column, text, look)

    def _set_up(self, top: int, first: int) -> None:
        """Set the sheet up as the paper: A3, its margins and widths, a new page where a band begins, heads on each."""
        sheet, heads = self.sheet, len(self.heads)
        for at, column in enumerate(self.heads):
            sheet.set_column(at, at, _characters(column["width"]))
        for start, column in zip(self.starts, self.columns, strict=False):
            sheet.set_column(start, start + column["spans"] - 1, _characters(column["width"] / column["spans"]))
        sheet.set_paper(_A3)
        sheet.set_landscape()
        sheet.set_margins(left=30 / _INCH, right=15 / _INCH, top=20 / _INCH, bottom=20 / _INCH)
        sheet.repeat_rows(top, first - 1)
        sheet.repeat_columns(0, heads - 1)
        sheet.freeze_panes(first, heads)
        sheet.set_footer(f"&C{visible(self.data['note'])}&R&P/&N".replace("&C&R", "&R"))
        bands = self.table["bands"]
        if len(bands) > 1:
            sheet.set_v_pagebreaks([self.starts[band["start"]] for band in bands[1:]])
        else:
            sheet.fit_to_pages(1, 0)


def _characters(width: float) -> float:
    """Give a width in mm as a workbook counts it: in digits of its common font, which are 7 points of 96 to an inch."""
    return max(1.0, (width * _SPARE / _INCH * 96 - 5) / 7)
