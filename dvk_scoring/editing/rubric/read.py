"""A rubric sheet read row by row: sections, criteria, maxima, how each is scored; whatever is no such row is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Final

import attrs

from dvk_scoring.editing.cells import told
from dvk_scoring.editing.rubric.headings import Role, bare, is_total_row, roles_in, same, text_in
from dvk_scoring.editing.rubric.numbers import before_title, number_in, points_in
from dvk_scoring.editing.rubric.reading import SheetReading
from dvk_scoring.editing.rubric.sides import Side, sides_of
from dvk_scoring.editing.rubric.words import SIDES
from dvk_scoring.figures.sheet import cell_name
from dvk_scoring.figures.workbook import SheetCells
from dvk_scoring.problem import Problem
from dvk_scoring.text import LANGUAGES, Text, odd_character

_ROLES: Final[tuple[Role, ...]] = ("no", "title", "most", "how")
_MOST_ABOVE: Final = 40
_ROMAN: Final = re.compile(r"[IVX]{1,5}")
_LETTER: Final = re.compile(r"[A-ZĐ]")
_TITLE: Final = re.compile(r"\b(bang|tieu chi|cham|diem|thi dua|nam|rubric|criteria|points)\b")
_FIRST: Final = frozenset({"1", "01", "a"})
"""Numbers with which numbering begins anew."""
_LIMITS: Final[Mapping[Side, str]] = {"bonuses": "bonus", "penalties": "penalty"}
_DASHES: Final = ("-", "–", "—", "+", "•", "*")
_FEWEST: Final = 2
_SUB_ITEM: Final = re.compile(r"[-–—+•*]\s*\S")


@attrs.define
class Row:
    """A section or a criterion.

    Attributes:
        cell: Where its title stands; ``most_cell``: where its maximum does.
        no: Its printed number, empty: none.
        title: Its title.
        most: Its maximum; None: none is written.
        how: How it is scored, a line each.
        depth: How deep a section lies, from 0; None: a criterion.
        parent: The section it lies in.
        side: Which table of a scheme it goes to.
    """

    cell: str
    most_cell: str
    no: str
    title: str
    most: Decimal | None
    how: list[str]
    depth: int | None
    parent: Row | None = None
    side: Side = "criteria"


@attrs.define
class Rubric:
    """A rubric sheet.

    Attributes:
        sheet: Its name.
        title: What stands over the table, and where.
        rows: Sections and criteria, in their order.
        problems: What was not taken, and what was taken by a guess.
    """

    sheet: str
    title: str = ""
    rows: list[Row] = attrs.field(factory=list)
    problems: list[Problem] = attrs.field(factory=list)

    def leaves(self, side: Side | None = None) -> list[Row]:
        """Give the criteria."""
        return [row for row in self.rows if row.depth is None and side in (None, row.side)]

    @property
    def total(self) -> Decimal:
        """The points of all criteria of the total, as far as they are known."""
        return sum((leaf.most or Decimal(0) for leaf in self.leaves("criteria")), Decimal(0))

    def within(self, section: Row) -> list[Row]:
        """Give what lies directly in a section."""
        return [row for row in self.rows if row.parent is section]


def heading_row(cells: SheetCells) -> tuple[int, dict[Role, int]] | None:
    """Find the row of headings of a rubric: it names criteria and their maxima."""
    for at, row in enumerate(cells.rows[:_MOST_ABOVE]):
        columns = roles_in(row, _ROLES)
        if "title" in columns and "most" in columns:
            return at, columns
    return None


def read_rubric(file: str, cells: SheetCells) -> Rubric | None:
    """Read a sheet as a rubric; None where it has no headings of one."""
    head = heading_row(cells)
    if head is None:
        return None
    reading = _Reading(file, cells, head[0], head[1])
    reading.read()
    return reading.rubric


class _Reading(SheetReading):
    def __init__(self, file: str, cells: SheetCells, head: int, at: Mapping[Role, int]) -> None:
        self.rubric = Rubric(cells.name)
        super().__init__(file, cells, head, at, self.rubric.problems)
        self.totals: list[tuple[str, Decimal]] = []
        self.letters: list[str] = []
        self.parts = False
        self.ended = False

    def read(self) -> None:
        self._above()
        self.tell_columns(self.at.values())
        for row in range(self.head + 1, len(self.cells.rows)):
            if any(text_in(cell) for cell in self.cells.rows[row]):
                self._row(row)
        self.tell_hidden_rows()
        self._unnumbered()
        self._sections_by_number()
        self._place_rows()
        self._bare_sections()
        self._sides()
        self._check()

    def _above(self) -> None:
        """Take the title from above the table: the line that speaks of points or criteria, else the last one."""
        lines = [
            (cell_name(row, at), text_in(cell))
            for row in range(self.head)
            for at, cell in enumerate(self.cells.rows[row])
            if text_in(cell)
        ]
        if lines:
            cell, self.rubric.title = max(reversed(lines), key=lambda line: len(set(_TITLE.findall(bare(line[1])))))
            self.say("DVK-O830", cell, title=self.rubric.title)

    def _row(self, row: int) -> None:
        line = self.cells.rows[row]
        title, number, how = (self.text(row, role) for role in ("title", "no", "how"))
        cell, most_cell = cell_name(row, self.at["title"]), cell_name(row, self.at["most"])
        if roles_in(line, _ROLES).keys() >= {"title", "most"}:
            self.begin_anew()
            self.say("DVK-O828", cell, value=title)
        elif self.numbers_columns(row, "title"):
            return
        elif (self.ended and not number and not sides_of(title)) or (not title and not how):
            self._left(row)
        elif is_total_row(number) or (is_total_row(title) and not number):
            self._total(row, most_cell)
        elif not title:
            self._more_how(row, how)
        else:
            self._item(row, number, title, how)

    def _left(self, row: int) -> None:
        texts = [(at, text_in(cell)) for at, cell in enumerate(self.cells.rows[row]) if text_in(cell)]
        at, text = next((pair for pair in texts if pair[0] == self.at["title"]), texts[0])
        if is_total_row(text):
            self._total(row, cell_name(row, self.at["most"]))
        else:
            self.say("DVK-O828", cell_name(row, at), value=text)

    def _total(self, row: int, cell: str) -> None:
        most = self._most(row)
        if most is None:
            self.say("DVK-O828", cell, value=self.text(row, "title"))
        else:
            self.totals.append((cell, most))
        self.ended = bool(self.rubric.rows)

    def _more_how(self, row: int, how: str) -> None:
        """Take a row with nothing but how it is scored as more of the row before."""
        if self.rubric.rows:
            self.rubric.rows[-1].how.append(how)
        else:
            self._left(row)

    def _item(self, row: int, number: str, title: str, how: str) -> None:
        cell, most_cell = cell_name(row, self.at["title"]), cell_name(row, self.at["most"])
        if number in _DASHES:
            number, title = "", f"{number} {title}"
        if not number:
            number, title = before_title(title)
        number, part = number_in(number)
        most, raw = self._most(row), self.text(row, "most")
        if not number and self.rubric.rows and (_SUB_ITEM.match(title) or (most is None and how)):
            said = " ".join(word for word in (title, raw and f"({raw})", how) if word)
            self.rubric.rows[-1].how.append(said)
            self.say("DVK-O838", cell, value=title, criterion=self.rubric.rows[-1].title)
            return
        if most is None and raw:
            self.say("DVK-O822", most_cell, title=title, value=raw)
        depth = 0 if part else self._depth(number)
        self.parts = self.parts or part
        item = Row(cell, most_cell, number, title, most, [how] if how else [], depth)
        odd = odd_character(title) or odd_character(how)
        if odd:
            self.say("DVK-S108", cell, character=odd)
        self.rubric.rows.append(item)

    def _most(self, row: int) -> Decimal | None:
        cell = self.cell(row, self.at["most"])
        self.is_wrong(row, self.at["most"])
        if isinstance(cell, Decimal):
            return cell
        return points_in(cell) if isinstance(cell, str) else None

    def _depth(self, number: str) -> int | None:
        """Tell how deep a section lies by its number: letters above Roman numbers above others; None: a criterion."""
        follows = bool(self.letters) and len(number) == 1 and ord(number) - ord(self.letters[-1]) == 1
        if _LETTER.fullmatch(number) and (follows or not _ROMAN.fullmatch(number)):
            self.letters.append(number)
            return int(self.parts)
        if _ROMAN.fullmatch(number):
            return int(self.parts) + bool(self.letters)
        return None

    def _unnumbered(self) -> None:
        """Take rows without a number for sections where the numbers below each begin anew, or add up to its points.

        One such row alone may be a criterion above numbers that only begin: it takes two. What the others are is told.
        """
        rows = self.rubric.rows
        begins = [row for row, below in pairwise(rows) if not row.no and below.no in _FIRST and not _is_beside(row)]
        deepest = max((row.depth for row in rows if row.depth is not None), default=-1)
        for row in begins if len(begins) > 1 else _sums(rows):
            row.depth = deepest + 1
            self.say("DVK-O847", row.cell, title=row.title)
        for row in [other for other in rows if not other.no and other.depth is None]:
            if row.most is None and not self._is_told(row) and not _begins_beside(rows, rows.index(row)):
                rows.remove(row)
                self.say("DVK-O828", row.cell, value=row.title)
            elif not _is_beside(row):
                self.say("DVK-O824", row.cell, title=row.title)

    def _sections_by_number(self) -> None:
        """Take rows for sections whose number others below begin with: 1 where there is 1.1."""
        rows = self.rubric.rows
        deepest = max((row.depth for row in rows if row.depth is not None), default=-1)
        for at, row in enumerate(rows):
            parts = re.split(r"[.\-/]", row.no)
            lettered = row.no[:1].isdigit() and at + 1 < len(rows) and rows[at + 1].no == "a"
            if row.depth is None and (lettered or _has_parts(row.no, [other.no for other in rows[at + 1 :]])):
                row.depth = deepest + len(parts)
        for at, row in enumerate(rows):
            if _begins_beside(rows, at):
                row.depth = 0

    def _place_rows(self) -> None:
        open_sections: list[Row] = []
        for row in self.rubric.rows:
            if row.depth is not None:
                while open_sections and (open_sections[-1].depth or 0) >= row.depth:
                    open_sections.pop()
                row.parent = open_sections[-1] if open_sections else None
                open_sections.append(row)
                continue
            while open_sections and _is_past(open_sections[-1], row):
                open_sections.pop()
            row.parent = open_sections[-1] if open_sections and not _is_beside(row) else None

    def _bare_sections(self) -> None:
        """Take a section in which nothing lies for a criterion."""
        for row in self.rubric.rows:
            if row.depth is not None and not self.rubric.within(row):
                row.depth = None
                if row.most is not None:
                    self.say("DVK-O832", row.cell, title=row.title)
        for row in self.rubric.rows:
            if row.depth is None and row.most is None and not self._is_told(row):
                self.say("DVK-O822", row.most_cell, title=row.title, value="")

    def _is_told(self, row: Row) -> bool:
        return any(problem.place.cell == row.most_cell for problem in self.rubric.problems)

    def _sides(self) -> None:
        """Put what is beside the total there, by the title of its section or by a minus before its points."""
        mixed: list[Row] = []
        for row in self.rubric.rows:
            of_both = any(row.parent is section for section in mixed)
            above = row.parent.side if row.parent is not None and not of_both else "criteria"
            asked = of_both or (row.parent is None and (row.depth is not None or above == "criteria"))
            said = sides_of(row.title) if asked else set()
            if row.depth is not None and (len(said) > 1 or (of_both and not said)):
                mixed.append(row)
                row.side = "bonuses"
                continue
            row.side = above if above != "criteria" else self._own_side(row, said, of_both=of_both)
            if row.side != above and not self._is_told(row):
                self.say("DVK-O831", row.cell, title=row.title, side=SIDES[row.side])
        for row in self.rubric.rows:
            row.most = None if row.most is None else abs(row.most)
        for row in reversed(self.rubric.rows):
            sides = {other.side for other in self.rubric.within(row)}
            if row.depth is not None and len(sides) == 1:
                row.side = sides.pop()

    def _own_side(self, row: Row, said: set[Side], *, of_both: bool) -> Side:
        """Give the side of a row that is in no section of one side; where nothing tells it, that is an error."""
        if len(said) == 1:
            return next(iter(said))
        if row.depth is None and row.most is not None and row.most < 0:
            return "penalties"
        if not (of_both or said):
            return "criteria"
        others = self.rubric.within(row.parent) if row.parent is not None else []
        if not any(other.most is not None and other.most < 0 for other in others) and row.most is not None:
            self.say("DVK-O864", row.most_cell, title=row.title)
        return "bonuses"

    def _check(self) -> None:
        unread = any(leaf.most is None for leaf in self.rubric.leaves())  # which is told; no sum can come out then
        for section in (row for row in self.rubric.rows if row.depth is not None):
            got = most_of(self.rubric, section)
            of_one = len({other.side for other in self.rubric.within(section)}) < 2 or section.side == "criteria"
            if section.most is not None and section.most != got and not unread and of_one:
                parts = _parts(self.rubric, section)
                self.say(
                    "DVK-O823",
                    section.most_cell,
                    title=section.title,
                    wanted=told(section.most),
                    got=told(got),
                    parts=parts,
                    limit=f"{_LIMITS[section.side]} = {section.most:f}"
                    if section.side in _LIMITS and section.most < got
                    else None,
                )
        numbers: dict[tuple[int, str], Row] = {}
        for row in (row for row in self.rubric.rows if row.no):
            first = numbers.setdefault((id(row.parent), row.no), row)
            if first is not row:
                self.say("DVK-O843", row.cell, number=row.no, title=row.title, cell=first.cell)
        seen: dict[str, Row] = {}
        for row in self.rubric.leaves():
            first = seen.setdefault(same(row.title), row)
            if first is not row:
                self.say("DVK-O825", row.cell, title=row.title, cell=first.cell)
            if row.most == 0:
                self.say("DVK-O822", row.most_cell, title=row.title, value="0")
        total = self.rubric.total
        for cell, most in () if unread else self.totals:
            code = "DVK-O826" if most == total else "DVK-O827"
            self.say(code, cell, wanted=told(most), got=told(total))


def _parts(rubric: Rubric, section: Row) -> Text:
    """List what lies in a section, with its points."""
    parts = [(row.no or row.title, told(most_of(rubric, row))) for row in rubric.within(section)]
    vi, en = (", ".join(f"{name} {Text.of(most).in_(language)}" for name, most in parts) for language in LANGUAGES)
    return Text(vi=vi, en=en)


def most_of(rubric: Rubric, row: Row) -> Decimal:
    """Give the points of a row: a criterion's own, of a section those of all that lies in it."""
    if row.depth is None:
        return row.most or Decimal(0)
    return sum((most_of(rubric, inner) for inner in rubric.within(row) if inner.side == row.side), Decimal(0))


