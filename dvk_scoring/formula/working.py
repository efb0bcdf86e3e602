"""A formula computed over all units at once, in fractions, a node at a time: the machine of the reference reader.

Nodes are taken parts before wholes, without recursion, so that a sum of thousands of figures is no deeper than a sum
of two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, cast

import attrs

from dvk_scoring.formula import cells, rounding
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.cells import Cell, Column, Gap
from dvk_scoring.formula.missing import Gone, Missing, needed_names
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.walk import children, walk

AcrossNode: TypeAlias = t.Across | t.Rescale | t.ShareOfBest
_Among = Callable[[Fraction, Sequence[Fraction], t.Prefer], Fraction | None]


@attrs.frozen
class UnitFigures:
    """What is known of one unit.

    Attributes:
        unit: Its id.
        cluster: Id of its cluster.
        figures: Value, or the state of a figure that has none, by name in the criterion.
        attributes: The same for the figures of the unit itself.
        params: The params as decided for this unit.
        assigned: False: by rule or ruling not assigned.
        ranked: False: left out of everything taken across a cluster.
    """

    unit: str
    cluster: str
    figures: Mapping[str, Fraction | State] = attrs.field(factory=dict, hash=False)
    attributes: Mapping[str, Fraction | State] = attrs.field(factory=dict, hash=False)
    params: Mapping[str, Fraction] = attrs.field(factory=dict, hash=False)
    assigned: bool = True
    ranked: bool = True


@attrs.frozen
class Outcome:
    """The score of one unit.

    Attributes:
        state: Whether there is a score.
        value: The score; None unless the state is ok and nothing went wrong.
        error: The first node (parts before wholes) that may not be empty and was, or that had no power or logarithm;
            the state is then ok, for the figures are there: it is the formula that gives no number.
    """

    state: State
    value: Fraction | None
    error: t.Num | None = None


class OfUnits:
    """Yes and no of so many units: a list, one a unit."""

    def __init__(self, units: int) -> None:
        """Keep how many there are."""
        self._units = units

    def constant(self, *, holds: bool) -> list[bool]:
        """Give the same of all."""
        return [holds] * self._units

    def any(self, of: Sequence[list[bool]]) -> list[bool]:
        """At least one holds."""
        return [any(row) for row in zip(*of, strict=True)] if of else self.constant(holds=False)

    def all(self, of: Sequence[list[bool]]) -> list[bool]:
        """All hold."""
        return [all(row) for row in zip(*of, strict=True)] if of else self.constant(holds=True)

    def not_(self, of: list[bool]) -> list[bool]:
        """Does not hold."""
        return [not holds for holds in of]

    def fewer(self, of: Sequence[list[bool]], than: int) -> list[bool]:
        """Fewer than so many hold."""
        return [sum(row) < than for row in zip(*of, strict=True)]


class Working:
    """A formula being computed over units.

    Attributes:
        tree: The formula.
        units: The units, in the order given.
        nodes: Every different node, parts before wholes.
        states: One a unit: its figures are whole, or not.
        columns: Node → its cell for each unit. Figures stand as given; all else of a unit that has no score is a gap.
        outcomes: One a unit.
    """

    def __init__(self, tree: t.Num, specs: Sequence[FigureSpec], units: Sequence[UnitFigures]) -> None:
        """Take the units in; nothing is computed yet."""
        self.tree = tree
        self.units = tuple(units)
        self.nodes = walk(tree)
        self.columns: dict[t.Num | t.Cond, Column] = {}
        self.outcomes: tuple[Outcome, ...] = ()
        self._sets: dict[AcrossNode, list[list[int]]] = {}
        self._place = {node: place for place, node in enumerate(self.nodes)}
        self._blanks = {spec.name: spec.blank for spec in specs if spec.blank is not None}
        self._approximate = _approximate_nodes(self.nodes)
        self._missing = Missing(OfUnits(len(self.units)), self._lacking)
        self._needed = needed_names(tree)
        self.states = self._own_states()

    def run(self, *, keep: bool) -> None:
        """Compute node after node; a column that no later node reads is let go unless ``keep``."""
        last_use = {part: place for place, node in enumerate(self.nodes) for part in _reads(node)}
        for place, node in enumerate(self.nodes):
            self.columns[node] = self._column(node)
            for part in () if keep else set(_reads(node)):
                if last_use[part] == place:
                    del self.columns[part]
        ends = zip(self.states, self.columns[self.tree], strict=True)
        self.outcomes = tuple(self._outcome(state, cell) for state, cell in ends)

    def error_node(self, gap: Gap) -> t.Num | None:
        """Give the node that is to blame for a gap, None when it is no error."""
        return None if gap.error is None else cast("t.Num", self.nodes[gap.error])

    def sets(self, node: AcrossNode) -> list[list[int]]:
        """Give for each unit the places of the units among which the value is taken; a cluster shares one list."""
        if node not in self._sets:
            self._sets[node] = self._taken_among(node)
        return self._sets[node]

    def _taken_among(self, node: AcrossNode) -> list[list[int]]:
        value, there = self.columns[node.value], self.there(node.value)
        among = None if node.among is None else self.columns[node.among]
        asked = None if node.among is None else self.there(node.among)
        groups: dict[str, list[int]] = {}
        shared: list[list[int]] = []
        for index, unit in enumerate(self.units):
            group = groups.setdefault(unit.cluster if node.over == "cluster" else "", [])
            shared.append(group)
            counts = unit.ranked and self.states[index] is State.OK and not isinstance(value[index], Gap)
            counts = counts and all(column is None or column[index] for column in (there, asked))
            if counts and (among is None or among[index] is True):
                group.append(index)
        return shared

    # what a unit brings

    def _own_states(self) -> tuple[State, ...]:
        gone = self._missing.of(self.tree)
        return tuple(
            State.NOT_ASSIGNED if kp or not unit.assigned else State.NOT_REPORTED if blank else State.OK
            for unit, kp, blank in zip(self.units, gone.kp, gone.blank, strict=True)
        )

    def _lacking(self, node: t.Figure | t.Attribute) -> Gone[list[bool]]:
        given = [self._given(unit, node) for unit in self.units]
        return Gone(
            [state is State.NOT_ASSIGNED for state in given],
            [state is State.NOT_REPORTED for state in given],
        )

    def there(self, node: t.Num | t.Cond) -> list[bool] | None:
        """Tell of which units nothing of a part is missing; None where that is so of every unit with a score."""
        names = {leaf.name for leaf in walk(node) if isinstance(leaf, t.Figure | t.Attribute)}
        return None if names <= self._needed else self._missing.there(node)

    def _given(self, unit: UnitFigures, node: t.Figure | t.Attribute) -> Fraction | State:
        given = (unit.figures if isinstance(node, t.Figure) else unit.attributes)[node.name]
        return self._blanks.get(node.name, given) if given is State.NOT_REPORTED else given

    def _symbol(self, unit: UnitFigures, node: t.Figure | t.Attribute) -> Cell:
        given = self._given(unit, node)
        return Gap(given) if isinstance(given, State) else given

    def _outcome(self, state: State, cell: Cell) -> Outcome:
        if state is not State.OK:
            return Outcome(state, None)
        if isinstance(cell, Gap):
            return Outcome(cell.state, None, self.error_node(cell))
        return Outcome(State.OK, cells.number(cell))

    # one node over all units

    def _column(self, node: t.Num | t.Cond) -> Column:
        match node:
            case t.Number(value):
                return [value] * len(self.units)
            case t.Param(name):
                return [unit.params[name] for unit in self.units]
            case t.Figure() | t.Attribute():
                return [self._symbol(unit, node) for unit in self.units]
        asked = self._of_figures(node)  # of no units it is empty, and still the answer
        masked = zip(self.states, self._of_parts(node) if asked is None else asked, strict=True)
        return [cell if state is State.OK else Gap(state) for state, cell in masked]

    def _of_figures(self, node: t.Num | t.Cond) -> Column | None:
        """Compute what asks which figures are given, and what is no number at all; None: it is neither."""
        match node:
            case t.Marks():
                return self._marks(node)
            case t.Given(of):
                return list(self._missing.there(of))
            case t.And(of) | t.Or(of):
                return self._joined(node, of)
            case t.Absent(meaning):
                return self._empty(meaning, node)
        return None

    def _of_parts(self, node: t.Num | t.Cond) -> Column:
        match node:
            case t.Choose(cases, otherwise):
                tests = [(self.columns[case.when], self.columns[case.then]) for case in cases]
                return _chosen(tests, self.columns[otherwise])
            case t.Bands():
                return self._bands(node)
            case t.Ratio(over, under, when_empty):
                empty = self._empty(when_empty, node)
                return list(map(cells.divide, self.columns[over], self.columns[under], empty))
            case t.Across(kind=kind):
                return self._rank(node) if kind == "rank" else self._across(node)
            case t.Rescale(when_flat=when_flat):
                return self._share(node, when_flat, cells.rescale_among)
            case t.ShareOfBest(when_empty=when_empty):
                return self._share(node, when_empty, cells.share_of_best_among)
        compute = self._rounding(node) if isinstance(node, t.Round) else cells.plain_operation(node)
        place = self._place[node]
        rows = zip(*(self.columns[part] for part in _reads(node)), strict=True)
        return [_guarded(compute, row, place) for row in rows]

    def _rounding(self, node: t.Round) -> Callable[..., Cell]:
        places, mode = node.places, node.mode
        match node.value:
            case t.Power(_, exponent):
                return lambda _, base: rounding.round_power(base, exponent, places, mode)
            case t.Log(_, base):
                return lambda _, value: rounding.round_log(value, base, places, mode)
        if node.value in self._approximate:
            return lambda value: rounding.round_approximate(value, places, mode)
        return lambda value: rounding.round_fraction(value, places, mode)

    def _bands(self, node: t.Bands) -> Column:
        value = self.columns[node.value]
        steps = [
            ([_at_least(*pair) for pair in zip(value, self.columns[band.start], strict=True)], self.columns[band.then])
            for band in reversed(node.steps)
        ]
        return _chosen(steps, self.columns[node.below])

    def _marks(self, node: t.Marks) -> Column:
        """Take the marks of each unit that are there; an error in one of them is an error of all."""
        empty = self._empty(node.when_fewer, node) if node.kind == "place" else [cells.NO_VALUE] * len(self.units)
        there = [self._missing.there(part) for part in node.of]
        parts = [self.columns[part] for part in node.of]
        column: Column = []
        for index in range(len(self.units)):
            row = [part[index] for part, present in zip(parts, there, strict=True) if present[index]]
            errors = [cell for cell in row if isinstance(cell, Gap) and cell.error is not None]
            values = [cell for cell in row if isinstance(cell, Fraction)]
            value = cells.take_marks(node, values)
            other = empty[index] if len(values) >= node.fewest else cells.NO_VALUE
            column.append((cells.gap_of(errors) or other) if errors or value is None else value)
        return column

    def _joined(self, node: t.And | t.Or, of: tuple[t.Cond, ...]) -> Column:
        """Join conditions; one that is settled by which figures are given decides before any other is looked at."""
        join = all if isinstance(node, t.And) else any
        holds, fails = self._missing.settled(node)
        rows = zip(holds, fails, *(self.columns[part] for part in of), strict=True)
        return [yes if yes or no else (cells.gap_of(row) or join(row)) for yes, no, *row in rows]

    def _empty(self, meaning: t.Num | t.Empty, node: t.Num) -> Column:
        if isinstance(meaning, t.Num):
            return self.columns[meaning]
        return [cells.empty_cell(meaning, self._place[node])] * len(self.units)

    # across units

    def _across(self, node: t.Across) -> Column:
        """Take one number for each set; a unit outside sees it too, unless its own part of it is an error."""
        empty, value, errors = self._empty(node.when_empty, node), self.columns[node.value], self._own_errors(node)
        taken: dict[int, Fraction | None] = {}
        column: Column = []
        for index, inside in enumerate(self.sets(node)):
            if id(inside) not in taken:
                taken[id(inside)] = cells.take_across(node.kind, [cells.number(value[member]) for member in inside])
            number = taken[id(inside)]
            column.append(errors[index] or (empty[index] if number is None else number))
        return column

    def _rank(self, node: t.Across) -> Column:
        """Rank each unit of a set; all others get what empty means, unless their own part is an error."""
        empty, value, sets = self._empty(node.when_empty, node), self.columns[node.value], self.sets(node)
        ordered, errors = self._ordered(value, sets), self._own_errors(node)
        inside = {index for members in sets for index in members}
        column: Column = []
        for index, members in enumerate(sets):
            if index in inside:
                column.append(cells.rank_among(cells.number(value[index]), ordered[id(members)], node.prefer))
            else:
                column.append(errors[index] or empty[index])
        return column

    def _share(self, node: t.Rescale | t.ShareOfBest, meaning: t.Num | t.Empty, compute: _Among) -> Column:
        """Set each unit's own value against those of its set.

        A unit for which ``among`` does not hold gets what empty means. One that is not ranked is set against the
        others, held between 0 and 1, for it may be better than the best or worse than the worst of them.
        """
        empty, value, sets = self._empty(meaning, node), self.columns[node.value], self.sets(node)
        ordered = self._ordered(value, sets)
        column: Column = []
        for index, members in enumerate(sets):
            holds, number, values = self._holds(node, index), value[index], ordered[id(members)]
            gap = holds if isinstance(holds, Gap) else number
            if holds is False or (not values and not isinstance(gap, Gap)):
                column.append(empty[index])
            elif isinstance(gap, Gap):
                column.append(gap)
            else:
                share = compute(cells.number(number), values, node.prefer)
                column.append(empty[index] if share is None else self._share_within(share, index))
        return column

    def _share_within(self, share: Fraction, index: int) -> Fraction:
        return share if self.units[index].ranked else min(max(share, Fraction(0)), Fraction(1))

    def _ordered(self, value: Column, sets: Sequence[Sequence[int]]) -> Mapping[int, list[Fraction]]:
        """Sort the values of each set once, by the identity of the set's list."""
        distinct = {id(members): members for members in sets}
        return {key: sorted(cells.number(value[member]) for member in members) for key, members in distinct.items()}

    def _holds(self, node: AcrossNode, index: int) -> Cell:
        return True if node.among is None else self.columns[node.among][index]

    def _own_errors(self, node: AcrossNode) -> list[Gap | None]:
        """Give the error in each unit's own part of a value taken across, None where there is none."""
        values = self._errors_in(node.value)
        if node.among is None:
            return values
        asked = zip(self.columns[node.among], self._errors_in(node.among), values, strict=True)
        return [error or (wrong if holds is True else None) for holds, error, wrong in asked]

    def _errors_in(self, part: t.Num | t.Cond) -> list[Gap | None]:
        there = self.there(part) or [True] * len(self.units)
        return [
            cell if present and isinstance(cell, Gap) and cell.error is not None else None
            for cell, present in zip(self.columns[part], there, strict=True)
        ]


