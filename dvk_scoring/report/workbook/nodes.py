"""What the steps of a criterion's formula are for each unit of a workbook, as the reference reader computes them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.cells import Gap
from dvk_scoring.formula.state import State
from dvk_scoring.formula.walk import walk
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.precision import plainer

if TYPE_CHECKING:
    from dvk_scoring.analysis.following import Follower, Group
    from dvk_scoring.report.workbook.book import Book


class WorkedNodes:
    """The nodes of one formula, for the units of some clusters; the rows of others are empty."""

    def __init__(
        self,
        book: Book,
        follower: Follower,
        group: Group,
        tree: t.Num,
        params: Mapping[str, Mapping[str, Fraction]],
    ) -> None:
        """Compute every node, and the simpler ones with which some are written."""
        self.markers = book.markers
        simpler = [plainer(node) for node in walk(tree) if isinstance(node, t.Bands | t.Rescale | t.ShareOfBest)]
        # Beside the tree, as marks of which none is needed: what a unit must have is what the tree asks alone.
        whole = t.Greatest((tree, t.Marks("count", tuple(simpler), fewest=0))) if simpler else tree
        self.working = follower.worked(group, whole, params)
        places = {unit.unit: place for place, unit in enumerate(self.working.units)}
        self.places = [places.get(unit.unit) for unit in book.units]

    def __call__(self, node: t.Num | t.Cond) -> list[g.Value]:
        """Give the values of a node."""
        column, states = self.working.columns[node], self.working.states
        values: list[g.Value] = []
        for place in self.places:
            if place is None or states[place] is not State.OK:
                values.append("")
                continue
            cell = column[place]
            values.append(self._word(cell) if isinstance(cell, Gap) else Fraction(cell))
        return values

    def _word(self, gap: Gap) -> str:
        if gap.error is not None:
            return self.markers.error
        return self.markers.not_assigned if gap.state is State.NOT_ASSIGNED else ""

    def given(self, node: t.Num | t.Cond) -> list[g.Value]:
        """Give the values of a node; nothing where something of it is missing."""
        there = self.working.there(node) or [True] * len(self.working.units)
        pairs = zip(self(node), self.places, strict=True)
        return [value if place is not None and there[place] else "" for value, place in pairs]

    def among(self, node: t.Across) -> list[bool]:
        """Tell which units a value across units is taken of."""
        sets = self.working.sets(node)
        inside = {place for several in {id(members): members for members in sets}.values() for place in several}
        return [place in inside for place in self.places]
