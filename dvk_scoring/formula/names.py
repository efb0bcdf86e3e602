"""Names of columns: made here and nowhere else, so that no two parts can differ on them.

First those of tables of figures, then those that go into a plan beside them, then those that come out of it. Of these,
what is the same for every scheme (``total``, ``rank``, ``ranked``, …) stands as it is; the others hang on an id.
"""

from __future__ import annotations

from typing import Final

KEYS: Final = ("unit", "name", "cluster", "voice")
LONG_KEYS: Final = (*KEYS, "figure", "value", "reason", "evidence")
TAKEN: Final = (*LONG_KEYS, "row", "order")
"""What no figure of the unit itself may be called: columns of tables of figures, and of what is read of them."""
HOLD_CLASS: Final = "!hold:class"
HOLD_TITLES: Final = "!hold:titles"
_RULED_OUT: Final = "!na:"
_FAULT: Final = "fault:"
OUT: Final = "!out"
"""A ruling takes the unit out of competition."""
TIE: Final = "!tie"
"""The committee's order among tied units, larger better; 0 where it did not rule."""
TIE_ALL: Final = "!tie:all"
"""The same, of rulings that name the tied units of all clusters: what counts where clusters are compared."""
COMPETITION: Final = "_competition"
"""Where it is, the rows are several competitions, and what is taken across units is taken within each."""
RULED_PLACES: Final = 12
"""Decimals of a change of points, which stands in its column as a whole number."""


def tried_weight(criterion: str) -> str:
    """Name the column of the weight of a criterion, where it differs from competition to competition."""
    return f"criteria.{criterion}.weight"


def tried_param(name: str) -> str:
    """Name the figure of a criterion that stands for a param, where it differs from competition to competition."""
    return f"params.{name}"


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


def state(key: str) -> str:
    """Name the column of the state of a criterion, bonus or penalty, a number of ``formula.state.State``."""
    return f"state:{key}"


def figure(of: str) -> str:
    """Name the column of the state of a figure that conditions or tie-breaks look at, by their name for it."""
    return f"figure:{of}"


def points(criterion: str) -> str:
    """Name the column of the points of a criterion that count."""
    return f"points:{criterion}"


def before(criterion: str) -> str:
    """Name the column of a criterion's points before the council changed them; only where a ruling does."""
    return f"before:{criterion}"


def score(criterion: str) -> str:
    """Name the column of a criterion's exact score, whose denominator stands in the column ``under``."""
    return f"score:{criterion}"


def under(criterion: str) -> str:
    """Name the column of what the numbers of ``score`` are divided by."""
    return f"under:{criterion}"


def fault(criterion: str) -> str:
    """Name the column that is 1 where a denominator is empty and the formula calls that an error."""
    return f"{_FAULT}{criterion}"


def fault_of(column: str) -> str | None:
    """Give the criterion whose column of faults this is, None when it is another column."""
    return column.removeprefix(_FAULT) if column.startswith(_FAULT) else None


def bonus(key: str) -> str:
    """Name the column of the points of a bonus."""
    return f"bonus:{key}"


def penalty(key: str) -> str:
    """Name the column of the points of a penalty."""
    return f"penalty:{key}"


def section(key: str) -> str:
    """Name the column of the points of a section."""
    return f"section:{key}"


def section_of(key: str) -> str:
    """Name the column of what a section could have given the unit."""
    return f"section_of:{key}"


def knock_out(key: str) -> str:
    """Name the column that is 1 where a knock-out strikes."""
    return f"knock_out:{key}"


def title(key: str) -> str:
    """Name the column of what comes of a title, a number of ``law.titles``."""
    return f"title:{key}"


def place(key: str) -> str:
    """Name the column of the best place a unit can have for a title."""
    return f"place:{key}"


def quota(key: str) -> str:
    """Name the column of the most places there can be for a title."""
    return f"quota:{key}"
