"""What a criterion, or a figure, is for a unit: there, missing, or not the unit's task. Zero is a value."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    """The state beside a value; the numbers are those of the engine's state columns."""

    OK = 0
    NOT_REPORTED = 1
    NOT_ASSIGNED = 2
