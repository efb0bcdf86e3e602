"""What fills the minutes of the counting of votes: the votes there are, or room for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from dvk_scoring.problem import DvkError, Place, problem
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import attendance, head_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.titles import VOTED_ON, WAITING
from dvk_scoring.report.documents.words import SHORT_BLANK, PaperSayer
from dvk_scoring.report.rules.quotas import tell_vote
from dvk_scoring.report.rules.teller import Teller
from dvk_scoring.report.votes import tell_part
from dvk_scoring.scheme.vote import Vote
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.state_words import TITLE, VOTED
from dvk_scoring.scoring.votes import in_reserve
from dvk_scoring.text import Language

_WITH_SIGNATURES: Final = 3
"""Rows that stay with the signatures."""


def tally_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills them; ``docs/documents.md`` says what each name means.

    Raises:
        DvkError: The scheme has no title that is voted on.
    """
    say = PaperSayer(language, result.scheme.entrant)
    shown, paper = Shown(result, say), letterhead.paper("tally")
    head = head_data(result, letterhead, "tally", say)
    rules = {key: title.vote for key, title in result.scheme.titles.items() if title.vote is not None}
    if not rules:
        raise DvkError([problem("DVK-O245", Place(file=result.scheme.path))])
    scheme_title = result.scheme.title.in_(language)
    return {
        **head,
        "about": paper.about or say("tally_about", scheme=scheme_title),
        "council_is": _council(result, letterhead, say),
        "titles": _tied([_title(shown, Teller(result.scheme, language), key, vote) for key, vote in rules.items()]),
        "recipients": list(paper.recipients) or [say("filed")],
    }


def _tied(titles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the last rows with the signatures, which have no page of their own."""
    for at, title in enumerate(titles, start=1):
        for left, row in enumerate(reversed(title["rows"])):
            row["kept"] = at == len(titles) and left < _WITH_SIGNATURES
    return titles


def _council(result: Result, letterhead: Letterhead, say: PaperSayer) -> str:
    """Say how many members there are, and were there: as the votes have it, else as the minutes have it."""
    counts = attendance(letterhead, result.votes, voted=True)
    return say("tally_council", **{key: SHORT_BLANK if count is None else count for key, count in counts.items()})


def _title(shown: Shown, teller: Teller, key: str, vote: Vote) -> dict[str, Any]:
    say, title = shown.say, shown.scheme.titles[key].title.in_(shown.language)
    waiting = [unit for unit in shown.result.units if unit.titles[key].word in WAITING]
    told = {"tally_free": in_reserve(shown.result, key), "tally_waits": waiting}
    named = {line: ", ".join(unit.name for unit in units) for line, units in told.items()}
    return {
        "title": title,
        "rule": say("tally_rule", rule=tell_vote(teller, vote)),
        "rows": list(_rows(shown, key)),
        "free": " ".join(say(line, units=names) for line, names in named.items() if names),
    }


def _rows(shown: Shown, key: str) -> Iterator[dict[str, Any]]:
    """Give a row for each unit that is voted on; without votes the counts are left to be written."""
    votes = shown.result.votes
    place = 0
    for word in VOTED_ON:
        for unit in shown.result.units:
            ballot = None if votes is None else votes.ballot(unit.unit, key)
            if unit.titles[key].word != word or (votes is not None and ballot is None):
                continue
            place += 1
            name = unit.name if word == "proposed" else f"{unit.name} ({TITLE[word].in_(shown.language)})"
            row: dict[str, Any] = {"no": str(place), "name": name, "cluster": shown.cluster(unit)}
            row |= dict.fromkeys(("issued", "returned", "valid", "given", "part", "outcome"), "")
            if ballot is not None:
                counts = {
                    "issued": ballot.issued,
                    "returned": ballot.returned,
                    "valid": ballot.valid,
                    "given": ballot.given,
                }
                row |= {name: str(count) for name, count in counts.items()}
                row |= {"part": tell_part(ballot, shown.language), "outcome": VOTED[ballot.voted].in_(shown.language)}
            yield row
