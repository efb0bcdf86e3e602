"""Names of the columns that a run puts out: made here and nowhere else, so that no two readers can differ on them.

Those that are the same for every scheme (``total``, ``rank``, ``ranked``, …) stand as they are; these hang on an id.
"""

from __future__ import annotations

from typing import Final

_FAULT: Final = "fault:"


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
