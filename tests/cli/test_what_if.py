"""``dvk what-if``: told in both languages and as JSON, marked as a trial, and never written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dvk
from tests.cli.test_commands import own

FIGURES = (
    "unit,name,cluster,records.over,records.under\n"
    "a,Công an huyện A,c1,1,2\nb,Công an huyện B,c1,3,4\nc.d,Công an huyện C,c1,9,10\n"
)
TITLED = """
[titles.flag]
title = { vi = "Cờ", en = "Flag" }
quota = { count = 1 }
"""


def files() -> tuple[str, str]:
    scheme, figures = own(figures=FIGURES)
    with Path(scheme).open("a", encoding="utf-8") as file:
        file.write(TITLED)
    return scheme, figures


def answer(dvk: Dvk, *words: str) -> Any:
    said = dvk("what-if", *words, "--json")
    assert (said.status, said.err) == (0, "")
    return json.loads(said.out)


def test_what_changes_is_told_and_nothing_is_written(dvk: Dvk) -> None:
    scheme, figures = files()
    before = sorted(Path().iterdir())
    # 4/4 gives 100.00, more than 9/10.
    said = dvk("what-if", scheme, figures, "--set", "b.records.over=4", "--lang", "en")
    assert (said.status, said.err) == (0, "")
    lines = [line.rstrip() for line in said.out.splitlines() if line.strip()]
    assert lines[:8] == [
        "TRIAL – not a result",
        "A competition of our own",
        "Figures",
        "  – Công an huyện B (b): Records: Numerator 3 → 4",
        "Titles",
        "  – Flag: now Công an huyện B (b)",
        "  – Flag: no longer Công an huyện C (c.d)",
        "Results that change: 2 of 3",
    ]
    assert any("75.00 → 100.00" in line and "2 → 1" in line for line in lines)
    assert sorted(Path().iterdir()) == before
    spoken = dvk("what-if", scheme, figures, "--set", "b.records.over=4", "--lang", "vi")
    assert spoken.out.splitlines()[0] == "THỬ – không phải kết quả"
    assert "75,00 → 100,00" in spoken.out


def test_the_same_as_json(dvk: Dvk) -> None:
    scheme, figures = files()
    found = answer(dvk, scheme, figures, "--set", "c.d.records.over=KP", "--set", "titles.flag.quota.count=2")
    assert found["trial"] is True
    assert found["figures"] == [{"unit": "c.d", "figure": "records.over", "old": "9", "new": "KP"}]
    assert [one["path"] for one in found["changes"]] == [["titles", "flag", "quota", "count"]]
    assert found["compared"] == 3
    assert {one["unit"]: one["titles"] for one in found["units"]}["b"] == {"flag": ["no", "proposed"]}
    same = answer(dvk, scheme, figures)
    assert (same["changes"], same["figures"], same["units"]) == ([], [], [])


def test_decimals_are_written_as_in_the_files(dvk: Dvk) -> None:
    scheme, figures = files()
    said = dvk("what-if", scheme, figures, "--set", "b.records.over=2,5", "--decimal", "comma", "--lang", "en")
    assert said.status == 3
    assert "DVK-D303" in said.err  # a count, with the decimals that its text has


def test_ids_may_hold_the_signs_that_split_a_change(dvk: Dvk) -> None:
    scheme, _ = files()
    Path("own.csv").write_text(FIGURES.replace("c.d,", "=c.d=1,"), encoding="utf-8")
    found = answer(dvk, scheme, "own.csv", "--set", "=c.d=1.records.over=3", "--set", 'criteria.records.no="a=b"')
    assert [one["unit"] for one in found["figures"]] == ["=c.d=1"]
    assert found["changes"][0]["new"] == "a=b"


def test_rulings_and_things_left_out(dvk: Dvk) -> None:
    scheme, figures = files()
    Path("tried.toml").write_text(
        '[[rulings]]\nunit = "c.d"\nhold = { effect = ["titles"] }\nreason = "Đang xác minh"\n'
        'date = 2026-11-01\nref = "T1"\n',
        encoding="utf-8",
    )
    held = answer(dvk, scheme, figures, "--ruling", "tried.toml")
    assert held["rulings"] == [
        {
            "vi": "Công an huyện C (c.d): chưa xét danh hiệu – Đang xác minh",
            "en": "Công an huyện C (c.d): titles on hold – Đang xác minh",
        }
    ]
    gone = answer(dvk, scheme, figures, "--without", "titles.flag")
    assert [one["kind"] for one in gone["changes"]] == ["removed"]


def test_a_class_on_hold_is_a_change(dvk: Dvk) -> None:
    """Points and rank of a held unit stand, its class waits: that is what the trial comes to, until it is released."""
    scheme, figures = files()
    text = Path(scheme).read_text(encoding="utf-8")
    Path("classed.toml").write_text(text + '\n[classes]\ngood = { title = "Tốt", from = 0 }\n', encoding="utf-8")
    act = 'unit = "a"\nreason = "Đang xác minh"\ndate = {day}\nref = "T1"\n'
    held = "[[rulings]]\nhold = { effect = ['class'] }\n" + act.format(day="2026-02-01")
    Path("tried.toml").write_text(held, encoding="utf-8")
    Path("freed.toml").write_text(
        '[[rulings]]\nrelease = "hold"\n' + act.format(day="2026-03-01").replace("T1", "T2"), encoding="utf-8"
    )
    (change,) = answer(dvk, "classed.toml", figures, "--ruling", "tried.toml")["units"]
    assert (change["unit"], change["class"], change["class_held"]) == ("a", ["good", "good"], [False, True])
    said = dvk("what-if", "classed.toml", figures, "--ruling", "tried.toml", "--lang", "vi").out
    assert "Tốt → Tốt (chưa xét)" in said
    assert "chưa xét xếp loại" in said.splitlines()[-2]
    (freed,) = answer(dvk, "classed.toml", figures, "--rulings", "tried.toml", "--ruling", "freed.toml")["units"]
    assert freed["class_held"] == [True, False]


def test_what_gives_a_title_and_what_takes_it(dvk: Dvk) -> None:
    """9/10 is 90: b needs 4 of 4, or 3 of 3. With 7 of 10 c.d is behind b (75); with 9 of 12 it ties, undecided."""
    scheme, figures = files()
    gives = answer(dvk, scheme, figures, "--flip", "flag", "--unit", "b")
    assert (gives["state"], gives["tried"]) == ("no", 2)
    assert [(one["figure"], one["new"], one["state"], one["rank"]) for one in gives["flips"]] == [
        ("records.over", "4", "proposed", 1),
        ("records.under", "3", "proposed", 1),
    ]
    takes = answer(dvk, scheme, figures, "--flip", "flag", "--unit", "c.d")
    assert {(one["figure"], one["new"]) for one in takes["flips"]} == {("records.over", "7"), ("records.under", "12")}
    said = dvk("what-if", scheme, figures, "--flip", "flag", "--unit", "b", "--lang", "vi")
    assert said.out.splitlines()[0] == "THỬ – không phải kết quả"
    assert "Công an huyện B (b) được đề nghị “Cờ”" in said.out


@pytest.mark.parametrize(
    ("words", "status", "codes"),
    [
        (["--set", "a"], 2, {"DVK-O104"}),
        (["--set", "records.weight=1", "--without", "nothing"], 3, {"DVK-O751"}),
        (["--set", "criteria.records.weight=1", "--set", "criteria.records.weight=2"], 3, {"DVK-O752"}),
        (["--set", "a.records.over=x", "--set", "b.records.none=1"], 3, {"DVK-D301", "DVK-D204"}),
        (["--set", "criteria.records.wieght=1"], 3, {"DVK-S121"}),
        (["--without", "titles.flagg", "--set", "a.records.over=x"], 3, {"DVK-O755", "DVK-D301"}),
        (["--flip", "flag"], 2, {"DVK-O108"}),
        (["--unit", "a"], 2, {"DVK-O108"}),
        (["--flip", "flag", "--unit", "a", "--without", "titles.flag"], 2, {"DVK-O104"}),
        (["--flip", "flg", "--unit", "z"], 3, {"DVK-O754", "DVK-O301"}),
    ],
)
def test_what_is_wrong_is_told(dvk: Dvk, words: list[str], status: int, codes: set[str]) -> None:
    scheme, figures = files()
    for language in ("vi", "en"):
        said = dvk("what-if", scheme, figures, *words, "--lang", language)
        assert (said.status, said.out) == (status, "")
        assert {line.split()[0].rstrip(":") for line in said.err.splitlines() if line.startswith("DVK-")} == codes


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", {"a": "the total +60", "b": "titles on hold", "c.d": "“Part” −1.5 points", "e": "figures of its own"}),
        ("vi", {"a": "tổng điểm +60", "b": "chưa xét danh hiệu", "c.d": "“Part” −1,5 điểm",
                "e": "số liệu của chính đơn vị"}),
    ],
)  # fmt: skip
def test_what_no_points_of_a_criterion_show_is_named(dvk: Dvk, language: str, told: dict[str, str]) -> None:
    scheme, _ = files()
    written = Path(scheme).read_text(encoding="utf-8").replace('plugin = "ratio"', 'plugin = "ratio"\nsection = "part"')
    written += (
        'requires = [{ of = "figures.faults", at_most = 0 }]\n[sections.part]\ntitle = "Part"\n'
        '[figures.faults]\ntype = "count"\ntitle = "Faults"\n'
    ).replace("requires", "\n[titles.merit]\ntitle = 'Merit'\nrequires")
    Path(scheme).write_text(written, encoding="utf-8")
    rows = "a,A,c1,1,2,0\nb,B,c1,4,4,0\nc.d,C,c1,9,10,0\ne,E,c1,2,10,0\n"
    Path("f.csv").write_text(FIGURES.splitlines()[0] + ",faults\n" + rows, encoding="utf-8")
    acts = {"a": '{ of = "total", change = 60 }', "c.d": '{ of = "sections.part", change = -1.5 }'}
    ruled = [f'unit = "{unit}"\npoints = {act}\n' for unit, act in acts.items()]
    ruled.append('unit = "b"\nhold = { effect = ["titles"] }\n')
    Path("r.toml").write_text(
        "".join(f'[[rulings]]\n{act}reason = "R"\ndate = 2026-01-01\nref = "1"\n' for act in ruled), encoding="utf-8"
    )
    said = dvk("what-if", scheme, "f.csv", "--ruling", "r.toml", "--set", "e.faults=1", "--lang", language)
    assert (said.status, said.err) == (0, "")
    rows_told = {line.split()[0]: line.rstrip() for line in said.out.splitlines() if line.strip()}
    for unit, why in told.items():
        assert rows_told[unit].endswith(why), said.out
