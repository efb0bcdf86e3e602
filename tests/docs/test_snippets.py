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

No other block stands in a page but those that say what they are::

    ```toml fragment             part of a file: it must be valid TOML, or Python that compiles
    ```console not-run=REASON    REASON is one of NOT_RUN; the commands and options in it must exist

An indented block is a synopsis of ``dvk``, or a formula in words, or stands in a page of SHELLS. Wherever a page names
``dvk`` with options, in a block or in a line, the command must have them.
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
import click
import pytest
import tomli

from dvk_scoring import load_scheme
from dvk_scoring.cli.entry import program, run
from tests.depth import DEEP

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHAPES = ("*.md", "docs/*.md", "plugins/*/*.md", "configs/*/*.md", "examples/*/*.md")
ANY_FENCE = re.compile(r"^ *(`{3,}|~{3,}).*?^ *\1$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^|(?<=\n\n))(?: {4}.*\n)+")
IN_LINE = re.compile(r"(?<!`)`(dvk [^`\n]+(?:\n[^`\n]+)?)`(?!`)")
NOT_RUN = {
    "filled-forms": "needs the forms that units have filled in and sent back; tests/office and tests/cli do that",
    "java": "needs the extra spark and Java, and Spark says much besides; tests/equality and tests/wrecks run it",
    "benchmark": "takes minutes, and no two machines print the same",
}
# All of it is run, block by block, beside the installed wheel: tests/architecture/test_wheel_tutorial.py.
FOLLOWED = ROOT / "docs" / "tutorial-developer.md"
# Indented commands of a shell. Their dvk commands are held like all others.
SHELLS = {
    "README.md": "make; what it calls is what CI calls. The lines for Windows mirror the Makefile",
    "README.vi.md": "as README.md",
    "CONTRIBUTING.md": "make and its parts, as CI calls them",
    "docs/contract.md": "pip, from the network; the extra is installed in tests/architecture",
    "docs/howto-seal.md": "openssl, once; keys as it writes them are read in tests/wrecks/test_seals.py",
    "docs/howto-seal.vi.md": "as howto-seal.md",
    "docs/tutorial-committee.md": "pip once, and a variable; the rest of the page is run",
    "docs/tutorial-committee.vi.md": "as tutorial-committee.md",
    "docs/tutorial-developer.md": "followed to the letter by tests/architecture/test_wheel_tutorial.py",
    "examples/dvk-fire-safety/README.md": "installed and scored by tests/architecture/test_wheel_plugins.py",
    "examples/dvk-fire-safety/README.vi.md": "as README.md beside it",
}
LONG = ("README.vi.md", "cli.md", "documents.md", "howto-before-the-vote.vi.md", "what-if.md")
"""Pages whose commands take long, and are those of the page in the other language."""
SHELL = re.compile(r"(?:python3?|py|pip|setx|make|pytest|cp|export|source|\.|\S*\.venv\S*|git|cd) ")


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
    every = [page for page in _everything() if page != FOLLOWED and any(is_live(block) for block in blocks(page))]
    return every if DEEP else [page for page in every if page.name not in LONG]


def is_live(block: Block) -> bool:
    return bool({"run", "scheme", "printed"} & set(block.words)) or block.file is not None or block.changes is not None


def _everything() -> list[Path]:
    return sorted(page for shape in SHAPES for page in ROOT.glob(shape))


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
    for block in filter(is_live, blocks(page)):
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
            assert agrees(block.text, printed), f"{block.where}\nprinted:\n{printed}"
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
        assert agrees(expected, printed), told
        ended = (0, 2, 3, 1) if command.startswith("dvk compare ") else (0, 2, 3)  # 1: a published table differs
        assert status in (ended if set(_lines(expected)) - {"…"} else (0,)), told


