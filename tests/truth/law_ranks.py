"""Who is ranked, and in which order: a part of the oracle, see ``law``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.truth.law_points import Points
from tests.truth.law_written import EVERYWHERE, Data
from tests.truth.plugin import KP


class Ranks(Points):
    """Who is ranked, and where."""

    def conditions(self, unit: str) -> Iterable[Data]:
        """Give every condition that is asked of a unit: of none that is out of competition."""
        if not self.competes(unit):
            return []
        kind = self.kind(unit)
        asked = [one["when"] for one in self.table("knock_outs").values() if self.applies(one, kind)]
        for owner in [*self.table("classes").values(), *self.table("titles").values()]:
            asked += [
                one for one in owner.get("requires", ()) if "class_at_least" not in one and self.applies(owner, kind)
            ]
        return [plain for one in asked for plain in one.get("any", [one])]

    def missing(self, unit: str) -> frozenset[str]:
        """Give the cells that ``not_reported`` speaks of, but for those that only a tie-break reads."""
        found: set[str] = set()
        for role in EVERYWHERE:
            for key in self.scored_criteria() if role == "criteria" else self.table(role):
                if self.is_blank(unit, role, key):
                    found |= self.blank_cells(unit, role, key)
        for one in self.conditions(unit):
            column = self.figure_of(one["of"])
            if column is not None and self.quantity(unit, one["of"])[0] is None:
                found.add(column)
        return frozenset(found)

    def blank_cells(self, unit: str, role: str, key: str) -> set[str]:
        """Give the blank cells; ``KEY.?`` where some may be left out, and too few are there."""
        if self.plugin(role, key).optional(self.params(unit, role, key)):
            return {f"{key}.?"}
        return {one for one in self.columns(unit, role, key).values() if self.cell(unit, one) is None}

    def compared(self, unit: str) -> bool:
        return self.competes(unit) and not (self.not_reported == "not-ranked" and self.missing(unit))

    def missing_in_ties(self, unit: str) -> set[str]:
        found: set[str] = set()
        for step in self.ranking.get("break", ()) if self.competes(unit) else ():
            column = self.figure_of(step["by"])
            if column is not None and self.quantity(unit, step["by"])[0] is None:
                found.add(column)
            criterion = step["by"].removeprefix("criteria.")
            breaks = criterion in self.table("criteria") and self.only_breaks_ties(criterion)
            if breaks and self.is_blank(unit, "criteria", criterion):
                found |= self.blank_cells(unit, "criteria", criterion)
        return found

    @cached_property
    def refused(self) -> set[tuple[str, str]]:
        """Give unit and column of every cell without which nothing is scored."""
        if self.not_reported != "error":
            return set()
        return {(unit, one) for unit in self.units for one in self.missing(unit) | self.missing_in_ties(unit)}

    def competes(self, unit: str) -> bool:
        cluster = self.clusters[self.competition.clusters[unit]]
        return cluster.get("ranked", True) and not self.ruled(unit, "out_of", "competition")

    def standing(self, unit: str) -> str:
        """Tell whether a unit is ranked, not ranked, or out of competition."""
        whole = self.sums(unit)[1] > 0 and not (self.not_reported == "not-ranked" and self.missing(unit))
        return "out" if not self.competes(unit) else "ranked" if whole else "not-ranked"

    @cached_property
    def ranked(self) -> list[str]:
        return [unit for unit in self.units if self.standing(unit) == "ranked"]

    # ---- ranks

    def key(self, unit: str) -> tuple[Fraction, ...]:
        """Give what a unit is ordered by before the committee: the more the better, all along."""
        found = [-self.total(unit) if self.low_wins else self.total(unit)]
        for step in self.ranking.get("break", ()):
            if step["by"] != "committee":
                found += self.step(unit, step)
        return tuple(found)

    def step(self, unit: str, step: Data) -> tuple[Fraction, ...]:
        value, blank = self.quantity(unit, step["by"])
        above = step.get("absent", "below") == "above"
        low = step.get("prefer", "high") == "low"
        if blank and (low or step["by"].startswith("criteria.")):
            value = None  # nought for what is blank is not few
        if value is None or value == KP:
            return Fraction(above), Fraction(0)
        assert isinstance(value, Fraction)
        if "at_least" in step:
            _, low, _ = self.bounds(step["by"], {"at_least": step["at_least"]})
            assert low is not None
            return Fraction(not above), Fraction(value >= low)
        return Fraction(not above), -value if low else value

    def scope(self, unit: str, per: str) -> str:
        """Name whom a unit is compared with: those of its cluster, or all."""
        return self.competition.clusters[unit] if per == "cluster" else "*"

    @cached_property
    def within(self) -> str:
        return str(self.ranking.get("within", "cluster"))

    @cached_property
    def quotas(self) -> list[Data]:
        owners = [*self.table("classes").values(), *self.table("titles").values()]
        return [one["quota"] for one in owners if "quota" in one]

    @cached_property
    def keys(self) -> dict[str, tuple[Fraction, ...]]:
        return {unit: self.key(unit) for unit in self.ranked}

    @cached_property
    def groups(self) -> dict[tuple[str, tuple[Fraction, ...]], set[str]]:
        """Give, by scope and key, all who are tied before the committee."""
        found: dict[tuple[str, tuple[Fraction, ...]], set[str]] = {}
        for unit in self.ranked:
            for per in ("cluster", "all"):
                found.setdefault((self.scope(unit, per), self.keys[unit]), set()).add(unit)
        return found

    def group(self, unit: str, per: str) -> set[str]:
        """Give all who are tied with a unit before the committee."""
        return self.groups[self.scope(unit, per), self.keys[unit]]

    def lacks(self, ruling: Data) -> bool:
        """Tell whether a ruling on a tie names some of those who are tied, and not all: of a cluster, or of all."""
        named = self.named(ruling)
        across = self.within == "all" or len({self.scope(unit, "cluster") for unit in named}) > 1
        tied = [self.group(unit, "all" if across else "cluster") for unit in named if unit in self.keys]
        return any(not group <= set(named) for group in tied)

    @cached_property
    def order(self) -> dict[str, dict[str, int]]:
        """Give, for each scope, the places that a ruling gave among the tied; over all where it names the whole tie."""
        found: dict[str, dict[str, int]] = {one: {} for one in [*self.clusters, "*"]}
        for ruling in (one for one in self.acts("tie") if not self.lacks(one)):
            named = self.named(ruling)
            for at, unit in enumerate(named):
                if unit in self.keys:
                    found[self.scope(unit, "cluster")][unit] = -at
                    if self.group(unit, "all") <= set(named):
                        found["*"][unit] = -at
        return found

    @cached_property
    def refused_ties(self) -> list[list[str]]:
        """Give the rulings on ties that name some of a whole group, and not all."""
        return [self.named(one) for one in self.acts("tie") if self.lacks(one)]

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        """Give, for each scope, a number by which its units stand: higher is better, equal is tied."""
        found = {}
        for scope in [*self.clusters, "*"]:
            full = {
                one: (self.keys[one], self.order[scope].get(one, 0))
                for one in self.ranked
                if scope in ("*", self.scope(one, "cluster"))
            }
            numbers = {key: at for at, key in enumerate(sorted(set(full.values())))}
            found[scope] = {unit: numbers[key] for unit, key in full.items()}
        return found

    @cached_property
    def ranks(self) -> dict[str, tuple[int, bool]]:
        """Give rank, and whether others share it."""
        ties = self.ranking.get("ties", "shared")
        found = {}
        stands: dict[str, list[Any]] = {}
        own: dict[str, Any] = {}
        for unit in self.ranked:
            scope = self.scope(unit, self.within)
            own[unit] = self.keys[unit] if ties == "final" else self.levels[scope][unit]
            stands.setdefault(scope, []).append(own[unit])
        counted = {
            scope: Counter(sorted(set(all_) if ties == "dense" else all_, reverse=True))
            for scope, all_ in stands.items()
        }
        before: dict[str, dict[Any, int]] = {}
        for scope, counter in counted.items():
            passed = 0
            for key, number in counter.items():
                before.setdefault(scope, {})[key] = passed
                passed += number
        tied = {scope: Counter(all_) for scope, all_ in stands.items()}
        for unit in self.ranked:
            scope = self.scope(unit, self.within)
            found[unit] = 1 + before[scope][own[unit]], tied[scope][own[unit]] > 1
        return found
