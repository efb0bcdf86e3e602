"""Which definitions stand on the sheets of sums and of ranks, in which order, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES
from dvk_scoring.law import nodes as n
from dvk_scoring.law.words import take_apart
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.headings import title_of_part
from dvk_scoring.report.workbook.inputs import title_of
from dvk_scoring.report.workbook.known import At, Says
from dvk_scoring.scheme.model import Section
from dvk_scoring.scheme.print_order import printed_parts
from dvk_scoring.scoring.state_words import CLASS_OPEN, ON_HOLD

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.blocks import Scored
    from dvk_scoring.report.workbook.book import Book
    from dvk_scoring.report.workbook.definitions import Definitions


class Standing:
    """The columns of sums and ranks.

    Attributes:
        points: Criterion → its points in the summary.
        sections: Section → its points.
        class_title: Title of the class, None where there are no classes.
        on_hold: What of a unit waits for the council.
    """

    def __init__(self, book: Book, definitions: Definitions, scored: Mapping[str, Scored]) -> None:
        """Take what is written on the sheets of criteria."""
        self.book, self.definitions, self.scored = book, definitions, scored
        self.columns = definitions.columns
        self.points: dict[str, g.Column] = {}
        self.class_title: g.Column | None = None
        self.on_hold: g.Column | None = None

    def column(self, name: str) -> g.Column:
        """Give the column of a definition, by any of its names."""
        return self.columns[self.definitions.law.root(name)]

    def has(self, name: str) -> bool:
        """Tell whether a definition has a column."""
        return self.definitions.law.root(name) in self.columns

    def show(self, sheet: g.Sheet, part: str, group: str) -> None:
        """Show the points of a criterion, a bonus or a penalty; what is added up reads them here."""
        key = part.partition(".")[2]
        source = self.scored[key].points
        cells = [source.ref if value is not None else None for value in source.values]
        column = sheet.add(
            title_of(self.book, key), cells, source.values,
            group=group, places=source.places, look="points", exact=source.exact, texts=source.texts,
        )  # fmt: skip
        self.points[key] = column
        law = self.definitions.law
        last = next(name for name in (f"{part}.base", f"{part}.before", f"{part}.points") if name in law.formulas)
        self.columns[law.root(last)] = column
        says, scheme = self.definitions.translator.known.says, self.book.scheme
        if scheme.not_reported != "zero":
            says[n.Holds(f"{part}.blank")] = Says(column, self.book.markers.blank)
            if scheme.not_assigned.startswith("leaves"):
                says[n.Holds(f"{part}.ok")] = Says(column, None)


def write_summary(standing: Standing) -> None:
    """Write criteria by section, then bonuses, penalties and the total."""
    book, definitions = standing.book, standing.definitions
    sheet = book.sheet(book.say("summary"), book.say("summary_title"))
    scheme = book.scheme
    for word in ("bonuses", "penalties"):
        for key in getattr(scheme, word):
            standing.columns[f"{word}.{key}.points"] = standing.scored[key].points
    _parts(standing, sheet, None, "")
    for key, use in scheme.criteria.items():
        if use.tie_break:
            standing.show(sheet, f"criteria.{key}", book.say("tie_break_group"))
    for word, group in (("bonuses", "bonus_sum"), ("penalties", "penalty_sum")):
        for key in getattr(scheme, word):
            standing.show(sheet, f"{word}.{key}", book.say(group))
    for name in definitions.of("total"):
        definitions.add(name, sheet, book.say("total"))


def _parts(standing: Standing, sheet: g.Sheet, section: str | None, group: str) -> None:
    """Write what lies in a section (None: at the top), then the section itself."""
    book, definitions = standing.book, standing.definitions
    for part in printed_parts(book.scheme)[section]:
        if isinstance(part, Section):
            _parts(standing, sheet, part.id, title_of_part(book, f"sections.{part.id}"))
        elif not part.tie_break:
            standing.show(sheet, f"criteria.{part.id}", group)
            for name in definitions.of(f"criteria.{part.id}"):
                if name not in standing.columns:
                    definitions.add(name, sheet, title_of(book, part.id))
    if section is not None:
        for name in definitions.of(f"sections.{section}"):
            definitions.add(name, sheet, group)


def write_ranking(standing: Standing) -> None:
    """Write ranks, then knock-outs, classes and titles."""
    book, definitions = standing.book, standing.definitions
    sheet = book.sheet(book.say("ranking"), book.say("ranking_title"), book.say("ranking_note"))
    for name in definitions.of("ranking"):
        if name not in standing.columns:
            definitions.add(name, sheet)
            if name == "ranked":
                definitions.first_key(sheet)
    for name in definitions.of(*(f"knock_outs.{key}" for key in book.scheme.knock_outs)):
        definitions.add(name, sheet)
    for name in _of_classes(standing):
        part, heading = definitions.law.sheet[name].part, take_apart(name).says
        grouped = part != "classes" and heading is not None and "{title}" not in heading.vi
        definitions.add(name, sheet, title_of_part(book, part) if grouped else "")
    if book.scheme.classes:
        standing.class_title = _class_title(standing, sheet)
    for key in book.scheme.titles:
        for name in definitions.of(f"titles.{key}"):
            definitions.add(name, sheet, title_of_part(book, f"titles.{key}"))
    standing.on_hold = _on_hold(standing, sheet)


def _on_hold(standing: Standing, sheet: g.Sheet) -> g.Column:
    """Say what of each unit is on hold by the rulings; with its class, its titles wait too."""
    book, law = standing.book, standing.definitions.law
    ruled = standing.definitions.translator.inputs.ruled
    titles = [book.say("on_hold_titles")] if book.scheme.titles else []
    words = {HOLD_CLASS: ", ".join([*([book.say("on_hold_class")] if book.scheme.classes else []), *titles])}
    words[HOLD_TITLES] = ", ".join(titles)
    expr, values = f.word(""), [""] * book.rows
    for name in (HOLD_TITLES, HOLD_CLASS):
        expr = f.choose(f.is_one(ruled[name]), f.word(words[name]), expr)
        flags = law.holds(n.Flagged(name))
        values = [words[name] if flag else value for flag, value in zip(flags, values, strict=True)]
    return sheet.add(book.say("on_hold"), expr, values, look="class")


def _of_classes(standing: Standing) -> Iterator[str]:
    scheme = standing.book.scheme
    parts = [f"classes.{key}" for key in scheme.classes]
    if parts:
        yield from standing.definitions.of(*parts, "classes")


def _class_title(standing: Standing, sheet: g.Sheet) -> g.Column:
    """Look the title up in the list of the parameters' sheet; a class that waits says so."""
    book, definitions = standing.book, standing.definitions
    law, translator = definitions.law, definitions.translator
    column = standing.column("class")
    titles = [class_.title.in_(book.language) for class_ in book.scheme.classes.values()]
    open_, held = law.holds(n.Holds("class.open")), law.holds(n.Flagged(HOLD_CLASS))
    nothing, on_hold = book.say("no"), f" ({ON_HOLD.in_(book.language)})"
    undecided = CLASS_OPEN.in_(book.language)

    def write(at: At) -> g.Expr:
        title = g.Expr(lambda row, here: f"INDEX(class.titles,{column.at(row, here)})", texts=True)
        expr = f.choose(f.compare("=", column.ref, f.number(0)), f.word(""), title)
        waits = translator.condition(n.Holds("class.open"), at)
        if not isinstance(waits, bool):
            expr = f.choose(waits, f.word(undecided), expr)
        back = translator.condition(n.Flagged(HOLD_CLASS), at)
        assert not isinstance(back, bool)
        named = f.choose(f.compare("=", column.ref, f.number(0)), f.word(nothing), title)
        held_ = g.Expr(lambda row, here: f"{named.write(row, here)}&{g.literal(on_hold)}", g.SUMMED, texts=True)
        return f.choose(back, held_, expr)

    values: list[g.Value] = []
    for place, waits, back in zip(column.values, open_, held, strict=True):
        assert isinstance(place, Fraction)
        title = titles[int(place) - 1] if place else ""
        values.append(f"{title or nothing}{on_hold}" if back else undecided if waits else title)
    title = book.say("class")
    return sheet.add(title, translator.by_cluster(write, sheet, title), values, look="class")
