"""A scheme's law as a sheet of definitions, in the order in which they follow from each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from dvk_scoring.formula.tree import Cond, Num, Number
from dvk_scoring.law.nodes import ALWAYS, NEVER, Holds, Named, not_
from dvk_scoring.law.nodes import all_of as all_hold
from dvk_scoring.law.nodes import any_of as any_holds
from dvk_scoring.scheme.model import Closing

Bounds: TypeAlias = "tuple[Fraction, Fraction | None]"
"""What a number cannot leave, where that is proved elsewhere; None: it has no proved end."""


_MAY: Final = "?"


def possibly(name: str) -> str:
    """Name what may hold, or the highest that a number can be, where ``name`` is what surely holds, or the lowest."""
    return f"{name}{_MAY}"


def is_possible(name: str) -> bool:
    """Tell which of the two it is."""
    return name.endswith(_MAY)


def surely(name: str) -> str:
    """Give the name of what surely holds, of either."""
    return name.removesuffix(_MAY)


@attrs.frozen
class Definition:
    """One named number or condition.

    Attributes:
        name: ``criteria.outreach.points``, ``sections.reform.base``, ``total``, ``titles.flag.state``, …
        formula: What it is; it names earlier definitions alone.
        part: What it belongs to: ``criteria.ID``, ``bonuses.ID``, ``penalties.ID``, ``sections.ID``, ``total``,
            ``ranking``, ``knock_outs.ID``, ``classes.ID``, ``titles.ID``.
        closing: How the formula's value is rounded, None: it is not.
        bounds: What a number cannot leave.
    """

    name: str
    formula: Num | Cond
    part: str
    closing: Closing | None = None
    bounds: Bounds | None = None


@attrs.frozen
class Sure:
    """A condition that an open decision or a blank may leave open: where it surely holds, and where it may."""

    surely: Cond
    possibly: Cond

    @property
    def is_open(self) -> Cond:
        """Where it may hold and may not."""
        return NEVER if self.surely == self.possibly else all_hold(self.possibly, not_(self.surely))


def plain(condition: Cond) -> Sure:
    """Take a condition that is never open."""
    return Sure(condition, condition)


def all_sure(*parts: Sure) -> Sure:
    """All of several."""
    return Sure(all_hold(*(part.surely for part in parts)), all_hold(*(part.possibly for part in parts)))


def any_sure(*parts: Sure) -> Sure:
    """At least one of several."""
    return Sure(any_holds(*(part.surely for part in parts)), any_holds(*(part.possibly for part in parts)))


def not_sure(sure: Sure) -> Sure:
    """Turn it round: what may hold is what may not fail."""
    return Sure(not_(sure.possibly), not_(sure.surely))


class Sheet:
    """Definitions by name."""

    def __init__(self) -> None:
        """Start empty."""
        self.definitions: dict[str, Definition] = {}

    def __iter__(self) -> Iterator[Definition]:
        """Give the definitions in order."""
        return iter(self.definitions.values())

    def __getitem__(self, name: str) -> Definition:
        """Give a definition by its name."""
        return self.definitions[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether there is a definition of this name."""
        return name in self.definitions

    def possibly(self, name: str) -> str:
        """Name what may hold: the same as what surely does where it is never open."""
        return possibly(name) if possibly(name) in self else name

    def number(
        self,
        name: str,
        formula: Num,
        part: str,
        *,
        closing: Closing | None = None,
        bounds: Bounds | None = None,
    ) -> Num:
        """Define a number; give the node that names it."""
        self._add(Definition(name, formula, part, closing, bounds))
        return formula if isinstance(formula, Number) else Named(name)

    def condition(self, name: str, formula: Cond, part: str) -> Cond:
        """Define a condition; one that always or never holds needs no name of its own where it is read."""
        self._add(Definition(name, formula, part))
        return formula if formula in (ALWAYS, NEVER) else Holds(name)

    def sure(self, name: str, where: Sure, part: str) -> Sure:
        """Define ``NAME`` where it surely holds and ``NAME?`` where it may; one definition where it is never open."""
        sure = self.condition(name, where.surely, part)
        if where.surely == where.possibly:
            return plain(sure)
        return Sure(sure, self.condition(possibly(name), where.possibly, part))

    def _add(self, definition: Definition) -> None:
        assert definition.name not in self.definitions, definition.name
        self.definitions[definition.name] = definition
