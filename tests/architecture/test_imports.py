"""What may import what, where import-linter cannot see it: plugins are no package, start-up is a matter of run time."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN_FILES = sorted(
    path.relative_to(ROOT) for folder in ("plugins", "benchmarks/plugin") for path in (ROOT / folder).rglob("*.py")
)
FRAME_LIBRARIES = frozenset({"polars", "narwhals", "duckdb", "pyarrow", "numpy", "pandas", "pyspark"})
OWN_TO_PLUGINS = frozenset({"dvk_scoring.api"})
OWN_TO_PLUGIN_TESTS = OWN_TO_PLUGINS | {"dvk_scoring.testing"}
BENEATH_API = ("dvk_scoring.criteria", "dvk_scoring.formula", "dvk_scoring.problem", "dvk_scoring.text")


def imported_modules(source: str) -> Iterator[str]:
    """Every module named in an import, at the top or inside a function; a relative one starts with a dot."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module == "dvk_scoring":
            yield from (f"dvk_scoring.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def foreign_to_plugins(source: str, *, in_tests: bool = False) -> set[str]:
    """The modules that a plugin names and may not: all but the standard library and the api."""
    own = OWN_TO_PLUGIN_TESTS if in_tests else OWN_TO_PLUGINS
    tools = {"pytest", "hypothesis"} if in_tests else set[str]()
    return {
        name
        for name in imported_modules(source)
        if name not in own and name.split(".")[0] not in sys.stdlib_module_names | tools
    }


@pytest.mark.parametrize("path", PLUGIN_FILES, ids=str)
def test_a_plugin_imports_only_the_api_and_the_standard_library(path: Path) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert foreign_to_plugins(source, in_tests=path.name.startswith("test_")) == set()


def test_the_examples_import_nothing_else_of_the_project() -> None:
    files = sorted((ROOT / "examples").rglob("*.py"))
    assert files
    for path in files:
        named = {name for name in imported_modules(path.read_text(encoding="utf-8")) if name.startswith("dvk_scoring")}
        assert named <= (OWN_TO_PLUGIN_TESTS if path.name.startswith("test_") else OWN_TO_PLUGINS), path


@pytest.mark.parametrize(
    ("line", "foreign"),
    [
        ("from dvk_scoring.formula.tree import Node", "dvk_scoring.formula.tree"),
        ("from dvk_scoring import scheme", "dvk_scoring.scheme"),
        ("import polars as pl", "polars"),
        ("def score():\n    from .other import x", ".other"),
        ("import plugins.outreach.criterion", "plugins.outreach.criterion"),
    ],
)
def test_the_rule_for_plugins_sees_a_breach(line: str, foreign: str) -> None:
    assert foreign_to_plugins(f"from dvk_scoring.api import Num\nfrom decimal import Decimal\n{line}\n") == {foreign}


def test_the_api_gathers_what_lies_beneath_it_and_nothing_else() -> None:
    source = (ROOT / "dvk_scoring" / "api.py").read_text(encoding="utf-8")
    own = {name for name in imported_modules(source) if name.startswith("dvk_scoring")}
    assert own
    assert {name for name in own if not name.startswith(BENEATH_API)} == set()


def test_no_import_runs_up() -> None:
    """The package itself stands above all that it holds: what its modules share has homes beneath them."""
    package = ROOT / "dvk_scoring"
    homes = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    for path in package.rglob("*.py"):
        named = {name for name in imported_modules(path.read_text(encoding="utf-8")) if name.startswith("dvk_scoring")}
        assert {name for name in named if name.partition(".")[2].partition(".")[0] not in homes} == set(), path


def frame_libraries_loaded_by(code: str) -> set[str]:
    """The frame libraries in a fresh interpreter after running the code."""
    ending = "import sys; print('\\nLOADED', *sys.modules)"
    command = [sys.executable, "-c", f"{code}\n{ending}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return set(FRAME_LIBRARIES) & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import dvk_scoring",
        "import dvk_scoring.api",
        "from dvk_scoring.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
    ids=["package", "api", "dvk --help"],
)
def test_start_up_loads_no_frame_library(code: str) -> None:
    assert frame_libraries_loaded_by(code) == set()


def test_the_look_at_start_up_sees_a_frame_library() -> None:
    assert "narwhals" in frame_libraries_loaded_by("import narwhals")
