"""Cliffs: one smallest unit of a fine figure that moves half of a criterion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from dvk_scoring.analysis.lint.probe import Probe, Row, probes
from dvk_scoring.analysis.lint.subject import Subject, percent
from dvk_scoring.formula.show import show_number
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import Attribute, Bands, Compare, Cond, Figure, Num, Number, Param, Ratio
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import Problem
from dvk_scoring.text import Text

_CLIFF: Final = Fraction(1, 2)
_FINE: Final = 10
"""Smallest units that must lie before a step: a jump from 1 model to 2 is no cliff, one from 49.99 to 50 is."""
_BASE: Final = 10_000
"""A denominator large enough that one case more is next to nothing in a rate."""


def jumps(subject: Subject) -> Iterator[Problem]:
    """Tell of the highest cliff of each criterion that reads one figure, or one rate of two."""
    for key, use in subject.scheme.scored.items():
        for probe in probes(subject.scheme, use):
            highest = max(_cliffs(probe), default=None, key=lambda cliff: cliff[2])
            if highest is not None and highest[2] >= _CLIFF * probe.weight:
                at, under, jump = highest
                args = {"title": use.title, "at": at, "under": under, "jump": jump, "weight": probe.weight}
                yield subject.say("DVK-L103", ("criteria", key), share=percent(jump / probe.weight), **args)
                break


def _cliffs(probe: Probe) -> Iterator[tuple[Text, Text, Fraction]]:
    """Give value, the value one smallest unit under it, and how many points lie between, for each written step."""
    specs = {spec.name: spec for spec in probe.specs}
    names = [node.name for node in walk(probe.decided.built.tree) if isinstance(node, Figure | Attribute)]
    if any(specs[name].kind not in ("count", "decimal") for name in names):
        return
    starts = sorted({start for node in walk(probe.decided.built.tree) for start in _written(node, probe.params)})
    if len(names) == 1:
        for before, start in pairwise([specs[names[0]].low, *starts]):
            yield from _of_figure(probe, specs[names[0]], before, start)
    elif len(names) == 2 and starts:
        yield from _of_rate(probe, specs, starts)


def _written(node: Num | Cond, params: Row) -> Iterator[Fraction]:
    """Give the numbers at which a node changes its mind."""
    sides: tuple[Num, ...] = ()
    if isinstance(node, Bands):
        sides = tuple(step.start for step in node.steps)
    elif isinstance(node, Compare):
        sides = (node.left, node.right)
    for side in sides:
        if isinstance(side, Number):
            yield side.value
        elif isinstance(side, Param):
            yield params[side.name]


def _of_figure(
    probe: Probe, spec: FigureSpec, before: Fraction, start: Fraction
) -> Iterator[tuple[Text, Text, Fraction]]:
    grain = Fraction(1, 10**spec.places)
    if start - before < _FINE * grain or not spec.low < start <= spec.high:
        return
    values = [value for value in (start - grain, start, start + grain) if value <= spec.high]
    for (lower, upper), jump in _steps(probe, values, [{spec.name: value} for value in values]):
        yield _shown(upper, spec.places), _shown(lower, spec.places), jump


def _of_rate(
    probe: Probe, specs: dict[str, FigureSpec], starts: Sequence[Fraction]
) -> Iterator[tuple[Text, Text, Fraction]]:
    """Try the rate of two figures close to every step, from below and, where faults are counted, from above."""
    rates = [node for node in walk(probe.decided.built.tree) if isinstance(node, Ratio)]
    pairs = {
        (node.over.name, node.under.name)
        for node in rates
        if isinstance(node.over, Figure | Attribute) and isinstance(node.under, Figure | Attribute)
    }
    for over, under in pairs:
        base = min(Fraction(_BASE), specs[under].high)
        for rate in sorted({*starts, *(1 - start for start in starts)}):
            if not 0 < rate < 1 or base < _FINE * 10:
                continue
            done = Fraction(int(rate * base))
            values = [value for value in (done - 1, done, done + 1) if 0 <= value <= min(base, specs[over].high)]
            for (lower, upper), jump in _steps(probe, values, [{over: value, under: base} for value in values]):
                yield percent(upper / base, 2), percent(lower / base, 2), jump


def _steps(
    probe: Probe, values: Sequence[Fraction], rows: Sequence[Row]
) -> Iterator[tuple[tuple[Fraction, Fraction], Fraction]]:
    points = [probe.points([row])[0] for row in rows]  # one by one: nobody stands beside them in a cluster
    for pair, (before, after) in zip(pairwise(values), pairwise(points), strict=True):
        if before is not None and after is not None:
            yield pair, abs(after - before)


def _shown(value: Fraction, places: int) -> Text:
    return Text(vi=show_number(value, "vi", places), en=show_number(value, "en", places))
