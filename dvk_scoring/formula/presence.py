"""Which figures are there, as steps of a program: columns as the data has them, and where they are missing."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from dvk_scoring.formula.program import Program, Ref


@attrs.frozen
class Column:
    """A figure's column as the data has it.

    Attributes:
        name: Column of the data.
        low, high: Bounds of its whole numbers (value × 10^places).
        blanks: It may have blanks.
        kps: It may say "not assigned".
    """

    name: str
    low: int
    high: int
    blanks: bool = True
    kps: bool = True


@attrs.frozen
class Masks:
    """Where a criterion's figures are missing: ``kp`` not assigned, ``blank`` not reported (where not kp)."""

    kp: Ref
    blank: Ref


class Steps:
    """Yes and no as steps of a program."""

    def __init__(self, program: Program) -> None:
        """Keep where the steps go."""
        self._program = program

    def constant(self, *, holds: bool) -> Ref:
        """Give yes or no."""
        return self._program.yes if holds else self._program.no

    def any(self, of: Sequence[Ref]) -> Ref:
        """At least one holds."""
        return self._program.any(list(of))

    def all(self, of: Sequence[Ref]) -> Ref:
        """All hold."""
        return self._program.all(list(of))

    def not_(self, of: Ref) -> Ref:
        """Does not hold."""
        return self._program.not_(of)

    def fewer(self, of: Sequence[Ref], than: int) -> Ref:
        """Fewer than so many hold."""
        p = self._program
        return p.lt(p.total([p.when(ref, p.const(1), p.const(0)) for ref in of]), p.const(than))
