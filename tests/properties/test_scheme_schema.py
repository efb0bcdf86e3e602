"""The JSON Schema and the reader hold the same schemes good, and refuse the same slips of form.

A scheme that says everything once is changed in one place at a time, at every key. What the reader finds wrong with the
form of the file, an independent validator must refuse with the schema; what the schema refuses, the reader must refuse.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import pytest
import tomli
from jsonschema import Draft7Validator

from dvk_scoring.criteria.criterion import AnyCriterion, params_class
from dvk_scoring.criteria.decide import WEIGHT, decide
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import DvkError, Place, Problem
from dvk_scoring.scaffold.names import PluginNames
from dvk_scoring.scaffold.write import make_plugin
from dvk_scoring.scheme.compare import compare_schemes
from dvk_scoring.scheme.document import Document, read_document
from dvk_scoring.scheme.json_schema import scheme_schema
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import read_scheme, scheme_folders
from dvk_scoring.scheme.table import Reading
from tests.depth import some

ROOT = Path(__file__).parents[2]
REGISTRY = Registry.of()
BUNDLED = [one.name for one in REGISTRY.found if one.origin == "bundled"]
Where: TypeAlias = "tuple[str | int, ...]"
Schema: TypeAlias = "dict[str, Any]"
GONE = object()
FEW = 60

WHOLE = (Path(__file__).parent / "whole_scheme.toml").read_text(encoding="utf-8")
TABLES = [key for key, one in tomli.loads(WHOLE).items() if one]

# What is wrong with the form of one file. What needs more than that is left to the reader: names that must be there,
# sums, the order of two numbers, kinds that are covered.
OF_FORM = frozenset(
    f"DVK-{code}"
    for code in (
        *("S109", "S121", "S122", "S123", "S124", "S125", "S126", "S128", "S130", "S133", "S136"),
        *("S143", "S154", "S157", "S158", "S160", "S161", "S175", "S177", "S178", "S179", "S185", "S189"),
        *("C302", "C303", "C306", "C309", "C310", "C312"),
    )
)


def test_the_scheme_is_draft_07_in_both_languages() -> None:
    for language in ("vi", "en"):
        Draft7Validator.check_schema(scheme_schema(REGISTRY, language))


def test_every_text_is_there_in_both_languages_and_differs() -> None:
    vi, en = (list(_texts(scheme_schema(REGISTRY, language))) for language in ("vi", "en"))
    assert [where for where, _ in vi] == [where for where, _ in en]
    assert len(vi) > 500
    same = {text for (_, text), (_, other) in zip(vi, en, strict=True) if text == other}
    assert same == {"1-2-2-4.", "1-2-2-3."}


def test_every_key_has_a_description() -> None:
    schema = scheme_schema(REGISTRY, "en")
    bare = [
        (*where, key) for where, keys in _tables((), schema) for key, one in keys.items() if "description" not in one
    ]
    # Keys inside the value of a setting are a plugin's own, and have no text.
    assert [where for where in bare if not str(where[1]).startswith("params-")] == []


def test_shipped_and_documented_schemes_are_good(tmp_path: Path) -> None:
    found = [*ROOT.glob("configs/*/scheme.toml"), *_documented(tmp_path)]
    validator = _validator()
    assert len(found) > 20
    for path in found:
        document = read_document(str(path))
        assert [one.message for one in validator.iter_errors(_json(document.values))] == [], path


def test_a_scheme_with_a_plugin_of_its_own_is_good(tmp_path: Path) -> None:
    make_plugin(PluginNames.of("plan-kept"), tmp_path)
    path = tmp_path / "plan-kept" / "example" / "scheme.toml"
    validator = Draft7Validator(scheme_schema(scheme_folders(path), "en"))
    values = _json(read_document(str(path)).values)
    assert [one.message for one in validator.iter_errors(values)] == []
    assert not _validator().is_valid(values), "the plugin is known to this scheme alone"
    values["criteria"]["plan-kept"]["params"] = {"zzz": 1}
    assert not validator.is_valid(values)


def test_the_folders_that_a_scheme_names_are_found(tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    (base / "base.toml").write_text('[scheme]\nid = "b"\ntitle = "B"\nplugins = ["own"]\n', encoding="utf-8")
    (base / "next.toml").write_text('extends = "base.toml"\n[scheme]\nid = "n"\n', encoding="utf-8")
    assert scheme_folders(base / "base.toml") == (base / "own",)
    assert scheme_folders(base / "next.toml") == (base / "own",)


def test_the_whole_scheme_says_everything(tmp_path: Path) -> None:
    """So that a key which is new to the schema must stand there, and be changed below."""
    document = _whole(tmp_path)
    assert _codes(document) == set()
    seen: dict[Where, set[str]] = {}
    known: dict[Where, set[str]] = {}
    for where, keys, value in _along((), scheme_schema(REGISTRY, "en"), document.values):
        kind = _general(where)
        known.setdefault(kind, set()).update(keys)
        seen.setdefault(kind, set()).update(value)
    assert len(known) > 20
    seen["classes",].add("to")  # in place of `from`: below
    missing = {kind: keys - seen[kind] - {"drop", "extends"} for kind, keys in known.items() if kind != ("defaults",)}
    assert {kind: keys for kind, keys in missing.items() if keys} == {}


def test_classes_end_where_a_low_total_is_better(tmp_path: Path) -> None:
    text = WHOLE.replace('prefer = "high"\nties', 'prefer = "low"\nties')
    document = _read(text.replace('from = "90%"', 'to = "30%"').replace("from = 70", "to = 70"), tmp_path)
    assert _codes(document) == set()
    for new in (GONE, "zzz", -1, 70):
        where: Where = ("classes", "good", "from" if new == 70 else "to")
        changed = _changed(document, where, new)
        assert _codes(changed), where
        assert _validator().is_valid(_json(changed.values)) is (new == 70), "that both stand there needs the ranking"


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_what_one_refuses_for_its_form_the_other_refuses_too(tmp_path: Path, table: str) -> None:
    document, validator = _whole(tmp_path), _validator()
    assert validator.is_valid(_json(document.values))
    asked: Counter[str] = Counter()
    schema = scheme_schema(REGISTRY, "en")
    further = (one for one in _further(schema, document.values) if one[0][0] == table)
    changes = [*_changes({table: document.values[table]}), *further]
    # A place is changed in four ways and more: of many changes, every third one comes to all of them and all places.
    for where, new in some(changes, one_in=3) if len(changes) > FEW else changes:
        changed = _changed(document, where, new)
        codes, good = _codes(changed), validator.is_valid(_json(changed.values))
        told = f"{where} = {new!r}: {sorted(codes)}"
        assert good or codes, f"only the schema refuses {told}"
        assert not good or not codes & OF_FORM or _is_text_to_json(new), f"the schema lets pass {told}"
        asked.update(codes & OF_FORM)
    assert asked["DVK-S121"]
    assert asked["DVK-S122"]
    assert asked.total() >= 10


def test_a_figure_that_is_called_as_a_column_of_tables_is_refused_by_both(tmp_path: Path) -> None:
    document = _whole(tmp_path)
    figure = next(iter(document.values["figures"].values()))  # type: ignore[attr-defined]
    for name in ("unit", "name", "value", "row", "order"):
        changed = _changed(document, ("figures", name), figure)
        assert "DVK-S213" in _codes(changed), name
        assert not _validator().is_valid(_json(changed.values)), name
    assert _validator().is_valid(_json(_changed(document, ("figures", "values"), figure).values))


@pytest.mark.parametrize("name", BUNDLED)
def test_params_are_refused_by_both_or_by_none(name: str) -> None:
    criterion = REGISTRY.criterion(name)
    schema = scheme_schema(REGISTRY, "en")
    validator = Draft7Validator(
        {"allOf": [{"$ref": f"#/definitions/{part}-{name}"} for part in _defined(schema, name)], **_definitions(schema)}
    )
    declared = params_class(criterion)
    for key in [*declared.dvk_params, *declared.dvk_settings, "zzz"]:
        for value in _values(criterion, key):
            raw = {key: value}
            codes = _decided(criterion, raw)
            good = validator.is_valid(_json(raw))
            assert good == (not codes), f"{key} = {value!r}: {sorted(codes)}"


def test_defaults_are_what_is_read_when_a_key_is_left_out(tmp_path: Path) -> None:
    bare = _read(
        """
        [scheme]
        id = "bare"
        title = "B"
        rounding = { criterion = 2 }
        [clusters]
        unit = { title = "U" }
        [figures]
        people = { type = "count", title = "P" }
        [criteria]
        pass-fail = { weight = 100 }
        [bonuses]
        bonus = { plugin = "pass-fail", cap = 1 }
        [ranking]
        break = [{ by = "total" }, { by = "committee" }]
        [classes]
        best = { title = "B", from = 90, requires = [{ of = "total", at_least = 1 }], quota = { share = 0.5 } }
        [sample]
        figures = []
        """,
        tmp_path,
    )
    scheme = _scheme(bare)
    asked = 0
    for where, keys, value in _along((), scheme_schema(REGISTRY, "en"), bare.values):
        for key, one in keys.items():
            alone = value.get("by") == "committee"  # a step that takes no other key
            if "default" in one and key not in value and "params" not in where and not alone:
                told = _scheme(_changed(bare, (*where, key), one["default"]))
                assert compare_schemes(scheme, told) == (), (where, key)
                asked += 1
    assert asked > 15


EXTENDING = """
extends = "dan-van-kheo-2020"
[scheme]
id = "next"
title = { vi = "Năm sau" }
[criteria]
outreach = { weight = 12 }
media = { plugin = "ratio", params = { goal = 0.9 } }
models = { drop = true }
[knock_outs]
new = { when = { at_least = 2 } }
"""


@pytest.mark.parametrize(
    ("old", "new", "good"),
    [
        ("", "", True),  # parts of tables, and what is taken out
        ('extends = "dan-van-kheo-2020"', "", False),  # alone the same file is not whole
        ('id = "next"', "", False),
        ("drop = true", "drop = false", False),
        ("drop = true", "drop = true, weight = 1", False),
        ("weight = 12", "wieght = 12", False),
        ("goal = 0.9", "gaol = 0.9", False),
        ("outreach = { weight = 12 }", "outreach = { params = { reach_goal = 0 } }", True),  # by another plugin, maybe
        ('extends = "dan-van-kheo-2020"\n[scheme]', '[scheme]\nextends = "dan-van-kheo-2020"', True),
    ],
)
def test_what_a_scheme_that_extends_another_may_leave_out(tmp_path: Path, old: str, new: str, *, good: bool) -> None:
    assert old in EXTENDING
    document = _read(EXTENDING.replace(old, new, 1), tmp_path)
    assert _validator().is_valid(_json(document.values)) is good


def test_what_is_dropped_must_have_been_brought(tmp_path: Path) -> None:
    document = _whole(tmp_path)
    for table in ("clusters", "figures", "sections", "criteria", "bonuses", "knock_outs", "classes", "titles"):
        key = next(iter(document.values[table]))  # type: ignore[call-overload]
        assert not _validator().is_valid(_json(_changed(document, (table, key), {"drop": True}).values)), table


def _documented(folder: Path) -> Iterator[Path]:
    """Give every whole scheme that the documentation shows."""
    pages = [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md", ROOT / "README.vi.md"]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for at, found in enumerate(re.findall(r"^```toml[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)):
            if re.search(r"^\[scheme\]", found, re.MULTILINE) and "plugins = [" not in found:
                path = folder / f"{page.stem}-{at}.toml"
                path.write_text(found, encoding="utf-8")
                yield path


def _validator() -> Draft7Validator:
    return Draft7Validator(scheme_schema(REGISTRY, "en"))


def _json(value: object) -> Any:
    """Give a TOML value as JSON has it, the way taplo does: dates are texts."""
    if isinstance(value, Mapping):
        return {key: _json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_json(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _is_text_to_json(value: object) -> bool:
    """Tell what JSON cannot tell apart: a date in place of a text, and a text that looks like a date."""
    return isinstance(value, date) or value == "2026-01-31"


def _read(text: str, folder: Path) -> Document:
    path = folder / "scheme.toml"
    path.write_text(text, encoding="utf-8")
    (folder / "rulings.toml").touch()
    return read_document(str(path))


def _whole(folder: Path) -> Document:
    return _read(WHOLE, folder)


def _problems(document: Document) -> tuple[Scheme | None, list[Problem]]:
    reading = Reading(document)
    return read_scheme(reading, None, REGISTRY), reading.problems


def _codes(document: Document) -> set[str]:
    try:
        return {one.code for one in _problems(document)[1] if one.severity == "error" and not _is_reference(one)}
    except DvkError as error:
        return {one.code for one in error.problems}


def _is_reference(one: Problem) -> bool:
    """Tell whether a word that is not known names a class of the scheme: that needs more than the form."""
    return one.code == "DVK-S128" and str(one.args["value"]).endswith(" and above")


def _scheme(document: Document) -> Scheme:
    scheme, problems = _problems(document)
    assert scheme is not None, problems
    return scheme


def _changed(document: Document, where: Where, new: object) -> Document:
    values: Any = copy.deepcopy(document.values)
    inner = values
    for step in where[:-1]:
        inner = inner[step]
    if new is GONE:
        del inner[where[-1]]
    else:
        inner[where[-1]] = new
    return attrs.evolve(document, values=values)


def _changes(value: object, where: Where = ()) -> Iterator[tuple[Where, object]]:
    """Change one place at a time: a key too many, an id that is none, a key left out, and values of other sorts."""
    if isinstance(value, dict):
        yield (*where, "zzz-nobody"), 1
        if len(where) == 1 and value:
            yield (*where, "Nobody"), copy.deepcopy(next(iter(value.values())))
        for key, inner in value.items():
            yield (*where, key), GONE
            yield from (((*where, key), other) for other in _others(inner))
            yield from _changes(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from (((*where, index), other) for other in _others(inner))
            yield from _changes(inner, (*where, index))


def _further(schema: Schema, values: object) -> Iterator[tuple[Where, object]]:
    """Put numbers on the edges of the schema and just beyond, and keys beside others that they may not go with."""
    places = list(_along((), schema, values))
    examples: dict[tuple[Where, str], object] = {}
    for where, _, value in places:
        examples |= {(_general(where), key): inner for key, inner in value.items()}
    for where, keys, value in places:
        for key, one in keys.items():
            if key in value:
                yield from (((*where, key), one[edge]) for edge in ("minimum", "maximum") if edge in one)
                yield from (((*where, key), one[edge] + 1) for edge in ("maximum",) if edge in one)
                yield from (((*where, key), one[edge] - 1) for edge in ("minimum",) if edge in one)
            elif (_general(where), key) in examples:
                yield (*where, key), examples[_general(where), key]


def _others(value: object) -> Iterator[object]:
    """Give values of another sort, blank, or out of bounds."""
    if isinstance(value, bool):
        yield "true"
    elif isinstance(value, int | Decimal):
        yield from (-1, 10**13, "1")
    elif isinstance(value, str):
        yield from ("zzz", " ", 3)
    elif isinstance(value, date):
        yield from ("x", datetime(2026, 1, 1))  # noqa: DTZ001 - a local time is what TOML may hold here
    else:
        yield from ("zzz", 1, [[]] if isinstance(value, dict) else {})


def _values(criterion: AnyCriterion, key: str) -> Iterator[object]:
    """Give what may be written for a param or setting, and what may not."""
    declared = params_class(criterion)
    yield from (True, "zzz", -1, 3, 10**9, Decimal("0.5"), [], ["a"], [1], {}, {"c1": "x"}, [{"from": 1}], [{"zzz": 1}])
    if key in declared.dvk_params:
        spec = declared.dvk_params[key]
        day = date(2026, 1, 1)
        for number in (spec.low, spec.high, spec.low - 1, spec.high + 1):
            exact = Decimal(number.numerator) / number.denominator
            yield from (exact, {"c1": exact}, [{"from": day, "value": exact}], [{"from": day, "value": {"c1": exact}}])
        yield from ([{"from": day}], [{"value": 1, "from": day, "to": day}], [{"from": 3, "value": 1}])
    elif key in declared.dvk_settings and key != WEIGHT:
        default = declared.dvk_settings[key].default
        written = _as_written(default)
        if written is not None:
            yield written
            yield from (
                copy_ for where, new in _changes(written) if (copy_ := _changed_value(written, where, new)) is not None
            )


def _as_written(value: object) -> object:
    """Give the default of a setting as a scheme would write it."""
    if hasattr(value, "vi"):
        return {"vi": value.vi, "en": value.en}  # type: ignore[attr-defined]
    if isinstance(value, Mapping):
        return {key: _as_written(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_written(one) for one in value]
    return value if isinstance(value, str | int | Decimal) else None


def _changed_value(value: object, where: Where, new: object) -> object:
    if not where or (new is not GONE and _is_text_to_json(new)):
        return None
    made: Any = copy.deepcopy(value)
    inner = made
    for step in where[:-1]:
        inner = inner[step]
    if new is GONE:
        del inner[where[-1]]
    else:
        inner[where[-1]] = new
    return made


def _decided(criterion: AnyCriterion, raw: Mapping[str, object]) -> set[str]:
    """Give the codes of what is wrong with the form of params; that all clusters are named is none of it."""
    found = decide(criterion, raw, lambda key: Place(key=key), ["c1"], date(2026, 12, 31)).problems
    return {one.code for one in found} - {"DVK-C304", "DVK-C305", "DVK-C307"}


def _defined(schema: Schema, name: str) -> list[str]:
    return [part for part in ("params", "whole-params") if f"{part}-{name}" in schema["definitions"]]


def _definitions(schema: Schema) -> Schema:
    return {"definitions": schema["definitions"]}


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    return root["definitions"][reference.removeprefix("#/definitions/")] if reference else schema


def _along(
    where: Where, schema: Schema, value: object, root: Schema | None = None
) -> Iterator[tuple[Where, Schema, Any]]:
    """Walk a document and the schema together: place, keys that the schema knows there, the table."""
    root = root or schema
    schema = _resolved(schema, root)
    if isinstance(value, dict):
        keys = {key: _resolved(one, root) for key, one in schema.get("properties", {}).items()}
        patterns = {key: one for key, one in schema.get("patternProperties", {}).items() if "not" not in one}
        by_id = [one for key, one in patterns.items() if not key.startswith("^(?!")]
        if keys and not by_id and set(keys) != {"vi", "en"} and set(keys) != {"drop"}:
            yield where, keys, value
        for key, inner in value.items():
            for one in by_id or ([keys[key]] if key in keys else []):
                yield from _along((*where, key), one, inner, root)
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, inner in enumerate(value):
            yield from _along((*where, index), schema["items"], inner, root)


def _general(where: Where) -> Where:
    """Give the kind of a place: without ids, penalties as bonuses, and a knock-out's condition as a requirement."""
    alike = {"penalties": "bonuses", "when": "requires", "knock_outs": "titles", "classes": "titles"}
    path = [alike.get(str(one), one) if at != 1 else one for at, one in enumerate(where) if not isinstance(one, int)]
    if path[:1] == ["titles"] and len(path) == 2:
        return where[:1]  # the three themselves are not alike, only what is inside
    return tuple(one for at, one in enumerate(path) if at != 1 or path[0] in ("scheme", "ranking"))


def _texts(value: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Give every text that a person reads."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key in ("title", "description", "$comment") and isinstance(one, str):
                yield (*where, key), one
            elif key == "enumValues":
                yield from (((*where, key, index), text) for index, text in enumerate(one))
            else:
                yield from _texts(one, (*where, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _texts(one, (*where, index))


def _tables(where: Where, schema: object) -> Iterator[tuple[Where, Schema]]:
    """Give the keys of every table that takes no others: those that the reader takes one by one."""
    if isinstance(schema, dict):
        patterns = schema.get("patternProperties")
        closed = isinstance(patterns, dict) and any(key.startswith("^(?!") for key in patterns)
        if closed and isinstance(schema.get("properties"), dict):
            yield (
                where,
                {key: one for key, one in schema["properties"].items() if "$ref" not in one and "not" not in one},
            )
        for key, one in schema.items():
            yield from _tables((*where, key), one)
    elif isinstance(schema, list):
        for index, one in enumerate(schema):
            yield from _tables((*where, index), one)
