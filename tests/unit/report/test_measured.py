"""How wide the columns of a workbook's sheet are."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dvk_scoring.forms.heights import column_width
from dvk_scoring.forms.printed import page_header
from dvk_scoring.report.workbook import grid as g
from dvk_scoring.report.workbook.measured import measure


@pytest.mark.parametrize("mark", ["", "THỬ – số liệu đã bị sửa.", "SỐ LIỆU MINH HỌA, không phải của đơn vị có thật."])
def test_what_pages_repeat_has_room_for_the_mark_that_stands_above_it(mark: str) -> None:
    sheet = g.Sheet("s", 1)
    sheet.enter("TT", [Fraction(1)], look="row")
    sheet.enter("Đơn vị", ["A"], look="name")
    sheet.enter("Số", [Fraction(2)])
    widths = measure(sheet, 2, [mark]).widths
    assert sum(widths[:2]) >= max(17.0, column_width(mark, 11) * 1.05)
    assert sum(widths[:2]) <= max(17.0, column_width(mark, 11) * 1.07)


@pytest.mark.parametrize("group", ["Một nhóm rất rộng", "Một nhóm có tên dài mà cột cuối cùng không chứa hết"])
@pytest.mark.parametrize("columns", [5, 17, 40])
def test_a_group_that_goes_on_over_the_end_of_a_page_is_told_on_both(group: str, columns: int) -> None:
    sheet = g.Sheet("s", 3)
    sheet.enter("TT", [Fraction(1)] * 3, look="row")
    sheet.enter("Đơn vị", ["A", "B", "C"], look="name")
    for at in range(columns):
        sheet.enter(f"Số {at}", [Fraction(at)] * 3, group="Nhóm đầu" if at < 3 else group)
    measured = measure(sheet, 2, [""])
    starts, end = measured.pages.columns, len(sheet.columns)
    assert [at for one in measured.spans for at in range(one.first, one.end)] == list(range(end))
    wanted = [at for at in range(2, end) if at in {2, 5, *starts}]
    assert [one.first for one in measured.spans if one.group] == wanted
    assert {one.group for one in measured.spans if one.first >= 5} == {group}


def test_what_stands_above_each_page_is_text_and_fits() -> None:
    told = page_header("1 Tham mưu & chỉ đạo &F", "Ghi chú")
    assert told == '&L&14&"Times New Roman,Bold"1 Tham mưu && chỉ đạo &&F\n&10&"Times New Roman,Italic"Ghi chú'
    assert page_header("Tên", "") == '&L&14&"Times New Roman,Bold"Tên'
    assert page_header("Tên", "x" * 250) == '&L&14&"Times New Roman,Bold"Tên'
    assert 100 < len(page_header("&" * 300, "x")) <= 255
