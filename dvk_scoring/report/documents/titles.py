"""Who may have a title, as papers list them: those that are voted on, and apart those that wait for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.report.documents.changes import WIDTH
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import attendance
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.widths import Column, forced
from dvk_scoring.report.documents.words import SHORT_BLANK, PaperSayer
from dvk_scoring.report.votes import tell_part
from dvk_scoring.scoring.result import TitleWord, UnitResult
from dvk_scoring.scoring.state_words import TITLE, VOTED

VOTED_ON: Final[Sequence[TitleWord]] = ("proposed", "reserve")
"""What a vote can be taken on: it comes out so whatever is still open."""
WAITING: Final[Sequence[TitleWord]] = ("held", "undecided", "undecided-reserve")
"""What must be decided first."""
_SHORT: Final = 12
"""Rows of a table that is not parted."""
LETTERS: Final = 12
"""Size of the letters of tables, in points."""


def titles_data(shown: Shown, letterhead: Letterhead, *, passed: bool = False) -> list[dict[str, Any]]:
    """Give each title with its rows, and what waits.

    Args:
        shown: The result.
        letterhead: Says how many members there are, where the votes do not.
        passed: Where there are votes, give only whom they were enough for.
    """
    reasons = Reasons(shown.result, shown.language)
    counts = attendance(letterhead, shown.result.votes)
    return [_title(shown, reasons, key, counts, passed=passed) for key in shown.scheme.titles]


def title_widths(titles: Sequence[dict[str, Any]], say: PaperSayer) -> list[float]:
    """Fit the columns of the tables of votes in mm, alike for all titles; empty where there is no row."""
    rows = [row for title in titles for row in title["rows"]]
    keys = {"no": False, "name": True, "cluster": True, "total": False, "state": True, "votes": True}
    heads = {"name": say("unit")}
    columns = [
        Column(heads.get(key) or say(key), [row[key] for row in rows], whole=whole) for key, whole in keys.items()
    ]
    return forced(columns, WIDTH, LETTERS) if rows else []


def kept(place: int, count: int) -> bool:
    """Tell whether a row stays with the next one: a short table is not parted, nor are the last rows of a long one."""
    return place < count and (count <= _SHORT or place == count - 1)


def _title(
    shown: Shown, reasons: Reasons, key: str, counts: Mapping[str, int | None], *, passed: bool
) -> dict[str, Any]:
    rows = [
        {
            "id": unit.unit,
            "name": unit.name,
            "cluster": shown.cluster(unit),
            "total": shown.total(unit),
            "state": TITLE[unit.titles[key].word].in_(shown.language),
            "votes": _votes(shown, unit, key, counts),
        }
        for unit in _in_state(shown, key, VOTED_ON)
        if not passed or _passes(shown, unit, key)
    ]
    numbered = [{"no": str(place), **row, "kept": kept(place, len(rows))} for place, row in enumerate(rows, start=1)]
    waiting = [_waits(shown, reasons, unit, key) for unit in _in_state(shown, key, WAITING)]
    return {"title": shown.scheme.titles[key].title.in_(shown.language), "rows": numbered, "waiting": waiting}


def _passes(shown: Shown, unit: UnitResult, key: str) -> bool:
    """Tell whether the council was for it; of a title on which no votes are counted, whether it is proposed."""
    votes = shown.result.votes
    if votes is None:
        return True
    ballot = votes.ballot(unit.unit, key)
    if ballot is None:
        return shown.scheme.titles[key].vote is None and unit.titles[key].word == "proposed"
    return ballot.voted


def _votes(shown: Shown, unit: UnitResult, key: str, counts: Mapping[str, int | None]) -> str:
    """Tell what came of the vote; room for it where there is none yet."""
    ballot = None if shown.result.votes is None else shown.result.votes.ballot(unit.unit, key)
    if ballot is None:
        vote, members = shown.scheme.titles[key].vote, counts["members"]
        base = members if vote is None else vote.base(members, counts["present"], None)
        return shown.say("votes_of", base=base or SHORT_BLANK)
    return shown.say("voted_of", part=tell_part(ballot, shown.language), voted=VOTED[ballot.voted].in_(shown.language))


def _in_state(shown: Shown, key: str, words: Sequence[TitleWord]) -> Iterator[UnitResult]:
    """Give the units of some states of a title, state by state."""
    for word in words:
        yield from (unit for unit in shown.result.units if unit.titles[key].word == word)


def _waits(shown: Shown, reasons: Reasons, unit: UnitResult, key: str) -> str:
    """Say what a unit waits for."""
    told = {"name": unit.name, "cluster": shown.cluster(unit), "total": shown.total(unit)}
    state = shown.say("as_reserve") if unit.titles[key].for_reserve else ""
    return shown.say("waits", **told, state=state, reason=reasons.title(unit, key).rstrip("."))
