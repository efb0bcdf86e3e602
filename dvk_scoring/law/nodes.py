"""What the law's formulas name besides the nodes that criteria use: other definitions, states, rulings, other units."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from dvk_scoring.formula.tree import ZERO, Add, And, Cond, Not, Num, Number, Or, Over

ScoreState: TypeAlias = Literal["kp", "blank", "gone"]


@attrs.frozen(eq=False, repr=False)
class Named(Num):
    """The number of another definition."""

    name: str


@attrs.frozen(eq=False, repr=False)
class Holds(Cond):
    """Another definition that is a condition."""

    name: str


@attrs.frozen(eq=False, repr=False)
class Written(Number):
    """A number that the scheme writes; ``key``: where, as ``classes.good.from``."""

    key: str


@attrs.frozen(eq=False, repr=False)
class ByCluster(Num):
    """A number that the scheme writes, and that differs by cluster; 0 where none is written."""

    values: tuple[tuple[str, Fraction], ...]
    key: str


@attrs.frozen(eq=False, repr=False)
class InClusters(Cond):
    """The unit's cluster is one of these."""

    clusters: tuple[str, ...]


@attrs.frozen(eq=False, repr=False)
class Column(Num):
    """A figure by the name of its column; 0 where there is no value."""

    name: str


@attrs.frozen(eq=False, repr=False)
class Present(Cond):
    """The figure of this column has a value."""

    column: str


@attrs.frozen(eq=False, repr=False)
class NotAssigned(Cond):
    """The figure of this column is marked as not assigned."""

    column: str


@attrs.frozen(eq=False, repr=False)
class Score(Num):
    """What the plugin of a criterion, bonus or penalty gives; of meaning only where no ``ScoreIs`` of it holds."""

    of: str


@attrs.frozen(eq=False, repr=False)
class ScoreIs(Cond):
    """Why a plugin's formula gives nothing: its figures are marked KP, or blank, or it says "not assigned" itself."""

    of: str
    state: ScoreState


@attrs.frozen(eq=False, repr=False)
class Ruled(Num):
    """A number that a ruling brings in, 0 where none does; ``most``: how far from 0 it lies at most."""

    column: str
    most: Fraction


@attrs.frozen(eq=False, repr=False)
class Flagged(Cond):
    """A ruling says so of the unit."""

    column: str


@attrs.frozen(eq=False, repr=False)
class Order(Num):
    """A number by which units are compared, larger better: by the first key, where that is equal by the next."""

    keys: tuple[Num, ...]


@attrs.frozen(eq=False, repr=False)
class Ahead(Num):
    """How many other units of ``among`` stand before this one, over its cluster or all.

    Attributes:
        order: Name of the definition that units are compared by.
        among: Units that are counted.
        asked: Units for which the number is asked; it is -1 for others.
        over: ``cluster`` or ``all``.
        ties: Units that are equal count as well.
        distinct: Equal units count once (for ranks 1-2-2-3); only where ``among`` is ``asked``, without ``ties``.
    """

    order: str
    among: Cond
    asked: Cond
    over: Over
    ties: bool = False
    distinct: bool = False


@attrs.frozen(eq=False, repr=False)
class Count(Num):
    """How many units of ``among`` there are in the cluster or in all."""

    among: Cond
    over: Over


ALWAYS = And(())
"""Holds for every unit."""
NEVER = Or(())
"""Holds for none."""


def all_of(*conditions: Cond) -> Cond:
    """Join conditions that must all hold; what always holds falls out."""
    several = (condition.of if isinstance(condition, And) else (condition,) for condition in conditions)
    parts = dict.fromkeys(part for parts in several for part in parts)
    if NEVER in parts:
        return NEVER
    return next(iter(parts)) if len(parts) == 1 else And(tuple(parts))


def any_of(*conditions: Cond) -> Cond:
    """Join conditions of which one is enough; what never holds falls out."""
    several = (condition.of if isinstance(condition, Or) else (condition,) for condition in conditions)
    parts = dict.fromkeys(part for parts in several for part in parts)
    if ALWAYS in parts:
        return ALWAYS
    return next(iter(parts)) if len(parts) == 1 else Or(tuple(parts))


def none_of(*conditions: Cond) -> Cond:
    """Hold where none of several does."""
    return all_of(*(not_(condition) for condition in conditions))


def not_(condition: Cond) -> Cond:
    """Turn a condition round."""
    if condition == ALWAYS:
        return NEVER
    if condition == NEVER:
        return ALWAYS
    return condition.of if isinstance(condition, Not) else Not(condition)


def total_of(*numbers: Num) -> Num:
    """Add up several numbers; none is 0."""
    parts = [number for number in numbers if number != ZERO]
    total = parts[0] if parts else ZERO
    for part in parts[1:]:
        total = Add(total, part)
    return total
