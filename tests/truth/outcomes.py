"""All ways in which open decisions can come out: every order of every tie, and every end of every hold.

A title is then given plainly, without bounds: the best of those who are eligible, as many as the quota lets in. What
the law calls *proposed* must come out of every way, and what it calls *no* or *reserve* out of none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from tests.truth.law import Law

MOST = 500


def spans(law: Law) -> bool:
    """Tell whether places are compared over all clusters somewhere."""
    return any(quota.get("per") == "all" or "in_all" in quota for quota in law.quotas)


def ways(law: Law) -> Iterator[tuple[dict[str, int], frozenset[str]]]:
    """Give every order of all ranked units that respects their levels, with every set of holds that end badly."""
    groups: dict[tuple[str, int], list[str]] = {}
    for unit in law.ranked:
        at = "*" if spans(law) else law.competition.clusters[unit]
        groups.setdefault((at, law.levels[at][unit]), []).append(unit)
    held = [unit for unit in law.ranked if unit in law.held]
    for orders in itertools.product(*(itertools.permutations(group) for _, group in sorted(groups.items()))):
        order = {unit: at for at, unit in enumerate(unit for group in reversed(orders) for unit in group)}
        for number in range(len(held) + 1):
            for badly in itertools.combinations(held, number):
                yield order, frozenset(badly)


def number_of_ways(law: Law) -> int:
    """Count the ways, up to a little more than is gone through."""
    return sum(1 for _ in itertools.islice(ways(law), MOST + 1))


def decided(law: Law) -> bool:
    """Tell whether nothing is open but ties and holds: no blank counts anywhere, no cluster has an order of its own."""
    blank = any(law.missing(unit) for unit in law.ranked)
    return not blank and not (spans(law) and law.acts("tie"))


class Way:
    """One way in which everything comes out: who may have each title, and who gets it."""

    def __init__(self, law: Law, order: Mapping[str, int], badly: frozenset[str]) -> None:
        self.law, self.order, self.badly = law, order, badly
        self.classes = self.classes_of()
        self.eligible: dict[str, list[str]] = {}
        self.got: dict[str, set[str]] = {}
        for key in law.table("titles"):
            self.eligible[key] = [unit for unit in law.ranked if self.may_have(unit, key)]
            self.got[key] = self.best_of(key)

    def quota(self, key: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.law.table("titles")[key].get("quota", {})
        return found

    def has_class(self, unit: str, lowest: str) -> bool:
        best_first, klass = list(self.law.table("classes")), self.classes[unit]
        return klass is not None and best_first.index(klass) <= best_first.index(lowest)

    def classes_of(self) -> dict[str, str | None]:
        """Give the class of each: the best of those who reach one and have none, as many as its quota lets in.

        Where ties are final, those tied across the cut are all beyond it.
        """
        law, found = self.law, dict[str, str | None].fromkeys(self.law.ranked)
        for key, one in law.table("classes").items():
            quota = one.get("quota", {})
            per = quota.get("per", "cluster")
            members = [unit for unit in law.ranked if found[unit] is None and law.reached[unit][key]]
            for scope in dict.fromkeys(law.scope(unit, per) for unit in members):
                group = {unit for unit in members if law.scope(unit, per) == scope}
                inside = group if not quota else self.first(quota, scope, group, self.in_class(quota, scope, group))
                if quota and law.ranking.get("ties") == "final":
                    level = law.levels[scope]
                    inside = {
                        unit for unit in inside if all(one in inside for one in group if level[one] == level[unit])
                    }
                found |= dict.fromkeys(inside, key)
        return found

    def in_class(self, quota: Mapping[str, Any], scope: str, group: set[str]) -> int:
        """Give how many the quota of a class lets in; whom it counts is told before quotas."""
        law, of = self.law, quota.get("of", "eligible")
        counted = [unit for unit in law.ranked if scope in ("*", law.scope(unit, "cluster"))]
        if of.endswith(" and above"):
            lowest = of.removesuffix(" and above")
            counted = [unit for unit in counted if law.at_least(unit, law.reached, lowest)]
        return law.number(quota, len(group), len(counted))

    def may_have(self, unit: str, key: str) -> bool:
        one = self.law.table("titles")[key]
        passes = unit in self.law.held and self.quota(key).get("held") == "passes"
        if unit in self.badly or passes or any(unit in self.got[other] for other in one.get("not_with", ())):
            return False
        lowest = [condition["class_at_least"] for condition in one.get("requires", ()) if "class_at_least" in condition]
        bars = self.law.titles[key].bars[unit]
        plain = [held for name, held in bars.items() if not name.startswith("not_with.") and name != "class_at_least"]
        return not any(plain) and all(self.has_class(unit, one) for one in lowest)

    def inside(self, key: str, scope: str, per: str) -> int:
        """Give how many the quota of a title lets in, of those of a scope."""
        quota, law = self.quota(key), self.law
        ranked = [unit for unit in law.ranked if law.scope(unit, per) == scope]
        of = quota.get("of", "eligible")
        if of.endswith(" and above"):
            ranked = [unit for unit in ranked if self.has_class(unit, of.removesuffix(" and above"))]
        return law.number(quota, sum(law.scope(unit, per) == scope for unit in self.eligible[key]), len(ranked))

    def best_of(self, key: str) -> set[str]:
        law, quota = self.law, self.quota(key)
        per = quota.get("per", "cluster")
        found: set[str] = set()
        for scope in dict.fromkeys(law.scope(unit, per) for unit in law.ranked):
            after = law.table("titles")[key].get("after", ())
            places = sum(self.inside(other, scope, per) for other in after)
            used = sum(law.scope(unit, per) == scope for other in after for unit in self.got[other])
            group = {unit for unit in self.eligible[key] if law.scope(unit, per) == scope}
            found |= self.first(quota, scope, group, self.inside(key, scope, per) - max(0, used - places))
        return self.first(quota, "*", found, quota["in_all"]) if "in_all" in quota else found

    def first(self, quota: Mapping[str, Any], scope: str, group: set[str], number: int) -> set[str]:
        """Give the first of a group; where ties share, all who have fewer than the number above them."""
        level, shares = self.law.levels[scope], quota.get("tie") == "share"
        return {
            unit
            for unit in group
            if sum(level[one] > level[unit] if shares else self.order[one] < self.order[unit] for one in group) < number
        }


def always_and_ever(law: Law) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Give who has each title in every way, and who in some way."""
    always = {key: set(law.ranked) for key in law.table("titles")}
    ever: dict[str, set[str]] = {key: set() for key in law.table("titles")}
    for order, badly in ways(law):
        got = Way(law, order, badly).got
        for key in always:
            always[key] &= got[key]
            ever[key] |= got[key]
    return always, ever


def settled_and_not_told(law: Law) -> list[str]:
    """Give what the law leaves undecided though it comes out the same in every way; of titles without a reserve."""
    always, ever = always_and_ever(law)
    return [
        f"{unit} {key}"
        for key, one in law.titles.items()
        if "reserve" not in one.quota
        for unit in law.ranked
        if one.state[unit] == "undecided" and (unit in always[key] or unit not in ever[key])
    ]


def contradictions(law: Law) -> list[str]:
    """Give what the law calls settled though it comes out otherwise in some way."""
    found: list[str] = []
    always, ever = always_and_ever(law)
    for key, one in law.titles.items():
        for unit in law.ranked:
            state = one.state[unit]
            if state == "proposed" and unit not in always[key]:
                found.append(f"{unit} is proposed for {key}, and does not get it in every way")
            if state in ("no", "reserve") and unit in ever[key]:
                found.append(f"{unit} is {state} for {key}, and gets it in some way")
    return found
