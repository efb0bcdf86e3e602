"""What can be reached: maxima, minima, limits, penalties and classes, held against the proved ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.lint.probe import Probe, probes
from dvk_scoring.analysis.lint.subject import Subject
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import CriterionUse, Limits, Scheme
from dvk_scoring.scoring.places import own_places
from dvk_scoring.text import Text, quoted

_LOOSE: Final = 2
"""A limit a little above its parts leaves room for one more; one of twice their sum promises what it does not do."""
_WORDS: Final[Mapping[str, Text]] = {
    "bonuses": Text(vi="điểm thưởng", en="bonuses"),
    "penalties": Text(vi="điểm trừ", en="penalties"),
}


def out_of_reach(subject: Subject) -> Iterator[Problem]:
    """Tell of criteria whose maximum nobody can have, or of which everybody has half for certain."""
    for key, use in subject.scheme.scored.items():
        for probe in probes(subject.scheme, use):
            low, high = _ends(use, probe)
            args = {"title": use.title, "weight": probe.weight}
            if high is not None and high < round_fraction(probe.weight, own_places(use), "down"):
                yield subject.say("DVK-L108", ("criteria", key), high=high, lost=probe.weight - high, **args)
            elif low is not None and 2 * low >= probe.weight:
                yield subject.say("DVK-L116", ("criteria", key), low=low, rest=probe.weight - low, **args)
            else:
                continue
            break


def _ends(use: CriterionUse, probe: Probe) -> tuple[Fraction | None, Fraction | None]:
    """Give the proved ends of the points of a criterion, rounded as it says; None: there is no such end."""
    interval, closing = probe.decided.points(probe.weight), use.closing
    if closing is None:
        return interval.low, interval.high
    low, high = (None if end is None else round_fraction(end, closing.places, closing.mode)
                 for end in (interval.low, interval.high))  # fmt: skip
    return low, high


def idle_limits(subject: Subject) -> Iterator[Problem]:
    """Tell of limits on bonuses and penalties that are twice what all of them together come to."""
    for role, key in (("bonuses", "bonus"), ("penalties", "penalty")):
        level = _Levels(subject, role)
        for path, target, limits in _limited(subject.scheme):
            limit = limits.bonus if role == "bonuses" else limits.penalty
            most = level.coming(target)
            if limit is not None and most and limit >= _LOOSE * most:
                yield subject.say("DVK-L109", (*path, key), limit=limit, most=most, role=_WORDS[role])


def heavy_penalties(subject: Subject) -> Iterator[Problem]:
    """Tell of penalties that take more than the place they are taken from can give, where no floor holds them."""
    scheme = subject.scheme
    levels = {kind: _Levels(subject, "penalties", kind) for kind in scheme.kinds}
    for path, target, limits in _limited(scheme):
        if limits.low is not None or not any(penalty.to == target for penalty in scheme.penalties.values()):
            continue
        weights = _weights(scheme, target)
        pairs = [(weights[kind], level.counted(target)) for kind, level in levels.items() if weights.get(kind)]
        least, most = min(((weight, most) for weight, most in pairs if most > weight), default=(None, None))
        if least is not None:
            yield subject.say("DVK-L117", path, most=most, weight=least, title=_title(scheme, target))


def _weights(scheme: Scheme, target: str) -> Mapping[str, Fraction]:
    """Give what there is at a level, by kind of unit."""
    role, _, key = target.partition(".")
    if role == "total":
        return dict.fromkeys(scheme.kinds, scheme.total)
    return (scheme.criteria[key].weight if role == "criteria" else scheme.sections[key].weight) or {}


class _Levels:
    """Most bonus, or most penalty, that can come together at each level; ``kind``: for units of this kind alone."""

    def __init__(self, subject: Subject, role: str, kind: str | None = None) -> None:
        self.subject, self.kind = subject, kind
        scheme = subject.scheme
        proofs = subject.plan.adjustments
        bonus = role == "bonuses"
        self.own = proofs[: len(scheme.bonuses)] if bonus else proofs[len(scheme.bonuses) :]
        self.scheme, self.bonus = scheme, bonus
        self.declared = scheme.bonuses if bonus else scheme.penalties

    def coming(self, target: str) -> Fraction:
        """Most that comes to a level, before its own limit."""
        high = {proof.id: proof.high for proof in self.own}
        given = (key for key, added in self.declared.items() if added.to == target and self._has(added.applies_to))
        most = sum((high[key] for key in given), Fraction(0))
        role, _, key = target.partition(".")
        section = key if role == "sections" else None
        if role != "criteria":
            for name, use in self.scheme.criteria.items():
                most += self.counted(f"criteria.{name}") if use.section == section and self._has(use.weight) else 0
            for name, inner in self.scheme.sections.items():
                most += self.counted(f"sections.{name}") if inner.parent == section else 0
        return most

    def counted(self, target: str) -> Fraction:
        """Most that counts there, after its limit."""
        limits = next(limits for _, name, limits in _limited(self.scheme) if name == target)
        limit = limits.bonus if self.bonus else limits.penalty
        coming = self.coming(target)
        if self.kind is not None and limits.low is not None and not self.bonus:
            there = _weights(self.scheme, target).get(self.kind, Fraction(0))
            there += _Levels(self.subject, "bonuses", self.kind).counted(target)
            coming = min(coming, max(there - limits.low, Fraction(0)))
        return coming if limit is None else min(coming, limit)

    def _has(self, kinds: Collection[str] | None) -> bool:
        return kinds is None or self.kind is None or self.kind in kinds


def _limited(scheme: Scheme) -> Iterator[tuple[Path, str, Limits]]:
    for key, use in scheme.criteria.items():
        yield ("criteria", key, "limits"), f"criteria.{key}", use.limits
    for key, section in scheme.sections.items():
        yield ("sections", key, "limits"), f"sections.{key}", section.limits
    yield ("scheme", "limits"), "total", scheme.limits


def _title(scheme: Scheme, target: str) -> Text:
    role, _, key = target.partition(".")
    if role == "total":
        return Text(vi="tổng điểm", en="the total")
    return quoted(scheme.criteria[key].title if role == "criteria" else scheme.sections[key].title)


def classes_for_all_or_none(subject: Subject) -> Iterator[Problem]:
    """Tell of classes that nobody can reach, or that everybody has for certain; not where points are faults."""
    if not subject.more_is_better:
        return
    scheme = subject.scheme
    low, high = _totals(subject)
    classes = list(scheme.classes.values())
    for class_ in classes:
        place = ("classes", class_.id, "from")
        if class_.start > high:
            yield subject.say("DVK-L110", place, title=class_.title, start=class_.start, high=high)
        elif class_.start <= low and class_ is not classes[-1] and not class_.requires and class_.quota is None:
            yield subject.say("DVK-L111", place, title=class_.title, start=class_.start, low=low)


def _totals(subject: Subject) -> tuple[Fraction, Fraction]:
    """Bound every total from outside: of what is assigned a unit has at most its best share.

    Points of a section of which nothing is assigned may be lost. Sections that are rounded may add a step each time
    one lies in another, to no less than the lightest criterion.
    """
    scheme, places = subject.scheme, subject.scheme.rounding.total
    weighed = [(_ends(use, probe), probe.weight) for use in scheme.scored.values() for probe in probes(scheme, use)]
    lows = [Fraction(0) if low is None else low / weight for (low, _), weight in weighed]
    highs = [Fraction(1) if high is None else high / weight for (_, high), weight in weighed]
    if "zero" in (scheme.not_assigned, scheme.not_reported) or scheme.not_assigned == "leaves-section":
        lows.append(Fraction(0))
    if scheme.not_assigned == "full":
        highs.append(Fraction(1))
    slack = Fraction(0)
    if scheme.rounding.section is not None and weighed:
        step = Fraction(1, 10**scheme.rounding.section)
        slack = len(scheme.sections) * step / min(weight for _, weight in weighed)
    taken, given = (_Levels(subject, role).counted("total") for role in ("penalties", "bonuses"))
    least = round_fraction((min(lows, default=Fraction(0)) - slack) * scheme.total, places, "floor") - taken
    most = round_fraction((max(highs, default=Fraction(1)) + slack) * scheme.total, places, "ceiling") + given
    limits = scheme.limits
    least = least if limits.low is None else max(least, limits.low)
    most = most if limits.high is None else min(most, limits.high)
    return round_fraction(least, places, "floor"), round_fraction(most, places, "ceiling")
