"""Who is ranked, and in which order: by the total, then down the chain of tie-breaks, the committee last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from dvk_scoring.formula.names import OUT, TIE, TIE_ALL
from dvk_scoring.formula.tree import ONE, ZERO, Case, Choose, Compare, Cond, Num, Over, Subtract
from dvk_scoring.law.conditions import FigureQuantities, Quantities, tests_of
from dvk_scoring.law.nodes import (
    ALWAYS,
    NEVER,
    Ahead,
    Flagged,
    InClusters,
    Named,
    Order,
    Ruled,
    Written,
    all_of,
    any_of,
    not_,
)
from dvk_scoring.law.points import Asked, clusters_of
from dvk_scoring.law.sheet import Sheet
from dvk_scoring.scheme.model import Ruling, Scheme, TieBreak

PART = "ranking"
WITHIN, EVERYWHERE, BEFORE = "order", "order.all", "order.before"


@attrs.frozen
class Ranks:
    """Who is ranked, and the orders by which units are compared.

    Attributes:
        ranked: The unit is ranked.
        within: Name of the order within the cluster (or over all, where ranks are taken over all).
        everywhere: Name of the order over all clusters.
    """

    ranked: Cond
    within: str
    everywhere: str

    def ahead(self, among: Cond, over: Over, *, ties: bool, asked: Cond | None = None) -> Num:
        """Count those of ``among`` before a unit, where it is asked: of every ranked unit, if nothing else is said."""
        if among == NEVER:
            return ZERO
        return Ahead(self.order(over), among, self.ranked if asked is None else asked, over, ties)

    def order(self, over: Over) -> str:
        """Give the order by which units are compared within the cluster, or over all."""
        return self.within if over == "cluster" else self.everywhere


def define_compared(sheet: Sheet, scheme: Scheme, rulings: Sequence[Ruling], asked: Mapping[str, Asked]) -> Cond:
    """Define who counts in what is taken across units: in competition, and nothing missing."""
    inside = tuple(cluster.id for cluster in scheme.clusters.values() if cluster.ranked)
    competes: Cond = ALWAYS if len(inside) == len(scheme.clusters) else InClusters(inside)
    if any(ruling.act == "out" for ruling in rulings):
        competes = all_of(competes, not_(Flagged(OUT)))
    competes = sheet.condition("competes", competes, PART)
    missing = sheet.condition("missing", _missing(scheme, rulings, asked), PART)
    return sheet.condition("compared", all_of(competes, not_(missing)), PART)


def _missing(scheme: Scheme, rulings: Sequence[Ruling], asked: Mapping[str, Asked]) -> Cond:
    """Tell where something is not reported without which a unit is not ranked."""
    if scheme.not_reported == "zero":
        return NEVER
    # What serves tie-breaks alone is not missing: there, a unit without it stands below.
    breaks = scheme.criteria.keys() - scheme.scored.keys()
    figures = FigureQuantities(scheme, rulings)
    parts = [answer.blank for key, answer in asked.items() if key not in breaks]
    parts += [all_of(clusters_of(scheme, kinds), figures.missing(test)) for test, kinds in tests_of(scheme)]
    return any_of(*parts)


def define_ranks(
    sheet: Sheet, scheme: Scheme, rulings: Sequence[Ruling], quantities: Quantities, compared: Cond
) -> Ranks:
    """Define ranks and ties."""
    totals = quantities.totals
    ranked = sheet.condition("ranked", all_of(compared, Compare(">", totals.whole.of, ZERO)), PART)
    total = totals.total if scheme.ranking.high else Subtract(ZERO, totals.total)
    keys: list[Num] = [total]
    for index, step in enumerate(scheme.ranking.tie_break):
        if not step.is_ruled:
            keys += [
                sheet.number(f"chain.{index}.{word}", key, PART)
                for word, key in _keys(quantities, step, f"ranking.break.{index + 1}")
                if key != ZERO
            ]
    over: Over = "cluster" if scheme.ranking.within == "cluster" else "all"
    sheet.number(BEFORE, Order(tuple(keys)), PART)
    longest = max((len(ruling.units) for ruling in rulings if ruling.act == "tie"), default=0)
    committee = sheet.number("ruled", Ruled(TIE, Fraction(longest)), PART) if longest else ZERO
    sheet.number(WITHIN, Order((*keys, committee)) if longest else Order(tuple(keys)), PART)
    ranks = Ranks(ranked, WITHIN, _define_everywhere(sheet, keys, ranked, longest, over))
    if over == "all":
        ranks = Ranks(ranked, ranks.everywhere, ranks.everywhere)
    shown = BEFORE if scheme.ranking.is_final else WITHIN
    ahead = Ahead(shown, ranked, ranked, over, distinct=scheme.ranking.ties == "dense")
    sheet.number("rank", Choose((Case(ranked, ahead + 1),), ZERO), PART)
    first, last = (Ahead(shown, ranked, ranked, over, ties=ties) for ties in (False, True))
    sheet.condition("tied", all_of(ranked, Compare("<", first, last)), PART)
    if longest:
        sheet.number("place.before", Ahead(BEFORE, ranked, ranked, "all"), PART)
    return ranks


def _define_everywhere(sheet: Sheet, keys: Sequence[Num], ranked: Cond, longest: int, over: Over) -> str:
    """Define the order over all clusters: a ruling within one cluster counts only where the whole tie lies in it."""
    if over == "all" or not longest:
        return WITHIN

    def tied(over_: Over) -> Num:
        first, last = (Ahead(BEFORE, ranked, ranked, over_, ties=ties) for ties in (False, True))
        return Subtract(last, first)

    alone = Compare("==", tied("all"), tied("cluster"))
    choice = Choose((Case(alone, Named("ruled")),), Ruled(TIE_ALL, Fraction(longest)))
    sheet.number(EVERYWHERE, Order((*keys, sheet.number("ruled.all", choice, PART))), PART)
    return EVERYWHERE


def has_of_lacking(step: TieBreak) -> int:
    """Give what ``chain.#.has`` is of a unit that does not have what a step looks at."""
    return 0 if step.absent == "below" else 1


def _keys(quantities: Quantities, step: TieBreak, key: str) -> list[tuple[str, Num]]:
    """Give what a step compares, larger better: whether the unit has the quantity, and how much of it.

    Units that lack it stand together below those that have it, or above where the scheme turns it round.
    """
    quantity = quantities.find(step.by)
    has = quantity.has
    if step.prefer == "low" or step.by.startswith("criteria."):  # 0 points for what is blank are no few points
        has = all_of(has, not_(quantity.blank))
    word, value = "value", quantity.value if step.prefer == "high" else Subtract(ZERO, quantity.value)
    if step.at_least is not None:
        reaches = Compare(">=", quantity.value, Written(step.at_least, f"{key}.at_least"))
        word, value = "reaches", Choose((Case(reaches, ONE),), ZERO)
    if has == ALWAYS:
        return [(word, value)]
    there = Choose((Case(has if step.absent == "below" else not_(has), ONE),), ZERO)
    return [("has", there), (word, Choose((Case(has, value),), ZERO))]
