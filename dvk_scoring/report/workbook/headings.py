"""What the columns of the law's definitions, and the parameters that they name, are called: the only place by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import attrs

from dvk_scoring.formula.names import HOLD_CLASS, HOLD_TITLES, OUT, TIE, TIE_ALL
from dvk_scoring.law.classes import EITHER
from dvk_scoring.law.sheet import Sheet, is_possible, possibly, surely
from dvk_scoring.report.changes.labels import KEYS
from dvk_scoring.report.rules.teller import capital

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.book import Book

_OWN: Final = re.compile(r"^(criteria|bonuses|penalties|sections|knock_outs|classes|titles)\.([^.]+)")
_INDEX: Final = re.compile(r"\.(\d+)(?=\.|$)")
_OTHER: Final = re.compile(r"\.(apart|not_with)\.([^.]+)$")
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
        word: Its heading.
        look: How it is drawn.
        always: It has a column though nothing reads it, or though it would be short inside what reads it.
        gaps: Where words stand in place of its number.
        states: Its numbers are states of a title.
        detail: It is folded away.
        open: Headings of ``NAME`` and ``NAME?`` where what it counts is open; empty: ``word``, surely and possibly.
    """

    word: str
    look: str = "number"
    always: bool = False
    gaps: Gaps = ""
    states: bool = False
    detail: bool = False
    open: tuple[str, ...] = ()


HEADINGS: Final[Mapping[str, Heading]] = {
    "criteria.*.before": Heading("points_before", "step points", gaps="criterion"),
    "criteria.*.base": Heading("points", "points", gaps="criterion"),
    "criteria.*.of": Heading("counted_weight", "weight", always=True),
    "criteria.*.reached": Heading("reached"),
    "criteria.*.bonus": Heading("bonus_counted"),
    "criteria.*.penalty": Heading("penalty_counted"),
    "bonuses.*.points": Heading("points", "points", gaps="criterion"),
    "penalties.*.points": Heading("points", "points", gaps="criterion"),
    "sections.*.sum": Heading("base", gaps="section"),
    "sections.*.of_sum": Heading("assigned", "weight"),
    "sections.*.full": Heading("highest", "weight"),
    "sections.*.bonus_given": Heading("bonus_given"),
    "sections.*.penalty_given": Heading("penalty_given"),
    "sections.*.scaled": Heading("scaled", gaps="section"),
    "sections.*.base": Heading("rounded_base", gaps="section"),
    "sections.*.of": Heading("assigned", "weight"),
    "sections.*.reached": Heading("reached"),
    "sections.*.bonus": Heading("bonus_counted"),
    "sections.*.penalty": Heading("penalty_counted"),
    "sections.*.points": Heading("section_points", "points sum", always=True, gaps="section"),
    "total.sum": Heading("base", "sum", always=True, gaps="total"),
    "total.of_sum": Heading("assigned", "weight", always=True),
    "total.bonus_given": Heading("bonus_given"),
    "total.penalty_given": Heading("penalty_given"),
    "total.bonus": Heading("bonus_counted", "sum", always=True),
    "total.penalty": Heading("penalty_counted", "sum", always=True),
    "total.scaled": Heading("scaled", always=True, gaps="total"),
    "total.base": Heading("rounded_base", always=True, gaps="total"),
    "total.with": Heading("sum_before_limits", gaps="total"),
    "total": Heading("total", "total", always=True, gaps="total"),
    "unknown_cost": Heading("unknown_cost"),
    "competes": Heading("in_competition"),
    "compared": Heading("compared", always=True),
    "ranked": Heading("ranked", always=True),
    "chain.#.has": Heading("tie_break_has", gaps="ranked"),
    "chain.#.value": Heading("tie_break", gaps="ranked"),
    "chain.#.reaches": Heading("tie_break_reaches", gaps="ranked"),
    "ruled": Heading("tie_break_ruled", gaps="ranked"),
    "ruled.all": Heading("tie_break_ruled_all", gaps="ranked"),
    "order.before": Heading("order_before", gaps="ranked"),
    "order": Heading("order", always=True, gaps="ranked"),
    "order.all": Heading("order_all", gaps="ranked"),
    "rank": Heading("rank", "rank", always=True, gaps="rank"),
    "tied": Heading("tied", always=True),
    "knock_outs.*": Heading("knock_out", always=True),
    "classes.*.requires.#": Heading("class_requirement"),
    "classes.*.reached": Heading("reaches", always=True),
    "classes.*.member": Heading("here"),
    "classes.*.member.open": Heading("here_open", detail=True),
    "classes.*.basis": Heading("basis", detail=True),
    "classes.*.last": Heading("last", gaps="asked", open=("last_open", "first_open")),
    "classes.*.quota": Heading("quota", open=("quota_fewest", "quota_most")),
    "classes.*.given": Heading("has_class"),
    "classes.*.either.member": Heading("here", detail=True),
    "classes.*.either.member.open": Heading("here_open", detail=True),
    "classes.*.either.last": Heading("last", detail=True, gaps="asked", open=("last_open", "first_open")),
    "classes.*.either.quota": Heading("quota", detail=True, open=("quota_fewest", "quota_most")),
    "classes.*.either.given": Heading("has_class", detail=True),
    "class.best": Heading("class_best", detail=True),
    "class.natural": Heading("natural", always=True),
    "class": Heading("class_no", always=True),
    "class.open": Heading("class_open"),
    "titles.*.bar.requires.#": Heading("bar_requirement", detail=True),
    "titles.*.eligible": Heading("eligible", always=True),
    "titles.*.competes": Heading("competes", detail=True),
    "titles.*.competes.open": Heading("competes_open", detail=True),
    "titles.*.candidates": Heading("candidates", detail=True),
    "titles.*.rivals": Heading("rivals", detail=True),
    "titles.*.before": Heading("rivals_before", always=True, detail=True),
    "titles.*.taken.cluster": Heading("taken", always=True, detail=True, open=("taken_fewest", "taken_most")),
    "titles.*.taken.all": Heading("taken", always=True, detail=True, open=("taken_fewest", "taken_most")),
    "titles.*.taken.cluster.tied": Heading("taken_tied", always=True, detail=True),
    "titles.*.taken.all.tied": Heading("taken_tied", always=True, detail=True),
    "titles.*.competes.apart": Heading("competes_apart_any", detail=True),
    "titles.*.competes.apart.*": Heading("competes_apart", detail=True),
    "titles.*.basis": Heading("basis", detail=True),
    "titles.*.quota": Heading("quota", open=("quota_fewest", "quota_most")),
    "titles.*.place": Heading("first", always=True, gaps="asked", open=("first_open",)),
    "titles.*.last": Heading("last", always=True, gaps="asked", open=("last_open", "first_open")),
    "titles.*.within": Heading("within_cluster", detail=True),
    "titles.*.within.open": Heading("within_cluster_open", detail=True),
    "titles.*.place.all": Heading("first_all", gaps="asked", open=("first_all_open",)),
    "titles.*.last.all": Heading("last_all", gaps="asked", open=("last_all_open",)),
    "titles.*.got": Heading("got", detail=True),
    "titles.*.reserve": Heading("got_reserve", detail=True),
    "titles.*.state": Heading("proposal", "class", always=True, states=True),
}
"""Definition, ids as *, numbers as # → how it is shown; what is not here stands inside what reads it."""

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


