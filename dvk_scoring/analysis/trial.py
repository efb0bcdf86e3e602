"""What a trial tells: what was changed, and whose result that would change."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from dvk_scoring.analysis.compare import Comparison, Difference
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.compare import Change
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import Result, TitleWord

Cell: TypeAlias = "tuple[int | None, bool]"
"""What stands in a cell: value × 10^places or None, and whether the figure is not assigned."""


@attrs.frozen
class FigureChange:
    """A cell that was changed: as it prevailed, and as it was tried."""

    unit: str
    column: str
    old: Cell
    new: Cell


@attrs.frozen
class Trial:
    """An answer to what if.

    Attributes:
        before: The result that was asked.
        after: What would have come of it. It is compared and told; where ``trial`` is set, no writer takes it.
        changes: How the scheme was changed.
        figures: Cells that were changed.
        rulings: Acts that were added.
        comparison: Whose points, rank, class or title change.
        problems: What is warned of that was not before.
    """

    before: Result
    after: Result
    changes: tuple[Change, ...]
    figures: tuple[FigureChange, ...]
    rulings: tuple[Ruling, ...]
    comparison: Comparison
    problems: tuple[Problem, ...]

    @property
    def difference(self) -> Difference:
        """The two schemes and their results side by side."""
        return Difference(self.before.scheme, self.after.scheme, self.changes, self.comparison)


@attrs.frozen
class Flip:
    """The smallest change of one figure that gives a unit a title, or takes it.

    Attributes:
        change: Of which cell, from what to what.
        size: By how much, × 10^places; of yes, no and choices 1.
        state: What comes of the title then.
        rank: The unit's rank then; None: it has none.
    """

    change: FigureChange
    size: int
    state: TitleWord
    rank: int | None


@attrs.frozen
class Flips:
    """What gives a unit a title, or takes it.

    Attributes:
        result: The result that was asked.
        unit, title: Ids.
        state: What comes of the title as it is.
        flips: One for each figure that can, the smallest share of the figure's range first.
        tried: How many figures of the unit were tried; blank ones, and those not assigned, are not.
    """

    result: Result
    unit: str
    title: str
    state: TitleWord
    flips: tuple[Flip, ...]
    tried: int
