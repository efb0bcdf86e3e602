"""Points of criteria, bonuses and penalties: state, score by weight, rounding, the committee's change, the policies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.figures.columns import kinds_of
from dvk_scoring.formula.names import change_of, ruled_out, tried_weight
from dvk_scoring.formula.tree import ZERO, Case, Choose, Cond, Greatest, Least, Multiply, Num, Round
from dvk_scoring.law.nodes import (
    ALWAYS,
    NEVER,
    ByCluster,
    Column,
    Flagged,
    InClusters,
    Ruled,
    Score,
    ScoreIs,
    ScoreState,
    Written,
    all_of,
    any_of,
    none_of,
    not_,
)
from dvk_scoring.law.sheet import Bounds, Sheet
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Ruling, Scheme

_STATES: Final[tuple[ScoreState, ...]] = ("kp", "blank", "gone")


@attrs.frozen
class Criterion:
    """A criterion of the law.

    Attributes:
        has: The unit's kind has it.
        ok, blank: It is scored; a figure that it needs is not reported. Neither, and ``has``: not assigned.
        counts: It is part of what the unit could have.
        before: Points before the committee's change.
        base: Points that count.
        weight: The most there is to have of it, 0 for a kind that lacks it.
        of: What could be had of it.
    """

    has: Cond
    ok: Cond
    blank: Cond
    counts: Cond
    before: Num
    base: Num
    weight: Num
    of: Num


@attrs.frozen
class Added:
    """A bonus or a penalty: where a figure of it is not reported, and its points."""

    blank: Cond
    points: Num


def clusters_of(scheme: Scheme, kinds: Collection[str] | None) -> Cond:
    """Tell whether a unit is of one of these kinds; None: of any."""
    if kinds is None:
        return ALWAYS
    inside = tuple(cluster.id for cluster in scheme.clusters.values() if cluster.kind in kinds)
    return ALWAYS if len(inside) == len(scheme.clusters) else InClusters(inside) if inside else NEVER


def by_kind(scheme: Scheme, weights: Mapping[str, Fraction], key: str) -> Num:
    """Give a number that differs by kind of unit; 0 where none is written."""
    values = {cluster.id: weights.get(cluster.kind, Fraction(0)) for cluster in scheme.clusters.values()}
    if len(set(values.values())) == 1:
        return Written(next(iter(values.values())), key)
    return ByCluster(tuple(values.items()), key)


def _weight(scheme: Scheme, use: CriterionUse) -> Num:
    """Give the weight: what the scheme writes, or a figure where many weights are tried side by side."""
    column = tried_weight(use.id)
    return Column(column) if column in scheme.figures else by_kind(scheme, use.weight, column)


def closed(value: Num, closing: Closing | None) -> Num:
    """Round a number where a level writes it."""
    return value if closing is None or value == ZERO else Round(value, closing.places, closing.mode)


def changes(rulings: Sequence[Ruling]) -> dict[str, Fraction]:
    """Give the largest change of points that rulings can make, by what they change."""
    most: dict[str, Fraction] = {}
    for ruling in rulings:
        if ruling.act == "points" and ruling.of is not None:
            most[ruling.of] = most.get(ruling.of, Fraction(0)) + abs(ruling.change)
    return most


@attrs.frozen
class Asked:
    """A criterion, bonus or penalty before it is scored.

    Attributes:
        has: The unit's kind has it.
        assigned: It has it, and no ruling takes it from the unit.
        blank: A figure that it needs is not reported.
    """

    has: Cond
    assigned: Cond
    blank: Cond


def define_asked(sheet: Sheet, scheme: Scheme, rulings: Sequence[Ruling]) -> dict[str, Asked]:
    """Define where something is not reported, by the id of the criterion, bonus or penalty."""
    asked: dict[str, Asked] = {}
    for key, use in scheme.criteria.items():
        part, has = f"criteria.{key}", clusters_of(scheme, tuple(use.weight))
        ruled = any(ruling.act == "not-assigned" and ruling.of == part for ruling in rulings)
        asked[key] = _asked(sheet, key, part, has, all_of(has, not_(Flagged(ruled_out(key)))) if ruled else has)
    for word, declared in (("bonuses", scheme.bonuses), ("penalties", scheme.penalties)):
        for key, adjustment in declared.items():
            has = clusters_of(scheme, kinds_of(scheme, adjustment))
            asked[key] = _asked(sheet, key, f"{word}.{key}", has, has)
    return asked


def _asked(sheet: Sheet, key: str, part: str, has: Cond, assigned: Cond) -> Asked:
    assigned = sheet.condition(f"{part}.assigned", assigned, part)
    return Asked(has, assigned, sheet.condition(f"{part}.blank", all_of(assigned, ScoreIs(key, "blank")), part))


def _scored(sheet: Sheet, key: str, part: str, asked: Asked) -> Cond:
    missing = (ScoreIs(key, state) for state in _STATES)
    return sheet.condition(f"{part}.ok", all_of(asked.assigned, none_of(*missing)), part)


def define_criterion(  # noqa: PLR0917 - what the points of a criterion rest on
    sheet: Sheet, scheme: Scheme, use: CriterionUse, rulings: Sequence[Ruling], asked: Asked, bounds: Bounds
) -> Criterion:
    """Define a criterion's state and points.

    Args:
        sheet: Where the definitions go.
        scheme: The scheme.
        use: The criterion.
        rulings: Acts in force.
        asked: Where it is asked for, and not reported.
        bounds: What its points cannot leave.
    """
    part, has, blank = f"criteria.{use.id}", asked.has, asked.blank
    ok = _scored(sheet, use.id, part, asked)
    weight = sheet.number(f"{part}.weight", _weight(scheme, use), part)
    gives_points = use.decided.built.criterion.gives == "points" or use.tie_break
    worth: Num = Score(use.id) if gives_points else Multiply(Score(use.id), weight)
    scored = Choose((Case(ok, closed(worth, use.closing)),), ZERO)
    before = sheet.number(f"{part}.before", scored, part, closing=use.closing, bounds=bounds)
    if use.tie_break:
        return Criterion(has, ok, blank, NEVER, before, ZERO, ZERO, ZERO)
    negative = bounds[0] < 0
    points = _ruled(sheet, before, ok, closed(weight, use.closing), part, changes(rulings).get(part), negative=negative)
    if scheme.not_assigned == "full":
        absent = all_of(has, none_of(ok, blank))
        points = Choose((Case(absent, closed(weight, use.closing)),), points)
    base = sheet.number(f"{part}.base", points, part, closing=use.closing)
    counts = has
    if scheme.not_assigned in ("leaves-total", "leaves-section"):
        counts = all_of(has, any_of(ok, blank))
    of = sheet.number(f"{part}.of", weight if counts == ALWAYS else Choose((Case(counts, weight),), ZERO), part)
    return Criterion(has, ok, blank, counts, before, base, weight, of)


def _ruled(  # noqa: PLR0917 - what a change of points rests on
    sheet: Sheet, before: Num, ok: Cond, weight: Num, part: str, most: Fraction | None, *, negative: bool
) -> Num:
    """Add the committee's change where there are points, as far as it does not take them below 0 or above the weight.

    Points that lie beyond by themselves go no further.
    """
    if most is None:
        return before
    least = sheet.number(f"{part}.least", Least((before, ZERO)) if negative else ZERO, part)
    highest = sheet.number(f"{part}.most", Greatest((before, weight)), part)
    changed = Greatest((before + Ruled(change_of(part), most), least))
    return Choose((Case(ok, Least((changed, highest))),), before)


def define_added(  # noqa: PLR0917 - what the points of a bonus or penalty rest on
    sheet: Sheet, use: Adjustment, part: str, asked: Asked, bounds: Bounds, counts: Cond
) -> Added:
    """Define the points of a bonus or penalty: up to its cap, 0 where there are no figures.

    Args:
        sheet: Where the definitions go.
        use: The bonus or penalty.
        part: ``bonuses.ID`` or ``penalties.ID``.
        asked: Where it is asked for, and not reported.
        bounds: What its points cannot leave.
        counts: Where its points count, if there are any: what is blank elsewhere leaves nothing open.
    """
    ok = _scored(sheet, use.id, part, asked)
    worth = Score(use.id) if use.factor == 1 else Multiply(Score(use.id), Written(use.factor, f"{part}.factor"))
    points = closed(worth, use.closing)
    if use.cap is not None:
        points = Least((points, Written(use.cap, f"{part}.cap")))
    given = Choose((Case(ok, points),), ZERO)
    blank = all_of(asked.blank, counts)
    return Added(blank, sheet.number(f"{part}.points", given, part, closing=use.closing, bounds=bounds))
