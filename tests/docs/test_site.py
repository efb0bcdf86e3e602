"""The site is built strictly and offline, holds every page and a place for whatever the code offers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dvk_scoring.api
from dvk_scoring.cli.entry import program
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import catalogue

ROOT = Path(__file__).parents[2]
REMOTE = re.compile(r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=\"(?:https?:)?//|url\(\s*['\"]?(?:https?:)?//")
TWINS = sorted(ROOT.glob("docs/*.vi.md"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs") / "site"
    command = [sys.executable, str(ROOT / "docs" / "_ext" / "build_site.py"), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def test_the_site_is_whole(site: Path) -> None:
    docs = site / "docs"
    assert [page.name for page in ROOT.glob("docs/*.md") if not (docs / f"{page.stem}.html").is_file()] == []
    remote = {str(file.relative_to(site)) for file in site.rglob("*.html") if REMOTE.search(file.read_text("utf-8"))}
    assert remote == set()
    for end in ("", ".vi"):
        codes = "".join(file.read_text("utf-8") for file in docs.glob(f"reference/codes-?{end}.html"))
        assert [code for code in catalogue() if f'id="{code.lower()}"' not in codes] == []
        commands = (docs / f"reference/commands{end}.html").read_text("utf-8")
        assert [name for name in program("en").homes if f'id="dvk-{name}"' not in commands] == []
        ids = {name for plugin in Registry.of().inspect_all() for name in plugin.criteria}
        assert [name for name in ids if not (docs / f"reference/criteria/{name}{end}.html").is_file()] == []
    names = (docs / "reference/python.html").read_text("utf-8")
    assert [name for name in dvk_scoring.api.__all__ if f'id="dvk_scoring.api.{name}"' not in names] == []


@pytest.mark.parametrize("page", TWINS, ids=lambda page: page.name)
def test_both_languages_run_the_same_commands(page: Path) -> None:
    english = page.with_name(page.name.replace(".vi.md", ".md"))
    assert english.is_file()
    assert _commands(page) == _commands(english)


def _commands(page: Path) -> list[str]:
    blocks = re.findall(r"^```console run\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [" ".join(line.split()[1:3]) for block in blocks for line in block.splitlines() if line.startswith("$ ")]
