"""The minutes of the counting of votes, page by page: no signature stands where there is nothing to sign."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.cli.entry import run
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.tally import tally_data
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


@pytest.mark.parametrize("titles", [True, False], ids=["no rule", "no titles"])
def test_a_scheme_without_a_rule_for_votes_has_no_minutes_of_their_counting(
    titles: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    rule = 'vote = { of = "all members", at_least = "80%" }'
    head, _, rest = SCHEME.partition("[titles.flag]")
    assert rule in rest  # the hint is what a scheme takes
    Path("plain.toml").write_text(SCHEME.replace(rule, "") if titles else head, encoding="utf-8")
    Path("figures.csv").write_text("unit,name,work.points\na,Xã A,9\n", encoding="utf-8")
    assert run(["--lang", "vi", "tally", "plain.toml", "figures.csv", "-o", "out.docx"]) == 3
    assert capsys.readouterr().err == (
        "DVK-O245 plain.toml: Không có gì để kiểm phiếu: bảng điểm không quy định biểu quyết cho danh hiệu nào.\n"
        f"    → Ghi vào bảng điểm, ở danh hiệu phải bỏ phiếu: [titles.MÃ] {rule}.\n"
    )
    assert run(["--lang", "en", "tally", "plain.toml", "figures.csv", "-o", "out.docx"]) == 3
    assert capsys.readouterr().err == (
        "DVK-O245 plain.toml: There are no votes to count: the scheme has no rule for votes on any title.\n"
        f"    → Write it into the scheme, below the title that is voted on: [titles.ID] {rule}.\n"
    )
    assert not Path("out.docx").exists()


def test_who_cannot_be_voted_on_yet_is_named(tmp_path: Path) -> None:
    """Two are equal for one flag: without a word of it the empty list would say that nobody is a candidate."""
    (tmp_path / "scheme.toml").write_text(SCHEME.replace("count = 99", "count = 1"), encoding="utf-8")
    (tmp_path / "figures.csv").write_text("unit,name,work.points\na,Xã A,9\nb,Xã B,9\nc,Xã C,8\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, tmp_path / "figures.csv"))
    (title,) = tally_data(result, Letterhead(), "vi")["titles"]
    assert (title["rule"], title["rows"], title["free"]) == (
        "Đủ phiếu khi được ít nhất 80% tổng số thành viên hội đồng (kể cả người vắng mặt) đồng ý.",
        [],
        "Chưa bỏ phiếu được, vì còn chưa xét hoặc chưa quyết định: Xã A, Xã B.",
    )
    (title,) = tally_data(result, Letterhead(), "en")["titles"]
    assert title["free"] == "Not voted on yet, since on hold or undecided: Xã A, Xã B."
