"""Figures that are shown, and the small counts among them, which are withheld with all that would tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

import attrs

from dvk_scoring.formula import names
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.public import figure_name
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Text

CellState = Literal["ok", "not-reported", "not-assigned", "small", "withheld"]


@attrs.frozen
class Shown:
    """A figure that is shown. ``of``: ``figures.ID`` or ``criteria.ID.FIGURE``."""

    of: str
    title: Text
    spec: FigureSpec

    @property
    def column(self) -> str:
        """Its column in the figures."""
        return self.of.partition(".")[2]


@attrs.frozen
class Cell:
    """One figure of one unit.

    Attributes:
        state: ``small``: a number below ``small_cells``; ``withheld``: it stands beside one that it would tell.
        value: None unless ok.
    """

    state: CellState
    value: Fraction | None = None


@attrs.frozen
class Cells:
    """The figures that are shown.

    Attributes:
        heads: The figures, in the order of the scheme.
        rows: Unit → figure → cell.
        telling: Criteria whose points would tell a count that is withheld.
        telling_points: ``criteria.ID`` → its figures that are shown, where these tell its points.
    """

    heads: tuple[Shown, ...]
    rows: Mapping[str, Mapping[str, Cell]]
    telling: frozenset[str]
    telling_points: Mapping[str, Sequence[str]] = attrs.field(factory=dict)

    def total(self, of: str, units: Iterable[str]) -> Fraction | None:
        """Add a figure up; None where a cell of it is withheld or missing: the sum would tell it."""
        cells = [self.rows[unit][of] for unit in units]
        if any(cell.state not in ("ok", "not-assigned") for cell in cells):
            return None
        return sum((cell.value for cell in cells if cell.value is not None), Fraction(0))


def shown_cells(result: Result) -> Cells:
    """Take the figures that the scheme shows, and withhold small counts.

    Where a count of a criterion is small, all figures of that criterion that are shown are withheld for that unit.
    """
    scheme = result.scheme
    heads = tuple(_heads(scheme))
    if not heads:
        return Cells((), {}, frozenset())
    rows: dict[str, Mapping[str, Cell]] = {}
    telling: set[str] = set()
    for row in result.figures.frame.iter_rows(named=True):
        small = _small(scheme, heads, row)
        telling |= small
        rows[str(row["unit"])] = {head.of: _cell(head, row, scheme, small) for head in heads}
    return Cells(heads, rows, frozenset(telling), dict(_telling_points(scheme, heads)))


def _telling_points(scheme: Scheme, heads: Iterable[Shown]) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the criteria of which a figure of their own is shown, or all that they read."""
    shown = {head.of for head in heads}
    for use in scheme.criteria.values():
        asked = {figure_name(use.id, spec): spec for spec in use.figures}
        figures = [of for of in asked if of in shown]
        if any(not asked[of].shared for of in figures) or (figures and len(figures) == len(asked)):
            yield f"criteria.{use.id}", figures


def is_count(spec: FigureSpec) -> bool:
    """Tell whether a figure may count something: a number that is no percentage, ratio, mark or answer."""
    return spec.kind in ("count", "decimal") and spec.measure not in ("percent", "ratio")


def _heads(scheme: Scheme) -> Iterator[Shown]:
    shows = scheme.public.shows
    for key, spec in scheme.figures.items():
        if f"figures.{key}" in shows:
            yield Shown(f"figures.{key}", spec.label, spec)
    for use in scheme.criteria.values():
        for spec in use.figures:
            of = figure_name(use.id, spec)
            if not spec.shared and of in shows:
                told = Text(vi=f"{use.title.vi}: {spec.label.vi}", en=f"{use.title.en}: {spec.label.en}")
                yield Shown(of, told, spec)


def _small(scheme: Scheme, heads: Iterable[Shown], row: Mapping[str, Any]) -> set[str]:
    """Give the criteria of which a count of this unit is small, where a figure of theirs is shown."""
    shown = {head.of for head in heads}
    criteria = set()
    for use in scheme.criteria.values():
        asked = [(figure_name(use.id, spec), spec) for spec in use.figures]
        of_criteria = any(of in shown and not spec.shared for of, spec in asked)
        if any(
            (of_criteria if not spec.shared else of in shown) and _is_small(scheme, of, spec, row) for of, spec in asked
        ):
            criteria.add(use.id)
    return criteria


def _is_small(scheme: Scheme, of: str, spec: FigureSpec, row: Mapping[str, Any]) -> bool:
    value = row.get(of.partition(".")[2])
    return is_count(spec) and value is not None and value < scheme.public.small_cells * 10**spec.places


def _cell(head: Shown, row: Mapping[str, Any], scheme: Scheme, small: set[str]) -> Cell:
    value = row.get(head.column)
    if value is None:
        kp = bool(row.get(names.kp_flag(head.column)))
        return Cell("not-assigned" if kp or not _applies(scheme, head, row) else "not-reported")
    if _is_small(scheme, head.of, head.spec, row):
        return Cell("small")
    if not head.spec.shared and head.of.split(".")[1] in small and head.of.startswith("criteria."):
        return Cell("withheld")
    return Cell("ok", Fraction(int(value), 10**head.spec.places))


def _applies(scheme: Scheme, shown: Shown, row: Mapping[str, Any]) -> bool:
    kind = scheme.clusters[str(row["cluster"])].kind
    head, key = shown.of.split(".")[:2]
    if head == "figures":
        return kind in scheme.figures_apply.get(key, scheme.kinds)
    return kind in scheme.criteria[key].weight
