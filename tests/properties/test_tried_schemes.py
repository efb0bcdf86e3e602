"""What a trial of a changed scheme tells is what scoring tells of that scheme written as a file, byte for byte.

The file is edited here, as data, by code of the tests alone; rulings are written into a file as well.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import DvkError, Result, load_scheme, read_figures, read_rulings, score
from dvk_scoring.trials import what_if
from tests.properties.tried import SHIPPED, TRIALS, as_file, made_or_refused, written
from tests.samples import score_sample

WORDS = {
    "mode": ("half-up", "half-even", "down", "up"),
    "ties": ("shared", "dense", "final"),
    "within": ("cluster", "all"),
    "not_assigned": ("leaves-total", "leaves-section", "full", "zero"),
    "not_reported": ("error", "zero", "not-ranked"),
    "weights": ("points", "relative"),
    "per": ("all", "cluster"),
}
"""Words that a scheme may say in place of others, after docs/schemes.md."""
LEFT_OUT = ("criteria", "bonuses", "penalties", "knock_outs", "classes", "titles")
SUMS = {"DVK-S137", "DVK-S138"}
Key = tuple[str, ...]
Asked = tuple[dict[str, Any], list[str], list[dict[str, Any]]]
"""Values by their keys, what is left out, and acts of a council."""


def toml(value: object) -> str:
    """Write a value as TOML, tables in one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):  # with a point, whatever it is: 1.0 is no whole number in TOML
        return f"{value:f}" if value.as_tuple().exponent else f"{value:f}.0"
    return value.isoformat() if isinstance(value, date) else str(value)


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def write(content: Mapping[str, object], path: Path) -> Path:
    path.write_text("".join(f"{key} = {toml(one)}\n" for key, one in content.items()), encoding="utf-8")
    return path


def edited(content: Mapping[str, Any], changes: Mapping[str, object], without: list[str]) -> dict[str, Any]:
    """Give the tables of a scheme with some values put where their keys lead, and some things taken out."""
    found: dict[str, Any] = json_like(content)
    for key, value in changes.items():
        table = found
        *above, last = key.split(".")
        for one in above:
            table = table.setdefault(one, {})
        table[last] = value
    for key in without:
        of, _, one = key.partition(".")
        del found[of][one]
    found.pop("sample", None)  # its files lie beside the shipped scheme
    return found


def json_like(value: Any) -> Any:
    """Copy tables, so that a change does not reach the next example."""
    return {key: json_like(one) for key, one in value.items()} if isinstance(value, dict) else value


