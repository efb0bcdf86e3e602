"""Where one criterion is tried: its settings, the trials that every check looks at, and what each check found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args, get_origin

import attrs

from dvk_scoring.criteria.criterion import BuiltCriterion, params_class
from dvk_scoring.criteria.decide import WEIGHT
from dvk_scoring.engines import ENGINES, EngineName
from dvk_scoring.formula.exact import evaluate
from dvk_scoring.formula.tree import FormulaError
from dvk_scoring.formula.working import Working
from dvk_scoring.problem import DvkError
from dvk_scoring.scoring.plan import ScoringPlan
from dvk_scoring.testing.case_file import read_cases
from dvk_scoring.testing.failure import CheckResult
from dvk_scoring.testing.generate import Generated, generate
from dvk_scoring.testing.promises import PromiseTrial
from dvk_scoring.testing.recalculated import Sheets, recalculated
from dvk_scoring.testing.single import Points, Single
from dvk_scoring.testing.subject import Subject
from dvk_scoring.testing.trial import CLUSTERS, Trial, build_tried, draw_trials, fewest, smallest, trials
from dvk_scoring.text import Text

MADE: Final = 300
"""Units of one trial that the engines score at once."""
TRIED: Final = 3
"""Trials beside it."""
CHANGED: Final = 600
"""Units that each promise changes."""
_MOST_SHAPES: Final = 8
_SEARCHED: Final = 1_000
"""Trials among which the smallest that fails is looked for, once one is known to."""
Reader: TypeAlias = Callable[[Single, ScoringPlan, Generated], list[Points]]
Evaluate: TypeAlias = Callable[..., Working]
Fails: TypeAlias = Callable[[Trial], bool]


@attrs.frozen
class NotRun:
    """Why a check could not be run."""

    reason: Text


def _engine_reader(name: EngineName) -> Reader:
    def read(single: Single, plan: ScoringPlan, data: Generated) -> list[Points]:
        return single.run(name, data, plan)

    return read


def installed_readers() -> Mapping[str, Reader]:
    """Give the readers of columns to try: DuckDB where it is installed; never Spark, whose start takes longest."""
    left_out = {"spark"} if find_spec("duckdb") and find_spec("pyarrow") else {"spark", "duckdb"}
    return {name: _engine_reader(name) for name in ENGINES if name not in left_out}


@attrs.frozen(eq=False)
class Scored:
    """A trial with its plan and its points from Polars."""

    trial: Trial
    single: Single
    plan: ScoringPlan
    points: list[Points]


@attrs.define(eq=False, slots=False)
class Bench:
    """One criterion under trial.

    Attributes:
        subject: The criterion and where it comes from.
        examples: Trials that each check looks at.
        seed: The same seed makes the same trials.
        readers: The readers of columns.
        evaluate: The reference reader.
        recalculate: What recalculates workbooks.
    """

    subject: Subject
    examples: int
    seed: int
    readers: Mapping[str, Reader] = attrs.field(factory=installed_readers)
    evaluate: Evaluate = evaluate
    recalculate: Callable[[Sequence[Path], Path], list[Sheets]] = recalculated
    results: dict[str, CheckResult] = attrs.field(factory=dict, init=False)
    _workings: dict[int, Working] = attrs.field(factory=dict, init=False)
    _promise_trials: dict[int, PromiseTrial] = attrs.field(factory=dict, init=False)

    @cached_property
    def shapes(self) -> tuple[BuiltCriterion, ...]:
        """The criterion built with its defaults, with each other choice of a setting, and as its cases set it."""
        criterion = self.subject.criterion
        shapes = [build_tried(criterion)]
        for settings in (*_other_choices(self.subject), *self._settings_of_cases()):
            try:
                built = build_tried(criterion, settings)
            except FormulaError:
                continue  # the criterion refuses these settings together, and says so to whoever writes them
            if all(built.settings != shape.settings for shape in shapes):
                shapes.append(built)
        return tuple(shapes[:_MOST_SHAPES])

    def _settings_of_cases(self) -> Iterator[Mapping[str, object]]:
        path = self.subject.cases
        if path is not None and path.is_file():
            try:
                yield from (case_.built.settings for case_ in read_cases(self.subject.criterion, path))
            except (DvkError, FormulaError):
                return  # the check of the cases tells it

    @cached_property
    def trials(self) -> list[Trial]:
        """Trials of all shapes, with gaps; then units of theirs with each param at each of its ends.

        Hypothesis draws what resembles earlier draws, so that an end may never come up by itself.
        """
        drawn = draw_trials(trials(self.shapes), self.examples, self.seed)
        ends: list[Trial] = []
        for built in self.shapes:
            alike = [trial for trial in drawn if trial.built is built]
            defaults = {spec.name: spec.default for spec in built.params}
            moved = [{**defaults, spec.name: end} for spec in built.params for end in (spec.low, spec.high)]
            ends += [attrs.evolve(trial, params=params) for params, trial in zip(moved, cycle(alike), strict=False)]
        return [*drawn, *ends]

    def smallest(
        self, fails: Fails, *, shape: BuiltCriterion | None = None, gaps: bool = True, among: int = _SEARCHED
    ) -> Trial | None:
        """Give the simplest trial that fails ``among`` so many; None when none does."""
        return smallest(trials(self.shapes if shape is None else (shape,), gaps=gaps), fails, among, self.seed)

    def failing(self, fails: Fails) -> Trial | None:
        """Look at every trial; give the simplest that fails."""
        first = next((trial for trial in self.trials if fails(trial)), None)
        return None if first is None else (self.smallest(fails) or fewest(first, fails))

    def evaluated(self, trial: Trial) -> Working:
        """Give all of a trial's formula by the reference reader; one that every check looks at is computed once."""
        if id(trial) not in self._looked_at:
            return self.evaluated_anew(trial)
        if id(trial) not in self._workings:
            self._workings[id(trial)] = self.evaluated_anew(trial)
        return self._workings[id(trial)]

    def evaluated_anew(self, trial: Trial) -> Working:
        """Compute all of a trial's formula with the reference reader."""
        return self.evaluate(trial.built.tree, trial.built.figures, trial.units(), keep=True)

    @cached_property
    def _looked_at(self) -> frozenset[int]:
        return frozenset(map(id, self.trials))

    @cached_property
    def scored(self) -> list[Scored]:
        """Many made-up units at once, and some of the trials, as Polars scores them."""
        built = self.shapes[0]
        many = Trial(built, {spec.name: spec.default for spec in built.params},
                     generate(built.figures, MADE, seed=self.seed, clusters=CLUSTERS))  # fmt: skip
        return [self.score(trial) for trial in (many, *self.trials[:: max(1, len(self.trials) // TRIED)])]

    def score(self, trial: Trial) -> Scored:
        """Score a trial on Polars."""
        single = trial.single()
        plan = single.plan()
        return Scored(trial, single, plan, self.readers["polars"](single, plan, trial.data))

    def promise_trial(self, built: BuiltCriterion) -> PromiseTrial:
        """Give the made-up units on which the promises of one shape are tried."""
        if id(built) not in self._promise_trials:
            self._promise_trials[id(built)] = PromiseTrial(built, CHANGED, self.seed)
        return self._promise_trials[id(built)]


def _other_choices(subject: Subject) -> Iterator[Mapping[str, object]]:
    for name, spec in params_class(subject.criterion).dvk_settings.items():
        choices: tuple[object, ...] = ()
        if spec.annotation is bool:
            choices = (True, False)
        elif get_origin(spec.annotation) is Literal:
            choices = get_args(spec.annotation)
        if name != WEIGHT:
            yield from ({name: choice} for choice in choices if choice != spec.default)
