"""The files of a new plugin, from templates that lie beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from string import Template
from typing import Final

from dvk_scoring.package import VERSION
from dvk_scoring.scaffold.names import PluginNames

# Each file by its template; in a file's name, {module} is the package that Python imports.
FOLDER: Final[Mapping[str, str]] = {
    "criterion.py": "criterion.py",
    "cases.toml": "cases.toml",
    "README.md": "folder.md",
    "test_{plugin}.py": "test_folder.py",
    "example/scheme.toml": "scheme_folder.toml",
    "example/figures.csv": "figures.csv",
}
PACKAGE: Final[Mapping[str, str]] = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "package.md",
    "CHANGELOG.md": "changelog.md",
    ".gitignore": "gitignore",
    ".github/workflows/check.yml": "check.yml",
    "src/{module}/__init__.py": "init.py",
    "src/{module}/criterion.py": "criterion.py",
    "src/{module}/cases.toml": "cases.toml",
    "src/{module}/py.typed": "py.typed",
    "tests/test_{plugin}.py": "test_package.py",
    "example/scheme.toml": "scheme_package.toml",
    "example/figures.csv": "figures.csv",
}


def render_plugin(names: PluginNames, *, package: bool = False) -> Mapping[str, str]:
    """Write the files of a new plugin.

    Args:
        names: What it is called.
        package: A distribution, not a folder.

    Returns:
        The text of each file, by its path inside the plugin's folder.
    """
    words = {
        "id": names.id,
        "title_vi": names.title.vi,
        "title_en": names.title.en,
        "class_name": names.class_name,
        "distribution": names.distribution,
        "module": names.module,
        "plugin": names.id.replace("-", "_"),
        "version": VERSION,
    }
    # What both kinds of plugin say of the criterion itself stands once.
    words["about"] = Template(_template("about.md")).substitute(words)
    shapes = PACKAGE if package else FOLDER
    return {path.format_map(words): Template(_template(name)).substitute(words) for path, name in shapes.items()}


def _template(name: str) -> str:
    # The suffix keeps tools for Python and TOML from taking a template for the real thing.
    source = resources.files("dvk_scoring.scaffold") / "templates" / f"{name}.tmpl"
    return source.read_text(encoding="utf-8")
