"""All sheets of a result, in the order in which one follows from the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.formula import grid as g
from dvk_scoring.report.workbook.blocks import Block, Scored
from dvk_scoring.report.workbook.book import Book
from dvk_scoring.report.workbook.inputs import Inputs, title_of, write_inputs
from dvk_scoring.report.workbook.listing import write_list
from dvk_scoring.report.workbook.ranking import Awards, Ranking
from dvk_scoring.report.workbook.totals import Summary, Totals
from dvk_scoring.text import Language

if TYPE_CHECKING:
    from dvk_scoring.scoring.result import Result

MOST_SHEETS = 20


@attrs.frozen
class Built:
    """A workbook ready to be painted, with the columns that hold what the engine computed."""

    book: Book
    list: g.Sheet
    states: Sequence[g.Column]
    criteria: Mapping[str, Scored]
    bonuses: Mapping[str, Scored]
    penalties: Mapping[str, Scored]
    totals: Totals
    awards: Awards


def build_workbook(result: Result, language: Language) -> Built:
    """Build every sheet of a result."""
    book = Book(result, language)
    inputs = write_inputs(book)
    criteria = _criterion_blocks(book, inputs)
    bonuses = _adjustment_blocks(book, inputs, "bonuses")
    penalties = _adjustment_blocks(book, inputs, "penalties")
    states, compared = _states(book, inputs, criteria)
    points, plus, minus = (
        {key: block.finish(compared) for key, block in blocks.items()} for blocks in (criteria, bonuses, penalties)
    )
    totals = Summary(book, inputs, points, plus, minus).build(compared)
    awards = Ranking(book, inputs, totals, compared).build()
    listed = write_list(book, awards, totals)
    for sheet in book.sheets:
        sheet.arrange()
    return Built(book, listed, states, points, plus, minus, totals, awards)


def _criterion_blocks(book: Book, inputs: Inputs) -> dict[str, Block]:
    """Give each criterion a sheet; where that would be too many, each top section."""
    scheme = book.scheme
    sheets: dict[str | None, g.Sheet] = {}
    found: dict[str, Block] = {}
    many = len(scheme.criteria) > MOST_SHEETS
    for index, (key, use) in enumerate(scheme.criteria.items(), start=1):
        if not many:
            name, title = book.say("criterion_sheet", index=index), title_of(book, key)
            sheet = book.sheet(name, title, book.say("step_note"))
        else:
            top = _top_section(book, use.section)
            if top not in sheets:
                sheets[top] = _section_sheet(book, top, len(sheets) + 1)
            sheet = sheets[top]
        found[key] = Block(book, sheet, inputs, use)
    return found


def _top_section(book: Book, section: str | None) -> str | None:
    while section is not None and book.scheme.sections[section].parent is not None:
        section = book.scheme.sections[section].parent
    return section


def _section_sheet(book: Book, key: str | None, index: int) -> g.Sheet:
    if key is None:
        return book.sheet(book.say("rest_sheet"), book.say("rest_sheet"), book.say("step_note"))
    section = book.scheme.sections[key]
    title = f"{section.no} {section.title.in_(book.language)}".strip()
    return book.sheet(book.say("section_sheet", index=index), title, book.say("step_note"))


def _adjustment_blocks(book: Book, inputs: Inputs, what: str) -> dict[str, Block]:
    declared = book.scheme.bonuses if what == "bonuses" else book.scheme.penalties
    if not declared:
        return {}
    sheet = book.sheet(book.say(what), book.say(what), book.say("step_note"))
    return {key: Block(book, sheet, inputs, one) for key, one in declared.items()}


def _states(book: Book, inputs: Inputs, criteria: Mapping[str, Block]) -> tuple[Sequence[g.Column], g.Column | None]:
    """Show the state of every criterion; say which units are compared, None: all."""
    sheet = book.sheet(book.say("states"), book.say("states_title"), book.say("states_note"))
    columns = []
    for key, block in criteria.items():
        cells = [block.mask.ref if here else None for here in block.applies]
        columns.append(sheet.add(title_of(book, key), cells, look="state"))
    if book.scheme.not_reported == "zero":
        return columns, None
    markers = book.markers
    for fault in book.scheme.knock_outs.values():
        head, _, name = fault.when.of.partition(".")
        if head == "figures":
            figure = inputs.figures[name]
            state = g.choose(g.is_word(figure, ""), g.word(markers.blank), g.word(markers.complete))
            title = book.say("knock_figure", what=inputs.specs[name].label.in_(book.language))
            columns.append(sheet.add(title, state, look="state"))
    missing = g.count_word(columns, markers.blank)
    compared = g.one_if(g.compare("=", missing, g.number(0)))
    return columns, sheet.add(book.say("compared"), compared, places=0)
