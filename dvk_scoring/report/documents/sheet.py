"""What fills a unit's score sheet: each criterion with its points and working in short, then what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from dvk_scoring.analysis.criterion import CriterionTeller
from dvk_scoring.analysis.explain import explain
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.formula.show import show_day, show_decimals, show_number, show_signed
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import head_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.words import PaperSayer
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Section
from dvk_scoring.scheme.print_order import printed_parts
from dvk_scoring.scoring.result import AddedResult, CriterionResult, Result, UnitResult
from dvk_scoring.text import Language

Row = dict[str, Any]
_ALWAYS_TOLD: Final = 2
"""Paragraphs every explanation ends with before class and titles: the total and the rank."""


def sheet_data(result: Result, unit_id: str, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills a score sheet; ``docs/documents.md`` says what each name means.

    Raises:
        DvkError: There is no such unit, or the engine found other numbers than the explanation.
    """
    say = PaperSayer(language, result.scheme.entrant)
    unit = result.unit(unit_id)
    shown, paper = Shown(result, say), letterhead.paper("sheet")
    teller = _Rows(shown, unit, CriterionTeller(Reasons(result, language)))
    head = head_data(result, letterhead, "sheet", say)
    return {
        **head,
        "unit": {"id": unit.unit, "name": unit.name, "cluster": shown.cluster(unit)},
        "unit_is": say("unit_is", name=unit.name),
        "cluster_is": say("cluster_is", cluster=shown.cluster(unit)),
        "claimed": teller.voice_title(teller.claimed),
        "before": teller.before_title(),
        "rows": _kept(list(teller.rows())),
        "whole": shown.whole(),
        "total": shown.total(unit),
        "rank": shown.rank(unit),
        "class": shown.klass(unit),
        "titles": shown.titles(unit),
        "told": _told(result, unit_id, language),
        "notes": [
            *shown.notes(),
            *([say("shortened", places=shown.places, decimals=show_decimals(shown.places))] if shown.shortened else []),
            say("kp_note"),
        ],
        "recipients": list(paper.recipients) or [say("unit_itself"), say("filed")],
    }


def _kept(rows: list[Row]) -> list[Row]:
    """Say which rows stay with the next one: those of sections, and the last, which is followed by the total."""
    for at, row in enumerate(rows, start=1):
        row["kept"] = row["kind"] == "section" or at == len(rows)
    return rows


def _told(result: Result, unit_id: str, language: Language) -> list[Row]:
    """Take the end of the explanation: total, rank, class, titles; the last of it stays with the signatures."""
    count = _ALWAYS_TOLD + bool(result.scheme.classes) + bool(result.scheme.titles)
    said = explain(result, unit_id, None, language)[-count:]
    return [
        {"heading": paragraph.heading, "lines": _plain(paragraph.lines), "kept": at == len(said)}
        for at, paragraph in enumerate(said, start=1)
    ]


def _plain(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines]