def _sums(rows: Sequence[Row]) -> list[Row]:
    """Give the rows without a number, where there are several and each has the points of two rows or more below it."""
    heads = [at for at, row in enumerate(rows) if not row.no and row.depth is None and not _is_beside(row)]
    for at in heads:
        below = [*takewhile(lambda row: row.no and row.depth is None, rows[at + 1 :])]
        if len(below) < _FEWEST or rows[at].most != sum((row.most or Decimal(0) for row in below), Decimal(0)):
            return []
    return [rows[at] for at in heads] if len(heads) > 1 else []


def _is_beside(row: Row) -> bool:
    """Tell whether a row without a number says by its title that it is beside the total, wherever it stands."""
    return not row.no and bool(sides_of(row.title))


def _begins_beside(rows: Sequence[Row], at: int) -> bool:
    """Tell whether a row beside the total is a section: numbers begin anew below it, and no deeper section comes."""
    after = rows[at + 1 :]
    return _is_beside(rows[at]) and bool(after) and after[0].no in _FIRST and not any(other.depth for other in after)


def _is_past(section: Row, row: Row) -> bool:
    """Tell whether a numbered criterion no longer belongs to a section that is numbered likewise: 2 after 1.1."""
    if not row.no or not re.fullmatch(r"\d+(?:[.\-/]\w+)*", section.no):
        return False
    return re.match(rf"{re.escape(section.no)}[.\-/]", row.no) is None and row.no[:1].isdigit()


def sections(rubric: Rubric) -> Iterator[Row]:
    """Give the sections of the total; those of bonuses and penalties are no sections of a scheme."""
    yield from (row for row in rubric.rows if row.depth is not None and row.side == "criteria")


def _has_parts(no: str, below: Sequence[str]) -> bool:
    """Tell whether a number below begins with this one, before it comes again: another section counts from 1 anew."""
    part = re.compile(rf"{re.escape(no)}[.\-/]")
    return bool(no) and any(part.match(other) for other in takewhile(lambda other: other != no, below))
