"""How the cells of figures are held to what these take, on a sheet that is one unit's form or a table of units."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import limit_of
from dvk_scoring.figures.sheet import cell_name, column_letters
from dvk_scoring.forms import words
from dvk_scoring.forms.known import shown_value
from dvk_scoring.forms.layout import FormHeader
from dvk_scoring.forms.rules import LONGEST_TITLE, Cells, check, shortened, validation
from dvk_scoring.forms.styles import Styles
from dvk_scoring.text import Language, Text


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


@attrs.frozen
class Held:
    """A worksheet of XlsxWriter whose cells are held to figures.

    Attributes:
        sheet, styles, lists: It, its looks, and where answers are listed.
        specs: Column of the figures → declaration, criterion.
        parts: Column → the column it is a part of by its plugin, and the clusters of whose units that holds.
        language: Of what it says.
    """

    sheet: Any
    styles: Styles
    lists: Lists
    specs: Mapping[str, tuple[FigureSpec, str | None]]
    parts: Mapping[str, tuple[str, frozenset[str]]]
    language: Language

    def known(self, row: int, at: int, figure: str, value: int | None) -> None:
        """Show a value that nobody is to fill in."""
        spec = self.specs[figure][0]
        shown = shown_value(value, spec, self.language)
        if isinstance(shown, Decimal):
            self.sheet.write_number(row, at, shown, self.styles[f"given {spec.places}"])
        else:
            self.sheet.write_string(row, at, shown, self.styles["given text"])

    def answer(self, first: int, last: int, at: int, figure: str) -> None:
        """Hold cells, one below the other, to what their figure takes."""
        spec, criterion = self.specs[figure]
        choices = ""
        if spec.kind == "choice":
            choices = self.lists.range_of((*(text.in_(self.language) for _, text in spec.choices), words.KP))
        _, top = limit_of(spec, criterion, self.specs) or ((), "")
        limit = self.specs[top][0].label.in_(self.language) if top else ""
        options = validation(spec, cell_name(first, at), self.language, choices=choices, limit=limit)
        self.sheet.data_validation(first, at, last, at, options)

    def ticks(self, first: int, last: int, at: int) -> None:
        """Let cells be ticked as agreed."""
        options = {"source": [words.AGREED], "input_message": words.AGREE_HELP.in_(self.language)}
        self.sheet.data_validation(first, at, last, at, {"validate": "list", **options})

    def helped(self, first: int, last: int, at: int, title: str, message: Text) -> None:
        """Say what goes into cells that take any text."""
        options = {"input_title": shortened(title, LONGEST_TITLE), "input_message": message.in_(self.language)}
        self.sheet.data_validation(first, at, last, at, {"validate": "any", **options})

    def check(
        self,
        row: int,
        at: int,
        figure: str,
        cells_of: Callable[[str], Cells | None],
        *,
        stands: bool,
        clusters: Collection[str],
    ) -> None:
        """Say what is wrong with a cell; a limit counts only figures of which the sheet has cells.

        Args:
            row: Where it is said.
            at: Its column.
            figure: Of which cell.
            cells_of: Gives the cells of a figure beside it, None when there are none.
            stands: The figure stands as reported until something is written.
            clusters: The unit's cluster, or all that it may be of.
        """
        spec, criterion = self.specs[figure]
        cells = cells_of(figure)
        assert cells is not None
        beside, top = limit_of(spec, criterion, self.specs) or ((), "")
        others = tuple(other for other in map(cells_of, beside) if other is not None)
        whole, within = self.parts.get(figure, ("", frozenset()))
        part_of = cells_of(whole) if within.issuperset(clusters) else None
        formula, shown = check(spec, cells, self.language, top=cells_of(top), beside=others, whole=part_of)
        shown = words.STANDS.in_(self.language) if stands else shown
        self.sheet.write_formula(row, at, formula, self.styles["check"], shown)

    def foot(self, header: FormHeader) -> str:
        """Give the middle and the right of a page's foot: its number, and which scheme the sheet is of."""
        mark = f"{header.scheme} · {header.hash[:8]}".replace("&", "&&")
        return f"&C&8{words.PAGE.in_(self.language)} &P/&N&R&8{mark}"
