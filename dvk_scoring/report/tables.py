"""The result as one table, a row a unit, for CSV and Parquet. Column steps only: it is made for millions of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import narwhals as nw

from dvk_scoring.analysis.shown import criteria_below
from dvk_scoring.figures.apostrophes import harmless_columns
from dvk_scoring.formula.state import State
from dvk_scoring.scoring import award

if TYPE_CHECKING:
    from dvk_scoring.engines.write import TableKind
    from dvk_scoring.scoring.result import Result

_FROM_OUTSIDE: Final = ("unit", "name")
_TITLES: Final = {
    award.NO: "no",
    award.PROPOSED: "proposed",
    award.RESERVE: "reserve",
    award.UNDECIDED: "undecided",
    award.HELD: "held",
}
_STATES: Final = {
    int(State.OK): "ok",
    int(State.NOT_REPORTED): "not-reported",
    int(State.NOT_ASSIGNED): "not-assigned",
}


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
    frame = harmless_columns(table.frame, _FROM_OUTSIDE) if kind == "csv" else table.frame
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
        self.words: dict[str, Sequence[str]] = {"state": ("ranked", "not-ranked")}
        self.ranked = nw.col("ranked")

    def columns(self) -> list[nw.Expr]:
        scheme, closing, total = self.scheme, self.scheme.rounding.closing, self.scheme.rounding.total
        section = closing if scheme.rounding.section is None else scheme.rounding.section
        classes: dict[int, str | None] = dict(enumerate(scheme.classes, start=1))
        found = [nw.col("unit"), nw.col("name"), nw.col("cluster")]
        found.append(nw.when(self.ranked).then(nw.lit("ranked")).otherwise(nw.lit("not-ranked")).alias("state"))
        found.append(nw.when(self.ranked).then(nw.col("rank")).cast(nw.Int64).alias("rank"))
        found.append(self._points("total", "total", total, self.ranked))
        found.append(self._words("class", classes, "class"))
        found += [self._points(f"points:{key}", f"points.{key}", closing, self._counts(key)) for key in scheme.criteria]
        found += [self._words(f"state:{key}", _STATES, f"state.{key}") for key in scheme.criteria]
        sections = scheme.sections
        found += [self._points(f"section:{key}", f"section.{key}", section, self._complete(key)) for key in sections]
        found.append(self._points("bonuses", "bonuses", closing))
        found.append(self._points("penalties", "penalties", closing))
        found += [self._words(f"title:{key}", _TITLES, f"title.{key}") for key in scheme.titles]
        if self.result.sample:
            found.append(nw.lit("illustrative" if self.result.illustrative else "sample").alias("sample"))
        return found

    def _counts(self, key: str) -> nw.Expr | None:
        """Tell where a criterion has points: the same rule as in ``CriterionResult.points``."""
        without = []
        if self.scheme.not_assigned in ("leaves-total", "leaves-section"):
            without.append(int(State.NOT_ASSIGNED))
        if self.scheme.not_reported != "zero":
            without.append(int(State.NOT_REPORTED))
        kinds = self.scheme.criteria[key].weight
        outside = [one.id for one in self.scheme.clusters.values() if one.kind not in kinds]
        where = ~nw.col(f"state:{key}").is_in(without) if without else None
        if outside:
            inside = ~nw.col("cluster").is_in(outside)
            return inside if where is None else where & inside
        return where

    def _complete(self, key: str) -> nw.Expr:
        """Tell where a section has points: something of it is assigned and nothing of it is not reported."""
        where = nw.col(f"section_of:{key}") > 0
        if self.scheme.not_reported != "zero":
            for one in criteria_below(self.scheme, key):
                where = where & (nw.col(f"state:{one}") != int(State.NOT_REPORTED))
        return where

    def _points(self, source: str, name: str, places: int, where: nw.Expr | None = None) -> nw.Expr:
        factor = self.result.plan.outputs[source].factor
        while (factor * 10**places).denominator != 1:
            places += 1
        self.places[name] = places
        column = nw.col(source).cast(nw.Int64)
        times = int(factor * 10**places)
        plan = self.result.plan.plan
        step = plan.program[plan.outputs[source]]
        self.longest[name] = max(abs(step.low), abs(step.high)) * times
        if times != 1:
            column = column * nw.lit(times)
        return (column if where is None else nw.when(where).then(column)).alias(name)

    def _words(self, source: str, words: Mapping[int, str | None], name: str) -> nw.Expr:
        """Turn codes into words; a code without a word is null."""
        known = {code: word for code, word in words.items() if word is not None}
        self.words[name] = tuple(dict.fromkeys(known.values()))
        found = nw.lit(None, nw.String)
        for code, word in known.items():
            found = nw.when(nw.col(source) == code).then(nw.lit(word)).otherwise(found)
        return found.alias(name)
