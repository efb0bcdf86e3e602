"""Weights that are tried: on a stated grid, of the same sum as the scheme's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Final

import attrs

from dvk_scoring.analysis.stability import Spread
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.studies.draws import Draws, apportioned

_STEPS: Final = 10_000
"""Steps that the total has at least: of 100 points a step is 0.01."""
_FINE: Final = 1 << 20
Tried = Mapping[tuple[str, str], int]
"""Criterion and kind of unit → weight in steps."""


@attrs.frozen
class Group:
    """Kinds of unit that are weighed alike: points of each criterion that they have."""

    kinds: tuple[str, ...]
    weights: Mapping[str, Fraction] = attrs.field(hash=False)


@attrs.frozen
class Weights:
    """The weights of a scheme, and those that are tried in their place.

    Attributes:
        scheme: The scheme.
        drawn: Criteria whose weight is drawn, in the scheme's order.
    """

    scheme: Scheme
    drawn: tuple[str, ...]

    @classmethod
    def of(cls, scheme: Scheme, keep: Sequence[str]) -> Weights:
        """Draw all weights but those that are kept, and those of criteria whose plugin gives the points itself."""
        return cls(scheme, tuple(key for key in scheme.scored if key not in keep and not gives_points(scheme, key)))

    @property
    def vary(self) -> bool:
        """Tell whether any can be another than it is: one alone always has what the others leave."""
        return len(self.drawn) > 1

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Kinds of unit that are weighed alike, in the scheme's order."""
        by_weights: dict[tuple[tuple[str, Fraction], ...], list[str]] = {}
        for kind in self.scheme.kinds:
            weights = tuple((key, use.weight[kind]) for key, use in self.scheme.scored.items() if kind in use.weight)
            by_weights.setdefault(weights, []).append(kind)
        return tuple(Group(tuple(kinds), dict(weights)) for weights, kinds in by_weights.items())

    @cached_property
    def step(self) -> Fraction:
        """The grid: a power of ten, a ten thousandth of the total or just below.

        Where weights are relative it is no finer than points of criteria are, so that full marks still add up.
        """
        places = 0
        while Fraction(1, 10**places) > self.scheme.total / _STEPS:
            places += 1
        if self.scheme.weights == "relative":
            grains = [use.closing.places for use in self.scheme.scored.values() if use.closing is not None]
            places = min([places, *grains])
        return Fraction(1, 10**places)

    @cached_property
    def now(self) -> Tried:
        """The scheme's own weights, on the grid."""
        return self.tried({})

    def tried(self, factors: Mapping[str, Fraction], *, even: bool = False) -> Tried:
        """Give the weights that come of factors: each drawn weight × its factor, scaled so that the sum stays.

        Args:
            factors: By criterion; 1 where none is given.
            even: The factors are the weights themselves, scaled; those of the scheme do not count.
        """
        tried: dict[tuple[str, str], int] = {}
        for group in self.groups:
            parts = {key: (1 if even else group.weights[key]) * factors.get(key, Fraction(1))
                     for key in self.drawn_in(group)}  # fmt: skip
            if not any(parts.values()):
                continue
            shared = apportioned(parts, self.steps(group))
            tried |= {(key, kind): steps for key, steps in shared.items() for kind in group.kinds}
        return tried

    def with_one(self, group: Group, criterion: str, steps: int) -> Tried:
        """Give one weight so many steps for some kinds of unit; the other drawn ones share the rest as they did."""
        rest = {key: group.weights[key] for key in self.drawn_in(group) if key != criterion}
        shared = {**apportioned(rest, self.steps(group) - steps), criterion: steps}
        return {(key, kind): weight for key, weight in shared.items() for kind in group.kinds}

    def to_share(self, group: Group) -> Fraction:
        """Add up the drawn weights of some kinds of unit: so many points every draw shares out."""
        return sum((group.weights[key] for key in self.drawn_in(group)), Fraction(0))

    def steps(self, group: Group) -> int:
        """Give how many steps of the grid every draw shares out."""
        return int(self.to_share(group) / self.step)

    def drawn_in(self, group: Group) -> list[str]:
        """Name the drawn criteria that some kinds of unit have."""
        return [key for key in self.drawn if key in group.weights]

    def draw(self, spread: Spread, draws: Draws) -> Tried:
        """Draw the weights of one competition; where none are drawn, all are as the scheme has them."""
        if spread.way is None:
            return {}
        return self.tried(self._factors(spread, draws), even=spread.way == "uniform")

    def _factors(self, spread: Spread, draws: Draws) -> dict[str, Fraction]:
        """Draw a factor for each weight; those around the scheme's weights have a mean of 1."""
        if spread.way == "share":
            reach = floor(spread.share * _FINE)
            return {key: 1 + Fraction(draws.between(-reach, reach), _FINE) for key in self.drawn}
        counts = [1 if spread.way == "uniform" else parameter for parameter in self._parameters(spread.precision)]
        # The mean of a gap is its parameter ÷ their sum, which rounding has moved away from the weight's own share.
        return {
            key: Fraction(gap, count) for key, gap, count in zip(self.drawn, draws.gaps(counts), counts, strict=True)
        }

    def _parameters(self, precision: int) -> list[int]:
        """Give the parameters of the Dirichlet distribution around the scheme's weights: whole, and each 1 or more."""
        means = [self._mean(key) for key in self.drawn]
        whole = sum(means, Fraction(0))
        return [max(1, round(precision * mean / whole)) for mean in means]

    def _mean(self, key: str) -> Fraction:
        weights = [group.weights[key] for group in self.groups if key in group.weights]
        return sum(weights, Fraction(0)) / len(weights)


def gives_points(scheme: Scheme, key: str) -> bool:
    """Tell whether the plugin of a criterion gives points itself, so that no weight stands beside its formula."""
    return any(decided.built.criterion.gives == "points" for decided in scheme.criteria[key].by_kind.values())
