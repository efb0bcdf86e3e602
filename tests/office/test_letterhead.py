"""The letterhead: what it says goes onto the paper, what it leaves out is dotted, what is wrong is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.letterhead import Letterhead, Member, Paper, read_letterhead
from dvk_scoring.report.documents.told_times import impossible_times
from dvk_scoring.report.documents.write import make_document
from dvk_scoring.scoring.result import Result

WHOLE = """
[agency]
superior = "Bộ Công an"
issuer = "Công an tỉnh Ninh Thuận"
council = "Hội đồng Thi đua - Khen thưởng"
place = "Ninh Thuận"

[minutes]
number = "12"
symbol = "BB-HĐTĐKT"
date = 2020-02-08
opened = "8 giờ 00 phút, ngày 08 tháng 02 năm 2020"
closed = "11 giờ 30 phút cùng ngày"
venue = "Hội trường Công an tỉnh"
present = 2
members = 3
recipients = ["Như thành phần tham dự", "Lưu: VT, HĐTĐKT"]

[summary]
number = "13"
symbol = "BTH-HĐTĐKT"
date = 2020-11-12
about = "Kết quả hội thi năm 2020"

[[council]]
name = "Nguyễn Văn A"
post = "Phó Giám đốc"
role = "chair"

[[council]]
name = "Trần Thị B"
role = "secretary"

