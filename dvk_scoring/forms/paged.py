"""Where the pages of a form end: no heading ends one, and no signature begins one.

How much a page holds is reckoned for the widths of columns as Excel has them. A program that draws them wider makes all
smaller, and a page ends before it is full.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dvk_scoring.forms.heights import drawn_points
from dvk_scoring.forms.page import FIRST, WIDTHS, Page

MARGINS: Final[Mapping[str, float]] = {"left": 0.6, "right": 0.5, "top": 0.6, "bottom": 0.7}
"""Of the page, in inches."""
_A4: Final = (595.3, 841.9)
_INCH: Final = 72
_SAFE: Final = 0.97
"""Programs round the heights of rows each in their own way."""
_HEIGHT: Final = 15.0
"""Of a row that has no height of its own, in points."""


def page_breaks(page: Page, end: int, *, landscape: bool) -> list[int]:
    """Give the rows that begin pages, from 0; the first page is not among them.

    Args:
        page: With all its rows.
        end: The last row that is printed, from 0.
        landscape: How the page lies.
    """
    across, down = reversed(_A4) if landscape else _A4
    across -= (MARGINS["left"] + MARGINS["right"]) * _INCH
    down -= (MARGINS["top"] + MARGINS["bottom"]) * _INCH
    wide = sum(drawn_points(WIDTHS[role]) for role in page.at if role != "key")
    room = _SAFE * down / min(1.0, across / wide)
    used = _high(page, 2, page.start)
    breaks: list[int] = []
    for first, after in _together(page, end):
        height = _high(page, first, after)
        if used + height > room and first > page.start:
            breaks.append(first)
            used = _high(page, FIRST, FIRST + 1)
        used += height
    return breaks


def _together(page: Page, end: int) -> Iterator[tuple[int, int]]:
    """Give rows that stay on one page, each from the first to before the last: headings with what they head."""
    first = page.start
    for row, line in enumerate(page.lines, page.start):
        last = row == page.start + len(page.lines) - 1
        if line.spec is not None or last:
            yield first, end + 1 if last else row + 1
            first = row + 1


def _high(page: Page, first: int, after: int) -> float:
    return sum(page.heights.get(row, _HEIGHT) for row in range(first, after))
