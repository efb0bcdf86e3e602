"""Letters to the units whose forms have not come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from dvk_scoring import load_scheme
from dvk_scoring.cli.entry import run
from dvk_scoring.forms.collect import collect_forms, missing_units
from dvk_scoring.forms.collected import CollectOrder, MissingUnit
from dvk_scoring.report.documents.letterhead import read_letterhead
from dvk_scoring.report.documents.reminder import reminder_papers
from tests.office.filled import is_form, role_columns, rows_of

SCHEME: Final = "stage-contest"
UNITS: Final = "unit,name,cluster\na,Đội A,teams\nb,Đội B,teams\nc,Đội C,teams\n"
HEAD: Final = """
[agency]
issuer = "Công an tỉnh N"
council = "Hội đồng Thi đua - Khen thưởng"
[reminder]
number = "7"
symbol = "CV-HĐ"
date = 2026-12-05
deadline = 2026-12-10
telephone = "0259 3822 000"
contact = "Thường trực Hội đồng"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the list of units, a letterhead, and the forms of all in ``forms``; that of ``b`` has come back."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "letterhead.toml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "back").mkdir()
    assert run(["form", SCHEME, "--units", "units.csv", "--committee", "-o", "forms"]) == 0
    give_back(tmp_path, "b")
    return tmp_path


def give_back(folder: Path, unit: str, value: float | str | None = 8.5) -> None:
    """Return the form of a unit, with a value in its first row; None: as it went out."""
    path = folder / "forms" / f"{unit}.xlsx"
    book = openpyxl.load_workbook(path)
    (sheet,) = [one for one in book.worksheets if is_form(one)]
    sheet.cell(min(rows_of(sheet).values()), role_columns(sheet)["value"]).value = value
    book.save(folder / "back" / f"{unit}.xlsx")
    path.unlink()


def missing(folder: Path, *forms: str) -> list[str]:
    order = CollectOrder(load_scheme(SCHEME), tuple(folder / one for one in forms), folder / "units.csv")
    return [one.unit for one in missing_units(order)[0]]


def test_who_has_not_returned_a_form_is_known_in_the_order_of_the_list(folder: Path) -> None:
    assert missing(folder, "back") == ["a", "c"]
    assert missing(folder) == ["a", "b", "c"]
    (folder / "none").mkdir()
    assert missing(folder, "none") == ["a", "b", "c"]
    give_back(folder, "a")
    give_back(folder, "c")
    assert missing(folder, "back") == []


