"""A plugin of the package's own is imported once, for as long as its files are what they were; any other each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.criteria.find import FoundPlugin, Origin
from dvk_scoring.criteria.load import load
from dvk_scoring.criteria.registry import Registry

PLUGIN = next(Path(one.location) for one in Registry.of().found if one.name == "pass-fail").read_text(encoding="utf-8")


def found_in(folder: Path, origin: Origin) -> FoundPlugin:
    file = folder / "criterion.py"
    file.write_text(PLUGIN, encoding="utf-8")
    return FoundPlugin("pass-fail", origin, str(file))


@pytest.mark.parametrize(("origin", "once"), [("bundled", True), ("folder", False)])
def test_what_nobody_changed_is_imported_once(origin: Origin, once: bool, tmp_path: Path) -> None:
    found = found_in(tmp_path, origin)
    first, second = load(found), load(found)
    assert first.problems == second.problems == ()
    assert (first.criteria["pass-fail"] is second.criteria["pass-fail"]) is once


def test_a_file_that_was_changed_is_imported_again(tmp_path: Path) -> None:
    found = found_in(tmp_path, "bundled")
    load(found)
    Path(found.location).write_text(PLUGIN.replace('en="Pass or fail"', 'en="Done or not done"'), encoding="utf-8")
    title = load(found).criteria["pass-fail"].title
    assert title.in_("en") == "Done or not done"


def test_one_that_is_broken_is_looked_at_again(tmp_path: Path) -> None:
    found = found_in(tmp_path, "bundled")
    Path(found.location).write_text("raise ValueError", encoding="utf-8")
    assert load(found).problems
    Path(found.location).write_text(PLUGIN, encoding="utf-8")
    assert load(found).problems == ()
