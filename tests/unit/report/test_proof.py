"""What ``dvk scheme check`` says of a scheme's roundings: each level, and what has one of its own."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from dvk_scoring.report.proof import print_proof
from dvk_scoring.run import load_scheme, prove
from dvk_scoring.text import Language

SCHEME = """\
[scheme]
id = "rounded"
title = "Rounded"
total = 100
rounding = { criterion = 2, section = 1, total = 3, shown = 1, mode = { section = "floor", total = "half-even" } }
[sections]
s = { title = "S" }
[criteria]
a = { plugin = "direct", section = "s", weight = 30, title = "A" }
b = { plugin = "direct", section = "s", weight = 30, title = "B" }
c = { plugin = "ratio", weight = 40, title = "C", rounding = { places = "none" } }
first = { plugin = "direct", for = "tie-break", title = "First", rounding = { places = 0, mode = "down" } }
"""
SAID: dict[Language, tuple[str, ...]] = {
    "en": (
        "Weights: 100 of 100 (criteria: 3)",
        (
            "Points of each criterion, bonus and penalty: rounded to 2 decimals; c: not rounded, kept exact; "
            "first: cut to 0 decimals."
        ),
        "Points of sections: rounded down to 1 decimal.",
        "Totals: rounded to 3 decimals (halves to even).",
        "Decimals of the total that tables print: 1; ranks are taken from all of it.",
    ),
    "vi": (
        "Điểm tối đa: 100 trên 100 (3 tiêu chí)",
        (
            "Điểm từng tiêu chí, thưởng, trừ: làm tròn 2 chữ số; riêng c: không làm tròn, giữ chính xác; "
            "riêng first: cắt còn 0 chữ số."
        ),
        "Điểm phần: làm tròn xuống 1 chữ số.",
        "Tổng điểm: làm tròn 3 chữ số (nửa thì về số chẵn).",
        "Bảng in tổng điểm với 1 chữ số thập phân; xếp hạng theo tổng điểm đầy đủ.",
    ),
}


@pytest.mark.parametrize("language", SAID)
def test_each_rounding_is_told(language: Language, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(SCHEME, encoding="utf-8")
    scheme = load_scheme(tmp_path / "s.toml")
    console = Console(file=StringIO(), width=200)
    print_proof(scheme, prove(scheme), language, console)
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]  # a StringIO
    assert [line for line in SAID[language] if line not in [one.strip() for one in lines]] == []
    (row,) = (line.split() for line in lines if line.strip().startswith("first"))
    assert row[2] == ("tie-break" if language == "en" else "tiêu")
