"""``dvk stability``: a study in both languages, as JSON and as a page, marked as a study; and what it refuses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dvk_scoring.text import Language
from tests.cli.conftest import Dvk

SCHEME = """
[scheme]
id = "two"
title = { vi = "Hai tiêu chí", en = "Two criteria" }
[clusters]
c = { title = { vi = "Cụm", en = "Cluster" } }
[criteria]
first = { plugin = "ratio", weight = 50, title = { vi = "Tuyên truyền", en = "Outreach" } }
second = { plugin = "ratio", weight = 50, title = { vi = "Thông tin", en = "Media" } }
[titles.flag]
title = { vi = "Cờ", en = "Flag" }
quota = { count = 1 }
"""
FIGURES = (
    "unit,name,cluster,first.over,first.under,second.over,second.under\n"
    "a,Công an huyện A,c,100,100,0,100\nb,Công an huyện B,c,41,100,90,100\n"
)


def files() -> tuple[str, str]:
    Path("two.toml").write_text(SCHEME, encoding="utf-8")
    Path("two.csv").write_text(FIGURES, encoding="utf-8")
    return "two.toml", "two.csv"


def test_the_summary_says_on_which_weight_a_title_hangs(dvk: Dvk) -> None:
    # tests/truth/test_stability.py has the working: A leads from 60.4026… on.
    said = dvk("stability", *files(), "--draws", "40", "--lang", "en")
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines()[0] == "STUDY – not a result"
    assert "“Flag” hangs on the weight of “Outreach” (now 50): from 60.41 on it goes from" in said.out
    assert "from Công an huyện B (b) to Công an huyện A (a)" in said.out
    spoken = dvk("stability", *files(), "--draws", "40", "--lang", "vi")
    assert spoken.out.splitlines()[0] == "NGHIÊN CỨU THỬ – không phải kết quả"
    assert "từ 60,41 trở lên thì chuyển từ Công an huyện B (b) sang Công an huyện A (a)" in spoken.out
    assert "100% số lần (40 trên 40)" in spoken.out


def test_the_same_seed_gives_the_same_file_and_the_same_json(dvk: Dvk) -> None:
    words = ("stability", *files(), "--draws", "30", "--weights", "uniform", "--seed", "4")
    said = dvk(*words, "--json", "-o", "study.json", "-o", "study.html")
    assert (said.status, said.err) == (0, "")
    found = json.loads(said.out)
    assert found["study"] is True
    assert json.loads(Path("study.json").read_text(encoding="utf-8")) == found
    assert (found["draws"], found["spread"]["seed"], found["spread"]["weights"]) == (30, 4, "uniform")
    first = Path("study.json").read_bytes(), Path("study.html").read_bytes()
    again = dvk(*words, "-o", "study.json", "-o", "study.html", "--force", "--engine", "polars")
    assert again.status == 0
    assert (Path("study.json").read_bytes(), Path("study.html").read_bytes()) == first
    assert dvk(*words, "-o", "study.json").status == 3  # it is there


def test_weights_may_be_drawn_around_those_of_the_scheme(dvk: Dvk) -> None:
    said = dvk("stability", *files(), "--draws", "5", "--weights", "dirichlet:7", "--json")
    found = json.loads(said.out)["spread"]
    assert (found["weights"], found["precision"], found["share"]) == ("dirichlet", 7, None)


@pytest.mark.parametrize(
    ("words", "status", "code", "told"),
    [
        (["--draws", "0"], 3, "DVK-O851", ("--draws: 0 nằm ngoài khoảng từ 1", "--draws: 0 lies outside 1 to 100000")),
        (["--weights", "150%"], 3, "DVK-O852", ("--weights: mức xê dịch 150%", "--weights: 150% is no share")),
        (["--weights", "112.5%"], 3, "DVK-O852", ("mức xê dịch 112,5%", "112.5% is no share")),
        (["--weights", "0"], 3, "DVK-O852", ("mức xê dịch 0%", "0% is no share")),
        (["--uncertainty", "-5%"], 3, "DVK-O852", ("--uncertainty: mức xê dịch -5%", "--uncertainty: -5%")),
        (["--weights", "none"], 3, "DVK-O853", ("Không có gì để rút thử", "There is nothing to draw")),
        (["--keep", "first"], 3, "DVK-O853", ("Không có gì để rút thử", "There is nothing to draw")),
        (["--keep", "frist"], 3, "DVK-O854", ("Có phải là “first”?", "Is “first” meant?")),
        (["--judges", "1"], 3, "DVK-O855", ("không tiêu chí nào còn đủ phiếu", "no criterion has enough marks")),
        (["--sobol", "100"], 3, "DVK-O861", ("100 không dùng được", "100 is no size of a Sobol sample")),
        (["--weights", "often"], 2, "DVK-O104", ("dirichlet:200", "dirichlet:200")),
        (["--weights", "dirichlet:--1"], 2, "DVK-O104", ("dirichlet:200", "dirichlet:200")),
        (["--weights", "1e999999999"], 2, "DVK-O104", ("dirichlet:200", "dirichlet:200")),
        (["--draws", "many"], 2, "DVK-O104", ("Viết một số nguyên", "Write a whole number")),
        (["--params", "x"], 2, "DVK-O104", ("5% hay 0.05", "5% or 0.05")),
        (["-o", "study.csv"], 3, "DVK-O201", (".csv", ".csv")),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)  # fmt: skip
def test_what_is_wrong_is_told(dvk: Dvk, words: list[str], status: int, code: str, told: tuple[str, str]) -> None:
    files()
    languages: tuple[Language, Language] = ("vi", "en")
    for language, text in zip(languages, told, strict=True):
        said = dvk("stability", "two.toml", "two.csv", *words, "--lang", language)
        assert (said.status, said.out) == (status, "")
        assert code in said.err
        assert text in said.err
        assert "Traceback" not in said.err
    assert sorted(path.name for path in Path().iterdir()) == ["two.csv", "two.toml"]


def test_all_that_is_wrong_is_told_at_once(dvk: Dvk) -> None:
    said = dvk("stability", *files(), "--draws", "0", "--params", "200%", "--keep", "x", "--keep", "y", "--lang", "en")
    codes = [line.split(":")[0] for line in said.err.splitlines() if line.startswith("DVK-")]
    assert codes == ["DVK-O851", "DVK-O852", "DVK-O854", "DVK-O854"]


def test_judges_are_left_out_where_enough_are_left(dvk: Dvk) -> None:
    said = dvk("stability", "stage-contest", "--draws", "10", "--weights", "none", "--judges", "1", "--json")
    found = json.loads(said.out)
    (told,) = found["problems"]  # three judges, and three marks are needed
    assert told["code"] == "DVK-O858"
    assert told["text"]["vi"].endswith("vì sẽ không đủ phiếu: Xử lý tình huống (quiz).")
    assert told["text"]["en"].endswith("which would have too few marks: Case to solve (quiz).")
    assert {one["criterion"] for one in found["panels"]} == {"greeting", "skit", "quiz"}
    none = dvk("stability", "stage-contest", "--judges", "3", "--lang", "en")
    assert "DVK-O855" in none.err
    assert "Criteria that judges mark: Greeting (greeting), Skit (skit), Case to solve (quiz)." in none.err


def test_params_are_not_said_to_be_drawn_where_there_are_none(dvk: Dvk) -> None:
    told = dvk("stability", "stage-contest", "--draws", "2", "--params", "10%", "--lang", "en").out
    assert "Params stay: there is none that can be 10 % more or less." in told
    told = dvk("stability", *files(), "--draws", "2", "--params", "10%", "--lang", "en").out
    assert "Params: up to 10 % more or less" in told


def test_weights_that_are_part_of_a_formula_stay_and_are_named(dvk: Dvk) -> None:
    said = dvk("stability", "commune-police", "--draws", "2", "--keep", "conduct", "--json")
    found = json.loads(said.out)
    (told,) = found["problems"]
    assert told["code"] == "DVK-O857"
    assert told["text"]["vi"].startswith("Điểm tối đa của các tiêu chí này giữ nguyên: ")
    assert "(sec-plans-issued), " in told["text"]["vi"]
    assert "Ad-hoc tasks from above (sec-ad-hoc), " in told["text"]["en"]
    stay = {one["criterion"] for one in found["weights"] if not one["drawn"]}
    assert {"sec-plans-issued", "sec-ad-hoc", "conduct"} <= stay


def test_where_no_weight_can_vary_the_criteria_are_named_and_why(dvk: Dvk) -> None:
    Path("own.toml").write_text(SCHEME.replace('"ratio"', '"direct"'), encoding="utf-8")
    Path("own.csv").write_text(
        "unit,name,cluster,first.points,second.points\na,A,c,40,9\nb,B,c,41,8\n", encoding="utf-8"
    )
    said = dvk("stability", "own.toml", "own.csv", "--lang", "vi")
    assert said.status == 3
    assert said.err == (
        "DVK-O863 own.toml: Không có gì để rút thử: plugin của các tiêu chí này tự cho điểm đến mức tối đa, "
        "nên điểm tối đa của chúng giữ nguyên: Tuyên truyền (first), Thông tin (second).\n"
        "    → Cho xê dịch số liệu (--uncertainty 5%); muốn thử điểm tối đa khác của một tiêu chí thì dùng "
        "dvk what-if.\n"
    )
    out = dvk("stability", "own.toml", "own.csv", "--uncertainty", "5%", "--draws", "2", "--lang", "en").out
    assert "Weights stay." in out
    assert "Weights: each up to" not in out
    english = dvk("stability", "own.toml", "own.csv", "--lang", "en").err
    assert "so that their weights stay: Outreach (first), Media (second)." in english
    one = dvk("stability", "own.toml", "own.csv", "--keep", "first", "--lang", "en").err
    assert "so that their weights stay: Media (second)." in one
    assert "DVK-O853" in dvk("stability", "own.toml", "own.csv", "--weights", "none").err
    assert dvk("stability", "own.toml", "own.csv", "--uncertainty", "5%", "--draws", "2").status == 0


def test_what_the_kept_weights_leave_must_be_whole_steps(dvk: Dvk) -> None:
    figures = files()[1]
    thirds = SCHEME.replace('weight = 50, title = { vi = "Thông', 'weight = 1, title = { vi = "Thông')
    thirds = thirds.replace("weight = 50", "weight = 1").replace("[titles.flag]", "", 1)
    thirds = thirds.replace('title = { vi = "Cờ", en = "Flag" }\nquota = { count = 1 }\n', "")
    thirds += 'third = { plugin = "ratio", weight = 1, title = { vi = "Ba", en = "Third" } }\n'
    relative = thirds.replace("[clusters]", 'weights = "relative"\nrounding = { criterion = "none" }\n[clusters]', 1)
    Path("two.toml").write_text(relative, encoding="utf-8")
    Path(figures).write_text(
        "unit,name,cluster,first.over,first.under,second.over,second.under,third.over,third.under\n"
        "a,A,c,1,2,1,2,1,2\nb,B,c,1,3,1,2,1,2\n",
        encoding="utf-8",
    )
    said = dvk("stability", "two.toml", figures, "--keep", "third", "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert "DVK-O859" in said.err
    assert dvk("stability", "two.toml", figures, "--draws", "3").status == 0


PLUGIN = """from dvk_scoring.api import *


