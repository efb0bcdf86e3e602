"""Ranges, steps and limits, held against whole columns; messages are written for the few cells that fail.

``problem`` texts come from ``catalogue/figures.toml``. Numbers are × 10^places here, as in the frame.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from operator import add
from typing import cast

import attrs
import polars as pl

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.columns import limit_of
from dvk_scoring.figures.parts import TablePart, Wanted, places_of
from dvk_scoring.figures.table import LIMIT, MOST_BY_HAND, more_than
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.text import joined, quoted
from dvk_scoring.written import Plain, plain, with_numbers

_HALF, _WIDEST = 2**31, 2**63 - 1


@attrs.frozen
class Extent:
    """What one pass tells of a column: lowest and highest value, cells without any, cells not assigned."""

    low: int | None
    high: int | None
    empty: int
    kp: int

    @property
    def blank(self) -> int:
        """Cells that are not reported."""
        return self.empty - self.kp


@attrs.frozen
class Checked:
    """A frame to hold figures against, after the voice at place ``at``."""

    frame: pl.DataFrame
    at: int
    extents: Mapping[str, Extent]
    parts: Sequence[TablePart]
    wanted: Wanted

    def problems_at(
        self, mask: pl.Expr | pl.Series, name: str, code: str, values: Mapping[str, pl.Expr], **args: object
    ) -> list[Problem]:
        """Write the problem ``code`` for the units where ``mask`` holds; ``values`` are columns shown as numbers."""
        spec, criterion = self.wanted[name]
        rows = self.frame.filter(mask).select("unit", **values)
        shown = list(rows.head(LIMIT).iter_rows(named=True))
        places = places_of(self.parts, name, [row["unit"] for row in shown], self.at, criterion)
        problems = []
        for row in shown:
            place = places.get(row["unit"], Place(header=name, unit=row["unit"], criterion=criterion))
            numbers = {key: shown_number(row[key], spec) for key in values}
            problems.append(problem(code, place, label=spec.label, **numbers, **args))
        return problems + more_than(len(rows), problems[0].place.file if problems else None, name, code=code)


@attrs.frozen
class _Limit:
    """A figure and those counted beside it, the figure that they may not exceed, and where they do."""

    name: str
    beside: tuple[str, ...]
    top: str
    over: pl.Expr = attrs.field(eq=False)


def measure(frame: pl.DataFrame, names: Sequence[str], kp: frozenset[str]) -> Mapping[str, Extent]:
    """Look at each column once."""
    extents: dict[str, Extent] = {}
    for name, (low, high) in zip(names, _ends(frame, names), strict=True):
        empty, absent = frame[name].null_count(), int(frame[kp_flag(name)].sum()) if name in kp else 0
        extents[name] = Extent(low, high, empty, absent)
    return extents


def _ends(frame: pl.DataFrame, names: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Give the lowest and highest value of columns: of many rows all at once, on every core."""
    if len(frame) <= MOST_BY_HAND:
        return [cast("tuple[int | None, int | None]", (frame[name].min(), frame[name].max())) for name in names]
    lowest, highest = frame.select(pl.col(names).min()), frame.select(pl.col(names).max())
    return [(lowest[name].item(), highest[name].item()) for name in names]


def shown_number(value: int | None, spec: FigureSpec) -> str:
    """Write a number of the frame as a person wrote it, with a point."""
    if value is None:
        return ""
    return plain(Fraction(value, 10**spec.places))


def range_told(spec: FigureSpec) -> dict[str, Plain]:
    """Give the ends of a figure's range as DVK-D312 tells them; those of a mark are its criterion's points."""
    ends = {"low": plain(spec.low), "high": plain(spec.high)}
    return ends | {"most": ends["high"]} if spec.kind == "mark" else ends


def check_ranges(checked: Checked) -> list[Problem]:
    """Hold each figure to its lowest and highest value, and a mark to its step."""
    problems: list[Problem] = []
    for name, extent in checked.extents.items():
        if extent.low is None or extent.high is None:
            continue
        spec = checked.wanted[name][0]
        power = 10**spec.places
        low, high = ceil(spec.low * power), floor(spec.high * power)
        if extent.low < low or extent.high > high:
            value = pl.col(name)
            low, high = max(low, -_WIDEST), min(high, _WIDEST)
            outside = (value < low) | (value > high)
            problems += checked.problems_at(outside, name, "DVK-D312", {"value": value}, **range_told(spec))
        problems += _check_step(checked, name, spec)
    return problems


def _check_step(checked: Checked, name: str, spec: FigureSpec) -> list[Problem]:
    power = 10**spec.places
    if spec.step is None or spec.step * power == 1:
        return []
    common = (spec.step * power).denominator * (spec.low * power).denominator
    step, low = int(spec.step * power * common), int(spec.low * power * common)
    off = (checked.frame[name].cast(pl.Int64) * common - low) % step != 0
    if not off.any():
        return []
    args = {"low": plain(spec.low), "step": plain(spec.step)}
    return checked.problems_at(off, name, "DVK-D313", {"value": pl.col(name)}, **args)


def check_limits(checked: Checked) -> list[Problem]:
    """Hold each figure (with those counted beside it) to the figure that it may not exceed."""
    limits: list[_Limit] = []
    for name in checked.extents:
        limit = limit_of(*checked.wanted[name], checked.wanted)
        over = None if limit is None else _exceeds(checked, name, *limit)
        limits += [] if limit is None or over is None else [_Limit(name, *limit, over)]
    return _exceeded(checked, limits, "DVK-D314")


