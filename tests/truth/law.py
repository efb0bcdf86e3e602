"""The law of a scheme, told once more: slowly, in fractions, one method a rule, and from the documentation alone.

It imports nothing of the product. A scheme and its rulings are plain TOML data, a cell is a number, ``None`` (blank) or
``"KP"``. What is not yet decided is ``None`` where ``True`` is "surely" and ``False`` is "surely not".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from tests.truth.law_classes import Classes, Crowd
from tests.truth.law_points import Open, any_of, opposite
from tests.truth.law_written import Competition, Data

__all__ = ["Competition", "Law"]
Places = dict[str, tuple[int, int, int, int]]


@dataclass
class TitleOutcome:
    """``got``, ``state`` and ``bars`` of each unit; ``sure`` and ``possible``: who competes.

    ``candidates``: who surely and who possibly would, had nobody an earlier title that excludes this one.
    """

    quota: Data
    bars: dict[str, dict[str, Open]]
    got: dict[str, Open] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    candidates: tuple[set[str], set[str]] = field(default_factory=lambda: (set(), set()))
    working: dict[str, str] = field(default_factory=dict)

    @property
    def per(self) -> str:
        return str(self.quota.get("per", "cluster"))

    @property
    def shares(self) -> bool:
        return self.quota.get("tie") == "share"


class Law(Classes):
    """A competition, and what the law says of it."""

    def bars(self, unit: str, key: str, earlier: Mapping[str, TitleOutcome]) -> dict[str, Open]:
        """Give the bars of a title in the order of the law, and whether they hold."""
        one = self.table("titles")[key]
        if unit not in self.keys:
            return {"not ranked": True}
        found: dict[str, Open] = {"kind": not self.applies(one, self.kind(unit))}
        for name, knock_out in self.table("knock_outs").items():
            barred = knock_out["effect"].get("title", ())
            if barred == "none" or key in barred or "none" in barred:
                found[f"knock_outs.{name}"] = self.strikes(unit, name)
        requires = one.get("requires", ())
        for condition in requires:
            if "class_at_least" in condition:
                found["class_at_least"] = opposite(
                    self.at_least(unit, self.given_however_ties_end, condition["class_at_least"])
                )
        for at, condition in enumerate((each for each in requires if "class_at_least" not in each), 1):
            found[f"requires.{at}"] = opposite(self.holds(unit, condition, knock_out=False))
        found |= {f"not_with.{other}": earlier[other].got[unit] for other in one.get("not_with", ())}
        found["not_with one of them"] = self.has_one_of(unit, one.get("not_with", ()), earlier)
        return found

    def has_one_of(self, unit: str, others: Sequence[str], earlier: Mapping[str, TitleOutcome]) -> bool:
        """Tell whether a unit is left with one of some titles in any case.

        Nobody has two of them; each goes to as many as it has places, and passes the unit by for units before it alone.
        """
        outcomes = [earlier[one] for one in others]
        if len(others) < 2 or not self.exclusive(others):
            return False
        if any("in_all" in one.quota or one.per != outcomes[0].per for one in outcomes):
            return False
        if any(set(self.table("titles")[one].get("not_with", ())) - set(others) for one in others):
            return False
        if not all(unit in one.candidates[0] for one in outcomes):
            return False
        scope = self.scope(unit, outcomes[0].per)
        rivals = {each for one in outcomes for each in one.candidates[1] if self.scope(each, one.per) == scope}
        before = Crowd(rivals, self.levels[scope]).before(unit, beside=True)
        return before < sum(self.places_of(one, scope, earlier)[0] for one in others)

    def exclusive(self, titles: Sequence[str]) -> bool:
        """Tell whether of any two of some titles one excludes the other."""
        held = {key: self.table("titles")[key].get("not_with", ()) for key in titles}
        return all(one in held[other] or other in held[one] for one, other in combinations(titles, 2))

    @cached_property
    def titles(self) -> dict[str, TitleOutcome]:
        found: dict[str, TitleOutcome] = {}
        for key in self.table("titles"):
            found[key] = self.title(key, found)
        return found

    def title(self, key: str, earlier: Mapping[str, TitleOutcome]) -> TitleOutcome:
        """Tell who is proposed for a title: surely, possibly, or not."""
        quota = self.table("titles")[key].get("quota", {})
        made = TitleOutcome(quota, bars={unit: self.bars(unit, key, earlier) for unit in self.units})
        eligible = {unit: self.free(unit, made.bars[unit]) for unit in self.units}
        free = {
            unit: self.free(unit, {name: held for name, held in made.bars[unit].items() if "not_with" not in name})
            for unit in self.units
        }
        passes = {unit for unit in self.held if quota.get("held", "keeps-place") == "passes"}
        made.sure, made.possible = self.who(eligible, passes)
        made.candidates = self.who(free, passes)
        places, surely = self.first_stage(key, made, earlier), made.sure
        if "in_all" in quota:
            places, surely = self.second_stage(quota, made, places)
        reserve = quota.get("reserve", 0)
        for unit in self.units:
            if unit not in places:
                made.got[unit] = False
                waits = unit in passes and eligible[unit] is not False
                made.state[unit] = "held" if waits else "no"
                continue
            worst, fewest, best, most = places[unit]
            made.working[unit] = f"place {best} to {worst}, of {most} to {fewest}"
            sure = unit in surely
            made.got[unit] = True if sure and worst <= fewest else None if best <= most else False
            if unit in self.held:
                made.state[unit] = "held" if best <= most + reserve else "no"
            elif made.got[unit] is not False:
                made.state[unit] = "proposed" if made.got[unit] else "undecided"
            elif sure and worst <= fewest + reserve:
                made.state[unit] = "reserve"
            else:
                made.state[unit] = "undecided" if best <= most + reserve else "no"
        return made

    def free(self, unit: str, bars: Mapping[str, Open]) -> Open:
        """Tell whether no bar holds; who may yet lose points, or is on hold, is never sure of it."""
        found = opposite(any_of(bars.values()))
        return None if found and (self.blank_penalty(unit) or unit in self.held) else found

    def who(self, free: Mapping[str, Open], passes: set[str]) -> tuple[set[str], set[str]]:
        """Give who surely and who possibly competes; on hold, where holds pass the place on, nobody does."""
        possible = {unit for unit in self.ranked if free[unit] is not False} - passes
        return {unit for unit in possible if free[unit]}, possible

    def first_stage(self, key: str, made: TitleOutcome, earlier: Mapping[str, TitleOutcome]) -> Places:
        """Give worst place and fewest who get it, best place and most who get it, of each who may be eligible."""
        found = {}
        for scope in dict.fromkeys(self.scope(unit, made.per) for unit in self.ranked):
            group = {unit for unit in self.ranked if self.scope(unit, made.per) == scope}
            level = self.levels[scope]
            sure, possible = Crowd(made.sure & group, level), Crowd(made.possible & group, level)
            counted = self.counted(made.quota, scope, self.given_however_ties_end)
            least_gone, most_gone = self.surplus(self.table("titles")[key].get("after", ()), scope, earlier)
            past = self.past(key, made, scope, earlier)
            for unit in possible.units:
                most_before = min(possible.before(unit, beside=not made.shares), past[unit][0])
                least_before = max(sure.before(unit, beside=False), past[unit][1])
                of_worst = len(sure) + most_before - sure.before(unit, beside=not made.shares)
                of_best = len(possible) + least_before - possible.before(unit, beside=False)
                fewest = max(0, self.number(made.quota, of_worst, counted["worst"]) - most_gone)
                most = max(0, self.number(made.quota, of_best, counted["best"]) - least_gone)
                found[unit] = 1 + most_before, fewest, 1 + least_before, most
        return found

    def past(
        self, key: str, made: TitleOutcome, scope: str, earlier: Mapping[str, TitleOutcome]
    ) -> dict[str, tuple[int, int]]:
        """Give the most and the fewest who stand before each, counting how many of them have an earlier title.

        A title with so many places takes so many of those who compete for it, whichever of the tied they are; and it
        takes no more. Who has it does not compete for this one, if the two exclude each other.
        """
        level, group = self.levels[scope], {unit for unit in self.ranked if self.scope(unit, made.per) == scope}
        beside = not made.shares
        sure, possible = (Crowd(units & group, level) for units in made.candidates)
        others = [one for one in self.table("titles") if one in self.table("titles")[key].get("not_with", ())]
        exclude = self.exclusive(others)
        found = {}
        for unit in group:
            most_taken, least_taken, apart = 0, list[int](), list[set[str]]()
            for other in others:
                one = earlier[other]
                has = Crowd({each for each in group if one.got[each] is True}, level)
                may = Crowd({each for each in group if one.got[each] is not False}, level)
                least, most = has.before(unit, beside=beside), may.before(unit, beside=False)
                if one.per == made.per and "in_all" not in one.quota:
                    places = self.places_of(other, scope, earlier)
                    running = Crowd(one.sure & group, level)
                    with_itself = running.before(unit, beside=beside) + (beside and unit in running.units)
                    least = max(least, min(with_itself, places[0]))
                    most = most if one.shares else min(most, places[1])
                least_taken.append(least)
                apart.append(set(may.units - possible.units))
                most_taken += most
            if exclude:
                least_taken, apart = [sum(least_taken)], [set().union(*apart)]
            left = (
                max(0, least - Crowd(elsewhere, level).before(unit, beside=beside))
                for least, elsewhere in zip(least_taken, apart, strict=True)
            )
            found[unit] = (
                possible.before(unit, beside=beside) - max(left, default=0),
                sure.before(unit, beside=False) - most_taken,
            )
        return found

    def places_of(self, key: str, scope: str, earlier: Mapping[str, TitleOutcome]) -> tuple[int, int]:
        """Give the fewest and the most places of a title in a scope, less those that are gone before it."""
        one = earlier[key]
        group = {unit for unit in self.ranked if self.scope(unit, one.per) == scope}
        counted = self.counted(one.quota, scope, self.given_however_ties_end)
        least_gone, most_gone = self.surplus(self.table("titles")[key].get("after", ()), scope, earlier)
        fewest = self.number(one.quota, len(one.sure & group), counted["worst"]) - most_gone
        most = self.number(one.quota, len(one.possible & group), counted["best"]) - least_gone
        return max(0, fewest), max(0, most)

    def surplus(self, after: Sequence[str], scope: str, earlier: Mapping[str, TitleOutcome]) -> tuple[int, int]:
        """Give the fewest and the most places that earlier titles used beyond their quotas."""
        least = most = 0
        for key in after:
            quota = self.table("titles")[key].get("quota", {})
            one = earlier[key]
            inside = {unit for unit in self.ranked if scope in ("*", self.scope(unit, "cluster"))}
            counted = self.counted(quota, scope, self.given_however_ties_end)
            got = [one.got[unit] for unit in inside]
            least += got.count(True) - self.number(quota, len(one.possible & inside), counted["best"])
            most += len(got) - got.count(False) - self.number(quota, len(one.sure & inside), counted["worst"])
        return max(0, least), max(0, most)

    def second_stage(
        self, quota: Data, made: TitleOutcome, first: Mapping[str, tuple[int, int, int, int]]
    ) -> tuple[Places, set[str]]:
        """Of those within their cluster's quota, the best over all clusters; and who is surely among those."""
        level, number = self.levels["*"], quota["in_all"]
        possible = {unit for unit, (_, _, best, most) in first.items() if best <= most}
        sure = {unit for unit in possible & made.sure if first[unit][0] <= first[unit][1]}
        all_sure, everyone = Crowd(sure, level), Crowd(possible, level)
        found = {}
        for unit in possible:
            before = everyone.before(unit, beside=not made.shares)
            found[unit] = 1 + before, number, 1 + all_sure.before(unit, beside=False), number
        return found, sure

    # ---- a page for whoever looks into a difference

    def told(self, unit: str) -> str:
        """Tell the working of one unit."""
        lines = [
            f"{unit}: {self.competition.clusters[unit]}, {self.standing(unit)}, missing {sorted(self.missing(unit))}"
        ]
        lines += [
            f"  {key}: {self.state(unit, key)} {show(self.criterion(unit, key))}" for key in self.scored_criteria()
        ]
        for role in ("bonuses", "penalties"):
            lines += [f"  {role}.{key}: {show(self.adjustment(unit, role, key))}" for key in self.table(role)]
        lines += [f"  sections.{key}: {show(self.part(unit, f'sections.{key}'))}" for key in self.table("sections")]
        lines += [f"  sums: {show(self.sums(unit))}, total {show(self.total(unit))}"]
        lines += [f"  knock-out {key}: {self.strikes(unit, key)}" for key in self.table("knock_outs")]
        if unit in self.keys:
            lines += [f"  key {show(self.keys[unit])}, rank {self.ranks[unit]}, reached {self.reached[unit]}"]
            lines += [f"  given {self.given[unit]}, held {sorted(self.held.get(unit, ()))}"]
        for key, one in self.titles.items():
            bars = {
                name: "surely" if held else "possibly" for name, held in one.bars[unit].items() if held is not False
            }
            lines += [f"  title {key}: {one.state[unit]}, {one.working.get(unit, '')} bars {bars}"]
        return "\n".join(lines)


def show(value: Any) -> str:
    """Write numbers as people do."""
    if isinstance(value, Fraction):
        return f"{float(value):.6g}" if value.denominator != 1 else str(value.numerator)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {show(one)}" for key, one in value.items())
    return f"({', '.join(show(one) for one in value)})" if isinstance(value, tuple) else str(value)
