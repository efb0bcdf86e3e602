"""Broken plugins as real files, all installed at once: each says what is wrong, and none harms a host or a scheme."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from dvk_scoring.criteria.inspector import inspect_plugins
from dvk_scoring.criteria.registry import InspectedPlugin, Registry
from dvk_scoring.problem import DvkError

ROOT = Path(__file__).parents[2]
DVK = "import sys; from dvk_scoring.cli import main; sys.exit(main())"
LIMIT = 2
HEAD = "from dvk_scoring.api import *\n"
GOOD = (
    HEAD
    + '''STATE = []

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
)
SCORE = "return ratio(figures.done, 100, when_empty=0)"


def with_score(body: str) -> str:
    return GOOD.replace(SCORE, body)


# Name of the plugin → its source, and the codes that are told of it. Healthy ones that only warn are among them.
ZOO: Mapping[str, tuple[str | bytes, tuple[str, ...]]] = {
    "syntax": ("def (", ("DVK-C121",)),
    "not-utf8": (b"x = '\xff\xfe'\n", ("DVK-C121",)),
    "missing-module": ("import no_such_package", ("DVK-C122",)),
    "import-error": ("from math import no_such_name", ("DVK-C123",)),
    "circular": ("from . import parts", ("DVK-C123",)),
    "raises": ("raise RuntimeError('x' * 10_000_000)", ("DVK-C123",)),
    "system-exit": ("raise SystemExit(0)", ("DVK-C123",)),
    "interrupt": ("raise KeyboardInterrupt", ("DVK-C123",)),
    "deep": ("def deeper(): return deeper()\ndeeper()", ("DVK-C123",)),
    "reads-stdin": ("input()", ("DVK-C123",)),
    "metaclass": (
        "class M(type):\n    def __new__(*a): raise TypeError('no')\nclass A(metaclass=M): pass",
        ("DVK-C123",),
    ),
    "subclass": (
        "class A:\n    def __init_subclass__(cls): raise TypeError('no')\nclass B(A): pass",
        ("DVK-C123",),
    ),
    "quits": ("import os\nos._exit(3)", ("DVK-C131",)),
    "aborts": ("import os\nos.abort()", ("DVK-C131",)),
    "hangs": ("while True: pass", ("DVK-C132",)),
    "empty": ("", ("DVK-C124",)),
    "misspelt": (GOOD.replace("dvk_criteria", "dvk_criterion"), ("DVK-C125",)),
    "arguments": (GOOD.replace("dvk_criteria()", "dvk_criteria(config)"), ("DVK-C126",)),
    "generator": (GOOD.replace("return [Animal]", "yield Animal"), ("DVK-C127",)),
    "wrong-class": (GOOD.replace("[Animal]", "[Told]"), ("DVK-C128",)),
    "level": (GOOD.replace("level = 2", "level = 9"), ("DVK-C145",)),
    "one-language": (GOOD.replace('en="Trial"', 'en=""'), ("DVK-C142",)),
    "string-source": (GOOD.replace('Text(vi="tính tay", en="hand-worked")', '"hand-worked"'), ("DVK-C162",)),
    "undeclared": (with_score("return figures.undone"), ("DVK-C152",)),
    "branches": (with_score("return 1 if figures.done > 3 else 0"), ("DVK-F103",)),
    "slash": (with_score("return figures.done / 100"), ("DVK-F104",)),
    "float": (with_score("return figures.done * 0.01"), ("DVK-F101",)),
    "shared-state": (with_score("STATE.append(1); return clip(figures.done * len(STATE), 0, 1)"), ("DVK-C164",)),
    "huge": (with_score("return total([figures.done * n for n in range(30_000)])"), ("DVK-C163",)),
    "promise": (
        GOOD.replace("    def score", "    promises = (never_lowers(Text.same('x'), gone=1),)\n\n    def score"),
        ("DVK-C157",),
    ),
    "pass-fail": (GOOD, ("DVK-C104",)),
    "takes-an-id": (GOOD.replace("NAME", "ratio"), ("DVK-C109",)),
    "prints": ("import os\nos.write(1, b'{}' * 3_000_000)\nprint('x' * 3_000_000)\n" + GOOD, ()),
    "changes": (
        "import builtins, decimal, os, sys\nsys.path.insert(0, '/n')\nos.environ['DVK_N'] = '1'\n"
        "decimal.getcontext().prec = 3\nbuiltins.gone = 1\n" + GOOD,
        ("DVK-C134",) * 4,
    ),
    "old": (GOOD.replace("    level = 2\n", "").replace('Text(vi="tính tay", en="hand-worked")', '"x"'), ("DVK-C161",)),
}
HEALTHY = {"prints", "changes", "old"}
BLOCKED = {"pass-fail", "takes-an-id"}


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of them."""
    folder = tmp_path_factory.mktemp("zoo")
    for name, (source, _) in ZOO.items():
        (folder / name).mkdir()
        raw = source if isinstance(source, bytes) else source.replace("NAME", name).encode()
        (folder / name / "criterion.py").write_bytes(raw)
    (folder / "circular" / "parts.py").write_text("from .criterion import thing\nfrom . import thing\n")
    (folder / "a-folder" / "criterion.py").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def inspected(zoo: Path) -> Mapping[str, InspectedPlugin]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DVK_PLUGINS_LIMIT", str(LIMIT))
        found = Registry.of([zoo]).inspect_all()
    return {one.found.name: one for one in found if one.found.origin == "folder"}


