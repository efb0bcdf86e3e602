"""What a trial tells: what was changed, and whose result that would change."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from dvk_scoring.analysis.compare import Comparison, Difference
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.compare import Change
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import Result

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
        after: What would have come of it. It is compared and told, and written nowhere.
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
