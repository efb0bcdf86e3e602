"""Why a unit is proposed for a title, or is not, in full words: what was asked, what it has, who came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.law import Counted
from dvk_scoring.analysis.paragraph import show_closed
from dvk_scoring.analysis.quantity import ExplainedQuantities
from dvk_scoring.analysis.race import Races
from dvk_scoring.formula.show import show_day
from dvk_scoring.law.classes import barring
from dvk_scoring.law.conditions import tests_of
from dvk_scoring.law.titles import Bar
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.form.awards import QuotaKeys
from dvk_scoring.scheme.form.texts import label
from dvk_scoring.scheme.model import Adjustment, CriterionUse, KnockOut, Ruling, Test, Title
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language, Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "not_ranked": Text(vi="chưa xếp hạng: {because}", en="not ranked: {because}"),
    "out": Text(vi="không tham gia xếp hạng ({because})", en="out of competition ({because})"),
    "out_cluster": Text(vi="“{cluster}” không xếp hạng", en="“{cluster}” has no ranks"),
    "lacks": Text(vi="chưa báo cáo {names}", en="{names} not reported"),
    "nothing": Text(vi="không có tiêu chí nào được phân công", en="no criterion is assigned"),
    "kind": Text(vi="danh hiệu này không dành cho {cluster}", en="this title is not for {cluster}"),
    "class": Text(
        vi="cần {wanted}, {entrant} xếp loại “{has}”",
        en="needs {wanted}, has “{has}”",
    ),
    "no_class": Text(
        vi="cần {wanted}, {entrant} chưa được xếp loại",
        en="needs {wanted}, has none",
    ),
    "class_below": Text(
        vi="cần {wanted}, {entrant} không đạt tới",
        en="needs {wanted}, which it does not reach",
    ),
    "class_open": Text(
        vi="cần {wanted}, mà xếp loại của {entrant} chưa xác định",
        en="needs {wanted}, and its class is not decided",
    ),
    "class_tied": Text(
        vi="cần {wanted}, còn tùy hội đồng quyết định giữa các {entrant} bằng nhau",
        en="needs {wanted}, which hangs on a tie that is not ruled",
    ),
    "class_because": Text(vi="{told} ({because})", en="{told} ({because})"),
    "knock_out": Text(vi="bị loại trừ: {reason} ({has})", en="knocked out: {reason} ({has})"),
    "knock_out_open": Text(vi="có thể bị loại trừ: {reason} ({has})", en="may be knocked out: {reason} ({has})"),
    "has": Text(vi="{name}: {value}", en="{name}: {value}"),
    "requires": Text(vi="cần {asked}, {entrant} đạt {value}", en="needs {asked}, has {value}"),
    "requires_any": Text(vi="cần một trong các điều kiện: {all}", en="needs one of: {all}"),
    "one_of": Text(vi="{asked} ({entrant} đạt {value})", en="{asked} (has {value})"),
    "one_open": Text(vi="{asked} (chưa xem được: {value})", en="{asked} (cannot be seen: {value})"),
    "requires_open": Text(
        vi="cần {asked}, mà chưa xem được: {value}", en="needs {asked}, which cannot be seen: {value}"
    ),
    "cost": Text(
        vi="{names} chưa báo cáo nên chưa biết bị trừ bao nhiêu",
        en="{names} not reported, so what it costs is not known",
    ),
    "quoted": Text(vi="“{title}”", en="“{title}”"),
    "not_with": Text(vi="đã được đề nghị “{title}”", en="is proposed for “{title}” already"),
    "has_one_of": Text(
        vi="chắc chắn được một trong các danh hiệu {titles}", en="has one of {titles} in any case, whichever it is"
    ),
    "not_with_undecided": Text(
        vi="“{title}” còn chờ quyết định nên chưa biết có được xét thêm danh hiệu này không",
        en="“{title}” is not decided yet; whoever has it cannot have this title",
    ),
    "not_with_held": Text(
        vi="“{title}” đang chưa xét nên chưa biết có được xét thêm danh hiệu này không",
        en="“{title}” is on hold; whoever has it cannot have this title",
    ),
    "held": Text(
        vi="đủ điều kiện nhưng chưa xét: {rulings}; suất {place}",
        en="eligible, but on hold: {rulings}; its place {place}",
    ),
    "held_open": Text(
        vi="chưa rõ có đủ điều kiện không, và chưa xét: {rulings}; suất {place}",
        en="not decided whether eligible, and on hold: {rulings}; its place {place}",
    ),
    "ruling": Text(vi="{reason} ({ref}, ngày {day})", en="{reason} ({ref}, {day})"),
}


class Reasons:
    """Reasons over one result; what is counted across units is counted once."""

    def __init__(self, result: Result, language: Language, counted: Counted | None = None) -> None:
        """Keep the result; reasons in two languages may share what is counted."""
        self.result, self.scheme, self.language = result, result.scheme, language
        self._say = Sayer(_SAID, self.language, **entrant_words(self.scheme.entrant, self.language))
        self.counted = Counted(result, Follower(result)) if counted is None else counted
        self.quantities = ExplainedQuantities(result, language, self.counted)
        self.races = Races(self.quantities, self.counted)

    # titles

    def title(self, unit: UnitResult, title_id: str) -> str:
        """Say why a unit has the state it has for one title: for "no" the first reason in the order of the scheme."""
        title, state = self.scheme.titles[title_id], unit.titles[title_id].state
        if state == "no":
            first = next(self.barred(unit, title_id), None)
            return self._beyond(unit, title) if first is None else first
        if state == "held":
            key = "held" if self.counted.holds(unit.unit, f"titles.{title_id}.eligible") else "held_open"
            place = label(QuotaKeys.held, title.quota.held)
            assert place is not None, title.quota.held
            return self._say(key, rulings=self.rulings(unit.holds), place=place.in_(self.language))
        if state == "undecided":
            return self._undecided(unit, title)
        return self._got(unit, title)

    def _undecided(self, unit: UnitResult, title: Title) -> str:
        """Say what is open: whether the unit may have the title at all, and who may stand before it."""
        told, race = list(self.left_open(unit, title.id)), self.races.title(unit.unit, title)
        for_reserve = unit.titles[title.id].for_reserve
        if not told or race.worst > race.least + (race.reserve if for_reserve else 0):
            told.append(self.races.open(race, title, reserve=for_reserve))
        return "; ".join(told)

    def barred(self, unit: UnitResult, title_id: str) -> Iterator[str]:
        """Give all that surely keeps a unit from a title."""
        for bar in self.counted.law.bars[title_id]:
            if self.counted.is_so(unit.unit, bar.stands.surely):
                yield self._bar(unit, title_id, bar, surely=True)

    def left_open(self, unit: UnitResult, title_id: str) -> Iterator[str]:
        """Give what may keep a unit from a title, and is not decided."""
        for bar in self.counted.law.bars[title_id]:
            surely, possibly = self.counted.sure(unit.unit, bar.stands)
            if possibly and not surely:
                yield self._bar(unit, title_id, bar, surely=False)
        yield from self.unknown_cost(unit)

    def unknown_cost(self, unit: UnitResult) -> Iterator[str]:
        """Say which penalties are not reported, where that leaves class and titles open."""
        if self.counted.holds(unit.unit, "unknown_cost"):
            yield self._say("cost", names=", ".join(self._blank("penalties", unit, self.scheme.penalties)))

    def _bar(self, unit: UnitResult, title_id: str, bar: Bar, *, surely: bool) -> str:
        kind, _, of = bar.name.partition(".")
        title = self.scheme.titles[title_id]
        match kind:
            case "ranked":
                key = "out" if unit.state == "out" else "not_ranked"
                return self._say(key, because=self.not_ranked(unit))
            case "kind":
                return self._say("kind", cluster=self.scheme.clusters[unit.cluster].title.in_(self.language))
            case "knock_outs":
                return self.knock_out(unit, self.scheme.knock_outs[of])
            case "class":
                return self._class(unit, title, surely=surely)
            case "requires":
                return self.requirement(unit, title.requires[int(of) - 1])
            case "one_of":
                titles = (self.scheme.titles[other].title.in_(self.language) for other in title.not_with)
                return self._say("has_one_of", titles=", ".join(self._say("quoted", title=name) for name in titles))
            case _:
                held = unit.titles[of].state == "held"
                key = "not_with" if surely else "not_with_held" if held else "not_with_undecided"
                return self._say(key, title=self.scheme.titles[of].title.in_(self.language))

    def _class(self, unit: UnitResult, title: Title, *, surely: bool) -> str:
        wanted = self.quantities.class_at_least(title.class_at_least or "")
        if not surely:
            return self._say("class_open" if unit.class_open else "class_tied", wanted=wanted)
        if unit.klass is None:
            told = self._say("class_below" if unit.class_open else "no_class", wanted=wanted)
        else:
            told = self._say("class", wanted=wanted, has=self.class_title(unit.klass))
        bars = barring(self.scheme, title.class_at_least or "")
        struck = [self.scheme.knock_outs[key].reason.in_(self.language) for key in unit.knock_outs if key in bars]
        return self._say("class_because", told=told, because="; ".join(struck)) if struck else told

    def _beyond(self, unit: UnitResult, title: Title) -> str:
        race = self.races.title(unit.unit, title)
        return f"{self.races.place(race)}; {self.races.places(race, only=True)}"

    def _got(self, unit: UnitResult, title: Title) -> str:
        race, proposed = self.races.title(unit.unit, title), unit.titles[title.id].state == "proposed"
        told = f"{self.races.place(race)}; {self.races.places(race, reserve=not proposed)}"
        if race.shares and proposed and race.best + len(race.tied) > race.least:
            told += f"; {self.races.shared(race)}"
        return told

    # conditions

    def requirement(self, unit: UnitResult, test: Test) -> str:
        """Say what a requirement asks that a unit does not meet, or of which it cannot be seen whether it does."""
        if test.any:
            told = "; ".join(self._asked(unit.unit, part, ("one_of", "one_open")) for part in test.any)
            return self._say("requires_any", all=told)
        return self._asked(unit.unit, test, ("requires", "requires_open"))

    def _asked(self, unit: str, test: Test, keys: tuple[str, str]) -> str:
        """Say of each quantity that a plain requirement fails on, or cannot see, what is asked and what there is."""
        singles = list(self.quantities.singles(unit, test, absent=True))
        failing = [single for single, _, possibly in singles if not possibly]
        lacking = (
            failing or [single for single, surely, _ in singles if not surely] or [single for single, _, _ in singles]
        )
        key = keys[0] if failing else keys[1]
        told = [
            self._say(key, asked=self.quantities.asked(single, single.of), value=self.quantities.shown(unit, single))
            for single in lacking
        ]
        return "; ".join(told)

    def knock_out(self, unit: UnitResult, fault: KnockOut) -> str:
        """Say what knocked a unit out, or may."""
        surely, _ = self.quantities.passes(unit.unit, fault.when, absent=False)
        told = []
        for part in fault.when.single:
            for test, holds, may in self.quantities.singles(unit.unit, part, absent=False):
                if holds if surely else may:
                    name = self.quantities.name(test.of, share=test.share)
                    told.append(self._say("has", name=name, value=self.quantities.shown(unit.unit, test)))
        key = "knock_out" if surely else "knock_out_open"
        return self._say(key, reason=fault.reason.in_(self.language), has="; ".join(told))

    # not ranked

    def not_ranked(self, unit: UnitResult) -> str:
        """Say why a unit is not ranked, or is out of competition."""
        if unit.state == "out":
            acts = [ruling for ruling in self.result.rulings if ruling.act == "out" and unit.unit in ruling.units]
            cluster = self.scheme.clusters[unit.cluster].title.in_(self.language)
            return self.rulings(acts) if acts else self._say("out_cluster", cluster=cluster)
        if not self.counted.holds(unit.unit, "missing"):
            return self._say("nothing")
        scheme, names = self.scheme, list[str]()
        for role, parts in (
            ("criteria", scheme.scored),
            ("bonuses", scheme.bonuses),
            ("penalties", scheme.penalties),
        ):
            names += self._blank(role, unit, parts)
        return self._say("lacks", names=", ".join(dict.fromkeys([*names, *self._blank_figures(unit)])))

    def _blank(self, role: str, unit: UnitResult, parts: Mapping[str, CriterionUse | Adjustment]) -> Iterator[str]:
        for key, part in parts.items():
            if self.counted.holds(unit.unit, f"{role}.{key}.blank"):
                yield self._say("quoted", title=part.title.in_(self.language))

    def _blank_figures(self, unit: UnitResult) -> Iterator[str]:
        """Name the figures that knock-outs and conditions look at and that are not reported."""
        kind = self.scheme.clusters[unit.cluster].kind
        tests = [test for test, kinds in tests_of(self.scheme) if kinds is None or kind in kinds]
        for test in (single for whole in tests for single in whole.single):
            figure = self.quantities.law.figure(test.of)
            if figure is not None and self.counted.is_so(unit.unit, figure.blank):
                yield self.quantities.name(test.of)

    # rulings and names

    def rulings(self, rulings: Sequence[Ruling]) -> str:
        """Name rulings by reason, number and day."""
        told = [
            self._say("ruling", reason=ruling.reason, ref=ruling.ref, day=show_day(ruling.day, self.language))
            for ruling in rulings
        ]
        return "; ".join(told)

    def class_title(self, klass: str) -> str:
        """Give the title of a class."""
        return self.scheme.classes[klass].title.in_(self.language)


def show_change(ruling: Ruling, places: int | None, language: Language) -> str:
    """Write by how much a ruling changes points: ``−1,00``."""
    return f"{'+' if ruling.change > 0 else '−'}{show_closed(abs(ruling.change), places, language)}"
