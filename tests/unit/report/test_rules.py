"""The document of a scheme: all of it there, in either language and no other, and safe in every form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import attrs
import pytest

from dvk_scoring.report.rules import awards, criteria, document, figures, general, quotas, scored, teller, total
from dvk_scoring.report.rules.blocks import Block, Document, Facts, Grid, Heading, Items, Line, Row
from dvk_scoring.report.rules.document import tell_rules
from dvk_scoring.report.rules.html import to_html
from dvk_scoring.report.rules.markdown import to_markdown
from dvk_scoring.report.rules.word import to_docx
from dvk_scoring.run import load_scheme
from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.text import Language, Text

IDS = [one.id for one in find_shipped()]
MODULES = (awards, criteria, document, figures, general, quotas, scored, teller, total)
MARKUP = "<b>x</b> {{ 7 * 7 }} | *y* _z_ `q` [a](b) # & {% if %}"
HOSTILE = Document(
    "Kind",
    MARKUP,
    (
        Heading(1, MARKUP),
        Line(f"1. {MARKUP}"),
        Line("- no list"),
        Items((MARKUP, "second"), ordered=True),
        Facts(((MARKUP, MARKUP),)),
        Grid(("A", "B"), (Row((MARKUP, "1"), strong=True), Row(("in", "2"), depth=2)), frozenset({1})),
    ),
)


def texts(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Line():
            yield block.text
        case Items():
            yield from block.lines
        case Facts():
            yield from (text for pair in block.pairs for text in pair)
        case Grid():
            yield from block.headings
            yield from (cell for row in block.rows for cell in row.cells)


def words(scheme: Scheme, language: Language) -> str:
    told = tell_rules(scheme, language)
    return "\n".join([told.kind, told.title, *(text for block in told.blocks for text in texts(block))])


def own_texts(of: Any) -> Iterator[Text]:
    """Every text that a scheme holds, its plugins' too."""
    if isinstance(of, Text):
        yield of
    elif isinstance(of, Mapping):
        for one in of.values():
            yield from own_texts(one)
    elif isinstance(of, tuple):
        for one in of:
            yield from own_texts(one)
    elif attrs.has(type(of)) and not type(of).__module__.endswith("formula.tree"):
        for field in attrs.fields(type(of)):
            yield from own_texts(getattr(of, field.name))