class _Rows:
    """Makes the rows of the table, in the order of print."""

    def __init__(self, shown: Shown, unit: UnitResult, teller: CriterionTeller) -> None:
        self.shown, self.unit, self.teller = shown, unit, teller
        self.scheme, self.language, self.say = shown.scheme, shown.language, shown.say
        self.kind = self.scheme.clusters[unit.cluster].kind
        self.parts = printed_parts(self.scheme)
        self.claimed = self._first_voice()
        self.changed = any(criterion.change is not None for criterion in unit.criteria.values())

    def _first_voice(self) -> str | None:
        """Give the first voice when it speaks of most criteria; units cannot claim what rests on others' figures."""
        voices = list(self.shown.result.by_voice)
        if len(voices) < 2:
            return None
        spoken = [criterion.points_by_voice.get(voices[0]) is not None for criterion in self.unit.criteria.values()]
        return voices[0] if 2 * sum(spoken) > len(spoken) else None

    def voice_title(self, voice: str | None) -> str:
        """Name a voice whose points stand beside those that count; empty when there is none to show."""
        if voice is None:
            return ""
        title = self.scheme.voice_titles.get(voice)
        return voice if title is None else title.in_(self.language)

    def before_title(self) -> str:
        """Name the points before the council changed some: by the last voice; empty where it changed none."""
        voices = list(self.shown.result.by_voice)
        if not self.changed:
            return ""
        return self.voice_title(voices[-1]) if voices else self.say("before")

    def rows(self) -> Iterator[Row]:
        yield from self._below(None)
        yield from self._adjusted("bonuses", self.scheme.bonuses, self.unit.bonuses, self.unit.bonus_counted)
        yield from self._adjusted("penalties", self.scheme.penalties, self.unit.penalties, self.unit.penalty_counted)
        yield from self._changes()

    def _below(self, parent: str | None) -> Iterator[Row]:
        for part in self.parts[parent]:
            if isinstance(part, Section):
                inside = list(self._below(part.id))
                if inside:
                    most, points = self.shown.section_most(part.id, self.kind), self.shown.section(self.unit, part.id)
                    yield _row("section", part.no, part.title.in_(self.language), most, points)
                    yield from inside
            elif part.id in self.unit.criteria:
                yield self._criterion(part.id, self.unit.criteria[part.id])

    def _criterion(self, key: str, scored: CriterionResult) -> Row:
        use = self.scheme.criteria[key]
        told = _in_short(*self.teller.in_short(self.unit, key))
        title, most = use.title.in_(self.language), show_number(use.weight[self.kind], self.language)
        if use.tie_break:
            title, most = self.say("tie_break", title=title), self.say("nothing")
        row = _row("criterion", use.no, title, most, self._points(use, scored), told=told)
        claimed = scored.points_by_voice.get(self.claimed) if self.claimed is not None else None
        row["claimed"] = "" if claimed is None else self.shown.points(claimed, use)
        if self.changed:
            row["before"] = row["points"]
            if scored.change is not None and scored.points is not None:
                row["before"] = self.shown.points(scored.points - scored.change, use)
                row["change"] = self.shown.change(scored.change, use)
        return row

    def _points(self, use: CriterionUse, scored: CriterionResult) -> str:
        if scored.points is None or scored.state == "not-reported":
            return self.say(scored.state)
        return self.shown.points(scored.points, use)

    def _changes(self) -> Iterator[Row]:
        """Give a line of its own to each ruling on a section or the total."""
        acts = [
            ruling
            for ruling in self.shown.result.rulings
            if ruling.act == "points"
            and self.unit.unit in ruling.units
            and not (ruling.of or "").startswith("criteria.")
        ]
        if acts:
            yield _row("section", "", self.say("changes"), "", "")
        for act in acts:
            told = self.say("ruled", reason=act.reason, ref=act.ref, day=show_day(act.day, self.language))
            change, name = show_signed(act.change, self.language), self.teller.quantities.name(act.of or "")
            yield _row("criterion", "", name, "", change, told=[told])

    def _adjusted(
        self, kind: str, declared: Mapping[str, Adjustment], given: Mapping[str, AddedResult], counted: Decimal
    ) -> Iterator[Row]:
        """Give the bonuses or penalties that are not 0 or not reported, below a line with what counts of them."""
        told = {key: scored for key, scored in given.items() if scored.points or scored.state == "not-reported"}
        if not told:
            return
        sign = "" if kind == "bonuses" else "−"
        yield _row("section", "", self.say(kind), "", (sign if counted else "") + self.shown.added(given, counted))
        for key, scored in told.items():
            adjustment = declared[key]
            name, title = self.teller.quantities.name(adjustment.to), adjustment.title.in_(self.language)
            points = sign + self.shown.points(scored.points, adjustment) if scored.points else self.say(scored.state)
            counted_in = "counted_in" if self.teller.counts(self.unit, kind, adjustment) else "counted_nowhere"
            where = [] if adjustment.to == "total" else [self.say(counted_in, name=name)]
            working = _in_short(*self.teller.added_in_short(self.unit, kind, adjustment))
            yield _row("criterion", adjustment.no, title, "", points, told=[*working, *where])


def _in_short(figures: Sequence[str], closing: Sequence[str]) -> list[str]:
    """Put figures on one line, and what came of them below."""
    return [*(["; ".join(line.strip() for line in figures)] if figures else []), *(line.strip() for line in closing)]


def _row(kind: str, no: str, title: str, most: str, points: str, *, told: Sequence[str] = ()) -> Row:
    voices = {"claimed": "", "before": "", "change": ""}
    return {"kind": kind, "no": no, "title": title, "most": most, **voices, "points": points, "told": list(told)}
