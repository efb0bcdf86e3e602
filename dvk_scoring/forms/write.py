"""One sheet of a form: laid out for the screen and for A4, locked but for the cells to fill in."""

from __future__ import annotations

from typing import Any, Final

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.sheet import cell_name
from dvk_scoring.forms import words
from dvk_scoring.forms.head import write_head
from dvk_scoring.forms.heights import column_points, row_height, text_height
from dvk_scoring.forms.held import Lists
from dvk_scoring.forms.layout import Line, Role
from dvk_scoring.forms.page import FIRST, WIDTHS, Page, SheetForm
from dvk_scoring.forms.paged import MARGINS, page_breaks
from dvk_scoring.forms.rules import shortened
from dvk_scoring.forms.styles import HOW, SIZE, SMALL, Styles
from dvk_scoring.text import Text

_A4: Final = 9
# Room for two lines of evidence, typed or by hand.
_TWO_LINES: Final = 2 * HOW * 1.28
# What a locked sheet still lets a clerk do: walk about, copy, make a row higher or a column wider.
ALLOWED: Final = {
    "select_locked_cells": True,
    "select_unlocked_cells": True,
    "format_columns": True,
    "format_rows": True,
}


def write_sheet(sheet: Any, styles: Styles, lists: Lists, form: SheetForm) -> None:
    """Fill a worksheet of XlsxWriter with a form."""
    page = Page(sheet, styles, lists, form)
    for role, column in page.at.items():
        sheet.set_column(column, column, WIDTHS[role])
    write_head(page)
    for row, line in enumerate(page.lines, page.start):
        _write_line(page, row, line)
    end = page.start + len(page.lines)
    _colour(page, page.start, end - 1)
    _signatures(page, end + 1)
    _set_up(page, end + 7)


def _write_line(page: Page, row: int, line: Line) -> None:
    if line.spec is None:
        _heading_line(page, row, line)
        return
    given = line.figure in page.form.known.given
    asked = line.figure in page.asked and not given
    _label(page, row, line, line.spec)
    page.sheet.write_string(row, page.at["how"], words.how(line.spec, page.form.language), page.styles["how"])
    if asked:
        page.sheet.write_string(row, 0, line.figure)
        _inputs(page, row, line, line.spec)
        return
    for role in ("earlier", "told", "agree", "reason", "evidence"):
        if role in page.at:
            page.sheet.write_blank(row, page.at[role], None, page.styles["locked"])
    page.held.known(row, page.at["value"], line.figure, page.form.known.given[line.figure])
    page.sheet.write_string(row, page.at["check"], page.say(words.GIVEN), page.styles["check"])


def _heading_line(page: Page, row: int, line: Line) -> None:
    style = f"section{min(line.depth, 4)}" if line.kind == "section" else "criterion"
    title = page.say(line.title)
    page.set_height(row, row_height(text_height(title, SIZE, page.label_width, bold=True), 2))
    for column in range(1, page.last + 1):
        page.sheet.write_blank(row, column, None, page.styles[style])
    page.sheet.write_string(row, page.at["no"], line.no, page.styles[style])
    page.sheet.write_string(row, page.at["label"], title, page.styles[style])
    if line.note is not None:
        page.sheet.write_string(row, page.at["how"], page.say(line.note), page.styles[f"{style} note"])


def _label(page: Page, row: int, line: Line, spec: FigureSpec) -> None:
    label = page.say(line.title)
    page.sheet.write_blank(row, page.at["no"], None, page.styles["figure"])
    helped = "" if spec.help is None else page.say(spec.help)
    small_height = text_height(helped, SMALL, page.label_width, italic=True) if helped else 0.0
    how_height = text_height(words.how(spec, page.form.language), HOW, column_points(WIDTHS["how"]))
    height = text_height(label, SIZE, page.label_width) + small_height
    page.set_height(row, row_height(max(height, how_height, _TWO_LINES)))
    if helped:
        plain, small = page.styles["plain"], page.styles["small"]
        page.sheet.write_rich_string(row, page.at["label"], plain, f"{label}\n", small, helped, page.styles["figure"])
    else:
        page.sheet.write_string(row, page.at["label"], label, page.styles["figure"])


