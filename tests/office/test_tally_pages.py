"""The minutes of the counting of votes, page by page: no signature stands where there is nothing to sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.write import write_document
from dvk_scoring.scoring.result import Result

SCHEME = """\
[scheme]
id = "t"
title = "Thi đua huyện H"

[criteria]
work = { plugin = "direct", weight = 100, title = "Công việc" }

[titles.flag]
title = "Cờ thi đua"
quota = { count = 99 }
vote = { of = "all members", at_least = "80%" }
"""


def proposed(count: int) -> Result:
    """Score so many communes, all of them proposed."""
    rows = "".join(f"xa-{at:02},Xã {at:02},{99 - at}\n" for at in range(1, count + 1))
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("figures.csv").write_text(f"unit,name,work.points\n{rows}", encoding="utf-8")
    scheme = load_scheme("scheme.toml")
    return score(scheme, read_figures(scheme, ["figures.csv"]))


def test_the_last_page_always_has_units(desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page takes some thirty rows, so that among these counts some leave the signatures no room beside the rows."""
    monkeypatch.chdir(tmp_path)
    lengths = set()
    for count in range(16, 36):
        write_document(proposed(count), "tally", "tally.pdf", "vi", letterhead=Letterhead(), force=True)
        pages = desk.pdf(Path("tally.pdf").read_bytes()).pages
        lengths.add(len(pages))
        assert "TỔ KIỂM PHIẾU" in pages[-1]
        assert f"Xã {count:02}" in pages[-1], count
    assert lengths == {1, 2}


def test_in_word_the_last_rows_stay_with_the_signatures(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_document(proposed(20), "tally", "tally.docx", "vi", letterhead=Letterhead())
    table = next(one for one in desk.docx(Path("tally.docx").read_bytes()).document.tables if len(one.rows) > 15)
    kept = [row.cells[1].paragraphs[0].paragraph_format.keep_with_next is True for row in table.rows[1:]]
    assert kept == [*[False] * 17, *[True] * 3]
