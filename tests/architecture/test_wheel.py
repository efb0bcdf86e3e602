"""The built wheel works by itself: in an empty environment, far from the checkout, it scores a bundled scheme."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.architecture.conftest import ROOT, run

pytestmark = pytest.mark.xdist_group("wheel")  # built once, not in each process

PROVINCES = 63  # units of the 2013 index in configs/pci-2013


def test_the_wheel_holds_every_bundled_file_once(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    listed = run("git", "ls-files", "plugins", "configs", cwd=ROOT).splitlines()
    assert listed
    assert {f"dvk_scoring/bundled/{name}" for name in listed} <= set(names)
    assert set(run("git", "ls-files", "dvk_scoring", cwd=ROOT).splitlines()) <= set(names)
    assert len(names) == len(set(names))
    assert {name.split("/")[0] for name in names} == {"dvk_scoring", "dvk_scoring-0.1.0.dist-info"}


@pytest.mark.slow
def test_the_installed_wheel_scores_a_bundled_scheme(installed: Path, tmp_path: Path) -> None:
    dvk = installed / "dvk"
    assert "score" in run(dvk, "--help", cwd=tmp_path)
    assert "pci-2013" in run(dvk, "scheme", "list", cwd=tmp_path)
    assert "complaint-handling" in run(dvk, "plugins", "list", cwd=tmp_path)
    run(dvk, "score", "pci-2013", "-o", "x.json", cwd=tmp_path)
    result = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert len(result["units"]) == PROVINCES
