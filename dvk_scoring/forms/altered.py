"""A form or a table of ours whose hidden cells are no longer where they were: what was done to it, and what to do."""

from __future__ import annotations

from typing import Final

from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.forms.layout import MARK, read_header
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import LANGUAGES, Text

_DEEPEST: Final = 20
_WIDEST: Final = 50
"""How far the hidden cell is looked for that columns and rows before it have moved."""
_MARKS: Final = frozenset({"value", "evidence", "check"})
"""Hidden marks that every form and table of ours has in one row."""
_DONE: Final = {
    "columns": Text(
        vi="đã chèn cột {those} trước cột ẩn đầu tiên", en="column {those} was inserted before its first hidden column"
    ),
    "rows": Text(
        vi="đã chèn dòng {those} trên dòng ẩn đầu tiên", en="row {those} was inserted above its first hidden row"
    ),
    "gone": Text(
        vi="ô, cột hay dòng ẩn ở đầu đã bị xóa", en="a hidden cell, column or row at its beginning was deleted"
    ),
}
_MEND: Final = {
    "columns": Text(
        vi="xóa cột {those}, ghi thêm thì ghi vào các ô có sẵn",
        en="delete column {those}, and write what it says into the cells that are there",
    ),
    "rows": Text(vi="xóa dòng {those}", en="delete row {those}"),
    "gone": Text(
        vi="chép số liệu vào bản đã gửi đi, ở đó cột và dòng ẩn còn nguyên",
        en="copy the figures into the file as it was sent out, which still has them",
    ),
}


def find_altered(cells: SheetCells, place: Place) -> list[Problem]:
    """Tell what was done to a form or a table of ours that does not begin with its hidden cell; none: it is not ours.

    Args:
        cells: Of a sheet that says nothing about itself where it should.
        place: Its file and sheet.
    """
    if cells.rows and any(isinstance(cell, str) and MARK in cell for cell in cells.rows[0][:1]):
        return []  # it begins as it should, and is of a later version
    for row, line in enumerate(cells.rows[:_DEEPEST]):
        at = next((at for at, cell in enumerate(line[:_WIDEST]) if read_header(cell) is not None), None)
        if at is not None:
            moved = {"columns": _span(column_letters(0), column_letters(at - 1), at), "rows": _span("1", str(row), row)}
            return [_altered(place, {kind: those for kind, those in moved.items() if those})]
        if {cell for cell in line if isinstance(cell, str)} >= _MARKS:
            return [hidden_gone(place)]
    return []


def hidden_gone(place: Place) -> Problem:
    """Tell that hidden columns or rows were deleted."""
    return _altered(place, {"gone": ""})


def _span(first: str, last: str, count: int) -> str:
    """Name so many columns or rows; "": none."""
    return "" if not count else first if count == 1 else f"{first}–{last}"


def _altered(place: Place, what: dict[str, str]) -> Problem:
    done, mend = (_told(said, what) for said in (_DONE, _MEND))
    return problem("DVK-O549", place, done=done, mend=mend)


def _told(said: dict[str, Text], what: dict[str, str]) -> Text:
    parts = [(said[kind], those) for kind, those in what.items()]
    vi, en = ("; ".join(text.in_(language).format(those=those) for text, those in parts) for language in LANGUAGES)
    return Text(vi=vi, en=en)
