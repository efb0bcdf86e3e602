"""Texts in Vietnamese and English: one value, both languages whole; and which characters no text may hold.

A text that stands in an output holds nothing that a terminal, a browser or an office program could obey in place of
showing it. Whoever reads texts refuses odd characters with ``odd_character``; whoever shows what nobody has read
before (a path, the words of a plugin or of the system) writes them as a sign with ``visible``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, Literal

import attrs

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, Language]] = ("vi", "en")
_ODD: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Controls, what is invisible or turns the direction, surrogates, private use, line and paragraph separators."""
_BREAKS: Final = "\n\t"


def _nfc(value: str) -> str:
    return unicodedata.normalize("NFC", value)


@attrs.frozen
class Text:
    """A text in both languages, NFC.

    Example:
        >>> Text(vi="Tiêu chí", en="Criterion").in_("en")
        'Criterion'
    """

    vi: str = attrs.field(converter=_nfc)
    en: str = attrs.field(converter=_nfc)

    @classmethod
    def same(cls, value: str) -> Text:
        """Make a text that reads the same in both languages (a name, a printed number)."""
        return cls(vi=value, en=value)

    @classmethod
    def of(cls, value: str | Text) -> Text:
        """Take a text, or a plain string that reads the same in both languages."""
        return value if isinstance(value, Text) else cls.same(value)

    def in_(self, language: Language) -> str:
        """Give the text in ``language``."""
        return self.vi if language == "vi" else self.en


def joined(texts: Iterable[Text], between: str = ", ") -> Text:
    """Join texts in each language."""
    several = tuple(texts)
    return Text(vi=between.join(text.vi for text in several), en=between.join(text.en for text in several))


def quoted(text: Text) -> Text:
    """Put a text in quotes."""
    return Text(vi=f"“{text.vi}”", en=f"“{text.en}”")


def ids_called(titles: Mapping[str, Text]) -> Text:
    """List ids for who has to write one, each with what it is called behind it.

    Example:
        >>> ids_called({"c1": Text(vi="Cụm 1", en="Cluster 1"), "x": Text.same("x")}).in_("en")
        'c1 (Cluster 1), x'
    """
    return joined(
        Text(
            vi=name if title.vi == name else f"{name} ({title.vi})",
            en=name if title.en == name else f"{name} ({title.en})",
        )
        for name, title in titles.items()
    )


_TURNS: Final = Text(vi="dấu đổi chiều chữ", en="direction mark")
_NAMES: Final[Mapping[str, Text]] = {
    "\t": Text(vi="dấu tab", en="tab"),
    "\n": Text(vi="dấu xuống dòng", en="line break"),
    "\r": Text(vi="dấu xuống dòng", en="carriage return"),
    "\xa0": Text(vi="dấu cách không ngắt", en="no-break space"),
    "\xad": Text(vi="dấu gạch nối ẩn", en="soft hyphen"),
    "\u200b": Text(vi="dấu cách không có độ rộng", en="zero-width space"),
    "\u200c": Text(vi="dấu tách chữ ẩn", en="zero-width non-joiner"),
    "\u200d": Text(vi="dấu nối chữ ẩn", en="zero-width joiner"),
    "\u2028": Text(vi="dấu ngắt dòng", en="line separator"),
    "\u2029": Text(vi="dấu ngắt đoạn", en="paragraph separator"),
    "\u202f": Text(vi="dấu cách hẹp không ngắt", en="narrow no-break space"),
    "\ufeff": Text(vi="dấu đầu tệp (BOM)", en="byte-order mark"),
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", _TURNS),
}
"""What those are called that come in with texts copied from pages and documents."""
_KINDS: Final[Mapping[str, Text]] = {
    "Cc": Text(vi="ký tự điều khiển", en="control character"),
    "Cf": Text(vi="ký tự ẩn", en="hidden character"),
    "Co": Text(vi="ký tự dùng riêng", en="private-use character"),
    "Zs": Text(vi="dấu cách khác thường", en="unusual space"),
}
_BYTE: Final = Text(vi="byte không đọc được", en="undecodable byte")
_BYTES: Final = 0xDC00
"""Python's names of files have a byte that is no UTF-8 as this and the byte (PEP 383)."""
_UNPRINTED: Final = Text(vi="ký tự không in được", en="unprintable character")


