"""What a file is by its first bytes, and what is said where its name says otherwise or it cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal, TypeAlias

from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.text import Text, visible

Readable: TypeAlias = Literal["text", "book", "parquet"]
_LOOKED_AT: Final = 16
"""Bytes that tell what a file is."""
READABLE: Final[dict[Readable, Text]] = {
    "text": Text(vi="tệp chữ (như CSV)", en="a text file (such as CSV)"),
    "book": Text(vi="sổ tính", en="a workbook"),
    "parquet": Text(vi="tệp Parquet", en="a Parquet file"),
}
LOCKED: Final = Text(vi="sổ tính có mật khẩu", en="a workbook with a password")
NO_BOOK: Final = Text(
    vi="tệp nén, hoặc tệp văn phòng không phải sổ tính", en="an archive, or an office file that is no workbook"
)
_ARCHIVE: Final = Text(vi="tệp nén", en="an archive")
PAGE: Final = Text(vi="trang web (HTML) hoặc tệp XML", en="a web page (HTML) or an XML file")
_PDF: Final = Text.same("PDF")
_PIPE: Final = Text(vi="ống dẫn hoặc thiết bị, không phải tệp", en="a pipe or a device, and no file")
SCHEME_TEXT: Final = Text(
    vi="tệp TOML (như bảng điểm hay quyết định), không phải bảng số liệu",
    en="a TOML file (such as a scheme or rulings), no table of figures",
)
_UNPACKED: Final = Text(
    vi="Giải nén rồi nêu bảng ở trong. Văn bản (.docx), bản trình chiếu không đọc được: xin chính bảng tính (.xlsx).",
    en="Unpack it and name the table in it. A document (.docx) or slides cannot be read: ask for the table (.xlsx).",
)
_INSTEAD: Final = {
    _PDF: Text(
        vi="Phần mềm bảng tính không mở được PDF: xin nơi gửi bảng .xlsx hoặc .csv mà PDF được in ra từ đó.",
        en="No spreadsheet program opens a PDF: ask for the table as .xlsx or .csv that it was printed from.",
    ),
    **dict.fromkeys((NO_BOOK, _ARCHIVE), _UNPACKED),
    _PIPE: Text(
        vi="Ghi nội dung đi qua đó vào một tệp rồi nêu tệp ấy: ở đây một tệp được đọc nhiều lần.",
        en="Write what comes through it into a file and name that: a file is read more than once here.",
    ),
    SCHEME_TEXT: Text(
        vi="Ở đây nêu bảng số liệu (.csv, .xlsx, .ods, .parquet); bảng điểm đứng trước số liệu trên dòng lệnh.",
        en="Name a table of figures here (.csv, .xlsx, .ods, .parquet); a scheme stands before the figures.",
    ),
}
"""What is done about a kind of file that no spreadsheet program makes a workbook of."""
_REFUSED: Final = {
    b"\xd0\xcf\x11\xe0": Text(
        vi="sổ tính đời cũ (.xls) hoặc có mật khẩu", en="a workbook of an old kind (.xls), or with a password"
    ),
    b"%PDF": _PDF,
    b"\x1f\x8b": _ARCHIVE,
    b"Rar!": _ARCHIVE,
    b"7z": _ARCHIVE,
    **dict.fromkeys((b"<html", b"<!doctyp", b"<table", b"<?xml"), PAGE),
}
_BY_NAME: Final[dict[str, Readable]] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "text"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), "book"),
    ".parquet": "parquet",
}
_ENDINGS: Final[dict[Readable, str]] = {"text": ".csv", "book": ".xlsx", "parquet": ".parquet"}


def kind_in(path: Path) -> Readable | Text:
    """Tell what a file is: one of the kinds that can be read, else what it is in words.

    Raises:
        OSError: It cannot be opened.
        DvkError: There is nothing in it.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):  # what is read from it is gone, or never comes
        return _PIPE
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if not start:
        raise DvkError([problem("DVK-D102", Place(file=visible(str(path))))])
    if start.startswith(b"PK"):
        return "book"
    if start.startswith(b"PAR1"):
        return "parquet"
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    refused = (told for begin, told in _REFUSED.items() if start.startswith(begin) or bare.startswith(begin))
    return next(refused, "text")


def unreadable(place: Place, kind: Text) -> Problem:
    """Tell that a file is of a kind that cannot be read, and what to take in its place."""
    return problem("DVK-D106", place, kind=kind, instead=_INSTEAD.get(kind))


def misnamed(path: Path, kind: Readable) -> Problem | None:
    """Tell that the name of a file promises another kind than it is; None: it does not."""
    suffix = path.suffix.lower()
    if _BY_NAME.get(suffix, kind) == kind:
        return None
    args = {"kind": READABLE[kind], "suffix": suffix, "right": _ENDINGS[kind], "again": _ENDINGS[_BY_NAME[suffix]]}
    return problem("DVK-D148", Place(file=visible(str(path))), **args)
