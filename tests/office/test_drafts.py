"""Drafts of the submission and of the decision: they say that they are drafts, and never that a title is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest

from dvk_scoring.report.documents.letterhead import Kind, Letterhead, Member, Paper
from dvk_scoring.report.documents.write import document_data, make_document
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language

Samples = Callable[[str], Result]
DRAFTS: Final[tuple[Kind, ...]] = ("submission", "decision")
IDS: Final = [one.id for one in find_shipped()]
AWARDED: Final = {
    "vi": r"tặng|trao|công nhận|được thưởng|đạt danh hiệu",
    "en": r"award|grant|confer|is given|are given|receives",
}
"""What would say that a title is given already."""
HEAD: Final = Letterhead(
    issuer="Công an tỉnh N",
    council="Hội đồng Thi đua - Khen thưởng",
    papers={
        "minutes": Paper(number="12", symbol="BB-HĐ", day=date(2020, 12, 18), members=15),
        "submission": Paper(number="3", to="Giám đốc Công an tỉnh N"),
        "decision": Paper(signer="Giám đốc Công an tỉnh N", day=date(2020, 12, 21)),
    },
    members=(Member("Nguyễn Văn A", "", "chair"),),
)


def text_of(desk: Any, content: bytes, suffix: str) -> str:
    return " ".join((desk.pdf(content) if suffix == ".pdf" else desk.docx(content)).text.split())


@pytest.mark.parametrize("scheme", IDS)
@pytest.mark.parametrize("kind", DRAFTS)
def test_nothing_says_that_a_title_is_given(kind: Kind, scheme: str, samples: Samples) -> None:
    result = samples(scheme)
    languages: tuple[Language, ...] = ("vi", "en")
    for language in languages:
        data = document_data(result, kind, language, "", HEAD)
        own = {
            key: value
            for key, value in data.items()
            if key not in ("titles", "scheme", "about", "legal_basis", "basis")
        }
        words = own.pop("words")
        said = [words[key] for key in ("submits", "submission_ends", "decides", "decision_list", "list_waits")]
        assert not re.search(AWARDED[language], " ".join([str(own), *said]).lower())


@pytest.mark.parametrize("kind", DRAFTS)
def test_every_page_says_that_it_is_a_draft(kind: Kind, desk: Any, samples: Samples) -> None:
    result = samples("dan-van-kheo-2020")
    pages = desk.pdf(make_document(result, kind, ".pdf", "vi", letterhead=HEAD)).pages
    assert all("DỰ THẢO – chờ hội đồng biểu quyết" in page for page in pages)
    assert "DỰ THẢO\n" in pages[0]
    for section in desk.docx(make_document(result, kind, ".docx", "en")).document.sections:
        assert "DRAFT – the council has yet to vote" in section.footer.paragraphs[0].text


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_submission_rests_on_the_minutes_and_names_who_is_proposed(
    suffix: str, desk: Any, samples: Samples
) -> None:
    result = samples("dan-van-kheo-2020")
    text = text_of(desk, make_document(result, "submission", suffix, "vi", letterhead=HEAD), suffix)
    for line in (
        "Số: 3/TTr-……",
        "TỜ TRÌNH",
        "Kính gửi: Giám đốc Công an tỉnh N",
        "Căn cứ Biên bản số 12/BB-HĐ ngày 18 tháng 12 năm 2020 họp hội đồng,",
        "Danh sách trình chính thức gồm các đơn vị được hội đồng biểu quyết thông qua.",
        "Chưa đưa ra biểu quyết được; hội đồng cần quyết định trước:",
        "Kính trình xem xét, quyết định./.",
        "Nguyễn Văn A",
    ):
        assert line in text, line
    for basis in result.scheme.legal_basis:
        assert f"Căn cứ {basis.text};" in text
    rows = [row for one in document_data(result, "submission", "vi", "", HEAD)["titles"] for row in one["rows"]]
    words = [one.word for unit in result.units for one in unit.titles.values()]
    assert len(rows) == sum(word in ("proposed", "reserve") for word in words) > 0
    assert all(row["votes"] == "……/15\n……%" for row in rows)


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_decision_has_its_list_as_an_annex_without_a_second_head(suffix: str, desk: Any, samples: Samples) -> None:
    result = samples("dan-van-kheo-2020")
    content = make_document(result, "decision", suffix, "vi", letterhead=HEAD)
    text = text_of(desk, content, suffix)
    for line in (
        "Số: ……/QĐ-……",
        "QUYẾT ĐỊNH:",
        "Điều 1. ",
        "gồm …… đơn vị, ghi tại Danh sách kèm theo.",
        "Điều 3. ",
        "Phụ lục DANH SÁCH ĐƠN VỊ ĐƯỢC ĐỀ NGHỊ",
        "(Kèm theo Quyết định số ……/QĐ-…… ngày 21 tháng 12 năm 2020 của Công an tỉnh N)",
        "chờ hội đồng biểu quyết",
    ):
        assert line.lower() in text.lower(), line
    # Decree 30/2020, annex I: the post of who signs is in capitals, as the authority above is.
    assert text.count("GIÁM ĐỐC CÔNG AN TỈNH N") == (2 if suffix == ".pdf" else 1)
    pdf = desk.pdf(content) if suffix == ".pdf" else desk.print_docx([content])[0]
    pages = [" ".join(one.split()) for one in pdf.layout.split("\f")[:-1]]
    assert sum("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page for page in pages) == 1
    (start,) = [at for at, page in enumerate(pages) if page.startswith("Phụ lục")]
    assert [page.split()[0] for page in pages[start + 1 :]] == [str(at) for at in range(2, len(pages) - start + 1)]


def test_the_signatures_of_the_submission_have_what_is_submitted_on_their_page(desk: Any, samples: Samples) -> None:
    pages = desk.pdf(make_document(samples("dan-van-kheo-2020"), "submission", ".pdf", "vi", letterhead=HEAD)).pages
    (last,) = [page for page in pages if "CHỦ TỊCH" in page]
    assert "- Công an huyện H (Cụm huyện miền núi), 90,48 điểm:" in last


def test_a_scheme_without_titles_has_drafts_all_the_same(desk: Any, samples: Samples) -> None:
    for kind in DRAFTS:
        for suffix in (".pdf", ".docx"):
            assert make_document(samples("pci-2013"), kind, suffix, "vi")
