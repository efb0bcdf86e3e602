"""The command line as a person meets it: words in, text and an exit status out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pytest

from dvk_scoring.cli.entry import run as run_line

DVK = "import sys; from dvk_scoring.cli import main; sys.exit(main())"
ROOT = Path(__file__).parents[2]


@attrs.frozen
class Said:
    """What a run left behind."""

    status: int
    out: str
    err: str


Dvk = Callable[..., Said]


@pytest.fixture
def dvk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Dvk:
    """Run a command line in an empty folder, in this process."""
    monkeypatch.chdir(tmp_path)
    for name in ("DVK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "160")

    def run(*words: str) -> Said:
        status = run_line(words)
        said = capfd.readouterr()
        return Said(status, said.out, said.err)

    return run


def start(words: Sequence[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in a process of its own, with nothing of this one's language."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "DVK_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-c", DVK, *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
    )
