"""Which class each unit has, or may have: a part of the oracle, see ``law``."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from tests.truth.law_points import Open, all_of, any_of, opposite
from tests.truth.law_ranks import Ranks
from tests.truth.law_written import Data, amount


class Crowd:
    """Some units of a scope: how many others of them stand before a unit, or before it and beside it."""

    def __init__(self, units: Collection[str], level: Mapping[str, int]) -> None:
        self.units, self.level = frozenset(units), level
        self.levels = sorted(level[unit] for unit in units)

    def __len__(self) -> int:
        return len(self.levels)

    def before(self, unit: str, *, beside: bool) -> int:
        if beside:
            return len(self.levels) - bisect_left(self.levels, self.level[unit]) - (unit in self.units)
        return len(self.levels) - bisect_right(self.levels, self.level[unit])


class Classes(Ranks):
    """Who has which class."""

    def blank_penalty(self, unit: str) -> bool:
        return any(self.score(unit, "penalties", key) is None for key in self.table("penalties"))

    def reaches(self, unit: str, klass: str) -> Open:
        """Tell whether a unit reaches a class: total, conditions, knock-outs."""
        one = self.table("classes")[klass]
        total = self.total(unit)
        enough = total <= amount(one["to"], self.whole) if self.low_wins else total >= amount(one["from"], self.whole)
        found = all_of(
            [
                enough,
                *(self.holds(unit, condition, knock_out=False) for condition in one.get("requires", ())),
                *(opposite(self.strikes(unit, key)) for key in self.table("knock_outs") if self.bars_class(key, klass)),
            ]
        )
        return None if found and self.blank_penalty(unit) else found

    def bars_class(self, knock_out: str, klass: str) -> bool:
        effect = self.table("knock_outs")[knock_out]["effect"]
        best_first = list(self.table("classes"))
        highest = effect.get("class_at_most")
        return "class" in effect or (highest is not None and best_first.index(klass) < best_first.index(highest))

    @cached_property
    def reached(self) -> dict[str, dict[str, Open]]:
        return {unit: {key: self.reaches(unit, key) for key in self.table("classes")} for unit in self.ranked}

    def number(self, quota: Data, among: int, counted: int) -> int:
        """Give how many a quota lets in: of so many who are eligible, or of so many whom it counts."""
        if "count" in quota:
            return int(quota["count"])
        part = amount(quota.get("share", 1), Fraction(1)) * (
            among if quota.get("of", "eligible") == "eligible" else counted
        )
        how = quota.get("round", "down")
        number = {"down": math.floor(part), "up": math.ceil(part), "half-up": math.floor(part + Fraction(1, 2))}[how]
        return max(int(quota.get("at_least", 0)), number)

    def counted(self, quota: Data, scope: str, classes: Mapping[str, Mapping[str, Open]]) -> dict[str, int]:
        """Give the fewest and the most whom ``of`` counts: ranked units, or those of a class and above."""
        of = quota.get("of", "eligible")
        group = [unit for unit in self.ranked if scope in ("*", self.scope(unit, "cluster"))]
        if not of.endswith(" and above"):
            return {"worst": len(group), "best": len(group)}
        standing = [self.at_least(unit, classes, of.removesuffix(" and above")) for unit in group]
        return {"worst": standing.count(True), "best": len(standing) - standing.count(False)}

    def at_least(self, unit: str, classes: Mapping[str, Mapping[str, Open]], lowest: str) -> Open:
        """Tell whether one of the classes, down to the lowest, is a unit's."""
        best_first = list(self.table("classes"))
        return self.has_one(unit, classes, best_first[: best_first.index(lowest) + 1])

    def has_one(self, unit: str, classes: Mapping[str, Mapping[str, Open]], best_first: Sequence[str]) -> Open:
        """Tell whether one of some classes is a unit's; who reaches one without a quota has it or a better one."""
        table = self.table("classes")
        return any_of((classes if "quota" in table[key] else self.reached)[unit][key] for key in best_first)

    @cached_property
    def given(self) -> dict[str, dict[str, Open]]:
        """Give, class by class and best first, who gets it; a tie across the cut gets the next one as a whole."""
        return self.walked(tied_out=True)

    @cached_property
    def given_however_ties_end(self) -> dict[str, dict[str, Open]]:
        """Give the same, where each of those tied across a cut may yet have either; titles rest on that."""
        return self.given if self.ranking.get("ties") == "final" else self.walked(tied_out=False)

    def walked(self, *, tied_out: bool) -> dict[str, dict[str, Open]]:
        found: dict[str, dict[str, Open]] = {unit: {} for unit in self.ranked}
        for key, one in self.table("classes").items():
            better = {unit: self.has_one(unit, found, list(found[unit])) for unit in self.ranked}
            members = {unit: all_of([self.reached[unit][key], opposite(better[unit])]) for unit in self.ranked}
            inside: dict[str, Open] = dict.fromkeys(self.ranked, True)
            if "quota" in one:
                inside = self.within_class(one["quota"], members, tied_out=tied_out)
            for unit in self.ranked:
                found[unit][key] = all_of([members[unit], inside[unit]])
        return found

    def within_class(self, quota: Data, members: Mapping[str, Open], *, tied_out: bool) -> dict[str, Open]:
        found: dict[str, Open] = {}
        per = quota.get("per", "cluster")
        for scope in dict.fromkeys(self.scope(unit, per) for unit in self.ranked):
            level = self.levels[scope]
            group = [unit for unit in self.ranked if self.scope(unit, per) == scope]
            sure = Crowd([unit for unit in group if members[unit] is True], level)
            open_ = Crowd([unit for unit in group if members[unit] is None], level)
            counted = self.counted(quota, scope, self.reached)
            for unit in group:
                mine = members[unit] is None
                ahead, may_be_ahead = (crowd.before(unit, beside=True) for crowd in (sure, open_))
                least_ahead, may_best = (crowd.before(unit, beside=tied_out) for crowd in (sure, open_))
                fewest = self.number(quota, len(sure) + may_be_ahead + mine, counted["worst"])
                most = self.number(quota, len(sure) + len(open_) - may_best, counted["best"])
                surely = 1 + ahead + may_be_ahead <= fewest
                found[unit] = True if surely else None if 1 + least_ahead <= most else False
        return found

    def klass(self, unit: str) -> tuple[str | None, bool]:
        """Give the class, and whether it is decided."""
        for key, one in self.given[unit].items():
            if one is not False:
                return (key, True) if one else (None, False)
        return None, True
