"""``dvk plugins test``: a table, failures with the case to paste, JSON, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dvk
from tests.unit.testing.test_toys import TOYS, write_toy

QUICK = ("--check", "range", "--check", "cases", "--check", "columns", "--examples", "20")


def test_a_good_criterion(dvk: Dvk, tmp_path: Path) -> None:
    write_toy(tmp_path, {}, {})
    said = dvk("plugins", "test", "toy", "--plugins-dir", ".", *QUICK, "--lang", "en")
    assert (said.status, said.err) == (0, "")
    assert "Criteria: 1; checks passed: 3, failed: 0, not run: 0." in said.out
    assert "The score stays in its declared range" in said.out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_failure_shows_the_case_and_ends_with_3(dvk: Dvk, tmp_path: Path, language: str) -> None:
    TOYS["above 1"].write(tmp_path)
    said = dvk("plugins", "test", "./toy", *QUICK, "--lang", language)
    assert said.status == 3
    assert ("không đạt" if language == "vi" else "failed") in said.out
    assert "\n[[cases]]\n" in said.out
    assert "figures = { due = 1, done = 2 }" in said.out
    assert ("Phải là: từ 0 đến 1" if language == "vi" else "Expected: from 0 to 1") in said.out


def test_a_case_that_fails_is_told_with_its_line_and_its_working(dvk: Dvk, tmp_path: Path) -> None:
    TOYS["wrong case"].write(tmp_path)
    said = dvk("plugins", "test", "./toy", "--check", "cases", "--lang", "en")
    assert said.status == 3
    told = [line.rstrip() for line in said.out.splitlines()]
    line = 1 + (tmp_path / "toy" / "cases.toml").read_text(encoding="utf-8").splitlines().index(
        '  { unit = "A", figures = { due = 4, done = 2 }, points = "5.01" },'
    )
    at = next(index for index, one in enumerate(told) if one.startswith("DVK-C436"))
    assert told[at].startswith(f"DVK-C436 toy/cases.toml:{line}, criterion toy, plugin toy: The case “Half of it done”")
    assert told[at + 1 : at + 5] == [
        "    Expected: 5.01",
        "    Got: 5.00",
        "    Working of unit A:",
        "      1. “Tasks done” ÷ (“Share to reach” × “Tasks due”) = 2 ÷ 4 = 0.5",
    ]
    (found,) = json.loads(dvk("plugins", "test", "./toy", "--check", "cases", "--json", "--lang", "vi").out)
    (failure,) = found["failures"]
    assert (failure["file"], failure["line"]) == ("toy/cases.toml", line)
    assert failure["working"] == ["1. “Việc đã làm” ÷ (“Mức phải đạt” × “Việc đến hạn”) = 2 ÷ 4 = 0,5"]


def test_a_warning_is_no_failure(dvk: Dvk, tmp_path: Path) -> None:
    TOYS["unused figure"].write(tmp_path)
    said = dvk("plugins", "test", "./toy", *QUICK, "--lang", "vi")
    assert said.status == 0
    assert "đạt, có cảnh báo" in said.out
    assert "DVK-C411" in said.out


def test_json_holds_every_check(dvk: Dvk, tmp_path: Path) -> None:
    TOYS["above 1"].write(tmp_path)
    said = dvk("plugins", "test", "./toy", "ratio", *QUICK, "--json", "--lang", "en")
    found = json.loads(said.out)
    assert said.status == 3
    assert [(one["criterion"], one["check"], one["status"]) for one in found] == [
        ("toy", "columns", "passed"), ("toy", "cases", "passed"), ("toy", "range", "failed"),
        ("ratio", "columns", "passed"), ("ratio", "cases", "passed"), ("ratio", "range", "passed"),
    ]  # fmt: skip
    (failure,) = found[2]["failures"]
    assert failure["code"] == "DVK-C410"
    assert failure["case"].startswith("[[cases]]")


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (["nowhere"], 3, "DVK-C107"),
        (["./nowhere"], 3, "DVK-C101"),
        (["ratio", "--check", "rnage"], 3, "DVK-C402"),
    ],
)
def test_what_cannot_be_run_is_told(dvk: Dvk, words: list[str], status: int, code: str) -> None:
    said = dvk("plugins", "test", *words, "--lang", "en")
    assert said.status == status
    assert code in said.err
    assert "Traceback" not in said.err


def test_nothing_named_is_a_usage_error(dvk: Dvk) -> None:
    assert dvk("plugins", "test").status == 2
