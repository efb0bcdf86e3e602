"""What a new plugin may be called."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dvk_scoring.criteria.find import ID_PATTERN, FoundPlugin
from dvk_scoring.problem import Problem
from dvk_scoring.scaffold.names import IN_TEMPLATE, LONGEST_NAME, PluginNames, nearest_name
from dvk_scoring.scaffold.render import render_plugin

OUTREACH = FoundPlugin("outreach", "bundled", "there/outreach/criterion.py")


def told(name: str, **titles: str) -> list[Problem]:
    return list(PluginNames.of(name, **titles).problems([OUTREACH]))


def test_all_that_follows_from_a_name() -> None:
    names = PluginNames.of("plan-kept-2")
    assert (names.class_name, names.distribution, names.module) == ("PlanKept2", "dvk-plan-kept-2", "dvk_plan_kept_2")
    assert (names.title.vi, names.title.en) == ("Tiêu chí plan-kept-2", "Plan kept 2")
    assert PluginNames.of("dvk-plan").distribution == "dvk-plan"
    titles = PluginNames.of("plan", vi="Kế hoạch", en="The plan").title
    assert (titles.vi, titles.en) == ("Kế hoạch", "The plan")


@pytest.mark.parametrize("name", ["a", "plan-kept", "x2", "json", "a" * LONGEST_NAME])
def test_names_that_can_be_used(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Fire_Safety", "fire-safety"),
        ("Phòng cháy, chữa cháy Đ", "phong-chay-chua-chay-d"),
        ("plan--kept-", "plan-kept"),
        ("../outside", "outside"),
        ("a" * (LONGEST_NAME + 1), "a" * LONGEST_NAME),
        ("2020", ""),
        ("", ""),
    ],
)
def test_a_name_that_cannot_be_used_has_a_near_one_that_can(name: str, nearest: str) -> None:
    (one,) = told(name, en="A title")
    assert (one.code, one.args["nearest"]) == ("DVK-C106", nearest)
    assert nearest_name(name) == nearest
    assert not nearest or ID_PATTERN.fullmatch(nearest)


@pytest.mark.parametrize("name", ["class", "lambda", "none", "text", "any-criterion", "work", "value-error"])
def test_a_word_that_the_code_needs_is_no_name(name: str) -> None:
    (one,) = told(name)
    assert (one.code, one.args["nearest"]) == ("DVK-O702", f"{name}-score")
    assert told(f"{name}-score") == []


def test_a_plugin_that_is_there_is_not_made_again() -> None:
    (one,) = told("outreach")
    assert one.code == "DVK-O703"
    assert "there/outreach/criterion.py" in one.text("vi")


@pytest.mark.parametrize("title", ["  ", 'a "b"', "a\\b", "a\nb", "\u202ea", "a" * 81])
def test_a_title_is_one_plain_line(title: str) -> None:
    assert [one.code for one in told("plan", vi=title, en=title)] == ["DVK-O704", "DVK-O704"]
    assert told("plan", vi=title.replace(title, "Điểm “tốt” {x} $y 100%")) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert [one.code for one in told("Out Reach", vi="\\", en="\\")] == ["DVK-C106", "DVK-O704", "DVK-O704"]


def test_every_name_of_the_template_is_kept_free() -> None:
    """A class named like an import or another class of its file would hide it."""
    tree = ast.parse(render_plugin(PluginNames.of("plan-kept"))["criterion.py"])
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)} - {"PlanKept"}
    # Only names in CamelCase can meet the name of a class.
    assert {name for name in imported | classes if name[0].isupper() and not name.isupper()} == IN_TEMPLATE


def test_titles_of_any_kind_stand_in_the_files_as_they_are() -> None:
    names = PluginNames.of("plan", vi="Điểm “tốt” {x} $y", en="'Good' {x} $y")
    for package in (False, True):
        files = render_plugin(names, package=package)
        code = next(text for path, text in files.items() if Path(path).name == "criterion.py")
        assert 'vi="Điểm “tốt” {x} $y"' in code
        assert "# 'Good' {x} $y (`plan`)" in files["README.md"]
