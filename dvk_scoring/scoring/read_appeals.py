"""The register of appeals from a file, TOML or a table: read, held against units and rulings, every problem at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.figures.apostrophes import restored
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.table import BLANKS
from dvk_scoring.figures.table import Table as Cells
from dvk_scoring.formula.show import show_day
from dvk_scoring.naming import named
from dvk_scoring.nearest import near, nearest
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem, sort_problems
from dvk_scoring.scheme.document import Document, document_of, read_document
from dvk_scoring.scheme.keys import Path as KeyPath
from dvk_scoring.scheme.model import Ruling, Scheme
from dvk_scoring.scheme.table import DAY, WORDS, Reading, Table, refer
from dvk_scoring.scoring.appeals import Appeal, appealed
from dvk_scoring.text import Text
from dvk_scoring.unit_names import Units

_NEEDED: Final = ("unit", "criterion", "lodged", "deadline")
_WORDS: Final = ("about", "answer", "ruling")
_DAYS: Final = ("lodged", "deadline", "answered")
COLUMNS: Final = (*_NEEDED, "about", "answered", "answer", "ruling")
_CRITERION: Final = Text(vi="tiêu chí, điểm thưởng, điểm trừ", en="criterion, bonus or penalty")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([ T]00:00(:00)?)?")
_WRITTEN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_appeals(
    path: str | Path, scheme: Scheme, units: Mapping[str, str], rulings: Sequence[Ruling]
) -> tuple[tuple[Appeal, ...], tuple[Problem, ...]]:
    """Read and check a register; give the appeals in their order, with warnings.

    Args:
        path: TOML with ``[[appeals]]``; or CSV, XLSX or ODS with a row an appeal.
        scheme: The scheme they speak of.
        units: Id → name of the units there are.
        rulings: All that the committee ruled, in force or not.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    file = str(path)
    reading = Reading(read_document(file) if file.lower().endswith(".toml") else _table(file))
    reader = _Reader(reading, scheme, units, rulings)
    root = reading.root
    appeals = [reader.appeal(item) for item in root.items("appeals")]
    root.close()
    problems = named(sort_problems(reading.problems), units)
    if has_errors(problems):
        raise DvkError(problems)
    return tuple(appeal for appeal in appeals if appeal is not None), problems


class _Reader:
    """Reads appeals one after the other."""

    def __init__(self, reading: Reading, scheme: Scheme, units: Collection[str], rulings: Sequence[Ruling]) -> None:
        self.reading, self.units, self.rulings = reading, set(units), rulings
        self.known = appealed(scheme)
        self.seen: dict[tuple[str, str, date], int | None] = {}

    def appeal(self, table: Table) -> Appeal | None:
        for key in _NEEDED:
            if key not in table:
                table.say("DVK-S123", key=key, expected=DAY if key in _DAYS else WORDS)
        unit, criterion, about, answer, ref = (
            table.words(key) for key in ("unit", "criterion", "about", "answer", "ruling")
        )
        lodged, deadline, answered = (table.day(key) for key in _DAYS)
        table.close()
        if unit and unit not in self.units:
            table.say("DVK-R161", "unit", unit=unit, nearest=Units.of(near(unit, self.units, 1)))
        if criterion:
            refer(table, criterion, self.known, _CRITERION, "criterion")
        if lodged is None or deadline is None:
            return None
        made = Appeal(unit, criterion, lodged, deadline, about, answered, answer, ref)
        self._check_days(table, made)
        self._check_twice(table, made)
        return attrs.evolve(made, rulings=self._answering(table, made)) if ref else made

    @staticmethod
    def _check_days(table: Table, appeal: Appeal) -> None:
        if appeal.deadline < appeal.lodged:
            table.say("DVK-R162", "deadline", deadline=_told(appeal.deadline), lodged=_told(appeal.lodged))
        if appeal.answered is None:
            return
        if appeal.answered < appeal.lodged:
            table.say("DVK-R163", "answered", answered=_told(appeal.answered), lodged=_told(appeal.lodged))
        elif appeal.deadline < appeal.answered:
            table.say(
                "DVK-R168",
                "answered",
                unit=appeal.unit,
                answered=_told(appeal.answered),
                deadline=_told(appeal.deadline),
            )

    def _check_twice(self, table: Table, appeal: Appeal) -> None:
        key = appeal.unit, appeal.criterion, appeal.lodged
        line = table.reading.place(table.path).line
        if key in self.seen:
            table.say("DVK-R167", unit=appeal.unit, criterion=self._called(appeal.criterion), line=self.seen[key])
        self.seen.setdefault(key, line)

    def _answering(self, table: Table, appeal: Appeal) -> tuple[Ruling, ...]:
        """Find the acts that answer an appeal: those about its unit in the paper that it names."""
        paper = [each for each in self.rulings if each.ref == appeal.ref]
        answers = tuple(each for each in paper if appeal.unit in each.units)
        if not paper:
            refs = sorted({each.ref for each in self.rulings})
            table.say("DVK-R164", "ruling", ref=appeal.ref, nearest=nearest(appeal.ref, refs))
        elif not answers:
            table.say("DVK-R165", "ruling", ref=appeal.ref, unit=appeal.unit)
        for each in answers:
            if each.day < appeal.lodged:
                table.say("DVK-R166", "ruling", ref=appeal.ref, day=_told(each.day), lodged=_told(appeal.lodged))
        elsewhere = [each.of for each in answers if each.of and each.of.startswith("criteria.")]
        if elsewhere and len(elsewhere) == len(answers) and f"criteria.{appeal.criterion}" not in elsewhere:
            of = self._called(elsewhere[0].removeprefix("criteria."))
            table.say("DVK-R169", "ruling", ref=appeal.ref, of=of, criterion=self._called(appeal.criterion))
        return answers

    def _called(self, criterion: str) -> Text | str:
        return self.known[criterion].title if criterion in self.known else criterion


