"""A workbook's sheets as rows of cells: looked at before the reader meets them, so that sizes are bounded.

Cells that the reader would hand over as blank though they are not (an error value, a formula never computed) are named,
and numbers that mean something else under their format (85%, 007) keep it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Final, Literal

import attrs

from dvk_scoring.figures.archive import Archive, SheetEntry, open_archive
from dvk_scoring.figures.markup import DamagedMarkupError
from dvk_scoring.figures.number_format import FormattedNumber, NumberFormat, ShownNumber
from dvk_scoring.figures.sheet import Corner, SheetMarkup, corner_of, length_of_texts, look_at_sheet
from dvk_scoring.figures.table import BLANKS, LIMIT, DecimalMark, guarded, more_than
from dvk_scoring.problem import DvkError, Place, Problem, library_reason, problem
from dvk_scoring.text import visible

MOST_BYTES: Final = 256 * 1024 * 1024
MOST_CELLS: Final = 20_000_000
MOST_TEXT: Final = 100_000_000
# A sheet may be this much larger than what stands in it.
_SPARSE: Final = 2_000_000
_SPREAD: Final = 4
NUMBERS: Final[frozenset[type]] = frozenset({int, float, FormattedNumber, ShownNumber})


@attrs.frozen
class SheetCells:
    """The cells of a sheet.

    Attributes:
        name: Of the sheet.
        rows: Every row from the first, every column from A; nothing or blank text where nothing stands.
        wrong: Cell that holds an error value or a formula never computed → code of the problem.
        merged: First and last corner (row, column, from 0) of each merged range.
        formulas: Cells that hold a formula.
        kept: Those with a stored result that may be out of date.
        hidden_rows: Numbers of the rows that people do not see, from 1.
        hidden_columns: Likewise of columns.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    wrong: Mapping[str, str]
    merged: Sequence[tuple[Corner, Corner]] = ()
    kept: Sequence[str] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: frozenset[str] = frozenset()


@attrs.frozen
class Workbook:
    """An opened workbook.

    Attributes:
        path: As the user gave it.
        sheets: In order.
    """

    path: Path
    sheets: tuple[SheetEntry, ...]
    _book: Any
    _archive: Archive
    _most_cells: int
    kind: ClassVar[Literal["xlsx"]] = "xlsx"

    def read(self, sheet: SheetEntry) -> SheetCells:
        """Read the cells of one sheet.

        Raises:
            DvkError: It is damaged or too large.
        """
        place = Place(file=visible(str(self.path)), sheet=sheet.name)
        try:
            markup = self._look_at(sheet, place)
        except DamagedMarkupError as error:
            raise DvkError([problem("DVK-D107", place, reason=library_reason(str(error)))]) from None

        def broken(reason: str) -> Problem:
            return problem("DVK-D107", place, reason=library_reason(reason))

        try:
            rows = guarded(lambda: self._book.get_sheet_by_index(sheet.number).to_python(skip_empty_area=False), broken)
        except DvkError:
            if not markup.wrong:
                raise
            # The reader gives up at an error value that it does not know.
            named = list(markup.wrong.items())
            told = [problem(code, attrs.evolve(place, cell=cell)) for cell, code in named[:LIMIT]]
            raise DvkError(told + more_than(len(named), place.file, code=named[0][1])) from None
        wrong = {**markup.wrong, **_put_formats(rows, markup.formatted)}
        return SheetCells(
            sheet.name,
            rows,
            wrong,
            markup.merged,
            markup.kept,
            markup.hidden_rows,
            markup.hidden_columns,
            frozenset(markup.formulas),
        )

    def _look_at(self, sheet: SheetEntry, place: Place) -> SheetMarkup:
        """Look at the sheet before the reader does, which fills every cell up to the last: in rows and in texts."""
        archive = self._archive
        with archive.part(sheet.part) as source:
            markup = look_at_sheet(source, archive.formats, stale=archive.stale, uncomputed=archive.uncomputed)
        check_spread(markup.last, markup.filled, markup.far, self._most_cells, place)
        if markup.strings * archive.size_of_strings > MOST_TEXT and self._length_of_texts(sheet, markup) > MOST_TEXT:
            raise DvkError([problem("DVK-D116", place, most=MOST_TEXT // 1_000_000)])
        return markup

    def _length_of_texts(self, sheet: SheetEntry, markup: SheetMarkup) -> int:
        lengths = self._archive.lengths_of_strings()
        most = markup.strings * max(lengths, default=0)
        if most <= MOST_TEXT:
            return most
        with self._archive.part(sheet.part) as source:
            return length_of_texts(source, lengths)


def check_spread(last: Corner, filled: int, far: str, most: int, place: Place) -> None:
    """Refuse a sheet that spreads over far more cells than have anything in them; ``far``: what makes it so.

    Raises:
        DvkError: It does.
    """
    rows, columns = last
    if rows * columns > min(most, max(_SPARSE, _SPREAD * filled)):
        raise DvkError([problem("DVK-D122", place, rows=rows, columns=columns, far=far)])


def open_workbook(path: Path, *, most_bytes: int = MOST_BYTES, most_cells: int = MOST_CELLS) -> Workbook:
    """Open a workbook of bounded size.

    Raises:
        DvkError: It is damaged, too large, or no workbook.
    """
    from python_calamine import CalamineWorkbook

    archive = open_archive(path, most_bytes)

    def broken(reason: str) -> Problem:
        return problem("DVK-D107", Place(file=visible(str(path))), reason=library_reason(reason))

    book = guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(archive.packed)), broken)
    return Workbook(path, archive.sheets, book, archive, most_cells)


def _put_formats(rows: Sequence[list[Any]], formatted: Mapping[str, NumberFormat]) -> dict[str, str]:
    """Put the format beside each number that means something else under it; give the cells where it tells two ways."""
    wrong: dict[str, str] = {}
    for reference, told in formatted.items():
        row, column = corner_of(reference)
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or value - value != 0:
            continue
        percent = told.is_percent(negative=value < 0)
        rows[row][column] = FormattedNumber(shortest(value), told, percent=bool(percent)) if percent is not None else ""
        if percent is None:
            wrong[reference.upper()] = "DVK-D123"
    return wrong


def has_text(cell: Any) -> bool:
    """Tell whether anything stands in a cell."""
    return bool(cell.strip(BLANKS)) if isinstance(cell, str) else cell is not None


def is_number(cell: Any) -> bool:
    """Tell whether a cell holds a number, not a text that reads like one."""
    return type(cell) in NUMBERS


def cell_text(cell: Any, mark: DecimalMark) -> str:
    """Write a cell as text, numbers with the file's decimal mark so that all cells of a column read alike."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        if isinstance(cell, int) or (cell.is_integer() and abs(cell) < 10**15):
            return str(int(cell))
        return _written(shortest(cell), mark)
    if isinstance(cell, FormattedNumber | ShownNumber):
        return f"{_written(cell.value * 100, mark)}%" if cell.percent else _written(cell.value, mark)
    return "" if cell is None else str(cell)


def key_text(cell: Any, mark: DecimalMark) -> str:
    """Write a cell that names something as it is shown: ``007``."""
    return cell.shown if isinstance(cell, FormattedNumber | ShownNumber) and not cell.percent else cell_text(cell, mark)


def shortest(number: float) -> Decimal:
    """Give the decimal that a float stands for: the shortest, of at most 15 digits."""
    return Decimal(format(number, ".15g"))


def _written(number: Decimal, mark: DecimalMark) -> str:
    text = str(number) if abs(number.adjusted()) > 30 else format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text
    return text.replace(".", ",") if mark == "comma" else text
