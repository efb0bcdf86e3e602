"""``dvk plugins check`` and ``show --json``: what is printed, what is JSON, and the exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.report.criterion import CriterionWords
from dvk_scoring.report.criterion_json import criterion_value
from dvk_scoring.text import Language, Text
from tests.cli.conftest import DVK, Dvk, start
from tests.unit.criteria.test_search import both
from tests.wrecks.test_zoo import GOOD

TEXT = {"vi", "en"}
SCHEME = '[scheme]\nid = "s"\ntitle = "S"\nplugins = ["own"]\n[criteria]\n"half-done" = { weight = 100 }\n'


def lay(folder: str = "own", name: str = "half-done", source: str = GOOD) -> Path:
    path = Path(folder, name)
    path.mkdir(parents=True)
    (path / "criterion.py").write_text(source.replace("NAME", name), encoding="utf-8")
    return path


def answer(dvk: Dvk, status: int, *words: str) -> Any:
    said = dvk(*words, "--json")
    assert (said.status, said.err) == (status, "")
    return json.loads(said.out)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_check_tells_the_steps_of_the_search_and_what_it_comes_to(dvk: Dvk, language: str) -> None:
    lay()
    said = dvk("plugins", "check", "half-done", "--plugins-dir", "own", "--lang", language)
    assert (said.status, said.err) == (0, "")
    lines = said.out[: said.out.index("\n ", said.out.index("→"))].splitlines()
    assert lines[0] == "half-done"
    assert [line.split(".")[0].strip() for line in lines[1:-1]] == [str(at) for at in range(1, len(lines) - 1)]
    assert lines[-1].startswith("→ “half-done” " + ("dùng được" if language == "vi" else "can be used"))


def test_check_searches_the_folders_that_a_scheme_names(dvk: Dvk) -> None:
    lay()
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    assert dvk("plugins", "check", "half-done", "--lang", "en").status == 3
    said = dvk("plugins", "check", "half-done", "--scheme", "scheme.toml", "--lang", "en")
    assert said.status == 0
    assert "Folder own (scheme.toml): found, " in said.out
    missing = dvk("plugins", "check", "half-done", "--scheme", "nowhere.toml", "--lang", "en")
    assert missing.status == 3
    assert missing.err.startswith("DVK-S101 ")


def test_check_of_what_cannot_be_used_as_json(dvk: Dvk) -> None:
    lay(source="import no_such_package")
    checked = answer(dvk, 3, "plugins", "check", "half-done", "--plugins-dir", "own")
    (found,) = checked["searches"]
    assert set(found) == {"name", "outcome", "used", "near", "steps", "conclusion"}
    assert (found["name"], found["outcome"], found["used"], found["near"]) == ("half-done", "broken", False, [])
    assert [one["state"] for one in checked["plugins"]] == ["broken"]
    assert [one["code"] for one in checked["problems"]] == ["DVK-C122"]
    assert all(set(one) == {"step", "found", "text", "problems"} and set(one["text"]) == TEXT for one in found["steps"])
    assert [one["code"] for step in found["steps"] for one in step["problems"]] == ["DVK-C122"]
    assert set(found["conclusion"]) == TEXT
    unknown = answer(dvk, 3, "plugins", "check", "ratoi")
    assert (unknown["plugins"], unknown["searches"][0]["near"][0]) == ([], "ratio")
    assert [one["code"] for one in unknown["problems"]] == ["DVK-O303"]


def test_check_proves_what_it_finds(dvk: Dvk) -> None:
    lay()
    said = dvk("plugins", "check", "half-done", "own/half-done", "ratio", "--plugins-dir", "own", "--lang", "en")
    assert (said.status, said.err) == (0, "")
    table = said.out[said.out.index(" Id ") :]
    lines = [line.split() for line in table.splitlines() if line.strip()]
    assert lines[2] == ["half-done", "ready", "2", "0", "…", "10", "10", "1", "–"]
    assert lines[3][0] == "ratio"
    assert lines[6] == ["half-done", str(Path("own", "half-done", "criterion.py"))]
    assert said.out.endswith("\nPlugins: 2; ready 2.\n\nAll is well.\n")


def test_check_refuses_what_cannot_be_proved(dvk: Dvk) -> None:
    beyond = GOOD.replace("ratio(figures.done, 100, when_empty=0)", "figures.done * 1")
    lay(source=beyond)
    said = dvk("plugins", "check", "./own", "--lang", "vi")
    assert said.status == 3
    head, place, remedy = said.out[said.out.index("Việc cần làm") :].splitlines()[1:4]
    assert head.startswith(" 1. lỗi DVK-F205 ")
    assert place.strip() == "own/half-done/criterion.py, tiêu chí half-done, plugin half-done"
    assert remedy.strip().startswith("→ ")
    assert "\n1 plugin: hỏng 1.\n" in said.out
    assert said.out.endswith("\nCó 1 lỗi, 0 cảnh báo.\n")


def test_check_of_a_bundled_folder_is_that_of_the_bundled_one(dvk: Dvk) -> None:
    said = dvk("plugins", "check", str(Path(__file__).parents[2] / "plugins" / "ratio"), "--lang", "en")
    assert (said.status, said.err) == (0, "")


def test_check_tells_what_is_named_wrongly_or_blocked(dvk: Dvk) -> None:
    said = dvk("plugins", "check", "ratoi", "./nowhere", "--lang", "en")
    assert said.status == 3
    assert [line.split()[2] for line in said.out.splitlines() if ". error " in line] == ["DVK-O303", "DVK-C101"]
    blocked = dvk("plugins", "check", "ratio", "--block", "ratio", "--lang", "en")
    assert blocked.status == 3
    assert "error DVK-C113 The criterion “ratio” needs the plugin of that name, which is blocked" in blocked.out


def test_check_as_json(dvk: Dvk) -> None:
    lay(source=f"import narwhals\n{GOOD}")
    found = answer(dvk, 0, "plugins", "check", "half-done", "--plugins-dir", "own")
    assert set(found) == {"plugins", "problems", "searches", "installation", "well"}
    (one,) = found["plugins"]
    assert one["proofs"] == [
        {"id": "half-done", "weight": "10", "low": "0", "high": "10", "bits": 10, "divisions": 1, "roundings": []}
    ]
    (told,) = one["problems"]
    assert (told["code"], told["severity"], told["place"]["line"]) == ("DVK-C135", "warning", 1)
    (rounded,) = answer(dvk, 0, "plugins", "check", "security-movement")["plugins"]
    assert rounded["proofs"][0]["roundings"] == [{"places": 9, "mode": "half-up"}]


def test_check_of_all_ends_with_all_is_well(tmp_path: Path) -> None:
    for language, last in (("en", "All is well."), ("vi", "Mọi thứ đều ổn.")):
        done = start(["plugins", "check", "--lang", language], tmp_path, COLUMNS="80")
        lines = done.stdout.decode().splitlines()
        assert (done.returncode, done.stderr) == (0, b"")
        assert last in lines[-1] or "DVK-C17" in done.stdout.decode()  # an extra may be missing, a machine be slow
        assert lines[0].startswith("dvk-scoring ")


def test_check_of_all_lists_what_to_do_the_worst_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay(source="import no_such_package")
    lay(name="heavy", source=f"import narwhals\n{GOOD}")
    wrong = {"DVK_PLUGINS_LIMIT": "soon", "DVK_PLUGINS_BLOCK": "ratoi", "PYTHONIOENCODING": "latin-1", "COLUMNS": "90"}
    words = ["plugins", "check", "--plugins-dir", "own", "--lang", "en"]
    done = start(words, tmp_path, **wrong)
    told = done.stdout.decode()
    assert (done.returncode, done.stderr) == (3, b"")
    order = [told.index(code) for code in ("error DVK-C122", "warning DVK-C112", "→ Is “ratio” meant?")[:2]]
    assert order == sorted(order)
    for code in ("DVK-C135", "DVK-C176", "DVK-C180"):
        assert f"warning {code}" in told
    assert "Variables that are set: DVK_PLUGINS_BLOCK=ratoi, DVK_PLUGINS_LIMIT=soon." in told.replace("\n", " ")
    assert "→ Install it, or mend the name. Bundled plugins use dvk_scoring.api only." in told
    assert told.splitlines()[-1].startswith("Errors: 1; warnings: ")
    found = json.loads(start([*words, "--json"], tmp_path, **wrong).stdout)
    assert set(found) == {"installation", "plugins", "problems", "searches", "well"}
    assert set(found["installation"]) == {"version", "python", "encoding", "variables", "libraries"}
    assert (found["well"], found["installation"]["encoding"]) == (False, "latin-1")
    states = [one["state"] for one in found["plugins"]]
    assert (states.count("broken"), states.count("ready")) == (1, len(Registry.of().ids()) + 1)
    assert all(set(one["remedy"]) == TEXT for one in found["problems"])


@pytest.mark.parametrize(("old", "names"), [("why", ["ratio"]), ("doctor", [])])
def test_old_names_do_what_the_new_one_does_and_say_so(dvk: Dvk, old: str, names: list[str]) -> None:
    said, new = dvk("plugins", old, *names, "--json"), dvk("plugins", "check", *names, "--json")
    assert (said.status, said.err) == (new.status, new.err) == (0, "")
    assert set(json.loads(said.out)) == set(json.loads(new.out))
    for language, told in (
        (
            "en",
            f"The command “dvk plugins {old}” is now “dvk plugins check”; the old name is taken in this version only.",
        ),
        ("vi", f"Lệnh “dvk plugins {old}” nay là “dvk plugins check”; tên cũ chỉ còn dùng được ở phiên bản này."),
    ):
        assert dvk("plugins", old, *names, "--lang", language).err.splitlines()[0] == f"DVK-O109: {told}"


def test_show_as_json_tells_all_that_show_tells(dvk: Dvk) -> None:
    found = answer(dvk, 0, "plugins", "show", "complaint-handling")
    assert set(found) == {"plugin", "criteria", "problems"}
    assert set(found["plugin"]) == {"name", "origin", "location", "version", "state", "import_ms"}
    (one,) = found["criteria"]
    assert set(one) == {
        "id", "title", "source", "doc", "level", "gives", "range", "example_weight", "formula", "figures", "params",
        "settings", "promises",
    }  # fmt: skip
    assert one["range"] == {"low": "0", "high": "1"}
    assert set(one["title"]) == set(one["source"]) == set(one["formula"]) == TEXT
    first = one["figures"][0]
    assert set(first) == {
        "name", "kind", "label", "low", "high", "places", "step", "choices", "by", "shared", "at_most", "plus",
        "part_of", "share",
        "measure", "blank", "counts", "many", "help",
    }  # fmt: skip
    assert (first["low"], first["high"]) == ("0", "100000")
    assert all(isinstance(each[key], str) for each in one["params"] for key in ("default", "low", "high"))
    assert one["promises"]


@pytest.mark.parametrize(
    ("plugin", "language", "told"),
    [
        ("new-rural", "vi", "0–1.000; không quá “Xã đã đạt tiêu chí an ninh đầu kỳ” (having)"),
        ("new-rural", "en", "with “Of these that kept it to the end” (kept) no more than “Communes that had the "),
        ("ratio", "vi", "0–1.000.000; một phần của “Mẫu số” (under), lớn hơn thì cảnh báo"),
        ("ratio", "en", "0–1,000,000; a part of “Denominator” (under), with a warning above it"),
    ],
)  # fmt: skip
def test_figures_that_bound_another_are_called_by_their_titles(plugin: str, language: Language, told: str) -> None:
    words = CriterionWords(Registry.of().criterion(plugin), language)
    assert any(told in words.values(one) for one in words.built.figures)


@pytest.mark.parametrize("plugin", Registry.of().ids())
def test_a_source_is_a_rule_or_a_publication(plugin: str) -> None:
    """It is printed as what the criterion follows: no name of a repository or of a file."""
    source = Text.of(Registry.of().criterion(plugin).source)
    for text in (source.vi, source.en):
        assert not re.search(r"\w+\.(md|py|toml|csv|xlsx)\b|repository|kho mã|github|[A-Za-z]+/[A-Za-z]+[0-9]", text)


@pytest.mark.parametrize("name", Registry.of().ids())
def test_every_bundled_one_is_json_without_floats(name: str) -> None:
    def refuse(number: str) -> float:
        raise AssertionError(number)

    value = criterion_value(Registry.of().criterion(name))
    again = json.loads(json.dumps(value), parse_float=refuse)
    assert again == value
    assert {"vi", "en"} == set(value["formula"] if isinstance(value["formula"], Mapping) else ())
    assert all(each["type"]["vi"] and each["type"]["en"] for each in again["settings"])


def test_show_tells_of_a_healthy_criterion_beside_a_broken_one(dvk: Dvk) -> None:
    lay(source=both())
    said = dvk("plugins", "show", "half-done", "--plugins-dir", "own", "--lang", "en")
    assert (said.status, said.err) == (0, "")
    assert said.out.count("(half-done") == 1
    broken = dvk("plugins", "show", "half-done-too", "--plugins-dir", "own", "--lang", "en")
    assert broken.status == 3
    assert broken.err.startswith("DVK-C152 ")


def test_a_list_too_long_for_a_formula_is_refused_in_the_scheme(dvk: Dvk) -> None:
    items = ", ".join(f'"i{number}"' for number in range(400))
    text = f'[scheme]\nid = "s"\ntitle = "S"\n[criteria.checklist]\nweight = 100\nparams = {{ items = [{items}] }}\n'
    Path("scheme.toml").write_text(text, encoding="utf-8")
    said = dvk("scheme", "check", "scheme.toml", "--lang", "en")
    assert said.status == 3
    assert said.err.startswith("DVK-C167 scheme.toml:4")
    assert "The formula is nested 40" in said.err
    vi = dvk("scheme", "check", "scheme.toml", "--lang", "vi").err
    assert "tầng, quá 300 tầng.\n    → Rút ngắn danh sách trong thiết lập, hoặc cộng theo từng nhóm nhỏ.\n" in vi


def test_show_refuses_what_is_blocked(dvk: Dvk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVK_PLUGINS_BLOCK", "ratio")
    said = dvk("plugins", "show", "ratio", "--lang", "en")
    assert said.status == 3
    assert said.err.startswith("DVK-C113 ")


ONLY = '[scheme]\nid = "s"\ntitle = "S"\n[criteria]\nratio = { weight = 60 }\nhalf-done = { weight = 40 }\n'
WATCH = """
import sys

def watch(event, args):
    if event in ("subprocess.Popen", "os.posix_spawn", "os.fork", "os.system", "os.exec"):
        raise RuntimeError(f"another program was started: {event} {args}")

sys.addaudithook(watch)
"""


@pytest.mark.parametrize(("named", "starts"), [("half-done", False), ("offered", True)])
def test_a_scheme_named_like_its_plugins_starts_no_other_process(tmp_path: Path, named: str, starts: bool) -> None:
    folder = tmp_path / "own" / named
    folder.mkdir(parents=True)
    (folder / "criterion.py").write_text(GOOD.replace("NAME", "half-done"), encoding="utf-8")
    (tmp_path / "s.toml").write_text(ONLY, encoding="utf-8")
    (tmp_path / "f.csv").write_text("unit,ratio.over,ratio.under,half-done.done\na,1,2,50\n", encoding="utf-8")
    words = ["score", "s.toml", "f.csv", "--plugins-dir", "own", "--lang", "en"]
    done = subprocess.run(
        [sys.executable, "-c", f"{WATCH}\n{DVK}", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ("another program was started: subprocess.Popen" in done.stderr) == starts
    assert (done.returncode == 0) != starts, done.stderr
