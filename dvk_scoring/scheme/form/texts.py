"""What people read about the keys of a scheme and the words that these take; held in ``texts.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from dvk_scoring.scheme.form.key import Key, form_name
from dvk_scoring.text import LANGUAGES, Text


def about(form: type) -> Text:
    """Tell what one of the tables is that are of this form."""
    return _text(_texts()[form_name(form)])


def meaning(key: Key[Any], word: str | None = None) -> Text:
    """Tell what a key means, or one of its words, to who writes a scheme."""
    return _text(_of(key) if word is None else _of(key)["words"][word])


def label(key: Key[Any], word: str | None = None) -> Text | None:
    """Tell what a key or one of its words is called where a change is told; None: there it is never named."""
    called = (_of(key) if word is None else _of(key)["words"][word]).get("label")
    return None if called is None else _text(called)


def heading(key: Key[Any]) -> Text:
    """Tell what stands over the cells of a key in a workbook."""
    told = _of(key)
    return _text(told.get("heading") or told["label"])


def choice(key: Key[Any], word: str) -> Text:
    """Tell how a word is offered in a list to choose from."""
    told = _of(key)["words"][word]
    return _text(told.get("label") or {language: told[language].rstrip(".") for language in LANGUAGES})


def rule(key: Key[Any], word: str) -> Text:
    """Tell what a word rules, as a part of a sentence of the rules or of an explanation."""
    return _text(_of(key)["words"][word]["rule"])


def beside(key: Key[Any], word: str) -> Text:
    """Tell what a word does to the numbers of an explanation, beside them."""
    return _text(_of(key)["words"][word]["beside"])


def _of(key: Key[Any]) -> Mapping[str, Any]:
    form, _, name = key.told.partition(".")
    texts: Mapping[str, Any] = _texts()[form][name]
    return texts


def _text(written: Mapping[str, Any]) -> Text:
    return Text(vi=written["vi"], en=written["en"])


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    import tomli

    return tomli.loads((resources.files("dvk_scoring") / "scheme/form/texts.toml").read_text(encoding="utf-8"))
