"""The worked cases beside every bundled plugin come out, and its README tells of all that it declares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dvk_scoring.criteria.criterion import build, params_class
from dvk_scoring.criteria.find import bundled_folder
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.testing import read_cases, run_cases
from dvk_scoring.written import plain

REGISTRY = Registry.of()
BUNDLED = [plugin.name for plugin in REGISTRY.found if plugin.origin == "bundled"]
TEXTS = (
    "**Tóm tắt.**",
    "## What it rewards",
    "## How it could be gamed",
    "## What it cannot see",
    "## Figures",
    "## Cases",
)


def folder(plugin: str) -> Path:
    return bundled_folder() / plugin


def number(written: str) -> str:
    """Write a bound as the tables do: 1,000,000."""
    return f"{int(written):,}" if written.lstrip("-").isdigit() else written


def told(plugin: str) -> Iterator[str]:
    """What the README must hold: names, defaults and ranges as the code has them, cases with their points."""
    criterion = REGISTRY.criterion(plugin)
    yield f"(`{plugin}`)"
    yield criterion.title.en
    yield criterion.title.vi
    for spec in build(criterion).figures:
        yield f"| `{spec.name}` | {spec.label.en}"
    for name, param in params_class(criterion).dvk_params.items():
        low, high = number(plain(param.low)), number(plain(param.high))
        yield f"| `{name}` | {number(plain(param.default))} | {low} to {high} | {param.label.en} ({param.label.vi})"
    for name in params_class(criterion).dvk_settings:
        yield f"| `{name}` |"
    for promise in criterion.promises:
        yield f"- {promise.text.en}"
    for case in read_cases(criterion, folder(plugin) / "cases.toml"):
        units = ", ".join(f"{unit.unit} {unit.points}" for unit in case.units)
        yield f"**{case.name.en}** (weight {plain(case.weight)}): {units}."


@pytest.mark.parametrize("plugin", BUNDLED)
def test_worked_cases_come_out(plugin: str) -> None:
    results = run_cases(REGISTRY.criterion(plugin), folder(plugin) / "cases.toml")
    assert results
    assert [result for result in results if not result.ok] == []


@pytest.mark.parametrize("plugin", BUNDLED)
def test_the_readme_tells_what_the_code_declares(plugin: str) -> None:
    readme = (folder(plugin) / "README.md").read_text(encoding="utf-8")
    assert [text for text in (*TEXTS, *told(plugin)) if text not in readme] == []


@pytest.mark.parametrize("plugin", BUNDLED)
def test_cases_show_absence_too(plugin: str) -> None:
    """Blank and not assigned are shown for every criterion, since they are what people get wrong."""
    cases = read_cases(REGISTRY.criterion(plugin), folder(plugin) / "cases.toml")
    assert {"not-reported", "not-assigned"} & {unit.points for case in cases for unit in case.units}


def test_the_published_target_cases_are_all_there() -> None:
    """Eighteen units of five worked examples that nobody here wrote."""
    cases = read_cases(REGISTRY.criterion("target"), folder("target") / "cases.toml")
    published = [case for case in cases if "SCORING_NO_TARGET_UNITS" in case.source]
    assert len(published) == 5
    assert sum(len(case.units) for case in published) == 18
