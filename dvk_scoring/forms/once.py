"""A unit counts once, however often its form comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from dvk_scoring.figures.table import listed
from dvk_scoring.forms.collected import CollectedUnit
from dvk_scoring.forms.judge import GoodCell, Judged
from dvk_scoring.forms.returned import UnitReturn
from dvk_scoring.problem import Problem, problem
from dvk_scoring.text import Text


def counted_once(several: Sequence[tuple[UnitReturn, Judged]]) -> tuple[CollectedUnit, list[Problem]]:
    """Join all that came from one unit: figures on which its forms differ are left out and told."""
    first = several[0][0]
    said: dict[str, tuple[UnitReturn, GoodCell | None]] = {}
    apart: set[str] = set()
    problems: list[Problem] = []
    for returned, judged in several:
        named = [entry.figure for entry in returned.entries if entry.figure not in judged.bad]
        answers = {name: judged.good.get(name) for name in named}
        differing = [name for name, cell in answers.items() if name in said and _value(cell) != _value(said[name][1])]
        if returned is not first:
            alone = [name for name, cell in answers.items() if cell is not None and name not in said]
            alone += [name for name in sorted(judged.bad) if name in said and said[name][1] is not None]
            problems += _told(first, returned, differing, alone, said)
        apart |= set(differing)
        said = {name: (returned, cell) for name, cell in answers.items()} | said
    cells = {name: cell for name, (_, cell) in said.items() if cell is not None and name not in apart}
    return CollectedUnit(first.unit, first.name, first.cluster, first.voice, cells), problems


def _value(cell: GoodCell | None) -> tuple[int | None, ...]:
    """Give what a cell says: a blank says nothing, and "not assigned" something."""
    return () if cell is None else (cell.value,)


def _told(
    first: UnitReturn,
    again: UnitReturn,
    differing: Sequence[str],
    alone: Sequence[str],
    said: Mapping[str, tuple[UnitReturn, GoodCell | None]],
) -> Iterator[Problem]:
    """Say how a further return stands to those before: what differs, what one of them alone has; else it is alike."""
    place = attrs.evolve(again.place, unit=again.unit)
    cells = {entry.figure: entry.place.cell or entry.figure for entry in again.entries}
    for code, names in (("DVK-O518", differing), ("DVK-O550", alone)):
        if names:
            other = said[names[0]][0] if names[0] in said else first
            shown = listed([cells[name] for name in names])
            yield problem(code, place, other=_where(other), count=len(names), cells=shown)
    if not (differing or alone):
        yield problem("DVK-O517", place, other=_where(first))


def _where(returned: UnitReturn) -> Text:
    there = attrs.evolve(returned.place, unit=None)
    return Text(vi=there.in_("vi"), en=there.in_("en"))
