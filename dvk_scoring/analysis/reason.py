"""Why a unit is proposed for a title, or is not, in full words: what was asked, what it has, who came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.quantity import Quantities
from dvk_scoring.formula.show import show_number
from dvk_scoring.scheme.model import KnockOut, Ruling, Title
from dvk_scoring.scoring import award
from dvk_scoring.scoring.result import Result, TitleState, UnitResult
from dvk_scoring.text import Language, Text

COMPETING: Final = range(award.WHY_WITHIN, award.WHY_TIE_RESERVE + 1)
_SAID: Final[Mapping[str, Text]] = {
    "not_ranked": Text(vi="chưa xếp hạng: {because}", en="not ranked: {because}"),
    "lacks": Text(vi="chưa báo cáo {criteria}", en="{criteria} not reported"),
    "lacks_figures": Text(vi="còn số liệu chưa báo cáo", en="figures are not reported"),
    "nothing": Text(vi="không có tiêu chí nào được phân công", en="no criterion is assigned"),
    "kind": Text(vi="danh hiệu này không dành cho {cluster}", en="this title is not for {cluster}"),
    "class": Text(
        vi="cần xếp loại từ “{wanted}” trở lên, đơn vị xếp loại “{has}”",
        en="needs the class “{wanted}” or better, has “{has}”",
    ),
    "no_class": Text(
        vi="cần xếp loại từ “{wanted}” trở lên, đơn vị chưa được xếp loại",
        en="needs the class “{wanted}” or better, has none",
    ),
    "class_because": Text(vi="{told} ({because})", en="{told} ({because})"),
    "knock_out": Text(vi="bị loại trừ: {reason} ({name}: {value})", en="knocked out: {reason} ({name}: {value})"),
    "requires": Text(vi="cần {asked}, đơn vị đạt {value}", en="needs {asked}, has {value}"),
    "not_with_proposed": Text(vi="đã được đề nghị “{title}”", en="is proposed for “{title}” already"),
    "not_with_undecided": Text(
        vi="“{title}” còn chờ hội đồng quyết định nên chưa xét thêm danh hiệu này",
        en="“{title}” is not decided yet, which excludes this title",
    ),
    "not_with_held": Text(
        vi="“{title}” đang chưa xét nên không xét thêm danh hiệu này",
        en="“{title}” is on hold, which excludes this title",
    ),
    "place": Text(
        vi="đứng thứ {place} trong {count} {entrant} đủ điều kiện{where}",
        en="place {place} of {count} eligible{where}",
    ),
    "in_cluster": Text(vi=" của cụm", en=" in the cluster"),
    "within": Text(vi="{place}; được đề nghị {quota}", en="{place}; {quota} may be proposed"),
    "reserve": Text(
        vi="{place}; được đề nghị {quota}, dự bị {reserve}", en="{place}; {quota} may be proposed, {reserve} in reserve"
    ),
    "beyond": Text(vi="{place}; chỉ được đề nghị {quota}", en="{place}; only {quota} may be proposed"),
    "beyond_reserve": Text(
        vi="{place}; chỉ được đề nghị {quota}, dự bị {reserve}",
        en="{place}; only {quota} may be proposed, {reserve} in reserve",
    ),
    "tie": Text(
        vi="bằng nhau với {others} ở mọi tiêu chí phụ, cùng đứng thứ {place}; "
        "chỉ được đề nghị {quota} nên hội đồng phải quyết định",
        en="tied with {others} in every tie-break at place {place}; "
        "{quota} may be proposed, so the committee must rule",
    ),
    "tie_reserve": Text(
        vi="bằng nhau với {others} ở mọi tiêu chí phụ, cùng đứng thứ {place}; "
        "chỉ có {reserve} suất dự bị nên hội đồng phải quyết định",
        en="tied with {others} in every tie-break at place {place}; {reserve} in reserve, so the committee must rule",
    ),
    "held": Text(vi="đủ điều kiện nhưng chưa xét: {rulings}{then}", en="eligible, but on hold: {rulings}{then}"),
    "ruling": Text(vi="{reason} ({ref}, ngày {day})", en="{reason} ({ref}, {day})"),
    "keeps_place": Text(vi="; suất vẫn giữ", en="; its place is kept"),
    "passes": Text(vi="; suất chuyển cho đơn vị sau", en="; its place passes to the next"),
    "nobody": Text(vi="không đơn vị nào", en="nobody"),
}


class Reasons:
    """Reasons over one result; what is counted across units is counted once."""

    def __init__(self, result: Result, language: Language, follower: Follower | None = None) -> None:
        """Keep the result; reasons in two languages may share one follower."""
        self.result, self.scheme, self.language = result, result.scheme, language
        self.quantities = Quantities(result, language)
        self.follower = Follower(result) if follower is None else follower
        self._eligible: dict[str, Mapping[str, int]] = {}

    def _say(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self.language).format(**values)

    def title(self, unit: UnitResult, title_id: str) -> str:
        """Say why a unit has the state it has for one title."""
        title, own = self.scheme.titles[title_id], unit.titles[title_id]
        why = own.why
        if why == award.WHY_NOT_RANKED:
            return self._say("not_ranked", because=self.not_ranked(unit))
        if why == award.WHY_KIND:
            return self._say("kind", cluster=self.scheme.clusters[unit.cluster].title.in_(self.language))
        if why == award.WHY_CLASS:
            return self._class(unit, title)
        if why >= award.WHY_NOT_WITH:
            return self._not_with(unit, title.not_with[why - award.WHY_NOT_WITH])
        if why >= award.WHY_KNOCK_OUT:
            return self.knock_out(unit, list(self.scheme.knock_outs.values())[why - award.WHY_KNOCK_OUT])
        if why >= award.WHY_REQUIRES:
            test = title.requires[why - award.WHY_REQUIRES]
            failing = [
                self._say(
                    "requires",
                    asked=self.quantities.asked(test, of),
                    value=self.quantities.show(value, share=test.share),
                )
                for of, value in self.quantities.failing(unit, test)
            ]
            return "; ".join(failing)
        if why == award.WHY_HELD:
            then = self._say("keeps_place" if title.quota.held == "keeps-place" else "passes")
            return self._say("held", rulings=self.rulings(unit.holds), then=then)
        return self._competed(unit, title)

    def not_ranked(self, unit: UnitResult) -> str:
        """Say why a unit is not ranked."""
        lacks = [
            f"“{self.scheme.criteria[key].title.in_(self.language)}”"
            for key, one in unit.criteria.items()
            if one.state == "not-reported"
        ]
        if lacks:
            return self._say("lacks", criteria=", ".join(lacks))
        return self._say("lacks_figures" if unit.assigned_weight else "nothing")

    def knock_out(self, unit: UnitResult, fault: KnockOut) -> str:
        """Say what knocked a unit out."""
        of = self.quantities.names(fault.when.of)[0]
        share = fault.when.share
        value = self.quantities.show(self.quantities.value(unit, of, share=share), share=share)
        name = self.quantities.name(of, share=share)
        return self._say("knock_out", reason=fault.reason.in_(self.language), name=name, value=value)

    def rulings(self, rulings: tuple[Ruling, ...]) -> str:
        """Name rulings by reason, number and day."""
        told = [
            self._say("ruling", reason=one.reason, ref=one.ref, day=show_day(one, self.language)) for one in rulings
        ]
        return "; ".join(told)

    def class_title(self, klass: str) -> str:
        """Give the title of a class."""
        return self.scheme.classes[klass].title.in_(self.language)

    def _class(self, unit: UnitResult, title: Title) -> str:
        wanted = self.class_title(title.class_at_least or "")
        if unit.klass is None:
            told = self._say("no_class", wanted=wanted)
        else:
            told = self._say("class", wanted=wanted, has=self.class_title(unit.klass))
        order = list(self.scheme.classes)
        struck = [
            self.scheme.knock_outs[key].reason.in_(self.language)
            for key in unit.knock_outs
            if (worst := self.scheme.knock_outs[key].class_at_most) is not None
            and order.index(worst) > order.index(title.class_at_least or "")
        ]
        return self._say("class_because", told=told, because="; ".join(struck)) if struck else told

    def _not_with(self, unit: UnitResult, other: str) -> str:
        state: TitleState = unit.titles[other].state
        return self._say(f"not_with_{state}", title=self.scheme.titles[other].title.in_(self.language))

    def _competed(self, unit: UnitResult, title: Title) -> str:
        own, quota = unit.titles[title.id], title.quota
        place = self._place(unit, title)
        numbers = {"place": place, "quota": own.quota, "reserve": quota.reserve}
        if own.why in (award.WHY_TIE, award.WHY_TIE_RESERVE):
            others = ", ".join(map(self.quantities.unit, self.tied(unit, title)))
            key = "tie" if own.why == award.WHY_TIE else "tie_reserve"
            return self._say(key, others=others, **{**numbers, "place": own.place})
        if own.why == award.WHY_RESERVE:
            return self._say("reserve", **numbers)
        if own.why == award.WHY_WITHIN:
            return self._say("within", **numbers)
        return self._say("beyond_reserve" if quota.reserve else "beyond", **numbers)

    def _place(self, unit: UnitResult, title: Title) -> str:
        where = self._say("in_cluster") if title.quota.per == "cluster" else ""
        entrant = self.scheme.entrant.in_(self.language)
        count = self.eligible(title)[unit.cluster if title.quota.per == "cluster" else ""]
        return self._say("place", place=unit.titles[title.id].place, count=count, where=where, entrant=entrant)

    def eligible(self, title: Title) -> Mapping[str, int]:
        """Count the units that compete for a title, by cluster; under ``""`` in all."""
        if title.id not in self._eligible:
            frame = self.result.frame
            pairs = zip(frame["cluster"].to_list(), frame[f"why:{title.id}"].to_list(), strict=True)
            without = {award.WHY_HELD} if title.quota.held == "passes" else set[int]()
            competing = [cluster for cluster, why in pairs if why in COMPETING and why not in without]
            self._eligible[title.id] = Counter({"": len(competing)}) + Counter(competing)
        return self._eligible[title.id]

    def tied(self, unit: UnitResult, title: Title) -> list[str]:
        """Name the units that stand at the same place for a title."""
        frame, own = self.result.frame, unit.titles[title.id]
        columns = ("unit", "cluster", f"why:{title.id}", f"place:{title.id}")
        rows = zip(*(frame[name].to_list() for name in columns), strict=True)
        return [
            str(other)
            for other, cluster, why, place in rows
            if (why, place) == (own.why, own.place)
            and other != unit.unit
            and (title.quota.per == "all" or cluster == unit.cluster)
        ]


def show_day(ruling: Ruling, language: Language) -> str:
    """Write the day of a ruling as the language does."""
    return f"{ruling.day:%d/%m/%Y}" if language == "vi" else ruling.day.isoformat()


def reason(result: Result, unit: UnitResult, title_id: str, language: Language) -> str:
    """Say why a unit has the state it has for one title; for many units keep one ``Reasons``."""
    return Reasons(result, language).title(unit, title_id)


def show_count(count: int, language: Language) -> str:
    """Write a count with thousands apart."""
    return show_number(Fraction(count), language)
