"""The developer's tutorial, followed to the letter beside the installed wheel: each file, each command, in their order.

The first block makes the environment; the fixture stands for it. All others are run by a shell that has its programs.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from tests.architecture.conftest import ROOT
from tests.docs.test_snippets import agrees, blocks, indented

PAGE = ROOT / "docs" / "tutorial-developer.md"
MADE_BY_THE_FIXTURE = [
    "python -m venv .venv",
    ". .venv/bin/activate",
    "pip install 'dvk_scoring-0.1.0-py3-none-any.whl[testing]'",
    "export DVK_LANG=en",
]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@attrs.frozen
class Step:
    """What the page has its reader do: write ``text`` into ``file``, else run ``command``, which prints ``text``."""

    line: int
    command: str | None
    file: str | None
    text: str


def steps() -> list[Step]:
    return sorted([*fenced(), *typed()], key=lambda step: step.line)


def typed() -> Iterator[Step]:
    for line, text in indented(PAGE.read_text(encoding="utf-8")):
        yield Step(line, text.partition(" #")[0].strip(), None, "")


def fenced() -> Iterator[Step]:
    for block in blocks(PAGE):
        if block.file is not None:
            yield Step(block.line, None, block.file, block.text)
        elif block.language == "python":
            yield Step(block.line, "python -", None, block.text)
        else:
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield Step(block.line, command, None, shown)


def test_the_tutorial_does_what_it_says(author: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment |= {
        "PATH": f"{author}{os.pathsep}{environment['PATH']}",
        "DVK_LANG": "en",
        "COLUMNS": "120",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        # As the page says for those without a network: the pinned hatchling and editables are there.
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }

    def run(command: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", f"{command} 2>&1"],
            cwd=tmp_path, env=environment, input=typed, stdout=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip

    todo = steps()
    assert [one.command for one in todo[: len(MADE_BY_THE_FIXTURE)]] == MADE_BY_THE_FIXTURE
    try:
        for step in todo[len(MADE_BY_THE_FIXTURE) :]:
            if step.command is None:
                assert step.file is not None
                (tmp_path / step.file).write_text(step.text, encoding="utf-8")
                continue
            is_python = step.command == "python -"
            done = run(step.command, step.text if is_python else None)
            told = f"{PAGE.name}:{step.line}: {step.command}\n{done.stdout}"
            assert is_python or agrees(step.text, done.stdout), told
            assert done.returncode in ((0, 3) if step.text and not is_python else (0,)), told
        assert re.search(r"^ *school-lessons .* ready", run("dvk plugins list").stdout, re.MULTILINE)
    finally:
        run("pip uninstall --yes dvk-school-lessons")
