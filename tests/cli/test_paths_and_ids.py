"""A path and an id are told apart by how they are written, in every command, whatever lies in the current folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dvk_scoring import load_scheme
from dvk_scoring.named import as_typed, is_path
from dvk_scoring.problem import DvkError
from dvk_scoring.scheme.shipped import find_shipped
from tests.cli.conftest import ROOT, Dvk

SCHEME = '[scheme]\nid = "mine"\ntitle = "Mine"\n[criteria]\nratio = { weight = 100 }\n'
SHIPPED = {one.id: Path(one.path) for one in find_shipped()}


def write_scheme(folder: str) -> None:
    Path(folder).mkdir(parents=True)
    Path(folder, "scheme.toml").write_text(SCHEME, encoding="utf-8")


def write_plugin(folder: str, name: str) -> None:
    Path(folder).mkdir(parents=True)
    source = (ROOT / "plugins" / "ratio" / "criterion.py").read_text(encoding="utf-8")
    Path(folder, "criterion.py").write_text(source.replace('id = "ratio"', f'id = "{name}"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("pci-2013", False),
        ("", False),
        ("x.csv", False),
        ("./x", True),
        ("a/b", True),
        ("x.toml", True),
        ("X.TOML", True),
        ("criterion.py", True),
        (".", True),
        ("..", True),
        (str(Path("/a")), True),
    ],
)
def test_how_it_is_written_decides(name: str, is_one: bool) -> None:
    assert is_path(name) is is_one


@pytest.mark.parametrize(
    ("path", "typed"), [("x", "./x"), ("a/x", "a/x"), ("x.toml", "x.toml"), ("a b", '"./a b"'), (".", ".")]
)
def test_what_is_typed_is_a_path_again(path: str, typed: str) -> None:
    assert as_typed(Path(path)) == typed
    assert is_path(typed.strip('"'))


@pytest.mark.parametrize("name", SHIPPED)
def test_no_folder_and_no_file_of_the_name_shadows_a_shipped_scheme(dvk: Dvk, name: str) -> None:
    asked = dvk("scheme", "docs", name)
    write_scheme(name)
    assert dvk("scheme", "docs", name) == asked
    assert Path(load_scheme(name).path) == SHIPPED[name]
    assert load_scheme(f"./{name}").id == load_scheme(Path(name)).id == "mine"
    assert "Mine" in dvk("scheme", "docs", f"./{name}").out


def test_no_folder_of_the_name_shadows_a_plugin_or_the_cases_of_a_scheme(dvk: Dvk) -> None:
    asked = dvk("plugins", "show", "ratio"), dvk("scheme", "cases", "stage-contest")
    write_plugin("ratio", "other")
    write_plugin("stage-contest", "third")
    assert (dvk("plugins", "show", "ratio"), dvk("scheme", "cases", "stage-contest")) == asked
    assert "(third)" in dvk("plugins", "show", "./stage-contest").out
    words = ("--check", "range", "--examples", "5", "--lang", "en")
    assert [dvk("plugins", "test", name, *words).out.split()[0] for name in ("ratio", "./ratio")] == ["ratio", "other"]


@pytest.mark.parametrize(
    "words",
    [
        ["score", "x"],
        ["explain", "x", "--unit", "a"],
        ["form", "x", "-o", "forms"],
        ["scheme", "check", "x"],
        ["scheme", "cases", "x"],
        ["scheme", "lint", "x"],
        ["scheme", "docs", "x"],
        ["scheme", "schema", "x"],
        ["scheme", "diff", "pci-2013", "x"],
        ["plugins", "check", "--scheme", "x"],
    ],
    ids=" ".join,
)
def test_a_folder_called_like_an_id_that_there_is_not(dvk: Dvk, words: list[str]) -> None:
    write_scheme("x")
    messages = {
        "vi": "DVK-O306: Không có bảng điểm nào có mã “x”; nhưng ở đây có tệp hoặc thư mục tên như vậy.\n"
        "    → Nếu muốn dùng tệp hoặc thư mục đó, viết ./x.\n",
        "en": "DVK-O306: No scheme has the id “x”; but a file or folder of that name is here.\n"
        "    → If that is meant, write ./x.\n",
    }
    for language, told in messages.items():
        said = dvk(*words, "--lang", language)
        assert (said.status, said.out, said.err) == (3, "", told)


@pytest.mark.parametrize("words", [["show"], ["test"], ["check"]], ids=" ".join)
def test_a_folder_called_like_no_plugin(dvk: Dvk, words: list[str]) -> None:
    write_plugin("toy", "toy")
    said = dvk("plugins", *words, "toy", "--lang", "en")
    assert said.status == 3
    assert "DVK-O306" in said.out + said.err
    assert "If that is meant, write ./toy." in said.out + said.err
    quick = ["--examples", "5", "--check", "range"] if words == ["test"] else []
    assert dvk("plugins", *words, "./toy", *quick).status == 0


def test_a_name_too_long_for_any_file_is_told_like_others(dvk: Dvk) -> None:
    long = "a" * 300
    assert dvk("scheme", "check", long, "--lang", "en").err.startswith("DVK-S110: There is no scheme “aaa")
    assert dvk("scheme", "check", f"./{long}", "--lang", "en").err.startswith("DVK-S101 aaa")


def test_in_python_a_path_is_a_path_and_a_text_is_read_as_on_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_scheme("x")
    assert load_scheme(Path("x")).id == load_scheme(f"x{os.sep}scheme.toml").id == "mine"
    with pytest.raises(DvkError) as raised:
        load_scheme("x")
    assert [one.code for one in raised.value.problems] == ["DVK-O306"]