def _table(file: str) -> Document:
    """Read a table as a document; one that has nothing but its headings yet is a register without appeals.

    Raises:
        DvkError: It cannot be read.
    """
    try:
        return _document(open_table(Path(file), "point"))
    except DvkError as error:
        if {fault.code for fault in error.problems} != {"DVK-D103"}:
            raise
        return document_of({"appeals": []}, file)


def _document(cells: Cells) -> Document:
    """Take a table for a document: a row an appeal.

    Raises:
        DvkError: Part of it could not be read, or columns are missing or not known.
    """
    frame = cells.whole().frame
    place = Place(file=cells.path, sheet=cells.sheet, line=cells.heading)
    problems = [
        problem("DVK-R170", place, column=column, known=", ".join(COLUMNS), nearest=nearest(column, COLUMNS))
        for column in frame.columns
        if column not in COLUMNS
    ]
    problems += [problem("DVK-R171", place, column=column) for column in _NEEDED if column not in frame.columns]
    if problems:
        raise DvkError(problems)
    rows: list[Mapping[str, object]] = []
    places: dict[KeyPath, Place] = {("appeals",): place}
    for at, row in enumerate(frame.iter_rows(named=True)):
        texts = {key: str(cell).strip(BLANKS) for key, cell in row.items() if cell is not None}
        if cells.kind == "csv":
            texts |= {key: restored(texts[key]) for key in _WORDS if key in texts}
        places["appeals", at] = Place(file=cells.path, sheet=cells.sheet, line=cells.lines(at))
        rows.append({key: _day(text) if key in _DAYS else text for key, text in texts.items() if text})
    made = document_of({"appeals": rows}, cells.path)
    return attrs.evolve(made, places=places)


def _told(day: date) -> Text:
    """Write a day in a message."""
    return Text(vi=show_day(day, "vi"), en=show_day(day, "en"))


def _day(text: str) -> date | str:
    """Read a day as a cell of dates has it, or as it is written in Vietnam: day, month, year."""
    iso, written = _ISO.fullmatch(text), _WRITTEN.fullmatch(text)
    try:
        if iso is not None:
            return date(*map(int, iso.group(1, 2, 3)))
        if written is not None:
            return date(*map(int, written.group(3, 2, 1)))
    except ValueError:
        return text
    return text
