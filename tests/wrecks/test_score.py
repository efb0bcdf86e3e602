"""Mistakes in ``score``: each is told with its line and with what to write instead, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring.criteria.registry import InspectedPlugin, Registry

MISTAKES: Mapping[str, Mapping[str, Any]] = tomli.loads(
    Path(__file__).with_name("score.toml").read_text(encoding="utf-8")
)
SOURCE = '''import math
import statistics
from dvk_scoring.api import *

class Told(Figures):
    due: Num = count(vi="Đến hạn", en="Due", high=100)
    done: Num = count(vi="Đã làm", en="Done", at_most="due")
    marks: Many = each("judges", mark(vi="Điểm", en="Mark"))

class Tuning(Params):
    share: Num = param("0.5", low=0, high=1, vi="Tỷ lệ", en="Share")
    judges: int = setting(3, vi="Số người", en="Judges")

class Animal(Criterion[Told, Tuning]):
    """Part done."""
    id = "NAME"
    level = 2
    title = Text(vi="Thử", en="Trial")
    source = Text(vi="tính tay", en="hand-worked")

    def score(self, figures, params):
        BODY

@hookimpl
def dvk_criteria():
    return [Animal]
'''
BODY_AT = SOURCE.splitlines().index("        BODY") + 1


@pytest.fixture(scope="module")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, InspectedPlugin]:
    folder = tmp_path_factory.mktemp("mistakes")
    for name, one in MISTAKES.items():
        (folder / name).mkdir()
        body = one["body"].strip().replace("\n", "\n        ")
        source = SOURCE.replace(one.get("old", ""), one.get("new", ""), 1)
        source = source.replace("NAME", name).replace("BODY", body)
        (folder / name / "criterion.py").write_text(source, encoding="utf-8")
    return {one.found.name: one for one in Registry.of([folder]).inspect_all() if one.found.origin == "folder"}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told_with_its_remedy(name: str, inspected: Mapping[str, InspectedPlugin]) -> None:
    wanted = MISTAKES[name]
    if "code" not in wanted:  # what looks like a mistake and is none
        assert inspected[name].problems == ()
        return
    (told,) = inspected[name].problems
    assert told.code == wanted["code"]
    assert (told.hint("vi"), told.hint("en")) == (wanted["vi"], wanted["en"])
    assert (told.place.line or 0) == wanted.get("line", BODY_AT - (told.code == "DVK-C183"))
