"""``dvk scheme lint`` as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Dvk = Callable[..., Any]
FRAMES = ("polars", "duckdb", "pyarrow", "pandas", "numpy")


def test_advice_is_grouped_told_why_and_ends_with_a_line(dvk: Dvk) -> None:
    said = dvk("--lang", "vi", "scheme", "lint", "key-communes-2020")
    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "Cả bảng điểm"
    assert lines[1].startswith("  DVK-L109 (dòng 16) Giới hạn điểm thưởng 3 không bao giờ chạm tới: ")
    assert lines[2].startswith("      Vì sao: Người đọc tưởng có giới hạn, nhưng ")
    assert lines[3].startswith("      Có thể: Hạ giới hạn xuống dưới mức cộng lại, ")
    assert lines[4:] == ["", "0 điều nên xem lại, 1 điều nên biết; không điều nào là lỗi."]


def test_long_lines_are_broken_at_the_width_of_the_screen(dvk: Dvk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = dvk("--lang", "en", "scheme", "lint", "key-communes-2020").out.splitlines()
    assert max(map(len, lines)) <= 73  # the heading and the last line are not broken
    assert all(line == line.rstrip() for line in lines)
    assert lines[2].startswith("      ")


def test_a_clean_scheme_gives_one_line(dvk: Dvk) -> None:
    assert dvk("--lang", "vi", "scheme", "lint", "pci-2013").out == "Không có gì đáng lưu ý.\n"
    assert dvk("--lang", "en", "scheme", "lint", "pci-2013", "--sample").out == "Nothing to remark.\n"


def test_a_code_may_be_silenced_in_any_spelling(dvk: Dvk) -> None:
    for code in ("L109", "l109", "DVK-L109"):
        assert dvk("scheme", "lint", "key-communes-2020", "--ignore", code).out == "Nothing to remark.\n"


def test_an_unknown_code_is_a_slip_of_usage(dvk: Dvk) -> None:
    said = dvk("scheme", "lint", "pci-2013", "--ignore", "S101")
    assert said.status == 2
    assert "There is no advice of the code S101." in said.err
    assert "Không có lời khuyên mang mã S101." in dvk("scheme", "lint", "x", "--ignore", "S101", "--lang", "vi").err


def test_json_holds_what_is_printed(dvk: Dvk) -> None:
    said = json.loads(dvk("scheme", "lint", "commune-police", "--sample", "--json").out)
    assert said["scheme"]["id"] == "commune-police"
    assert said["figures"] is True
    assert [(one["code"], one["severity"], one["about"]) for one in said["advice"]] == [
        ("DVK-L128", "note", "scheme"),
    ]
    assert said["advice"][0]["key"] == "classes.excellent.from"
    assert said["advice"][0]["line"] == 159
    assert all(one[key] for one in said["advice"] for key in ("title", "file", "text", "why", "mend"))
    assert json.loads(dvk("scheme", "lint", "pci-2013", "--json").out)["advice"] == []


def test_figures_of_ones_own_are_scored_and_looked_at(dvk: Dvk) -> None:
    figures = ROOT / "configs" / "pci-2013" / "figures.csv"
    assert dvk("scheme", "lint", "pci-2013", str(figures)).out == "Nothing to remark.\n"


def test_a_wrong_scheme_or_table_is_refused(dvk: Dvk, tmp_path: Path) -> None:
    assert dvk("scheme", "lint", "nothing-here").status == 3
    (tmp_path / "figures.csv").write_text("unit,name,cluster\n", encoding="utf-8")
    said = dvk("scheme", "lint", "pci-2013", "figures.csv")
    assert (said.status, said.out) == (3, "")


def test_without_figures_no_frame_library_is_loaded() -> None:
    code = (
        "import sys; from dvk_scoring.cli.entry import run; assert run(['scheme', 'lint', 'commune-police']) == 0; "
        f"loaded = set({FRAMES!r}) & set(sys.modules); assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)


@pytest.mark.parametrize("option", [("--rulings", "r.toml"), ("--decimal", "comma"), ("--engine", "exact")])
def test_options_of_figures_are_not_ignored_where_there_are_none(dvk: Dvk, option: tuple[str, str]) -> None:
    english, vietnamese = (dvk("--lang", lang, "scheme", "lint", "pci-2013", *option) for lang in ("en", "vi"))
    assert (english.status, vietnamese.status) == (2, 2)
    told = f"DVK-O108: The option {option[0]} does nothing here: it is of use only with one of FIGURES, --sample."
    assert told in " ".join(english.err.split())
    told = f"DVK-O108: Tùy chọn {option[0]} không có tác dụng ở đây: chỉ dùng khi có một trong số: FIGURES, --sample."
    assert told in " ".join(vietnamese.err.split())
