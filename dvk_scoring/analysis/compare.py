"""Two results of the same units compared: who has other points, another rank, class or title, and through what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TypeAlias, TypeVar

import attrs

from dvk_scoring.analysis.standing import Points, Standing
from dvk_scoring.scheme.compare import Change
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result, TitleWord, UnitState

T = TypeVar("T")
Both: TypeAlias = "tuple[T, T]"
"""The value in the first result, then that in the second."""


@attrs.frozen
class UnitChange:
    """A unit of which something changed; both values are given also where they are equal.

    Attributes:
        unit, name, cluster: Who it is; as the second result has it.
        state: Ranked, not ranked, or out of competition.
        total: None: something that it needs is missing, so that there is no total.
        rank, klass: None: none.
        class_open: What is not reported leaves it open which class it has.
        class_held: A hold in force lets the class wait that it has, or may have.
        titles: Titles whose state changed; None: the scheme has no such title.
        points: Criteria whose points changed; None: it does not count, or the scheme has no such criterion.
        bonuses, penalties: Those of which other points were given; None: the scheme has no such one.
        knock_outs: Ids of those that struck.
        lacking: Criteria that are not reported.
    """

    unit: str
    name: str
    cluster: str
    state: Both[UnitState]
    total: Both[Points]
    rank: Both[int | None]
    klass: Both[str | None]
    class_open: Both[bool]
    class_held: Both[bool]
    titles: Mapping[str, Both[TitleWord | None]] = attrs.field(hash=False)
    points: Mapping[str, Both[Points]] = attrs.field(hash=False)
    bonuses: Mapping[str, Both[Points]] = attrs.field(hash=False)
    penalties: Mapping[str, Both[Points]] = attrs.field(hash=False)
    knock_outs: Both[tuple[str, ...]]
    lacking: Both[tuple[str, ...]]

    @property
    def is_change(self) -> bool:
        """Tell whether anything differs at all."""
        single: tuple[Both[object], ...] = (self.state, self.total, self.rank, self.klass, self.class_open)
        single = (*single, self.class_held, self.knock_outs, self.lacking)
        return any(one != other for one, other in single) or any(
            (self.titles, self.points, self.bonuses, self.penalties)
        )


@attrs.frozen
class Comparison:
    """Two results side by side.

    Attributes:
        units: How many there are in both.
        changes: Those of which anything changed, in the order of the second result.
    """

    units: int
    changes: tuple[UnitChange, ...]


@attrs.frozen
class Difference:
    """Two schemes side by side; ``results`` None: no figures were scored with them."""

    old: Scheme
    new: Scheme
    changes: tuple[Change, ...]
    results: Comparison | None = None


def compare_results(old: Result, new: Result, among: Collection[str] | None = None) -> Comparison:
    """Compare two results of the same units; a unit that only one of them has is left out.

    ``among``: units that can have changed at all, where that is known; nothing else is looked at.
    """
    before = {unit.unit: unit for unit in old.units}
    pairs = ((before[unit.unit], unit) for unit in new.iterate(among) if unit.unit in before)
    told = (change_of(Standing.of(one), Standing.of(other)) for one, other in pairs)
    changes = tuple(change for change in told if change.is_change)
    return Comparison(sum(unit in before for unit in new.frame["unit"].to_list()), changes)


def change_of(old: Standing, new: Standing) -> UnitChange:
    """Put what a unit has in two results side by side."""
    return UnitChange(
        unit=new.unit,
        name=new.name,
        cluster=new.cluster,
        state=(old.state, new.state),
        total=(old.total, new.total),
        rank=(old.rank, new.rank),
        klass=(old.klass, new.klass),
        class_open=(old.class_open, new.class_open),
        class_held=(old.class_held, new.class_held),
        titles=_differing(old.titles, new.titles, nothing="no"),
        points=_differing(old.points, new.points),
        bonuses=_differing(old.bonuses, new.bonuses, nothing=Decimal(0)),
        penalties=_differing(old.penalties, new.penalties, nothing=Decimal(0)),
        knock_outs=(old.knock_outs, new.knock_outs),
        lacking=(old.lacking, new.lacking),
    )


def _differing(old: Mapping[str, T], new: Mapping[str, T], nothing: T | None = None) -> dict[str, Both[T | None]]:
    """Give the pairs that differ; who had nothing of what only one of the schemes has lost nothing."""
    keys = [*old, *(key for key in new if key not in old)]
    pairs = {key: (old.get(key), new.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1] and set(pair) != {None, nothing}}
