"""Rubric sheets as committees make them, of units and criteria that are invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[object]]


def book_of(path: Path, sheets: dict[str, Rows], change: Callable[[Any], None] = lambda _: None) -> Path:
    """Write sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    change(book)
    book.save(path)
    return path


MOVEMENT: Rows = [
    ["CÔNG AN TỈNH X", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["HỘI ĐỒNG THI ĐUA", None, None, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["BẢNG TIÊU CHÍ CHẤM ĐIỂM THI ĐUA NĂM 2025"],
    [],
    ["TT", "Nội dung, tiêu chí", "Điểm tối đa", "Cách chấm", "Ghi chú"],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["I", "CÔNG TÁC THAM MƯU", 30, None, None],
    [1, "Kế hoạch, chương trình đúng hạn", 10, "Chậm một kế hoạch trừ 1 điểm", None],
    [2, "Báo cáo định kỳ", 20, "Chậm một báo cáo trừ 2 điểm", None],
    [None, None, None, "Sai số liệu trừ 1 điểm", None],
    ["II", "VẬN ĐỘNG QUẦN CHÚNG", 70, None, None],
    [3, "Buổi tuyên truyền", 40, None, None],
    [None, "- Có kế hoạch riêng", 10, None, None],
    [None, "- Đủ số buổi", 30, None, None],
    [4, "Mô hình được công nhận", 30, "Mỗi mô hình 10 điểm", None],
    [None, "TỔNG CỘNG", 100, None, None],
    [],
    [None, "NGƯỜI LẬP BIỂU", None, "TRƯỞNG BAN", None],
]
POINTS: Rows = [
    ["KẾT QUẢ CHẤM ĐIỂM"],
    ["TT", "Đơn vị", "Cụm", "1", "2", "3", "Mô hình được công nhận", "Tổng điểm"],
    [1, "Công an huyện A", "Cụm 1", 9.5, 18, 35, 30, 92.5],
    [2, "Công an huyện B", "Cụm 1", 10, "KP", 40, 20, 70],
    [3, "Công an huyện C", "Cụm 2", None, 20, 38.25, 10, 68.25],
    [None, "Tổng", None, 19.5, 38, 113.25, 60, 230.75],
]
NESTED: Rows = [
    ["Rubric of the contest"],
    ["No.", "Criterion", "Maximum", "How scored"],
    ["A", "Work", 60, None],
    ["I", "Plans", 25, None],
    ["1.1", "Plans in time", 15, "One late: 1 less"],
    ["1.2", "Plans kept", 10, None],
    ["II", "Field", 35, None],
    ["2.1", "Visits", 35, None],
    ["B", "People", 40, None],
    ["a", "Sessions", 40, None],
    ["C", "Bonus points", 5, None],
    ["1", "Prizes", 5, "A prize: 1"],
    ["D", "Points taken (penalties)", None, None],
    ["1", "Late reports", -3, "A report: 1"],
    ["Total", None, 100, None],
]
FLAT: Rows = [
    ["STT", "Tiêu chí", "Thang điểm"],
    ["1", "Hồ sơ", None],
    ["1.1", "Hồ sơ đúng hạn", 12.5],
    ["1.2", "Hồ sơ đầy đủ", 7.5],
    ["2", "Tiếp dân", "30 điểm"],
    ["3", "Đối thoại", 50],
]
