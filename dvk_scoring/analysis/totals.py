"""How the points of criteria become sections and a total, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.paragraph import RESTS, Paragraph, rounding_words, show_closed, show_rounding
from dvk_scoring.analysis.reason import Reasons, show_day
from dvk_scoring.analysis.recount import Part, Recount
from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.formula.show import show_number, show_points
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "heading": Text(vi="Cộng điểm: {total}", en="Adding up: {total}"),
    "unranked": Text(vi="Cộng điểm (chưa đủ số liệu để xếp hạng)", en="Adding up (not whole, so not ranked)"),
    "section": Text(vi="{name}: {sum}", en="{name}: {sum}"),
    "of": Text(vi=" (tối đa {of})", en=" (of {of})"),
    "lacks": Text(vi="{name}: chưa đủ, còn thiếu {missing}", en="{name}: not whole, {missing} not reported"),
    "none": Text(vi="{name}: không có phần nào được phân công", en="{name}: nothing of it is assigned"),
    "section_scaled": Text(
        vi="{name}: có phần không phân công, {plain} ÷ {of} × {full} {rounded}",
        en="{name}: part of it is not assigned, {plain} ÷ {of} × {full} {rounded}",
    ),
    "section_rounded": Text(vi="{name}: {rounded}", en="{name}: {rounded}"),
    "with": Text(vi="{name}: {points} điểm gồm cả {parts}", en="{name}: {points} points with {parts}"),
    "bonus": Text(vi="thưởng {points}", en="bonuses {points}"),
    "penalty": Text(vi="trừ {points}", en="penalties {points}"),
    "limited": Text(vi=" (của {given}, theo giới hạn)", en=" (of {given}, by the limit)"),
    "change": Text(vi="hội đồng điều chỉnh {points}", en="the committee's change {points}"),
    "base": Text(vi="Cộng các phần, chưa kể thưởng và trừ: {sum}", en="All parts, before bonuses and penalties: {sum}"),
    "scaled": Text(
        vi="Chỉ được phân công {of} trên {full} điểm, nên quy về {full}: {plain} ÷ {of} × {full} {rounded}",
        en="Only {of} of {full} points are assigned, so the sum is scaled to {full}: {plain} ÷ {of} × {full} {rounded}",
    ),
    "rounded": Text(vi="Sau khi {how}: {plain} → {rounded}", en="After it is {how}: {plain} → {rounded}"),
    "bonuses": Text(vi="Điểm thưởng: {sum}", en="Bonuses: {sum}"),
    "penalties": Text(vi="Điểm trừ: {sum}", en="Penalties: {sum}"),
    "limit": Text(vi="; theo giới hạn tính {points}", en="; by the limits {points} count"),
    "ruling": Text(
        vi="Hội đồng điều chỉnh {target} {change} điểm: {reason} ({ref}, ngày {day})",
        en="The committee's change at {target}: {change} points, {reason} ({ref}, {day})",
    ),
    "whole": Text(vi="tổng điểm", en="the total"),
    "total": Text(vi="Tổng: {sum}", en="Total: {sum}"),
    "mode": Text(
        vi="Làm tròn: điểm tiêu chí {closing} chữ số thập phân,{section} tổng {total} chữ số; {mode}",
        en="Rounding: points of criteria to {closing} decimals,{section} the total to {total}; {mode}",
    ),
    "mode_section": Text(vi=" điểm nhóm {places} chữ số,", en=" sections to {places},"),
    "held": Text(
        vi="Tổng giữ trong khoảng {low} … {high}: {total}", en="The total is held within {low} … {high}: {total}"
    ),
}


class TotalTeller:
    """Tells how one unit's total came about."""

    def __init__(self, reasons: Reasons, unit: UnitResult) -> None:
        """Count the unit once more.

        Raises:
            DvkError: The engine found something else.
        """
        self.scheme, self.language, self.result = reasons.scheme, reasons.language, reasons.result
        self.unit, self.quantities = unit, reasons.quantities
        self.counted: Recount = reasons.quantities.recount(unit)
        self.rounding = self.scheme.rounding
        self.places = self.rounding.closing if self.rounding.section is None else self.rounding.section

    def _say(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self.language).format(**values)

    def _points(self, value: Fraction) -> str:
        return show_closed(value, self.rounding.closing, self.language)

    def _plain(self, value: Fraction) -> str:
        return show_number(value, self.language)

    def _sum(self, values: Sequence[Fraction]) -> str:
        shown = " + ".join(self._points(one) for one in values)
        total = self._points(sum(values, Fraction(0)))
        return total if len(values) < 2 else f"{shown} = {total}"

    def tell(self) -> Paragraph:
        """Tell sections, then the total."""
        total = show_points(self.counted.total, self.rounding.total, self.language)
        ranked = self.unit.state == "ranked"
        heading = self._say("heading", total=total) if ranked else self._say("unranked")
        lines = [line for key in self.scheme.sections for line in self._section(key)]
        return Paragraph(heading, (*lines, *self._whole(), *self._total()) if ranked else tuple(lines))

    def _name(self, key: str) -> str:
        section = self.scheme.sections[key]
        title = section.title.in_(self.language)
        return f"{section.no}. {title}" if section.no else title

    def _missing(self, section: str) -> list[str]:
        """Name the criteria of a section that are not reported, unless the scheme counts them as zero."""
        if self.scheme.not_reported == "zero":
            return []
        own = self.unit.criteria
        below = [key for key in criteria_below(self.scheme, section) if key in own]
        lacking = [key for key in below if own[key].state == "not-reported"]
        return [f"“{self.scheme.criteria[key].title.in_(self.language)}”" for key in lacking]

    def _below(self, section: str | None) -> list[Part]:
        parts = [part for key, part in self.counted.criteria.items() if self.scheme.criteria[key].section == section]
        parts += [part for key, part in self.counted.sections.items() if self.scheme.sections[key].parent == section]
        return [part for part in parts if part.of]

    def _section(self, key: str) -> Iterator[str]:
        part, name = self.counted.sections[key], self._name(key)
        if not part.of:
            yield self._say("none", name=name)
            return
        missing = self._missing(key)
        if missing:
            yield self._say("lacks", name=name, missing=", ".join(missing))
            return
        sum_ = self._sum([one.base for one in self._below(key)])
        yield self._say("section", name=name, sum=sum_) + self._say("of", of=self._plain(part.plain_of))
        mode = self.rounding.mode
        if part.plain_of != part.of:
            places = max(self.rounding.closing, self.rounding.total)
            scaled = part.plain * part.of / part.plain_of
            rounded = show_rounding(scaled, places, mode, self.language)
            shown = {"plain": self._points(part.plain), "of": self._plain(part.plain_of), "full": self._plain(part.of)}
            yield self._say("section_scaled", name=name, rounded=rounded, **shown)
        elif part.base != part.plain:
            yield self._say(
                "section_rounded", name=name, rounded=show_rounding(part.plain, self.places, mode, self.language)
            )
        parts = list(self._added(part))
        if parts:
            yield self._say("with", name=name, points=self._points(part.points), parts=", ".join(parts))

    def _added(self, part: Part) -> Iterator[str]:
        for word, given, counted in (
            ("bonus", part.bonus_given, part.bonus),
            ("penalty", part.penalty_given, part.penalty),
        ):
            if given:
                limited = "" if given == counted else self._say("limited", given=self._points(given))
                yield self._say(word, points=self._points(counted)) + limited
        if part.change:
            yield self._say("change", points=self._points(part.change))

    def _whole(self) -> Iterator[str]:
        whole, full, places = self.counted.whole, self.scheme.total, self.rounding.total
        yield self._say("base", sum=self._sum([one.base for one in self._below(None)]))
        if self.scheme.not_assigned == "leaves-total" and whole.of not in (0, full):
            rounded = show_rounding(whole.plain * full / whole.of, places, self.rounding.mode, self.language)
            shown = {"plain": self._points(whole.plain), "of": self._plain(whole.of), "full": self._plain(full)}
            yield self._say("scaled", rounded=rounded, **shown)
        elif whole.base != whole.plain:
            rounded = show_points(whole.base, places, self.language)
            how = rounding_words(places, self.rounding.mode, self.language)
            yield self._say("rounded", plain=self._points(whole.plain), how=how, rounded=rounded)
        for word, given, counted in (
            ("bonuses", whole.bonus_given, whole.bonus),
            ("penalties", whole.penalty_given, whole.penalty),
        ):
            if given:
                limit = "" if given == counted else self._say("limit", points=self._points(counted))
                yield self._say(word, sum=self._points(given)) + limit

    def _total(self) -> Iterator[str]:
        for one in self.result.rulings:
            head, _, key = (one.of or "").partition(".")
            if one.act == "points" and head in ("total", "sections") and self.unit.unit in one.units:
                target = self._say("whole") if head == "total" else self._name(key)
                change = f"{'+' if one.change > 0 else '−'}{self._plain(abs(one.change))}"
                day = show_day(one, self.language)
                yield self._say("ruling", target=target, change=change, reason=one.reason, ref=one.ref, day=day)
        counted, places = self.counted, self.rounding.total
        parts = f"{show_points(counted.whole.base, places, self.language)}"
        for sign, value in (("+", counted.whole.bonus), ("−", counted.whole.penalty)):
            parts += f" {sign} {self._points(value)}" if value else ""
        if counted.changes:
            parts += f" {'+' if counted.changes > 0 else '−'} {self._points(abs(counted.changes))}"
        rounded = show_rounding(counted.sum, places, self.rounding.mode, self.language)
        yield self._say("total", sum=parts if parts == rounded.removeprefix("= ") else f"{parts} {rounded}")
        limits = self.scheme.limits
        if counted.total != counted.sum and (limits.low is not None or limits.high is not None):
            low, high = ("…" if one is None else self._plain(one) for one in (limits.low, limits.high))
            total = show_points(counted.total, places, self.language)
            if counted.total in (limits.low, limits.high):
                yield self._say("held", low=low, high=high, total=total)
        yield self._mode()

    def _mode(self) -> str:
        places, mode = self.rounding, RESTS[self.rounding.mode].in_(self.language)
        section = "" if places.section is None else self._say("mode_section", places=places.section)
        return self._say("mode", closing=places.closing, section=section, total=places.total, mode=mode)
