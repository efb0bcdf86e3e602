"""A document of rules as DOCX, laid out as the other papers are; texts are put in as data, never as tags."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from dvk_scoring.problem import DvkError, problem
from dvk_scoring.report.documents.word import fill, saved
from dvk_scoring.report.rules.blocks import Block, Document, Facts, Grid, Heading, Items, Line
from dvk_scoring.text import Language

_SMALL: Final = 11.5


def to_docx(document: Document, language: Language) -> bytes:
    """Write the document.

    Raises:
        DvkError: python-docx or docxtpl is not installed.
    """
    try:
        from dvk_scoring.report.documents.page import Page
    except ImportError:
        raise DvkError([problem("DVK-O221", library="python-docx")]) from None
    laid = _Laid(Page(language))
    laid.head(document)
    for block in document.blocks:
        laid.add(block)
    template = BytesIO()
    laid.page.document.save(template)
    return saved(fill(template, {"t": laid.texts, "note": ""}), document.title)


class _Laid:
    """Lays blocks out on a page; ``texts`` are what its tags stand for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.texts: list[str] = []

    def tag(self, text: str) -> str:
        """Keep a text and give the tag that stands for it."""
        self.texts.append(text)
        return f"{{{{ t[{len(self.texts) - 1}] }}}}"

    def head(self, document: Document) -> None:
        """Add what kind of document it is, and its title."""
        look = {"indent": False, "bold": True, "size": 14, "align": "center"}
        self.page.say(self.tag(document.kind), capitals=True, after=0, **look)
        self.page.say(self.tag(document.title), after=14, **look)

    def add(self, block: Block) -> None:
        """Add one block."""
        match block:
            case Heading(level, text):
                size = 14 if level == 1 else None
                self.page.say(
                    self.tag(text), indent=False, bold=True, italic=level > 2, size=size, keep=True, align="left"
                )
            case Line(text):
                self.page.say(self.tag(text))
            case Items(lines, ordered):
                for number, line in enumerate(lines, start=1):
                    self.page.say(self.tag(f"{f'{number}.' if ordered else '–'} {line}"), after=3)
            case Facts(pairs):
                for name, text in pairs:
                    made = self.page.say(self.tag(f"{name}: "), bold=True, after=3)
                    self.page.fill(made, self.tag(text), align="justify")
            case Grid():
                self._grid(block)

    def _grid(self, grid: Grid) -> None:
        table = self.page.document.add_table(rows=1, cols=len(grid.headings))
        self.page.dress(table, [self.tag(one) for one in grid.headings], size=_SMALL)
        left = [at for at in range(len(grid.headings)) if at not in grid.numbers]
        for row in grid.rows:
            cells = list(row.cells)
            cells[grid.text] = "\u2003" * row.depth + cells[grid.text]
            self.page.row(table.add_row(), list(map(self.tag, cells)), size=_SMALL, bold=row.strong, left=left)
        self._set_widths(table, grid)
        self.page.say("", after=0)

    def _set_widths(self, table: Any, grid: Grid) -> None:
        from dvk_scoring.report.documents.page import set_widths

        narrow = dict.fromkeys(grid.numbers, 22.0)
        if grid.text:
            narrow[0] = 17.0
        elif len(grid.headings) == 3:
            narrow |= {0: 56.0, 1: 26.0}
        wide = [at for at in range(len(grid.headings)) if at not in narrow]
        rest = (self.page.width - sum(narrow.values())) / len(wide)
        set_widths(table, [narrow.get(at, rest) for at in range(len(grid.headings))])
