"""Classes and titles: requirements, quotas, knock-outs, holds; what is computed is a proposal, never an award."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from dvk_scoring.formula.program import Program, Ref
    from dvk_scoring.scheme.model import Class, Quota, Scheme, Title
    from dvk_scoring.scoring.quantity import Quantities
    from dvk_scoring.scoring.rank import Ranked

HOLD_CLASS: Final = "!hold:class"
HOLD_TITLES: Final = "!hold:titles"
NO, PROPOSED, RESERVE, UNDECIDED, HELD = 0, 1, 2, 3, 4
# why, beside the state: what stands in the way, or what decided
WHY_NOT_RANKED, WHY_KIND, WHY_CLASS = 1, 2, 3
WHY_WITHIN, WHY_RESERVE, WHY_BEYOND, WHY_TIE, WHY_HELD, WHY_TIE_RESERVE = 10, 11, 12, 13, 14, 15
WHY_REQUIRES, WHY_KNOCK_OUT, WHY_NOT_WITH = 100, 200, 300


@attrs.frozen
class Awarded:
    """Classes and titles.

    Attributes:
        klass: Place of the class in the scheme from 1, the best; 0: none.
        natural: The class before quotas.
        class_cut: A quota on a class cut through a tie here; the unit was put in the class below.
        knock_outs: Id → where it strikes.
        titles: Id → state; ``why``: id → what decided, ``place``: id → place among those eligible.
        quotas: Title id → how many may have it (in this unit's cluster, or of all).
    """

    klass: Ref
    natural: Ref
    class_cut: Ref
    knock_outs: Mapping[str, Ref]
    titles: Mapping[str, Ref]
    why: Mapping[str, Ref]
    place: Mapping[str, Ref]
    quotas: Mapping[str, Ref]


class Awarding:
    """Builds the steps of classes and titles.

    Args:
        program: Where the steps go.
        scheme: The scheme.
        quantities: What requirements may name.
        ranked: Ranks.
        holds: Whether any ruling holds a class, and any a title.
    """

    def __init__(
        self, program: Program, scheme: Scheme, quantities: Quantities, ranked: Ranked, holds: tuple[bool, bool]
    ) -> None:
        """Keep the parts."""
        self.p, self.scheme, self.quantities, self.ranked = program, scheme, quantities, ranked
        self.held_class = program.flag(HOLD_CLASS) if holds[0] else program.no
        self.held_titles = program.flag(HOLD_TITLES) if holds[1] else program.no
        self.order = {key: place for place, key in enumerate(scheme.classes, start=1)}

    def award(self) -> Awarded:
        """Decide classes, then titles in the scheme's order."""
        p = self.p
        struck = {key: self._strikes(key) for key in self.scheme.knock_outs}
        natural, klass, cut = self._classes(struck)
        titles: dict[str, Ref] = {}
        why: dict[str, Ref] = {}
        place: dict[str, Ref] = {}
        quotas: dict[str, Ref] = {}
        for key, title in self.scheme.titles.items():
            earlier = {one: self._takes_part(titles[one], why[one]) for one in title.not_with}
            reason = self._in_the_way(title, klass, struck, earlier)
            eligible = p.eq(reason, p.const(0))
            titles[key], why[key], place[key], quotas[key] = self._decide(title, eligible, reason, klass)
        return Awarded(klass, natural, cut, struck, titles, why, place, quotas)

    def _kinds(self, kinds: tuple[str, ...] | None) -> Ref:
        if kinds is None:
            return self.p.yes
        inside = tuple(one.id for one in self.scheme.clusters.values() if one.kind in kinds)
        return self.p.yes if len(inside) == len(self.scheme.clusters) else self.p.in_clusters(inside)

    def _strikes(self, key: str) -> Ref:
        fault = self.scheme.knock_outs[key]
        return self.p.and_(self._kinds(fault.applies_to), self.quantities.passes(fault.when, absent=False))

    # classes

    def _classes(self, struck: Mapping[str, Ref]) -> tuple[Ref, Ref, Ref]:
        p = self.p
        if not self.scheme.classes:
            return p.const(0), p.const(0), p.no
        ok = [self._reaches(one, place, struck) for place, one in enumerate(self.scheme.classes.values(), start=1)]
        natural = self._first(ok, 0)
        klass, cut = natural, p.no
        for place, one in enumerate(self.scheme.classes.values(), start=1):
            if one.quota is not None:
                here = p.eq(klass, p.const(place))
                allowed = self._allowed(one.quota, here, natural)
                first, last = (self._place(here, one.quota, kind) for kind in ("rank_min", "rank_max"))
                over = p.and_(here, p.lt(allowed, last))
                cut = p.or_(cut, p.and_(over, p.le(first, allowed)))
                klass = p.when(over, self._first(ok, place), klass)
        return natural, klass, cut

    def _first(self, ok: list[Ref], after: int) -> Ref:
        """The first class after a place that the unit reaches, 0: none."""
        result = self.p.const(0)
        for place in range(len(ok), after, -1):
            result = self.p.when(ok[place - 1], self.p.const(place), result)
        return result

    def _reaches(self, one: Class, place: int, struck: Mapping[str, Ref]) -> Ref:
        p = self.p
        parts = [self.ranked.ranked, p.not_(self.quantities.below(self.quantities.find("total").value, one.start))]
        parts += [self.quantities.passes(test, absent=True) for test in one.requires]
        for key, fault in self.scheme.knock_outs.items():
            barred = fault.bars_class or (fault.class_at_most is not None and place < self.order[fault.class_at_most])
            if barred:
                parts.append(p.not_(struck[key]))
        return p.all(parts)

    # quotas

    def _allowed(self, quota: Quota, eligible: Ref, klass: Ref) -> Ref:
        p = self.p
        if quota.count is not None:
            return p.const(quota.count)
        basis = {"eligible": eligible, "ranked": self.ranked.ranked}.get(quota.of)
        if basis is None:
            top = p.const(self.order[quota.of_class or ""])
            basis = p.and_(p.lt(p.const(0), klass), p.le(klass, top))
        count = p.count(basis, quota.per)
        share = quota.share or Fraction(0)
        over, under = share.numerator, share.denominator
        number = p.mul(count, p.const(over))
        if quota.round == "up":
            number = p.add(number, p.const(under - 1))
        if quota.round == "half-up":
            number, under = p.add(p.mul(number, p.const(2)), p.const(under)), 2 * under
        return p.max(p.div(number, p.const(under)), p.const(quota.at_least))

    def _place(self, among: Ref, quota: Quota, kind: str) -> Ref:
        return self.p.rank(self.ranked.key, among, quota.per, "rank_min" if kind == "rank_min" else "rank_max")

    # titles

    def _takes_part(self, state: Ref, why: Ref) -> Ref:
        """Tell whether a unit has, or may yet have, one of a title's places: a tie across the reserve gives none."""
        p = self.p
        tied = p.and_(p.eq(state, p.const(UNDECIDED)), p.eq(why, p.const(WHY_TIE)))
        return p.any([p.eq(state, p.const(PROPOSED)), p.eq(state, p.const(HELD)), tied])

    def _in_the_way(self, title: Title, klass: Ref, struck: Mapping[str, Ref], earlier: Mapping[str, Ref]) -> Ref:
        """Give the first thing that stands in the way, 0: none."""
        p = self.p
        bars: list[tuple[Ref, int]] = [
            (p.not_(self.ranked.ranked), WHY_NOT_RANKED),
            (p.not_(self._kinds(title.applies_to)), WHY_KIND),
        ]
        for index, (key, fault) in enumerate(self.scheme.knock_outs.items()):
            if fault.bars_titles == "all" or title.id in fault.bars_titles:
                bars.append((struck[key], WHY_KNOCK_OUT + index))
        if title.class_at_least is not None:
            top = p.const(self.order[title.class_at_least])
            bars.append((p.not_(p.and_(p.lt(p.const(0), klass), p.le(klass, top))), WHY_CLASS))
        for index, test in enumerate(title.requires):
            bars.append((p.not_(self.quantities.passes(test, absent=True)), WHY_REQUIRES + index))
        for index, key in enumerate(title.not_with):
            bars.append((earlier[key], WHY_NOT_WITH + index))
        result = p.const(0)
        for where, reason in reversed(bars):
            result = p.when(where, p.const(reason), result)
        return result

    def _decide(self, title: Title, eligible: Ref, reason: Ref, klass: Ref) -> tuple[Ref, Ref, Ref, Ref]:
        p, quota = self.p, title.quota
        held = p.and_(p.or_(self.held_titles, self.held_class), eligible)
        competes = eligible if quota.held == "keeps-place" else p.and_(eligible, p.not_(held))
        allowed = self._allowed(quota, competes, klass)
        first, last = self._place(competes, quota, "rank_min"), self._place(competes, quota, "rank_max")
        reserve = p.add(allowed, p.const(quota.reserve))
        steps = [
            (p.not_(eligible), NO, reason),
            (held, HELD, p.const(WHY_HELD)),
            (p.le(last, allowed), PROPOSED, p.const(WHY_WITHIN)),
            (p.le(first, allowed), UNDECIDED, p.const(WHY_TIE)),
            (p.le(last, reserve), RESERVE, p.const(WHY_RESERVE)),
            (p.le(first, reserve), UNDECIDED, p.const(WHY_TIE_RESERVE)),
        ]
        state, why = p.const(NO), p.const(WHY_BEYOND)
        for where, code, because in reversed(steps):
            state, why = p.when(where, p.const(code), state), p.when(where, because, why)
        return state, why, first, allowed
