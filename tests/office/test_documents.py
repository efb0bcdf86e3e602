"""Minutes, score sheets and summaries of the shipped schemes, read back from the PDF and from Word's file.

What is expected is written here from the result's own numbers, apart from the code that fills the documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

import attrs
import pytest

from dvk_scoring.analysis.shown import section_points
from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.letterhead import Kind, Letterhead
from dvk_scoring.report.documents.pdf import make_pdf
from dvk_scoring.report.documents.write import KINDS, document_data, make_document
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.scoring.votes import Ballot, Votes
from dvk_scoring.text import Language
from tests.samples import EIGHTY, score_sample, with_rules

Samples = Callable[[str], Result]
SHIPPED: Final = [one.id for one in find_shipped()]
MOVEMENT: Final = "dan-van-kheo-2020"


def of(scheme: str) -> pytest.MarkDecorator:
    """Hand all that looks at the documents of a scheme to one process, which makes each once."""
    return pytest.mark.xdist_group(f"documents-{scheme}")


IDS: Final = [pytest.param(one, marks=of(one)) for one in SHIPPED]
PAIRS: Final = [
    *(pytest.param(one, "vi", marks=of(one)) for one in SHIPPED),
    *(pytest.param(one, "en", marks=of(one)) for one in (MOVEMENT, "stage-contest")),
]
MOST_PLACES: Final = 4
NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
POINTS_A_MM: Final = 72 / 25.4
MARKUP: Final = "#let x = *b* _i_ $y$ <w:p/> &amp; {{ 7 * 7 }} {% if x %} @a [c] `d` \\e 'f' \"g\" // h /* i"
LONG: Final = "Công an xã Nguyễn Nghiêm Trường Sơn Đông phụ trách nhiều thôn, bản, buôn, phum, sóc " * 4


def number(value: Decimal | Fraction, language: Language, most: int = 12) -> str:
    """Write a number: whole numbers plainly, decimals as they stand but with at most so many places."""
    if isinstance(value, Fraction):
        places = 0 if value.denominator == 1 else next(n for n in range(9) if (value * 10**n).denominator == 1)
    else:
        places = min(most, max(0, -int(value.as_tuple().exponent)))
    scaled = abs(Fraction(value)) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)  # half up
    shown = f"{'-' if value < 0 else ''}{Decimal(whole).scaleb(-places):,f}"
    return shown if language == "en" else shown.translate(str.maketrans(",.", ".,"))


def points(value: Decimal | None, language: Language) -> str:
    return "–" if value is None else number(value, language, MOST_PLACES)


def bare(*texts: str) -> str:
    return re.sub(r"\s+", "", "".join(texts))


def tables(result: Result) -> Iterator[list[UnitResult]]:
    """Give the units of each table: by cluster, or all together."""
    if result.scheme.ranking.within == "all":
        yield list(result.units)
        return
    for cluster in result.scheme.clusters:
        yield [one for one in result.units if one.cluster == cluster]


def make(result: Result, kind: Kind, suffix: str, language: Language = "vi", **options: Any) -> bytes:
    unit = options.pop("unit", result.units[0].unit if kind == "sheet" else "")
    if kind == "tally":
        result = with_rules(result)
    return make_document(result, kind, suffix, language, unit=unit, **options)


def paper(scheme: str, kind: Kind, suffix: str, language: Language = "vi", *, unit: str = "") -> bytes:
    """Give a document of a sample; of sheets that of the first unit unless said."""
    first = score_sample(scheme).units[0].unit if kind == "sheet" else ""
    return _made(scheme, kind, suffix, language, unit or first)


@cache
def _made(scheme: str, kind: Kind, suffix: str, language: Language, unit: str) -> bytes:
    return make(score_sample(scheme), kind, suffix, language, unit=unit)


def total(unit: UnitResult, language: Language) -> str:
    return number(unit.total, language) if unit.state == "ranked" else "–"


def klass(result: Result, unit: UnitResult, language: Language) -> str:
    if not result.scheme.classes:
        return ""
    name = "–" if unit.klass is None else result.scheme.classes[unit.klass].title.in_(language)
    held = {"vi": " (chưa xét)", "en": " (on hold)"}[language]
    return name + held if any("class" in one.effect for one in unit.holds) else name


def summary_row(result: Result, unit: UnitResult, place: int, language: Language) -> list[str]:
    scheme = result.scheme
    tops = [one.id for one in scheme.sections.values() if one.parent is None]
    loose = [one.id for one in scheme.criteria.values() if one.section is None and not one.tie_break]
    row = [str(place), unit.name]
    row += [points(section_points(scheme, unit, one), language) for one in tops]
    row += [points(unit.criteria[one].points if one in unit.criteria else None, language) for one in loose]
    row += [points(unit.bonus_counted, language)] if scheme.bonuses else []
    row += [points(unit.penalty_counted, language)] if scheme.penalties else []
    row += [total(unit, language), "–" if unit.rank is None else f"{unit.rank}{'=' if unit.tied else ''}"]
    row += [klass(result, unit, language)] if scheme.classes else []
    states = {
        "vi": {"reserve": "dự bị", "undecided": "chưa quyết định", "held": "chưa xét"},
        "en": {"reserve": "reserve", "undecided": "undecided", "held": "on hold"},
    }[language]
    titles = []
    for key, own in unit.titles.items():
        name = scheme.titles[key].title.in_(language)
        if own.state != "no":
            titles.append(name if own.state == "proposed" else f"{name} ({states[own.state]})")
    return [*row, ";\n".join(titles)] if scheme.titles else row


@pytest.mark.parametrize(("scheme", "language"), PAIRS)
def test_the_summary_has_the_engines_numbers_row_by_row(
    scheme: str, language: Language, desk: Any, samples: Samples
) -> None:
    result = samples(scheme)
    printed = bare(desk.pdf(paper(scheme, "summary", ".pdf", language)).text)
    written = [row for table in desk.docx(paper(scheme, "summary", ".docx", language)).tables for row in table]
    for units in tables(result):
        for place, unit in enumerate(units, start=1):
            row = summary_row(result, unit, place, language)
            assert row in written
            assert bare(*row) in printed, row


@pytest.mark.parametrize(("scheme", "language"), PAIRS)
def test_the_minutes_have_rank_total_and_class_of_every_unit(
    scheme: str, language: Language, desk: Any, samples: Samples
) -> None:
    result = samples(scheme)
    printed = bare(desk.pdf(paper(scheme, "minutes", ".pdf", language)).text)
    written = [row for table in desk.docx(paper(scheme, "minutes", ".docx", language)).tables for row in table]
    tied = {"vi": " (đồng hạng)", "en": " (tied)"}[language]
    for unit in result.units:
        rank = "–" if unit.rank is None else f"{unit.rank}{tied if unit.tied else ''}"
        row = [rank, unit.name, total(unit, language)]
        row += [klass(result, unit, language)] if result.scheme.classes else []
        assert row in written
        assert bare(*row) in printed, row


@pytest.mark.parametrize(("scheme", "language"), PAIRS)
def test_a_score_sheet_has_every_criterion_and_what_came_of_it(
    scheme: str, language: Language, desk: Any, samples: Samples
) -> None:
    result = samples(scheme)
    missing = {
        "vi": {"not-assigned": "KP", "not-reported": "chưa báo cáo"},
        "en": {"not-assigned": "n/a", "not-reported": "not reported"},
    }[language]
    for unit in (result.units[0], result.units[-1]):
        printed = bare(desk.pdf(paper(scheme, "sheet", ".pdf", language, unit=unit.unit)).text)
        (_, table, *_) = desk.docx(paper(scheme, "sheet", ".docx", language, unit=unit.unit)).tables
        kind = result.scheme.clusters[unit.cluster].kind
        for key, own in unit.criteria.items():
            use = result.scheme.criteria[key]
            start = [use.no, use.title.in_(language), number(use.weight[kind], language)]
            if use.tie_break:
                start = [use.no, {"vi": f"{start[1]} (tiêu chí phụ, không tính điểm)",
                                  "en": f"{start[1]} (tie-break, gives no points)"}[language], "–"]  # fmt: skip
            value = missing[own.state] if own.points is None else points(own.points, language)
            (row,) = [one for one in table if one[:3] == start]
            assert row[-2] == value
            assert bare(*start) in printed
        assert table[-1][-2] == total(unit, language)
        assert bare(total(unit, language)) in printed
        assert bare(unit.name) in printed


@of(MOVEMENT)
def test_the_minutes_tell_what_the_council_must_look_at(desk: Any) -> None:
    document = desk.docx(paper(MOVEMENT, "minutes", ".docx"))
    doubled = "Trùng minh chứng với phong trào khác đã được khen (BB-03, ngày 12/12/2020)."
    voted = "Phiếu kín, 12/15 tổng số thành viên hội đồng (BB-04, ngày 15/12/2020)."
    expected = {
        "- Công an huyện L: chưa xét xếp loại và danh hiệu; lý do: Đang xác minh đơn tố cáo (BB-03, ngày 10/12/2020).",
        "- Khối phòng nghiệp vụ, hạng 3: Phòng nghiệp vụ 2, Phòng nghiệp vụ 3.",
        "- Cờ thi đua: Công an huyện H.",
        "- Bằng khen: Phòng nghiệp vụ 2, Phòng nghiệp vụ 3, Công an huyện H.",
        "- Công an huyện M: chưa báo cáo “Tuyên truyền, vận động quần chúng”.",
        "- Cải cách hành chính: Phòng nghiệp vụ 5, Phòng tổng hợp 4.",
        f"- Công an huyện F: “Tuyên truyền, vận động quần chúng” −2 điểm; lý do: {doubled}",
        f"- Thứ tự giữa các đơn vị bằng nhau: Công an huyện E, rồi đến Công an huyện A; lý do: {voted}",
    }
    assert expected <= set(document.paragraphs)
    printed = bare(desk.pdf(paper(MOVEMENT, "minutes", ".pdf")).text)
    assert [line for line in expected if bare(line) not in printed] == []


@of(MOVEMENT)
def test_titles_are_proposed_and_votes_are_left_to_the_council(desk: Any, samples: Samples) -> None:
    result = samples(MOVEMENT)
    document = desk.docx(paper(MOVEMENT, "minutes", ".docx"))
    rows = [row for table in document.tables for row in table if len(row) == 6]
    votes = [row for row in rows if row[0].isdigit()]
    words = [one.word for unit in result.units for one in unit.titles.values()]
    assert len(votes) == sum(word in ("proposed", "reserve") for word in words)
    assert {row[4] for row in votes} == {"đề nghị", "dự bị"}
    assert {row[5] for row in votes} == {"……/……\n……%"}  # of all members, as a percent
    heading = "Chưa đưa ra biểu quyết được; hội đồng cần quyết định trước:"
    waiting = [line for line in document.paragraphs if re.match(r"- .* \(.*\), .* điểm(, dự bị)?: ", line)]
    assert len(waiting) == sum(word in ("undecided", "undecided-reserve", "held") for word in words) > 0
    assert waiting[0].startswith("- Công an huyện L (Cụm huyện miền núi), 94,81 điểm: đủ điều kiện nhưng chưa xét: ")
    printed = bare(desk.pdf(paper(MOVEMENT, "minutes", ".pdf")).text)
    assert [line for line in (heading, *waiting) if bare(line) not in printed] == []


@of(MOVEMENT)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_says_that_the_figures_are_illustrative(kind: Kind, desk: Any) -> None:
    pages = desk.pdf(paper(MOVEMENT, kind, ".pdf")).pages
    assert pages
    assert len(pages) > 1 or kind == "tally"
    assert all("SỐ LIỆU MINH HỌA" in page for page in pages)
    section = desk.docx(paper(MOVEMENT, kind, ".docx")).document.sections[0]
    assert all("SỐ LIỆU MINH HỌA" in one.paragraphs[0].text for one in (section.footer, section.first_page_footer))


def test_figures_of_ones_own_carry_no_such_note(desk: Any, renamed: Callable[[str], Result]) -> None:
    result = renamed("Đội nhà")
    for kind in KINDS:
        assert "MINH HỌA" not in desk.pdf(make(result, kind, ".pdf")).text
        assert "mẫu" not in desk.docx(make(result, kind, ".docx")).document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_a_name_is_plain_text(kind: Kind, desk: Any, renamed: Callable[[str], Result]) -> None:
    result = renamed(MARKUP)
    assert bare(MARKUP) in bare(desk.pdf(make(result, kind, ".pdf")).text)
    assert bare(MARKUP) in bare(desk.docx(make(result, kind, ".docx")).text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_character_without_a_glyph_is_named_and_never_printed_as_a_box(
    kind: Kind, desk: Any, renamed: Callable[[str], Result]
) -> None:
    result = renamed("Đội 一")
    with pytest.raises(DvkError) as caught:
        make(result, kind, ".pdf")
    assert {one.code for one in caught.value.problems} == {"DVK-O223"}
    assert "U+4E00" in caught.value.problems[0].in_("vi")
    assert "Đội 一" in desk.docx(make(result, kind, ".docx")).text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", IDS)
def test_nothing_leaves_the_margins(scheme: str, kind: Kind, desk: Any, samples: Samples) -> None:
    if kind == "tally" and not samples(scheme).scheme.titles:
        pytest.skip("without titles there are no votes to count")
    _hold_margins(desk.pdf(paper(scheme, kind, ".pdf")))


@pytest.mark.parametrize("kind", KINDS)
def test_long_names_stay_within_the_margins(kind: Kind, desk: Any, renamed: Callable[[str], Result]) -> None:
    result = renamed(LONG)
    pdf = desk.pdf(make(result, kind, ".pdf"))
    _hold_margins(pdf)
    assert bare(LONG) in bare(pdf.text)


def _hold_margins(pdf: Any) -> None:
    """Left at least 30 mm, right at least 15, as the rules ask; nothing lies on anything else's line end."""
    for width, height, word in pdf.words():
        assert word.left >= 29.5 * POINTS_A_MM, word
        assert word.right <= width - 14.5 * POINTS_A_MM, word
        assert word.bottom <= height - 5 * POINTS_A_MM, word


