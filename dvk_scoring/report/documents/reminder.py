"""What fills the letters to units whose forms have not come back: a letter each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dvk_scoring.forms.collected import MissingUnit
from dvk_scoring.report.documents.head import long_day, scheme_head
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.lines import HARD_SPACE, held
from dvk_scoring.report.documents.minutes import lower_first
from dvk_scoring.report.documents.words import SHORT_BLANK, PaperSayer
from dvk_scoring.scheme.model import NotReported, Scheme
from dvk_scoring.text import Language

_COUNTS: Final[dict[NotReported, str]] = {"zero": "late_zero", "not-ranked": "late_not_ranked", "error": "late_error"}
"""What becomes of a unit that does not report → the sentence that says so."""


def reminder_papers(
    scheme: Scheme, units: Sequence[MissingUnit], letterhead: Letterhead, language: Language
) -> list[dict[str, Any]]:
    """Give what fills the letters, in the order of the units; ``docs/documents.md`` says what each name means."""
    return [_letter(scheme, unit, letterhead, PaperSayer(language, scheme.entrant)) for unit in units]


def _letter(scheme: Scheme, unit: MissingUnit, letterhead: Letterhead, say: PaperSayer) -> dict[str, Any]:
    paper, name = letterhead.paper("reminder"), unit.name or unit.unit
    title = lower_first(scheme.title.in_(say.language))
    blank = say("day", day=SHORT_BLANK, month=SHORT_BLANK, year=SHORT_BLANK)
    asked = [
        say(
            "letter_unusable" if unit.files else "letter_missing", day=long_day(paper.day, say), name=name, scheme=title
        ),
        say("letter_asks", name=name, day=blank if paper.deadline is None else long_day(paper.deadline, say)),
        say(_COUNTS[scheme.not_reported]),
    ]
    if paper.contact or paper.telephone:
        who = paper.contact or letterhead.issuer or letterhead.council
        call = say("letter_call", telephone=paper.telephone.replace(" ", HARD_SPACE)) if paper.telephone else ""
        asked.append(say("letter_contact", who=who, call=call))
    about = paper.about or say("letter_about", scheme=title)
    return {
        **scheme_head(scheme, letterhead, "reminder", say),
        "about": held(about),
        "subject": say("subject", about=held(about)),
        "to": say("to", name=name),
        "unit": {"id": unit.unit, "name": name, "cluster": unit.cluster},
        "lines": asked,
        "ends": say("letter_ends"),
        "recipients": list(paper.recipients) or [say("as_sent"), say("filed")],
    }
