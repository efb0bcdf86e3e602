"""Plugins are found by name in three sources, imported only when needed, and handed out when healthy."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dvk_scoring.criteria.find import bundled_folder, find_plugins
from dvk_scoring.criteria.registry import Registry

SOURCE = '''"""A plugin for tests."""
from pathlib import Path
from dvk_scoring.api import *

Path(__file__).with_suffix(".imported").touch()

class Told(Figures):
    done: Num = yes_no(vi="Đã làm", en="Done")

class Trial(Criterion[Told, Params]):
    """Done or not."""
    id = "NAME"
    title = Text(vi="Thử", en="Trial")
    source = Text.same("hand-worked")

    def score(self, figures, params):
        return figures.done

@hookimpl
def dvk_criteria():
    return [Trial]
'''


def write(path: Path, name: str) -> Path:
    """Write a plugin that leaves a mark when it is imported."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SOURCE.replace("NAME", name), encoding="utf-8")
    return path


def imported(path: Path) -> bool:
    return path.with_suffix(".imported").exists()


def install(site: Path, value: str, name: str) -> None:
    """Lay down what an installed distribution with an entry point lays down."""
    distribution = value.partition(":")[0]
    info = site / f"{distribution}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dvk_scoring]\n{name} = {value}\n")


def test_bundled_plugins_come_first_and_by_name() -> None:
    found, problems = find_plugins()
    names = [plugin.name for plugin in found if plugin.origin == "bundled"]
    assert names == sorted(path.parent.name for path in bundled_folder().glob("*/criterion.py"))
    assert {"target", "panel", "complaint-handling"} <= set(names)
    assert [found[index].origin for index in range(len(names))] == ["bundled"] * len(names)
    assert problems == []


def test_listing_imports_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "trial" / "criterion.py", "trial")
    assert "trial" in Registry.of([tmp_path]).ids()
    assert not imported(path)


def test_only_what_is_asked_for_is_imported(tmp_path: Path) -> None:
    wanted, other = write(tmp_path / "trial" / "criterion.py", "trial"), write(tmp_path / "b" / "criterion.py", "b")
    registry = Registry.of([tmp_path])
    assert registry.require(["trial"])["trial"].id == "trial"
    assert (imported(wanted), imported(other)) == (True, False)


def test_each_is_imported_once(tmp_path: Path) -> None:
    write(tmp_path / "trial" / "criterion.py", "trial")
    registry = Registry.of([tmp_path])
    assert registry.criterion("trial") is registry.criterion("trial")


def test_a_plugin_may_be_named_unlike_its_criteria(tmp_path: Path) -> None:
    write(tmp_path / "acme" / "criterion.py", "trial")
    assert Registry.of([tmp_path]).criterion("trial").id == "trial"


@pytest.mark.parametrize("named", ["", "trial", "trial/criterion.py"])
def test_ways_to_name_a_folder(named: str, tmp_path: Path) -> None:
    write(tmp_path / "trial" / "criterion.py", "trial")
    assert "trial" in Registry.of([tmp_path / named]).ids()


def test_a_single_file_is_a_plugin(tmp_path: Path) -> None:
    write(tmp_path / "my_trial.py", "my-trial")
    assert Registry.of([tmp_path / "my_trial.py"]).criterion("my-trial").id == "my-trial"


def test_a_relative_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "trial" / "criterion.py", "trial")
    monkeypatch.chdir(tmp_path / "trial")
    assert Registry.of(["."]).criterion("trial").id == "trial"


def test_a_plugin_may_be_split_in_files(tmp_path: Path) -> None:
    path = write(tmp_path / "trial" / "criterion.py", "trial")
    path.write_text(path.read_text(encoding="utf-8").replace('id = "trial"', "from .parts import NAME as id"))
    (path.parent / "parts.py").write_text('NAME = "trial"\n')
    assert Registry.of([tmp_path]).criterion("trial").id == "trial"


def test_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    for name in (".git", "__pycache__", "_draft", "trial"):
        write(tmp_path / name / "criterion.py", "trial")
    registry = Registry.of([tmp_path])
    assert [plugin.name for plugin in registry.found if plugin.origin == "folder"] == ["trial"]
    assert registry.problems == ()


@pytest.mark.parametrize("value", ["acme_dvk", "acme_dvk:plugin"])
def test_an_entry_point_is_a_module_or_an_object(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "acme_dvk.py", "acme")
    holder = "\nclass Holder:\n    @hookimpl\n    def dvk_criteria(self): return [Trial]\nplugin = Holder()\n"
    path.write_text(path.read_text(encoding="utf-8") + holder)
    install(tmp_path, value, "acme")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "acme_dvk", raising=False)
    registry = Registry.of()
    (found,) = [plugin for plugin in registry.found if plugin.origin == "entry-point"]
    assert (found.name, found.location, imported(path)) == ("acme", value, False)
    assert registry.criterion("acme").id == "acme"


def test_an_entry_point_that_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "acme_gone", "acme")
    monkeypatch.syspath_prepend(tmp_path)
    (found,) = [one for one in Registry.of().inspect_all() if one.found.origin == "entry-point"]
    assert (found.state, [one.code for one in found.problems]) == ("broken", ["DVK-C122"])


def test_an_entry_point_comes_before_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "acme_dvk", "acme")
    monkeypatch.syspath_prepend(tmp_path)
    write(tmp_path / "plugins" / "acme" / "criterion.py", "acme")
    registry = Registry.of([tmp_path / "plugins"])
    assert [plugin.origin for plugin in registry.found if plugin.name == "acme"] == ["entry-point", "folder"]
    assert [one.code for one in registry.problems] == ["DVK-C104"]


def test_every_bundled_plugin_is_ready() -> None:
    wrong = {one.found.name: one.problems for one in Registry.of().inspect_all() if one.state != "ready"}
    assert wrong == {}
