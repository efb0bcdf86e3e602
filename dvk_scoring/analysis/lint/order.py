"""Ranks: a rounding that swallows differences, and tie-breaks that never decide."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.lint.subject import Subject
from dvk_scoring.problem import Problem
from dvk_scoring.scoring.places import most_places
from dvk_scoring.text import LANGUAGES, Text

_COARSE: Final = Fraction(1, 200)
"""A step of the total's rounding, as a share of the total, from which on a cluster of seven ties often."""


def coarse_total(subject: Subject) -> Iterator[Problem]:
    """Tell where criteria keep decimals that a coarse rounding of the total throws away."""
    scheme, places, kept = subject.scheme, subject.scheme.rounding.total, most_places(subject.scheme)
    step = Fraction(1, 10**places)
    if places < kept and step >= _COARSE * scheme.total:
        args = {"step": step, "places": places, "kept": kept, "total": scheme.total}
        yield subject.say("DVK-L112", ("scheme", "rounding"), **args)


def idle_tie_breaks(subject: Subject) -> Iterator[Problem]:
    """Tell of steps at which tied units are always equal: the total itself, or what an earlier step compared."""
    chain = subject.scheme.ranking.tie_break
    for index, step in enumerate(chain):
        if step.by == "total" or step in chain[:index]:
            yield subject.say("DVK-L119", ("ranking", "break", index), by=_called(subject, step.by), step=index + 1)


def _called(subject: Subject, of: str) -> Text:
    from dvk_scoring.analysis.quantity import QuantityNames  # its law loads a frame library, which lint does without

    vi, en = (QuantityNames(subject.scheme, language).name(of) for language in LANGUAGES)
    return Text(vi=vi, en=en)
