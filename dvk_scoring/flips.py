"""Which change of one figure gives a unit a title, or takes it: found by scoring again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from math import ceil, floor
from typing import Any

import attrs
import narwhals as nw

from dvk_scoring.analysis.trial import FigureChange, Flip, Flips
from dvk_scoring.arguments import NAME, RESULT, check_arguments
from dvk_scoring.catalogue import listed
from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import column_kinds, limit_of
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.formula import names
from dvk_scoring.formula.columns import ROW
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.naming import unknown_unit
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.run import plans_for, run_plans, score
from dvk_scoring.scoring.plan import Plans, declared_columns
from dvk_scoring.scoring.result import TITLE_WORDS, Result, TitleWord
from dvk_scoring.scoring.ruled import with_rulings


def find_flips(result: Result, title: str, unit: str) -> Flips:
    """Find for each figure of a unit the smallest change that makes it proposed for a title, or not proposed any more.

    Steps are doubled away from the value, and from the bound back to it, until the title comes or goes; then the change
    is halved down to the last unit of the figure. Where points go up and down again between two of these steps, a
    nearer value can be missed.

    Range:
        Figures stay within their bounds, and within what other figures of the unit allow.

    Raises:
        DvkError: There is no such title or unit.
    """
    check_arguments(result=(result, RESULT), title=(title, NAME), unit=(unit, NAME))
    frame = result.figures.frame
    units = frame["unit"].to_list()
    problems: list[Problem] = []
    if title not in result.scheme.titles:
        known = result.scheme.titles
        problems.append(problem("DVK-O754", title=title, nearest=nearest(title, known), known=listed(known)))
    if unit not in units:
        problems.append(unknown_unit(unit, result.names))
    if problems:
        raise DvkError(problems)
    trier = _Trier(result, title, unit, units.index(unit), plans_for(result.scheme, result.rulings, as_of=result.as_of))
    by_size: list[tuple[Fraction, Flip]] = []
    columns = list(trier.columns())
    for column in columns:
        flip = trier.smallest(column)
        if flip is not None:
            low, high = trier.bounds(column)
            by_size.append((Fraction(flip.size, max(1, high - low)), flip))
    flips = tuple(flip for _, flip in sorted(by_size, key=lambda pair: pair[0]))
    return Flips(result, unit, title, trier.state, flips, len(columns))


class _Trier:
    """Tries values of one unit's figures, one at a time; the plans remember all that a try leaves as it was."""

    def __init__(self, result: Result, title: str, unit: str, row: int, plans: Plans) -> None:
        self.result, self.title, self.unit, self.row, self.plans = result, title, unit, row, plans
        self.figures: FigureSet = result.figures
        self.frame = result.figures.frame
        self._ruled = with_rulings(self.frame.with_row_index(ROW), result.rulings)
        looked_at = names.title(title), "ranked", "rank"
        self._tried = Plans(result.scheme, declared_columns(result.scheme), plans.rulings, only=looked_at)
        self.state = self._told(run_plans(self._tried, self._ruled)[0])[0]

    def columns(self) -> Iterator[str]:
        """Give the figures that the unit has, with a value."""
        kind = self.result.scheme.clusters[self.frame["cluster"][self.row]].kind
        having = column_kinds(self.result.scheme)
        for name in self.figures.columns:
            flag = kp_flag(name)
            assigned = flag not in self.frame.columns or not self.frame[flag][self.row]
            if kind in having.get(name, {kind}) and assigned and self._value(name) is not None:
                yield name

    def _value(self, column: str) -> int | None:
        value = self.frame[column][self.row]
        return None if value is None else int(value)

    def _spec(self, column: str) -> FigureSpec:
        return self.figures.columns[column].spec

    def bounds(self, column: str) -> tuple[int, int]:
        """Give the lowest and the highest value × 10^places that the figure can have beside the unit's others."""
        spec = self._spec(column)
        scale = 10**spec.places
        low, high = spec.low, spec.high
        for name, figure in self.figures.columns.items():
            limit = limit_of(figure.spec, figure.criterion, self.figures.columns)
            if limit is None:
                continue
            beside, top = limit
            parts = [name, *beside]
            if column == top:
                low = max(low, sum((self._number(each) for each in parts), Fraction(0)))
            elif column in parts and self._value(top) is not None:
                others = sum((self._number(each) for each in parts if each != column), Fraction(0))
                high = min(high, self._number(top) - others)
        return ceil(low * scale), floor(high * scale)

    def _number(self, column: str) -> Fraction:
        return Fraction(self._value(column) or 0, 10 ** self._spec(column).places)

    def smallest(self, column: str) -> Flip | None:
        """Give the smallest change that flips the title; of two that are equal the one upwards."""
        value = self._value(column)
        assert value is not None
        low, high = self.bounds(column)
        spec = self._spec(column)
        if spec.kind in ("yes-no", "choice"):
            flips = (self._flip(column, value, other, size=1) for other in range(low, high + 1) if other != value)
            return next((change for change in flips if change is not None), None)
        step = 1 if spec.step is None else max(1, int(spec.step * 10**spec.places))
        changes: list[Flip] = []
        for way, room in ((1, (high - value) // step), (-1, (value - low) // step)):
            flip = _first(partial(self._flip_after, column, value, way * step), room)
            changes += [] if flip is None else [flip]
        return min(changes, key=lambda change: change.size, default=None)

    def _flip_after(self, column: str, value: int, step: int, count: int) -> Flip | None:
        return self._flip(column, value, value + count * step, size=count * abs(step))

    def _flip(self, column: str, value: int, other: int, *, size: int) -> Flip | None:
        """Try a value; None: the title neither comes nor goes."""
        try:
            state, rank = self._told(run_plans(self._tried, self._with(self._ruled, column, other))[0])
            if (state == "proposed") == (self.state == "proposed"):
                return None
            self._hold(column, other)
        except DvkError:  # a formula calls such figures an error, a ruling does not fit them: no council gets there
            return None
        return Flip(FigureChange(self.unit, column, (value, False), (other, False)), size, state, rank)

    def _with(self, frame: nw.DataFrame[Any], column: str, value: int) -> nw.DataFrame[Any]:
        values = frame[column].to_list()
        values[self.row] = value
        return frame.with_columns(nw.new_series(column, values, nw.Int64, backend=frame.implementation))

    def _told(self, outputs: nw.DataFrame[Any]) -> tuple[TitleWord, int | None]:
        """Read the title's state and the rank of the unit."""
        state, ranked, rank = (outputs[name][self.row] for name in (names.title(self.title), "ranked", "rank"))
        return TITLE_WORDS[int(state)], int(rank) if ranked else None

    def _hold(self, column: str, value: int) -> None:
        """Score in full what flips, so that nothing is told that scoring refuses.

        Raises:
            DvkError: It does.
        """
        result, figures = self.result, attrs.evolve(self.figures, frame=self._with(self.frame, column, value))
        score(result.scheme, figures, result.rulings, as_of=result.as_of, voices=False, plans=self.plans)


def _first(flip_after: Callable[[int], Flip | None], most: int) -> Flip | None:
    """Find the fewest steps that flip, at most so many: tried ever farther until some do, then halved down."""
    before = 0
    for at in _probes(most):
        flip = flip_after(at)
        if flip is not None:
            return _halved(flip_after, before, at, flip)
        before = at
    return None


def _halved(flip_after: Callable[[int], Flip | None], before: int, at: int, flip: Flip) -> Flip:
    while at - before > 1:
        middle = (before + at) // 2
        nearer = flip_after(middle)
        before, at, flip = (middle, at, flip) if nearer is None else (before, middle, nearer)
    return flip


def _probes(most: int) -> list[int]:
    """Give counts of steps that lie the closer the nearer they are to either end."""
    powers = [1 << bit for bit in range(most.bit_length())] if most > 0 else []
    return sorted({*powers, *(most + 1 - power for power in powers)})
