"""The pages on schemes name every key that is declared, under the table it belongs to, and every word it takes.

What the reader takes is asked of it: each table of the pages' own example is given a key that nobody knows; the problem
then tells what there is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scheme.document import Document, read_document
from dvk_scoring.scheme.form.awards import TestKeys
from dvk_scoring.scheme.form.key import Key, keys_of
from dvk_scoring.scheme.form.tables import TABLES
from dvk_scoring.scheme.read import load_scheme, read_scheme
from dvk_scoring.scheme.rulings import load_rulings
from dvk_scoring.scheme.table import Reading

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "docs" / name for name in ("schemes.md", "schemes.vi.md")]
REGISTRY = Registry.of()
NOBODY = "zzz-nobody"
UNITS = {"xa-1": "lowland", "xa-2": "lowland", "xa-3": "lowland", "xa-4": "upland", "tt-1": "town"}
NAMED = {"clusters", "figures", "sections", "criteria", "bonuses", "penalties", "knock_outs", "classes", "titles"}
FREE = {"params", "defaults", "weight", "voices", "headings"}  # keys of these are ids, or a plugin's own

Step = str | int
Where = tuple[Step, ...]


@pytest.fixture(params=PAGES, ids=lambda page: page.name)
def page(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def block(page: Path, name: str) -> str:
    found = re.search(
        rf"^```\w+[^\n]*={re.escape(name)}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found, f"{page.name} has no {name}"
    return found[1]


def whole(page: Path, folder: Path) -> Path:
    for name in ("movement.toml", "rulings.toml", "figures.csv"):
        (folder / name).write_text(block(page, name), encoding="utf-8")
    return folder / "movement.toml"


def scheme_problems(document: Document) -> list[Problem]:
    reading = Reading(document)
    read_scheme(reading, None, REGISTRY)
    return reading.problems


def tables(value: object, where: Where = ()) -> Iterator[tuple[Where, dict[str, Any]]]:
    """Give every table whose keys the program knows, the inner ones first."""
    if where and where[-1] in FREE:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from tables(inner, (*where, key))
        if set(value) - {"vi", "en"} and where not in {(name,) for name in NAMED} and not is_figures(where):
            yield where, value
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from tables(inner, (*where, index))


def is_figures(where: Where) -> bool:
    return len(where) == 3 and where[2] == "figures"


def heading(where: Where, top: str) -> str:
    """Write a place as the pages' headings do: ``criteria.ID.limits``, ``rulings[].hold``."""
    if "any" in where:
        return "any[]"  # conditions like those around them
    parts = list(where)
    if len(parts) > 1 and parts[0] in NAMED:
        parts[1] = "ID"
    if len(parts) == 4 and parts[2] == "figures":
        parts[3] = "FIGURE"
    return "".join("[]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".") or top


def rows(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the cells of the rows under each heading that names a table."""
    for part in re.split(r"^### ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        lines = re.findall(r"^\|(.*)\|$", re.split(r"^## ", rest, flags=re.MULTILINE)[0], re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", title):
            for line in lines:
                yield name, line.split("|")


def documented(page: Path, *, rulings: bool = False) -> dict[str, set[str]]:
    """Give the keys in the first cells of the rows under each heading."""
    found: dict[str, set[str]] = {}
    for name, cells in rows(page):
        if name.startswith("rulings") is rulings:
            found.setdefault(name, set()).update(re.findall(r"`([^`]+)`", cells[0]))
    return found


def declared() -> dict[str, dict[str, Key[Any]]]:
    """Give the keys of every table of a scheme, by where it stands."""
    found: dict[str, dict[str, Key[Any]]] = {}
    for form, places in TABLES.items():
        for place in places:
            found.setdefault(place, {}).update(keys_of(form))
    return {**found, "any[]": {name: one for name, one in keys_of(TestKeys).items() if name != "any"}}


def names(tables: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    return {place: {*keys} for place, keys in tables.items()}


def known_keys(problems: Iterable[Problem], key: str = NOBODY) -> list[set[str]]:
    told = [one for one in problems if one.code == "DVK-S121" and one.args["key"] == key]
    return [set(str(one.args["known"]).split(", ")) for one in told]


def test_the_reader_takes_the_keys_that_are_declared(tmp_path: Path) -> None:
    assert taken(read_document(str(whole(PAGES[0], tmp_path))), scheme_problems, "*.toml") == names(declared())


def test_every_key_of_a_scheme_is_told_where_it_belongs(page: Path) -> None:
    assert documented(page) == names(declared())


def test_keys_are_told_with_their_words_and_their_defaults(page: Path) -> None:
    known = declared()
    asked = 0
    for place, cells in rows(page):
        for name in re.findall(r"`([^`]+)`", cells[0]):
            key = known.get(place, {}).get(name)
            as_elsewhere = re.match(r" (as|như) ", cells[1]) or not cells[1].strip()
            if key is not None and not as_elsewhere:
                asked += bool(key.words)
                words = {"eligible", "ranked", "CLASS and above"} if key.told == "quota.of" else {*key.words}
                assert words <= set(re.findall(r"`([^`]+)`", cells[1])), f"{page.name}: {key.told}"
                usual = "true" if key.default is True else key.default
                assert usual is None or str(usual) in cells[2], f"{page.name}: the default of {key.told} is {usual}"
    assert asked > 15


def test_every_key_of_the_rulings_is_told_where_it_belongs(page: Path, tmp_path: Path) -> None:
    scheme, _ = load_scheme(whole(page, tmp_path))
    path = tmp_path / "rulings.toml"

    def problems(document: Document) -> list[Problem]:
        text = path.read_text(encoding="utf-8")
        changed = tmp_path / "changed.toml"
        changed.write_text(f"{text}\n{written(document.values)}", encoding="utf-8")
        try:
            return list(load_rulings(changed, scheme, UNITS)[1])
        except DvkError as error:
            return list(error.problems)

    def written(values: dict[str, Any]) -> str:
        """Write the one ruling that was changed once more, at the end."""
        if NOBODY in values:
            return f"[{NOBODY}]"
        lines = ["[[rulings]]"]
        for one in values["rulings"]:
            inner = next((key for key, value in one.items() if isinstance(value, dict) and NOBODY in value), None)
            if NOBODY in one or inner:
                lines += [f"{NOBODY} = 1"] if inner is None else [f"{inner} = {{ {NOBODY} = 1 }}"]
        return "\n".join(lines)

    assert taken(read_document(str(path)), problems, "rulings.toml") == documented(page, rulings=True)


def taken(document: Document, problems: Callable[[Document], list[Problem]], top: str) -> dict[str, set[str]]:
    """Give the keys that the program takes in each table of a document."""
    seen: dict[str, set[str]] = {}
    for where, _ in tables(document.values):
        values = copy.deepcopy(document.values)
        inner: Any = values
        for step in where:
            inner = inner[step]
        inner[NOBODY] = 1
        (known,) = known_keys(problems(attrs.evolve(document, values=values)))
        name = heading(where, top)
        seen.setdefault(name, set()).update(known)
    return seen


def test_both_languages_show_the_same_scheme(tmp_path: Path) -> None:
    values = []
    for page in PAGES:
        folder = tmp_path / page.name
        folder.mkdir()
        values.append(read_document(str(whole(page, folder))).values)
    assert values[0] == values[1]
