"""Figures made up for a new scheme: a few units, plain numbers, and points that are neither all nor nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Language
from dvk_scoring.written import decimal_text

_UNITS: Final = 4
"""Units where all are ranked together; of two only, nothing could be told."""
_UNITS_IN_CLUSTER: Final = 3
_LEVELS: Final = tuple(Fraction(percent, 100) for percent in (93, 84, 76, 68))
"""How much of everything a unit does, from the best to the weakest; apart from each other and from the classes."""
_JITTER: Final = tuple(Fraction(percent, 100) for percent in (0, 4, -3, 2, -5, 3, -1))
_LEAST: Final = 10
"""How much there is to do at least."""
_YES: Final = Fraction(3, 4)
"""The level from which a unit says yes."""
_SCALE: Final = Fraction(1000)
"""A decimal with a range up to this is taken as a scale (percent, an index): a level is a place on it."""
Row: TypeAlias = dict[str, Fraction]


@attrs.frozen
class SampleUnit:
    """A unit that does not exist: its place in the sample decides how good it is."""

    id: str
    name: str
    cluster: str
    place: int

    def level(self, turn: int) -> Fraction:
        """Give how much it does of the ``turn``-th thing."""
        jitter = _JITTER[(3 * self.place + 2 * turn) % len(_JITTER)]
        return _LEVELS[self.place % len(_LEVELS)] + jitter

    def size(self, size: int) -> Fraction:
        """Give how much it has to do: units are not all of one size."""
        return Fraction(round(size * (1 + Fraction((2, 0, 4, 1)[self.place % 4], 10))))


def sample_units(scheme: Scheme) -> tuple[SampleUnit, ...]:
    """Give the units: a few in all, or a few for each cluster."""
    clusters = list(scheme.clusters)
    each = _UNITS if len(clusters) == 1 else _UNITS_IN_CLUSTER
    places = [cluster for cluster in clusters for _ in range(each)]
    return tuple(
        SampleUnit(f"xa-{place + 1:02d}", f"Xã {place + 1:02d}", cluster, place) for place, cluster in enumerate(places)
    )


def write_sample(scheme: Scheme, units: Sequence[SampleUnit], cells: Mapping[str, Row], language: Language) -> str:
    """Write the figures as CSV: a row a unit, in the last voice, with every column that the scheme asks for."""
    columns = scheme.figure_columns
    keys = ["unit", "name", *(["cluster"] if len(scheme.clusters) > 1 else []), *(["voice"] if scheme.voices else [])]
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*keys, *columns])
    for unit in units:
        told = {"unit": unit.id, "name": unit.name, "cluster": unit.cluster, "voice": scheme.voices[-1]}
        shown = [show_cell(cells[unit.id].get(name), spec, language) for name, (spec, _) in columns.items()]
        rows.writerow([*(told[key] for key in keys), *shown])
    return out.getvalue()


def sample_cells(scheme: Scheme, units: Sequence[SampleUnit]) -> Mapping[str, Row]:
    """Make up the figures of each unit, by column."""
    shared = {unit.id: {name: _shared(unit, spec) for name, spec in scheme.figures.items()} for unit in units}
    cells = {unit: dict(row) for unit, row in shared.items()}
    for turn, use in enumerate(scheme.uses):
        specs = _wholes_first([spec for spec in use.figures if not spec.shared])
        little = _little(use, specs)
        for unit in units:
            row = _row(unit, turn, specs, little)
            cells[unit.id] |= {f"{use.id}.{name}": value for name, value in row.items()}
    return cells


def show_cell(value: Fraction | None, spec: FigureSpec, language: Language) -> str:
    """Write a figure as a table holds it.

    Missing:
        None is a blank.
    """
    if value is None:
        return ""
    if spec.kind == "yes-no":
        return YES_NO[bool(value)].in_(language)
    if spec.kind == "choice":
        return spec.choices[int(value)][0]
    return decimal_text(value) or ""


def _row(unit: SampleUnit, turn: int, specs: Sequence[FigureSpec], little: Collection[str]) -> Row:
    """Make up the figures of one unit for one criterion: plain numbers, not such as its formula would like best."""
    row: Row = {}
    for place, spec in enumerate(specs):
        level, room = unit.level(turn + place), _room(spec, row)
        few = spec.low + (unit.place + turn) % 3
        row[spec.name] = _fitted(spec, few if spec.name in little else _wanted(spec, unit, level, room), room)
    return row


def _little(use: CriterionUse | Adjustment, specs: Sequence[FigureSpec]) -> frozenset[str]:
    """Give the figures of which there is little: events that add to a total or take from it, and what promises name.

    Not little is what one more of never costs by a promise, and what bounds another figure.
    """
    if isinstance(use, Adjustment):
        return frozenset(spec.name for spec in specs if spec.kind in ("count", "decimal"))
    promises = use.decided.built.criterion.promises
    named = {name for promise in promises for name in promise.changes}
    good = [
        promise.changes
        for promise in promises
        if promise.never == "lower" and min(promise.changes.values(), default=0) > 0
    ]
    return frozenset(named.difference(*good) - {spec.at_most for spec in specs})


def _room(spec: FigureSpec, row: Row) -> Fraction:
    """Give the most that a figure may be beside what there is of its whole already."""
    if spec.at_most is None:
        return spec.high
    return min(spec.high, row[spec.at_most] - sum((row.get(name, Fraction(0)) for name in spec.plus), Fraction(0)))


def _wanted(spec: FigureSpec, unit: SampleUnit, level: Fraction, room: Fraction) -> Fraction:
    if spec.kind == "yes-no":
        return Fraction(level > _YES)
    if spec.kind == "choice":
        return Fraction(round(spec.high * level))
    if spec.at_most is not None:
        # Of a whole most is done; of what is left beside another part, half.
        return room / 2 if spec.plus else room * level
    if spec.kind == "mark" or (spec.kind == "decimal" and spec.high - spec.low <= _SCALE):
        return spec.low + (spec.high - spec.low) * level
    work = unit.size(max(_LEAST, _usual(spec)))
    return spec.low + work * (1 if spec.by == "committee" else level)


def _fitted(spec: FigureSpec, wanted: Fraction, room: Fraction) -> Fraction:
    """Bring a number into the declared range and onto the declared step; one decimal is enough for made-up figures."""
    step = spec.step or Fraction(1, 10 ** min(spec.places, 1))
    held = max(spec.low, min(wanted, room))
    return spec.low + (held - spec.low) // step * step


def _wholes_first(specs: Sequence[FigureSpec]) -> list[FigureSpec]:
    """Order figures so that what bounds one comes before it; those that bound each other stay as they are."""
    ordered: list[FigureSpec] = []
    rest = list(specs)
    while rest:
        known = {spec.name for spec in ordered}
        ready = [spec for spec in rest if {*spec.plus, *filter(None, [spec.at_most])} <= known] or rest[:1]
        ordered += ready
        rest = [spec for spec in rest if spec not in ready]
    return ordered


def _shared(unit: SampleUnit, spec: FigureSpec) -> Fraction:
    """Make up a figure of the unit itself: population or staff."""
    if spec.kind in ("yes-no", "choice"):
        return spec.high
    return _fitted(spec, spec.low + unit.size(max(1, _usual(spec))), spec.high)


def _usual(spec: FigureSpec) -> int:
    """Take a thousandth of the most that there may be for usual."""
    return int((spec.high - spec.low) / 1000)
