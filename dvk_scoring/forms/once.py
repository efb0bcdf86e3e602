"""A unit counts once, however often its form comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from dvk_scoring.figures.table import listed
from dvk_scoring.forms.collected import CollectedUnit
from dvk_scoring.forms.judge import GoodCell, Judged
from dvk_scoring.forms.returned import UnitReturn
from dvk_scoring.problem import Problem, problem
from dvk_scoring.text import Text


def counted_once(several: Sequence[tuple[UnitReturn, Judged]]) -> tuple[CollectedUnit, list[Problem]]:
    """Join all that came from one unit: cells on which its forms differ are left out and told."""
    (first, judged), *others = several
    cells = dict(judged.good)
    bad = set(judged.bad)
    problems: list[Problem] = []
    for again, other in others:
        both = {**other.good, **cells}
        differing = [
            name for name in both if name not in bad | other.bad and _differs(name, (first, again), (cells, other.good))
        ]
        problems.append(_told(first, again, differing, {**cells, **other.good}))
        cells = {name: cell for name, cell in both.items() if name not in differing}
        bad |= set(differing)
    return CollectedUnit(first.unit, first.name, first.cluster, first.voice, cells), problems


def _differs(
    name: str, returns: tuple[UnitReturn, UnitReturn], good: tuple[Mapping[str, GoodCell], Mapping[str, GoodCell]]
) -> bool:
    """Tell whether two returns of a unit differ in a figure that both have a cell for."""
    if not all(any(entry.figure == name for entry in returned.entries) for returned in returns):
        return False
    one, other = (cells.get(name) for cells in good)
    return one is None or other is None or one.value != other.value


def _told(first: UnitReturn, again: UnitReturn, differing: Sequence[str], cells: Mapping[str, GoodCell]) -> Problem:
    place = attrs.evolve(again.place, unit=again.unit)
    there = attrs.evolve(first.place, unit=None)
    other = Text(vi=there.in_("vi"), en=there.in_("en"))
    if not differing:
        return problem("DVK-O517", place, other=other)
    shown = listed([cells[name].entry.place.cell or name for name in differing])
    return problem("DVK-O518", place, other=other, count=len(differing), cells=shown)
