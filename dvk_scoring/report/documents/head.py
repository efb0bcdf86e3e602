"""What all documents share: who issues them, number, place and day, what they are about, who signs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, Final

from dvk_scoring.formula.show import show_day
from dvk_scoring.package import VERSION
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.report.documents.letterhead import OF_MEETING, Kind, Letterhead, Role
from dvk_scoring.report.documents.lines import held
from dvk_scoring.report.documents.told_times import MONTHS
from dvk_scoring.report.documents.words import BLANK, SHORT_BLANK, PaperSayer
from dvk_scoring.report.json import figures_digest
from dvk_scoring.report.qr import qr_svg
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.votes import Votes
from dvk_scoring.text import Text

SHOWN_DIGITS: Final = 16
_SYMBOLS: Final = {
    "minutes": "BB-",
    "sheet": "PĐ-",
    "summary": "BTH-",
    "table": "BĐ-",
    "tally": "BBKP-",
    "submission": "TTr-",
    "decision": "QĐ-",
    "reminder": "",
    "appeals": "STD-",
    "answer": "",
}
_NUMBERED: Final[Collection[Kind]] = ("minutes", "submission", "decision", "reminder", "answer")
"""What has a number, dotted when none is given; the others have one only when it is."""
_ATTACHED: Final[Collection[Kind]] = ("summary", "table")
"""What goes with the minutes, and is an annex of them unless it has a number of its own."""

_ATTENDANCE: Final = {
    "members": Text(vi="thành viên hội đồng", en="members of the council"),
    "present": Text(vi="thành viên có mặt", en="members present"),
}

_NO_SEAL: Final = {"line": "", "code": "", "svg": ""}


def head_data(result: Result, letterhead: Letterhead, kind: Kind, say: PaperSayer) -> dict[str, Any]:
    """Give what every document on a result is filled with, whatever its kind.

    Raises:
        DvkError: It is a trial.
    """
    result.refuse_trial()
    scheme = result.scheme
    return {
        **scheme_head(scheme, letterhead, kind, say),
        "note": note(result, say),
        "as_of": "" if result.as_of is None else show_day(result.as_of, say.language),
        "trace": say(
            "trace",
            version=VERSION,
            scheme=scheme.hash[:SHOWN_DIGITS],
            figures=figures_digest(result.figures)[:SHOWN_DIGITS],
        ),
        "seal": _seal(result, say),
    }


def _seal(result: Result, say: PaperSayer) -> dict[str, str]:
    """Give what is printed of the seal: a line, what its QR code says, its drawing; all empty where there is none."""
    stamp = result.stamp
    if stamp is None:
        return dict(_NO_SEAL)
    return {"line": say("sealed", short=stamp.short), "code": stamp.code, "svg": qr_svg(stamp.code)}


def scheme_head(scheme: Scheme, letterhead: Letterhead, kind: Kind, say: PaperSayer) -> dict[str, Any]:
    """Give what every document is filled with, also one that is written before there is a result."""
    paper = letterhead.paper(kind)
    named = bool(letterhead.issuer or letterhead.superior)
    place = letterhead.place or SHORT_BLANK * 2
    return {
        "language": say.language,
        "words": say.all(),
        "note": "",
        "superior": held(letterhead.superior) if named else BLANK,
        "issuer": held(letterhead.issuer) or BLANK,
        "number": number(letterhead, kind, say),
        "annex": say("annex") if kind in _ATTACHED and not (paper.number or paper.symbol) else "",
        "attached": attached(letterhead, say) if kind in _ATTACHED else "",
        "place_day": say("place_day", place=place, day=long_day(paper.day, say)),
        "title": say(kind),
        "about": held(paper.about or scheme.title.in_(say.language)),
        "scheme": {"id": scheme.id, "title": scheme.title.in_(say.language)},
        "legal_basis": [basis.text for basis in scheme.legal_basis],
        "as_of": "",
        "for_council": say("for_council", council=held(letterhead.council or say("council"))),
        "chair": name_of(letterhead, "chair", kind),
        "secretary": name_of(letterhead, "secretary", kind),
        "trace": "",
        "seal": dict(_NO_SEAL),
    }


def number(letterhead: Letterhead, kind: Kind, say: PaperSayer) -> str:
    """Write number and symbol, dotted where not given; empty where such a paper needs none and none is given."""
    paper = letterhead.paper(kind)
    if kind not in _NUMBERED and not (paper.number or paper.symbol):
        return ""
    return say("number", **_numbered(letterhead, kind))


def attached(letterhead: Letterhead, say: PaperSayer) -> str:
    """Say to which minutes a paper belongs."""
    day = long_day(letterhead.paper("minutes").day, say)
    return say("attached", day=day, **_numbered(letterhead, "minutes"))


def named_minutes(letterhead: Letterhead, say: PaperSayer) -> str:
    """Name the minutes by their number and day."""
    day = long_day(letterhead.paper("minutes").day, say)
    return say("minutes_named", day=day, **_numbered(letterhead, "minutes"))


def _numbered(letterhead: Letterhead, kind: Kind) -> dict[str, str]:
    paper = letterhead.paper(kind)
    return {"number": paper.number or SHORT_BLANK, "symbol": paper.symbol or _SYMBOLS[kind] + SHORT_BLANK}


def note(result: Result, say: PaperSayer) -> str:
    """Say that the figures are a sample; every page carries it."""
    if result.illustrative:
        return say("illustrative")
    return say("sample") if result.sample else ""


def disagreements(letterhead: Letterhead, votes: Votes | None, kind: Kind) -> Iterator[Problem]:
    """Tell where papers of the meeting would have two numbers of members, or of those who were there."""
    paper = letterhead.paper("minutes")
    if votes is None or kind not in OF_MEETING:
        return
    for name, told, counted in (("members", paper.members, votes.members), ("present", paper.present, votes.present)):
        if None not in (told, counted) and told != counted:
            place = Place(key=f"minutes.{name}")
            yield problem("DVK-O246", place, what=_ATTENDANCE[name], told=told, votes=counted)


def attendance(letterhead: Letterhead, votes: Votes | None, *, voted: bool = False) -> dict[str, int | None]:
    """Give how many members the council has, and how many were there; None: nobody knows.

    The minutes' own numbers, then those the votes were counted with, then how many are named. Attendants are taken from
    where the members are the same.

    Args:
        letterhead: What it says of the minutes and of the members.
        votes: The council's, if there are any.
        voted: The votes come first: it is about them, and they were counted of their numbers.
    """
    paper = letterhead.paper("minutes")
    told = [(paper.members, paper.present), *([] if votes is None else [(votes.members, votes.present)])]
    told = [*(reversed(told) if voted else told), (len(letterhead.members) or None, None)]
    members = next((count for count, _ in told if count is not None), None)
    present = next((there for count, there in told if there is not None and count in (None, members)), None)
    return {"members": members, "present": present}


def name_of(letterhead: Letterhead, role: Role, kind: Kind) -> str:
    """Give the name of who holds a role on a kind of paper, empty when nobody is named."""
    member = letterhead.named(role, kind)
    return "" if member is None else member.name


def long_day(day: date | None, say: PaperSayer) -> str:
    """Write a day in words, dotted when there is none; days below 10 and months below 3 take a 0, as the rules ask."""
    if day is None:
        return say("day", day=SHORT_BLANK, month=SHORT_BLANK, year=SHORT_BLANK)
    if say.language == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return say("day", day=f"{day.day:02}", month=f"{day.month:02}" if day.month < 3 else day.month, year=day.year)
