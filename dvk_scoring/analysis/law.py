"""A result's law in fractions: every definition of every unit, counted once more and held against the engine."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.following import Follower
from dvk_scoring.engines import ENGINES, EngineName, engine
from dvk_scoring.formula.columns import ROW
from dvk_scoring.formula.tree import Cond, Num, Over
from dvk_scoring.formula.walk import walk
from dvk_scoring.law.nodes import Ahead, Count, Holds, Named, Order
from dvk_scoring.law.reference import Given, Reference
from dvk_scoring.law.sheet import Sheet, Sure
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.scoring.plan import Planner, data_columns
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.ruled import with_rulings
from dvk_scoring.written import plain

MANY: Final = 2_000
"""Of more units than this, the first that are asked for are read alone; what other units decide is the engine's."""
_FEW: Final = 20
"""So many are read alone; then all of them are read at once."""


@attrs.frozen(eq=False)
class Reading:
    """Definitions that were read, and the row of the unit in them."""

    reference: Reference
    row: int


class Counted:
    """What the law says of each unit of a result, computed without the engine's steps.

    Nothing is taken on trust: what a unit's explanation rests on is held against what the engine found.
    """

    def __init__(self, result: Result, follower: Follower) -> None:
        """Keep the result; nothing is computed yet."""
        self.result, self.follower, self.law = result, follower, result.plan.law
        self._alone: dict[str, Reading] = {}
        self._checked: set[str] = set()
        self._crowds: dict[tuple[Cond, Over, str, bool], Mapping[str, _Crowd]] = {}

    @property
    def sheet(self) -> Sheet:
        """The definitions."""
        return self.law.sheet

    # one unit

    def number(self, unit: str, name: str) -> Fraction:
        """Give the number of a definition for a unit; one that the law leaves out is 0."""
        if name not in self.sheet:
            return Fraction(0)
        reading = self.read(unit)
        return reading.reference.numbers[name][reading.row]

    def holds(self, unit: str, name: str) -> bool:
        """Tell whether a definition holds for a unit; one that the law leaves out holds for none."""
        if name not in self.sheet:
            return False
        reading = self.read(unit)
        return reading.reference.conditions[name][reading.row]

    def may(self, unit: str, name: str) -> bool:
        """Tell whether a condition of the law may hold for a unit."""
        return self.holds(unit, self.sheet.possibly(name))

    def value(self, unit: str, node: Num) -> Fraction:
        """Give the value of any number of the law."""
        reading = self.read(unit)
        return reading.reference.number(node)[reading.row]

    def is_so(self, unit: str, node: Cond) -> bool:
        """Tell whether any condition of the law holds."""
        reading = self.read(unit)
        return reading.reference.condition(node)[reading.row]

    def sure(self, unit: str, where: Sure) -> tuple[bool, bool]:
        """Tell whether a condition surely holds, and whether it may."""
        return self.is_so(unit, where.surely), self.is_so(unit, where.possibly)

    def row(self, unit: str) -> Mapping[str, Any]:
        """Give a unit's figures as whole numbers, with their KP flags and what rulings say."""
        reading = self.read(unit)
        return reading.reference.rows[reading.row]

    # others beside it

    def beside(self, unit: str, among: Cond, over: Over, order: str) -> tuple[Sequence[str], Sequence[str]]:
        """Give the units of ``among`` that stand before a unit, the best first, and the others that are equal to it.

        Args:
            unit: The unit.
            among: Who is looked at.
            over: In its cluster or in all.
            order: Name of the definition by which units are compared.
        """
        crowd = self._crowd(unit, among, over, order)
        return ((), ()) if crowd is None else crowd.beside(unit, self._keys(order)[self._places[unit]])

    def members(self, unit: str, among: Cond, over: Over) -> Sequence[str]:
        """Give the units of ``among`` in a unit's cluster or in all."""
        crowd = self._crowd(unit, among, over, "")
        return () if crowd is None else crowd.units

    def _crowd(self, unit: str, among: Cond, over: Over, order: str) -> _Crowd | None:
        key = (among, over, order, self._reads_alone)
        if key not in self._crowds:
            self._crowds[key] = self._gather(among, over, order)
        return self._crowds[key].get(self._clusters[self._places[unit]] if over == "cluster" else "")

    def _gather(self, among: Cond, over: Over, order: str) -> Mapping[str, _Crowd]:
        flags, keys = self._flags(among), self._keys(order) if order else [0] * len(self._units)
        groups: dict[str, dict[str, Any]] = {}
        for unit, cluster, key, inside in zip(self._units, self._clusters, keys, flags, strict=True):
            if inside:
                groups.setdefault(cluster if over == "cluster" else "", {})[unit] = key
        return {group: _Crowd.of(members) for group, members in groups.items()}

    def _flags(self, condition: Cond) -> Sequence[bool]:
        if self._reads_alone and condition in self._across:
            return self._across[condition]
        return self._everything.condition(condition)

    def _keys(self, order: str) -> Sequence[Any]:
        return self._across[Named(order)] if self._reads_alone else self._everything.orders[order]

    # reading

    @cached_property
    def _frame(self) -> nw.DataFrame[Any]:
        return with_rulings(self.result.figures.frame.with_row_index(ROW), self.result.rulings)

    @cached_property
    def _units(self) -> list[str]:
        return [str(unit) for unit in self._frame["unit"].to_list()]

    @cached_property
    def _clusters(self) -> list[str]:
        return [str(cluster) for cluster in self._frame["cluster"].to_list()]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {unit: place for place, unit in enumerate(self._units)}

    @property
    def _reads_alone(self) -> bool:
        many = self.follower.many or len(self._alone) > _FEW
        return len(self.result.figures.frame) > MANY and not many

    def read(self, unit: str) -> Reading:
        """Read a unit's definitions.

        Raises:
            DvkError: The engine found something else.
        """
        reading = self._alone.get(unit)
        if reading is None and self._reads_alone:
            place, rows = self._places[unit], self._frame.filter(nw.col("unit") == unit).rows(named=True)
            known: dict[Num | Cond, Sequence[Any]] = {
                node: [Fraction(column[place])]
                for node, column in self._across.items()
                if isinstance(node, Ahead | Count)
            }
            reading = self._alone[unit] = Reading(self._reference(rows, known), 0)
        if reading is None:
            reading = Reading(self._everything, self._places[unit])
        if unit not in self._checked:
            wrong = tuple(differences(self.result, self._row_of(unit), reading))
            if wrong:
                raise DvkError(wrong)
            self._checked.add(unit)
        return reading

    @cached_property
    def _everything(self) -> Reference:
        return self._reference(self._frame.rows(named=True), {})

    def _reference(self, rows: Sequence[Mapping[str, Any]], known: Mapping[Num | Cond, Sequence[Any]]) -> Reference:
        given: dict[str, Sequence[Given]] = {}

        def scores(key: str) -> Sequence[Given]:
            if key not in given:
                given[key] = self.follower.given(key, rows)
            return given[key]

        return Reference(self.result.scheme, self.sheet, rows, scores, known)

    @cached_property
    def _across(self) -> Mapping[Num | Cond, Sequence[Any]]:
        """Let the engine find what no row says by itself: places, counts, orders, and who is counted."""
        result, nodes = self.result, list(_across(self.sheet))
        planner = Planner(result.scheme, data_columns(result.figures.columns), result.rulings, scores=False)
        name: EngineName = next((word for word in ENGINES if word == result.engine), "exact")
        outputs = engine(name).run(planner.plan_nodes(self.law, nodes), self._frame)
        columns = (outputs[str(place)].to_list() for place in range(len(nodes)))
        return dict(zip(nodes, columns, strict=True))

    def _row_of(self, unit: str) -> Mapping[str, Any]:
        if self._reads_alone:
            return self.result.frame.filter(nw.col("unit") == unit).rows(named=True)[0]
        return self._all_found[unit]

    @cached_property
    def _all_found(self) -> Mapping[str, Mapping[str, Any]]:
        return {str(row["unit"]): row for row in self.result.frame.iter_rows(named=True)}


