"""What stands in a new scheme: each criterion with its points, as part of the total or beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal

import attrs

from dvk_scoring.criteria.criterion import AnyCriterion, build
from dvk_scoring.criteria.registry import CLASH, Registry
from dvk_scoring.formula.bounds import Prover
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem
from dvk_scoring.scaffold.scheme.shares import LEAST, share_out, usual_cap
from dvk_scoring.scaffold.scheme.wish import SchemeWish, WantedCriterion
from dvk_scoring.text import Text
from dvk_scoring.written import plain, with_numbers

Role = Literal["criteria", "bonuses", "penalties"]


@attrs.frozen
class PlannedUse:
    """A criterion of the new scheme.

    Attributes:
        klass: The criterion.
        role: The table it stands in.
        points: Its weight; the cap of a bonus or penalty.
    """

    klass: AnyCriterion
    role: Role
    points: Fraction

    @property
    def id(self) -> str:
        """Its key in the scheme, which is also that of its plugin."""
        return self.klass.id


def plan_uses(wish: SchemeWish, registry: Registry) -> tuple[PlannedUse, ...]:
    """Find the criteria and decide where each stands and what it weighs, in the order of the wish.

    Args:
        wish: What is wished for.
        registry: The plugins that are there, those of the wish's folders among them.

    Raises:
        DvkError: All that is wrong with the wish, at once.
    """
    classes, problems = _classes_of(wish, registry)
    problems += wish.problems()
    roles = {criterion.id: role_of(criterion, classes.get(criterion.id)) for criterion in wish.criteria}
    problems += (_unusable(class_) for class_ in classes.values() if not _is_usable(class_, roles[class_.id]))
    problems += _sum_problems(wish, roles)
    if has_errors(problems):
        raise DvkError(problems)
    points = _points(wish, roles)
    return tuple(
        PlannedUse(classes[criterion.id], roles[criterion.id], points[criterion.id]) for criterion in wish.criteria
    )


def role_of(wanted: WantedCriterion, klass: AnyCriterion | None) -> Role:
    """Decide the table: as the sign says; else beside the total what has no maximum of its own, as a bonus."""
    sign = wanted.points.sign if wanted.points is not None else ""
    if sign:
        return "penalties" if sign == "-" else "bonuses"
    return "criteria" if klass is None or has_maximum(klass) else "bonuses"


def has_maximum(klass: AnyCriterion) -> bool:
    """Tell whether a criterion fits into a weight by itself; one without a maximum is for bonuses and penalties."""
    high = klass.range.high
    return high is not None and (klass.gives == "points" or high <= 1)


def shares_of(total: Fraction, given: Sequence[Fraction | None]) -> tuple[Fraction, ...]:
    """Give all points: those that are given, and the rest of the total shared out among the others."""
    open_ones = sum(points is None for points in given)
    rest = iter(share_out(total - _sum(given), open_ones) if open_ones else ())
    return tuple(next(rest) if points is None else points for points in given)


def _classes_of(wish: SchemeWish, registry: Registry) -> tuple[Mapping[str, AnyCriterion], list[Problem]]:
    problems = [fault for fault in registry.problems if fault.code != CLASH]
    classes: dict[str, AnyCriterion] = {}
    for name in dict.fromkeys(criterion.id for criterion in wish.criteria):
        try:
            classes[name] = registry.criterion(name)
        except DvkError as error:
            problems += error.problems
    return classes, problems


def _is_usable(klass: AnyCriterion, role: Role) -> bool:
    """Tell whether it can stand there: a criterion has a lowest score, a bonus or penalty is never below 0."""
    low = klass.range.low
    return low is not None and (low >= 0 or role == "criteria" or _never_negative(klass))


def _never_negative(klass: AnyCriterion) -> bool:
    """Tell whether its formula, with its defaults, is proved never to be below 0, whatever its range allows."""
    built = build(klass)
    low = Prover(built.figures, {param.name: [param.default] for param in built.params}).interval(built.tree).low
    return low is not None and low >= 0


def _unusable(klass: AnyCriterion) -> Problem:
    low, high = ("…" if end is None else plain(end) for end in (klass.range.low, klass.range.high))
    return problem("DVK-O729", Place(criterion=klass.id), id=klass.id, low=low, high=high)


def _sum_problems(wish: SchemeWish, roles: Mapping[str, Role]) -> Iterator[Problem]:
    """Hold the points against the total, unless it or one of them cannot be read or is there twice."""
    inside = [criterion for criterion in wish.criteria if roles[criterion.id] == "criteria"]
    unread = any(wanted.written is not None and wanted.points is None for wanted in inside)
    if unread or wish.total_is_unread or len({wanted.id for wanted in inside}) < len(inside):
        return
    if not inside:
        yield problem("DVK-O730")
        return
    given = [None if wanted.points is None else wanted.points.value for wanted in inside]
    total, points, open_ones = wish.total, _sum(given), given.count(None)
    if not open_ones and points != total:
        yield problem("DVK-O727", points=plain(points), total=plain(total), difference=_difference(points - total))
    elif open_ones and total - points < LEAST * open_ones:
        names = ", ".join(wanted.id for wanted in inside if wanted.written is None)
        left = plain(max(Fraction(0), total - points))
        yield problem("DVK-O728", points=plain(points), total=plain(total), left=left, names=names)


def _difference(over: Fraction) -> Text:
    if over > 0:
        return Text(vi=f"thừa {with_numbers(plain(over)).vi}", en=f"{plain(over)} too many")
    return Text(vi=f"thiếu {with_numbers(plain(-over)).vi}", en=f"{plain(-over)} too few")


def _points(wish: SchemeWish, roles: Mapping[str, Role]) -> dict[str, Fraction]:
    given = {criterion.id: None if criterion.points is None else criterion.points.value for criterion in wish.criteria}
    inside = [criterion.id for criterion in wish.criteria if roles[criterion.id] == "criteria"]
    shares = shares_of(wish.total, [given[name] for name in inside])
    cap = usual_cap(wish.total)
    return {name: cap if value is None else value for name, value in given.items()} | dict(
        zip(inside, shares, strict=True)
    )


def _sum(given: Sequence[Fraction | None]) -> Fraction:
    return sum((points for points in given if points is not None), Fraction(0))
