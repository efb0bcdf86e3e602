"""What fills the council's minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.formula.show import show_day, show_number
from dvk_scoring.report.documents.changes import WIDTH, changes_data
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import attached, head_data
from dvk_scoring.report.documents.letterhead import Letterhead, Member
from dvk_scoring.report.documents.lines import held
from dvk_scoring.report.documents.matters import find_matters
from dvk_scoring.report.documents.widths import Column, forced
from dvk_scoring.report.documents.words import BLANK, FULL_BLANK, LONG_BLANK, SHORT_BLANK, Sayer
from dvk_scoring.report.votes import tell_part
from dvk_scoring.scoring.result import Result, TitleWord, UnitResult
from dvk_scoring.scoring.state_words import TITLE, VOTED
from dvk_scoring.text import Language

VOTED_ON: Final[Sequence[TitleWord]] = ("proposed", "reserve")
"""What a vote can be taken on: it comes out so whatever is still open."""
_WAITING: Final[Sequence[TitleWord]] = ("held", "undecided", "undecided-reserve")
_BLANK_ROWS: Final = 5
_SHORT: Final = 12
"""Rows of a table that is not parted."""
_LETTERS: Final = 12
"""Size of the letters of tables, in points."""


def minutes_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the minutes; ``docs/documents.md`` says what each name means."""
    say = Sayer(language)
    shown, paper, reasons = Shown(result, say), letterhead.paper("minutes"), Reasons(result, language)
    head = head_data(result, letterhead, "minutes", say)
    scheme_title = result.scheme.title.in_(language)
    made = {
        **head,
        "about": held(paper.about or say("minutes_about", scheme=lower_first(scheme_title))),
        "opened": say("opened", value=paper.opened or _when(say)),
        "venue": say("venue", value=paper.venue or LONG_BLANK),
        "present": _present(letterhead, say),
        "absent": _absent(letterhead, say),
        "guests": say("guests", value="; ".join(paper.guests)) if paper.guests else "",
        "chair_is": say("chair_is", value=_with_post(letterhead.named("chair"))),
        "secretary_is": say("secretary_is", value=_with_post(letterhead.named("secretary"))),
        "basis": list(_basis(head, say)),
        "counted": counted(shown, say),
        "has_class": bool(result.scheme.classes),
        "clusters": [
            {
                "title": group.title,
                "rows": [
                    {
                        "rank": shown.rank(unit),
                        "id": unit.unit,
                        "name": unit.name,
                        "total": shown.total(unit),
                        "class": shown.klass(unit),
                        "kept": _kept(place, len(group.units)),
                    }
                    for place, unit in enumerate(group.units, start=1)
                ],
            }
            for group in shown.groups()
        ],
        "notes": list(shown.notes()),
        "ranking_widths": _ranking_widths(shown),
        "titles": [_title(shown, reasons, key, letterhead.counted) for key in result.scheme.titles],
        "title_widths": [],
        "matters": find_matters(shown, reasons),
        "lines": [FULL_BLANK] * 4,
        "closed": say("closed", value=paper.closed or _when(say)),
        "members": list(_members(letterhead, say)),
        "changes": changes_data(shown),
        "changes_attached": attached(letterhead, say),
        "recipients": list(paper.recipients) or [say("as_above"), say("filed")],
    }
    made["title_widths"] = _title_widths(made["titles"], say)
    return made


def _kept(place: int, count: int) -> bool:
    """Tell whether a row stays with the next one: a short table is not parted, nor are the last rows of a long one."""
    return place < count and (count <= _SHORT or place == count - 1)


