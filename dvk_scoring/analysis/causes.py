"""What a comparison of two results tells: who has changed, and how much of it came by which cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias, TypeVar

import attrs

from dvk_scoring.analysis.compare import Both, Difference, UnitChange, change_of
from dvk_scoring.analysis.standing import ResultNames, Standing
from dvk_scoring.analysis.trial import FigureChange
from dvk_scoring.problem import Problem
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Text, visible

T = TypeVar("T")
Cause: TypeAlias = Literal["program", "plugins", "left", "scheme", "came", "figures", "rulings"]
ORDER: Final[tuple[Cause, ...]] = ("program", "plugins", "left", "scheme", "came", "figures", "rulings")
"""Causes in the order in which they are replayed, from the old result to the new one.

The program, a plugin; units that take part no more leave; the scheme, with figures that it alone asks for; units that
are new come; the figures that both schemes ask for; the council's rulings.
"""
CAUSES: Final[Mapping[Cause, Text]] = {
    "program": Text(vi="chương trình", en="program"),
    "plugins": Text(vi="plugin", en="plugins"),
    "left": Text(vi="đơn vị thôi tham gia", en="units that left"),
    "scheme": Text(vi="bảng điểm", en="scheme"),
    "came": Text(vi="đơn vị mới tham gia", en="units that came"),
    "figures": Text(vi="số liệu", en="figures"),
    "rulings": Text(vi="quyết định của hội đồng", en="rulings"),
}
"""What people call them."""


@attrs.frozen
class Made:
    """What a result says of how it was made.

    Attributes:
        version: Of the program.
        as_of: Day that it was scored for, or None.
        scheme, figures: SHA-256, hex.
        rulings: Acts of the council, as the result's file writes them.
    """

    version: str
    as_of: str | None
    scheme: str
    figures: str
    rulings: tuple[Mapping[str, object], ...] = attrs.field(hash=False)


@attrs.frozen
class Side:
    """A result that is opened to be compared.

    Attributes:
        name: How messages call it: a file, or the title of a scheme.
        names: What its parts are called.
        made: How it was made.
        standings: What each unit has: as a file says, else as it was scored. In the order of the result.
        result: What its inputs give now; None: a file of a result alone, whose inputs are not at hand.
        illustrative: The figures are invented ones that ship with the scheme.
    """

    name: str
    names: ResultNames
    made: Made
    standings: Mapping[str, Standing] = attrs.field(hash=False)
    result: Result | None = None
    illustrative: bool = False

    @property
    def file(self) -> str:
        """How outputs call it, without its folder, which says nothing to others."""
        return visible(Path(self.name).name)


@attrs.frozen
class Step:
    """One cause that was replayed, or several that cannot be told apart.

    Attributes:
        causes: What was replaced by what the new result was made of.
        standings: What each unit has then; of the last step what it has in the new result.
        problems: Why several are one step: what would not have been a competition between them.
    """

    causes: tuple[Cause, ...]
    standings: Mapping[str, Standing] = attrs.field(hash=False)
    problems: tuple[Problem, ...] = ()


@attrs.frozen
class Regrouped:
    """Units that were merged or split: each as it stands, side by side, and nothing is made of them."""

    old: tuple[Standing, ...]
    new: tuple[Standing, ...]


@attrs.frozen
class ComparedUnit:
    """A unit of both results.

    Attributes:
        change: What differs.
        was: Its id in the old result.
        path: What it had in the old result, and after each step; the last is what it has in the new one.
        cluster: Where it was, and where it is.
        figures: Its figures that differ, of those that both schemes ask for; empty unless both have their inputs.
    """

    change: UnitChange
    was: str
    path: tuple[Standing, ...]
    cluster: Both[str]
    figures: tuple[FigureChange, ...] = ()

    def values(self, value: Callable[[Standing], T]) -> tuple[T, ...]:
        """Give one thing of the unit (``lambda one: one.total``) in the old result and after each step.

        The differences between neighbours, one for each step, add up to the whole difference.
        """
        return tuple(value(standing) for standing in self.path)


@attrs.frozen
class ComparedResults:
    """Two results side by side, with the causes of every difference.

    Attributes:
        old, new: What was compared.
        units: Units of both, in the order of the new result; those without any difference too.
        left, came: Units of one alone.
        regrouped: Units that the table of units says were merged or split.
        steps: Causes that were replayed, in their order.
        differ: Causes that differ and were not replayed, for want of inputs.
        unknown: Causes of which a file of a result does not say whether they differ.
        scheme: The two schemes and what changed between them; None unless both have their inputs.
        rulings: Acts that the old result alone has, and those that the new one alone has; as ``scheme``.
    """

    old: Side
    new: Side
    units: tuple[ComparedUnit, ...]
    left: tuple[Standing, ...]
    came: tuple[Standing, ...]
    regrouped: tuple[Regrouped, ...]
    steps: tuple[Step, ...]
    differ: tuple[Cause, ...] = ()
    unknown: tuple[Cause, ...] = ()
    scheme: Difference | None = None
    rulings: Both[tuple[Ruling, ...]] | None = None

    @cached_property
    def changed(self) -> tuple[ComparedUnit, ...]:
        """Units of both of which anything differs."""
        return tuple(unit for unit in self.units if unit.change.is_change)

    @property
    def entrant(self) -> Text:
        """What is scored, as the newer scheme that is known calls it."""
        return (self.new if self.new.result is not None else self.old).names.entrant

    @property
    def replayed(self) -> bool:
        """Tell whether causes were replayed, which asks for the inputs of both sides."""
        return self.old.result is not None and self.new.result is not None

    @property
    def same(self) -> bool:
        """Tell whether both say the same of the same units."""
        return not (self.changed or self.left or self.came or self.regrouped)

    def refuse_trial(self) -> None:
        """See that it may be written as a comparison of results.

        Raises:
            DvkError: One of the two is a trial.
        """
        for side in (self.old, self.new):
            if side.result is not None:
                side.result.refuse_trial()


def compared_unit(path: tuple[Standing, ...], was: str, figures: tuple[FigureChange, ...]) -> ComparedUnit:
    """Put a unit together; its whole change is that from the first to the last of the path."""
    first, last = path[0], path[-1]
    return ComparedUnit(change_of(first, last), was, path, (first.cluster, last.cluster), figures)