@pytest.mark.parametrize("scheme_id", IDS)
def test_no_word_of_the_other_language_is_left(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    said = [text for module in MODULES for text in module._SAID.values()]
    for language in ("vi", "en"):
        document_words = words(scheme, language)
        assert unicodedata.is_normalized("NFC", document_words)
        own = "\n".join([*(text.in_(language) for text in own_texts(scheme)), *(b.text for b in scheme.legal_basis)])
        for text in (*said, *own_texts(scheme)):
            other = text.en if language == "vi" else text.vi
            for piece in re.split(r"\{\w+\}", other):
                if len(piece.strip()) > 8 and piece not in own and not any(piece in t.in_(language) for t in said):
                    assert piece not in document_words, (language, piece)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scheme_id", IDS)
def test_no_id_and_no_python_is_shown(scheme_id: str, language: Language) -> None:
    scheme = load_scheme(scheme_id)
    shown = words(scheme, language)
    sources = "\n".join(text.in_(language) for text in own_texts(scheme)) + "\n".join(
        b.text for b in scheme.legal_basis
    )
    ids = {*scheme.criteria, *scheme.sections, *scheme.clusters, *scheme.titles, *scheme.classes, *scheme.kinds}
    ids |= {spec.name for use in scheme.criteria.values() for spec in use.figures}
    strange = [one for one in ids if re.search(r"[-_]", one) and one not in sources]
    assert [one for one in strange if re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", shown)] == []
    assert not re.search(r"\bNone\b(?! [a-z])|Text\(|Fraction|Decimal\(|\{\w*\}", shown)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scheme_id", IDS)
def test_everything_named_is_there(scheme_id: str, language: Language) -> None:
    scheme = load_scheme(scheme_id)
    shown = words(scheme, language)
    named: list[Any] = [*scheme.clusters.values(), *scheme.sections.values(), *scheme.criteria.values()]
    named += [*scheme.bonuses.values(), *scheme.penalties.values(), *scheme.knock_outs.values()]
    named += [*scheme.classes.values(), *scheme.titles.values()]
    owners: list[CriterionUse | Adjustment] = [*scheme.criteria.values()]
    owners += [*scheme.bonuses.values(), *scheme.penalties.values()]
    labels = [spec.label for use in owners for spec in use.figures]
    labels += [spec.label for spec in scheme.figures.values()]
    missing = [
        text.in_(language) for text in (*(one.title for one in named), *labels) if text.in_(language) not in shown
    ]
    assert missing == []


@pytest.mark.parametrize("scheme_id", IDS)
def test_both_languages_have_the_same_parts(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    shapes = [
        [(type(block), len(list(texts(block)))) for block in tell_rules(scheme, language).blocks]
        for language in ("vi", "en")
    ]
    assert shapes[0] == shapes[1]


EXCERPT = {
    "vi": """\
#### 7. Giải quyết khiếu nại, tố cáo

- **Điểm tối đa:** 12
- **Căn cứ cách chấm:** Luật Khiếu nại 2011, các Điều 28, 37, 50; Luật Tố cáo 2018, Điều 30
""",
    "en": """\
#### 7. Complaint handling

- **Points:** 12
- **Source:** Law on Complaints 2011, arts. 28, 37, 50; Law on Denunciations 2018, art. 30
""",
}
LINES = {
    "vi": """\
- **Thời gian áp dụng:** từ ngày 01/01/2020 đến hết ngày 31/12/2020
| **III** | **Dân vận chính quyền: cải cách hành chính, khiếu nại, dân chủ** | **38** | **32** |
- Luật Khiếu nại 2011 (có hiệu lực từ ngày 01/07/2012)
- **Khi:** số liệu “Vụ việc không vào sổ do nơi khác phát hiện” của tiêu chí “7. Giải quyết khiếu nại, tố cáo” từ 3 trở
2. Điểm trừ: thấp hơn xếp trên.
- **Số lượng:** 20% số đơn vị đủ điều kiện trong mỗi cụm, khối, làm tròn xuống; ít nhất 1; thêm 1 dự bị; những đơn vị
- **Không xét khi:** đã được đề nghị, đang đồng hạng ở suất cuối hoặc đang chưa xét “Cờ thi đua”
hội đồng quyết định.""",
    "en": """\
- **Valid:** from 2020-01-01 to 2020-12-31, both included
| **III** | **Administration close to the people** | **38** | **32** |
2. The penalties: the lower the better.
- **Quota:** 20% of those eligible in each cluster, rounded down; at least 1; 1 more in reserve; of those tied across
- **Not with:** “Flag”, be it proposed, tied for the last place of it, or on hold""",
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_lines_of_a_shipped_scheme(language: Language) -> None:
    """Read beside ``configs/dan-van-kheo-2020/scheme.toml``, which says the same in its own way."""
    markdown = to_markdown(tell_rules(load_scheme("dan-van-kheo-2020"), language))
    assert EXCERPT[language] in markdown
    for line in LINES[language].splitlines():
        assert line in markdown, line


def test_a_dated_param_is_told_by_day_and_cluster(tmp_path: Any) -> None:
    path = tmp_path / "dated.toml"
    path.write_text(
        '[scheme]\nid = "dated"\ntitle = "Thử"\nvalid = { from = 2026-01-01, to = 2026-12-31 }\n'
        '[clusters]\na = { title = "Cụm A" }\nb = { title = "Cụm B" }\n'
        "[criteria]\nratio = { weight = 100, params = { goal = [{ from = 2026-01-01, value = 0.9 }, "
        "{ from = 2026-07-01, value = { a = 0.95, b = 1 } }] } }\n",
        encoding="utf-8",
    )
    told = words(load_scheme(path), "vi")
    assert "từ ngày 01/01/2026: 0,9; từ ngày 01/07/2026 (đang áp dụng): Cụm A 0,95, Cụm B 1" in told
    assert "“Tỷ lệ đạt điểm tối đa” (theo cụm, khối)" in told
    from datetime import date

    before = words(load_scheme(path, as_of=date(2026, 6, 30)), "vi")
    assert "từ ngày 01/01/2026 (đang áp dụng): 0,9; từ ngày 01/07/2026: Cụm A 0,95, Cụm B 1" in before
    assert "“Tỷ lệ đạt điểm tối đa” (0,9)" in before


def test_texts_are_no_markdown() -> None:
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().enable("table").parse(to_markdown(HOSTILE))
    inline = [token for token in tokens if token.type == "inline"]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {"text", "strong_open", "strong_close", "text_special"}
    shown = ["".join(child.content for child in token.children or ()) for token in inline]
    assert shown[0] == MARKUP
    assert f"1. {MARKUP}" in shown
    assert "- no list" in shown
    assert sum(token.type == "tr_open" for token in tokens) == 3
    assert [token.type for token in tokens].count("list_item_open") == 3


def test_readers_of_markdown_that_know_more_find_nothing() -> None:
    """GitHub makes links of addresses and formulas of dollars, Jekyll tags of braces; not of what is escaped."""
    from markdown_it import MarkdownIt

    text = "http://a.vn www.a.vn WWW.a.vn a@b.vn $x$ ${y} {{ z }} {% z %} 5 % 10:30"
    written = to_markdown(Document("Kind", text, ()))
    shown = r"# http\://a.vn www\.a.vn WWW\.a.vn a\@b.vn \$x\$ \$\{y} \{\{ z }} \{\% z %} 5 % 10:30"
    assert written.splitlines()[0] == shown
    (heading, *_) = [token for token in MarkdownIt().parse(written) if token.type == "inline"]
    assert "".join(child.content for child in heading.children or ()) == text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def test_texts_are_no_html() -> None:
    page = _Tags()
    page.feed(to_html(HOSTILE, "vi"))
    assert not {"b", "script"} & set(page.tags)
    assert page.shown.count(MARKUP) >= 4


@pytest.mark.parametrize("scheme_id", ["dan-van-kheo-2020", "stage-contest"])
def test_html_is_one_file_that_asks_for_nothing(scheme_id: str) -> None:
    page = to_html(tell_rules(load_scheme(scheme_id), "vi"), "vi")
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi">')
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "default-src &#39;none&#39;" in page
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {one[1:] for one in re.findall(r'href="([^"]+)"', page)} <= set(ids)


def test_texts_are_no_tags_of_a_word_template() -> None:
    docx = pytest.importorskip("docx")
    opened = docx.Document(BytesIO(to_docx(HOSTILE, "vi")))
    shown = [paragraph.text for paragraph in opened.paragraphs]
    assert MARKUP in shown
    assert f"1. {MARKUP}" in shown
    assert opened.tables[0].rows[1].cells[0].text == MARKUP
    assert opened.tables[0].rows[2].cells[0].text == "\u2003\u2003in"


def test_the_same_scheme_gives_the_same_bytes() -> None:
    told = tell_rules(load_scheme("stage-contest"), "vi")
    assert to_docx(told, "vi") == to_docx(told, "vi")
    assert to_html(told, "vi") == to_html(told, "vi")
