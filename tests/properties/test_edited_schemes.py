"""Schemes as workbooks: unchanged they come back to the byte, and of what is edited nothing else changes."""

from __future__ import annotations

import copy
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
import tomli

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.editing.cells import Field, alike, shown, taken
from dvk_scoring.editing.layout import scheme_sheets
from dvk_scoring.editing.scheme import read_scheme_book, write_scheme_book
from dvk_scoring.editing.sheets import fields_of
from dvk_scoring.editing.toml import changed_parts, with_changes
from dvk_scoring.run import load_scheme
from dvk_scoring.scaffold.scheme.make import make_scheme
from dvk_scoring.scaffold.scheme.wish import SchemeWish, WantedCluster, WantedCriterion, whole_year
from dvk_scoring.scheme.keys import Path as Key
from dvk_scoring.scheme.merge import read_merged
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import shipped_files
from dvk_scoring.text import Language, Text

WHOLE = Path(__file__).with_name("whole_scheme.toml")
SHIPPED = [*shipped_files()]
OFTEN = int(os.environ.get("DVK_EDITS", "25"))
"""Edits tried of each scheme; by hand, some hundreds."""


def sheet_fields(scheme: Scheme) -> list[Field]:
    return list(fields_of(scheme_sheets(read_merged(scheme.path).values, scheme)))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("source", [*SHIPPED, str(WHOLE)], ids=lambda one: Path(one).stem)
def test_a_workbook_that_nobody_edited_changes_no_byte(source: str, language: Language, tmp_path: Path) -> None:
    scheme = load_scheme(source)
    write_scheme_book(scheme, tmp_path / "book.xlsx", language)
    edited = read_scheme_book(scheme, tmp_path / "book.xlsx")
    assert edited.data == Path(scheme.path).read_bytes()
    assert edited.problems == ()


def test_new_schemes_and_those_that_extend_come_back_to_the_byte(tmp_path: Path) -> None:
    registry = Registry.of()
    for at, several in enumerate((["outreach", "media=40", "per-occurrence=+3"], ["direct=70", "panel"])):
        clusters = tuple(WantedCluster.read(one) for one in ("a=Cụm A", "b=Cụm B")[:at])
        wanted = tuple(map(WantedCriterion.read, several))
        wish = SchemeWish(f"new-{at}", Text(vi="Mới", en="New"), wanted, clusters=clusters, period=whole_year(2027))
        make_scheme(wish, tmp_path, "vi", registry=registry)
        scheme = load_scheme(tmp_path / wish.id)
        extending = tmp_path / wish.id / "next.toml"
        extending.write_bytes(b'extends = "scheme.toml"\r\n[scheme]\r\nid = "next"\r\n')
        for one in (scheme, load_scheme(extending)):
            book = tmp_path / f"{one.id}.xlsx"
            write_scheme_book(one, book, "en")
            assert read_scheme_book(one, book).data == Path(one.path).read_bytes()


@pytest.mark.parametrize("source", [*SHIPPED, str(WHOLE)], ids=lambda one: Path(one).stem)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_cells_say_what_they_show(source: str, language: Language) -> None:
    for field in sheet_fields(load_scheme(source)):
        cells = shown(field, language)
        assert len(cells) == field.width
        back = taken(field, cells)
        again = shown(attrs.evolve(field, value=back), language)
        assert all(alike(one, other) for one, other in zip(cells, again, strict=True)), field
        if not isinstance(field.value, str):  # a percentage may be written with a blank in it
            assert back == field.value, field


@pytest.mark.parametrize("source", [*SHIPPED, str(WHOLE)], ids=lambda one: Path(one).stem)
def test_an_edit_changes_its_own_key_and_no_other_line(source: str) -> None:
    """Held against tomli and the lines of the text: neither knows how the edit was made."""
    scheme = load_scheme(source)
    text = Path(scheme.path).read_text(encoding="utf-8")
    before = tomli.loads(text, parse_float=Decimal)
    chance = Random(scheme.id)
    fields = sheet_fields(scheme)
    for field in chance.sample(fields, min(OFTEN, len(fields))):
        new = None if field.value is not None and chance.random() < 0.25 else other_value(field, chance)
        parts = dict(changed_parts(field.path, field.value, new))
        made = with_changes(text, parts, before)
        wanted = copy.deepcopy(before)
        for path, value in parts.items():
            put(wanted, path, value)
        assert without_empty(tomli.loads(made, parse_float=Decimal)) == without_empty(wanted), (field.path, new)
        lines, old = made.splitlines(), text.splitlines()
        same_start = next((at for at, pair in enumerate(zip(old, lines, strict=False)) if pair[0] != pair[1]), len(old))
        assert sum(one not in lines for one in old) <= max(1, len(parts)), (field.path, same_start)
        assert sum(one not in old for one in lines) <= max(3, len(parts)), (field.path, same_start)


def other_value(field: Field, chance: Random) -> object:
    match field.kind:
        case "weight" if field.kinds and chance.random() < 0.5:
            return {kind: chance.randint(1, 50) for kind in field.kinds}
        case "text":
            return chance.choice(["Tên “khác”", {"vi": "Một\nhai", "en": 'A "b" \\ c'}, {"vi": "Một", "en": "One"}])
        case "pair":
            return [1, Decimal("2.5")]
        case "names" | "some-names":
            return ["a", "b-c"]
        case "words":
            return chance.choice([*field.choices])
        case "flag":
            return not field.value
        case "day":
            return date(2031, 2, 3)
        case "string" | "identity":
            return "x = [1] # y"
        case _:
            return chance.choice([3, Decimal("0.125"), "12.5%"])


def put(values: Any, path: Key, value: object) -> None:
    for part in path[:-1]:
        values = values.setdefault(part, {}) if isinstance(values, dict) else values[part]
    if value is None:
        values.pop(path[-1])
    else:
        values[path[-1]] = value


def without_empty(values: Any) -> Any:
    """Leave out tables without a key: an edit may leave one or none."""
    if isinstance(values, dict):
        inner = {key: without_empty(one) for key, one in values.items()}
        return {key: one for key, one in inner.items() if one != {}}
    return [without_empty(one) for one in values] if isinstance(values, list) else values


def test_a_condition_is_named_after_what_it_belongs_to(tmp_path: Path) -> None:
    """A criterion and a title may have one id."""
    path = tmp_path / "scheme.toml"
    path.write_text(
        """\
scheme = { id = "s", title = "S" }
criteria.flag = { plugin = "direct", weight = 100, title = "Tiêu chí cờ" }
titles.flag = { title = "Cờ thi đua", quota = { count = 1 }, requires = [{ of = "total", at_least = 50 }] }
""",
        encoding="utf-8",
    )
    sheets = {one.id: one for one in scheme_sheets(read_merged(str(path)).values, load_scheme(path))}
    (line,) = (one for one in sheets["classes.ID.requires[]"].lines if not one.spare)
    assert [one.vi for one in line.shown] == ["Danh hiệu: Cờ thi đua (flag)", ""]
