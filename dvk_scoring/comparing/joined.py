"""Units of two results, put together by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dvk_scoring.analysis.causes import ComparedResults, Regrouped, Side, Step, compared_unit
from dvk_scoring.analysis.trial import FigureChange
from dvk_scoring.comparing.renamed import Renamed


class Joined:
    """Units of both sides by the ids of the new one, and those that have no counterpart.

    Attributes:
        old, new: The sides.
        ids: Id on the new side → that on the old side; without those that were merged or split.
        common: Units of both, in the order of the new side.
    """

    def __init__(self, old: Side, new: Side, renamed: Renamed) -> None:
        """Put together those of one id, or of one row of the table of units."""
        self.old, self.new, self._renamed = old, new, renamed
        self.ids = {renamed.ids.get(was, was): was for was in old.standings if was not in renamed.apart_old}
        self.before = {now: old.standings[was] for now, was in self.ids.items()}
        self.common = [unit for unit in new.standings if unit in self.before and unit not in renamed.apart_new]

    def compared(
        self, steps: tuple[Step, ...], figures: Mapping[str, Sequence[FigureChange]] | None = None
    ) -> ComparedResults:
        """Compare along the steps; ``figures``: those that differ, by unit."""
        changed, common = figures or {}, set(self.common)
        units = tuple(
            compared_unit(
                (self.before[unit], *(step.standings[unit] for step in steps)),
                self.ids[unit],
                tuple(changed.get(unit, ())),
            )
            for unit in self.common
        )
        left = tuple(standing for unit, standing in self.before.items() if unit not in common)
        apart = self._renamed.apart_new
        came = tuple(
            standing for unit, standing in self.new.standings.items() if unit not in common and unit not in apart
        )
        return ComparedResults(self.old, self.new, units, left, came, tuple(self._regrouped()), steps)

    def _regrouped(self) -> list[Regrouped]:
        old, new = self.old.standings, self.new.standings
        groups = self._renamed.groups
        return [Regrouped(tuple(old[unit] for unit in was), tuple(new[unit] for unit in now)) for was, now in groups]
