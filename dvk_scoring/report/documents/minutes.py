"""What fills the council's minutes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.formula.show import show_day, show_number
from dvk_scoring.report.documents.changes import WIDTH, changes_data
from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import attached, attendance, head_data
from dvk_scoring.report.documents.letterhead import Letterhead, Member
from dvk_scoring.report.documents.lines import held
from dvk_scoring.report.documents.matters import find_matters
from dvk_scoring.report.documents.titles import LETTERS, kept, title_widths, titles_data
from dvk_scoring.report.documents.widths import Column, forced
from dvk_scoring.report.documents.words import BLANK, FULL_BLANK, LONG_BLANK, SHORT_BLANK, PaperSayer
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language

_BLANK_ROWS: Final = 5
_WITH_SIGNATURES: Final = 3
"""Members whose rows stay with the signatures; where there are no more, with what they sign too."""


def minutes_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the minutes; ``docs/documents.md`` says what each name means."""
    say = PaperSayer(language, result.scheme.entrant)
    shown, paper, reasons = Shown(result, say), letterhead.paper("minutes"), Reasons(result, language)
    head = head_data(result, letterhead, "minutes", say)
    scheme_title = result.scheme.title.in_(language)
    titles = titles_data(shown, letterhead)
    return {
        **head,
        "about": held(paper.about or say("minutes_about", scheme=lower_first(scheme_title))),
        "opened": say("opened", value=paper.opened or _when(say)),
        "venue": say("venue", value=paper.venue or LONG_BLANK),
        "present": _present(result, letterhead, say),
        "absent": _absent(letterhead, say),
        "guests": say("guests", value="; ".join(paper.guests)) if paper.guests else "",
        "chair_is": say("chair_is", value=_with_post(letterhead.named("chair", "minutes"))),
        "secretary_is": say("secretary_is", value=_with_post(letterhead.named("secretary", "minutes"))),
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
                        "kept": kept(place, len(group.units)),
                    }
                    for place, unit in enumerate(group.units, start=1)
                ],
            }
            for group in shown.groups()
        ],
        "notes": list(shown.notes()),
        "ranking_widths": _ranking_widths(shown),
        "titles": titles,
        "title_widths": title_widths(titles, say),
        "matters": find_matters(shown, reasons),
        "lines": [FULL_BLANK] * 4,
        "closed": say("closed", value=paper.closed or _when(say)),
        "members": _tied(list(_members(letterhead, say))),
        "changes": changes_data(shown),
        "changes_attached": attached(letterhead, say),
        "recipients": list(paper.recipients) or [say("as_above"), say("filed")],
    }


def lower_first(title: str) -> str:
    """Put a title into a sentence: ``Thi đua …`` becomes ``thi đua …``; abbreviations stay."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def counted(shown: Shown, say: PaperSayer) -> str:
    """Say how many were scored, in how many clusters, and as of when."""
    result = shown.result
    count, clusters = len(result.units), len({unit.cluster for unit in result.units})
    day = "" if result.as_of is None else say("until", day=show_day(result.as_of, say.language))
    number, what = show_number(Fraction(count), say.language), say.always["entrant" if count == 1 else "entrants"]
    if clusters == 1:
        return say("counted_one", count=number, what=what, day=day)
    return say("counted", count=number, what=what, clusters=clusters, day=day)


def _basis(head: dict[str, Any], say: PaperSayer) -> Iterator[str]:
    yield say("scheme", scheme=head["scheme"]["title"])
    if head["legal_basis"]:
        yield say("legal_basis", basis="; ".join(head["legal_basis"]))


def _when(say: PaperSayer) -> str:
    dots = {"hour": SHORT_BLANK, "minute": SHORT_BLANK, "day": SHORT_BLANK, "month": SHORT_BLANK, "year": SHORT_BLANK}
    return say("when", **dots)


def _present(result: Result, letterhead: Letterhead, say: PaperSayer) -> str:
    """Say how many were there: as the letterhead has it, else as the votes were counted, else of how many are named."""
    counts = attendance(letterhead, result.votes)
    members, present = counts["members"], counts["present"]
    absent = None if present is None or members is None or present > members else members - present
    shown = {**counts, "absent": absent}
    return say("present", **{key: SHORT_BLANK if count is None else count for key, count in shown.items()})


def _with_post(member: Member | None) -> str:
    if member is None:
        return LONG_BLANK
    return f"{member.name}, {member.post}" if member.post else member.name


def _members(letterhead: Letterhead, say: PaperSayer) -> Iterator[dict[str, str]]:
    for place, member in enumerate(letterhead.there, start=1):
        role = say("secretary_role" if member.role == "secretary" else member.role)
        yield {"no": str(place), "name": member.name, "post": member.post, "role": role}
    if not letterhead.members:
        for place in range(1, _BLANK_ROWS + 1):
            yield {"no": str(place), "name": BLANK, "post": BLANK, "role": ""}


def _tied(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the last rows with the signatures, which have no page of their own, and leave little room empty before."""
    return [{**row, "kept": len(rows) - at <= _WITH_SIGNATURES} for at, row in enumerate(rows)]


def _absent(letterhead: Letterhead, say: PaperSayer) -> str:
    """Name who was not there, and why; empty where nobody is said to be absent."""
    named = [
        say("absent_one", name=_with_post(member), why=member.absent) for member in letterhead.members if member.absent
    ]
    return say("absent", value="; ".join(named)) if named else ""


def _ranking_widths(shown: Shown) -> list[float]:
    """Fit the columns of the ranking; the class is not there where the scheme has none."""
    say, units = shown.say, shown.result.units
    columns = [
        Column(say("rank"), [shown.rank(unit) for unit in units], whole=True),
        Column(say("unit"), [unit.name for unit in units], whole=True),
        Column(say("total"), [shown.total(unit) for unit in units]),
    ]
    if shown.scheme.classes:
        columns.append(Column(say("class"), [shown.klass(unit) for unit in units], whole=True))
    return forced(columns, WIDTH, LETTERS)
