"""Appeals: the register on a day, letters of answer, and what the rulings that answer them change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.cli.entry import run
from dvk_scoring.scoring.appeals import Appeal

SCHEME: Final = """\
[scheme]
id = "huyen-h-2026"
title = { vi = "Thi đua huyện H, năm 2026", en = "District H, 2026" }
[criteria]
replies = { no = "1", plugin = "ratio", weight = 60, title = { vi = "Trả lời đúng hạn", en = "Replies in time" } }
models = { no = "2", plugin = "direct", weight = 40, title = { vi = "Chất lượng mô hình", en = "Quality of models" } }
[classes]
good = { title = { vi = "Khá", en = "Good" }, from = 80 }
fair = { title = { vi = "Trung bình", en = "Fair" }, from = 0 }
[titles]
flag = { title = { vi = "Cờ thi đua", en = "Flag" }, quota = { count = 1 } }
praise = { title = { vi = "Giấy khen", en = "Praise" }, quota = { count = 1, reserve = 1 }, not_with = ["flag"] }
"""
FIGURES: Final = """\
unit,name,replies.over,replies.under,models.points
xa-01,Xã 01,48,50,28.5
xa-02,Xã 02,24,25,36
xa-03,Xã 03,34,40,25
"""
RULINGS: Final = """\
[[rulings]]
unit = "xa-03"
points = { of = "criteria.models", change = 12 }
reason = "Công nhận thêm hồ sơ"
date = 2026-11-12
ref = "QĐ-12"
[[rulings]]
unit = "xa-02"
points = { of = "criteria.models", change = -1 }
reason = "Trùng hồ sơ"
date = 2026-11-01
ref = "QĐ-09"
"""
HEADS: Final = ("unit", "criterion", "lodged", "deadline", "about", "answered", "answer", "ruling")
ROWS: Final[Sequence[Sequence[str]]] = (
    ("xa-03", "models", "02/11/2026", "12/11/2026", "Xem lại hồ sơ số 3", "12/11/2026", "Chấp nhận", "QĐ-12"),
    ("xa-01", "replies", "2026-11-03", "2026-11-13", "", "2026-11-15", "=Không chấp nhận", ""),
    ("xa-01", "models", "2026-11-04", "2026-11-20", "", "", "", ""),
    ("xa-02", "replies", "2026-11-04", "2026-11-10", "", "", "", ""),
)
DAYS: Final = ("lodged", "deadline", "answered")
HEAD: Final = """\
[agency]
issuer = "Công an huyện H"
council = "Hội đồng Thi đua"
[answer]
number = "15"
symbol = "CV-HĐ"
date = 2026-11-16
"""
COMMAND: Final = ("appeals", "s.toml", "f.csv", "--rulings", "r.toml", "--on", "2026-11-16")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "250")
    for name, content in (("s.toml", SCHEME), ("f.csv", FIGURES), ("r.toml", RULINGS), ("head.toml", HEAD)):
        Path(name).write_text(content, encoding="utf-8")
    lines = [",".join(one.replace("=", "'=") for one in row) for row in (HEADS, *ROWS)]
    Path("a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def as_workbook(path: Path) -> None:
    """Write the register as a clerk types it: days as days."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADS)
    for row in ROWS:
        sheet.append([(_day(cell) if head in DAYS else cell) or None for head, cell in zip(HEADS, row, strict=True)])
        sheet.cell(sheet.max_row, 7).data_type = "s"
    book.save(path)


def _day(text: str) -> Any:
    if not text:
        return None
    return date.fromisoformat(text if "-" in text else "-".join(reversed(text.split("/"))))


def as_toml(path: Path) -> None:
    tables = []
    for row in ROWS:
        pairs = [(head, cell) for head, cell in zip(HEADS, row, strict=True) if cell]
        days = [f"{head} = {_day(cell)}" if head in DAYS else f'{head} = "{cell}"' for head, cell in pairs]
        tables.append("\n".join(["[[appeals]]", *days]))
    path.write_text("\n".join(tables), encoding="utf-8")


