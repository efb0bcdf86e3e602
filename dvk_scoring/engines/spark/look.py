"""Figures in, on the driver: what the executors found is put together; nothing but counts and problems comes here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import polars as pl
from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException
from pyspark.sql import functions as f

from dvk_scoring.engines.spark.intake import FILE, LINE, Keys, Look, Source
from dvk_scoring.engines.spark.run import ROWS, mapped
from dvk_scoring.engines.spark.session import located, reason_of
from dvk_scoring.engines.spark.worker import opened
from dvk_scoring.figures.columns import figure_columns, needed_columns
from dvk_scoring.figures.figure_set import FigureColumn
from dvk_scoring.figures.reported import check_columns
from dvk_scoring.figures.scale import FEWEST
from dvk_scoring.figures.table import LIMIT, MOST_BY_HAND, DecimalMark, clean_headings, more_than
from dvk_scoring.figures.validate import Checked, Extent, shown_number
from dvk_scoring.formula.program import MOST_ROWS
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, library_reason, problem, sort_problems
from dvk_scoring.text import Text

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

    from dvk_scoring.scheme.model import Scheme

_REFUSED: Final[Mapping[str, Text]] = {
    "figure": Text(vi="bảng dọc (cột “figure”)", en="long table (column “figure”)"),
    "voice": Text(vi="số liệu nhiều bước chấm (cột “voice”)", en="figures in several voices (column “voice”)"),
}


@attrs.frozen
class Seen:
    """What a folder of figures holds: its rows on Spark, how they are read, their columns, warnings and notes."""

    raw: DataFrame
    source: Source
    columns: Mapping[str, FigureColumn]
    problems: tuple[Problem, ...]


def look(spark: SparkSession, scheme: Scheme, path: str, mark: DecimalMark) -> Seen:
    """Look at a Parquet folder or file.

    Raises:
        DvkError: All that is wrong with it, at once; for many units each problem with its first places.
    """
    raw = _opened(spark, scheme, path)
    units = raw.count()
    if not units:
        raise DvkError([problem("DVK-D103", Place(file=path))])
    if units > MOST_ROWS:
        raise DvkError([problem("DVK-E108", units=units, most=MOST_ROWS)])
    source = Source(path, mark, scheme.columns, partial=units > MOST_BY_HAND)
    task = Look(scheme, source)
    found = mapped(raw if source.partial else raw.coalesce(1), task, rows=ROWS if source.partial else None)
    rows = found.groupBy("kind", "name", "header").agg(
        f.sum("count").alias("count"), f.min("low").alias("low"), f.max("high").alias("high"),
        f.max("blank").alias("blank"), f.max("kp").alias("kp"),
        f.slice(f.sort_array(f.collect_list(f.when(f.col("detail").isNotNull(), f.struct("file", "line", "detail")))),
                1, LIMIT if source.partial else 2**30).alias("first"),
    ).collect()  # fmt: skip
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], []).append(row)
    columns = _columns(scheme, by_kind.get("column", ()))
    problems = _problems(by_kind, partial=source.partial)
    if source.partial:
        problems += _repeats(scheme, source, raw)
        problems += _whole(scheme, by_kind, units)
    if has_errors(problems):
        raise DvkError(problems)
    return Seen(raw, source, columns, sort_problems(problems))


def _opened(spark: SparkSession, scheme: Scheme, path: str) -> DataFrame:
    try:
        raw = spark.read.parquet(located(path))
        headings = clean_headings(raw.columns, Place(file=path), lambda _: "", scheme.columns)
        refused = [told for name, told in _REFUSED.items() if name in headings and (name == "figure" or scheme.voices)]
        if refused:
            raise DvkError([problem("DVK-E301", Place(file=path), what=told) for told in refused])
        return raw.select("*", f.col("_metadata.file_path").alias(FILE), f.col("_metadata.row_index").alias(LINE))
    except AnalysisException as error:
        code = {"PATH_NOT_FOUND": "DVK-D101", "UNABLE_TO_INFER_SCHEMA": "DVK-D103"}.get(error.getCondition() or "")
        told = problem(code, Place(file=path)) if code else _damaged(path, error)
        raise DvkError([told]) from None
    except Py4JError as error:
        raise DvkError([_damaged(path, error)]) from None


def _damaged(path: str, error: Exception) -> Problem:
    return problem("DVK-D109", Place(file=path), reason=library_reason(reason_of(error)))


def _columns(scheme: Scheme, rows: Sequence[Row]) -> Mapping[str, FigureColumn]:
    told = {row["name"]: row for row in rows}
    return {
        name: FigureColumn(name, spec, criterion, row["blank"], row["kp"], row["low"], row["high"])
        for name, (spec, criterion) in figure_columns(scheme).items()
        if (row := told.get(name)) is not None
    }


def _problems(by_kind: Mapping[str, Sequence[Row]], *, partial: bool) -> list[Problem]:
    """Put the problems together: of each the first places, and how many there are besides."""
    more = {(row["name"], row["header"]): row["count"] for row in by_kind.get("more", ())}
    problems: list[Problem] = []
    for row in by_kind.get("problem", ()):
        if partial and row["name"] == "DVK-D412":  # told once for all parts
            continue
        shown = [opened(bytes(one["detail"])) for one in row["first"]]
        problems += shown
        # Of a part no more than some are told either.
        if partial:
            total = row["count"] + more.get((row["name"], row["header"]), 0)
            problems += more_than(total, shown[0].place.file, row["header"] or None, code=row["name"])
    return problems


def _repeats(scheme: Scheme, source: Source, raw: DataFrame) -> list[Problem]:
    """Find ids that are there twice, and those that differ in capital letters only."""
    headings = clean_headings(raw.columns, Place(file=source.path), lambda _: "", scheme.columns)
    here = [name for name, heading in zip(raw.columns, headings, strict=True) if heading == "unit"]
    keys = mapped(raw.select(*here, FILE, LINE), Keys(scheme, source), rows=ROWS)
    # A whole number for each id first: nearly always that is all, and it goes between machines sooner than an id.
    told = keys.where("unit IS NOT NULL").withColumn("hash", f.xxhash64("lower"))
    several_times = told.groupBy("hash").count().where("count > 1").select("hash")
    counted = told.join(several_times, "hash", "left_semi").groupBy("lower").agg(
        f.count("*").alias("rows"), f.count_distinct("unit").alias("ids"),
    ).where("rows > 1")  # fmt: skip
    if several_times.isEmpty():
        return []
    rows_more, ids_more = f.sum(f.col("rows") - f.col("ids")), f.count(f.when(f.col("ids") > 1, 1))
    again, twins = counted.agg(rows_more, ids_more).first() or (0, 0)
    problems: list[Problem] = []
    if again:
        several = [row["lower"] for row in counted.where("rows > ids").orderBy("lower").limit(LIMIT).collect()]
        rows = keys.where(f.col("lower").isin(several)).orderBy("unit", "file", "line").limit(100 * LIMIT).collect()
        first: dict[str, Row] = {}
        for row in rows:
            if row["unit"] in first:
                place = Place(file=row["file"], line=row["line"], header="unit", unit=row["unit"])
                before = first[row["unit"]]
                where = before["line"] if before["file"] == row["file"] else f"{before['file']}:{before['line']}"
                problems.append(problem("DVK-D412", place, first=where, figure=""))
            first.setdefault(row["unit"], row)
        problems = problems[:LIMIT] + more_than(again, source.path, "unit", code="DVK-D412")
    if twins:
        pairs = [row["lower"] for row in counted.where("ids > 1").orderBy("lower").limit(LIMIT).collect()]
        ids: dict[str, list[str]] = {}
        for row in keys.where(f.col("lower").isin(pairs)).select("lower", "unit").distinct().orderBy("unit").collect():
            ids.setdefault(row["lower"], []).append(row["unit"])
        problems += [problem("DVK-D407", Place(unit=one[0]), ids=", ".join(one)) for one in ids.values()]
        problems += more_than(twins, None, "unit", code="DVK-D407")
    return problems


def _whole(scheme: Scheme, by_kind: Mapping[str, Sequence[Row]], units: int) -> list[Problem]:
    """Tell what only all units together can: columns that no file has, percents that are all ratios."""
    wanted = figure_columns(scheme)
    clusters = pl.DataFrame({"cluster": [row["name"] for row in by_kind.get("cluster", ())]}, {"cluster": pl.String})
    present = {row["name"] for row in by_kind.get("heading", ())}
    extents = {name: Extent(None, None, units, 0) for name in wanted}
    problems = check_columns(scheme, Checked(clusters, 0, extents, (), wanted), present, needed_columns(scheme))
    for row in by_kind.get("column", ()):
        spec, criterion = wanted[row["name"]]
        percents = spec.kind == "decimal" and spec.measure == "percent" and spec.low >= 0 and spec.high > 1
        if percents and 0 < row["high"] <= 10**spec.places and row["count"] >= FEWEST:
            place = Place(header=row["name"], criterion=criterion)
            problems.append(problem("DVK-D317", place, label=spec.label, high=shown_number(row["high"], spec)))
    return problems
