"""The catalogue of problems: whole in both languages, all of it raised somewhere, every code provoked by a test."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

import pytest

from dvk_scoring.problem import catalogue

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"DVK-[A-Z]\d{3}")
ONLY_A_NAME = re.compile(r"\{\w+\}")
NEEDED = ("text", "cause", "mend")


def codes_in(*patterns: str) -> set[str]:
    """The codes that stand in files, this one left out."""
    files = [path for pattern in patterns for path in ROOT.glob(pattern) if path != Path(__file__)]
    assert files
    return {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


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
        assert unicodedata.is_normalized("NFC", text)
        assert text != en[key] or ONLY_A_NAME.fullmatch(text), key
    assert "\n" not in vi["text"] + en["text"]
    assert entry.get("severity", "error") in ("error", "warning", "note")
