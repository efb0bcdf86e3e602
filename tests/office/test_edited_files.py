"""Votes and letterheads as workbooks that people edit: real workbooks, LibreOffice, and what the TOML then says."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import tomli

from dvk_scoring import load_scheme
from dvk_scoring.editing.files import LETTERHEAD, VOTES, FileForm, read_file_book, write_file_book
from dvk_scoring.editing.rulings import write_rulings_book
from dvk_scoring.problem import DvkError
from dvk_scoring.report.documents.letterhead import read_letterhead
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Language
from tests.office.conftest import converted
from tests.office.edited import At, edit

SCHEME = """\
[scheme]
id = "h"
title = "Thi đua huyện H (minh họa)"
[criteria]
replies = { plugin = "direct", weight = 100, title = "Đơn thư" }
[titles.flag]
title = "Cờ thi đua"
quota = { count = 2 }
vote = { of = "all members", at_least = "80%" }
[titles.plain]
title = "Giấy khen"
"""
FILES = {
    VOTES: """\
members = 15                 # cả hội đồng
present = 13

[[votes]] # xã 1
title = "flag"
unit = "xa-01"
issued = 13
returned = 13
valid = 13
for = 12

[[votes]]
title = "flag"
unit = "xa-02"
issued = 13
returned = 13
valid = 12
for = 11
""",
    LETTERHEAD: """\
# tiêu đề
[agency]
issuer = "Công an huyện A"   # cơ quan ban hành
place = 'Huyện A'

[minutes]
number = "12"
date = 2026-12-18
recipients = ["Như thành phần, tham dự", "Lưu: VT"]
members = 3

[[council]]
name = "…………"
role = "chair"

