"""A result's law in fractions: every definition of every unit, counted once more and held against the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from dvk_scoring.analysis.following import Follower
from dvk_scoring.criteria.decide import plain
from dvk_scoring.formula.columns import ROW
from dvk_scoring.law.reference import Reference
from dvk_scoring.law.sheet import Sheet, Sure
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.ruled import with_rulings


class Counted:
    """What the law says of each unit of a result, computed without the engine's steps.

    Nothing is taken on trust: what a unit's explanation rests on is held against what the engine found.
    """

    def __init__(self, result: Result, follower: Follower) -> None:
        """Keep the result; nothing is computed yet."""
        self.result, self.follower = result, follower

    @cached_property
    def _rows(self) -> list[Mapping[str, Any]]:
        figures = self.result.figures.frame.with_row_index(ROW)
        return with_rulings(figures, self.result.rulings).rows(named=True)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {str(row["unit"]): place for place, row in enumerate(self._rows)}

    @cached_property
    def sheet(self) -> Sheet:
        """The definitions."""
        return self.result.plan.law.sheet

    @cached_property
    def reference(self) -> Reference:
        """All definitions of all units."""
        given = {}

        def scores(key: str) -> Any:
            if key not in given:
                given[key] = self.follower.given(key, self._rows)
            return given[key]

        return Reference(self.result.scheme, self.sheet, self._rows, scores)

    def number(self, unit: str, name: str) -> Fraction:
        """Give the number of a definition for a unit; one that the law leaves out is 0."""
        if name not in self.reference.numbers:
            return Fraction(0)
        return self.reference.numbers[name][self._places[unit]]

    def holds(self, unit: str, name: str) -> bool:
        """Tell whether a definition holds for a unit."""
        return self.reference.conditions[name][self._places[unit]]

    def sure(self, unit: str, one: Sure) -> tuple[bool, bool]:
        """Tell whether a condition surely holds, and whether it may."""
        place = self._places[unit]
        return self.reference.condition(one.surely)[place], self.reference.condition(one.possibly)[place]

    @cached_property
    def _found(self) -> Mapping[str, Mapping[str, Any]]:
        return {str(row["unit"]): row for row in self.result.frame.iter_rows(named=True)}

    def check(self, unit: str) -> None:
        """Hold what the engine found for a unit against the definitions.

        Raises:
            DvkError: They differ.
        """
        wrong = tuple(self._differences(unit))
        if wrong:
            raise DvkError(wrong)

    def _differences(self, unit: str) -> Iterator[Problem]:
        row, outputs = self._found[unit], self.result.plan.outputs
        for name, output in outputs.items():
            definition = output.definition
            if definition in self.reference.numbers:
                mine, found = self.number(unit, definition), output.factor * int(row[name])
                if mine != found and not (output.rounded and abs(mine - found) <= output.factor / 2):
                    yield disagreement(self.result, unit, definition, found, mine)
            elif definition in self.reference.conditions and bool(row[name]) != self.holds(unit, definition):
                yield disagreement(self.result, unit, definition, bool(row[name]), self.holds(unit, definition))


def disagreement(result: Result, unit: str, what: str, engines: object, mine: object) -> Problem:
    """Make the problem of an engine and a count that differ."""
    place = Place(file=result.scheme.path, unit=unit)
    found, recount = (plain(one) if isinstance(one, Fraction) else str(one) for one in (engines, mine))
    return problem("DVK-E201", place, what=what, engine=result.engine, found=found, recount=recount)