def lower_first(title: str) -> str:
    """Put a title into a sentence: ``Thi đua …`` becomes ``thi đua …``; abbreviations stay."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def counted(shown: Shown, say: Sayer) -> str:
    """Say how many were scored, in how many clusters, and as of when."""
    result, scheme = shown.result, shown.scheme
    count, clusters = len(result.units), len({one.cluster for one in result.units})
    entrant = scheme.entrant.in_(say.language)
    if say.language == "en":
        entrant = entrant if count == 1 or entrant.endswith("s") else f"{entrant}s"
    day = "" if result.as_of is None else say("until", day=show_day(result.as_of, say.language))
    number = show_number(Fraction(count), say.language)
    if clusters == 1:
        return say("counted_one", count=number, entrant=entrant, day=day)
    return say("counted", count=number, entrant=entrant, clusters=clusters, day=day)


def _basis(head: dict[str, Any], say: Sayer) -> Iterator[str]:
    yield say("scheme", scheme=head["scheme"]["title"])
    if head["legal_basis"]:
        yield say("legal_basis", basis="; ".join(head["legal_basis"]))


def _when(say: Sayer) -> str:
    dots = {"hour": SHORT_BLANK, "minute": SHORT_BLANK, "day": SHORT_BLANK, "month": SHORT_BLANK, "year": SHORT_BLANK}
    return say("when", **dots)


def _present(letterhead: Letterhead, say: Sayer) -> str:
    paper = letterhead.paper("minutes")
    members = paper.members or (len(letterhead.members) or None)
    absent = None if paper.present is None or members is None else members - paper.present
    shown = {"present": paper.present, "members": members, "absent": absent}
    return say("present", **{key: SHORT_BLANK if one is None else one for key, one in shown.items()})


def _with_post(member: Member | None) -> str:
    if member is None:
        return LONG_BLANK
    return f"{member.name}, {member.post}" if member.post else member.name


def _members(letterhead: Letterhead, say: Sayer) -> Iterator[dict[str, str]]:
    for place, one in enumerate(letterhead.there, start=1):
        role = say("secretary_role" if one.role == "secretary" else one.role)
        yield {"no": str(place), "name": one.name, "post": one.post, "role": role}
    if not letterhead.members:
        for place in range(1, _BLANK_ROWS + 1):
            yield {"no": str(place), "name": BLANK, "post": BLANK, "role": ""}


def _absent(letterhead: Letterhead, say: Sayer) -> str:
    """Name who was not there, and why; empty where nobody is said to be absent."""
    named = [say("absent_one", name=_with_post(one), why=one.absent) for one in letterhead.members if one.absent]
    return say("absent", value="; ".join(named)) if named else ""


def _ranking_widths(shown: Shown) -> list[float]:
    """Fit the columns of the ranking; the class is not there where the scheme has none."""
    say, units = shown.say, shown.result.units
    columns = [
        Column(say("rank"), [shown.rank(one) for one in units]),
        Column(say("unit"), [one.name for one in units], whole=True),
        Column(say("total"), [shown.total(one) for one in units]),
    ]
    if shown.scheme.classes:
        columns.append(Column(say("class"), [shown.klass(one) for one in units], whole=True))
    return forced(columns, WIDTH, _LETTERS)


def _title_widths(titles: Sequence[dict[str, Any]], say: Sayer) -> list[float]:
    """Fit the columns of the tables of votes, alike for all titles."""
    rows = [row for one in titles for row in one["rows"]]
    keys = {"no": False, "name": True, "cluster": False, "total": False, "state": True, "votes": True}
    heads = {"name": say("unit")}
    columns = [
        Column(heads.get(key) or say(key), [row[key] for row in rows], whole=whole) for key, whole in keys.items()
    ]
    return forced(columns, WIDTH, _LETTERS) if rows else []


def _title(shown: Shown, reasons: Reasons, key: str, members: int | None) -> dict[str, Any]:
    """List who may have a title: those that are voted on, and apart those of whom something must be decided first."""
    rows = [
        {
            "id": unit.unit,
            "name": unit.name,
            "cluster": shown.cluster(unit),
            "total": shown.total(unit),
            "state": TITLE[unit.titles[key].word].in_(shown.language),
            "votes": _votes(shown, unit, key, members),
        }
        for unit in _in_state(shown, key, VOTED_ON)
    ]
    numbered = [{"no": str(place), **row, "kept": _kept(place, len(rows))} for place, row in enumerate(rows, start=1)]
    waiting = [_waits(shown, reasons, unit, key) for unit in _in_state(shown, key, _WAITING)]
    return {"title": shown.scheme.titles[key].title.in_(shown.language), "rows": numbered, "waiting": waiting}


def _votes(shown: Shown, unit: UnitResult, key: str, members: int | None) -> str:
    """Tell what came of the vote; room for it where there is none yet."""
    one = None if shown.result.votes is None else shown.result.votes.ballot(unit.unit, key)
    if one is None:
        return shown.say("votes_of", members=members or SHORT_BLANK)
    return shown.say("voted_of", part=tell_part(one, shown.language), voted=VOTED[one.voted].in_(shown.language))


def _in_state(shown: Shown, key: str, words: Sequence[TitleWord]) -> Iterator[UnitResult]:
    """Give the units of some states of a title, state by state."""
    for word in words:
        yield from (unit for unit in shown.result.units if unit.titles[key].word == word)


def _waits(shown: Shown, reasons: Reasons, unit: UnitResult, key: str) -> str:
    """Say what a unit waits for."""
    told = {"name": unit.name, "cluster": shown.cluster(unit), "total": shown.total(unit)}
    state = shown.say("as_reserve") if unit.titles[key].for_reserve else ""
    return shown.say("waits", **told, state=state, reason=reasons.title(unit, key).rstrip("."))