def test_working_of_more_than_a_page_is_parted_and_not_cut(desk: Any, samples: Samples) -> None:
    data = dict(document_data(samples(MOVEMENT), "sheet", "vi", "huyen-f", Letterhead()))
    first, second, *rest = data["rows"]
    assert (first["kind"], second["kind"]) == ("section", "criterion")
    told = [
        " ".join(f"{word}{at}" for at in range(90)) for word in ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy") * 2
    ]
    data["rows"] = [first, {**second, "told": told}, *rest]
    pdf = desk.pdf(make_pdf("sheet", [data], None))
    _hold_margins(pdf)
    assert all(bare(line)[:200] in bare(pdf.text) for line in told)


@pytest.mark.parametrize(
    "scheme", [pytest.param(one, marks=of(one)) for one in ("commune-police", MOVEMENT, "public-service-766")]
)
def test_a_section_never_ends_a_page_of_a_sheet(scheme: str, desk: Any, samples: Samples) -> None:
    result = samples(scheme)
    for unit in result.units[:6]:
        data = document_data(result, "sheet", "vi", unit.unit, Letterhead())
        rows = [bare(one["title"], one["most"], one["points"]) for one in data["rows"] if one["kind"] == "section"]
        pages = [bare(one.replace(data["note"], "")) for one in desk.pdf(make_pdf("sheet", [data], None)).pages]
        assert rows
        assert [page[-80:] for page in pages if page.endswith(tuple(rows))] == []


