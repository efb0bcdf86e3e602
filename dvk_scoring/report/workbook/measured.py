"""How wide and how high the cells of a sheet are, and the pages that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import attrs

from dvk_scoring.forms.heights import column_points, column_width, text_height
from dvk_scoring.forms.printed import A4_OR_A3, HEADER, Grid, Pages, lay_out
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.looks import SIZE, WIDTHS

_LONGEST_HEAD: Final = 260
_NARROWEST, _WIDEST = 12.0, 30.0
"""Of columns of names, which are as wide as their longest."""
_ROW: Final = 15.75
_MOST_HEIGHT: Final = 400.0
_MOST_GROUP: Final = 90.0
_MOST_KEY: Final = 33.0
_FLAT: Final = 4.0
"""Of a row that says nothing."""
_ABOVE: Final = 33.0
"""Title and note, which the first page has above its heads; where pages lie beside each other all have a header."""
_MARK: Final = 15.0
_TRIES: Final = 4


@attrs.frozen
class Span:
    """Columns beside each other under one heading, from the first to before ``end``."""

    group: str
    first: int
    end: int


@attrs.frozen
class Measured:
    """The measures of a sheet with a row a unit.

    Attributes:
        widths: Of its columns, in characters.
        group, head, key: Heights of the rows of its heads, in points.
        rows: Heights of its units' rows.
        pages: Where it is cut.
        spans: Its groups; one that goes on over the end of a page is told again there.
    """

    widths: Sequence[float]
    group: float
    head: float
    key: float
    rows: Sequence[float]
    pages: Pages
    spans: Sequence[Span]


def measure(grid: g.Sheet, keys: int, marks: Sequence[str]) -> Measured:
    """Measure a sheet.

    Args:
        grid: The sheet.
        keys: Columns at its left that every page repeats, names among them.
        marks: Words in bold above the heads, for which these columns have room.
    """
    widths = [_width(column) for column in grid.columns]
    lacks = max(column_width(mark, SIZE, bold=True) for mark in marks) - sum(widths[:keys])
    first = next(at for at, column in enumerate(grid.columns) if column.look == "name")
    widths[first] += max(0.0, lacks)
    head, key = _head(grid, widths), _key(grid, widths)
    rows = [_row(grid, row, widths) for row in range(grid.rows)]
    seen = [0.0 if column.detail else width for width, column in zip(widths, grid.columns, strict=True)]
    names = [column.group for column in grid.columns]
    spans = whole = list(_spans(names))
    title, header = _ABOVE, 0.0
    for _ in range(_TRIES):  # until what pages cut, which may be higher, is cut where they end
        group = _group(grid, spans, widths)
        pages = lay_out(Grid(seen, rows, title, header + _MARK + group + head + key, keys, names), A4_OR_A3)
        told, spans = spans, list(_cut(whole, pages.columns))
        if len(pages.columns) > 1:
            title, header = 0.0, HEADER * 100 / pages.scale
        if told == spans:
            break
    return Measured(widths, group, head, key, rows, pages, spans)


def shortened(title: str) -> str:
    """Cut a heading that no sheet has room for."""
    return title if len(title) <= _LONGEST_HEAD else title[: _LONGEST_HEAD - 1].rstrip() + "…"


def _width(column: g.Column) -> float:
    if column.look == "name":
        longest = max((column_width(value, SIZE) for value in column.values if isinstance(value, str)), default=0.0)
        return min(max(longest, _NARROWEST), _WIDEST)
    width = WIDTHS.get(column.look, 11.0)
    longest = max((len(part) for part in column.title.replace("(", " ").split()), default=0)
    width = max(width, min(longest * 1.15 + 1, 18))
    if column.look in ("step", "input", "figure", "earlier", "number", "points", "state", "class"):
        width = max(width, min(24.0, 9 + len(shortened(column.title)) / 14))
    return width


def _spans(names: Sequence[str]) -> Iterator[Span]:
    for name, several in groupby(range(len(names)), key=lambda at: names[at]):
        columns = list(several)
        yield Span(name, columns[0], columns[-1] + 1)


def _cut(spans: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    """Part groups where pages begin."""
    for span in spans:
        ends = [*(at for at in starts if span.first < at < span.end), span.end]
        for first, end in zip([span.first, *ends], ends, strict=False):
            yield Span(span.group, first, end)


def _group(grid: g.Sheet, spans: Sequence[Span], widths: Sequence[float]) -> float:
    named = [span for span in spans if span.group]
    height = _MARK
    for span in named:
        several = range(span.first, span.end)
        seen = sum(widths[at] for at in several if not grid.columns[at].detail)
        width = seen or sum(widths[at] for at in several)  # as it is when what is folded away is shown
        height = max(height, text_height(span.group, SIZE, column_points(width), bold=True) + 4)
    return min(height, _MOST_GROUP) if named else _FLAT


def _head(grid: g.Sheet, widths: Sequence[float]) -> float:
    height = 12.0
    for column, width in zip(grid.columns, widths, strict=True):
        step = column.look == "step"
        lines = text_height(shortened(column.title), 9 if step else 10, column_points(width), bold=not step)
        height = max(height, lines + 4)
    return min(height, _MOST_HEIGHT)


def _key(grid: g.Sheet, widths: Sequence[float]) -> float:
    if not any(column.key for column in grid.columns):
        return _FLAT
    pairs = zip(grid.columns, widths, strict=True)
    lengthy = [text_height(column.key, 7.5, column_points(width)) + 3 for column, width in pairs if len(column.key) > 4]
    return min(max([12.0, *lengthy]), _MOST_KEY)


def _row(grid: g.Sheet, row: int, widths: Sequence[float]) -> float:
    height = _ROW
    for column in grid.columns:
        value = column.values[row]
        if column.look in ("name", "class") and isinstance(value, str):
            height = max(height, text_height(value, SIZE, column_points(widths[column.index])) + 3)
    return height
