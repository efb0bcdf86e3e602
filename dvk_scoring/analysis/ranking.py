"""Why a unit has its rank: who stands above and below, by how much, and which tie-break decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.formula.show import show_day, show_points
from dvk_scoring.law.ranking import has_of_lacking
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.form.awards import StepKeys
from dvk_scoring.scheme.model import Ruling, Test, TieBreak
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.scoring.state_words import LOW_FIRST, YES_NO
from dvk_scoring.text import Sayer, Text

_MOST_BESIDE: Final = 5
_MOST_RULED: Final = 12
_SAID: Final[Mapping[str, Text]] = {
    "heading": Text(vi="Xếp hạng: {rank} trong {count} {entrant}{where}", en="Rank: {rank} of {count}{where}"),
    "where": Text(vi=", {cluster}", en=", {cluster}"),
    "not_ranked": Text(vi="Chưa xếp hạng", en="Not ranked"),
    "out": Text(vi="Không tham gia xếp hạng", en="Out of competition"),
    "because": Text(vi="Lý do: {why}.", en="Why: {why}."),
    "next_above": Text(vi="Ngay trên", en="Next above"),
    "next_below": Text(vi="Ngay dưới", en="Next below"),
    "tied": Text(vi="Đồng hạng", en="Tied"),
    "neighbour": Text(
        vi="{side}: hạng {rank}, {name}, {total} điểm{gap}",
        en="{side}: rank {rank}, {name}, {total} {total:point|points}{gap}",
    ),
    "others": Text(vi="{side}: và {count} {entrant} nữa", en="{side}: and {count} more"),
    "more": Text(vi=" (hơn {points})", en=" ({points} more)"),
    "less": Text(vi=" (kém {points})", en=" ({points} less)"),
    "equal": Text(vi=" (bằng tổng điểm)", en=" (equal in the total)"),
    "step": Text(
        vi="  Tiêu chí phụ {number}, {name}: {mine} so với {theirs}{verdict}",
        en="  Tie-break {number}, {name}: {mine} against {theirs}{verdict}",
    ),
    "same": Text(vi=", bằng nhau", en=", equal"),
    "wins": Text(vi=", nên xếp trên", en=", so ranked above"),
    "loses": Text(vi=", nên xếp dưới", en=", so ranked below"),
    "ruled": Text(
        vi="  Hội đồng quyết định thứ tự: {order} – {reason} ({ref}, ngày {day})",
        en="  The committee ruled: {order} – {reason} ({ref}, {day})",
    ),
    "ruled_quotas": Text(
        vi="  Thứ tự do hội đồng quyết định chỉ dùng cho hạn mức: {order} – {reason} ({ref}, ngày {day})",
        en="  The committee's order serves quotas alone: {order} – {reason} ({ref}, {day})",
    ),
    "among": Text(vi="{order} (trong {count} {entrant})", en="{order} (of {count})"),
    "before": Text(vi=", rồi đến ", en=", then "),
    "unruled": Text(
        vi="  Bằng nhau ở mọi tiêu chí phụ; hội đồng chưa quyết định.",
        en="  Equal in every tie-break; the committee has not ruled.",
    ),
    "final": Text(
        vi="  Bằng nhau ở mọi tiêu chí phụ; đồng hạng là kết quả cuối cùng.",
        en="  Equal in every tie-break; the shared rank is the result.",
    ),
}


@attrs.frozen(eq=False)
class _Group:
    """Ranked units of a cluster or of all: how many, and by rank, the best first."""

    count: int
    ranks: Sequence[int]
    units: Mapping[int, Sequence[str]]


class RankTeller:
    """Tells the rank of a unit of one result."""

    def __init__(self, reasons: Reasons) -> None:
        """Keep what names and counts."""
        self.reasons, self.quantities, self.counted = reasons, reasons.quantities, reasons.counted
        self.result, self.scheme, self.language = reasons.result, reasons.scheme, reasons.language
        self._say = Sayer(_SAID, self.language, **entrant_words(self.scheme.entrant, self.language))
        self._groups: dict[str, _Group] = {}

    def tell(self, unit: UnitResult) -> Paragraph:
        """Tell the rank and the neighbours.

        Raises:
            DvkError: The engine found another rank.
        """
        if unit.rank is None:
            heading = self._say("out" if unit.state == "out" else "not_ranked")
            return Paragraph(heading, (self._say("because", why=self.reasons.not_ranked(unit)),))
        together = self.scheme.ranking.within == "all"
        group = self._ranked("" if together else unit.cluster)
        title = self.scheme.clusters[unit.cluster].title.in_(self.language)
        where = "" if together else self._say("where", cluster=title)
        rank = int(self.counted.number(unit.unit, "rank"))
        shown = {"rank": rank, "count": group.count}
        lines = [] if self.scheme.ranking.high else [LOW_FIRST.in_(self.language)]
        return Paragraph(
            self._say("heading", where=where, **shown), (*lines, *self._neighbours(unit.unit, rank, group))
        )

    def _ranked(self, cluster: str) -> _Group:
        """Give the ranked units of a cluster, or of all ("")."""
        if cluster not in self._groups:
            frame = self.result.frame.select("unit", "cluster", "rank", "ranked").filter("ranked")
            frame = frame if cluster == "" else frame.filter(nw.col("cluster") == cluster)
            units: dict[int, list[str]] = {}
            for unit, rank in frame.select("unit", "rank").sort("rank", "unit").iter_rows():
                units.setdefault(int(rank), []).append(str(unit))
            self._groups[cluster] = _Group(len(frame), list(units), units)
        return self._groups[cluster]

    def _neighbours(self, unit: str, rank: int, group: _Group) -> Iterator[str]:
        """Tell those with the next better rank, those that are tied, those with the next worse rank."""
        place = group.ranks.index(rank)
        sides = [("next_above", group.ranks[place - 1 : place] if place else []), ("tied", [rank])]
        sides.append(("next_below", group.ranks[place + 1 : place + 2]))
        for side, ranks in sides:
            others = [other for other in group.units[ranks[0]] if other != unit] if ranks else []
            for neighbour in others[:_MOST_BESIDE]:
                yield from self._beside(side, unit, neighbour, ranks[0])
            if len(others) > _MOST_BESIDE:
                yield self._say("others", side=self._say(side), count=len(others) - _MOST_BESIDE)

    def _beside(self, side: str, unit: str, other: str, rank: int) -> Iterator[str]:
        places = self.scheme.rounding.total
        mine, theirs = (self.counted.number(each, "total") for each in (unit, other))
        gap = self._say("equal")
        if mine != theirs:
            points = show_points(abs(mine - theirs), places, self.language)
            gap = self._say("less" if mine > theirs else "more", points=points)
        total, name = show_points(theirs, places, self.language), self.quantities.unit(other)
        yield self._say("neighbour", side=self._say(side), rank=rank, name=name, total=total, gap=gap)
        if mine == theirs:
            yield from self._steps(unit, other)

    def _steps(self, unit: str, other: str) -> Iterator[str]:
        """Tell the chain as far as the step that decided."""
        for index, step in enumerate(self.scheme.ranking.tie_break):
            if step.is_ruled:
                break
            mine, theirs = self._key(unit, index), self._key(other, index)
            verdict = self._say("same" if mine == theirs else "wins" if mine > theirs else "loses")
            if self._lacks(unit, index, step) != self._lacks(other, index, step):
                verdict += f" ({self.quantities.rule(StepKeys.absent, step.absent)})"
            shown = {"mine": self._shown(unit, other, step), "theirs": self._shown(other, unit, step)}
            yield self._say("step", number=index + 1, name=self._named(step), verdict=verdict, **shown)
            if mine != theirs:
                return
        yield from self._ruled(unit, other)

    def _key(self, unit: str, index: int) -> tuple[Fraction, ...]:
        """Give what a step compares, larger better."""
        return tuple(self.counted.number(unit, f"chain.{index}.{word}") for word in ("has", "reaches", "value"))

    def _lacks(self, unit: str, index: int, step: TieBreak) -> bool:
        has = f"chain.{index}.has"
        if has in self.counted.sheet:
            return self.counted.number(unit, has) == has_of_lacking(step)
        return self.quantities.value(unit, step.by) is None

    def _ruled(self, unit: str, other: str) -> Iterator[str]:
        final = self.scheme.ranking.is_final
        acts = [ruling for ruling in self.result.rulings if ruling.act == "tie" and {unit, other} <= set(ruling.units)]
        if final or not acts:
            yield self._say("final" if final else "unruled")
        for act in acts:
            order = self._order(act, unit, other)
            told = {"order": order, "reason": act.reason, "ref": act.ref, "day": show_day(act.day, self.language)}
            yield self._say("ruled_quotas" if final else "ruled", **told)

    def _order(self, ruling: Ruling, unit: str, other: str) -> str:
        """Name the units of a ruling in their order; of very many, the two that are compared."""
        many = len(ruling.units) > _MOST_RULED
        named = [key for key in ruling.units if key in (unit, other)] if many else ruling.units
        order = self._say("before").join(map(self.quantities.unit, named))
        return self._say("among", order=order, count=len(ruling.units)) if many else order

    def _named(self, step: TieBreak) -> str:
        if step.at_least is None:
            return self.quantities.name(step.by)
        return self.quantities.asked(Test(step.by, at_least=step.at_least), step.by)

    def _shown(self, unit: str, other: str, step: TieBreak) -> str:
        value, beside = (self.quantities.value(each, step.by) for each in (unit, other))
        if step.at_least is None or value is None or self.quantities.blank(unit, step.by):
            return self.quantities.shown(unit, Test(step.by), beside=beside)
        return YES_NO[value >= step.at_least].in_(self.language)
