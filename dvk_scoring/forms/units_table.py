"""The committee's figures as one table: a row a unit, a column a figure, each cell held to what its figure takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import meant_parts
from dvk_scoring.figures.sheet import cell_name, column_letters
from dvk_scoring.forms import returned_units as back
from dvk_scoring.forms import words
from dvk_scoring.forms.head import terms_line, when_line
from dvk_scoring.forms.heights import column_points, row_height, text_height
from dvk_scoring.forms.held import Held, Lists
from dvk_scoring.forms.layout import OF_FIGURE, questions
from dvk_scoring.forms.page import SheetForm
from dvk_scoring.forms.printed import A4_OR_A3, Grid, Pages, lay_out, set_up
from dvk_scoring.forms.rules import Cells
from dvk_scoring.forms.styles import HOW, Styles, height_across
from dvk_scoring.forms.units_columns import NAMES, Column, UnitsColumns
from dvk_scoring.forms.write import ALLOWED

_TITLE: Final = 3
_TOP, _LABEL, _WRITTEN, _SHARED, _FIRST = 9, 10, 11, 12, 13
"""Rows of the heads: what a figure belongs to, its name, how it is written; evidence for all; the first unit."""
_HIDDEN: Final = (0, 1, 2)
_ROW: Final = 16.0
_TWO: Final = 28.0
_TALLEST: Final = 160.0
_SIGNED: Final = 6
"""Rows below the last unit that are printed."""


def write_units_table(sheet: Any, styles: Styles, lists: Lists, forms: Sequence[SheetForm]) -> None:
    """Fill a worksheet of XlsxWriter with the table of these units, who are asked for the same scheme's figures."""
    _Table(sheet, styles, lists, forms).write()


