"""Units in problems are called by their names: done once, where what knows the names hands the problems on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Final, TypeAlias

import attrs

from dvk_scoring.nearest import near
from dvk_scoring.problem import DvkError, Problem, problem
from dvk_scoring.unit_names import Units

_KNOWN: Final = 20
Names: TypeAlias = Mapping[str, str] | Callable[[Collection[str]], Mapping[str, str]]
"""Id → name; or what gives those of some units, so that of millions no more are looked at than are asked for."""


def named(problems: Iterable[Problem], names: Names) -> tuple[Problem, ...]:
    """Call the units that problems name by their names; a unit that is not known keeps its id alone."""
    told = tuple(problems)
    wanted = {unit for fault in told for unit in units_of(fault)}
    known = {} if not wanted else names if isinstance(names, Mapping) else names(wanted)
    return tuple(_named(fault, known) for fault in told) if known else told


def unknown_unit(unit: str, names: Mapping[str, str]) -> Problem:
    """Tell that there is no such unit; ``names``: id → name of those that there are, whose names may be meant too."""
    close = near(unit, names, 1) or [
        next(other for other in names if names[other] == name) for name in near(unit, names.values(), 1)
    ]
    shown = Units.of(islice(names, _KNOWN), len(names))
    told = problem("DVK-O301", unit=unit, nearest=Units.of(close), known=shown)
    return named([told], names)[0]


@contextmanager
def naming(names: Names) -> Iterator[None]:
    """Call units by their names in the problems that end what is done here.

    Raises:
        DvkError: The same problems.
    """
    try:
        yield
    except DvkError as error:
        raise DvkError(named(error.problems, names)) from None


def units_of(fault: Problem) -> Iterator[str]:
    """Give the units that a problem is of, and those that it names."""
    if fault.place.unit is not None:
        yield fault.place.unit
    for value in fault.args.values():
        if isinstance(value, Units):
            yield from value.ids


def _named(fault: Problem, known: Mapping[str, str]) -> Problem:
    args = {
        key: attrs.evolve(value, names={**value.names, **known}) if isinstance(value, Units) else value
        for key, value in fault.args.items()
    }
    name = known.get(fault.place.unit or "", fault.place.unit_name)
    return attrs.evolve(fault, args=args, place=attrs.evolve(fault.place, unit_name=name))
