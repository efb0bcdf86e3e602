"""A comparison in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from dvk_scoring.analysis.causes import ComparedResults, ComparedUnit
from dvk_scoring.analysis.paragraph import show_closed
from dvk_scoring.analysis.published import CellDifference, ComparedTable
from dvk_scoring.formula.show import show_number, show_signed
from dvk_scoring.report.changes.terminal import print_told
from dvk_scoring.report.comparison.told import ComparedTeller
from dvk_scoring.report.lists import plain_table
from dvk_scoring.report.terminal import ILLUSTRATIVE
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scoring.state_words import TITLE
from dvk_scoring.text import Language, Sayer, Text

WORDS: Final[Mapping[str, Text]] = {
    "old": Text(vi="Trước: {title} ({name})", en="Before: {title} ({name})"),
    "new": Text(vi="Sau: {title} ({name})", en="After: {title} ({name})"),
    "same": Text(
        vi="Hai kết quả như nhau về điểm, hạng, xếp loại và đề xuất.",
        en="Both results have the same points, ranks, classes and proposals.",
    ),
    "changed": Text(
        vi="Thay đổi: {count} trên {all} {entrant} có ở cả hai bên", en="Changed: {count} of {all} in both"
    ),
    "id": Text(vi="Mã", en="Id"),
    "name": Text(vi="Tên", en="Name"),
    "total": Text(vi="Tổng điểm", en="Total"),
    "rank": Text(vi="Hạng", en="Rank"),
    "class": Text(vi="Xếp loại", en="Class"),
    "titles": Text(vi="Danh hiệu", en="Titles"),
    "left": Text(vi="Chỉ có trong kết quả trước", en="In the first result alone"),
    "came": Text(vi="Chỉ có trong kết quả sau", en="In the second result alone"),
    "regrouped": Text(
        vi="Sáp nhập, chia tách (không so từng {entrant})", en="Merged or split (not compared one by one)"
    ),
    "rulings": Text(vi="Quyết định của hội đồng", en="Rulings"),
    "gone": Text(vi="không còn: {act}", en="no longer: {act}"),
    "added": Text(vi="thêm: {act}", en="now also: {act}"),
}
_TABLE: Final[Mapping[str, Text]] = {
    "result": Text(vi="Kết quả: {title} ({name})", en="Result: {title} ({name})"),
    "table": Text(vi="Bảng đã công bố: {path}", en="Published table: {path}"),
    "tolerance": Text(vi="Tổng điểm và điểm được lệch tối đa {value}.", en="Totals and points may differ by {value}."),
    "column": Text(vi="Cột", en="Column"),
    "equal": Text(vi="Khớp", en="Equal"),
    "of": Text(vi="{equal} trên {rows}", en="{equal} of {rows}"),
    "largest": Text(vi="Lệch nhiều nhất", en="Largest difference"),
    "differences": Text(vi="Khác nhau: {count}", en="Differences: {count}"),
    "unit": Text(vi="{Entrant}", en="{Entrant}"),
    "line": Text(vi="Dòng", en="Line"),
    "ours": Text(vi="Kết quả", en="Result"),
    "theirs": Text(vi="Bảng", en="Table"),
    "difference": Text(vi="Lệch", en="Difference"),
    "missing": Text(vi="Bảng không có: {units}", en="Not in the table: {units}"),
    "unknown": Text(vi="Chỉ có trong bảng: {units}", en="In the table alone: {units}"),
    "ignored": Text(vi="Cột không so sánh: {columns}", en="Columns not compared: {columns}"),
    "same": Text(vi="Bảng khớp với kết quả.", en="The table says what the result says."),
}


def print_compared(compared: ComparedResults, language: Language, console: Console) -> None:
    """Print what was compared, by which causes it differs, and every unit that changes."""
    say, teller = (
        Sayer(WORDS, language, **entrant_words(compared.entrant, language)),
        ComparedTeller(compared, language),
    )
    for key, side in (("old", compared.old), ("new", compared.new)):
        console.print(Styled(say(key, title=side.names.title.in_(language), name=side.name)), soft_wrap=True)
    if compared.old.illustrative or compared.new.illustrative:
        console.print(Styled(ILLUSTRATIVE.in_(language), "bold yellow"))
    if compared.same:
        console.print(Styled(say("same"), "bold"))
    for line in teller.basis():
        console.print(Styled(line), soft_wrap=True)
    told = teller.scheme()
    gone, added = teller.rulings()
    told += [(say("rulings"), say("gone", act=act)) for act in gone]
    told += [(say("rulings"), say("added", act=act)) for act in added]
    for key, units in (("left", compared.left), ("came", compared.came)):
        told += [(say(key), teller.placed(unit)) for unit in units]
    told += [(say("regrouped"), line) for line in teller.regrouped()]
    print_told(told, console)
    if compared.changed:
        console.print()
        count, whole = len(compared.changed), len(compared.units)
        console.print(Styled(say("changed", count=count, all=whole), "bold"))
        console.print(_table(compared, teller, language))


def print_paragraph(compared: ComparedResults, unit: ComparedUnit, language: Language, console: Console) -> None:
    """Print all that there is to tell of one unit, and what it rests on."""
    teller = ComparedTeller(compared, language)
    told = teller.paragraph(unit)
    console.print(Styled(told.heading, "bold"))
    for line in (*told.lines, *teller.basis()):
        console.print(Padding(Styled(line), (0, 0, 0, 2), expand=False), soft_wrap=True)


def unit_headings(compared: ComparedResults, teller: ComparedTeller, language: Language) -> list[tuple[str, bool]]:
    """Give the headings of the table of units, one for each step that was replayed; True: cells are numbers."""
    steps = [teller.heading(step.causes) for step in compared.steps if step.causes]
    said = {key: WORDS[key].in_(language) for key in ("id", "name", "total", "rank", *teller.awards)}
    numbers = {said["total"], said["rank"], *steps}
    headings = [said["id"], said["name"], said["total"], *steps, said["rank"], *(said[key] for key in teller.awards)]
    return [(heading, heading in numbers) for heading in headings]


def unit_cells(unit: ComparedUnit, teller: ComparedTeller) -> list[str]:
    """Give the cells of one unit below these headings."""
    row = teller.rows.row(unit.change)
    awards = {"class": row.klass, "titles": row.titles}
    return [row.unit, row.name, row.total, *teller.parts(unit), row.rank, *(awards[key] for key in teller.awards)]


def _table(compared: ComparedResults, teller: ComparedTeller, language: Language) -> Table:
    headings = unit_headings(compared, teller, language)
    table = plain_table(heading for heading, _ in headings)
    for column, (_, is_number) in zip(table.columns[1:], headings[1:], strict=True):
        column.no_wrap = is_number
    for unit in compared.changed:
        table.add_row(*unit_cells(unit, teller))
    return table


def print_table(table: ComparedTable, language: Language, console: Console) -> None:
    """Print how much of a published table agrees with a result, and every cell that does not."""
    say = Sayer(_TABLE, language, **entrant_words(table.side.names.entrant, language))
    side = table.side
    console.print(Styled(say("result", title=side.names.title.in_(language), name=side.name)), soft_wrap=True)
    console.print(Styled(say("table", path=table.path)), soft_wrap=True)
    console.print(Styled(say("tolerance", value=show_number(table.tolerance, language))))
    columns = plain_table(say(key) for key in ("column", "equal", "largest"))
    for column in table.columns:
        largest = "" if column.largest is None else show_number(column.largest, language)
        columns.add_row(column.column, say("of", equal=column.equal, rows=column.rows), largest)
    console.print(columns)
    for line in _apart(table, say):
        console.print(Styled(line), soft_wrap=True)
    if table.same:
        console.print(Styled(say("same"), "bold"))
    if table.differences:
        console.print(Styled(say("differences", count=len(table.differences)), "bold"))
        rows = plain_table(say(key) for key in ("unit", "column", "ours", "theirs", "difference", "line"))
        for cell in table.differences:
            size = "" if cell.difference is None else show_signed(cell.difference, language)
            line = "" if cell.place.line is None else str(cell.place.line)
            rows.add_row(cell.unit, cell.column, _ours(cell, table, language), cell.theirs or "–", size, line)
        console.print(rows)


def _ours(cell: CellDifference, table: ComparedTable, language: Language) -> str:
    """Write what the result has as people read it."""
    if cell.ours is None:
        return "–"
    if isinstance(cell.ours, Decimal):
        return show_closed(cell.ours, table.side.names.total_places if cell.column == "total" else None, language)
    titles = table.side.names.parts["classes"] if cell.column == "class" else TITLE
    return titles[cell.ours].in_(language)


def _apart(table: ComparedTable, say: Sayer) -> Iterator[str]:
    if table.ignored:
        yield say("ignored", columns=", ".join(table.ignored))
    if table.missing:
        yield say("missing", units=", ".join(table.missing))
    if table.unknown:
        yield say("unknown", units=", ".join(unit for unit, _ in table.unknown))
