"""Completion as a shell asks for it: the variables that it sets, and what it is answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dvk_scoring.catalogue import catalogue
from dvk_scoring.cli.entry import run
from dvk_scoring.cli.tree import homes_in
from tests.cli.conftest import DVK, ROOT, start
from tests.cli.test_commands import PLUGINS, SHIPPED

SCHEME = '[scheme]\nid = "own"\ntitle = "Own"\n[criteria]\nratio = { weight = 100 }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a scheme, figures of every kind, a folder, and things that are not to be offered."""
    (tmp_path / "own.toml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "own.csv").write_text("unit,ratio.over,ratio.under\nxa-1,1,2\nxa-2,3,4\nđội-1,1,1\n", encoding="utf-8")
    (tmp_path / "more.csv").write_text("unit;ratio.over;ratio.under\nxa-2;1;2\nxa-3;3;4\n", encoding="utf-8")
    (tmp_path / "broken.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "people.csv").write_text("name\nA\n", encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / ".hidden.toml").touch()
    (tmp_path / "with blank.toml").touch()
    (tmp_path / "tool.py").touch()
    return tmp_path


Offered = Callable[..., list[str]]


@pytest.fixture
def offered(folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Offered:
    """Complete the last of the words, in this process; nothing is ever said on stderr."""
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith(("LC_", "LANG", "DVK_"))]:
        monkeypatch.delenv(name)

    def offer(*words: str, shell: str = "bash") -> list[str]:
        word = words[-1] if shell == "fish" else str(len(words))
        asked = {"_DVK_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(("dvk", *words)), "COMP_CWORD": word}
        with pytest.MonkeyPatch.context() as patch:
            for name, value in asked.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                run([])
        said = capfd.readouterr()
        assert (left.value.code, said.err) == (0, "")
        return said.out.split("\n")[:-1]

    return offer


def plain(*words: str) -> list[str]:
    return [f"plain,{word}" for word in words] or [""]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["s"], plain("score", "stability", "sheet", "summary", "seal", "submission", "scheme")),
        (["c"], plain("compare", "collect")),  # the old names are not offered
        (["scheme", "l"], plain("list", "lint")),
        (["plugins", ""], plain(*homes_in("plugins", "en"))),
        (["score", "pci-2013", "--q"], plain("--quiet")),
        (["score", "--lang", ""], plain("vi", "en")),
        (["nonsense", "x"], plain()),
        (["check", "pci"], plain("pci-2013")),
    ],
    ids=str,
)
def test_commands_and_options(offered: Offered, words: list[str], wanted: list[str]) -> None:
    assert offered(*words) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "score",
        "explain",
        "form",
        "scheme check",
        "scheme diff pci-2013",
        "scheme edit",
        "scheme schema",
        "plugins check --scheme",
    ],
)
def test_schemes_stand_beside_the_paths_that_lie_here(offered: Offered, words: str) -> None:
    asked = words.split()
    assert offered(*asked, "p") == plain("pci-2013", "public-service-766", "pages/")
    assert offered(*asked, "o") == plain("own.toml")
    assert offered(*asked, "") == plain(*SHIPPED, "own.toml", "pages/")


@pytest.mark.parametrize(
    "words",
    [
        "score ./p",
        "score pages/x",
        "score zzz",
        "score pci-2013 o",
        "score pci-2013 own.csv m",
        "score pci-2013 --rulings r",
        "score pci-2013 -o r",
        "scheme diff pci-2013 the-2016 --figures o",
        "scheme edit pci-2013 --from o",
        "scheme import o",
        "scheme edit pci-2013 --rulings r",
        "scheme edit pci-2013 --votes v",
        "scheme edit pci-2013 --letterhead l",
        "plugins test ./p",
        "plugins list --plugins-dir p",
    ],
)
def test_names_of_files_are_left_to_the_shell(offered: Offered, words: str) -> None:
    assert offered(*words.split()) == [f"file,{words.rsplit(maxsplit=1)[-1]}"]


@pytest.mark.parametrize("words", ["plugins show", "plugins test", "plugins check", "plugins try"])
def test_plugins(offered: Offered, words: str) -> None:
    assert offered(*words.split(), "pa") == plain(*(one for one in PLUGINS if one.startswith("pa")), "pages/")
    assert offered(*words.split(), "too") == plain("tool.py")


