"""What came back: the cells of a form, or of a table made by hand, as they were written and where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any, Final

import attrs

from dvk_scoring.figures.cells import NO
from dvk_scoring.figures.columns import voices_called
from dvk_scoring.figures.merged import find_unseen, merged_answers
from dvk_scoring.figures.persons import refuse_people, tells_of_people
from dvk_scoring.figures.sheet import cell_name, column_letters
from dvk_scoring.figures.table import BLANKS, DecimalMark
from dvk_scoring.figures.workbook import SheetCells, cell_text, is_number, key_text
from dvk_scoring.forms import words
from dvk_scoring.forms.altered import find_altered
from dvk_scoring.forms.layout import FIELDS, Asked, FormHeader, Role, questions, read_header, roles
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.entrant import about
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language, Text, odd_character, visible
from dvk_scoring.written import Plain


@attrs.frozen
class Entry:
    """One figure as it was written.

    Attributes:
        figure: Column of the figures; from outside, and not yet known to exist.
        text: What stands in the cell, trimmed; numbers with the file's decimal mark.
        place: Where.
        reason: Why it differs from the earlier value.
        evidence: What it rests on.
        earlier: What the form showed as reported before; None: it showed nothing.
        agreed: Whoever fills in the form ticked that this stands.
        dated: The cell holds a date or a time.
        fault: Code of the problem when the cell holds an error value or a formula never computed.
        computed: The text is the stored result of a formula.
        asked_otherwise: The form asked something else here than the scheme does now.
        scales: Of a mark or decimal: the form's, and the scheme's now, as ``0..10``.
        again: Cells of further rows of the form that say they are this figure.
        merged: The cells that its cell is merged with, where several are to be filled in; empty: none.
        printed: The row says that the figure was known when the table was made; where rows were sorted without their
            hidden cells it says so of another unit.
    """

    figure: str
    text: str
    place: Place
    reason: str = ""
    evidence: str = ""
    earlier: str | None = None
    agreed: bool = False
    dated: bool = False
    fault: str | None = None
    computed: bool = False
    asked_otherwise: bool = False
    scales: tuple[str, str] = ("", "")
    again: tuple[str, ...] = ()
    merged: str = ""
    printed: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was written for the figure."""
        return not self.text and not self.agreed and self.fault is None


@attrs.frozen
class OpenedForm:
    """A sheet that is a form of this scheme: what it says about itself, and what the scheme asks now."""

    scheme: Scheme
    header: FormHeader
    asks: Mapping[str, str] = attrs.field(hash=False)


@attrs.frozen
class UnitReturn:
    """What one form, or one row of a table, says of a unit.

    Attributes:
        unit, name, cluster: Who it is, as written there; may be empty or unknown.
        kind: Kind of unit the form was made for, empty: not told.
        asked: Whose figures they are.
        voice: The voice they speak in, empty: none.
        entries: Every figure there is a cell for, blank ones too.
        place: The file and the sheet; for a row of a table its cell.
        unit_place: Where the unit's id stands, for messages about it.
    """

    unit: str
    name: str
    cluster: str
    kind: str
    asked: Asked
    voice: str
    entries: tuple[Entry, ...]
    place: Place
    unit_place: Place


def open_form(scheme: Scheme, file: str, cells: SheetCells) -> OpenedForm | list[Problem] | None:
    """See what a sheet says about itself, and whether it is a form of this scheme.

    Returns:
        None when the sheet is no form; problems when it cannot be taken.
    """
    first = cells.rows[0][0] if cells.rows and cells.rows[0] else None
    header = read_header(first)
    if header is None:
        return find_altered(cells, Place(file=file, sheet=cells.name)) or None
    place = Place(file=file, sheet=cells.name, unit=header.unit or None)
    if header.scheme != scheme.id:
        return [problem("DVK-O511", place, scheme=header.scheme, wanted=scheme.id)]
    if header.hash != scheme.hash and not header.asks:
        return [problem("DVK-O512", place, hash=header.hash[:8], wanted=scheme.hash[:8], scheme=scheme.id)]
    if scheme.voices and not header.voice and header.asked == "unit":  # made before the scheme had voices
        header = attrs.evolve(header, voice=scheme.voices[0])
    if header.voice and header.voice not in scheme.voices:
        near, known = nearest(header.voice, scheme.voices), voices_called(scheme)
        return [problem("DVK-D501", place, value=header.voice, nearest=near, known=known)]
    language: Language = "vi" if header.language == "vi" else "en"
    asks = questions(scheme, language, header.asks.keys() & scheme.figure_columns.keys()) if header.asks else {}
    return OpenedForm(scheme, header, asks)


