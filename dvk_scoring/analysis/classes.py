"""Why a unit has its class and its titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.formula.show import show_points
from dvk_scoring.law.classes import barring
from dvk_scoring.scheme.model import Class, Title
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.text import Sayer, Text, capital

_SAID: Final[Mapping[str, Text]] = {
    "class": Text(vi="Xếp loại: {name}", en="Class: {name}"),
    "none": Text(vi="chưa xếp loại", en="none"),
    "class_open": Text(vi="chưa xác định", en="undecided"),
    "held": Text(vi=" (chưa xét)", en=" (on hold)"),
    "unranked": Text(vi="Chưa xếp hạng nên chưa xếp loại.", en="Not ranked, so no class."),
    "from": Text(vi="{name} (từ {start} điểm)", en="{name} (from {start})"),
    "up_to": Text(vi="{name} (không quá {start} điểm)", en="{name} (up to {start})"),
    "reached": Text(vi="{name}: đạt, tổng {total}", en="{name}: reached with {total}"),
    "below": Text(vi="{name}: chưa đạt, tổng {total}", en="{name}: not reached with {total}"),
    "barred": Text(
        vi="{name}: tổng {total} đạt mức, nhưng không xếp được:",
        en="{name}: reached with {total}, but not given:",
    ),
    "open": Text(
        vi="{name}: tổng {total} đạt mức, nhưng chưa xác định được:",
        en="{name}: reached with {total}, but not decided:",
    ),
    "within": Text(vi="trong hạn mức: {place}; {places}", en="within the quota: {place}; {places}"),
    "over": Text(
        vi="đủ điều kiện nhưng vượt hạn mức: {place}; {places}{cut}",
        en="the quota of this class is filled: {place}; {places}{cut}",
    ),
    "over_open": Text(vi="chưa rõ có vượt hạn mức không: {told}", en="not decided whether within the quota: {told}"),
    "better_open": Text(vi="loại cao hơn còn chưa xác định", en="a better class is not decided"),
    "quota": Text(vi="Hạn mức: {told}", en="Quota: {told}"),
    "hold": Text(vi="Chưa xét xếp loại: {rulings}", en="The class is on hold: {rulings}"),
    "titles": Text(vi="Danh hiệu (đề nghị, hội đồng quyết định)", en="Titles (proposals; the council decides)"),
    "title": Text(vi="{name}: {state} – {why}", en="{name}: {state} – {why}"),
    "proposed": TITLE["proposed"],
    "reserve": Text(vi="dự bị", en="in reserve"),
    "undecided": TITLE["undecided"],
    "undecided_reserve": Text(vi="chưa quyết định suất dự bị", en="undecided whether in reserve"),
    "title_held": TITLE["held"],
    "no": TITLE["no"],
    "besides": Text(vi="thêm nữa: {why}", en="also: {why}"),
    "may_be": Text(vi="Số được đề nghị: {told}", en="May be proposed: {told}"),
    "may_be_first": Text(
        vi="Số được xét trước khi so giữa các cụm: {told}",
        en="May come so far as to be compared over all clusters: {told}",
    ),
}


def tell_class(reasons: Reasons, unit: UnitResult) -> Paragraph:
    """Tell the class: each better class and why it was not reached or is open, then the one that was.

    Raises:
        DvkError: The engine found another class.
    """
    return _ClassTeller(reasons, unit).tell()


class _ClassTeller:
    """Tells the class of one unit."""

    def __init__(self, reasons: Reasons, unit: UnitResult) -> None:
        self.reasons, self.unit, self.say = reasons, unit, Sayer(_SAID, reasons.language)
        self.scheme, self.counted, self.races = reasons.scheme, reasons.counted, reasons.races

    def tell(self) -> Paragraph:
        reasons, unit, say = self.reasons, self.unit, self.say
        name = say("class_open" if unit.class_open else "none")
        if unit.klass is not None:
            name = reasons.class_title(unit.klass)
        held = tuple(hold for hold in unit.holds if "class" in hold.effect)
        heading = say("class", name=name) + (say("held") if held else "")
        lines = list(self._classes()) if unit.rank is not None else [say("unranked")]
        if held:
            lines.append(say("hold", rulings=reasons.rulings(held)))
        return Paragraph(heading, tuple(lines))

    def _classes(self) -> Iterator[str]:
        """Tell class after class, down to the one that the unit has."""
        places, high = self.scheme.rounding.total, self.scheme.ranking.high
        total = show_points(self.counted.number(self.unit.unit, "total"), places, self.reasons.language)
        for key, class_ in self.scheme.classes.items():
            title, start = class_.title.in_(self.reasons.language), self.reasons.quantities.show(class_.start)
            name = self.say("from" if high else "up_to", name=title, start=start)
            if not self._is(f"classes.{key}.enough"):
                yield self.say("below", name=name, total=total)
                continue
            given, possible = self._is(f"classes.{key}.given"), self._may_be(f"classes.{key}.given")
            yield self.say("reached" if given else "open" if possible else "barred", name=name, total=total)
            about = list(self._about(class_, possible=possible))
            yield from (f"  {line}" for line in about or ([self.say("better_open")] if possible and not given else []))
            if given or (possible and self._is(f"classes.{key}.reached") and not about):
                return  # it has this class, or a better one that is still open

    def _is(self, name: str) -> bool:
        return self.counted.holds(self.unit.unit, name)

    def _may_be(self, name: str) -> bool:
        return self.counted.may(self.unit.unit, name)

    def _about(self, class_: Class, *, possible: bool) -> Iterator[str]:
        """Tell what keeps a unit with enough points from a class, or leaves it open; the quota, if it comes so far."""
        unit, quantities = self.unit, self.reasons.quantities
        part = f"classes.{class_.id}"
        for test in class_.requires:
            surely, may = quantities.passes(unit.unit, test, absent=True)
            if not (surely if possible else may):
                yield self.reasons.requirement(unit, test)
        for key in barring(self.scheme, class_.id):
            strikes, may = self._is(f"knock_outs.{key}"), self._may_be(f"knock_outs.{key}")
            if strikes or (may and possible):
                yield self.reasons.knock_out(unit, self.scheme.knock_outs[key])
        if possible:
            yield from self.reasons.unknown_cost(unit)
        if class_.quota is not None and self._may_be(f"{part}.member"):
            race = self.races.klass(unit.unit, class_.id, class_.quota)
            place, places, cut = self.races.place(race), self.races.places(race), self.races.cut(race)
            if not possible:
                told = self.races.places(race, only=True)
                yield self.say("over", place=place, places=told, cut=f"; {cut}" if cut else "")
            elif self._is(f"{part}.given") or race.worst <= race.least:
                yield self.say("within", place=place, places=places)
            else:
                yield self.say("over_open", told="; ".join([place, places, *self.races.causes(race)]))
            if class_.quota.share is not None:
                yield self.say("quota", told=self.races.share(unit.unit, part, class_.quota))


def tell_titles(reasons: Reasons, unit: UnitResult) -> Paragraph:
    """Tell each title: its state, why, all else that stands in its way, and how many may have it.

    Raises:
        DvkError: The engine found something else.
    """
    say = Sayer(_SAID, reasons.language)
    lines: list[str] = []
    for key, outcome in unit.titles.items():
        title = reasons.scheme.titles[key]
        state = say(
            "title_held" if outcome.state == "held" else "undecided_reserve" if outcome.for_reserve else outcome.state
        )
        lines.append(say("title", name=title.title.in_(reasons.language), state=state, why=reasons.title(unit, key)))
        barred = list(reasons.barred(unit, key))
        lines += [f"  {say('besides', why=why)}" for why in barred[1:]]
        if not barred and outcome.state != "held":
            lines += [f"  {line}" for line in _quota(reasons, unit, title)]
    return Paragraph(say("titles"), tuple(lines))


def _quota(reasons: Reasons, unit: UnitResult, title: Title) -> Iterator[str]:
    """Tell how many places there are, where that is not simply written or all who are eligible."""
    say, races, quota = Sayer(_SAID, reasons.language), reasons.races, title.quota
    if quota.share is not None and (not quota.is_all or quota.at_least):
        yield say(
            "may_be" if quota.in_all is None else "may_be_first",
            told=races.share(unit.unit, f"titles.{title.id}", quota),
        )
    if title.after:
        told = races.used_up(unit.unit, title)
        if told:
            yield capital(told)