class Sayer:
    """Fills the phrases of one module in one language.

    Example:
        >>> Sayer({"more": Text(vi="và {count} nữa", en="and {count} more")}, "en")("more", count=3)
        'and 3 more'
    """

    def __init__(self, said: Mapping[str, Text], language: Language, **always: str) -> None:
        """Keep the phrases, by key, and what each of them may name."""
        self.said, self.language, self.always = said, language, always

    def __call__(self, key: str, /, **values: object) -> str:
        """Fill one phrase."""
        return filled(self.said[key], self.language, **{**self.always, **values})


def filled(said: Text, language: Language, /, **values: object) -> str:
    """Fill a template in one language, its words in agreement with the numbers."""
    return agreeing(said.in_(language), values).format(**values)


_AGREEING: Final = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def agreeing(template: str, values: Mapping[str, object]) -> str:
    """Choose between the word for one and that for another number in a template that is yet to be filled.

    Example:
        >>> agreeing("{count} {count:day|days} left", {"count": 1})
        '{count} day left'
        >>> agreeing("{change} {change:point|points}", {"change": "+2"})
        '{change} points'
    """
    if "|" not in template:
        return template
    return _AGREEING.sub(lambda found: found[2 if str(values.get(found[1])).lstrip("+-−") == "1" else 3], template)


def odd_character(text: str, *, lines: bool = False) -> str:
    r"""Give the first character that no text may hold as ``U+202E``, else nothing.

    Args:
        text: What is looked at.
        lines: Line breaks and tabs are fine.

    Example:
        >>> odd_character("Xã 1"), odd_character("Xã\x1b[31m 1"), odd_character("Xã\n1", lines=True)
        ('', 'U+001B', '')
    """
    if text.isprintable():
        return ""
    odd = next((sign for sign in text if _is_odd(sign) and not (lines and sign in _BREAKS)), None)
    return "" if odd is None else f"U+{ord(odd):04X}"


def told_character(odd: str) -> Text:
    """Say what ``odd_character`` found; a byte of the command line that is no UTF-8 is no character."""
    byte = _byte_of(chr(int(odd.removeprefix("U+"), 16)))
    return Text.same(odd) if byte is None else Text(vi=f"{_BYTE.vi} {byte:02X}", en=f"{_BYTE.en} {byte:02X}")


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]


def clipped(text: str, most: int) -> str:
    """Cut a text of more characters than there is room for, and say that it goes on.

    Example:
        >>> clipped("Công an huyện A", 9), clipped("Xã 1", 9)
        ('Công an …', 'Xã 1')
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def visible(text: str) -> str:
    r"""Write characters that no text may hold as a sign, so bytes of a file's name; line breaks and tabs stay.

    Example:
        >>> print(visible("Xã\x1b[31m 1"))
        Xã\u001b[31m 1
    """
    return text if text.isprintable() else "".join(_sign(c) if _is_odd(c) and c not in _BREAKS else c for c in text)


def spelled(text: str, language: Language) -> str:
    r"""Name whatever does not show as itself, line breaks and unusual blanks too, so that it can be looked for.

    Example:
        >>> print(spelled("Xã\xa01", "en"))
        Xã[no-break space U+00A0]1
    """
    if text.isprintable():
        return text
    runs = ((sign, sum(1 for _ in those)) for sign, those in groupby(text))
    return "".join(sign * count if sign.isprintable() else _named(sign, count, language) for sign, count in runs)


def _named(character: str, count: int, language: Language) -> str:
    """Name a character that does not show, and say how often it stands there in a row."""
    times = f" ×{count}" if count > 1 else ""
    if (byte := _byte_of(character)) is not None:
        return f"[{_BYTE.in_(language)} {byte:02X}{times}]"
    name = _NAMES.get(character) or _KINDS.get(unicodedata.category(character), _UNPRINTED)
    return f"[{name.in_(language)} U+{ord(character):04X}{times}]"


def _byte_of(character: str) -> int | None:
    """Give the byte of a file's name, no UTF-8, that Python has this character for; None: it is a character."""
    point = ord(character)
    return point - _BYTES if _BYTES + 0x80 <= point <= _BYTES + 0xFF else None


def _is_odd(character: str) -> bool:
    """Look at the category; of what is unassigned only noncharacters, since each Unicode assigns more of the rest."""
    point = ord(character)
    return unicodedata.category(character) in _ODD or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _sign(character: str) -> str:
    point = ord(character)
    if (byte := _byte_of(character)) is not None:
        return f"\\x{byte:02x}"
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
