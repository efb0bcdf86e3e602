"""What fills the big table: criteria and units, each point as every voice has it beside the one that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import Any, Final

import attrs

from dvk_scoring.analysis.voices import VoiceSums, counting_sums, voice_sums
from dvk_scoring.formula.show import show_decimals, show_number
from dvk_scoring.report.documents.figures import Shown, Together
from dvk_scoring.report.documents.head import head_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import counted
from dvk_scoring.report.documents.widths import Column, parted
from dvk_scoring.report.documents.words import PaperSayer
from dvk_scoring.scheme.model import CriterionUse
from dvk_scoring.scoring.result import CriterionState, Result, UnitResult
from dvk_scoring.text import Language

ROOM: Final = 375
"""Width between the margins of A3 landscape, in mm."""
_LETTERS: Final = (10, 9, 8)
"""Sizes of letters that are tried, in points."""
_DOWN: Final = 728.0
"""Height between the margins of A3 landscape, in points."""
_LINE, _AROUND, _INNER = 1.17, 2.0, 1.5
"""Of a line, in heights of letters; above and below those of a row, in points; beside those of a cell, in mm."""
_OPENING, _BAND, _ENDING = 110.0, 24.0, 190.0
"""Heights in points of the head of the paper, of the title of a band, and of notes and signatures."""
_TITLE: Final = 62
"""Most width of the titles before the points, in mm; longer ones take several lines."""
_STRETCH: Final = 1.8
"""How many times wider than it must be a column gets where there is room."""
_TIED: Final = 6
"""Rows at the end that stay together, so that no total stands alone on a page."""
_SHORT: Final = 30
"""Rows of a table that is not parted."""


@attrs.frozen
class Cell:
    """A cell: as it is read, and its number where it is one."""

    text: str
    number: Decimal | None = None


@attrs.frozen
class Line:
    """A criterion, a section, or what comes of them.

    Attributes:
        kind: ``section``, ``criterion``, ``sum`` for bonus, penalty and total, or ``whole``: one cell a unit, for rank
            and class are of what counts alone.
        no, title, most: What it is called, and what it can give.
        cells: Of each unit: one a voice and the one that counts, or a single one.
    """

    kind: str
    no: str
    title: str
    most: Cell
    cells: Sequence[Sequence[Cell]]


@attrs.frozen
class Group:
    """Units that are ranked together, and the lines of their table."""

    title: str
    units: Sequence[UnitResult]
    lines: Sequence[Line]


def table_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the big table; ``docs/documents.md`` says what each name means."""
    say = PaperSayer(language, result.scheme.entrant)
    shown = Shown(result, say)
    groups = [_group(shown, group) for group in shown.groups()]
    voices = _voices(shown)
    # What there is more of goes down the page: it runs on over as many pages as it needs.
    units_down = max(len(group.units) for group in groups) > max(len(group.lines) for group in groups)
    head = head_data(result, letterhead, "table", say)
    tables = [
        _of_units(say, group, head["words"]["unit"]) if units_down else _of_criteria(say, group) for group in groups
    ]
    letters, fitted = _fit(tables, voices)
    return {
        **head,
        "counted": counted(shown, say),
        "voices": voices,
        "letters": letters,
        "tables": [_titled({**table, **part}, say) for table, part in zip(tables, fitted, strict=True)],
        "notes": list(_notes(shown)),
        "recipients": list(letterhead.paper("table").recipients),
    }


def _voices(shown: Shown) -> list[str]:
    """Name the columns below each unit; none when there is but the points that count."""
    titles = shown.scheme.voice_titles
    titled = [titles[voice].in_(shown.language) if voice in titles else voice for voice in shown.result.by_voice]
    return [*titled, shown.say("counts")] if titled else []


def _group(shown: Shown, group: Together) -> Group:
    return Group(group.title, group.units, tuple(_lines(shown, group)))


