"""Broken registers of appeals, each with exactly what is told of it, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring import load_scheme, read_figures, read_rulings
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scoring.appeals import Appeal
from dvk_scoring.scoring.read_appeals import read_appeals

SCHEME = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
[criteria]
work = { plugin = "direct", weight = 60, title = "Công tác" }
idea = { plugin = "direct", weight = 40, title = "Sáng kiến" }
"""
FIGURES = "unit,work.points,idea.points\na,50,30\nb,40,20\n"
RULINGS = """\
[[rulings]]
unit = "a"
points = { of = "criteria.work", change = 2 }
reason = "Xem lại"
date = 2026-11-10
ref = "QĐ-1"
[[rulings]]
unit = "b"
points = { of = "criteria.idea", change = 1 }
reason = "Xem lại"
date = 2026-11-10
ref = "QĐ-2"
"""
FILE = Path(__file__).parent / "appeals.toml"
WRECKS: list[dict[str, Any]] = tomli.loads(FILE.read_text(encoding="utf-8"))["wrecks"]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in (("scheme.toml", SCHEME), ("figures.csv", FIGURES), ("rulings.toml", RULINGS)):
        Path(name).write_text(content, encoding="utf-8")


def read(file: str, content: str) -> tuple[tuple[Appeal, ...], tuple[Problem, ...]]:
    Path(file).write_text(content.lstrip("\n"), encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    figures = read_figures(scheme, ["figures.csv"])
    rulings, _ = read_rulings(scheme, figures, "rulings.toml")
    return read_appeals(file, scheme, figures.names, rulings)


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["name"] for wreck in WRECKS])
def test_wreck(wreck: dict[str, Any]) -> None:
    with pytest.raises(DvkError) as caught:
        read(wreck["file"], wreck["appeals"])
    problems = caught.value.problems
    assert "\n".join(one.in_("vi") for one in problems) == wreck["vi"]
    assert "\n".join(one.in_("en") for one in problems) == wreck["en"]


ONE = '[[appeals]]\nunit = "{unit}"\ncriterion = "{criterion}"\nlodged = 2026-11-02\ndeadline = 2026-11-12\n{more}\n'


@pytest.mark.parametrize(
    ("unit", "criterion", "more", "vi", "en"),
    [
        (
            "a",
            "work",
            "answered = 2026-11-13",
            "answered: Kiến nghị của “a” trả lời ngày 13/11/2026, sau hạn 12/11/2026.",
            "answered: The appeal of “a” was answered on 2026-11-13, after its deadline of 2026-11-12.",
        ),
        (
            "b",
            "work",
            'ruling = "QĐ-2"',
            "ruling: Quyết định “QĐ-2” nói về tiêu chí “Sáng kiến”, còn kiến nghị về “Công tác”.",
            "ruling: The ruling “QĐ-2” is on the criterion “Sáng kiến”, the appeal on “Công tác”.",
        ),
    ],
)
def test_what_is_odd_is_told_and_read_all_the_same(unit: str, criterion: str, more: str, vi: str, en: str) -> None:
    (appeal,), (told,) = read("r.toml", ONE.format(unit=unit, criterion=criterion, more=more))
    assert (appeal.unit, appeal.criterion, told.severity) == (unit, criterion, "warning")
    code = "DVK-R168" if more.startswith("answered") else "DVK-R169"
    assert told.in_("vi").splitlines()[0] == f"{code} r.toml:6, khóa appeals[1].{vi}"
    assert told.in_("en").splitlines()[0] == f"{code} r.toml:6, key appeals[1].{en}"


def test_rulings_that_answer_no_appeal_and_answers_without_one_are_fine() -> None:
    (appeal,), told = read("r.toml", ONE.format(unit="a", criterion="work", more="answered = 2026-11-12"))
    assert (appeal.rulings, told) == ((), ())


@pytest.mark.parametrize(
    ("more", "settled"),
    [("", False), ("answered = 2026-11-12", True), ('answer = "Giữ nguyên."', True), ('ruling = "QĐ-1"', True)],
)
def test_there_is_something_to_write_once_a_day_a_text_or_a_ruling_stands_there(more: str, settled: bool) -> None:
    (appeal,), told = read("r.toml", ONE.format(unit="a", criterion="work", more=more))
    assert (appeal.is_settled, told) == (settled, ())


def test_a_ruling_on_the_total_may_answer_an_appeal_on_any_criterion() -> None:
    Path("rulings.toml").write_text(RULINGS.replace("criteria.idea", "total"), encoding="utf-8")
    (appeal,), told = read("r.toml", ONE.format(unit="b", criterion="work", more='ruling = "QĐ-2"'))
    assert ([one.of for one in appeal.rulings], told) == (["total"], ())


def test_a_file_that_is_not_there_is_told() -> None:
    scheme = load_scheme("scheme.toml")
    for file in ("none.toml", "none.csv"):
        with pytest.raises(DvkError) as caught:
            read_appeals(file, scheme, {"a": "A"}, ())
        assert [one.code for one in caught.value.problems] == ["DVK-S101"]
