"""Broken schemes, each with exactly what its administrator is told, in both languages; absurd ones never crash."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring.problem import DvkError, Problem, catalogue
from dvk_scoring.scheme.read import load_scheme

# Line numbers in the expected texts count in this scheme; each wreck changes or adds a piece of it.
BASE = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
valid = { from = 2026-01-01, to = 2026-12-31 }
rounding = { criterion = 2, total = 2 }
limits = { bonus = 5, penalty = 5, total = [0, 105] }

[clusters]
c05 = { title = "Cụm 5", kind = "commune" }
pv = { title = "Khối phòng", kind = "department" }

[sections]
work = { title = "Công tác", weight = 60 }

[criteria]
records = { section = "work", plugin = "direct", weight = 40, title = "Hồ sơ" }
visits = { section = "work", plugin = "pass-fail", weight = 20, title = "Thăm hỏi" }
others = { plugin = "direct", weight = 40, title = "Việc khác" }

[ranking]
within = "cluster"
break = [{ by = "criteria.records", prefer = "high" }, { by = "committee" }]

[classes]
good = { title = "Tốt", from = "80%" }
passed = { title = "Đạt", from = 0 }

[titles]
flag = { title = "Cờ", requires = [{ class_at_least = "good" }], quota = { count = 1 } }
"""

FAILING = '''
from collections.abc import Sequence
from dvk_scoring.api import *
class Empty(Figures):
    done: Num = yes_no(vi="Đạt", en="Done")
class Switch(Params):
    broken: bool = setting(False, vi="Hỏng", en="Broken")
class Failing(Criterion[Empty, Switch]):
    "Fails when it is told to."
    id = "failing"
    title = Text(vi="Hỏng", en="Failing")
    source = "none"
    def score(self, figures: Empty, params: Switch) -> Num:
        if params.broken:
            raise ValueError("no such table")
        return figures.done
@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Failing]
'''


WRECKS: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "schemes.toml").read_text(encoding="utf-8"))["wrecks"]


def written(wreck: dict[str, Any]) -> str:
    """Give the scheme that a wreck describes."""
    if "scheme" in wreck:
        return str(wreck["scheme"])
    if "old" not in wreck:
        return BASE + wreck["new"] + "\n"
    assert BASE.count(wreck["old"]) == 1, f"{wreck['old']} must stand once in the base"
    return BASE.replace(wreck["old"], wreck["new"])


def told(source: str, as_of: date | None = None) -> tuple[Problem, ...]:
    """Give what is told of a scheme, whether it stops the run or not."""
    try:
        return load_scheme(source, as_of=as_of, plugins=[Path("failing.py")])[1]
    except DvkError as error:
        return error.problems


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "failing.py").write_text(FAILING, encoding="utf-8")
    return tmp_path


def test_the_base_is_whole(folder: Path) -> None:
    (folder / "scheme.toml").write_text(BASE, encoding="utf-8")
    assert told("scheme.toml") == ()


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["name"] for wreck in WRECKS])
def test_wreck(wreck: dict[str, Any], folder: Path) -> None:
    (folder / "scheme.toml").write_text(written(wreck), encoding="utf-8")
    for name, text in wreck.get("files", {}).items():
        (folder / name).write_text(BASE if text == "BASE" else text, encoding="utf-8")
    problems = told("scheme.toml", wreck.get("as_of"))
    assert "\n".join(one.in_("vi") for one in problems) == wreck["vi"]
    assert "\n".join(one.in_("en") for one in problems) == wreck["en"]
