"""The list of the result, which sorts itself: what is printed and laid before the council."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dvk_scoring.formula import grid as g
from dvk_scoring.report.workbook.ranking import Awards, is_one
from dvk_scoring.report.workbook.totals import Totals

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book

_LAST: Final = Fraction(99_999)
_FEW: Final = 12


def print_order(book: Book, awards: Awards) -> g.Column:
    """Give each unit its place on the list: by cluster, rank, and the order of the rows; not ranked last."""
    sheet = awards.order.sheet
    key = sheet.add(
        book.say("sort_key"), g.choose(is_one(awards.ranked), awards.order.ref, g.number(_LAST)), look="small"
    )
    cluster = book.cluster
    within = book.scheme.ranking.within == "cluster"
    same = [g.Criterion(cluster, "=", cluster.ref)] if within else []
    parts = [g.count_where(g.Criterion(cluster, "<", cluster.ref))] if within else []
    parts.append(g.count_where(*same, g.Criterion(key, "<", key.ref)))
    parts.append(g.count_where(*same, g.Criterion(key, "=", key.ref), down_to_own=True))
    return sheet.add(book.say("print_order"), g.add(*parts), places=0, look="small")


def write_list(book: Book, awards: Awards, totals: Totals) -> g.Sheet:
    """Make the sheet of the list: each row looks up the unit whose place it is."""
    place = print_order(book, awards)
    sheet = g.Sheet(book.say("list"), book.rows, book.say("list_title"), book.say("list_note"))
    number = sheet.enter(book.say("row"), [Fraction(row + 1) for row in range(book.rows)], look="row")
    rows = {value: row for row, value in enumerate(place.values)}
    who = book.sheets[0].columns

    def found(column: g.Column, missing: str = "") -> g.Expr:
        def write(row: int, here: g.Sheet) -> str:
            wanted = f"MATCH({number.at(row, here)},{place.range(here)},0)"
            cell = f"INDEX({column.range(here)},{wanted})"
            return f'IF({cell}="",{g.literal(missing)},{cell})'

        def value(row: int) -> g.Value:
            one = column.values[rows[Fraction(row + 1)]]
            return missing if one in ("", None) else one

        return g.Expr(write, value, texts=True)

    sheet.add(book.say("rank"), found(awards.rank, book.say("not_ranked")), places=0, look="rank")
    sheet.add(book.say("unit"), found(who[1]), look="name")
    sheet.add(book.say("cluster"), found(who[2]), look="name")
    for title, column in _points(book, totals):
        sheet.add(title, found(column), places=column.places, look="points")
    sheet.add(book.say("total"), found(awards.total), places=book.scheme.rounding.total, look="total")
    if awards.class_title is not None:
        sheet.add(book.say("class"), found(awards.class_title), look="class")
    for key, column in awards.titles.items():
        sheet.add(book.scheme.titles[key].title.in_(book.language), found(column), look="class")
    return sheet


def _points(book: Book, totals: Totals) -> Iterator[tuple[str, g.Column]]:
    """Give the points that are listed: of sections, or of a few criteria where there are none; bonus and penalty."""
    scheme, language = book.scheme, book.language
    for key, section in scheme.sections.items():
        if section.parent is None:
            yield f"{section.no} {section.title.in_(language)}".strip(), totals.section_columns[key]
    if not scheme.sections and len(scheme.criteria) <= _FEW:
        for key, part in totals.criteria.items():
            yield scheme.criteria[key].title.in_(language), part.bases[0]
    if scheme.bonuses:
        yield book.say("bonus_counted"), totals.bonus
    if scheme.penalties:
        yield book.say("penalty_counted"), totals.penalty