def warn_of_parts(checked: Checked, parts: Mapping[str, tuple[str, frozenset[str]]]) -> list[Problem]:
    """Warn of figures above the whole that their plugin takes them for a part of; ``parts``: see ``meant_parts``."""
    limits: list[_Limit] = []
    for name, (whole, clusters) in parts.items():
        over = _exceeds(checked, name, (), whole)
        inside = pl.col("cluster").is_in(sorted(clusters))
        limits += [] if over is None else [_Limit(name, (), whole, over & inside)]
    return _exceeded(checked, limits, "DVK-D324")


def _exceeds(checked: Checked, name: str, beside: Sequence[str], top: str) -> pl.Expr | None:
    """Tell where figures exceed their limit, at the finest places of all.

    A blank is what it counts as; of several figures one that is absent counts nothing; where none is there it says no,
    and where one alone is there that has this very limit by itself, so that it is told of that one.
    None: the highest values of all do not exceed the lowest limit.
    """
    ends = {key: _counted_ends(checked, key) for key in (name, *beside, top)}
    parts = [key for key in (name, *beside) if ends[key]]
    if not parts or not ends[top]:
        return None
    finest = max(checked.wanted[key][0].places for key in ends)
    factors: dict[str, int] = {key: 10 ** (finest - checked.wanted[key][0].places) for key in (*parts, top)}
    gaps = [key for key in parts if checked.extents[key].empty]
    highest = sum(max(*ends[key], 0 if key in gaps else min(ends[key])) * factors[key] for key in parts)
    if highest <= min(ends[top]) * factors[top]:
        return None
    # Of 18 digits and 17 places apart, which 128 bits hold.
    most = sum(max(map(abs, ends[key])) * factor for key, factor in factors.items())
    half = max(most, *factors.values()) < _HALF and all(checked.frame[key].dtype == pl.Int32 for key in factors)
    dtype = pl.Int32 if half else pl.Int64 if most <= _WIDEST else pl.Int128

    def at_finest(key: str) -> pl.Expr:
        column = _counted(checked, key).cast(dtype)
        return column if factors[key] == 1 else column * pl.lit(factors[key], dtype=dtype)

    terms = [at_finest(key).fill_null(0) if key in gaps else at_finest(key) for key in parts]
    over = reduce(add, terms) > at_finest(top)
    there = {key: _counted(checked, key).is_not_null() for key in (name, *beside)}
    if len(gaps) == len(parts):
        over &= pl.any_horizontal(there.values())
    limits = [limit_of(*checked.wanted[key], checked.wanted) for key in beside]
    if limits and all(limit is not None and limit[1] == top for limit in limits) and (name in gaps or not ends[name]):
        over &= there[name] | (pl.sum_horizontal(there[key] for key in beside) > 1)
    return over


def _counted(checked: Checked, name: str) -> pl.Expr:
    """Give a figure as it counts: where a blank of it counts as something, that."""
    blank, column = _blank(checked, name), pl.col(name)
    if blank is None:
        return column
    filled = column.fill_null(blank)
    return pl.when(pl.col(kp_flag(name)) == 1).then(None).otherwise(filled) if checked.extents[name].kp else filled


def _counted_ends(checked: Checked, name: str) -> list[int]:
    """Give the lowest and the highest number that a figure counts as, none where nothing of it counts."""
    extent = checked.extents[name]
    return [end for end in (extent.low, extent.high, _blank(checked, name)) if end is not None]


def _blank(checked: Checked, name: str) -> int | None:
    """Give what the blanks of a figure count as; None: there are none, or they are not reported."""
    spec = checked.wanted[name][0]
    return None if spec.blank is None or not checked.extents[name].blank else int(spec.blank * 10**spec.places)


def over_limit(code: str, place: Place, columns: Sequence[str], numbers: Sequence[str], wanted: Wanted) -> Problem:
    """Tell that a figure, with those beside it, exceeds the last of ``columns``; ``numbers``: of each, as written."""
    specs = [wanted[column][0] for column in columns]
    value, limit = " + ".join(numbers[:-1]), numbers[-1]
    return problem(
        code,
        place,
        names=joined((quoted(spec.label) for spec in specs[:-1]), " + "),
        value=with_numbers(value if code == "DVK-D314" else f"{value} > {limit}"),
        top=quoted(specs[-1].label),
        limit=limit,
        figure=specs[0].many or specs[0].name,
        whole=specs[-1].many or specs[-1].name,
    )


def _exceeded(checked: Checked, limits: Sequence[_Limit], code: str) -> list[Problem]:
    """Write the problem ``code`` for the units that exceed a limit; all limits are looked at together."""
    exceeds = checked.frame.select(limit.over.any().alias(str(at)) for at, limit in enumerate(limits))
    exceeded = (limit for limit, column in zip(limits, exceeds, strict=True) if column.item())
    return [fault for limit in exceeded for fault in _over_limit(checked, limit, code)]


def _over_limit(checked: Checked, limit: _Limit, code: str) -> list[Problem]:
    name, beside, top = limit.name, limit.beside, limit.top
    criterion = checked.wanted[name][1]
    columns = [name, *beside, top]
    counted = {key: _counted(checked, key) for key in columns}
    rows = checked.frame.filter(limit.over).select("unit", **counted)
    shown = list(rows.head(LIMIT).iter_rows(named=True))
    places = places_of(checked.parts, name, [row["unit"] for row in shown], checked.at, criterion)
    problems = []
    for row in shown:
        terms = [shown_number(row[figure], checked.wanted[figure][0]) or "0" for figure in (name, *beside)]
        place = places.get(row["unit"], Place(header=name, unit=row["unit"], criterion=criterion))
        numbers = [*terms, shown_number(row[top], checked.wanted[top][0])]
        problems.append(over_limit(code, place, columns, numbers, checked.wanted))
    return problems + more_than(len(rows), problems[0].place.file, name, code=code)