def pattern_of(name: str) -> str:
    """Take the ids and numbers out of a definition's name."""
    found = _OWN.sub(r"\1.*", surely(name))
    return _OTHER.sub(r".\1.*", _INDEX.sub(".#", found))


def heading_of(name: str) -> Heading | None:
    """Tell how a definition is shown, None: it has no column of its own."""
    return HEADINGS.get(pattern_of(name))


def heading_text(book: Book, sheet: Sheet, name: str) -> str:
    """Write a definition's heading; of two that belong to each other it says which is sure and which possible."""
    heading = heading_of(name)
    if heading is None:
        return name
    base, own = surely(name), _OWN.match(name)
    other = _OTHER.search(base)
    index, word, second = _INDEX.search(base), heading.word, is_possible(name)
    if heading.open and _is_open(sheet, base, "" if own is None else own[0]):
        word = heading.open[second]
    text = book.say(
        word,
        title="" if own is None else title_of_part(book, own[0]),
        index="" if index is None else int(index[1]) + base.startswith("chain."),
        what=_step(book, base),
        other="" if other is None else title_of_part(book, f"titles.{other[2]}"),
    )
    if not heading.open and possibly(base) in sheet:
        text = book.say("possibly" if second else "surely", what=text)
    return book.say("either", what=text) if f"{EITHER}." in base else text


def _is_open(sheet: Sheet, name: str, part: str) -> bool:
    """Tell whether a number has a lowest and a highest, because it is open who is counted."""
    return any(
        possibly(one) in sheet for one in (name, *(f"{part}.{word}" for word in ("competes", "member", "within")))
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
        one = parts[head][key]
        title = getattr(one, "title").in_(book.language)  # noqa: B009 - of several types, each with a title
        return f"{getattr(one, 'no', '')} {title}".strip()
    return book.say(head if head in ("scheme", "ranking") else "total")


def quantity_name(book: Book, of: str, *, share: bool = False) -> str:
    """Name what a condition or a tie-break looks at."""
    head, _, rest = of.partition(".")
    if of in ("total", "bonuses", "penalties"):
        name = book.say(f"quantity_{of}")
    elif of.startswith("every "):
        name = book.say(of)
    elif head == "sections" or (head == "criteria" and "." not in rest):
        name = title_of_part(book, of)
    else:
        name = book.result.figures.columns[rest].spec.label.in_(book.language)
    return book.say("share_of", what=name) if share else name


def parameter_words(book: Book, key: str) -> tuple[str, str, str]:
    """Give name, label and group of a number that the scheme writes."""
    *_, table, last = key.split(".")
    own = _OWN.match(key)
    group = title_of_part(book, key.split(".", maxsplit=1)[0] if own is None else own[0])
    name = f"{last}.{own[2]}" if own is not None and last in _SHORT else key
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
