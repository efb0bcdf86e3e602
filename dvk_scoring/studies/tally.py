"""Ranks and titles counted over competitions, against those of the result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from dvk_scoring.analysis.stability import UnitStability
from dvk_scoring.formula import names
from dvk_scoring.law.titles import PROPOSED, UNDECIDED
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import TITLE_WORDS, Result, TitleWord
from dvk_scoring.studies.field import Scored

_LOW, _MIDDLE, _HIGH = Fraction(1, 20), Fraction(1, 2), Fraction(19, 20)
UNSURE: Final = 2
Shift = tuple[int, int]
"""Sum of changes of rank, and how many ranks it is of."""


@attrs.frozen
class Placing:
    """Ranks (0: none) and states of titles of all units in one competition, in the order of the figures."""

    ranks: Sequence[int]
    titles: Mapping[str, Sequence[int]]

    @property
    def is_open(self) -> bool:
        """Whether a title is undecided for some unit; a place in reserve alone is no title."""
        return any(UNDECIDED in states for states in self.titles.values())

    def list_of(self, title: str) -> tuple[int, ...]:
        """Give who is proposed (1), and of whom it is undecided (2), unit by unit."""
        return tuple(1 if state == PROPOSED else UNSURE if state == UNDECIDED else 0 for state in self.titles[title])

    def shift(self, other: Placing, among: Collection[int] | None = None) -> Shift:
        """Give how far ranks lie apart, over units that both rank; ``among``: only these, by their place."""
        pairs = zip(self.ranks, other.ranks, strict=True)
        apart = [abs(a - b) for at, (a, b) in enumerate(pairs) if a and b and (among is None or at in among)]
        return sum(apart), len(apart)


def wanted(result: Result) -> list[str]:
    """Name the output columns that placings are made of."""
    return ["ranked", "rank", *(names.title(key) for key in result.scheme.titles)]


def placings(scored: Scored, result: Result) -> list[Placing]:
    """Give the placing of each competition."""
    ranks = [
        rank if ranked else 0 for rank, ranked in zip(scored.columns["rank"], scored.columns["ranked"], strict=True)
    ]
    titles = {key: [int(state) for state in scored.columns[names.title(key)]] for key in result.scheme.titles}
    count = scored.units
    return [
        Placing(ranks[at : at + count], {key: states[at : at + count] for key, states in titles.items()})
        for at in range(0, scored.count * count, count)
    ]


def placing_of(result: Result, units: Sequence[str]) -> Placing:
    """Give the placing of a result."""
    order = {unit: place for place, unit in enumerate(result.frame["unit"].to_list())}
    places = [order[unit] for unit in units]

    def column(name: str) -> list[Any]:
        values = result.frame[name].to_list()
        return [values[place] for place in places]

    ranks = [int(rank) if ranked else 0 for rank, ranked in zip(column("rank"), column("ranked"), strict=True)]
    return Placing(ranks, {key: [int(state) for state in column(names.title(key))] for key in result.scheme.titles})


def mean(shifts: Sequence[Shift]) -> Fraction | None:
    """Give the mean change of a rank; None where no unit is ranked both times."""
    count = sum(counted for _, counted in shifts)
    return Fraction(sum(shift for shift, _ in shifts), count) if count else None


class Tally:
    """Counts what comes of each unit, competition by competition.

    Args:
        result: What the competitions are held against.
        base: Its placing.
        units: Ids in the order of the competitions.
    """

    def __init__(self, result: Result, base: Placing, units: Sequence[str]) -> None:
        """Count nothing yet."""
        self.result, self.base, self.units = result, base, units
        self._lists = {key: self.base.list_of(key) for key in result.scheme.titles}
        self.draws = self.same = self.open = 0
        self.shifts: list[Shift] = []
        self._ranks: list[list[int]] = [[] for _ in units]
        self._titles: dict[str, list[dict[int, int]]] = {key: [{} for _ in units] for key in result.scheme.titles}

    def add(self, placing: Placing) -> None:
        """Count a competition."""
        self.draws += 1
        self.open += placing.is_open
        self.same += all(placing.list_of(key) == units for key, units in self._lists.items())
        self.shifts.append(placing.shift(self.base))
        for ranks, rank in zip(self._ranks, placing.ranks, strict=True):
            ranks.append(rank)
        for key, states in placing.titles.items():
            for counted, state in zip(self._titles[key], states, strict=True):
                counted[state] = counted.get(state, 0) + 1

    def told(self) -> tuple[UnitStability, ...]:
        """Give what was counted, in the order of the result."""
        rows = {unit: row for row, unit in enumerate(self.units)}
        frame = self.result.frame
        names_of = zip(*(frame[column].to_list() for column in ("unit", "name", "cluster")), strict=True)
        return tuple(self._unit(rows[unit], unit, name, cluster) for unit, name, cluster in names_of)

    def _unit(self, row: int, unit: str, name: str, cluster: str) -> UnitStability:
        ranks = sorted(rank for rank in self._ranks[row] if rank)
        low, median, high = (quantile(ranks, share) for share in (_LOW, _MIDDLE, _HIGH))
        titles: dict[str, dict[TitleWord, int]] = {}
        for key, counted in self._titles.items():
            counts = counted[row]
            titles[key] = {TITLE_WORDS[state]: counts[state] for state in TITLE_WORDS if state in counts}
        return UnitStability(unit, name, cluster, self.base.ranks[row] or None, len(ranks), low, median, high, titles)


def quantile(ordered: Sequence[int], share: Fraction) -> int | None:
    """Give the smallest value that at least so large a share does not exceed; None of none.

    Source: Hyndman and Fan, Sample quantiles in statistical packages (1996), definition 1.
    """
    return ordered[-(-share.numerator * len(ordered) // share.denominator) - 1] if ordered else None


class Ties:
    """Finds competitions in which units tie otherwise than rulings on ties have them."""

    def __init__(self, result: Result, units: Sequence[str], clusters: Sequence[str], acts: Sequence[Ruling]) -> None:
        """Keep whom each ruling names, and among whom."""
        rows = {unit: row for row, unit in enumerate(units)}
        self._named: list[tuple[Ruling, list[int], list[int]]] = []
        for act in acts:
            if act.act == "tie":
                places = [rows[unit] for unit in act.units]
                within = {clusters[row] for row in places}
                over_all = result.scheme.ranking.within == "all" or len(within) > 1
                among = [row for row, cluster in enumerate(clusters) if over_all or cluster in within]
                self._named.append((act, places, among))

    @property
    def wanted(self) -> list[str]:
        """Name the output columns that are looked at."""
        return ["place_before", "ranked"] if self._named else []

    def broken(self, scored: Scored, competition: int) -> tuple[Ruling, ...]:
        """Give the rulings that name some of units that are tied, and not all."""
        if not self._named:
            return ()
        places, ranked = (scored.of(name, competition) for name in ("place_before", "ranked"))
        return tuple(act for act, members, among in self._named if _parts_a_tie(set(members), among, places, ranked))


def _parts_a_tie(named: Collection[int], among: Sequence[int], places: Sequence[int], ranked: Sequence[bool]) -> bool:
    tied = {places[row] for row in named if ranked[row]}
    beside = {places[row] for row in among if ranked[row] and row not in named}
    return not tied.isdisjoint(beside)
