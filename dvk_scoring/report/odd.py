"""What was odd: all that a committee must look at before it believes a ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.no_places import NO_PLACES, no_places
from dvk_scoring.analysis.stated import stated, told_open
from dvk_scoring.formula import names
from dvk_scoring.formula.state import State
from dvk_scoring.law.titles import UNDECIDED, UNDECIDED_RESERVE
from dvk_scoring.problem import grouped
from dvk_scoring.report.one_line import OneLine, joined
from dvk_scoring.report.votes import PLACES_FREE, tell_reserves, tell_votes
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Ruling
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.ruled import has_effect
from dvk_scoring.text import Language, Sayer, Text

if TYPE_CHECKING:
    from dvk_scoring.analysis.reason import Reasons

_MOST: Final = 12
_SAID: Final[Mapping[str, Text]] = {
    "problems": Text(vi="Cảnh báo và ghi chú", en="Warnings and notes"),
    "holds": Text(vi="Chưa xét (theo quyết định)", en="On hold (by ruling)"),
    "ties": Text(vi="Đồng hạng, hội đồng chưa quyết định", en="Tied, and the committee has not ruled"),
    "tie": Text(vi="hạng {rank}: {units}", en="rank {rank}: {units}"),
    "class_open": Text(
        vi="Chưa xác định được xếp loại, vì còn số liệu chưa báo cáo",
        en="Class undecided, because something is not reported",
    ),
    "undecided": Text(vi="Danh hiệu chưa quyết định được", en="Titles that are undecided"),
    "votes": Text(vi="Kết quả biểu quyết", en="Votes"),
    "free": PLACES_FREE,
    "reserve": Text(vi="{title} (dự bị)", en="{title} (reserve)"),
    "cuts": Text(
        vi="Hạn mức xếp loại cắt ngang các {entrant} bằng điểm: các {entrant} này xếp loại dưới",
        en="A class quota cuts through a tie: these {entrants} are put in the class below",
    ),
    "no_places": NO_PLACES,
    "knock_outs": Text(vi="Điều kiện loại trừ", en="Knock-outs"),
    "not_reported": Text(vi="Chưa báo cáo", en="Not reported"),
    "not_ranked": Text(vi="Chưa xếp hạng", en="Not ranked"),
    "out": Text(vi="Không tham gia xếp hạng", en="Out of competition"),
    "not_assigned": Text(vi="Không phân công (KP)", en="Not assigned"),
    "unappraised": Text(vi="Tự chấm, chưa ai thẩm định", en="Claimed, and appraised by nobody"),
    "gaps": Text(vi="Thẩm định thay đổi số liệu", en="Figures changed by appraisal"),
    "gap": Text(vi="{unit}: {figure} {before} → {after}{reason}", en="{unit}: {figure} {before} → {after}{reason}"),
    "rulings": Text(vi="Quyết định khác đã áp dụng", en="Other rulings applied"),
    "more": Text(vi="… và {count} nữa (liệt kê đủ: -o TỆP.json)", en="… and {count} more (all of them: -o FILE.json)"),
    "more_minutes": Text(
        vi="… và {count} nữa (liệt kê đủ: dvk minutes)", en="… and {count} more (all of them: dvk minutes)"
    ),
    "more_on_paper": Text(
        vi="… và {count} nữa (tệp JSON của kết quả liệt kê đủ)",
        en="… and {count} more (the JSON of the result has all of them)",
    ),
    "more_minutes_on_paper": Text(
        vi="… và {count} nữa (biên bản liệt kê đủ)",
        en="… and {count} more (the minutes have all of them)",
    ),
}


@attrs.frozen
class Odd:
    """One kind of oddity: its heading, and a line for each."""

    heading: str
    lines: tuple[str, ...]


def find_odd(result: Result, language: Language, *, paper: bool = False) -> tuple[Odd, ...]:
    """List what was odd in a result, by kind; kinds that did not happen are left out.

    Args:
        result: The result.
        language: The language of the list.
        paper: It is read by a committee: problems are told without keys and columns, and without what to type.
    """
    finder = _Finder(result, language, paper=paper)
    kinds: dict[str, Iterator[str]] = {
        "problems": finder.problems() if paper else (group.in_(language) for group in grouped(result.problems)),
        "holds": finder.holds(),
        "ties": finder.ties(),
        "class_open": finder.class_open(),
        "undecided": finder.undecided(),
        "votes": tell_votes(result, language),
        "free": tell_reserves(result, language),
        "cuts": finder.flagged("class_cut"),
        "no_places": finder.no_places(),
        "knock_outs": finder.knock_outs(),
        "not_ranked": finder.listed(result.frame["competes"] & ~result.frame["ranked"]),
        "out": finder.listed(~result.frame["competes"]),
        "not_reported": finder.in_state(State.NOT_REPORTED),
        "not_assigned": finder.in_state(State.NOT_ASSIGNED),
        "unappraised": finder.unappraised(),
        "gaps": finder.gaps(),
        "rulings": finder.rulings(),
    }
    say = Sayer(_SAID, language, **entrant_words(result.scheme.entrant, language))
    odd = [Odd(say(key), tuple(lines)) for key, lines in kinds.items()]
    return tuple(kind for kind in odd if kind.lines)


class _Finder:
    """Looks through the output columns, a kind at a time; no loop over units but over those that are odd."""

    def __init__(self, result: Result, language: Language, *, paper: bool) -> None:
        self.result, self.scheme, self.frame, self.language = result, result.scheme, result.frame, language
        self._where = "_on_paper" if paper else ""
        self.told = OneLine(result, language)
        self._say = Sayer(_SAID, self.language)

    def _listed(self, units: Sequence[str], count: int | None = None) -> str:
        """List the first of some units; ``count``: how many there are in all, where these are not all."""
        shown, more = ", ".join(self.told.units(units[:_MOST])), (count or len(units)) - _MOST
        return shown if more <= 0 else f"{shown} {self._more(more)}"

    def _cut(self, lines: Sequence[str], count: int, kind: str = "more") -> Iterator[str]:
        yield from lines
        if count > len(lines):
            yield self._more(count - len(lines), kind)

    def _more(self, count: int, kind: str = "more") -> str:
        """Say how many there are besides, and what lists them all."""
        return self._say(kind + self._where, count=count)

    def _units(self, where: nw.Series[Any]) -> list[str]:
        return [str(unit) for unit in self.frame["unit"].filter(where).to_list()] if where.any() else []

    def problems(self) -> Iterator[str]:
        """Give each problem with the title and the unit that it is about, its code last."""
        owners: dict[str, CriterionUse | Adjustment] = {
            **self.scheme.criteria,
            **self.scheme.bonuses,
            **self.scheme.penalties,
        }
        for told in grouped(self.result.problems):
            problem = told.several[0]
            owner = owners.get(problem.place.criterion or "")
            title = "" if owner is None else owner.title.in_(self.language)
            more = f" {self._more(told.count - 1)}" if told.count > 1 else ""
            text = joined(problem.place.called, problem.text(self.language))
            yield joined(title, f"{text} ({problem.code}){more}")

    def holds(self) -> Iterator[str]:
        for ruling in self.result.rulings:
            if ruling.act == "hold":
                yield self._ruling(ruling)

    def ties(self) -> Iterator[str]:
        if self.scheme.ranking.is_final:  # then shared ranks are the result
            return
        within = ["cluster"] if self.scheme.ranking.within == "cluster" else []
        tied = self.frame.select("unit", *within, "rank", "tied").filter("tied")
        counts = Counter(zip(*(tied[name].to_list() for name in (*within, "rank")), strict=True))
        lines = []
        for (*cluster, rank), count in list(counts.items())[:_MOST]:
            tie = nw.all_horizontal(*(nw.col(name) == value for name, value in zip(within, cluster, strict=True)),
                                     nw.col("rank") == rank, ignore_nulls=False)  # fmt: skip
            units = tied.filter(tie).head(_MOST)["unit"].to_list()
            line = self._say("tie", rank=rank, units=self._listed(units, count))
            lines += [f"{self.scheme.clusters[id_].title.in_(self.language)}, {line}" for id_ in cluster] or [line]
        yield from self._cut(lines, len(counts))

    def undecided(self) -> Iterator[str]:
        for key, title in self.scheme.titles.items():
            name = title.title.in_(self.language)
            told = ((UNDECIDED, name), (UNDECIDED_RESERVE, self._say("reserve", title=name)))
            for state, heading in told:
                units = self._units(self.frame[names.title(key)] == state)
                if units:
                    yield f"{heading}: {self._listed(units)}"

    def flagged(self, column: str) -> Iterator[str]:
        if column in self.frame.columns:
            yield from self.listed(self.frame[column])

    def listed(self, where: nw.Series[Any]) -> Iterator[str]:
        units = self._units(where)
        if units:
            yield self._listed(units)

    def knock_outs(self) -> Iterator[str]:
        for key, fault in self.scheme.knock_outs.items():
            units = self._units(self.frame[names.knock_out(key)])
            if units:
                reason, title = fault.reason.in_(self.language), fault.title.in_(self.language)
                yield f"{title}: {self._listed(units)}" + (f" – {reason}" if reason != title else "")

    def no_places(self) -> Iterator[str]:
        @cache
        def reasons() -> Reasons:
            from dvk_scoring.analysis.reason import Reasons  # many modules, and mostly there is nothing to tell

            return Reasons(self.result, self.language)

        lines = list(no_places(self.result, reasons))
        yield from self._cut(lines[:_MOST], len(lines), "more_minutes")

    def in_state(self, state: State) -> Iterator[str]:
        for part in stated(self.result):
            units = part.units(self.frame, state)
            if units:
                yield f"{part.title.in_(self.language)}: {self._listed(units)}"

    def class_open(self) -> Iterator[str]:
        """Give the units with what is not reported of them; where that is nothing, the class hangs on other units."""
        units = self._units(self.frame["class_open"])
        few = list(told_open(self.result, units[:_MOST], self.language))
        named = self.told.units([unit for unit, _ in few])
        yield from self._cut([f"{unit}: {told}" for unit, (_, told) in zip(named, few, strict=True)], len(units))

    def unappraised(self) -> Iterator[str]:
        rows = self.result.waiting.select("unit", "figure")
        units = list(dict.fromkeys(rows["unit"].to_list()))
        figures: dict[str, dict[str, list[str]]] = {unit: {} for unit in units[:_MOST]}
        for unit, figure in rows.filter(nw.col("unit").is_in([*figures])).iter_rows():
            owner, title = self.told.titles(str(figure))
            figures[unit].setdefault(owner, []).append(title)
        lines = []
        for unit, waiting in zip(self.told.units([*figures]), figures.values(), strict=True):
            told = (joined(owner, "; ".join(titles)) for owner, titles in waiting.items())
            lines.append(f"{unit}: {'; '.join(told)}")
        yield from self._cut(lines, len(units))

    def gaps(self) -> Iterator[str]:
        rows = self.result.figures.gaps
        few = rows.head(_MOST)
        units = self.told.units(few["unit"].to_list())
        lines = [self._gap(unit, row) for unit, row in zip(units, few.iter_rows(named=True), strict=True)]
        yield from self._cut(lines, len(rows), "more_minutes")

    def _gap(self, unit: str, row: Mapping[str, Any]) -> str:
        spec = self.result.figures.columns[row["figure"]].spec
        before, after = (self.told.value(row[name], spec) for name in ("from_value", "to_value"))
        reason = f" – {row['reason']}" if row["reason"] else ""
        figure = self.told.figure(row["figure"])
        return self._say("gap", unit=unit, figure=figure, before=before, after=after, reason=reason)

    def rulings(self) -> Iterator[str]:
        for ruling in self.result.rulings:
            if ruling.act not in ("hold", "release") and has_effect(self.result, ruling):
                yield self._ruling(ruling)

    def _ruling(self, ruling: Ruling) -> str:
        return f"{self.told.act(ruling)} – {ruling.reason} {self.told.paper(ruling)}"
