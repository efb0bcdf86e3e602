"""The result as one table, a row a unit, for CSV and Parquet. Column steps only: it is made for millions of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.figures.apostrophes import harmless_columns
from dvk_scoring.formula import names
from dvk_scoring.formula.state import State
from dvk_scoring.law.nodes import NEVER
from dvk_scoring.scoring.places import most_places, own_places, section_places
from dvk_scoring.scoring.result import CRITERION_STATES, TITLE_WORDS

if TYPE_CHECKING:
    from dvk_scoring.engines.write import TableKind
    from dvk_scoring.scoring.result import Result

_FROM_OUTSIDE: Final = ("unit", "name")


@attrs.frozen
class ResultTable:
    """The table of a result.

    Attributes:
        frame: One row a unit, in the order of the result. Points are whole numbers.
        places: Column of points → decimals it stands for.
        longest: Column of points → a proved bound of its numbers, whatever their sign.
        words: Column of states, classes or titles → the words that may stand in it.
    """

    frame: nw.DataFrame[Any]
    places: Mapping[str, int]
    longest: Mapping[str, int]
    words: Mapping[str, Sequence[str]]


def write_result_table(result: Result, path: Path, kind: TableKind) -> None:
    """Write the table of a result; in CSV no id or name can be taken for a formula.

    Raises:
        OSError: It cannot be written.
    """
    from dvk_scoring.engines.write import write_table

    table = result_table(result)
    frame = table.frame
    if kind == "csv":
        frame = nw.from_native(harmless_columns(frame.to_native(), _FROM_OUTSIDE), eager_only=True)
    write_table(frame, table.places, table.longest, path, kind=kind, words=table.words)


def result_table(result: Result) -> ResultTable:
    """Make the table: ``docs/outputs.md`` says what each column means."""
    maker = _Maker(result)
    return ResultTable(result.frame.select(*maker.columns()), maker.places, maker.longest, maker.words)


def result_frame(result: Result) -> nw.DataFrame[Any]:
    """Give the table as a frame, one row a unit: the columns of ``docs/outputs.md``, points as exact decimals.

    ``.to_native()`` is a Polars frame; ``.to_pandas()`` and ``.to_arrow()`` take it elsewhere.
    """
    from dvk_scoring.engines.write import with_decimals

    table = result_table(result)
    return with_decimals(table.frame, table.places, table.longest)


class _Maker:
    """Makes the columns; ``places``, ``longest`` and ``words`` fill as they are made."""

    def __init__(self, result: Result) -> None:
        self.result, self.scheme = result, result.scheme
        self.places: dict[str, int] = {}
        self.longest: dict[str, int] = {}
        self.words: dict[str, Sequence[str]] = {"state": ("ranked", "not-ranked", "out")}
        changes = [one.change for one in result.rulings if one.act == "points"]
        self.ruled = max(map(_decimals, changes)) if changes else None

    def columns(self) -> list[nw.Expr]:
        scheme, sums = self.scheme, most_places(self.scheme)
        classes: dict[int, str | None] = dict(enumerate(scheme.classes, start=1))
        ranked, whole = nw.col("ranked"), ~nw.col("missing") & (nw.col("assigned_weight") > 0)
        competing = nw.when(nw.col("competes")).then(nw.lit("not-ranked")).otherwise(nw.lit("out"))
        found = [nw.col("unit"), nw.col("name"), nw.col("cluster")]
        found.append(nw.when(ranked).then(nw.lit("ranked")).otherwise(competing).alias("state"))
        found.append(nw.when(ranked).then(nw.col("rank")).cast(nw.Int64).alias("rank"))
        found.append(self._points("total", "total", scheme.rounding.total, whole))
        if scheme.rounding.shown is not None:
            found.append(self._shown(scheme.rounding.shown, whole))
        found.append(self._words("class", classes, "class"))
        if self.result.plan.law.sheet["class.open"].formula != NEVER:
            found.append(nw.col("class_open").cast(nw.Boolean))
        found += [
            self._points(names.points(key), f"points.{key}", own_places(use), self._counts(key))
            for key, use in scheme.criteria.items()
        ]
        found += [self._words(names.state(key), CRITERION_STATES, f"state.{key}") for key in scheme.criteria]
        section = section_places(scheme)
        found += [
            self._points(names.section(key), f"section.{key}", section, self._complete(key)) for key in scheme.sections
        ]
        found.append(self._points("bonuses", "bonuses", sums))
        found.append(self._points("penalties", "penalties", sums))
        added = (*scheme.bonuses, *scheme.penalties)
        found += [self._words(names.state(key), CRITERION_STATES, f"state.{key}") for key in added]
        found += [self._words(names.title(key), TITLE_WORDS, f"title.{key}") for key in scheme.titles]
        if self.result.sample:
            found.append(nw.lit("illustrative" if self.result.illustrative else "sample").alias("sample"))
        return found

    def _shown(self, places: int, whole: nw.Expr) -> nw.Expr:
        """Round the total half up for print, away from 0; the longest stays a bound, since it is rounded itself."""
        step = 10 ** (self.places["total"] - places)
        total = nw.col("total").cast(nw.Int64)
        size = total.abs() * nw.lit(int(self.result.plan.outputs["total"].factor * 10 ** self.places["total"]))
        up = size // step + nw.when(size % step >= step - size % step).then(1).otherwise(0)
        self.places["shown"], self.longest["shown"] = places, self.longest["total"] // step + 1
        return nw.when(whole).then(nw.when(total < 0).then(-up).otherwise(up)).alias("shown")

    def _counts(self, key: str) -> nw.Expr | None:
        """Tell where a criterion has points: the same rule as in ``CriterionResult.points``."""
        without = []
        if self.scheme.not_assigned in ("leaves-total", "leaves-section"):
            without.append(int(State.NOT_ASSIGNED))
        if self.scheme.not_reported != "zero":
            without.append(int(State.NOT_REPORTED))
        kinds = self.scheme.criteria[key].weight
        outside = [one.id for one in self.scheme.clusters.values() if one.kind not in kinds]
        where = ~nw.col(names.state(key)).is_in(without) if without else None
        if outside:
            inside = ~nw.col("cluster").is_in(outside)
            return inside if where is None else where & inside
        return where

    def _complete(self, key: str) -> nw.Expr:
        """Tell where a section has points: the same rule as in ``section_points``."""
        where = (nw.col(names.section_of(key)) > 0) | (nw.col(names.section(key)) != 0)
        if self.scheme.not_reported != "zero":
            for one in criteria_below(self.scheme, key):
                where = where & (nw.col(names.state(one)) != int(State.NOT_REPORTED))
        return where

    def _points(self, source: str, name: str, places: int, where: nw.Expr | None = None) -> nw.Expr:
        self.places[name] = places = self._decimals(source, places)
        times = self.result.plan.outputs[source].factor * 10**places
        plan = self.result.plan.plan
        step = plan.program[plan.outputs[source]]
        self.longest[name] = int(max(abs(step.low), abs(step.high)) * times) + 1
        column = nw.col(source).cast(nw.Int64)
        if times.numerator != 1:
            column = column * nw.lit(times.numerator)
        if times.denominator != 1:
            column = column // nw.lit(times.denominator)
        return (column if where is None else nw.when(where).then(column)).alias(name)

    def _decimals(self, source: str, places: int) -> int:
        """Give the decimals of a column: those of its level, or all that its numbers can have.

        Rulings change points in steps of many decimals; of these only those that the changes have are kept.
        """
        factor = self.result.plan.outputs[source].factor
        for kept in () if self.ruled is None else (places, max(places, self.ruled)):
            finer = (factor * 10**kept).denominator
            if (self.result.frame[source].cast(nw.Int64) % finer == 0).all():
                return kept
        while (factor * 10**places).denominator != 1:
            places += 1
        return places

    def _words(self, source: str, words: Mapping[int, str | None], name: str) -> nw.Expr:
        """Turn codes into words; a code without a word is null."""
        known = {code: word for code, word in words.items() if word is not None}
        self.words[name] = tuple(dict.fromkeys(known.values()))
        found = nw.lit(None, nw.String)
        for code, word in known.items():
            found = nw.when(nw.col(source) == code).then(nw.lit(word)).otherwise(found)
        return found.alias(name)


def _decimals(change: Fraction) -> int:
    """Count the decimals of a change, which ends."""
    places = 0
    while (change * 10**places).denominator != 1:
        places += 1
    return places