def _lines(shown: Shown, group: Together) -> Iterator[Line]:
    scheme, say, units = shown.scheme, shown.say, group.units
    sums = _sums(shown, group)
    yield from _below(shown, group, None, sums)
    nothing = Cell("")
    if scheme.bonuses:
        yield Line("sum", "", say("bonus"), nothing, _summed(shown, sums, lambda one: one.bonus, shown.points))
    if scheme.penalties:
        yield Line("sum", "", say("penalty"), nothing, _summed(shown, sums, lambda one: one.penalty, shown.points))
    whole = Cell(shown.whole(), _decimal(shown.scheme.total))
    yield Line("sum", "", say("total"), whole, _summed(shown, sums, lambda one: one.total, shown.total_points))
    yield Line("whole", "", say("rank"), nothing, [[_rank(shown, unit)] for unit in units])
    if scheme.classes:
        yield Line("whole", "", say("class"), nothing, [[Cell(shown.klass(unit))] for unit in units])


def _sums(shown: Shown, group: Together) -> list[list[VoiceSums]]:
    """Give the sums of each unit: as each voice has them, and as they count."""
    said = voice_sums(shown.result)
    return [
        [*(said[voice][unit.unit] for voice in shown.result.by_voice), counting_sums(shown.scheme, unit)]
        for unit in group.units
    ]


def _summed(
    shown: Shown,
    sums: Sequence[Sequence[VoiceSums]],
    own: Callable[[VoiceSums], Decimal | None],
    show: Callable[[Decimal], str],
) -> list[list[Cell]]:
    """Give the cells of one sum of each unit."""
    rows = []
    for spoken in sums:
        points = [own(one) for one in spoken]
        rows.append([Cell(shown.say("nothing")) if point is None else Cell(show(point), point) for point in points])
    return rows


def _rank(shown: Shown, unit: UnitResult) -> Cell:
    """Give the rank; shared, it has a mark, and is no number."""
    number = None if unit.rank is None or unit.tied else Decimal(unit.rank)
    return Cell(shown.short_rank(unit), number)


def _below(shown: Shown, group: Together, parent: str | None, sums: Sequence[Sequence[VoiceSums]]) -> Iterator[Line]:
    """Give the criteria and sections in a section, sections before what they hold; None: in no section."""
    scheme, language = shown.scheme, shown.language
    for key, use in scheme.criteria.items():
        if use.section == parent and any(key in unit.criteria for unit in group.units):
            yield _criterion(shown, group, use)
    for key, section in scheme.sections.items():
        if section.parent == parent:
            inside = list(_below(shown, group, key, sums))
            if inside:
                weight = shown.section_weight(key, group.kind) if group.kind else None
                number = None if weight is None else _decimal(weight)
                most = Cell(shown.section_most(key, group.kind), number) if group.kind else Cell("")
                cells = _summed(shown, sums, _section(key), shown.section_points)
                yield Line("section", section.no, section.title.in_(language), most, cells)
                yield from inside


def _section(key: str) -> Callable[[VoiceSums], Decimal | None]:
    return lambda one: one.sections[key]


def _criterion(shown: Shown, group: Together, use: CriterionUse) -> Line:
    title, most = use.title.in_(shown.language), Cell("")
    if use.tie_break:
        title = shown.say("tie_break", title=title)
    elif group.kind and group.kind in use.weight:
        most = Cell(show_number(use.weight[group.kind], shown.language), _decimal(use.weight[group.kind]))
    return Line("criterion", use.no, title, most, [_points(shown, unit, use) for unit in group.units])


def _points(shown: Shown, unit: UnitResult, use: CriterionUse) -> list[Cell]:
    scored = unit.criteria.get(use.id)
    if scored is None:
        return [Cell("")] * (len(shown.result.by_voice) + 1)
    said = [(scored.points_by_voice[voice], scored.states_by_voice[voice]) for voice in shown.result.by_voice]
    return [_cell(shown, use, points, state) for points, state in [*said, (scored.points, scored.state)]]


def _cell(shown: Shown, use: CriterionUse, points: Decimal | None, state: CriterionState) -> Cell:
    """Write points, or the state: what a scheme counts for what is not reported or not assigned is in the sums."""
    if points is not None and state == "ok":
        return Cell(shown.points(points, use), points)
    return Cell(shown.say("not-assigned" if state == "not-assigned" else "nothing"))


