"""Definitions of the law as columns: heading, formula, what the cells hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook import counts as c
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.columns import columns_of
from dvk_scoring.report.workbook.exactness import LawMeasure, LawProver
from dvk_scoring.report.workbook.headings import Heading, heading_of, heading_text
from dvk_scoring.report.workbook.known import At, Says
from dvk_scoring.report.workbook.law import Gap
from dvk_scoring.report.workbook.nudges import Boundaries, Nudge, nudge_for, shown_mode
from dvk_scoring.report.workbook.translate import Translator
from dvk_scoring.scoring.result import TITLE_WORDS

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.report.workbook.inputs import Inputs
    from dvk_scoring.report.workbook.law import BookLaw

_RANKED: Final = n.Holds("ranked")


@attrs.frozen
class Place:
    """Where a column stands, and under which heading; ``group``: heading over several."""

    sheet: g.Sheet
    title: str
    group: str = ""
    look: str = "number"
    detail: bool = False


@attrs.frozen
class Content:
    """What stands in a column.

    Attributes:
        write: Writes the formula of a cell.
        values: What the cells hold, exactly.
        places: Decimals shown, None: as many as there are.
        exact: A double holds the values as well as it can.
    """

    write: Callable[[At], g.Expr]
    values: Sequence[g.Value]
    places: int | None
    exact: bool = True


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

    def add(self, name: str, sheet: g.Sheet, group: str = "") -> g.Column:
        """Make the column of a definition."""
        shown = self.shown_name(name)
        heading = heading_of(shown) or Heading()
        gaps: Sequence[Gap] = self.law.gaps.get(name, ())
        content = self._content(name, heading, sheet)
        copied = self._copied(name, heading)
        if copied is not None:
            content, gaps = _repeated(content, copied), self._besides(gaps, copied)
        title = heading_text(self.book, self.law.sheet, shown)
        self.columns[name] = self.put(Place(sheet, title, group, heading.look, heading.detail), content, gaps)
        return self.columns[name]

    def put(self, place: Place, content: Content, gaps: Sequence[Gap]) -> g.Column:
        """Make a column; where it has gaps, words stand in its cells."""
        self.translator.group = place.group
        write = partial(self._with_words, content.write, gaps)
        cells = self.translator.by_cluster(write, place.sheet, place.title)
        shown = self.law.shown(gaps, content.values)
        return place.sheet.add(
            place.title, cells, shown,
            group=place.group, places=content.places, look=place.look, exact=content.exact, detail=place.detail,
            texts=bool(gaps) or any(isinstance(value, str) for value in shown),
        )  # fmt: skip

    def _copied(self, name: str, heading: Heading) -> g.Column | None:
        """Give the cell that a section is, where it is one alone: it is repeated with its words."""
        formula = self.law.formulas[name]
        if not isinstance(formula, n.Named) or heading.gaps != "section":
            return None
        return self.columns.get(self.law.root(formula.name))

    def _besides(self, gaps: Sequence[Gap], copied: g.Column) -> Sequence[Gap]:
        """Leave out the words that a repeated cell has by itself."""
        says = self.translator.known.says
        return [gap for gap in gaps if says.get(gap.when) != Says(copied, gap.word)]

    def _with_words(self, write: Callable[[At], g.Expr], gaps: Sequence[Gap], at: At) -> g.Expr:
        translator = self.translator
        known = [at]
        for gap in gaps:
            known.append(translator.known.knowing(known[-1], n.not_(gap.when)))
        expr = write(known.pop())
        for gap, there in zip(reversed(gaps), reversed(known), strict=True):
            negative = isinstance(gap.when, t.Not)
            truth = translator.condition(gap.when, there, yes=not negative)
            if isinstance(truth, bool):
                expr = f.word(gap.word) if truth != negative else expr
            else:
                pair = (expr, f.word(gap.word)) if negative else (f.word(gap.word), expr)
                expr = f.choose(truth, *pair)
        return expr

    # what stands in a column

    def _content(self, name: str, heading: Heading, sheet: g.Sheet) -> Content:
        formula = self.law.formulas[name]
        if isinstance(formula, n.Order):
            return Content(self._order(formula, sheet), self.law.order(name), 0)
        if isinstance(formula, t.Cond):
            values = [Fraction(holds) for holds in self.law.holds(n.Holds(name))]
            return Content(partial(self.translator.one_if, formula), values, 0)
        if heading.states:
            words = {Fraction(code): self.book.title_state(word) for code, word in TITLE_WORDS.items()}
            return Content(self._words(formula, words), [words[value] for value in self.law.values(formula)], None)
        content = self.number(name)
        return self._key(formula, name, sheet) if heading.gaps == "ranked" and not content.exact else content

    def number(self, name: str) -> Content:
        """Write a number; a decimal is brought back to the double nearest to it."""
        formula, measured = self.law.formulas[name], self.measure.definition(name)
        assert isinstance(formula, t.Num)
        values = self.law.values(n.Named(name))
        return Content(self._clean(formula), values, measured.places, measured.decimal or measured.whole)

    def _clean(self, formula: t.Num) -> Callable[[At], g.Expr]:
        precision, places = self.measure.of(formula), self.measure.decimals(formula)
        if precision.whole or places is None or self.measure.as_decimal(precision) == precision:
            return partial(self.translator.number, formula)
        return lambda at: f.to_decimals(self.translator.number(formula, at), places)

    def _words(self, formula: t.Num, words: Mapping[Fraction, str]) -> Callable[[At], g.Expr]:
        """Write a state in words."""

        def leaf(node: t.Num, _: At) -> g.Expr:
            assert isinstance(node, t.Number)
            return f.word(words[node.value])

        cases, otherwise = (formula.cases, formula.otherwise) if isinstance(formula, t.Choose) else ((), formula)
        return lambda at: self.translator.chosen(cases, otherwise, at, leaf)

    # the order of units

    def _order(self, formula: n.Order, sheet: g.Sheet) -> Callable[[At], g.Expr]:
        """Count who is better, key after key: those with equal keys are tied."""
        keys = [self._key_column(key, sheet) for key in formula.keys]
        parts = [f.number(1)]
        for place, (key, better) in enumerate(keys):
            equal = [c.same_as_own(column) for column, _ in keys[:place]]
            parts.append(c.count_where(*equal, c.Criterion(key, better, key.ref)))
        return lambda _: f.add(*parts)

    def first_key(self, sheet: g.Sheet) -> None:
        """Show what units are compared by first, before all that decides where it is equal."""
        order = self.law.formulas["order"]
        assert isinstance(order, n.Order)
        self._key_column(order.keys[0], sheet)

    def _key_column(self, key: t.Num, sheet: g.Sheet) -> tuple[g.Column, str]:
        """Give the column of a key and how a better one compares: filled where units are ranked, and there alone."""
        if isinstance(key, t.Subtract) and key.left == t.ZERO:
            return self._key_column(key.right, sheet)[0], "<"
        assert isinstance(key, n.Named)
        root = self.law.root(key.name)
        heading = heading_of(self.shown_name(root))
        if root in self.columns and heading is not None and heading.gaps == "ranked":
            return self.columns[root], ">"
        name = f"{root}, ranked"
        if name not in self.columns:
            title = heading_text(self.book, self.law.sheet, self.shown_name(root))
            place = Place(sheet, title, look="number" if heading is None else heading.look)
            self.columns[name] = self.put(place, self._key(key, root, sheet), [Gap(n.not_(_RANKED), "")])
        return self.columns[name], ">"

    def _key(self, key: t.Num, name: str, sheet: g.Sheet) -> Content:
        """Write a number by which units are compared: equal numbers are equal doubles, of no more than 15 digits."""
        values, precision = self.law.values(n.Named(name)), self.measure.definition(name)
        if precision.decimal or precision.whole:
            return Content(self._clean(key), values, precision.places)
        places = precision.comparable(float(2 * max(map(abs, values), default=1)))
        ranked = {value for value, holds in zip(values, self.law.holds(_RANKED), strict=True) if holds}
        last = Fraction(1, 10**places)
        alike = sum(high - low < 2 * last for low, high in pairwise(sorted(ranked)))
        nudge = nudge_for(precision, values, Boundaries(places, halves=True))
        told = Nudge(last, nudge.proved and precision.difference.apart(1) > last, max(alike, nudge.near))
        title = heading_text(self.book, self.law.sheet, self.shown_name(name))
        self.translator.doubt(At(sheet, "", title), told)
        mode = shown_mode("half-up", self.measure.low(key))

        def write(at: At) -> g.Expr:
            return f.rounded(self.translator.cell(key, at), places, mode, nudge.text)

        return Content(write, [round_fraction(value, places, "half-up") for value in values], places)


def _repeated(content: Content, column: g.Column) -> Content:
    pairs = zip(column.values, content.values, strict=True)
    values = [old if isinstance(old, str) else value for old, value in pairs]
    return attrs.evolve(content, write=lambda _: column.ref, values=values)
