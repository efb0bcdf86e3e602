"""The catalogue of problems: whole in both languages, all of it raised somewhere, every code provoked by a test."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

import pytest

from dvk_scoring import load_scheme
from dvk_scoring.catalogue import catalogue
from dvk_scoring.editing.layout import scheme_sheets
from dvk_scoring.editing.words import ACTS
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.form.key import keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.merge import read_merged
from dvk_scoring.text import LANGUAGES

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"DVK-[A-Z]\d{3}")
ONLY_A_NAME = re.compile(r"\{\w+\}")
NEEDED = ("text", "cause", "mend")
APART = re.compile(r"[0-9}] %")
"""In Vietnamese the sign of per cent stands at its number: 20%."""


def codes_in(*patterns: str) -> set[str]:
    """The codes that stand in files, this one left out."""
    files = [path for pattern in patterns for path in ROOT.glob(pattern) if path != Path(__file__)]
    assert files
    return {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def is_error(code: str) -> bool:
    return bool(catalogue()[code].get("severity", "error") == "error")


def test_every_code_is_raised_somewhere_and_every_one_raised_is_told() -> None:
    assert codes_in("dvk_scoring/**/*.py") == set(catalogue())


def test_every_code_is_provoked_by_a_test() -> None:
    assert set(catalogue()) - codes_in("tests/**/test_*.py", "tests/**/*.toml") == set()


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_are_whole(code: str) -> None:
    entry = catalogue()[code]
    vi, en = entry["vi"], entry["en"]
    assert set(vi) == set(en)
    assert set(NEEDED) <= set(vi)
    for key, text in vi.items():
        assert text.strip()
        assert en[key].strip()
        assert placeholders(text) == placeholders(en[key]), key
        assert key not in ("cause", "mend") or not any(map(str.isidentifier, placeholders(text))), "nobody fills it in"
        assert unicodedata.is_normalized("NFC", text)
        assert not APART.search(text), key
        assert text != en[key] or ONLY_A_NAME.fullmatch(text), key
    assert "\n" not in vi["text"] + en["text"]
    assert entry.get("severity", "error") in ("error", "warning", "note")


OF_FILES = frozenset(f"DVK-{one}" for one in (
    "S101", "S102", "S103", "S104", "S105", "S106", "S107", "S109", "S110", "S111", "S112", "S113", "S114", "S115",
    "S121", "S204", "S206", "S215", "C104", "C106", "C115", "C312", "R102", "R103", "R107", "R112", "R141",
    "R147", "R148", "R149", "R150", "R151", "R152",
))  # fmt: skip
"""What no cell can cause: files, their syntax, keys that a workbook does not write; what is told of no edited one."""
READERS = ("dvk_scoring/scheme/*.py", "dvk_scoring/scheme/form/*.py", "dvk_scoring/criteria/decide.py",
           "dvk_scoring/criteria/setting_types.py", "dvk_scoring/scoring/read_votes.py",
           "dvk_scoring/report/documents/letterhead.py")  # fmt: skip
KEYS = {name for form in TABLES for name in keys_of(form) if len(name) > 3 or "_" in name} | {"extends", "params"}
OF_TOML = re.compile(r"`|\w = |\[\[?\w+\]|\{\{|TOML|khóa|\bkeys?\b|--[a-z]")


def test_who_edits_cells_is_told_of_cells() -> None:
    """Of whatever a reader of a scheme, rulings, votes or letterhead tells and a cell can cause."""
    codes = codes_in(*READERS) - OF_FILES
    assert len(codes) > 100
    for code in sorted(codes):
        for language in LANGUAGES:
            texts = catalogue()[code][language]
            text = texts.get("text_cell", texts["text"])
            keys = ["hint_cell"] if "hint_cell" in texts else ["hint", "hint_else"]
            hints = [texts[key] for key in keys if key in texts]
            if is_error(code) and all(placeholders(one) - placeholders(texts["text"]) for one in hints):
                hints.append(texts["mend"])
            told = " ".join([text, *hints])
            plain = re.sub(r"\{\w+(:code)?\}", "", told)
            assert not OF_TOML.search(plain), (code, told)
            assert language == "en" or not {*re.findall(r"[a-z_-]+", plain)} & KEYS, (code, told)


def test_an_error_always_says_what_to_do_and_a_note_need_not() -> None:
    """The hint is what fits the case; where its values are not known, or there is none, how the code is mended."""
    for code, entry in catalogue().items():
        for language in LANGUAGES:
            hint = Problem(code, severity=entry.get("severity", "error")).hint(language)
            hints = {text for key, text in entry[language].items() if key.startswith("hint")}
            if is_error(code):
                assert hint in {*(one.replace("{{", "{").replace("}}", "}") for one in hints), entry[language]["mend"]}
            elif not hints:
                assert hint is None


def test_cells_and_sheets_that_messages_quote_are_there() -> None:
    scheme = load_scheme(ROOT / "tests/properties/whole_scheme.toml")
    sheets = scheme_sheets(read_merged(scheme.path).values, scheme)
    for language in LANGUAGES:
        there = {one.in_(language) for one in ACTS.values()}
        for sheet in sheets:
            titles = [sheet.title, *sheet.heads, *(title for column in sheet.columns for title in column.titles)]
            titles += [title for line in sheet.lines for title in line.shown]
            fields = [field for line in sheet.lines for field in line.fields if field is not None]
            titles += [title for field in fields for title in field.choices.values()]
            there |= {one.in_(language) for one in titles}
        for code, entry in catalogue().items():
            told = f"{entry[language].get('text_cell', '')} {entry[language].get('hint_cell', '')}"
            quoted = {one for one in re.findall("“([^”]*)”", told) if not one.endswith("…") and "{" not in one}
            assert quoted <= there, code
