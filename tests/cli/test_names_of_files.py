"""Files whose names are no UTF-8, as old archives and shares leave them: read and written like any other."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

Dvk = Callable[..., Any]
SCHEME = """[scheme]
id = "t"
title = "T"
not_reported = "not-ranked"
valid = { from = 2025-01-01, to = 2025-12-31 }
legal_basis = [{ text = "Old", to = 2020-01-01 }]

[criteria]
rec = { plugin = "ratio", weight = 100, title = "Records in time" }
"""
RULINGS = """[[rulings]]
unit = "xa-1"
points = { of = "total", change = -1 }
reason = "r"
date = 2025-06-01
ref = "1"
"""
ROWS: list[list[str | int]] = [["unit", "rec.over", "rec.under"], ["xa-1", 48, 50], ["xa-2", 40, 50]]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")


def named(folder: Path, plain: str) -> Path:
    """Put a byte that is no UTF-8 before the suffix."""
    stem, dot, suffix = plain.partition(".")
    return folder / os.fsdecode(os.fsencode(stem) + b"\xff" + os.fsencode(dot + suffix))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    folder = named(tmp_path, "dir")
    folder.mkdir()
    paths = {one: named(folder, one) for one in ("s.toml", "r.toml", "f.csv", "f.xlsx", "f.parquet", "bad.csv")}
    paths["s.toml"].write_text(SCHEME)
    paths["r.toml"].write_text(RULINGS)
    text = "\n".join(",".join(map(str, row)) for row in ROWS)
    paths["f.csv"].write_text(text)
    paths["bad.csv"].write_text(text.replace("48", "many").replace("over", "ovre"))
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    book.create_sheet("Other")
    book.save(paths["f.xlsx"])
    with paths["f.parquet"].open("wb") as file:
        pl.DataFrame(ROWS[1:], schema=[str(one) for one in ROWS[0]], orient="row").write_parquet(file)
    return {**{name: str(path) for name, path in paths.items()}, "folder": str(folder)}


@pytest.mark.parametrize("file", ["f.csv", "f.xlsx", "f.parquet"])
@pytest.mark.parametrize("suffix", ["json", "csv", "parquet", "html", "xlsx"])
def test_figures_in_and_results_out(dvk: Dvk, files: dict[str, str], file: str, suffix: str) -> None:
    output = named(Path(files["folder"]), f"o.{suffix}")
    words = ("score", files["s.toml"], files[file], "--rulings", files["r.toml"], "-o", str(output), "--lang", "en")
    said = dvk(*words)
    assert said.status == 0, said.err
    assert output.stat().st_size > 0
    assert dvk(*words).status == 3  # it is there already
    if suffix == "json":
        written = json.loads(output.read_text(encoding="utf-8"))
        assert written["provenance"]["files"][0]["name"] == f"f\\xff.{file.partition('.')[2]}"
        assert written["problems"], "the scheme's own warning names its file"


@pytest.mark.parametrize(
    "words",
    [
        ("score", "s.toml", "bad.csv"),
        ("score", "s.toml", "none"),
        ("score", "none", "f.csv"),
        ("score", "s.toml", "f.csv", "--rulings", "f.csv"),
        ("score", "s.toml", "f.csv", "-o", "none"),
        ("scheme", "check", "bad.csv"),
        ("form", "s.toml", "--units", "bad.csv", "-o", "forms"),
        ("collect", "s.toml", "bad.csv", "-o", "none"),
    ],
)
def test_what_is_wrong_is_told(dvk: Dvk, files: dict[str, str], words: tuple[str, ...]) -> None:
    known = {**files, "none": str(named(Path(files["folder"]), "none")), "forms": files["folder"] + "/forms\udcff"}
    said = dvk(*(known.get(word, word) for word in words), "--lang", "en")
    assert said.status in (2, 3)
    assert "DVK-" in said.err
    assert "\\xff" in said.err or "[undecodable byte FF]" in said.err
    assert "dcff" not in said.err.lower()


@pytest.mark.parametrize(
    "words",
    [
        ("scheme", "check", "s.toml"),
        ("scheme", "lint", "s.toml", "--json"),
        ("explain", "s.toml", "f.csv", "--unit", "xa-1"),
        ("minutes", "s.toml", "f.csv", "-o", "m.docx"),
        ("sheet", "s.toml", "f.csv", "--unit", "xa-1", "-o", "w.docx"),
        ("scheme", "docs", "s.toml", "-o", "d.html"),
        ("form", "s.toml", "--units", "f.csv", "--for", "committee", "-o", "u.xlsx"),
    ],
)
def test_the_other_commands_read_and_write(dvk: Dvk, files: dict[str, str], words: tuple[str, ...]) -> None:
    known = {
        **files,
        **{one: str(named(Path(files["folder"]), one)) for one in ("m.docx", "w.docx", "d.html", "u.xlsx")},
    }
    said = dvk(*(known.get(word, word) for word in words), "--lang", "en")
    assert "Traceback" not in said.err
    assert said.status in (0, 2, 3), said.err
