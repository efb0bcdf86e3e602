"""What fills the summary table: one row a unit, a column a section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dvk_scoring.formula.show import show_decimals
from dvk_scoring.report.documents.figures import Shown, Together
from dvk_scoring.report.documents.head import attached, head_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import counted
from dvk_scoring.report.documents.words import Sayer
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language

_LETTERS: Final = (11, 10, 9, 8)
"""Sizes of letters that are tried, in points."""
_PAGE: Final = 247
"""Width between the margins of A4 landscape, in mm."""
_NARROWEST_NAME: Final = 38
_MARGINS: Final = 3


def summary_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the summary table; ``docs/documents.md`` says what each name means."""
    say = Sayer(language)
    shown, paper = Shown(result, say), letterhead.paper("summary")
    letters, widths = _fit(shown)
    if not widths:
        shown.parts = ()
        letters, widths = _fit(shown)
    parts = "; ".join(f"{one.mark} – {one.title}" for one in shown.parts)
    return {
        **head_data(result, letterhead, "summary", say),
        "attached": attached(letterhead, say),
        "counted": counted(shown, say),
        "parts": [{"mark": one.mark, "title": one.title} for one in shown.parts],
        "columns": say("columns", parts=parts) if parts else "",
        "notes": list(_notes(shown)),
        "has_bonus": bool(result.scheme.bonuses),
        "has_penalty": bool(result.scheme.penalties),
        "has_class": bool(result.scheme.classes),
        "has_titles": bool(result.scheme.titles),
        "letters": letters,
        "widths": widths,
        "clusters": [_cluster(shown, group) for group in shown.groups()],
        "recipients": list(paper.recipients),
    }


def _fit(shown: Shown) -> tuple[int, dict[str, int]]:
    """Find the largest letters at which the columns leave room for the names; no widths when none do.

    Returns:
        Size of the letters in points, and the width of each column in mm.
    """
    scheme, units = shown.scheme, shown.result.units
    longest = max((len(shown.part(unit, one)) for unit in units for one in shown.parts), default=0)
    total = max((len(shown.total(unit)) for unit in units), default=0)
    for letters in _LETTERS:
        widths = {
            "no": 10,
            "part": max(11, _width(longest, letters)),
            "bonus": 15 if scheme.bonuses else 0,
            "penalty": 14 if scheme.penalties else 0,
            "total": max(16, _width(total, letters)),
            "rank": 13,
            "class": 24 if scheme.classes else 0,
            "titles": 42 if scheme.titles else 0,
        }
        taken = sum(widths.values()) + widths["part"] * (len(shown.parts) - 1)
        if _PAGE - taken >= _NARROWEST_NAME:
            return letters, {**widths, "name": _PAGE - taken}
    return 0, {}


def _width(characters: int, letters: int) -> int:
    """Give the width in mm of a number: a digit is half as wide as its letters are high (353 mm are 1,000 points)."""
    return -(-characters * letters * 353 // 2000) + _MARGINS


def _notes(shown: Shown) -> Iterator[str]:
    """Say what must be known to read the table, and what keeps the columns from adding up to the total."""
    scheme = shown.scheme
    yield from shown.notes()
    yield shown.say("marks")
    out = [one.unit for one in shown.result.units if one.state == "out"]
    if out:
        yield shown.say("out_are", units=shown.named(out))
    missing = [shown.say("of_units", what=what, units=units) for what, units in shown.counted_as_zero()]
    if missing:
        yield shown.say("not_reported", all="; ".join(missing))
    if any(one.tied for one in shown.result.units):
        yield shown.say("tie_mark")
    if shown.shortened:
        yield shown.say("shortened", places=shown.places, decimals=show_decimals(shown.places))
    if any(one.to != "total" for one in (*scheme.bonuses.values(), *scheme.penalties.values())):
        yield shown.say("in_parts")
    if scheme.not_assigned == "leaves-total":
        yield shown.say("scaled", whole=shown.whole())


def _cluster(shown: Shown, group: Together) -> dict[str, Any]:
    most = [shown.most(one, group.kind) for one in shown.parts] if group.kind else []
    rows = [_row(shown, unit, place) for place, unit in enumerate(group.units, start=1)]
    return {"title": group.title, "most": most, "most_total": shown.whole() if most else "", "rows": rows}


def _row(shown: Shown, unit: UnitResult, place: int) -> dict[str, Any]:
    return {
        "no": str(place),
        "id": unit.unit,
        "name": unit.name,
        "parts": [shown.part(unit, one) for one in shown.parts],
        "bonus": shown.added(unit.bonuses, unit.bonus_counted),
        "penalty": shown.added(unit.penalties, unit.penalty_counted),
        "total": shown.total(unit),
        "rank": shown.short_rank(unit),
        "class": shown.klass(unit),
        "titles": shown.titles(unit),
    }