def _decimal(value: Any) -> Decimal | None:
    """Give a fraction as a decimal where few decimals hold it."""
    scaled = value * 10**6
    return Decimal(scaled.numerator).scaleb(-6).normalize() if scaled.denominator == 1 else None


def _of_criteria(say: PaperSayer, group: Group) -> dict[str, Any]:
    """Set criteria down the page, units across."""
    lines = group.lines
    rows = [_row(line.kind, [Cell(line.no), Cell(line.title), line.most], line.cells) for line in lines]
    heads = [say("no"), say("criterion"), say("most")]
    spans = max(len(line.cells[0]) for line in lines)
    columns = [{"title": unit.name, "kind": "unit", "spans": spans} for unit in group.units]
    return {"title": group.title, "heads": heads, "columns": columns, "rows": _tied(rows)}


def _of_units(say: PaperSayer, group: Group, unit: str) -> dict[str, Any]:
    """Set units down the page, criteria across."""
    lines = group.lines
    heads = [say("no"), unit]
    columns = [
        {"title": f"{line.no}. {line.title}" if line.no else line.title, "kind": line.kind, "spans": len(line.cells[0])}
        for line in lines
    ]
    rows = []
    if any(line.most.text for line in lines):
        rows.append(_row("most", [Cell(""), Cell(say("most"))], [[line.most] for line in lines]))
    for at, member in enumerate(group.units):
        cells = [line.cells[at] for line in lines]
        rows.append(_row("unit", [Cell(str(at + 1)), Cell(member.name)], cells))
    return {"title": group.title, "heads": heads, "columns": columns, "rows": _tied(rows)}


def _titled(table: dict[str, Any], say: PaperSayer) -> dict[str, Any]:
    """Say of each band which part it is, where a table has several."""
    count, title = len(table["bands"]), table["title"]
    bands = [
        {"title": say("band", title=title, part=at, parts=count) if count > 1 else title, "start": start, "end": end}
        for at, (start, end) in enumerate(table["bands"], start=1)
    ]
    return {**table, "bands": bands}


def _row(kind: str, heads: Sequence[Cell], cells: Sequence[Sequence[Cell]]) -> dict[str, Any]:
    return {
        "kind": kind,
        "heads": [head.text for head in heads],
        "head_numbers": [_plain(head) for head in heads],
        "cells": [[part.text for part in cell] for cell in cells],
        "numbers": [[_plain(part) for part in cell] for cell in cells],
    }


def _plain(cell: Cell) -> str:
    return "" if cell.number is None else format(cell.number, "f")


