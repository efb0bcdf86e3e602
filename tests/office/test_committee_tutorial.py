"""The committee's tutorial to its end: the papers are made from the result that the page arrives at."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dvk_scoring.cli.entry import run

ROOT = Path(__file__).parents[2]
PAGES = ("tutorial-committee.md", "tutorial-committee.vi.md")
FENCE = re.compile(r"^```(\S+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("desk")
def test_the_papers_of_the_tutorial_are_made(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import docx

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DVK_LANG", "vi" if ".vi." in name else "en")
    commands = []
    for language, words, text in FENCE.findall((ROOT / "docs" / name).read_text(encoding="utf-8")):
        if "file=" in words:
            (tmp_path / words.partition("file=")[2].strip()).write_text(text, encoding="utf-8")
        elif language == "console":
            commands += re.findall(r"^\$ dvk ((?:minutes|summary|sheet) .*)$", text, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["minutes", "summary", "sheet"]
    for command in commands:
        assert run(shlex.split(command)) == 0, command
    assert len(list(tmp_path.glob("*.pdf"))) == 3
    (minutes,) = tmp_path.glob("*.docx")
    paragraphs = [one.text for one in docx.Document(str(minutes)).paragraphs]
    told = [cell.text for table in docx.Document(str(minutes)).tables for row in table.rows for cell in row.cells]
    flags = [told[at + 2 : at + 4] for at, text in enumerate(told) if text.endswith((" 02", " 05"))]
    proposed, held = ("đề nghị", "chưa xét") if ".vi." in name else ("proposed", "on hold")
    assert ["94,80" if ".vi." in name else "94.80", proposed] in flags
    # what is on hold is not voted on, and is named apart
    assert [text for text in paragraphs if " 05" in text and held in text and ("96,20" in text or "96.20" in text)]
