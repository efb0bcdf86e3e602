"""The spreadsheet reader: a formula as columns of a workbook, each intermediate step a column a clerk can follow.

Cells hold doubles. Every rounding and every comparison of what doubles hold only nearly carries a nudge that
``precision`` chooses and, where it can, proves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.missing import asked_in, needed_names, optional_parts
from dvk_scoring.formula.phrases import Phrases
from dvk_scoring.formula.walk import children, walk
from dvk_scoring.report.workbook import counts as c
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.given import missing_cells, taken_marks
from dvk_scoring.report.workbook.nudges import Doubt, Nudge, boundaries_of, nudge_for, shown_mode
from dvk_scoring.report.workbook.precision import Measure, Precision, decimals_of, plainer

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.nodes import WorkedNodes
    from dvk_scoring.report.workbook.words import Markers

_SHOWN: Final = 6
_LONGEST: Final = 120
"""Characters beyond which a part gets a column of its own."""
_LONGEST_TEST: Final = 1_000
"""The same, of a condition in which several are joined."""
_STEPS: Final = t.Ratio | t.Choose | t.Bands | t.Across | t.Rescale | t.ShareOfBest | t.CountOf | t.Round | t.Marks


class SheetReader:
    """Writes the formula of one criterion for the units of some clusters.

    Args:
        sheet: Where the steps become columns.
        inside: The rows it is for; the others stay empty.
        figures: Figure name → its column, which holds text where there is no value.
        params: Param name → how it is read.
        mask: Column that says whether the figures are complete.
        compared: Holds for units that count in what is taken across units, None: all do.
        cluster: Column with the number of the unit's cluster.
        measure: Measures doubles.
        phrases: Words for headings.
        markers: Words for cells.
        values: What the nodes are.
        group: Heading over the columns.
        start: Steps that have a number already.
        given: Numbers that are read otherwise than as they are written.
    """

    def __init__(
        self,
        *,
        sheet: g.Sheet,
        inside: Sequence[bool],
        figures: Mapping[str, g.Column],
        params: Mapping[str, g.Expr],
        mask: g.Column,
        compared: g.Expr | None,
        cluster: g.Column,
        measure: Measure,
        phrases: Phrases,
        markers: Markers,
        values: WorkedNodes,
        group: str = "",
        start: int = 0,
        given: Mapping[t.Num, g.Expr] | None = None,
    ) -> None:
        """Keep what symbols stand for."""
        self.sheet, self.inside, self.figures, self.params = sheet, inside, figures, params
        self.mask, self.compared, self.cluster = mask, compared, cluster
        self.measure, self.phrases, self.markers, self.group = measure, phrases, markers, group
        self.values, self._row = values, inside.index(True) if True in inside else 0
        self.doubts: list[Doubt] = []
        self.steps = start
        self._numbers: dict[t.Num, g.Expr] = dict(given or {})
        self._conditions: dict[t.Cond, g.Expr] = {}
        self._uses: Counter[t.Num | t.Cond] = Counter()
        self._missing = missing_cells(figures, markers.not_assigned)
        self._needed: frozenset[str] = frozenset()
        self._counted: frozenset[t.Num | t.Cond] = frozenset()
        self._optional: frozenset[t.Num | t.Cond] = frozenset()
        self._columns: dict[t.Num, g.Column] = {}

    def read(self, tree: t.Num) -> g.Expr:
        """Give the formula; its steps become columns on the way."""
        nodes = walk(tree)
        if not self._uses:  # the first is the whole formula; what is read within it comes later
            self._needed, self._counted = needed_names(tree), frozenset(asked_in(tree))
            self._optional = optional_parts(tree)
        self._uses.update(part for node in nodes for part in children(node))
        for node in nodes:
            if isinstance(node, t.Num) and node not in self._numbers:
                self.measure(node)
                self._numbers[node] = self._kept(node, self._number(node))
            elif isinstance(node, t.Cond) and node not in self._conditions:
                self._conditions[node] = self._settled(node, self._condition(node))
        return self._numbers[tree]

    def put(
        self, title: str, expr: g.Expr, values: Sequence[g.Value], *, key: str = "", places: int | None = None
    ) -> g.Column:
        """Make a column of this criterion: empty outside its clusters, nothing where figures are missing."""
        whole = f.choose(f.is_word(self.mask, self.markers.complete), f.guarded(expr), f.word(""))
        made = [whole if inside else None for inside in self.inside]
        return self.sheet.add(title, made, values, group=self.group, key=key, places=places, look="step", exact=False)

    def step(self, node: t.Num, expr: g.Expr) -> g.Expr:
        """Give a node a column of its own, with a number that headings call it by."""
        title = node.title.in_(self.phrases.language) if isinstance(node, t.Titled) else self.phrases.unnamed(node)[1]
        self.steps += 1
        name = f"({self.steps})"
        column = self._columns[node] = self._column_of(title, node, expr, key=name, places=self._places(node))
        self.phrases.names[node] = name
        return column.open_ref if expr.texts or expr.gaps else column.ref

    def _column_of(self, title: str, node: t.Num | t.Cond, expr: g.Expr, *, key: str, places: int | None) -> g.Column:
        """Make the column of a node; it is empty as well where it lacks a figure that the formula can do without."""
        if node not in self._optional:
            return self.put(title, expr, self.values(node), key=key, places=places)
        whole = f.choose(self._missing.there(node).expr, expr, f.word(""))
        return self.put(title, whole, self.values.given(node), key=key, places=places)

    def _places(self, node: t.Num) -> int | None:
        """Tell the decimals that a step always has, None when it may have no end."""
        measured = self.measure(node)
        places = None if measured.under else decimals_of(measured.fixed)
        return places if places is not None and places <= _SHOWN else None

    def _kept(self, node: t.Num, expr: g.Expr) -> g.Expr:
        """Keep an expression inside others, or give it a column: a step of the working, used twice, or long."""
        if isinstance(node, t.Number | t.Figure | t.Attribute | t.Param):
            return expr
        long = len(expr.write(self._row, self.sheet)) > _LONGEST
        if isinstance(node, _STEPS) or long or expr.texts or self._uses[node] > 1:
            return self.step(node, expr) if expr.level != g.ATOM or not self._is_cell(expr) else expr
        return expr

    def _settled(self, node: t.Cond, expr: g.Expr) -> g.Expr:
        """Keep a condition inside others, or give it a column of 1 and 0: several joined, used twice or long."""
        if not isinstance(node, t.And | t.Or) or node in self.phrases.names:
            return expr
        if self._uses[node] <= 1 and len(expr.write(self._row, self.sheet)) <= _LONGEST_TEST:
            return expr
        return self._as_column(node, f.one_if(expr))

    def _as_column(self, node: t.And | t.Or, ones: g.Expr) -> g.Expr:
        self.steps += 1
        name = f"({self.steps})"
        column = self._column_of(self.phrases.says(node), node, ones, key=name, places=0)
        self.phrases.names[node] = name
        return f.compare("=", column.open_ref if ones.gaps or ones.texts else column.ref, f.number(1))

    def _titled(self, node: t.Titled) -> g.Expr:
        """Head the column of a part by the name that the part has."""
        expr = self.cell(node.of)
        column = self._columns.get(node.of)
        if column is None:
            return self.step(node, expr)
        column.title = node.title.in_(self.phrases.language)
        self.phrases.names[node] = self.phrases.names[node.of]
        return expr

    def _is_cell(self, expr: g.Expr) -> bool:
        return expr.write(self._row, self.sheet).lstrip("$").isalnum()

    def _got(self, node: t.Num) -> g.Expr:
        return self._numbers[node] if node in self._numbers else self.read(node)

    def cell(self, node: t.Num) -> g.Expr:
        """Give a number that is written more than once: as a column when it is more than a cell or a written number."""
        expr = self._got(node)
        if isinstance(node, t.Number | t.Param) or self._is_cell(expr):
            return expr
        self._numbers[node] = self.step(node, expr)
        return self._numbers[node]

    def _empty(self, meaning: t.Num | t.Empty) -> g.Expr:
        if isinstance(meaning, t.Num):
            return self._got(meaning)
        return f.word(self.markers.not_assigned if meaning is t.Empty.NOT_ASSIGNED else self.markers.error)

    # numbers

    def _number(self, node: t.Num) -> g.Expr:  # noqa: C901, PLR0912 - one line a node, the set is closed
        match node:
            case t.Number(value):
                return f.number(value)
            case t.Figure(name) | t.Attribute(name):
                column = self.figures[name]
                return column.ref if name in self._needed else column.open_ref
            case t.Param(name):
                return self.params[name]
            case t.Add(other, t.Number(Fraction(numerator=0))) | t.Subtract(other, t.Number(Fraction(numerator=0))):
                return self._got(other)
            case t.Add(left, right):
                return self._cleaned(node, f.add(self._got(left), self._got(right)))
            case t.Subtract(left, right):
                return self._cleaned(node, f.subtract(self._got(left), self._got(right)))
            case t.Multiply(left, right):
                return f.multiply(self._got(left), self._got(right))
            case t.Ratio(_, t.Number(Fraction(numerator=0)), when_empty):
                return self._empty(when_empty)
            case t.Ratio(over, t.Number(value), _):
                return f.divide(self._got(over), f.number(value))
            case t.Ratio(over, under, when_empty):
                below = self.cell(under)
                test = self._against("=", under, t.ZERO)
                return f.choose(test, self._empty(when_empty), f.divide(self._got(over), below))
            case t.Least(of) | t.Greatest(of):
                parts = [self._got(part) for part in of]
                return f.least(*parts) if isinstance(node, t.Least) else f.greatest(*parts)
            case t.Choose(cases, otherwise):
                result = self._got(otherwise)
                for case in reversed(cases):
                    result = f.choose(self._truth_of(case.when), self._got(case.then), result)
                return result
            case t.Bands() | t.Rescale() | t.ShareOfBest():
                simpler = plainer(node)
                if node in self._optional:
                    self._optional |= frozenset(walk(simpler)).difference(self._numbers, self._conditions)
                return self._got(simpler)
            case t.Round(value, places, mode):
                return self.rounded(value, places, mode)
            case t.Marks():
                return self._marks(node)
            case t.Absolute(of):
                return f.absolute(self._got(of))
            case t.Titled():
                return self._titled(node)
            case t.Absent(meaning):
                return self._empty(meaning)
            case t.CountOf(of, at_least):
                return f.add(*(f.one_if(self._against(">=", part, at_least)) for part in of))
            case t.Power(base, exponent):
                return self._power(base, exponent)
            case t.Log(value, base):
                return self._log(value, base)
            case t.Across():
                return self._across(node)
            case _:
                message = f"{type(node).__name__} is no node of a formula"
                raise TypeError(message)

    def _cleaned(self, node: t.Num, expr: g.Expr) -> g.Expr:
        """Bring a sum of decimals back to the decimal it is: 0.3 - 0.1 is 0.2 and nothing beside it."""
        places = self.measure.cleaned(node)
        return expr if places is None else f.to_decimals(expr, places)

    def rounded(self, value: t.Num, places: int, mode: t.RoundMode) -> g.Expr:
        """Round a formula."""
        nudge = nudge_for(self.measure(value), self.values(value), boundaries_of(places, mode))
        self._doubt(value, nudge)
        shown = shown_mode(mode, self.measure.low(value))
        inner = self.cell(value) if f.is_repeated(shown) else self._got(value)
        return f.rounded(inner, places, shown, nudge.text)

    def _doubt(self, node: t.Num, nudge: Nudge) -> None:
        """Note what is not proved."""
        if not nudge.proved:
            self.doubts.append(Doubt(self.phrases.say(node), nudge.text, nudge.near))

    def _against(self, op: str, left: t.Num, right: t.Num) -> g.Expr:
        a, b = self._got(left), self._got(right)
        if all(precision.whole or precision.decimal for precision in (self.measure(left), self.measure(right))):
            return f.compare(op, a, b)
        pairs = zip(self.values(left), self.values(right), strict=True)
        apart = [one - other for one, other in pairs if isinstance(one, Fraction) and isinstance(other, Fraction)]
        nudge = nudge_for(self.measure(t.Subtract(left, right)), apart)
        self._doubt(left, nudge)
        return f.near(op, a, b, nudge.text)

    def _marks(self, node: t.Marks) -> g.Expr:
        columns = [self._mark(part) for part in node.of]
        taken = taken_marks(node, columns)
        computed = any(not isinstance(part, t.Figure | t.Attribute) for part in node.of)
        if node.kind != "count" and (computed or node not in self._counted):  # there may be too few, or none
            few = f.compare("<", f.count_of(columns), f.number(node.fewest))
            taken = f.choose(few, f.word(self.markers.not_assigned), taken)
        if computed:
            wrong = f.compare(">", f.count_word(columns, self.markers.error), f.number(0))
            taken = f.choose(wrong, f.word(self.markers.error), taken)
        if node.kind != "place":
            return taken
        enough = f.compare(">=", f.count_of(columns), f.number(node.best or 1))
        return f.choose(enough, taken, self._empty(node.when_fewer))

    def _mark(self, part: t.Num) -> g.Column:
        """Give the cells of a mark: those of the figure, or a column that is empty where a figure of it is missing."""
        if isinstance(part, t.Figure | t.Attribute):
            return self.figures[part.name]
        expr = self._got(part)
        self.steps += 1
        return self._column_of(self.phrases.say(part), part, expr, key=f"({self.steps})", places=self._places(part))

    def _asked(self, node: t.And | t.Or) -> g.Expr:
        """Join conditions of which one may be settled by what is given: as a column, since others may be missing."""
        holds, fails = self._missing.settled(node)
        parts = [self._truth_of(part) for part in node.of]
        joined = f.all_of(parts) if isinstance(node, t.And) else f.any_of(parts)
        rest = f.choose(fails.expr, f.number(0), f.one_if(joined))
        return self._as_column(node, f.choose(holds.expr, f.number(1), rest))

    def _power(self, base: t.Num, exponent: Fraction) -> g.Expr:
        if exponent == 0:
            return f.number(1)
        below, low = self.cell(base), self.measure.low(base)
        if low is not None and (low > 0 or (low == 0 and exponent > 0)):
            return f.power(below, exponent)
        wrong = f.compare("<" if exponent > 0 else "<=", below, f.number(0))
        return f.choose(wrong, f.word(self.markers.error), f.power(below, exponent))

    def _log(self, value: t.Num, base: Fraction | None) -> g.Expr:
        inner, low = self.cell(value), self.measure.low(value)
        if low is not None and low > 0:
            return f.log(inner, base)
        return f.choose(f.compare("<=", inner, f.number(0)), f.word(self.markers.error), f.log(inner, base))

    # across units

    def _across(self, node: t.Across) -> g.Expr:
        values = self._among(node)
        group = self.cluster if node.over == "cluster" else None
        count = c.count_numbers(values, group)
        if node.kind == "count":
            return count
        if node.kind in ("sum", "mean"):
            total = self._summed(values, group, self.measure(node.value))
            if node.kind == "sum":
                return total
            return f.choose(f.compare("=", count, f.number(0)), self._empty(node.when_empty), f.divide(total, count))
        if node.kind == "rank":
            measured = self.measure(node.value)
            nudge = Nudge(Fraction(1, 2), proved=True) if measured.whole else nudge_for(measured.difference, ())
            self._doubt(node, nudge)
            margin = "0.5" if measured.whole else nudge.text
            place = f.add(f.number(1), c.count_better(values, group, margin, high=node.prefer == "high"))
            return f.choose(f.is_number(values), place, self._empty(node.when_empty))
        best = c.extreme(values, group, highest=node.kind == "highest")
        return f.choose(f.compare("=", count, f.number(0)), self._empty(node.when_empty), best)

    def _summed(self, values: g.Column, group: g.Column | None, measured: Precision) -> g.Expr:
        total = c.sum_numbers(values, group)
        places = decimals_of(measured.fixed)
        if measured.whole or places is None:
            return total
        return f.to_decimals(total, places)

    def _among(self, node: t.Across) -> g.Column:
        """Make the column of the values that are compared: empty text for a unit that does not take part."""
        value = self._got(node.value)
        tests = [] if self.compared is None else [self.compared]
        looked_at: list[t.Num | t.Cond] = [node.value] if node.among is None else [node.value, node.among]
        tests += [self._missing.there(part).expr for part in looked_at if part in self._optional]
        tests += [] if node.among is None else [self._truth_of(node.among)]
        expr = f.choose(f.all_of([*map(f.bare, tests)]), f.bare(value), f.word("")) if tests else f.bare(value)
        for gap in f.gaps_of(value, *tests):
            expr = f.choose(f.is_number(gap), expr, f.word(""))
        what = self.phrases.say(node.value)
        if node.among is not None:
            what += self.phrases.word("among", among=self.phrases.holds(node.among))
        self.steps += 1
        pairs = zip(self.values(node.value), self.values.among(node), strict=True)
        values = [value if counts else "" for value, counts in pairs]
        return self.put(self.markers.compared.format(value=what), expr, values, key=f"({self.steps})")

    # conditions

    def _truth_of(self, condition: t.Cond) -> g.Expr:
        if condition not in self._conditions:
            for node in walk(condition):
                if isinstance(node, t.Num):
                    self._got(node)
                elif node not in self._conditions:
                    self._conditions[node] = self._settled(node, self._condition(node))
        return self._conditions[condition]

    def _condition(self, condition: t.Cond) -> g.Expr:
        match condition:
            case t.Compare(op, left, right):
                return self._against(f.OPS[op], left, right)
            case t.Not(of):
                return f.not_(self._truth_of(of))
            case t.Given(of):
                return f.is_number(self.figures[of.name])
            case t.And() | t.Or() if condition in asked_in(condition):
                return self._asked(condition)
            case t.And(of):
                return f.all_of([self._truth_of(part) for part in of])
            case t.Or(of):
                return f.any_of([self._truth_of(part) for part in of])
        message = f"{type(condition).__name__} is no condition of a formula"
        raise TypeError(message)
