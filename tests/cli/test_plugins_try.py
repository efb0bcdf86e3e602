"""``dvk plugins try``: one criterion on figures from the command line, told as ``dvk explain`` tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dvk
from tests.unit.testing.test_toys import TOYS, write_toy

GUARDED = """
from dvk_scoring.api import *

class Told(Figures):
    done: Num = count(vi="Đã làm", en="Done")
    due: Num = count(vi="Đến hạn", en="Due")

class Tuning(Params):
    share: Num = param("0.5", low=0, high=1, vi="Phần", en="Part")
    rule: str = setting("whole", vi="Cách tính", en="Rule")

class Guarded(Criterion[Told, Tuning]):
    "Part done; an empty denominator is an error."
    id = "guarded"
    title = Text(vi="Thử", en="Guarded")
    source = Text(vi="tính tay", en="hand-worked")

    def score(self, figures, params):
        if params.rule == "broken":
            raise ValueError("no such rule")
        if params.rule == "float":
            return figures.done * 0.5
        return params.share * clip(ratio(figures.done, figures.due, when_empty=ERROR), 0, 1)

class Other(Guarded):
    "The same again."
    id = "other"

@hookimpl
def dvk_criteria():
    return [Guarded, Other]
"""


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    (tmp_path / "guarded").mkdir()
    (tmp_path / "guarded" / "criterion.py").write_text(GUARDED, encoding="utf-8")
    return tmp_path


def test_points_and_working(dvk: Dvk, guarded: Path) -> None:
    said = dvk("plugins", "try", "guarded", "done=3", "due=4", "--weight", "15", "--plugins-dir", ".", "--lang", "en")
    assert (said.status, said.err) == (0, "")
    assert [line.rstrip() for line in said.out.splitlines()] == [
        "Guarded: 5.63 of 15 points",  # 0.5 × 3/4 × 15 = 5.625
        "  After: hand-worked",
        "  Figures:",
        "    Done: 3",
        "    Due: 4",
        "  Working:",
        "    1. “Done” ÷ “Due” = 3 ÷ 4 = 0.75",
        "    2. “Part” × (1) = 0.5 × 0.75 = 0.375",
        "  Points: 0.375 × 15 = 5.625, rounded to 2 decimals: 5.63",
    ]


def test_the_same_as_json(dvk: Dvk, guarded: Path) -> None:
    words = ("plugins", "try", "guarded", "done=3", "due=4", "--weight", "15", "--plugins-dir", ".", "--lang", "en")
    said, told = dvk(*words, "--json"), dvk(*words)
    assert (said.status, said.err) == (0, "")
    found = json.loads(said.out)
    (paragraph,) = found.pop("explanation")
    lines = [paragraph["heading"], *(f"  {line}" for line in paragraph["lines"])]
    assert lines == [line.rstrip() for line in told.out.splitlines()]
    # 0.5 × 3/4 = 3/8; × 15 = 5.625
    assert found == {
        "criterion": "guarded", "weight": "15", "state": "ok", "score": "3/8", "points": "5.63", "problems": [],
    }  # fmt: skip


def test_cells_are_read_as_those_of_files_are(dvk: Dvk) -> None:
    kp = dvk("plugins", "try", "ratio", "over=KP", "under=kp", "--lang", "vi")
    assert (kp.status, kp.out.splitlines()[0]) == (0, "Tỷ lệ hoàn thành: không phân công (KP)")
    blank = dvk("plugins", "try", "ratio", "over=", "under=4", "--lang", "en")
    assert (blank.status, blank.out.splitlines()[0]) == (0, "Rate against a goal: not reported")
    yes = dvk("plugins", "try", "pass-fail", "pass-fail.passed=có", "--lang", "en")
    assert yes.out.splitlines()[0] == "Pass or fail: 100.00 of 100 points"
    comma = dvk("plugins", "try", "direct", "points=2,5", "--decimal", "comma", "--weight", "5", "--lang", "vi")
    assert comma.out.splitlines()[0].endswith(": 2,50 trên 5 điểm")


def test_marks_that_are_not_named_are_blank(dvk: Dvk) -> None:
    words = ("marks.1=7", "marks.2=8", "marks.3=9", "--setting", "judges=4", "--lang", "en")
    said = dvk("plugins", "try", "panel", *words)
    assert (said.status, said.err) == (0, "")
    assert "    Judge 4: not reported (the committee's)" in said.out.splitlines()


def test_params_are_written_as_in_a_scheme(dvk: Dvk, guarded: Path) -> None:
    said = dvk(
        "plugins", "try", "guarded", "done=1", "due=2", "--param", "share=0.4", "--plugins-dir", ".", "--lang", "en"
    )
    assert said.status == 0
    assert said.out.splitlines()[0] == "Guarded: 20.00 of 100 points"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["ratio", "ovr=1", "under=x", "under=2"], ["DVK-S131", "DVK-S129", "DVK-C208", "DVK-D301"]),
        (["ratio"], ["DVK-C208"]),
        (["complaint-handling", "due=1", "in_time=2"], ["DVK-C208", "DVK-D314"]),
        (["guarded", "done=1", "due=1", "--param", "share=2", "--setting", "rul=1"], ["DVK-C303", "DVK-S121"]),
        (["guarded", "done=1", "due=0"], ["DVK-E105"]),
        (["guarded", "done=1", "due=1", "--setting", "rule=broken"], ["DVK-S149"]),
        (["guarded", "done=1", "due=1", "--setting", "rule=float"], ["DVK-F101"]),
        (["./guarded", "done=1"], ["DVK-C209"]),
        (["rato"], ["DVK-C107"]),
        (["nowhere/"], ["DVK-C101"]),
        (["ratio", "over"], ["DVK-O104"]),
        (["ratio", "=2"], ["DVK-O104"]),
        (["ratio", "over=1", "under=2", "--weight", "0"], ["DVK-O104"]),
        (["ratio", "over=1", "under=2", "--weight", "many"], ["DVK-O104"]),
    ],
)
def test_all_that_is_wrong_is_told_at_once(dvk: Dvk, guarded: Path, words: list[str], codes: list[str]) -> None:
    for language in ("vi", "en"):
        said = dvk("plugins", "try", *words, "--plugins-dir", ".", "--lang", language)
        assert (said.status, said.out) == (2 if codes == ["DVK-O104"] else 3, "")
        told = [line.split()[0].rstrip(":") for line in said.err.splitlines() if line.startswith("DVK-")]
        assert sorted(told) == sorted(codes)


def test_a_figure_is_told_by_its_name(dvk: Dvk) -> None:
    said = dvk("plugins", "try", "ratio", "over=5", "under=x", "--lang", "en")
    assert said.err.splitlines()[0] == "DVK-D301 column under: “x” is no number (Denominator)."


def test_a_plugin_by_its_path_and_what_is_wrong_with_it(dvk: Dvk, tmp_path: Path) -> None:
    write_toy(tmp_path, {}, {})
    assert dvk("plugins", "try", "./toy", "due=4", "done=3", "--lang", "en").status == 0
    TOYS["no docstring"].write(tmp_path / "broken")
    said = dvk("plugins", "try", "broken/toy", "due=4", "done=3", "--lang", "en")
    assert said.status == 3
    assert said.err.startswith("DVK-C144 ")
