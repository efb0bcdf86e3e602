"""Plugins of others beside the installed wheel: one by hand, both kinds that ``dvk plugins new`` makes, a new scheme.

Everything happens as it would for an author: in an environment that holds the built wheels, far from the checkout.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.architecture.conftest import ROOT, pip, run

EXAMPLE = ROOT / "examples" / "dvk-fire-safety"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def install(source: Path, author: Path, into: Path) -> None:
    """Build the wheel of a distribution with the hatchling that is here, and install it."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", into, source, cwd=into)
    (wheel,) = into.glob("*.whl")
    pip(author / "python", "install", "--quiet", "--no-index", wheel, cwd=into)


def totals(author: Path, example: Path, into: Path) -> dict[str, tuple[str | None, int | None]]:
    """Check the scheme of an example, score its figures, and give total and rank of each unit."""
    assert "can be used" in run(author / "dvk", "scheme", "check", example / "scheme.toml", "--lang", "en", cwd=into)
    written = into / f"{example.name}.json"
    words: list[str | Path] = [example / "scheme.toml", example / "figures.csv", "--quiet", "-o", written]
    run(author / "dvk", "score", *words, cwd=into)
    units = json.loads(written.read_text(encoding="utf-8"))["units"]
    return {unit["unit"]: (unit["total"], unit["rank"]) for unit in units}


def test_a_plugin_that_others_wrote_is_found_scored_and_tested(author: Path, tmp_path: Path) -> None:
    install(EXAMPLE, author, tmp_path)
    for part in ("tests", "example"):
        shutil.copytree(EXAMPLE / part, tmp_path / part)
    listed = json.loads(run(author / "dvk", "plugins", "list", "--json", cwd=tmp_path))["plugins"]
    own = {one["name"]: (one["state"], {each["id"] for each in one["criteria"]}) for one in listed
           if one["origin"] == "entry-point"}  # fmt: skip
    assert own == {"fire-safety": ("ready", {"fire-drills", "fire-groups"})}
    # By hand, xa-1: (9 − 1.5 × 2) ÷ 12 × 40 = 20; (0.6 × 6 + 0.4 × 3) ÷ 6 × 30 = 24; 900 ÷ 1,800 × 30 = 15.
    found = totals(author, tmp_path / "example", tmp_path)
    assert found["xa-1"] == ("59.00", 2)
    assert {unit: rank for unit, (_, rank) in found.items()} == {
        "phuong-1": 2, "phuong-2": 1, "xa-1": 2, "xa-2": 1, "xa-3": 3
    }  # fmt: skip
    assert " passed" in run(author / "python", "-m", "pytest", "tests", cwd=tmp_path)
    # A new scheme of criteria that came with it and of one that did not.
    others = ["fire-groups=40", "outreach=35", "complaint-handling", "per-occurrence=-2"]
    run(author / "dvk", "scheme", "new", "thi-dua-2026", *others, "--lang", "vi", cwd=tmp_path)
    found = totals(author, tmp_path / "thi-dua-2026", tmp_path)
    assert sorted(rank or 0 for _, rank in found.values()) == [1, 2, 3, 4]
    assert "2 of 2 cases passed." in run(
        author / "dvk", "scheme", "cases", "./thi-dua-2026", "--lang", "en", cwd=tmp_path
    )
    assert "Nothing to remark." in run(author / "dvk", "scheme", "lint", "./thi-dua-2026", "--lang", "en", cwd=tmp_path)


@pytest.mark.parametrize("kind", ["--here", "--package"])
def test_what_plugins_new_makes_is_green_at_once(kind: str, author: Path, tmp_path: Path) -> None:
    name = f"made{kind[1:]}"
    run(author / "dvk", "plugins", "new", name, kind, cwd=tmp_path)
    if kind == "--package":
        (tmp_path / "dist").mkdir()
        install(tmp_path / name, author, tmp_path / "dist")
    # 9 + 0.5 × 2 = 10 of 12; 10 of 10; 11 + 0.5 × 9 = 15.5 of 20; not assigned.
    assert totals(author, tmp_path / name / "example", tmp_path) == {
        "xa-01": ("83.33", 2), "xa-02": ("100.00", 1), "xa-03": ("77.50", 3), "xa-04": (None, None)
    }  # fmt: skip
    assert " passed" in run(author / "python", "-m", "pytest", name, cwd=tmp_path)
    asked = name if kind == "--package" else tmp_path / name
    away = tmp_path / "dist" if kind == "--package" else tmp_path
    assert "failed: 0" in run(author / "dvk", "plugins", "test", asked, "--lang", "en", cwd=away)