class _Table(UnitsColumns):
    """A worksheet on its way to a table."""

    def __init__(self, sheet: Any, styles: Styles, lists: Lists, forms: Sequence[SheetForm]) -> None:
        super().__init__(forms)
        self.sheet, self.styles = sheet, styles
        self.held = Held(sheet, styles, lists, self.specs, meant_parts(self.scheme), self.language)
        self.last = len(forms) + _FIRST - 1

    def write(self) -> None:
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width, None, {} if at in self.shown else {"hidden": True})
        self._hide()
        heights = self._heads()
        above = sum(self._heights_above(self.shown))
        pages = lay_out(self._printed(heights, above), A4_OR_A3)
        if len(pages.columns) > 1:  # the first page has less room for what stands above the heads
            above = sum(self._heights_above(self._first_page(pages)))
            pages = lay_out(self._printed(heights, above), A4_OR_A3)
        self._title(pages)
        self._groups()
        self._shared()
        for row, form in enumerate(self.forms, _FIRST):
            self._unit(row, form)
        self.sheet.write_string(self.last + 1, back.KEY, back.END)
        for figure in self.values:
            self._hold(figure)
        self._colour(self.at["check", ""], self.at["check", ""])
        self._signatures(pages)
        self._set_up(pages)

    # the heads

    def _hide(self) -> None:
        header = attrs.evolve(
            self.form.header,
            unit="",
            name="",
            cluster="",
            kind="",
            language=self.language,
            asks=questions(self.scheme, self.language, self.values),
            table=True,
        )
        self.sheet.write_string(0, back.KEY, header.text())
        for at, column in enumerate(self.columns):
            self.sheet.write_string(back.ROLES, at, column.role)
            self.sheet.write_string(back.FIGURES, at, column.figure if column.role in OF_FIGURE else "")
        for row in _HIDDEN:
            self.sheet.set_row(row, None, None, {"hidden": True})

    def _above(self) -> Sequence[tuple[str | None, str]]:
        """Give what stands above the heads, a row each, and its looks; None: the count of what is left."""
        return (
            (self.say(words.TABLE_TITLE), "heading"),
            (self.scheme_text(self.scheme.title), "when"),
            (when_line(self.form), "when"),
            (self.say(words.GUIDE_TABLE_LATER if self.form.later else words.GUIDE_TABLE), "note"),
            (None, "counter"),
            (terms_line(self.form.terms, self.language), "when"),
        )

    def _heights_above(self, columns: Sequence[int]) -> Iterator[float]:
        """Give the heights of these rows where they go across some columns."""
        room = column_points(sum(self.widths[at] for at in columns))
        for text, style in self._above():
            yield 6.0 if text == "" else height_across(text or "", style, room, _ROW)

    def _first_page(self, pages: Pages) -> list[int]:
        """Give the columns that people see on the first page, beside those that pages repeat where there are more."""
        if len(pages.columns) == 1:
            return self.shown
        return [at for at in self.shown if self.at["cluster", ""] <= at < pages.columns[1]]

    def _title(self, pages: Pages) -> None:
        """Write what it is, each text across the first page."""
        columns = self._first_page(pages)
        first_page = columns[0]
        for row, ((text, style), height) in enumerate(
            zip(self._above(), self._heights_above(columns), strict=True), _TITLE
        ):
            self.sheet.set_row(row, height)
            if text is not None:
                self._merged((row, first_page, row, columns[-1]), text, style)
        first, last = (column_letters(self.at["cell", figure]) for figure in self._ends())
        area = f"${first}${_FIRST + 1}:${last}${self.last + 1}"
        left, wrong = f"{self.say(words.LEFT)} ", f"     {self.say(words.WRONG)} "
        formula = f'="{left}"&{self._blank(area)}&"{wrong}"&{self._wrong(area)}'
        shown = f"{left}{sum(map(self.blanks, self.forms))}{wrong}0"
        self.sheet.write_formula(_TITLE + 4, first_page, formula, self.styles["counter"], shown)

    def _ends(self) -> tuple[str, str]:
        those = [column.figure for column in self.columns if column.role == "cell"]
        return those[0], those[-1]

    def _blank(self, area: str) -> str:
        return f'COUNTIF({area},"{self.say(words.BLANK)}")'

    def _wrong(self, area: str) -> str:
        """Count cells of which something else is said than that they are blank or fine."""
        quiet = (words.BLANK, words.FINE, words.STANDS)
        told = "+".join(f'COUNTIF({area},"{self.say(text)}")' for text in quiet)
        return f"(COUNTA({area})-({told}))"

    def _heads(self) -> dict[int, float]:
        """Write names of columns and how they are written; give the heights of the rows of heads."""
        heights = {_TOP: 18.0, _LABEL: 18.0, _WRITTEN: 15.0}
        for figure, several in groupby(self.shown, key=lambda at: (self.columns[at].figure, self.columns[at].group)):
            those = list(several)
            if not figure[0]:
                for at in those:
                    self._merged((_TOP, at, _WRITTEN, at), self._head(self.columns[at].role), "column group")
                continue
            spec = self.columns[those[0]].spec
            assert spec is not None
            beside = self.columns[those[0]].role == "shown"
            label = self.scheme_text(spec.label)
            self._merged((_LABEL, those[0], _LABEL, those[-1]), label, "column shown" if beside else "column")
            heights[_LABEL] = max(heights[_LABEL], self._bold_height(label, those))
            for at in those:
                text = self._under(self.columns[at].role, spec)
                self.sheet.write_string(_WRITTEN, at, text, self.styles["how"])
                heights[_WRITTEN] = max(heights[_WRITTEN], text_height(text, HOW, column_points(self.widths[at])) + 3)
        heights[_TOP] = max(18.0, *(self._bold_height(name, those) for name, those in self._grouped()))
        heights = {row: min(height, _TALLEST) for row, height in heights.items()}
        for row, height in heights.items():
            self.sheet.set_row(row, height)
        return heights

    def _grouped(self) -> Iterator[tuple[str, list[int]]]:
        """Give what columns belong to, with these columns."""
        for name, several in groupby(self.shown, key=lambda at: self.columns[at].group):
            yield name, list(several)

    def _bold_height(self, text: str, columns: Sequence[int]) -> float:
        """Give the height of a text above all of these columns."""
        return text_height(text, HOW, column_points(sum(self.widths[at] for at in columns)), bold=True) + 4

    def _head(self, role: str) -> str:
        return self.say(words.TABLE_HEADS[role])

    def _under(self, role: str, spec: FigureSpec) -> str:
        if role == "value":
            return words.how(spec, self.language)
        return self.say(words.COLUMNS["earlier" if role == "shown" else role])

    def _groups(self) -> None:
        """Write what figures belong to."""
        for name, those in self._grouped():
            if name:
                self._merged((_TOP, those[0], _TOP, those[-1]), name, "column group")

    def _merged(self, area: tuple[int, int, int, int], text: str, style: str) -> None:
        top, left, bottom, right = area
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", self.styles[style])
        self.sheet.write_string(top, left, text, self.styles[style])

    # the rows

    def _shared(self) -> None:
        """Open the row of what holds for all units."""
        self.sheet.set_row(_SHARED, _TWO)
        self.sheet.write_string(_SHARED, back.KEY, back.EVIDENCE)
        self._merged((_SHARED, self.shown[0], _SHARED, self.at["cluster", ""]), self.say(words.SHARED_EVIDENCE), "row")
        for at in self.shown:
            if self.columns[at].role == "value":
                self.sheet.write_blank(_SHARED, at, None, self.styles["text"])
                self.held.helped(_SHARED, _SHARED, at, self.say(words.COLUMNS["evidence"]), words.EVIDENCE_HELP)
            elif self.columns[at].role not in ("no", *NAMES):
                self.sheet.write_blank(_SHARED, at, None, self.styles["none"])

    def _unit(self, row: int, form: SheetForm) -> None:
        self.sheet.set_row(row, self._height(form))
        self.sheet.write_string(row, back.KEY, form.header.cluster)
        self.sheet.write_string(row, back.GIVEN, " ".join(form.known.given))
        for at, column in enumerate(self.columns):
            if column.role in NAMES:
                self.sheet.write_string(row, at, self.who(form, column.role), self.styles["row"])
            elif column.role == "no":
                self.sheet.write_number(row, at, row - _FIRST + 1, self.styles["row no"])
            elif column.role == "evidence":
                self.sheet.write_blank(row, at, None, self.styles["text"])
            elif column.role == "check":
                self._row_check(row, at)
            elif column.spec is not None:
                self._cell(row, at, form, column, column.spec)

    def _height(self, form: SheetForm) -> float:
        texts = ((role, self.who(form, role)) for role in NAMES)
        room = {role: column_points(self.widths[self.at[role, ""]]) for role in NAMES}
        return max(_ROW, *(row_height(text_height(text, HOW, room[role])) for role, text in texts))

    def _cell(self, row: int, at: int, form: SheetForm, column: Column, spec: FigureSpec) -> None:
        """Write one cell of a figure: open, known already, said before, or not asked of this unit."""
        figure, known = column.figure, form.known
        if column.role == "cell":
            if self.asked(form, figure):
                stands, clusters = self.stands(form, figure), [form.header.cluster]
                self.held.check(row, at, figure, partial(self._cells, row), stands=stands, clusters=clusters)
        elif column.role in ("shown", "earlier"):
            self._known(row, at, known.earlier, figure)
        elif figure in known.given:
            self._known(row, at, known.given if column.role == "value" else {}, figure)
        elif not self.asked(form, figure):
            self.sheet.write_blank(row, at, None, self.styles["none"])
        else:
            chosen = spec.kind in ("yes-no", "choice") or column.role == "agree"
            style = "text" if column.role == "reason" else "answer" if chosen else "input"
            self.sheet.write_blank(row, at, None, self.styles[style])

    def _known(self, row: int, at: int, values: Mapping[str, int | None], figure: str) -> None:
        if figure in values:
            self.held.known(row, at, figure, values[figure])
        else:
            self.sheet.write_blank(row, at, None, self.styles["none"])

    # what holds the cells

    def _cells(self, row: int, figure: str) -> Cells | None:
        if ("value", figure) not in self.at:
            return None
        at = {role: self.at.get((role, figure)) for role in OF_FIGURE}
        names = {role: cell_name(row, column) for role, column in at.items() if column is not None}
        return Cells(**names)

    def _row_check(self, row: int, at: int) -> None:
        """Count what is wrong with a unit's row, else what is blank."""
        first, last = (cell_name(row, self.at["cell", figure]) for figure in self._ends())
        area = f"${first}:${last}"
        wrong, left, fine = (self.say(text) for text in (words.WRONG, words.LEFT, words.FINE))
        told = f'IF({self._blank(area)}>0,"{left} "&{self._blank(area)},"{fine}")'
        formula = f'=IF({self._wrong(area)}>0,"{wrong} "&{self._wrong(area)},{told})'
        blank = self.blanks(self.forms[row - _FIRST])
        self.sheet.write_formula(row, at, formula, self.styles["check"], f"{left} {blank}" if blank else fine)

    def _hold(self, figure: str) -> None:
        """Hold all cells of a figure to what it takes, and colour those with which something is wrong."""
        at = self.at["value", figure]
        self.held.answer(_FIRST, self.last, at, figure)
        self._colour(at, self.at["cell", figure])
        if self.form.later:
            self.held.ticks(_FIRST, self.last, self.at["agree", figure])
            title = self.say(words.COLUMNS["reason"])
            self.held.helped(_FIRST, self.last, self.at["reason", figure], title, words.REASON_HELP)

    def _colour(self, at: int, told: int) -> None:
        """Colour the cells of a column by what a column says of them."""
        cell = f"${cell_name(_FIRST, told)}"
        fine, stands, blank = (self.say(text) for text in (words.FINE, words.STANDS, words.BLANK))
        left = f'LEFT({cell},{len(self.say(words.LEFT))})="{self.say(words.LEFT)}"'
        waits = f'OR({cell}="{blank}",{left})'
        loud = f'AND({cell}<>"",{cell}<>"{fine}",{cell}<>"{stands}",NOT({waits}))'
        waiting = "wait" if at == told else "open"
        for formula, style in ((loud, "loud"), (waits, waiting)):
            rule = {"type": "formula", "criteria": f"={formula}", "format": self.styles[style]}
            self.sheet.conditional_format(_FIRST, at, self.last, at, rule)

    # paper

    def _printed(self, heads: dict[int, float], above: float) -> Grid:
        rows = [_TWO, *(self._height(sheet) for sheet in self.forms)]
        rows[-1] += _SIGNED * 15
        widths = [width if at in self.shown else 0.0 for at, width in enumerate(self.widths)]
        groups = [f"{column.group} {column.figure}" if self.form.later else column.group for column in self.columns]
        return Grid(widths, rows, above, sum(heads.values()), self.at["cluster", ""], groups)

    def _signatures(self, pages: Pages) -> None:
        """Let the table be signed below its first page's columns; nothing stands where ids do, or is cut by pages."""
        cluster = self.at["cluster", ""]
        left = self.at["no", ""] if len(pages.columns) == 1 else cluster
        right = [at for at in self._first_page(pages) if at > cluster][-4:]
        both = words.signs(self.form.header.asked, self.scheme.entrant)
        by_hand = self.say(words.BY_HAND)
        row = self.last + 2
        lines = ((self.say(words.DAY), "day"), (self.scheme_text(both[1]), "sign"), (by_hand, "day"))
        for at, (text, style) in enumerate(lines, row):
            self._merged((at, right[0], at, right[-1]), text, style)
        self._merged((row + 1, left, row + 1, cluster), self.scheme_text(both[0]), "sign")
        self._merged((row + 2, left, row + 2, cluster), by_hand, "day")

    def _set_up(self, pages: Pages) -> None:
        sheet, header = self.sheet, self.form.header
        sheet.hide_gridlines(2)
        sheet.freeze_panes(_SHARED, self.at["cluster", ""])
        set_up(sheet, pages, _SHARED)
        sheet.repeat_rows(_TOP, _WRITTEN)
        sheet.repeat_columns(0, self.at["name", ""])
        sheet.print_area(_TITLE, self.shown[0], self.last + _SIGNED, self.shown[-1])
        sheet.set_footer(self.held.foot(header))
        sheet.protect("", ALLOWED)