@attrs.frozen(eq=False)
class _Crowd:
    """Units, the best first, and what they are compared by, the lowest first."""

    units: Sequence[str]
    keys: Sequence[Any]

    @classmethod
    def of(cls, members: Mapping[str, Any]) -> _Crowd:
        """Sort units by what they are compared by."""
        return cls(sorted(sorted(members), key=members.__getitem__, reverse=True), sorted(members.values()))

    def beside(self, unit: str, key: object) -> tuple[Sequence[str], Sequence[str]]:
        """Give those before a unit, and those equal to it."""
        first, last = (len(self.units) - find(self.keys, key) for find in (bisect_right, bisect_left))
        return self.units[:first], [other for other in self.units[first:last] if other != unit]


def _across(sheet: Sheet) -> Iterable[Num | Cond]:
    nodes: dict[Num | Cond, None] = {}
    for definition in sheet:
        if isinstance(definition.formula, Order):
            nodes[Named(definition.name)] = None
        elif definition.name.endswith(".open"):
            nodes[Holds(definition.name)] = None
        for node in walk(definition.formula):
            if isinstance(node, Ahead | Count):
                nodes |= {node: None, node.among: None}
    return nodes


def differences(result: Result, row: Mapping[str, Any], reading: Reading) -> Iterator[Problem]:
    """Hold what the engine found for a unit, one row of the result, against the definitions."""
    unit, reference = str(row["unit"]), reading.reference
    for name, output in result.plan.outputs.items():
        definition = output.definition
        if definition in reference.conditions:
            holds = reference.conditions[definition][reading.row]
            if bool(row[name]) != holds:
                yield disagreement(result, unit, definition, bool(row[name]), holds)
        elif definition:
            mine = reference.numbers[definition][reading.row] if definition in reference.numbers else Fraction(0)
            theirs = output.factor * int(row[name])
            if mine != theirs and not (output.rounded and abs(mine - theirs) <= output.factor / 2):
                yield disagreement(result, unit, definition, theirs, mine)


def disagreement(result: Result, unit: str, what: str, engines: object, mine: object) -> Problem:
    """Make the problem of an engine and a count that differ."""
    place = Place(file=result.scheme.path, unit=unit)
    found, recount = (plain(value) if isinstance(value, Fraction) else str(value) for value in (engines, mine))
    return problem("DVK-E201", place, what=what, engine=result.engine, found=found, recount=recount)
