"""Figures made up for a new scheme: a few units, plain numbers, and points that are neither all nor nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.formula.exact import UnitFigures, evaluate
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scaffold.scheme.toml_text import write_number
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Scheme
from dvk_scoring.text import Language

_UNITS: Final = 4
"""Units where all are ranked together; of two only, nothing could be told."""
_UNITS_IN_CLUSTER: Final = 3
_LEVELS: Final = tuple(Fraction(one, 100) for one in (93, 84, 76, 68))
"""How much of everything a unit does, from the best to the weakest; apart from each other and from the classes."""
_JITTER: Final = tuple(Fraction(one, 100) for one in (0, 4, -3, 2, -5, 3, -1))
_SIZES: Final = (10, 20, 50, 100, 5, 2, 1, 200, 500, 1000, 5000, 10_000, 100_000)
"""How much there is to do, in the order of liking."""
_SIZES_OF_ONE: Final = (0, 10, 100, 1000, 10_000)
_NEARLY: Final = Fraction(1, 250)
_CLEARLY: Final = Fraction(4, 5)
_STRICTEST: Final = Fraction(90, 100)
_MILDEST: Final = Fraction(65, 100)
_SCALE: Final = Fraction(1000)
"""A decimal with a range up to this is taken as a scale (percent, an index): a level is a place on it."""
Row: TypeAlias = dict[str, Fraction]
Sizes: TypeAlias = Mapping[str, int]


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
    columns = figure_columns(scheme)
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
    """Make up the figures of each unit, by column.

    Missing:
        Where a criterion has no number at all for what could be made up, its columns are left out: not reported.
    """
    shared = {unit.id: {name: _shared(unit, spec) for name, spec in scheme.figures.items()} for unit in units}
    cells = {unit: dict(row) for unit, row in shared.items()}
    uses: Sequence[CriterionUse | Adjustment] = (
        *scheme.criteria.values(),
        *scheme.bonuses.values(),
        *scheme.penalties.values(),
    )
    for turn, use in enumerate(uses):
        for unit, row in _Maker(use, units, shared, turn).make().items():
            cells[unit] |= {f"{use.id}.{name}": value for name, value in row.items()}
    return cells


def show_cell(value: Fraction | None, spec: FigureSpec, language: Language) -> str:
    """Write a figure as a table holds it.

    Missing:
        None is a blank.
    """
    if value is None:
        return ""
    if spec.kind == "yes-no":
        return ("có" if value else "không") if language == "vi" else ("yes" if value else "no")
    if spec.kind == "choice":
        return spec.choices[int(value)][0]
    return write_number(value) or ""


class _Maker:
    """Makes up the figures of one criterion: those whose points come close to how good the units are meant to be.

    How the formula uses a figure is not known here, so that sizes are tried: one for all figures first, then another
    for each of those for which it helps, none at all among them, as for faults.
    """

    def __init__(
        self,
        use: CriterionUse | Adjustment,
        units: Sequence[SampleUnit],
        shared: Mapping[str, Row],
        turn: int,
    ) -> None:
        self.units, self.shared, self.turn = units, shared, turn
        self.specs = _wholes_first([spec for spec in use.figures if not spec.shared])
        if isinstance(use, CriterionUse):
            self.decided, most = next(iter(use.by_kind.values())), next(iter(use.weight.values()))
        else:
            self.decided, most = use.decided, use.cap or Fraction(1)
        self.most = most if self.decided.built.criterion.gives == "points" else Fraction(1)
        # Bonuses and penalties are rare: no event, one or two.
        self.rare = isinstance(use, Adjustment)
        self.enough = _NEARLY * len(units)
        self.answers = [spec.name for spec in self.specs if spec.kind == "yes-no"]

    def make(self) -> Mapping[str, Row]:
        """Give the figures of each unit; nothing where the formula has no number for any that were tried."""
        names = [spec.name for spec in self.specs if spec.kind in ("count", "decimal")]
        against = _against(self.decided)
        starts: list[Sizes] = [{name: 0 if name in against else size for name in names} for size in _SIZES]
        found = self._nearest([dict.fromkeys(names, 1)] if self.rare else starts)
        if found is None and self.rare:  # so few are nothing that could be scored
            self.rare = False
            found = self._nearest(starts)
        if found is None:
            return {}
        for name in () if self.rare else names:
            if found[0] <= self.enough:
                break
            others = self._nearest([{**found[1], name: size} for size in _SIZES_OF_ONE])
            # Only what helps clearly is worth a size of its own.
            if others is not None and others[0] < found[0] * _CLEARLY:
                found = others
        return self._rows(found[1])

    def _nearest(self, tried: Sequence[Sizes]) -> tuple[Fraction, Sizes] | None:
        """Give the first of these that is near enough, else the nearest; None where the formula has no number."""
        best: tuple[Fraction, Sizes] | None = None
        for sizes in tried:
            loss = self._loss(self._rows(sizes))
            if loss is not None and (best is None or loss < best[0]):
                best = loss, sizes
                if loss <= self.enough:
                    break
        return best

    def _rows(self, sizes: Sizes) -> Mapping[str, Row]:
        return {unit.id: self._row(unit, sizes) for unit in self.units}

    def _row(self, unit: SampleUnit, sizes: Sizes) -> Row:
        row: Row = {}
        for place, spec in enumerate(self.specs):
            level = unit.level(self.turn + place)
            if self.rare and spec.name in sizes:
                wanted = spec.low + (unit.place + self.turn) % 3
            elif spec.kind == "yes-no":
                wanted = Fraction(level > self._threshold(spec))
            else:
                wanted = _wanted(spec, unit, level, sizes.get(spec.name, 0), _room(spec, row))
            row[spec.name] = _fitted(spec, wanted, _room(spec, row))
        return row

    def _threshold(self, spec: FigureSpec) -> Fraction:
        """Give the level from which a unit says yes: of several questions, the weaker units meet fewer."""
        place = Fraction(self.answers.index(spec.name) + 1, len(self.answers) + 1)
        return _STRICTEST - place * (_STRICTEST - _MILDEST)

    def _loss(self, rows: Mapping[str, Row]) -> Fraction | None:
        """Tell how far scores are from the units' levels; None where some unit has none."""
        params = {name: value for name, value in self.decided.params.items() if isinstance(value, Fraction)}
        figures = [
            UnitFigures(unit.id, unit.cluster, dict(rows[unit.id]), dict(self.shared[unit.id]), params)
            for unit in self.units
        ]
        built = self.decided.built
        loss = Fraction(0)
        for unit, outcome in zip(self.units, evaluate(built.tree, built.figures, figures).outcomes, strict=True):
            if outcome.value is None:
                return None
            loss += (outcome.value / self.most - unit.level(self.turn)) ** 2
        return loss


