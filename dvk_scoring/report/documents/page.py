"""The pieces of a Word template: page, paragraphs, tables, signatures; sizes after Annex I of Decree 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_FONT: Final = "Times New Roman"
_ALIGN: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_A4: Final = (210, 297)
_TOP, _LEFT = 20, 30


class Page:
    """A Word document being laid out; texts may hold the tags of docxtpl."""

    def __init__(self, language: str, *, wide: bool = False, size: float = 13, right: int = 20) -> None:
        """Open an empty A4 page."""
        self.document = docx.Document()
        self.size = size
        self.width = (_A4[1] if wide else _A4[0]) - _LEFT - right
        self._set_style(language)
        self._set_paper(wide=wide, right=right)

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
        section.page_width, section.page_height = (Mm(one) for one in (_A4[::-1] if wide else _A4))
        section.top_margin = section.bottom_margin = Mm(_TOP)
        section.left_margin, section.right_margin = Mm(_LEFT), Mm(right)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        number._p.append(_field("PAGE"))  # noqa: SLF001 - python-docx offers no fields
        for footer in (section.footer, section.first_page_footer):
            self.fill(footer.paragraphs[0], "{{ note }}", bold=True, size=10, align="center")

    def fill(
        self,
        paragraph: Paragraph,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
        align: str = "left",
        capitals: bool = False,
    ) -> Paragraph:
        """Write one run into a paragraph."""
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.all_caps = bold or None, italic or None, capitals or None
        if size is not None:
            run.font.size = Pt(size)
        paragraph.alignment = _ALIGN[align]
        return paragraph

    def say(
        self,
        text: str,
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

    def tag(self, text: str) -> None:
        """Add a tag that stands alone, such as the begin of a loop; its paragraph vanishes when filled."""
        self.document.add_paragraph("{%p " + text + " %}")

    def heading(self, text: str) -> None:
        """Add a heading that stays with what follows."""
        self.say(text, bold=True, keep=True, align="left")

    def head(self, *, dated: bool, motto_width: int, words: Any) -> None:
        """Lay out who issues it and the number, the nation's name and motto, place and day."""
        right = 93
        table = self.bare((self.width - right, right))
        left_cell, right_cell = table.rows[0].cells
        # A body that has none above it leaves no empty line.
        self.fill(left_cell.paragraphs[0], "{%p if superior %}")
        self._line(left_cell, "{{ superior }}", size=12, capitals=True)
        self._line(left_cell, "{%p endif %}")
        self._line(left_cell, "{{ issuer }}", size=12, bold=True, capitals=True)
        self._rule(left_cell, self.width - right, 24)
        self.fill(right_cell.paragraphs[0], words["nation"], size=12, bold=True, align="center")
        self._line(right_cell, words["motto"], size=13, bold=True)
        self._rule(right_cell, right, motto_width)
        below = table.add_row().cells
        self.fill(below[0].paragraphs[0], "{{ number }}", size=13, align="center")
        if dated:
            self.fill(below[1].paragraphs[0], "{{ place_day }}", size=13, italic=True, align="center")

    def title(self, *more: str) -> None:
        """Add the kind of document, what it is about, and a rule."""
        made = self.say("{{ title }}", indent=False, after=0, bold=True, size=14, align="center")
        made.paragraph_format.space_before = Pt(14)
        self.say("{{ about }}", indent=False, after=0, bold=True, size=14, align="center")
        self._border(self.document.add_paragraph(), self.width, 50)
        for one in more:
            self.say(one, indent=False, italic=True, align="center")

    def _line(self, cell: _Cell, text: str, **look: Any) -> None:
        self.fill(cell.add_paragraph(), text, **{"align": "center", **look})

    def _rule(self, cell: _Cell, whole: float, length: float) -> None:
        self._border(cell.add_paragraph(), whole - 4, length)

    def _border(self, paragraph: Paragraph, whole: float, length: float) -> None:
        """Draw a rule: the upper border of an empty, small paragraph, indented from both sides."""
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm((whole - length) / 2)
        paragraph.paragraph_format.space_after = Pt(2)
        borders = _element("w:pBdr")
        borders.append(_element("w:top", val="single", sz="6", space="1", color="auto"))
        paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx offers no borders
        self.fill(paragraph, "", size=4).paragraph_format.line_spacing = Pt(5)

    def bare(self, widths: Sequence[float]) -> Table:
        """Add a table without lines, of one row."""
        table = self.document.add_table(rows=1, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        set_widths(table, widths)
        _set_margins(table, 0)
        return table

    def grid(
        self,
        widths: Sequence[float],
        names: Sequence[str],
        loop: str,
        cells: Sequence[str],
        *,
        size: float,
        left: Sequence[int],
    ) -> Table:
        """Add a table with lines: a head that is repeated on each page, then a row for each turn of a loop.

        Args:
            widths: Of the columns, in mm.
            names: Of the columns.
            loop: ``row in rows``.
            cells: Tags of one row.
            size: Of the letters.
            left: Columns set to the left; the others are centred.
        """
        table = self.document.add_table(rows=1, cols=len(widths))
        self.dress(table, names, size=size)
        self.loop(table, loop, cells, size=size, left=left)
        set_widths(table, widths)
        return table

    def dress(self, table: Table, names: Sequence[str], *, size: float) -> None:
        """Give a table its lines and a head that is repeated on each page."""
        table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
        _set_margins(table, 1)
        self.row(table.rows[0], names, size=size, bold=True, keep=True)
        _mark(table.rows[0], "w:tblHeader")

    def tag_row(self, table: Table, text: str) -> None:
        """Add a row that holds a tag and vanishes when filled; it stands in the second column, which is wide."""
        table.add_row().cells[1].text = "{%tr " + text + " %}"

    def loop(self, table: Table, loop: str, cells: Sequence[str], **look: Any) -> None:
        """Add the rows of a loop to a table."""
        self.tag_row(table, f"for {loop}")
        self.row(table.add_row(), cells, **look)
        self.tag_row(table, "endfor")

    def row(
        self,
        row: Any,
        cells: Sequence[str],
        *,
        size: float,
        bold: bool = False,
        italic: bool = False,
        left: Sequence[int] = (),
        keep: bool = False,
        last: float | None = None,
        strong: Sequence[int] = (),
    ) -> None:
        """Fill one row of a table, which is not parted between pages.

        Args:
            row: The row.
            cells: Texts or tags.
            size: Of the letters.
            bold: All of it in bold.
            italic: All of it in italics.
            left: Columns set to the left; the others are centred.
            keep: The row stays with the next one.
            last: Size of the letters in the last column, where it differs.
            strong: Columns in bold.
        """
        _mark(row, "w:cantSplit")
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            own = last if last is not None and place + 1 == len(cells) else size
            align = "left" if place in left else "center"
            paragraph = self.fill(
                cell.paragraphs[0], text, size=own, bold=bold or place in strong, italic=italic, align=align
            )
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.keep_with_next = keep

    def signatures(self, *signatories: tuple[Sequence[str], str, str]) -> None:
        """Add the signatures side by side: titles, what to write, name; nothing parts them."""
        table = self.bare([self.width / len(signatories)] * len(signatories))
        _mark(table.rows[0], "w:cantSplit")
        for cell, (titles, hint, name) in zip(table.rows[0].cells, signatories, strict=True):
            self.fill(cell.paragraphs[0], titles[0], bold=True, align="center")
            for one in titles[1:]:
                self._line(cell, one, bold=True)
            self._line(cell, hint, italic=True, size=12)
            for _ in range(4):
                cell.add_paragraph()
            self._line(cell, name, bold=True)

    def recipients(self, heading: str) -> None:
        """Add who gets it, when anybody does."""
        self.tag("if recipients")
        self.say(heading, indent=False, bold=True, italic=True, size=12, after=0, align="left")
        self.tag("for one in recipients")
        mark = "{{ '.' if loop.last else ';' }}"
        self.say("- {{ one }}" + mark, indent=False, size=11, after=0, align="left")
        self.tag("endfor")
        self.tag("endif")

    def trace(self) -> None:
        """Add what the document was computed from."""
        made = self.say("{{ trace }}", indent=False, italic=True, size=9, align="left")
        made.paragraph_format.space_before = Pt(10)


def set_widths(table: Table, widths: Sequence[float]) -> None:
    """Set the widths of all columns, in mm; cells carry them too, since programs differ in which they heed."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _set_margins(table: Table, width: float) -> None:
    """Set the room at both sides of each cell, in mm."""
    margins = _element("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(_element(side, w=str(round(width * 56.7)), type="dxa"))
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - python-docx offers no margins of cells


def _mark(row: Any, name: str) -> None:
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
