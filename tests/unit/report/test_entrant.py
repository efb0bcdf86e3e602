"""What a scheme scores has its own word, and every text about it uses that word: a team is no "unit"."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

from dvk_scoring import Ledger, Spread, compare, compare_table, load_scheme, score, stability, write_result
from dvk_scoring.analysis import criterion, quantity, race, ranking, reason
from dvk_scoring.analysis.explain import explain
from dvk_scoring.report import odd, one_line
from dvk_scoring.report.changes import trial, units
from dvk_scoring.report.comparison import html as compared_page
from dvk_scoring.report.comparison import terminal as compared_terminal
from dvk_scoring.report.comparison import told
from dvk_scoring.report.comparison.html import compared_html
from dvk_scoring.report.comparison.terminal import print_compared, print_table
from dvk_scoring.report.documents import matters
from dvk_scoring.report.html.words import words_of
from dvk_scoring.report.odd import find_odd
from dvk_scoring.report.public import show
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.public.grid import Grids
from dvk_scoring.report.public.show import tell_left_out
from dvk_scoring.report.stability import words as study_words
from dvk_scoring.report.stability.page import stability_html
from dvk_scoring.report.stability.terminal import print_stability
from dvk_scoring.run import read_sample
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language, Text
from tests.samples import score_sample

USUAL = {"vi": re.compile("đơn vị", re.IGNORECASE), "en": re.compile(r"\bunits?\b", re.IGNORECASE)}
WORKING = re.compile(r" *\d+\. ")
"""A criterion knows no scheme: the steps of its working speak of units in general, as problems do."""
MODULES = (race, ranking, reason, criterion, quantity, show, odd, one_line, matters)
BESIDE = (units, trial, compared_page, told, compared_terminal, study_words)
"""Of results side by side, and of studies."""
PLACE = re.compile(r"\{\w+\}")
ANY_ENTRANT = {"illustrative_text", "sample"}
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
        said = list(lines(result, language))
        assert [line for line in said if USUAL[language].search(line)] == []
        assert any(scheme.entrant.in_(language) in line for line in said)
        assert not any("{" in line and "ntrant" in line for line in said)


@pytest.mark.parametrize("module", [*MODULES, *BESIDE], ids=lambda one: one.__name__)
def test_no_phrase_about_who_is_scored_has_a_word_of_its_own(module: ModuleType) -> None:
    tables: list[Mapping[str, Text]] = [
        vars(module)[one] for one in ("_SAID", "WORDS", "_TABLE") if one in vars(module)
    ]
    phrases = [(key, text) for one in tables for key, text in one.items() if key not in ANY_ENTRANT]
    assert phrases
    for language in ("vi", "en"):
        own = [key for key, text in phrases if USUAL[language].search(PLACE.sub("", text.in_(language)))]
        assert own == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_comparisons_and_studies_call_it_so(language: Language, tmp_path: Path) -> None:
    """Of a team that was given another mark, beside the first result; and how sure that one is."""
    scheme = load_scheme("stage-contest")
    old = score(scheme, read_sample(scheme))
    ledger = Ledger.of(scheme, old.figures)
    ledger.put(old.units[-1].unit, "audience.points", "1.5")
    new = score(scheme, ledger.figures())
    compared, study = compare(old, new), stability(old, Spread(draws=5, judges=1))
    written = Console(file=io.StringIO(), width=200)
    print_compared(compared, language, written)
    print_stability(study, language, written)
    (tmp_path / "old.csv").write_text(f"unit,rank\n{old.units[0].unit},9\n", encoding="utf-8")
    print_table(compare_table(old, tmp_path / "old.csv"), language, written)
    assert isinstance(written.file, io.StringIO)
    for text in (compared_html(compared, language), stability_html(study, language), written.file.getvalue()):
        shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
        assert [line for line in shown.splitlines() if USUAL[language].search(line)] == []
        assert scheme.entrant.in_(language) in shown.lower()
        assert "{" not in shown


def test_a_file_of_a_result_does_not_say_what_was_scored(tmp_path: Path) -> None:
    """Beside its scheme, that says it; alone, it is a unit."""
    result = score_sample("stage-contest", sample=False)
    write_result(result, tmp_path / "old.json")
    assert compare(tmp_path / "old.json", result).entrant == result.scheme.entrant
    assert compare(result, tmp_path / "old.json").entrant == result.scheme.entrant
    assert compare(tmp_path / "old.json", tmp_path / "old.json").entrant == Text(vi="đơn vị", en="unit")


def test_a_word_has_its_plural_in_english_alone() -> None:
    words = {"team": "teams", "university": "universities", "boat": "boats", "commune police": "commune police"}
    for word, several in words.items():
        called = entrant_words(Text(vi="đội thi", en=word), "en")
        assert (called["entrant"], called["entrants"], called["Entrants"]) == (word, several, several.capitalize())
    called = entrant_words(Text(vi="đội thi", en="team"), "vi")
    assert called == {"entrant": "đội thi", "entrants": "đội thi", "Entrant": "Đội thi", "Entrants": "Đội thi"}
