"""What may be typed: the figures with earlier voices beside them, and what the council ruled on single units."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES, OUT, RULED_PLACES, TIE, change_of, kp_flag, ruled_out
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.headings import RULED, title_of_part
from dvk_scoring.report.workbook.precision import decimals_of
from dvk_scoring.report.workbook.words import KP

if TYPE_CHECKING:
    from dvk_scoring.figures.figure_set import FigureColumn
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.report.workbook.law import BookLaw


@attrs.define
class Inputs:
    """The typed columns.

    Attributes:
        rulings: The sheet of rulings.
        figures: Figure column of the data → column.
        ruled: Column of rulings beside the data → column.
        change_places: Decimals that changes of points have.
    """

    rulings: g.Sheet
    figures: Mapping[str, g.Column]
    ruled: dict[str, g.Column]
    change_places: int

    def rule(self, book: Book, name: str, values: Sequence[g.Value]) -> None:
        """Add a column of rulings about units as a whole."""
        self.ruled[name] = self.rulings.enter(book.say(RULED[name]), values, places=0)


def write_inputs(book: Book, law: BookLaw) -> Inputs:
    """Make the sheets of figures and of rulings."""
    return _rulings(book, law, _figures(book))


def title_of(book: Book, owner: str | None) -> str:
    """Give number and title of a criterion, bonus or penalty."""
    scheme = book.scheme
    for declared in (scheme.criteria, scheme.bonuses, scheme.penalties):
        if owner is not None and owner in declared:
            use = declared[owner]
            return f"{use.no} {use.title.in_(book.language)}".strip()
    return book.say("unit_figures")


def _figures(book: Book) -> dict[str, g.Column]:
    result = book.result
    voices = list(result.figures.voices)[:-1]
    note = book.say("figures_note") + (" " + book.say("earlier_note") if voices else "")
    sheet = book.sheet(book.say("figures"), book.say("figures_title"), note)
    now = _by_unit(result.figures.frame)
    before = {voice: _by_unit(result.figures.voices[voice]) for voice in voices}
    columns: dict[str, g.Column] = {}
    for name, column in result.figures.columns.items():
        group, label = title_of(book, column.criterion), heading(column.spec, book)
        places = column.spec.places
        values = _values(book, now, column)
        columns[name] = sheet.enter(label, values, group=group, key=name, places=places, look="input")
        for voice in voices:
            old = _values(book, before[voice], column)
            if old != values and any(value is not None for value in old):
                title = book.say("earlier", voice=_voice(book, voice), label=label)
                sheet.enter(title, old, group=group, key=name, places=places, look="earlier")
    return columns


def heading(spec: FigureSpec, book: Book) -> str:
    """Write a figure's label with the meaning of its numbers where they stand for answers."""
    label = spec.label.in_(book.language)
    if spec.kind == "yes-no":
        return f"{label} ({book.say('yes_no')})"
    if spec.kind == "choice":
        meanings = "; ".join(f"{index} = {text.in_(book.language)}" for index, (_, text) in enumerate(spec.choices))
        return f"{label} ({meanings})"
    return label


def _voice(book: Book, voice: str) -> str:
    title = book.scheme.voice_titles.get(voice)
    return voice if title is None else title.in_(book.language)


def _by_unit(frame: Any) -> dict[str, Mapping[str, Any]]:
    return {row["unit"]: row for row in frame.iter_rows(named=True)}


def _values(book: Book, rows: Mapping[str, Mapping[str, Any]], column: FigureColumn) -> list[g.Value]:
    values: list[g.Value] = []
    for unit in book.units:
        row = rows[unit.unit]
        value = row.get(column.name)
        if row.get(kp_flag(column.name)) == 1:
            values.append(KP)
        else:
            values.append(None if value is None else Fraction(int(value), 10**column.spec.places))
    return values


def _rulings(book: Book, law: BookLaw, figures: Mapping[str, g.Column]) -> Inputs:
    rulings = book.result.rulings
    sheet = book.sheet(book.say("rulings"), book.say("rulings_title"), book.say("rulings_note"))
    changes = [ruling.change for ruling in rulings if ruling.act == "points"]
    places = max(
        decimals_of(math.lcm(1, *(change.denominator for change in changes))) or 0, book.scheme.rounding.criterion or 0
    )
    inputs = Inputs(sheet, figures, {}, places)
    rows = law.rows
    for of in dict.fromkeys(ruling.of for ruling in rulings if ruling.act == "not-assigned" and ruling.of is not None):
        key = of.removeprefix("criteria.")
        values: list[g.Value] = [KP if row[ruled_out(key)] else None for row in rows]
        title, group = book.say("not_assigned_ruling"), title_of(book, key)
        inputs.ruled[ruled_out(key)] = sheet.enter(title, values, group=group, key=of)
    for of in dict.fromkeys(ruling.of for ruling in rulings if ruling.act == "points" and ruling.of is not None):
        name = change_of(of)
        values = [Fraction(row[name], 10**RULED_PLACES) if row[name] else None for row in rows]
        title, group = book.say("change_ruling"), title_of_part(book, of)
        inputs.ruled[name] = sheet.enter(title, values, group=group, key=of, places=places)
    names = [TIE, HOLD_CLASS, HOLD_TITLES, *([OUT] if any(ruling.act == "out" for ruling in rulings) else [])]
    for name in names:
        inputs.rule(book, name, [Fraction(row[name]) if row.get(name) else None for row in rows])
    return inputs
