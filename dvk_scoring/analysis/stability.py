"""What a study of stability tells: how far ranks and titles hang on choices that could have been made otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

import attrs

from dvk_scoring.arguments import EXACT, NAMES, WHOLE, check_arguments, one_of
from dvk_scoring.problem import Problem
from dvk_scoring.scoring.result import Result, TitleWord

Way = Literal["share", "dirichlet", "uniform"]


def _fraction(value: Fraction | Decimal | int) -> Fraction:
    """Take an exact number as a fraction; what is none stays, to be refused."""
    return Fraction(value) if EXACT.fits(value) else value  # type: ignore[return-value]


def _listed(value: Sequence[str]) -> tuple[str, ...]:
    """Take a list of ids as it will be kept; what is none stays, to be refused."""
    return tuple(value) if NAMES.fits(value) else value  # type: ignore[return-value]


@attrs.frozen
class Spread:
    """What is drawn, and how far.

    Attributes:
        draws: How many competitions are drawn, 1 to 100,000.
        seed: Where the draws begin: the same seed gives the same draws.
        way: How weights are drawn: each up to ``share`` more or less, then scaled to the same sum; ``dirichlet`` around
            the scheme's weights; ``uniform`` over all weights there can be. None: they stay.
        share: Of ``share``: from above 0 to 1.
        precision: Of ``dirichlet``: the sum of its parameters, the larger the nearer to the scheme's weights.
        params: Each param up to this share of its value more or less, within its bounds; 0: they stay.
        figures: Each count, decimal and mark up to this share of its value more or less, within its bounds.
        judges: How many judges of each panel are left out.
        keep: Criteria whose weight stays.

    Raises:
        DvkError: All that is of another kind.
    """

    draws: int = 1000
    seed: int = 1
    way: Way | None = "share"
    share: Fraction = attrs.field(default=Fraction(1, 5), converter=_fraction)
    precision: int = 100
    params: Fraction = attrs.field(default=Fraction(0), converter=_fraction)
    figures: Fraction = attrs.field(default=Fraction(0), converter=_fraction)
    judges: int = 0
    keep: tuple[str, ...] = attrs.field(default=(), converter=_listed)

    def __attrs_post_init__(self) -> None:
        """Hold each to its kind; how far it may go is told where it is drawn."""
        check_arguments(
            **{name: (getattr(self, name), WHOLE) for name in ("draws", "seed", "precision", "judges")},
            **{name: (getattr(self, name), EXACT) for name in ("share", "params", "figures")},
            way=(self.way, one_of(*get_args(Way)).or_none()),
            keep=(self.keep, NAMES),
        )

    @property
    def reach(self) -> Fraction:
        """The share by which a weight is moved alone, a fifth where weights are drawn another way."""
        return self.share if self.way in ("share", None) else Fraction(1, 5)


@attrs.frozen
class UnitStability:
    """One unit over all draws.

    Attributes:
        unit, name, cluster: Who.
        rank: Its rank in the result; None: it has none.
        ranked: In how many draws it has a rank.
        low, median, high: The 5 %, 50 % and 95 % quantile of its rank over these, each a rank that it had: the smallest
            that at least so large a share of them does not exceed. None: it is never ranked.
        titles: Title → state → in how many draws.
    """

    unit: str
    name: str
    cluster: str
    rank: int | None
    ranked: int
    low: int | None
    median: int | None
    high: int | None
    titles: Mapping[str, Mapping[TitleWord, int]] = attrs.field(hash=False)


@attrs.frozen
class Weight:
    """The weight of a criterion for units that are weighed alike.

    Attributes:
        criterion: Its id.
        kinds: Kinds of unit.
        weight: Points, as the scheme has them.
        drawn: It is drawn, and does not stay.
        effective: Covariance of its points with the total ÷ variance of the total, over ranked units of these kinds: of
            what sets totals apart, the share that comes from it. None: no two totals differ, or points are missing.
        with_total: Correlation of its points with the total, to 4 decimals; None: one of them does not vary.
        down, up: Mean shift in rank of these units with this weight alone at the lowest and the highest of the share;
            None: it stays.
    """

    criterion: str
    kinds: tuple[str, ...]
    weight: Fraction
    drawn: bool
    effective: Fraction | None
    with_total: Fraction | None
    down: Fraction | None
    up: Fraction | None


@attrs.frozen
class Turn:
    """The nearest weight at which a title goes to a unit that did not have it, or from one that did.

    Attributes:
        criterion, kinds: Whose weight it is; the others keep their proportion and the sum stays.
        title: Its id.
        weight: Points, as the scheme has them.
        at: The first weight on the grid at which that is so; where units only tie, it is not.
        gains, losses: Units that are proposed then and were not, and the other way round.
        undecided: Units of which it is undecided then and was not.
    """

    criterion: str
    kinds: tuple[str, ...]
    title: str
    weight: Fraction
    at: Fraction
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    undecided: tuple[str, ...]


@attrs.frozen
class LeftOut:
    """The result without a criterion.

    Attributes:
        criterion: Its id.
        shift: Mean shift in rank; None: without it the scheme cannot be scored, ``problems`` say why.
        moved: Units whose rank changes.
        titles: Units for which the state of a title changes.
        problems: What is wrong with the scheme then.
    """

    criterion: str
    shift: Fraction | None
    moved: int
    titles: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@attrs.frozen
class Sensitivity:
    """Sobol indices of the weight of a criterion on the mean shift in rank, to 4 decimals.

    ``first``: the share of its variance that this weight explains alone; ``total``: with all that it does together
    with others. None: the mean shift does not vary.
    """

    criterion: str
    first: Fraction | None
    total: Fraction | None


@attrs.frozen
class Together:
    """Correlation of the points of two criteria over ranked units that have both, to 4 decimals; None: none there."""

    one: str
    other: str
    units: int
    correlation: Fraction | None


@attrs.frozen
class Judge:
    """A judge of a panel.

    Attributes:
        figure: Column of the marks.
        units: How many were marked by this judge and by another.
        severity: Mean difference between this judge's mark and the mean of all marks of the same unit; below 0: severe.
    """

    figure: str
    units: int
    severity: Fraction | None


@attrs.frozen
class Panel:
    """The judges of a criterion.

    ``agreement``: Kendall's W with ties over ``units``, those that every judge marked: 0 none, 1 the same order. None:
    fewer than two such units or judges, or no judge sets units apart.
    """

    criterion: str
    judges: tuple[Judge, ...]
    units: int
    agreement: Fraction | None


@attrs.frozen
class Stability:
    """A study of how sure a result is; never a result itself.

    Attributes:
        result: What was studied.
        spread: What was asked to be drawn.
        way: How weights were drawn; None: they were not, also where one weight alone is free, which stays the whole.
        step: The grid of weights, in points.
        params: How many params were drawn.
        draws: Draws that were scored.
        refused: Draws that could not be scored: figures that a formula calls an error. They count nowhere else.
        same: Draws that propose the same units for every title and leave the same undecided as the result.
        open: Draws in which a title is undecided for some unit.
        anew: Draws in which units tie otherwise than a ruling on a tie has them; there that ruling does not count.
        kept: Draws in which params that bound one thing would have crossed, such as a lower mark above an upper one;
            there these are as the scheme has them.
        shift: Mean shift in rank, over all draws and units ranked in both.
        units: In the order of the result.
        weights: In the scheme's order.
        turns: Nearest change first, as a share of the weight.
        left_out: In the scheme's order.
        sensitivity: In the scheme's order; empty unless asked for.
        together: Pairs of criteria in the scheme's order.
        panels: Criteria that judges mark.
        problems: What is worth knowing.
    """

    result: Result
    spread: Spread
    way: Way | None
    step: Fraction
    params: int
    draws: int
    refused: int
    same: int
    open: int
    anew: int
    kept: int
    shift: Fraction | None
    units: tuple[UnitStability, ...]
    weights: tuple[Weight, ...]
    turns: tuple[Turn, ...]
    left_out: tuple[LeftOut, ...]
    sensitivity: tuple[Sensitivity, ...]
    together: tuple[Together, ...]
    panels: tuple[Panel, ...]
    problems: tuple[Problem, ...]
