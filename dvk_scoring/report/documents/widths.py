"""How wide columns must be: no word is parted, and what should stand on one line does so while others have room."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Final

import attrs

_MM: Final = 25.4 / 72 / 1000
"""Of a thousandth of the height of letters, which are measured in points."""
_BOLD: Final = 1.08
_MARGINS: Final = 3.2
"""Room at both sides of a cell, in mm."""
_SHORT_HEAD: Final = 12
"""Letters of a heading that is worth a line of its own."""
_STEP: Final = 2.0
"""By how much a column is widened at a time, in mm."""
_MOST_ROWS: Final = 200
"""Rows that are looked at to choose widths."""
_EACH: Final = 0.05
"""What a line of a cell counts beside the lines of its row."""
_OTHER: Final = 600
_HORN, _HORN_WIDTH = "\u031b", 90
"""Of ơ and ư, which stands beside the letter; other marks stand above or below it."""
_LETTERS: Final = {
    **dict.fromkeys("ijlt :;/'", 278),
    **dict.fromkeys("fr()-I", 333),
    **dict.fromkeys("s\u2019", 389),
    **dict.fromkeys("acez“”", 444),
    **dict.fromkeys("bdghknopquvxyđ0123456789–", 500),
    **dict.fromkeys("ELTZFPS=+−", 611),
    **dict.fromkeys("w", 722),
    **dict.fromkeys("ABCDGHKNOQRUVXYĐ", 722),
    **dict.fromkeys("m", 778),
    **dict.fromkeys("M%", 889),
    **dict.fromkeys("W…", 1000),
    **dict.fromkeys(",. \u00a0", 250),
}
"""Widths in thousandths of the height: of Times New Roman, rounded up to a few steps."""


@attrs.frozen
class Column:
    """A column to be fitted.

    Attributes:
        head: Its heading, in bold; it may be parted between words.
        cells: What stands below it.
        whole: Its cells are to stay on one line each while others can give room.
        bold: Its cells are in bold.
    """

    head: str
    cells: Sequence[str]
    whole: bool = False
    bold: bool = False

    def least(self, size: float) -> float:
        """Give the width in mm below which a word is parted."""
        longest = max(
            (text_width(word, size, bold=self.bold) for cell in set(self.cells) for word in _words(cell)), default=0
        )
        return _MARGINS + max(longest, *(text_width(word, size, bold=True) for word in ("", *_words(self.head))))

    def wanted(self, size: float) -> float:
        """Give the width in mm at which every cell stands on its lines, and a short heading on one."""
        head = self.head if len(self.head) <= _SHORT_HEAD else ""
        return max(self.held(size), _MARGINS + text_width(head, size, bold=True))

    def held(self, size: float) -> float:
        """Give the width in mm at which every cell stands on its lines; the heading may be parted between words."""
        lines = (text_width(line, size, bold=self.bold) for cell in set(self.cells) for line in cell.split("\n"))
        return max(self.least(size), _MARGINS + max(lines, default=0))


def fitted(columns: Sequence[Column], room: float, size: float) -> list[float] | None:
    """Give widths that fill the room; None when words would have to be parted.

    Args:
        columns: Of the table.
        room: In mm.
        size: Of the letters, in points.
    """
    wanted = [column.wanted(size) for column in columns]
    low, high = [column.least(size) for column in columns], [column.held(size) for column in columns]
    if sum(low) > room:
        return None
    least = [held if column.whole else bare for column, bare, held in zip(columns, low, high, strict=True)]
    if sum(least) > room:  # not all that should can stay whole
        least = _shortest(columns, low, high, room, size)
    return _spread(least, wanted, room)


def forced(columns: Sequence[Column], room: float, size: float) -> list[float]:
    """Give widths that fill the room, in parts of what the columns need where it is too narrow for them."""
    widths = fitted(columns, room, size)
    if widths is not None:
        return widths
    least = [column.least(size) for column in columns]
    return [width * room / sum(least) for width in least]


def _shortest(
    columns: Sequence[Column], low: Sequence[float], high: Sequence[float], room: float, size: float
) -> list[float]:
    """Give widths at which the table takes few lines: what spares the most of them for its room is widened first."""
    steps = [
        [*(least + _STEP * at for at in range(int((most - least) / _STEP))), most] if most > least else [least]
        for least, most in zip(low, high, strict=True)
    ]
    rows = list(zip_longest(*(column.cells[:_MOST_ROWS] for column in columns), fillvalue=""))
    lines = [
        [[_lines(row[at], width, size, bold=column.bold) for row in rows] for width in steps[at]]
        for at, column in enumerate(columns)
    ]
    chosen = [0] * len(columns)

    def height(now: Sequence[int]) -> float:
        heights = list(zip(*(lines[at][step] for at, step in enumerate(now)), strict=True))
        return float(sum(map(max, heights))) + _EACH * sum(map(sum, heights))

    while True:
        left, taken = room - sum(steps[at][step] for at, step in enumerate(chosen)), height(chosen)
        best: tuple[float, list[int]] = (0.0, [])
        for at, step in enumerate(chosen):
            for further in range(step + 1, len(steps[at])):
                more = steps[at][further] - steps[at][step]
                if more > left:
                    break
                tried = [*chosen[:at], further, *chosen[at + 1 :]]
                best = max(best, ((taken - height(tried)) / more, tried))
        if not best[1]:
            return [steps[at][step] for at, step in enumerate(chosen)]
        chosen = best[1]


def _lines(text: str, width: float, size: float, *, bold: bool) -> int:
    """Give how many lines a text takes in a column of a width in mm."""
    room, count = width - _MARGINS + 0.01, 0
    for line in text.split("\n"):
        taken, count = 0.0, count + 1
        for word in _words(line):
            wide = text_width(word, size, bold=bold)
            blank = text_width(" ", size, bold=bold) if taken else 0.0
            if taken and taken + blank + wide > room:
                taken, count = wide, count + 1
            else:
                taken += blank + wide
    return count


def _spread(least: Sequence[float], wanted: Sequence[float], room: float) -> list[float]:
    """Give each column its least, then what it wants as far as there is room; the rest is shared as they are wide."""
    left, missing = room - sum(least), sum(wanted) - sum(least)
    share = 1.0 if missing <= left else left / missing
    widths = [low + share * (high - low) for low, high in zip(least, wanted, strict=True)]
    rest = max(0.0, room - sum(widths)) / sum(widths)
    return [round(width * (1 + rest), 2) for width in widths]


@lru_cache(maxsize=65_536)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give about the width of a text on one line in mm, rather too much than too little."""
    parts = unicodedata.normalize("NFD", text)
    whole = sum(_LETTERS.get(part, _OTHER) for part in parts if not unicodedata.combining(part))
    whole += _HORN_WIDTH * parts.count(_HORN)
    return whole * size * _MM * (_BOLD if bold else 1)


def _words(text: str) -> list[str]:
    """Part a text where a line may end; a hard space is none."""
    return [word for word in text.replace("\n", " ").split(" ") if word]


def parted(text: str, width: float, size: float) -> list[str]:
    """Part a text in bold into the lines it takes in a width in mm; a word is never parted."""
    lines: list[str] = [""]
    for word in _words(text):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, bold=True) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
