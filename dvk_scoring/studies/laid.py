"""What is drawn of params, figures and judges, and laid over the figures of a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

import attrs

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import limit_of
from dvk_scoring.figures.figure_set import FigureColumn
from dvk_scoring.formula.tree import Marks
from dvk_scoring.formula.walk import walk
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.studies.draws import Draws
from dvk_scoring.studies.field import Params

_FINE: Final = 1 << 20
_NUMBERS: Final = ("count", "decimal", "mark")
Panel = Mapping[str, tuple[str, ...]]
"""Judge → columns of the marks that this judge gives."""
_MORE: Final = 2
"""Decimals of a param that is no whole number, beyond those that the scheme writes."""


def tried_params(scheme: Scheme, share: Fraction) -> list[Params]:
    """Give the params of criteria that can be drawn: those that are one number for all units, and not 0.

    A param that is whole, as are its bounds, stays whole.
    """
    tried: list[Params] = []
    for key, use in scheme.criteria.items() if share else ():
        decided = use.decided
        if any(other.params != decided.params for other in use.by_kind.values()):
            continue
        for spec in decided.built.params:
            value = decided.params[spec.name]
            if isinstance(value, Mapping) or value == 0:
                continue
            whole = all(number.denominator == 1 for number in (value, spec.low, spec.high, spec.default))
            places = 0 if whole else _places_of(value) + _MORE
            scale, reach = 10**places, abs(value) * share
            low, high = max(spec.low, value - reach), min(spec.high, value + reach)
            ends = ceil(low * scale), floor(high * scale)
            if ends[0] < ends[1] and (value * scale).denominator == 1:
                tried.append(Params(key, spec.name, int(value * scale), *ends, places))
    return tried


def _places_of(value: Fraction) -> int:
    places = 0
    while (value * 10**places).denominator != 1 and places < 9:
        places += 1
    return places


@attrs.frozen
class Laid:
    """Figures that are drawn: how far each can go, and whose marks are whose.

    Attributes:
        columns: Columns of numbers, by name.
        values: Their values, by name.
        panels: Panels of which judges are left out, by criterion.
    """

    columns: Mapping[str, FigureColumn]
    values: Mapping[str, Sequence[int | None]]
    panels: Mapping[str, Panel]

    @classmethod
    def of(cls, result: Result, panels: Mapping[str, Panel]) -> Laid:
        """Look at the figures of a result."""
        columns = {name: column for name, column in result.figures.columns.items() if column.spec.kind in _NUMBERS}
        values = {name: result.figures.frame[name].to_list() for name in columns}
        return cls(columns, values, panels)

    def drawn(self, share: Fraction, draws: Draws) -> dict[str, list[int | None]]:
        """Draw every number up to a share more or less, within its bounds and on its step.

        Where a figure would exceed what it is a part of, the unit's figures of that sum stay as they are.
        """
        drawn = {name: self._column(name, share, draws) for name in self.columns}
        sums = list(self._sums())
        # What stays can exceed a whole that was drawn less, or be one that another part exceeds: look again.
        while any(self._keep_sums(drawn, parts, top) for parts, top in sums):
            pass
        return drawn

    def _sums(self) -> Iterator[tuple[list[str], str]]:
        """Give the columns of figures that together exceed no other, and that other."""
        for name, column in self.columns.items():
            limit = limit_of(column.spec, column.criterion, self.columns)
            if limit is not None:
                beside, top = limit
                yield [name, *beside], top

    def _keep_sums(self, drawn: Mapping[str, list[int | None]], parts: Sequence[str], top: str) -> bool:
        """Let figures of a sum stay as they are where they would exceed it; tell whether any changed by that."""
        changed = False
        for row in range(len(drawn[top])):
            if self._exceeds(drawn, parts, top, row):
                for each in (*parts, top):
                    changed |= drawn[each][row] != self.values[each][row]
                    drawn[each][row] = self.values[each][row]
        return changed

    def _column(self, name: str, share: Fraction, draws: Draws) -> list[int | None]:
        spec, reach = self.columns[name].spec, floor(share * _FINE)
        return [
            None if value is None else _on_step(spec, value + _rounded(value * draws.between(-reach, reach)))
            for value in self.values[name]
        ]

    def _exceeds(self, drawn: Mapping[str, Sequence[int | None]], parts: Sequence[str], top: str, row: int) -> bool:
        most = drawn[top][row]
        if most is None:
            return False
        sums = sum(
            (Fraction(drawn[each][row] or 0, 10 ** self.columns[each].spec.places) for each in parts), Fraction(0)
        )
        return sums > Fraction(most, 10 ** self.columns[top].spec.places)

    def without_judges(
        self, figures: Mapping[str, Sequence[int | None]], count: int, draws: Draws
    ) -> dict[str, Sequence[int | None]]:
        """Draw the judges of each panel whose marks are left out, and leave them out."""
        left = dict(figures)
        for panel in self.panels.values():
            judges = list(panel)
            for place in draws.chosen(count, len(judges)):
                left |= {name: [None] * len(self.values[name]) for name in panel[judges[place]]}
        return left

    def ranges(self, share: Fraction, judges: int) -> dict[str, tuple[int, int]]:
        """Give the lowest and highest value of each column that changes."""
        ranges = {name: (column.low, column.high) for name, column in self.columns.items()}
        if share:
            return {name: _reached(self.columns[name].spec, ends, share) for name, ends in ranges.items()}
        marks = {name for panel in self.panels.values() for columns in panel.values() for name in columns}
        return {name: ends for name, ends in ranges.items() if judges and name in marks}


def panels_of(result: Result) -> dict[str, Panel]:
    """Give the panels of judges, two or more, by criterion."""
    panels: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, column in result.figures.columns.items():
        spec = column.spec
        if spec.kind == "mark" and spec.many is not None and spec.optional and column.criterion is not None:
            judge = spec.name.removeprefix(f"{spec.many}.").partition(".")[0]
            marks = panels.setdefault(column.criterion, {})
            marks[judge] = (*marks.get(judge, ()), name)
    return {key: panel for key, panel in panels.items() if len(panel) > 1}


def can_spare(result: Result, criterion: str, panel: Panel, count: int) -> bool:
    """Tell whether every unit with enough marks has enough still when so many judges are left out."""
    trees = [decided.built.tree for decided in result.scheme.criteria[criterion].by_kind.values()]
    fewest = max((node.fewest for tree in trees for node in walk(tree) if isinstance(node, Marks)), default=1)
    frame = result.figures.frame
    marks = [zip(*(frame[name].to_list() for name in columns), strict=True) for columns in panel.values()]
    given = [sum(None not in judge for judge in row) for row in zip(*marks, strict=True)]
    return all(number < fewest or number - count >= fewest for number in (*given, len(panel)))


def _reached(spec: FigureSpec, ends: tuple[int, int], share: Fraction) -> tuple[int, int]:
    step = _step(spec)
    low, high = (ceil(abs(end) * share) + step for end in ends)
    return _on_step(spec, ends[0] - low), _on_step(spec, ends[1] + high)


def _rounded(steps: int) -> int:
    """Give whole units of so many fine steps, the nearest: small changes do not all go down."""
    return (2 * steps + _FINE) // (2 * _FINE)


def _on_step(spec: FigureSpec, value: int) -> int:
    """Hold a value to its bounds, and to its step from the lowest."""
    scale: int = 10**spec.places
    low, high = ceil(spec.low * scale), floor(spec.high * scale)
    step = _step(spec)
    top = low + (high - low) // step * step
    return min(top, max(low, low + (value - low + step // 2) // step * step))


def _step(spec: FigureSpec) -> int:
    return 1 if spec.step is None else max(1, floor(spec.step * Fraction(10) ** spec.places))
