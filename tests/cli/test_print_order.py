"""The order of the file is the order of print in every output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import openpyxl

from tests.cli.conftest import Dvk
from tests.cli.test_papers import docx_texts, html_texts, xlsx_texts
from tests.unit.scheme.test_print_order import EVERY, FILE

TOP: Final = ["Mở đầu", "Nhóm A", "Ở giữa", "Nhóm B", "Kết thúc"]
LEAVES: Final = ["Mở đầu", "Việc A", "Việc sâu", "Việc sau", "Ở giữa", "Việc B", "Kết thúc"]


def in_order(texts: Sequence[str], titles: Sequence[str]) -> list[str]:
    """Give the titles in the order in which texts first name them alone, whatever number stands before."""
    places = {}
    for title in titles:
        places[title] = next((at for at, text in enumerate(texts) if text.strip().endswith(title)), -1)
    assert min(places.values()) >= 0, places
    return sorted(titles, key=lambda title: places[title])


def test_every_output_is_in_the_order_of_the_file(dvk: Dvk) -> None:
    columns = ("opening", "in-a", "deep", "after", "between", "in-b", "closing")
    Path("x.toml").write_text(FILE, encoding="utf-8")
    Path("x.csv").write_text(
        f"unit,name,{','.join(f'{one}.passed' for one in columns)}\nu,Xã Một,{','.join(['có'] * 7)}\n", encoding="utf-8"
    )
    for line in (
        "scheme docs x.toml -o rules.docx",
        "form x.toml -o form.xlsx",
        "score x.toml x.csv --quiet -o workbook.xlsx -o report.html",
        "sheet x.toml x.csv --unit u -o sheet.docx",
        "summary x.toml x.csv -o summary.docx",
    ):
        said = dvk(*line.split(), "--lang", "vi")
        assert said.status == 0, said.err
    assert in_order(docx_texts(Path("rules.docx")), EVERY) == EVERY
    assert in_order(xlsx_texts(Path("form.xlsx")), EVERY) == EVERY
    assert in_order(docx_texts(Path("sheet.docx")), EVERY) == EVERY
    listed = openpyxl.load_workbook("workbook.xlsx")["Kết quả"]
    assert in_order([str(cell.value) for cell in listed[5]], TOP) == TOP
    assert in_order(html_texts(Path("report.html")), TOP) == TOP
    notes = "\n".join(docx_texts(Path("summary.docx")))
    assert sorted(TOP, key=notes.index) == TOP
    shown = dvk("score", "x.toml", "x.csv", "--lang", "vi").out
    assert sorted(TOP, key=shown.index) == TOP
    explained = dvk("explain", "x.toml", "x.csv", "--unit", "u", "--lang", "vi").out
    assert sorted(LEAVES, key=explained.index) == LEAVES
