"""A result in the terminal: a table for each cluster, then what was odd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import attrs
import narwhals as nw
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.analysis.shown import added_points, criterion_points, section_points, shown_total
from dvk_scoring.formula.show import show_day, show_number, show_points
from dvk_scoring.report.notes import notes_on, notes_on_parts
from dvk_scoring.report.odd import find_odd
from dvk_scoring.report.parts import TopPart, top_parts
from dvk_scoring.report.places import kept_places, needed_places
from dvk_scoring.report.votes import voted_word
from dvk_scoring.scheme.entrant import plural
from dvk_scoring.scoring.places import shown_places
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.scoring.state_words import CLASS_OPEN, ON_HOLD, TITLE, UNIT
from dvk_scoring.text import Language, Sayer, Text

_MOST_UNITS: Final = 400
_FEW: Final = 10
_EDGES: Final = 2
_LONG_WORD: Final = 16
_NOTHING: Final = "–"
ILLUSTRATIVE: Final = Text(
    vi="SỐ LIỆU MINH HỌA: số liệu mẫu đi kèm bảng điểm, không phải của đơn vị có thật.",
    en="ILLUSTRATIVE: sample figures that ship with the scheme, of no real unit.",
)
_SAID: Final[Mapping[str, Text]] = {
    "sample": Text(vi="Số liệu mẫu đi kèm bảng điểm.", en="These are the sample figures that ship with the scheme."),
    "source": Text(vi="Nguồn số liệu: {source}", en="Source of the figures: {source}"),
    "what": Text(
        vi="{count} {entrant}; tính đến ngày {day}. Kết quả là đề nghị, hội đồng quyết định.",
        en="{count} {entrant}; as of {day}. These are proposals; the council decides.",
    ),
    "what_open": Text(
        vi="{count} {entrant}. Kết quả là đề nghị, hội đồng quyết định.",
        en="{count} {entrant}. These are proposals; the council decides.",
    ),
    "rank": Text(vi="Hạng", en="Rank"),
    "id": Text(vi="Mã", en="Id"),
    "name": Text(vi="Tên", en="Name"),
    "bonus": Text(vi="Thưởng", en="Bonus"),
    "penalty": Text(vi="Trừ", en="Penalty"),
    "total": Text(vi="Tổng", en="Total"),
    "class": Text(vi="Xếp loại", en="Class"),
    "titles": Text(vi="Danh hiệu (đề nghị)", en="Titles (proposed)"),
    "odd": Text(vi="Cần xem xét", en="To look at"),
    "nothing_odd": Text(vi="Không có gì bất thường.", en="Nothing was odd."),
    "columns": Text(vi="Cột: {parts}.", en="Columns: {parts}."),
    "narrow": Text(
        vi="Cửa sổ hẹp nên không in điểm từng phần; mở rộng ra, hoặc ghi đủ ra tệp bằng -o.",
        en="Too narrow for the points of each part: widen the window, or write all to a file with -o.",
    ),
    "more": Text(
        vi="… và {count} {entrant} nữa trong cụm; ghi đủ ra tệp bằng -o.",
        en="… and {count} more of this cluster; write all to a file with -o.",
    ),
}


def print_result(result: Result, language: Language, console: Console) -> None:
    """Print the tables of all clusters and what was odd."""
    printer = _Printer(result, language)
    tables = printer.fitting(console)
    for block in (*printer.heading(), *tables, *printer.odd()):
        console.print(block)


class _Printer:
    """Makes what is printed."""

    def __init__(self, result: Result, language: Language) -> None:
        self.result, self.scheme, self.language = result, result.scheme, language
        self._say = Sayer(_SAID, self.language)
        self.parts = top_parts(result.scheme, language)
        self.entrant = result.scheme.entrant.in_(language)
        self.narrow = False

    def fitting(self, console: Console) -> list[Table | Styled]:
        """Give the tables: closer where the window is too narrow, without the parts where words would be broken."""
        tables = list(self._tables())
        widths = [_widths(each) for each in _only_tables(tables)]
        if all(sum(each) + 3 * (len(each) - 1) + _EDGES <= console.width for each in widths):
            for table, sizes in zip(_only_tables(tables), widths, strict=True):
                for column, width in zip(table.columns, sizes, strict=True):
                    column.width = width  # told, it is not measured again and again
            return tables
        if self.parts and any(_least_width(each) > console.width for each in _only_tables(tables)):
            self.parts, self.narrow = (), True
            tables = list(self._tables())
        for grid in _only_tables(tables):
            grid.padding = (0, 1, 0, 0)
        return tables

    def _entrants(self, count: int) -> str:
        """Name what is scored; English puts it in the plural."""
        return self.entrant if self.language != "en" or count == 1 else plural(self.entrant)

    def heading(self) -> Iterator[Styled]:
        """Give title, what was scored, and the words on the sample."""
        result = self.result
        yield Styled(self.scheme.title.in_(self.language), "bold")
        what = "what" if result.as_of is not None else "what_open"
        day = "" if result.as_of is None else show_day(result.as_of, self.language)
        count = show_number(Fraction(len(result.frame)), self.language)
        entrants = self._entrants(len(result.frame))
        yield Styled(self._say(what, count=count, entrant=entrants, day=day))
        yield from sample_lines(result, self.language)
        if result.sample and self.scheme.sample is not None and self.scheme.sample.source is not None:
            yield Styled(self._say("source", source=self.scheme.sample.source.in_(self.language)))
        yield from (Styled(text.in_(self.language), "dim") for text in notes_on(self.scheme))
        if self.parts:
            parts = "; ".join(f"{part.mark} {part.title}" for part in self.parts)
            yield Styled(self._say("columns", parts=parts), "dim")
            yield from (Styled(text.in_(self.language), "dim") for text in notes_on_parts(self.scheme))
        elif self.narrow:
            yield Styled(self._say("narrow"), "dim")

    def _tables(self) -> Iterator[Table | Styled]:
        """Give one table a cluster, or one for all when units are ranked together."""
        large = len(self.result.frame) > _MOST_UNITS
        together = self.scheme.ranking.within == "all"
        for cluster in ("",) if together else tuple(self.scheme.clusters):
            rows = self.result.frame.with_row_index("_at")
            if cluster:
                rows = rows.filter(nw.col("cluster") == cluster)
            if not len(rows):
                continue
            shown = rows.head(_FEW) if large else rows
            title = self.scheme.clusters[cluster].title.in_(self.language) if cluster else None
            yield self._table(title, _only(self.result, shown).units)
            if len(rows) > len(shown):
                left = show_number(Fraction(len(rows) - len(shown)), self.language)
                yield Styled(self._say("more", count=left, entrant=self.entrant), "dim")

    def _table(self, title: str | None, units: Sequence[UnitResult]) -> Table:
        table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
        table.add_column(self._say("rank"), justify="right", no_wrap=True)
        table.add_column(self._say("id"), overflow="fold")
        table.add_column(self._say("name"), overflow="fold")
        for part in self.parts:
            table.add_column(part.mark, justify="right", no_wrap=True)
        if self.scheme.bonuses:
            table.add_column(self._say("bonus"), justify="right", no_wrap=True)
        if self.scheme.penalties:
            table.add_column(self._say("penalty"), justify="right", no_wrap=True)
        table.add_column(self._say("total"), justify="right", no_wrap=True, style="bold")
        if self.scheme.classes:
            table.add_column(self._say("class"), overflow="fold")
        if self.scheme.titles:
            table.add_column(self._say("titles"), overflow="fold")
        rows = [self._cells(unit) for unit in units]
        places = [max(least, needed_places(column)) for least, *column in zip(self._kept(), *rows, strict=True)]
        for unit, row in zip(units, rows, strict=True):
            points = (self._points(point, digits) for point, digits in zip(row, places, strict=True))
            table.add_row(*self._row(unit, list(points)))
        return table

    def _kept(self) -> Iterator[int]:
        """Give the decimals that the scheme keeps of each column of points; more are shown where there are more."""
        scheme, points = self.scheme, kept_places(self.scheme.uses)
        for part in self.parts:
            section = points if scheme.rounding.section is None else scheme.rounding.section
            yield section if part.kind == "section" else kept_places([scheme.criteria[part.id]])
        yield from (points for _ in range(bool(scheme.bonuses) + bool(scheme.penalties)))

    def _cells(self, unit: UnitResult) -> list[Decimal | None]:
        """Give the points of a unit, column by column; None: nothing to show."""
        points = [self._part(unit, part) for part in self.parts]
        if self.scheme.bonuses:
            points.append(added_points(unit.bonuses, unit.bonus_counted))
        if self.scheme.penalties:
            points.append(added_points(unit.penalties, unit.penalty_counted))
        return points

    def _row(self, unit: UnitResult, points: Sequence[str]) -> Iterator[str]:
        yield _NOTHING if unit.rank is None else f"{unit.rank}{'=' if unit.tied else ''}"
        yield unit.unit
        yield self._name(unit)
        yield from points
        yield self._points(shown_total(unit), shown_places(self.scheme))
        if self.scheme.classes:
            yield self._class(unit)
        if self.scheme.titles:
            yield self._titles(unit)

    def _name(self, unit: UnitResult) -> str:
        name = unit.name if unit.name != unit.unit else ""
        return f"{name} ({UNIT['out'].in_(self.language)})".lstrip() if unit.state == "out" else name

    def _points(self, points: Decimal | None, places: int) -> str:
        return _NOTHING if points is None else show_points(points, places, self.language)

    def _part(self, unit: UnitResult, part: TopPart) -> Decimal | None:
        if part.kind == "section":
            return section_points(self.scheme, unit, part.id)
        return criterion_points(unit.criteria.get(part.id))

    def _class(self, unit: UnitResult) -> str:
        if unit.class_open:
            name = CLASS_OPEN.in_(self.language)
        else:
            name = _NOTHING if unit.klass is None else self.scheme.classes[unit.klass].title.in_(self.language)
        held = any("class" in hold.effect for hold in unit.holds)
        return f"{name} ({ON_HOLD.in_(self.language)})" if held else name

    def _titles(self, unit: UnitResult) -> str:
        shown = []
        for key, title in unit.titles.items():
            if title.state != "no":
                name = self.scheme.titles[key].title.in_(self.language)
                states = [] if title.state == "proposed" else [TITLE[title.word].in_(self.language)]
                states += voted_word(self.result, unit.unit, key, self.language)
                shown.append(f"{name} ({'; '.join(states)})" if states else name)
        return "; ".join(shown)

    def odd(self) -> Iterator[Styled | Padding]:
        """Give what was odd, kind after kind."""
        kinds = find_odd(self.result, self.language)
        if not kinds:
            yield Styled(self._say("nothing_odd"))
            return
        yield Styled(self._say("odd"), "bold")
        for kind in kinds:
            yield Padding(Styled(kind.heading, "yellow"), (0, 0, 0, 2), expand=False)
            for line in kind.lines:
                yield Padding(Styled(f"· {line}"), (0, 0, 0, 4), expand=False)


def _only_tables(blocks: Sequence[Table | Styled]) -> Iterator[Table]:
    return (block for block in blocks if isinstance(block, Table))


def _widths(table: Table) -> list[int]:
    """Give the widths at which no cell of a table is broken; a column between two has a blank on either side."""
    return [max(cell_len(str(cell)) for cell in (column.header, *column.cells)) for column in table.columns]


def _least_width(table: Table) -> int:
    """Give the width at which a table set closely breaks no word, but for very long ones."""
    return sum(max(map(_least, (str(column.header), *column.cells))) for column in table.columns) + _gaps(table)


def _least(cell: object) -> int:
    return max((min(len(word), _LONG_WORD) for word in str(cell).split()), default=0)


def _gaps(table: Table) -> int:
    return 2 * len(table.columns)


def sample_lines(result: Result, language: Language) -> Iterator[Styled]:
    """Say that the figures are those that ship with the scheme, and when they are invented."""
    if result.illustrative:
        yield Styled(ILLUSTRATIVE.in_(language), "bold yellow")
    elif result.sample:
        yield Styled(_SAID["sample"].in_(language))


def _only(result: Result, rows: nw.DataFrame[Any]) -> Result:
    """Give the result of some of its units alone, in the order of the rows."""
    at = rows["_at"].to_list()
    voices = {voice: frame[at] for voice, frame in result.by_voice.items()}
    units = nw.col("unit").is_in(rows["unit"].to_list())
    return attrs.evolve(result, frame=rows.drop("_at"), by_voice=voices, waiting=result.waiting.filter(units))
