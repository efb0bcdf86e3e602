"""Definitions of the law as columns: heading, formula, what the cells hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.exactness import LawMeasure, LawProver, key_measure
from dvk_scoring.report.workbook.headings import Heading, heading_of, heading_text
from dvk_scoring.report.workbook.law import Gap, columns_of
from dvk_scoring.report.workbook.precision import Boundaries, Nudge, nudge_for
from dvk_scoring.report.workbook.steps import shown_mode
from dvk_scoring.report.workbook.translate import At, Says, Translator
from dvk_scoring.scoring.result import TITLE_WORDS

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.report.workbook.inputs import Inputs
    from dvk_scoring.report.workbook.law import BookLaw

_RANKED: Final = n.Holds("ranked")


class Definitions:
    """Makes the columns of definitions.

    Attributes:
        named: Definitions that have a column, in the order of the law.
        translator: Writes their formulas.
    """

    def __init__(self, book: Book, law: BookLaw, inputs: Inputs) -> None:
        """Decide what has a column; none is made yet."""
        self.book, self.law = book, law
        specs = {name: column.spec for name, column in book.result.figures.columns.items()}
        prover = LawProver(law, specs, max(book.rows, 2))
        first, self.measure = (LawMeasure(law, prover, inputs.change_places) for _ in range(2))

        def is_cell(node: t.Round) -> bool:
            repeated = f.is_repeated(shown_mode(node.mode, first.low(node.value)))
            return repeated and first.rounding(node) is not None

        self.named = columns_of(law, is_cell)
        self.measure.kept = frozenset(self.named)
        self.translator = Translator(book, law, inputs, self.measure)
        self.columns = self.translator.columns

    def of(self, *parts: str) -> list[str]:
        """Give the definitions of some parts that have a column."""
        return [name for name in self.named if self.law.sheet[name].part in parts]

    def shown_name(self, name: str) -> str:
        """Give the definition under whose heading one stands."""
        return self.law.shown_as.get(name, name)

    def add(self, name: str, sheet: g.Sheet, group: str = "", title: str = "") -> g.Column:
        """Make the column of a definition."""
        shown = self.shown_name(name)
        heading, formula = heading_of(shown) or Heading(shown), self.law.formulas[name]
        title = title or heading_text(self.book, self.law.sheet, shown)
        places: int | None = 0
        exact, copied = True, None
        if isinstance(formula, n.Order):
            write, values = self._order(formula, sheet), list[g.Value](self.law.order(name))
        elif isinstance(formula, t.Cond):
            condition = formula
            write = lambda at: self.translator.one_if(condition, at)  # noqa: E731 - one of five ways
            values = [Fraction(one) for one in self.law.holds(n.Holds(name))]
        else:
            values = list(self.law.values(n.Named(name)))
            found = self.measure.definition(name)
            places, exact = found.places, found.decimal or found.whole
            copied = self._column(formula) if heading.gaps == "section" else None
            write = self._clean(formula) if copied is None else _copy(copied)
            if heading.states:
                words = {Fraction(code): self.book.title_state(word) for code, word in TITLE_WORDS.items()}
                values, write = [words[value] for value in self.law.values(formula)], self._words(formula, words)
            elif heading.gaps == "ranked" and not exact:
                write, values, places = self._key(formula, name, sheet)
                exact = True
        gaps = self.law.gaps.get(name, ())
        if copied is not None and copied.texts:
            values = [old if isinstance(old, str) else value for old, value in zip(copied.values, values, strict=True)]
            gaps = tuple(gap for gap in gaps if self.translator.says.get(gap.when) != Says(copied, gap.word))
        self.columns[name] = self.put(
            sheet, title, write, values, gaps,
            group=group, places=places, look=heading.look, exact=exact, detail=heading.detail,
        )  # fmt: skip
        return self.columns[name]

    def put_number(
        self, name: str, sheet: g.Sheet, title: str, gaps: Sequence[Gap], group: str, look: str = "points"
    ) -> g.Column:
        """Make a column of a definition under a heading and with words of its own."""
        formula, found = self.law.formulas[name], self.measure.definition(name)
        assert isinstance(formula, t.Num)
        return self.put(
            sheet, title, self._clean(formula), self.law.values(n.Named(name)), gaps,
            group=group, places=found.places, look=look, exact=found.decimal or found.whole,
        )  # fmt: skip

    def put(
        self,
        sheet: g.Sheet,
        title: str,
        write: Callable[[At], g.Expr],
        values: Sequence[g.Value],
        gaps: Sequence[Gap],
        *,
        group: str = "",
        places: int | None = None,
        look: str = "number",
        exact: bool = True,
        detail: bool = False,
    ) -> g.Column:
        """Make a column; where it has gaps, words stand in its cells."""
        self.translator.group = group
        cells = self.translator.by_cluster(lambda at: self._with_words(write, gaps, at), sheet, title)
        shown = self.law.shown(gaps, values)
        column = sheet.add(title, cells, shown, group=group, places=places, look=look, exact=exact, detail=detail)
        column.texts = bool(gaps) or any(isinstance(value, str) for value in shown)
        return column

    def _with_words(self, write: Callable[[At], g.Expr], gaps: Sequence[Gap], at: At) -> g.Expr:
        translator = self.translator
        known = [at]
        for gap in gaps:
            known.append(translator.knowing(known[-1], n.not_(gap.when)))
        found = write(known.pop())
        for gap, there in zip(reversed(gaps), reversed(known), strict=True):
            negative = isinstance(gap.when, t.Not)
            truth = translator.condition(gap.when, there, yes=not negative)
            if isinstance(truth, bool):
                found = f.word(gap.word) if truth != negative else found
            else:
                pair = (found, f.word(gap.word)) if negative else (f.word(gap.word), found)
                found = f.choose(truth, *pair)
        return found

    def _column(self, formula: t.Num | t.Cond) -> g.Column | None:
        return self.columns.get(self.law.root(formula.name)) if isinstance(formula, n.Named) else None

    def _clean(self, formula: t.Num) -> Callable[[At], g.Expr]:
        """Write a number; a decimal is brought back to the double nearest to it."""
        found = self.measure.of(formula)
        clean = self.measure.as_decimal(found)
        places = self.measure.decimals(formula)
        if clean == found or places is None or found.whole:
            return lambda at: self.translator.number(formula, at)
        return lambda at: f.to_decimals(self.translator.number(formula, at), places)

    def _words(self, formula: t.Num, words: dict[Fraction, str]) -> Callable[[At], g.Expr]:
        """Write a state in words."""

        def leaf(node: t.Num, _: At) -> g.Expr:
            assert isinstance(node, t.Number)
            return f.word(words[node.value])

        def write(at: At) -> g.Expr:
            if isinstance(formula, t.Choose):
                return self.translator.chosen(formula.cases, formula.otherwise, at, leaf)
            return leaf(formula, at)

        return write

    # the order of units

    def _order(self, formula: n.Order, sheet: g.Sheet) -> Callable[[At], g.Expr]:
        """Count who is better, key after key: those with equal keys are tied."""
        keys = [self._key_column(key, sheet) for key in formula.keys]
        parts = [f.number(1)]
        for place, (key, better) in enumerate(keys):
            equal = [f.same_as_own(one) for one, _ in keys[:place]]
            parts.append(f.count_where(*equal, f.Criterion(key, better, key.ref)))
        return lambda _: f.add(*parts)

    def first_key(self, sheet: g.Sheet) -> None:
        """Show what units are compared by first, before all that decides where it is equal."""
        order = self.law.formulas["order"]
        assert isinstance(order, n.Order)
        self._key_column(order.keys[0], sheet)

    def _key_column(self, key: t.Num, sheet: g.Sheet) -> tuple[g.Column, str]:
        """Give the column of a key and how a better one compares: filled where units are ranked, and there alone."""
        if isinstance(key, t.Subtract) and key.left == n.ZERO:
            return self._key_column(key.right, sheet)[0], "<"
        assert isinstance(key, n.Named)
        root = self.law.root(key.name)
        heading = heading_of(self.shown_name(root))
        if root in self.columns and heading is not None and heading.gaps == "ranked":
            return self.columns[root], ">"
        own = f"{root}, ranked"
        if own not in self.columns:
            write, values, places = self._key(key, root, sheet)
            title = heading_text(self.book, self.law.sheet, self.shown_name(root))
            gap = Gap(n.not_(_RANKED), "")
            look = "number" if heading is None else heading.look
            self.columns[own] = self.put(sheet, title, write, values, (gap,), places=places, look=look)
        return self.columns[own], ">"

    def _key(self, key: t.Num, name: str, sheet: g.Sheet) -> tuple[Callable[[At], g.Expr], list[g.Value], int | None]:
        """Write a number by which units are compared: equal numbers are equal doubles, of no more than 15 digits."""
        values, found = self.law.values(n.Named(name)), self.measure.definition(name)
        if found.decimal or found.whole:
            return self._clean(key), list(values), found.places
        places = found.comparable(float(2 * max(map(abs, values), default=1)))
        title = heading_text(self.book, self.law.sheet, self.shown_name(name))
        ranked = {value for value, here in zip(values, self.law.holds(_RANKED), strict=True) if here}
        last = Fraction(1, 10**places)
        alike = sum(high - low < 2 * last for low, high in pairwise(sorted(ranked)))
        nudge = nudge_for(found, values, Boundaries(places, halves=True))
        told = Nudge(last, nudge.proved and key_measure(found).apart(1) > last, max(alike, nudge.near))
        self.translator.doubt(At(sheet, "", title), told)
        mode = shown_mode("half-up", self.measure.low(key))

        def write(at: At) -> g.Expr:
            return f.rounded(self.translator.cell(key, at), places, mode, nudge.text)

        return write, [round_fraction(value, places, "half-up") for value in values], places


def _copy(column: g.Column) -> Callable[[At], g.Expr]:
    """Repeat a cell with its words."""
    return lambda _: column.ref
