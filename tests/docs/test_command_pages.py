"""The pages on the command line name every command, and in its section every option that its help shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from dvk_scoring.cli.entry import program

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "cli.md", DOCS / "cli.vi.md"]
EVERYWHERE = {"--help", "--lang", "--force"}
"""Told once for all commands, above the first section."""
SCORED = {"--rulings", "--decimal", "--columns", "--as-of", "--engine", "--plugins-dir"}
"""What is scored: the other sections send the reader to ``dvk score`` for these."""


def commands(command: click.Command, ctx: click.Context, words: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Give each command, with its words and its options."""
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            assert inner is not None
            yield from commands(inner, click.Context(inner, parent=ctx, info_name=name), (*words, name))
    else:
        options = (one for one in command.params if isinstance(one, click.Option))
        yield " ".join(words), {name for one in options for name in one.opts if name.startswith("--")} - EVERYWHERE


def everything() -> list[tuple[str, set[str]]]:
    root = program("en")
    return list(commands(root, click.Context(root, info_name="dvk")))


def told_in(section: str) -> set[str]:
    """Give the commands that a section has a synopsis of, or is headed by, or begins a paragraph with."""
    found = re.findall(r"^(?:    dvk|dvk|`dvk) ([a-z][a-z|-]*(?: [a-z][a-z|-]*)?)", section, re.MULTILINE)
    return {" ".join(words) for line in found for words in _each(line.split())} | {line.split()[0] for line in found}


def _each(words: list[str]) -> list[list[str]]:
    first, *rest = (word.split("|") for word in words)
    return [[one, *more] for one in first for more in ([[two] for two in rest[0]] if rest else [[]])]


def missing(page: str) -> list[str]:
    """Name what a page does not tell."""
    head, *sections = re.split(r"^## ", page, flags=re.MULTILINE)
    found = []
    for name, options in everything():
        own = "\n".join(one for one in sections if name in told_in(one))
        known = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", own)) | ({"--output"} if "-o " in own else set())
        known |= SCORED if "`dvk score`" in own else set()
        found += [f"{name}: no section"] if not own else [f"{name} {one}" for one in sorted(options - known)]
        if not re.search(rf"^\| .*`dvk ({name}|{name.split()[0]})`", head, re.MULTILINE):
            found.append(f"{name}: not in the table")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_every_option_is_told(page: Path) -> None:
    assert missing(page.read_text(encoding="utf-8")) == []


def test_what_is_left_out_is_found() -> None:
    page = PAGES[0].read_text(encoding="utf-8")
    assert "verify --signer" in missing(page.replace("--signer", "--sign"))
    assert "archive add: no section" in missing(page.replace("    dvk archive add", "    dvk archive keep"))
    assert "tally: not in the table" in missing(page.replace("[`dvk tally`]", "[dvk tally]"))
    assert told_in("x\n\n    dvk summary|table SCHEME\n") == {"summary", "table", "summary|table"}
