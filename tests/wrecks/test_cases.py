"""Broken files of cases beside a scheme, each with exactly what is told of it, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring.catalogue import catalogue
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.run import load_scheme
from dvk_scoring.testing.scheme_cases import find_cases, run_scheme_cases

SCHEME = """\
[scheme]
id = "mau"
title = "Thi đua mẫu"
valid = { from = 2026-01-01, to = 2026-12-31 }
not_reported = "not-ranked"
[scheme.voices]
claimed = "Tự chấm"
final = "Hội đồng"
[clusters]
c05 = { title = "Cụm 5", kind = "commune" }
pv = { title = "Khối phòng", kind = "department" }
[sections]
work = { title = "Công tác" }
[criteria]
records = { section = "work", plugin = "ratio", weight = { commune = 80, department = 100 }, title = "Hồ sơ" }
visits = { section = "work", plugin = "pass-fail", weight = 20, title = "Thăm hỏi", applies_to = ["commune"] }
[bonuses]
idea = { plugin = "per-occurrence", to = "total", title = "Sáng kiến" }
[classes]
good = { title = "Tốt", from = 80 }
fair = { title = "Khá", from = 0 }
[titles]
flag = { title = "Cờ", requires = [{ class_at_least = "good" }] }
[sample]
figures = ["figures.csv"]
"""
FIGURES = """\
unit,name,cluster,voice,records.over,records.under,visits.passed,idea.times
c-a,Xã A,c05,final,8,9,có,0
c-b,Xã B,c05,final,3,4,không,1
p-a,Phòng A,pv,final,5,5,,0
"""
WRECKS: list[dict[str, Any]] = tomli.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["wrecks"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")


def told_of(text: str, change: tuple[str, str] = ("", ""), named: str | None = None) -> tuple[Problem, ...]:
    assert change[0] in SCHEME
    Path("scheme.toml").write_text(SCHEME.replace(*change), encoding="utf-8")
    Path("cases.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        run_scheme_cases(load_scheme("scheme.toml"), Path("cases.toml"), named)
    return caught.value.problems


@pytest.mark.parametrize("wreck", WRECKS, ids=[wreck["name"] for wreck in WRECKS])
def test_wreck(wreck: dict[str, Any]) -> None:
    old, new = wreck.get("scheme", ("", ""))
    problems = told_of(wreck["file"], (old, new), wreck.get("case"))
    assert "\n".join(one.in_("vi") for one in problems) == wreck["vi"]
    assert "\n".join(one.in_("en") for one in problems) == wreck["en"]


def test_all_of_a_file_is_told_at_once() -> None:
    parts = [
        wreck["file"]
        for wreck in WRECKS
        if not {"scheme", "case"} & set(wreck) and wreck["name"] not in ("no case", "not TOML")
    ]
    codes = {one.code for one in told_of("\n".join(parts))}
    assert {"DVK-C331", "DVK-C333", "DVK-C335", "DVK-C336", "DVK-C337", "DVK-C338", "DVK-C342", "DVK-D312"} <= codes


def test_a_misspelt_figure_is_not_told_as_a_blank_too() -> None:
    figures = "figures = { records.ovr = 8, records.under = 9, visits.passed = 1, idea.times = 0 }"
    case = f'name = "a"\narticle = "b"\nunits = [{{ unit = "c-a", cluster = "c05", {figures}, rank = 1 }}]'
    problems = told_of(f"[[cases]]\n{case}\n", ('not_reported = "not-ranked"', 'not_reported = "error"'))
    assert [one.code for one in problems] == ["DVK-C337"]


def test_no_file_beside_the_scheme_is_told() -> None:
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        find_cases(load_scheme("scheme.toml"))
    (one,) = caught.value.problems
    assert (one.code, one.place.file) == ("DVK-C340", "cases.toml")
    assert one.in_("vi").splitlines()[0] == "DVK-C340 cases.toml: Cạnh bảng điểm không có tệp cases.toml."


SLOTS = {
    "cases": "[{ CASE }]",
    "name": '"Mẫu"',
    "article": '"Điều 1"',
    "base": '"sample"',
    "defaults": "{ idea.times = 1 }",
    "rulings": '[{ unit = "c-a", hold = { effect = ["class"] }, reason = "a", date = 2026-12-01, ref = "b" }]',
    "units": "[{ UNIT }]",
    "unit": '"c-a"',
    "cluster": '"c05"',
    "voice": '"final"',
    "figures": "{ records.over = 8, records.under = 9 }",
    "points": "{ records = 71.11 }",
    "sections": "{ work = 91.11 }",
    "bonuses": "{ idea = 1 }",
    "total": "92.11",
    "rank": "1",
    "class": '"good"',
    "titles": '{ flag = "proposed" }',
    "holds": '["class"]',
    "state": '"ranked"',
}
JUNK = ("3", '""', "[]", "[1]", "{ a = 1 }", "true", "nan", "2026-01-01")


def written(**changes: str) -> str:
    slots = SLOTS | changes
    within = list(SLOTS).index("unit")
    parts = [f"{key} = {value}" for key, value in slots.items()]
    case = ", ".join(parts[1:within]).replace("UNIT", ", ".join(parts[within:]))
    return f"cases = {slots['cases']}".replace("CASE", case)


@pytest.mark.parametrize("slot", SLOTS)
def test_whatever_stands_at_a_key_is_read_or_refused(slot: str) -> None:
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    refused = []
    for junk in JUNK:
        Path("cases.toml").write_text(written(**{slot: junk}), encoding="utf-8")
        try:
            run_scheme_cases(scheme, Path("cases.toml"))
        except DvkError as error:
            refused.append(error.problems)
    assert len(refused) >= len(JUNK) // 2
    for one in (one for problems in refused for one in problems):
        assert one.place.file == "cases.toml"
        assert one.in_("vi") != one.in_("en")
    Path("cases.toml").write_text(written(), encoding="utf-8")
    assert run_scheme_cases(scheme, Path("cases.toml"))


STRICT = '''
from dvk_scoring.api import ERROR, Criterion, Figures, Params, Text, count, hookimpl, ratio


class Told(Figures):
    done = count(vi="Đã làm", en="Done", at_most="due")
    due = count(vi="Phải làm", en="Due")


class NoParams(Params):
    pass


class Strict(Criterion[Told, NoParams]):
    """For tests."""

    id = "strict"
    title = Text.same("strict")
    source = Text.same("hand-made")

    def score(self, figures, params):
        return ratio(figures.done, figures.due, when_empty=ERROR)


@hookimpl
def dvk_criteria():
    return [Strict]
'''


def test_a_case_that_cannot_be_scored_is_told_with_its_unit() -> None:
    Path("strict.py").write_text(STRICT, encoding="utf-8")
    text = SCHEME.replace('plugin = "ratio"', 'plugin = "strict"').replace(
        "[scheme]", '[scheme]\nplugins = ["strict.py"]'
    )
    Path("scheme.toml").write_text(text, encoding="utf-8")
    figures = "figures = { records = { done = 0, due = 0 }, idea.times = 0 }"
    units = f'units = [{{ unit = "x", cluster = "pv", {figures}, rank = 1 }}]'
    Path("cases.toml").write_text(f'[[cases]]\nname = "a"\narticle = "b"\n{units}\n', encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        run_scheme_cases(load_scheme("scheme.toml"), Path("cases.toml"))
    (one,) = caught.value.problems
    assert (one.place.line, one.place.key) == (1, "cases[1]")
    assert one.text("vi") == (
        "Không chấm được ví dụ này: Công thức của “Hồ sơ” coi là lỗi số liệu khi “Phải làm” = 0, và đơn vị này gặp "
        "trường hợp đó."
    )
    assert one.hint("vi") == "Đơn vị gây ra: “x”."
    assert (
        one.text("en")
        == "The case cannot be scored: The formula of “Hồ sơ” calls it an error in the figures when “Due” = 0; so it "
        "is for this unit."
    )
    assert one.hint("en") == "The unit is “x”."


def test_every_code_is_provoked() -> None:
    told = (
        "\n".join(wreck["vi"] for wreck in WRECKS) + "DVK-C340 and DVK-C341 above, DVK-C344 in tests/cli/test_cases.py"
    )
    own = [code for code in catalogue() if "DVK-C331" <= code <= "DVK-C369"]
    assert own
    assert [code for code in own if code not in told] == []
