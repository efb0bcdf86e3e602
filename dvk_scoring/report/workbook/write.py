"""The workbook onto the disk, with XlsxWriter: typed cells, formulas with the exact value beside them, print set-up."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dvk_scoring.extras import needs
from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.forms.heights import column_points, text_height
from dvk_scoring.forms.printed import A4_UPRIGHT, fit_across, page_header, set_up
from dvk_scoring.formula.show import show_exact
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.problem import DvkError, problem
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.build import Built, build_workbook
from dvk_scoring.report.workbook.looks import FONT, SIZE, Looks
from dvk_scoring.report.workbook.measured import Measured, measure, shortened
from dvk_scoring.report.workbook.trial import Trial
from dvk_scoring.report.workbook.votes import write_votes
from dvk_scoring.report.workbook.words import KP
from dvk_scoring.spreadsheet import BEGINNINGS, close_workbook, new_workbook

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Parameter
    from dvk_scoring.scoring.result import Result
    from dvk_scoring.text import Language

MOST_UNITS: Final = 5_000
"""Every unit is compared with every other: beyond this a spreadsheet no longer answers while one types."""
_MARK_ROW, _GROUP_ROW, _HEAD_ROW, _KEY_ROW = 2, 3, 4, 5
_ALLOWED: Final = {"format_columns": True, "format_rows": True}
"""What may be done on a sheet beside typing in its yellow cells: making room."""
_TOO_LARGE: Final = 10**300
"""A number that no cell holds: a spreadsheet shows an error there as well."""
_PARAMS: Final = (30, 48, 12, 14, 30)
_GUIDE: Final = (30, 66, 10, 12)
_FUTURE: Final = re.compile(r"\b(MAXIFS|MINIFS)\(")
"""Functions newer than the file format, which files name with a prefix."""


def write_workbook(result: Result, path: Path, language: Language) -> None:
    """Write a result as a workbook that recomputes itself.

    Raises:
        DvkError: XlsxWriter is not installed, or there are too many units.
        OSError: It cannot be written.
    """
    with needs("office", "XlsxWriter"):
        import xlsxwriter  # noqa: F401 - asked for before any work
    if len(result.frame) > MOST_UNITS:
        raise DvkError([problem("DVK-O403", units=len(result.frame), most=MOST_UNITS)])
    paint_workbook(build_workbook(result, language), path)


def paint_workbook(built: Built, path: Path) -> None:
    """Write a built workbook onto the disk.

    Raises:
        OSError: It cannot be written.
    """
    # Programs measure columns by the digits of a workbook's own font: those of this one are alike in all of them.
    file = new_workbook(path, default_format_properties={"font_name": FONT, "font_size": SIZE})
    _Painter(file, built).paint()
    close_workbook(file)


class _Painter:
    """Writes a built workbook."""

    def __init__(self, file: Any, built: Built) -> None:
        self.file, self.built, self.book = file, built, built.book
        self.looks = Looks(file, built.book.language)
        self.trial = Trial(built.book)
        specs = built.book.result.figures.columns
        self.specs: dict[str, FigureSpec] = {name: column.spec for name, column in specs.items()}

    def paint(self) -> None:
        book = self.book
        self.file.set_properties({"title": book.scheme.title.in_(book.language), "comments": book.scheme.hash})
        figures, rulings, *rest = book.sheets
        guide = self.file.add_worksheet(book.say("guide"))
        sheets = {self.built.list: self.file.add_worksheet(self.built.list.name)}
        for grid in (figures, rulings):
            sheets[grid] = self.file.add_worksheet(grid.name)
        params = self.file.add_worksheet(book.say("params"))
        for grid in rest:
            sheets[grid] = self.file.add_worksheet(grid.name)
        self._guide(guide)
        self._params(params)
        for grid, sheet in sheets.items():
            _SheetPainter(self, sheet, grid).paint()
        votes = write_votes(self.file, self.looks, book.result, book.language, self.trial)
        for sheet in (guide, params, *sheets.values(), *([votes] if votes is not None else [])):
            sheet.protect("", _ALLOWED)
        self.trial.write(self.file, self.looks("small", quoted=True))
        sheets[self.built.list].activate()

    def text(self, sheet: Any, row: int, column: int, value: str, look: str) -> None:
        """Write a text so that it stays one, also when a clerk edits the cell."""
        sheet.write_string(row, column, value, self.looks(look, quoted=value[:1] in BEGINNINGS))

    def mark(self, sheet: Any, row: int, column: int = 0) -> None:
        """Write the mark of a trial; unchanged, it says nothing of one."""
        sheet.write_formula(row, column, self.trial.mark(), self.looks("warning"), self.trial.standing())

    # the guide

    def _guide(self, sheet: Any) -> None:
        book = self.book
        sheet.hide_gridlines(2)
        for column, width in enumerate(_GUIDE):
            sheet.set_column(column, column, width)
        self.text(sheet, 0, 0, book.scheme.title.in_(book.language), "title")
        self.mark(sheet, 1)
        row = 2
        for key in ("guide_how", "guide_exact", "guide_doubts" if book.doubts else "guide_proved"):
            text = book.say(key)
            sheet.merge_range(row, 0, row, 3, "", self.looks("text"))
            self.text(sheet, row, 0, text, "text")
            sheet.set_row(row, text_height(text, SIZE, column_points(sum(_GUIDE))) + 6)
            row += 1
        row = self._table_of_contents(sheet, row + 1)
        self._doubts(sheet, row + 1)
        fit_across(sheet, A4_UPRIGHT)

    def _table_of_contents(self, sheet: Any, row: int) -> int:
        book = self.book
        self.text(sheet, row, 0, book.say("sheet"), "head")
        self.text(sheet, row, 1, book.say("about"), "head")
        figures, rulings, *rest = book.sheets
        listed = [(grid.name, grid.title) for grid in (self.built.list, figures, rulings)]
        listed.append((book.say("params"), book.say("params_title")))
        listed += [(grid.name, grid.title) for grid in rest]
        for name, title in listed:
            row += 1
            sheet.write_url(row, 0, f"internal:{g.quoted(name)}!A1", self.looks("link"), name)
            self.text(sheet, row, 1, title, "cell")
        return row + 1

    def _doubts(self, sheet: Any, row: int) -> None:
        book = self.book
        if not book.doubts:
            return
        for column, key in enumerate(("about", "guide_step", "guide_margin", "guide_near")):
            self.text(sheet, row, column, book.say(key), "head")
        for title, doubt in dict.fromkeys(book.doubts):
            row += 1
            cells = (title, shortened(doubt.label), doubt.nudge, str(doubt.near))
            for column, value in enumerate(cells):
                self.text(sheet, row, column, value, "cell")
            heights = [text_height(text, SIZE, column_points(_GUIDE[at])) for at, text in enumerate(cells)]
            sheet.set_row(row, max(heights) + 3)

    # the parameters

    def _params(self, sheet: Any) -> None:
        book = self.book
        for column, width in enumerate(_PARAMS):
            sheet.set_column(column, column, width)
        self.text(sheet, 0, 0, book.say("params_title"), "title")
        self.mark(sheet, 1)
        for column, key in enumerate(("about", "meaning", "value", "from_to", "param")):
            self.text(sheet, 2, column, book.say(key), "head")
        row = 2
        for param in book.parameters.values():
            row += 1
            self._parameter(sheet, row, param)
        self.trial.keep(book.say("params"), 3, 2, [param.value for param in book.parameters.values()])
        row = self._class_titles(sheet, row)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(1, 2)
        sheet.print_area(0, 0, row, 4)
        fit_across(sheet, A4_UPRIGHT)

    def _parameter(self, sheet: Any, row: int, parameter: Parameter) -> None:
        self.text(sheet, row, 0, parameter.group, "cell")
        self.text(sheet, row, 1, parameter.label, "cell")
        height = max(
            text_height(parameter.group, SIZE, column_points(_PARAMS[0])),
            text_height(parameter.label, SIZE, column_points(_PARAMS[1])),
        )
        sheet.set_row(row, height + 3)
        look = self.looks("input", number=self.looks.number(_places(parameter.value)))
        if g.decimal_text(parameter.value) is None:
            text = f"={parameter.value.numerator}/{parameter.value.denominator}"
            sheet.write_formula(row, 2, text, look, float(parameter.value))
        else:
            sheet.write_number(row, 2, float(parameter.value), look)
        allowed = [None if bound is None else float(bound) for bound in (parameter.low, parameter.high)]
        if allowed[0] is not None and allowed[1] is not None:
            ends = (bound for bound in (parameter.low, parameter.high) if bound is not None)
            shown = " – ".join(show_exact(bound, self.book.language) for bound in ends)
            self.text(sheet, row, 3, shown, "middle")
            rule = {"validate": "decimal", "criteria": "between", "minimum": allowed[0], "maximum": allowed[1]}
            sheet.data_validation(row, 2, row, 2, rule)
        else:
            self.text(sheet, row, 3, "", "cell")
        self.text(sheet, row, 4, parameter.name, "small")
        self.file.define_name(parameter.name, f"={g.quoted(self.book.say('params'))}!$C${row + 1}")

    def _class_titles(self, sheet: Any, row: int) -> int:
        classes = list(self.book.scheme.classes.values())
        if not classes:
            return row
        first = row + 1
        for place, class_ in enumerate(classes, start=1):
            row += 1
            self.text(sheet, row, 0, self.book.say("class"), "cell")
            self.text(sheet, row, 1, class_.title.in_(self.book.language), "cell")
            sheet.write_number(row, 2, place, self.looks("cell"))
        name = g.quoted(self.book.say("params"))
        self.trial.keep(self.book.say("params"), first, 1, [class_.title.in_(self.book.language) for class_ in classes])
        self.file.define_name("class.titles", f"={name}!$B${first + 1}:$B${row + 1}")
        return row


class _SheetPainter:
    """Writes one sheet with a row a unit."""

    def __init__(self, painter: _Painter, sheet: Any, grid: g.Sheet) -> None:
        self.painter, self.sheet, self.grid = painter, sheet, grid
        self.looks, self.book = painter.looks, painter.book
        self.text = painter.text

    def paint(self) -> None:
        sheet, grid = self.sheet, self.grid
        self.text(sheet, 0, 0, grid.title, "title")
        self.text(sheet, 1, 0, grid.note, "note")
        self.painter.mark(sheet, _MARK_ROW)
        names = 3 if grid is not self.painter.built.list else 4
        trial = self.painter.trial
        keys = names if trial.standing() else names - 1
        measured = measure(grid, keys, [self.book.say("trial").strip(), trial.standing()])
        folded = False
        for index, (width, column) in enumerate(zip(measured.widths, grid.columns, strict=True)):
            fold = {"level": 1, "hidden": True} if column.detail else {"collapsed": True} if folded else {}
            sheet.set_column(index, index, width, None, fold)
            folded = column.detail
        self._heads(measured)
        for column in grid.columns:
            self._cells(column)
        for row, height in enumerate(measured.rows, g.FIRST_ROW):
            sheet.set_row(row, height)
        last = g.FIRST_ROW + grid.rows - 1
        sheet.freeze_panes(g.FIRST_ROW, names)
        sheet.repeat_rows(_MARK_ROW, _KEY_ROW)
        sheet.repeat_columns(0, keys - 1)
        # Pages beside the first one show the cells of the title no farther than the columns that they repeat.
        header = page_header(grid.title, grid.note) if len(measured.pages.columns) > 1 else ""
        sheet.print_area(_MARK_ROW if header else 0, 0, max(last, g.FIRST_ROW), len(grid.columns) - 1)
        set_up(sheet, measured.pages, g.FIRST_ROW, header)

    def _heads(self, measured: Measured) -> None:
        sheet = self.sheet
        for row, height in ((_GROUP_ROW, measured.group), (_HEAD_ROW, measured.head), (_KEY_ROW, measured.key)):
            sheet.set_row(row, height)
        for span in measured.spans:
            if span.group and span.end - span.first > 1:
                sheet.merge_range(_GROUP_ROW, span.first, _GROUP_ROW, span.end - 1, "", self.looks("group"))
            if span.group:
                self.text(sheet, _GROUP_ROW, span.first, span.group, "group")
        for column in self.grid.columns:
            look = "head step" if column.look == "step" else "head"
            self.text(sheet, _HEAD_ROW, column.index, shortened(column.title), look)
            self.text(sheet, _KEY_ROW, column.index, column.key, "key")

    def _cells(self, column: g.Column) -> None:
        plain = self.looks(column.look)
        numbers = column.look not in ("row", "name", "small", "class", "state")
        look = self.looks(column.look, number=self.looks.number(column.places)) if numbers else plain
        for row, value in enumerate(column.values):
            at = g.FIRST_ROW + row
            expr = None if column.cells is None else column.cells[row]
            if expr is not None:
                text = _FUTURE.sub(r"_xlfn.\1(", expr.write(row, self.grid))
                self.sheet.write_formula(at, column.index, f"={text}", look, _cached(value))
            elif value is None:
                self.sheet.write_blank(at, column.index, None, look)
            elif isinstance(value, str):
                self.text(self.sheet, at, column.index, value, column.look)
            else:
                self.sheet.write_number(at, column.index, float(value), look)
        if column.look in ("state", "points", "points sum", "rank", "class", "total"):
            self._mark(column)
        if column.cells is None and (column.look != "row" or self.grid is self.painter.built.list):
            self.painter.trial.keep(self.grid.name, g.FIRST_ROW, column.index, column.values)
        spec = self.painter.specs.get(column.key) if column.look == "input" else None
        if spec is not None:
            self._validate(column, spec)

    def _mark(self, column: g.Column) -> None:
        """Make what is missing plain to see: colour for the screen, the word itself for paper."""
        markers, last = self.book.markers, g.FIRST_ROW + self.grid.rows - 1
        for text, look in ((markers.blank, "missing"), (markers.error, "missing"), (markers.not_assigned, "apart")):
            rule = {"type": "cell", "criteria": "==", "value": g.literal(text), "format": self.looks.partial(look)}
            self.sheet.conditional_format(g.FIRST_ROW, column.index, last, column.index, rule)

    def _validate(self, column: g.Column, spec: FigureSpec) -> None:
        """Hold what is typed to the figure's declaration: KP, or a number within its range and places."""
        cell = f"{column_letters(column.index)}{g.FIRST_ROW + 1}"
        low, high = g.decimal_text(spec.low), g.decimal_text(spec.high)
        kp = g.literal(KP)
        test = f"ISNUMBER({cell}),{cell}>={low},{cell}<={high},ROUND({cell},{spec.places})={cell}"
        formula = f"=OR({cell}={kp},AND({test}))"
        last = g.FIRST_ROW + self.grid.rows - 1
        rule = {"validate": "custom", "value": formula, "ignore_blank": True}
        self.sheet.data_validation(g.FIRST_ROW, column.index, last, column.index, rule)


def _cached(value: g.Value) -> float | str | bool:
    if isinstance(value, Fraction):
        return float(value) if abs(value) < _TOO_LARGE else "#NUM!"
    return "" if value is None else value


def _places(value: Fraction) -> int:
    text = g.decimal_text(value)
    return 6 if text is None else len(text.partition(".")[2])
