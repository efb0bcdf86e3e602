"""Of all texts of all inputs, the public edition holds those that are public, and no other in any of its bytes."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring import load_scheme
from dvk_scoring.cli.entry import run
from dvk_scoring.text import Text
from tests.safety.planted import NAME, Garden, plant


def numbers(texts: Iterable[str]) -> set[int]:
    return {int(found[1]) for text in texts for found in NAME.finditer(text)}


def both(texts: Iterable[Text]) -> list[str]:
    return [said for one in texts for said in (one.vi, one.en)]


def read(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("hostile", [True, False])
def test_only_public_texts_stand_in_the_bytes(language: str, hostile: bool, tmp_path: Path) -> None:
    garden: Garden = plant(tmp_path, hostile=hostile)
    path = Path(garden.file("scheme.toml"))
    shows = '\n[public]\nleaves_out = ["criteria.mark"]\nshows = ["criteria.list.items.one"]\n'
    path.write_text(path.read_text(encoding="utf-8") + shows, encoding="utf-8")
    outputs = [tmp_path / f"public{suffix}" for suffix in (".html", ".xlsx", ".csv", ".json")]
    words = ["publish", str(path), garden.figures, garden.appraisal, "--rulings", garden.file("rulings.toml")]
    for output in outputs:
        words += ["-o", str(output)]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as told:
        assert run([*words, "--lang", language]) == 0, told.getvalue()
    scheme = load_scheme(path)
    parts: list[Any] = [*scheme.sections.values(), *(use for key, use in scheme.criteria.items() if key != "mark")]
    titled: list[Any] = [*scheme.clusters.values(), *scheme.classes.values(), *scheme.titles.values(), *parts]
    (shown,) = [one.label for one in scheme.criteria["list"].figures if one.name == "items.one"]
    public = [*garden.units, *garden.names, *(one.no for one in parts)]
    public += both([scheme.title, scheme.entrant, shown, *(one.title for one in titled)])
    for output in outputs:
        found = numbers([read(output)])
        assert numbers(garden.units) <= found, output.name
        assert found <= numbers(public), output.name
    assert not numbers(garden.reasons) & numbers(public)
