"""Many competitions of the same units, scored side by side: one plan, one frame, each competition by itself.

Weights and params that differ are columns of the data, as figures are; all else is the plan of every run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from dvk_scoring.engines import EngineName, engine
from dvk_scoring.formula import names
from dvk_scoring.formula.columns import CLUSTER, ROW
from dvk_scoring.formula.presence import Column
from dvk_scoring.formula.program import Plan
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.run import MOST_EXACT, engine_for
from dvk_scoring.scheme.model import CriterionUse, Decided, Ruling, Scheme
from dvk_scoring.scoring.plan import Planner, ScoringPlan, data_columns
from dvk_scoring.scoring.ruled import with_rulings
from dvk_scoring.studies.weights import Tried, Weights
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from dvk_scoring.scoring.result import Result

_ROWS: Final = 250_000
"""Rows of a frame, at the most: what a run holds of so many is some hundred megabytes."""


@attrs.frozen
class Params:
    """A param that is tried: of which criterion, its value, and how far it is drawn, in units of 10^-places."""

    criterion: str
    name: str
    value: int
    low: int
    high: int
    places: int

    @property
    def column(self) -> str:
        """Name its column."""
        return f"{self.criterion}.{names.tried_param(self.name)}"


@attrs.frozen
class Competition:
    """What differs in one competition.

    Attributes:
        weights: Criterion and kind of unit → steps; what is not there is as the scheme has it.
        params: Column of a param → its value.
        figures: Column → value of every unit; of ``NAME?`` whether not assigned.
    """

    weights: Tried
    params: Mapping[str, int] = attrs.field(factory=dict)
    figures: Mapping[str, Sequence[int | None]] = attrs.field(factory=dict)


@attrs.frozen
class Scored:
    """Competitions side by side: output column → values, those of one competition after those of the one before."""

    competitions: Sequence[Competition]
    units: int
    columns: Mapping[str, Sequence[Any]]

    @property
    def count(self) -> int:
        """How many competitions there are."""
        return len(self.competitions)

    def of(self, name: str, competition: int) -> Sequence[Any]:
        """Give the values of one competition."""
        start = competition * self.units
        return self.columns[name][start : start + self.units]


class Field:
    """Scores competitions that differ from a result in weights, params and figures.

    Args:
        result: What they differ from; its units, rulings and day stay.
        weights: What weights there are.
        params: Params that are tried.
        ranges: Figure column → lowest and highest value that is tried, where that is not what the data has.
        engine_name: Where it runs; left out: the one that suits the number of rows.
    """

    def __init__(
        self,
        result: Result,
        weights: Weights,
        params: Sequence[Params] = (),
        ranges: Mapping[str, tuple[int, int]] | None = None,
        engine_name: EngineName | None = None,
    ) -> None:
        """Prepare the frame of one competition."""
        self.result, self.weights, self.params = result, weights, params
        self.ranges, self.wanted = ranges or {}, engine_name
        self.scheme = _tried(result.scheme, weights, params)
        frame = result.figures.frame.drop("order")
        self.units: list[str] = frame["unit"].to_list()
        clusters = frame[CLUSTER].to_list()
        self.kinds = [result.scheme.clusters[cluster].kind for cluster in clusters]
        self.frame = frame
        self._plans: dict[tuple[tuple[Ruling, ...], tuple[str, ...]], tuple[ScoringPlan, Plan]] = {}

    def scored(
        self, competitions: Iterable[Competition], count: int, rulings: Sequence[Ruling], wanted: Sequence[str]
    ) -> Iterator[Scored]:
        """Score competitions, as many at a time as memory holds.

        Args:
            competitions: What differs in each; they are made when they are needed.
            count: How many there are.
            rulings: Acts in force.
            wanted: Output columns.

        Raises:
            DvkError: A formula's range cannot be proved over all that is tried.
        """
        plan, chosen = self._plan(tuple(rulings), wanted, count)
        most = MOST_EXACT if chosen == "exact" else _ROWS
        waiting = iter(competitions)
        while some := list(islice(waiting, max(1, most // max(1, len(self.units))))):
            frame = with_rulings(self._frame(some).with_row_index(ROW), rulings)
            outputs = engine(chosen).run(plan, frame)
            yield Scored(some, len(self.units), {name: outputs[name].to_list() for name in plan.outputs})

    def _plan(self, rulings: tuple[Ruling, ...], wanted: Sequence[str], count: int) -> tuple[Plan, EngineName]:
        key = (rulings, tuple(wanted))
        if key not in self._plans:
            made = Planner(self.scheme, self._columns(), rulings, scores=False).plan()
            faults = [name for name in made.outputs if names.fault_of(name) is not None]
            outputs = {name: made.plan.outputs[name] for name in [*wanted, *faults] if name in made.outputs}
            self._plans[key] = made, Plan(made.plan.program, outputs)
        whole, plan = self._plans[key]
        engine_name = None if self.wanted == "spark" else self.wanted
        chosen, _ = engine_for(whole, engine_name, min(count * len(self.units), MOST_EXACT))
        return plan, chosen

    def _columns(self) -> dict[str, Column]:
        """Give every column with its bounds over all that is tried."""
        columns = data_columns(self.result.figures.columns)
        for name, (low, high) in self.ranges.items():
            before = columns[name]
            columns[name] = attrs.evolve(before, low=min(low, before.low), high=max(high, before.high), blanks=True)
        for key in self.weights.drawn:
            column = names.tried_weight(key)
            top = int(self.scheme.total / self.weights.step)
            columns[column] = _column(column, 0, top)
        for param in self.params:
            columns[param.column] = _column(param.column, param.low, param.high)
        return columns

    def _frame(self, competitions: Sequence[Competition]) -> nw.DataFrame[Any]:
        count, units = len(competitions), len(self.units)
        backend = self.frame.implementation
        frame = nw.concat([self.frame] * count)
        flat: dict[str, list[Any]] = {names.COMPETITION: [at for at in range(count) for _ in range(units)]}
        for key in self.weights.drawn:
            flat[names.tried_weight(key)] = list(
                chain.from_iterable(self._weights_of(key, competition) for competition in competitions)
            )
        for param in self.params:
            flat[param.column] = [
                competition.params[param.column] for competition in competitions for _ in range(units)
            ]
        changed = dict.fromkeys(name for competition in competitions for name in competition.figures)
        for name in changed:
            unchanged = self.frame[name].to_list()
            flat[name] = list(
                chain.from_iterable(competition.figures.get(name, unchanged) for competition in competitions)
            )
        series = [nw.new_series(name, values, nw.Int64, backend=backend) for name, values in flat.items()]
        return frame.with_columns(*series)

    def _weights_of(self, key: str, competition: Competition) -> list[int]:
        """Give the weight of a criterion for each unit."""
        use, step = self.result.scheme.criteria[key], self.weights.step
        by_kind = {
            kind: competition.weights.get((key, kind), int(use.weight.get(kind, Fraction(0)) / step))
            for kind in dict.fromkeys(self.kinds)
        }
        if len(set(by_kind.values())) == 1:
            return [next(iter(by_kind.values()))] * len(self.units)
        return [by_kind[kind] for kind in self.kinds]


def lacking(scored: Scored, competition: int) -> bool:
    """Tell whether the figures of a competition cannot be scored: a formula calls them an error."""
    return any(any(scored.of(name, competition)) for name in scored.columns if names.fault_of(name) is not None)


def _column(name: str, low: int, high: int) -> Column:
    return Column(name, low, high, blanks=False, kps=False)


def _tried(scheme: Scheme, weights: Weights, params: Sequence[Params]) -> Scheme:
    """Give the scheme whose weights and params are figures: weights up to the total, params as far as is tried."""
    places = _places(weights.step)
    figures = {
        column: FigureSpec(column, "decimal", Text.same(column), Fraction(0), scheme.total, places)
        for column in map(names.tried_weight, weights.drawn)
    }
    criteria = {
        key: _with_params(_with_weight(use, scheme.total) if key in weights.drawn else use,
                          [param for param in params if param.criterion == key])
        for key, use in scheme.criteria.items()
    }  # fmt: skip
    return attrs.evolve(scheme, figures={**scheme.figures, **figures}, criteria=criteria)


def _places(step: Fraction) -> int:
    return len(str(step.denominator)) - 1


def _with_weight(use: CriterionUse, total: Fraction) -> CriterionUse:
    """Give the most that the weight can be: what is proved of the points then holds for all."""
    return attrs.evolve(use, weight=dict.fromkeys(use.weight, total))


def _with_params(use: CriterionUse, params: Sequence[Params]) -> CriterionUse:
    if not params:
        return use
    specs = tuple(
        FigureSpec(
            names.tried_param(param.name),
            "decimal",
            Text.same(param.name),
            Fraction(param.low, 10**param.places),
            Fraction(param.high, 10**param.places),
            param.places,
        )
        for param in params
    )
    # What a formula can be is proved for all values between the ends.
    ends = {param.name: {"low": spec.low, "high": spec.high} for param, spec in zip(params, specs, strict=True)}
    known = {id(decided): _with_figures(decided, ends, specs) for decided in use.by_kind.values()}
    by_kind = {kind: known[id(decided)] for kind, decided in use.by_kind.items()}
    return attrs.evolve(use, by_kind=by_kind, figures=(*use.figures, *specs))


def _with_figures(
    decided: Decided, ends: Mapping[str, Mapping[str, Fraction]], specs: tuple[FigureSpec, ...]
) -> Decided:
    built = attrs.evolve(decided.built, figures=(*decided.built.figures, *specs))
    return attrs.evolve(decided, params={**decided.params, **ends}, built=built)
