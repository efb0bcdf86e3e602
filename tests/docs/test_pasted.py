"""Commands of the pages that committees read mean the same pasted into PowerShell, into cmd and into a Linux shell.

No Windows runs these tests, so that the rules by which its two shells part a line are told here: those of PowerShell
from Microsoft's *about_Parsing*, *about_Quoting_Rules* and *about_Special_Characters*; those of cmd from its help
(``cmd /?``) and of programs under it from Microsoft's *Parsing C command-line arguments*. Neither expands ``*`` or
``~`` for a program, and a line ends where it ends: there is no ``\\`` that continues it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.docs.test_snippets import SHELL, blocks, indented

ROOT = Path(__file__).parents[2]
DEVELOPERS = (
    "contract", "debug-a-plugin", "developer", "formulas", "good-criterion", "plugin", "python-api", "split-a-figure",
    "cli.md", "benchmarks", "explain-a-result",
)  # fmt: skip
PAGES = sorted(
    [ROOT / "README.md", ROOT / "README.vi.md"]
    + [one for one in (ROOT / "docs").glob("*.md") if not any(name in one.name for name in DEVELOPERS)]
)
QUOTES = {"'": "'", "‘": "’", '"': '"', "“": "”", "„": "”"}
"""What begins a quotation in PowerShell: printed quotes too."""
LINUX = re.compile(r"(?:make|eval|source|export|\.) |\.venv/bin/")
"""Lines for Linux alone; a page that has them says so above them."""


class NotPlainError(Exception):
    """A shell takes a part of the line for itself."""


def cmd_words(line: str) -> list[str]:
    """Part a line as cmd and then the program's own start do."""
    words: list[str] = []
    word, begun, quoted = "", False, False
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == '"':
            quoted, begun = not quoted, True
        elif sign in " \t" and not quoted:
            words += [word] if begun else []
            word, begun = "", False
        elif sign == "%" or (sign in "&|<>^" and not quoted):
            raise NotPlainError(sign)
        elif sign == "\\" and line[at : at + 2] == '\\"':
            raise NotPlainError('\\"')
        else:
            word, begun = word + sign, True
        at += 1
    if quoted:
        raise NotPlainError('"')
    return words + ([word] if begun else [])


def powershell_words(line: str) -> list[str]:
    """Part a line as PowerShell does for a program."""
    words: list[str] = []
    word, begun, bare = "", False, True
    at = 0
    while at < len(line):
        sign = line[at]
        if sign in QUOTES:
            end = line.find(QUOTES[sign], at + 1)
            inside = line[at + 1 : end]
            if end < 0 or '"' in inside or (sign not in "'‘" and re.search("[$`]", inside)):
                raise NotPlainError(sign)
            word, begun, bare, at = word + inside, True, False, end
        elif sign in " \t":
            words += [_plain(word, bare=bare)] if begun else []
            word, begun, bare = "", False, True
        elif sign in "$`;|&<>(){}," or (sign in "@#" and not begun):
            raise NotPlainError(sign)
        else:
            word, begun = word + sign, True
        at += 1
    return words + ([_plain(word, bare=bare)] if begun else [])


def _plain(word: str, *, bare: bool) -> str:
    """Refuse a bare word that PowerShell parts: one that begins as a parameter does, with a point in it."""
    if bare and re.match(r"-[^-]?[^ ]*\.", word):
        raise NotPlainError(word)
    return word


def commands(page: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a page that somebody pastes, with their numbers."""
    text = page.read_text(encoding="utf-8")
    for block in blocks(page):
        if block.language == "console":
            for at, line in enumerate(block.text.splitlines(), block.line + 1):
                if line.startswith("$ "):
                    yield at, line[2:]
    for at, line in indented(text):
        stripped = line.strip()
        if (SHELL.match(stripped) or stripped.startswith("dvk ")) and not LINUX.match(stripped):
            yield at, stripped


def pasted(page: Path) -> list[tuple[int, str]]:
    """Give a page's commands without synopses, which nobody pastes."""
    return [(at, line) for at, line in commands(page) if not re.search(r"[A-ZĐ]{3,}|\[--|\.\.\.", line)]


def faults(page: Path) -> list[str]:
    """Name the commands of a page that mean something else in one of the shells."""
    found = []
    for at, line in pasted(page):
        wanted = shlex.split(line) if "\\" not in line else line.split()
        shells: dict[str, Callable[[str], list[str]]] = {"cmd": cmd_words, "PowerShell": powershell_words}
        for shell, words in shells.items():
            try:
                got = words(line)
            except NotPlainError as error:
                found.append(f"{page.name}:{at}: {shell} takes {error} for itself: {line}")
                continue
            if got != wanted or any(re.search(r"[*?]|^~", word) for word in got):
                found.append(f"{page.name}:{at}: {shell}: {got}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_means_the_same_in_every_shell(page: Path) -> None:
    assert faults(page) == []


def test_there_are_commands_at_all() -> None:
    assert sum(len(pasted(page)) for page in PAGES) > 100
    assert len(pasted(ROOT / "docs" / "tutorial-committee.vi.md")) > 8


@pytest.mark.parametrize(
    ("line", "cmd", "powershell"),
    [
        ("dvk score 'Bảng điểm.toml'", ["dvk", "score", "'Bảng", "điểm.toml'"], ["dvk", "score", "Bảng điểm.toml"]),
        ('dvk score "Bảng điểm.toml"', ["dvk", "score", "Bảng điểm.toml"], ["dvk", "score", "Bảng điểm.toml"]),
        ("dvk list # all", ["dvk", "list", "#", "all"], None),
        ("dvk a > b", None, None),
        ("dvk a,b", ["dvk", "a,b"], None),
        ("dvk $HOME", ["dvk", "$HOME"], None),
        ("dvk %TEMP%", None, ["dvk", "%TEMP%"]),
        ("dvk “a b”", ["dvk", "“a", "b”"], ["dvk", "a b"]),
        ("dvk a#b --x=1", ["dvk", "a#b", "--x=1"], ["dvk", "a#b", "--x=1"]),
        ("dvk -Da.b=c", ["dvk", "-Da.b=c"], None),
    ],
)
def test_the_rules_of_the_shells(line: str, cmd: list[str] | None, powershell: list[str] | None) -> None:
    for words, wanted in ((cmd_words, cmd), (powershell_words, powershell)):
        if wanted is None:
            with pytest.raises(NotPlainError):
                words(line)
        else:
            assert words(line) == wanted
