"""What fills the drafts that follow the council's meeting: the submission, and the decision with its list.

They are drafts and say so on every page: titles are voted on by the council, and nothing here says that any is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dvk_scoring.report.documents.figures import Shown
from dvk_scoring.report.documents.head import attached, head_data, long_day, named_minutes
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.lines import held
from dvk_scoring.report.documents.minutes import counted, lower_first
from dvk_scoring.report.documents.titles import title_widths, titles_data
from dvk_scoring.report.documents.words import BLANK, LONG_BLANK, SHORT_BLANK, PaperSayer
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language


def submission_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the draft of the submission; ``docs/documents.md`` says what each name means."""
    say, paper = PaperSayer(language, result.scheme.entrant), letterhead.paper("submission")
    shown = Shown(result, say)
    return {
        **_shared(shown, letterhead, "submission"),
        "about": held(paper.about or say("submission_about", scheme=_in_a_sentence(shown))),
        "to": say("to", name=paper.to or LONG_BLANK),
        "counted": counted(shown, say),
        "recipients": list(paper.recipients) or [say("as_sent"), say("filed")],
    }


def decision_data(result: Result, letterhead: Letterhead, language: Language) -> dict[str, Any]:
    """Give what fills the draft of the decision; ``docs/documents.md`` says what each name means."""
    say, paper = PaperSayer(language, result.scheme.entrant), letterhead.paper("decision")
    shown = Shown(result, say)
    about = held(paper.about or say("decision_about", scheme=_in_a_sentence(shown)))
    shared = _shared(shown, letterhead, "decision")
    return {
        **shared,
        "about": about,
        "authority": paper.signer or LONG_BLANK,
        "articles": [
            say("article_list", scheme=_in_a_sentence(shown), count=_listed(shown, shared["titles"])),
            say("article_force"),
            say("article_who"),
        ],
        "signer": paper.signer or BLANK,
        "list_attached": say("list_attached", **_numbered(letterhead, say)),
        "recipients": list(paper.recipients) or [say("as_article"), say("filed")],
    }


def _shared(shown: Shown, letterhead: Letterhead, kind: Any) -> dict[str, Any]:
    say, head = shown.say, head_data(shown.result, letterhead, kind, shown.say)
    titles = titles_data(shown, letterhead, passed=True)
    voted = _voted(shown, titles)
    told = {"submits": say("submits_voted"), "list_waits": say("list_voted")} if voted else {}
    note = say("draft_note_voted" if voted else "draft_note")
    return {
        **head,
        "words": {**head["words"], **told},
        "note": note + (f" · {head['note']}" if head["note"] else ""),
        "draft": say("draft"),
        "basis": list(_basis(shown, letterhead)),
        "titles": titles,
        "title_widths": title_widths(titles, say),
        "attached_minutes": attached(letterhead, say),
    }


def _voted(shown: Shown, titles: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether all that are listed were voted for: of a title without a rule for votes none are counted."""
    rules = [one.vote for one in shown.scheme.titles.values()]
    listed = [rule for rule, title in zip(rules, titles, strict=True) if title["rows"]]
    return shown.result.votes is not None and None not in listed


def _listed(shown: Shown, titles: Sequence[Mapping[str, Any]]) -> str:
    """Count the units of the list; left to be written where the council has yet to vote."""
    if not _voted(shown, titles):
        return SHORT_BLANK
    return str(len({row["id"] for title in titles for row in title["rows"]}))


def _basis(shown: Shown, letterhead: Letterhead) -> Iterator[str]:
    """Give what the paper rests on, a line each: texts, the scheme, the minutes."""
    say, scheme = shown.say, shown.scheme
    for basis in scheme.legal_basis:
        yield say("rests_on", text=basis.text)
    yield say("rests_on_scheme", scheme=scheme.title.in_(say.language))
    yield say("rests_on_minutes", minutes=named_minutes(letterhead, say))


def _numbered(letterhead: Letterhead, say: PaperSayer) -> dict[str, str]:
    paper = letterhead.paper("decision")
    return {
        "number": paper.number or SHORT_BLANK,
        "symbol": paper.symbol or f"QĐ-{SHORT_BLANK}",
        "day": long_day(paper.day, say),
        "issuer": letterhead.issuer or BLANK,
    }


def _in_a_sentence(shown: Shown) -> str:
    return lower_first(shown.scheme.title.in_(shown.language))
