"""Formulas of the law as formulas of a spreadsheet. Nothing here knows what a quota or a limit is: only nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.names import is_ruled_out
from dvk_scoring.formula.shapes import terms_of, turn
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook import counts as c
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.known import At, Known, Says, is_compound
from dvk_scoring.report.workbook.nudges import Doubt, Nudge, boundaries_of, nudge_for, shown_mode
from dvk_scoring.report.workbook.words import KP

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.report.workbook.exactness import LawMeasure
    from dvk_scoring.report.workbook.inputs import Inputs
    from dvk_scoring.report.workbook.law import BookLaw

Truth: TypeAlias = "g.Expr | bool"
Terms: TypeAlias = "list[tuple[str, g.Expr]]"
_OPPOSITE: Final[Mapping[t.CompareOp, t.CompareOp]] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==",
}  # fmt: skip
_TESTS: Final[Mapping[t.CompareOp, Callable[[Fraction, Fraction], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
_RANKED: Final = n.Holds("ranked")


class Translator:
    """Writes formulas of the law.

    Attributes:
        columns: Definition → its column.
        known: What cells tell, and what follows from what.
        group: Heading over the columns that are made on the way.
    """

    def __init__(self, book: Book, law: BookLaw, inputs: Inputs, measure: LawMeasure) -> None:
        """Keep what the nodes stand for."""
        self.book, self.law, self.inputs, self.measure = book, law, inputs, measure
        self.columns: dict[str, g.Column] = {}
        self.known = Known(law, self.columns)
        self.group = ""
        self._flags: dict[t.Cond, g.Column] = {}
        self._steps: dict[tuple[str, t.Num], g.Column] = {}
        self._leads: dict[str, g.Column] = {}
        self._clusters = [unit.cluster for unit in book.units]

    def by_cluster(self, write: Callable[[At], g.Expr], sheet: g.Sheet, label: str) -> list[g.Expr]:
        """Write a formula for each row: what differs by cluster is decided here."""
        made = {cluster: write(At(sheet, cluster, label)) for cluster in dict.fromkeys(self._clusters)}
        return [made[cluster] for cluster in self._clusters]

    def _column(self, name: str) -> g.Column | None:
        root = self.law.root(name)
        if root not in self.columns and (root in self.measure.kept or root in self.law.elsewhere):
            message = f"{name} is read before it is written"
            raise KeyError(message)
        return self.columns.get(root)

    # numbers

    def number(self, node: t.Num, at: At) -> g.Expr:  # noqa: C901, PLR0912 - one line a node, the set is closed
        """Write a number."""
        match node:
            case n.Written(value, key):
                return self.book.written(key, value)
            case t.Number(value):
                return f.number(value)
            case n.Named(name):
                column = self._column(name)
                return self.number(self._formula(name), at) if column is None else self._read(name, column, at)
            case n.ByCluster(values, key):
                value = dict(values).get(at.cluster, Fraction(0))
                kind = self.book.scheme.clusters[at.cluster].kind
                return self.book.written(key, value, kind) if value else f.number(0)
            case n.Column(name):
                column = self.inputs.figures[name]
                return column.ref if n.Present(name) in at.known else column.number
            case n.Ruled(name):
                ruled = self.inputs.ruled.get(name)
                return f.number(0) if ruled is None else ruled.number
            case t.Add() | t.Subtract() | n.Ahead():
                return self._sum(node, at)
            case t.Multiply(left, right):
                return self._product(self.number(left, at), self.number(right, at))
            case t.Ratio(over, under):
                return f.divide(self.number(over, at), self.number(under, at))
            case t.Least(of) | t.Greatest(of):
                parts = [self.number(part, at) for part in of]
                return f.least(*parts) if isinstance(node, t.Least) else f.greatest(*parts)
            case t.Choose(cases, otherwise):
                return self.chosen(cases, otherwise, at, self.number)
            case t.Round():
                return self._round(node, at)
            case n.Count(among, over):
                return c.count_where(*self._group(over), c.counted(self._flag(among, at)))
        message = f"{type(node).__name__} is no part of the law"
        raise TypeError(message)

    def _formula(self, name: str) -> t.Num:
        formula = self.law.formulas[self.law.root(name)]
        assert isinstance(formula, t.Num)
        return formula

    def _read(self, name: str, column: g.Column, at: At) -> g.Expr:
        """Read a cell; where it may hold a word, the word counts 0."""
        gaps = self.law.gaps.get(self.law.root(name), ())
        there = gaps and all(self.known.normal(n.not_(gap.when)) in at.known for gap in gaps)
        return column.ref if there or not column.texts else column.number

    @staticmethod
    def _product(left: g.Expr, right: g.Expr) -> g.Expr:
        for one, other in ((left, right), (right, left)):
            if one.constant == 0:
                return one
            if one.constant == 1:
                return other
        return f.multiply(left, right)

    def _terms(self, node: t.Num) -> list[tuple[str, t.Num]]:
        """Take a sum apart, also where its parts have no cells of their own."""
        terms: list[tuple[str, t.Num]] = []
        waiting = [("+", node)]
        while waiting:
            sign, current = waiting.pop()
            if isinstance(current, n.Named) and self._column(current.name) is None:
                waiting.append((sign, self._formula(current.name)))
            elif isinstance(current, t.Add | t.Subtract):
                waiting += [(sign if own == "+" else turn(sign), part) for own, part in reversed(terms_of(current))]
            else:
                terms.append((sign, current))
        return terms

    def _sum(self, node: t.Num, at: At) -> g.Expr:
        """Write a sum: cells together, then the rest, written numbers last."""
        cells: list[g.Column] = []
        rest: Terms = []
        constant = Fraction(0)
        for sign, part in self._terms(node):
            column = self._column(part.name) if isinstance(part, n.Named) else None
            if column is not None and sign == "+":
                cells.append(column)
                continue
            for own, expr in self._ahead(part, at) if isinstance(part, n.Ahead) else [("+", self.number(part, at))]:
                shown = sign if own == "+" else turn(sign)
                if expr.constant is None or isinstance(part, n.Written):
                    rest.append((shown, expr))
                else:
                    constant += expr.constant if shown == "+" else -expr.constant
        if len(cells) > 1:
            rest.insert(0, ("+", f.sum_of(cells)))
        elif cells:
            rest.insert(0, ("+", cells[0].number if cells[0].texts else cells[0].ref))
        if constant or not rest:
            rest.append(("+" if constant >= 0 else "-", f.number(abs(constant))))
        if len(rest) == 1 and rest[0][0] == "+":
            return rest[0][1]
        return f.chain([sign for sign, _ in rest], [expr for _, expr in rest])

    def chosen(self, cases: Sequence[t.Case], otherwise: t.Num, at: At, write: Callable[[t.Num, At], g.Expr]) -> g.Expr:
        """Write a choice; a case may take for granted that those before it do not hold."""
        choices: list[tuple[Truth, g.Expr]] = []
        for case in cases:
            when = self.condition(case.when, at)
            if when is not False:
                choices.append((when, write(case.then, self.known.knowing(at, case.when))))
            if when is True:
                break
            at = self.known.knowing(at, n.not_(case.when))
        if not choices or choices[-1][0] is not True:
            choices.append((True, write(otherwise, at)))
        whole = choices.pop()[1]
        for when, then in reversed(choices):
            assert not isinstance(when, bool)
            whole = f.choose(when, then, whole)
        return whole

    def _round(self, node: t.Round, at: At) -> g.Expr:
        """Round as is proved to be right; what has no more decimals than are kept is only brought back to them."""
        rounded, inner = self.measure.rounding(node), node.value
        if rounded is None:
            expr, precision = self.number(inner, at), self.measure.of(inner)
            plain = (precision.decimal or precision.whole) and not self.measure.is_written(inner)
            return expr if plain else f.to_decimals(expr, node.places)
        nudge = nudge_for(rounded, self.law.values(inner), boundaries_of(node.places, node.mode))
        self.doubt(at, nudge)
        mode = shown_mode(node.mode, self.measure.low(inner))
        part = self.cell(inner, at) if f.is_repeated(mode) else self.number(inner, at)
        return f.rounded(part, node.places, mode, nudge.text)

    def doubt(self, at: At, nudge: Nudge) -> None:
        """Note what is not proved."""
        if not nudge.proved:
            self.book.doubts.append((at.sheet.title, Doubt(at.label, nudge.text, nudge.near)))

    def cell(self, node: t.Num, at: At) -> g.Expr:
        """Give a number that is written more than once a cell of its own."""
        if isinstance(node, n.Written) or (isinstance(node, n.Named) and self._column(node.name) is not None):
            return self.number(node, at)
        key = at.sheet.name, node
        if key not in self._steps:
            label = self.book.say("before_rounding", what=at.label)
            cells = self.by_cluster(lambda there: self.number(node, there), at.sheet, label)
            self._steps[key] = at.sheet.add(
                label, cells, self.law.values(node), group=self.group, look="step", exact=False, detail=True
            )
        return self._steps[key].ref

    # other units

    def _group(self, over: t.Over) -> list[c.Criterion]:
        return [c.same_as_own(self.book.cluster)] if over == "cluster" else []

    def _ahead(self, node: n.Ahead, at: At) -> Terms:
        asked = self.condition(node.asked, at)
        if asked is False:
            return [("+", f.number(-1))]
        if asked is True or self.known.normal(node.asked) in at.known:
            return self._before(node, at)
        terms = self._before(node, at)
        whole = f.chain([sign for sign, _ in terms], [expr for _, expr in terms])
        return [("+", f.choose(asked, whole, f.number(-1)))]

    def _before(self, node: n.Ahead, at: At) -> Terms:
        """Count those before a unit that is asked; of those that stand level with it, it is itself none."""
        order, among = self.columns[self.law.root(node.order)], self.known.normal(node.among)
        criteria = self._group(node.over)
        if node.distinct:
            criteria.append(c.counted(self._first_of_tie(node, at)))
        elif among != _RANKED:  # others have no place in the order
            criteria.append(c.counted(self._flag(node.among, at)))
        terms: Terms = [("+", c.count_where(*criteria, c.Criterion(order, "<=" if node.ties else "<", order.ref)))]
        if node.ties:
            itself = among in (_RANKED, self.known.normal(node.asked))
            terms.append(("-", f.number(1) if itself else self._flag(node.among, at).ref))
        return terms

    def _flag(self, condition: t.Cond, at: At) -> g.Column:
        """Give a condition on which units are counted a column of its own."""
        if isinstance(condition, n.Holds):
            column = self._column(condition.name)
            if column is not None:
                return column
        key = self.known.normal(condition)
        if key not in self._flags:
            title = self.book.say("counted")
            cells = self.by_cluster(lambda there: self.one_if(condition, there), at.sheet, title)
            values = [Fraction(holds) for holds in self.law.holds(condition)]
            self._flags[key] = at.sheet.add(title, cells, values, group=self.group, places=0, detail=True)
        return self._flags[key]

    def _first_of_tie(self, node: n.Ahead, at: At) -> g.Column:
        """Mark one unit of each tie, for ranks that count ties once."""
        if node.order not in self._leads:
            order, group = self.columns[self.law.root(node.order)], self._group(node.over)
            alone = f.compare("=", c.count_where(*group, c.same_as_own(order), down_to_own=True), f.number(1))
            ranked = self.columns["ranked"]
            seen: set[tuple[str, g.Value]] = set()
            values: list[g.Value] = []
            for cluster, place in zip(self._clusters, order.values, strict=True):
                key = (cluster if group else "", place)
                values.append("" if place == "" else Fraction(key not in seen))
                seen.add(key)
            cells = f.choose(f.is_one(ranked), f.one_if(alone), f.word(""))
            title = self.book.say("first_of_tie")
            self._leads[node.order] = at.sheet.add(title, cells, values, group=self.group, places=0, detail=True)
        return self._leads[node.order]

    # conditions

    def one_if(self, condition: t.Cond, at: At) -> g.Expr:
        """Write 1 where a condition holds, else 0."""
        truth = self.condition(condition, at)
        return f.number(int(truth)) if isinstance(truth, bool) else f.one_if(truth)

    def condition(self, node: t.Cond, at: At, *, yes: bool = True) -> Truth:  # noqa: C901 - one line a node
        """Write a condition, or its contrary."""
        if self.known.normal(node) in at.known:
            return yes
        if self.known.normal(n.not_(node)) in at.known:
            return not yes
        match node:
            case t.Not(of):
                return self.condition(of, at, yes=not yes)
            case t.And(of) | t.Or(of):
                return self._joined(node, of, at, yes=yes)
            case t.Compare():
                return self._compare(node, at, yes=yes)
            case n.Holds(name):
                return self._holds(name, at, yes=yes)
            case n.InClusters(clusters):
                return (at.cluster in clusters) == yes
            case n.Present(name):
                return Says(self.inputs.figures[name], None).expr(yes=yes)
            case n.NotAssigned(name):
                return f.is_word(self.inputs.figures[name], KP, yes=yes)
            case n.Flagged(name):
                ruled = self.inputs.ruled.get(name)
                if ruled is None:
                    return not yes
                if is_ruled_out(name):
                    return f.is_word(ruled, KP, yes=yes)
                return f.compare("=" if yes else "<>", ruled.ref, f.number(1))
        message = f"{type(node).__name__} is no condition of the law"
        raise TypeError(message)

    def _holds(self, name: str, at: At, *, yes: bool) -> Truth:
        root = self.law.root(name)
        said = self.known.says.get(n.Holds(root))
        if said is not None:
            return said.expr(yes=yes)
        if root in self.known.opposites:
            return f.is_one(self.known.opposites[root], yes=not yes)
        column = self._column(root)
        if column is not None:
            return f.is_one(column, yes=yes)
        formula = self.law.formulas[root]
        assert isinstance(formula, t.Cond)
        return self.condition(formula, at, yes=yes)

    def _joined(self, node: t.And | t.Or, of: Sequence[t.Cond], at: At, *, yes: bool) -> Truth:
        """Join conditions; each may take for granted what those before it must be for it to matter."""
        every, start = isinstance(node, t.And), at
        told = [] if every else self._told(of)
        parts: list[tuple[t.Cond, g.Expr]] = []
        for condition in sorted(of, key=is_compound):  # plain ones first: they may settle what the others ask
            if condition in told:
                continue
            truth = self.condition(condition, at)
            at = self.known.knowing(at, condition if every else n.not_(condition))
            if truth is not every and isinstance(truth, bool):
                return truth == yes
            if not isinstance(truth, bool):
                parts.append((condition, truth))
        exprs = [expr for _, expr in parts]
        if told:
            columns = [self.known.says[self.known.normal(condition)].column for condition in told]
            word = self.known.says[self.known.normal(told[0])].word
            counted = f.count_of(columns) if word is None else f.count_word(columns, word)
            if not exprs:
                return f.compare(">" if yes else "=", counted, f.number(0))
            exprs.insert(0, f.compare(">", counted, f.number(0)))
        if not exprs:
            return every == yes
        if len(exprs) == 1 and not told:
            return exprs[0] if yes else self.condition(parts[0][0], start, yes=False)
        whole = f.all_of(exprs) if every else f.any_of(exprs)
        return whole if yes else f.not_(whole)

    def _told(self, of: Sequence[t.Cond]) -> list[t.Cond]:
        """Give those of several conditions that cells of one sheet tell by the same word: they are counted."""
        groups: dict[tuple[str, str | None], list[t.Cond]] = {}
        for condition in of:
            said = self.known.says.get(self.known.normal(condition))
            if said is not None:
                groups.setdefault((said.column.sheet.name, said.word), []).append(condition)
        most = max(groups.values(), key=len, default=[])
        return most if len(most) > 1 else []

    def _compare(self, node: t.Compare, at: At, *, yes: bool) -> Truth:
        """Compare two numbers; a share is not divided but multiplied out, since its whole is never negative."""
        op, left, right = node.op if yes else _OPPOSITE[node.op], node.left, node.right
        if isinstance(node.left, t.Ratio):
            left, right = node.left.over, t.Multiply(right, node.left.under)
        a, b = self.number(left, at), self.number(right, at)
        if a.constant is not None and b.constant is not None:
            return _TESTS[op](a.constant, b.constant)
        measured = self.measure.of(left), self.measure.of(right)
        signed = (
            right == t.ZERO and measured[0].absolute == 0
        )  # then the double is 0 where the number is, and there alone
        if signed or all(precision.decimal or precision.whole for precision in measured):
            return f.compare(f.OPS[op], a, b)
        pairs = zip(self.law.values(left), self.law.values(right), strict=True)
        nudge = nudge_for(self.measure.of(t.Subtract(left, right)), [one - other for one, other in pairs])
        self.doubt(at, nudge)
        return f.near(f.OPS[op], a, b, nudge.text)