@given(days=st.tuples(*(st.integers(0, 30) for _ in range(3))), answered=st.integers(0, 60) | st.none())
def test_the_last_day_is_in_time_and_the_next_is_late(days: tuple[int, int, int], answered: int | None) -> None:
    lodged, term, on = days

    def day(at: int) -> date:
        return date.fromordinal(738_000 + at)

    one = Appeal("u", "c", day(lodged), day(lodged + term), answered=None if answered is None else day(answered))
    if answered is None or answered > on:
        assert one.state(day(on)) == ("due" if on <= lodged + term else "late")
    else:
        assert one.state(day(on)) == ("answered" if answered <= lodged + term else "answered-late")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert run([*COMMAND, *words]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_the_register_says_what_is_due_and_late_and_what_would_change(folder: Path, capsys: Any) -> None:
    """Worked by hand: Xã 03 has 34/40 of 60 and 25, 76; with 12 more it has 88, past the 57.6 + 28.5 of Xã 01."""
    told = said(capsys, "--appeals", "a.csv", "--lang", "vi")
    late = "trong đó 1 quá hạn"
    assert told[:2] == [
        "SỔ THEO DÕI KIẾN NGHỊ",
        f"Đến ngày 16 tháng 11 năm 2026: 4 kiến nghị; đã trả lời 2, {late}; chưa trả lời 2, {late}.",
    ]
    for line in (
        "1 Xã 03 2. Chất lượng mô hình: Xem lại hồ sơ số 3 02/11/2026 12/11/2026 12/11/2026",
        "“Chất lượng mô hình” +12 điểm (QĐ-12, ngày 12/11/2026). Chấp nhận. đã trả lời",
        "2 Xã 01 1. Trả lời đúng hạn 03/11/2026 13/11/2026 15/11/2026",
        "Giữ nguyên điểm. =Không chấp nhận. trả lời quá hạn",
        "3 Xã 01 2. Chất lượng mô hình 04/11/2026 20/11/2026 còn 4 ngày",
        "4 Xã 02 1. Trả lời đúng hạn 04/11/2026 10/11/2026 quá hạn 6 ngày",
        "THỬ – không phải kết quả",
        "Kết quả thay đổi: 2 trên 3 đơn vị",
        "xa-03 Xã 03 Tất cả 76,00 → 88,00 3 → 2 Trung bình → Khá “Giấy khen” dự bị → đề nghị",
    ):
        assert any(line in one for one in told), line
    assert any(line.startswith("xa-01 Xã 01 Tất cả 86,10 2 → 3 Khá") for line in told)
    assert not any(line.startswith("xa-02") and "→" in line for line in told)  # QĐ-09 answers no appeal


def test_a_table_a_workbook_and_toml_say_the_same(folder: Path, capsys: Any) -> None:
    as_workbook(folder / "a.xlsx")
    as_toml(folder / "a.toml")
    Path("semicolons.csv").write_text(
        "\ufeff" + Path("a.csv").read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8"
    )
    told = [said(capsys, "--appeals", f"a.{one}", "--lang", "en") for one in ("csv", "xlsx", "toml")]
    assert told[0] == told[1] == told[2] == said(capsys, "--appeals", "semicolons.csv", "--lang", "en")
    assert "TRIAL – not a result" in told[0]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_each_unit_gets_a_letter_with_what_became_of_its_appeals(suffix: str, desk: Any, folder: Path) -> None:
    words = ("--appeals", "a.csv", "--letterhead", "head.toml", "--lang", "vi", "--letters", f"l{suffix}")
    assert run([*COMMAND, *words]) == 0
    content = (folder / f"l{suffix}").read_bytes()
    pdf = desk.pdf(content) if suffix == ".pdf" else desk.print_docx([content])[0]
    pages = ["".join(one.split()) for one in pdf.layout.split("\f")[:-1]]  # a justified line is read with more blanks
    assert len(pages) == 2
    for page, lines in zip(
        pages,
        (
            (
                "Kính gửi: Xã 03",
                "Ngày 02 tháng 11 năm 2026, hội đồng nhận được kiến nghị của Xã 03",
                "về “Chất lượng mô hình”: Xem lại hồ sơ số 3.",
                "Hội đồng trả lời như sau: Chấp nhận.",
                "QĐ-12, ngày 12 tháng 11 năm 2026: “Chất lượng mô hình” +12 điểm; lý do: Công nhận thêm hồ sơ.",
                "Sau khi áp dụng các quyết định về kiến nghị, kết quả của Xã 03 như sau:",
                "- Tổng điểm: 88,00 (trước đó: 76,00);",
                "- Hạng: 2 (trước đó: 3);",
                "- Xếp loại: Khá (trước đó: Trung bình);",
                "- Danh hiệu “Giấy khen”: đề nghị (trước đó: dự bị).",
            ),
            (
                "Kính gửi: Xã 01",
                "Hội đồng trả lời như sau: =Không chấp nhận.",
                "Điểm “Trả lời đúng hạn” của Xã 01 giữ nguyên: 57,60.",
                "Hội đồng đang xem xét, sẽ trả lời chậm nhất ngày 20 tháng 11 năm 2026.",
                "Sau khi áp dụng các quyết định về kiến nghị, kết quả của Xã 01 như sau:",
                "- Tổng điểm: 86,10;",
                "- Hạng: 3 (trước đó: 2);",
                "- Xếp loại: Khá;",
                "- Danh hiệu “Giấy khen”: dự bị (trước đó: đề nghị).",
            ),
        ),
        strict=True,
    ):
        others = {"Xã 01", "Xã 02", "Xã 03"} - {lines[0].removeprefix("Kính gửi: ")}
        assert not any("".join(one.split()) in page for one in others)
        for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 15/CV-HĐ", "Trân trọng./.", "CHỦ TỊCH", *lines):
            assert "".join(line.split()) in page, line


def test_a_letter_says_so_where_nothing_changes(folder: Path) -> None:
    """Xã 02 has 24/25 of 60 and 36 less 1, 92.6, with the flag; QĐ-09 was there before and answers it."""
    Path("own.csv").write_text(
        "unit,criterion,lodged,deadline,answered,answer\nxa-02,replies,2026-11-04,2026-11-10,2026-11-09,Giữ nguyên\n",
        encoding="utf-8",
    )
    assert run([*COMMAND, "--appeals", "own.csv", "--lang", "vi", "--letters", "one.docx"]) == 0
    import docx

    lines = [one.text for one in docx.Document(str(folder / "one.docx")).paragraphs]
    at = lines.index("Các quyết định về kiến nghị không làm thay đổi kết quả của Xã 02:")
    assert lines[at + 1 : at + 5] == [
        "- Tổng điểm: 92,60;",
        "- Hạng: 1;",
        "- Xếp loại: Khá;",
        "- Danh hiệu “Cờ thi đua”: đề nghị.",
    ]


def test_a_letter_tells_totals_apart_and_says_where_there_is_none(folder: Path) -> None:
    """Xã 01 has 57.6 + 28.5 and loses 0.04: 86.10 and 86.06 both print as 86.1. Xã 03 has not reported its replies."""
    short = SCHEME.replace("[criteria]", 'not_reported = "not-ranked"\nrounding = { shown = 1 }\n[criteria]')
    Path("s.toml").write_text(short, encoding="utf-8")
    Path("f.csv").write_text(FIGURES.replace("xa-03,Xã 03,34,40", "xa-03,Xã 03,34,"), encoding="utf-8")
    ruling = RULINGS.replace("xa-03", "xa-01").replace("change = 12", "change = -0.04")
    Path("r.toml").write_text(ruling, encoding="utf-8")
    days = "2026-11-02,2026-11-12,2026-11-12"
    Path("own.csv").write_text(
        f"unit,criterion,lodged,deadline,answered,answer,ruling\nxa-01,models,{days},Bớt,QĐ-12\n"
        f"xa-03,replies,{days},Giữ nguyên,\n",
        encoding="utf-8",
    )
    assert run([*COMMAND, "--appeals", "own.csv", "--lang", "vi", "--letters", "two.docx"]) == 0
    import docx

    lines = [one.text for one in docx.Document(str(folder / "two.docx")).paragraphs]
    told = [one for one in lines if one.startswith(("- Tổng điểm", "- Hạng"))]
    wanted = ["- Tổng điểm: 86,06 (trước đó: 86,10);", "- Hạng: 2;", "- Tổng điểm: chưa có;", "- Hạng: chưa xếp hạng;"]
    assert told == wanted
    assert not any("giữ nguyên: " in one for one in lines)  # nothing is there to stay


def test_the_register_as_a_paper_has_both_tables_and_signatures_on_the_last(desk: Any, folder: Path) -> None:
    words = ("--appeals", "a.csv", "--letterhead", "head.toml", "--lang", "vi", "-o", "r.pdf", "-o", "r.docx")
    assert run([*COMMAND, *words]) == 0
    printed = desk.print_docx([(folder / "r.docx").read_bytes()])[0]
    for pdf in (desk.pdf((folder / "r.pdf").read_bytes()), printed):
        pages = [" ".join(one.split()) for one in pdf.layout.split("\f")[:-1]]
        whole = " ".join(pages)
        for text in (
            "SỔ THEO DÕI KIẾN NGHỊ",
            "Tình trạng",
            "quá hạn 6 ngày",
            "Thay đổi kết quả khi áp dụng",
            "76,00 → 88,00",
        ):
            assert text in whole, text
        assert "NGƯỜI LẬP BẢNG" in pages[-1]
        assert "76,00 → 88,00" in pages[-1]  # no signatures alone


def test_letters_go_into_a_folder_and_nothing_is_written_where_nothing_is_answered(folder: Path, capsys: Any) -> None:
    assert run([*COMMAND, "--appeals", "a.csv", "--letters", "letters/", "--lang", "en"]) == 0
    assert sorted(one.name for one in (folder / "letters").iterdir()) == ["xa-01.docx", "xa-03.docx"]
    Path("open.csv").write_text("\n".join(",".join(one) for one in (HEADS, *ROWS[2:])), encoding="utf-8")
    capsys.readouterr()
    told = said(capsys, "--appeals", "open.csv", "--letters", "none.docx", "--lang", "en")
    assert not (folder / "none.docx").exists()
    assert told[-1] == "No appeal is answered yet; no letter was written."
    assert "TRIAL – not a result" not in told  # no ruling answers any: there is nothing to try
    there = run([*COMMAND, "--appeals", "a.csv", "--letters", "letters/", "--lang", "en"])
    assert (there, "DVK-O202" in capsys.readouterr().err) == (3, True)


def test_one_file_is_not_the_register_and_the_letters(folder: Path, capsys: Any) -> None:
    status = run([*COMMAND, "--appeals", "a.csv", "-o", "x.docx", "--letters", "x.docx", "--lang", "en"])
    assert (status, "DVK-O204 x.docx" in capsys.readouterr().err) == (3, True)
    assert not (folder / "x.docx").exists()


def test_a_register_may_have_no_appeals_yet(folder: Path, capsys: Any) -> None:
    Path("none.csv").write_text(",".join(HEADS) + "\n", encoding="utf-8")
    Path("none.toml").write_text("", encoding="utf-8")
    for file in ("none.csv", "none.toml"):
        told = said(capsys, "--appeals", file, "-o", f"{file}.docx", "--lang", "en")
        assert told[1].startswith("Until 16 November 2026: 0 appeals;")
        assert told[-1] == f"Written: {file}.docx"


def test_a_ruling_that_lifts_a_hold_is_tried_as_well(folder: Path, capsys: Any) -> None:
    holds = '[[rulings]]\nunit = "xa-03"\nreason = "R"\n'
    held = holds + 'hold = { effect = ["class"] }\ndate = 2026-11-01\nref = "H-1"\n'
    lifted = holds + 'release = "hold"\ndate = 2026-11-12\nref = "H-2"\n'
    Path("r.toml").write_text(held + lifted, encoding="utf-8")
    Path("a.csv").write_text(
        "unit,criterion,lodged,deadline,ruling\nxa-03,models,2026-11-02,2026-11-12,H-2\n", encoding="utf-8"
    )
    told = said(capsys, "--appeals", "a.csv", "--lang", "en")
    assert "– Xã 03 (xa-03): no longer on hold – R" in told
