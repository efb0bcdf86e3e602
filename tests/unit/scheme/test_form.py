"""The form of a scheme: each key is declared and told, and nothing is told that is no key."""

from __future__ import annotations

from importlib import resources
from typing import Any, get_args, get_type_hints

import pytest
import tomli

from dvk_scoring.scheme.form import awards, columns, frame, public, uses
from dvk_scoring.scheme.form.homes import home_of
from dvk_scoring.scheme.form.key import form_name, keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.keys import Path

MODULES = (frame, uses, awards, public, columns)
FORMS = [one for module in MODULES for name, one in vars(module).items() if name.endswith("Keys")]


def written() -> dict[str, dict[str, Any]]:
    text = (resources.files("dvk_scoring") / "scheme/form/texts.toml").read_text(encoding="utf-8")
    return tomli.loads(text)


def test_every_table_has_its_place() -> None:
    assert {*FORMS} - {uses.UseKeys, uses.BonusKeys, uses.PenaltyKeys} == {*TABLES}


@pytest.mark.parametrize(
    ("key", "value", "path", "place"),
    [
        ("count", 3, ("titles", "flag"), "titles.ID.quota"),
        ("count", 3, ("classes", "good"), "classes.ID.quota"),
        ("at_least", "80%", ("classes", "good"), "classes.ID.requires[]"),
        ("places", 2, ("criteria", "a"), "criteria.ID.rounding"),
        ("weight", 2, ("criteria", "a", "figures", "points"), "criteria.ID"),
        ("prefer", "low", ("ranking", "break", 0, "x"), "ranking.break[]"),
        ("section", "work", ("bonuses", "a"), "sections.ID, criteria.ID"),
        ("bonus", 5, ("scheme",), "scheme.limits"),
        ("title", "x", (), "scheme"),
        ("quota", {}, (), "classes.ID, titles.ID"),
        ("classes", {}, ("titles", "flag"), "[classes], a table of its own"),
    ],
)
def test_a_key_is_sent_to_the_nearest_table_that_has_it(key: str, value: object, path: Path, place: str) -> None:
    home = home_of(key, value, path)
    assert home is not None
    assert (home.place.en, home.fits) == (place, True)


def test_a_key_goes_first_to_where_its_value_fits() -> None:
    home = home_of("section", {"a": {}}, ())
    assert home is not None
    assert not home.fits  # a table of sections, misspelt: no key that is called so takes one
    assert home_of("nowhere", 1, ()) is None


@pytest.mark.parametrize("form", FORMS)
def test_the_words_of_a_key_are_those_of_its_type(form: type) -> None:
    hints = get_type_hints(form)
    for key in keys_of(form).values():
        named = next((hints[name] for name in (key.name, f"{key.name}_") if name in hints), None)
        if key.words:
            (taken,) = get_args(named)
            words = [word for one in (taken, *get_args(taken)) for word in get_args(one) or (one,)]
            assert {*key.words} == {word for word in words if isinstance(word, str)}, key.told


def test_what_is_told_is_a_key_or_a_word() -> None:
    told = set()
    for form in FORMS:
        for key in keys_of(form).values():
            table, _, name = key.told.partition(".")
            told.add((table, name))
            assert [*written()[table][name].get("words", {})] == [*key.senses], key.told
    for table, entries in written().items():
        for name in entries:
            of_table = name in ("vi", "en") and table in map(form_name, FORMS)
            assert (table, name) in told or of_table, f"{table}.{name} is no key"


def test_a_word_is_told_wherever_its_neighbours_are() -> None:
    """Rules, explanations and told changes look a word up: one that only some of them know would stop the others."""
    keys = {key.told: key for form in FORMS for key in keys_of(form).values()}
    for told, key in keys.items():
        table, _, name = told.partition(".")
        words = written()[table][name].get("words", {})
        for facet in ("rule", "beside"):
            having = [word for word in key.senses if facet in words[word]]
            assert having in ([], [*key.senses]), (told, facet)
