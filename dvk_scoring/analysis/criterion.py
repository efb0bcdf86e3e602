"""How one criterion, bonus or penalty of one unit came about: figures, working, weight, rounding, change by ruling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import narwhals as nw

from dvk_scoring.analysis.following import applies
from dvk_scoring.analysis.law import disagreement
from dvk_scoring.analysis.paragraph import Paragraph, is_whole, show_closed, show_rounding, show_sum
from dvk_scoring.analysis.reason import Reasons, show_change
from dvk_scoring.analysis.shown import show_figure
from dvk_scoring.formula.exact import Trace
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.show import is_short, show_day, show_number
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.words import tell_trace
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scheme.form.frame import SchemeKeys
from dvk_scoring.scheme.form.texts import beside
from dvk_scoring.scheme.model import Adjustment, Closing, CriterionUse, Decided, Ruling
from dvk_scoring.scoring.result import CriterionResult, UnitResult
from dvk_scoring.scoring.state_words import CRITERION
from dvk_scoring.text import Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    "of": Text(vi="{title}: {points} trên {weight} điểm", en="{title}: {points} of {weight} {weight:point|points}"),
    "points": Text(vi="{title}: {points} điểm", en="{title}: {points} {points:point|points}"),
    "tie_break": Text(
        vi="{title}: {points} (chỉ dùng làm tiêu chí phụ)", en="{title}: {points} (for tie-breaks, no points)"
    ),
    "not-assigned": Text(vi="{title}: không phân công (KP)", en="{title}: not assigned"),
    "not-reported": Text(vi="{title}: chưa báo cáo", en="{title}: not reported"),
    "source": Text(vi="Căn cứ: {source}", en="After: {source}"),
    "figures": Text(vi="Số liệu:", en="Figures:"),
    "figure": Text(vi="  {label}: {value}", en="  {label}: {value}"),
    "committee": Text(vi=" (hội đồng)", en=" (the committee's)"),
    "claimed": Text(vi=" ({voice}: {value}{reason})", en=" ({voice}: {value}{reason})"),
    "unappraised": Text(vi=" (mới có số {voice}, chưa ai thẩm định)", en=" ({voice} only, appraised by nobody)"),
    "blank": CRITERION["not-reported"],
    "blank_is": Text(vi="chưa báo cáo, tính là {value}", en="not reported, counts as {value}"),
    "kp": CRITERION["not-assigned"],
    "working": Text(vi="Cách tính:", en="Working:"),
    "score": Text(vi="Điểm: {score} × {times} {rounded}", en="Points: {score} × {times} {rounded}"),
    "given": Text(vi="Điểm {rounded}", en="Points {rounded}"),
    "change": Text(
        vi="Hội đồng: {change} điểm, {reason} ({ref}, ngày {day})",
        en="The committee: {change} {change:point|points}, {reason} ({ref}, {day})",
    ),
    "void": Text(
        vi="{change}; không có tác dụng, vì tiêu chí không có điểm",
        en="{change}; without effect, as there are no points",
    ),
    "after": Text(vi="Sau khi điều chỉnh: {sum}", en="After that: {sum}"),
    "after_held": Text(
        vi="Sau khi điều chỉnh: {sum}, giữ trong khoảng {low} … {high}: {points}",
        en="After that: {sum}, held within {low} … {high}: {points}",
    ),
    "all_kp": Text(vi="Mọi số liệu ghi KP.", en="All figures are marked as not assigned."),
    "ruled": Text(
        vi="Hội đồng không phân công tiêu chí này: {reason} ({ref}, ngày {day})",
        en="Not assigned by ruling: {reason} ({ref}, {day})",
    ),
    "lost": Text(
        vi="Không có phần nào khác nhận số điểm này nên số điểm này mất.",
        en="No other part takes its points up: they are lost.",
    ),
    "blank_zero": Text(
        vi="Theo bảng điểm, chưa báo cáo tính 0 điểm.", en="The scheme counts what is not reported as zero."
    ),
    "blank_bonuses": Text(
        vi="Theo bảng điểm, chưa báo cáo thì không có điểm thưởng.",
        en="The scheme gives nothing for what is not reported.",
    ),
    "blank_penalties": Text(vi="Tạm tính 0 điểm trừ.", en="It costs nothing for now."),
    "blank_penalties_class": Text(
        vi="Tạm tính 0 điểm trừ; xếp loại chờ đến khi báo cáo.",
        en="It costs nothing for now; the class waits until it is reported.",
    ),
    "blank_penalties_titles": Text(
        vi="Tạm tính 0 điểm trừ; danh hiệu chờ đến khi báo cáo.",
        en="It costs nothing for now; the titles wait until it is reported.",
    ),
    "blank_penalties_class_titles": Text(
        vi="Tạm tính 0 điểm trừ; xếp loại và danh hiệu chờ đến khi báo cáo.",
        en="It costs nothing for now; the class and the titles wait until it is reported.",
    ),
    "tie_break_absent": Text(
        vi="Ở tiêu chí phụ, {entrant} được coi là không có nội dung này.",
        en="In tie-breaks the {entrant} counts as without it.",
    ),
    "elsewhere": Text(vi="Không dành cho {entrant} loại này.", en="It is not for {entrants} of this kind."),
    "blank_out": Text(
        vi="{Entrant} chưa được xếp hạng cho đến khi báo cáo.", en="The {entrant} is not ranked until it reports."
    ),
    "unappraised_out": Text(
        vi="{Entrant} chưa được xếp hạng cho đến khi được thẩm định.",
        en="The {entrant} is not ranked until it is appraised.",
    ),
    "voice": Text(vi="Theo {voice}: {points} điểm", en="In the voice “{voice}”: {points} {points:point|points}"),
    "factor": Text(vi="{score} × {times} {rounded}", en="{score} × {times} {rounded}"),
    "capped": Text(
        vi="Tối đa {cap} điểm, nên tính {points}.", en="At most {cap} {cap:point|points}, so {points} count."
    ),
    "to": Text(vi=", tính vào {name}", en=", counted in {name}"),
    "to_nothing": Text(vi=" (không phân công nên không tính)", en=" (not assigned, so it does not count)"),
    "nothing": Text(vi="Không có số liệu, tính 0.", en="There are no figures: 0."),
}

_NUMBERED: Final = re.compile(r"^ *\d+\. ")
"""What a step begins with where there are several."""
_STEP: Final = re.compile(r"\(\d+\)")
"""How a step calls one before it."""


class CriterionTeller:
    """Tells criteria, bonuses and penalties of one result; every number is held against the engine's."""

    def __init__(self, reasons: Reasons) -> None:
        """Keep what names and counts."""
        self.result, self.scheme, self.language = reasons.result, reasons.scheme, reasons.language
        self._say = Sayer(_SAID, self.language, **entrant_words(self.scheme.entrant, self.language))
        self.quantities, self.counted, self.follower = reasons.quantities, reasons.counted, reasons.counted.follower
        self._said: tuple[str, list[dict[str, Any]], list[dict[str, Any]]] = ("", [], [])

    def _points(self, value: Fraction, closing: Closing | None) -> str:
        if is_short(value):
            return show_closed(value, None if closing is None else closing.places, self.language)
        return f"≈ {show_number(value, self.language)}"

    def criterion(self, unit: UnitResult, key: str) -> Paragraph:
        """Tell one criterion.

        Raises:
            DvkError: The working does not lead to what the engine found.
        """
        use, scored = self.scheme.criteria[key], unit.criteria[key]
        decided = use.by_kind[self.scheme.clusters[unit.cluster].kind]
        title = f"{use.no}. {use.title.in_(self.language)}" if use.no else use.title.in_(self.language)
        lines = self._source(use)
        if scored.state == "ok":
            lines += self._worked(unit, use, decided)
            value = self._number(unit, use, "before" if use.tie_break else "base")
            shown = {"title": title, "points": self._points(value, use.closing)}
            weight = show_number(self._number(unit, use, "weight"), self.language)
            heading = self._say("tie_break", **shown) if use.tie_break else self._say("of", weight=weight, **shown)
        else:
            lines += self._missing(unit, use, scored, decided)
            heading = self._say(scored.state, title=title)
        return Paragraph(heading, tuple(lines))

    def _source(self, use: CriterionUse) -> list[str]:
        """Name the rule that the scheme says it follows, if it says one, ahead of all other lines."""
        return [] if use.source is None else [self._say("source", source=use.source.in_(self.language))]

    def in_short(self, unit: UnitResult, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the figures of one criterion, and how points came of its score: all but the steps between.

        Raises:
            DvkError: The working does not lead to what the engine found.
        """
        told = self.criterion(unit, key).lines[len(self._source(self.scheme.criteria[key])) :]
        figures, _, closing = self._sorted(told)
        return figures, closing

    def added_in_short(self, unit: UnitResult, role: str, use: Adjustment) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the same of a bonus or penalty, with its few steps: often nothing else comes between them and points."""
        figures, steps, closing = self._sorted(self.adjustment(unit, role, use).lines)
        if self.counted.holds(unit.unit, f"{role}.{use.id}.blank"):
            return figures, closing
        stands_alone = bool(steps) and not _STEP.search(steps[-1])
        return figures, (*((_NUMBERED.sub("", steps[-1]),) if stands_alone else steps), *closing)

    def _sorted(self, lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Sort the lines of a paragraph: figures, working, all else."""
        headings = [self._say("figures"), self._say("working")]
        kinds: tuple[list[str], ...] = ([], [], [])
        under = 2
        for line in lines:
            if line in headings:
                under = headings.index(line)
            else:
                kinds[under if line.startswith(" ") else 2].append(line)
        return tuple(map(tuple, kinds))

    def _number(self, unit: UnitResult, use: CriterionUse, word: str) -> Fraction:
        return self.counted.number(unit.unit, f"criteria.{use.id}.{word}")

    def _worked(self, unit: UnitResult, use: CriterionUse, decided: Decided) -> Iterator[str]:
        working = self.follower.follow(use, unit)
        score = self._score(unit, use.id, unit.criteria[use.id].score, working)
        yield from self._figures(unit, use.id, decided.built.figures)
        yield from self._working(working, decided)
        before, weight = self._number(unit, use, "before"), self._number(unit, use, "weight")
        if decided.built.criterion.gives == "points" or use.tie_break:
            yield self._say("given", rounded=show_rounding(score, use.closing, self.language))
        else:
            yield self._product("score", score, weight, use.closing)
        yield from self._voices(unit, use, before)
        yield from self._changed(unit, use, before)

    def _product(self, key: str, score: Fraction, times: Fraction, closing: Closing | None) -> str:
        """Write what a score gives: as a decimal, but as a fraction where it comes to a number with an end."""
        as_fraction = is_short(score * times) and is_whole(score) and is_whole(times)
        score_, times_ = (
            show_closed(number, None, self.language) if as_fraction else show_number(number, self.language)
            for number in (score, times)
        )
        whole = as_fraction or (is_short(score) and is_short(times))
        rounded = show_rounding(score * times, closing, self.language, of_whole=whole)
        return self._say(key, score=score_, times=times_, rounded=rounded)

    def _voices(self, unit: UnitResult, use: CriterionUse, before: Fraction) -> Iterator[str]:
        """Tell the points of voices that said otherwise; what the committee changes is no voice's."""
        for voice, points in unit.criteria[use.id].points_by_voice.items():
            if points is not None and Fraction(points) != before:
                shown = self._points(Fraction(points), use.closing)
                yield self._say("voice", voice=self._voice(voice), points=shown)

    def _changed(self, unit: UnitResult, use: CriterionUse, before: Fraction) -> Iterator[str]:
        """Tell what the committee changed, and what that comes to."""
        acts = self._acts(unit, "points", use.id)
        if not acts:
            return
        places = None if use.closing is None else use.closing.places
        yield from (self._change(act, places) for act in acts)
        base, parts = self._number(unit, use, "base"), [before, *(act.change for act in acts)]
        changed = sum(parts, Fraction(0))
        sum_ = show_sum(parts, changed, places, self.language)
        if base == changed:
            yield self._say("after", sum=sum_)
        else:
            ends = (self._number(unit, use, "least"), self._number(unit, use, "most"))
            low, high = (show_closed(end, places if end else None, self.language) for end in ends)
            yield self._say("after_held", sum=sum_, low=low, high=high, points=self._points(base, use.closing))

    def _working(self, working: Trace, decided: Decided) -> Iterator[str]:
        params = {spec.name: spec for spec in decided.built.params}
        told = tell_trace(working, decided.built.figures, self.language, params, self.result.names)
        if told:
            yield self._say("working")
            yield from (f"  {line}" for line in told)

    def _missing(self, unit: UnitResult, use: CriterionUse, scored: CriterionResult, decided: Decided) -> Iterator[str]:
        acts = self._acts(unit, "not-assigned", use.id)
        for act in acts:
            yield self._say("ruled", reason=act.reason, ref=act.ref, day=show_day(act.day, self.language))
        if not acts:
            working = self.follower.follow(use, unit)
            self._same_state(unit, use.id, scored, working)
            columns = [(spec.column(use.id), spec) for spec in decided.built.figures]
            if all(self._is_kp(unit.unit, column) for column, _ in columns):
                yield self._say("all_kp")
            else:
                yield from self._figures(unit, use.id, decided.built.figures)
                yield from self._working(working, decided)
        for act in self._acts(unit, "points", use.id):
            yield self._say("void", change=self._change(act, None if use.closing is None else use.closing.places))
        if use.tie_break:
            yield self._say("tie_break_absent")
        elif scored.state == "not-reported":
            zero = self.scheme.not_reported == "zero"
            yield self._say("blank_zero" if zero else self._waits_for(unit, use.id, decided))
        else:
            lost = self.scheme.not_assigned == "leaves-section" and not self._taken_up(unit, use)
            usual = beside(SchemeKeys.not_assigned, self.scheme.not_assigned).in_(self.language)
            yield self._say("lost") if lost else usual

    def _taken_up(self, unit: UnitResult, use: CriterionUse) -> bool:
        """Tell whether something else is assigned in a section around a criterion, which then takes up its points."""
        key = use.section
        while key is not None:
            if self.counted.number(unit.unit, f"sections.{key}.of_sum"):
                return True
            key = self.scheme.sections[key].parent
        return False

    def adjustment(self, unit: UnitResult, role: str, use: Adjustment) -> Paragraph:
        """Tell one bonus or penalty; ``role``: bonuses or penalties.

        Raises:
            DvkError: The working does not lead to what the engine found.
        """
        part, title = f"{role}.{use.id}", use.title.in_(self.language)
        title = f"{use.no}) {title}" if use.no else title
        points = self.counted.number(unit.unit, f"{part}.points")
        heading = self._say("points", title=title, points=self._points(points, use.closing)) + self._to(unit, role, use)
        if not applies(self.scheme, use, unit.cluster):
            return Paragraph(heading, (self._say("elsewhere"),))
        working, lines = self.follower.follow(use, unit), list[str]()
        if self.counted.holds(unit.unit, f"{part}.blank"):
            heading = self._say("not-reported", title=title)
            lines = [*self._figures(unit, use.id, use.decided.built.figures), *self._working(working, use.decided)]
            return Paragraph(heading, (*lines, self._say(self._blank(unit, role, use))))
        if not isinstance(working.value, Fraction):
            return Paragraph(heading, (self._say("nothing"),))
        lines = [*self._figures(unit, use.id, use.decided.built.figures), *self._working(working, use.decided)]
        return Paragraph(heading, (*lines, *self._weighed(working.value, use, points)))

    def _waits_for(self, unit: UnitResult, prefix: str, decided: Decided) -> str:
        """Find what is said where a unit is not ranked for what is missing of one part: a report or an appraisal."""
        columns = [(spec.column(prefix), spec) for spec in decided.built.figures]
        blank = {
            column
            for column, spec in columns
            if spec.blank is None
            and self.quantities.figure(unit.unit, column) is None
            and not self._is_kp(unit.unit, column)
        }
        claimed = {row["figure"] for row in self._spoken(unit.unit)[1]}
        return "unappraised_out" if blank & claimed and blank <= claimed else "blank_out"

    def _blank(self, unit: UnitResult, role: str, use: Adjustment) -> str:
        """Find what is said where a bonus or penalty is not reported; what a penalty may cost makes awards wait."""
        if self.scheme.not_reported != "zero":
            return self._waits_for(unit, use.id, use.decided)
        awards = (("_class", self.scheme.classes), ("_titles", self.scheme.titles)) if role == "penalties" else ()
        return f"blank_{role}{''.join(suffix for suffix, there in awards if there)}"

    def _weighed(self, score: Fraction, use: Adjustment, points: Fraction) -> Iterator[str]:
        """Tell the points of a bonus or penalty: its score by its factor, rounded, up to the cap."""
        if use.factor != 1:
            yield self._product("factor", score, use.factor, use.closing)
        elif use.closing is not None and round_fraction(score, use.closing.places, use.closing.mode) != score:
            yield self._say("given", rounded=show_rounding(score, use.closing, self.language))
        if use.cap == points and score * use.factor > points:
            yield self._say("capped", cap=show_number(points, self.language), points=self._points(points, use.closing))

    def _to(self, unit: UnitResult, role: str, use: Adjustment) -> str:
        """Say where a bonus or penalty is counted, when that is not the total, and where it is not."""
        if use.to == "total":
            return ""
        told = self._say("to", name=self.quantities.name(use.to))
        return told if self.counts(unit, role, use) else told + self._say("to_nothing")

    def counts(self, unit: UnitResult, role: str, use: Adjustment) -> bool:
        """Tell whether the points of a bonus or penalty count: a bonus to a criterion only where that one does."""
        goes = role == "bonuses" and use.to.startswith("criteria.")
        return not goes or bool(self.counted.number(unit.unit, f"{use.to}.of"))

    # figures

    def _figures(self, unit: UnitResult, prefix: str, specs: Sequence[FigureSpec]) -> Iterator[str]:
        yield self._say("figures")
        for spec in specs:
            column = spec.column(prefix)
            value = self._shown(spec, self.quantities.figure(unit.unit, column), unit.unit, column)
            notes = self._say("committee") if spec.by == "committee" else ""
            notes += self._history(unit, column, spec)
            yield self._say("figure", label=spec.label.in_(self.language), value=value) + notes

    def _shown(self, spec: FigureSpec, value: Fraction | None, unit: str, column: str) -> str:
        if value is None and spec.blank is not None and not self._is_kp(unit, column):
            return self._say("blank_is", value=show_figure(spec, spec.blank, self.language))
        if value is None:
            return self._say("kp" if self._is_kp(unit, column) else "blank")
        return show_figure(spec, value, self.language)

    def _history(self, unit: UnitResult, column: str, spec: FigureSpec) -> str:
        """Say what earlier voices said, where it is not what stands."""
        told = ""
        gaps, unappraised = self._spoken(unit.unit)
        for row in (gap for gap in gaps if gap["figure"] == column):
            before = row["from_value"]
            value = self._say("kp")
            if before is not None:
                value = show_figure(spec, Fraction(before, 10**spec.places), self.language)
            reason = f"; {row['reason']}" if row["reason"] else ""
            told += self._say("claimed", voice=self._voice(row["from_voice"]), value=value, reason=reason)
        for row in (cell for cell in unappraised if cell["figure"] == column):
            told += self._say("unappraised", voice=self._voice(row["voice"]))
        return told

    def _spoken(self, unit: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give the gaps and the unappraised figures of a unit, looked up once a unit."""
        if self._said[0] != unit:
            figures, is_unit = self.result.figures, nw.col("unit") == unit
            self._said = (
                unit,
                figures.gaps.filter(is_unit).rows(named=True),
                self.result.waiting.filter(is_unit).rows(named=True),
            )
        return self._said[1:]

    def _voice(self, voice: str) -> str:
        title = self.scheme.voice_titles.get(voice)
        return voice if title is None else title.in_(self.language).lower()

    def _is_kp(self, unit: str, column: str) -> bool:
        return self.quantities.is_kp(unit, column)

    # rulings and checks

    def _acts(self, unit: UnitResult, act: str, criterion: str) -> list[Ruling]:
        target = f"criteria.{criterion}"
        return [
            ruling
            for ruling in self.result.rulings
            if (ruling.act, ruling.of) == (act, target) and unit.unit in ruling.units
        ]

    def _change(self, act: Ruling, places: int | None) -> str:
        change = show_change(act, places, self.language)
        return self._say("change", change=change, reason=act.reason, ref=act.ref, day=show_day(act.day, self.language))

    def _score(self, unit: UnitResult, criterion: str, engines: Fraction | None, working: Trace) -> Fraction:
        if isinstance(working.value, Fraction) and engines in (None, working.value):
            return working.value
        raise DvkError([disagreement(self.result, unit.unit, f"score of {criterion}", engines, working.value)])

    def _same_state(self, unit: UnitResult, criterion: str, scored: CriterionResult, working: Trace) -> None:
        states = {"ok": State.OK, "not-reported": State.NOT_REPORTED, "not-assigned": State.NOT_ASSIGNED}
        if working.state is not states[scored.state]:
            state = working.state.name.lower().replace("_", "-")
            raise DvkError([disagreement(self.result, unit.unit, f"state of {criterion}", scored.state, state)])
