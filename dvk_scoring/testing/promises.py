"""Holds a criterion to its promises: made-up units are scored, changed as the promise says, and scored again.

A promise compares two outcomes that both have a score. *Not assigned* is neither better nor worse than points, so a
change that brings a unit into the criterion or out of it is not compared; neither is one that leaves declared ranges.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, BuiltCriterion, Promise, build
from dvk_scoring.formula.across import looks_across
from dvk_scoring.formula.exact import Outcome, UnitFigures, score_units
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec, ParamSpec
from dvk_scoring.testing.generate import generate, step_of

# Where values are taken across units, two that stay stand beside each one that changes.
_COMPANY = 3
_ENOUGH = 5
"""One pair of so many units at least, else units are made up that lie at the ends of their ranges less often."""


@attrs.frozen
class Breach:
    """A unit for which a promise did not hold; all values are exact."""

    figures: Mapping[str, Fraction]
    params: Mapping[str, Fraction]
    before: Fraction
    after: Fraction


@attrs.frozen
class PromiseResult:
    """How a promise stood.

    Attributes:
        promise: The promise.
        compared: Units that had a score before and after the change; 0 means that nothing was tried.
        moved: Of these, units whose score changed.
        breaches: Units for which it moved the wrong way, smallest figures first.
    """

    promise: Promise
    compared: int
    moved: int
    breaches: tuple[Breach, ...]

    @property
    def ok(self) -> bool:
        """Whether it was tried and held."""
        return self.compared > 0 and not self.breaches


def check_promises(
    criterion: AnyCriterion, *, settings: Mapping[str, object] | None = None, units: int = 1000, seed: int = 1
) -> tuple[PromiseResult, ...]:
    """Try every promise of a criterion on made-up units, with its params anywhere in their ranges.

    Args:
        criterion: The criterion.
        settings: Over its defaults.
        units: How many are changed, each in a cluster of its own.
        seed: The same seed makes the same units.
    """
    tried = PromiseTrial(build(criterion, settings), units, seed)
    return tuple(tried.check(promise) for promise in criterion.promises if promise.holds_for(tried.built.settings))


def check_promise(built: BuiltCriterion, promise: Promise, *, units: int = 1000, seed: int = 1) -> PromiseResult:
    """Try one promise; it need not be one of the criterion's own.

    Raises:
        KeyError: It names a figure that the criterion does not have.
    """
    return PromiseTrial(built, units, seed).check(promise)


@attrs.frozen(eq=False, slots=False)
class PromiseTrial:
    """Made-up units on which any promise of a built criterion is tried: made and scored once, changed for each.

    Attributes:
        built: The criterion.
        units: How many are changed, each in a cluster of its own.
        seed: The same seed makes the same units.
    """

    built: BuiltCriterion
    units: int
    seed: int

    def check(self, promise: Promise) -> PromiseResult:
        """Try one promise.

        Raises:
            KeyError: It names a figure that the criterion does not have.
        """
        compared = self._compared(promise, *self._near_ends)
        if len(compared) < self.units / _ENOUGH:  # with many denominators some month, say, is nearly always empty
            compared += self._compared(promise, *self._anywhere)
        breaches = [
            Breach(values_of(unit), unit.params, old, new)
            for unit, old, new in compared
            if (new < old if promise.never == "lower" else new > old)
        ]
        breaches.sort(key=lambda breach: sum(breach.figures.values()))
        return PromiseResult(promise, len(compared), sum(old != new for _, old, new in compared), tuple(breaches))

    @cached_property
    def _near_ends(self) -> tuple[Sequence[UnitFigures], Sequence[Outcome]]:
        return self._made(ends=True)

    @cached_property
    def _anywhere(self) -> tuple[Sequence[UnitFigures], Sequence[Outcome]]:
        return self._made(ends=False)

    @property
    def _company(self) -> int:
        """How many units make a cluster, of which the first is changed."""
        return _COMPANY if looks_across(self.built.tree) else 1

    def _made(self, *, ends: bool) -> tuple[Sequence[UnitFigures], Sequence[Outcome]]:
        units = _units(self.built, self.units, self._company, self.seed, ends=ends)
        return units, self._scored(units)

    def _compared(
        self, promise: Promise, before: Sequence[UnitFigures], first: Sequence[Outcome]
    ) -> list[tuple[UnitFigures, Fraction, Fraction]]:
        """Give the units that have a score before and after the change, with both."""
        company = self._company
        after: list[UnitFigures] = []
        changed = []
        for place in range(0, len(before), company):
            unit = change_unit(self.built.figures, before[place], promise)
            if unit is not None:
                after += (unit, *before[place + 1 : place + company])
                changed.append(place)
        second = self._scored(after)[::company]
        pairs = [(before[place], first[place].value, end.value) for place, end in zip(changed, second, strict=True)]
        return [(unit, old, new) for unit, old, new in pairs if old is not None and new is not None]

    def _scored(self, units: Sequence[UnitFigures]) -> list[Outcome]:
        """Score all at once, or cluster by cluster where the formula looks across all units."""
        built, company = self.built, self._company
        if looks_across(built.tree) != "all":
            return score_units(built.tree, built.figures, units)
        parts = [units[place : place + company] for place in range(0, len(units), company)]
        return [outcome for part in parts for outcome in score_units(built.tree, built.figures, part)]


def _units(built: BuiltCriterion, clusters: int, company: int, seed: int, *, ends: bool) -> list[UnitFigures]:
    draw = random.Random(seed)  # noqa: S311 - test data, nothing secret
    made = generate(built.figures, clusters * company, seed=seed, blanks=0, ends=ends).units(built.figures, {})
    params = [_params(draw, built.params) for _ in range(clusters)]
    return [
        attrs.evolve(unit, cluster=f"c{place // company}", params=params[place // company])
        for place, unit in enumerate(made)
    ]


def _params(draw: random.Random, specs: Sequence[ParamSpec]) -> dict[str, Fraction]:
    """Take the defaults for a third of the clusters, else each param at its default, at an end, or between."""
    if draw.random() < 1 / 3:
        return {spec.name: spec.default for spec in specs}
    params = {}
    for spec in specs:
        between = spec.low + (spec.high - spec.low) * Fraction(draw.randint(0, 100), 100)
        params[spec.name] = draw.choice((spec.default, spec.low, spec.high, between))
    return params


def change_unit(specs: Sequence[FigureSpec], unit: UnitFigures, promise: Promise) -> UnitFigures | None:
    """Give the unit after the change, None when that would leave what is declared."""
    steps = {spec.name: step_of(spec) for spec in specs}
    values = values_of(unit)
    if len(values) < len(specs):
        return None
    for name, times in promise.changes.items():
        values[name] += times * steps[name]
    moved = promise.changes.keys()
    if not all(_fits(spec, values) for spec in specs if not moved.isdisjoint((spec.name, *spec.plus, spec.at_most))):
        return None
    return attrs.evolve(
        unit,
        figures={name: values[name] for name in unit.figures},
        attributes={name: values[name] for name in unit.attributes},
    )


def scores_apart(built: BuiltCriterion, unit: UnitFigures) -> Fraction | None:
    """Give the score of a unit that is alone; None when it has none."""
    return score_units(built.tree, built.figures, [unit])[0].value


def _fits(spec: FigureSpec, values: Mapping[str, Fraction]) -> bool:
    if not spec.low <= values[spec.name] <= spec.high:
        return False
    together = sum((values[name] for name in (spec.name, *spec.plus)), Fraction(0))
    return spec.at_most is None or together <= values[spec.at_most]


def values_of(unit: UnitFigures) -> dict[str, Fraction]:
    """Give the figures of a unit that have a value."""
    cells = {**unit.figures, **unit.attributes}
    return {name: cell for name, cell in cells.items() if not isinstance(cell, State)}
