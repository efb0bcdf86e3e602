"""The form of an explanation: paragraphs with a heading and lines, printed by whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.show import MOST_PLACES, show_number, show_points, show_result
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.text import Language, Text

_MODES: Final = {
    "half-up": Text(vi="làm tròn {places} chữ số", en="rounded to {places} decimals"),
    "half-even": Text(
        vi="làm tròn {places} chữ số (nửa thì về số chẵn)", en="rounded to {places} decimals (halves to even)"
    ),
    "down": Text(vi="cắt còn {places} chữ số", en="cut to {places} decimals"),
    "up": Text(vi="làm tròn lên {places} chữ số", en="rounded up to {places} decimals"),
    "floor": Text(vi="làm tròn xuống {places} chữ số", en="rounded down to {places} decimals"),
    "ceiling": Text(vi="làm tròn lên {places} chữ số", en="rounded up to {places} decimals"),
}
RESTS: Final[Mapping[RoundMode, Text]] = {
    "half-up": Text(vi="phần lẻ từ một nửa trở lên thì làm tròn lên", en="a half or more goes up"),
    "half-even": Text(vi="phần lẻ đúng một nửa thì làm tròn về số chẵn", en="an exact half goes to the even digit"),
    "down": Text(vi="phần lẻ bỏ đi", en="the rest is cut off"),
    "up": Text(vi="có phần lẻ là làm tròn lên", en="any rest goes up"),
    "floor": Text(vi="luôn làm tròn xuống", en="always down"),
    "ceiling": Text(vi="luôn làm tròn lên", en="always up"),
}
"""What each way of rounding does with the rest."""


@attrs.frozen
class Paragraph:
    """A part of an explanation.

    Attributes:
        heading: What it is about; may end with the points.
        lines: What there is to say, in order. A line that starts with spaces belongs to the one before it.
    """

    heading: str
    lines: tuple[str, ...]


def show_closed(value: Fraction | Decimal, places: int, language: Language) -> str:
    """Write points with their decimals; of a guard's many decimals, no zeros at the end."""
    value = Fraction(value)
    return show_points(value, places, language) if places <= MOST_PLACES else show_number(value, language)


def show_rounding(value: Fraction, places: int, mode: RoundMode, language: Language) -> str:
    """Write how a number becomes one with ``places`` decimals: ``≈ 13,333333 (đúng: 40/3), làm tròn 2 chữ số: 13,33``.

    A number that has no more decimals than that is written once.
    """
    rounded = round_fraction(value, places, mode)
    if rounded == value:
        return f"= {show_closed(value, places, language)}"
    how = rounding_words(places, mode, language)
    return f"{show_result(value, language)}, {how}: {show_closed(rounded, places, language)}"


def rounding_words(places: int, mode: RoundMode, language: Language) -> str:
    """Say how something is rounded: ``làm tròn 2 chữ số``."""
    return _MODES[mode].in_(language).format(places=places)
