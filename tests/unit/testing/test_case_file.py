"""Case files: what is read, what came out, and what is said of a file that does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.criteria.criterion import AnyCriterion, Criterion
from dvk_scoring.criteria.figures import Figures, Params, choice, count, decimal, each, mark, param, setting, yes_no
from dvk_scoring.formula.build import Many, ratio
from dvk_scoring.formula.build_sets import mean
from dvk_scoring.formula.tree import ERROR, Num
from dvk_scoring.problem import DvkError
from dvk_scoring.testing import run_cases
from dvk_scoring.text import Text


class Told(Figures):
    done: Num = count(vi="Đã làm", en="Done", high=100, at_most="due")
    due: Num = count(vi="Phải làm", en="Due", high=100)
    area: Num = decimal(vi="Diện tích", en="Area", places=1, shared=True)
    open: Num = yes_no(vi="Mở", en="Open")
    level: Num = choice({"low": Text.same("low"), "high": Text.same("high")}, vi="Mức", en="Level")
    marks: Many = each("judges", mark(vi="Điểm {name}", en="Mark {name}", step="0.5"))


class Tuned(Params):
    share: Num = param("1", low="0", high="1", vi="Phần", en="Share")
    judges: int = setting(2, vi="Giám khảo", en="Judges")


class Trial(Criterion[Told, Tuned]):
    """For tests."""

    id = "trial"
    title = Text.same("trial")
    source = Text.same("hand-worked")

    def score(self, figures: Told, params: Tuned) -> Num:
        part = ratio(figures.done, figures.due, when_empty=ERROR)
        others = figures.area + figures.open + figures.level + mean(figures.marks)
        return params.share * part + 0 * others


TRIAL: AnyCriterion = Trial
FIGURES = 'done = 1, due = 3, area = 2.5, open = true, level = "high", marks = [1, 9.5]'
CASE = f"""
[[cases]]
name = {{ vi = "Một phần ba", en = "A third" }}
source = "hand-worked"
weight = 10
units = [{{ unit = "A", figures = {{ {FIGURES} }}, points = "3.33" }}]
working = {{ vi = "1/3 × 10", en = "1/3 × 10" }}
"""


def run(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "cases.toml").write_text(text, encoding="utf-8")
    return [(result.expected, result.got) for result in run_cases(TRIAL, folder / "cases.toml")]


def told(folder: Path, text: str) -> list[tuple[str, str | None]]:
    with pytest.raises(DvkError) as caught:
        run(folder, text)
    return [(one.code, one.place.key) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected", "got"),
    [
        ("x", "x", "3.33", "3.33"),
        ('"3.33"', '"3.34"', "3.34", "3.33"),
        ("weight = 10", "weight = 10\nplaces = 0", "3.33", "3"),
        ("weight = 10", "weight = 10\nparams = { share = 0.5 }", "3.33", "1.67"),
        ("done = 1", 'done = ""', "3.33", "not-reported"),
        ("done = 1", 'done = "KP"', "3.33", "not-assigned"),
        ("area = 2.5", 'area = "-"', "3.33", "not-assigned"),
        ("done = 1, due = 3", "done = 0, due = 0", "3.33", "error"),
        ('unit = "A"', 'unit = "A", assigned = false', "3.33", "not-assigned"),
    ],
)
def test_points_and_states_come_out(old: str, new: str, expected: str, got: str, tmp_path: Path) -> None:
    assert run(tmp_path, CASE.replace(old, new)) == [(expected, got)]


def test_equal_numbers_are_equal_however_written(tmp_path: Path) -> None:
    (tmp_path / "cases.toml").write_text(CASE.replace('"3.33"', '"3.330"'), encoding="utf-8")
    assert all(result.ok for result in run_cases(TRIAL, tmp_path / "cases.toml"))


def test_params_may_differ_by_cluster(tmp_path: Path) -> None:
    two = CASE.replace("weight = 10", "weight = 10\nparams = { share = { c1 = 1, c2 = 0.5 } }")
    unit = f'{{ unit = "B", cluster = "c2", figures = {{ {FIGURES} }}, points = "1.67" }}]'
    text = two.replace('unit = "A"', 'unit = "A", cluster = "c1"').replace("}]\nworking", f"}}, {unit}\nworking")
    assert run(tmp_path, text) == [("3.33", "3.33"), ("1.67", "1.67")]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("[[cases]]", "[[cases", "DVK-S104", None),
        ('vi = "Một phần ba"', 'vi = " "', "DVK-C202", "cases[1].name"),
        ('source = "hand-worked"', 'source = ""', "DVK-C202", "cases[1].source"),
        ('"3.33"', '"3,33"', "DVK-C203", "cases[1].units[1].points"),
        ("done = 1", "done = 1, doen = 1", "DVK-C204", "cases[1].units[1].figures"),
        ("done = 1, ", "", "DVK-C205", "cases[1].units[1].figures"),
        ("due = 3", "due = 101", "DVK-C206", "cases[1].units[1].figures.due"),
        ("due = 3", "due = 3.5", "DVK-C206", "cases[1].units[1].figures.due"),
        ("due = 3", "due = true", "DVK-C206", "cases[1].units[1].figures.due"),
        ("area = 2.5", "area = 2.55", "DVK-C206", "cases[1].units[1].figures.area"),
        ('level = "high"', 'level = "higher"', "DVK-C206", "cases[1].units[1].figures.level"),
        ('level = "high"', "level = 1", "DVK-C206", "cases[1].units[1].figures.level"),
        ("marks = [1, 9.5]", "marks = [1, 9.25]", "DVK-C206", "cases[1].units[1].figures.marks.2"),
        ("done = 1", "done = 4", "DVK-C207", "cases[1].units[1].figures"),
        ("weight = 10", "weight = 10\nparams = { shere = 1 }", "DVK-S121", "cases[1].params.shere"),
        ("weight = 10", "wieght = 10", "DVK-S121", "cases[1].wieght"),
        ("weight = 10\n", "", "DVK-S123", "cases[1]"),
        (', points = "3.33"', "", "DVK-S123", "cases[1].units[1]"),
        ('"3.33"', "3.33", "DVK-C309", "cases[1].units[1].points"),
    ],
)
def test_a_file_that_does_not_fit_says_where(old: str, new: str, code: str, key: str | None, tmp_path: Path) -> None:
    assert old in CASE
    assert told(tmp_path, CASE.replace(old, new)) == [(code, key)]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DvkError) as caught:
        run_cases(TRIAL, tmp_path / "none.toml")
    assert [one.code for one in caught.value.problems] == ["DVK-S101"]
