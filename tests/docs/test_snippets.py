"""Every snippet of the documentation that says ``run`` is run, in the order of its page.

A page's blocks share one folder, which is the current one::

    ```csv file=figures.csv      written to the folder; so is every other language with file=
    ```diff in=FILE              lines with `-` or a blank stand in that file, once; `+` replaces them
    ```python run                executed in a fresh namespace
    ```text printed              what the last Python block printed
    ```toml scheme               read with load_scheme; `scheme as=NAME.toml` also leaves it in the folder
    ```console run               lines that begin with `$ ` are commands, the others what they print

In what a command prints, a line `…` stands for any lines, and a `…` inside a line for any characters. Blank lines and
blanks at the end of lines do not count. A command of which nothing is shown must succeed. Only ``dvk`` is run.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import attrs
import pytest

from dvk_scoring import load_scheme
from dvk_scoring.cli.entry import run

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Block:
    """A fenced block: its page, line, language, the words after it, and its text."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str | None:
        named = (word.partition("=")[2] for word in self.words if word.startswith(("file=", "as=")))
        return next(named, None)

    @property
    def changes(self) -> str | None:
        return next((word.partition("=")[2] for word in self.words if word.startswith("in=")), None)

    @property
    def where(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        line = text[: found.start()].count("\n") + 1
        yield Block(page, line, found[1], tuple(found[2].split()), found[3])


def pages() -> list[Path]:
    found = [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("plugins/*/*.md"),
        *ROOT.glob("configs/*/*.md"),
        *ROOT.glob("examples/*/*.md"),
    ]
    return sorted(page for page in found if any(_is_live(block) for block in blocks(page)))


def _is_live(block: Block) -> bool:
    return bool({"run", "scheme", "printed"} & set(block.words)) or block.file is not None or block.changes is not None


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_is_what_happens(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("DVK_LANG", "vi" if ".vi." in page.name else "en"), ("COLUMNS", "120"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    before = set(sys.modules)
    printed = ""
    for block in filter(_is_live, blocks(page)):
        if block.file is not None:
            target = tmp_path / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        if "scheme" in block.words:
            _load(block, tmp_path)
        elif block.changes is not None:
            _change(block, tmp_path / block.changes)
        elif block.language == "python" and "run" in block.words:
            printed = _execute(block)
        elif "printed" in block.words:
            assert _agrees(block.text, printed), f"{block.where}\nprinted:\n{printed}"
        elif block.language == "console":
            _converse(block)
    _forget(set(sys.modules) - before, tmp_path)


def _forget(names: set[str], folder: Path) -> None:
    """Let go of modules that a page wrote: another page may write one of the same name."""
    for name in names:
        if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]


def _load(block: Block, folder: Path) -> None:
    path = folder / (block.file or "snippet.toml")
    path.write_text(block.text, encoding="utf-8")
    scheme = load_scheme(path)
    assert not scheme.problems, f"{block.where}: {[one.in_('en') for one in scheme.problems]}"


def _execute(block: Block) -> str:
    code = compile("\n" * block.line + block.text, str(block.page), "exec")
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, {"__name__": "snippet"})
    return printed.getvalue()


def _change(block: Block, path: Path) -> None:
    """Change a file as a reader would who follows the lines of a diff."""
    lines = block.text.splitlines(keepends=True)
    old, new = ("".join(line[1:] or "\n" for line in lines if line[0] in kept) for kept in (" -\n", " +\n"))
    text = path.read_text(encoding="utf-8")
    places = [found.start() for found in re.finditer(f"^(?={re.escape(old)})", text, re.MULTILINE)]
    assert len(places) == 1, f"{block.where}: these lines do not stand once in {path.name}:\n{old}"
    path.write_text(text[: places[0]] + new + text[places[0] + len(old) :], encoding="utf-8")


def _converse(block: Block) -> None:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"{block.where}: a block of the console begins with a command"
    for part in parts[1:]:
        command, _, expected = part.partition("\n")
        status, printed = _run(block, shlex.split(command, comments=True))
        told = f"{block.where}: {command}\nprinted:\n{printed}"
        assert _agrees(expected, printed), told
        assert status in ((0, 2, 3) if set(_lines(expected)) - {"…"} else (0,)), told


def _run(block: Block, words: list[str]) -> tuple[int, str]:
    """Run a command line in this process; give its exit status and what it printed."""
    assert words[0] == "dvk", f"{block.where}: only dvk is run, not {words[0]}"
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        status = run([*words[1:]])
    return status, printed.getvalue()


def _agrees(expected: str, printed: str) -> bool:
    """Tell whether what was printed is what the page shows; a page that shows nothing is content with anything."""
    wanted, got = _lines(expected), _lines(printed)
    return not wanted or re.fullmatch(_pattern(wanted), "".join(f"{line}\n" for line in got)) is not None


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _pattern(wanted: list[str]) -> str:
    parts = []
    for line in wanted:
        inside = ".*".join(map(re.escape, line.split("…")))
        parts.append("(?:.*\n)*" if line.strip() == "…" else f"{inside}\n")
    return "".join(parts)


def test_a_diff_changes_the_one_place_it_shows(tmp_path: Path) -> None:
    file = tmp_path / "scheme.toml"
    block = Block(ROOT / "docs" / "page.md", 1, "diff", ("in=scheme.toml",), " a = 1\n-b = 2\n+b = 3\n+c = 4\n")
    file.write_text("a = 1\nb = 2\n\nd = 5\n", encoding="utf-8")
    _change(block, file)
    assert file.read_text(encoding="utf-8") == "a = 1\nb = 3\nc = 4\n\nd = 5\n"
    for text in ("a = 1\nb = 20\n", "a = 1\nb = 2\na = 1\nb = 2\n"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(AssertionError, match="do not stand once"):
            _change(block, file)
