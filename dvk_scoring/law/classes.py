"""Knock-outs and classes. What a blank leaves open is neither given nor refused: each thing is sure, or possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.formula.tree import (
    ONE,
    ZERO,
    Case,
    Choose,
    Compare,
    Cond,
    Greatest,
    Multiply,
    Num,
    Number,
    Over,
    Round,
)
from dvk_scoring.law.conditions import Quantities
from dvk_scoring.law.nodes import NEVER, Count, Named, Written, all_of, any_of, not_, total_of
from dvk_scoring.law.points import clusters_of
from dvk_scoring.law.ranking import Ranks
from dvk_scoring.law.sheet import Sheet, Sure, all_sure, any_sure, not_sure, plain, possibly
from dvk_scoring.law.words import EITHER
from dvk_scoring.scheme.model import Class, Quota, Scheme, Title


@attrs.frozen
class Classes:
    """What classes give.

    Attributes:
        knock_outs: Id → where it strikes.
        unknown_cost: A penalty that applies is not reported: the total may be lower than it is.
        reached: Class id → the unit reaches it, whatever its quota.
        given: Class id → the unit has it.
        at_least: Class id → the unit has it or a better one, however ties across the cut of a quota are ruled.
    """

    knock_outs: Mapping[str, Sure]
    unknown_cost: Cond
    reached: Mapping[str, Sure]
    given: Mapping[str, Sure]
    at_least: Mapping[str, Sure]


class Members:
    """Units that compete for something: surely, or only possibly; and how many of them stand before a unit."""

    def __init__(self, sheet: Sheet, name: str, part: str, ranks: Ranks, members: Sure) -> None:
        """Keep who competes; each is named, since spreadsheets count flags and no conditions."""
        self.sheet, self.name, self.part, self.ranks = sheet, name, part, ranks
        self.sure = sheet.sure(name, members, part)
        self.open = sheet.condition(f"{name}.open", self.sure.is_open, part)

    def ahead(self, among: Cond, over: Over, *, ties: bool) -> Num:
        """Count those before a unit that competes; they need not compete themselves."""
        return self.ranks.ahead(among, over, ties=ties, asked=self.sure.possibly)

    def condition(self, word: str, formula: Cond) -> Cond:
        """Name a condition beside those who compete."""
        return self.sheet.condition(f"{self.name}.{word}", formula, self.part)

    def number(self, word: str, formula: Num) -> Num:
        """Name a number beside those who compete."""
        return self.sheet.number(f"{self.name}.{word}", formula, self.part)

    def count(self, over: Over, *, most: bool) -> Num:
        """Count those who surely compete, or all who may."""
        return Count(self.sure.possibly if most else self.sure.surely, over)


def barring(scheme: Scheme, klass: str) -> list[str]:
    """Give the knock-outs that bar a unit from a class."""
    order = list(scheme.classes)
    return [
        key
        for key, knock_out in scheme.knock_outs.items()
        if knock_out.bars_class
        or (knock_out.class_at_most is not None and order.index(klass) < order.index(knock_out.class_at_most))
    ]


def quota_number(quota: Quota, count: Num, part: str) -> Num:
    """Make a number of units of a count; ``part``: whose quota it is."""
    if quota.count is not None:
        return Written(Fraction(quota.count), f"{part}.quota.count")
    share = quota.share if quota.share is not None else Fraction(1)
    wanted = count
    if share != 1:
        wanted = Round(Multiply(count, Written(share, f"{part}.quota.share")), 0, quota.mode)
    least = Written(Fraction(quota.at_least), f"{part}.quota.at_least")
    return wanted if not quota.at_least else Greatest((wanted, least))


def define_basis(sheet: Sheet, part: str, quota: Quota, at_least: Mapping[str, Sure], ranked: Cond) -> Sure | None:
    """Define those of whom a share is taken, None: those who compete."""
    if quota.of == "eligible" or quota.count is not None:
        return None
    return plain(ranked) if quota.of == "ranked" else sheet.sure(f"{part}.basis", at_least[quota.of_class or ""], part)


class ClassLaw:
    """Defines knock-outs and classes."""

    def __init__(self, sheet: Sheet, scheme: Scheme, quantities: Quantities, ranks: Ranks) -> None:
        """Keep what classes rest on."""
        self.sheet, self.scheme, self.quantities, self.ranks = sheet, scheme, quantities, ranks
        self.counts: dict[str, tuple[Num, Num]] = {}
        self.bases: dict[str, Sure | None] = {}

    def define(self) -> Classes:
        """Define all of them."""
        sheet, scheme = self.sheet, self.scheme
        struck = {}
        for key, fault in scheme.knock_outs.items():
            applies = clusters_of(scheme, fault.applies_to)
            passes = self.quantities.passes(fault.when, f"knock_outs.{key}.when", absent=False)
            strikes = all_sure(plain(applies), passes)
            struck[key] = sheet.sure(f"knock_outs.{key}", strikes, f"knock_outs.{key}")
        cost: Cond = NEVER
        if scheme.not_reported == "zero":
            blank = any_of(*(penalty.blank for penalty in self.quantities.penalties.values()))
            cost = sheet.condition("unknown_cost", blank, "total")
        reached = {key: self._reached(class_, struck, cost) for key, class_ in scheme.classes.items()}
        given, at_least = self._given(reached)
        quotas = any(class_.quota is not None for class_ in scheme.classes.values())
        if quotas and not scheme.ranking.is_final and any(map(_looks_at_classes, scheme.titles.values())):
            at_least = self._given(reached, EITHER)[1]
        self._numbers(reached, given)
        return Classes(struck, cost, reached, given, at_least)

    def _reached(self, class_: Class, struck: Mapping[str, Sure], cost: Cond) -> Sure:
        totals, part = self.quantities.totals, f"classes.{class_.id}"
        high = self.scheme.ranking.high
        start = Written(class_.start, f"{part}.{'from' if high else 'to'}")
        enough = self.sheet.condition(f"{part}.enough", Compare(">=" if high else "<=", totals.total, start), part)
        parts = [plain(all_of(self.ranks.ranked, enough))]
        for index, test in enumerate(class_.requires, start=1):
            holds = self.quantities.passes(test, f"{part}.requires.{index}", absent=True)
            parts.append(self.sheet.sure(f"{part}.requires.{index}", holds, part))
        parts += [not_sure(struck[key]) for key in barring(self.scheme, class_.id)]
        reached = all_sure(*parts)
        if cost != NEVER:
            reached = Sure(all_of(reached.surely, not_(cost)), reached.possibly)
        return self.sheet.sure(f"{part}.reached", reached, part)

    def _given(self, reached: Mapping[str, Sure], how: str = "") -> tuple[dict[str, Sure], dict[str, Sure]]:
        """Walk down the classes: a unit beyond the quota of one goes on to the next that it reaches.

        Args:
            reached: Class id → who reaches it.
            how: Empty: as ties are ruled so far. ``EITHER``: who is tied across a cut may have either class, since a
                ruling may come.

        Returns:
            Who has a class, and who has it or a better one.
        """
        given: dict[str, Sure] = {}
        at_least: dict[str, Sure] = {}
        before: Sure = plain(NEVER)
        cut: list[Cond] = []
        for key, class_ in self.scheme.classes.items():
            part = f"classes.{key}"
            member = all_sure(reached[key], not_sure(before))
            if class_.quota is not None:
                members = Members(self.sheet, f"{part}{how}.member", part, self.ranks, member)
                within = self._within(members, class_.quota, reached, part, how)
                if not how:
                    cut.append(self._cut(members, within, class_.quota, part))
                member = all_sure(members.sure, within)
            given[key] = self.sheet.sure(f"{part}{how}.given", member, part)
            # Who reaches a class without a quota has it or a better one, though it may be open which.
            before = at_least[key] = any_sure(before, reached[key] if class_.quota is None else given[key])
        if cut:
            self.sheet.condition("class.cut", any_of(*cut), "classes")
        return given, at_least

    def _cut(self, members: Members, within: Sure, quota: Quota, part: str) -> Cond:
        """Tell who is beyond a quota only because others stand level with it across the cut: that is to be told."""
        first = members.ahead(members.sure.surely, quota.per, ties=False) + 1
        level = Compare("<=", first, Named(f"{part}.quota"))
        return self.sheet.condition(f"{part}.cut", all_of(members.sure.surely, not_(within.possibly), level), part)

    def _within(self, members: Members, quota: Quota, reached: Mapping[str, Sure], part: str, how: str) -> Sure:
        """Tell who is within the quota of a class; a tie across the cut is outside as a whole, or may be within."""
        sheet, over, ranked, whole = self.sheet, quota.per, self.ranks.ranked, not how
        if whole:
            self.bases[part] = define_basis(sheet, part, quota, self._natural(reached), ranked)
        of = self.bases[part]
        open_ahead = members.ahead(members.open, over, ties=True)
        itself = ZERO if members.open == NEVER else Choose((Case(members.open, ONE),), ZERO)
        if of is None:
            least = total_of(members.count(over, most=False), open_ahead, itself)
            most = _less(members.count(over, most=True), members.ahead(members.open, over, ties=whole))
        else:
            least, most = Count(of.surely, over), Count(of.possibly, over)
        if whole:
            self.counts[part] = least, most
        last, places = f"{part}{how}.last", f"{part}{how}.quota"
        worst = sheet.number(last, members.ahead(members.sure.possibly, over, ties=True) + 1, part)
        quota_least = sheet.number(places, quota_number(quota, least, part), part)
        surely = Compare("<=", worst, quota_least)
        if whole and members.open == NEVER and (of is None or of.surely == of.possibly):
            return plain(surely)
        best = sheet.number(possibly(last), members.ahead(members.sure.surely, over, ties=whole) + 1, part)
        quota_most = sheet.number(possibly(places), quota_number(quota, most, part), part)
        return Sure(surely, Compare("<=", best, quota_most))

    @staticmethod
    def _natural(reached: Mapping[str, Sure]) -> dict[str, Sure]:
        """Tell who has a class or a better one before quotas."""
        at_least: dict[str, Sure] = {}
        before = plain(NEVER)
        for key, sure in reached.items():
            before = at_least[key] = any_sure(before, sure)
        return at_least

    def _numbers(self, reached: Mapping[str, Sure], given: Mapping[str, Sure]) -> None:
        """Define the class by its place, 0: none; before quotas; and whether it is open."""
        sheet, part = self.sheet, "classes"
        best = _first([sure.possibly for sure in given.values()])
        worst = _first([sure.surely for sure in given.values()])
        sheet.number("class.best", best, part)
        sheet.number("class.natural", _first([sure.possibly for sure in reached.values()]), part)
        decided = all(sure.surely == sure.possibly for sure in given.values())
        if decided:
            sheet.condition("class.open", NEVER, part)
            sheet.number("class", best, part)
            return
        same = Compare("==", best, worst)
        sheet.condition("class.open", not_(same), part)
        sheet.number("class", Choose((Case(same, best),), ZERO), part)


def _looks_at_classes(title: Title) -> bool:
    return title.class_at_least is not None or title.quota.of_class is not None


def _first(conditions: Sequence[Cond]) -> Num:
    """Give the place, from 1, of the first condition that holds, 0: none."""
    cases = tuple(Case(condition, Number(Fraction(place))) for place, condition in enumerate(conditions, start=1))
    return Choose(cases, ZERO) if cases else ZERO


def _less(count: Num, ahead: Num) -> Num:
    return count if ahead == ZERO else count - ahead
