"""Names of files that are no text: every output is made, and shows what cannot be shown as a sign."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from dvk_scoring.cli.entry import run

SIGN = r"f\xff\u001b[31m\u009b.csv"
FORMS = ("json", "csv", "parquet", "xlsx", "html")


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose scheme and figures have such names, and bad figures beside."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DVK_LANG", "en")
    folder = tmp_path / os.fsdecode(b"d\xff\x1b[31m")
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this system takes only names that are text")
    scheme = '[scheme]\nid = "x"\ntitle = "X"\nnot_reported = "not-ranked"\n[criteria]\ndirect = { weight = 100 }\n'
    (folder / os.fsdecode(b"s\xff.toml")).write_text(scheme, encoding="utf-8")
    (folder / os.fsdecode(b"f\xff\x1b[31m\xc2\x9b.csv")).write_text("unit,direct.points\na,50\nA,\n", encoding="utf-8")
    (folder / "bad.csv").write_text("unit,direct.points\na,x\n", encoding="utf-8")
    return folder


def files(folder: Path) -> tuple[str, str]:
    (scheme,), (figures,) = folder.glob("s*.toml"), folder.glob("f*.csv")
    return str(scheme), str(figures)


def test_every_output_is_made(odd: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    pytest.importorskip("docx")
    scheme, figures = files(odd)

    def onto(name: str, *suffixes: str) -> list[str]:
        return [word for suffix in suffixes for word in ("-o", str(odd / f"{name}.{suffix}"))]

    lines = [
        ["score", scheme, figures, *onto("r", *FORMS)],
        ["explain", scheme, figures, "--unit", "a"],
        ["minutes", scheme, figures, *onto("minutes", "docx", "pdf")],
        ["summary", scheme, figures, *onto("summary", "docx", "pdf")],
        ["sheet", scheme, figures, "--unit", "a", *onto("sheet", "docx", "pdf")],
        ["scheme", "docs", scheme, *onto("rules", "md", "html", "docx")],
        ["scheme", "diff", scheme, scheme],
        ["scheme", "diff", scheme, scheme, "--json"],
        ["scheme", "lint", scheme, figures],
        ["scheme", "check", scheme],
        ["scheme", "cases", scheme],
        ["form", scheme, "-o", str(odd / "form.xlsx")],
        ["score", scheme, str(odd / "bad.csv")],
        ["score", scheme, str(odd / "none.csv")],
        ["score", str(odd / "none.toml")],
        ["plugins", "list", "--plugins-dir", str(odd)],
        ["plugins", "list", "--plugins-dir", str(odd), "--json"],
    ]
    for line in lines:
        assert run(line) in (0, 3), line
        said = capfdbinary.readouterr()
        shown = (said.out + said.err).decode()  # UTF-8, whatever the name
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown), line
    told = json.loads((odd / "r.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told["provenance"]["files"]] == [SIGN]
    assert f"{SIGN} (2)" in (odd / "r.html").read_text(encoding="utf-8")
