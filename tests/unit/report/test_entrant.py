"""What a scheme scores has its own word, and every text about it uses that word: a team is no "unit"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest

from dvk_scoring import load_scheme, score
from dvk_scoring.analysis import criterion, quantity, race, ranking, reason
from dvk_scoring.analysis.explain import explain
from dvk_scoring.report import odd, one_line
from dvk_scoring.report.documents import matters
from dvk_scoring.report.html.words import words_of
from dvk_scoring.report.odd import find_odd
from dvk_scoring.report.public import show
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.public.grid import Grids
from dvk_scoring.report.public.show import tell_left_out
from dvk_scoring.run import read_sample
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language, Text

USUAL = {"vi": re.compile("đơn vị", re.IGNORECASE), "en": re.compile(r"\bunits?\b", re.IGNORECASE)}
WORKING = re.compile(r" *\d+\. ")
"""A criterion knows no scheme: the steps of its working speak of units in general, as problems do."""
MODULES = (race, ranking, reason, criterion, quantity, show, odd, one_line, matters)
PLACE = re.compile(r"\{\w+\}")
ANY_ENTRANT = {"illustrative_text"}
"""The mark of invented figures says the same wherever it stands: of no real unit."""


def lines(result: Result, language: Language) -> Iterator[str]:
    """Give the texts about those who are scored; figures and criteria have titles of their own."""
    for unit in result.units[:6]:
        for paragraph in explain(result, unit.unit, None, language):
            yield from (line for line in (paragraph.heading, *paragraph.lines) if not WORKING.match(line))
    yield from tell_left_out(result.scheme, result, language)
    yield from (head.text for head in Grids(make_edition(result), language).heads())
    yield from (
        f"{one.heading} {line}" for one in find_odd(result, language) for line in one.lines if "DVK-" not in line
    )
    yield from (text.in_(language) for key, text in words_of(result.scheme).items() if key not in ANY_ENTRANT)


@pytest.mark.parametrize("scheme_id", ["stage-contest", "commune-police", "low-point-series"])
def test_texts_call_what_is_scored_as_the_scheme_does(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    result = score(scheme, read_sample(scheme), sample=True)
    for language in ("vi", "en"):
        told = list(lines(result, language))
        assert [line for line in told if USUAL[language].search(line)] == []
        assert any(scheme.entrant.in_(language) in line for line in told)
        assert not any("{" in line and "ntrant" in line for line in told)


@pytest.mark.parametrize("module", MODULES, ids=lambda one: one.__name__)
def test_no_phrase_about_who_is_scored_has_a_word_of_its_own(module: ModuleType) -> None:
    phrases: Mapping[str, Text] = vars(module)["_SAID"]
    for language in ("vi", "en"):
        own = [key for key, text in phrases.items() if USUAL[language].search(PLACE.sub("", text.in_(language)))]
        assert own == []


def test_a_word_has_its_plural_in_english_alone() -> None:
    words = {"team": "teams", "university": "universities", "boat": "boats", "commune police": "commune police"}
    for word, several in words.items():
        told = entrant_words(Text(vi="đội thi", en=word), "en")
        assert (told["entrant"], told["entrants"], told["Entrants"]) == (word, several, several.capitalize())
    told = entrant_words(Text(vi="đội thi", en="team"), "vi")
    assert told == {"entrant": "đội thi", "entrants": "đội thi", "Entrant": "Đội thi", "Entrants": "Đội thi"}
