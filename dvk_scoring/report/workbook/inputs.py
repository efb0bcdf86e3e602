"""What may be typed: the figures with earlier voices beside them, and what the council ruled on single units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.formula import grid as g
from dvk_scoring.report.workbook.words import KP

if TYPE_CHECKING:
    from dvk_scoring.figures.figure_set import FigureColumn
    from dvk_scoring.report.workbook.book import Book


@attrs.frozen
class Inputs:
    """The typed columns.

    Attributes:
        figures: Figure column of the data → column.
        specs: The same → declaration.
        not_assigned: Criterion → rulings on it.
        changes: ``criteria.ID``, ``sections.ID``, ``total`` → changes of points.
        tie: Order that the council gave tied units.
        hold_class, hold_titles: Units on hold.
    """

    figures: Mapping[str, g.Column]
    specs: Mapping[str, FigureSpec]
    not_assigned: Mapping[str, g.Column]
    changes: Mapping[str, g.Column]
    tie: g.Column
    hold_class: g.Column
    hold_titles: g.Column


def write_inputs(book: Book) -> Inputs:
    """Make the sheets of figures and of rulings."""
    figures = _figures(book)
    specs = {name: column.spec for name, column in book.result.figures.columns.items()}
    return _rulings(book, figures, specs)


def title_of(book: Book, owner: str | None) -> str:
    """Give number and title of a criterion, bonus or penalty."""
    scheme = book.scheme
    for declared in (scheme.criteria, scheme.bonuses, scheme.penalties):
        if owner is not None and owner in declared:
            one = declared[owner]
            return f"{one.no} {one.title.in_(book.language)}".strip()
    return book.say("unit_figures")


def _figures(book: Book) -> dict[str, g.Column]:
    result = book.result
    voices = list(result.figures.voices)[:-1]
    note = book.say("figures_note") + (" " + book.say("earlier_note") if voices else "")
    sheet = book.sheet(book.say("figures"), book.say("figures_title"), note)
    now = _by_unit(result.figures.frame)
    before = {voice: _by_unit(result.figures.voices[voice]) for voice in voices}
    found: dict[str, g.Column] = {}
    for name, column in result.figures.columns.items():
        group, label = title_of(book, column.criterion), heading(column.spec, book)
        places = column.spec.places
        values = _values(book, now, column)
        found[name] = sheet.enter(label, values, group=group, key=name, places=places, look="input")
        for voice in voices:
            old = _values(book, before[voice], column)
            if old != values and any(one is not None for one in old):
                title = book.say("earlier", voice=_voice(book, voice), label=label)
                sheet.enter(title, old, group=group, key=name, places=places, look="earlier")
    return found


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
    found: list[g.Value] = []
    for unit in book.units:
        row = rows[unit.unit]
        value = row.get(column.name)
        if row.get(f"{column.name}?") == 1:
            found.append(KP)
        else:
            found.append(None if value is None else Fraction(int(value), 10**column.spec.places))
    return found


def _rulings(book: Book, figures: Mapping[str, g.Column], specs: Mapping[str, FigureSpec]) -> Inputs:
    rulings = book.result.rulings
    sheet = book.sheet(book.say("rulings"), book.say("rulings_title"), book.say("rulings_note"))
    not_assigned: dict[str, g.Column] = {}
    changes: dict[str, g.Column] = {}
    for of in dict.fromkeys(one.of for one in rulings if one.act == "not-assigned" and one.of is not None):
        here = _struck(one.units for one in rulings if one.act == "not-assigned" and one.of == of)
        key = of.removeprefix("criteria.")
        values: list[g.Value] = [KP if unit.unit in here else None for unit in book.units]
        not_assigned[key] = sheet.enter(
            book.say("not_assigned_ruling"), values, group=title_of(book, key), key=of, look="input"
        )
    for of in dict.fromkeys(one.of for one in rulings if one.act == "points" and one.of is not None):
        sums: dict[str, Fraction] = {}
        for one in rulings:
            for unit in one.units if one.act == "points" and one.of == of else ():
                sums[unit] = sums.get(unit, Fraction(0)) + one.change
        changes[of] = sheet.enter(
            book.say("change_ruling"),
            [sums.get(unit.unit) for unit in book.units],
            group=_target(book, of),
            key=of,
            places=book.scheme.rounding.closing,
            look="input",
        )
    order: dict[str, Fraction] = {}
    for one in rulings:
        if one.act == "tie":
            order.update({unit: Fraction(len(one.units) - place) for place, unit in enumerate(one.units)})
    tie = sheet.enter(book.say("tie_ruling"), [order.get(unit.unit) for unit in book.units], places=0, look="input")
    holds = [
        sheet.enter(book.say(f"hold_{effect}"), _flags(book, effect), places=0, look="input")
        for effect in ("class", "titles")
    ]
    return Inputs(figures, specs, not_assigned, changes, tie, holds[0], holds[1])


def _flags(book: Book, effect: str) -> list[g.Value]:
    here = _struck(one.units for one in book.result.rulings if one.act == "hold" and effect in one.effect)
    return [Fraction(1) if unit.unit in here else None for unit in book.units]


def _struck(units: Iterable[tuple[str, ...]]) -> set[str]:
    return {unit for several in units for unit in several}


def _target(book: Book, of: str) -> str:
    head, _, key = of.partition(".")
    if head == "sections":
        section = book.scheme.sections[key]
        return f"{section.no} {section.title.in_(book.language)}".strip()
    return book.say("total") if of == "total" else title_of(book, key)