[[council]]
name = "Lê Văn C"
"""


@pytest.fixture
def whole(tmp_path: Path) -> Letterhead:
    path = tmp_path / "letterhead.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return read_letterhead(path)


def test_a_letterhead_is_read(whole: Letterhead) -> None:
    assert (whole.superior, whole.issuer, whole.place) == ("Bộ Công an", "Công an tỉnh Ninh Thuận", "Ninh Thuận")
    assert whole.paper("summary") == Paper(
        number="13", symbol="BTH-HĐTĐKT", day=date(2020, 11, 12), about="Kết quả hội thi năm 2020"
    )
    assert whole.paper("minutes").present == 2
    assert whole.members[2] == Member("Lê Văn C", "", "member")
    assert whole.paper("sheet") == Paper()


def test_what_it_says_goes_onto_the_paper(whole: Letterhead, desk: Any, samples: Callable[[str], Result]) -> None:
    result = samples("stage-contest")
    for suffix in (".pdf", ".docx"):
        texts = {}
        for kind in ("minutes", "summary"):
            content = make_document(result, kind, suffix, "vi", letterhead=whole)
            read = desk.pdf(content).text if suffix == ".pdf" else desk.docx(content).text
            texts[kind] = " ".join(read.split())
        for line in (
            "Số: 12/BB-HĐTĐKT",
            "Thời gian bắt đầu: 8 giờ 00 phút, ngày 08 tháng 02 năm 2020",
            "Địa điểm: Hội trường Công an tỉnh",
            "Thành phần tham dự: 2/3 thành viên Hội đồng; vắng: 1",
            "Chủ tọa: Nguyễn Văn A, Phó Giám đốc",
            "Thư ký (người ghi biên bản): Trần Thị B",
            "Cuộc họp kết thúc vào 11 giờ 30 phút cùng ngày.",
            "Lê Văn C",
            "- Như thành phần tham dự; - Lưu: VT, HĐTĐKT.",
        ):
            assert line in texts["minutes"], (suffix, line)
        for line in (
            "Số: 13/BTH-HĐTĐKT",
            "Ninh Thuận, ngày 12 tháng 11 năm 2020",
            "Kết quả hội thi năm 2020",
            "(Kèm theo Biên bản số 12/BB-HĐTĐKT ngày 08 tháng 02 năm 2020)",
            "TM. HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG CHỦ TỊCH",
            "Nguyễn Văn A",
        ):
            assert line in texts["summary"], (suffix, line)


def test_the_issuing_body_stands_in_capitals(whole: Letterhead, desk: Any, samples: Callable[[str], Result]) -> None:
    text = desk.pdf(make_document(samples("stage-contest"), "summary", ".pdf", "vi", letterhead=whole)).text
    assert "BỘ CÔNG AN" in text
    assert "CÔNG AN TỈNH NINH THUẬN" in text


def test_what_is_not_given_is_dotted_and_nobody_is_named(desk: Any, samples: Callable[[str], Result]) -> None:
    result = samples("stage-contest")
    document = desk.docx(make_document(result, "minutes", ".docx", "vi"))
    assert any(one.startswith("Địa điểm: ………") for one in document.paragraphs)
    assert "Số: ……/BB-……" in document.text
    sheet = desk.docx(make_document(result, "sheet", ".docx", "vi", unit="doi-1"))
    assert "…………, ngày …… tháng …… năm ……" in sheet.text
    assert "Số:" not in sheet.text


def test_a_body_with_none_above_it_leaves_no_blank(desk: Any, samples: Callable[[str], Result]) -> None:
    letterhead = Letterhead(issuer="Ủy ban nhân dân tỉnh")
    document = desk.docx(make_document(samples("stage-contest"), "minutes", ".docx", "vi", letterhead=letterhead))
    assert document.tables[0][0][0].strip().replace("\u00a0", " ") == "Ủy ban nhân dân tỉnh"


def test_an_english_document_keeps_the_form(whole: Letterhead, desk: Any, samples: Callable[[str], Result]) -> None:
    text = desk.pdf(make_document(samples("stage-contest"), "summary", ".pdf", "en", letterhead=whole)).text
    for line in ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness", "12 November 2020"):
        assert line in text
    assert "SUMMARY OF POINTS" in text


@pytest.mark.parametrize(
    ("content", "code", "line", "key"),
    [
        ('[agency]\nissuer = "A"\nisuer = "B"', "DVK-S121", 3, "agency.isuer"),
        ("[minutes]\nnumber = 12", "DVK-S122", 2, "minutes.number"),
        ('[minutes]\n\ndate = "08/12/2020"', "DVK-S122", 3, "minutes.date"),
        ("[minutes]\npresent = 5\nmembers = 3", "DVK-S125", 2, "minutes.present"),
        ('[summary]\nvenue = "A"', "DVK-S121", 2, "summary.venue"),
        ('[[council]]\nrole = "chair"', "DVK-S123", 1, "council[1]"),
        ('[[council]]\nname = "A"\nrole = "boss"', "DVK-S128", 3, "council[1].role"),
        ('[council]\nname = "A"', "DVK-S122", 1, "council"),
        ('[minutes]\nopened = "25:70"', "DVK-O243", 2, "minutes.opened"),
        ('[minutes]\nclosed = "11 giờ 75 phút cùng ngày"', "DVK-O243", 2, "minutes.closed"),
        ('[minutes]\nopened = "8 giờ 00, ngày 31 tháng 02 năm 2026"', "DVK-O243", 2, "minutes.opened"),
        (
            '[[council]]\nname = "A"\nrole = "chair"\n[[council]]\nname = "B"\nrole = "chair"',
            "DVK-O244",
            6,
            "council[2].role",
        ),
        (
            '[[council]]\nname = "A"\nrole = "secretary"\n[[council]]\nname = "B"\nrole = "secretary"',
            "DVK-O244",
            6,
            "council[2].role",
        ),
        ('[agency]\nplace = ""', "DVK-S124", 2, "agency.place"),
        ('[minutes]\nrecipients = "A", "B"', "DVK-S104", 2, None),
        ('[letter]\nname = "A"', "DVK-S121", 1, "letter"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    content: str, code: str, line: int, key: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "letterhead.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        read_letterhead(path)
    (found,) = caught.value.problems
    assert (found.code, found.place.line, found.place.key) == (code, line, key)


def test_all_that_is_wrong_comes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "letterhead.toml"
    path.write_text("[agency]\nx = 1\n[minutes]\ny = 2\n[[council]]\nname = 3\n[z]", encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        read_letterhead(path)
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    ("words", "none"),
    [
        ("8 giờ 00 phút, ngày 18 tháng 12 năm 2020", []),
        ("08 giờ 00 ngày 18/12/2026", []),
        ("8h30, ngày 29/02/2028", []),
        ("8.00 on 18/12/2026", []),
        ("8:00, 18 December 2026", []),
        ("24 giờ ngày 18.12.2026", []),
        ("8 giờ 18/12/2026", []),
        ("29 tháng 2", []),
        ("7 giờ 3 hội trường", []),
        ("25:70", ["25:70"]),
        ("8h60", ["8h60"]),
        ("8g75", ["8g75"]),
        ("8.61 on 18/12/2026", ["8.61"]),
        ("24 giờ 01", ["24 giờ 01"]),
        ("29 giờ, ngày 31/11/2026", ["29 giờ", "31/11/2026"]),
        ("ngày 29 tháng 02 năm 2026", ["29 tháng 02 năm 2026"]),
        ("ngày 10 tháng 13", ["10 tháng 13"]),
        ("31 June 2026", ["31 June 2026"]),
        ("2026-02-30", ["2026-02-30"]),
    ],
)
def test_times_that_there_are_not_are_known_however_they_are_written(words: str, none: list[str]) -> None:
    assert impossible_times(words) == none


def test_a_wrong_time_and_a_second_chair_are_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "letterhead.toml"
    chairs = '[[council]]\nname = "A"\nrole = "chair"\n' * 2
    path.write_text(f'[minutes]\nopened = "25:70"\n{chairs}', encoding="utf-8")
    with pytest.raises(DvkError) as caught:
        read_letterhead(path)
    time, chair = caught.value.problems
    assert "“25:70” là giờ hay ngày không có.\n    → Ghi lại cho đúng, ví dụ: 08 giờ 00 phút" in time.in_("vi")
    assert "There is no time or day “25:70”.\n    → Write it anew, such as 8:00, 18 December 2026." in time.in_("en")
    assert "Vai trò “Chủ tọa” đã có người ghi ở trên" in chair.in_("vi")
    assert "The role “Chair” is taken by somebody above" in chair.in_("en")
