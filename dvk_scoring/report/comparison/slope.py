"""The slope chart: a line a unit, from its place in the old result to that in the new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import attrs

from dvk_scoring.analysis.causes import ComparedResults
from dvk_scoring.analysis.standing import Standing
from dvk_scoring.text import clipped

MOST_UNITS: Final = 120
"""Units of one ranking whose lines can still be told apart."""
_ROW: Final = 24
_TOP: Final = 44
_LONGEST: Final = 40
"""Letters of a name beside the chart."""
LEFT, RIGHT, WIDTH = 320, 580, 900


@attrs.frozen
class Mark:
    """A unit at one side of the chart; ``y``: where, in pixels; ``text``: its name, cut where it is long."""

    y: int
    rank: str
    text: str
    name: str


@attrs.frozen
class Slope:
    """The line of a unit: up, down, or on the same rank."""

    y_old: int
    y_new: int
    way: Literal["up", "down", "same"]
    name: str


@attrs.frozen
class Chart:
    """The chart of one ranking: ``cluster`` empty: all units are ranked together; too many units have no lines."""

    cluster: str
    height: int
    old: tuple[Mark, ...]
    new: tuple[Mark, ...]
    lines: tuple[Slope, ...]
    too_many: int = 0


def charts(compared: ComparedResults) -> list[Chart]:
    """Make a chart for each ranking of the new result, and of the old one alone."""
    together = compared.old.names.together and compared.new.names.together
    old = list(_first(compared))
    new = [unit.path[-1] for unit in compared.units]
    new += [*compared.came, *(standing for group in compared.regrouped for standing in group.new)]
    clusters = (
        [""] if together else list(dict.fromkeys(standing.cluster for standing in (*_in_order(compared, new), *old)))
    )
    made = (_chart(cluster, _within(cluster, old), _within(cluster, new), compared) for cluster in clusters)
    return [chart for chart in made if chart.old or chart.new or chart.too_many]


def _within(cluster: str, units: Sequence[Standing]) -> list[Standing]:
    return [unit for unit in units if cluster in ("", unit.cluster)]


def _first(compared: ComparedResults) -> Iterator[Standing]:
    for unit in compared.units:
        yield unit.path[0]
    yield from compared.left
    for group in compared.regrouped:
        yield from group.old


def _in_order(compared: ComparedResults, units: Sequence[Standing]) -> list[Standing]:
    order = {unit: at for at, unit in enumerate(compared.new.standings)}
    return sorted(units, key=lambda standing: order[standing.unit])


def _chart(cluster: str, old: Sequence[Standing], new: Sequence[Standing], compared: ComparedResults) -> Chart:
    if max(len(old), len(new)) > MOST_UNITS:
        return Chart(cluster, 0, (), (), (), max(len(old), len(new)))
    left, right = _placed(old), _placed(new)
    lines = []
    for unit in compared.units:
        first, last = unit.path[0], unit.path[-1]
        if id(first) in left and id(last) in right:
            lines.append(Slope(left[id(first)].y, right[id(last)].y, _way(first, last), last.name))
    height = _TOP + _ROW * max(len(old), len(new))
    return Chart(cluster, height, tuple(left.values()), tuple(right.values()), tuple(lines))


def _placed(units: Sequence[Standing]) -> dict[int, Mark]:
    """Put units one below the other: by rank, those without one last."""
    ordered = sorted(units, key=lambda standing: (standing.rank is None, standing.rank or 0, standing.unit))
    return {
        id(standing): Mark(
            _TOP + _ROW * at,
            "–" if standing.rank is None else str(standing.rank),
            clipped(standing.name, _LONGEST),
            standing.name,
        )
        for at, standing in enumerate(ordered)
    }


def _way(old: Standing, new: Standing) -> Literal["up", "down", "same"]:
    """Tell the way of a rank; who has none is behind all."""
    behind = float("inf")  # a place beside ranks, never a number of a result
    one, other = (behind if side.rank is None else side.rank for side in (old, new))
    return "same" if one == other else "up" if other < one else "down"
