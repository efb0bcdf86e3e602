"""Why a unit has its rank: who stands above and below, by how much, and which tie-break decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.reason import Reasons, show_day
from dvk_scoring.analysis.recount import disagreement
from dvk_scoring.formula.show import show_points
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import TieBreak
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "heading": Text(vi="Xếp hạng: {rank} trong {count} {entrant}{where}", en="Rank: {rank} of {count}{where}"),
    "where": Text(vi=", {cluster}", en=", {cluster}"),
    "not_ranked": Text(vi="Chưa xếp hạng", en="Not ranked"),
    "because": Text(vi="Lý do: {why}.", en="Why: {why}."),
    "above": Text(vi="Ngay trên", en="Next above"),
    "below": Text(vi="Ngay dưới", en="Next below"),
    "tied": Text(vi="Đồng hạng", en="Tied"),
    "neighbour": Text(
        vi="{side}: hạng {rank}, {name}, {total} điểm{gap}", en="{side}: rank {rank}, {name}, {total} points{gap}"
    ),
    "more": Text(vi=" (hơn {points})", en=" ({points} more)"),
    "less": Text(vi=" (kém {points})", en=" ({points} less)"),
    "equal": Text(vi=" (bằng tổng điểm)", en=" (equal in the total)"),
    "step": Text(
        vi="  Tiêu chí phụ {number}, {name}: {mine} so với {theirs}{verdict}",
        en="  Tie-break {number}, {name}: {mine} against {theirs}{verdict}",
    ),
    "at_least": Text(vi="{name} từ {low} trở lên", en="{name} at {low} or more"),
    "yes": Text(vi="có", en="yes"),
    "no": Text(vi="không", en="no"),
    "same": Text(vi=", bằng nhau", en=", equal"),
    "wins": Text(vi=", nên xếp trên", en=", so ranked above"),
    "loses": Text(vi=", nên xếp dưới", en=", so ranked below"),
    "ruled": Text(
        vi="  Hội đồng quyết định thứ tự: {order} – {reason} ({ref}, ngày {day})",
        en="  The committee ruled: {order} – {reason} ({ref}, {day})",
    ),
    "before": Text(vi=", rồi đến ", en=", then "),
    "unruled": Text(
        vi="  Bằng nhau ở mọi tiêu chí phụ; hội đồng chưa quyết định.",
        en="  Equal in every tie-break; the committee has not ruled.",
    ),
}

_Key = tuple[Decimal, tuple[int, ...]]


class RankTeller:
    """Tells the rank of a unit of one result."""

    def __init__(self, reasons: Reasons) -> None:
        """Keep what names and counts."""
        self.reasons, self.quantities = reasons, reasons.quantities
        self.result, self.scheme, self.language = reasons.result, reasons.scheme, reasons.language
        self._groups: dict[str, list[UnitResult]] = {}
        self._places: dict[str, dict[_Key, tuple[int, bool]]] = {}

    def _say(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self.language).format(**values)

    def tell(self, unit: UnitResult) -> Paragraph:
        """Tell the rank and the neighbours.

        Raises:
            DvkError: The rank does not follow from totals and tie-breaks.
        """
        if unit.rank is None:
            return Paragraph(self._say("not_ranked"), (self._say("because", why=self.reasons.not_ranked(unit)),))
        together = self.scheme.ranking.within == "all"
        cluster = "" if together else unit.cluster
        group = self._ranked(cluster)
        self._check(unit, cluster)
        where = "" if together else self._say("where", cluster=self._cluster(unit))
        shown = {"rank": unit.rank, "count": len(group), "entrant": self.scheme.entrant.in_(self.language)}
        return Paragraph(self._say("heading", where=where, **shown), tuple(self._neighbours(unit, group)))

    def _ranked(self, cluster: str) -> list[UnitResult]:
        """Give the ranked units of a cluster, or of all ("")."""
        if cluster not in self._groups:
            ranked = (one for one in self.result.units if one.rank is not None)
            self._groups[cluster] = [one for one in ranked if cluster in ("", one.cluster)]
            self._places[cluster] = self._count(self._groups[cluster])
        return self._groups[cluster]

    def _count(self, group: list[UnitResult]) -> dict[_Key, tuple[int, bool]]:
        """Count the place of each total and chain, and whether several units share it."""
        together = Counter(_key(one) for one in group)
        places, place = dict[_Key, tuple[int, bool]](), 1
        for key in sorted(together, reverse=True):
            places[key] = place, together[key] > 1
            place += 1 if self.scheme.ranking.ties == "dense" else together[key]
        return places

    def _check(self, unit: UnitResult, cluster: str) -> None:
        rank, tied = self._places[cluster][_key(unit)]
        for what, engines, mine in (("rank", unit.rank, rank), ("tied", unit.tied, tied)):
            if engines != mine:
                raise DvkError([disagreement(self.result, unit.unit, what, engines, mine)])

    def _cluster(self, unit: UnitResult) -> str:
        return self.scheme.clusters[unit.cluster].title.in_(self.language)

    def _neighbours(self, unit: UnitResult, group: list[UnitResult]) -> Iterator[str]:
        """Tell the last unit with a better rank, those that are tied, the first with a worse rank."""
        own = unit.rank or 0
        above = [one for one in group if (one.rank or 0) < own]
        below = [one for one in group if (one.rank or 0) > own]
        best_below = min((one.rank or 0 for one in below), default=0)
        if above:
            yield from self._beside("above", unit, above[-1])
        for one in group:
            if one.rank == own and one.unit != unit.unit:
                yield from self._beside("tied", unit, one)
        yield from (line for one in below if one.rank == best_below for line in self._beside("below", unit, one))

    def _beside(self, side: str, unit: UnitResult, other: UnitResult) -> Iterator[str]:
        places, difference = self.scheme.rounding.total, Fraction(unit.total) - Fraction(other.total)
        gap = self._say("equal")
        if difference:
            points = show_points(abs(difference), places, self.language)
            gap = self._say("less" if difference > 0 else "more", points=points)
        total = show_points(other.total, places, self.language)
        name = self.quantities.unit(other.unit)
        yield self._say("neighbour", side=self._say(side), rank=other.rank, name=name, total=total, gap=gap)
        if not difference:
            yield from self._steps(unit, other)

    def _steps(self, unit: UnitResult, other: UnitResult) -> Iterator[str]:
        """Tell the chain as far as the step that decided."""
        for number, step in enumerate(self.scheme.ranking.tie_break, start=1):
            mine, theirs = unit.chain[number - 1], other.chain[number - 1]
            if step.by == "committee":
                yield from self._ruled(unit, other, decided=mine != theirs)
            else:
                self._check_step(unit, other, step, (mine > theirs) - (mine < theirs))
                verdict = self._say("same" if mine == theirs else "wins" if mine > theirs else "loses")
                shown = {"mine": self._shown(unit, step), "theirs": self._shown(other, step)}
                yield self._say("step", number=number, name=self._named(step), verdict=verdict, **shown)
            if mine != theirs:
                return
        if all(step.by != "committee" for step in self.scheme.ranking.tie_break):
            yield self._say("unruled")

    def _check_step(self, unit: UnitResult, other: UnitResult, step: TieBreak, found: int) -> None:
        mine, theirs = (self._worth(one, step) for one in (unit, other))
        if found != (mine > theirs) - (mine < theirs):
            raise DvkError([disagreement(self.result, unit.unit, f"tie-break {step.by}", found, -found)])

    def _worth(self, unit: UnitResult, step: TieBreak) -> tuple[bool, Fraction]:
        """Give what a step compares, larger better; a unit without the quantity comes last."""
        value = self.quantities.value(unit, step.by)
        if step.at_least is not None:
            return value is not None and value >= step.at_least, Fraction(0)
        if value is None:
            return False, Fraction(0)
        return True, -value if step.prefer == "low" else value

    def _ruled(self, unit: UnitResult, other: UnitResult, *, decided: bool) -> Iterator[str]:
        acts = [one for one in self.result.rulings if one.act == "tie" and {unit.unit, other.unit} <= set(one.units)]
        if not decided or not acts:
            yield self._say("unruled")
        for one in acts if decided else ():
            order = self._say("before").join(self.quantities.unit(key) for key in one.units)
            day = show_day(one, self.language)
            yield self._say("ruled", order=order, reason=one.reason, ref=one.ref, day=day)

    def _named(self, step: TieBreak) -> str:
        name = self.quantities.name(step.by)
        return (
            name if step.at_least is None else self._say("at_least", name=name, low=self.quantities.show(step.at_least))
        )

    def _shown(self, unit: UnitResult, step: TieBreak) -> str:
        value = self.quantities.value(unit, step.by)
        if step.at_least is None:
            return self.quantities.show(value)
        return self._say("yes" if value is not None and value >= step.at_least else "no")


def _key(unit: UnitResult) -> _Key:
    """Give what a unit is ranked by, larger better: the total, then each tie-break."""
    return unit.total, unit.chain
