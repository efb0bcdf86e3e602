"""What a workbook's number format makes of a number: ``0.85`` is shown as 85%, ``7`` as 007, and so people mean it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import attrs

# Spreadsheet programs take no longer one.
_LONGEST: Final = 255
_TOKEN: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|.', re.DOTALL)
_PLACEHOLDERS: Final = "0#?"
# Signs that are shown as they are, without quotes; letters belong to dates, the other signs to numbers.
_LITERALS: Final = "$-+():!^&'~{}<>= "


@attrs.frozen
class NumberFormat:
    """A format code, ``0.00%``: up to four sections for positive numbers, negative ones, nought and text."""

    code: str

    @property
    def tells(self) -> bool:
        """Whether a number under it may mean something else than its digits say."""
        return any("%" in section for section in self._sections) or self.shown(0) not in ("0", None)

    def is_percent(self, *, negative: bool) -> bool | None:
        """Tell whether it shows a number, in hundredths, with a % behind; None when that hangs on the number itself."""
        sections = [section for section in self._sections if "@" not in section][:3] or [[]]
        percent = ["%" in section for section in sections]
        if any(map(_has_condition, sections)):
            return percent[0] if len(set(percent)) == 1 else None
        return percent[1] if negative and len(percent) > 1 else percent[0]

    def shown(self, number: int) -> str | None:
        """Write a whole number from 0 as it is shown; None: this is no format of whole numbers and fixed text."""
        section = self._sections[0]
        places = [at for at, piece in enumerate(section) if piece in _PLACEHOLDERS]
        fixed = [piece for piece in section if piece not in _PLACEHOLDERS]
        if (
            not places
            or not all(piece[:1] in '"\\_*[' or piece in _LITERALS for piece in fixed)
            or _has_condition(section)
        ):
            return None
        digits, texts = str(number), [_literal(piece) for piece in section]
        for at in reversed(places):
            first = at == places[0]
            texts[at] = digits if first else digits[-1:] or _filler(section[at])
            digits = "" if first else digits[:-1]
            if first and not texts[at]:
                texts[at] = _filler(section[at])
        return "".join(texts).strip()

    @property
    def _sections(self) -> list[list[str]]:
        sections: list[list[str]] = [[]]
        for sign in _TOKEN.findall(self.code[:_LONGEST]):
            if sign == ";":
                sections.append([])
            else:
                sections[-1].append(sign)
        return sections


@attrs.frozen
class FormattedNumber:
    """A number under a format that tells something; ``percent``: it is shown in hundredths, with a % behind."""

    value: Decimal
    format: NumberFormat
    percent: bool

    @property
    def shown(self) -> str:
        """The whole number as the cell shows it; another number as its digits."""
        whole = self.value == self.value.to_integral_value() and 0 <= self.value < 10**15
        return (self.format.shown(int(self.value)) if whole else None) or f"{self.value:f}"


@attrs.frozen
class ShownNumber:
    """A number of a file that itself says how it is shown: ``7``, ``007``; ``percent`` as of ``FormattedNumber``."""

    value: Decimal
    shown: str
    percent: bool


def _has_condition(section: list[str]) -> bool:
    return any(piece.startswith(("[<", "[>", "[=")) for piece in section)


def _filler(placeholder: str) -> str:
    return {"0": "0", "?": " "}.get(placeholder, "")


def _literal(token: str) -> str:
    if token.startswith('"'):
        return token[1:-1] if len(token) > 1 else ""
    if token.startswith("\\"):
        return token[1:]
    return "" if token[:1] in ("_", "*", "[") else token
