"""Weights: a criterion too small to matter, and one that decides alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.lint.subject import Subject, number, percent
from dvk_scoring.problem import Problem
from dvk_scoring.text import Text

_SMALL: Final = Fraction(1, 100)
"""A share of the total under which a criterion is small at all."""
_OF_AVERAGE: Final = Fraction(1, 10)
"""In a rubric of a hundred leaves one of 1 % is ordinary; a tenth of the average leaf is not."""

_SEVERAL: Final = 3
"""Of two criteria one nearly always has more than half; that says nothing."""


def too_small(subject: Subject) -> Iterator[Problem]:
    """Tell of criteria whose whole weight is lost in a rounding, or beside all others."""
    scheme = subject.scheme
    for key, use in scheme.scored.items():
        limits = {kind: _limit(subject, kind, weight) for kind, weight in use.weight.items()}
        if limits and all(limits.values()):
            kind, weight = max(use.weight.items(), key=lambda item: item[1])
            args = {"title": use.title, "weight": weight, "total": scheme.total, "limit": limits[kind]}
            yield subject.say("DVK-L101", ("criteria", key, "weight"), share=percent(weight / scheme.total, 2), **args)


def _limit(subject: Subject, kind: str, weight: Fraction) -> Text | None:
    """Say what a weight is smaller than, None when it is large enough."""
    scheme = subject.scheme
    step = Fraction(1, 10**scheme.rounding.total)
    if weight < step:
        shown = number(step)
        vi, en = "một bước làm tròn của tổng điểm", "one step of the total's rounding"
        return Text(vi=f"{vi} ({shown.vi} điểm)", en=f"{en} ({shown.en})")
    average = scheme.total / sum(kind in use.weight for use in subject.scheme.scored.values())
    if weight < _SMALL * scheme.total and weight < _OF_AVERAGE * average:
        shown = number(average * _OF_AVERAGE)
        vi, en = "một phần mười mức bình quân của các tiêu chí", "a tenth of what criteria have on average"
        return Text(vi=f"{vi} ({shown.vi} điểm)", en=f"{en} ({shown.en})")
    return None


def decides_alone(subject: Subject) -> Iterator[Problem]:
    """Tell of a criterion that outweighs all others of a kind of unit together."""
    scheme = subject.scheme
    scored = scheme.scored
    for key, use in scored.items():
        kinds = [kind for kind in use.weight if sum(kind in other.weight for other in scored.values()) >= _SEVERAL]
        weight = max((use.weight[kind] for kind in kinds), default=Fraction(0))
        if 2 * weight > scheme.total:
            args = {"title": use.title, "weight": weight, "rest": scheme.total - weight, "total": scheme.total}
            yield subject.say("DVK-L102", ("criteria", key, "weight"), **args)
