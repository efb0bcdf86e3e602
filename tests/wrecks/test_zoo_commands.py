"""Every host command with the whole zoo installed: it answers, as text and as JSON, and never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.wrecks.test_zoo import DVK, ROOT, ZOO, write_zoo

pytestmark = pytest.mark.xdist_group("zoo commands")  # it is made once, not in each process

HALF = {"twice"}
"""Offers a whole criterion beside what is wrong."""
WRECKED = {name for name, one in ZOO.items() if one.get("state", "broken") != "ready"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the zoo, and with installed distributions that are broken in every way of their own."""
    folder = tmp_path_factory.mktemp("home")
    write_zoo(folder / "zoo")
    install(folder, "broken_dist", "1.5", "installed = broken_dist\n")
    install(folder, "no_module", "2.0", "nowhere = not a module\n")
    install(folder, "damaged", "3.0", "no equals sign\n", site="damaged-site")
    install(folder, "half", "3.1", "lost = half_dist\n", heading="[dvk_scoring")
    install(folder, "another", "3.2", "other = dvk_scoring.thing\n", heading="[dvk_scoring.things]")
    (folder / "site" / "broken_dist.py").write_text("import no_such_package\n")
    scheme = '[scheme]\nid = "s"\ntitle = "S"\n[criteria]\na = { plugin = "direct", weight = 100 }\n'
    (folder / "scheme.toml").write_text(scheme)
    (folder / "figures.csv").write_text("unit,a.points\nx,50\n")
    return folder


def install(
    folder: Path, name: str, version: str, entry_points: str, *, site: str = "site", heading: str = "[dvk_scoring]"
) -> None:
    info = folder / site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"{heading}\n{entry_points}")


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # Hypothesis does not survive a damaged distribution: it asks all of them for entry points when it is imported.
    sites = [home / "site"] if "test" in words else [home / "site", home / "damaged-site"]
    return subprocess.run(
        [sys.executable, "-c", DVK, *words, "--plugins-dir", str(home / "zoo"), "--lang", "en"],
        cwd=home,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *sites))),
            "DVK_PLUGINS_LIMIT": "2",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def said(home: Path, status: int, *words: str) -> subprocess.CompletedProcess[str]:
    done = run(home, *words)
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == status, done.stderr
    return done


def asked(home: Path, status: int, *words: str) -> Any:
    """What a command answers in JSON; with it nothing is said on stderr."""
    done = said(home, status, *words, "--json")
    assert done.stderr == ""
    return json.loads(done.stdout)


def codes(problems: Sequence[Mapping[str, str]]) -> set[str]:
    return {one["code"] for one in problems}


def test_list(home: Path) -> None:
    answer = asked(home, 0, "plugins", "list")
    listed = {(one["name"], one["origin"]): one for one in answer["plugins"]}
    assert {name for name, origin in listed if origin == "folder"} == set(ZOO)
    installed = listed["installed", "entry-point"]
    assert (installed["version"], installed["state"]) == ("1.5", "broken")
    assert set(installed) == {
        "name", "origin", "location", "version", "state", "import_ms", "criteria", "problems"
    }  # fmt: skip
    damaged, half = [one for one in answer["problems"] if one["code"] == "DVK-C114"]
    assert "half-3.1.dist-info" in half["place"]["file"]
    assert half["text"]["en"].startswith(
        "The entry_points.txt of an installed distribution cannot be read ([dvk_scoring)"
    )
    assert "damaged-3.0.dist-info" in damaged["place"]["file"]
    assert damaged["text"]["en"].startswith("The entry_points.txt of an installed distribution cannot be read (")
    (nowhere,) = [one for one in answer["problems"] if one["code"] == "DVK-C115"]
    assert nowhere["text"]["en"] == "The entry point of the plugin leads to “not a module”, which is no module."
    assert nowhere["text"]["vi"] == "Entry point của plugin trỏ đến “not a module”, không phải là một mô-đun."


