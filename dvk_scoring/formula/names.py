"""Names of columns beside the figures: made here and nowhere else, so that no two parts can differ on them."""

from __future__ import annotations

from typing import Final

HOLD_CLASS: Final = "!hold:class"
HOLD_TITLES: Final = "!hold:titles"
_RULED_OUT: Final = "!na:"
OUT: Final = "!out"
"""A ruling takes the unit out of competition."""
TIE: Final = "!tie"
"""The committee's order among tied units, larger better; 0 where it did not rule."""
TIE_ALL: Final = "!tie:all"
"""The same, of rulings that name the tied units of all clusters: what counts where clusters are compared."""


def kp_flag(column: str) -> str:
    """Name the column that is 1 where a figure is not assigned."""
    return f"{column}?"


def ruled_out(criterion: str) -> str:
    """Name the column that is 1 where a ruling does not assign a criterion."""
    return f"{_RULED_OUT}{criterion}"


def is_ruled_out(column: str) -> bool:
    """Tell whether a column says where a ruling does not assign a criterion."""
    return column.startswith(_RULED_OUT)


def change_of(target: str) -> str:
    """Name the column of a ruling's change of points; ``target``: ``criteria.ID``, ``sections.ID`` or ``total``."""
    return f"!change:{target}"


RULED_PLACES: Final = 12
"""Decimals of a change of points, which stands in its column as a whole number."""
