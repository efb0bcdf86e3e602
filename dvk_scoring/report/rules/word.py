"""A document of rules as DOCX, laid out as the other papers are."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, Final

from dvk_scoring.extras import needs
from dvk_scoring.report.documents.word import saved
from dvk_scoring.report.rules.blocks import Block, Document, Facts, Grid, Heading, Items, Line
from dvk_scoring.text import Language

_SMALL: Final = 11.5


def to_docx(document: Document, language: Language) -> bytes:
    """Write the document.

    Raises:
        DvkError: python-docx is not installed.
    """
    with needs("office", "python-docx"):
        from dvk_scoring.report.documents.page import Page
    laid = _Laid(Page(language))
    laid.head(document)
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        laid.add(block, heads=isinstance(after, Grid | Items))
    return saved(laid.page.document, document.title)


class _Laid:
    """Lays blocks out on a page."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def head(self, document: Document) -> None:
        """Add what kind of document it is, and its title."""
        look = {"indent": False, "bold": True, "size": 14, "align": "center"}
        self.page.say(document.kind, capitals=True, after=0, **look)
        self.page.say(document.title, after=14, **look)

    def add(self, block: Block, *, heads: bool) -> None:
        """Add one block; ``heads``: a table or a list comes after it, and it stays with that."""
        match block:
            case Heading(level, text):
                size = 14 if level == 1 else None
                self.page.say(text, indent=False, bold=True, italic=level > 2, size=size, keep=True, align="left")
            case Line(text):
                self.page.say(text, keep=heads)
            case Items(lines, ordered):
                for number, line in enumerate(lines, start=1):
                    self.page.say(f"{f'{number}.' if ordered else '–'} {line}", after=3)
            case Facts(pairs):
                for name, text in pairs:
                    made = self.page.say(f"{name}: ", bold=True, after=3, keep=heads)
                    self.page.fill(made, text, align="justify")
            case Grid():
                self._grid(block)

    def _grid(self, grid: Grid) -> None:
        table = self.page.grid(grid.headings, self._widths(grid), size=_SMALL)
        left = [at for at in range(len(grid.headings)) if at not in grid.numbers]
        for row in grid.rows:
            cells = list(row.cells)
            cells[grid.text] = "\u2003" * row.depth + cells[grid.text]
            table.row(cells, bold=row.strong, left=left)
        self.page.say("", after=0)

    def _widths(self, grid: Grid) -> list[float]:
        narrow = dict.fromkeys(grid.numbers, 22.0)
        if grid.text:
            narrow[0] = 17.0
        elif len(grid.headings) == 3:
            narrow |= {0: 56.0, 1: 26.0}
        rest = (self.page.width - sum(narrow.values())) / (len(grid.headings) - len(narrow))
        return [narrow.get(at, rest) for at in range(len(grid.headings))]
