"""How far the law's numbers may be off in a spreadsheet, and between what they lie."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from dvk_scoring.formula import tree as t
from dvk_scoring.formula.bounds import Facts, Prover
from dvk_scoring.formula.intervals import OPEN, Interval, join, meet, point
from dvk_scoring.formula.names import TIE, TIE_ALL
from dvk_scoring.formula.shapes import terms_of
from dvk_scoring.formula.walk import children, walk
from dvk_scoring.law import nodes as n
from dvk_scoring.report.workbook.precision import STEP, WIDEST, Measure, Precision, either, written

if TYPE_CHECKING:
    from dvk_scoring.formula.symbols import FigureSpec
    from dvk_scoring.report.workbook.law import BookLaw

_ZERO: Final = Fraction(0)
_SURE: Final = 0.01
_MOST_WRITTEN: Final = 6
"""Decimals that a number of the scheme may get when it is written anew in the workbook."""


class LawProver(Prover):
    """Proves between what the law's numbers lie."""

    def __init__(self, law: BookLaw, specs: Mapping[str, FigureSpec], rows: int) -> None:
        """Keep the definitions."""
        super().__init__((), {})
        self.law, self.columns, self.rows = law, specs, rows
        self._definitions: dict[str, Interval] = {}

    def definition(self, name: str) -> Interval:
        """Bound what a definition gives, 0 in it: a cell without a number counts so."""
        if name not in self._definitions:
            formula, bounds = self.law.formulas[name], self.law.sheet[name].bounds
            assert isinstance(formula, t.Num)
            for part in walk(formula):
                if isinstance(part, t.Num):
                    self.interval(part)
            interval = self.interval(formula)
            if bounds is not None:
                interval = meet(interval, Interval(*bounds))
            self._definitions[name] = join([interval, point(_ZERO)]) if name in self.law.gaps else interval
        return self._definitions[name]

    def _plain(self, node: t.Num, facts: Facts) -> Interval:
        match node:
            case n.Named(name):
                return self.definition(name)
            case n.ByCluster(values):
                return join([point(value) for _, value in values])
            case n.Column(name):
                return join([Interval(self.columns[name].low, self.columns[name].high), point(_ZERO)])
            case n.Ruled(_, most):
                return Interval(-most, most)
            case n.Ahead() | n.Count():
                return Interval(Fraction(-1), Fraction(self.rows))
            case n.Order():
                return OPEN
        return super()._plain(node, facts)

    def _linear_bound(self, node: t.Num, facts: Facts) -> Interval:  # noqa: ARG002 - sums of definitions have no relations
        return OPEN

    def _grain(self, node: t.Num) -> Fraction | None:
        return self.least(node)

    def least(self, node: t.Num) -> Fraction | None:
        """Give the smallest number above 0 that a sum of weights can be, None when it is not known."""
        match node:
            case t.Number(value):
                return value if value > 0 else None
            case n.ByCluster(values):
                return min((value for _, value in values if value > 0), default=None)
            case n.Named(name):
                formula = self.law.formulas[name]
                return self.least(formula) if isinstance(formula, t.Num) else None
            case t.Choose(cases, otherwise):
                parts = [*(case.then for case in cases), otherwise]
            case t.Add():
                parts = [part for _, part in terms_of(node)]
            case _:
                return None
        bounds = [(self.interval(part), self.least(part)) for part in parts if part != t.ZERO]
        if any(inside.low is None or inside.low < 0 for inside, _ in bounds):
            return None
        return min((least for inside, least in bounds if least is not None), default=None)


