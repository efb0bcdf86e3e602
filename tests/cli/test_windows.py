"""What a desk under Windows brings along: old encodings, CR and LF, blanks and marks in names, files that are open.

The tests run on Linux; what of it Linux has too is tried here, and the rest is told in ``docs/test_pasted.py``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from dvk_scoring.cli.entry import found_files
from tests.cli.conftest import Dvk, start

SCHEME = """\
[scheme]
id = "h"
title = "Thi đua huyện H"

[criteria]
replies = { plugin = "direct", weight = 60, title = "Đơn thư" }
models = { plugin = "direct", weight = 40, title = "Mô hình" }

[titles.flag]
title = "Cờ thi đua"
quota = { count = 1 }
vote = { of = "all members", at_least = "80%" }
"""
FIGURES = "unit,name,replies.points,models.points\nxa-1,Xã Một,57,38\nxa-2,Xã Hai,50,36\n"
RULINGS = """\
[[rulings]]
unit = "xa-2"
points = { of = "total", change = -1 }
reason = "Báo cáo chậm"
date = 2026-12-12
ref = "BB-01"
"""
VOTES = "title,unit,issued,returned,valid,for,members,present\nflag,xa-1,13,13,13,12,15,13\n"
COLUMNS = '[columns]\nignore = ["Ghi chú"]\n'
HEAD = '[agency]\nissuer = "Công an huyện H"\n'
FILES = {
    "bảng điểm.toml": SCHEME,
    "số liệu.csv": FIGURES,
    "quyết định.toml": RULINGS,
    "phiếu bầu.csv": VOTES,
    "tên cột.toml": COLUMNS,
    "tiêu đề.toml": HEAD,
}
WORDS = (
    "score",
    "bảng điểm.toml",
    "số liệu.csv",
    "--rulings",
    "quyết định.toml",
    "--votes",
    "phiếu bầu.csv",
    "--columns",
    "tên cột.toml",
)


def write(folder: Path, files: Mapping[str, str] = FILES, *, line: str = "\n", form: str = "NFC") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / unicodedata.normalize(form, name)).write_bytes(text.replace("\n", line).encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1258", "LC_ALL": "C"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "LC_ALL": "C"},
        {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp65001", "LC_ALL": "C"},
        {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
    ],
    ids=lambda one: one.get("PYTHONIOENCODING", "C"),
)
def test_consoles_of_old_encodings_get_whole_vietnamese(environment: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path, {"bang-diem.toml": SCHEME, "so-lieu.csv": FIGURES.replace("57", "bốn mươi")})
    ended = start(("score", "bang-diem.toml", "so-lieu.csv", "--lang", "vi"), tmp_path, **environment)
    assert ended.returncode == 3
    assert "“bốn mươi” không phải là số" in ended.stderr.decode("utf-8")
    ended = start(("scheme", "check", "bang-diem.toml", "--lang", "vi"), tmp_path, **environment)
    assert ended.returncode == 0
    assert "Bảng điểm dùng được." in ended.stdout.decode("utf-8")


def test_python_starts_the_command_by_the_package_name(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "dvk_scoring", "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("dvk ")


def test_lines_that_end_in_cr_and_lf_are_read_alike(dvk: Dvk, tmp_path: Path) -> None:
    write(tmp_path)
    plain = dvk(*WORDS, "--lang", "vi")
    paper = dvk("summary", *WORDS[1:5], "--letterhead", "tiêu đề.toml", "-o", "a.docx")
    write(tmp_path, line="\r\n")
    again = dvk(*WORDS, "--lang", "vi")
    assert (plain.status, plain.err) == (0, "")
    assert "đủ phiếu" in plain.out
    assert again == plain
    assert dvk("summary", *WORDS[1:5], "--letterhead", "tiêu đề.toml", "-o", "b.docx").status == paper.status == 0


def test_names_with_blanks_and_marks_apart_are_found(dvk: Dvk, tmp_path: Path) -> None:
    write(tmp_path)
    wanted = dvk(*WORDS, "--lang", "vi")
    folder = unicodedata.normalize("NFD", "Thi đua năm 2026 (sửa)")
    write(tmp_path / folder, form="NFD")
    words = [f"Thi đua năm 2026 (sửa)/{one}" if one in FILES else one for one in WORDS]
    said = dvk(*words, "--lang", "vi", "-o", "Thi đua năm 2026 (sửa)/kết quả.json")
    assert said.out.replace("Đã ghi: ", "").splitlines()[:-1] == wanted.out.splitlines()
    assert (tmp_path / folder / "kết quả.json").is_file()


def test_what_a_star_stands_for_is_found_where_shells_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither cmd nor PowerShell expands it for a program; a shell of Linux did so before."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "gửi về", {"b.csv": "", "a.csv": "", "c.xlsx": ""})
    words = ["collect", "s.toml", "gửi về/*.csv", "--units", "x*.csv", "-o", "*"]
    expanded = ["collect", "s.toml", "gửi về/a.csv", "gửi về/b.csv", "--units", "x*.csv", "-o", "gửi về"]
    assert [one.replace("\\", "/") for one in found_files(words, "win32")] == expanded
    assert found_files(words, "linux") == words


@pytest.mark.parametrize("suffix", ["json", "csv", "xlsx", "html"])
def test_an_output_that_another_program_has_open_is_told_and_left_whole(
    suffix: str, dvk: Dvk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under Windows nothing takes the place of a file that Excel has open: the move is refused with EACCES."""
    write(tmp_path)
    target = tmp_path / f"ket-qua.{suffix}"
    target.write_text("cũ", encoding="utf-8")
    move = Path.replace

    def refused(self: Path, other: Path) -> Path:
        if Path(other).name == target.name:
            raise PermissionError(13, "Permission denied", str(other))
        return move(self, other)

    monkeypatch.setattr(Path, "replace", refused)
    said = dvk(*WORDS, "-o", target.name, "--force", "--lang", "vi")
    assert said.status == 3
    assert f"DVK-O203 {target.name}: Không ghi được tệp: không có quyền." in said.err
    assert "Đóng tệp nếu đang mở ở Excel, Word" in said.err
    assert target.read_text(encoding="utf-8") == "cũ"
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*FILES, target.name])


def test_forms_and_papers_that_are_open_are_told_too(dvk: Dvk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    (tmp_path / "don-vi.csv").write_text("unit,name\nxa-1,Xã Một\n", encoding="utf-8")

    def refused(self: Path, other: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(other))

    monkeypatch.setattr(Path, "replace", refused)
    for words in (
        ("form", "bảng điểm.toml", "--units", "don-vi.csv", "-o", "phieu.xlsx"),
        ("minutes", "bảng điểm.toml", "số liệu.csv", "-o", "bien-ban.docx"),
        ("publish", "bảng điểm.toml", "số liệu.csv", "-o", "cong-khai.html"),
        ("collect", "bảng điểm.toml", "số liệu.csv", "-o", "thu.csv"),
    ):
        said = dvk(*words, "--lang", "vi")
        assert said.status == 3, words
        assert "DVK-O203" in said.err, words
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([*FILES, "don-vi.csv"])


def test_the_command_alone_says_what_one_does_most(dvk: Dvk) -> None:
    said = dvk()
    assert said.status == 0
    assert [line.split()[1] for line in said.out.splitlines() if line.startswith("  dvk ")] == [
        "demo",
        "scheme",
        "score",
    ]
