"""What a plugin imports and should not is named with file and line, also in the files beside it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dvk_scoring.criteria.find import FoundPlugin
from dvk_scoring.criteria.imports import imports_of
from dvk_scoring.criteria.inspector import inspect_plugins
from dvk_scoring.criteria.registry import Registry
from dvk_scoring.problem import Problem
from tests.wrecks.test_zoo import GOOD


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("import a.b, c", [("a.b", 1, False), ("c", 1, False)]),
        ("from dvk_scoring import api, run as r", [("dvk_scoring.api", 1, False), ("dvk_scoring.run", 1, False)]),
        ("from . import a\nfrom .b import c", []),
        ("def f():\n    import a", [("a", 2, True)]),
        ("class A:\n    import a", [("a", 2, False)]),
        ("try:\n    import a\nexcept E:\n    import b", [("a", 2, False), ("b", 4, False)]),
        ("if typing.TYPE_CHECKING:\n    import a\nelse:\n    import b", [("b", 4, False)]),
        ("match x:\n    case 1:\n        import a", [("a", 3, False)]),
        ("async def f():\n    with x:\n        import a", [("a", 3, True)]),
    ],
)
def test_imports_are_found(source: str, wanted: list[tuple[str, int, bool]]) -> None:
    assert [(one.module, one.line, one.later) for one in imports_of(ast.parse(source))] == wanted


def told(plugins: list[FoundPlugin]) -> list[tuple[str, str, int | None]]:
    def short(one: Problem) -> tuple[str, str, int | None]:
        return one.code, Path(one.place.file or "").name, one.place.line

    return [short(one) for seen in inspect_plugins(plugins) for one in seen.problems]


def test_files_beside_it_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    file = tmp_path / "mine" / "criterion.py"
    file.write_text(f"from .tables import LIMIT\n{GOOD.replace('NAME', 'mine')}", encoding="utf-8")
    (tmp_path / "mine" / "tables.py").write_text("\nimport narwhals\nfrom dvk_scoring.run import score\nLIMIT = 1\n")
    (tmp_path / "mine" / "notes.py").write_text("import narwhals\n")
    assert told([one for one in Registry.of([tmp_path]).found if one.name == "mine"]) == [
        ("DVK-C135", "tables.py", 2),
        ("DVK-C136", "tables.py", 3),
    ]


def test_of_an_installed_package_its_own_modules_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info, package = tmp_path / "pack-1.0.dist-info", tmp_path / "pack_of_mine"
    for folder in (info, package):
        folder.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pack\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dvk_scoring]\nmine = pack_of_mine.criterion\n")
    (package / "__init__.py").write_text("")
    (package / "criterion.py").write_text(f"from . import inner\n{GOOD.replace('NAME', 'mine')}", encoding="utf-8")
    (package / "inner.py").write_text("from dvk_scoring import problem\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (found,) = [one for one in Registry.of().found if one.name == "mine"]
    assert (found.distribution, found.version) == ("pack", "1.0")
    assert told([found]) == [("DVK-C136", "inner.py", 1)]


def test_the_bundled_ones_import_nothing_of_the_kind() -> None:
    assert told([one for one in Registry.of().found if one.origin == "bundled"]) == []
