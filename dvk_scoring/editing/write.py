"""A workbook that people edit: yellow cells to fill in, all else locked, made to be read on screen and on A4."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from dvk_scoring.aside import LONGEST_SHEET, distinct_names, written_aside
from dvk_scoring.editing.cells import Cell, Field, Rate, shown
from dvk_scoring.editing.changes import cell_marks
from dvk_scoring.editing.marks import FIRST_ROW, HEAD_ROW, KEYS_ROW, Mark
from dvk_scoring.editing.sheets import Line, Sheet, head_help, head_title
from dvk_scoring.extras import needs
from dvk_scoring.forms import words as form_words
from dvk_scoring.forms.heights import column_points, row_height, text_height
from dvk_scoring.forms.held import Lists
from dvk_scoring.forms.rules import LONGEST_MESSAGE, LONGEST_TITLE, shortened
from dvk_scoring.forms.styles import FONT, SIZE, Styles
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.spreadsheet import Formats, close_workbook, new_workbook
from dvk_scoring.text import Text

_LOOKS: Final = {
    "border": 1,
    "border_color": "#B8C0C8",
    "valign": "vcenter",
    "bg_color": "#FFF8DC",
    "locked": False,
    "font_name": FONT,
    "font_size": SIZE,
}
_WIDE, _NARROW, _SHOWN = 34.0, 12.0, 22.0
_WIDEST_SHOWN: Final = 36.0
_TEXTS: Final = frozenset({"text", "string", "identity", "names", "some-names", "name-or-number", "offer", "lines"})
_CHOSEN: Final = frozenset({"words", "flag", "offer"})
_ALLOWED: Final = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
}


@attrs.frozen
class BookToEdit:
    """What a workbook is made of.

    Attributes:
        title: Over every sheet.
        guide: How it is edited, under the title.
        mark: What it is made from; each sheet has its own id in it.
        sheets: In order.
    """

    title: Text
    guide: Text
    mark: Mark
    sheets: tuple[Sheet, ...]


def write_book(book: BookToEdit, path: Path) -> None:
    """Write a workbook to be edited.

    Raises:
        DvkError: XlsxWriter is missing, or the system refuses.
    """
    with needs("office", "XlsxWriter"):
        import xlsxwriter  # noqa: F401 - asked for before the file is begun
    language = book.mark.language
    names = distinct_names([page.title.in_(language) for page in book.sheets], LONGEST_SHEET, [form_words.LISTS])
    with written_aside(path) as unfinished:
        file = new_workbook(unfinished)
        file.set_properties({"title": book.title.in_(language)})
        styles = Styles(file)
        sheets = [file.add_worksheet(name) for name in names]
        hidden = file.add_worksheet(form_words.LISTS)
        hidden.very_hidden()
        look = _Look(Formats(file), styles, Lists(hidden))
        for sheet, layout in zip(sheets, book.sheets, strict=True):
            _Writing(look, sheet, book, layout).write()
        close_workbook(file)


@attrs.frozen
class _Look:
    """What all sheets of a workbook share."""

    formats: Formats
    styles: Styles
    lists: Lists


class _Writing:
    """Writes one sheet."""

    def __init__(self, look: _Look, sheet: Any, book: BookToEdit, layout: Sheet) -> None:
        self.sheet, self.formats, self.styles, self.lists = sheet, look.formats, look.styles, look.lists
        self.book, self.layout, self.language = book, layout, book.mark.language
        self.first = 1 + len(layout.heads)
        self.starts = [self.first + start for start in layout.starts()]
        self.widths = [2.0, *self._shown_widths(), *self._value_widths()]

    def write(self) -> None:
        """Write it all."""
        sheet, last = self.sheet, self._last()
        sheet.write_string(0, 0, attrs.evolve(self.book.mark, sheet=self.layout.id).written())
        for at, mark in enumerate(cell_marks(self.layout), 1):
            sheet.write_string(KEYS_ROW, at, mark)
        for row in (0, KEYS_ROW):
            sheet.set_row(row, None, None, {"hidden": True})
        for at, width in enumerate(self.widths):
            sheet.set_column(at, at, width, None, {"hidden": True} if at == 0 else {})
        self._head(last)
        for row, line in enumerate(self.layout.lines, FIRST_ROW):
            self._line(row, line)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(FIRST_ROW, min(self.first, 3))
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.print_area(2, 1, FIRST_ROW + len(self.layout.lines) - 1, last)
        sheet.set_footer(f"&L&8 {self.book.mark.id}&R&8&P/&N")
        sheet.protect("", _ALLOWED)

    def _last(self) -> int:
        """Give the last column that is printed."""
        usual = [len(column.titles) for column in self.layout.columns if not column.rare]
        return len(self.layout.heads) + sum(usual)

    def _head(self, last: int) -> None:
        title = f"{self.book.title.in_(self.language)} – {self.layout.title.in_(self.language)}"
        self.sheet.set_row(2, 24)
        self.sheet.write_string(2, 1, title, self.styles["counter"])
        guide = (self.layout.guide or self.book.guide).in_(self.language)
        width = column_points(min(sum(self.widths[1 : last + 1]), 120))
        self.sheet.set_row(3, row_height(text_height(guide, SIZE, width, italic=True), 4))
        if last > 1:
            self.sheet.merge_range(3, 1, 3, last, "", self.styles["guide"])
        self.sheet.write_string(3, 1, guide, self.styles["guide"])
        heads = [*self.layout.heads, *(text for column in self.layout.columns for text in column.titles)]
        told = [head.in_(self.language) for head in heads]
        heights = [text_height(text, SIZE, column_points(width), bold=True)
                   for text, width in zip(told, self.widths[1:], strict=True)]  # fmt: skip
        self.sheet.set_row(HEAD_ROW, row_height(max(heights), 4))
        for at, head in enumerate(told, 1):
            self.sheet.write_string(HEAD_ROW, at, head, self.styles["head"])

    def _line(self, row: int, line: Line) -> None:
        self.sheet.write_string(row, 0, line.key)
        texts = [(text.in_(self.language), width) for text, width in zip(line.shown, self.widths[1:], strict=False)]
        for at, (told, _) in enumerate(texts, 1):
            self.sheet.write_string(row, at, told, self.styles["cell"])
        for at, field in enumerate(line.heads, 1):
            if field is None:
                self.sheet.write_blank(row, at, None, self.styles["locked"])
                continue
            self._cell(row, at, field, None)
            self._choices(row, at, field, head_help(field), head_title(field))
        for start, column, field in zip(self.starts, self.layout.columns, line.fields, strict=True):
            cells = [] if field is None else shown(field, self.language)
            for at in range(len(column.titles)):
                if field is None or at >= len(cells):
                    self.sheet.write_blank(row, start + at, None, self.styles["locked"])
                    continue
                self._cell(row, start + at, field, cells[at])
                texts.append((str(cells[at] or ""), self.widths[start + at]))
                self._choices(row, start + at, field, line.help or column.help, column.titles[0])
        heights = [text_height(told, SIZE, column_points(width)) for told, width in texts]
        self.sheet.set_row(row, row_height(max(heights, default=0), 4))

    def _cell(self, row: int, column: int, field: Field, cell: Cell) -> None:
        if isinstance(cell, Decimal):
            self.sheet.write_number(row, column, cell, self._style(field, "General"))
        elif isinstance(cell, Rate):
            places = -min(0, int(cell.value.normalize().as_tuple().exponent))
            form = f"0{'.' + '0' * places if places else ''}%"
            self.sheet.write_number(row, column, cell.value / 100, self._style(field, form))
        elif isinstance(cell, date):
            self.sheet.write_datetime(row, column, cell, self._style(field, "dd/mm/yyyy"))
        else:
            style = self._style(field, "dd/mm/yyyy" if field.kind == "day" else "General")
            if cell is None:
                self.sheet.write_blank(row, column, None, style)
            else:
                self.sheet.write_string(row, column, cell, style)

    def _style(self, field: Field, form: str) -> Any:
        """Give the looks of an input cell: what is a text stays one, whatever is typed there."""
        text = field.kind in _TEXTS or (field.kind == "majority" and form == "General")  # 2/3 would become a day
        form = "@" if text else form
        looks = {"text_wrap": True} if text or field.kind == "words" else {"align": "center"}
        return self.formats({**_LOOKS, **looks, "num_format": form})

    def _choices(self, row: int, column: int, field: Field, told: Text | None, title: Text) -> None:
        """Offer the words that a cell takes, and say what it means."""
        message = "" if told is None else told.in_(self.language)
        options: dict[str, Any] = {"validate": "any"}
        offered = YES_NO.values() if field.kind == "flag" else field.choices.values()
        if field.kind in _CHOSEN and offered:
            source = self.lists.range_of(tuple(text.in_(self.language) for text in offered))
            others = field.kind == "offer"
            options = {"validate": "list", "source": source, "ignore_blank": True, "show_error": not others}
        if message:
            options["input_title"] = shortened(title.in_(self.language), LONGEST_TITLE)
            options["input_message"] = shortened(message, LONGEST_MESSAGE)
        if len(options) > 1:
            self.sheet.data_validation(row, column, row, column, options)

    def _shown_widths(self) -> list[float]:
        widths: list[float] = []
        for at, head in enumerate(self.layout.heads):
            shown_there = (line.shown[at] for line in self.layout.lines if at < len(line.shown))
            longest = max((len(text.in_(self.language)) for text in shown_there), default=0)
            widths.append(min(_WIDEST_SHOWN, max(_NARROW, longest + 2, min(_SHOWN, len(head.in_(self.language)) + 2))))
        return widths

    def _value_widths(self) -> list[float]:
        widths: list[float] = []
        for at, column in enumerate(self.layout.columns):
            fields = [field for line in self.layout.lines if (field := line.fields[at]) is not None]
            cells = [shown(field, self.language) for field in fields]
            wide = not column.rare and any(field.kind in ("text", "words", "offer") for field in fields)
            for place, _ in enumerate(column.titles):
                longest = max((len(str(cell[place] or "")) for cell in cells if place < len(cell)), default=0)
                widths.append(min(_WIDE, max(_NARROW, longest + 2, _SHOWN if wide else 0)))
        return widths
