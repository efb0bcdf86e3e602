"""One TOML file as plain values with places: decoded, parsed and cleared of what no later step should have to fear."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path as FilePath
from typing import Final

import attrs
import tomli

from dvk_scoring.criteria.setting_types import MOST_DIGITS
from dvk_scoring.problem import DvkError, Place, Problem, not_opened, problem
from dvk_scoring.scheme.keys import DEEPEST, Path, first_naming, index_keys
from dvk_scoring.scheme.slips import syntax_slip
from dvk_scoring.scheme.unclosed import find_unclosed
from dvk_scoring.text import Text, odd_character

LARGEST = 4_000_000
"""Bytes: the longest rubric known, 176 criteria, takes some 40 thousand."""


BACK_INTO_TOML: Final = Text(
    vi="Sổ tính đã sửa thì đưa về TOML bằng dvk scheme edit … --from TỆP -o TỆP.toml.",
    en="Take an edited workbook back into TOML with dvk scheme edit … --from FILE -o FILE.toml.",
)


@attrs.frozen
class Document:
    """Values by key, the place of every key, and the SHA-256 of the bytes they came from."""

    file: str
    values: dict[str, object] = attrs.field(hash=False)
    places: Mapping[Path, Place] = attrs.field(hash=False)
    digest: bytes


def read_document(file: str, data: bytes | None = None, *, instead: Text | None = None) -> Document:
    """Read a TOML file with exact numbers.

    Args:
        file: Its path.
        data: What is to stand in it, in place of what does.
        instead: What is done where it is a workbook, if not what is done with one of a scheme.

    Raises:
        DvkError: It cannot be read, is not UTF-8 or not TOML, or holds numbers or characters that nobody can mean.
    """
    data = _read_bytes(file) if data is None else data
    text = _decode(data, file, instead)
    values = _parse(text, file)
    lines = index_keys(text)
    places = {path: Place(file=file, line=line, key=key_path(path)) for path, line in lines.items()}
    problems = list(_absurdities(values, places, file))
    if problems:
        raise DvkError(problems)
    return Document(file, values, places, hashlib.sha256(data).digest())


def read_text(file: str) -> str:
    """Read a file of text as it is.

    Raises:
        DvkError: It cannot be read, or is not UTF-8.
    """
    return _decode(_read_bytes(file), file)


def document_of(values: Mapping[str, object], file: str) -> Document:
    """Take values of Python for those of a TOML file; ``file`` names them in messages.

    Its numbers are exact. For its line, what stands in a list has its number there, from 1.

    Raises:
        DvkError: They hold numbers or characters that nobody can mean, or lie too deep.
    """
    try:
        taken = {str(key): _taken(value) for key, value in values.items()}
    except RecursionError as error:
        raise DvkError([problem("DVK-S106", Place(file=file), most=DEEPEST)]) from error
    problems = list(_absurdities(taken, {}, file))
    if problems:
        raise DvkError(problems)
    places: dict[Path, Place] = {}
    for key, value in taken.items():
        for at in range(len(value) if isinstance(value, list) else 0):
            places[key, at] = Place(file=file, line=at + 1, key=key_path((key, at)))
    return Document(file, taken, places, b"")


def _taken(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _taken(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_taken(part) for part in value]
    return value


def key_path(path: Path) -> str:
    """Write a path as an administrator reads it; elements of lists count from 1: ``ranking.break[2].by``."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def place_of(places: Mapping[Path, Place], file: str, path: Path) -> Place:
    """Give the place of a key, or of the nearest table around it, under the name of the key itself."""
    for end in range(len(path), 0, -1):
        place = places.get(path[:end])
        if place is not None:
            return attrs.evolve(place, key=key_path(path))
    return Place(file=file, key=key_path(path) or None)


