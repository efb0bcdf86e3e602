"""The form of an explanation: paragraphs with a heading and lines, printed by whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.show import MOST_PLACES, is_short, show_decimals, show_number, show_points, show_result
from dvk_scoring.formula.tree import RoundMode
from dvk_scoring.scheme.form.frame import OwnRoundingKeys
from dvk_scoring.scheme.form.texts import beside
from dvk_scoring.scheme.model import Closing
from dvk_scoring.text import Language

_SHORT_FRACTION: Final = 7
"""Characters of a fraction that stands for its number within an equation: 1234/99."""


@attrs.frozen
class Paragraph:
    """A part of an explanation.

    Attributes:
        heading: What it is about; may end with the points.
        lines: What there is to say, in order. A line that starts with spaces belongs to the one before it.
    """

    heading: str
    lines: tuple[str, ...]


def show_closed(value: Fraction | Decimal, places: int | None, language: Language) -> str:
    """Write points with the decimals of their level, or with all they need, or as a short fraction, or about.

    ``is_whole`` tells whether what is written is the number itself.

    Example:
        >>> [show_closed(Fraction(one), 2, "en") for one in ("13.3", "2.125", "50/3", "99991/300007")]
        ['13.30', '2.125', '50/3', '0.333296']
    """
    value = Fraction(value)
    if places is not None and places <= MOST_PLACES and (value * 10**places).denominator == 1:
        return show_points(value, places, language)
    return show_number(value, language) if is_short(value) or not is_whole(value) else str(value)


def is_whole(value: Fraction) -> bool:
    """Tell whether a number is written itself within an equation, so that an equals sign may stand beside it."""
    return is_short(value) or len(str(value)) <= _SHORT_FRACTION


def show_end(value: Fraction, places: int | None, language: Language, *, of_whole: bool = True) -> str:
    """Write the end of an equation, as ``show_result`` does, with the decimals of a level.

    Args:
        value: What the left side gives.
        places: Decimals of the level, None: as many as it needs.
        language: ``vi`` or ``en``.
        of_whole: Each number of the left side is written itself.
    """
    if of_whole and is_short(value):
        return f"= {show_closed(value, places, language)}"
    return show_result(value, language, of_printed=of_whole)


def show_sum(
    parts: Sequence[Fraction], value: Fraction, places: int | None, language: Language, closing: Closing | None = None
) -> str:
    """Write numbers and what they give together: ``3,00 + 4,00 − 1,00 = 6,00``; one alone stands for itself.

    Args:
        parts: The numbers.
        value: What they give.
        places: Decimals of the level.
        language: ``vi`` or ``en``.
        closing: How what they give is rounded, None: not at all.
    """
    whole = all(map(is_whole, parts))
    if len(parts) < 2 and closing is None:
        return show_closed(value, places, language) if is_short(value) else show_result(value, language)
    first, *rest = parts
    left = show_closed(first, places, language)
    left += "".join(f" {'+' if part >= 0 else '−'} {show_closed(abs(part), places, language)}" for part in rest)
    if closing is None:
        return f"{left} {show_end(value, places, language, of_whole=whole)}"
    end = show_rounding(value, closing, language, of_whole=whole)
    return left if end == f"= {left}" else f"{left} {end}"


def show_rounding(value: Fraction, closing: Closing | None, language: Language, *, of_whole: bool = True) -> str:
    """Write how a number is rounded: ``≈ 13,333333 (đúng: 40/3), làm tròn 2 chữ số: 13,33``.

    A number that is not rounded, or has no more decimals than that, is written once.
    """
    if closing is None:
        return show_end(value, None, language, of_whole=of_whole)
    rounded = _rounded(value, closing)
    if rounded == value:
        return show_end(value, closing.places, language, of_whole=of_whole)
    how = rounding_words(closing.places, closing.mode, language)
    before = show_unrounded(value, closing, language, of_whole=of_whole)
    return f"{before}, {how}: {show_closed(rounded, closing.places, language)}"


def show_unrounded(value: Fraction, closing: Closing, language: Language, *, of_whole: bool = True) -> str:
    """Write a number that will be rounded, ``= …`` or ``≈ …``, with the decimals that show to which side it will be."""
    told, places, rounded = show_end(value, None, language, of_whole=of_whole), MOST_PLACES, _rounded(value, closing)
    while not is_short(value) and _rounded(round_fraction(value, places, "half-up"), closing) != rounded:
        places *= 2
        told = f"≈ {show_number(value, language, places)}"
    return told


def _rounded(value: Fraction, closing: Closing) -> Fraction:
    return round_fraction(value, closing.places, closing.mode)


def rounding_words(places: int, mode: RoundMode, language: Language) -> str:
    """Say how something is rounded: ``làm tròn 2 chữ số``."""
    return beside(OwnRoundingKeys.mode, mode).in_(language).format(places=places, decimals=show_decimals(places))
