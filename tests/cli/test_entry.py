"""How a run begins and ends: language, encodings, wrong use, and readers that leave."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from dvk_scoring.cli.language import chosen_language
from tests.cli.conftest import DVK, ROOT, Dvk, start


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (
            ["scor"],
            "DVK-O101: Không có lệnh “scor”.\n    → Có phải là “score”?",
            "DVK-O101: There is no command “scor”.\n    → Is “score” meant?",
        ),
        (
            ["score", "pci-2013", "--engin", "exact"],
            "DVK-O102: Lệnh này không có tùy chọn “--engin”.\n    → Có phải là “--engine”?",
            "DVK-O102: This command has no option “--engin”.\n    → Is “--engine” meant?",
        ),
    ],
)
def test_a_misspelt_word_is_guessed(dvk: Dvk, words: list[str], vi: str, en: str) -> None:
    for language, told in (("vi", vi), ("en", en)):
        said = dvk(*words, "--lang", language)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(f"{told}\n")


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (["lint", "x.toml"], "“dvk scheme lint”", None),
        (["diff"], "“dvk scheme diff”", None),
        (["test"], "“dvk plugins test”", None),
        (["show"], "“dvk plugins show”", None),
        (["doctor"], "“dvk plugins check”", None),
        (["list"], "“dvk scheme list” hay “dvk plugins list”", "“dvk scheme list” or “dvk plugins list”"),
        (["new"], "“dvk scheme new” hay “dvk plugins new”", "“dvk scheme new” or “dvk plugins new”"),
        (["lintt"], "“dvk scheme lint”", None),
        (
            ["cheks"],
            "“dvk archive check” hay “dvk scheme check” hay “dvk plugins check”",
            "“dvk archive check” or “dvk scheme check” or “dvk plugins check”",
        ),
        (["plugins", "lint"], "“dvk scheme lint”", None),
        (["plugins", "lst"], "“list”", None),
        (["plugins", "cases"], "“dvk scheme cases”", None),
        (["scheme", "score"], "“dvk score”", None),
        (["scheme", "schemes"], "“dvk scheme list”", None),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_a_command_of_another_group_is_named_whole(dvk: Dvk, words: list[str], vi: str, en: str | None) -> None:
    word = words[-1] if words[0] in ("plugins", "scheme") else words[0]
    for language, told in (
        ("vi", f"DVK-O101: Không có lệnh “{word}”.\n    → Có phải là {vi}?"),
        ("en", f"DVK-O101: There is no command “{word}”.\n    → Is {en or vi} meant?"),
    ):
        said = dvk(*words, "--lang", language)
        assert (said.status, said.out) == (2, "")
        assert said.err.startswith(f"{told}\n")


def test_a_command_like_no_other_gets_the_list(dvk: Dvk) -> None:
    said = dvk("scheme", "zzz", "--lang", "en")
    assert said.err.startswith(
        "DVK-O101: There is no command “zzz”.\n"
        "    → Commands: list, new, import, edit, check, cases, lint, docs, schema, diff.\n"
    )


def test_what_was_meant_is_found_without_importing_a_command(tmp_path: Path) -> None:
    code = (
        "import sys; from dvk_scoring.cli.entry import run; run(['lint']);"
        "sys.exit(any(f'dvk_scoring.cli.{name}' in sys.modules for name in ('scheme', 'scheme_lint', 'plugins')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["score"],
        ["explain", "pci-2013"],
        ["score", "pci-2013", "--engine", "abacus"],
        ["score", "pci-2013", "--as-of", "31/12/2020"],
        ["score", "pci-2013", "--decimal", "dot"],
        ["score", "pci-2013", "--unit"],
        ["scheme", "check", "pci-2013", "the-2016"],
        ["plugins", "remove"],
    ],
    ids=" ".join,
)
def test_wrong_use_says_how_it_is_used(dvk: Dvk, words: list[str]) -> None:
    said = dvk(*words, "--lang", "vi")
    assert (said.status, said.out) == (2, "")
    assert said.err.startswith("DVK-O10")
    assert "Cách dùng: dvk" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"DVK_LANG": "vi", "LANG": "en_US.UTF-8"}, "Cách dùng"),
        ({"LANG": "vi_VN.UTF-8"}, "Cách dùng"),
        ({"LC_ALL": "C", "LANG": "vi_VN"}, "Usage"),
        ({}, "Usage"),
    ],
    ids=str,
)
def test_the_language_comes_from_the_environment(tmp_path: Path, environment: dict[str, str], told: str) -> None:
    done = start(["--help"], tmp_path, **environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8").startswith(told)


@pytest.mark.parametrize(("number", "told"), [(0x042A, "vi"), (0x0409, "en"), (0x0809, "en")])
def test_windows_is_asked_for_its_language(monkeypatch: pytest.MonkeyPatch, number: int, told: str) -> None:
    """0x042A is Vietnamese (Viet Nam), 0x0409 and 0x0809 English, by Microsoft's list of language identifiers."""
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("ctypes.windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert chosen_language([], {}) == told
    assert chosen_language([], {"DVK_LANG": "en"}) == "en"
    assert chosen_language(["--lang", "vi"], {}) == "vi"


def test_alone_it_says_what_one_does_most(dvk: Dvk) -> None:
    for language, other in (("vi", "English: dvk --lang en"), ("en", "Tiếng Việt: dvk --lang vi")):
        said = dvk("--lang", language)
        assert (said.status, said.err) == (0, "")
        commands = [line.split()[:2] for line in said.out.splitlines() if line.startswith("  dvk ")]
        assert commands == [["dvk", "demo"], ["dvk", "scheme"], ["dvk", "score"]]
        assert other in said.out.splitlines()[-1]
        assert max(map(len, said.out.splitlines())) <= 80
    assert "Commands:" in dvk("scheme", "--lang", "en").out


def test_a_console_that_cannot_hold_vietnamese_gets_utf_8(tmp_path: Path) -> None:
    done = start(["scheme", "list", "--lang", "vi"], tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "Thi đua “Dân vận khéo” năm 2020" in done.stdout.decode("utf-8")


def test_a_reader_that_has_seen_enough_is_no_crash(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DVK, "plugins", "list"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_the_version(dvk: Dvk) -> None:
    said = dvk("--version")
    assert (said.status, said.out) == (0, "dvk 0.1.0\n")


def test_nothing_is_coloured_in_a_pipe(dvk: Dvk) -> None:
    said = dvk("demo", "--lang", "vi")
    assert "\x1b" not in said.out + said.err
