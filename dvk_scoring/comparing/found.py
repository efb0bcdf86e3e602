"""One unit of a comparison, by the id that somebody gives."""

from __future__ import annotations

from typing import Final

from dvk_scoring.analysis.causes import ComparedResults, ComparedUnit
from dvk_scoring.naming import named, unknown_unit
from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.text import Text
from dvk_scoring.unit_names import Units

_OLD: Final = Text(vi="kết quả trước", en="the first result")
_NEW: Final = Text(vi="kết quả sau", en="the second result")


def find_unit(compared: ComparedResults, unit: str) -> ComparedUnit:
    """Find a unit of both results by its id in the new one, else by that in the old one.

    Raises:
        DvkError: It is in one result alone, was merged or split, or is in neither.
    """
    by_id = {pair.was: pair for pair in compared.units} | {pair.change.unit: pair for pair in compared.units}
    if unit in by_id:
        return by_id[unit]
    # A name that units have in the new result is the one that is told.
    names = {id_: standing.name for side in (compared.old, compared.new) for id_, standing in side.standings.items()}
    raise DvkError(named([_why_not(compared, unit) or unknown_unit(unit, names)], names))


def _why_not(compared: ComparedResults, unit: str) -> Problem | None:
    """Say why a unit of either result is not compared; None where neither has it."""
    for group in compared.regrouped:
        old, new = ([standing.unit for standing in side] for side in (group.old, group.new))
        if unit in (*old, *new):
            return problem("DVK-O787", unit=unit, old=Units.of(old), new=Units.of(new))
    for side, told in ((compared.old, _OLD), (compared.new, _NEW)):
        if unit in side.standings:
            return problem("DVK-O788", unit=unit, side=told)
    return None
