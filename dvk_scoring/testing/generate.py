"""Figures made up for a criterion: within its declared ranges and rules, with blanks and "not assigned" among them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.formula.exact import UnitFigures
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec

Cell = Fraction | State
_SIZES = (2, 12, 100, 10**4, 10**9)
_LARGE = (100, 10**4, 10**9)
"""Most steps that a figure of a unit lies from its lowest value."""


@attrs.frozen
class Generated:
    """Units with figures: one row a unit, by figure name."""

    clusters: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]

    def units(self, specs: Sequence[FigureSpec], params: Mapping[str, Fraction]) -> list[UnitFigures]:
        """Write the rows for the reference reader."""
        shared = {spec.name for spec in specs if spec.shared}
        return [
            UnitFigures(
                unit=f"u{index:06d}",
                cluster=cluster,
                figures={name: cell for name, cell in row.items() if name not in shared},
                attributes={name: cell for name, cell in row.items() if name in shared},
                params=params,
            )
            for index, (cluster, row) in enumerate(zip(self.clusters, self.rows, strict=True))
        ]

    def scaled(self, spec: FigureSpec) -> list[int | None]:
        """Give a figure as whole numbers, None where it has no value."""
        return [None if isinstance(cell, State) else int(cell * 10**spec.places) for cell in self._cells(spec)]

    def kp(self, spec: FigureSpec) -> list[int]:
        """Give 1 where a figure is not assigned, else 0."""
        return [int(cell is State.NOT_ASSIGNED) for cell in self._cells(spec)]

    def _cells(self, spec: FigureSpec) -> list[Cell]:
        return [row[spec.name] for row in self.rows]


def generate(
    specs: Sequence[FigureSpec],
    rows: int,
    *,
    seed: int,
    clusters: Sequence[str] = ("c1", "c2", "c3"),
    blanks: float = 0.02,
    ends: bool = True,
) -> Generated:
    """Make up units.

    Small values, the ends of the range and equal values come up often: there the mistakes live.

    Args:
        specs: The figures.
        rows: How many units.
        seed: The same seed gives the same units.
        clusters: Units are dealt out to these.
        blanks: Share of cells that are blank, and again as many that are not assigned.
        ends: Without, small values and the ends come up only as often as any others.
    """
    draw = random.Random(seed)  # noqa: S311 - test data, nothing secret
    order = wholes_first(specs)
    known = {spec.name: steps_of(spec, {}) for spec in order if spec.at_most is None}
    optional = [spec.name for spec in specs if spec.optional]
    made = []
    for _ in range(rows):
        values: dict[str, Fraction] = {}
        size = draw.choice(_SIZES if ends else _LARGE)
        for spec in order:
            steps = steps_of(spec, values) if spec.name not in known else known[spec.name]
            values[spec.name] = _value(draw, spec, steps, size, ends=ends)
        row: dict[str, Cell] = dict(values)
        if draw.random() < 0.5:
            for name in row:
                chance = draw.random()
                if chance < 2 * blanks:
                    row[name] = State.NOT_REPORTED if chance < blanks else State.NOT_ASSIGNED
        if optional and draw.random() < blanks:  # no judge came, no attempt was made
            row |= dict.fromkeys(optional, draw.choice((State.NOT_REPORTED, State.NOT_ASSIGNED)))
        made.append(row)
    return Generated(tuple(draw.choice(clusters) for _ in range(rows)), tuple(made))


def wholes_first(specs: Sequence[FigureSpec]) -> list[FigureSpec]:
    """Order figures so that what bounds another comes before it."""
    ordered: list[FigureSpec] = []
    rest = _leaving_room(specs)
    while rest:
        known = {spec.name for spec in ordered}
        ready = [spec for spec in rest if {*spec.plus, *filter(None, [spec.at_most])} <= known]
        ordered += ready or rest
        rest = [spec for spec in rest if spec not in ordered]
    return ordered


def _leaving_room(specs: Sequence[FigureSpec]) -> list[FigureSpec]:
    """Bound the parts that stand in another's ``plus`` too: drawn before it, they would take more than the whole."""
    bounded = {spec.name: spec for spec in specs}
    for spec in specs:
        for place, name in enumerate(spec.plus):
            part = bounded.get(name)
            if part is not None and not part.plus and part.at_most in (None, spec.at_most):
                bounded[name] = attrs.evolve(part, at_most=spec.at_most, plus=spec.plus[:place])
    return list(bounded.values())


def step_of(spec: FigureSpec) -> Fraction:
    """Give the smallest difference between two values of a figure."""
    return Fraction(1, 10**spec.places) if spec.step is None else spec.step


def steps_of(spec: FigureSpec, values: Mapping[str, Fraction]) -> int:
    """Give how many steps lie between a figure's lowest value and the most that ``values`` of the others leave it."""
    high = spec.high
    if spec.at_most is not None:
        high = min(high, values[spec.at_most] - sum((values[name] for name in spec.plus), Fraction(0)))
    return max(0, int((high - spec.low) / step_of(spec)))


def _value(draw: random.Random, spec: FigureSpec, steps: int, size: int, *, ends: bool) -> Fraction:
    chance = draw.random() if ends else 1
    if chance < 0.15:
        taken = 0
    elif chance < 0.25:
        taken = min(steps, size) if spec.at_most is None else steps
    else:
        taken = draw.randint(0, min(steps, size))
    return spec.low + taken * step_of(spec)
