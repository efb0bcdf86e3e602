"""Schemes that come with the package: a folder each under ``configs/``, named by the scheme's id."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
import tomli

from dvk_scoring.package import bundled
from dvk_scoring.text import LANGUAGES, Text


@attrs.frozen
class ShippedScheme:
    """A scheme of the package; ``has_sample`` when figures come with it."""

    id: str
    title: Text
    path: str
    has_sample: bool


def shipped_files() -> dict[str, str]:
    """Give the file of each scheme of the package by id, in order of the ids; none is read."""
    return {file.parent.name: str(file) for file in sorted(bundled("configs").glob("*/scheme.toml"))}


def find_shipped() -> tuple[ShippedScheme, ...]:
    """List the schemes of the package by id; a file that cannot be read is listed under its id alone."""
    return tuple(_look(Path(file)) for file in shipped_files().values())


def _look(file: Path) -> ShippedScheme:
    name = file.parent.name
    try:
        values = tomli.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ShippedScheme(name, Text.same(name), str(file), has_sample=False)
    scheme = values.get("scheme")
    title = scheme.get("title") if isinstance(scheme, Mapping) else None
    return ShippedScheme(name, _title(title, name), str(file), has_sample="sample" in values)


def _title(raw: object, name: str) -> Text:
    if isinstance(raw, Mapping):
        vi, en = (str(raw.get(language, name)) for language in LANGUAGES)
        return Text(vi=vi, en=en)
    return Text.same(raw) if isinstance(raw, str) else Text.same(name)
