"""What stands above and below the cells of a form is whole on paper: as wide as its letters, or as high as its lines.

Letters are measured with the font itself (Liberation Serif, as wide as Times New Roman), and not as the form does it.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from dvk_scoring import load_scheme
from dvk_scoring.forms.make import FormOrder, make_forms
from dvk_scoring.forms.page import FormTerms
from dvk_scoring.report.documents.pdf import font_folder
from dvk_scoring.text import Language

SCHEME: Final = """
[scheme]
id = "one"
title = "{title}"
not_reported = "not-ranked"
[criteria.done]
plugin = "pass-fail"
weight = 100
title = "Đạt"
figures.passed = {{ by = "{by}", title = "Đạt" }}
"""
LONG: Final = (
    "Phong trào thi đua “Dân vận khéo” trong lực lượng công an cấp xã năm 2027, đợt cao điểm thứ hai, chuyên đề "
    "cải cách thủ tục hành chính"
)
TERMS: Final = FormTerms(
    to="Bộ phận thường trực Hội đồng Thi đua - Khen thưởng Công an tỉnh",
    deadline=date(2027, 12, 10),
    contact="Thường trực Hội đồng",
    telephone="0259 3822 000",
)


@cache
def font(style: str) -> tuple[Any, Any, int]:
    ttf = pytest.importorskip("fontTools.ttLib")
    read = ttf.TTFont(font_folder() / f"LiberationSerif-{style}.ttf")
    return read.getBestCmap(), read["hmtx"], read["head"].unitsPerEm


def drawn(text: str, look: Any) -> float:
    """Give the points that a text takes on one line."""
    style = f"{'Bold' if look.b else ''}{'Italic' if look.i else ''}" or "Regular"
    glyphs, widths, em = font(style)
    return float(sum(widths[glyphs[ord(one)]][0] for one in text.replace("\n", "")) * look.sz / em)


def room(sheet: Any, cell: Any) -> tuple[float, float]:
    """Give how wide and how high the cell is, with all that it is merged with, in points."""
    area = next((one for one in sheet.merged_cells.ranges if cell.coordinate in one), None)
    first, last = (cell.column, cell.column) if area is None else (area.min_col, area.max_col)
    wide = {at: one.width for one in sheet.column_dimensions.values() for at in range(one.min, one.max + 1)}
    points = sum(wide[at] * 7 * 0.75 for at in range(first, last + 1))
    return points - 4, sheet.row_dimensions[cell.row].height or 15.0


@pytest.mark.parametrize("title", ["Thi đua", LONG], ids=["short", "long"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("by", ["committee", "unit"])
def test_no_text_of_a_narrow_form_is_cut(by: str, language: Language, title: str, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    (tmp_path / "s.toml").write_text(SCHEME.format(title=title, by=by), encoding="utf-8")
    (tmp_path / "units.csv").write_text("unit,name\na,A\nb,B\n", encoding="utf-8")
    order = FormOrder(
        load_scheme(tmp_path / "s.toml"),
        units=tmp_path / "units.csv",
        committee=by == "committee",
        language=language,
        terms=TERMS,
    )
    make_forms(order, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx", data_only=True)
    sheet = next(one for one in book.worksheets if "dvk-form" in str(one["A1"].value))
    texts = [one for line in sheet.iter_rows(min_row=3) for one in line if isinstance(one.value, str) and one.value]
    hidden = {"A"} | {letter for letter, one in sheet.column_dimensions.items() if one.hidden}
    seen = [one for one in texts if one.column_letter not in hidden and sheet.row_dimensions[one.row].hidden is False]
    signed = [one.value for one in seen if one.value in ("NGƯỜI LẬP PHIẾU", "FILLED IN BY")]
    assert len(signed) == 1
    for one in seen:
        if one.coordinate == f"{one.column_letter}8" or one.alignment.shrink_to_fit:
            continue  # the count, which may go on to its right; what is made smaller
        wide, high = room(sheet, one)
        lines = 1 if drawn(one.value, one.font) <= wide else drawn(one.value, one.font) * 1.05 // wide + 1
        if not one.alignment.wrap_text:
            assert lines == 1, one.value
        elif one.row < 10:
            assert lines * one.font.sz * 1.15 <= high, one.value
