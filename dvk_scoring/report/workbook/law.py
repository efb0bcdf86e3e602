"""The law of a result as its workbook holds it: rulings may yet be typed, and words stand for what is no number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.analysis.following import Follower
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.columns import ROW
from dvk_scoring.law import nodes as n
from dvk_scoring.law.build import law_of
from dvk_scoring.law.reference import Given, Reference
from dvk_scoring.law.sheet import Definition, Sheet
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.headings import heading_of
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.ruled import with_rulings
from dvk_scoring.scoring.state_words import UNIT

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book

_SHORT: Final = 3
_LONG: Final = 12


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
        own = result.plan.law.sheet
        parts = {f"criteria.{key}.before": key for key in self.scheme.criteria}
        parts |= {f"bonuses.{key}.points": key for key in self.scheme.bonuses}
        parts |= {f"penalties.{key}.points": key for key in self.scheme.penalties}
        bounds = {key: own[name].bounds or (Fraction(0), None) for name, key in parts.items()}
        law = law_of(self.scheme, (*result.rulings, *_typed()), bounds)
        self.formulas: dict[str, t.Num | t.Cond] = {one.name: one.formula for one in law.sheet}
        inside = ("assigned", "blank", "ok", "before", "base", "points")
        owned = ("criteria", "bonuses", "penalties")
        self.elsewhere = frozenset(
            name for name in self.formulas if name.startswith(owned) and name.rsplit(".", 1)[-1] in inside
        )
        self.gaps: dict[str, tuple[Gap, ...]] = {}
        self._scores: dict[str, Sequence[Given]] = {}
        self._named = {one.name: one.formula.name for one in law.sheet if isinstance(one.formula, n.Named | n.Holds)}
        self.shown_as = self._shown_as({one.name: one.part for one in law.sheet})
        self.sheet = Sheet()
        for one in law.sheet:
            self.sheet.definitions[one.name] = self._with_gaps(one)
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
        found: dict[str, str] = {}
        for name in [one for one in self._named if (heading := heading_of(one)) is not None and heading.always]:
            root = self.root(name)
            heading = heading_of(root)
            always = root in found or (heading is not None and heading.always)
            if root in self.elsewhere or always or parts[root] != parts[name]:
                del self._named[name]
            else:
                found[root] = name
        return found

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
        rising = sorted(key for key, here in zip(keys, ranked, strict=True) if here)
        places: dict[tuple[Fraction, ...], int] = {}
        for at, key in enumerate(reversed(rising), start=1):
            places.setdefault(key, at)
        return [Fraction(places.get(key, 0)) for key in keys]

    def shown(self, gaps: Sequence[Gap], values: Sequence[g.Value]) -> list[g.Value]:
        """Put words where cells hold them."""
        found = list(values)
        for gap in reversed(gaps):
            found = [gap.word if here else value for here, value in zip(self.holds(gap.when), found, strict=True)]
        return found

    # where words stand

    def _with_gaps(self, one: Definition) -> Definition:
        heading = heading_of(one.name)
        formula = one.formula
        if heading is None or one.name in self._named or not isinstance(formula, t.Num):
            return one
        gaps = tuple(gap for gap in self._gaps(one, heading.gaps) if gap.when != n.NEVER)
        if gaps:
            self.gaps[one.name] = gaps
        if not gaps or isinstance(formula, n.Order):
            return one
        there = n.none_of(*(gap.when for gap in gaps))
        return attrs.evolve(one, formula=t.Choose((t.Case(there, formula),), n.ZERO))

    def _gaps(self, one: Definition, kind: str) -> Iterator[Gap]:
        book, part = self.book, one.part
        blank, kp = book.markers.blank, book.markers.not_assigned
        not_ranked = n.not_(n.Holds("ranked"))
        match kind:
            case "criterion":
                yield from self.criterion_gaps(one.name)
            case "section":
                inside = book.criteria_below(part.removeprefix("sections."))
                if self.scheme.not_reported != "zero":
                    yield Gap(n.any_of(*(n.Holds(f"criteria.{key}.blank") for key in inside)), blank)
                if not one.name.endswith(".points") and self.scheme.not_assigned.startswith("leaves"):
                    yield Gap(n.none_of(n.any_of(*(n.Holds(f"criteria.{key}.ok") for key in inside))), kp)
            case "total":
                if self.scheme.not_reported != "zero":
                    yield Gap(n.Holds("missing"), blank)
            case "ranked":
                yield Gap(not_ranked, "")
            case "rank":
                competes = self.formulas["competes"]
                if competes != n.ALWAYS:
                    yield Gap(n.not_(n.Holds("competes")), UNIT["out"].in_(book.language))
                yield Gap(not_ranked, UNIT["not-ranked"].in_(book.language))
            case "asked":
                asked = next(node.asked for node in t.walk(one.formula) if isinstance(node, n.Ahead))
                yield Gap(n.not_(asked), "")

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


def columns_of(law: BookLaw, is_cell: Callable[[t.Round], bool]) -> tuple[str, ...]:
    """Tell which definitions have a column, in order; the others stand inside what reads them.

    Args:
        law: The definitions.
        is_cell: Tells whether what a rounding rounds must be a cell.
    """
    uses: Counter[str] = Counter()
    readers: dict[str, list[str]] = {}
    needed: set[str] = set()
    found: list[str] = []
    for name in reversed(law.sheet.definitions):
        formula, root = law.formulas[name], law.root(name)
        if root != name or name in law.elsewhere:
            if root != name:
                uses[root] += uses[name]
                readers.setdefault(root, []).extend(readers.get(name, ()))
            if name in needed:
                needed.add(root)
            continue
        heading, inside, gaps = heading_of(law.shown_as.get(name, name)), _read(formula), law.gaps.get(name, ())
        kept = heading is not None and heading.always and not _is_written(formula)
        if not kept and name not in needed and not uses[name]:
            continue
        size = sum(inside.values()) + 1
        alone = gaps and not all(set(gaps) <= set(law.gaps.get(one, ())) for one in readers.get(name, ()))
        kept = kept or name in needed or bool(alone)
        kept = kept or (heading is not None and size > (_SHORT if uses[name] > 1 else _LONG))
        if kept:
            found.append(name)
        for gap in gaps if kept else ():
            inside.update(_read(gap.when))
        for one, count in inside.items():
            uses[one] += count * (1 if kept else uses[name])
            readers.setdefault(one, []).append(name) if kept else readers.setdefault(one, []).extend(readers[name])
        needed.update(_needed(formula, is_cell))
    return tuple(reversed(found))


def _typed() -> tuple[Ruling, ...]:
    """Give rulings of no unit, so that holds and an order in a tie can be typed."""
    day = date.min
    hold = Ruling((), "hold", "", day, "", effect=("class", "titles"))
    return hold, Ruling(("", ""), "tie", "", day, "")


def _read(formula: t.Num | t.Cond) -> Counter[str]:
    """Count how often a formula names each other definition."""
    found: Counter[str] = Counter()
    waiting = [formula]
    while waiting:
        node = waiting.pop()
        if isinstance(node, n.Named | n.Holds):
            found[node.name] += 1
        elif isinstance(node, n.Ahead):
            found[node.order] += 1
        waiting += t.children(node)
    return found


def _needed(formula: t.Num | t.Cond, is_cell: Callable[[t.Round], bool]) -> Iterator[str]:
    """Give the definitions that a formula can only read as columns: what is counted, and what units are compared by."""
    for node in t.walk(formula):
        if isinstance(node, n.Ahead):
            yield node.order
        if isinstance(node, n.Ahead | n.Count) and isinstance(node.among, n.Holds):
            yield node.among.name
        if isinstance(node, n.Order):
            yield from (key.name for key in node.keys if isinstance(key, n.Named))
        if isinstance(node, t.Round) and isinstance(node.value, n.Named) and is_cell(node):
            yield node.value.name


def _is_written(formula: t.Num | t.Cond) -> bool:
    """Tell whether nothing but written numbers and the unit's cluster decide what a formula gives."""
    plain = t.Number | n.ByCluster | n.InClusters | t.Choose | t.And | t.Or | t.Not
    return formula != n.ZERO and all(isinstance(node, plain) for node in t.walk(formula))
