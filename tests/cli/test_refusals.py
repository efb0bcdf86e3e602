"""Each way a command line is refused, with exactly what is said; nothing runs, nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Dvk

SEE_HELP = ("    → Xem cách dùng bằng --help.", "    → See the usage with --help.")
REFUSALS = {
    "score": (2, "DVK-O103: Còn thiếu SCHEME.", "DVK-O103: SCHEME is missing.", SEE_HELP),
    "explain pci-2013": (2, "DVK-O103: Còn thiếu --unit.", "DVK-O103: --unit is missing.", SEE_HELP),
    "sheet pci-2013 -o sheet.pdf": (
        2,
        "DVK-O103: Còn thiếu --unit.",
        "DVK-O103: --unit is missing.",
        ("    → Thêm --unit MÃ, hoặc --all cho mọi đơn vị.", "    → Add --unit ID, or --all for all units."),
    ),
    "score pci-2013 --engine abacus": (
        2,
        "DVK-O104: Giá trị của --engine không dùng được.",
        "DVK-O104: The value of --engine cannot be used.",
        (
            "    → Các giá trị dùng được: polars, duckdb, exact, spark.",
            "    → Values that can be used: polars, duckdb, exact, spark.",
        ),
    ),
    "score pci-2013 --as-of 31/12/2020": (
        2,
        "DVK-O104: Giá trị của --as-of không dùng được.",
        "DVK-O104: The value of --as-of cannot be used.",
        ("    → Viết ngày như 2020-12-31.", "    → Write a day as 2020-12-31."),
    ),
    "score pci-2013 --rulings": (
        2,
        "DVK-O105: Tùy chọn --rulings cần một giá trị theo sau.",
        "DVK-O105: The option --rulings needs a value after it.",
        SEE_HELP,
    ),
    "score pci-2013 --quiet=yes": (
        2,
        "DVK-O107: Tùy chọn --quiet không nhận giá trị.",
        "DVK-O107: The option --quiet takes no value.",
        ("    → Viết --quiet một mình.", "    → Write --quiet alone."),
    ),
    "scheme check pci-2013 the-2016": (
        2,
        "DVK-O106: Thừa trên dòng lệnh: the-2016.",
        "DVK-O106: Too much on the command line: the-2016.",
        SEE_HELP,
    ),
    "score pci-2013 -o x.pdf": (
        3,
        "DVK-O201 x.pdf: Không ghi được tệp có đuôi “.pdf”.",
        "DVK-O201 x.pdf: No output has the suffix “.pdf”.",
        (
            "    → Các đuôi dùng được: .json, .csv, .parquet, .html, .xlsx.",
            "    → Suffixes that can be used: .json, .csv, .parquet, .html, .xlsx.",
        ),
    ),
    "score pci-2013 -o kept.json": (
        3,
        "DVK-O202 kept.json: Tệp đã có; không ghi đè.",
        "DVK-O202 kept.json: The file is there already; it is kept.",
        (
            "    → Thêm --force để ghi đè, hoặc đặt tên khác.",
            "    → Add --force to overwrite it, or give another name.",
        ),
    ),
    "score pci-2013 -o nowhere/x.json": (
        3,
        "DVK-O203 nowhere/x.json: Không ghi được tệp: không có tệp hoặc thư mục này.",
        "DVK-O203 nowhere/x.json: The file cannot be written: there is no such file or folder.",
        (
            "    → Đóng tệp nếu đang mở ở Excel, Word; kiểm tra thư mục có tồn tại, có quyền ghi và còn chỗ trống.",
            "    → Close it where Excel has it open; see whether the folder exists, may be written to and has room.",
        ),
    ),
    "score pci-2013 -o x.json -o x.json": (
        3,
        "DVK-O204 x.json: Tệp được nêu hai lần để ghi.",
        "DVK-O204 x.json: The file is named twice as an output.",
        ("    → Bỏ bớt một -o.", "    → Drop one -o."),
    ),
    "score missing.toml": (
        3,
        "DVK-S101 missing.toml: Không mở được tệp: không có tệp hoặc thư mục này.",
        "DVK-S101 missing.toml: The file cannot be opened: there is no such file or folder.",
        ("    → Kiểm tra đường dẫn và quyền đọc tệp.", "    → Check the path and the right to read it."),
    ),
    "explain-code S1001": (
        3,
        "DVK-O304: Không có mã “S1001”.",
        "DVK-O304: There is no code “S1001”.",
        ("    → Có phải là “DVK-S101”?", "    → Is “DVK-S101” meant?"),
    ),
}


@pytest.mark.parametrize("line", REFUSALS)
def test_a_refusal_says_what_and_what_to_do(dvk: Dvk, line: str) -> None:
    Path("kept.json").write_text("kept", encoding="utf-8")
    status, vi, en, hints = REFUSALS[line]
    for language, told, hint in (("vi", vi, hints[0]), ("en", en, hints[1])):
        said = dvk("--lang", language, *line.split())
        assert (said.status, said.out) == (status, "")
        assert said.err.startswith(f"{told}\n{hint}\n"), said.err
        assert [path.name for path in Path().iterdir()] == ["kept.json"]
    assert Path("kept.json").read_text(encoding="utf-8") == "kept"


def test_several_outputs_are_refused_at_once(dvk: Dvk) -> None:
    said = dvk("score", "pci-2013", "-o", "x.pdf", "-o", "nowhere/x.json", "--lang", "en")
    assert [line.split()[0] for line in said.err.splitlines() if line.startswith("DVK")] == ["DVK-O203", "DVK-O201"]


def test_the_demo_says_when_an_installation_lacks_it(dvk: Dvk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("dvk_scoring.package.HOME", tmp_path / "dvk_scoring")
    for language, told in (
        ("vi", "DVK-O305: Bản cài đặt này không có bảng điểm mẫu “dan-van-kheo-2020”."),
        ("en", "DVK-O305: This installation lacks the example scheme “dan-van-kheo-2020”."),
    ):
        said = dvk("demo", "--lang", language)
        assert (said.status, said.out) == (3, "")
        assert said.err.startswith(told)
