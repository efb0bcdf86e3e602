"""Broken plugins as real files, all installed at once: each says what is wrong, and none harms a host or a scheme."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import tomli

from dvk_scoring.criteria.inspector import inspect_plugins
from dvk_scoring.criteria.registry import InspectedPlugin, Registry
from dvk_scoring.problem import DvkError
from dvk_scoring.text import Language

pytestmark = pytest.mark.xdist_group("zoo")  # it is made once, not in each process

ROOT = Path(__file__).parents[2]
DVK = "import sys; from dvk_scoring.cli import main; sys.exit(main())"
LIMIT = 4
GOOD = '''from dvk_scoring.api import *
STATE = []

class Told(Figures):
    done: Num = count(vi="Đã làm", en="Done", high=100)

class Animal(Criterion[Told, Params]):
    """Part done."""
    id = "NAME"
    level = 2
    title = Text(vi="Thử", en="Trial")
    source = Text(vi="tính tay", en="hand-worked")

    def score(self, figures, params):
        return ratio(figures.done, 100, when_empty=0)

@hookimpl
def dvk_criteria():
    return [Animal]
'''
ZOO: Mapping[str, Mapping[str, Any]] = tomli.loads(Path(__file__).with_name("zoo.toml").read_text(encoding="utf-8"))


def source_of(name: str) -> bytes:
    """The file of a plugin of the zoo."""
    one = ZOO[name]
    source: str = one.get("source", one.get("top", "") + GOOD)
    for old, new in one.get("replace", ()):
        assert old in source
        source = source.replace(old, new)
    return source.replace("NAME", name).encode(one.get("encoding", "utf-8"))


def write_zoo(folder: Path) -> None:
    """Put all of them into a folder, with one that is a folder where a file should be."""
    for name in ZOO:
        (folder / name).mkdir(parents=True)
        (folder / name / "criterion.py").write_bytes(source_of(name))
    (folder / "circular" / "parts.py").write_text("from .criterion import thing\nfrom . import thing\n")
    (folder / "a-folder" / "criterion.py").mkdir(parents=True)


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of them."""
    folder = tmp_path_factory.mktemp("zoo")
    write_zoo(folder)
    return folder


@pytest.fixture(scope="module")
def inspected(zoo: Path) -> Mapping[str, InspectedPlugin]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DVK_PLUGINS_LIMIT", str(LIMIT))
        found = Registry.of([zoo]).inspect_all()
    return {one.found.name: one for one in found if one.found.origin == "folder"}


@pytest.mark.parametrize("name", ZOO)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_says_what_is_wrong(
    name: str, language: Language, zoo: Path, inspected: Mapping[str, InspectedPlugin]
) -> None:
    one, wanted = inspected[name], ZOO[name].get("problems", [])
    told = [problem.in_(language) for problem in one.problems]
    assert [problem.code for problem in one.problems] == [each["code"] for each in wanted], told
    for problem, each in zip(one.problems, wanted, strict=True):
        assert agrees(each[language], problem.text(language), zoo)
        assert problem.place.line == each.get("line"), problem.in_(language)
    assert one.state == ZOO[name].get("state", "broken")
    assert all(len(each) < 2000 for each in told)


def agrees(wanted: str, told: str, zoo: Path) -> bool:
    """Whether a text is the one wanted, where … stands for anything."""
    wanted = wanted.replace("FOLDER", str(zoo)).replace("ROOT", str(ROOT))
    assert re.fullmatch(".*".join(map(re.escape, wanted.split("…"))), told), told
    return True


def test_there_are_wrecks_of_every_kind() -> None:
    states = [one.get("state", "broken") for one in ZOO.values()]
    assert states.count("broken") >= 40
    assert {"ready", "blocked", "incompatible"} < set(states)


def test_a_plugin_that_cannot_be_looked_at(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(zoo / "no-python"))
    found = [one for one in Registry.of([zoo]).found if one.name == "prints"]
    (told,) = inspect_plugins(found)[0].problems
    assert told.code == "DVK-C133"
    assert told.text("en").endswith("could not be started: there is no such file or folder.")


def test_a_folder_in_place_of_the_file(zoo: Path) -> None:
    (told,) = [one for one in Registry.of([zoo]).problems if one.code == "DVK-C110"]
    assert told.text("en") == "criterion.py of “a-folder” is a folder, not a file, and is passed over."


def test_a_blocked_plugin_is_not_imported_and_clashes_with_nothing(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVK_PLUGINS_BLOCK", "hangs, pas-fail")
    registry = Registry.of([zoo / "hangs", zoo / "prints"], block=["prints"])
    states = {one.found.name: one.state for one in registry.inspect_all() if one.found.origin == "folder"}
    assert states == {"hangs": "blocked", "prints": "blocked"}
    (unknown,) = registry.problems
    assert (unknown.code, unknown.hint("vi"), unknown.hint("en")) == (
        "DVK-C112",
        "Có phải là “pass-fail”?",
        "Did you mean “pass-fail”?",
    )
    assert unknown.text("vi") == "DVK_PLUGINS_BLOCK chặn plugin “pas-fail”, nhưng không có plugin nào tên như vậy."
    assert unknown.text("en") == "DVK_PLUGINS_BLOCK blocks the plugin “pas-fail”, but there is none of that name."
    told = {one.place.plugin: one for each in registry.inspect_all() for one in each.problems if one.code == "DVK-C111"}
    assert told["prints"].text("vi") == "Plugin “prints” đang bị chặn bằng --block."
    assert told["hangs"].text("en") == "The plugin “hangs” is blocked by DVK_PLUGINS_BLOCK."
    with pytest.raises(DvkError) as caught:
        registry.criterion("prints")
    (refused,) = caught.value.problems
    assert refused.code == "DVK-C113"
    assert refused.text("vi") == "Tiêu chí “prints” cần plugin cùng tên, nhưng plugin đó đang bị chặn bằng --block."
    assert refused.text("en") == "The criterion “prints” needs the plugin of that name, which is blocked by --block."


def test_finding_by_name_only_looks_at_nothing(zoo: Path) -> None:
    assert {one.state for one in Registry.of([zoo / "hangs"]).listed()} == {"found"}
