"""How the points of criteria become sections and a total, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from dvk_scoring.analysis.paragraph import (
    Paragraph,
    is_whole,
    rounding_words,
    show_closed,
    show_rounding,
    show_sum,
    show_unrounded,
)
from dvk_scoring.analysis.reason import Reasons, show_change
from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.show import show_day, show_decimals, show_number, show_points
from dvk_scoring.law.totals import Tree
from dvk_scoring.scheme.form.frame import OwnRoundingKeys
from dvk_scoring.scheme.form.texts import rule
from dvk_scoring.scheme.model import Closing, Limits, Ruling, Section
from dvk_scoring.scheme.print_order import printed_parts
from dvk_scoring.scoring.result import UnitResult
from dvk_scoring.text import Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "heading": Text(vi="Cộng điểm: {total}", en="Adding up: {total}"),
    "unranked": Text(vi="Cộng điểm (chưa đủ số liệu để xếp hạng)", en="Adding up (not whole, so not ranked)"),
    "criterion": Text(vi="“{title}”", en="“{title}”"),
    "section": Text(vi="{name}: {sum}", en="{name}: {sum}"),
    "of": Text(vi=" (tối đa {of})", en=" (of {of})"),
    "lacks": Text(vi="{name}: chưa đủ, còn thiếu {missing}", en="{name}: not whole, {missing} not reported"),
    "none": Text(vi="{name}: không có phần nào được phân công", en="{name}: nothing of it is assigned"),
    "scaled": Text(
        vi="{name}: có phần không phân công, {sum} ÷ {under} × {full} {result}",
        en="{name}: part of it is not assigned, {sum} ÷ {under} × {full} {result}",
    ),
    "bonuses": Text(vi="Điểm thưởng: {sum}", en="Bonuses: {sum}"),
    "penalties": Text(vi="Điểm trừ: {sum}", en="Penalties: {sum}"),
    "limit": Text(vi="; theo giới hạn{limits} tính {points}", en="; by the limits{limits} {points} count"),
    "most": Text(vi=" (không quá {most})", en=" (at most {most})"),
    "within": Text(vi=" (giữ {name} trong khoảng {low} … {high})", en=" (to hold {name} within {low} … {high})"),
    "with": Text(vi="{name}, gồm cả {parts}: {sum}", en="{name} with {parts}: {sum}"),
    "bonus": Text(vi="thưởng", en="bonuses"),
    "penalty": Text(vi="trừ", en="penalties"),
    "change": Text(vi="điều chỉnh của hội đồng", en="the committee's change"),
    "base": Text(vi="Cộng các phần, chưa kể thưởng và trừ: {sum}", en="All parts, before bonuses and penalties: {sum}"),
    "total_scaled": Text(
        vi="Chỉ được phân công {of} trên {full} điểm, nên quy về {full}: {sum} ÷ {under} × {full} {result}",
        en="Only {of} of {full} points are assigned, so the sum is scaled to {full}: {sum} ÷ {under} × {full} {result}",
    ),
    "rounded": Text(vi="Sau khi {how}: {before} → {after}", en="After it is {how}: {before} → {after}"),
    "ruling": Text(
        vi="Hội đồng điều chỉnh {target}: {change} điểm, {reason} ({ref}, ngày {day})",
        en="The committee, on {target}: {change} {change:point|points}, {reason} ({ref}, {day})",
    ),
    "whole": Text(vi="tổng điểm", en="the total"),
    "total": Text(vi="Tổng: {sum}", en="Total: {sum}"),
    "held": Text(
        vi="Tổng giữ trong khoảng {low} … {high}: {total}", en="The total is held within {low} … {high}: {total}"
    ),
    "shown": Text(
        vi="Bảng in tổng với {places} chữ số thập phân: {total}; xếp hạng theo {all} chữ số",
        en="Tables print the total with {decimals}: {total}; ranks go by {all}",
    ),
    "mode": Text(vi="Làm tròn: {levels}", en="Rounding: {levels}"),
    "level": Text(vi="{what} {places} chữ số thập phân", en="{what} to {decimals}"),
    "level_none": Text(vi="{what} không làm tròn", en="{what} not at all"),
    "criteria": Text(vi="điểm tiêu chí", en="points of criteria"),
    "most_criteria": Text(
        vi="điểm tiêu chí (trừ tiêu chí có cách làm tròn riêng)",
        en="points of criteria (but for those with a rounding of their own)",
    ),
    "sections": Text(vi="điểm nhóm", en="sections"),
    "totals": Text(vi="tổng", en="the total"),
}


class TotalTeller:
    """Tells how one unit's total came about."""

    def __init__(self, reasons: Reasons, unit: UnitResult) -> None:
        """Keep what names and counts."""
        self.scheme, self.language, self.result = reasons.scheme, reasons.language, reasons.result
        self._say = Sayer(_SAID, self.language)
        self.unit, self.counted = unit, reasons.counted
        self.rounding, self.tree = self.scheme.rounding, Tree.of(self.scheme)
        self.parts = printed_parts(self.scheme)
        self.section_places = self.rounding.criterion if self.rounding.section is None else self.rounding.section

    def _number(self, name: str) -> Fraction:
        return self.counted.number(self.unit.unit, name)

    def _plain(self, value: Fraction) -> str:
        return show_number(value, self.language)

    def _about(self, value: Fraction, places: int | None = None) -> str:
        return ("" if is_whole(value) else "≈ ") + show_closed(value, places, self.language)

    def tell(self) -> Paragraph:
        """Tell sections, then the total.

        Raises:
            DvkError: The engine found something else.
        """
        total = show_points(self._number("total"), self.rounding.total, self.language)
        lines = [line for key in self.scheme.sections for line in self._section(key)]
        if self.counted.holds(self.unit.unit, "missing") or not self._number("total.of_sum"):
            return Paragraph(self._say("unranked"), tuple(lines))
        lines += [line for key in self.tree.criteria.get(None, ()) for line in self._criterion(key)]
        return Paragraph(self._say("heading", total=total), (*lines, *self._whole(), *self._total()))

    # what lies in a section, or at the top

    def _below(self, section: str | None) -> list[str]:
        """Give the parts of a section, or of the whole."""
        there = {f"criteria.{key}" for key in self.tree.criteria.get(section, ())}
        there |= {f"sections.{key}" for key in self.tree.sections.get(section, ())}
        printed = (
            f"{'sections' if isinstance(part, Section) else 'criteria'}.{part.id}" for part in self.parts[section]
        )
        return [part for part in printed if part in there]

    def _sum(self, section: str | None, value: Fraction) -> str:
        parts = [part for part in self._below(section) if self._number(f"{part}.of")]
        return show_sum([self._number(f"{part}.base") for part in parts], value, self.rounding.criterion, self.language)

    def _name(self, key: str) -> str:
        section = self.scheme.sections[key]
        title = section.title.in_(self.language)
        return f"{section.no}. {title}" if section.no else title

    def _missing(self, section: str) -> list[str]:
        """Name the criteria of a section that are not reported, unless the scheme counts them as zero."""
        if self.scheme.not_reported == "zero":
            return []
        criteria = self.unit.criteria
        below = [key for key in criteria_below(self.scheme, section) if key in criteria]
        lacking = [key for key in below if criteria[key].state == "not-reported"]
        return [f"“{self.scheme.criteria[key].title.in_(self.language)}”" for key in lacking]

    # bonuses and penalties

    def _added(self, part: str, word: str) -> list[Fraction]:
        """Give the bonuses or penalties that come together at a part: of what is below it, and its own."""
        role, declared = ("bonuses", self.scheme.bonuses) if word == "bonus" else ("penalties", self.scheme.penalties)
        below: list[str] = []
        if part.startswith("criteria."):
            if word == "bonus" and not self._number(f"{part}.of"):
                return []  # a criterion that is left out has no bonus; what is taken away is taken all the same
        else:
            below = self._below(None if part == "total" else part.removeprefix("sections."))
        given = [self._number(f"{inner}.{word}") for inner in below]
        given += [self._number(f"{role}.{key}.points") for key, adjustment in declared.items() if adjustment.to == part]
        return [number for number in given if number]

    def _adding(self, part: str, name: str, limits: Limits) -> Iterator[str]:
        """Tell the bonuses and penalties of a part, and what counts of them."""
        for word, key, most in (("bonus", "bonuses", limits.bonus), ("penalty", "penalties", limits.penalty)):
            added, counted, given = self._added(part, word), self._number(f"{part}.{word}"), f"{part}.{word}_given"
            if len(added) > (part != "total") or (added and counted != added[0]):
                all_ = self._number(given) if given in self.counted.sheet else sum(added, Fraction(0))
                told = self._say(key, sum=show_sum(added, all_, self.rounding.criterion, self.language))
                yield told + self._limit(all_, counted, most, name, limits)

    def _limit(self, given: Fraction, counted: Fraction, most: Fraction | None, name: str, limits: Limits) -> str:
        if given == counted:
            return ""
        told = self._say("most", most=self._plain(most)) if most is not None and given > most else ""
        if counted < given and (most is None or counted < most):
            low, high = ("…" if end is None else self._plain(end) for end in (limits.low, limits.high))
            told += self._say("within", name=name, low=low, high=high)
        points = self._about(counted, self.rounding.criterion)
        return self._say("limit", limits=told, points=points)

    def _criterion(self, key: str) -> Iterator[str]:
        """Tell the bonuses and penalties that count in a criterion."""
        name = self._say("criterion", title=self.scheme.criteria[key].title.in_(self.language))
        for line in self._adding(f"criteria.{key}", name, self.scheme.criteria[key].limits):
            yield f"{name}: {line[:1].lower()}{line[1:]}"

    def _section(self, key: str) -> Iterator[str]:
        part, name, limits = f"sections.{key}", self._name(key), self.scheme.sections[key].limits
        missing = self._missing(key)
        if missing and self._number(f"{part}.of"):
            yield self._say("lacks", name=name, missing=", ".join(missing))
            return
        yield from (line for criterion in self.tree.criteria.get(key, ()) for line in self._criterion(criterion))
        yield from self._section_base(key, part, name)
        yield from (f"  {line}" for line in self._adding(part, name, limits))
        changes = self._changes([f"sections.{section}" for section in self.tree.within(key)])
        bonus, penalty = self._number(f"{part}.bonus"), self._number(f"{part}.penalty")
        words = [("bonus", bonus), ("penalty", -penalty), *(("change", change.change) for change in changes)]
        there = [(word, value) for word, value in words if value]
        if there:
            base, points = self._number(f"{part}.base"), self._number(f"{part}.points")
            sum_ = show_sum([base, *(value for _, value in there)], points, self.section_places, self.language)
            parts = ", ".join(dict.fromkeys(self._say(word) for word, _ in there))
            yield self._say("with", name=name, parts=parts, sum=sum_)

    def _section_base(self, key: str, part: str, name: str) -> Iterator[str]:
        of, of_sum, sum_ = (self._number(f"{part}.{word}") for word in ("of", "of_sum", "sum"))
        if not of:
            yield self._say("none", name=name)
            return
        told = self._say("section", name=name, sum=self._sum(key, sum_))
        yield told + self._say("of", of=self._about(of_sum))
        closing = self.rounding.of_section
        if of != of_sum:
            yield self._scaled("scaled", part, of, closing, name=name)
        elif self._number(f"{part}.base") != sum_:
            yield from self._rounded(part, closing, name)

    def _scaled(self, key: str, part: str, full: Fraction, closing: Closing | None, **names: str) -> str:
        """Tell how the points of what is assigned are scaled to what could be had in full."""
        shown = {"sum": self._number(f"{part}.sum"), "of": self._number(f"{part}.of_sum"), "full": full}
        whole = all(map(is_whole, shown.values()))
        result = show_rounding(self._number(f"{part}.scaled"), closing, self.language, of_whole=whole)
        told = {name: show_closed(number, None, self.language) for name, number in shown.items()}
        told["sum"] = show_closed(shown["sum"], self.rounding.criterion, self.language)
        told["under"] = f"({told['of']})" if "/" in told["of"] else told["of"]
        return self._say(key, result=result, **told, **names)

    def _rounded(self, part: str, closing: Closing | None, name: str = "") -> Iterator[str]:
        if closing is not None:
            how = rounding_words(closing.places, closing.mode, self.language)
            after = show_closed(self._number(f"{part}.base"), closing.places, self.language)
            before = show_unrounded(self._number(f"{part}.sum"), closing, self.language).removeprefix("= ")
            told = self._say("rounded", how=how, before=before, after=after)
            yield f"{name}: {told[:1].lower()}{told[1:]}" if name else told

    # the whole

    def _whole(self) -> Iterator[str]:
        sum_, of, base = (self._number(f"total.{word}") for word in ("sum", "of_sum", "base"))
        full, closing = self.scheme.total, self.rounding.of_total
        yield self._say("base", sum=self._sum(None, sum_))
        if self.scheme.not_assigned == "leaves-total" and of not in (0, full):
            yield self._scaled("total_scaled", "total", full, closing)
        elif base != sum_:
            yield from self._rounded("total", closing)
        yield from self._adding("total", self._say("whole"), self.scheme.limits)

    def _changes(self, targets: Sequence[str]) -> list[Ruling]:
        return [
            ruling
            for ruling in self.result.rulings
            if ruling.act == "points" and ruling.of in targets and self.unit.unit in ruling.units
        ]

    def _total(self) -> Iterator[str]:
        changes = self._changes(["total", *(f"sections.{key}" for key in self.scheme.sections)])
        for ruling in changes:
            target = (
                self._say("whole") if ruling.of == "total" else self._name((ruling.of or "").removeprefix("sections."))
            )
            change = show_change(ruling, self.rounding.total, self.language)
            day = show_day(ruling.day, self.language)
            yield self._say("ruling", target=target, change=change, reason=ruling.reason, ref=ruling.ref, day=day)
        base, bonus, penalty, total = (self._number(f"total{word}") for word in (".base", ".bonus", ".penalty", ""))
        parts = [base, *(number for number in (bonus, -penalty, *(ruling.change for ruling in changes)) if number)]
        reached = self._number("total.with") if len(parts) > 1 else base
        closing = self.rounding.of_total
        yield self._say("total", sum=show_sum(parts, reached, closing.places, self.language, closing))
        yield from self._limits_told(round_fraction(reached, closing.places, closing.mode), total)
        if self.rounding.shown is not None and self.rounding.shown < closing.places:
            printed = show_points(total, self.rounding.shown, self.language)
            places, decimals = self.rounding.shown, show_decimals(self.rounding.shown)
            yield self._say("shown", places=places, decimals=decimals, all=closing.places, total=printed)
        yield self._mode()

    def _limits_told(self, rounded: Fraction, total: Fraction) -> Iterator[str]:
        limits = self.scheme.limits
        if rounded != total:
            low, high = ("…" if end is None else self._plain(end) for end in (limits.low, limits.high))
            yield self._say("held", low=low, high=high, total=show_points(total, self.rounding.total, self.language))

    def _mode(self) -> str:
        """Say how each level is rounded; the mode once, where it is the same for all."""
        rounding = self.rounding
        alike = all(use.closing == rounding.usual for use in self.scheme.scored.values())
        levels: dict[str, Closing | None] = {"criteria" if alike else "most_criteria": rounding.usual}
        if rounding.of_section is not None:
            levels["sections"] = rounding.of_section
        levels["totals"] = rounding.of_total
        used = {level.mode for level in levels.values() if level is not None}
        rests = {mode: rule(OwnRoundingKeys.mode, mode).in_(self.language) for mode in used}
        told = []
        for what, closing in levels.items():
            name = self._say(what)
            if closing is None:
                told.append(self._say("level_none", what=name))
                continue
            text = self._say("level", what=name, places=closing.places, decimals=show_decimals(closing.places))
            told.append(f"{text} ({rests[closing.mode]})" if len(rests) > 1 else text)
        rest = f"; {next(iter(rests.values()))}" if len(rests) == 1 else ""
        return self._say("mode", levels=", ".join(told) + rest)
