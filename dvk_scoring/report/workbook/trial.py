"""The mark of a trial: it stands on every sheet as soon as anything that can be typed differs from what was written.

What was written is kept on a sheet that nobody sees, a column for each typed one, each with a count of the cells that
are no longer the same. A blank is not 0, and a number is not the text of its digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.book import Book

_FIRST: Final = 2
"""Row of the kept values; above them, their counts."""


@attrs.define
class _Kept:
    """A typed column as it was written, and where it stands."""

    address: str
    values: Sequence[g.Value | int]


class Trial:
    """Keeps what is written, and writes the mark."""

    def __init__(self, book: Book) -> None:
        """Keep nothing yet."""
        self._book = book
        self._kept: list[_Kept] = []

    def keep(self, sheet: str, row: int, column: int, values: Sequence[g.Value | int]) -> None:
        """Keep a column of cells, from the first one down; None: a blank."""
        if values:
            letters = column_letters(column)
            address = f"{g.quoted(sheet)}!${letters}${row + 1}:${letters}${row + len(values)}"
            self._kept.append(_Kept(address, list(values)))

    def mark(self) -> str:
        """Write the formula of the mark, with the words that the sheets have in any case."""
        changed = f"{g.quoted(self._book.say('kept'))}!$A$1>0"
        text = f'IF({changed},{g.literal(self._book.say("trial"))},"")'
        return f"={text}&{g.literal(self.standing())}" if self.standing() else f"={text}"

    def standing(self) -> str:
        """Give the words beside the mark: of figures that are illustrative."""
        return self._book.say("illustrative") if self._book.result.illustrative else ""

    def write(self, file: Any, text_look: Any) -> None:
        """Write the sheet of what is kept; ``text_look`` keeps a text one."""
        sheet = file.add_worksheet(self._book.say("kept"))
        for at, kept in enumerate(self._kept, start=1):
            letters = column_letters(at)
            cells = f"${letters}${_FIRST + 1}:${letters}${_FIRST + len(kept.values)}"
            sheet.write_formula(0, at, f"=SUMPRODUCT(1-{_same(kept.address, cells)})", None, 0)
            for row, value in enumerate(kept.values, start=_FIRST):
                if isinstance(value, str):
                    sheet.write_string(row, at, value, text_look)
                elif value is not None:
                    sheet.write_number(row, at, float(value))
        last = column_letters(max(1, len(self._kept)))
        # An error that somebody typed is a change.
        sheet.write_formula(0, 0, f"=IFERROR(SUM($B$1:${last}$1),1)", None, 0)
        sheet.protect()
        sheet.very_hidden()


def _same(left: str, right: str) -> str:
    """Write 1 where two cells hold the same: ``=`` alone takes a blank for 0, texts alone take 5 for a text.

    Functions such as ``ISBLANK`` will not do: LibreOffice gives one answer for a whole range.
    """
    return f'({left}={right})*({left}&""={right}&"")'