def _against(decided: Decided) -> frozenset[str]:
    """Give the figures that speak against a unit, as the promises tell: one more of them never raises the points.

    Where a promise raises a whole and a part of it, the part is what speaks against.
    """
    wholes = {spec.name: spec.at_most for spec in decided.built.figures}
    against: set[str] = set()
    for_it: set[str] = set()
    for promise in decided.built.criterion.promises:
        raised = {name for name, change in promise.changes.items() if change > 0}
        if promise.never == "lower":
            for_it |= raised
        else:
            against |= raised - {wholes.get(name) for name in raised}
    return frozenset(against - for_it)


def _room(spec: FigureSpec, row: Row) -> Fraction:
    """Give the most that a figure may be beside what there is of its whole already."""
    if spec.at_most is None:
        return spec.high
    return min(spec.high, row[spec.at_most] - sum((row.get(name, Fraction(0)) for name in spec.plus), Fraction(0)))


def _wanted(spec: FigureSpec, unit: SampleUnit, level: Fraction, size: int, room: Fraction) -> Fraction:
    if spec.kind == "choice":
        return Fraction(round(spec.high * level))
    if spec.at_most is not None:
        # Of a whole most is done; of what is left beside another part, half.
        return Fraction(0) if not size else room / 2 if spec.plus else room * level
    if spec.kind == "mark" or (spec.kind == "decimal" and spec.high - spec.low <= _SCALE):
        return spec.low + (spec.high - spec.low) * level
    work = unit.size(size) if spec.kind == "decimal" else min(unit.size(size), spec.high / 5)
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
    """Make up a figure of the unit itself: population or staff, a thousandth of the most that there may be."""
    if spec.kind in ("yes-no", "choice"):
        return spec.high
    size = max(1, int((spec.high - spec.low) / 1000))
    return _fitted(spec, spec.low + unit.size(size), spec.high)