def read_form(
    file: str, cells: SheetCells, opened: OpenedForm, mark: DecimalMark
) -> tuple[list[UnitReturn], list[Problem]]:
    """Read a sheet that is one unit's form; give what it says, nothing when it cannot be taken, and what is wrong."""
    place = Place(file=file, sheet=cells.name, unit=opened.header.unit or None)
    columns, twice = _columns(cells.rows[1] if len(cells.rows) > 1 else ())
    if "value" not in columns:
        return [], [problem("DVK-O513", place)]
    if twice:
        return [], [problem("DVK-D202", place, name=words.COLUMNS[role], number=at + 1) for role, at in twice.items()]
    returned, problems = _Sheet(file, cells, opened.header, columns, mark, opened.asks, opened.scheme.entrant).read()
    return [returned], problems


def asked_then(header: FormHeader, asks: Mapping[str, str], figure: str) -> dict[str, Any]:
    """Tell whether a form asked something else of a figure, and on which scale, as ``Entry`` keeps it."""
    then, now = header.asks.get(figure, ""), asks.get(figure, "")
    return {
        "asked_otherwise": then.split(" ")[0] != now.split(" ")[0],
        "scales": (then.partition(" ")[2], now.partition(" ")[2]),
    }


def text_faults(cells: SheetCells, cell: Any, place: Place, name: Text, mark: DecimalMark) -> list[Problem]:
    """Tell what is wrong with a text beside a figure; ``name``: what it is called."""
    code = cells.wrong.get(place.cell or "")
    problems = odd_text(cell, place) if code is None else [problem(code, place)]
    if tells_of_people(plain_text(cell, mark)):
        problems.append(problem("DVK-D210", place, name=name))
    return problems


def inserted_columns(
    file: str, cells: SheetCells, own: Collection[int], rows: Sequence[int], mark: DecimalMark
) -> list[Problem]:
    """Tell of the columns that are none of the sheet's own, and say something in its rows: nobody reads them.

    Args:
        file: Path as the user gave it.
        cells: Of the sheet.
        own: Its own columns, from 0.
        rows: The rows of figures, from 0, in ascending order; a heading stands above the first of them.
        mark: Decimal mark of text cells.
    """
    problems: list[Problem] = []
    for at in range(max((len(cells.rows[row]) for row in rows), default=0)):
        if at in own:
            continue
        texts = [written_text(line[at], mark) if at < len(line) else "" for line in cells.rows]
        first = next((row for row in rows if texts[row]), None)
        if first is None:
            continue
        head = next((row for row in reversed(range(rows[0])) if texts[row]), first)
        letters = column_letters(at)
        name = letters if head == first else texts[head]
        place = Place(file=file, sheet=cells.name, cell=cell_name(head, at), header=name)
        problems += refuse_people(place, name, known=False) or [problem("DVK-O532", place, name=name, inserted=letters)]
    return problems


def odd_text(cell: Any, place: Place) -> list[Problem]:
    """Tell of a text with characters that no text may hold; it goes on with a sign in their place."""
    odd = isinstance(cell, str) and odd_character(cell.strip(BLANKS).replace("\r", ""), lines=True)
    return [problem("DVK-D408", place, value=cell)] if odd else []


def plain_text(cell: Any, mark: DecimalMark) -> str:
    """Write a cell as one line of trimmed NFC text; characters that no text may hold stand as a sign."""
    text = written_text(cell, mark)
    return text if isinstance(text, Plain) else visible(text)


def written_text(cell: Any, mark: DecimalMark) -> str:
    """Write a cell that is read and told of, and stands in no output, as one line of trimmed NFC text."""
    text = " ".join(unicodedata.normalize("NFC", cell_text(cell, mark).strip(BLANKS)).split())
    return Plain(text) if is_number(cell) else text


def is_dated(cell: Any) -> bool:
    """Tell whether a cell holds a date, a time or a span of time."""
    return isinstance(cell, date | time | timedelta)


_ANSWERS: Final[tuple[Role, ...]] = ("value", "agree", "reason", "evidence")


def _columns(row: Sequence[Any]) -> tuple[Mapping[Role, int], Mapping[Role, int]]:
    """Give the column of each role, and of roles that people fill in the second column that says it holds them."""
    known = {str(role): role for role in roles(later=True)}
    first: dict[Role, int] = {}
    twice: dict[Role, int] = {}
    for at, cell in enumerate(row):
        role = known.get(cell) if isinstance(cell, str) else None
        if role in first and role in _ANSWERS:
            twice.setdefault(role, at)
        elif role is not None:
            first.setdefault(role, at)
    return first, twice


