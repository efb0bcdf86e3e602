"""The built wheel in an environment of its own, made once for all that is tried there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The extra `testing` with all that it needs; `pip check` tells when one is missing.
TESTING = frozenset(
    {"attrs", "hypothesis", "iniconfig", "packaging", "pluggy", "pygments", "pytest", "sortedcontainers"}
)

OTHER_EXTRAS = ("docxtpl", "fonttools", "jinja2", "python-docx", "typst", "xlsxwriter")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program away from the checkout and without its import path; show all it said when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(python: Path, *words: str | Path, cwd: Path) -> None:
    """Run the pip that is here on another environment: its own is not compiled yet, and takes twice as long."""
    run(sys.executable, "-m", "pip", "--python", python, *words, cwd=cwd)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by way of the sdist as a release is, with the hatchling that is installed."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that holds the wheel and its pinned dependencies, and nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "env", cwd=folder)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    pinned = ROOT / "requirements" / "run.txt"
    install = ("install", "--quiet", "--no-compile")
    pip(scripts / "python", *install, "--require-hashes", "--requirement", pinned, cwd=folder)
    pip(scripts / "python", *install, "--no-deps", "--no-index", wheel, cwd=folder)
    pip(scripts / "python", "check", cwd=folder)
    return scripts


@pytest.fixture(scope="session")
def author(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same environment as a plugin's author has it: with the extra `testing`, pinned too, and no other extra."""
    locked = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^[a-z][\w.-]*==.*(?:\n .*)*", locked, re.MULTILINE)
    pinned = tmp_path_factory.mktemp("pinned") / "testing.txt"
    pinned.write_text("\n".join(one for one in blocks if one.split("==")[0] in TESTING), encoding="utf-8")
    python = installed / "python"
    pip(python, "install", "--quiet", "--no-compile", "--require-hashes", "--requirement", pinned, cwd=pinned.parent)
    pip(python, "uninstall", "--quiet", "--yes", *OTHER_EXTRAS, cwd=pinned.parent)
    pip(python, "check", cwd=pinned.parent)
    return installed