@pytest.mark.parametrize("scheme", IDS)
def test_signatures_never_stand_alone_on_a_page(scheme: str, desk: Any, samples: Samples) -> None:
    result = samples(scheme)
    signs: tuple[tuple[Kind, str, str], ...] = (
        ("minutes", "CHỦ TỌA", "Họ và tên Chức vụ Vai trò Ký tên"),  # the last members
        ("summary", "NGƯỜI LẬP BẢNG", result.units[-1].name),
        ("table", "NGƯỜI LẬP BẢNG", "Hạng"),
        ("sheet", "ĐẠI DIỆN ", "KP: không phân công"),
    )
    for kind, mark, before in signs:
        (page,) = [one for one in desk.pdf(paper(scheme, kind, ".pdf")).pages if mark in one]
        assert bare(before) in bare(page), kind


@of(MOVEMENT)
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_from_the_second_on(kind: Kind, desk: Any) -> None:
    pages = desk.pdf(paper(MOVEMENT, kind, ".pdf")).pages
    annex = kind in ("summary", "table")  # which goes with the minutes, and carries no second name of the State
    assert (NATION in pages[0]) is not annex
    assert ("Phụ lục" in pages[0]) is annex
    assert not any(line.strip() == "1" for line in pages[0].splitlines()[:2])
    if kind in ("minutes", "decision"):  # their annex is numbered on its own
        pages = pages[: next(at for at, page in enumerate(pages) if page.startswith("Phụ lục"))]
    for at, page in enumerate(pages[1:], start=2):
        assert str(at) in page.splitlines()
    assert all(word not in page for page in pages[1:] for word in ("CỘNG HÒA", "Phụ lục\n"))


