"""At which weight another unit would be proposed: found by scoring, over the whole range first, then ever nearer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.analysis.stability import Turn
from dvk_scoring.law.titles import PROPOSED, UNDECIDED
from dvk_scoring.studies.field import Competition
from dvk_scoring.studies.tally import UNSURE, Placing
from dvk_scoring.studies.weights import Group, Weights

_PROBES: Final = 20
"""Weights that are tried on each side, before the nearest change is closed in on."""
_PARTS: Final = 10
"""Parts into which the way to the nearest change is cut, again and again."""
Score = Callable[[Sequence[Competition]], Iterator[Placing]]


@attrs.frozen
class _Line:
    """One weight for kinds of unit that are weighed alike, and what can become of it, in steps of the grid."""

    criterion: str
    group: Group
    now: int
    most: int


@attrs.define
class _Side:
    """A search on one side of a weight: a title has not turned at ``before``, and has at ``at``."""

    line: _Line
    title: str
    before: int
    at: int
    then: Placing

    @property
    def between(self) -> list[int]:
        """Give weights between the two, the nearest to ``before`` first; none where they are neighbours."""
        way, apart = (1 if self.at > self.before else -1), abs(self.at - self.before)
        return [
            self.before + way * step for step in dict.fromkeys(apart * at // _PARTS for at in range(1, _PARTS)) if step
        ]

    def close_in(self, tried: Sequence[tuple[int, Placing]], base: Placing) -> None:
        """Take the first of some weights at which the title has turned."""
        for at, then in tried:
            if has_turned(self.title, base, then):
                self.at, self.then = at, then
                return
            self.before = at


def find_turns(weights: Weights, base: Placing, units: Sequence[str], score: Score) -> list[Turn]:
    """Find for each weight and title the nearest weight, below and above, at which the title goes to or from a unit.

    Each weight is tried at 20 places on either side, from 0 to all that there is to share out; the other drawn weights
    keep their proportion. Where a title turns first, it is closed in on down to one step of the grid. Where it
    turns and turns back between two of these places, a nearer weight can be missed.
    """
    lines = list(_lines(weights))
    probes = [(line, at) for line in lines for at in _probes(line)]
    placed = dict(zip(probes, score([_competition(weights, line, at) for line, at in probes]), strict=True))
    sides = [side for line in lines for title in base.titles for side in _sides(line, title, base, placed)]
    while waiting := [side for side in sides if side.between]:
        asked = list(dict.fromkeys((side.line, at) for side in waiting for at in side.between))
        known = dict(zip(asked, score([_competition(weights, line, at) for line, at in asked]), strict=True))
        for side in waiting:
            side.close_in([(at, known[side.line, at]) for at in side.between], base)
    turns = [_turn(weights, side, base, units) for side in sides]
    return sorted(turns, key=lambda turn: abs(turn.at - turn.weight) / (turn.weight or 1))


def has_turned(title: str, base: Placing, then: Placing) -> bool:
    """Tell whether some unit surely has a title that it had not, or has it no more; a tie alone leaves that open."""
    return any(now not in (was, UNSURE) for was, now in zip(base.list_of(title), then.list_of(title), strict=True))


def _lines(weights: Weights) -> Iterator[_Line]:
    for group in weights.groups:
        keys = weights.drawn_in(group)
        most = weights.steps(group)
        for key in keys if len(keys) > 1 else ():
            yield _Line(key, group, weights.now[key, group.kinds[0]], most)


def _probes(line: _Line) -> list[int]:
    below = {line.now * place // _PROBES for place in range(_PROBES)}
    above = {line.now + (line.most - line.now) * place // _PROBES for place in range(1, _PROBES + 1)}
    return sorted((below | above) - {line.now})


def _competition(weights: Weights, line: _Line, at: int) -> Competition:
    """Give a weight so many steps; the others share the rest as they did."""
    return Competition({**weights.now, **weights.with_one(line.group, line.criterion, at)})


def _sides(line: _Line, title: str, base: Placing, placed: dict[tuple[_Line, int], Placing]) -> Iterator[_Side]:
    probes = _probes(line)
    for side in (
        [weight for weight in reversed(probes) if weight < line.now],
        [weight for weight in probes if weight > line.now],
    ):
        before = line.now
        for at in side:
            then = placed[line, at]
            if has_turned(title, base, then):
                yield _Side(line, title, before, at, then)
                break
            before = at


def _turn(weights: Weights, side: _Side, base: Placing, units: Sequence[str]) -> Turn:
    pairs = list(zip(units, base.titles[side.title], side.then.titles[side.title], strict=True))
    return Turn(
        side.line.criterion,
        side.line.group.kinds,
        side.title,
        side.line.group.weights[side.line.criterion],
        Fraction(side.at) * weights.step,
        tuple(unit for unit, was, then in pairs if then == PROPOSED != was),
        tuple(unit for unit, was, then in pairs if was == PROPOSED != then),
        tuple(unit for unit, was, then in pairs if then == UNDECIDED != was),
    )
