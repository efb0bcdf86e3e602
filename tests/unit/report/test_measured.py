"""How wide the columns of a workbook's sheet are."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dvk_scoring.forms.heights import column_width
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