def _joined(rows: Sequence[Entry]) -> Entry:
    """Make one of the rows of a figure: of several that are not all blank nobody knows which one counts."""
    if len(rows) == 1 or all(row.blank for row in rows):
        return rows[0]
    return attrs.evolve(rows[0], again=tuple(row.place.cell or "" for row in rows[1:]))


@attrs.frozen
class _Sheet:
    file: str
    cells: SheetCells
    header: FormHeader
    columns: Mapping[Role, int]
    mark: DecimalMark
    asks: Mapping[str, str]
    entrant: Text

    def read(self) -> tuple[UnitReturn, list[Problem]]:
        told = (self.header.unit, self.header.name, self.header.cluster)
        fields = dict(zip(FIELDS, (plain_text(cell, self.mark) for cell in told), strict=True))
        places: dict[str, Place] = {}
        entries: dict[str, list[Entry]] = {}
        problems: list[Problem] = []
        for row, line in enumerate(self.cells.rows[2:], 2):
            key = line[0] if line and isinstance(line[0], str) else ""
            if key in FIELDS:
                text, place = self._field(row), self._place(row, "value", None)
                problems += odd_text(self._cell(row, "value"), place)
                if key in places and text != fields[key]:
                    label = about(words.FIELDS[key], self.entrant)
                    problems.append(problem("DVK-O548", places[key], label=label, cells=place.cell))
                    text = ""
                fields[key], places[key] = text, places.get(key, place)
            elif key:
                entries.setdefault(key, []).append(self._entry(row, key))
                problems += self._faults_beside(row, key)
        rows = [row for row, line in enumerate(self.cells.rows[2:], 2) if line and line[0]]
        problems += self._unseen(rows)
        figures = [row for row in rows if self.cells.rows[row][0] not in FIELDS]
        problems += inserted_columns(self.file, self.cells, self.columns.values(), figures, self.mark)
        merged = merged_answers(self.cells, rows, [self.columns["value"]])
        read = [
            attrs.evolve(entry, merged=merged.get(entry.place.cell or "", ""))
            for entry in map(_joined, entries.values())
        ]
        sheet = Place(file=self.file, sheet=self.cells.name)
        returned = UnitReturn(
            unit=fields["@unit"],
            name=fields["@name"],
            cluster=fields["@cluster"],
            kind=self.header.kind,
            asked=self.header.asked,
            voice=self.header.voice,
            entries=tuple(read),
            place=sheet,
            unit_place=sheet if self.header.unit else places.get("@unit", self._place(0, "key", None)),
        )
        return returned, problems

    def _field(self, row: int) -> str:
        return plain_text(key_text(self._cell(row, "value"), self.mark), self.mark)

    def _unseen(self, rows: Sequence[int]) -> list[Problem]:
        """Tell of rows and columns that whoever filled in the form did not see."""
        letters: Mapping[str, str] = {role: column_letters(at) for role, at in self.columns.items() if role != "key"}
        hidden = attrs.evolve(self.cells, kept=())
        return find_unseen(hidden, letters, [row + 1 for row in rows], Place(file=self.file, sheet=self.cells.name))

    def _entry(self, row: int, figure: str) -> Entry:
        place = self._place(row, "value", figure)
        return Entry(
            figure=figure,
            text=written_text(self._cell(row, "value"), self.mark),
            place=place,
            reason=self._text(row, "reason"),
            evidence=self._text(row, "evidence"),
            earlier=self._text(row, "earlier") or None,
            agreed=self._text(row, "agree").lower() not in ("", *NO),
            dated=is_dated(self._cell(row, "value")),
            fault=self.cells.wrong.get(place.cell or ""),
            computed=(place.cell or "") in self.cells.formulas,
            **asked_then(self.header, self.asks, figure),
        )

    def _faults_beside(self, row: int, figure: str) -> list[Problem]:
        problems: list[Problem] = []
        beside: tuple[Role, ...] = ("reason", "evidence")
        for role in (role for role in beside if role in self.columns):
            place, name = self._place(row, role, figure), words.COLUMNS[role]
            problems += text_faults(self.cells, self._cell(row, role), place, name, self.mark)
        return problems

    def _cell(self, row: int, role: Role) -> Any:
        line, column = self.cells.rows[row], self.columns.get(role)
        return None if column is None or column >= len(line) else line[column]

    def _text(self, row: int, role: Role) -> str:
        return plain_text(self._cell(row, role), self.mark)

    def _place(self, row: int, role: Role, figure: str | None) -> Place:
        cell = f"{column_letters(self.columns.get(role, 0))}{row + 1}"
        unit = self.header.unit or None
        return Place(file=self.file, sheet=self.cells.name, cell=cell, unit=unit, header=figure)
