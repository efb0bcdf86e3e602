"""Titles. What is computed is a proposal, never an award.

A unit is proposed when it has the title however what is still open comes out (a tie across the cut, a hold that keeps a
place, a blank), it is not when it has it in no case, else it is undecided: the fewest and the most who may stand before
it, and the fewest and the most places there may be, decide.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES
from dvk_scoring.formula.tree import ONE, ZERO, Case, Choose, Compare, Cond, Greatest, Least, Num, Number, Over
from dvk_scoring.law.classes import Classes, Members, define_basis, quota_number
from dvk_scoring.law.conditions import Quantities
from dvk_scoring.law.nodes import ALWAYS, NEVER, Count, Flagged, Written, all_of, any_of, not_, total_of
from dvk_scoring.law.points import clusters_of
from dvk_scoring.law.ranking import Ranks
from dvk_scoring.law.sheet import Sheet, Sure, all_sure, not_sure, plain, possibly
from dvk_scoring.scheme.model import Quota, Ruling, Scheme, Title

NO, PROPOSED, RESERVE, UNDECIDED, HELD, UNDECIDED_RESERVE = range(6)
"""States of a title, as numbers of ``titles.ID.state``."""
_ALL: Final[Over] = "all"
_NOT_WITH: Final = "not_with."
_ONE_OF: Final = "one_of"


@attrs.frozen
class Bar:
    """What bars a title.

    ``ranked``, ``kind``, ``knock_outs.ID``, ``class``, ``requires.1``, ``not_with.ID``, or ``one_of``: the unit has one
    of the titles that exclude this one, whichever.
    """

    name: str
    stands: Sure


@attrs.frozen
class Decided:
    """A title for the titles after it.

    Attributes:
        title: The title.
        competes: Who competes for it.
        candidates: Who would, did they not have a title that excludes it.
        got: Who has it.
        places: The places that it has of its own, at the least and at the most.
        allowed: The same, without those that earlier titles used.
    """

    title: Title
    competes: Sure
    candidates: Sure
    got: Sure
    places: tuple[Num, Num]
    allowed: tuple[Num, Num]


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
        effects = {effect for ruling in rulings if ruling.act == "hold" for effect in ruling.effect}
        flags = [Flagged(name) for word, name in (("class", HOLD_CLASS), ("titles", HOLD_TITLES)) if word in effects]
        self.held = any_of(*flags)
        self.decided: dict[str, Decided] = {}
        self.counts: dict[str, tuple[Num, Num]] = {}
        self.taken: dict[str, Num] = {}

    def define(self) -> Mapping[str, tuple[Bar, ...]]:
        """Define all of them; give the bars of each."""
        by_title = {}
        for key, title in self.scheme.titles.items():
            bars = self._bars(title)
            by_title[key] = bars
            self._title(title, bars)
        return by_title

    def _bars(self, title: Title) -> tuple[Bar, ...]:
        part = f"titles.{title.id}"
        bars = [Bar("ranked", plain(not_(self.ranks.ranked)))]
        applies = clusters_of(self.scheme, title.applies_to)
        if applies != ALWAYS:
            bars.append(Bar("kind", plain(not_(applies))))
        for key, fault in self.scheme.knock_outs.items():
            if fault.bars_titles == "all" or title.id in fault.bars_titles:
                bars.append(Bar(f"knock_outs.{key}", self.classes.knock_outs[key]))
        if title.class_at_least is not None:
            bars.append(Bar("class", not_sure(self.classes.at_least[title.class_at_least])))
        for index, test in enumerate(title.requires, start=1):
            passes = self.quantities.passes(test, f"{part}.requires.{index}", absent=True)
            bars.append(Bar(f"requires.{index}", not_sure(passes)))
        bars += [Bar(f"{_NOT_WITH}{other}", self.decided[other].got) for other in title.not_with]
        has_one = self._has_one_of([self.decided[other] for other in title.not_with], part)
        if has_one != NEVER:
            bars.append(Bar(_ONE_OF, plain(has_one)))
        return tuple(Bar(bar.name, self.sheet.sure(f"{part}.bar.{bar.name}", bar.stands, part)) for bar in bars)

    def _has_one_of(self, earlier: Sequence[Decided], part: str) -> Cond:
        """Tell where a unit has one of several titles, though it may be open which.

        It competes for each that it does not have the ones before of; as they exclude each other, whoever takes its
        places is another unit each time. So it goes past all of them only behind as many units as they have places.
        """
        ids = {decided.title.id for decided in earlier}
        if len(ids) < 2 or not _exclude_each_other(earlier):
            return NEVER
        over = earlier[0].title.quota.per
        if not all(_is_cut_once(decided, over) and ids.issuperset(decided.title.not_with) for decided in earlier):
            return NEVER
        if all(decided.got.surely == decided.got.possibly for decided in earlier):
            return NEVER
        among = any_of(*(decided.candidates.possibly for decided in earlier))
        rivals = self.sheet.condition(f"{part}.rivals", among, part)
        before = self.sheet.number(f"{part}.before", self.ranks.ahead(rivals, over, ties=True), part)
        places = total_of(*(decided.allowed[0] for decided in earlier))
        return all_of(*(decided.candidates.surely for decided in earlier), Compare("<", before, places))

    def _title(self, title: Title, bars: Sequence[Bar]) -> None:
        sheet, quota, part = self.sheet, title.quota, f"titles.{title.id}"
        free = all_sure(*(not_sure(bar.stands) for bar in bars))
        eligible = sheet.sure(f"{part}.eligible", self._costed(free), part)
        others = all_sure(*(not_sure(bar.stands) for bar in bars if not bar.name.startswith((_NOT_WITH, _ONE_OF))))
        members = Members(sheet, f"{part}.competes", part, self.ranks, self._free(eligible, quota))
        candidates = self._free(self._costed(others), quota) if title.not_with else members.sure
        worst, best = self._places_before(members, candidates, title, part)
        of = define_basis(sheet, part, quota, self.classes.at_least, self.ranks.ranked)
        least, most = self._quotas(title, members, (worst, best), of)
        got = self._within(members, (worst, least), (best, most))
        reserve = got
        if quota.in_all is None:
            if quota.reserve:
                reserve = self._within(members, (worst, least), (best, most), _reserve(quota, part))
        else:
            got, reserve = self._in_all(got, quota, part)
        got = sheet.sure(f"{part}.got", got, part)
        reserve = sheet.sure(f"{part}.reserve", reserve, part) if quota.reserve else got
        counts = (_count(members, of, quota.per, most=upper) for upper in (False, True))
        places = [quota_number(quota, count, part) for count in counts]
        allowed = self._after(title, places[0], places[1]) if title.after else (places[0], places[1])
        self.decided[title.id] = Decided(title, members.sure, candidates, got, (places[0], places[1]), allowed)
        self._state(part, quota, eligible, got, reserve)

    def _costed(self, free: Sure) -> Sure:
        """A unit whose total may yet be lower is never sure of anything."""
        cost = self.classes.unknown_cost
        return free if cost == NEVER else Sure(all_of(free.surely, not_(cost)), free.possibly)

    def _free(self, eligible: Sure, quota: Quota) -> Sure:
        """Tell who competes: a unit on hold keeps its place and is not sure of it, or gives it up."""
        if self.held == NEVER:
            return eligible
        free = not_(self.held)
        possibly = eligible.possibly if quota.keeps_place else all_of(eligible.possibly, free)
        return Sure(all_of(eligible.surely, free), possibly)

    def _places_before(self, members: Members, candidates: Sure, title: Title, part: str) -> tuple[Num, Num]:
        """Define the worst and the best place that a unit may have among those who compete.

        Args:
            members: Those who compete.
            candidates: Those who would, did they not have an earlier title that excludes this one.
            title: The title.
            part: Name of its part.
        """
        over, ties = title.quota.per, not title.quota.shares
        fewest = members.ahead(members.sure.surely, over, ties=False)
        if members.open == NEVER:
            best = self.sheet.number(f"{part}.place", fewest + 1, part)
            if not ties:
                return best, best
            return self.sheet.number(
                f"{part}.last", members.ahead(members.sure.surely, over, ties=True) + 1, part
            ), best
        most = members.ahead(members.sure.possibly, over, ties=ties)
        earlier = [self.decided[other] for other in title.not_with]
        if any(decided.got.surely != decided.got.possibly for decided in earlier):
            candidates = self.sheet.sure(f"{part}.candidates", candidates, part)
            taken = total_of(*(self._most_taken(decided, over) for decided in earlier))
            fewest = Greatest((fewest, members.ahead(candidates.surely, over, ties=False) - taken))
            left = self._least_left(members, candidates, earlier, over, ties=ties)
            most = Least((most, members.ahead(candidates.possibly, over, ties=ties) - left))
        best = self.sheet.number(f"{part}.place", fewest + 1, part)
        return self.sheet.number(f"{part}.last", most + 1, part), best

    def _least_left(
        self, members: Members, candidates: Sure, earlier: Sequence[Decided], over: Over, *, ties: bool
    ) -> Num:
        """Count those before a unit who would compete and have an earlier title instead, at the least."""
        exclude = _exclude_each_other(earlier)
        left: list[Num] = []
        for several in [earlier] if exclude else [[decided] for decided in earlier]:
            got = any_of(*(decided.got.possibly for decided in several))
            word = "apart" if exclude else f"apart.{several[0].title.id}"
            apart = members.condition(word, all_of(got, not_(candidates.possibly)))
            least = total_of(*(self._least_taken(decided, over, ties=ties) for decided in several))
            left.append(Greatest((least - members.ahead(apart, over, ties=ties), ZERO)))
        return left[0] if exclude else Greatest(tuple(left))

    def _most_taken(self, decided: Decided, over: Over) -> Num:
        """Count those before a unit who have a title, at the most: no more than it has places."""
        part = f"titles.{decided.title.id}"
        name = possibly(f"{part}.taken.{over}")
        if name not in self.taken:
            taken = self.ranks.ahead(decided.got.possibly, over, ties=False)
            if _is_cut_once(decided, over) and not decided.title.quota.shares:
                taken = Least((taken, decided.allowed[1]))
            self.taken[name] = self.sheet.number(name, taken, part)
        return self.taken[name]

    def _least_taken(self, decided: Decided, over: Over, *, ties: bool) -> Num:
        """Count those before a unit, or equal to it, who have a title, at the least.

        However a tie is decided, a title goes to the first of those who compete for it, so many as it has places.
        """
        part = f"titles.{decided.title.id}"
        name = f"{part}.taken.{over}{'.tied' if ties else ''}"
        if name not in self.taken:
            taken = self.ranks.ahead(decided.got.surely, over, ties=ties)
            if _is_cut_once(decided, over):
                competing = self.ranks.ahead(decided.competes.surely, over, ties=ties)
                if ties:  # a unit that competed for it and did not get it counts among those it went past
                    competing = total_of(competing, Choose((Case(decided.competes.surely, ONE),), ZERO))
                taken = Greatest((taken, Least((competing, decided.allowed[0]))))
            self.taken[name] = self.sheet.number(name, taken, part)
        return self.taken[name]

    def _quotas(self, title: Title, members: Members, places: tuple[Num, Num], of: Sure | None) -> tuple[Num, Num]:
        """Define the fewest and the most places that there may be for a unit.

        Of a share of those who compete: the fewest when all that may stand before the unit do, and no other that is
        not sure; the most when none does that need not, and all others compete.

        Args:
            title: The title.
            members: Those who compete.
            places: The worst and the best place of a unit.
            of: Those of whom a share is taken, None: those who compete.
        """
        quota, over, sheet, part = title.quota, title.quota.per, self.sheet, f"titles.{title.id}"
        worst, best = places
        least: Num
        most: Num
        if of is not None:
            least, most = Count(of.surely, over), Count(of.possibly, over)
        elif members.open == NEVER:
            least = most = members.count(over, most=True)
        else:
            ahead = members.ahead(members.sure.surely, over, ties=not quota.shares)
            least = worst + members.count(over, most=False) - ahead - 1
            most = best + members.count(over, most=True) - members.ahead(members.sure.possibly, over, ties=False) - 1
        self.counts[part] = least, most
        fewest, largest = quota_number(quota, least, part), quota_number(quota, most, part)
        if title.after:
            fewest, largest = self._after(title, fewest, largest)
        lowest = sheet.number(f"{part}.quota", fewest, part)
        return lowest, lowest if largest == fewest else sheet.number(possibly(f"{part}.quota"), largest, part)

    def _after(self, title: Title, fewest: Num, largest: Num) -> tuple[Num, Num]:
        """Take away the places that earlier titles used beyond their own, where those who tied shared them."""
        over, earlier = title.quota.per, [self.decided[before] for before in title.after]
        surely = total_of(*(Count(decided.got.surely, over) for decided in earlier))
        possibly = total_of(*(Count(decided.got.possibly, over) for decided in earlier))
        few, many = (total_of(*(decided.places[side] for decided in earlier)) for side in (0, 1))
        most, least = Greatest((possibly - few, ZERO)), Greatest((surely - many, ZERO))
        return Greatest((fewest - most, ZERO)), Greatest((largest - least, ZERO))

    def _within(self, members: Members, worst: tuple[Num, Num], best: tuple[Num, Num], more: Num = ZERO) -> Sure:
        """Tell who is within a number of places.

        Args:
            members: Those who compete.
            worst: The worst place of a unit, and the fewest places there may be.
            best: The best place, and the most places.
            more: Places besides.
        """
        sure = members.sure
        surely = all_of(sure.surely, Compare("<=", worst[0], total_of(worst[1], more)))
        possibly = all_of(sure.possibly, Compare("<=", best[0], total_of(best[1], more)))
        return Sure(surely, possibly)

    def _in_all(self, first: Sure, quota: Quota, part: str) -> tuple[Sure, Sure]:
        """Take the best over all clusters of those within the quota of their cluster; and those next to them."""
        sheet, most = self.sheet, Written(Fraction(quota.in_all or 0), f"{part}.quota.in_all")
        members = Members(sheet, f"{part}.within", part, self.ranks, first)
        worst = sheet.number(f"{part}.last.all", members.ahead(members.sure.possibly, _ALL, ties=True) + 1, part)
        best = sheet.number(f"{part}.place.all", members.ahead(members.sure.surely, _ALL, ties=False) + 1, part)
        got = self._within(members, (worst, most), (best, most))
        if not quota.reserve:
            return got, got
        return got, self._within(members, (worst, most), (best, most), _reserve(quota, part))

    def _state(self, part: str, quota: Quota, eligible: Sure, got: Sure, reserve: Sure) -> None:
        def number(state: int) -> Num:
            return Number(Fraction(state))

        cases = [Case(not_(eligible.possibly), number(NO))]
        if self.held != NEVER:
            on_hold = Case(self.held, number(HELD))
            if quota.keeps_place:  # beyond its places, a unit on hold is like any other
                on_hold = Case(all_of(self.held, reserve.possibly), number(HELD))
            cases.append(on_hold)
        cases += [Case(got.surely, number(PROPOSED)), Case(got.possibly, number(UNDECIDED))]
        if quota.reserve:
            cases += [Case(reserve.surely, number(RESERVE)), Case(reserve.possibly, number(UNDECIDED_RESERVE))]
        self.sheet.number(f"{part}.state", Choose(tuple(cases), number(NO)), part)


def _count(members: Members, of: Sure | None, over: Over, *, most: bool) -> Num:
    """Count those of whom the places of a title are a share, for no unit in particular."""
    if of is None:
        return members.count(over, most=most)
    return Count(of.possibly if most else of.surely, over)


def _reserve(quota: Quota, part: str) -> Num:
    return Written(Fraction(quota.reserve), f"{part}.quota.reserve")


def _is_cut_once(decided: Decided, over: Over) -> bool:
    """Tell whether a title's places go down one order of these units: no second quota, no other group."""
    return decided.title.quota.in_all is None and decided.title.quota.per == over


def _exclude_each_other(earlier: Sequence[Decided]) -> bool:
    """Tell whether no unit can have two of several titles: of any two, one excludes the other."""
    pairs = itertools.combinations([decided.title for decided in earlier], 2)
    return all(title.id in other.not_with or other.id in title.not_with for title, other in pairs)
