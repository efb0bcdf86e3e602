"""All ways in which open decisions can come out: every order of every tie, and every end of every hold.

A title is then given plainly, without bounds: the best of those who are eligible, as many as the quota lets in. What the
law calls *proposed* must come out of every way, and what it calls *no* or *reserve* out of none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from tests.truth.law import Law

MOST = 3000


def ways(law: Law) -> Iterator[tuple[dict[str, int], frozenset[str]]]:
    """Give every order of all ranked units that respects their levels, with every set of holds that end badly."""
    scope = "*" if spans(law) else "cluster"
    groups: dict[tuple[str, int], list[str]] = {}
    for unit in law.ranked:
        at = "*" if scope == "*" else law.competition.clusters[unit]
        groups.setdefault((at, law.levels[at][unit]), []).append(unit)
    held = [unit for unit in law.ranked if unit in law.held]
    for orders in itertools.product(*(itertools.permutations(group) for _, group in sorted(groups.items()))):
        order = {unit: at for at, unit in enumerate(unit for group in reversed(orders) for unit in group)}
        for number in range(len(held) + 1):
            for badly in itertools.combinations(held, number):
                yield order, frozenset(badly)


def spans(law: Law) -> bool:
    """Tell whether places are compared over all clusters somewhere."""
    return any(quota.get("per") == "all" or "in_all" in quota for quota in law.quotas)


def number_of_ways(law: Law) -> int:
    count = 0
    for count, _ in enumerate(ways(law), 1):
        if count > MOST:
            break
    return count


def decided(law: Law) -> bool:
    """Tell whether nothing is open but ties and holds: no blank counts anywhere, and no cluster's own order of a tie."""
    blank = any(law.missing(unit) for unit in law.ranked)
    return not blank and not (spans(law) and law.acts("tie"))


def given(law: Law, order: Mapping[str, int], badly: frozenset[str]) -> dict[str, set[str]]:
    """Give who gets each title in one way."""
    classes = classes_of(law, order)
    found: dict[str, set[str]] = {}
    for key, one in law.table("titles").items():
        quota = one.get("quota", {})
        shares = quota.get("tie") == "share"
        per = quota.get("per", "cluster")
        eligible = []
        for unit in law.ranked:
            passes = unit in law.held and quota.get("held", "keeps-place") == "passes"
            bars = law.bars(unit, key, law.titles)
            barred = any(
                held for name, held in bars.items() if not name.startswith("not_with.") and name != "class_at_least"
            )
            for condition in one.get("requires", ()):
                lowest = condition.get("class_at_least")
                barred |= lowest is not None and not reaches(law, classes[unit], lowest)
            barred |= any(unit in found[other] for other in one.get("not_with", ()))
            if not barred and not passes and unit not in badly:
                eligible.append(unit)
        found[key] = set()
        for scope in dict.fromkeys(law.scope(unit, per) for unit in law.ranked):
            group = [unit for unit in eligible if law.scope(unit, per) == scope]
            ranked = [unit for unit in law.ranked if law.scope(unit, per) == scope]
            counted = len(ranked)
            if quota.get("of", "").endswith(" and above"):
                counted = sum(reaches(law, classes[unit], quota["of"].removesuffix(" and above")) for unit in ranked)
            allowed = law.number(quota, len(group), counted)
            used = places = 0
            for other in one.get("after", ()):
                of_other = law.table("titles")[other].get("quota", {})
                inside = [unit for unit in found[f"{other} eligible"] if law.scope(unit, per) == scope]
                counted_there = len(ranked)
                if of_other.get("of", "").endswith(" and above"):
                    counted_there = sum(
                        reaches(law, classes[unit], of_other["of"].removesuffix(" and above")) for unit in ranked
                    )
                places += law.number(of_other, len(inside), counted_there)
                used += sum(unit in found[other] for unit in ranked)
            allowed = max(0, allowed - max(0, used - places))
            level = law.levels[scope]
            for unit in group:
                before = sum((level[each] > level[unit]) if shares else order[each] < order[unit] for each in group)
                if before < allowed:
                    found[key].add(unit)
        if "in_all" in quota:
            level, stage = law.levels["*"], set(found[key])
            for unit in stage:
                before = sum((level[each] > level[unit]) if shares else order[each] < order[unit] for each in stage)
                if before >= quota["in_all"]:
                    found[key].discard(unit)
        found[f"{key} eligible"] = set(eligible)
    return found


def classes_of(law: Law, order: Mapping[str, int]) -> dict[str, str | None]:
    """Give each unit its class: a tie across the cut of a class leaves all the tied out, whatever the order."""
    return {unit: law.klass(unit)[0] for unit in law.ranked}


def reaches(law: Law, klass: str | None, lowest: str) -> bool:
    best_first = list(law.table("classes"))
    return klass is not None and best_first.index(klass) <= best_first.index(lowest)


def contradictions(law: Law) -> list[str]:
    """Give what the law calls settled though it comes out otherwise in some way."""
    found: list[str] = []
    always = {key: set(law.ranked) for key in law.table("titles")}
    ever: dict[str, set[str]] = {key: set() for key in law.table("titles")}
    for order, badly in ways(law):
        outcome = given(law, order, badly)
        for key in always:
            always[key] &= outcome[key]
            ever[key] |= outcome[key]
    for key, one in law.titles.items():
        for unit in law.ranked:
            state = one.state[unit]
            if state == "proposed" and unit not in always[key]:
                found.append(f"{unit} is proposed for {key}, and does not get it in every way")
            if state in ("no", "reserve") and unit in ever[key]:
                found.append(f"{unit} is {state} for {key}, and gets it in some way")
    return found