def _run(block: Block, words: list[str]) -> tuple[int, str]:
    """Run a command line in this process; give its exit status and what it printed."""
    assert words[0] == "dvk", f"{block.where}: only dvk is run, not {words[0]}"
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        status = run([*words[1:]])
    return status, printed.getvalue()


def agrees(expected: str, printed: str) -> bool:
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


@pytest.mark.parametrize("page", _everything(), ids=lambda page: str(page.relative_to(ROOT)))
def test_no_block_stands_there_untried(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = list(blocks(page))
    assert len(found) == len(ANY_FENCE.findall(text)), "a block that names no language, or is written with ~~~"
    for block in found:
        if block.language.startswith("{") or is_live(block):
            continue
        named = [word for word in block.words if word == "fragment" or word.partition("=")[2] in NOT_RUN]
        assert named, f"{block.where}: run it, or say fragment or not-run={'|'.join(NOT_RUN)}"
        if named == ["fragment"]:
            _parse(block)
    name = page.relative_to(ROOT).as_posix()
    told = [line for _, line in indented(text) if SHELL.match(line.strip())]
    assert name in SHELLS or told == [], f"{name}: a command that nothing runs: {told}"


def _parse(block: Block) -> None:
    if block.language == "toml":
        tomli.loads(block.text)
    else:
        assert block.language == "python", f"{block.where}: a fragment is TOML or Python"
        compile(block.text, str(block.page), "exec")


def indented(text: str) -> Iterator[tuple[int, str]]:
    """Give the lines of indented blocks with their numbers; what is fenced is left out."""
    bare = ANY_FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)
    for found in INDENTED.finditer(bare):
        first = bare[: found.start()].count("\n") + 1
        yield from enumerate(found[0].splitlines(), start=first)


@pytest.mark.parametrize("page", _everything(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_option_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    bare = ANY_FENCE.sub("", text)
    named = [line.strip() for _, line in indented(text)] + IN_LINE.findall(bare)
    named += [
        line.removeprefix("$ ") for block in blocks(page) if not is_live(block) for line in block.text.splitlines()
    ]
    assert [told for line in named if line.startswith("dvk ") and (told := _unknown(line)) is not None] == []


def _unknown(line: str) -> str | None:
    """Say which command or option of a line of dvk there is not."""
    words = re.sub(r"[\[\]()]|\.\.\.", " ", line.partition(" #")[0]).split()[1:]
    commands: list[click.Command] = [program("en")]
    while words and isinstance(commands[0], click.Group) and re.fullmatch(r"[a-z][a-z|-]*", words[0]):
        group = commands[0]
        commands = [one for name in words[0].split("|") if (one := group.get_command(click.Context(group), name))]
        if len(commands) != len(words[0].split("|")):
            return f"{line}: no command {words[0]}"
        words = words[1:]
    options = {name for command in commands for one in command.params for name in (*one.opts, *one.secondary_opts)}
    asked = {option for word in words for option in re.findall(r"(?:^|(?<=\|))--?[a-z][a-z-]*", word)}
    unknown = sorted(asked - options - {"--help", "--lang"})
    return f"{line}: no {', '.join(unknown)}" if unknown else None


def test_what_there_is_not_is_found() -> None:
    assert _unknown("dvk score SCHEME [FIGURES]... --rulings FILE -o FILE") is None
    assert _unknown("dvk plugins new NAME [--here|--package]") is None
    assert _unknown("dvk plugins list|show|test --json") is None
    assert _unknown("dvk score SCHEME [--ruling FILE]") == "dvk score SCHEME [--ruling FILE]: no --ruling"
    assert _unknown("dvk plugins new NAME [--here|--pack]") == "dvk plugins new NAME [--here|--pack]: no --pack"
    assert _unknown("dvk scheme lintt") == "dvk scheme lintt: no command lintt"
    assert list(indented("a\n\n    make x\n    dvk y\n\n```text\n\n    no\n```\n")) == [
        (3, "    make x"),
        (4, "    dvk y"),
    ]
