"""The law of a result as its workbook holds it: rulings may yet be typed, and words stand for what is no number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.columns import ROW
from dvk_scoring.formula.walk import walk
from dvk_scoring.law import nodes as n
from dvk_scoring.law.build import law_of
from dvk_scoring.law.reference import Given, Reference
from dvk_scoring.law.sheet import Definition, Sheet
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.headings import Gaps, heading_of
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.ruled import with_rulings
from dvk_scoring.scoring.state_words import UNIT

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book


@attrs.frozen
class Gap:
    """Where a cell holds a word instead of its number, which then counts 0."""

    when: t.Cond
    word: str


class BookLaw:
    """The definitions that a workbook holds.

    Attributes:
        sheet: All of them; each is 0 where its cell holds a word.
        formulas: What is written where it does not.
        gaps: Where cells hold words.
        elsewhere: Definitions that stand on the sheets of their criteria, bonuses and penalties.
        rows: Figures and rulings, in the order of the workbook.
        reference: What each definition is, row by row.
    """

    def __init__(self, book: Book) -> None:
        """Write the law of a result down once more, with the rulings that a clerk may type."""
        self.book, self.scheme = book, book.scheme
        result = book.result
        bounds = {
            definition.part.partition(".")[2]: definition.bounds
            for definition in result.plan.law.sheet
            if definition.bounds is not None
        }
        law = law_of(self.scheme, (*result.rulings, *_typed()), bounds)
        self.formulas: dict[str, t.Num | t.Cond] = {definition.name: definition.formula for definition in law.sheet}
        inside = ("assigned", "blank", "ok", "before", "base", "points")
        owned = ("criteria", "bonuses", "penalties")
        self.elsewhere = frozenset(
            name for name in self.formulas if name.startswith(owned) and name.rsplit(".", 1)[-1] in inside
        )
        self.gaps: dict[str, tuple[Gap, ...]] = {}
        self._scores: dict[str, Sequence[Given]] = {}
        self._named = {
            definition.name: definition.formula.name
            for definition in law.sheet
            if isinstance(definition.formula, n.Named | n.Holds)
        }
        self.shown_as = self._shown_as({definition.name: definition.part for definition in law.sheet})
        self.sheet = Sheet()
        for definition in law.sheet:
            self.sheet.definitions[definition.name] = self._with_gaps(definition)
        self.follower = Follower(result, many=True)
        figures = with_rulings(result.figures.frame.with_row_index(ROW), result.rulings).rows(named=True)
        places = {str(row["unit"]): place for place, row in enumerate(figures)}
        self.rows = [figures[places[unit.unit]] for unit in book.units]
        self.reference = Reference(self.scheme, self.sheet, self.rows, self._given)

    def _given(self, key: str) -> Sequence[Given]:
        if key not in self._scores:
            self._scores[key] = self.follower.given(key, self.rows)
        return self._scores[key]

    def root(self, name: str) -> str:
        """Give the definition that one is but another name of."""
        while name in self._named:
            name = self._named[name]
        return name

    def _shown_as(self, parts: Mapping[str, str]) -> dict[str, str]:
        """Choose the heading of what has several names; what cannot bear one more is repeated under its own."""
        headed: dict[str, str] = {}
        for name in [alias for alias in self._named if (heading := heading_of(alias)) is not None and heading.always]:
            root = self.root(name)
            heading = heading_of(root)
            always = root in headed or (heading is not None and heading.always)
            if root in self.elsewhere or always or parts[root] != parts[name]:
                del self._named[name]
            else:
                headed[root] = name
        return headed

    # what cells hold

    def values(self, node: t.Num) -> list[Fraction]:
        """Give what a number is, one a row of the workbook."""
        return list(self.reference.number(node))

    def holds(self, node: t.Cond) -> list[bool]:
        """Tell where a condition holds, one a row of the workbook."""
        return list(self.reference.condition(node))

    def order(self, name: str) -> list[Fraction]:
        """Give the place of each ranked unit over all; of others it says nothing."""
        keys, ranked = self.reference.orders[name], self.reference.conditions["ranked"]
        rising = sorted(key for key, holds in zip(keys, ranked, strict=True) if holds)
        places: dict[tuple[Fraction, ...], int] = {}
        for at, key in enumerate(reversed(rising), start=1):
            places.setdefault(key, at)
        return [Fraction(places.get(key, 0)) for key in keys]

    def shown(self, gaps: Sequence[Gap], values: Sequence[g.Value]) -> list[g.Value]:
        """Put words where cells hold them."""
        shown = list(values)
        for gap in reversed(gaps):
            shown = [gap.word if holds else value for holds, value in zip(self.holds(gap.when), shown, strict=True)]
        return shown

    # where words stand

    def _with_gaps(self, definition: Definition) -> Definition:
        heading = heading_of(definition.name)
        formula = definition.formula
        if heading is None or definition.name in self._named or not isinstance(formula, t.Num):
            return definition
        gaps = tuple(gap for gap in self._gaps(definition, heading.gaps) if gap.when != n.NEVER)
        if gaps:
            self.gaps[definition.name] = gaps
        if not gaps or isinstance(formula, n.Order):
            return definition
        there = n.none_of(*(gap.when for gap in gaps))
        return attrs.evolve(definition, formula=t.Choose((t.Case(there, formula),), t.ZERO))

    def _gaps(self, definition: Definition, kind: Gaps) -> Iterable[Gap]:
        not_ranked = n.not_(n.Holds("ranked"))
        match kind:
            case "criterion":
                return self.criterion_gaps(definition.name)
            case "section":
                return self._section_gaps(definition)
            case "total":
                return self._total_gaps(definition)
            case "ranked":
                return [Gap(not_ranked, "")]
            case "rank":
                out = Gap(n.not_(n.Holds("competes")), UNIT["out"].in_(self.book.language))
                told = Gap(not_ranked, UNIT["not-ranked"].in_(self.book.language))
                return [told] if self.formulas["competes"] == n.ALWAYS else [out, told]
            case "asked":
                asked = next(node.asked for node in walk(definition.formula) if isinstance(node, n.Ahead))
                return [Gap(n.not_(asked), "")]
        return []

    def _total_gaps(self, definition: Definition) -> Iterator[Gap]:
        """Say that something is not reported, or that nothing is assigned: what is missing is not zero."""
        if self.scheme.not_reported != "zero":
            yield Gap(n.Holds("missing"), self.book.markers.blank)
        if definition.name == "total":
            yield Gap(t.Compare("==", n.Named("total.of_sum"), t.ZERO), self.book.markers.not_assigned)

    def _section_gaps(self, definition: Definition) -> Iterator[Gap]:
        """Say that something of a section is not reported, rather than add up the rest; or that nothing is assigned."""
        inside = criteria_below(self.scheme, definition.part.removeprefix("sections."))
        if self.scheme.not_reported != "zero":
            blank = n.any_of(*(n.Holds(f"criteria.{key}.blank") for key in inside))
            yield Gap(blank, self.book.markers.blank)
        if not definition.name.endswith(".points") and self.scheme.not_assigned.startswith("leaves"):
            assigned = n.any_of(*(n.Holds(f"criteria.{key}.ok") for key in inside))
            yield Gap(n.not_(assigned), self.book.markers.not_assigned)

    def criterion_gaps(self, name: str) -> Iterator[Gap]:
        """Say why there are no points, where the policies do not say how many there are."""
        part, _, word = name.rpartition(".")
        before, blank, kp = word != "base", self.book.markers.blank, self.book.markers.not_assigned
        ok, is_blank = n.Holds(f"{part}.ok"), n.Holds(f"{part}.blank")
        told = before or self.scheme.not_reported != "zero"
        if told:
            yield Gap(is_blank, blank)
        if before or self.scheme.not_assigned.startswith("leaves"):
            yield Gap(n.not_(ok) if told else n.none_of(ok, is_blank), kp)


def _typed() -> tuple[Ruling, ...]:
    """Give rulings of no unit, so that holds and an order in a tie can be typed."""
    day = date.min
    hold = Ruling((), "hold", "", day, "", effect=("class", "titles"))
    return hold, Ruling(("", ""), "tie", "", day, "")
