"""What was probably meant by a value or a line that cannot be taken: slips of the pen that TOML has no word for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dvk_scoring.nearest import nearest_id
from dvk_scoring.text import Text
from dvk_scoring.written import shown

_ANSWERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("true", "yes", "có", "đúng"), "true"),
    **dict.fromkeys(("false", "no", "không", "sai"), "false"),
}
_NOTHING: Final = ("none", "null", "nil", "n/a")
_NUMBER: Final = re.compile(r"([+-]?)(\d*)(?:[.,](\d*))?")
_THOUSANDS: Final = re.compile(r"([+-]?)(\d{1,3}(?:([., ])\d{3})(?:\3\d{3})*)(?:[.,](\d+))?")
_COUNTED: Final = re.compile(r"([+-]?\d+(?:[.,]\d+)?)(?:\s+[^\W\d_]|[^\W\d_]{2}).*")
"""A number and what it counts; a lone letter that touches it may be a digit mistyped: 2o."""
_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|phần trăm|percent)")
_YEAR_FIRST: Final = re.compile(r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})")

_WITH_COMMA: Final = re.compile(r"(?<==)\s*([+-]?\d+(?:[.,]\d+)+\s*%?)")
_BARE_VALUE: Final = re.compile(r"""(?<=[=\[,])\s*([^\s"'=\[\]{},#][^"'=\[\]{},#]*?)\s*(?=[\]},#]|$)""")
_LETTERED: Final = re.compile(r"[+-]?\d[\d.]*[^\W\d_][\w.]*")
_HEADER: Final = re.compile(r"^\s*\[+([^\]#\"'=]*)")
_KEY: Final = re.compile(r"(?:^|(?<=[{,]))([^={},\[\]\"']+)(?==)")
_IN_KEY: Final = re.compile(r"(?:^|[{,])[^={,]*$")
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


def number_meant(raw: object) -> str:
    """Give the number that was meant: ``"2,5"`` is ``2.5``, ``"20 điểm"`` is ``20``; "" where that is open."""
    written = raw.strip() if isinstance(raw, str) else ""
    if counted := None if _PERCENT.fullmatch(written) else _COUNTED.fullmatch(written):
        written = counted[1]
    if grouped := _THOUSANDS.fullmatch(written):
        sign, groups, apart, decimals = grouped.groups()
        if len(groups) > len("100.000") or apart == " " or decimals:
            return sign + re.sub(r"\D", "", groups) + (f".{decimals}" if decimals else "")
        if groups[0] != "0":
            return ""  # 1,000 is a thousand to some and one to others
    number = _NUMBER.fullmatch(written)
    if number is None or not (number[2] or number[3]):
        return ""
    return number[1] + (number[2].lstrip("0") or "0") + (f".{number[3]}" if number[3] else "")


def whole_meant(raw: object) -> str:
    """Give the whole number that was meant."""
    whole, _, decimals = (str(raw) if isinstance(raw, Decimal) else number_meant(raw)).partition(".")
    return "" if decimals.strip("0") else whole


def amount_meant(raw: object) -> str:
    """Give the number that was meant, or the percentage in its quotes: ``"80,5 %"`` is ``"80.5%"``."""
    percent = _PERCENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return f'"{percent[1].replace(",", ".")}%"' if percent else number_meant(raw)


def share_meant(raw: object) -> str:
    """Give the share of a whole that was meant, without quotes: ``"2,5"`` and 2.5 are ``2.5%``; "" where it is none."""
    percent = amount_meant(raw).strip('"%') or (shown(raw) if type(raw) in (int, Decimal) else "")
    return f"{percent}%" if percent and 1 < Fraction(percent) <= 100 else ""


def share_written(raw: object) -> str:
    """Give the same as it is written: ``"2.5%"`` in its quotes; a number up to 1 as it is."""
    share = share_meant(raw)
    return f'"{share}"' if share else amount_meant(raw)


def day_meant(raw: object) -> str:
    """Give the day that was meant as ``2026-01-31``; where either may be the month, it is not the first of two."""
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    written = raw.strip() if isinstance(raw, str) else ""
    parts = _YEAR_FIRST.fullmatch(written) or _YEAR_LAST.fullmatch(written)
    if parts is None:
        return ""
    month, day = int(parts["month"]), int(parts["day"])
    if month > 12:
        month, day = day, month
    try:
        return date(int(parts["year"]), month, day).isoformat()
    except ValueError:
        return ""


def table_meant(key: str, raw: object) -> str:
    """Give the table that was meant by a value of its one key: ``quota = 2``, ``quota = "20%"``, ``valid = 2026``."""
    whole = raw if type(raw) is int else 0
    if key == "quota":
        share = share_written(raw) if isinstance(raw, str | Decimal) else ""
        return f"{{ count = {whole} }}" if whole > 0 else f"{{ share = {share} }}" if share.endswith('%"') else ""
    if key == "valid" and MINYEAR <= whole <= MAXYEAR:
        return f"{{ from = {whole:04}-01-01, to = {whole:04}-12-31 }}"
    return ""


def answer_meant(raw: object) -> str:
    """Give ``true`` or ``false`` for what says so."""
    if isinstance(raw, str):
        return _ANSWERS.get(raw.strip().casefold(), "")
    return {0: "false", 1: "true"}.get(raw, "") if type(raw) is int else ""


def text_meant(raw: object) -> str:
    """Give the text that was meant by a number or a day."""
    return f'"{shown(raw)}"' if isinstance(raw, int | Decimal | date) and not isinstance(raw, bool) else ""


def syntax_slip(message: str, line: str, at: int) -> Text | None:
    """Name the slip that keeps a line from being read, and what was meant.

    Args:
        message: What tomli says.
        line: The line.
        at: Where reading stopped in it, from 0.
    """
    slip = _sign(line, at) or _first(_WITH_COMMA, line, at, _value)
    if slip is None and line[at : at + 1] == "," and message.startswith("Expected newline"):
        return Text(vi="nhiều giá trị đặt trong ngoặc vuông: […, …]", en="several values stand in brackets: […, …]")
    if slip is not None:
        return slip
    if "key" in message or "table declaration" in message or message.startswith("Invalid statement"):
        return _first(_HEADER, line, at, _key) or _first(_KEY, line, at, _key)
    return _first(_BARE_VALUE, line, at, _value)


def _first(pattern: re.Pattern[str], line: str, at: int, name: Callable[[str], Text | None]) -> Text | None:
    """Name the slip in what holds the character where reading stopped, or ends just before it."""
    around = (match_ for match_ in pattern.finditer(line) if match_.start() <= at <= match_.end())
    return next((slip for match_ in around if (slip := name(match_[1].strip())) is not None), None)


def _sign(line: str, at: int) -> Text | None:
    """Name a slip that the character itself shows."""
    sign, before = line[at : at + 1], line[:at].strip()
    if sign and sign not in " \t" and (unicodedata.category(sign) in ("Zs", "Cf")):
        point = f"U+{ord(sign):04X}"
        return Text(
            vi=f"ở đây có ký tự trống lạ ({point}), thường đi theo khi dán từ nơi khác; xóa rồi gõ lại dấu cách",
            en=f"there is an unusual blank ({point}), which mostly comes along when text is pasted; type a blank anew",
        )
    if sign and sign in "“”„‟«»‘’":
        return Text(vi='dấu nháy phải thẳng: "…"', en='quotes are straight: "…"')
    if not before and re.match(r"//|/\*|;|--|'", line[at:]):
        return Text(vi="ghi chú bắt đầu bằng #", en="a comment begins with #")
    if sign == ";":
        return Text(vi="các phần cách nhau bằng dấu phẩy, không bằng ;", en="parts are set apart by commas, not by ;")
    if before and sign == "," and not line[at + 1 :].partition("#")[0].strip():
        return Text(vi="cuối dòng này không có dấu phẩy", en="no comma stands at the end of this line")
    if (sign == ":" and _IN_KEY.search(before)) or (sign == "=" and before.endswith("=")):
        return Text(vi="giữa khóa và giá trị chỉ có một dấu =", en="one = stands between a key and its value")
    return None


def _value(written: str) -> Text | None:
    """Name the slip in a value without quotes."""
    if day := day_meant(written):
        return Text(vi=f"ngày viết năm-tháng-ngày: {day}", en=f"a date is written year-month-day: {day}")
    if "%" in written and (amount := amount_meant(written)):
        return Text(vi=f"phần trăm đặt trong dấu nháy: {amount}", en=f"a percentage stands in quotes: {amount}")
    if answer := answer_meant(written):
        return Text(
            vi=f"có hoặc không viết là true hoặc false: {answer}", en=f"yes or no is written true or false: {answer}"
        )
    if written.casefold() in _NOTHING:
        return Text(
            vi='không có giá trị trống: bỏ khóa này, hoặc viết "none" nếu khóa nhận từ đó',
            en='there is no empty value: leave the key out, or write "none" where it takes that word',
        )
    if written[0].isalpha():
        return Text(vi=f'chữ đặt trong dấu nháy: "{written}"', en=f'text stands in quotes: "{written}"')
    return _number(written)


def _number(written: str) -> Text | None:
    """Name the slip in what begins like a number."""
    number = number_meant(written)
    if number == written:
        return None
    if number and written[-1].isalpha():
        return Text(vi=f"sau số không viết gì thêm: {number}", en=f"nothing is written after a number: {number}")
    if number and re.fullmatch(r"[+-]?\d*\.?\d*", written):
        return Text(vi=f"số này viết là {number}", en=f"this number is written {number}")
    if number or _THOUSANDS.fullmatch(written):
        vi = "số có dấu chấm thập phân và không ngăn hàng nghìn"
        en = "numbers have a decimal point, and nothing between thousands"
        return Text(vi=f"{vi}: {number}" if number else vi, en=f"{en}: {number}" if number else en)
    if _LETTERED.fullmatch(written):
        return Text(vi=f"trong số {written} có chữ cái", en=f"the number {written} has a letter in it")
    return None


def _key(written: str) -> Text | None:
    """Name the slip in a key, or in the name of a table."""
    parts = [part.strip() for part in written.split(".")]
    if not written or all(map(_BARE_KEY.fullmatch, parts)):
        return None
    meant = ".".join(part if _BARE_KEY.fullmatch(part) else nearest_id(part) for part in parts)
    return Text(
        vi=f"tên khóa không có dấu cách hay dấu tiếng Việt: {meant}",
        en=f"a key has neither blanks nor marks: {meant}",
    )
