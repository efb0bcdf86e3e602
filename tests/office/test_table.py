"""The big table: every point of every voice, on pages that can be read, and as numbers in a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest

from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.letterhead import Letterhead, Paper
from dvk_scoring.report.documents.table import ROOM
from dvk_scoring.report.documents.widths import Column, fitted, parted, text_width
from dvk_scoring.report.documents.write import document_data, make_document, suffixes
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language

Samples = Callable[[str], Result]
IDS: Final = [one.id for one in find_shipped()]
NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
POINTS_A_MM: Final = 72 / 25.4
A3: Final = (1190.55, 841.89)
"""Width and height in points of A3 landscape, ISO 216: 420 × 297 mm."""


def make(result: Result, kind: Any, suffix: str, language: Language = "vi", **options: Any) -> bytes:
    return make_document(result, kind, suffix, language, **options)


def data_of(result: Result, kind: Any = "table", language: Language = "vi") -> dict[str, Any]:
    return dict(document_data(result, kind, language, "", Letterhead()))


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def shown(value: Decimal | None, most: int = 4) -> str:
    if value is None:
        return "–"
    places = min(most, max(0, -int(value.as_tuple().exponent)))
    value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def expected(result: Result, unit: UnitResult) -> Iterator[list[str]]:
    """Give the points of each criterion that a unit has: of each voice, and what counts."""
    for own in unit.criteria.values():
        said = [(own.states_by_voice[voice], points) for voice, points in own.points_by_voice.items()]
        yield ["KP" if state == "not-assigned" else shown(points) for state, points in [*said, (own.state, own.points)]]


def cells(data: dict[str, Any]) -> Iterator[tuple[str, list[list[str]]]]:
    """Give each unit with the cells of its criteria, whichever way the table lies."""
    for table in data["tables"]:
        if table["rows"][-1]["kind"] == "unit":
            places = [at for at, one in enumerate(table["columns"]) if one["kind"] == "criterion"]
            for row in table["rows"]:
                if row["kind"] == "unit":
                    yield row["heads"][1], [row["cells"][at] for at in places]
        else:
            rows = [row for row in table["rows"] if row["kind"] == "criterion"]
            for at, column in enumerate(table["columns"]):
                yield column["title"], [row["cells"][at] for row in rows]


@pytest.mark.parametrize("scheme", IDS)
def test_every_point_of_every_voice_stands_beside_the_one_that_counts(scheme: str, samples: Samples) -> None:
    result = samples(scheme)
    found = dict(cells(data_of(result)))
    assert len(found) == len(result.units)
    for unit in result.units:
        own = [one for one in found[unit.name] if any(one)]
        assert sorted(own) == sorted(expected(result, unit))


def test_a_voice_that_was_not_assigned_a_criterion_did_not_leave_it_blank(tmp_path: Path) -> None:
    """u1 said KP and the council agreed; u2 reported nothing and the council says KP; u3 said KP and the council 8."""
    from dvk_scoring import load_scheme, read_figures, score

    (tmp_path / "scheme.toml").write_text(
        '[scheme]\nid = "kp"\ntitle = "KP"\nvoices = ["claimed", "final"]\nnot_reported = "not-ranked"\n[criteria]\n'
        'a = { plugin = "direct", weight = 60, title = "A" }\nb = { plugin = "direct", weight = 40, title = "B" }\n',
        encoding="utf-8",
    )
    figures = tmp_path / "figures.csv"
    figures.write_text(
        "unit,voice,a.points,b.points\nu1,claimed,5,KP\nu2,claimed,5,\nu3,claimed,5,KP\n"
        "u1,final,5,KP\nu2,final,5,KP\nu3,final,5,8\n",
        encoding="utf-8",
    )
    scheme = load_scheme(tmp_path / "scheme.toml")
    found = dict(cells(data_of(score(scheme, read_figures(scheme, [figures])))))
    assert {unit: own[1] for unit, own in found.items()} == {
        "u1": ["KP", "KP", "KP"],
        "u2": ["–", "KP", "KP"],
        "u3": ["KP", "8,00", "8,00"],
    }


def test_each_voice_has_its_own_sections_and_total(tmp_path: Path) -> None:
    """u1 claims 50 + 30 + 2 = 82, final 45 + 30 + 1 = 76, less 5 by a ruling: 71. u2 does not claim b."""
    from dvk_scoring import load_scheme, read_figures, read_rulings, score

    (tmp_path / "scheme.toml").write_text(
        '[scheme]\nid = "v"\ntitle = "V"\nvoices = ["claimed", "final"]\nnot_reported = "not-ranked"\n'
        '[sections]\nx = { title = "Phần A" }\ny = { title = "Phần B" }\n[criteria]\n'
        'a = { plugin = "direct", weight = 60, title = "A", section = "x" }\n'
        'b = { plugin = "direct", weight = 40, title = "B", section = "y" }\n'
        '[bonuses]\nmore = { plugin = "per-occurrence", to = "total", title = "Thêm" }\n',
        encoding="utf-8",
    )
    (tmp_path / "figures.csv").write_text(
        "unit,name,voice,a.points,b.points,more.times\nu1,U1,claimed,50,30,2\nu2,U2,claimed,40,,0\n"
        "u1,U1,final,45,30,1\nu2,U2,final,40,20,0\n",
        encoding="utf-8",
    )
    scheme = load_scheme(tmp_path / "scheme.toml")
    figures = read_figures(scheme, [tmp_path / "figures.csv"])
    act = {"unit": "u1", "points": {"of": "criteria.a", "change": -5}, "date": date(2026, 6, 1)}
    rulings, _ = read_rulings(scheme, figures, [{**act, "reason": "Nghe lại", "ref": "1"}])
    (table,) = data_of(score(scheme, figures, rulings))["tables"]
    rows = {row["heads"][1]: [row["cells"][at] for at in (0, 1)] for row in table["rows"]}
    assert [one["title"] for one in table["columns"]] == ["U1", "U2"]
    assert rows["Phần A"] == [["50,00", "45,00", "40,00"], ["40,00", "40,00", "40,00"]]
    assert rows["Phần B"] == [["30,00", "30,00", "30,00"], ["–", "20,00", "20,00"]]
    assert rows["Điểm thưởng"] == [["2,00", "1,00", "1,00"], ["0,00", "0,00", "0,00"]]
    assert rows["Tổng điểm"] == [["82,00", "76,00", "71,00"], ["–", "60,00", "60,00"]]
    assert rows["Hạng"] == [["1"], ["2"]]


@pytest.mark.parametrize("scheme", ["dan-van-kheo-2020", "commune-police", "pci-2013", "key-communes-2020"])
@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_what_is_printed_is_what_the_data_say(scheme: str, suffix: str, desk: Any, samples: Samples) -> None:
    result = samples(scheme)
    content, data = make(result, "table", suffix), data_of(result)
    if suffix == ".pdf":
        text = bare(desk.pdf(content).text)
    elif suffix == ".docx":
        text = bare(desk.docx(content).text)
    else:
        text = bare(" ".join(_texts(content)))
    for table in data["tables"]:
        for band in table["bands"]:
            for column in table["columns"][band["start"] : band["end"]]:
                assert bare(column["title"]) in text
            for row in table["rows"] if suffix == ".pdf" else ():
                own = row["cells"][band["start"] : band["end"]]
                assert bare("".join(row["heads"]) + "".join(one for some in own for one in some)) in text


def _texts(content: bytes) -> Iterator[str]:
    for sheet in _book(content).worksheets:
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.value is not None)


def _book(content: bytes) -> Any:
    from io import BytesIO

    from openpyxl import load_workbook

    return load_workbook(BytesIO(content))


def test_the_workbook_has_numbers_and_is_set_up_for_a3(desk: Any, samples: Samples) -> None:
    result = samples("commune-police")
    book, data = _book(make(result, "table", ".xlsx")), data_of(result)
    assert [one.title for one in book.worksheets] == [one["title"] for one in data["tables"]]
    totals = {unit.name: unit.total for unit in result.units}
    for sheet, table in zip(book.worksheets, data["tables"], strict=True):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
        assert sheet.print_title_rows is not None
        assert sheet.print_title_cols == "$A:$C"
        assert len(sheet.col_breaks.brk) == len(table["bands"]) - 1 == 1
        rows = {str(row[1].value): row for row in sheet.iter_rows()}
        head = next(row for row in sheet.iter_rows() if row[0].value == "TT")
        names = {cell.column: cell.value for cell in head if cell.value in totals}
        counting = [column + len(data["voices"]) - 1 for column in names]  # the last column of each unit
        total = {cell.column: cell.value for cell in rows["Tổng điểm"]}
        assert [total[column] for column in counting] == [float(totals[name]) for name in names.values()]
        most = [row[2].value for row in rows.values() if row[0].row > head[0].row + 1]
        assert [one for one in most if isinstance(one, str) and one.replace(",", "").replace(".", "").isdigit()] == []
        assert rows["Tổng điểm"][2].value == 1000
        (note,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == data["notes"][1]]
        (merged,) = [one for one in sheet.merged_cells.ranges if note.coordinate in one]
        first = 3 + sum(one["spans"] for one in table["columns"][: table["bands"][0]["end"]])
        assert (merged.min_col, merged.max_col, note.alignment.wrap_text) == (4, first, True)  # whole, on one page
        ranks = {unit.name: unit.rank for unit in result.units if not unit.tied}
        for cell in rows["Hạng"][3:]:
            if names.get(cell.column) in ranks:
                assert (cell.value, cell.number_format) == (ranks[names[cell.column]], "[$-42A]#,##0")
        for cell in rows["Tổng điểm"][3:]:
            if isinstance(cell.value, float):
                assert cell.number_format == "[$-42A]#,##0.00"
        assert min(cell.font.sz for row in sheet.iter_rows() for cell in row if cell.value is not None) >= 8


def test_the_same_workbook_comes_every_time(desk: Any, samples: Samples) -> None:
    result = samples("stage-contest")
    assert make(result, "table", ".xlsx") == make(result, "table", ".xlsx")


def test_a_text_that_looks_like_a_formula_stays_one(desk: Any, renamed: Callable[[str], Result]) -> None:
    name = "=1+1"
    book = _book(make(renamed(name), "table", ".xlsx"))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == name]
    assert found
    assert all(cell.data_type == "s" for cell in found)
    assert all(cell.quotePrefix for cell in found)


@pytest.mark.parametrize("scheme", IDS)
def test_letters_are_at_least_8_points_and_nothing_is_wider_than_the_page(scheme: str, samples: Samples) -> None:
    for language in ("vi", "en"):
        data = data_of(samples(scheme), language=language)
        assert data["letters"] >= 8
        for table in data["tables"]:
            heads = sum(one["width"] for one in table["heads"])
            assert table["bands"][0]["start"] == 0
            assert table["bands"][-1]["end"] == len(table["columns"])
            assert all(one["end"] == two["start"] for one, two in pairwise(table["bands"]))
            for band in table["bands"]:
                inside = sum(one["width"] for one in table["columns"][band["start"] : band["end"]])
                assert heads + inside <= ROOM + 0.5


@pytest.mark.parametrize("scheme", IDS)
def test_no_page_ends_in_a_section_and_none_has_a_heading_or_a_total_alone(
    scheme: str, desk: Any, samples: Samples
) -> None:
    result = samples(scheme)
    data = data_of(result)
    pages = [bare(one.replace(data["note"], "")) for one in desk.pdf(make(result, "table", ".pdf")).pages]
    rows = [row for table in data["tables"] for row in table["rows"]]
    sections = {bare(row["heads"][1]) for row in rows if row["kind"] == "section"}
    for page in pages:
        ends = [one for one in sections if re.search(rf"{re.escape(one)}[\d,.–]*$", page)]
        assert ends == []
        assert len(re.findall(r"\d+,\d\d", page)) > 5, "a page without points"
    (last,) = [page for page in pages if bare("NGƯỜI LẬP BẢNG") in page]
    assert len(re.findall(r"\d+,\d\d", last.partition(bare("NGƯỜI LẬP BẢNG"))[0])) > 5


def test_word_takes_no_more_pages_than_pdf(desk: Any, samples: Samples) -> None:
    results = [samples(one) for one in ("dan-van-kheo-2020", "the-2016")]
    printed = desk.print_docx([make(one, "table", ".docx") for one in results])
    for result, word in zip(results, printed, strict=True):
        assert len(word.pages) <= len(desk.pdf(make(result, "table", ".pdf")).pages) <= 4


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_table_lies_on_a3(suffix: str, desk: Any, samples: Samples) -> None:
    content = make(samples("dan-van-kheo-2020"), "table", suffix)
    pdf = desk.pdf(content) if suffix == ".pdf" else desk.print_docx([content])[0]
    for width, height, word in pdf.words():
        assert abs(width - A3[0]) < 1
        assert abs(height - A3[1]) < 1
        assert 29.5 * POINTS_A_MM <= word.left < word.right <= width - 14 * POINTS_A_MM


@pytest.mark.parametrize("scheme", IDS)
def test_no_word_is_wider_than_its_column(scheme: str, samples: Samples) -> None:
    data = data_of(samples(scheme))
    for table in data["tables"]:
        for at, one in enumerate(table["columns"]):
            width, cells = one["width"] / one["spans"], [row["cells"][at] for row in table["rows"]]
            under = [text for own in cells if len(own) == one["spans"] for text in own]
            names = data["voices"] if one["spans"] > 1 else [one["title"]]
            words = [word for text in (*under, *names) for word in text.split()]
            assert all(text_width(word, data["letters"]) <= width for word in words)


@pytest.mark.parametrize("kind", ["summary", "table"])
def test_with_a_number_of_its_own_it_is_no_annex(kind: Any, desk: Any, samples: Samples) -> None:
    head = Letterhead(issuer="Công an tỉnh", papers={kind: Paper(number="7")})
    for suffix in (".pdf", ".docx"):
        content = make(samples("stage-contest"), kind, suffix, letterhead=head)
        text = desk.pdf(content).text if suffix == ".pdf" else desk.docx(content).text
        assert NATION in text
        assert "Phụ lục" not in text
        assert "Số: 7/" in text


def test_a_summary_without_room_on_a4_goes_to_a3_and_loses_no_column(desk: Any, tmp_path: Path) -> None:
    from dvk_scoring import load_scheme, read_figures, score

    ids = [f"c{at}" for at in range(1, 15)]
    (tmp_path / "scheme.toml").write_text(
        '[scheme]\nid = "wide"\ntitle = { vi = "Rộng", en = "Wide" }\ntotal = 700000\n'
        '[clusters]\nall = { title = { vi = "Chung", en = "All" }, kind = "unit" }\n[sections]\n'
        + "".join(f'{one} = {{ title = {{ vi = "Phần {one}", en = "Part {one}" }}, weight = 50000 }}\n' for one in ids)
        + "[criteria]\n"
        + "".join(
            f'k{one} = {{ section = "{one}", plugin = "direct", weight = 50000, title = {{ vi = "T", en = "T" }} }}\n'
            for one in ids
        ),
        encoding="utf-8",
    )
    head = ",".join(f"k{one}.points" for one in ids)
    figures = tmp_path / "figures.csv"
    figures.write_text(f"unit,name,cluster,{head}\nu1,Đơn vị 1,all,{','.join(['31234.12'] * 14)}\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [figures]))
    data = data_of(result, "summary")
    assert (data["page"], len(data["parts"])) == ("a3", 14)
    assert data["letters"] >= 8
    ((width, _, _), *_) = desk.pdf(make(result, "summary", ".pdf")).words()
    assert abs(width - A3[0]) < 1
    assert result.units[0].total == Decimal("437277.68")  # 14 × 31234.12


def test_only_the_table_is_written_as_a_workbook(samples: Samples) -> None:
    assert [suffixes(kind) for kind in ("minutes", "sheet", "summary", "table")] == [
        *[(".docx", ".pdf")] * 3,
        (".docx", ".pdf", ".xlsx"),
    ]


def test_widths_part_no_word_and_keep_whole_what_should_stay_so() -> None:
    name = Column("Đơn vị", ["Công an huyện Thuận Bắc", "Phòng 1"], whole=True)
    about = Column("Ghi chú", ["nhiều chữ có thể xuống dòng ở bất cứ chỗ nào giữa hai từ " * 3])
    widths = fitted([name, about], 120, 11)
    assert widths is not None
    assert abs(sum(widths) - 120) < 0.1
    assert widths[0] >= text_width("Công an huyện Thuận Bắc", 11)
    assert widths[1] >= about.least(11)
    assert fitted([name, about], 30, 11) is not None  # then names take several lines
    assert fitted([name, about], 20, 11) is None  # then words would be parted
    assert parted("một hai ba", text_width("một hai", 11, bold=True) + 0.1, 11) == ["một hai", "ba"]
    assert parted("một\u00a0hai ba", 1, 11) == ["một\u00a0hai", "ba"]


def test_where_not_all_can_stay_whole_the_table_takes_few_lines() -> None:
    """Two long names among short ones give way to titles, of which every other row has one."""
    names = [*(f"Công an huyện {one}" for one in "ABCDEGHK"), "Công an huyện I (huyện miền núi, biên giới)"]
    titles = ["Bằng khen của Giám đốc Công an tỉnh (chưa quyết định)", ""] * 4 + [""]
    columns = [Column("Đơn vị", names, whole=True), Column("Danh hiệu đề nghị", titles, whole=True)]
    widths = fitted(columns, 110, 11)
    assert widths is not None
    assert abs(sum(widths) - 110) < 0.1
    assert widths[0] >= text_width("Công an huyện A", 11)
    lines = [len(parted(titles[0], width, 11)) for width in widths]
    assert lines[1] <= 2


def test_a_template_goes_with_no_workbook(desk: Any, samples: Samples, tmp_path: Path) -> None:
    with pytest.raises(DvkError) as caught:
        make(samples("stage-contest"), "table", ".xlsx", template=tmp_path / "own.docx")
    assert [one.code for one in caught.value.problems] == ["DVK-O227"]
