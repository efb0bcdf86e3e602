"""``dvk scheme import`` as it is typed: what was taken on stdout, what was not on stderr, and a scheme that scores."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Dvk
from tests.office.rubrics import FLAT, MOVEMENT, POINTS, book_of


def test_a_rubric_becomes_a_scheme_that_checks_and_scores(dvk: Dvk) -> None:
    book_of(Path("book.xlsx"), {"Tiêu chí": MOVEMENT, "Điểm": POINTS})
    said = dvk("scheme", "import", "book.xlsx", "-o", "thi-dua-2026", "--lang", "vi")
    assert said.status == 0
    assert said.out.startswith("Trang “Tiêu chí”: 4 tiêu chí, 2 nhóm, tổng 100 điểm\n     B8  I ")
    assert said.out.endswith(
        f"Đã ghi: {Path('thi-dua-2026/scheme.toml')}\nĐã ghi: {Path('thi-dua-2026/figures.csv')}\n"
    )
    assert said.err.startswith("DVK-O830 book.xlsx [Tiêu chí!A4]: Tên bảng điểm được lấy ở ô này")
    assert dvk("scheme", "check", "./thi-dua-2026").status == 0
    scored = dvk("score", "./thi-dua-2026", "thi-dua-2026/figures.csv", "--lang", "en")
    assert scored.status == 0
    assert "92.50" in scored.out


def test_nothing_is_overwritten_and_nothing_is_left_half_written(dvk: Dvk) -> None:
    book_of(Path("book.xlsx"), {"A": FLAT})
    assert dvk("scheme", "import", "book.xlsx", "-o", "made").status == 0
    again = dvk("scheme", "import", "book.xlsx", "-o", "made", "--lang", "en")
    assert (again.status, again.err.split()[0]) == (3, "DVK-O705")
    assert dvk("scheme", "import", "book.xlsx", "-o", "made", "--force").status == 0
    gone = dvk("scheme", "import", "none.xlsx", "-o", "other", "--lang", "en")
    assert (gone.status, gone.err.split()[0]) == (3, "DVK-S101")
    assert not Path("other").exists()
