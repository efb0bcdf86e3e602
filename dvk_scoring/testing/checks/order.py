"""Which units stand where in the figures, and which others are there, changes nothing that it should not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from dvk_scoring.formula.across import looks_across
from dvk_scoring.testing.bench import Bench, NotRun, Scored
from dvk_scoring.testing.checks.check import Check, Found, shown
from dvk_scoring.testing.entry import BY_REFERENCE
from dvk_scoring.testing.trial import Trial
from dvk_scoring.text import Text

Parts = Sequence[Sequence[int]]
_ACROSS_ALL: Final = Text(
    vi="công thức so giữa mọi đơn vị, nên mọi đơn vị phải được tính cùng nhau",
    en="the formula compares all units, so they must be scored together",
)
_SAME: Final = Text(vi="điểm như khi tính tất cả theo thứ tự cũ", en="the points of all units scored in their order")
_OTHER: Final = Text(vi="điểm khác", en="other points")


def _same_in_parts(bench: Bench, code: str, name: Text, parts_of: Callable[[Trial], Parts]) -> Found:
    """Score trials whole and in parts; the points of each unit must be the same."""

    def changed(whole: Scored) -> int | None:
        for part in parts_of(whole.trial):
            scored = bench.readers["polars"](whole.single, whole.plan, whole.trial.taking(part).data)
            for place, points in zip(part, scored, strict=True):
                if points != whole.points[place]:
                    return place
        return None

    first = next((whole.trial for whole in bench.scored if changed(whole) is not None), None)
    if first is None:
        return []
    trial = bench.smallest(lambda other: changed(bench.score(other)) is not None) or first
    index = changed(bench.score(trial)) or 0
    return [shown(bench, code, trial, index, name=name, by=BY_REFERENCE, came=(_SAME, _OTHER))]


def _order(bench: Bench) -> Found:
    def turned(trial: Trial) -> Parts:
        return [range(len(trial.data.rows))[::-1]]

    return _same_in_parts(bench, "DVK-C412", Text(vi="Đảo thứ tự các đơn vị", en="Units in another order"), turned)


def _subset(bench: Bench) -> Found:
    if any(looks_across(built.tree) == "all" for built in bench.shapes):
        return NotRun(_ACROSS_ALL)
    return _same_in_parts(bench, "DVK-C413", Text(vi="Bớt các đơn vị khác", en="Other units left out"), _some)


def _some(trial: Trial) -> Parts:
    """Give every other unit; where the formula looks across a cluster, one whole cluster."""
    if looks_across(trial.built.tree):
        return [_clusters(trial)[0]]
    return [range(0, len(trial.data.rows), 2)]


def _chunks(bench: Bench) -> Found:
    if any(looks_across(built.tree) == "all" for built in bench.shapes):
        return NotRun(_ACROSS_ALL)
    return _same_in_parts(bench, "DVK-C414", Text(vi="Tính từng phần", en="Scored in parts"), _halves)


def _halves(trial: Trial) -> Parts:
    """Cut the units in two; where the formula looks across a cluster, cut between clusters."""
    if looks_across(trial.built.tree):
        return _clusters(trial)
    count = len(trial.data.rows)
    return [part for part in (range(count // 2), range(count // 2, count)) if part]


def _clusters(trial: Trial) -> list[list[int]]:
    places: dict[str, list[int]] = {}
    for place, cluster in enumerate(trial.data.clusters):
        places.setdefault(cluster, []).append(place)
    return list(places.values())


_NEEDS: Final = ("declared", "columns", "rounding", "range", "empty")
_ADVICE: Final = Text(
    vi="Công thức chỉ được so giữa các đơn vị bằng highest, rank_across, … của dvk_scoring.api.",
    en="Let the formula look at other units through highest, rank_across, … of dvk_scoring.api alone.",
)
ORDER: Final = Check(
    "order",
    Text(vi="Thứ tự các đơn vị không làm đổi điểm.", en="The order of units changes no points."),
    _ADVICE,
    _order,
    _NEEDS,
)
SUBSET: Final = Check(
    "subset",
    Text(
        vi="Bớt những đơn vị mà công thức không nhìn tới thì không làm đổi điểm.",
        en="Leaving out units that the formula does not look at changes no points.",
    ),
    _ADVICE,
    _subset,
    _NEEDS,
)
CHUNKS: Final = Check(
    "chunks",
    Text(vi="Tính từng phần cho cùng điểm như tính một lần.", en="Scored in parts, units have the same points."),
    _ADVICE,
    _chunks,
    _NEEDS,
)
