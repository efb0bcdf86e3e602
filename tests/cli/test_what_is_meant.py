"""Files and words in the wrong place: the message says what stands there, and a way out that can be gone."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from dvk_scoring.text import LANGUAGES
from tests.cli.conftest import Dvk

SCHEME = """[scheme]
id = "mine"
title = "Mine"
[criteria]
ratio = { plugin = "ratio", weight = 100, title = "Share" }
"""
FIGURES = "unit,ratio.over,ratio.under\na,3,4\n"
SWAPPED = (
    "Đây là tên của một bảng số liệu; bảng điểm đứng trước, như dvk score bang-diem.toml ./r.csv.",
    "This is the name of a table of figures; the scheme stands first, as in dvk score scheme.toml ./r.csv.",
)
BACK = (
    "Sổ tính đã sửa thì đưa về TOML bằng dvk scheme edit … --from TỆP -o TỆP.toml.",
    "Take an edited workbook back into TOML with dvk scheme edit … --from FILE -o FILE.toml.",
)
ALL_THERE = (
    (
        "Bỏ các cột số liệu khỏi danh sách đơn vị, chỉ giữ unit, name, cluster; nếu các số liệu đó là thật thì chấm "
        "điểm luôn bằng dvk score."
    ),
    (
        "Take the columns of figures out of the list of units and keep unit, name, cluster; if these figures are real, "
        "score them with dvk score."
    ),
)
NO_TOML = (
    "Ở đây cần một tệp TOML (.toml), mà tệp này tên khác: kiểm tra xem có chọn nhầm tệp hay đổi chỗ hai tệp không.",
    "A TOML file (.toml) is asked for here, and this one is called otherwise: is it another that is meant?",
)
MEANT = {
    "score s.toml r.csv --votes book.xlsx": (
        "DVK-S215",
        (
            "Trong phần mềm bảng tính, lưu thành .csv rồi nêu tệp đó; sổ tính do dvk scheme edit làm ra thì đưa về "
            "TOML bằng dvk scheme edit … --from TỆP -o TỆP.toml."
        ),
        (
            "Save it as .csv in the spreadsheet program, and name that; a workbook of dvk scheme edit goes back into "
            "TOML with dvk scheme edit … --from FILE -o FILE.toml."
        ),
    ),
    "score s.toml r.csv --rulings book.xlsx": ("DVK-S215", *BACK),
    "minutes s.toml r.csv --letterhead book.xlsx -o x.docx": ("DVK-S215", *BACK),
    "form s.toml --units r.csv -o forms": ("DVK-O506", *ALL_THERE),
    "form s.toml --units r.csv --committee -o forms": ("DVK-O506", *ALL_THERE),
    "score s.toml a.pdf": (
        "DVK-D106",
        "Phần mềm bảng tính không mở được PDF: xin nơi gửi bảng .xlsx hoặc .csv mà PDF được in ra từ đó.",
        "No spreadsheet program opens a PDF: ask for the table as .xlsx or .csv that it was printed from.",
    ),
    "score s.toml letter.docx": (
        "DVK-D106",
        "Giải nén rồi nêu bảng ở trong. Văn bản (.docx), bản trình chiếu không đọc được: xin chính bảng tính (.xlsx).",
        "Unpack it and name the table in it. A document (.docx) or slides cannot be read: ask for the table (.xlsx).",
    ),
    **dict.fromkeys(
        ("score s.toml /dev/null", "form s.toml --units /dev/null -o forms"),
        (
            "DVK-D106",
            "Ghi nội dung đi qua đó vào một tệp rồi nêu tệp ấy: ở đây một tệp được đọc nhiều lần.",
            "Write what comes through it into a file and name that: a file is read more than once here.",
        ),
    ),
    "score s.toml s.toml": (
        "DVK-D106",
        "Ở đây nêu bảng số liệu (.csv, .xlsx, .ods, .parquet); bảng điểm đứng trước số liệu trên dòng lệnh.",
        "Name a table of figures here (.csv, .xlsx, .ods, .parquet); a scheme stands before the figures.",
    ),
    "score s.toml r.csv --decimal R.csv=comma": ("DVK-O110", "Có phải là “r.csv”?", "Is “r.csv” meant?"),
    "score s.toml r.csv --decimal other.xlsx=comma --decimal point": (
        "DVK-O110",
        "Nêu tệp đúng như trên dòng lệnh (r.csv), hoặc chỉ viết point hay comma cho mọi tệp.",
        "Name the file as it stands on the command line (r.csv), or write point or comma alone for all files.",
    ),
    "score pci-2013 --decimal other.csv=comma": (
        "DVK-O110",
        "Viết tên tệp trong --decimal giống hệt tên đã nêu, hoặc bỏ tên tệp; số liệu mẫu thì không cần --decimal.",
        (
            "Write the name in --decimal just as the file is named, or leave the name out; sample figures need no "
            "--decimal."
        ),
    ),
    "score r.csv s.toml": ("DVK-O306", *SWAPPED),
    "score ./r.csv s.toml": ("DVK-S104", *NO_TOML),
    "score s.toml r.csv --rulings r.csv": ("DVK-S104", *NO_TOML),
    "summary s.toml r.csv -o folder/": (
        "DVK-O247",
        "Thêm một trong các đuôi: .docx, .pdf.",
        "Add one of these suffixes: .docx, .pdf.",
    ),
    "tally s.toml r.csv -o nothing": (
        "DVK-O247",
        "Thêm một trong các đuôi: .docx, .pdf.",
        "Add one of these suffixes: .docx, .pdf.",
    ),
    "form s.toml -o forms.docx": (
        "DVK-O104",
        "Ở đây ghi ra một thư mục: bỏ đuôi .docx khỏi tên, hoặc đổi thành .xlsx.",
        "A folder is made here: leave .docx out of its name, or make it .xlsx.",
    ),
    **{
        f"{words} -o made.{suffix}": (
            "DVK-O104",
            f"Ở đây ghi ra một thư mục: bỏ đuôi .{suffix} khỏi tên.",
            f"A folder is made here: leave .{suffix} out of its name.",
        )
        for words, suffix in {
            "scheme import book.xlsx": "toml",
            "scheme new next-year outreach": "toml",
            "plugins new kept": "py",
        }.items()
    },
    "scheme lint s.toml --figures r.csv": (
        "DVK-O102",
        "Có phải là “dvk scheme lint SCHEME [FIGURES]...”?",
        "Is “dvk scheme lint SCHEME [FIGURES]...” meant?",
    ),
}


@pytest.fixture
def there(dvk: Dvk) -> Dvk:
    """A scheme, figures, and files that are neither, in the current folder."""
    Path("s.toml").write_text(SCHEME, encoding="utf-8")
    Path("r.csv").write_text(FIGURES, encoding="utf-8")
    Path("a.pdf").write_bytes(b"%PDF-1.4")
    Path("folder").mkdir()
    for name, part in {"book.xlsx": "xl/workbook.xml", "letter.docx": "word/document.xml"}.items():
        with zipfile.ZipFile(name, "w") as book:
            book.writestr(part, "<x/>")
    return dvk


@pytest.mark.parametrize("words", MEANT)
def test_what_stands_in_the_wrong_place_is_called_what_it_is(words: str, there: Dvk) -> None:
    code, *told = MEANT[words]
    for language, hint in zip(LANGUAGES, told, strict=True):
        said = there(*words.split(), "--lang", language)
        codes = [line.split()[0].rstrip(":") for line in said.err.splitlines() if line.startswith("DVK-")]
        assert (said.status != 0, codes, said.err.splitlines()[1]) == (True, [code], f"    → {hint}")


def test_a_web_page_is_no_old_workbook_whatever_its_name(there: Dvk) -> None:
    """Programs export tables as web pages called .xls; a form in a folder is told as figures are."""
    Path("folder/a.xls").write_text("<html><table></table></html>", encoding="utf-8")
    Path("folder/b.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    said = there("collect", "s.toml", "folder", "-o", "out.csv", "--lang", "en").err
    assert "folder/a.xls: Not read: a web page under another name; open it in Excel or LibreOffice" in said
    assert "folder/b.xls: Not read: a workbook of an older kind" in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are of POSIX")
def test_a_pipe_is_refused_before_it_is_opened(there: Dvk) -> None:
    """A file is looked at and then read; of a pipe the second finds nothing, and the first may wait for ever."""
    os.mkfifo("pipe.csv")
    said = there("collect", "s.toml", "pipe.csv", "-o", "out.csv", "--lang", "en").err
    assert "DVK-D106 pipe.csv: This kind of file cannot be read: a pipe or a device, and no file." in said