def _reads(node: t.Num | t.Cond) -> tuple[t.Num | t.Cond, ...]:
    """Give the parts whose columns a node reads; the rounding of a power reads the power's base as well."""
    inner = node.value if isinstance(node, t.Round) else None
    if isinstance(inner, t.Power):
        return (inner, inner.base)
    if isinstance(inner, t.Log):
        return (inner, inner.value)
    return children(node)


def _approximate_nodes(nodes: Sequence[t.Num | t.Cond]) -> frozenset[t.Num | t.Cond]:
    """Give the nodes whose values are known to some 60 decimals only: powers and logarithms, until rounded."""
    approximate: set[t.Num | t.Cond] = set()
    for node in nodes:
        made = isinstance(node, t.Power | t.Log)
        if made or (not isinstance(node, t.Round) and any(part in approximate for part in children(node))):
            approximate.add(node)
    return frozenset(approximate)


def _chosen(tests: Sequence[tuple[Column, Column]], otherwise: Column) -> Column:
    return [
        cells.first_that_holds([(when[index], then[index]) for when, then in tests], cell)
        for index, cell in enumerate(otherwise)
    ]


def _at_least(value: Cell, start: Cell) -> Cell:
    return cells.gap_of((value, start)) or cells.number(value) >= cells.number(start)


def _guarded(compute: Callable[..., Cell], row: tuple[Cell, ...], place: int) -> Cell:
    """Compute when no part is missing; what has no power or logarithm is an error at this node."""
    gap = cells.gap_of(row)
    if gap is not None:
        return gap
    try:
        return compute(*row)
    except ValueError:
        return Gap(State.OK, place)
