"""A comparison as one HTML file: charts, table and a paragraph a unit; no script, nothing fetched, to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dvk_scoring.analysis.causes import ComparedResults
from dvk_scoring.package import VERSION
from dvk_scoring.report.changes.terminal import gathered
from dvk_scoring.report.comparison.slope import LEFT, RIGHT, WIDTH, charts
from dvk_scoring.report.comparison.terminal import WORDS, unit_cells, unit_headings
from dvk_scoring.report.comparison.told import ComparedTeller
from dvk_scoring.report.html.words import WORDS as PAGE_WORDS
from dvk_scoring.report.html.write import asset, environment, policy
from dvk_scoring.scheme.entrant import entrant_words
from dvk_scoring.text import Language, Sayer, Text

_SAID: Final[Mapping[str, Text]] = {
    **WORDS,
    "kind": Text(vi="So sánh hai kết quả", en="Two results compared"),
    "causes": Text(vi="Vì sao khác nhau", en="Why they differ"),
    "chart": Text(vi="Thứ hạng trước và sau", en="Ranks before and after"),
    "chart_of": Text(vi="Thứ hạng trước và sau: {cluster}", en="Ranks before and after: {cluster}"),
    "before": Text(vi="Trước", en="Before"),
    "after": Text(vi="Sau", en="After"),
    "described": Text(
        vi="Mỗi đường là một {entrant}, nối hạng trước (bên trái) với hạng sau (bên phải). Bảng bên dưới ghi đủ các "
        "số.",
        en="A line for each {entrant}, from its rank before (left) to that after (right). The table below has all the "
        "numbers.",
    ),
    "legend": Text(
        vi="Nét liền đậm: lên hạng. Nét đứt: xuống hạng. Nét mảnh: giữ nguyên.",
        en="Heavy line: up. Broken line: down. Thin line: the same rank.",
    ),
    "too_many": Text(
        vi="Có {count} {entrant} nên không vẽ đường: không còn phân biệt được. Xem bảng bên dưới.",
        en="With {count} {entrants} no lines are drawn: they could not be told apart. See the table below.",
    ),
    "table": Text(vi="{Entrant} có thay đổi", en="{Entrants} that change"),
    "paragraphs": Text(vi="Từng {entrant}", en="{Entrant} by {entrant}"),
    "scheme": Text(vi="Bảng điểm khác ở đâu", en="What differs in the scheme"),
}


def compared_html(compared: ComparedResults, language: Language) -> str:
    """Write the page.

    Raises:
        DvkError: One side is a trial, or Jinja2 is not installed.
    """
    compared.refuse_trial()
    words = entrant_words(compared.entrant, language)
    say, teller = Sayer(_SAID, language, **words), ComparedTeller(compared, language)
    style = asset("rules.css") + asset("compare.css")
    headings = unit_headings(compared, teller, language)
    return (
        environment()
        .get_template("compare.html.j2")
        .render(
            say=say,
            teller=teller,
            compared=compared,
            language=language,
            style=style,
            version=VERSION,
            policy=policy([style], []),
            sides=[
                say(key, title=side.names.title.in_(language), name=side.file)
                for key, side in (("old", compared.old), ("new", compared.new))
            ],
            banner=[PAGE_WORDS[key].in_(language) for key in ("illustrative", "illustrative_text")]
            if compared.old.illustrative or compared.new.illustrative
            else [],
            charts=charts(compared),
            left=LEFT,
            right=RIGHT,
            width=WIDTH,
            headings=headings,
            rows=[unit_cells(unit, teller) for unit in compared.changed],
            paragraphs=[teller.paragraph(unit) for unit in compared.changed],
            changes=gathered(teller.scheme()),
            rulings=dict(zip(("gone", "added"), teller.rulings(), strict=True)),
        )
    )
