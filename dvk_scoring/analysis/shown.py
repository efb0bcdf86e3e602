"""How figures are written, and which points are shown at all: what is missing is never shown as zero."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from dvk_scoring.formula.show import show_number
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.law.totals import Tree
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scoring.result import AddedResult, CriterionResult, UnitResult
from dvk_scoring.scoring.state_words import YES_NO
from dvk_scoring.text import Language


def show_figure(spec: FigureSpec, value: Fraction, language: Language) -> str:
    """Write a figure as it was asked for: yes or no, the answer that was chosen, else its number."""
    if spec.kind == "yes-no":
        return YES_NO[bool(value)].in_(language)
    if spec.choices:
        return spec.choices[int(value)][1].in_(language)
    return show_number(value, language)


def criteria_below(scheme: Scheme, section: str) -> tuple[str, ...]:
    """Give the criteria of a section and of the sections in it."""
    inside = set(Tree.of(scheme).within(section))
    return tuple(key for key, use in scheme.criteria.items() if use.section in inside)


def section_points(scheme: Scheme, unit: UnitResult, section: str) -> Decimal | None:
    """Give the points of a section; None where nothing of it is assigned or given, or something is not reported."""
    points, of = unit.sections[section]
    if of == 0 == points:
        return None
    blank = {key for key, result in unit.criteria.items() if result.state == "not-reported"}
    if scheme.not_reported != "zero" and blank and not blank.isdisjoint(criteria_below(scheme, section)):
        return None
    return points


def criterion_points(criterion: CriterionResult | None) -> Decimal | None:
    """Give the points of a criterion as tables print them; None where it has none, or counts 0 for what is missing."""
    return None if criterion is None or criterion.state == "not-reported" else criterion.points


def added_points(given: Mapping[str, AddedResult], counted: Decimal) -> Decimal | None:
    """Give what counts of the bonuses or the penalties; None where that is 0 and something of it is not reported."""
    blank = any(result.state == "not-reported" for result in given.values())
    return None if blank and not counted else counted


def total_points(unit: UnitResult) -> Decimal | None:
    """Give the total of a unit; None where something that it needs is missing: what is missing is not zero."""
    return unit.total if unit.whole else None


def shown_total(unit: UnitResult) -> Decimal | None:
    """Give the total as tables print it."""
    return unit.shown if unit.whole else None
