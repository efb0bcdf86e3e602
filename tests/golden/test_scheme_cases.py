"""The cases beside every shipped scheme come out; each names its article and tells its working in both languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dvk_scoring.run import load_scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.testing.scheme_cases import SchemeCaseResult, find_cases, run_scheme_cases

IDS = [one.id for one in find_shipped()]
PUBLISHED = {"pci-2013", "the-2016"}


@cache
def results(scheme_id: str) -> tuple[SchemeCaseResult, ...]:
    scheme = load_scheme(scheme_id)
    return run_scheme_cases(scheme, find_cases(scheme))


@pytest.mark.parametrize("scheme_id", IDS)
def test_cases_come_out(scheme_id: str) -> None:
    found = results(scheme_id)
    wrong = [
        (one.case.name.en, check.expectation.unit, check.expectation.what, check.expectation.expected, check.got)
        for one in found
        for check in one.checks
        if not check.ok
    ]
    assert wrong == []
    assert len(found) >= (2 if scheme_id in PUBLISHED else 3)
    for one in found:
        case = one.case
        assert case.article.vi.strip()
        assert case.article.en.strip()
        assert case.article.vi != case.article.en
        assert case.name.vi != case.name.en
        assert case.working is not None
        assert case.working.vi != case.working.en


def test_the_movement_shows_every_state_of_a_title_and_of_points() -> None:
    expected = [check.expectation for one in results("dan-van-kheo-2020") for check in one.checks]
    titles = {one.expected for one in expected if one.what == "titles"}
    assert titles == {"proposed", "reserve", "undecided", "held", "no"}
    points = {one.expected for one in expected if one.what == "points"}
    assert {"not-assigned", "not-reported"} <= points


def test_every_shipped_readme_names_the_cases() -> None:
    for scheme_id in IDS:
        text = (Path(__file__).parents[2] / "configs" / scheme_id / "README.md").read_text(encoding="utf-8")
        assert f"dvk scheme cases {scheme_id}" in text
