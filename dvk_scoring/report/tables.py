"""The result as one table, a row a unit, for CSV and Parquet. Column steps only: it is made for millions of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import MAX_PREC, Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.arguments import RESULT, check_arguments
from dvk_scoring.figures.apostrophes import harmless_columns
from dvk_scoring.formula import names
from dvk_scoring.formula.state import State
from dvk_scoring.law.nodes import NEVER
from dvk_scoring.scoring.places import most_places, own_places, section_places
from dvk_scoring.scoring.result import CRITERION_STATES, TITLE_WORDS
from dvk_scoring.spreadsheet import FOR_TOOLS, Spelling

if TYPE_CHECKING:
    from dvk_scoring.engines.write import TableKind
    from dvk_scoring.scoring.result import Result

_FROM_OUTSIDE: Final = ("unit", "name")
_BITS_64, _BITS_128 = 2**63, 2**127
_MOST_DIGITS: Final = 38
"""Digits of the longest decimal there is a column for."""
_EXACT: Final = Context(prec=MAX_PREC)


@attrs.frozen
class ResultTable:
    """The table of a result.

    Attributes:
        frame: One row a unit, in the order of the result. Points are whole numbers; text where a decimal of 38 digits
            may not hold them.
        places: Column of points → decimals it stands for.
        longest: Column of points → a proved bound of its numbers, whatever their sign.
        words: Column of states, classes or titles → the words that may stand in it.
    """

    frame: nw.DataFrame[Any]
    places: Mapping[str, int]
    longest: Mapping[str, int]
    words: Mapping[str, Sequence[str]]


def write_result_table(result: Result, path: Path, kind: TableKind, spelling: Spelling = FOR_TOOLS) -> None:
    """Write the table of a result; in CSV, spelled so, no id or name can be taken for a formula.

    Raises:
        DvkError: It is a trial.
        OSError: It cannot be written.
    """
    from dvk_scoring.engines.write import write_table

    result.refuse_trial()

    table = result_table(result)
    frame = table.frame
    if kind == "csv":
        frame = nw.from_native(harmless_columns(frame.to_native(), _FROM_OUTSIDE), eager_only=True)
    write_table(frame, table.places, table.longest, path, kind=kind, words=table.words, spelling=spelling)


def result_table(result: Result) -> ResultTable:
    """Make the table: ``docs/outputs.md`` says what each column means."""
    maker = _Maker(result)
    columns = maker.columns()
    return ResultTable(maker.frame.select(*columns), maker.places, maker.longest, maker.words)


def result_frame(result: Result) -> nw.DataFrame[Any]:
    """Give the table as a frame, one row a unit: the columns of ``docs/outputs.md``, points as exact decimals.

    Points that may need more than 38 digits are text. The frame of a trial has a column ``trial`` besides, always true,
    which goes with it wherever it is written.

    ``.to_native()`` is a Polars frame; ``.to_pandas()`` and ``.to_arrow()`` take it elsewhere.
    """
    check_arguments(result=(result, RESULT))
    from dvk_scoring.engines.write import with_decimals

    table = result_table(result)
    return with_decimals(table.frame, table.places, table.longest)


class _Maker:
    """Makes the columns; ``frame``, ``places``, ``longest`` and ``words`` fill as they are made."""

    def __init__(self, result: Result) -> None:
        self.result, self.scheme, self.frame = result, result.scheme, result.frame
        self.places: dict[str, int] = {}
        self.longest: dict[str, int] = {}
        self.words: dict[str, Sequence[str]] = {"state": ("ranked", "not-ranked", "out")}
        changes = [ruling.change for ruling in result.rulings if ruling.act == "points"]
        self.ruled = max(map(_decimals, changes)) if changes else None

    def columns(self) -> list[nw.Expr]:
        scheme, sums = self.scheme, most_places(self.scheme)
        classes: dict[int, str | None] = dict(enumerate(scheme.classes, start=1))
        ranked, whole = nw.col("ranked"), ~nw.col("missing") & self._some("assigned_weight")
        competing = nw.when(nw.col("competes")).then(nw.lit("not-ranked")).otherwise(nw.lit("out"))
        columns = [nw.col("unit"), nw.col("name"), nw.col("cluster")]
        columns.append(nw.when(ranked).then(nw.lit("ranked")).otherwise(competing).alias("state"))
        columns.append(nw.when(ranked).then(nw.col("rank")).cast(nw.Int64).alias("rank"))
        columns.append(self._points("total", "total", scheme.rounding.total, whole))
        if scheme.rounding.shown is not None:
            columns.append(self._shown(scheme.rounding.shown, whole))
        columns.append(self._words("class", classes, "class"))
        if self.result.plan.law.sheet["class.open"].formula != NEVER:
            columns.append(nw.col("class_open").cast(nw.Boolean))
        columns += [
            self._points(names.points(key), f"points.{key}", own_places(use), self._counts(key))
            for key, use in scheme.criteria.items()
        ]
        columns += [self._words(names.state(key), CRITERION_STATES, f"state.{key}") for key in scheme.criteria]
        section = section_places(scheme)
        columns += [
            self._points(names.section(key), f"section.{key}", section, self._complete(key)) for key in scheme.sections
        ]
        columns.append(self._points("bonuses", "bonuses", sums))
        columns.append(self._points("penalties", "penalties", sums))
        added = (*scheme.bonuses, *scheme.penalties)
        columns += [self._words(names.state(key), CRITERION_STATES, f"state.{key}") for key in added]
        columns += [self._words(names.title(key), TITLE_WORDS, f"title.{key}") for key in scheme.titles]
        columns += [self._vote(key) for key in scheme.titles if self.result.votes and self.result.votes.on(key)]
        if self.result.sample:
            columns.append(nw.lit("illustrative" if self.result.illustrative else "sample").alias("sample"))
        if self.result.trial:
            columns.append(nw.lit(value=True).alias("trial"))
        return columns

    def _vote(self, title: str) -> nw.Expr:
        """Say what came of the votes on a title; null where there were none."""
        votes = self.result.votes
        assert votes is not None
        name, vote = f"vote.{title}", nw.lit(None, nw.String)
        self.words[name] = ("voted", "not-voted")
        for word in self.words[name]:
            units = [ballot.unit for ballot in votes.on(title) if ballot.voted == (word == "voted")]
            vote = nw.when(nw.col("unit").is_in(units)).then(nw.lit(word)).otherwise(vote)
        return vote.alias(name)

    def _shown(self, places: int, whole: nw.Expr) -> nw.Expr:
        """Round the total half up for print, away from 0; the longest stays a bound, since it is rounded itself."""
        finer, times = self._decimals("total", self.scheme.rounding.total), self.result.plan.outputs["total"].factor
        step, longest = 10 ** (finer - places), self._longest("total", times * 10**finer)
        self.longest["shown"] = longest // step + 1
        if longest >= _BITS_64 or self.frame["total"].dtype != nw.Int64:
            totals = [int(value) * times * 10**finer for value in self.frame["total"].to_list()]
            signed = [_away(value.numerator, step) for value in totals]
            return nw.when(whole).then(self._in_python("shown", signed, places)).alias("shown")
        self.places["shown"] = places
        total = nw.col("total")
        size = total.abs() * nw.lit(int(times * 10**finer))
        up = size // step + nw.when(size % step >= step - size % step).then(1).otherwise(0)
        return nw.when(whole).then(nw.when(total < 0).then(-up).otherwise(up)).alias("shown")

    def _counts(self, key: str) -> nw.Expr | None:
        """Tell where a criterion has points: the same rule as in ``CriterionResult.points``."""
        without = []
        if self.scheme.not_assigned in ("leaves-total", "leaves-section"):
            without.append(int(State.NOT_ASSIGNED))
        if self.scheme.not_reported != "zero":
            without.append(int(State.NOT_REPORTED))
        kinds = self.scheme.criteria[key].weight
        outside = [cluster.id for cluster in self.scheme.clusters.values() if cluster.kind not in kinds]
        where = ~nw.col(names.state(key)).is_in(without) if without else None
        if outside:
            inside = ~nw.col("cluster").is_in(outside)
            return inside if where is None else where & inside
        return where

    def _complete(self, key: str) -> nw.Expr:
        """Tell where a section has points: the same rule as in ``section_points``."""
        where = self._some(names.section_of(key)) | self._some(names.section(key))
        if self.scheme.not_reported != "zero":
            for criterion in criteria_below(self.scheme, key):
                where = where & (nw.col(names.state(criterion)) != int(State.NOT_REPORTED))
        return where

    def _some(self, source: str) -> nw.Expr:
        """Tell where a column is not 0: one of more than 64 bits may be text."""
        return nw.col(source) != ("0" if self.frame[source].dtype == nw.String else 0)

    def _points(self, source: str, name: str, places: int, where: nw.Expr | None = None) -> nw.Expr:
        places = self._decimals(source, places)
        times = self.result.plan.outputs[source].factor * 10**places
        self.longest[name] = self._longest(source, times)
        column = self._times(source, name, times, places)
        return (column if where is None else nw.when(where).then(column)).alias(name)

    def _longest(self, source: str, times: Fraction) -> int:
        """Give a proved bound of what a column is multiplied to."""
        plan = self.result.plan.plan
        step = plan.program[plan.outputs[source]]
        return int(max(abs(step.low), abs(step.high)) * times) + 1

    def _times(self, source: str, name: str, times: Fraction, places: int) -> nw.Expr:
        """Multiply a column: in 64 bits or in 128 where that is proved to hold, else in Python."""
        most, raw = self._longest(source, Fraction(times.numerator)), self.frame[source]
        wide = most >= _BITS_64
        fits = max(most, self.longest[name]) < min(_BITS_128, 10**_MOST_DIGITS) and times.numerator < _BITS_64
        if not fits or places > _MOST_DIGITS or (wide and raw.dtype not in (nw.Int64, nw.Int128)):
            scaled = [int(value) * times for value in raw.to_list()]
            return self._in_python(name, [value.numerator // value.denominator for value in scaled], places)
        self.places[name] = places
        kind = nw.Int128 if wide else nw.Int64
        column = nw.col(source).cast(kind)
        if times.numerator != 1:
            column = column * nw.lit(times.numerator, kind)
        if times.denominator != 1:
            column = column // nw.lit(times.denominator, kind)
        return column

    def _in_python(self, name: str, values: Sequence[int], places: int) -> nw.Expr:
        """Make a column of what Python computed: text where a decimal may not hold it."""
        if self.longest[name] < 10**_MOST_DIGITS and places <= _MOST_DIGITS:
            self.places[name] = places
            made = nw.new_series(f"#{name}", values, nw.Int128, backend=self.frame.implementation)
        else:
            texts = [f"{Decimal(value).scaleb(-places, _EXACT):f}" for value in values]
            made = nw.new_series(f"#{name}", texts, nw.String, backend=self.frame.implementation)
        self.frame = self.frame.with_columns(made)
        return nw.col(made.name)

    def _decimals(self, source: str, places: int) -> int:
        """Give the decimals of a column: those of its level, or all that its numbers can have.

        Rulings change points in steps of many decimals; of these only those that the changes have are kept.
        """
        factor = self.result.plan.outputs[source].factor
        for kept in () if self.ruled is None else (places, max(places, self.ruled)):
            finer = (factor * 10**kept).denominator
            raw = self.frame[source]
            if raw.dtype == nw.Int64 and finer < _BITS_64:
                if (raw % finer == 0).all():
                    return kept
            elif not any(int(value) % finer for value in raw.to_list()):
                return kept
        return max(places, _decimals(factor))

    def _words(self, source: str, words: Mapping[int, str | None], name: str) -> nw.Expr:
        """Turn codes into words; a code without a word is null."""
        known = {code: word for code, word in words.items() if word is not None}
        self.words[name] = tuple(dict.fromkeys(known.values()))
        expr = nw.lit(None, nw.String)
        for code, word in known.items():
            expr = nw.when(nw.col(source) == code).then(nw.lit(word)).otherwise(expr)
        return expr.alias(name)


def _away(value: int, step: int) -> int:
    """Divide, rounded half away from 0."""
    size = (2 * abs(value) + step) // (2 * step)
    return -size if value < 0 else size


def _decimals(value: Fraction) -> int:
    """Count the decimals of a number that ends."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return places
