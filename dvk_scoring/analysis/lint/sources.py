"""Where figures come from: what only the unit says, and counts that grow with a unit's size."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.lint.probe import Probe, nothing, probes, some
from dvk_scoring.analysis.lint.subject import Subject, listed, percent
from dvk_scoring.formula.tree import Attribute, Figure, Ratio
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import Problem
from dvk_scoring.text import Text

_MUCH: Final = Fraction(1, 2)
_EVENTS: Final = 20
"""Events in a period that a unit of any size can hold; a rubric that wants more of them measures size."""


def only_the_unit(subject: Subject) -> Iterator[Problem]:
    """Tell when half of the points rest on what units write about themselves, and nobody appraises it."""
    scheme = subject.scheme
    if len(scheme.voices) > 1:
        return
    uses = [use for use in scheme.criteria.values() if use.figures and all(spec.by == "unit" for spec in use.figures)]
    sums = {kind: sum((use.weight.get(kind, Fraction(0)) for use in uses), Fraction(0)) for kind in scheme.kinds}
    kind, most = max(sums.items(), key=lambda item: item[1])
    if most >= _MUCH * scheme.total:
        largest = sorted((use for use in uses if kind in use.weight), key=lambda use: -use.weight[kind])
        titles = [Text(vi=f"“{use.title.vi}”", en=f"“{use.title.en}”") for use in largest]
        args = {"points": most, "total": scheme.total, "share": percent(most / scheme.total)}
        yield subject.say("DVK-L114", ("scheme", "voices"), criteria=listed(titles, 3), **args)


def without_base(subject: Subject) -> Iterator[Problem]:
    """Tell of criteria that count events without a base, where twenty of them are still not enough."""
    for key, use in subject.scheme.scored.items():
        for probe in probes(subject.scheme, use):
            points = _twenty(probe)
            if points is not None:
                args = {"title": use.title, "events": _EVENTS, "points": points, "weight": probe.weight}
                yield subject.say("DVK-L115", ("criteria", key), **args)
                break


def _twenty(probe: Probe) -> Fraction | None:
    """Give the points of a unit with twenty of everything that is counted, None where that is no advice."""
    counts = [spec for spec in probe.specs if spec.kind == "count" and spec.at_most is None and not spec.shared]
    based = (node for node in walk(probe.decided.built.tree) if isinstance(node, Ratio))
    if not counts or any(isinstance(part, Figure | Attribute) for node in based for part in walk(node.under)):
        return None
    zero = nothing(probe.specs)
    twenty = {**zero, **{spec.name: min(spec.high, Fraction(_EVENTS)) for spec in counts}}
    before, after, _ = probe.points([zero, twenty, some(probe.specs)])
    if before is None or after is None or not before < after < probe.weight:
        return None
    return after