@pytest.mark.parametrize("kind", ["minutes", "sheet", "summary", "table"])  # few units are proposed for a title
def test_heads_of_tables_are_repeated(kind: Kind, desk: Any) -> None:
    scheme = "the-2016" if kind != "sheet" else "commune-police"
    head = {"minutes": "Tổng điểm", "summary": "Hạng", "sheet": "tóm tắt", "table": "Hạng"}[kind]
    pages = [page for page in desk.pdf(paper(scheme, kind, ".pdf")).pages if re.search(r"^\d+ ", page, re.MULTILINE)]
    assert len(pages) > 2
    assert all(head in page for page in pages[:-2])
    document = desk.docx(paper(scheme, kind, ".docx")).document
    assert document.element.xml.count("<w:tblHeader/>") >= 1
    first = 0 if kind in ("summary", "table") else 1
    assert all("w:cantSplit" in row._tr.xml for row in document.tables[first].rows)


@of(MOVEMENT)
@pytest.mark.parametrize("kind", KINDS)
def test_the_font_is_embedded_and_no_other_is_used(kind: Kind, desk: Any) -> None:
    fonts = desk.pdf(paper(MOVEMENT, kind, ".pdf")).fonts
    assert fonts
    for row in fonts:
        assert "LiberationSerif" in row[0]
        assert row[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, with a way back to Unicode


def test_word_files_ask_for_times_and_speak_vietnamese(desk: Any) -> None:
    document = desk.docx(paper("stage-contest", "minutes", ".docx")).document
    style = document.styles["Normal"]
    assert style.font.name == "Times New Roman"
    assert 'w:val="vi-VN"' in style.element.xml
    properties = document.core_properties
    assert (properties.author, properties.last_modified_by, properties.title) == ("", "", "BIÊN BẢN")


@of(MOVEMENT)
def test_libre_office_prints_the_word_files_as_they_are(desk: Any, samples: Samples) -> None:
    result = samples(MOVEMENT)
    printed = desk.print_docx([paper(MOVEMENT, kind, ".docx") for kind in KINDS])
    texts = dict(zip(KINDS, (one.layout for one in printed), strict=True))
    for units in tables(result):
        for unit in units:
            numbers = summary_row(result, unit, 0, "vi")[2:10]
            assert re.search(r"\s+".join(map(re.escape, numbers)), texts["summary"])
            assert unit.name in texts["summary"]
    assert total(result.units[0], "vi") in texts["sheet"]
    for (kind, text), pdf in zip(texts.items(), printed, strict=True):
        annex = kind in ("summary", "table")
        assert (NATION in text) is not annex
        assert ("Độc lập - Tự do - Hạnh phúc" in text) is not annex
        assert text.count("SỐ LIỆU MINH HỌA") == len(pdf.pages)
        assert "{{" not in text
        assert "{%" not in text
        for width, _, word in pdf.words():
            assert word.right <= width - 14 * POINTS_A_MM, word


def test_votes_stand_in_both_minutes(desk: Any, samples: Samples) -> None:
    result = with_rules(samples("stage-contest"))
    first, title = result.units[0].unit, next(iter(result.scheme.titles))
    ballot = Ballot(first, title, 13, 13, 12, 11, 15, EIGHTY)
    result = attrs.evolve(result, votes=Votes(15, 13, (ballot,)))
    for kind, told in (("minutes", ["11/15, 73,3% không đủ phiếu"]), ("tally", ["11/15, 73,3%", "có mặt 13"])):
        for suffix, read in ((".pdf", desk.pdf), (".docx", desk.docx)):
            text = bare(read(make_document(result, kind, suffix, "vi")).text)  # type: ignore[arg-type]
            assert all(bare(one) in text for one in told), (kind, suffix)