def test_plugins_of_ones_own_and_where_a_path_would_be_wrong(offered: Offered, folder: Path) -> None:
    (folder / "pages" / "patrols").mkdir()
    (folder / "pages" / "patrols" / "criterion.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    assert offered("plugins", "list", "--block", "o") == plain("outreach")
    assert offered("scheme", "new", "x", "out") == plain("outreach")
    assert offered("plugins", "show", "--plugins-dir", "pages", "pat") == plain("patrols")


def test_codes_with_their_mark_and_without(offered: Offered) -> None:
    known = list(catalogue())
    assert offered("explain-code", "") == plain(*known)
    assert offered("explain-code", "dvk-s10") == plain(*(one for one in known if one.startswith("DVK-S10")))
    bare = [one.removeprefix("DVK-") for one in known if one.startswith("DVK-S10")]
    assert offered("explain-code", "s10") == offered("explain-code", "S10") == plain(*bare)
    assert offered("scheme", "lint", "pci-2013", "--ignore", "L103") == plain("L103")


@pytest.mark.parametrize("command", ["explain", "sheet"])
def test_units_of_the_files_on_the_line(offered: Offered, command: str) -> None:
    assert offered(command, "own.toml", "own.csv", "--unit", "") == plain("xa-1", "xa-2", "đội-1")
    assert offered(command, "own.toml", "own.csv", "more.csv", "--unit", "xa-") == plain("xa-1", "xa-2", "xa-3")
    assert offered(command, "own.toml", "broken.csv", "none", "people.csv", "more.csv", "--unit", "") == plain(
        "xa-2", "xa-3"
    )
    assert offered(command, "own.toml", "own.csv", "--lang", "vi", "--unit", "đ") == plain("đội-1")


def test_units_of_the_sample_and_of_no_scheme(offered: Offered) -> None:
    assert offered("explain", "stage-contest", "--unit", "doi-1") == plain("doi-1")
    assert offered("explain", "own.toml", "--unit", "") == plain()
    assert offered("explain", "none", "--unit", "") == plain()
    assert offered("explain", "--unit", "") == plain()


def test_the_other_shells_are_answered_in_their_way(offered: Offered, folder: Path) -> None:
    assert offered("score", "pci", shell="zsh") == ["plain", "pci-2013", "_"]
    assert offered("score", "pci", shell="fish") == ["plain,pci-2013"]
    assert offered("explain-c", shell="zsh") == [
        "plain", "explain-code", "Say what the code of a problem means."
    ]  # fmt: skip
    for shell, words in (("bash", "-F _dvk_completion dvk"), ("zsh", "compdef"), ("fish", "--command dvk")):
        assert words in start([], folder, _DVK_COMPLETE=f"{shell}_source").stdout.decode()


@pytest.mark.skipif(shutil.which("bash") is None, reason="without bash")
def test_in_bash_itself(folder: Path) -> None:
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    dvk = bin_folder / "dvk"
    dvk.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -c "{DVK}" "$@"\n', encoding="utf-8")
    dvk.chmod(0o755)
    script = (
        'eval "$(_DVK_COMPLETE=bash_source dvk)"; complete -p dvk\n'
        "COMP_WORDS=(dvk score p); COMP_CWORD=2; _dvk_completion dvk; printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    environment = {"PATH": f"{bin_folder}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=folder, env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode().split("\n")[1:-1] == ["pci-2013", "public-service-766", "pages/"]


@pytest.mark.parametrize(
    "words", [["score", "p"], ["plugins", "show", "ra"], ["explain-code", "S1"], ["scheme", ""]], ids=" ".join
)
def test_what_needs_no_figures_loads_no_frame_library(folder: Path, words: list[str]) -> None:
    line = " ".join(("dvk", *words))
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*{'polars', 'narwhals', 'duckdb'} & set(sys.modules), file=sys.stderr))\n"
        f"{DVK}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={
            "PYTHONPATH": str(ROOT), "_DVK_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))
        },
        capture_output=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.startswith(b"plain,")
    assert done.stderr == b"\n"
