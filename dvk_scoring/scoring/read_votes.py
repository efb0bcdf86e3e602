"""The council's votes from a file, TOML or CSV: read, held against what was proposed, every problem told at once."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.arguments import PATH, RESULT, check_arguments
from dvk_scoring.figures.apostrophes import restored
from dvk_scoring.naming import named
from dvk_scoring.nearest import near, nearest
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, library_reason, problem, sort_problems
from dvk_scoring.scheme.document import Document, document_of, read_document, read_text
from dvk_scoring.scheme.keys import Path as KeyPath
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.table import WHOLE, WORDS, Reading, Table, refer
from dvk_scoring.scoring.result import Result, TitleWord
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.scoring.votes import Ballot, Votes
from dvk_scoring.text import Text
from dvk_scoring.unit_names import Units, called

MOST_MEMBERS: Final = 9_999
_MOST_DIGITS: Final = 6
_OF_COUNCIL: Final = ("members", "present")
_COUNTS: Final = ("issued", "returned", "valid", "for")
_COLUMNS: Final = ("title", "unit", *_COUNTS, *_OF_COUNCIL)
_AS_CSV: Final = Text(
    vi="Trong phần mềm bảng tính, lưu thành .csv rồi nêu tệp đó; sổ tính do dvk scheme edit làm ra thì đưa về TOML "
    "bằng dvk scheme edit … --from TỆP -o TỆP.toml.",
    en="Save it as .csv in the spreadsheet program, and name that; a workbook of dvk scheme edit goes back into TOML "
    "with dvk scheme edit … --from FILE -o FILE.toml.",
)
_VOTED: Final[tuple[TitleWord, ...]] = ("proposed", "reserve")
_TITLE: Final = Text(vi="danh hiệu có biểu quyết", en="title with a vote")
_SAID: Final[Mapping[str, Text]] = {
    "members": Text(vi="thành viên hội đồng", en="members"),
    "present": Text(vi="thành viên có mặt", en="members present"),
    "issued": Text(vi="phiếu phát ra", en="ballots issued"),
    "returned": Text(vi="phiếu thu về", en="ballots returned"),
    "valid": Text(vi="phiếu hợp lệ", en="valid ballots"),
    "for": Text(vi="phiếu đồng ý", en="votes for it"),
}


def with_votes(result: Result, path: str | Path) -> Result:
    """Give a result with the votes of a file.

    Args:
        result: What the council voted on.
        path: ``.csv``, or TOML.

    Raises:
        DvkError: All that is wrong with the votes, at once.
    """
    check_arguments(result=(result, RESULT), path=(path, PATH))
    file = str(path)
    document = _csv_document(file) if file.lower().endswith(".csv") else read_document(file, instead=_AS_CSV)
    reading = Reading(document)
    votes = _Reader(reading, result.scheme, result).read()
    problems = named(sort_problems(reading.problems), result.figures.names_of)
    if has_errors(problems) or votes is None:
        raise DvkError(problems)
    return attrs.evolve(result, votes=votes)


def check_votes(path: Path, data: bytes, scheme: Scheme) -> tuple[Problem, ...]:
    """Hold votes to all that is told without a result, and give what is no error.

    Whether there are such units, and whether they were proposed, is told where the votes are used.

    Args:
        path: Their TOML file.
        data: What stands in it, or is to.
        scheme: The scheme of which the titles are.

    Raises:
        DvkError: All that is wrong with the votes, at once.
    """
    reading = Reading(read_document(str(path), data))
    _Reader(reading, scheme, None).read()
    problems = sort_problems(reading.problems)
    if has_errors(problems):
        raise DvkError(problems)
    return problems


class _Reader:
    """Reads votes, and holds each against the result, if there is one yet."""

    def __init__(self, reading: Reading, scheme: Scheme, result: Result | None) -> None:
        self.root, self.scheme = reading.root, scheme
        self.units = None if result is None else {unit.unit: unit for unit in result.units}
        self.rules = {key: title.vote for key, title in scheme.titles.items() if title.vote is not None}
        self.seen: dict[tuple[str, str], int | None] = {}

    def read(self) -> Votes | None:
        root = self.root
        members = self._whole(root, "members", needed=True)
        present = self._whole(root, "present", needed=any(rule.of == "present" for rule in self.rules.values()))
        self._at_most(root, ("present", present), ("members", members))
        ballots = [self._ballot(item, members, present) for item in root.items("votes")]
        root.close()
        self._check_all_voted()
        if members is None:
            return None
        return Votes(members, present, tuple(ballot for ballot in ballots if ballot is not None))

    def _ballot(self, table: Table, members: int | None, present: int | None) -> Ballot | None:
        title, unit = (table.words(key) for key in ("title", "unit"))
        for key in ("title", "unit"):
            if key not in table:
                table.say("DVK-S123", key=key, expected=WORDS)
        self._check_named(table, title, unit)
        counts = {key: self._whole(table, key, needed=True) for key in _COUNTS}
        table.close()
        chain = [("members", members), *counts.items()]
        for whole, part in pairwise(chain):
            self._at_most(table, part, whole)
        vote = self.rules.get(title)
        issued, returned, valid, given = counts.values()
        if vote is None or issued is None or returned is None or valid is None or given is None or members is None:
            return None
        base = vote.base(members, present, valid)
        if base is None:
            return None
        if vote.of == "present":
            self._at_most(table, ("for", given), ("present", present))
        return Ballot(unit, title, issued, returned, valid, given, base, vote)

    def _check_named(self, table: Table, title: str, unit: str) -> None:
        """Refuse what cannot be voted on: titles without a rule, units that are not there or not proposed."""
        known = self.scheme.titles
        if title in known and title not in self.rules:
            table.say("DVK-R142", "title", title=self._called(title), key=title)
        elif title and title not in known:
            refer(table, title, self.rules, _TITLE, "title")
        if self.units is None:
            pass
        elif unit and unit not in self.units:
            table.say("DVK-R141", "unit", unit=unit, nearest=Units.of(near(unit, self.units, 1)))
        elif unit and title in self.rules:
            word = self.units[unit].titles[title].word
            if word not in _VOTED:
                table.say("DVK-R143", "unit", unit=unit, title=self._called(title), state=TITLE[word])
        if unit and title:
            line = table.reading.place(table.path).line
            if (unit, title) in self.seen:
                table.say("DVK-R144", unit=unit, title=self._called(title), line=self.seen[unit, title])
            self.seen.setdefault((unit, title), line)

    def _check_all_voted(self) -> None:
        """Name who is proposed and was not voted on."""
        for title in self.rules:
            missing = [
                unit.unit
                for unit in (self.units or {}).values()
                if unit.titles[title].state == "proposed" and (unit.unit, title) not in self.seen
            ]
            if missing:
                self.root.say("DVK-R146", units=Units.of(missing), title=self._called(title))

    def _called(self, title: str) -> Text:
        """Call a title by its name, with the id behind, as the file has it."""
        named = self.scheme.titles.get(title)
        if named is None:
            return Text.same(title)
        return Text(vi=called(title, named.title.vi), en=called(title, named.title.en))

    @staticmethod
    def _whole(table: Table, key: str, *, needed: bool) -> int | None:
        if needed and key not in table:
            table.say("DVK-S123", key=key, expected=WHOLE)
        return table.whole(key, 1 if key == "members" else 0, MOST_MEMBERS)

    @staticmethod
    def _at_most(table: Table, part: tuple[str, int | None], whole: tuple[str, int | None]) -> None:
        """Refuse a part that is more than the whole."""
        key, count = part
        other, most = whole
        if count is not None and most is not None and count > most:
            table.say("DVK-R145", key, count=count, what=_SAID[key], most=most, whole=_SAID[other])


def _csv_document(file: str) -> Document:
    """Take a table of votes for a document: a row a vote, members and present in the rows or in the first alone.

    Raises:
        DvkError: It cannot be read, columns are missing or not known, or members and present are not the same.
    """
    text = read_text(file)
    first_line = text.partition("\n")[0]
    mark = ";" if ";" in first_line and "," not in first_line else ","
    lines = csv.reader(StringIO(text, newline=""), delimiter=mark)
    try:
        rows = [(lines.line_num, [restored(cell.strip()) for cell in row]) for row in lines]
    except csv.Error as error:
        raise DvkError(
            [problem("DVK-R152", Place(file=file, line=lines.line_num), reason=library_reason(str(error)))]
        ) from error
    rows = [(line, row) for line, row in rows if any(row)]
    line, heads = rows[0] if rows else (1, [])
    problems = list(_head_problems(heads, Place(file=file, line=line)))
    if problems:
        raise DvkError(problems)
    table = _Rows(file, heads)
    for number, row in rows[1:]:
        table.add(number, row)
    if table.problems:
        raise DvkError(table.problems)
    made = document_of({**table.council, "votes": table.votes}, file)
    return attrs.evolve(made, places={("votes",): Place(file=file, line=line), **table.places})


def _head_problems(heads: Sequence[str], place: Place) -> Iterator[Problem]:
    known = ", ".join(_COLUMNS)
    for at, column in enumerate(heads):
        if column not in _COLUMNS:
            yield problem("DVK-R147", place, column=column, known=known, nearest=nearest(column, _COLUMNS))
        elif column in heads[:at]:
            yield problem("DVK-R150", place, column=column)
    for column in _COLUMNS:
        if column not in heads and column != "present":
            yield problem("DVK-R148", place, column=column)


class _Rows:
    """The rows of a table of votes: what they say of the council, and each vote."""

    def __init__(self, file: str, heads: Sequence[str]) -> None:
        self.file, self.heads = file, heads
        self.council: dict[str, object] = {}
        self.votes: list[Mapping[str, object]] = []
        self.places: dict[KeyPath, Place] = {}
        self.problems: list[Problem] = []

    def add(self, line: int, row: Sequence[str]) -> None:
        place = Place(file=self.file, line=line)
        if any(row[len(self.heads) :]):
            self.problems.append(problem("DVK-R151", place, cells=len(row), columns=len(self.heads)))
        vote = dict(self._cells(row))
        for key in _OF_COUNCIL:
            said = vote.pop(key, None)
            if said is None:
                continue
            known = self.council.setdefault(key, said)
            first = self.places.setdefault((key,), place)
            if known != said:
                args = {"column": key, "value": str(said), "other": str(known), "line": first.line}
                self.problems.append(problem("DVK-R149", place, **args))
        self.places["votes", len(self.votes)] = place
        self.votes.append(vote)

    def _cells(self, row: Sequence[str]) -> Iterator[tuple[str, object]]:
        """Give what stands in a row: numbers where a number is written; empty cells are not there."""
        for head, cell in zip(self.heads, row, strict=False):
            if cell:
                yield head, int(cell) if head not in ("title", "unit") and _is_whole(cell) else cell


def _is_whole(cell: str) -> bool:
    digits = cell.removeprefix("-")
    return digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS
