"""One sheet of a form: laid out for the screen and for A4, locked but for the cells to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import figure_columns, sibling
from dvk_scoring.figures.workbook import column_letters
from dvk_scoring.forms import words
from dvk_scoring.forms.heights import column_points, row_height, text_height
from dvk_scoring.forms.known import KnownUnit, shown_value
from dvk_scoring.forms.layout import FIELDS, FormHeader, Line, Role, asked_figures, form_lines, roles
from dvk_scoring.forms.rules import Cells, check, shortened, validation
from dvk_scoring.forms.styles import HOW, SIZE, SMALL, Styles
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language

FIRST: Final = 9
_WIDTHS: Final[Mapping[Role, float]] = {
    "key": 2,
    "no": 6,
    "label": 46,
    "how": 15,
    "earlier": 12,
    "value": 13,
    "reason": 26,
    "evidence": 26,
    "check": 14,
}
_A4: Final = 9
_INDENT: Final = 9.0
# Room for two lines of evidence, typed or by hand.
_TWO_LINES: Final = 2 * HOW * 1.28
# What a locked sheet still lets a clerk do: walk about, copy, make a row higher or a column wider.
_ALLOWED: Final = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
}


@attrs.frozen
class SheetForm:
    """One form to write: who it is for, and in which language."""

    scheme: Scheme
    header: FormHeader
    known: KnownUnit
    language: Language

    @property
    def later(self) -> bool:
        """Whether an earlier voice has spoken."""
        return bool(self.header.voice) and self.header.voice != self.scheme.voices[0]


def write_sheet(sheet: Any, styles: Styles, lists: Lists, form: SheetForm) -> None:
    """Fill a worksheet of XlsxWriter with a form."""
    _Writing(sheet, styles, lists, form).write()


class Lists:
    """The hidden sheet of answers: one column a list, each list once."""

    def __init__(self, sheet: Any) -> None:
        """Take an empty sheet."""
        self._sheet = sheet
        self._known: dict[tuple[str, ...], str] = {}

    def range_of(self, answers: tuple[str, ...]) -> str:
        """Give the range that lists ``answers``, written the first time it is asked for."""
        if answers not in self._known:
            at = len(self._known)
            for row, answer in enumerate(answers):
                self._sheet.write_string(row, at, answer)
            letters = column_letters(at)
            self._known[answers] = f"'{words.LISTS}'!${letters}$1:${letters}${len(answers)}"
        return self._known[answers]


class _Writing:
    def __init__(self, sheet: Any, styles: Styles, lists: Lists, form: SheetForm) -> None:
        self.sheet, self.styles, self.lists, self.form = sheet, styles, lists, form
        self.language: Language = form.language
        self.at = {role: column for column, role in enumerate(roles(later=form.later))}
        self.last = len(self.at) - 1
        header = form.header
        self.label_width = column_points(_WIDTHS["label"]) - _INDENT
        self.asked = asked_figures(form.scheme, header.kind, header.asked)
        self.lines = form_lines(form.scheme, header.kind, header.asked, tuple(form.known.given))
        self.columns = figure_columns(form.scheme)
        self.fields = () if header.unit else FIELDS[: 2 if header.cluster else 3]
        start = FIRST + 1 + len(self.fields)
        self.rows = {line.figure: start + row for row, line in enumerate(self.lines) if line.figure}

    def write(self) -> None:
        """Write everything."""
        for role, column in self.at.items():
            self.sheet.set_column(column, column, _WIDTHS[role])
        self.sheet.set_column(0, 0, None, None, {"hidden": True})
        self._hidden_cells()
        self._heading()
        for row, field in enumerate(self.fields, FIRST + 1):
            self._field(row, field)
        start = FIRST + 1 + len(self.fields)
        for row, line in enumerate(self.lines, start):
            self._line(row, line)
        end = start + len(self.lines)
        self._colours(start, end - 1)
        self._signatures(end + 1)
        self._page(end + 7)

    def _hidden_cells(self) -> None:
        self.sheet.write_string(0, 0, self.form.header.text())
        for role, column in self.at.items():
            self.sheet.write_string(1, column, role)
        for row in (0, 1):
            self.sheet.set_row(row, None, None, {"hidden": True})

    def _heading(self) -> None:
        form, header, language = self.form, self.form.header, self.language
        self._across(2, words.TITLES[header.asked].in_(language), "title", 24)
        self._across(3, form.scheme.title.in_(language), "subtitle", 20)
        parts = [words.UNIT.in_(language) + f": {header.name} ({header.unit})"] if header.unit else []
        if header.unit and header.name == header.unit:
            parts = [words.UNIT.in_(language) + f": {header.unit}"]
        if header.cluster:
            cluster = form.scheme.clusters[header.cluster].title.in_(language)
            parts.append(f"{words.CLUSTER.in_(language)}: {cluster}")
        self._across(4, "     ".join(parts), "who", 20 if parts else 4)
        self._across(5, "     ".join(self._when()), "when", 18)
        guide = words.GUIDE_LATER if form.later else words.GUIDE
        self._across(6, guide.in_(language), "guide", 34)
        self._counters(7)
        self.sheet.set_row(8, 6)
        self.sheet.set_row(FIRST, 22)
        for role, column in self.at.items():
            if role != "key":
                self.sheet.write_string(FIRST, column, words.COLUMNS[role].in_(language), self.styles["head"])

    def _when(self) -> list[str]:
        scheme, language = self.form.scheme, self.language
        found = []
        if scheme.valid_from is not None and scheme.valid_to is not None:
            both = (scheme.valid_from, scheme.valid_to)
            days = [f"{one:%d/%m/%Y}" if language == "vi" else one.isoformat() for one in both]
            found.append(f"{words.PERIOD.in_(language)}: {' – '.join(days)}")
        voice = self.form.header.voice
        if voice:
            title = scheme.voice_titles.get(voice)
            found.append(f"{words.VOICE.in_(language)}: {title.in_(language) if title else voice}")
        return found

    def _counters(self, row: int) -> None:
        """Count, above the table, what is still blank and what is to be looked at again."""
        if not self.rows:
            return
        column = column_letters(self.at["check"])
        area = f"${column}${min(self.rows.values()) + 1}:${column}${max(self.rows.values()) + 1}"
        language = self.language
        blank, fine, stands, given = (one.in_(language) for one in (words.BLANK, words.FINE, words.STANDS, words.GIVEN))
        left = f'COUNTIF({area},"{blank}")'
        told = "+".join(f'COUNTIF({area},"{one}")' for one in (blank, fine, stands, given))
        asked = sum(name in self.asked and name not in self.form.known.given for name in self.rows)
        earlier = sum(name in self.form.known.earlier for name in self.rows) if self.form.later else 0
        self.sheet.write_formula(
            row,
            1,
            f'="{words.LEFT.in_(language)} "&{left}&"     {words.WRONG.in_(language)} "&(COUNTA({area})-({told}))',
            self.styles["counter"],
            f"{words.LEFT.in_(language)} {asked - earlier}     {words.WRONG.in_(language)} 0",
        )

    def _field(self, row: int, field: str) -> None:
        """Ask who the unit is, on a form that is for no unit in particular."""
        first = self.at["value"]
        self.sheet.set_row(row, 20)
        self.sheet.write_string(row, 0, field)
        for role, column in self.at.items():
            if role != "key" and column < first:
                self.sheet.write_blank(row, column, None, self.styles["figure"])
        self.sheet.write_string(row, self.at["label"], words.FIELDS[field].in_(self.language), self.styles["figure"])
        self.sheet.merge_range(row, first, row, self.last, "", self.styles["field"])
        if field == "@cluster":
            source = f"={self.lists.range_of(self._clusters())}"
            self.sheet.data_validation(row, first, row, first, {"validate": "list", "source": source})

    def _clusters(self) -> tuple[str, ...]:
        kind = self.form.header.kind
        return tuple(
            one.title.in_(self.form.language) for one in self.form.scheme.clusters.values() if one.kind == kind
        )

    def _line(self, row: int, line: Line) -> None:
        if line.spec is None:
            self._heading_line(row, line)
            return
        given = line.figure in self.form.known.given
        asked = line.figure in self.asked and not given
        self._label(row, line, line.spec)
        self.sheet.write_string(row, self.at["how"], words.how(line.spec, self.language), self.styles["how"])
        if asked:
            self.sheet.write_string(row, 0, line.figure)
            self._inputs(row, line.spec, line)
            return
        for role in ("earlier", "reason", "evidence"):
            if role in self.at:
                self.sheet.write_blank(row, self.at[role], None, self.styles["locked"])
        self._value(row, self.at["value"], self.form.known.given[line.figure], line.spec, "given")
        self.sheet.write_string(row, self.at["check"], words.GIVEN.in_(self.language), self.styles["check"])

    def _heading_line(self, row: int, line: Line) -> None:
        style = f"section{min(line.depth, 4)}" if line.kind == "section" else "criterion"
        title = line.title.in_(self.language)
        self.sheet.set_row(row, row_height(text_height(title, SIZE, self.label_width, bold=True), 2))
        for column in range(1, self.last + 1):
            self.sheet.write_blank(row, column, None, self.styles[style])
        self.sheet.write_string(row, self.at["no"], line.no, self.styles[style])
        self.sheet.write_string(row, self.at["label"], title, self.styles[style])
        if line.note is not None:
            self.sheet.write_string(row, self.at["how"], line.note.in_(self.language), self.styles[f"{style} note"])

    def _label(self, row: int, line: Line, spec: FigureSpec) -> None:
        label = line.title.in_(self.language)
        self.sheet.write_blank(row, self.at["no"], None, self.styles["figure"])
        helped = "" if spec.help is None else spec.help.in_(self.language)
        small_height = text_height(helped, SMALL, self.label_width, italic=True) if helped else 0.0
        how_height = text_height(words.how(spec, self.language), HOW, column_points(_WIDTHS["how"]))
        height = text_height(label, SIZE, self.label_width) + small_height
        self.sheet.set_row(row, row_height(max(height, how_height, _TWO_LINES)))
        if helped:
            plain, small = self.styles["plain"], self.styles["small"]
            self.sheet.write_rich_string(
                row, self.at["label"], plain, f"{label}\n", small, helped, self.styles["figure"]
            )
        else:
            self.sheet.write_string(row, self.at["label"], label, self.styles["figure"])

    def _inputs(self, row: int, spec: FigureSpec, line: Line) -> None:
        cells = self._cells(line.figure)
        column = self.at["value"]
        if self.form.later:
            self._value(row, self.at["earlier"], self.form.known.earlier.get(line.figure, 0), spec, "given")
            if line.figure not in self.form.known.earlier:
                self.sheet.write_blank(row, self.at["earlier"], None, self.styles["locked"])
            self.sheet.write_blank(row, self.at["reason"], None, self.styles["text"])
            self._help(row, "reason", words.REASON_HELP.in_(self.language))
        answer = spec.kind in ("yes-no", "choice")
        self.sheet.write_blank(row, column, None, self.styles["answer" if answer else "input"])
        choices = ""
        if spec.kind == "choice":
            texts = (text.in_(self.language) for _, text in spec.choices)
            choices = self.lists.range_of((*texts, words.KP))
        top = self._sibling(spec.at_most, line.criterion)
        limit = self.columns[top][0].label.in_(self.language) if top else ""
        options = validation(spec, cells.value, self.language, choices=choices, limit=limit)
        self.sheet.data_validation(row, column, row, column, options)
        self.sheet.write_blank(row, self.at["evidence"], None, self.styles["text"])
        self._help(row, "evidence", words.EVIDENCE_HELP.in_(self.language))
        beside = (self._sibling(name, line.criterion) for name in spec.plus)
        formula, shown = check(
            spec,
            cells,
            self.language,
            top=self._cells(top) if top in self.rows else None,
            beside=tuple(self._cells(one) for one in beside if one in self.rows),
        )
        if line.figure in self.form.known.earlier and self.form.later:
            shown = words.STANDS.in_(self.language)
        self.sheet.write_formula(row, self.at["check"], formula, self.styles["check"], shown)

    def _sibling(self, name: str | None, criterion: str | None) -> str:
        return "" if name is None else sibling(name, criterion, self.columns) or ""

    def _cells(self, figure: str) -> Cells:
        row = self.rows[figure] + 1

        def cell(role: Role) -> str:
            return f"{column_letters(self.at[role])}{row}" if role in self.at else ""

        return Cells(cell("value"), cell("earlier"), cell("reason"))

    def _value(self, row: int, column: int, value: int | None, spec: FigureSpec, style: str) -> None:
        shown = shown_value(value, spec, self.language)
        if isinstance(shown, Decimal):
            self.sheet.write_number(row, column, shown, self.styles[f"{style} {spec.places}"])
        else:
            self.sheet.write_string(row, column, shown, self.styles[f"{style} text"])

    def _help(self, row: int, role: Role, message: str) -> None:
        title = words.COLUMNS[role].in_(self.language)
        options = {"validate": "any", "input_title": shortened(title, 32), "input_message": message}
        self.sheet.data_validation(row, self.at[role], row, self.at[role], options)

    def _across(self, row: int, text: str, style: str, height: float) -> None:
        self.sheet.set_row(row, height)
        self.sheet.merge_range(row, 1, row, self.last, "", self.styles[style])
        self.sheet.write_string(row, 1, text, self.styles[style])

    def _colours(self, first: int, last: int) -> None:
        column = self.at["check"]
        top = f"{column_letters(column)}{first + 1}"
        quiet = [one.in_(self.language) for one in (words.FINE, words.STANDS, words.GIVEN)]
        blank = words.BLANK.in_(self.language)
        loud = ",".join(f'{top}<>"{one}"' for one in ("", blank, *quiet))
        for formula, style in (
            (f"=AND({loud})", "loud"),
            (f'={top}="{quiet[0]}"', "fine"),
            (f'={top}="{blank}"', "wait"),
        ):
            options = {"type": "formula", "criteria": formula, "format": self.styles[style]}
            self.sheet.conditional_format(first, column, last, column, options)
        value = self.at["value"]
        options = {"type": "formula", "criteria": f'={top}="{blank}"', "format": self.styles["open"]}
        self.sheet.conditional_format(first, value, last, value, options)

    def _signatures(self, row: int) -> None:
        left, right = (one.in_(self.language) for one in words.SIGNS[self.form.header.asked])
        middle = self.at["how"]
        self._pair(row, middle, "", words.DAY.in_(self.language), "day")
        self._pair(row + 1, middle, left, right, "sign")

    def _pair(self, row: int, middle: int, left: str, right: str, style: str) -> None:
        self.sheet.set_row(row, 18)
        self.sheet.write_string(row, self.at["label"], left, self.styles[style])
        self.sheet.merge_range(row, middle, row, self.last, "", self.styles[style])
        self.sheet.write_string(row, middle, right, self.styles[style])

    def _page(self, end: int) -> None:
        sheet, header = self.sheet, self.form.header
        sheet.hide_gridlines(2)
        sheet.freeze_panes(FIRST + 1, self.at["how"])
        sheet.set_paper(_A4)
        if self.form.later:
            sheet.set_landscape()
        sheet.set_margins(left=0.6, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST)
        sheet.print_area(2, 1, end, self.last)
        sheet.center_horizontally()
        who = shortened(f"{header.unit} {header.name}".strip(), 80).replace("&", "&&")
        mark = f"{header.scheme} · {header.hash[:8]}".replace("&", "&&")
        sheet.set_footer(f"&L&8{who}&C&8{words.PAGE.in_(self.language)} &P/&N&R&8{mark}")
        sheet.protect("", _ALLOWED)
