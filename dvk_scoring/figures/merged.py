"""Merged cells and what is hidden: what people see in a sheet is not what stands in its cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from dvk_scoring.figures.sheet import Corner, cell_name, column_number
from dvk_scoring.figures.table import LIMIT, listed, more_than
from dvk_scoring.figures.workbook import SheetCells, has_text
from dvk_scoring.problem import DvkError, Place, Problem, problem

# What a cell merged over several rows says of each of them; a figure or a name is one unit's.
_OF_ALL: Final = ("cluster", "voice")


def check_merged(cells: SheetCells, heading: int, place: Place) -> None:
    """See that no heading is merged with another cell; ``heading``: its row, from 1.

    Raises:
        DvkError: One is: the headings stand over several rows, or a title stands above them.
    """
    ranges = [corners for corners in _with_text(cells) if corners[0][0] < heading <= corners[1][0] + 1]
    if ranges:
        shown = listed([_range_of(*corners) for corners in ranges])
        raise DvkError([problem("DVK-D127", attrs.evolve(place, cell=_range_of(*ranges[0])), row=heading, cells=shown)])


def fill_down(
    cells: SheetCells, columns: Mapping[str, list[str]], letters: Mapping[str, str], lines: Sequence[int], place: Place
) -> list[Problem]:
    """Give each row of a merged cluster its text, in place; name the other merged cells that hold more than one cell.

    Args:
        cells: The sheet.
        columns: Heading → texts, one a row of the table.
        letters: Heading → letters of its column.
        lines: Row of the sheet of each row of the table.
        place: The sheet.
    """
    headings = {column_number(letter) - 1: name for name, letter in letters.items()}
    numbers = sorted(headings)
    problems: list[Problem] = []
    filled = 0
    for (top, left), (bottom, right) in _with_text(cells):
        rows = range(bisect_left(lines, top + 1), bisect_left(lines, bottom + 2))
        covered = numbers[bisect_left(numbers, left) : bisect_left(numbers, right + 1)]
        if len(rows) * len(covered) < 2:
            continue
        filled += len(rows)
        # Merged ranges that lie upon each other, as no spreadsheet program makes them, are not filled for ever.
        if len(covered) == 1 and left in headings and headings[left] in _OF_ALL and filled <= 2 * len(lines):
            texts = columns[headings[left]]
            texts[rows.start : rows.stop] = [texts[rows.start]] * len(rows)
        else:
            cell = cell_name(top, left)
            merged = _range_of((top, left), (bottom, right))
            problems.append(problem("DVK-D125", attrs.evolve(place, cell=cell, line=top + 1), cells=merged))
    return problems[:LIMIT] + more_than(len(problems), place.file, code="DVK-D125")


def find_unseen(cells: SheetCells, letters: Mapping[str, str], lines: Sequence[int], place: Place) -> list[Problem]:
    """Tell of rows and columns of the table that are hidden, and of results that may be out of date."""
    problems: list[Problem] = []
    rows = [str(line) for line in lines if line in cells.hidden_rows] if cells.hidden_rows else []
    if rows:
        problems.append(problem("DVK-D124", place, rows=listed(rows)))
    columns = (
        [letter for letter in letters.values() if column_number(letter) in cells.hidden_columns]
        if cells.hidden_columns
        else []
    )
    if columns:
        problems.append(problem("DVK-D121", place, columns=listed(columns)))
    if cells.kept:
        problems.append(problem("DVK-D130", place, cells=listed(cells.kept)))
    return problems


def merged_answers(cells: SheetCells, rows: Sequence[int], columns: Sequence[int]) -> Mapping[str, str]:
    """Give the merged ranges that hold text and several of the cells where rows and columns cross: first cell → range.

    Args:
        cells: The sheet.
        rows: Those with cells to fill in, from 0, in ascending order.
        columns: Likewise.
    """
    ranges: dict[str, str] = {}
    for (top, left), (bottom, right) in _with_text(cells):
        down = bisect_left(rows, bottom + 1) - bisect_left(rows, top)
        across = bisect_left(columns, right + 1) - bisect_left(columns, left)
        if down * across > 1:
            ranges[cell_name(top, left)] = _range_of((top, left), (bottom, right))
    return ranges


def _with_text(cells: SheetCells) -> list[tuple[Corner, Corner]]:
    """Give the merged ranges that hold text, which stands in their first cell."""
    rows = cells.rows
    return [
        (first, last)
        for first, last in cells.merged
        if first != last
        and first[0] < len(rows)
        and first[1] < len(rows[first[0]])
        and has_text(rows[first[0]][first[1]])
    ]


def _range_of(first: Corner, last: Corner) -> str:
    return f"{cell_name(*first)}:{cell_name(*last)}"
