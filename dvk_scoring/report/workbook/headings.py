"""How the columns of the law's definitions are shown, and what they and the parameters are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES, OUT, TIE, TIE_ALL
from dvk_scoring.law.sheet import Sheet, is_possible, possibly, surely
from dvk_scoring.law.words import take_apart
from dvk_scoring.report.changes.labels import KEYS
from dvk_scoring.scheme.quantity_words import OVER_ALL
from dvk_scoring.text import capital

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book

Gaps: TypeAlias = Literal["", "criterion", "section", "total", "ranked", "rank", "asked"]
RULED: Final[Mapping[str, str]] = {
    TIE: "tie_ruling",
    TIE_ALL: "tie_ruling_all",
    HOLD_CLASS: "hold_class",
    HOLD_TITLES: "hold_titles",
    OUT: "out_ruling",
}
"""Columns of rulings about units as a whole → heading."""


@attrs.frozen
class Heading:
    """How a definition is shown.

    Attributes:
        look: How it is drawn.
        always: It has a column though nothing reads it, or though it would be short inside what reads it.
        gaps: Where words stand in place of its number.
        states: Its numbers are states of a title.
        detail: It is folded away.
    """

    look: str = "number"
    always: bool = False
    gaps: Gaps = ""
    states: bool = False
    detail: bool = False


_HEADINGS: Final[Mapping[str, Heading]] = {
    "criteria.*.before": Heading("step points", gaps="criterion"),
    "criteria.*.base": Heading("points", gaps="criterion"),
    "criteria.*.of": Heading("weight", always=True),
    "*.points": Heading("points", gaps="criterion"),
    "sections.*.sum": Heading(gaps="section"),
    "sections.*.of_sum": Heading("weight"),
    "*.full": Heading("weight"),
    "sections.*.scaled": Heading(gaps="section"),
    "sections.*.base": Heading(gaps="section"),
    "sections.*.of": Heading("weight"),
    "sections.*.points": Heading("points sum", always=True, gaps="section"),
    "total.sum": Heading("sum", always=True, gaps="total"),
    "total.of_sum": Heading("weight", always=True),
    "total.bonus": Heading("sum", always=True),
    "total.penalty": Heading("sum", always=True),
    "total.scaled": Heading(always=True, gaps="total"),
    "total.base": Heading(always=True, gaps="total"),
    "*.with": Heading(gaps="total"),
    "total": Heading("total", always=True, gaps="total"),
    "compared": Heading(always=True),
    "ranked": Heading(always=True),
    "chain.#.has": Heading(gaps="ranked"),
    "chain.#.value": Heading(gaps="ranked"),
    "chain.#.reaches": Heading(gaps="ranked"),
    "ruled": Heading(gaps="ranked"),
    "ruled.all": Heading(gaps="ranked"),
    "order.before": Heading(gaps="ranked"),
    "order": Heading(always=True, gaps="ranked"),
    "order.all": Heading(gaps="ranked"),
    "rank": Heading("rank", always=True, gaps="rank"),
    "tied": Heading(always=True),
    "knock_outs.*": Heading(always=True),
    "classes.*.reached": Heading(always=True),
    "*.member.open": Heading(detail=True),
    "*.basis": Heading(detail=True),
    "classes.*.last": Heading(gaps="asked"),
    "class.best": Heading(detail=True),
    "class.natural": Heading(always=True),
    "class": Heading(always=True),
    "*.bar.requires.#": Heading(detail=True),
    "*.eligible": Heading(always=True),
    "*.competes": Heading(detail=True),
    "*.competes.open": Heading(detail=True),
    "*.candidates": Heading(detail=True),
    "*.rivals": Heading(detail=True),
    "titles.*.before": Heading(always=True, detail=True),
    "*.taken.cluster": Heading(always=True, detail=True),
    "*.taken.all": Heading(always=True, detail=True),
    "*.taken.cluster.tied": Heading(always=True, detail=True),
    "*.taken.all.tied": Heading(always=True, detail=True),
    "*.competes.apart": Heading(detail=True),
    "*.competes.apart.*": Heading(detail=True),
    "*.place": Heading(always=True, gaps="asked"),
    "titles.*.last": Heading(always=True, gaps="asked"),
    "*.within": Heading(detail=True),
    "*.within.open": Heading(detail=True),
    "*.place.all": Heading(gaps="asked"),
    "*.last.all": Heading(gaps="asked"),
    "*.got": Heading(detail=True),
    "*.reserve": Heading(detail=True),
    "*.state": Heading("class", always=True, states=True),
}
"""Definition, ids as *, numbers as # → how it is shown, where that is not like any other with words."""