def _tied(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tie each section to what comes below it, and the last rows to each other and to what comes next."""
    for at, row in enumerate(rows):
        row["tied"] = row["kind"] in ("section", "most") or len(rows) - at <= _TIED
        row["kept"] = row["tied"] or len(rows) <= _SHORT
    return rows


def _fit(tables: Sequence[dict[str, Any]], voices: Sequence[str]) -> tuple[int, list[dict[str, Any]]]:
    """Part the columns of each table over as few bands as the smallest letters would, on the fewest pages that do.

    Of sizes of letters that take as many pages, the largest is taken.

    Returns:
        Size of the letters in points; and of each table its columns with widths in mm, and its bands: the first column
        of each and the one after its last.
    """
    tried = [(letters, [_banded(table, voices, letters) for table in tables]) for letters in _LETTERS]
    least = [len(table["bands"]) for table in tried[-1][1]]
    several = [way for way in tried if [len(own["bands"]) for own in way[1]] == least]
    return min(several, key=lambda way: _pages(tables, way[1], voices, way[0]))


def _pages(tables: Sequence[dict[str, Any]], fitted: Sequence[dict[str, Any]], voices: Sequence[str], size: int) -> int:
    """Reckon how many pages the bands take, each on one page where a page holds it."""
    heights = [
        _height(table, part, band, voices, size)
        for table, part in zip(tables, fitted, strict=True)
        for band in part["bands"]
    ]
    heights[0] += _OPENING
    heights[-1] += _ENDING
    pages, used = 1, 0.0
    for height in heights:
        if used and used + height > _DOWN:
            pages, used = pages + 1, 0.0
        more = ceil((used + height) / _DOWN) - 1
        pages, used = pages + more, used + height - more * _DOWN
    return pages


def _height(
    table: dict[str, Any], fitted: dict[str, Any], band: Sequence[int], voices: Sequence[str], size: int
) -> float:
    """Reckon how high a band of a table is, in points."""
    heads = fitted["heads"]
    columns = [column for column in fitted["columns"][band[0] : band[1]] if column["spans"] > 1]
    named = [(column["title"], column["width"]) for column in columns]
    below = [(voice, column["width"] / column["spans"]) for column in columns[:1] for voice in voices]
    rows = [_lines_of(named, size), _lines_of(below, size)]
    wide = [head["width"] for head in heads]
    rows += [_lines_of(list(zip(row["heads"], wide, strict=True)), size) for row in table["rows"]]
    return sum(lines * size * _LINE + _AROUND for lines in rows) + _BAND


def _lines_of(cells: Sequence[tuple[str, float]], size: int) -> int:
    return max((len(parted(text, width - _INNER, size)) for text, width in cells), default=1)


def _banded(table: dict[str, Any], voices: Sequence[str], letters: int) -> dict[str, Any]:
    heads = _heads(table, letters)
    room = ROOM - sum(head["width"] for head in heads)
    cells = [text for row in table["rows"] for cell in row["cells"] if len(cell) > 1 for text in cell]
    below = max(Column("", cells).wanted(letters), *(Column(name, ()).least(letters) for name in ("", *voices)))
    widths = []
    for at, column in enumerate(table["columns"]):
        over = [row["cells"][at][0] for row in table["rows"] if len(row["cells"][at]) == 1]
        whole = Column(column["title"], over, whole=True)
        # One that stands alone is as wide as what is in it; a heading may take several lines.
        alone = whole.held(letters) if column["spans"] == 1 else whole.least(letters)
        widths.append(max(alone, below * column["spans"] if column["spans"] > 1 else 0.0))
    ends = _parted(widths, room)
    bands = [[start, end] for start, end in pairwise(ends)]
    stretch = min(_STRETCH, *(room / sum(widths[start:end]) for start, end in bands))
    columns = [
        {**column, "width": round(width * stretch, 2)} for column, width in zip(table["columns"], widths, strict=True)
    ]
    return {"heads": heads, "columns": columns, "bands": bands}


def _heads(table: dict[str, Any], letters: int) -> list[dict[str, Any]]:
    """Fit the columns before the points: the second one has the titles."""
    heads = []
    for at, title in enumerate(table["heads"]):
        heading = Column(title, [row["heads"][at] for row in table["rows"]], bold=True)
        width = max(heading.least(letters), min(_TITLE, heading.wanted(letters))) if at == 1 else heading.least(letters)
        heads.append({"title": title, "width": round(width, 2)})
    return heads


def _parted(widths: Sequence[float], room: float) -> list[int]:
    """Part columns into as few bands as hold them, about as wide as each other: where each begins, and the end."""
    fewest = _filled(widths, room)
    low, high = max(widths), room
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(widths, middle)) <= len(fewest) else (middle, high)
    even = _filled(widths, high)
    return even if len(even) == len(fewest) else fewest


def _filled(widths: Sequence[float], room: float) -> list[int]:
    ends, taken = [0], 0.0
    for at, width in enumerate(widths):
        if taken + width > room and at > ends[-1]:
            ends.append(at)
            taken = 0.0
        taken += width
    return [*ends, len(widths)]


def _notes(shown: Shown) -> Iterator[str]:
    say = shown.say
    yield from shown.notes()
    yield say("table_marks")
    if shown.result.by_voice:
        yield say("voice_sums")
    yield say("kp_note")
    if any(unit.tied for unit in shown.result.units):
        yield say("tie_mark")
    if shown.shortened:
        yield say("shortened", places=shown.places, decimals=show_decimals(shown.places))
    yield from shown.sums()
