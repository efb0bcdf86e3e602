"""What every part of a form's sheet needs: the sheet, its looks, its columns, and where each figure stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import attrs

from dvk_scoring.figures.columns import meant_parts
from dvk_scoring.figures.sheet import column_letters
from dvk_scoring.forms.heights import column_points
from dvk_scoring.forms.held import Held, Lists
from dvk_scoring.forms.known import KnownUnit
from dvk_scoring.forms.layout import FIELDS, FormHeader, Role, asked_figures, form_lines, roles
from dvk_scoring.forms.rules import Cells
from dvk_scoring.forms.styles import Styles, height_across
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language, Text

FIRST: Final = 9
WIDTHS: Final[Mapping[Role, float]] = {
    "key": 2,
    "no": 7,
    "label": 46,
    "how": 15,
    "earlier": 12,
    "told": 22,
    "agree": 8,
    "value": 13,
    "reason": 26,
    "evidence": 26,
    "check": 14,
}
_INDENT: Final = 9.0
_NAMED: Final[tuple[Role, ...]] = ("value", "earlier", "reason", "agree")


@attrs.frozen
class FormTerms:
    """Where a form goes and by when; empty or None: not said.

    Attributes:
        to: Who gets it.
        deadline: By when.
        contact, telephone: Who answers questions.
    """

    to: str = ""
    deadline: date | None = None
    contact: str = ""
    telephone: str = ""


NO_TERMS: Final = FormTerms()


@attrs.frozen
class SheetForm:
    """One form to write: who it is for, and in which language."""

    scheme: Scheme
    header: FormHeader
    known: KnownUnit
    language: Language
    terms: FormTerms = NO_TERMS

    @property
    def later(self) -> bool:
        """Whether an earlier voice has spoken."""
        return bool(self.header.voice) and self.header.voice != self.scheme.voices[0]


class Page:
    """A worksheet on its way to a form.

    Attributes:
        sheet: Of XlsxWriter.
        styles, form: Looks, and what is written; ``held``: what holds its cells to their figures.
        at: Role → column from 0; ``last``: the last of them.
        asked: Figures that are asked for; ``lines``: these, those shown, and their headings.
        fields: Keys of what the unit writes about itself.
        start: Row of the first line, from 0; ``rows``: figure → row.
        heights: Row → its height in points, of those that have one of their own.
    """

    def __init__(self, sheet: Any, styles: Styles, lists: Lists, form: SheetForm) -> None:
        """Reckon where everything goes."""
        self.sheet, self.styles, self.form = sheet, styles, form
        self.held = Held(sheet, styles, lists, form.scheme.figure_columns, meant_parts(form.scheme), form.language)
        self.at = {role: column for column, role in enumerate(roles(later=form.later))}
        self.last = len(self.at) - 1
        self.label_width = column_points(WIDTHS["label"]) - _INDENT
        header = form.header
        self.asked = asked_figures(form.scheme, header.kind, header.asked)
        self.lines = form_lines(form.scheme, header.kind, header.asked, tuple(form.known.given))
        self.fields = () if header.unit else FIELDS[: 2 if header.cluster else 3]
        self.start = FIRST + 1 + len(self.fields)
        self.heights: dict[int, float] = {}
        self.rows = {line.figure: self.start + row for row, line in enumerate(self.lines) if line.figure}

    def say(self, text: Text) -> str:
        """Write a text in the form's language."""
        return text.in_(self.form.language)

    def word(self, text: Text) -> str:
        """Write a text about those scored in the form's language, as the scheme calls them."""
        return self.say(about(text, self.form.scheme.entrant))

    def cells(self, figure: str) -> Cells | None:
        """Give the cells of a figure, as formulas name them; None when the form does not show it."""
        if figure not in self.rows:
            return None
        row = self.rows[figure] + 1
        return Cells(*(f"{column_letters(self.at[role])}{row}" if role in self.at else "" for role in _NAMED))

    @property
    def clusters(self) -> frozenset[str]:
        """Give the unit's cluster, or those of its kind among which it chooses."""
        header, known = self.form.header, self.form.scheme.clusters
        return frozenset(
            [header.cluster] if header.cluster else (key for key in known if known[key].kind == header.kind)
        )

    def set_height(self, row: int, height: float) -> None:
        """Make a row so many points high."""
        self.sheet.set_row(row, height)
        self.heights[row] = height

    def across(self, row: int, text: str, style: str, least: float) -> None:
        """Write a text across all columns, in a row that is high enough for it."""
        room = column_points(sum(WIDTHS[role] for role in self.at if role != "key"))
        self.set_height(row, height_across(text, style, room, least))
        self.sheet.merge_range(row, 1, row, self.last, "", self.styles[style])
        self.sheet.write_string(row, 1, text, self.styles[style])