_PARAMETERS: Final[Mapping[str, str]] = {
    "weight": "weight_label",
    "factor": "factor_label",
    "from": "class_from",
    "to": "class_to",
    "at_least": "at_least",
    "at_most": "at_most",
}
"""Last part of a written number's key → what a person reads; others are called as where a change of them is told."""
_SHORT: Final = frozenset({"weight", "factor", "cap"})
"""Numbers of criteria, bonuses and penalties whose parameter is named by the id alone."""


def heading_of(name: str) -> Heading | None:
    """Tell how a definition is shown, None: it has no column of its own."""
    parts = take_apart(name)
    if parts.says is None:
        return None
    heading = parts.look_up(_HEADINGS) or Heading()
    return attrs.evolve(heading, detail=True) if parts.either else heading


def heading_text(book: Book, sheet: Sheet, name: str) -> str:
    """Write a definition's heading; of two that belong to each other it says which is sure and which possible."""
    base, second, parts = surely(name), is_possible(name), take_apart(name)
    text, both = parts.says, parts.says_open
    if text is None:
        return name
    if both is not None and _is_open(sheet, base, parts.own):
        text = both[second]
    told = text.in_(book.language).format(
        title=title_of_part(book, parts.own) if parts.own else "",
        index="" if parts.index is None else parts.index + base.startswith("chain."),
        what=_step(book, base),
        other=title_of_part(book, f"titles.{parts.other}") if parts.other else "",
    )
    if both is None and possibly(base) in sheet:
        told = book.say("possibly" if second else "surely", what=told)
    return book.say("either", what=told) if parts.either else told


def _is_open(sheet: Sheet, name: str, part: str) -> bool:
    """Tell whether a number has a lowest and a highest, because it is open who is counted."""
    return any(
        possibly(other) in sheet for other in (name, *(f"{part}.{word}" for word in ("competes", "member", "within")))
    )


def _step(book: Book, name: str) -> str:
    if not name.startswith("chain."):
        return ""
    return quantity_name(book, book.scheme.ranking.tie_break[int(name.split(".")[1])].by)


def title_of_part(book: Book, part: str) -> str:
    """Name a criterion, a section, a class …, with its number where it has one; else what it belongs to."""
    scheme, (head, _, key) = book.scheme, part.partition(".")
    parts: Mapping[str, Mapping[str, object]] = {
        "criteria": scheme.criteria, "bonuses": scheme.bonuses, "penalties": scheme.penalties,
        "sections": scheme.sections, "knock_outs": scheme.knock_outs, "classes": scheme.classes,
        "titles": scheme.titles,
    }  # fmt: skip
    if head in parts and key in parts[head]:
        declared = parts[head][key]
        title = getattr(declared, "title").in_(book.language)  # noqa: B009 - of several types, each with a title
        return f"{getattr(declared, 'no', '')} {title}".strip()
    return book.say(head if head in ("scheme", "ranking") else "total")


def quantity_name(book: Book, of: str, *, share: bool = False) -> str:
    """Name what a condition or a tie-break looks at."""
    head, _, rest = of.partition(".")
    if of in OVER_ALL:
        name = OVER_ALL[of].in_(book.language)
    elif head == "sections" or (head == "criteria" and "." not in rest):
        name = title_of_part(book, of)
    else:
        name = book.result.figures.columns[rest].spec.label.in_(book.language)
    return book.say("share_of", what=name) if share else name


def parameter_words(book: Book, key: str) -> tuple[str, str, str]:
    """Give name, label and group of a number that the scheme writes."""
    *_, table, last = key.split(".")
    place = take_apart(key).own
    group = title_of_part(book, place or key.split(".", maxsplit=1)[0])
    name = f"{last}.{place.partition('.')[2]}" if place and last in _SHORT else key
    told = KEYS.get(f"{table}.{last}")
    if told is None and last in _PARAMETERS:
        what = _looked_at(book, key) if last in ("at_least", "at_most") else ""
        return name, book.say(_PARAMETERS[last], what=what), group
    return name, capital((told or KEYS[last]).in_(book.language)), group


def _looked_at(book: Book, key: str) -> str:
    """Name the quantity that a bound under a key is about."""
    head, own, *rest = key.split(".")
    scheme = book.scheme
    if head == "ranking":
        return quantity_name(book, scheme.ranking.tie_break[int(rest[0]) - 1].by)
    if head == "knock_outs":
        test = scheme.knock_outs[own].when
    else:
        test = (scheme.classes if head == "classes" else scheme.titles)[own].requires[int(rest[1]) - 1]
    if "any" in rest:
        test = test.any[int(rest[rest.index("any") + 1]) - 1]
    return quantity_name(book, test.of, share=test.share)
