"""The installation as a whole: each thing that may be wrong with it, told with what to do."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

import attrs
import pytest
import tomli

from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.installation import (
    Installation,
    Library,
    duplicate_problems,
    examine,
    library_problems,
    native_encoding,
    needed_libraries,
    plugin_problems,
    python_problems,
    stale_problems,
    variable_problems,
)
from dvk_scoring.criteria.registry import InspectedPlugin, Registry
from dvk_scoring.extras import PURPOSES
from dvk_scoring.problem import Problem

pytestmark = pytest.mark.xdist_group("installation")  # it is made once, not in each process

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def installation() -> Installation:
    return examine(Registry.of(), encoding="utf-8", environment={})


def said(one: Problem) -> tuple[str, str, str]:
    return one.code, one.text("vi"), one.text("en")


def test_this_one_is_well(installation: Installation) -> None:
    assert installation.is_well, [one.in_("en") for one in installation.problems]
    assert {one.code for one in installation.problems} <= {"DVK-C173", "DVK-C174", "DVK-C175", "DVK-C179"}
    assert {one.state for one in installation.plugins} == {"ready"}


def test_every_requirement_is_read(installation: Installation) -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert len(installation.libraries) == len(project["dependencies"]) + sum(map(len, extras.values()))
    assert all(one.needed.startswith(">=") for one in installation.libraries)
    assert {one.extra for one in installation.libraries} == {"", *extras}
    assert set(PURPOSES) == set(extras)


def test_requirements_are_read_as_pip_writes_them() -> None:
    attrs_, none, extra = needed_libraries(["attrs>=24.2", "no-such.library >= 1", 'also-none>=2; extra == "office"'])
    assert (attrs_.name, attrs_.needed, attrs_.extra, attrs_.version) == (
        "attrs",
        ">=24.2",
        "",
        metadata.version("attrs"),
    )
    assert (none.name, none.needed, none.is_missing) == ("no-such.library", ">=1", True)
    assert (extra.name, extra.extra, extra.is_missing) == ("also-none", "office", True)


def test_what_is_missing_or_too_old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    libraries = [
        Library("rich", ">=14", "", None),
        Library("click", ">=8.1.8", "", "8.1.7"),
        Library("polars", ">=1.30", "", "1.30.0rc1"),
        Library("duckdb", ">=1.3", "duckdb", None),
        Library("pyarrow", ">=18", "duckdb", "26.0"),
    ]
    assert [said(one) for one in library_problems(libraries)] == [
        ("DVK-C171", "Thiếu thư viện rich >=14.", "The library rich >=14 is not installed."),
        (
            "DVK-C172",
            "Thư viện click bản 8.1.7 quá cũ: cần >=8.1.8.",
            "The library click 8.1.7 is too old: >=8.1.8 is needed.",
        ),
        (
            "DVK-C173",
            "Chưa cài phần thêm “duckdb” (thiếu duckdb): để tính bằng DuckDB (--engine duckdb).",
            "The extra “duckdb” is not installed (duckdb missing): for scoring with DuckDB (--engine duckdb).",
        ),
        (
            "DVK-C174",
            "Không tìm thấy LibreOffice: dvk plugins test bỏ qua phép kiểm tra tính lại bảng tính.",
            "LibreOffice was not found: dvk plugins test leaves out recalculating the workbook.",
        ),
    ]
    assert next(library_problems([])).code == "DVK-C182"
    assert next(library_problems([])).text("en").startswith("dvk-scoring is not installed as a package")


def test_python_itself() -> None:
    assert list(python_problems("3.11.7", ">=3.11")) == []
    (told,) = python_problems("3.10.14", ">=3.11")
    assert said(told) == (
        "DVK-C170",
        "Python 3.10.14 quá cũ: cần 3.11 trở lên.",
        "Python 3.10.14 is too old: 3.11 or later is needed.",
    )


def test_variables() -> None:
    wrong = {
        "DVK_PLUGINS_LIMIT": "soon",
        "DVK_LANG": "fr",
        "DVK_PLUGIN_BLOCK": "outreach",
        "DVK_OF_A_PLUGIN": "its own affair",
        "PATH": "x",
    }
    assert [said(one) for one in variable_problems(wrong)] == [
        (
            "DVK-C176",
            "Biến DVK_PLUGINS_LIMIT có giá trị “soon” không dùng được, nên không có tác dụng.",
            "The variable DVK_PLUGINS_LIMIT has the value “soon”, which means nothing and is passed over.",
        ),
        (
            "DVK-C176",
            "Biến DVK_LANG có giá trị “fr” không dùng được, nên không có tác dụng.",
            "The variable DVK_LANG has the value “fr”, which means nothing and is passed over.",
        ),
        (
            "DVK-C177",
            "Không có biến DVK_PLUGIN_BLOCK, nên đặt biến này không có tác dụng.",
            "There is no variable DVK_PLUGIN_BLOCK; setting it does nothing.",
        ),
    ]
    right = {"DVK_PLUGINS_LIMIT": "30", "DVK_LANG": "vi_VN", "DVK_PLUGINS_BLOCK": "outreach"}
    assert list(variable_problems({**right, "DVK_LANG": ""})) == list(variable_problems(right)) == []
    assert [one.args["value"] for one in variable_problems({"DVK_PLUGINS_LIMIT": "9999999"})] == ["9999999"]


def test_a_slow_plugin_is_named() -> None:
    one = InspectedPlugin(FoundPlugin("mine", "folder", "mine/criterion.py"), "ready", milliseconds=501)
    (told,) = plugin_problems(one)
    assert said(told) == (
        "DVK-C175",
        "Plugin mất 501 ms để nạp; quá 500 ms là chậm.",
        "The plugin takes 501 ms to import; more than 500 ms is slow.",
    )
    assert told.place.plugin == "mine"
    assert list(plugin_problems(attrs.evolve(one, milliseconds=500))) == []


def test_a_stale_copy_beside_a_checkout(tmp_path: Path) -> None:
    package = tmp_path / "dvk_scoring"
    for folder in (package / "bundled", tmp_path / "plugins"):
        folder.mkdir(parents=True)
    assert list(stale_problems(package)) == []  # no checkout: a package that was installed
    (tmp_path / "pyproject.toml").touch()
    (told,) = stale_problems(package)
    bundled, checkout = package / "bundled", tmp_path / "plugins"
    assert said(told) == (
        "DVK-C178",
        f"Thư mục {bundled} là bản sao cũ và đang được dùng thay cho {checkout}.",
        f"The folder {bundled} is a stale copy and is used in place of {checkout}.",
    )


def test_a_distribution_that_is_there_twice(tmp_path: Path) -> None:
    for folder, version in (("a", "1.0"), ("b", "1.1"), ("c", "1.1")):
        info = tmp_path / folder / f"my_pack-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: My_Pack\nVersion: {version}\n")
        (info / "entry_points.txt").write_text("[dvk_scoring]\nmine = mine\n" if folder != "c" else "[other]\na = b\n")
    damaged = tmp_path / "b" / "damaged-1.dist-info"
    damaged.mkdir()
    (damaged / "entry_points.txt").write_text("[x]\nno equals sign\n")
    a, b, c = (str(tmp_path / folder) for folder in "abc")
    (told,) = duplicate_problems(metadata.distributions(path=[a, b, c]))
    assert said(told)[0] == "DVK-C179"
    assert told.text("en") == f"The distribution my-pack is installed more than once: 1.0 ({a}), 1.1 ({b})."
    assert told.text("vi") == f"Gói my-pack được cài nhiều lần: 1.0 ({a}), 1.1 ({b})."
    assert list(duplicate_problems(metadata.distributions(path=[a, a]))) == []


def test_a_screen_that_cannot_show_vietnamese_and_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dvk_scoring.criteria.installation.bundled_folder", lambda: tmp_path)
    found = examine(Registry((), ()), encoding="latin-1", environment={"DVK_LANG": "vi", "HOME": "x"})
    told = {one.code: one for one in found.problems}
    assert dict(found.variables) == {"DVK_LANG": "vi"}
    assert said(told["DVK-C180"])[1:] == (
        "Màn hình hoặc đường ống này dùng mã latin-1, không hiện được tiếng Việt; dvk vẫn ghi ra UTF-8.",
        "The screen or pipe has the encoding latin-1, which cannot show Vietnamese; dvk writes UTF-8 all the same.",
    )
    assert told["DVK-C181"].text("en") == f"There are no bundled plugins in {tmp_path}."
    assert told["DVK-C181"].text("vi") == f"Không tìm thấy plugin đi kèm nào trong {tmp_path}."
    assert not found.is_well


def test_the_encoding_is_that_of_python_itself() -> None:
    assert native_encoding({"PYTHONIOENCODING": "cp1258:replace"}) == "cp1258"
    assert native_encoding({"PYTHONIOENCODING": ":replace"}) == native_encoding({})
    if sys.flags.utf8_mode:
        assert native_encoding({}) == "utf-8"