@pytest.mark.parametrize("name", ZOO)
def test_each_says_what_is_wrong(name: str, inspected: Mapping[str, InspectedPlugin]) -> None:
    one = inspected[name]
    assert tuple(told.code for told in one.problems) == ZOO[name][1], [told.in_("en") for told in one.problems]
    wanted = {"level": "incompatible"} | dict.fromkeys(HEALTHY, "ready") | dict.fromkeys(BLOCKED, "blocked")
    assert one.state == wanted.get(name, "broken")
    assert all(len(told.in_("vi")) < 2000 for told in one.problems)


@pytest.mark.parametrize(
    ("name", "vi", "en"),
    [
        (
            "quits",
            "Plugin làm dừng cả chương trình khi được nạp (mã thoát 3).",
            "The plugin ended the whole program while it was imported (exit status 3).",
        ),
        (
            "hangs",
            "Sau 2 giây plugin vẫn chưa nạp xong nên bị dừng.",
            "The plugin was not done after 2 seconds and was stopped.",
        ),
        (
            "shared-state",
            "score tạo hai công thức khác nhau khi được gọi hai lần.",
            "score makes different formulas when called twice.",
        ),
        (
            "string-source",
            "Ở API mức 2, source phải có cả hai ngôn ngữ.",
            "At API level 2 source must be there in both languages.",
        ),
        (
            "old",
            "Thuộc tính source viết theo lối cũ; sẽ không được nhận từ phiên bản 0.3.",
            "The attribute source is written in an old way, which version 0.3 no longer takes.",
        ),
    ],
)
def test_in_these_words(name: str, vi: str, en: str, inspected: Mapping[str, InspectedPlugin]) -> None:
    (told,) = inspected[name].problems
    assert (told.text("vi"), told.text("en")) == (vi, en)


def test_a_deprecation_names_the_line(zoo: Path, inspected: Mapping[str, InspectedPlugin]) -> None:
    place = inspected["old"].problems[0].place
    lines = (zoo / "old" / "criterion.py").read_text(encoding="utf-8").splitlines()
    assert place.line is not None
    assert (place.file, lines[place.line - 1].strip()) == (str(zoo / "old" / "criterion.py"), 'source = "x"')


@pytest.mark.parametrize("name", ["undeclared", "branches", "slash", "float"])
def test_what_score_may_not_do_names_the_line(name: str, zoo: Path, inspected: Mapping[str, InspectedPlugin]) -> None:
    place = inspected[name].problems[0].place
    lines = (zoo / name / "criterion.py").read_text(encoding="utf-8").splitlines()
    assert place.line is not None
    assert place.file == str(zoo / name / "criterion.py")
    assert lines[place.line - 1].strip() in ZOO[name][0]
    assert lines[place.line - 1].strip().startswith("return ")


