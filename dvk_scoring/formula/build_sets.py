"""What authors call to take one number of several: of the marks of a unit, or across units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dvk_scoring.formula.build import EmptyMeans, empty_means, one_or_more
from dvk_scoring.formula.tree import (
    NOT_ASSIGNED,
    ONE,
    ZERO,
    Across,
    Cond,
    CountOf,
    FormulaError,
    Marks,
    Num,
    Over,
    Plain,
    Prefer,
    Rescale,
    ShareOfBest,
    condition_of,
    number,
)


def _among(value: Cond | None, where: str) -> Cond | None:
    return None if value is None else condition_of(value, where)


def _whole(where: str, name: str, value: int, low: int, high: int) -> int:
    if type(value) is not int or not low <= value <= high:
        message = f"{where}: {name} must be a whole number from {low} to {high}, not {value!r}"
        raise FormulaError("DVK-F115", message, where=where, name=name, low=low, high=high, value=repr(value))
    return value


def _enough(made: tuple[Num, ...], fewest: int, dropped: int, where: str) -> int:
    """Hold ``fewest``: after what is left out something must be left, and no more can be asked for than there are."""
    if type(fewest) is not int or not dropped < fewest <= len(made):
        message = f"{where} of {len(made)} marks: fewest ({fewest!r}) must be above what is left out ({dropped})"
        raise FormulaError("DVK-F114", message, marks=len(made), fewest=repr(fewest), drop=dropped)
    return fewest


def _of_those_given(  # noqa: PLR0917 - what mean and sum_given share
    kind: Literal["mean", "sum"],
    marks: Iterable[Num],
    drop: tuple[int, int, int],
    best_of: int | None,
    prefer: Prefer,
    fewest: int,
) -> Num:
    where = "mean" if kind == "mean" else "sum_given"
    made = one_or_more(marks, where)
    both, low, high = (
        _whole(where, name, value, 0, len(made))
        for name, value in zip(("drop", "drop_low", "drop_high"), drop, strict=True)
    )
    low, high = both + low, both + high
    if best_of is not None and low + high:
        raise FormulaError("DVK-F116", f"{where}: either the best are taken, or some are dropped", where=where)
    kept = None if best_of is None else _whole(where, "best", best_of, 1, len(made))
    return Marks(kind, made, low, high, kept, prefer, _enough(made, fewest, low + high, where))


def mean(
    marks: Iterable[Num],
    *,
    drop: int = 0,
    drop_low: int = 0,
    drop_high: int = 0,
    best: int | None = None,
    prefer: Prefer = "high",
    fewest: int = 1,
) -> Num:
    """Take the mean of the marks that were given; fewer than ``fewest``: not reported.

    Args:
        marks: Figures as they are, or numbers computed of them; one is given when none of its figures is missing.
        drop: So many of the lowest and so many of the highest are left out.
        drop_low: So many more of the lowest.
        drop_high: So many more of the highest.
        best: Only so many of the best, as far as there are.
        prefer: Which are best.
        fewest: So many must be given; more than are left out.
    """
    return _of_those_given("mean", marks, (drop, drop_low, drop_high), best, prefer, fewest)


def sum_given(
    marks: Iterable[Num],
    *,
    drop: int = 0,
    drop_low: int = 0,
    drop_high: int = 0,
    best: int | None = None,
    prefer: Prefer = "high",
    fewest: int = 1,
) -> Num:
    """Add up the marks that were given, as ``mean`` takes them; of ``total`` all must be there.

    Args:
        marks: As ``mean`` takes them.
        drop: So many of the lowest and as many of the highest are left out.
        drop_low: So many more of the lowest.
        drop_high: So many more of the highest.
        best: Only so many of the best, as far as there are.
        prefer: Which are best: ``high`` or ``low``.
        fewest: So many must be given, else the criterion is not reported.
    """
    return _of_those_given("sum", marks, (drop, drop_low, drop_high), best, prefer, fewest)


def median(marks: Iterable[Num], *, fewest: int = 1) -> Num:
    """Take the median of the marks that were given.

    Args:
        marks: As ``mean`` takes them.
        fewest: So many must be given, else the criterion is not reported.
    """
    made = one_or_more(marks, "median")
    return Marks("median", made, fewest=_enough(made, fewest, 0, "median"))


def best(
    marks: Iterable[Num],
    place: int = 1,
    *,
    prefer: Prefer = "high",
    fewest: int = 1,
    when_fewer: EmptyMeans | None = None,
) -> Num:
    """Take the best of the marks that were given, or the second, third, … best (``place``).

    Args:
        marks: As ``mean`` takes them.
        place: Which of them.
        prefer: Which are best.
        fewest: So many must be given, else the criterion is not reported.
        when_fewer: What it means that there are no ``place`` marks; needed where ``place`` is above ``fewest``.
    """
    made = one_or_more(marks, "best")
    at = _whole("best", "place", place, 1, len(made))
    needed = _enough(made, fewest, 0, "best")
    if when_fewer is None and at > needed:
        message = "best must say with when_fewer what it means that fewer marks are given"
        raise FormulaError("DVK-F117", message, at=at)
    meaning = NOT_ASSIGNED if when_fewer is None else empty_means(when_fewer)
    return Marks("place", made, best=at, prefer=prefer, fewest=needed, when_fewer=meaning)


def count_given(marks: Iterable[Num]) -> Num:
    """Count the marks that were given; none is 0.

    Args:
        marks: As ``mean`` takes them.
    """
    return Marks("count", one_or_more(marks, "count_given"), fewest=0)


def count_of(values: Iterable[Num | Plain], *, at_least: Num | Plain) -> Num:
    """Count how many of several numbers are large enough.

    Args:
        values: The numbers.
        at_least: From where on one counts.
    """
    return CountOf(one_or_more(values, "count_of"), number(at_least))


def highest(value: Num, *, among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans) -> Num:
    """Take the highest value across units.

    Args:
        value: The number of each unit.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
        when_empty: What it means that no unit is left: a number, ``NOT_ASSIGNED`` or ``ERROR``.
    """
    return Across("highest", number(value), _among(among, "highest"), over, empty_means(when_empty), "high")


def lowest(value: Num, *, among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans) -> Num:
    """Take the lowest value across units.

    Args:
        value: The number of each unit.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
        when_empty: What it means that no unit is left: a number, ``NOT_ASSIGNED`` or ``ERROR``.
    """
    return Across("lowest", number(value), _among(among, "lowest"), over, empty_means(when_empty), "low")


def sum_across(value: Num, *, among: Cond | None = None, over: Over = "cluster") -> Num:
    """Add up across units; none is 0. A ratio must be rounded first.

    Args:
        value: The number of each unit.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
    """
    return Across("sum", number(value), _among(among, "sum_across"), over, ZERO, "high")


def mean_across(value: Num, *, among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans) -> Num:
    """Take the mean across units. A ratio must be rounded first.

    Args:
        value: The number of each unit.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
        when_empty: What it means that no unit is left: a number, ``NOT_ASSIGNED`` or ``ERROR``.
    """
    return Across("mean", number(value), _among(among, "mean_across"), over, empty_means(when_empty), "high")


def count_across(among: Cond, *, over: Over = "cluster") -> Num:
    """Count the units for which a condition holds.

    Args:
        among: The condition.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
    """
    return Across("count", ONE, condition_of(among, "count_across"), over, ZERO, "high")


def rank_across(
    value: Num, *, prefer: Prefer = "high", among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans
) -> Num:
    """Take the unit's rank across units, 1 the best, ties sharing the better place.

    Args:
        value: The number of each unit.
        prefer: Which is best: ``high`` or ``low``.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
        when_empty: The rank of a unit that is not among them: a number, ``NOT_ASSIGNED`` or ``ERROR``.
    """
    return Across("rank", number(value), _among(among, "rank_across"), over, empty_means(when_empty), prefer)


def rescale(
    value: Num, *, prefer: Prefer = "high", among: Cond | None = None, over: Over = "cluster", when_flat: EmptyMeans
) -> Num:
    """Stretch between the lowest (0) and the highest (1) across units.

    Args:
        value: The number of each unit.
        prefer: Which is best: with ``low`` the lowest is 1.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
        when_flat: What it means that all are equal: a number, ``NOT_ASSIGNED`` or ``ERROR``.
    """
    return Rescale(number(value), prefer, _among(among, "rescale"), over, empty_means(when_flat))


def share_of_best(
    value: Num, *, prefer: Prefer = "high", among: Cond | None = None, over: Over = "cluster", when_empty: EmptyMeans
) -> Num:
    """Divide by the best value across units, or the best by it when low is preferred; values must be ≥ 0.

    Args:
        value: The number of each unit.
        prefer: Which is best: ``high`` or ``low``.
        among: Only units for which this holds; None: all.
        over: ``cluster``: across the units of the cluster; ``all``: across all units.
        when_empty: What it means that the best is 0, or that a unit is not among them: a number, ``NOT_ASSIGNED`` or
            ``ERROR``.
    """
    return ShareOfBest(number(value), prefer, _among(among, "share_of_best"), over, empty_means(when_empty))