[[council]]
name = "…………" # thư ký
role = "secretary"
""",
}


@pytest.fixture
def scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scheme:
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    for form, text in FILES.items():
        Path(f"{form.what}.toml").write_text(text, encoding="utf-8")
    return load_scheme(Path("scheme.toml"))


def out(form: FileForm, scheme: Scheme, language: str = "vi") -> tuple[Path, Path]:
    file, book = Path(f"{form.what}.toml"), Path(f"{form.what}.xlsx")
    write_file_book(form, scheme, file, book, "vi" if language == "vi" else "en")
    return file, book


def changed(form: FileForm, scheme: Scheme, cells: Mapping[At, object]) -> list[str]:
    file, book = out(form, scheme)
    edit(book, cells)
    made = read_file_book(form, scheme, file, book).data.decode()
    diff = difflib.unified_diff(FILES[form].splitlines(), made.splitlines(), n=0, lineterm="")
    return [one for one in diff if one[:2] not in ("--", "++", "@@")]


def test_nobody_edited_it_and_no_byte_changes_through_libreoffice_too(scheme: Scheme) -> None:
    made = {form: out(form, scheme, "en") for form in FILES}
    books = [book for _, book in made.values()]
    for saved in (books, converted(books, Path.cwd() / "ods", "ods")):
        for (form, (file, _)), book in zip(made.items(), saved, strict=True):
            edited = read_file_book(form, scheme, file, book)
            assert (edited.data, edited.told, edited.problems) == (file.read_bytes(), (), ())


def test_votes_are_changed_added_and_taken_out(scheme: Scheme) -> None:
    gone = dict.fromkeys(["title 0", "unit 0", "issued 0", "returned 0", "valid 0", "for 0"])
    new = {
        "title 0": "Cờ thi đua (flag)",
        "unit 0": "xa-03",
        "issued 0": 13,
        "returned 0": 13,
        "valid 0": "12",
        "for 0": 0,
    }
    cells: dict[At, object] = {("votes", "votes[1]", mark): value for mark, value in gone.items()}
    cells |= {("votes", "+4", mark): value for mark, value in new.items()}
    cells |= {("council", "present", "value 0"): 14, ("votes", "votes[2]", "for 0"): 12}
    assert changed(VOTES, scheme, cells) == [
        "-present = 13", "+present = 14",
        "-[[votes]] # xã 1", '-title = "flag"', '-unit = "xa-01"', "-issued = 13", "-returned = 13", "-valid = 13",
        "-for = 12", "-for = 11", "+for = 12", "+", "+[[votes]]", '+title = "flag"', '+unit = "xa-03"',
        "+issued = 13", "+returned = 13", "+valid = 12", "+for = 0",
    ]  # fmt: skip


def test_a_letterhead_is_changed(scheme: Scheme) -> None:
    assert changed(
        LETTERHEAD,
        scheme,
        {
            ("agency", "agency.issuer", "value 0"): "Công an huyện B",
            ("agency", "form.deadline", "value 0"): date(2026, 12, 1),
            ("papers", "minutes", "recipients 0"): "Như thành phần, tham dự\nỦy ban\nLưu: VT",
            ("papers", "decision", "signer 0"): "Giám đốc",
            ("council", "council[2]", "absent 0"): "đi công tác",
            ("council", "+1", "name 0"): "…………",
            ("council", "+1", "role 0"): "phó chủ tịch",
        },
    ) == [
        '-issuer = "Công an huyện A"   # cơ quan ban hành', '+issuer = "Công an huyện B"   # cơ quan ban hành',
        '-recipients = ["Như thành phần, tham dự", "Lưu: VT"]',
        '+recipients = ["Như thành phần, tham dự", "Ủy ban", "Lưu: VT"]',
        '+absent = "đi công tác"', "+", "+[[council]]", '+name = "…………"', '+role = "deputy"', "+", "+[form]",
        "+deadline = 2026-12-01", "+", "+[decision]", '+signer = "Giám đốc"',
    ]  # fmt: skip
    assert read_letterhead(Path("letterhead.toml")).paper("minutes").number == "12"


def test_a_file_that_is_not_there_yet_is_begun(scheme: Scheme) -> None:
    Path("votes.toml").unlink()
    file, book = out(VOTES, scheme)
    row = {"title 0": "flag", "unit 0": "xa-01", "issued 0": 13, "returned 0": 13, "valid 0": 13, "for 0": 12}
    edit(book, {("council", "members", "value 0"): 15, **{("votes", "+1", mark): value for mark, value in row.items()}})
    assert tomli.loads(read_file_book(VOTES, scheme, file, book).data.decode()) == {
        "members": 15,
        "votes": [{"title": "flag", "unit": "xa-01", "issued": 13, "returned": 13, "valid": 13, "for": 12}],
    }


@pytest.mark.parametrize(
    ("form", "cells", "codes"),
    [
        (
            VOTES,
            {
                ("votes", "votes[1]", "issued 0"): "mười",
                ("votes", "votes[2]", "for 0"): 14,
                ("votes", "+1", "title 0"): "plain",
                ("council", "members", "value 0"): None,
            },
            {"issued 0": "DVK-O805", "for 0": "DVK-R145", "title 0": "DVK-R142", "value 0": "DVK-S123"},
        ),
        (
            LETTERHEAD,
            {
                ("papers", "minutes", "date 0"): "31/02/2026",
                ("papers", "minutes", "present 0"): 4,
                ("council", "+1", "post 0"): "Trưởng phòng",
                ("council", "council[1]", "role 0"): "vua",
            },
            {"date 0": "DVK-O805", "present 0": "DVK-S125", "role 0": "DVK-O805"},
        ),
    ],
    ids=["votes", "letterhead"],
)
def test_what_is_wrong_is_told_by_cell(
    form: FileForm, cells: dict[At, object], codes: dict[str, str], scheme: Scheme
) -> None:
    file, book = out(form, scheme)
    places = {at[2]: place for at, place in edit(book, cells).items()}
    with pytest.raises(DvkError) as refused:
        read_file_book(form, scheme, file, book)
    told = {(one.code, f"[{one.place.sheet}!{one.place.cell}]") for one in refused.value.problems}
    assert told >= {(code, places[mark]) for mark, code in codes.items()}
    assert all(one.place.sheet for one in refused.value.problems)


def test_what_is_wrong_with_votes_is_said_in_the_words_of_cells(scheme: Scheme) -> None:
    file, book = out(VOTES, scheme)
    row = {"title 0": "flag", "unit 0": "xa-01", "issued 0": 13, "returned 0": 13, "valid 0": 13, "for 0": 12}
    cells: dict[At, object] = {("votes", "+1", mark): value for mark, value in row.items()}
    edit(book, cells | {("council", "members", "value 0"): None, ("votes", "votes[2]", "for 0"): 10.5})
    with pytest.raises(DvkError) as refused:
        read_file_book(VOTES, scheme, file, book)
    assert [one.in_("vi").partition("\n")[0].partition(": ")[2] for one in refused.value.problems] == [
        "Ô này còn trống.",
        "Phiếu về xa-01 cho “Cờ thi đua (flag)” đã có ở ô Phiếu bầu!C6.",
        "Ở đây cần một số nguyên, nhưng lại là 10,5.",
    ]


def test_a_table_of_votes_is_edited_as_it_is(scheme: Scheme) -> None:
    with pytest.raises(DvkError, match=r"DVK-O879 votes\.csv: These votes are a table already"):
        write_file_book(VOTES, scheme, Path("votes.csv"), Path("votes.xlsx"), "vi")


@pytest.mark.parametrize("what", ["votes", "rulings"])
@pytest.mark.parametrize(("language", "said"), [("vi", "Xã (mã)"), ("en", "Commune (id)")])
def test_it_calls_those_scored_as_the_scheme_does(tmp_path: Path, what: str, language: Language, said: str) -> None:
    path, book = tmp_path / "scheme.toml", tmp_path / "book.xlsx"
    entrant = 'entrant = { vi = "xã", en = "commune" }\n'
    path.write_text(SCHEME.replace("[criteria]", f"{entrant}[criteria]", 1), encoding="utf-8")
    scheme = load_scheme(path)
    if what == "votes":
        write_file_book(VOTES, scheme, tmp_path / "none.toml", book, language)
    else:
        write_rulings_book(scheme, tmp_path / "none.toml", book, language)
    sheets = openpyxl.load_workbook(book).worksheets
    rows = [row for sheet in sheets for row in sheet.iter_rows() if not sheet.row_dimensions[row[0].row].hidden]
    shown = {str(one.value) for row in rows for one in row if one.value is not None}
    assert said in shown
    assert not {one for one in shown if "đơn vị" in one.lower() or "unit" in one.lower().split() or "{" in one}
