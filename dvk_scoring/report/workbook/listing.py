"""The list of the result, which sorts itself: what is printed and laid before the council."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dvk_scoring.report.workbook import counts as c
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.headings import heading_text
from dvk_scoring.scheme.model import Section
from dvk_scoring.scheme.print_order import printed_parts
from dvk_scoring.scoring.places import shown_places

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.standing import Standing

_LAST: Final = Fraction(99_999)
_FEW: Final = 12


def _print_order(standing: Standing) -> g.Column:
    """Give each unit its place on the list: by cluster, rank, and the order of the rows; not ranked last."""
    book, order, ranked = standing.book, standing.column("order"), standing.column("ranked")
    sheet = order.sheet
    keys = [value if isinstance(value, Fraction) else _LAST for value in order.values]
    key = sheet.add(
        book.say("sort_key"), f.choose(f.is_one(ranked), order.ref, f.number(_LAST)), keys, places=0, look="small"
    )
    cluster = book.cluster
    within = book.scheme.ranking.within == "cluster"
    same = [c.same_as_own(cluster)] if within else []
    parts = [c.count_where(c.Criterion(cluster, "<", cluster.ref))] if within else []
    parts.append(c.count_where(*same, c.Criterion(key, "<", key.ref)))
    parts.append(c.count_where(*same, c.same_as_own(key), down_to_own=True))
    sorted_rows = sorted(range(book.rows), key=lambda row: (cluster.values[row] if within else 0, keys[row], row))
    places = {row: Fraction(place) for place, row in enumerate(sorted_rows, start=1)}
    values = [places[row] for row in range(book.rows)]
    return sheet.add(book.say("print_order"), f.add(*parts), values, places=0, look="small")


def write_list(standing: Standing) -> g.Sheet:
    """Make the sheet of the list: each row looks up the unit whose place it is."""
    book, scheme = standing.book, standing.book.scheme
    place = _print_order(standing)
    sheet = g.Sheet(book.say("list"), book.rows, book.say("list_title"), book.say("list_note"))
    number = sheet.enter(book.say("row"), [Fraction(row + 1) for row in range(book.rows)], look="row")
    rows = {value: row for row, value in enumerate(place.values)}
    who = book.sheets[0].columns

    blank = book.markers.blank

    def add(title: str, column: g.Column, look: str, places: int | None = None, parts: Sequence[g.Column] = ()) -> None:
        # A sum of one part that a unit does not have looks at an empty cell, which LibreOffice shows as empty, not 0.
        full = look == "points" and all(cell not in (None, "") for cell in column.values)

        def write(row: int, here: g.Sheet) -> str:
            wanted = f"MATCH({number.at(row, here)},{place.range(here)},0)"
            cell = f"INDEX({column.range(here)},{wanted})"
            shown = f"IF(ISTEXT({cell}),{cell},{cell}+0)" if full else f'IF({cell}="","",{cell})'
            if not parts:
                return shown
            lacks = ",".join(f"INDEX({part.range(here)},{wanted})={g.literal(blank)}" for part in parts)
            return f"IF(AND({cell}=0,OR({lacks})),{g.literal(blank)},{shown})"

        def value(row: int) -> g.Value:
            lacks = column.values[row] == 0 and any(part.values[row] == blank for part in parts)
            return blank if lacks else column.values[row]

        given = [value(rows[Fraction(row + 1)]) for row in range(book.rows)]
        values: list[g.Value] = ["" if each is None else each for each in given]
        shown = column.places if places is None else places
        sheet.add(title, g.Expr(write, texts=True), values, places=shown, look=look, exact=column.exact)

    add(book.say("rank"), standing.column("rank"), "rank")
    add(book.say("unit"), who[1], "name")
    add(book.say("cluster"), who[2], "name")
    for title, column in _points(standing):
        add(title, column, "points")
    for key, declared in (("total.bonus", scheme.bonuses), ("total.penalty", scheme.penalties)):
        if standing.has(key):  # what is missing of it is not shown as 0
            title = heading_text(book, standing.definitions.law.sheet, key)
            add(title, standing.column(key), "points", parts=[standing.points[name] for name in declared])
    add(book.say("total"), standing.column("total"), "total", shown_places(scheme))
    for title, column in _decisions(standing):
        add(title, column, "class")
    return sheet


def _decisions(standing: Standing) -> Iterator[tuple[str, g.Column]]:
    """Give the class, the titles, and what of these is on hold."""
    book = standing.book
    if standing.class_title is not None:
        yield book.say("class"), standing.class_title
    for key, title in book.scheme.titles.items():
        yield title.title.in_(book.language), standing.column(f"titles.{key}.state")
    if standing.on_hold is not None and any(standing.on_hold.values):
        yield standing.on_hold.title, standing.on_hold


def _points(standing: Standing) -> Iterator[tuple[str, g.Column]]:
    """Give the points that are listed: of the sections, and of the criteria beside them where these parts are few."""
    scheme, book = standing.book.scheme, standing.book
    parts = printed_parts(scheme)[None]
    for part in parts:
        title = part.title.in_(book.language)
        if isinstance(part, Section):
            yield f"{part.no} {title}".strip(), standing.column(f"sections.{part.id}.points")
        elif len(parts) <= _FEW and not (part.tie_break and scheme.sections):
            yield title, standing.points[part.id]