def test_only_what_tells_who_has_not_returned_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of ``b`` a cell is right and one is not; nothing that ``c`` sent is; a form is of no unit, a file no form."""
    path = folder / "back" / "b.xlsx"
    book = openpyxl.load_workbook(path)
    (sheet,) = [one for one in book.worksheets if is_form(one)]
    sheet.cell(sorted(rows_of(sheet).values())[1], role_columns(sheet)["value"]).value = "tốt"
    book.save(path)
    give_back(folder, "c", "khá")
    (folder / "d.csv").write_text("unit,name,cluster\nd,Đội D,teams\n", encoding="utf-8")
    assert run(["form", SCHEME, "--units", "d.csv", "--committee", "-o", "more"]) == 0
    (folder / "more" / "d.xlsx").rename(folder / "back" / "d.xlsx")
    (folder / "back" / "old.doc").write_text("Phiếu", encoding="utf-8")
    words = [SCHEME, "back", "--units", "units.csv"]
    capsys.readouterr()
    assert run(["--lang", "vi", "remind", *words, "-o", "letters.docx"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("DVK-")]
    assert sorted(line.split()[0] for line in told) == ["DVK-D301", "DVK-O514", "DVK-O525", "DVK-O537"]
    assert [line.split()[0] for line in told if "đơn vị Đội C (c): " in line] == ["DVK-D301", "DVK-O525"]
    assert not any("Đội B" in line for line in told)
    # The same forms collected: what is wrong with b is told there.
    assert run(["--lang", "vi", "collect", *words, "-o", "figures.csv"]) == 3
    assert "đơn vị Đội B (b): “tốt” không phải là số" in capsys.readouterr().err


def test_a_form_without_a_figure_is_asked_for_again_in_other_words(folder: Path) -> None:
    give_back(folder, "c", None)
    order = CollectOrder(load_scheme(SCHEME), (folder / "back",), folder / "units.csv")
    units, _ = missing_units(order)
    assert [one.unit for one in units] == ["a", "c"] == [one.unit for one in collect_forms(order).missing]
    first, second = reminder_papers(load_scheme(SCHEME), units, read_letterhead(folder / "letterhead.toml"), "vi")
    assert "hội đồng chưa nhận được phiếu của Đội A" in first["lines"][0]
    assert "phiếu của Đội C chưa có số liệu nào dùng được" in second["lines"][0]


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_each_unit_gets_a_letter_of_a_page_in_one_file(suffix: str, desk: Any, folder: Path) -> None:
    words = ["remind", SCHEME, "back", "--units", "units.csv", "--letterhead", "letterhead.toml", "-o", f"l{suffix}"]
    assert run(["--lang", "vi", *words]) == 0
    content = (folder / f"l{suffix}").read_bytes()
    pdf = desk.pdf(content) if suffix == ".pdf" else desk.print_docx([content])[0]
    pages = [" ".join(one.split()) for one in pdf.layout.split("\f")[:-1]]
    assert len(pages) == 2
    for page, name in zip(pages, ("Đội A", "Đội C"), strict=True):
        for line in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 7/CV-HĐ",
            f"Kính gửi: {name}",
            f"Đề nghị {name} gửi phiếu về hội đồng chậm nhất ngày 10 tháng 12 năm 2026.",
            "Theo bảng điểm, đội thi chưa báo cáo đủ số liệu thì chưa được xếp hạng.",
            "xin liên hệ Thường trực Hội đồng, điện thoại 0259 3822 000.",
            "Trân trọng./.",
        ):
            assert line in page, line
        assert page.split()[0] != "2"  # each letter is numbered on its own


def test_a_folder_gets_the_letter_of_each_unit(desk: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "remind", SCHEME, "back", "--units", "units.csv", "-o", "letters/"]) == 0
    assert sorted(one.name for one in (folder / "letters").iterdir()) == ["a.pdf", "c.pdf"]
    assert "2 letters." in capsys.readouterr().out
    text = " ".join(desk.pdf((folder / "letters" / "a.pdf").read_bytes()).text.split())
    assert "To: Đội A" in text
    assert "Yours faithfully." in text


def test_a_word_template_of_ones_own_writes_to_every_unit(
    desk: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The template is the one that ships, changed in Word; the letters are all there, a file each."""
    from docx import Document

    words = ["remind", SCHEME, "back", "--units", "units.csv", "--letterhead", "letterhead.toml"]
    assert run(["--lang", "vi", *words, "--write-template", "own.docx"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Đã ghi: own.docx"
    own = Document(str(folder / "own.docx"))
    own.add_paragraph("Mẫu của tỉnh gửi {{ unit.name }}")
    own.save(str(folder / "own.docx"))
    assert run(["--lang", "vi", *words, "--template", "own.docx", "--as", "docx", "-o", "letters/"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 công văn."
    for unit, name in (("a", "Đội A"), ("c", "Đội C")):
        said = desk.docx((folder / "letters" / f"{unit}.docx").read_bytes()).paragraphs
        assert said[-1] == f"Mẫu của tỉnh gửi {name}"
        assert f"Kính gửi: {name}" in said
    assert run(["--lang", "vi", *words, "--template", "own.docx", "-o", "all.docx"]) == 3
    told = capsys.readouterr().err
    assert "Ghi vào thư mục, mỗi đơn vị một tệp: -o THƯ-MỤC/ --as docx; hoặc" in told
    assert "--all" not in told
    assert not (folder / "all.docx").exists()


def test_a_form_of_files_needs_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["remind", SCHEME, "back", "--units", "units.csv", "--as", "docx", "-o", "letters.docx"]
    assert run(["--lang", "en", *words]) == 2
    assert "DVK-O108: The option --as does nothing here" in capsys.readouterr().err


def test_the_template_is_taken_out_also_when_nobody_is_late(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["remind", SCHEME, "--units", "units.csv", "--write-template"]
    assert run(["--lang", "vi", *words, "late.docx"]) == 0
    give_back(folder, "a")
    give_back(folder, "c")
    capsys.readouterr()
    assert run(["--lang", "vi", *words[:2], "back", *words[2:], "none.docx"]) == 0
    assert capsys.readouterr().out == "Đã ghi: none.docx\n"
    assert (folder / "none.docx").read_bytes() == (folder / "late.docx").read_bytes()


def test_nothing_is_written_when_every_form_is_back(
    desk: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    give_back(folder, "a")
    give_back(folder, "c")
    words = ["remind", SCHEME, "back", "--units", "units.csv", "-o", "letters.pdf"]
    assert run(["--lang", "vi", *words]) == 0
    assert not (folder / "letters.pdf").exists()
    assert "Mọi đơn vị đã gửi phiếu; không có công văn nào được ghi." in capsys.readouterr().out


def test_what_the_letterhead_leaves_out_is_dotted_or_left_out(folder: Path) -> None:
    (folder / "bare.toml").write_text('[agency]\nissuer = "Công an tỉnh N"\n', encoding="utf-8")
    head = read_letterhead(folder / "bare.toml")
    (data,) = reminder_papers(load_scheme(SCHEME), [MissingUnit("x", "", "teams")], head, "vi")
    assert data["to"] == "Kính gửi: x"
    assert "chậm nhất ngày …… tháng …… năm ……." in data["lines"][1]
    assert not any("liên hệ" in line for line in data["lines"])
    assert data["number"] == "Số: ……/……"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("zero", "nội dung không báo cáo được tính 0 điểm"),
        ("not-ranked", "chưa được xếp hạng"),
        ("error", "chưa đủ số liệu của mọi đội thi thì chưa chấm điểm được"),
    ],
)
def test_a_letter_says_what_the_scheme_does_with_what_is_missing(rule: Any, said: str, folder: Path) -> None:
    import attrs

    scheme = attrs.evolve(load_scheme(SCHEME), not_reported=rule)
    (data,) = reminder_papers(
        scheme, [MissingUnit("a", "Đội A", "teams")], read_letterhead(folder / "letterhead.toml"), "vi"
    )
    assert said in data["lines"][2]
