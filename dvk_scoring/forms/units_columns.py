"""The columns of a table of units: who they are, their figures, and what is beside each figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.forms.heights import column_width
from dvk_scoring.forms.layout import OF_FIGURE, asked_figures, table_lines
from dvk_scoring.forms.page import SheetForm
from dvk_scoring.forms.styles import HOW
from dvk_scoring.scheme.entrant import about
from dvk_scoring.text import Text

NAMES: Final = ("unit", "name", "cluster")
_WIDEST: Final = 40.0
_WIDTHS: Final = {
    "key": 2.0,
    "given": 2.0,
    "no": 5.0,
    "shown": 9.0,
    "earlier": 9.0,
    "agree": 7.0,
    "value": 11.0,
    "reason": 20.0,
    "evidence": 22.0,
    "check": 18.0,
    "cell": 2.0,
}


@attrs.frozen
class Column:
    """A column: what it holds, of which figure, under which heading."""

    role: str
    figure: str = ""
    group: str = ""
    spec: FigureSpec | None = None


class UnitsColumns:
    """The columns for these units.

    Attributes:
        forms: The units, each with what is known of it; ``form``: the first.
        columns, widths: From the left; ``at``: role and figure → column.
        values: The figures to be filled in.
        shown: Those that people see.
    """

    def __init__(self, forms: Sequence[SheetForm]) -> None:
        """Reckon which figures are asked for of whom."""
        self.forms, self.form = forms, forms[0]
        self.scheme, self.language = self.form.scheme, self.form.language
        self.specs = self.scheme.figure_columns
        kinds = {sheet.header.kind for sheet in forms}
        self.wanted = {kind: asked_figures(self.scheme, kind, self.form.header.asked) for kind in kinds}
        self.columns = [*self._columns()]
        self.at = {(column.role, column.figure): at for at, column in enumerate(self.columns)}
        self.values = [column.figure for column in self.columns if column.role == "value"]
        self.widths = [self._width(column) for column in self.columns]
        self.shown = [at for at, column in enumerate(self.columns) if column.role not in ("key", "given", "cell")]

    def say(self, text: Text) -> str:
        """Write a text of ours, about those scored as the scheme calls them."""
        return about(text, self.scheme.entrant).in_(self.language)

    def scheme_text(self, text: Text) -> str:
        """Write a text of the scheme, whatever signs are in it."""
        return text.in_(self.language)

    def asked(self, form: SheetForm, figure: str) -> bool:
        """Tell whether a figure is asked for of this unit."""
        return figure in self.wanted[form.header.kind] and figure not in form.known.given

    def stands(self, form: SheetForm, figure: str) -> bool:
        """Tell whether a figure stands as it was reported before, unless the table says otherwise."""
        return self.form.later and self.asked(form, figure) and figure in form.known.earlier

    def blanks(self, form: SheetForm) -> int:
        """Count what a unit's row still lacks when the table goes out."""
        return sum(self.asked(form, value) and not self.stands(form, value) for value in self.values)

    def _columns(self) -> Iterator[Column]:
        yield from (Column(role) for role in ("key", "given", "no", *NAMES))
        asked = [name for name in self.specs if any(name in those for those in self.wanted.values())]
        owners = {self.specs[name][1] for name in asked}
        told = {name for sheet in self.forms for name in sheet.known.earlier} if not self.form.later else set()
        beside = [name for name in told if self.specs[name][1] in owners - {None} and name not in asked]
        group = ""
        there = {*asked, *beside}
        for line in table_lines(self.scheme, [name for name in self.specs if name in there]):
            if line.spec is None:
                group = f"{line.no} {self.scheme_text(line.title)}".strip()
                continue
            roles = ("shown",) if line.figure in beside else OF_FIGURE if self.form.later else ("value",)
            yield from (Column(role, line.figure, group, line.spec) for role in roles)
        yield from (Column(role) for role in ("evidence", "check"))
        yield from (Column("cell", name, "", self.specs[name][0]) for name in asked)

    def _width(self, column: Column) -> float:
        if column.role not in NAMES:
            return _WIDTHS[column.role]
        longest = max(column_width(self.who(sheet, column.role), HOW) for sheet in self.forms)
        return min(_WIDEST, max(longest + 1, 10.0))

    def who(self, form: SheetForm, role: str) -> str:
        """Write the id, the name or the cluster of a unit."""
        cluster = self.scheme_text(self.scheme.clusters[form.header.cluster].title)
        return {"unit": form.header.unit, "name": form.header.name, "cluster": cluster}[role]
