"""A sheet read below its row of headings: its cells by row and role, and what is told of them by cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from dvk_scoring.editing.cells import Cell, read_cell
from dvk_scoring.editing.rubric.headings import Role, text_in
from dvk_scoring.figures.column_numbers import numbering, numbers_columns
from dvk_scoring.figures.sheet import cell_name, column_letters
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.problem import Place, Problem, problem


class SheetReading:
    """What a sheet of criteria and one of points are read with.

    Attributes:
        cells: The sheet.
        head: The row of headings, from 0.
        at: Role → its column, from 0.
        problems: What is told.
    """

    def __init__(
        self, file: str, cells: SheetCells, head: int, at: Mapping[Role, int], problems: list[Problem]
    ) -> None:
        """Begin; ``file``: what messages call it."""
        self._file = file
        self._is_below_head = True
        self._is_again = False
        self.cells, self.head, self.at, self.problems = cells, head, at, problems

    def say(self, code: str, at: str, **values: object) -> None:
        """Tell of a cell."""
        self.problems.append(problem(code, Place(file=self._file, sheet=self.cells.name, cell=at), **values))

    def text(self, row: int, role: Role) -> str:
        """Give the text of a row in the column of a role; "" where there is none."""
        line: Sequence[Any] = self.cells.rows[row]
        column = self.at.get(role)
        return text_in(line[column]) if column is not None and column < len(line) else ""

    def heading(self, column: int) -> str:
        """Give the heading of a column."""
        return text_in(self.cells.rows[self.head][column])

    def cell(self, row: int, column: int) -> Cell:
        """Give what stands in a cell."""
        line: Sequence[Any] = self.cells.rows[row]
        return read_cell(line[column]) if column < len(line) else None

    def is_wrong(self, row: int, column: int) -> bool:
        """Tell whether a cell holds what cannot be read, and say why."""
        name = cell_name(row, column)
        if name in self.cells.wrong:
            self.say(self.cells.wrong[name], name)
        return name in self.cells.wrong

    def begin_anew(self) -> None:
        """Take it that a row says the headings once more, as after a page break."""
        self._is_below_head = self._is_again = True

    def numbers_columns(self, row: int, called: Role) -> bool:
        """Tell whether a row that is right below the headings only numbers the columns, which is told; so is a doubt.

        Args:
            row: The row, from 0.
            called: The role of the column that says what the rows are called.
        """
        if not self._is_below_head:
            return False
        self._is_below_head = False
        texts = [text_in(cell) for cell in self.cells.rows[row]]
        heads = self._heads()
        kind = numbering(texts, heads)
        if kind == "none":
            return False
        others = [text for below in self._others(row, texts) if (text := self.text(below, called))]
        taken = kind == "surely" or (
            bool(others) and numbers_columns(texts, others, heads) and not self._goes_on_counting(row)
        )
        at, first = next((at, text) for at, text in enumerate(texts) if text)
        values = {"texts": ", ".join(filter(None, texts)), "name": self.text(row, called) or first}
        self.say("DVK-O849" if taken else "DVK-O850", cell_name(row, at), **values)
        return taken

    def _others(self, row: int, texts: Sequence[str]) -> Iterator[int]:
        """Give the rows below one that say something else: after a page break column numbers stand there once more."""
        for below in range(row + 1, len(self.cells.rows)):
            if [text_in(cell) for cell in self.cells.rows[below]] != texts:
                yield below

    def _heads(self) -> list[str]:
        """Give the headings; the columns whose heading stands in the row above have a sign of one."""
        heads = [text_in(cell) for cell in self.cells.rows[self.head]]
        return [text or ("…" if at in self.at.values() else "") for at, text in enumerate(heads)]

    def _goes_on_counting(self, row: int) -> bool:
        """Tell whether the next row has the number after that of a row, so that both are counted.

        After a page break the numbers go on from the page before: there 2 below 1 says nothing.
        """
        if self._is_again:
            return False
        below = next((text for at in range(row + 1, len(self.cells.rows)) if (text := self.text(at, "no"))), "")
        number = self.text(row, "no")
        return number.isdecimal() and below.isdecimal() and int(below) == int(number) + 1

    def tell_columns(self, known: Collection[int]) -> None:
        """Tell of columns with a heading that are not read."""
        heads = [(at, text_in(cell)) for at, cell in enumerate(self.cells.rows[self.head]) if text_in(cell)]
        left = [(at, text) for at, text in heads if at not in known]
        if left:
            told = ", ".join(f"{column_letters(at)} “{text}”" for at, text in left)
            self.say("DVK-O829", cell_name(self.head, left[0][0]), columns=told)

    def tell_hidden_rows(self) -> None:
        """Tell of rows below the headings that people do not see, and that are read all the same."""
        filled = (row for row in sorted(self.cells.hidden_rows) if self.head + 1 < row <= len(self.cells.rows))
        rows = [row for row in filled if any(text_in(cell) for cell in self.cells.rows[row - 1])]
        if rows:
            self.say("DVK-O840", f"A{rows[0]}", count=len(rows))
