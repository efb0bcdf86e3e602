"""The spreadsheet reader: a formula as columns of a workbook, each intermediate step a column a clerk can follow.

Cells hold doubles. Every rounding and every comparison of what doubles hold only nearly carries a nudge that
``precision`` chooses and, where it can, proves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.phrases import Phrases
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.nudges import Doubt, Nudge, boundaries_of, nudge_for, shown_mode
from dvk_scoring.report.workbook.precision import Measure, Precision, decimals_of, plainer

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.nodes import WorkedNodes
    from dvk_scoring.report.workbook.words import Markers

ZERO: Final = t.Number(Fraction(0))
_SHOWN: Final = 6
_LONGEST: Final = 120
"""Characters beyond which a part gets a column of its own."""
_LONGEST_TEST: Final = 1_000
"""The same, of a condition in which several are joined."""
_STEPS: Final = (
    t.Ratio | t.Choose | t.Bands | t.Across | t.Rescale | t.ShareOfBest | t.CountOf | t.Round | t.Mean | t.Median
)


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
        self.values = values
        self.doubts: list[Doubt] = []
        self.steps = start
        self._numbers: dict[t.Num, g.Expr] = dict(given or {})
        self._conditions: dict[t.Cond, g.Expr] = {}
        self._uses: Counter[t.Num | t.Cond] = Counter()

    def read(self, tree: t.Num) -> g.Expr:
        """Give the formula; its steps become columns on the way."""
        nodes = t.walk(tree)
        self._uses.update(part for node in nodes for part in t.children(node))
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
        made = [whole if here else None for here in self.inside]
        return self.sheet.add(title, made, values, group=self.group, key=key, places=places, look="step", exact=False)

    def step(self, node: t.Num, expr: g.Expr) -> g.Expr:
        """Give a node a column of its own, with a number that headings call it by."""
        title = self.phrases.own(node)[1]
        self.steps += 1
        name = f"({self.steps})"
        column = self.put(title, expr, self.values(node), key=name, places=self._places(node))
        self.phrases.names[node] = name
        return column.open_ref if expr.texts or expr.gaps else column.ref

    def _places(self, node: t.Num) -> int | None:
        """Tell the decimals that a step always has, None when it may have no end."""
        measured = self.measure(node)
        places = None if measured.under else decimals_of(measured.fixed)
        return places if places is not None and places <= _SHOWN else None

    def _kept(self, node: t.Num, expr: g.Expr) -> g.Expr:
        """Keep an expression inside others, or give it a column: a step of the working, used twice, or long."""
        if isinstance(node, t.Number | t.Figure | t.Attribute | t.Param):
            return expr
        row = self.inside.index(True) if True in self.inside else 0
        long = len(expr.write(row, self.sheet)) > _LONGEST
        if isinstance(node, _STEPS) or long or expr.texts or self._uses[node] > 1:
            return self.step(node, expr) if expr.level != g.ATOM or not self._is_cell(expr, row) else expr
        return expr

    def _settled(self, node: t.Cond, expr: g.Expr) -> g.Expr:
        """Keep a condition inside others, or give it a column of 1 and 0: several joined, used twice or long."""
        if not isinstance(node, t.And | t.Or):
            return expr
        row = self.inside.index(True) if True in self.inside else 0
        if self._uses[node] <= 1 and len(expr.write(row, self.sheet)) <= _LONGEST_TEST:
            return expr
        self.steps += 1
        name = f"({self.steps})"
        column = self.put(self.phrases.says(node), f.one_if(expr), self.values(node), key=name, places=0)
        self.phrases.names[node] = name
        return f.compare("=", column.open_ref if expr.gaps else column.ref, f.number(1))

    def _is_cell(self, expr: g.Expr, row: int) -> bool:
        return expr.write(row, self.sheet).lstrip("$").isalnum()

    def _got(self, node: t.Num) -> g.Expr:
        return self._numbers[node] if node in self._numbers else self.read(node)

    def cell(self, node: t.Num) -> g.Expr:
        """Give a number that is written more than once: as a column when it is more than a cell or a written number."""
        expr = self._got(node)
        row = self.inside.index(True) if True in self.inside else 0
        if isinstance(node, t.Number | t.Param) or self._is_cell(expr, row):
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
                return self.figures[name].ref
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
                test = self._against("=", under, ZERO)
                return f.choose(test, self._empty(when_empty), f.divide(self._got(over), below))
            case t.Least(of):
                return f.least(*(self._got(part) for part in of))
            case t.Greatest(of):
                return f.greatest(*(self._got(part) for part in of))
            case t.Choose(cases, otherwise):
                result = self._got(otherwise)
                for case in reversed(cases):
                    result = f.choose(self._held(case.when), self._got(case.then), result)
                return result
            case t.Bands() | t.Rescale() | t.ShareOfBest():
                return self._got(plainer(node))
            case t.Round(value, places, mode):
                return self.rounded(value, places, mode)
            case t.Mean(of, drop, _):
                return self._mean(of, drop)
            case t.Median(of, _):
                return self._panel("MEDIAN", of)
            case t.CountOf(of, at_least):
                ones = [f.one_if(self._against(">=", part, at_least)) for part in of]
                return f.add(*ones)
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
        if self.measure(left).whole and self.measure(right).whole:
            return f.compare(op, a, b)
        pairs = zip(self.values(left), self.values(right), strict=True)
        apart = [one - other for one, other in pairs if isinstance(one, Fraction) and isinstance(other, Fraction)]
        nudge = nudge_for(self.measure(t.Subtract(left, right)), apart)
        self._doubt(left, nudge)
        return f.near(op, a, b, nudge.text)

    # marks

    def _range(self, of: Sequence[t.Figure]) -> Callable[[int, g.Sheet], str]:
        columns = [self.figures[one.name] for one in of]

        def write(row: int, here: g.Sheet) -> str:
            text = f.row_range(columns, row, here)
            return f"({text})" if "," in text else text

        return write

    def _panel(self, name: str, of: Sequence[t.Figure]) -> g.Expr:
        inside = self._range(of)
        return g.Expr(lambda row, here: f"{name}({inside(row, here)})")

    def _mean(self, of: Sequence[t.Figure], drop: int) -> g.Expr:
        if drop == 0:
            return self._panel("AVERAGE", of)
        inside = self._range(of)

        def write(row: int, here: g.Sheet) -> str:
            marks = inside(row, here)
            low = "".join(f"-SMALL({marks},{place})" for place in range(1, drop + 1))
            high = "".join(f"-LARGE({marks},{place})" for place in range(1, drop + 1))
            return f"(SUM({marks}){low}{high})/(COUNT({marks})-{2 * drop})"

        return g.Expr(write, g.MULTIPLIED)

    # powers and logarithms

    def _power(self, base: t.Num, exponent: Fraction) -> g.Expr:
        if exponent == 0:
            return f.number(1)
        below = self.cell(base)
        times = f.number(exponent)
        raised = g.Expr(
            lambda row, here: f"{below.part(row, here, g.ATOM)}^{times.part(row, here, g.ATOM)}",
            g.RAISED,
            below.gaps,
        )
        low = self.measure.low(base)
        if low is not None and (low > 0 or (low == 0 and exponent > 0)):
            return raised
        return f.choose(
            f.compare("<" if exponent > 0 else "<=", below, f.number(0)), f.word(self.markers.error), raised
        )

    def _log(self, value: t.Num, base: Fraction | None) -> g.Expr:
        inner = self.cell(value)
        written = None if base is None else f.number(base)

        def write(row: int, here: g.Sheet) -> str:
            text = inner.write(row, here)
            return f"LN({text})" if written is None else f"LOG({text},{written.write(row, here)})"

        taken = g.Expr(write, gaps=inner.gaps)
        low = self.measure.low(value)
        if low is not None and low > 0:
            return taken
        return f.choose(f.compare("<=", inner, f.number(0)), f.word(self.markers.error), taken)

    # across units

    def _across(self, node: t.Across) -> g.Expr:
        values = self._among(node)
        group = self.cluster if node.over == "cluster" else None
        count = f.count_numbers(values, group)
        if node.kind == "count":
            return count
        if node.kind in ("sum", "mean"):
            total = self._summed(values, group, self.measure(node.value))
            if node.kind == "sum":
                return total
            return f.choose(f.compare("=", count, f.number(0)), self._empty(node.when_empty), f.divide(total, count))
        if node.kind == "rank":
            measured = self.measure(node.value)
            nudge = Nudge(Fraction(1, 2), proved=True) if measured.whole else self._apart(measured)
            self._doubt(node, nudge)
            margin = "0.5" if measured.whole else nudge.text
            place = f.add(f.number(1), f.count_better(values, group, margin, high=node.prefer == "high"))
            return f.choose(f.is_number(values), place, self._empty(node.when_empty))
        best = f.extreme(values, group, highest=node.kind == "highest")
        return f.choose(f.compare("=", count, f.number(0)), self._empty(node.when_empty), best)

    @staticmethod
    def _apart(measured: Precision) -> Nudge:
        """Tell two values of one formula apart: they differ by 1 / below² at least."""
        under = {one: value**2 for one, value in measured.under.items()}
        both = attrs.evolve(measured, absolute=2 * measured.error, fixed=measured.fixed**2, under=under)
        return nudge_for(both, ())

    def _summed(self, values: g.Column, group: g.Column | None, measured: Precision) -> g.Expr:
        total = f.sum_numbers(values, group)
        places = decimals_of(measured.fixed)
        if measured.whole or places is None:
            return total
        return f.to_decimals(total, places)

    def _among(self, node: t.Across) -> g.Column:
        """Make the column of the values that are compared: empty text for a unit that does not take part."""
        value = self._got(node.value)
        tests = [] if self.compared is None else [self.compared]
        tests += [] if node.among is None else [self._held(node.among)]
        found = f.choose(f.all_of([_bare(one) for one in tests]), _bare(value), f.word("")) if tests else _bare(value)
        for gap in f.gaps_of(value, *tests):
            found = f.choose(f.is_number(gap), found, f.word(""))
        what = self.phrases.say(node.value)
        if node.among is not None:
            what += self.phrases.word("among", among=self.phrases.holds(node.among))
        self.steps += 1
        pairs = zip(self.values(node.value), self.values.among(node), strict=True)
        values = [value if counts else "" for value, counts in pairs]
        return self.put(self.markers.compared.format(value=what), found, values, key=f"({self.steps})")

    # conditions

    def _held(self, condition: t.Cond) -> g.Expr:
        if condition not in self._conditions:
            for node in t.walk(condition):
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
                return f.not_(self._held(of))
            case t.And(of):
                return f.all_of([self._held(part) for part in of])
            case t.Or(of):
                return f.any_of([self._held(part) for part in of])
        message = f"{type(condition).__name__} is no condition of a formula"
        raise TypeError(message)


def _bare(expr: g.Expr) -> g.Expr:
    """Read an expression where its gaps were looked at before."""
    return g.Expr(expr.write, expr.level)
