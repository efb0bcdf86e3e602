"""What fills the summary table: one row a unit, a column a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from dvk_scoring.formula.show import show_decimals
from dvk_scoring.report.documents.figures import Shown, Together
from dvk_scoring.report.documents.head import head_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import counted
from dvk_scoring.report.documents.widths import Column, fitted, forced
from dvk_scoring.report.documents.words import PaperSayer
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language

_LETTERS: Final = (11, 10, 9, 8)
"""Sizes of letters that are tried, in points."""
_PAGES: Final = {"a4": 247.0, "a3": 375.0}
"""Width between the margins of the pages that are tried, in mm: landscape."""
_NARROWEST_NAME: Final = 38
_SHORT: Final = 12
"""Rows of a table that is not parted."""
_TIED: Final = 2
"""Rows that stay with the signatures, or with the last row of their table."""


def summary_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the summary table; ``docs/documents.md`` says what each name means."""
    say = PaperSayer(language, result.scheme.entrant)
    shown, paper = Shown(result, say), letterhead.paper("summary")
    page, letters, widths = _fit(shown)
    parts = "; ".join(f"{part.mark} – {part.title}" for part in shown.parts)
    return {
        **head_data(result, letterhead, "summary", say),
        "counted": counted(shown, say),
        "parts": [{"mark": part.mark, "title": part.title} for part in shown.parts],
        "columns": say("columns", parts=parts) if parts else "",
        "notes": list(_notes(shown)),
        "has_bonus": bool(result.scheme.bonuses),
        "has_penalty": bool(result.scheme.penalties),
        "has_class": bool(result.scheme.classes),
        "has_titles": bool(result.scheme.titles),
        "page": page,
        "letters": letters,
        "widths": widths,
        "clusters": _tied([_cluster(shown, group) for group in shown.groups()]),
        "recipients": list(paper.recipients),
    }


def _fit(shown: Shown) -> tuple[str, int, dict[str, float]]:
    """Find the smallest page, and on it the largest letters, at which no word is parted; else drop the parts.

    Returns:
        The page, the size of the letters in points, and the width of each column in mm; 0: not there.
    """
    widths = _fitted(shown)
    if widths is None:
        shown.parts = ()
        widths = _fitted(shown)
    if widths is None:
        page, room = list(_PAGES.items())[-1]
        columns = _columns(shown)
        return page, _LETTERS[-1], _named(columns, forced(list(columns.values()), room, _LETTERS[-1]))
    return widths


def _fitted(shown: Shown) -> tuple[str, int, dict[str, float]] | None:
    columns = _columns(shown)
    for page, room in _PAGES.items():
        for letters in _LETTERS:
            widths = fitted(list(columns.values()), room, letters)
            if widths is not None and widths[1] >= min(_NARROWEST_NAME, columns["name"].wanted(letters)):
                return page, letters, _named(columns, widths)
    return None


def _columns(shown: Shown) -> dict[str, Column]:
    """Give the columns there are; those of the parts are as wide as each other and stand in one entry each."""
    scheme, say, units = shown.scheme, shown.say, shown.result.units
    longest = max((shown.part(unit, top) for unit in units for top in shown.parts), key=len, default="")
    mark = max((top.mark for top in shown.parts), key=len, default="")
    part = Column(mark, [longest])
    added: dict[str, Column] = {}
    if scheme.bonuses:
        added["bonus"] = Column(say("bonus"), [shown.added(unit.bonuses, unit.bonus_counted) for unit in units])
    if scheme.penalties:
        added["penalty"] = Column(say("penalty"), [shown.added(unit.penalties, unit.penalty_counted) for unit in units])
    ends = {
        "total": Column(say("total"), [shown.total(unit) for unit in units], bold=True),
        "rank": Column(say("rank"), [shown.short_rank(unit) for unit in units]),
    }
    if scheme.classes:
        ends["class"] = Column(say("class"), [shown.klass(unit) for unit in units], whole=True)
    if scheme.titles:
        ends["titles"] = Column(say("titles"), [shown.titles(unit) for unit in units], whole=True)
    return {
        "no": Column(say("no"), [str(len(units))]),
        "name": Column(say("unit"), [unit.name for unit in units], whole=True),
        **{f"part {at}": part for at in range(len(shown.parts))},
        **added,
        **ends,
    }


def _named(columns: dict[str, Column], widths: Sequence[float]) -> dict[str, float]:
    """Name the widths; what there is no column for is 0, and parts have one width for all."""
    named = dict.fromkeys(("no", "name", "part", "bonus", "penalty", "total", "rank", "class", "titles"), 0.0)
    for key, width in zip(columns, widths, strict=True):
        named["part" if key.startswith("part ") else key] = width
    return named


def _notes(shown: Shown) -> Iterator[str]:
    """Say what must be known to read the table, and what keeps the columns from adding up to the total."""
    yield from shown.notes()
    yield shown.say("marks")
    out = [unit.unit for unit in shown.result.units if unit.state == "out"]
    if out:
        yield shown.say("out_are", units=shown.named(out))
    missing = [shown.say("of_units", what=what, units=units) for what, units in shown.counted_as_zero()]
    if missing:
        yield shown.say("not_reported", all="; ".join(missing))
    if any(unit.tied for unit in shown.result.units):
        yield shown.say("tie_mark")
    if shown.shortened:
        yield shown.say("shortened", places=shown.places, decimals=show_decimals(shown.places))
    yield from shown.sums()


def _cluster(shown: Shown, group: Together) -> dict[str, Any]:
    most = [shown.most(part, group.kind) for part in shown.parts] if group.kind else []
    rows = [_row(shown, unit, place) for place, unit in enumerate(group.units, start=1)]
    return {"title": group.title, "most": most, "most_total": shown.whole() if most else "", "rows": rows}


def _tied(clusters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tie rows that must not part: those of a short table, and the last ones to the signatures."""
    for at, cluster in enumerate(clusters):
        rows, last = cluster["rows"], at + 1 == len(clusters)
        for place, row in enumerate(rows, start=1):
            row["tied"] = len(rows) - place < _TIED and (last or place < len(rows))
            row["kept"] = row["tied"] or (len(rows) <= _SHORT and place < len(rows))
    return clusters


def _row(shown: Shown, unit: UnitResult, place: int) -> dict[str, Any]:
    return {
        "no": str(place),
        "id": unit.unit,
        "name": unit.name,
        "parts": [shown.part(unit, part) for part in shown.parts],
        "bonus": shown.added(unit.bonuses, unit.bonus_counted),
        "penalty": shown.added(unit.penalties, unit.penalty_counted),
        "total": shown.total(unit),
        "rank": shown.short_rank(unit),
        "class": shown.klass(unit),
        "titles": shown.titles(unit),
    }
