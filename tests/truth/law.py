"""The law of a scheme, told once more: slowly, in fractions, one method a rule, and from the documentation alone.

It imports nothing of the product. A scheme and its rulings are plain TOML data, a cell is a number, ``None`` (blank) or
``"KP"``. What is not yet decided is ``None`` where ``True`` is "surely" and ``False`` is "surely not".
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.truth.law_points import Open, all_of, any_of, opposite
from tests.truth.law_ranks import Ranks
from tests.truth.law_written import Competition, Data, amount

__all__ = ["Competition", "Law"]


class Crowd:
    """How many stand above a level, or at it and above."""

    def __init__(self, levels: Iterable[int]) -> None:
        self.levels = sorted(levels)

    def __len__(self) -> int:
        return len(self.levels)

    def above(self, level: int) -> int:
        return len(self.levels) - bisect_right(self.levels, level)

    def from_(self, level: int) -> int:
        return len(self.levels) - bisect_left(self.levels, level)


@dataclass
class TitleOutcome:
    """``got``, ``state``, and the bars of each unit; ``sure`` and ``possible``: who competes."""

    got: dict[str, Open] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    bars: dict[str, dict[str, Open]] = field(default_factory=dict)
    sure: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)
    working: dict[str, str] = field(default_factory=dict)


class Law(Ranks):
    """A competition, and what the law says of it."""

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
        standing = [self.at_least(classes[unit], of.removesuffix(" and above")) for unit in group]
        return {"worst": standing.count(True), "best": len(standing) - standing.count(False)}

    def at_least(self, classes: Mapping[str, Open], lowest: str) -> Open:
        """Tell whether one of the classes, down to the lowest, is a unit's."""
        best_first = list(classes)
        return any_of(classes[key] for key in best_first[: best_first.index(lowest) + 1])

    @cached_property
    def given(self) -> dict[str, dict[str, Open]]:
        """Give, class by class and best first, who gets it."""
        found: dict[str, dict[str, Open]] = {unit: {} for unit in self.ranked}
        for key, one in self.table("classes").items():
            members = {
                unit: all_of([self.reached[unit][key], opposite(any_of(found[unit].values()))]) for unit in self.ranked
            }
            inside = self.within_class(one["quota"], members) if "quota" in one else dict.fromkeys(self.ranked, True)
            for unit in self.ranked:
                found[unit][key] = all_of([members[unit], inside[unit]])
        return found

    def within_class(self, quota: Data, members: Mapping[str, Open]) -> dict[str, Open]:
        found: dict[str, Open] = {}
        per = quota.get("per", "cluster")
        for scope in dict.fromkeys(self.scope(unit, per) for unit in self.ranked):
            level = self.levels[scope]
            group = [unit for unit in self.ranked if self.scope(unit, per) == scope]
            sure = Crowd(level[unit] for unit in group if members[unit] is True)
            open_ = Crowd(level[unit] for unit in group if members[unit] is None)
            counted = self.counted(quota, scope, self.reached)
            for unit in group:
                at, mine = level[unit], members[unit]
                worst = sure.from_(at) + open_.from_(at)
                best = sure.from_(at) + (mine is None)
                fewest = self.number(quota, len(sure) + open_.from_(at), counted["worst"])
                below = len(open_) - open_.from_(at)
                most = self.number(quota, len(sure) + below + (mine is None), counted["best"])
                found[unit] = True if worst <= fewest else None if best <= most else False
        return found

    def klass(self, unit: str) -> tuple[str | None, bool]:
        """Give the class, and whether it is decided."""
        for key, one in self.given[unit].items():
            if one is not False:
                return (key, True) if one else (None, False)
        return None, True

    # ---- titles

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
                found["class_at_least"] = opposite(self.at_least(self.given[unit], condition["class_at_least"]))
        for at, condition in enumerate((each for each in requires if "class_at_least" not in each), 1):
            found[f"requires.{at}"] = opposite(self.holds(unit, condition, knock_out=False))
        found |= {f"not_with.{other}": earlier[other].got[unit] for other in one.get("not_with", ())}
        return found

    @cached_property
    def titles(self) -> dict[str, TitleOutcome]:
        found: dict[str, TitleOutcome] = {}
        for key in self.table("titles"):
            found[key] = self.title(key, found)
        return found

    def title(self, key: str, earlier: Mapping[str, TitleOutcome]) -> TitleOutcome:
        """Tell who is proposed for a title: surely, possibly, or not."""
        quota = self.table("titles")[key].get("quota", {})
        made = TitleOutcome(bars={unit: self.bars(unit, key, earlier) for unit in self.units})
        eligible = {unit: opposite(any_of(bars.values())) for unit, bars in made.bars.items()}
        for unit in self.ranked:
            if eligible[unit] and (self.blank_penalty(unit) or unit in self.held):
                eligible[unit] = None
        passes = {unit for unit in self.held if quota.get("held", "keeps-place") == "passes"}
        made.possible = {unit for unit in self.ranked if eligible[unit] is not False} - passes
        made.sure = {unit for unit in made.possible if eligible[unit]}
        places, surely = self.first_stage(key, quota, made, earlier), made.sure
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

    def first_stage(
        self, key: str, quota: Data, made: TitleOutcome, earlier: Mapping[str, TitleOutcome]
    ) -> dict[str, tuple[int, int, int, int]]:
        """Give worst place and fewest who get it, best place and most who get it, of each who may be eligible."""
        per, shares = quota.get("per", "cluster"), quota.get("tie") == "share"
        found = {}
        for scope in dict.fromkeys(self.scope(unit, per) for unit in self.ranked):
            level = self.levels[scope]
            group = {unit for unit in made.possible if self.scope(unit, per) == scope}
            sure = Crowd(level[unit] for unit in group & made.sure)
            open_ = Crowd(level[unit] for unit in group - made.sure)
            counted = self.counted(quota, scope, self.given)
            least, most_gone = self.surplus(self.table("titles")[key].get("after", ()), scope, earlier)
            for unit in group:
                at, mine = level[unit], unit not in made.sure
                before = sure.above(at) + open_.above(at) if shares else sure.from_(at) + open_.from_(at) - 1
                of_worst = len(sure) + (open_.above(at) + mine if shares else open_.from_(at))
                of_best = len(sure) + len(open_) - open_.above(at)
                fewest = max(0, self.number(quota, of_worst, counted["worst"]) - most_gone)
                most = max(0, self.number(quota, of_best, counted["best"]) - least)
                found[unit] = 1 + before, fewest, 1 + sure.above(at), most
        return found

    def surplus(self, after: Sequence[str], scope: str, earlier: Mapping[str, TitleOutcome]) -> tuple[int, int]:
        """Give the fewest and the most places that earlier titles used beyond their quotas."""
        least = most = 0
        for key in after:
            quota = self.table("titles")[key].get("quota", {})
            one = earlier[key]
            inside = {unit for unit in self.ranked if scope in ("*", self.scope(unit, "cluster"))}
            counted = self.counted(quota, scope, self.given)
            got = [one.got[unit] for unit in inside]
            least += got.count(True) - self.number(quota, len(one.possible & inside), counted["best"])
            most += len(got) - got.count(False) - self.number(quota, len(one.sure & inside), counted["worst"])
        return max(0, least), max(0, most)

    def second_stage(
        self, quota: Data, made: TitleOutcome, first: Mapping[str, tuple[int, int, int, int]]
    ) -> tuple[dict[str, tuple[int, int, int, int]], set[str]]:
        """Of those within their cluster's quota, the best over all clusters; and who is surely among those."""
        level, number = self.levels["*"], quota["in_all"]
        possible = {unit for unit, (_, _, best, most) in first.items() if best <= most}
        sure = {unit for unit in possible & made.sure if first[unit][0] <= first[unit][1]}
        all_sure, everyone = Crowd(level[unit] for unit in sure), Crowd(level[unit] for unit in possible)
        found = {}
        for unit in possible:
            at = level[unit]
            before = everyone.above(at) if quota.get("tie") == "share" else everyone.from_(at) - 1
            found[unit] = 1 + before, number, 1 + all_sure.above(at), number
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
