"""Figures in, batch by batch: the rows of a Parquet folder are read by the very rules of one file.

A folder of few units is looked at whole. Of many units each part is looked at by itself; what only all units together
can tell (an id twice, a column of percents that are all ratios) is asked by ``look``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs
import polars as pl

from dvk_scoring.engines.folder.places import shown
from dvk_scoring.engines.folder.sealed import seal
from dvk_scoring.engines.folder.turns import CLUSTER
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.keys import read_keys
from dvk_scoring.figures.parquet import parquet_table, without_index
from dvk_scoring.figures.read import read_tables
from dvk_scoring.figures.table import DecimalMark, Table, are_filled
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import DvkError, Problem
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Scheme

FILE: Final = "#file"
LINE: Final = "#line"
UNIT: Final = ("unit", "name", CLUSTER)
_FOUND: Final = {
    "kind": pl.String,
    "name": pl.String,
    "header": pl.String,
    "file": pl.String,
    "line": pl.Int64,
    "detail": pl.Binary,
    "count": pl.Int64,
    "low": pl.Int64,
    "high": pl.Int64,
    "blank": pl.Boolean,
    "kp": pl.Boolean,
}


@attrs.frozen
class _Lines:
    """Gives the data row of the file, from 1, of a row that was read."""

    places: pl.Series = attrs.field(eq=False)

    def __call__(self, row: int) -> int:
        return int(self.places[row]) + 1

    def all(self) -> pl.Series:
        return self.places.cast(pl.Int64) + 1


@attrs.frozen
class Source:
    """Where rows come from: the path as given and its root, how they are read, whether they are a part of many."""

    path: str
    root: str
    mark: DecimalMark
    columns: Columns
    partial: bool

    def tables(self, frame: pl.DataFrame) -> Iterator[Table]:
        """Give the rows of each file as a table, with the way back to their place in it."""
        in_order = frame[FILE].n_unique() <= 1 and frame[LINE].is_sorted()
        placed = frame if in_order else frame.sort(FILE, LINE)
        filled = are_filled(without_index(placed.drop(FILE, LINE)))
        told = placed if filled is None else placed.filter(filled)
        for (file,), rows in sorted(told.partition_by(FILE, as_dict=True).items()):
            yield parquet_table(
                rows.drop(FILE, LINE),
                _Lines(rows[LINE]),
                shown(str(file), self.path, self.root),
                self.mark,
                sha256=str,
                partial=self.partial,
                columns=self.columns,
            )


@attrs.frozen
class Read:
    """Reads the units; what is wrong with them has been told before. ``kp``: figures that some unit is not assigned."""

    scheme: Scheme
    source: Source
    kp: frozenset[str]

    def __call__(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give one row a unit, as an engine takes it."""
        wanted = self.scheme.figure_columns
        types = dict.fromkeys(UNIT, pl.String) | dict.fromkeys(wanted, pl.Int64) | dict.fromkeys(self._flags(), pl.Int8)
        frames = [pl.DataFrame(schema=types)]
        for table in self.source.tables(frame):
            read: pl.DataFrame = read_tables(self.scheme, [table]).frame.to_native()
            lacking = [pl.lit(0, dtype=pl.Int8).alias(name) for name in self._flags() if name not in read.columns]
            # Figures of many rows are read narrow where they fit; the next batch's may not.
            frames.append(read.with_columns(lacking).select(list(types)).cast(types))  # type: ignore[arg-type]
        return pl.concat(frames)

    def _flags(self) -> list[str]:
        return sorted(map(kp_flag, self.kp))


@attrs.frozen
class Look:
    """Looks at units and tells what is wrong with them, and of each figure what a plan asks of it."""

    scheme: Scheme
    source: Source

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give a row for each thing that was found."""
        findings: list[dict[str, Any]] = []
        try:
            tables = list(self.source.tables(frame))
            for some in [[table] for table in tables] if self.source.partial else [tables] if tables else []:
                findings += self._looked(some)
        except DvkError as error:
            findings += self._told(error.problems)
        return pl.DataFrame(findings, schema=_FOUND)

    def _looked(self, tables: Sequence[Table]) -> list[dict[str, Any]]:
        try:
            figures = read_tables(self.scheme, tables)
        except DvkError as error:
            return self._told(error.problems)
        clusters = [{"kind": "cluster", "name": name} for name in figures.frame[CLUSTER].unique().to_list()]
        return [*clusters, *self._told(figures.problems), *_columns(figures)]

    def _told(self, problems: Sequence[Problem]) -> list[dict[str, Any]]:
        return [_problem(problem, partial=self.source.partial) for problem in problems]


@attrs.frozen
class Keys:
    """Reads ids alone, to see that none is there twice: as they are, and with capital letters left aside."""

    scheme: Scheme
    source: Source

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give a row for each row."""
        types = {"unit": pl.String, "lower": pl.String, "file": pl.String, "line": pl.Int64}
        frames = [pl.DataFrame(schema=types)]
        try:
            tables = [table for table in self.source.tables(frame) if "unit" in table.frame.columns]
        except DvkError:  # what is wrong with it has been told
            tables = []
        for table in tables:
            unit = read_keys(table, self.scheme)[0].keys["unit"]
            assert isinstance(table.lines, _Lines)
            told = {"unit": unit, "lower": unit.str.to_lowercase(), "line": table.lines.all()}
            frames.append(pl.DataFrame(told).with_columns(file=pl.lit(table.path)).select(list(types)))
        return pl.concat(frames)


def _columns(figures: FigureSet) -> Iterator[dict[str, Any]]:
    for name, column in figures.columns.items():
        told = len(figures.frame) - figures.frame[name].null_count()
        yield {"kind": "column", "name": name, "low": column.low, "high": column.high, "blank": column.has_blank,
               "kp": column.has_kp, "count": told}  # fmt: skip


def _problem(problem: Problem, *, partial: bool) -> dict[str, Any]:
    place, header = problem.place, problem.place.header or ""
    if problem.code == "DVK-D399" and partial:
        row = {"kind": "more", "name": problem.args["of"], "count": problem.args["count"]}
    else:
        row = {"kind": "problem", "name": problem.code, "count": int(place.line is not None), "detail": seal(problem)}
    return {"header": header, "file": place.file, "line": place.line, **row}
