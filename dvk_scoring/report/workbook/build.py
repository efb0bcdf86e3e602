"""All sheets of a result, in the order in which one follows from the other."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.names import TIE_ALL
from dvk_scoring.formula.walk import walk
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.blocks import Block, Scored
from dvk_scoring.report.workbook.book import Book
from dvk_scoring.report.workbook.definitions import Definitions
from dvk_scoring.report.workbook.inputs import Inputs, title_of, write_inputs
from dvk_scoring.report.workbook.known import At, Says
from dvk_scoring.report.workbook.law import BookLaw
from dvk_scoring.report.workbook.listing import write_list
from dvk_scoring.report.workbook.standing import Standing, write_ranking, write_summary
from dvk_scoring.text import Language

if TYPE_CHECKING:
    from dvk_scoring.scoring.result import Result

MOST_SHEETS = 20


@attrs.frozen
class Built:
    """A workbook ready to be painted, with the columns that hold what the engine computed.

    Attributes:
        book: Its sheets.
        list: The sheet of the list.
        blocks: Criterion, bonus or penalty → its columns.
        columns: Definition of the law → its column.
        standing: Columns besides, for those who read.
    """

    book: Book
    list: g.Sheet
    blocks: Mapping[str, Scored]
    columns: Mapping[str, g.Column]
    standing: Standing


def build_workbook(result: Result, language: Language) -> Built:
    """Build every sheet of a result.

    Raises:
        DvkError: It is a trial.
    """
    result.refuse_trial()
    book = Book(result, language)
    law = BookLaw(book)
    inputs = write_inputs(book, law)
    definitions = Definitions(book, law, inputs)
    if "ruled.all" in definitions.named:
        values = law.values(n.Ruled(TIE_ALL, Fraction(0)))
        inputs.rule(book, TIE_ALL, [value or None for value in values])
    blocks = _criterion_blocks(book, inputs, definitions)
    for what in ("bonuses", "penalties"):
        blocks |= _adjustment_blocks(book, inputs, definitions, what)
    compared = _states(book, definitions, blocks)
    scored = {key: block.finish(compared) for key, block in blocks.items()}
    standing = Standing(book, definitions, scored)
    write_summary(standing)
    write_ranking(standing)
    listed = write_list(standing)
    for sheet in book.sheets:
        sheet.arrange()
    return Built(book, listed, scored, definitions.columns, standing)


def _criterion_blocks(book: Book, inputs: Inputs, definitions: Definitions) -> dict[str, Block]:
    """Give each criterion a sheet; where that would be too many, each top section."""
    scheme = book.scheme
    sheets: dict[str | None, g.Sheet] = {}
    blocks: dict[str, Block] = {}
    many = len(scheme.criteria) > MOST_SHEETS
    for index, (key, use) in enumerate(scheme.criteria.items(), start=1):
        if not many:
            name, title = book.say("criterion_sheet", index=index), title_of(book, key)
            sheet = book.sheet(name, title, book.say("step_note"))
        else:
            top = next(iter(reversed(book.sections_of(use.section))), None)
            if top not in sheets:
                sheets[top] = _section_sheet(book, top, len(sheets) + 1)
            sheet = sheets[top]
        blocks[key] = Block(book, sheet, inputs, definitions, use)
    return blocks


def _section_sheet(book: Book, key: str | None, index: int) -> g.Sheet:
    if key is None:
        return book.sheet(book.say("rest_sheet"), book.say("rest_sheet"), book.say("step_note"))
    section = book.scheme.sections[key]
    title = f"{section.no} {section.title.in_(book.language)}".strip()
    return book.sheet(book.say("section_sheet", index=index), title, book.say("step_note"))


def _adjustment_blocks(book: Book, inputs: Inputs, definitions: Definitions, what: str) -> dict[str, Block]:
    declared = book.scheme.bonuses if what == "bonuses" else book.scheme.penalties
    if not declared:
        return {}
    sheet = book.sheet(book.say(what), book.say(what), book.say("step_note"))
    return {key: Block(book, sheet, inputs, definitions, adjustment) for key, adjustment in declared.items()}


def _states(book: Book, definitions: Definitions, blocks: Mapping[str, Block]) -> g.Expr | None:
    """Show the state of every criterion, bonus and penalty; say which units are compared, None: all."""
    note = "states_note_zero" if book.scheme.not_reported == "zero" else "states_note"
    sheet = book.sheet(book.say("states"), book.say("states_title"), book.say(note))
    translator, law, markers = definitions.translator, definitions.law, book.markers
    for key, block in blocks.items():
        cells = [block.mask.ref if inside else None for inside in block.applies]
        column = sheet.add(title_of(book, key), cells, block.mask.values, look="state")
        translator.known.says[n.Holds(f"{block.part}.blank")] = Says(column, markers.blank)
    missing = law.formulas["missing"]
    assert isinstance(missing, t.Cond)
    for condition in missing.of if isinstance(missing, t.Or) else (missing,):
        if not isinstance(condition, n.Holds):
            _figure_state(book, definitions, sheet, condition)
    for name in ("competes", "compared"):
        if name in definitions.named:
            definitions.add(name, sheet)
    compared = definitions.columns.get(law.root("compared"))
    if compared is not None and law.formulas["compared"] == n.not_(n.Holds("missing")):
        translator.known.opposites["missing"] = compared
    return None if compared is None else f.is_one(compared)


def _figure_state(book: Book, definitions: Definitions, sheet: g.Sheet, missing: t.Cond) -> None:
    """Show whether a figure is there that a condition looks at."""
    names = dict.fromkeys(node.column for node in walk(missing) if isinstance(node, n.Present))
    columns = book.result.figures.columns
    labels = "; ".join(columns[name].spec.label.in_(book.language) for name in names)
    blank, complete = book.markers.blank, book.markers.complete
    translator = definitions.translator
    title = book.say("knock_figure", what=labels)

    def write(at: At) -> g.Expr:
        truth = translator.condition(missing, at)
        if isinstance(truth, bool):
            return f.word(blank if truth else complete)
        return f.choose(truth, f.word(blank), f.word(complete))

    values: list[g.Value] = [blank if holds else complete for holds in definitions.law.holds(missing)]
    column = sheet.add(title, translator.by_cluster(write, sheet, title), values, look="state")
    translator.known.says[missing] = Says(column, blank)
