"""What is known where a formula is written: what cells tell of conditions, and what follows from what holds there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook import formulas as f
from dvk_scoring.report.workbook import grid as g

if TYPE_CHECKING:
    from dvk_scoring.report.workbook.law import BookLaw


@attrs.frozen
class Says:
    """A condition that a cell tells: by a word, or (None) by holding a number."""

    column: g.Column
    word: str | None

    def expr(self, *, yes: bool) -> g.Expr:
        """Write it, or its contrary."""
        if self.word is not None:
            return f.is_word(self.column, self.word, yes=yes)
        return f.is_number(self.column) if yes else f.not_(f.is_number(self.column))


@attrs.frozen
class At:
    """Where a formula is written.

    Attributes:
        sheet: The sheet on which it stands.
        cluster: Cluster of the row.
        label: What it gives, for those who look into doubts.
        known: Conditions that hold wherever what is written matters.
    """

    sheet: g.Sheet
    cluster: str
    label: str
    known: frozenset[t.Cond] = frozenset()


class Known:
    """Tells what follows from conditions.

    Attributes:
        says: Conditions that cells tell by words.
        opposites: Conditions that hold where a column does not.
    """

    def __init__(self, law: BookLaw, columns: Mapping[str, g.Column]) -> None:
        """Keep the definitions, and those that have a column."""
        self.law, self.columns = law, columns
        self.says: dict[t.Cond, Says] = {}
        self.opposites: dict[str, g.Column] = {}

    def knowing(self, at: At, *conditions: t.Cond) -> At:
        """Write where these hold besides, and what follows from them."""
        known = set(at.known)
        waiting = list(conditions)
        while waiting:
            condition = self.normal(waiting.pop())
            known.add(condition)
            negative = isinstance(condition, t.Not)
            inner = condition.of if isinstance(condition, t.Not) else condition
            if isinstance(inner, n.Holds) and inner.name not in self.columns and n.Holds(inner.name) not in self.says:
                formula = self.law.formulas[inner.name]
                assert isinstance(formula, t.Cond)
                waiting.append(n.not_(formula) if negative else formula)
            elif isinstance(inner, t.Or if negative else t.And):
                waiting += [n.not_(part) if negative else part for part in inner.of]
            elif negative and isinstance(inner, t.And):
                left = [part for part in inner.of if self.normal(part) not in known]
                waiting += [n.not_(left[0])] if len(left) == 1 else []
        return attrs.evolve(at, known=frozenset(known))

    def normal(self, condition: t.Cond) -> t.Cond:
        """Call a definition by one of its names alone."""
        if isinstance(condition, n.Holds):
            return n.Holds(self.law.root(condition.name))
        return n.not_(self.normal(condition.of)) if isinstance(condition, t.Not) else condition


def is_compound(condition: t.Cond) -> bool:
    """Tell whether a condition is made of others, or compares."""
    return isinstance(condition.of if isinstance(condition, t.Not) else condition, t.And | t.Or | t.Compare)
