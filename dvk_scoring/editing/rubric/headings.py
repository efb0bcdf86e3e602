"""What the columns of a committee's sheets are called, in the many ways that people do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from dvk_scoring.editing.cells import read_cell

Role = Literal["no", "title", "most", "how", "unit", "id", "cluster", "total"]
_CALLED: Final[Mapping[Role, tuple[str, ...]]] = {
    "no": ("tt", "stt", "so tt", "so thu tu", "no", "no.", "#", "muc", "number", "item"),
    "title": (
        "tieu chi", "noi dung", "noi dung tieu chi", "tieu chi danh gia", "tieu chi cham diem", "noi dung danh gia",
        "noi dung cham diem", "tieu chi thi dua", "ten tieu chi", "noi dung thi dua", "criterion", "criteria",
    ),
    "most": (
        "diem toi da", "diem chuan", "thang diem", "muc diem", "diem", "so diem", "maximum", "max", "max points",
        "maximum points", "most points", "points",
    ),
    "how": (
        "cach cham", "cach tinh", "cach tinh diem", "cach cham diem", "huong dan cham", "huong dan cham diem",
        "phuong phap tinh", "phuong phap cham", "how scored", "how it is scored", "scoring", "method",
    ),
    "unit": (
        "don vi", "ten don vi", "don vi du thi", "unit", "name", "unit name", "doi thi", "doi", "ten doi",
        "ten doi thi", "tap the", "ten tap the", "ca nhan", "ho ten", "ho va ten", "team",
    ),
    "id": ("ma", "ma don vi", "id", "unit id", "code"),
    "cluster": ("cum", "khoi", "cum khoi", "cum thi dua", "khoi thi dua", "cluster"),
    "total": ("tong", "tong diem", "tong cong", "cong", "total", "total points", "sum"),
}  # fmt: skip
_ROLES: Final[Mapping[str, Role]] = {word: role for role, words in _CALLED.items() for word in words}
_TOTAL_ROW: Final = re.compile(r"tong|tong (cong|diem)\b.*|tong so( diem)?|cong|(grand )?total( points)?|sum")


def bare(text: str) -> str:
    """Write a text in small letters without Vietnamese marks, blanks once and no signs at its ends."""
    return re.sub(r"[\s/,;–-]+", " ", re.sub(r"\([^)]*\)", " ", unmarked(text.lower()))).strip(" :*")


def unmarked(text: str) -> str:
    """Write a text without Vietnamese marks."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def same(text: str) -> str:
    """Write a text in small letters, blanks once and no signs at its ends: two that are read alike come out alike."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" :*.")


def roles_in(row: Sequence[Any], wanted: Sequence[Role]) -> dict[Role, int]:
    """Find the columns that a row of headings names; each role once, the first of that name."""
    columns: dict[Role, int] = {}
    for at, cell in enumerate(row):
        role = _ROLES.get(bare(text_in(cell)))
        if role is not None and role in wanted:
            columns.setdefault(role, at)
    return columns


def text_in(raw: Any) -> str:
    """Write a cell as one line of text."""
    cell = read_cell(raw)
    value = getattr(cell, "value", None)
    said = f"{value}%" if value is not None else "" if cell is None else f"{cell}"
    return " ".join(said.split())


def is_total_row(title: str) -> bool:
    """Tell whether a row adds up the others."""
    return _TOTAL_ROW.fullmatch(bare(title)) is not None
