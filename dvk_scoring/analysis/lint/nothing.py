"""What pays for having or reporting nothing: full marks at zero, and how the scheme takes what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dvk_scoring.analysis.lint.probe import Probe, added_probes, nothing, probes, some
from dvk_scoring.analysis.lint.subject import Subject
from dvk_scoring.formula.tree import Attribute, Figure, Num, Ratio
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Adjustment


def full_for_nothing(subject: Subject) -> Iterator[Problem]:
    """Tell where a unit that writes 0 everywhere has all points of a criterion, or any of a bonus.

    Where points are faults, to have all of them for nothing pays nobody.
    """
    if not subject.more_is_better:
        return
    scheme = subject.scheme
    for key, use in scheme.scored.items():
        for probe in probes(scheme, use):
            if _earned(subject, probe):
                args = {"title": use.title, "points": probe.weight, "weight": probe.weight}
                yield subject.say("DVK-L106", ("criteria", key), **args)
                break
    for key, bonus in scheme.bonuses.items():
        given = _given(subject, bonus)
        if given > 0:
            most = given if bonus.cap is None else bonus.cap
            yield subject.say("DVK-L106", ("bonuses", key), title=bonus.title, points=given, weight=most)


def _earned(subject: Subject, probe: Probe) -> bool:
    rows = [nothing(probe.specs), some(probe.specs)]
    zero, middle = probe.points(rows)
    if zero is None or zero < probe.weight or not probe.specs:
        return False
    if _has_empty_base(probe):
        return True
    # Faults that others count may well be none; faults that only the unit itself counts will be.
    alone = all(spec.by == "unit" for spec in probe.specs) and len(subject.scheme.voices) < 2
    return alone and middle is not None and middle < zero


def _has_empty_base(probe: Probe) -> bool:
    """Tell whether a division has nothing to divide by when all figures are 0, and takes a number for it."""
    working = probe.work([nothing(probe.specs), some(probe.specs)])
    for node in working.nodes:
        if isinstance(node, Ratio) and isinstance(node.when_empty, Num) and working.columns[node.under][0] == 0:
            return any(isinstance(part, Figure | Attribute) for part in walk(node.under))
    return False


def _given(subject: Subject, bonus: Adjustment) -> Fraction:
    """Give the points of a bonus that a unit with nothing has."""
    amounts = [Fraction(0)]
    for probe in added_probes(subject.scheme, bonus):
        points = probe.points([nothing(probe.specs), some(probe.specs)])[0]
        if points is not None and probe.specs:
            amounts.append(points if bonus.cap is None else min(points, bonus.cap))
    return max(amounts)


def missing_pays(subject: Subject) -> Iterator[Problem]:
    """Tell where the scheme itself takes what is missing for something else."""
    scheme = subject.scheme
    if scheme.not_assigned == "full" and subject.more_is_better:
        yield subject.say("DVK-L113", ("scheme", "not_assigned"))
    if scheme.not_assigned == "zero" and subject.more_is_better:
        yield subject.say("DVK-L118", ("scheme", "not_assigned"))
    if scheme.not_reported == "zero":
        yield subject.say("DVK-L120", ("scheme", "not_reported"))
