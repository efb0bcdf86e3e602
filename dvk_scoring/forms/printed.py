"""How sheets are printed: on the fewest pages that letters of a readable size allow, cut where a person would cut.

Widths and heights are those that spreadsheet programs draw, in points; a page holds a little less than it could, since
each program rounds in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil
from typing import Any, Final

import attrs

from dvk_scoring.forms.heights import drawn_points
from dvk_scoring.text import clipped

_INCH: Final = 72
_SIDE, _TOP, _BOTTOM = 0.4, 0.5, 0.7
"""Margins in inches."""
_SAFE_ACROSS, _SAFE_DOWN = 0.93, 0.97
"""Some programs measure columns by whole pixels and others do not."""
_SMALLEST: Final = 70
"""Per cent: the letters of the cells, 11 points, are printed with 7.7 at least, those of the heads with 7."""
_FULL: Final = 100
_TRIES: Final = 8
HEADER: Final = 36
"""Height of what stands above the cells of each page, in points of the paper."""
_HEADER_LOOKS: Final = ('14&"Times New Roman,Bold"', '10&"Times New Roman,Italic"')
"""Size before letters: what follows may begin with a number."""
_LONGEST_TITLE, _LONGEST_HEADER = 100, 250
_MOSTLY: Final = 0.5
"""A page ends where a group does if it is filled by this much then."""
Starts = tuple[int, ...]


@attrs.frozen
class Paper:
    """A paper as it lies: its number in a workbook, and its sides in points."""

    number: int
    across: float
    down: float

    def room(self, scale: int) -> tuple[float, float]:
        """Give what it holds across and down, in points of cells, when printed at ``scale`` per cent."""
        across = (self.across - 2 * _SIDE * _INCH) * _SAFE_ACROSS
        down = (self.down - (_TOP + _BOTTOM) * _INCH) * _SAFE_DOWN
        return across * _FULL / scale, down * _FULL / scale


A4_UPRIGHT: Final = Paper(9, 595.3, 841.9)
A4_ACROSS: Final = Paper(9, 841.9, 595.3)
A4_OR_A3: Final = (A4_UPRIGHT, A4_ACROSS, Paper(8, 1190.6, 841.9))


@attrs.frozen
class Grid:
    """What is printed of a sheet.

    Attributes:
        widths: Of its columns, in characters as a workbook counts them; 0: folded away.
        heights: Of its rows below the heads, in points.
        title: Height of what stands above the heads, on the first page alone.
        heads: Height of the rows that each page repeats.
        keys: How many columns each page repeats, from the first.
        groups: Column → what it belongs to; pages end between groups where they can.
    """

    widths: Sequence[float]
    heights: Sequence[float]
    title: float = 0.0
    heads: float = 0.0
    keys: int = 0
    groups: Sequence[str] = ()


@attrs.frozen
class Pages:
    """The pages of a sheet: columns and rows (below the heads, from 0) with which they begin, 0 included."""

    paper: Paper
    scale: int
    columns: Starts
    rows: Starts

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.columns) * len(self.rows)


def lay_out(grid: Grid, papers: Sequence[Paper]) -> Pages:
    """Take the paper that needs fewest pages, the first of those alike, and letters as large as that number allows."""
    paper = min(papers, key=lambda candidate: _count(grid, candidate, _SMALLEST))
    fewest = _count(grid, paper, _SMALLEST)
    low, high = _SMALLEST, _FULL
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _count(grid, paper, middle) <= fewest else (low, middle - 1)
    across, down = paper.room(low)
    columns, rows = _Columns(grid, across), _Rows(grid, down)
    return Pages(paper, low, columns.cut(), rows.cut())


def set_up(sheet: Any, pages: Pages, first_row: int, header: str = "") -> None:
    """Set a worksheet of XlsxWriter up for printing.

    Args:
        sheet: It.
        pages: Where it is cut.
        first_row: The row below the heads.
        header: What stands above the cells of each page, as ``page_header`` writes it; it takes up ``HEADER`` points.
    """
    _take(sheet, pages.paper, _TOP + HEADER / _INCH if header else _TOP)
    if header:
        sheet.set_header(header, {"margin": _TOP})
    if pages.count == 1:
        sheet.fit_to_pages(1, 1)
    else:
        sheet.set_print_scale(pages.scale)
        sheet.print_across()
        sheet.set_v_pagebreaks(list(pages.columns[1:]))
        sheet.set_h_pagebreaks([first_row + row for row in pages.rows[1:]])


def page_header(title: str, note: str) -> str:
    """Write what stands above the cells of each page, for ``set_up``: no sheet cuts it off where a page ends."""
    told = (text.replace("&", "&&") for text in (clipped(title, _LONGEST_TITLE), note))
    lines = [f"&{look}{text}" for text, look in zip(told, _HEADER_LOOKS, strict=True) if text]
    both = "&L" + "\n".join(lines)
    return both if len(both) <= _LONGEST_HEADER else f"&L{lines[0]}"


def fit_across(sheet: Any, paper: Paper) -> None:
    """Set a worksheet up whose columns fit one page: as many pages down as it takes."""
    _take(sheet, paper)
    sheet.fit_to_pages(1, 0)


def _take(sheet: Any, paper: Paper, top: float = _TOP) -> None:
    sheet.set_paper(paper.number)
    if paper.across > paper.down:
        sheet.set_landscape()
    sheet.set_margins(left=_SIDE, right=_SIDE, top=top, bottom=_BOTTOM)
    sheet.set_footer("&L&A&R&P/&N")


def _count(grid: Grid, paper: Paper, scale: int) -> int:
    across, down = paper.room(scale)
    return len(_Columns(grid, across).fewest) * len(_Rows(grid, down).fewest)


class _Rows:
    """The rows on their way to pages."""

    def __init__(self, grid: Grid, room: float) -> None:
        self.room = room - grid.heads
        self.sizes = [grid.title + height if not at else height for at, height in enumerate(grid.heights)]
        self.fewest = _filled(self.sizes, self.room)

    def cut(self) -> Starts:
        """Fill all pages alike, so that none holds the last row alone."""
        return _filled(self.sizes, _even_room(self.sizes, self.room, len(self.fewest)))


class _Columns:
    """The columns beside the repeated ones on their way to pages."""

    def __init__(self, grid: Grid, room: float) -> None:
        widths = [drawn_points(width) if width else 0.0 for width in grid.widths]
        self.keys, self.groups = grid.keys, grid.groups[grid.keys :]
        self.room, self.sizes = room - sum(widths[: self.keys]), widths[self.keys :]
        self.fewest = _filled(self.sizes, self.room)

    def cut(self) -> Starts:
        """End pages between groups where that takes no page more, and fill them alike."""
        even = _even_room(self.sizes, self.room, len(self.fewest))
        cuts = [_filled(self.sizes, room, self._group_end) for room in (even, self.room)] if self.groups else []
        starts = next((cut for cut in cuts if len(cut) == len(self.fewest)), None) or _filled(self.sizes, even)
        return (0, *(start + self.keys for start in starts[1:]))

    def _group_end(self, start: int, end: int) -> int:
        """Give where the last group ends that ends between, if most of the page is filled then."""
        least = start + ceil((end - start) * _MOSTLY)
        ends = (at for at in range(end, least - 1, -1) if self.groups[at] != self.groups[at - 1])
        return next(ends, end)


def _even_room(sizes: Sequence[float], room: float, pages: int) -> float:
    """Give about the least room in which as many pages hold all."""
    least = room / 2 if pages > 1 else room
    for _ in range(_TRIES if pages > 1 else 0):
        middle = (least + room) / 2
        least, room = (least, middle) if len(_filled(sizes, middle)) <= pages else (middle, room)
    return room


def _filled(sizes: Sequence[float], room: float, end_at: Callable[[int, int], int] | None = None) -> Starts:
    """Fill page after page; what is larger than a page has one of its own."""
    starts, used = [0], 0.0
    at = 0
    while at < len(sizes):
        if used + sizes[at] > room and at > starts[-1]:
            at = at if end_at is None else end_at(starts[-1], at)
            starts.append(at)
            used = 0.0
        used += sizes[at]
        at += 1
    return tuple(starts)
