"""Units are scored, never citizens: columns about people are told by their headings and refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import polars as pl

from dvk_scoring.figures.table import LIMIT, Table, more_than
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import Text

# Words are written without diacritics, as `fold` leaves them; each is looked for as whole words.
_SIGNS: Mapping[Text, tuple[str, ...]] = {
    Text(vi="họ tên người", en="a person's name"): (
        "ho ten",
        "ho va ten",
        "ho dem",
        "ten nguoi",
        "ten cong dan",
        "ten can bo",
        "ten ca nhan",
        "nguoi khieu nai",
        "nguoi to cao",
        "nguoi bi to cao",
        "nguoi gui don",
        "nguoi nop don",
        "full name",
        "first name",
        "last name",
        "given name",
        "surname",
        "family name",
        "person name",
        "citizen name",
        "name of person",
        "complainant",
        "denouncer",
        "petitioner",
        "informant",
    ),
    Text(vi="số giấy tờ tùy thân", en="an identity number"): (
        "cccd",
        "cmnd",
        "cmtnd",
        "cmt",
        "can cuoc",
        "chung minh",
        "dinh danh ca nhan",
        "so dinh danh",
        "ma dinh danh",
        "giay to tuy than",
        "id card",
        "id no",
        "id number",
        "identity",
        "national id",
        "citizen id",
        "personal id",
        "passport",
        "ho chieu",
        "bhxh",
        "social insurance",
    ),
    Text(vi="địa chỉ", en="an address"): (
        "dia chi",
        "noi o",
        "noi cu tru",
        "cho o",
        "thuong tru",
        "tam tru",
        "que quan",
        "address",
        "residence",
        "domicile",
        "hometown",
    ),
    Text(vi="số điện thoại", en="a telephone number"): (
        "dien thoai",
        "so dt",
        "sdt",
        "dtdd",
        "so di dong",
        "so zalo",
        "phone",
        "telephone",
        "tel",
        "mobile number",
    ),
    Text(vi="địa chỉ thư điện tử", en="an e-mail address"): ("email", "e mail", "thu dien tu"),
    Text(vi="ngày sinh", en="a date of birth"): (
        "ngay sinh",
        "nam sinh",
        "ngay thang nam sinh",
        "birth",
        "birthday",
        "birthdate",
        "birth date",
        "date of birth",
        "dob",
    ),
    Text(vi="bút tích, chữ ký", en="handwriting"): ("but tich", "chu viet tay", "chu ky", "handwriting", "signature"),
    Text(vi="tôn giáo, tín ngưỡng, dân tộc", en="religion, belief or ethnicity"): (
        "ton giao",
        "tin nguong",
        "dan toc",
        "sac toc",
        "dao phat",
        "cong giao",
        "tin lanh",
        "religion",
        "religious",
        "belief",
        "beliefs",
        "faith",
        "ethnic",
        "ethnicity",
        "ethnic group",
    ),
}
_LONE_NAMES = frozenset({"ten", "hoten", "nguoi", "person", "citizen", "cong dan"})
_WAYS = [(what, f" {word} ", word.replace(" ", "")) for what, words in _SIGNS.items() for word in words]
"""What a heading says, as words among its words, and as all of it, written together."""
_IDENTITY = "(^|[^0-9])[0-9]{12}([^0-9]|$)"
_TELEPHONE = r"(^|[^0-9])(0|\+?84)[ .-]?[1-9][0-9]{1,2}[ .-]?[0-9]{3}[ .-]?[0-9]{3,4}([^0-9]|$)"


@lru_cache(10_000)
def fold(heading: str) -> str:
    """Write a heading as plain lower-case words: no diacritics, no punctuation, camelCase taken apart.

    Example:
        >>> fold("SốĐiệnThoại (người nộp)")
        'so dien thoai nguoi nop'
    """
    marked = unicodedata.normalize("NFC", heading)
    apart = "".join(
        f" {sign}" if sign.isupper() and at and marked[at - 1].islower() else sign for at, sign in enumerate(marked)
    )
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", bare.lower().replace("đ", "d").replace("ð", "d")))


def about_people(heading: str, *, known: bool) -> Text | None:
    """Tell what a heading says about people, or None.

    Of a column that the scheme knows, only the figure's own name counts: a criterion may be called
    ``religious-affairs``, no figure of it may count people's religion.
    """
    folded = fold(heading.partition(".")[2] or heading) if known else fold(heading)
    if folded in _LONE_NAMES:
        return next(iter(_SIGNS))
    apart = f" {folded} "
    return next((what for what, among, alone in _WAYS if among in apart or folded == alone), None)


def refuse_people(place: Place, heading: str, *, known: bool) -> list[Problem]:
    """Refuse a heading, or a long table's figure, that is about people."""
    what = about_people(heading, known=known)
    return [] if what is None else [problem("DVK-D205", place, name=heading, what=what)]


def tells_of_people(text: str) -> bool:
    """Tell whether a free text has something like an identity or telephone number in it."""
    return any(re.search(pattern, text) is not None for pattern in (_IDENTITY, _TELEPHONE))


def warn_of_people(table: Table, keys: pl.DataFrame) -> list[Problem]:
    """Warn of free text (reasons, evidence) with something like an identity or telephone number in it."""
    problems: list[Problem] = []
    for name in ("reason", "evidence"):
        if name in keys.columns:
            hits = keys.filter(pl.col(name).str.contains(_IDENTITY) | pl.col(name).str.contains(_TELEPHONE))
            rows = list(hits.select("row", "unit").head(LIMIT).iter_rows())
            problems += [problem("DVK-D210", table.place(row, name, unit), name=name) for row, unit in rows]
            problems += more_than(len(hits), table.path, name, code="DVK-D210")
    return problems
