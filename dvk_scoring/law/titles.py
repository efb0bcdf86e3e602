"""Titles. What is computed is a proposal, never an award.

A unit is proposed when it has the title however what is still open comes out (a tie across the cut, a hold that keeps a
place, a blank), it is not when it has it in no case, else it is undecided: the fewest and the most who may stand before
it, and the fewest and the most places there may be, decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES
from dvk_scoring.formula.tree import Case, Choose, Compare, Greatest, Num, Number, Over
from dvk_scoring.law.classes import Classes, Members, basis, quota_number
from dvk_scoring.law.conditions import Quantities
from dvk_scoring.law.nodes import ALWAYS, NEVER, ZERO, Count, Flagged, all_of, any_of, not_, total_of
from dvk_scoring.law.points import clusters_of
from dvk_scoring.law.ranking import Ranks
from dvk_scoring.law.sheet import Sheet, Sure, all_sure, not_sure, plain
from dvk_scoring.scheme.model import Quota, Ruling, Scheme, Title

NO, PROPOSED, RESERVE, UNDECIDED, HELD, UNDECIDED_RESERVE = range(6)
"""States of a title, as numbers of ``titles.ID.state``."""
_ALL: Final[Over] = "all"


@attrs.frozen
class Bar:
    """What bars a title: ``ranked``, ``kind``, ``knock_outs.ID``, ``class``, ``requires.1``, ``not_with.ID``."""

    name: str
    stands: Sure


@attrs.frozen
class Decided:
    """A title for the titles after it: who has it, and the places there are, at the least and at the most."""

    got: Sure
    places: tuple[Num, Num]


class TitleLaw:
    """Defines titles in the scheme's order."""

    def __init__(  # noqa: PLR0917 - what titles rest on
        self,
        sheet: Sheet,
        scheme: Scheme,
        rulings: Sequence[Ruling],
        quantities: Quantities,
        ranks: Ranks,
        classes: Classes,
    ) -> None:
        """Keep what titles rest on."""
        self.sheet, self.scheme, self.quantities = sheet, scheme, quantities
        self.ranks, self.classes = ranks, classes
        effects = {effect for one in rulings if one.act == "hold" for effect in one.effect}
        flags = [Flagged(name) for word, name in (("class", HOLD_CLASS), ("titles", HOLD_TITLES)) if word in effects]
        self.held = any_of(*flags)
        self.decided: dict[str, Decided] = {}

    def define(self) -> Mapping[str, tuple[Bar, ...]]:
        """Define all of them; give the bars of each."""
        found = {}
        for key, title in self.scheme.titles.items():
            bars = self._bars(title)
            found[key] = bars
            self._title(title, bars)
        return found

    def _bars(self, title: Title) -> tuple[Bar, ...]:
        part = f"titles.{title.id}"
        found = [Bar("ranked", plain(not_(self.ranks.ranked)))]
        here = clusters_of(self.scheme, title.applies_to)
        if here != ALWAYS:
            found.append(Bar("kind", plain(not_(here))))
        for key, fault in self.scheme.knock_outs.items():
            if fault.bars_titles == "all" or title.id in fault.bars_titles:
                found.append(Bar(f"knock_outs.{key}", self.classes.knock_outs[key]))
        if title.class_at_least is not None:
            found.append(Bar("class", not_sure(self.classes.at_least(title.class_at_least))))
        for index, test in enumerate(title.requires, start=1):
            found.append(Bar(f"requires.{index}", not_sure(self.quantities.passes(test, absent=True))))
        found += [Bar(f"not_with.{one}", self.decided[one].got) for one in title.not_with]
        return tuple(Bar(one.name, self.sheet.sure(f"{part}.bar.{one.name}", one.stands, part)) for one in found)

    def _title(self, title: Title, bars: Sequence[Bar]) -> None:
        sheet, quota, part = self.sheet, title.quota, f"titles.{title.id}"
        free = all_sure(*(not_sure(one.stands) for one in bars))
        if self.classes.unknown_cost != NEVER:
            free = Sure(all_of(free.surely, not_(self.classes.unknown_cost)), free.possibly)
        eligible = sheet.sure(f"{part}.eligible", free, part)
        competes = eligible
        if self.held != NEVER:
            possibly = eligible.possibly if quota.held == "keeps-place" else all_of(eligible.possibly, not_(self.held))
            competes = Sure(all_of(eligible.surely, not_(self.held)), possibly)
        members = Members(sheet, f"{part}.competes", part, self.ranks, competes)
        worst, best = self._places_before(members, quota, part)
        least, most = self._quotas(title, members, part)
        got = self._within(members, (worst, least), (best, most))
        reserve = got
        if quota.in_all is None:
            if quota.reserve:
                reserve = self._within(members, (worst, least), (best, most), Fraction(quota.reserve))
        else:
            got, reserve = self._in_all(got, quota, part)
        got = sheet.sure(f"{part}.got", got, part)
        reserve = sheet.sure(f"{part}.reserve", reserve, part) if quota.reserve else got
        places = [quota_number(quota, self._count(members, quota, most=most)) for most in (False, True)]
        self.decided[title.id] = Decided(got, (places[0], places[1]))
        self._state(part, quota, eligible, got, reserve)

    def _places_before(self, members: Members, quota: Quota, part: str) -> tuple[Num, Num]:
        """Define the worst and the best place that a unit may have among those who compete."""
        shares = quota.tie == "share"
        sure = members.sure
        best = self.sheet.number(f"{part}.place", members.ahead(sure.surely, quota.per, ties=False) + 1, part)
        if shares and members.open == NEVER:
            return best, best
        ahead = members.ahead(sure.possibly, quota.per, ties=not shares)
        return self.sheet.number(f"{part}.last", ahead + 1, part), best

    def _quotas(self, title: Title, members: Members, part: str) -> tuple[Num, Num]:
        """Define the fewest and the most places that there may be for a unit."""
        quota, over, sheet = title.quota, title.quota.per, self.sheet
        of = basis(quota, self.classes.given, self.ranks.ranked)
        if of is None:
            shares = quota.tie == "share"
            tied = members.ahead(members.open, over, ties=not shares)
            before = members.ahead(members.open, over, ties=False)
            itself = ZERO if members.open == NEVER else Choose((Case(members.open, Number(Fraction(1))),), ZERO)
            least = total_of(members.count(over, most=False), tied, itself)
            most = members.count(over, most=True)
            most = most if before == ZERO else most - before
        else:
            least, most = Count(of.surely, over), Count(of.possibly, over)
        fewest, largest = quota_number(quota, least), quota_number(quota, most)
        if title.after:
            fewest, largest = self._after(title, fewest, largest)
        lowest = sheet.number(f"{part}.quota", fewest, part)
        return lowest, lowest if largest == fewest else sheet.number(f"{part}.quota?", largest, part)

    def _count(self, members: Members, quota: Quota, *, most: bool) -> Num:
        """Count those of whom the places of a title are a share, for no unit in particular."""
        of = basis(quota, self.classes.given, self.ranks.ranked)
        if of is None:
            return members.count(quota.per, most=most)
        return Count(of.possibly if most else of.surely, quota.per)

    def _after(self, title: Title, fewest: Num, largest: Num) -> tuple[Num, Num]:
        """Take away the places that earlier titles used beyond their own, where those who tied shared them."""
        over, earlier = title.quota.per, [self.decided[one] for one in title.after]
        surely = total_of(*(Count(one.got.surely, over) for one in earlier))
        possibly = total_of(*(Count(one.got.possibly, over) for one in earlier))
        few, many = (total_of(*(one.places[side] for one in earlier)) for side in (0, 1))
        most, least = Greatest((possibly - few, ZERO)), Greatest((surely - many, ZERO))
        return Greatest((fewest - most, ZERO)), Greatest((largest - least, ZERO))

    def _within(
        self, members: Members, worst: tuple[Num, Num], best: tuple[Num, Num], more: Fraction = Fraction(0)
    ) -> Sure:
        """Tell who is within a number of places.

        Args:
            members: Those who compete.
            worst: The worst place of a unit, and the fewest places there may be.
            best: The best place, and the most places.
            more: Places besides.
        """
        sure = members.sure
        surely = all_of(sure.surely, Compare("<=", worst[0], total_of(worst[1], Number(more))))
        possibly = all_of(sure.possibly, Compare("<=", best[0], total_of(best[1], Number(more))))
        return Sure(surely, possibly)

    def _in_all(self, first: Sure, quota: Quota, part: str) -> tuple[Sure, Sure]:
        """Take the best over all clusters of those within the quota of their cluster; and those next to them."""
        sheet, most = self.sheet, Fraction(quota.in_all or 0)
        members = Members(sheet, f"{part}.within", part, self.ranks, first)
        shares = quota.tie == "share"
        worst = sheet.number(f"{part}.last.all", members.ahead(members.sure.possibly, _ALL, ties=not shares) + 1, part)
        best = sheet.number(f"{part}.place.all", members.ahead(members.sure.surely, _ALL, ties=False) + 1, part)
        got = self._within(members, (worst, Number(most)), (best, Number(most)))
        return got, self._within(members, (worst, Number(most)), (best, Number(most)), Fraction(quota.reserve))

    def _state(self, part: str, quota: Quota, eligible: Sure, got: Sure, reserve: Sure) -> None:
        def number(state: int) -> Num:
            return Number(Fraction(state))

        cases = [Case(not_(eligible.possibly), number(NO))]
        if self.held != NEVER:
            on_hold = Case(self.held, number(HELD))
            if quota.held == "keeps-place":  # beyond its places, a unit on hold is like any other
                on_hold = Case(all_of(self.held, reserve.possibly), number(HELD))
            cases.append(on_hold)
        cases += [Case(got.surely, number(PROPOSED)), Case(got.possibly, number(UNDECIDED))]
        if quota.reserve:
            cases += [Case(reserve.surely, number(RESERVE)), Case(reserve.possibly, number(UNDECIDED_RESERVE))]
        self.sheet.number(f"{part}.state", Choose(tuple(cases), number(NO)), part)