def test_list_as_text_ends_with_the_trouble(home: Path) -> None:
    done = said(home, 0, "plugins", "list")
    lines = [line.split() for line in done.stdout.splitlines() if line.strip()]
    assert lines[-1][0] == "Plugins:"
    ids = [words[0] for words in lines]
    assert max(ids.index(name) for name in ("ratio", "prints", "thread")) < min(
        ids.index(name) for name in ("syntax", "hangs", "level")
    )
    assert done.stderr.count("DVK-") >= len(WRECKED)


def test_check_of_all(home: Path) -> None:
    answer = asked(home, 3, "plugins", "check")
    assert answer["well"] is False
    assert [one["state"] for one in answer["plugins"]].count("broken") >= 40
    assert {"DVK-C114", "DVK-C115", "DVK-C131", "DVK-C132", "DVK-C135", "DVK-C175"} <= codes(answer["problems"])
    assert all(one["remedy"]["vi"] and one["remedy"]["en"] for one in answer["problems"])
    severities = [one["severity"] for one in answer["problems"]]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    (slow,) = [one for one in answer["problems"] if one["code"] == "DVK-C175" and one["place"]["plugin"] == "slow"]
    assert slow["text"]["en"].endswith("ms to import; more than 500 ms is slow.")
    checked = {(one["name"], one["origin"]): one for one in answer["plugins"]}
    assert {name for name, origin in checked if origin == "folder"} == set(ZOO)
    (proof,) = checked["ratio", "bundled"]["proofs"]
    assert (proof["low"], proof["high"]) == ("0", "10")
    for name, one in ZOO.items():
        if one.get("state", "broken") in ("ready", "broken"):
            assert bool(checked[name, "folder"]["proofs"]) == (name not in WRECKED or name in HALF), name


def test_a_healthy_one_among_them(home: Path) -> None:
    assert "Rate against a goal (ratio)" in said(home, 0, "plugins", "show", "ratio").stdout
    (criterion,) = asked(home, 0, "plugins", "show", "vanishes")["criteria"]
    assert criterion["id"] == "vanishes"
    assert said(home, 0, "plugins", "check", "vanishes").stdout.endswith("\nAll is well.\n")
    assert said(home, 3, "plugins", "show", "syntax").stderr.startswith("DVK-C121 ")


def test_what_a_name_comes_to(home: Path) -> None:
    answer = asked(home, 3, "plugins", "check", "no-such-criterion")
    (search,) = answer["searches"]
    assert search["outcome"] == "unknown"
    assert "DVK-C122" in {one["code"] for step in search["steps"] for one in step["problems"]}
    done = said(home, 3, "plugins", "check", "syntax")
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("→")]
    assert told.startswith("→ “syntax” is not used, for it is broken (DVK-C121):")


def test_the_contract_of_a_healthy_one(home: Path) -> None:
    answer = asked(home, 0, "plugins", "test", "ratio", "--check", "range", "--examples", "5")
    assert [(one["check"], one["status"]) for one in answer] == [("range", "passed")]
    assert said(home, 3, "plugins", "test", "syntax", "--check", "range").stderr.startswith("DVK-C121 ")


def test_a_scheme_that_needs_none_of_them_is_scored(home: Path) -> None:
    assert "50" in said(home, 0, "score", "scheme.toml", "figures.csv").stdout


def test_a_thread_that_never_ends_does_not_keep_the_program(home: Path) -> None:
    """It stands in a plugin that the scheme does use: it is imported into the program itself."""
    (home / "threads.toml").write_text(
        '[scheme]\nid = "t"\ntitle = "T"\n[criteria]\nthread = { weight = 60 }\nforks = { weight = 40 }\n'
    )
    (home / "threads.csv").write_text("unit,thread.done,forks.done\nx,50,50\n")
    done = said(home, 0, "score", "threads.toml", "threads.csv", "-o", "threads.json")
    assert "DVK-C137" in done.stdout
    assert done.stdout.count("Written: threads.json") == 1