class Told(Figures):
    done: Num = count(vi="Đã làm", en="Done", at_most="due")
    due: Num = count(vi="Đến hạn", en="Due")


class Strict(Criterion[Told, Params]):
    \"\"\"Part done.\"\"\"

    id = "strict"
    title = Text(vi="Chặt", en="Strict")
    source = Text(vi="tính tay", en="hand-worked")

    def score(self, figures, params):
        return ratio(figures.done, figures.due, when_empty=ERROR)


@hookimpl
def dvk_criteria():
    return [Strict]
"""


def test_figures_that_a_formula_calls_an_error_are_refused(dvk: Dvk) -> None:
    scheme, figures = files()
    Path("plugins/strict").mkdir(parents=True)
    Path("plugins/strict/criterion.py").write_text(PLUGIN, encoding="utf-8")
    strict = SCHEME.replace('first = { plugin = "ratio"', 'first = { plugin = "strict"')
    Path(scheme).write_text(strict, encoding="utf-8")
    # Of one case that is due a draw of all it can be makes 0, 1 or 2: of 0 the formula says that it is an error.
    told = FIGURES.replace("first.over,first.under", "first.done,first.due").replace("A,c,100,100", "A,c,0,1")
    Path(figures).write_text(told, encoding="utf-8")
    words = ("stability", scheme, figures, "--plugins-dir", "plugins", "--weights", "none", "--uncertainty", "100%")
    found = json.loads(dvk(*words, "--draws", "40", "--json").out)
    assert 0 < found["refused"] < 40
    assert found["draws"] + found["refused"] == 40
    said = [dvk(*words, "--draws", "1", "--seed", str(seed), "--lang", "en").err for seed in range(1, 13)]
    assert {one.partition(":")[0] for one in said} == {"", "DVK-O860"}


def test_without_the_library_only_sobol_is_refused(dvk: Dvk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    said = dvk("stability", *files(), "--draws", "2", "--sobol", "4", "--lang", "en")
    assert (said.status, said.out) == (3, "")
    assert "DVK-E101" in said.err
    assert 'pip install "dvk-scoring[stability]", or leave --sobol out.' in said.err
    assert dvk("stability", *files(), "--draws", "2").status == 0


def test_sobol_indices_are_told(dvk: Dvk) -> None:
    said = dvk("stability", *files(), "--draws", "2", "--weights", "60%", "--sobol", "16", "--json")
    found = json.loads(said.out)["sobol"]
    assert [one["criterion"] for one in found] == ["first", "second"]
    # The two weights matter alike, and only against each other.
    assert all(0.3 < float(one["total"]) < 1.2 for one in found)


@pytest.mark.parametrize(("language", "none"), [("en", "none"), ("vi", "không")])
def test_where_nobody_is_ranked_a_criterion_can_be_left_out_all_the_same(dvk: Dvk, language: str, none: str) -> None:
    scheme, figures = files()
    Path(scheme).write_text(SCHEME.replace('"Cluster" } }', '"Cluster" }, ranked = false }'), encoding="utf-8")
    said = dvk("stability", scheme, figures, "--draws", "5", "--lang", language)
    assert (said.status, said.err) == (0, "")
    rows = [line.split() for line in said.out.splitlines() if line.split()[-3:] == [none, "–", "0"]]
    assert len(rows) == 2, said.out
