"""Broken rulings, each with exactly what is told of it, in both languages."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli

from dvk_scoring.catalogue import catalogue
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.read import load_scheme
from dvk_scoring.scheme.rulings import load_rulings

SCHEME = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
valid = { from = 2026-01-01, to = 2026-12-31 }
[clusters]
c05 = { title = "Cụm 5", kind = "commune" }
pv = { title = "Khối phòng", kind = "department" }
[sections]
work = { title = "Công tác" }
[criteria]
records = { section = "work", plugin = "direct", weight = { commune = 80, department = 100 }, title = "Hồ sơ" }
visits = { section = "work", plugin = "pass-fail", weight = 20, title = "Thăm hỏi", applies_to = ["commune"] }
"""
LINES = re.compile(r"line \d+")
UNITS = {"c-a": "c05", "c-b": "c05", "p-a": "pv"}
WRECKS: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "rulings.toml").read_text(encoding="utf-8"))[
    "wrecks"
]


@pytest.fixture
def scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scheme:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    return load_scheme("scheme.toml")[0]


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["name"] for wreck in WRECKS])
def test_wreck(wreck: dict[str, Any], scheme: Scheme) -> None:
    Path("rulings.toml").write_text("[[rulings]]\n" + wreck["new"], encoding="utf-8")
    try:
        problems = load_rulings("rulings.toml", scheme, UNITS)[1]
    except DvkError as error:
        problems = error.problems
    assert "\n".join(one.in_("vi") for one in problems) == wreck["vi"]
    assert "\n".join(one.in_("en") for one in problems) == wreck["en"]


def test_acts_as_values_are_told_the_same(scheme: Scheme) -> None:
    """All but where in a file it stands, and what only a file can be: broken TOML, keys that are twice."""
    tried = 0
    for wreck in WRECKS:
        text = "[[rulings]]\n" + wreck["new"]
        Path("rulings.toml").write_text(text, encoding="utf-8")
        try:
            acts = tomli.loads(text, parse_float=Decimal)["rulings"]
        except tomli.TOMLDecodeError:
            continue
        tried += 1
        assert _told(acts, scheme) == _told("rulings.toml", scheme), wreck["name"]
    assert tried >= 12
    with pytest.raises(DvkError) as refused:
        load_rulings([{"unit": "c-a", "reason": "a\u001b[31mb"}], scheme, UNITS)
    assert [one.code for one in refused.value.problems] == ["DVK-S108"]


def _told(source: Any, scheme: Scheme) -> list[Any]:
    try:
        rulings, problems = load_rulings(source, scheme, UNITS)
    except DvkError as error:
        rulings, problems = (), error.problems
    acts = [attrs.evolve(one, file="", line=None) for one in rulings]
    return [*acts, *sorted((one.code, one.place.key or "", LINES.sub("line 0", one.text("en"))) for one in problems)]


@pytest.mark.parametrize(
    "text", ["rulings = 3", "rulings = [1]", "[rulings]\nunit = 'c-a'", "[[ruling]]\nunit = 'c-a'"]
)
def test_what_is_no_list_of_rulings_is_refused(text: str, scheme: Scheme) -> None:
    Path("rulings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DvkError):
        load_rulings("rulings.toml", scheme, UNITS)


def test_one_pair_of_brackets_too_few_is_told_with_the_pair(scheme: Scheme) -> None:
    Path("rulings.toml").write_text("[rulings]\nunit = 'c-a'", encoding="utf-8")
    with pytest.raises(DvkError) as refused:
        load_rulings("rulings.toml", scheme, UNITS)
    (told,) = refused.value.problems
    assert (told.code, told.place.key, told.hint("vi"), told.hint("en")) == (
        "DVK-S122",
        "rulings",
        "Viết [[rulings]].",
        "Write [[rulings]].",
    )


def test_every_code_is_provoked() -> None:
    told = "\n".join(wreck["vi"] for wreck in WRECKS)
    # R121 needs totals; from R141 on it is votes that are spoken of.
    codes = [code for code in catalogue() if "DVK-R" < code < "DVK-R141" and code != "DVK-R121"]
    assert [code for code in codes if code not in told] == []
