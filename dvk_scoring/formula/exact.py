"""The reference reader: a formula in fractions. Slow, of any width; every other reader must give its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.cells import Gap
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.walk import children
from dvk_scoring.formula.working import AcrossNode, Outcome, UnitFigures, Working

__all__ = ["Outcome", "State", "Trace", "UnitFigures", "evaluate", "round_fraction", "score_units", "trace", "trace_of"]


def score_units(tree: t.Num, specs: Sequence[FigureSpec], units: Sequence[UnitFigures]) -> list[Outcome]:
    """Score every unit with one formula.

    Missing:
        A unit for which a figure of the formula is not assigned is not assigned; else, when one is blank and its
        declaration gives blanks no meaning, it is not reported. This holds for every figure of the formula, also in
        a case that is not reached. Marks of a mean or median may be missing down to ``fewest``.

    Raises:
        KeyError: A unit lacks a figure, attribute or param that the formula names.
    """
    return list(evaluate(tree, specs, units).outcomes)


def evaluate(tree: t.Num, specs: Sequence[FigureSpec], units: Sequence[UnitFigures], *, keep: bool = False) -> Working:
    """Compute every node for every unit; ``keep`` holds on to all columns, else only the outcomes are of use."""
    working = Working(tree, specs, units)
    working.run(keep=keep)
    return working


@attrs.frozen(eq=False)
class Trace:
    """One node with what it was for one unit. Parts that stand at several places of the formula are one object.

    Attributes:
        node: The node.
        value: Its number, or yes/no for a condition; None when it has none.
        state: Why it has none; ok with no value is an error.
        parts: Its parts, in the order of ``walk.children``.
        error: The node that may not be empty and was.
        members: For a value taken across: the units among which it was taken, each with its value, in the order given.
        counted: For a value taken across: this unit is one of them.
        own: State of the unit's figures; when it is not ok, nothing but the figures was looked at.
    """

    node: t.Num | t.Cond
    value: Fraction | bool | None
    state: State
    parts: tuple[Trace, ...] = attrs.field(repr=False)
    error: t.Num | None = None
    members: tuple[tuple[str, Fraction], ...] = attrs.field(default=(), repr=False)
    counted: bool = False
    own: State = State.OK


def trace(tree: t.Num, specs: Sequence[FigureSpec], units: Sequence[UnitFigures], unit_id: str) -> Trace:
    """Compute a formula and give its working for one unit.

    Raises:
        KeyError: No unit has this id, or a unit lacks a symbol of the formula.
    """
    places = {unit.unit: index for index, unit in enumerate(units)}
    return trace_of(evaluate(tree, specs, units, keep=True), places[unit_id])


def trace_of(working: Working, index: int) -> Trace:
    """Give the working for the unit at ``index`` of a formula that was computed with all its columns kept."""
    made: dict[t.Num | t.Cond, Trace] = {}
    standing = working.states[index]
    for node in working.nodes:
        parts = tuple(made[part] for part in children(node))
        cell = working.columns[node][index]
        if isinstance(cell, Gap):
            told = Trace(node, None, cell.state, parts, working.error_node(cell), own=standing)
        else:
            told = Trace(node, cell, State.OK, parts, own=standing)
        made[node] = _with_members(told, working, node, index) if isinstance(node, AcrossNode) else told
    return made[working.tree]


def _with_members(told: Trace, working: Working, node: AcrossNode, index: int) -> Trace:
    column, inside = working.columns[node.value], working.sets(node)[index]
    members = tuple((working.units[at].unit, cell) for at in inside if isinstance(cell := column[at], Fraction))
    return attrs.evolve(told, members=members, counted=index in inside)
