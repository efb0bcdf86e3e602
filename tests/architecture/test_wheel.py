"""The built wheel works by itself: in an empty environment, far from the checkout, it scores a bundled scheme."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROVINCES = 63  # units of the 2013 index in configs/pci-2013


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program away from the checkout and without its import path; show all it said when it fails."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment["PYTHONUTF8"] = "1"
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by way of the sdist as a release is, with the hatchling that is installed."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of an environment that holds the wheel and its pinned dependencies, and nothing else."""
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "env", cwd=folder)
    scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    pinned = ROOT / "requirements" / "run.txt"
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", pinned, cwd=folder)
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    run(scripts / "python", "-m", "pip", "check", cwd=folder)
    return scripts


def test_the_wheel_holds_every_bundled_file_once(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    listed = run("git", "ls-files", "plugins", "configs", cwd=ROOT).splitlines()
    assert listed
    assert {f"dvk_scoring/bundled/{name}" for name in listed} <= set(names)
    assert "dvk_scoring/py.typed" in names
    assert len(names) == len(set(names))
    assert {name.split("/")[0] for name in names} == {"dvk_scoring", "dvk_scoring-0.1.0.dist-info"}


@pytest.mark.slow
def test_the_installed_wheel_scores_a_bundled_scheme(installed: Path, tmp_path: Path) -> None:
    dvk = installed / "dvk"
    assert "score" in run(dvk, "--help", cwd=tmp_path)
    assert "pci-2013" in run(dvk, "schemes", cwd=tmp_path)
    assert "complaint-handling" in run(dvk, "plugins", "list", cwd=tmp_path)
    run(dvk, "score", "pci-2013", "-o", "x.json", cwd=tmp_path)
    result = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert len(result["units"]) == PROVINCES
