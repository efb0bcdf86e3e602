"""The pieces of a Word file: page, paragraphs, tables; sizes after Annex I of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dvk_scoring.report.documents.tags import Said
from dvk_scoring.text import visible

if TYPE_CHECKING:
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_FONT: Final = "Times New Roman"
_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_FORMATS: Final = {"a4": (210, 297), "a3": (297, 420)}
_TOP, _LEFT = 20, 30
_ROOMS: Final = ((10, 0.5), (11, 1.0), (13, 1.5))
"""Room above and below letters up to a size, in points: a table in small letters is to save pages."""


class Page:
    """A Word document being laid out."""

    def __init__(
        self,
        language: str,
        *,
        onto: Any = None,
        note: Said = "",
        wide: bool = False,
        size: float = 13,
        right: int = 20,
        format: str = "a4",  # noqa: A002 - the trade's word
    ) -> None:
        """Open an empty page; ``note`` stands at the foot of every page.

        Args:
            language: Of the words.
            onto: The document to go on with, on a new page; None: a new one.
            note: On every page.
            wide: Landscape.
            size: Of the letters, in points.
            right: The right margin, in mm.
            format: ``a4`` or ``a3``.
        """
        self.document = docx.Document() if onto is None else onto
        self.size = size
        self.sides = _FORMATS[format][::-1] if wide else _FORMATS[format]
        self.width = self.sides[0] - _LEFT - right
        if onto is not None:
            self.go_on()
            return
        self._set_style(language)
        self._set_paper(wide=wide, right=right)
        section = self.document.sections[0]
        for footer in (section.footer, section.first_page_footer):
            self.fill(footer.paragraphs[0], note, bold=True, size=10, align="center")

    def go_on(self) -> None:
        """Begin a new page that looks like those before and is numbered from 1 again."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self.small(self.document.paragraphs[-1])
        section.different_first_page_header_footer = True
        properties = section._sectPr  # noqa: SLF001 - python-docx offers no numbers of pages
        if properties.find(qn("w:pgNumType")) is None:
            properties.find(qn("w:cols")).addprevious(_element("w:pgNumType", start="1"))

    @staticmethod
    def small(paragraph: Paragraph) -> None:
        """Make a paragraph that must be there, and holds nothing, too low to need a page of its own."""
        look = paragraph.paragraph_format
        look.line_spacing, look.space_before, look.space_after = Pt(1), Pt(0), Pt(0)
        paragraph.add_run().font.size = Pt(1)

    def _set_style(self, language: str) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = _FONT, Pt(self.size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(name), _FONT)
        spoken = _element("w:lang", val="vi-VN" if language == "vi" else "en-GB")
        style.element.get_or_add_rPr().append(spoken)
        style.paragraph_format.space_after = Pt(0)

    def _set_paper(self, *, wide: bool, right: int) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(side) for side in self.sides)
        section.top_margin = section.bottom_margin = Mm(_TOP)
        section.left_margin, section.right_margin = Mm(_LEFT), Mm(right)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        number._p.append(_field("PAGE"))  # noqa: SLF001 - python-docx offers no fields

    def fill(
        self,
        paragraph: Paragraph,
        text: Said,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
        align: str = "left",
        capitals: bool = False,
    ) -> Paragraph:
        """Write one run into a paragraph: text, whatever signs it holds."""
        run = paragraph.add_run(visible(str(text)))
        run.bold, run.italic, run.font.all_caps = bold or None, italic or None, capitals or None
        if size is not None:
            run.font.size = Pt(size)
            _size_mark(paragraph, size)
        paragraph.alignment = _ALIGN[align]
        return paragraph

    def say(
        self,
        text: Said,
        *,
        indent: bool = True,
        after: float = 6,
        keep: bool = False,
        align: str = "justify",
        **look: Any,
    ) -> Paragraph:
        """Add a paragraph of the body."""
        made = self.fill(self.document.add_paragraph(), text, align=align, **look)
        made.paragraph_format.space_after = Pt(after)
        made.paragraph_format.keep_with_next = keep
        if indent:
            made.paragraph_format.first_line_indent = Mm(12.7)
        return made

    def heading(self, text: str) -> None:
        """Add a heading that stays with what follows."""
        self.say(text, bold=True, keep=True, align="left")

    def line(self, cell: _Cell, text: Said, **look: Any) -> None:
        """Add a centred line to a cell."""
        first = cell.paragraphs[0]
        free = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
        self.fill(free, text, **{"align": "center", **look})

    def rule(self, cell: _Cell, whole: float, length: float) -> None:
        """Draw a rule below the lines of a cell."""
        self.border(cell.add_paragraph(), whole - 4, length)

    def border(self, paragraph: Paragraph, whole: float, length: float) -> Paragraph:
        """Draw a rule: the upper border of an empty, small paragraph, indented from both sides."""
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((whole - length) / 2)
        paragraph.paragraph_format.space_after = Pt(2)
        borders = _element("w:pBdr")
        borders.append(_element("w:top", val="single", sz="6", space="1", color="auto"))
        paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx offers no borders
        self.fill(paragraph, "", size=4).paragraph_format.line_spacing = Pt(5)
        return paragraph

    def bare(self, widths: Sequence[float]) -> Table:
        """Add a table without lines, of one row."""
        table = self.document.add_table(rows=1, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _set_widths(table, widths)
        _set_margins(table, 0)
        return table

    def grid(
        self,
        names: Sequence[Said],
        widths: Sequence[float],
        *,
        size: float,
        spans: Sequence[int] = (),
        below: Sequence[Said] = (),
    ) -> Grid:
        """Add a table with lines and a head that is repeated on each page.

        Args:
            names: Of the columns, or of what spans several.
            widths: Of the columns, in mm.
            size: Of the letters.
            spans: How many columns each name spans; none: one each.
            below: Names of the single columns under those that span several, in a second row.
        """
        table = self.document.add_table(rows=1, cols=len(widths))
        table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
        _set_margins(table, 1)
        _set_widths(table, widths)
        return Grid(self, table, names, size=size, spans=spans or [1] * len(names), below=below)


class Grid:
    """A table with lines, to which rows are added."""

    def __init__(
        self,
        page: Page,
        table: Table,
        names: Sequence[Said],
        *,
        size: float,
        spans: Sequence[int],
        below: Sequence[Said],
    ) -> None:
        """Fill the head."""
        self._page, self._table, self._size = page, table, size
        self._space = next(room for most, room in _ROOMS if size <= most)
        self._first: dict[tuple[object, ...], Any] = {}
        top = table.rows[0]
        mark_row(top, "w:tblHeader")
        if below:
            second = table.add_row()
            inner = iter(below)
            cells = [next(inner) if span > 1 else "" for span in spans for _ in range(span)]
            self._fill(second, cells, bold=True, keep=True)
            mark_row(second, "w:tblHeader")
        self._fill(top, names, bold=True, keep=True, spans=spans)
        if below:
            for upper, lower in zip(_cells(top), _cells(second), strict=False):
                if not lower.text and upper.grid_span == 1:
                    _join_down(upper, lower)

    def row(
        self,
        cells: Sequence[Said],
        *,
        bold: bool = False,
        italic: bool = False,
        left: Sequence[int] = (),
        keep: bool = False,
        last: float | None = None,
        strong: Sequence[int] = (),
        spans: Sequence[int] = (),
    ) -> None:
        """Add a row, which is not parted between pages.

        Args:
            cells: What stands in it.
            bold: All of it in bold.
            italic: All of it in italics.
            left: Columns set to the left; the others are centred.
            keep: The row stays with the next one.
            last: Size of the letters in the last column, where it differs.
            strong: Cells in bold.
            spans: How many columns each cell spans; none: one each.
        """
        look = (bold, italic, tuple(left), keep, last, tuple(strong), tuple(spans))
        first = self._first.get(look)
        if first is None:
            row = self._table.add_row()
            self._fill(
                row, cells, bold=bold, italic=italic, left=left, keep=keep, last=last, strong=strong, spans=spans
            )
            self._first[look] = deepcopy(row._tr)  # noqa: SLF001 - python-docx copies no rows
            return
        # A copy of the first row that looks so: laying each out anew takes ten times as long.
        copied = deepcopy(first)
        self._table._tbl.append(copied)  # noqa: SLF001 - as above
        for cell, text in zip(copied.tc_lst, cells, strict=True):
            cell.p_lst[0].r_lst[0].text = visible(str(text))

    def tag(self, text: str) -> None:
        """Add a row that holds a tag and vanishes; it stands in the second column, which is wide."""
        self._table.add_row().cells[1].text = "{%tr " + text + " %}"

    def _fill(
        self,
        row: Any,
        cells: Sequence[Said],
        *,
        bold: bool,
        keep: bool,
        italic: bool = False,
        left: Sequence[int] = (),
        last: float | None = None,
        strong: Sequence[int] = (),
        spans: Sequence[int] = (),
    ) -> None:
        mark_row(row, "w:cantSplit")
        _join_across(row, spans)
        for place, (cell, text) in enumerate(zip(_cells(row), cells, strict=True)):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            size = last if last is not None and place + 1 == len(cells) else self._size
            align = "left" if place in left else "center"
            paragraph = self._page.fill(
                cell.paragraphs[0], text, size=size, bold=bold or place in strong, italic=italic, align=align
            )
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(self._space)
            paragraph.paragraph_format.keep_with_next = keep


def _size_mark(paragraph: Paragraph, size: float) -> None:
    """Size the end of a paragraph: where nothing stands before it, its size is the height of the line."""
    properties = _element("w:rPr")
    properties.append(_element("w:sz", val=str(round(size * 2))))
    paragraph._p.get_or_add_pPr().append(properties)  # noqa: SLF001 - python-docx offers no looks of ends


def _cells(row: Any) -> list[_Cell]:
    """Give the cells of a row, each once whatever it spans."""
    from docx.table import _Cell as Cell

    return [Cell(cell, row.table) for cell in row._tr.tc_lst]  # noqa: SLF001 - python-docx repeats cells that span


def _join_across(row: Any, spans: Sequence[int]) -> None:
    """Make cells span columns: the ones they take the place of are gone."""
    cells = iter(list(row._tr.tc_lst))  # noqa: SLF001 - as above
    for span in spans:
        first = next(cells)
        taken = [next(cells) for _ in range(span - 1)]
        if taken:
            first.width = sum((other.width for other in taken), first.width)
            first.grid_span = span
        for cell in taken:
            row._tr.remove(cell)  # noqa: SLF001 - as above


def _join_down(upper: _Cell, lower: _Cell) -> None:
    """Make a cell go on in the row below."""
    for cell, start in ((upper, "restart"), (lower, "continue")):
        cell._tc.get_or_add_tcPr().append(_element("w:vMerge", val=start))  # noqa: SLF001 - as above


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the widths of all columns, in mm; cells carry them too, since programs differ in which they heed."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _set_margins(table: Table, width: float) -> None:
    """Set the room at both sides of each cell, in mm."""
    margins = _element("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(_element(side, w=str(round(width * 56.7)), type="dxa"))
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx offers no margins of cells
    properties.find(qn("w:tblLook")).addprevious(margins)


def mark_row(row: Any, name: str) -> None:
    """Set a mark of a row, such as that it is not parted."""
    row._tr.get_or_add_trPr().append(_element(name))  # noqa: SLF001 - python-docx offers no marks of rows


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _field(code: str) -> Any:
    made = _element("w:fldSimple", instr=code)
    run = _element("w:r")
    run.append(_element("w:t"))
    made.append(run)
    return made