def test_what_was_changed_is_named(inspected: Mapping[str, InspectedPlugin]) -> None:
    told = {one.args["what"] for one in inspected["changes"].problems}
    assert told == {"sys.path", "os.environ", "decimal.getcontext()", "builtins"}


def test_a_plugin_that_cannot_be_looked_at(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(zoo / "no-python"))
    found = [one for one in Registry.of([zoo]).found if one.name == "old"]
    (told,) = inspect_plugins(found)[0].problems
    assert told.code == "DVK-C133"
    assert told.text("en").endswith("could not be started: there is no such file or folder.")


def test_a_folder_in_place_of_the_file(zoo: Path) -> None:
    (told,) = [one for one in Registry.of([zoo]).problems if one.code == "DVK-C110"]
    assert told.text("en") == "criterion.py of “a-folder” is a folder, not a file, and is passed over."


def test_a_blocked_plugin_is_not_imported_and_clashes_with_nothing(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVK_PLUGINS_BLOCK", "hangs, pas-fail")
    registry = Registry.of([zoo / "hangs", zoo / "old"], block=["old"])
    states = {one.found.name: one.state for one in registry.inspect_all() if one.found.origin == "folder"}
    assert states == {"hangs": "blocked", "old": "blocked"}
    assert [(one.code, one.hint("en")) for one in registry.problems] == [("DVK-C112", "Did you mean “pass-fail”?")]
    assert "DVK-C111" in [one.code for each in registry.inspect_all() for one in each.problems]
    with pytest.raises(DvkError) as caught:
        registry.criterion("old")
    assert [one.code for one in caught.value.problems] == ["DVK-C113"]


def test_finding_by_name_only_looks_at_nothing(zoo: Path) -> None:
    assert {one.state for one in Registry.of([zoo / "hangs"]).listed()} == {"found"}


def run(zoo: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A host command with all of the zoo, and a broken installed distribution besides."""
    site = zoo.parent / "site"
    info = site / "broken_dist-1.5.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-dist\nVersion: 1.5\n")
    (info / "entry_points.txt").write_text("[dvk_scoring]\ninstalled = broken_dist\n")
    (site / "broken_dist.py").write_text("import no_such_package\n")
    path = os.pathsep.join((str(ROOT), str(site)))
    return subprocess.run(
        [sys.executable, "-c", DVK, *words, "--plugins-dir", str(zoo), "--lang", "en"],
        cwd=zoo.parent,
        env={**os.environ, "PYTHONPATH": path, "DVK_PLUGINS_LIMIT": str(LIMIT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def test_the_host_lists_them_all(zoo: Path) -> None:
    said = run(zoo, "plugins", "list", "--json")
    assert (said.returncode, said.stderr) == (0, "")
    listed = {(one["name"], one["origin"]): one for one in json.loads(said.stdout)["plugins"]}
    assert {name for name, origin in listed if origin == "folder"} == set(ZOO)
    installed = listed["installed", "entry-point"]
    assert (installed["version"], installed["state"]) == ("1.5", "broken")
    assert set(installed) == {
        "name", "origin", "location", "version", "state", "import_ms", "criteria", "problems"
    }  # fmt: skip


def test_a_scheme_that_needs_none_of_them_is_scored(zoo: Path) -> None:
    scheme = zoo.parent / "scheme.toml"
    scheme.write_text('[scheme]\nid = "s"\ntitle = "S"\n[criteria]\na = { plugin = "direct", weight = 100 }\n')
    (zoo.parent / "figures.csv").write_text("unit,a.points\nx,50\n")
    said = run(zoo, "score", "scheme.toml", "figures.csv")
    assert said.returncode == 0, said.stderr
    assert "50" in said.stdout
    assert "Traceback" not in said.stderr