def leaves(table: Mapping[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, (*above, key))
        elif value is not None and not isinstance(value, list):
            yield (*above, key), value


def others(key: Key, value: Any) -> list[Any]:
    """Give what could stand in place of a value: near numbers, 0, much more; another word of its kind."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | Decimal):
        return [value + 1, value - 1, value * 2, Decimal(value) / 2, Decimal(value) + Decimal("0.05"), 0]
    return [one for one in WORDS.get(key[-1], ()) if one != value]


def can_change(content: Mapping[str, Any], result: Result) -> dict[Key, list[Any]]:
    """Give every key whose value can be another; params that the scheme leaves to their defaults among them."""
    told = {key: value for key, value in leaves(content) if key[0] != "sample" and key[:2] != ("scheme", "valid")}
    for key, use in result.scheme.criteria.items():
        for decided in use.by_kind.values():
            for spec in decided.built.params:
                if "params" not in content["criteria"][key] or spec.name not in content["criteria"][key]["params"]:
                    told["criteria", key, "params", spec.name] = (
                        Decimal(spec.default.numerator) / spec.default.denominator
                    )
    told["scheme", "weights"] = content["scheme"].get("weights", "points")
    found = {key: others(key, value) for key, value in told.items()}
    return {key: values for key, values in found.items() if values}


@st.composite
def asked(draw: st.DrawFn, content: Mapping[str, Any], result: Result) -> Asked:
    """Draw changes of values, things to leave out, and rulings, some of each."""
    can = can_change(content, result)
    families = sorted({key[:2] for key in can})
    there = [f"{table}.{one}" for table in LEFT_OUT for one in content.get(table, {})]
    without = draw(st.lists(st.sampled_from(there), max_size=1, unique=True)) if draw(st.booleans()) else []
    changes: dict[str, Any] = {}
    for family in draw(st.lists(st.sampled_from(families), min_size=0 if without else 1, max_size=3, unique=True)):
        key = draw(st.sampled_from([one for one in can if one[:2] == family]))
        if ".".join(key[:2]) not in without:
            changes[".".join(key)] = draw(st.sampled_from(can[key]))
    rulings = draw(st.lists(acts(result), max_size=2)) if draw(st.booleans()) else []
    return changes, without, rulings


@st.composite
def acts(draw: st.DrawFn, result: Result) -> dict[str, Any]:
    units = [one.unit for one in result.units]
    parts = [f"criteria.{key}" for key in result.scheme.criteria]
    told = {
        "reason": "thử",
        "date": draw(st.sampled_from([result.scheme.valid_to or date(2026, 1, 1), date(2020, 6, 30)])),
        "ref": "T1",
    }
    unit = draw(st.sampled_from(units))
    how = draw(st.sampled_from(["hold", "not_assigned", "points", "tie"]))
    if how == "hold":
        effect = draw(st.sampled_from([["titles"], ["class", "titles"], ["rank"]]))
        return {"unit": unit, "hold": {"effect": effect}, **told}
    if how == "not_assigned":
        return {"unit": unit, "not_assigned": draw(st.sampled_from(parts)), **told}
    if how == "points":
        change = draw(st.sampled_from([1, -2, Decimal("0.5")]))
        return {"unit": unit, "points": {"of": draw(st.sampled_from([*parts, "total"])), "change": change}, **told}
    ordered = {one for act in result.rulings if act.act == "tie" for one in act.units}  # of which one file has one act
    return {"units": draw(st.lists(st.sampled_from(sorted({*units} - ordered)), max_size=2)), "tie": "ranking", **told}


def own_rulings(result: Result, without: list[str]) -> list[dict[str, Any]]:
    """Read the acts of the sample, but those on what is left out."""
    path = result.scheme.sample_rulings
    found: list[dict[str, Any]] = [] if path is None else read(path)["rulings"]
    return [one for one in found if not {one.get("not_assigned"), one.get("points", {}).get("of")} & set(without)]


def scored_anew(result: Result, content: Mapping[str, Any], what: Asked, home: Path) -> Result:
    """Write the scheme, figures and rulings as files, and score them; weights that add up no more are relative."""
    changes, without, acts = what
    try:
        scheme = load_scheme(write(edited(content, changes, without), home / "scheme.toml"))
    except DvkError as error:
        if not SUMS & {one.code for one in error.problems} or "scheme.weights" in changes:
            raise
        relative = edited(content, {**changes, "scheme.weights": "relative"}, without)
        try:
            scheme = load_scheme(write(relative, home / "scheme.toml"))
        except DvkError:
            raise error from None
    figures = read_figures(scheme, [as_file(result, {}, home / "figures.csv")], besides=list(result.figures.columns))
    every = [*own_rulings(result, without), *acts]
    rulings, _ = read_rulings(scheme, figures, write({"rulings": every}, home / "rulings.toml")) if every else ((), ())
    return score(scheme, figures, rulings)


@pytest.mark.parametrize("scheme_id", SHIPPED)
@settings(max_examples=TRIALS // 2)
@given(data=st.data())
def test_a_changed_scheme_is_scored_as_if_it_had_been_written(
    scheme_id: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = score_sample(scheme_id, sample=False)
    content = read(Path(result.scheme.path))
    what = changes, without, rulings = data.draw(asked(content, result))
    home = tmp_path_factory.mktemp("scheme")
    anew = made_or_refused(lambda: scored_anew(result, content, what, home))
    trial = made_or_refused(lambda: what_if(result, changes, without=without, rulings=rulings))
    if isinstance(trial, set) or isinstance(anew, set):
        assert trial == anew
        return
    assert written(trial.after) == written(anew)