def is_there(path: FilePath) -> bool:
    """Tell whether there is such a file; a name that no system takes names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read_bytes(file: str) -> bytes:
    try:
        with FilePath(file).open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise DvkError([not_opened(file, error)]) from error
    if len(data) > LARGEST:
        raise DvkError([problem("DVK-S102", Place(file=file), most=LARGEST // 1_000_000)])
    return data


def _decode(data: bytes, file: str, instead: Text | None = None) -> str:
    if data.startswith(b"PK"):
        raise DvkError([problem("DVK-S215", Place(file=file), instead=instead)])
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        # With a byte order mark the decoder counts from after it; the lines before the bad byte are the same.
        line = data[: error.start].count(b"\n") + 1
        raise DvkError([problem("DVK-S103", Place(file=file, line=line))]) from error


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent that even Decimal cannot hold
        return Decimal("NaN")


def _parse(text: str, file: str) -> dict[str, object]:
    try:
        return tomli.loads(text, parse_float=_exact)
    except tomli.TOMLDecodeError as error:
        line = getattr(error, "lineno", None)
        column = getattr(error, "colno", None)
        fault = _syntax_problem(getattr(error, "msg", str(error)), Place(file, line, column), text)
        raise DvkError([fault]) from error
    except RecursionError as error:
        raise DvkError([problem("DVK-S106", Place(file=file), most=DEEPEST)]) from error
    except ValueError as error:  # whole numbers of more digits than Python is willing to read
        raise DvkError([problem("DVK-S107", Place(file=file), value="…", most=MOST_DIGITS)]) from error


_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Cannot redefine", "Duplicate inline")
_UNCLOSED = ("Unclosed", "Unterminated string", 'Expected "\'"')
_NO_DAY = "Invalid date or datetime"
_SYNTAX: Mapping[str, Text] = {
    **dict.fromkeys(_TWICE, Text(vi="khóa hoặc bảng này đã có ở trên", en="this key or table was written before")),
    "Invalid value": Text(
        vi='giá trị sau dấu = không đọc được (chữ phải đặt trong dấu " thẳng)',
        en='the value after = cannot be read (text belongs in straight " quotes)',
    ),
    "Invalid statement": Text(
        vi="dòng không bắt đầu bằng một khóa hay [bảng]", en="the line starts with neither a key nor a [table]"
    ),
    "Expected '=' after a key": Text(vi="thiếu dấu = sau khóa", en="the = after the key is missing"),
    "Invalid initial character for a key part": Text(
        vi="tên khóa chỉ gồm a-z, 0-9, - và _, không dấu", en="a key is made of a-z, 0-9, - and _, without accents"
    ),
    "Expected newline or end of document": Text(
        vi="sau giá trị còn thừa chữ", en="there is something left over after the value"
    ),
    "Expected ']'": Text(vi="thiếu dấu ] ở cuối tên bảng", en="the ] that closes the name of the table is missing"),
    "Unclosed array": Text(vi="danh sách [ chưa được đóng bằng ]", en="a list [ is not closed with ]"),
    "Unclosed inline table": Text(vi="bảng { chưa được đóng bằng }", en="a table { is not closed with }"),
    "Unterminated string": Text(vi='chuỗi chữ chưa được đóng dấu "', en="a text is not closed with its quote"),
    "Expected \"'\"": Text(vi="chuỗi chữ chưa được đóng dấu '", en="a text is not closed with its quote '"),
    "Illegal character '\\n'": Text(
        vi='chuỗi chữ chưa được đóng dấu " trước khi hết dòng', en="a text is not closed before the end of the line"
    ),
    "Unescaped '\\'": Text(
        vi='dấu \\ trong chuỗi "…" phải viết thành \\\\', en='a \\ inside "…" must be written \\\\'
    ),
    _NO_DAY: Text(vi="ngày không có thật", en="there is no such date"),
}  # fmt: skip

_NO_TOML: Final = Text(
    vi="Ở đây cần một tệp TOML (.toml), mà tệp này tên khác: kiểm tra xem có chọn nhầm tệp hay đổi chỗ hai tệp không.",
    en="A TOML file (.toml) is asked for here, and this one is called otherwise: is it another that is meant?",
)


def _syntax_problem(message: str, place: Place, text: str) -> Problem:
    lines = text.split("\n")
    line, at = (place.line or 1) - 1, (place.column or 1) - 1
    if message.startswith(_TWICE):
        earlier = first_naming("\n".join([*lines[: line + 1], ""]))
        if earlier is not None:
            path, first = earlier
            return problem("DVK-S105", place, key=key_path(path), line=first)
    slip = None if message.startswith(_NO_DAY) else syntax_slip(message, lines[line], at)
    if slip is None and message.startswith(_UNCLOSED):
        opened, slip = find_unclosed(message, text, sum(len(before) + 1 for before in lines[:line]) + at)
        before = text[:opened]
        place = attrs.evolve(place, line=before.count("\n") + 1, column=opened - before.rfind("\n"))
    known = (what for start, what in _SYNTAX.items() if message.startswith(start))
    suffix = FilePath(place.file or "").suffix.lower()
    instead = None if suffix in ("", ".toml") else _NO_TOML
    return problem("DVK-S104", place, what=slip or next(known, Text.same(message)), instead=instead)


def _absurdities(values: dict[str, object], places: Mapping[Path, Place], file: str) -> Iterator[Problem]:
    """Find what no later step should meet; a list of what is left to walk, since a nested call could overflow."""
    left: list[tuple[Path, object]] = [((), values)]
    deep: set[int | None] = set()
    while left:
        path, value = left.pop()
        if len(path) >= DEEPEST:
            place = place_of(places, file, path)
            if place.line not in deep:  # in one line there may be a hundred thousand
                yield problem("DVK-S106", place, most=DEEPEST)
            deep.add(place.line)
        elif isinstance(value, Mapping):
            left += [((*path, key), inner) for key, inner in value.items()]
            for key in value:
                if odd := odd_character(key, lines=True):
                    yield problem("DVK-S108", place_of(places, file, (*path, key)), character=odd)
        elif isinstance(value, list):
            left += [((*path, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str) and (odd := odd_character(value, lines=True)):
            yield problem("DVK-S108", place_of(places, file, path), character=odd)
        elif isinstance(value, int | Decimal) and not _sensible(value):
            yield problem("DVK-S107", place_of(places, file, path), value=_shortened(value), most=MOST_DIGITS)


def _sensible(value: int | Decimal) -> bool:
    if isinstance(value, int):
        return bool(abs(value) < 10**MOST_DIGITS)
    if not value.is_finite():
        return False
    return abs(value.adjusted()) <= MOST_DIGITS and len(value.as_tuple().digits) <= 2 * MOST_DIGITS


def _shortened(value: int | Decimal) -> str:
    shown = hex(value) if isinstance(value, int) else str(value)  # decimal digits of a huge int are slow, then refused
    return shown if len(shown) <= 2 * MOST_DIGITS else f"{shown[:MOST_DIGITS]}…"
