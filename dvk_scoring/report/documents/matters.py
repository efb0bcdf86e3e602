"""What the minutes put before the council: what is held, tied, undecided, barred, missing, and what it has ruled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dvk_scoring.analysis.no_places import NO_PLACES, no_places
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.analysis.stated import told_open
from dvk_scoring.formula.show import show_day
from dvk_scoring.formula.state import State
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.one_line import OneLine
from dvk_scoring.report.rules.awards import tell_effects
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.report.votes import PLACES_FREE, tell_reserves
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import TitleWord, UnitResult
from dvk_scoring.scoring.ruled import has_effect
from dvk_scoring.text import Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "holds": Text(vi="Chưa xét", en="On hold"),
    "hold": Text(
        vi="{units}: chưa xét {effect}; lý do: {reason} ({ref}, ngày {day}).",
        en="{units}: {effect} on hold; {reason} ({ref}, {day}).",
    ),
    "class": Text(vi="xếp loại", en="class"),
    "titles": Text(vi="danh hiệu", en="titles"),
    "and": Text(vi="{one} và {other}", en="{one} and {other}"),
    "ties": Text(
        vi="Bằng nhau ở mọi tiêu chí phụ, hội đồng chưa quyết định", en="Tied in every tie-break, not ruled on"
    ),
    "tie": Text(vi="{cluster}, hạng {rank}: {units}.", en="{cluster}, rank {rank}: {units}."),
    "class_open": Text(
        vi="Chưa xác định được xếp loại, vì còn số liệu chưa báo cáo",
        en="Class undecided, because something is not reported",
    ),
    "undecided": Text(vi="Danh hiệu chưa quyết định được", en="Titles that are undecided"),
    "reserve": Text(vi="{title} (dự bị)", en="{title} (reserve)"),
    "titled": Text(vi="{title}: {units}.", en="{title}: {units}."),
    "free": PLACES_FREE,
    "cuts": Text(
        vi="Hạn mức xếp loại cắt ngang các {entrant} bằng điểm, nên xếp loại dưới",
        en="Put in the class below because a quota cuts through a tie",
    ),
    "no_places": NO_PLACES,
    "knock_outs": Text(vi="Điều kiện loại trừ", en="Knock-outs"),
    "knock_out": Text(
        vi="{unit}: {told}; hậu quả: {effects}; điểm và hạng giữ nguyên.",
        en="{unit}: {told}; effect: {effects}; points and rank stay.",
    ),
    "not_ranked": Text(vi="Chưa xếp hạng", en="Not ranked"),
    "not_ranked_one": Text(vi="{unit}: {because}.", en="{unit}: {because}."),
    "out": Text(vi="Không tham gia xếp hạng", en="Out of competition"),
    "not_reported": Text(vi="Chưa báo cáo", en="Not reported"),
    "not_assigned": Text(vi="Không phân công (KP)", en="Not assigned"),
    "unappraised": Text(vi="Số liệu tự chấm chưa ai thẩm định", en="Claimed figures that nobody appraised"),
    "unappraised_one": Text(vi="{unit}: {count} số liệu.", en="{unit}: {count}."),
    "gaps": Text(vi="Số liệu được thẩm định sửa", en="Figures changed by appraisal"),
    "gaps_all": Text(
        vi="{count} số liệu của {units} {what}, ghi tại Phụ lục kèm theo biên bản.",
        en="{count} {count:figure|figures} of {units} {what}, in the annex to these minutes.",
    ),
    "rulings": Text(vi="Quyết định của hội đồng đã áp dụng", en="Rulings applied"),
    "ruling": Text(vi="{act}; lý do: {reason} ({ref}, ngày {day}).", en="{act}; {reason} ({ref}, {day})."),
    "act_tie": Text(vi="Thứ tự giữa các {entrant} bằng nhau: {units}", en="Order of those tied: {units}"),
    "then": Text(vi=", rồi đến ", en=", then "),
}


def find_matters(shown: Shown, reasons: Reasons) -> list[dict[str, Any]]:
    """List what the council must look at, by kind: heading and lines; kinds that did not happen are left out."""
    finder = _Finder(shown, reasons)
    kinds = {
        "holds": finder.holds(),
        "ties": finder.ties(),
        "class_open": finder.class_open(),
        "undecided": finder.undecided(),
        "free": tell_reserves(shown.result, shown.language),
        "cuts": finder.listed(unit for unit in shown.result.units if unit.class_cut),
        "no_places": (f"{line}." for line in no_places(shown.result, lambda: reasons)),
        "knock_outs": finder.knock_outs(),
        "not_ranked": finder.not_ranked(),
        "out": finder.listed(unit for unit in shown.result.units if unit.state == "out"),
        "not_reported": finder.not_reported(),
        "not_assigned": finder.not_assigned(),
        "unappraised": finder.unappraised(),
        "gaps": finder.gaps(),
        "rulings": finder.rulings(),
    }
    matters = [{"heading": finder.say(key), "lines": list(lines)} for key, lines in kinds.items()]
    return [matter for matter in matters if matter["lines"]]


class _Finder:
    """Looks through the units, a kind at a time; units stand with their names, criteria with their titles."""

    def __init__(self, shown: Shown, reasons: Reasons) -> None:
        self.shown, self.reasons, self.language = shown, reasons, shown.language
        self.say = Sayer(_SAID, self.language, **entrant_words(shown.scheme.entrant, self.language))
        self.deed = OneLine(shown.result, self.language).deed
        self.result, self.scheme, self.units = shown.result, shown.scheme, shown.result.units

    def _act(self, ruling: Ruling) -> dict[str, str]:
        return {"reason": ruling.reason.rstrip("."), "ref": ruling.ref, "day": show_day(ruling.day, self.language)}

    def holds(self) -> Iterator[str]:
        for ruling in self.result.rulings:
            if ruling.act == "hold":
                effects = [self.say(part) for part in ruling.effect]
                effect = self.say("and", one=effects[0], other=effects[1]) if len(effects) == 2 else ", ".join(effects)
                yield self.say("hold", units=self.shown.named(ruling.units), effect=effect, **self._act(ruling))

    def ties(self) -> Iterator[str]:
        if self.scheme.ranking.is_final:  # then shared ranks are the result
            return
        for group in self.shown.groups():
            ranks: dict[int, list[str]] = {}
            for unit in group.units:
                if unit.tied and unit.rank is not None:
                    ranks.setdefault(unit.rank, []).append(unit.unit)
            for rank, units in ranks.items():
                yield self.say("tie", cluster=group.title, rank=rank, units=self.shown.named(units))

    def undecided(self) -> Iterator[str]:
        for key, title in self.scheme.titles.items():
            name = title.title.in_(self.language)
            told: dict[TitleWord, str] = {"undecided": name, "undecided-reserve": self.say("reserve", title=name)}
            for word, heading in told.items():
                units = [unit.unit for unit in self.units if unit.titles[key].word == word]
                if units:
                    yield self.say("titled", title=heading, units=self.shown.named(units))

    def listed(self, units: Iterable[UnitResult]) -> Iterator[str]:
        named = [unit.unit for unit in units]
        if named:
            yield f"{self.shown.named(named)}."

    def knock_outs(self) -> Iterator[str]:
        teller = Teller(self.scheme, self.language)
        for key, fault in self.scheme.knock_outs.items():
            effects = tell_effects(teller, fault)
            for unit in self.units:
                if key in unit.knock_outs:
                    told = self.reasons.knock_out(unit, fault)
                    yield self.say("knock_out", unit=unit.name, told=told, effects=effects)

    def not_ranked(self) -> Iterator[str]:
        for unit in self.units:
            if unit.state == "not-ranked":
                yield self.say("not_ranked_one", unit=unit.name, because=self.reasons.not_ranked(unit))

    def not_reported(self) -> Iterator[str]:
        """Name what is missing of units that stand in the ranking, or beside it; why others do not is told already."""
        yield from (self.say("titled", title=title, units=units) for title, units in self.shown.counted_as_zero())

    def not_assigned(self) -> Iterator[str]:
        for title, units in self.shown.in_state(State.NOT_ASSIGNED):
            yield self.say("titled", title=title, units=units)

    def class_open(self) -> Iterator[str]:
        open_ = {each.unit: each.name for each in self.units if each.class_open}
        for unit, told in told_open(self.result, list(open_), self.shown.language):
            yield f"{open_[unit]}: {told}."

    def unappraised(self) -> Iterator[str]:
        for unit in self.units:
            if unit.unappraised:
                yield self.say("unappraised_one", unit=unit.name, count=len(unit.unappraised))

    def gaps(self) -> Iterator[str]:
        rows = self.result.figures.gaps
        units = list(dict.fromkeys(str(unit) for unit in rows["unit"].to_list()))
        if units:
            what = self.say.always["entrant" if len(units) == 1 else "entrants"]
            yield self.say("gaps_all", count=len(rows), units=len(units), what=what)

    def rulings(self) -> Iterator[str]:
        for ruling in self.result.rulings:
            if ruling.act not in ("hold", "release") and has_effect(self.result, ruling):
                yield self.say("ruling", act=self._told(ruling), **self._act(ruling))

    def _told(self, ruling: Ruling) -> str:
        if ruling.act == "tie":
            names = [self.shown.names.get(unit, unit) for unit in ruling.units]
            return self.say("act_tie", units=self.say("then").join(names))
        return f"{self.shown.named(ruling.units)}: {self.deed(ruling)}"
