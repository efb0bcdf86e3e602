"""The small inputs of ``cases/``, each with what is right in its ``expected.txt``."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest

from dvk_scoring.cli.entry import run

CASES = Path(__file__).parent / "cases"
SIGNS = CASES / "70-control-characters-on-the-terminal"
ODD = CASES / "71-noncharacters-in-a-document"
TEMPLATES = CASES / "74-text-that-looks-like-a-template"
PAPERS = ("minutes", "summary", "sheet --unit a", "scheme docs")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVK_LANG", "en")


@pytest.mark.parametrize(
    ("figures", "sign"),
    [("f_x1b.csv", "[control character U+001B][31m"), ("f_x9b.csv", "[control character U+009B]31m")],
)
def test_control_characters_are_told_and_never_sent(
    figures: str, sign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["score", str(SIGNS / "s.toml"), str(SIGNS / "u.csv"), str(SIGNS / figures)]) == 3
    said = capsys.readouterr()
    for column in ("reason", "evidence"):
        assert re.search(rf"DVK-D408 .*{figures}:2, column {column}: .*{re.escape(sign)}.* has hidden", said.err)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", said.out + said.err)


@pytest.mark.parametrize(("scheme", "named"), [("s_fffe.toml", "U+FFFE"), ("s_ffff.toml", "U+FFFF")])
def test_noncharacters_are_refused_where_a_scheme_is_read(
    scheme: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scheme", "docs", str(ODD / scheme), "-o", str(tmp_path / "rules.docx")]) == 3
    err = capsys.readouterr().err
    for key in ("scheme.title", "criteria.direct.title", "titles.flag.title"):
        assert re.search(rf"DVK-S108 .*{scheme}:\d+, key {key}: .*{re.escape(named)}", err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("run.toml", "unit {{ 1300 + 37 }} {{ title }} {{ cycler.__class__ }}"),
        ("crash.toml", "unit {{ no such }}"),
        ("hang.toml", "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"),
    ],
)
def test_a_text_that_looks_like_a_template_is_printed_as_it_is(
    scheme: str, text: str, paper: str, tmp_path: Path
) -> None:
    docx = pytest.importorskip("docx")
    figures = [] if paper == "scheme docs" else [str(TEMPLATES / "f.csv")]
    path = tmp_path / "paper.docx"
    assert run([*paper.split(), str(TEMPLATES / scheme), *figures, "-o", str(path)]) == 0
    document = docx.Document(BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    shown = "\n".join([*(one.text for one in document.paragraphs), *cells])
    assert text[1:] in shown  # a heading begins with a capital
    assert "1337" not in shown
