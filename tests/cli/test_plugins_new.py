"""``dvk plugins new``: what it makes works at once, and what cannot be made leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from dvk_scoring.criteria.criterion import LEVEL
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.scaffold.names import LONGEST_NAME
from dvk_scoring.testing import check_promises, run_cases
from tests.cli.conftest import ROOT, Dvk

FOLDER = {
    "criterion.py", "cases.toml", "README.md", "test_plan_kept.py", "example/scheme.toml", "example/figures.csv"
}  # fmt: skip
PACKAGE = {
    "pyproject.toml", "README.md", "CHANGELOG.md", ".gitignore", ".github/workflows/check.yml",
    "src/dvk_plan_kept/__init__.py", "src/dvk_plan_kept/criterion.py", "src/dvk_plan_kept/cases.toml",
    "src/dvk_plan_kept/py.typed", "tests/test_plan_kept.py", "example/scheme.toml", "example/figures.csv",
}  # fmt: skip


def files_in(folder: str | Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file()}


def printed_commands(out: str) -> list[list[str]]:
    return [line.split() for line in out.splitlines() if line.startswith(("  dvk ", "  python "))]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_commands_it_names_are_the_next_ones_and_work(dvk: Dvk, language: str) -> None:
    said = dvk("plugins", "new", "plan-kept", "--lang", language)
    assert (said.status, said.err) == (0, "")
    assert files_in("plan-kept") == FOLDER
    named = printed_commands(said.out)
    assert len(named) == 3
    for program, *words in named:
        assert program == "dvk"
        done = dvk(*words, "--lang", "en")
        assert (done.status, done.err) == (0, ""), words
    assert [line.split()[-1] for line in done.out.splitlines() if "xa-0" in line][:4] == [
        "100.00",
        "83.33",
        "77.50",
        "–",
    ]


def test_what_it_makes_passes_its_own_cases_and_promises(dvk: Dvk) -> None:
    dvk("plugins", "new", "plan-kept", "--title-vi", "Thực hiện kế hoạch", "--title-en", "Plan kept to")
    made = Registry.of(["plan-kept"]).criterion("plan-kept")
    assert (made.title.vi, made.title.en, made.level) == ("Thực hiện kế hoạch", "Plan kept to", LEVEL)
    results = run_cases(made, Path("plan-kept/cases.toml"))
    assert len(results) == 7
    assert [one for one in results if not one.ok] == []
    assert made.promises
    assert [one for one in check_promises(made) if not one.ok] == []


def test_a_package_has_all_that_a_package_needs(dvk: Dvk) -> None:
    said = dvk("plugins", "new", "plan-kept", "--package", "-o", "new folder", "--lang", "en")
    assert (said.status, said.err) == (0, "")
    assert files_in("new folder/plan-kept") == PACKAGE
    assert '  python -m pip install --editable "new folder/plan-kept"' in said.out.replace(os.sep, "/").splitlines()
    assert len(printed_commands(said.out)) == 3
    project = tomli.loads(Path("new folder/plan-kept/pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "dvk-plan-kept"
    assert project["entry-points"] == {"dvk_scoring": {"plan-kept": "dvk_plan_kept.criterion"}}


def test_nothing_is_overwritten_unless_forced_and_nothing_else_is_touched(dvk: Dvk) -> None:
    folder = Path("plan-kept")
    folder.mkdir()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "criterion.py").write_text("mine", encoding="utf-8")
    refused = dvk("plugins", "new", "plan-kept", "--lang", "en")
    assert (refused.status, refused.out) == (3, "")
    assert refused.err == (
        "DVK-O705 plan-kept: Files are there already and are kept: criterion.py.\n"
        "    → Choose another name, another folder with -o, or add --force to overwrite them.\n"
    )
    assert files_in(".") == {"plan-kept/notes.txt", "plan-kept/criterion.py"}
    assert dvk("plugins", "new", "plan-kept", "--force").status == 0
    assert files_in(".") == {f"plan-kept/{name}" for name in FOLDER | {"notes.txt"}}
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / "criterion.py").read_text(encoding="utf-8") != "mine"


def test_a_folder_of_other_files_needs_no_force(dvk: Dvk) -> None:
    Path("plan-kept/.git").mkdir(parents=True)
    assert dvk("plugins", "new", "plan-kept").status == 0
    assert files_in("plan-kept") == FOLDER


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_the_system_refuses_leaves_nothing(dvk: Dvk, language: str) -> None:
    Path("plan-kept").write_text("a file", encoding="utf-8")
    Path("mine").write_text("a file", encoding="utf-8")
    for words in (["plan-kept"], ["other", "-o", "mine"]):
        said = dvk("plugins", "new", *words, "--lang", language)
        assert (said.status, said.out) == (3, "")
        assert said.err.startswith("DVK-O203 ")
    assert files_in(".") == {"plan-kept", "mine"}
    assert [path for path in Path().iterdir() if path.is_dir()] == []


OUTREACH = ROOT / "plugins" / "outreach" / "criterion.py"
REFUSED = {
    "Fire_Safety": (
        "DVK-C106: “Fire_Safety” không dùng làm tên plugin được.",
        "Thử “fire-safety”.",
        "DVK-C106: “Fire_Safety” cannot be the name of a plugin.",
        "Try “fire-safety”.",
    ),
    "2020": (
        "DVK-C106: “2020” không dùng làm tên plugin được.",
        "Dùng chữ thường a-z, chữ số và gạch nối, bắt đầu bằng chữ: complaint-handling.",
        "DVK-C106: “2020” cannot be the name of a plugin.",
        "Use lower-case a-z, digits and hyphens, a letter first: complaint-handling.",
    ),
    "criterion": (
        "DVK-O702: Tên “criterion” trùng với một từ mà Python hoặc mẫu plugin đã dùng (lớp Criterion).",
        "Thử “criterion-score”.",
        "DVK-O702: The name “criterion” is a word that Python or the template needs (class Criterion).",
        "Try “criterion-score”.",
    ),
    "outreach": (
        f"DVK-O703: Đã có plugin “outreach”: {OUTREACH}.",
        "Xem plugin đó bằng dvk plugins show outreach, hoặc đặt tên khác.",
        f"DVK-O703: There is a plugin “outreach” already: {OUTREACH}.",
        "Look at it with dvk plugins show outreach, or choose another name.",
    ),
    "plan --title-en=": (
        "DVK-O704: Tên ghi ở --title-en không dùng được: “”.",
        'Viết trên một dòng, từ 1 đến 80 ký tự, không có dấu " và dấu \\.',
        "DVK-O704: The title given with --title-en cannot be used: “”.",
        'Write one line of 1 to 80 characters, without " and \\.',
    ),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_refused_says_why_and_makes_nothing(dvk: Dvk, words: str) -> None:
    vi, hint_vi, en, hint_en = REFUSED[words]
    for language, told, hint in (("vi", vi, hint_vi), ("en", en, hint_en)):
        said = dvk("plugins", "new", *words.split(" "), "--lang", language)
        assert (said.status, said.out, said.err) == (3, "", f"{told}\n    → {hint}\n")
    assert files_in(".") == set()


def test_what_it_makes_is_clean_to_the_tools(dvk: Dvk) -> None:
    """Both kinds under the longest name, the folder with the tools' own settings, the package with those it brings."""
    name = "a-plugin-of-a-very-long-name-of-40-marks"
    assert len(name) == LONGEST_NAME
    for kind, into in (("--here", "h"), ("--package", "p")):
        assert dvk("plugins", "new", name, kind, "-o", into, "--title-en", "T" * 80, "--title-vi", "Đ" * 80).status == 0
    checks = {
        f"h/{name}": (
            ["ruff", "check", "--isolated"],
            ["ruff", "format", "--check", "--isolated"],
            ["mypy", "--strict", "."],
        ),
        f"p/{name}": (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]),
    }
    environment = {
        **os.environ,
        "MYPYPATH": os.pathsep.join([str(ROOT), "src"]),
        "MYPY_CACHE_DIR": str(Path("cache").absolute()),
    }
    for folder, commands in checks.items():
        for command in commands:
            done = subprocess.run(
                [sys.executable, "-m", *command],
                cwd=folder,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert done.returncode == 0, (command, done.stdout, done.stderr)