class LawMeasure(Measure):
    """Measures the law's numbers as cells hold them.

    Attributes:
        kept: Definitions with a column of their own: a decimal there is the nearest double to it.
    """

    def __init__(self, law: BookLaw, prover: LawProver, changes: int) -> None:
        """Keep the definitions; ``changes``: decimals of what rulings change."""
        super().__init__(prover.columns, {}, prover, prover.rows)
        self.law, self.prover, self.changes = law, prover, changes
        self.kept: Collection[str] = ()
        self._definitions: dict[str, Precision] = {}
        self._written: dict[str, bool] = {}

    def definition(self, name: str) -> Precision:
        """Measure what the cell of a definition holds."""
        if name not in self._definitions:
            formula = self.law.formulas[name]
            assert isinstance(formula, t.Num)
            precision = self.of(formula)
            self._definitions[name] = self.as_decimal(precision) if self.law.root(name) in self.kept else precision
        return self._definitions[name]

    def give(self, name: str, several: Sequence[Precision]) -> None:
        """Take the measure of a definition that is written otherwise: one of several formulas, or 0."""
        definition = n.Named(name)
        parts = [Precision(0.0, 0.0, 0.0, 1, {})]
        for precision in several:
            below = math.prod(precision.under.values())
            wide = below > WIDEST
            under: Mapping[t.Num, int] = {definition: below} if below > 1 and not wide else {}
            parts.append(attrs.evolve(precision, fixed=0 if wide else precision.fixed, under=under))
        self._definitions[name] = self.as_decimal(either(definition, self._size(definition), parts))

    def of(self, node: t.Num) -> Precision:
        """Measure a number, its parts first."""
        for part in walk(node):
            if isinstance(part, t.Num):
                self(part)
        return self(node)

    def _of(self, node: t.Num) -> Precision:
        match node:
            case n.Named(name):
                return self.definition(name)
            case n.ByCluster(values):
                fixed = math.lcm(*(value.denominator for _, value in values))
                return Precision(self._size(node), 0.0, max(written(value) for _, value in values), fixed, {})
            case n.Column(name):
                places = self.prover.columns[name].places
                return Precision(self._size(node), 0.0, STEP if places else 0.0, 10**places, {})
            case n.Ruled(name) if name in (TIE, TIE_ALL):
                return Precision(self._size(node), 0.0, 0.0, 1, {})
            case n.Ruled():
                return Precision(self._size(node), 0.0, STEP if self.changes else 0.0, 10**self.changes, {})
            case n.Ahead() | n.Count():
                return Precision(self._size(node), 0.0, 0.0, 1, {})
            case n.Order() | n.Score():
                return Precision(math.inf, math.inf, 0.0, 0, {})
        return super()._of(node)

    def _cancelled(self, precision: Precision) -> Precision:
        """Measure what cancels within a definition: only the whole of it is brought back to decimals."""
        return precision

    def _least(self, node: t.Num) -> float:
        known = self.prover.least(node)
        return max(super()._least(node), 0.0 if known is None else float(known))

    def rounding(self, node: t.Round) -> Precision | None:
        """Measure what is rounded, None where it has no more decimals than are kept.

        A written number may be written anew, with other decimals: it is rounded in any case, and what is made of it
        unless to bring it back to decimals is to round it as well.
        """
        inner = self.of(node.value)
        if inner.places is None or inner.places > node.places or isinstance(node.value, n.Written | n.ByCluster):
            return inner
        return inner if node.mode not in ("half-up", "half-even") and self.is_written(node.value) else None

    def decimals(self, node: t.Num) -> int | None:
        """Give the decimals to which a sum is brought back: some more where written numbers may get some."""
        places = self.of(node).places
        if places is None or places >= _MOST_WRITTEN or not self.is_written(node):
            return places
        return _MOST_WRITTEN if self.of(node).error * 10**_MOST_WRITTEN < _SURE else places

    def is_written(self, node: t.Num) -> bool:
        """Tell whether numbers that the scheme writes are added up in a number, unrounded."""
        match node:
            case n.Written() | n.ByCluster():
                return True
            case t.Number() | t.Round() | n.Ahead() | n.Count():
                return False
            case n.Named(name):
                if name not in self._written:
                    formula = self.law.formulas[name]
                    self._written[name] = isinstance(formula, t.Num) and self.is_written(formula)
                return self._written[name]
            case t.Add() | t.Subtract():
                return any(self.is_written(part) for _, part in terms_of(node))
            case t.Choose(cases, otherwise):
                return any(self.is_written(number) for number in (*(case.then for case in cases), otherwise))
        return any(self.is_written(part) for part in children(node) if isinstance(part, t.Num))
