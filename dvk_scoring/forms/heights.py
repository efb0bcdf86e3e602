"""How high a row must be: spreadsheets do not agree on fitting rows by themselves, so that it is reckoned here.

Widths are those of Times New Roman (and of Liberation Serif, drawn to the same measure), a little on the safe side.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_SAFE: Final = 1.02
_PADDING: Final = 3.0
_LINE: Final = 1.28
_BOLD, _ITALIC = 1.06, 0.95
"""How much wider letters are that are bold or italic."""
_CLASSES: Final = {
    **dict.fromkeys("iljt/\\.,:;'| ", 0.28),
    **dict.fromkeys("frI()[]-!", 0.333),
    **dict.fromkeys("acez", 0.444),
    "s": 0.389,
    "m": 0.778,
    "w": 0.722,
    **dict.fromkeys("MW%", 0.9),
}


def column_points(width: float) -> float:
    """Give a column's inner width in points, from its width in characters of the sheet's own font."""
    return (width * 7 - 5) * 0.75


def drawn_points(width: float) -> float:
    """Give how many points a column takes on the sheet, its rules and inner edges included."""
    return (width * 7 + 5) * 0.75


def column_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width in characters of a column that holds a text on one line."""
    return (_drawn(text, size * (_BOLD if bold else 1)) / 0.75 + 5) / 7


def text_height(text: str, size: float, width: float, *, bold: bool = False, italic: bool = False) -> float:
    """Give the height in points of a text, wrapped at blanks in a column of ``width`` points."""
    drawn = size * (_BOLD if bold else _ITALIC if italic else 1.0)
    lines = sum(_lines(part, drawn, width) for part in text.split("\n"))
    return lines * size * _LINE


def row_height(*parts: float) -> float:
    """Give the height of a row that holds parts one under the other."""
    return sum(parts) + _PADDING


def _lines(text: str, size: float, width: float) -> int:
    count, used = 1, 0.0
    for word in text.split(" "):
        long = _drawn(word, size)
        blank = 0.25 * size if used else 0.0
        if used and used + blank + long > width:
            count, used, blank = count + 1, 0.0, 0.0
        used += blank + long
        while used > width > 0:
            count, used = count + 1, used - width
    return count


def _drawn(text: str, size: float) -> float:
    return sum(map(_width, unicodedata.normalize("NFC", text))) * size * _SAFE


def _width(sign: str) -> float:
    plain = unicodedata.normalize("NFD", sign)[0]
    if plain in _CLASSES:
        return _CLASSES[plain]
    return 0.7 if plain.isupper() else 0.5
