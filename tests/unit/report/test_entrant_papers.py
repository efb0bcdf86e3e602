"""Papers and workbooks call those scored as the scheme does, and by no word of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from dvk_scoring import load_scheme, read_sample, score
from dvk_scoring.forms.collected import MissingUnit
from dvk_scoring.report.documents import appeals, matters
from dvk_scoring.report.documents import words as documents
from dvk_scoring.report.documents.drafts import decision_data, submission_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.report.documents.reminder import reminder_papers
from dvk_scoring.report.documents.summary import summary_data
from dvk_scoring.report.workbook import words as workbook
from dvk_scoring.report.workbook.book import Book
from dvk_scoring.text import Language, Text

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
OWN = re.compile(r"(?<![{\w])(đơn vị|units?)(?![}\w])", re.IGNORECASE)


@pytest.mark.parametrize(
    "said", [documents.WORDS, workbook.WORDS, appeals.SAID, matters._SAID], ids=["papers", "book", "appeals", "matters"]
)
def test_no_phrase_has_a_word_of_its_own_for_those_scored(said: Mapping[str, Text]) -> None:
    own = {key: found[0] for key, text in said.items() for one in LANGUAGES if (found := OWN.search(text.in_(one)))}
    assert set(own) <= {"illustrative"}  # the mark of invented figures is the same everywhere


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contest_has_teams_in_all_its_papers(language: Language) -> None:
    """``stage-contest`` scores teams: đội thi."""
    scheme = load_scheme("stage-contest")
    result, head = score(scheme, read_sample(scheme), sample=True), Letterhead()
    papers: list[Any] = [
        *reminder_papers(scheme, [MissingUnit("a", "A", "teams")], head, language),
        *(make(result, head, language) for make in (submission_data, decision_data, minutes_data, summary_data)),
    ]
    said = [one for paper in papers for one in texts(paper) if not re.search("có thật|no real", one)]
    assert [one for one in said if re.search(r"đơn vị|\bunits?\b", one, re.IGNORECASE)] == []
    one, several, heading = ("đội thi", "các đội thi", "DANH SÁCH ĐỘI THI ĐƯỢC ĐỀ NGHỊ") if language == "vi" else (
        "Team", "teams", "LIST OF TEAMS PROPOSED")  # fmt: skip
    for word in (one, several, heading):
        assert any(word in each for each in said), word
    assert not any("{" in each for each in said)
    assert several in Book(result, language).say("figures_title")
