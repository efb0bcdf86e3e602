"""Texts in Vietnamese and English: one value, both languages whole."""

from __future__ import annotations

import unicodedata
from typing import Literal

import attrs

Language = Literal["vi", "en"]


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


def readable(name: str) -> str:
    r"""Write the name of a file so that any text can hold it: bytes that are no UTF-8 stand as ``\udcff``."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
