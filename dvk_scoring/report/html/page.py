"""What the template is given: the ranking as rows, what was odd, where it all came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from dvk_scoring.analysis.shown import added_points, criterion_points, section_points, shown_total
from dvk_scoring.formula.show import show_day, show_points
from dvk_scoring.package import VERSION
from dvk_scoring.problem import Problem
from dvk_scoring.report.html.words import ENGINES, words_of
from dvk_scoring.report.json import figures_digest
from dvk_scoring.report.notes import note_on_scaling, notes_on, notes_on_parts
from dvk_scoring.report.odd import find_odd
from dvk_scoring.report.parts import TopPart, top_parts
from dvk_scoring.report.places import point_places, section_places
from dvk_scoring.report.qr import qr_svg
from dvk_scoring.scheme.model import LegalBasis
from dvk_scoring.scoring.places import shown_places
from dvk_scoring.scoring.result import Result, TitleWord, UnitResult
from dvk_scoring.scoring.state_words import CLASS_OPEN, TITLE, VOTED
from dvk_scoring.text import LANGUAGES, Language, Text, visible


@attrs.frozen
class Column:
    """A column of points: its mark as heading, and what it is."""

    key: str
    mark: str
    title: Text


@attrs.frozen
class TitleTag:
    """A title that a unit has or may have; ``vote``: what came of the vote on it, None: there was none."""

    title: Text
    state: TitleWord
    said: Text
    vote: Text | None


@attrs.frozen
class Row:
    """One unit of the ranking. ``index``: its place in the data; points as they are shown, empty for none.

    ``klass``: its class, or that it is undecided; None: it has none.
    """

    index: int
    unit: UnitResult
    cluster: Text
    parts: tuple[str, ...]
    bonus: str
    penalty: str
    total: str
    klass: Text | None
    held: bool
    titles: tuple[TitleTag, ...]


@attrs.frozen
class Table:
    """The units ranked together. ``cluster``: index of the cluster, -1 for all."""

    cluster: int
    title: Text
    rows: tuple[Row, ...]


@attrs.frozen
class OddKind:
    """What was odd, of one kind."""

    heading: Text
    lines: tuple[Text, ...]


class Page:
    """The parts of the page that are written when the report is, in the order in which they stand."""

    def __init__(self, result: Result, language: Language) -> None:
        """Keep the result; file names stand without their folders, which say nothing to others."""
        self.result = attrs.evolve(result, problems=tuple(_without_folder(problem) for problem in result.problems))
        self.scheme, self.language = result.scheme, language
        self.words, self.version = words_of(self.scheme), VERSION
        self.places, self.section_places = point_places(result), section_places(result)
        self._parts = top_parts(self.scheme, language)

    def both(self, value: date) -> Text:
        """Write a day as each language does."""
        return Text(vi=show_day(value, "vi"), en=show_day(value, "en"))

    def notes(self) -> list[Text]:
        """Say what must be known of the ranking to read it."""
        parts = *notes_on_parts(self.scheme), *note_on_scaling(self.result, self.scheme.scored)
        return [self.words["proposals"], *notes_on(self.scheme), *parts]

    def counted(self) -> Text:
        """Say how many were scored; English leaves the noun out, whose plural nobody wrote down."""
        count = Decimal(len(self.result.units))
        vietnamese, english = (show_points(count, 0, language) for language in LANGUAGES)
        return Text(vi=f"{vietnamese} {self.scheme.entrant.vi}", en=f"{english} scored")

    def columns(self) -> list[Column]:
        """Give the columns of points."""
        english = {(part.kind, part.id): part.title for part in top_parts(self.scheme, "en")}
        vietnamese = {(part.kind, part.id): part.title for part in top_parts(self.scheme, "vi")}
        return [
            Column(str(place), part.mark, Text(vi=vietnamese[part.kind, part.id], en=english[part.kind, part.id]))
            for place, part in enumerate(self._parts)
        ]

    def tables(self) -> list[Table]:
        """Give a table for each cluster, or one when units are ranked together."""
        rows = list(self._rows())
        if self.scheme.ranking.within == "all":
            return [Table(-1, self.words["ranking"], tuple(rows))]
        return [
            Table(place, cluster.title, inside)
            for place, cluster in enumerate(self.scheme.clusters.values())
            if (inside := tuple(row for row in rows if row.unit.cluster == cluster.id))
        ]

    def _rows(self) -> Iterator[Row]:
        places = shown_places(self.scheme)
        for index, unit in enumerate(self.result.units):
            total = shown_total(unit)
            yield Row(
                index=index,
                unit=unit,
                cluster=self.scheme.clusters[unit.cluster].title,
                parts=tuple(self._part(unit, part) for part in self._parts),
                bonus=self._points(added_points(unit.bonuses, unit.bonus_counted), self.places),
                penalty=self._points(added_points(unit.penalties, unit.penalty_counted), self.places),
                total="" if total is None else show_points(total, places, self.language),
                klass=self._class(unit),
                held=any("class" in hold.effect for hold in unit.holds),
                titles=tuple(self._titles(unit)),
            )

    def _class(self, unit: UnitResult) -> Text | None:
        if unit.class_open:
            return CLASS_OPEN
        return None if unit.klass is None else self.scheme.classes[unit.klass].title

    def _part(self, unit: UnitResult, part: TopPart) -> str:
        if part.kind == "section":
            points, places = section_points(self.scheme, unit, part.id), self.section_places
        else:
            points, places = criterion_points(unit.criteria.get(part.id)), self.places
        return self._points(points, places)

    def _points(self, points: Decimal | None, places: int) -> str:
        return "" if points is None else show_points(points, places, self.language)

    def _titles(self, unit: UnitResult) -> Iterator[TitleTag]:
        for key, title in unit.titles.items():
            if title.state != "no":
                yield TitleTag(self.scheme.titles[key].title, title.word, TITLE[title.word], self._vote(unit, key))

    def _vote(self, unit: UnitResult, title: str) -> Text | None:
        """Say what came of the council's vote; None: there was none."""
        ballot = None if self.result.votes is None else self.result.votes.ballot(unit.unit, title)
        return None if ballot is None else VOTED[ballot.voted]

    def odd(self) -> list[OddKind]:
        """Give what was odd, in both languages."""
        vietnamese, english = (find_odd(self.result, language, paper=True) for language in LANGUAGES)
        pairs = zip(vietnamese, english, strict=True)
        return [OddKind(Text(vi.heading, en.heading), tuple(map(Text, vi.lines, en.lines))) for vi, en in pairs]

    def facts(self) -> list[tuple[Text, Sequence[Text]]]:
        """Give where the result came from: a word, and one or more lines for it."""
        scheme, result = self.scheme, self.result
        named = sorted(f"{visible(Path(file.path).name)} ({file.rows})" for file in result.figures.files)
        facts: list[tuple[str, Sequence[Text]]] = [
            ("scheme", [scheme.title]),
            ("scheme_id", [Text.same(scheme.id)]),
            ("valid", [self._period(scheme.valid_from, scheme.valid_to)]),
            ("as_of", [] if result.as_of is None else [self.both(result.as_of)]),
            ("legal_basis", [self._basis(basis) for basis in scheme.legal_basis]),
            ("files", [Text.same(file) for file in named]),
            ("figures_hash", [Text.same(figures_digest(result.figures))]),
            ("scheme_hash", [Text.same(scheme.hash)]),
            ("engine", [ENGINES.get(result.engine, Text.same(result.engine))]),
            ("version", [Text.same(f"dvk-scoring {VERSION}")]),
            ("seal", [] if result.stamp is None else [Text.same(result.stamp.short)]),
        ]
        return [(self.words[key], lines) for key, lines in facts if any(line.vi for line in lines)]

    def qr(self) -> str:
        """Draw the fingerprint of the seal; empty where there is none."""
        return "" if self.result.stamp is None else qr_svg(self.result.stamp.code)

    def _period(self, start: date | None, end: date | None) -> Text:
        if start is None and end is None:
            return Text.same("")
        first, last = (Text.same("…") if day is None else self.both(day) for day in (start, end))
        return Text(vi=f"{first.vi} – {last.vi}", en=f"{first.en} – {last.en}")

    def _basis(self, basis: LegalBasis) -> Text:
        period = self._period(basis.start, basis.end)
        return Text(vi=_with(basis.text, period.vi), en=_with(basis.text, period.en))


def _with(text: str, note: str) -> str:
    return f"{text} ({note})" if note else text


def _without_folder(problem: Problem) -> Problem:
    if problem.place.file is None:
        return problem
    return attrs.evolve(problem, place=attrs.evolve(problem.place, file=visible(Path(problem.place.file).name)))