def _inputs(page: Page, row: int, line: Line, spec: FigureSpec) -> None:
    if page.form.later:
        earlier = page.form.known.earlier
        page.sheet.write_blank(row, page.at["earlier"], None, page.styles["locked"])
        if line.figure in earlier:
            page.held.known(row, page.at["earlier"], line.figure, earlier[line.figure])
        _evidence(page, row, page.form.known.evidence.get(line.figure, ""))
        page.sheet.write_blank(row, page.at["agree"], None, page.styles["answer"])
        page.held.ticks(row, row, page.at["agree"])
        page.sheet.write_blank(row, page.at["reason"], None, page.styles["text"])
        _help(page, row, "reason", words.REASON_HELP)
    _answer(page, row, line, spec)
    page.sheet.write_blank(row, page.at["evidence"], None, page.styles["text"])
    _help(page, row, "evidence", words.EVIDENCE_HELP)
    stands = page.form.later and line.figure in page.form.known.earlier
    page.held.check(row, page.at["check"], line.figure, page.cells, stands=stands, clusters=page.clusters)


def _evidence(page: Page, row: int, told: str) -> None:
    """Show what the unit rests its figure on, in a row that is high enough for it."""
    height = row_height(text_height(told, HOW, column_points(WIDTHS["told"])))
    if height > page.heights[row]:
        page.set_height(row, height)
    page.sheet.write_string(row, page.at["told"], told, page.styles["told"])


def _answer(page: Page, row: int, line: Line, spec: FigureSpec) -> None:
    """Open the cell of the figure, and hold it to what the figure takes."""
    column = page.at["value"]
    chosen = spec.kind in ("yes-no", "choice")
    page.sheet.write_blank(row, column, None, page.styles["answer" if chosen else "input"])
    page.held.answer(row, row, column, line.figure)


def _help(page: Page, row: int, role: Role, message: Text) -> None:
    page.held.helped(row, row, page.at[role], page.word(words.COLUMNS[role]), message)


def _colour(page: Page, first: int, last: int) -> None:
    column = page.at["check"]
    top = cell_name(first, column)
    quiet = [page.say(text) for text in (words.FINE, words.STANDS, words.GIVEN)]
    blank = page.say(words.BLANK)
    loud = ",".join(f'{top}<>"{text}"' for text in ("", blank, *quiet))
    for formula, style in (
        (f"=AND({loud})", "loud"),
        (f'={top}="{quiet[0]}"', "fine"),
        (f'={top}="{blank}"', "wait"),
    ):
        options = {"type": "formula", "criteria": formula, "format": page.styles[style]}
        page.sheet.conditional_format(first, column, last, column, options)
    value = page.at["value"]
    options = {"type": "formula", "criteria": f'={top}="{blank}"', "format": page.styles["open"]}
    page.sheet.conditional_format(first, value, last, value, options)


def _signatures(page: Page, row: int) -> None:
    left, right = (page.say(sign) for sign in words.signs(page.form.header.asked, page.form.scheme.entrant))
    middle, by_hand = page.at["how"], page.say(words.BY_HAND)
    seal = page.say(words.WITH_SEAL) if page.form.header.asked == "unit" else by_hand
    for at, (text, style) in enumerate(((page.say(words.DAY), "day"), (right, "sign"), (seal, "day")), row):
        page.set_height(at, 18)
        page.sheet.merge_range(at, middle, at, page.last, "", page.styles[style])
        page.sheet.write_string(at, middle, text, page.styles[style])
    page.sheet.write_string(row + 1, page.at["label"], left, page.styles["sign"])
    page.sheet.write_string(row + 2, page.at["label"], by_hand, page.styles["day"])


def _set_up(page: Page, end: int) -> None:
    sheet, header = page.sheet, page.form.header
    sheet.hide_gridlines(2)
    sheet.freeze_panes(FIRST + 1, page.at["how"])
    sheet.set_paper(_A4)
    if page.form.later:
        sheet.set_landscape()
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(page_breaks(page, end, landscape=page.form.later))
    sheet.repeat_rows(FIRST)
    sheet.print_area(2, 1, end, page.last)
    sheet.center_horizontally()
    who = shortened(f"{header.unit} {header.name}".strip(), 80).replace("&", "&&")
    # A blank ends the size of the letters: who is named may begin with a digit.
    sheet.set_footer(f"&L&8 {who}{page.held.foot(header)}")
    sheet.protect("", ALLOWED)
