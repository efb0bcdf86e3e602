"""How one criterion, bonus or penalty of one unit came about: figures, working, weight, rounding, change by ruling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import narwhals as nw

from dvk_scoring.analysis.paragraph import Paragraph, show_closed, show_rounding
from dvk_scoring.analysis.reason import Reasons, show_day
from dvk_scoring.analysis.recount import disagreement
from dvk_scoring.analysis.shown import show_figure
from dvk_scoring.formula.exact import Trace
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.show import show_number
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.words import tell_trace
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Decided, Ruling
from dvk_scoring.scoring.result import CriterionResult, UnitResult
from dvk_scoring.text import Text

_SAID: Final[Mapping[str, Text]] = {
    "of": Text(vi="{title}: {points} trên {weight} điểm", en="{title}: {points} of {weight} points"),
    "points": Text(vi="{title}: {points} điểm", en="{title}: {points} points"),
    "not-assigned": Text(vi="{title}: không phân công (KP)", en="{title}: not assigned"),
    "not-reported": Text(vi="{title}: chưa báo cáo", en="{title}: not reported"),
    "source": Text(vi="Căn cứ: {source}", en="After: {source}"),
    "figures": Text(vi="Số liệu:", en="Figures:"),
    "figure": Text(vi="  {label}: {value}", en="  {label}: {value}"),
    "committee": Text(vi=" (hội đồng)", en=" (the committee's)"),
    "claimed": Text(vi=" ({voice}: {value}{reason})", en=" ({voice}: {value}{reason})"),
    "unappraised": Text(vi=" (mới có số {voice}, chưa ai thẩm định)", en=" ({voice} only, appraised by nobody)"),
    "blank": Text(vi="chưa báo cáo", en="not reported"),
    "kp": Text(vi="không phân công (KP)", en="not assigned"),
    "working": Text(vi="Cách tính:", en="Working:"),
    "score": Text(vi="Điểm: {score} × {weight} {rounded}", en="Points: {score} × {weight} {rounded}"),
    "given": Text(vi="Điểm {rounded}", en="Points {rounded}"),
    "change": Text(
        vi="Hội đồng {change} điểm: {reason} ({ref}, ngày {day})",
        en="The committee {change} points: {reason} ({ref}, {day})",
    ),
    "after": Text(
        vi="Sau khi điều chỉnh (trong khoảng 0 … {weight}): {points}", en="After that (within 0 … {weight}): {points}"
    ),
    "all_kp": Text(vi="Mọi số liệu ghi KP.", en="All figures are marked as not assigned."),
    "ruled": Text(
        vi="Hội đồng không phân công tiêu chí này: {reason} ({ref}, ngày {day})",
        en="Not assigned by ruling: {reason} ({ref}, {day})",
    ),
    "full": Text(
        vi="Theo bảng điểm, tiêu chí không phân công được tính đủ điểm.",
        en="The scheme counts what is not assigned in full.",
    ),
    "zero": Text(
        vi="Theo bảng điểm, tiêu chí không phân công tính 0 điểm.", en="The scheme counts what is not assigned as zero."
    ),
    "leaves": Text(
        vi="Tiêu chí ra khỏi cả điểm đạt được và điểm tối đa.", en="It leaves both the points and what could be had."
    ),
    "blank_zero": Text(
        vi="Theo bảng điểm, chưa báo cáo tính 0 điểm.", en="The scheme counts what is not reported as zero."
    ),
    "blank_out": Text(
        vi="Đơn vị chưa được xếp hạng cho đến khi báo cáo.", en="The unit is not ranked until it reports."
    ),
    "voice": Text(vi="Theo {voice}: {points} điểm", en="In the voice “{voice}”: {points} points"),
    "factor": Text(vi="{score} × {factor} {rounded}", en="{score} × {factor} {rounded}"),
    "capped": Text(vi="Tối đa {cap} điểm, nên tính {points}.", en="At most {cap} points, so {points} count."),
    "to": Text(vi=", tính vào {name}", en=", counted in {name}"),
    "nothing": Text(vi="Không có số liệu, tính 0.", en="There are no figures: 0."),
}


class CriterionTeller:
    """Tells criteria, bonuses and penalties of one result; every number is held against the engine's."""

    def __init__(self, reasons: Reasons) -> None:
        """Keep what names and counts."""
        self.result, self.scheme, self.language = reasons.result, reasons.scheme, reasons.language
        self.quantities, self.follower = reasons.quantities, reasons.follower
        self.closing, self.mode = self.scheme.rounding.closing, self.scheme.rounding.mode
        frame = self.result.frame
        self.unit_names = dict(zip(frame["unit"].to_list(), frame["name"].to_list(), strict=True))
        self._said: tuple[str, list[dict[str, Any]], list[dict[str, Any]]] = ("", [], [])

    def _say(self, key: str, **values: object) -> str:
        return _SAID[key].in_(self.language).format(**values)

    def _points(self, value: Fraction) -> str:
        return show_closed(value, self.closing, self.language)

    def criterion(self, unit: UnitResult, key: str) -> Paragraph:
        """Tell one criterion.

        Raises:
            DvkError: The working does not lead to what the engine found.
        """
        use, own = self.scheme.criteria[key], unit.criteria[key]
        kind = self.scheme.clusters[unit.cluster].kind
        weight, decided = use.weight[kind], use.by_kind[kind]
        title = f"{use.no}. {use.title.in_(self.language)}" if use.no else use.title.in_(self.language)
        lines: list[str] = []
        lines.append(self._say("source", source=use.source.in_(self.language)))
        if own.state == "ok":
            lines += self._worked(unit, use, own, decided, weight)
            points = self._points(Fraction(own.points or 0))
            heading = self._say("of", title=title, points=points, weight=show_number(weight, self.language))
        else:
            lines += self._missing(unit, use, own, decided)
            heading = self._say(own.state, title=title)
        for voice, points_then in own.points_by_voice.items():
            if points_then is not None and points_then != own.points:
                told = self._say("voice", voice=self._voice(voice), points=self._points(Fraction(points_then)))
                lines.append(told)
        return Paragraph(heading, tuple(lines))

    def in_short(self, unit: UnitResult, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the figures of one criterion, and how points came of its score: all but the steps between.

        Raises:
            DvkError: The working does not lead to what the engine found.
        """
        figures: list[str] = []
        closing: list[str] = []
        heading = ""
        for line in self.criterion(unit, key).lines[1:]:  # the first names the source
            if line in (self._say("figures"), self._say("working")):
                heading = line
            elif not line.startswith(" "):
                closing.append(line)
            elif heading == self._say("figures"):
                figures.append(line)
        return tuple(figures), tuple(closing)

    def _worked(
        self, unit: UnitResult, use: CriterionUse, own: CriterionResult, decided: Decided, weight: Fraction
    ) -> Iterator[str]:
        working = self.follower.criterion(use, unit)
        value = self._same(unit, f"score of {use.id}", own.score, working)
        yield from self._figures(unit, use.id, decided.built.figures)
        yield from self._working(working, decided)
        gives_points = decided.built.criterion.gives == "points"
        weighed = value if gives_points else value * weight
        rounded = show_rounding(weighed, self.closing, self.mode, self.language)
        if gives_points:
            yield self._say("given", rounded=rounded)
        else:
            shown = {"score": show_number(value, self.language), "weight": show_number(weight, self.language)}
            yield self._say("score", rounded=rounded, **shown)
        points = round_fraction(weighed, self.closing, self.mode)
        acts = self._acts(unit, "points", use.id)
        yield from (self._change(one) for one in acts)
        if acts:
            points = min(max(points + sum(one.change for one in acts), Fraction(0)), max(points, weight))
            after = self._say("after", points=self._points(points), weight=show_number(weight, self.language))
            yield after
        self._check(unit, f"criteria.{use.id}", Fraction(own.points or 0), points)

    def _working(self, working: Trace, decided: Decided) -> Iterator[str]:
        params = {spec.name: spec for spec in decided.built.params}
        told = tell_trace(working, decided.built.figures, self.language, params, self.unit_names)
        if told:
            yield self._say("working")
            yield from (f"  {line}" for line in told)

    def _missing(self, unit: UnitResult, use: CriterionUse, own: CriterionResult, decided: Decided) -> Iterator[str]:
        acts = self._acts(unit, "not-assigned", use.id)
        for one in acts:
            yield self._say("ruled", reason=one.reason, ref=one.ref, day=show_day(one, self.language))
        if not acts:
            working = self.follower.criterion(use, unit)
            self._same_state(unit, use.id, own, working)
            columns = [(self._column(use.id, spec), spec) for spec in decided.built.figures]
            if all(self._is_kp(unit.unit, column) for column, _ in columns):
                yield self._say("all_kp")
            else:
                yield from self._figures(unit, use.id, decided.built.figures)
                yield from self._working(working, decided)
        if own.state == "not-reported":
            yield self._say("blank_zero" if self.scheme.not_reported == "zero" else "blank_out")
        else:
            known = {"full": "full", "zero": "zero"}
            yield self._say(known.get(self.scheme.not_assigned, "leaves"))

    def adjustment(self, unit: UnitResult, one: Adjustment, given: Fraction) -> Paragraph:
        """Tell one bonus or penalty.

        Raises:
            DvkError: The working does not lead to what the engine found.
        """
        title = f"{one.no}) {one.title.in_(self.language)}" if one.no else one.title.in_(self.language)
        heading = self._say("points", title=title, points=self._points(given)) + self._to(one)
        working = self.follower.adjustment(one, unit)
        if not isinstance(working.value, Fraction):
            self._check(unit, one.id, given, Fraction(0))
            return Paragraph(heading, (self._say("nothing"),))
        lines = [*self._figures(unit, one.id, one.decided.built.figures), *self._working(working, one.decided)]
        weighed = working.value * one.factor
        points = round_fraction(weighed, self.closing, self.mode)
        if one.factor != 1:
            shown = {
                "score": show_number(working.value, self.language),
                "factor": show_number(one.factor, self.language),
            }
            rounded = show_rounding(weighed, self.closing, self.mode, self.language)
            lines.append(self._say("factor", rounded=rounded, **shown))
        if one.cap is not None and points > one.cap:
            points = Fraction(int(one.cap * 10**self.closing), 10**self.closing)
            cap = show_number(one.cap, self.language)
            lines.append(self._say("capped", cap=cap, points=self._points(points)))
        kind = self.scheme.clusters[unit.cluster].kind
        if one.applies_to is None or kind in one.applies_to:
            self._check(unit, one.id, given, points)
        return Paragraph(heading, tuple(lines))

    def _to(self, one: Adjustment) -> str:
        """Say where a bonus or penalty is counted, when that is not the total."""
        return "" if one.to == "total" else self._say("to", name=self.quantities.name(one.to))

    # figures

    def _figures(self, unit: UnitResult, prefix: str, specs: Sequence[FigureSpec]) -> Iterator[str]:
        yield self._say("figures")
        for spec in specs:
            column = self._column(prefix, spec)
            value = self._shown(spec, self.quantities.figure(unit.unit, column), unit.unit, column)
            notes = self._say("committee") if spec.by == "committee" else ""
            notes += self._history(unit, column, spec)
            yield self._say("figure", label=spec.label.in_(self.language), value=value) + notes

    def _shown(self, spec: FigureSpec, value: Fraction | None, unit: str, column: str) -> str:
        if value is None:
            return self._say("kp" if self._is_kp(unit, column) else "blank")
        return show_figure(spec, value, self.language)

    def _history(self, unit: UnitResult, column: str, spec: FigureSpec) -> str:
        """Say what earlier voices said, where it is not what stands."""
        told = ""
        gaps, unappraised = self._spoken(unit.unit)
        for row in (one for one in gaps if one["figure"] == column):
            before = row["from_value"]
            value = self._say("kp")
            if before is not None:
                value = show_figure(spec, Fraction(before, 10**spec.places), self.language)
            reason = f"; {row['reason']}" if row["reason"] else ""
            told += self._say("claimed", voice=self._voice(row["from_voice"]), value=value, reason=reason)
        for row in (one for one in unappraised if one["figure"] == column):
            told += self._say("unappraised", voice=self._voice(row["voice"]))
        return told

    def _spoken(self, unit: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Give the gaps and the unappraised figures of a unit, looked up once a unit."""
        if self._said[0] != unit:
            figures, own = self.result.figures, nw.col("unit") == unit
            self._said = (
                unit,
                figures.gaps.filter(own).rows(named=True),
                figures.unappraised.filter(own).rows(named=True),
            )
        return self._said[1:]

    def _voice(self, voice: str) -> str:
        title = self.scheme.voice_titles.get(voice)
        return voice if title is None else title.in_(self.language).lower()

    def _column(self, prefix: str, spec: FigureSpec) -> str:
        return spec.name if spec.shared else f"{prefix}.{spec.name}"

    def _is_kp(self, unit: str, column: str) -> bool:
        return self.quantities.is_kp(unit, column)

    # rulings and checks

    def _acts(self, unit: UnitResult, act: str, criterion: str) -> list[Ruling]:
        target = f"criteria.{criterion}"
        return [one for one in self.result.rulings if (one.act, one.of) == (act, target) and unit.unit in one.units]

    def _change(self, one: Ruling) -> str:
        sign = "+" if one.change > 0 else "−"
        change = f"{sign}{show_number(abs(one.change), self.language)}"
        return self._say("change", change=change, reason=one.reason, ref=one.ref, day=show_day(one, self.language))

    def _same(self, unit: UnitResult, what: str, engines: Fraction | None, working: Trace) -> Fraction:
        if not isinstance(working.value, Fraction) or (engines is not None and engines != working.value):
            raise DvkError([disagreement(self.result, unit.unit, what, engines, working.value)])
        return working.value

    def _same_state(self, unit: UnitResult, criterion: str, own: CriterionResult, working: Trace) -> None:
        states = {"ok": State.OK, "not-reported": State.NOT_REPORTED, "not-assigned": State.NOT_ASSIGNED}
        if working.state is not states[own.state]:
            found = working.state.name.lower().replace("_", "-")
            raise DvkError([disagreement(self.result, unit.unit, f"state of {criterion}", own.state, found)])

    def _check(self, unit: UnitResult, what: str, engines: Fraction, mine: Fraction) -> None:
        if engines != mine:
            raise DvkError([disagreement(self.result, unit.unit, what, engines, mine)])
