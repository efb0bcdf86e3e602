"""The units of a folder on Spark: tasks run on its machines, and no unit comes here but those that problems name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

import attrs
from py4j.protocol import Py4JError
from pyspark.errors import AnalysisException
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from dvk_scoring.engines.folder.intake import FILE, LINE
from dvk_scoring.engines.folder.parts import ROWS_OF_AN_ID, Repeats, Row, Task, Where
from dvk_scoring.engines.folder.places import root_of, shown
from dvk_scoring.engines.folder.sealed import seal
from dvk_scoring.engines.spark.session import located, reason_of
from dvk_scoring.engines.spark.windows import with_across
from dvk_scoring.engines.spark.worker import Batched, from_arrow, to_arrow, whole
from dvk_scoring.problem import DvkError, Place, library_reason, not_opened, problem

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

    from dvk_scoring.engines.folder.turns import Known
    from dvk_scoring.formula.columns import Across

ROWS: Final = 100_000
"""Units that an executor computes at once."""


def opened_folder(spark: SparkSession, path: str) -> SparkParts:
    """Open a folder or file.

    Raises:
        DvkError: There is none, or it is no Parquet.
    """
    try:
        raw = spark.read.parquet(located(path))
        _check_told_once(spark, raw, path)
        places = f.col("_metadata.file_path").alias(FILE), f.col("_metadata.row_index").alias(LINE)
        return SparkParts(raw.select("*", *places), own=False)
    except AnalysisException as error:
        told = {"PATH_NOT_FOUND": not_opened(path), "UNABLE_TO_INFER_SCHEMA": problem("DVK-D103", Place(file=path))}
        other = problem("DVK-D109", Place(file=path), reason=library_reason(reason_of(error)))
        raise DvkError([told.get(error.getCondition() or "", other)]) from None
    except Py4JError as error:
        raise DvkError([problem("DVK-D109", Place(file=path), reason=library_reason(reason_of(error)))]) from None


def _check_told_once(spark: SparkSession, raw: DataFrame, path: str) -> None:
    """See that folders' names tell no column that the first file has as well: Spark would take theirs.

    Raises:
        DvkError: They do.
    """
    address = next(iter(raw.inputFiles()), "")
    name = shown(address, path, root_of(located(path)))
    told = {part.partition("=")[0] for part in name.split("/")[:-1] if "=" in part} & set(raw.columns)
    if told:
        inside = spark.read.option("recursiveFileLookup", "true").parquet(unquote(address)).columns
        if twice := sorted(told & set(inside)):
            raise DvkError([problem("DVK-E306", Place(file=name, header=column)) for column in twice])


@attrs.frozen
class SparkParts:
    """Units on Spark; see ``Parts``.

    Attributes:
        frame: The rows.
        own: They came of a task, not of files.
        rows: Rows that a task looks at together at most; None: all.
    """

    frame: DataFrame
    own: bool = True
    rows: int | None = ROWS

    @property
    def columns(self) -> Sequence[str]:
        """See ``Parts``."""
        names: Sequence[str] = self.frame.columns
        return names

    def count(self) -> int:
        """See ``Parts``."""
        rows: int = self.frame.count()
        return rows

    def only(self, names: Sequence[str]) -> SparkParts:
        """See ``Parts``."""
        return self._of(self.frame.select(*(f"`{name}`" for name in names)))

    def whole(self) -> SparkParts:
        """See ``Parts``."""
        return SparkParts(self.frame.coalesce(1), self.own, None)

    def mapped(self, task: Task) -> SparkParts:
        """See ``Parts``; the task is tried on no rows here, for the columns that come of it."""
        nothing = from_arrow(to_arrow_schema(self.frame.schema).empty_table())
        empty = task.run(whole(nothing) if self.own else nothing)
        schema = from_arrow_schema(to_arrow(empty).schema)
        # A name with a dot would not find its way there.
        plain = self.frame.toDF(*(f"c{at}" for at in range(len(self.columns))))
        batched = Batched(seal(task), tuple(self.columns), self.rows, self.own)
        return SparkParts(plain.mapInArrow(batched, schema))

    def held(self) -> SparkParts:
        """See ``Parts``: held where it was made."""
        return self._of(self.frame.localCheckpoint())

    def with_across(self, across: Sequence[Across]) -> tuple[SparkParts, Known]:
        """See ``Parts``."""
        frame, known = with_across(self.frame, across)
        return self._of(frame), known

    def findings(self, most: int) -> list[Row]:
        """See ``Parts``."""
        places = f.when(f.col("detail").isNotNull(), f.struct("file", "line", "detail"))
        rows = self.frame.groupBy("kind", "name", "header").agg(
            f.sum("count").alias("count"), f.min("low").alias("low"), f.max("high").alias("high"),
            f.max("blank").alias("blank"), f.max("kp").alias("kp"),
            f.slice(f.sort_array(f.collect_list(places)), 1, most).alias("first"),
        ).collect()  # fmt: skip
        return [{**row.asDict(), "first": [place["detail"] for place in row["first"]]} for row in rows]

    def repeats(self, most: int) -> Repeats:
        """See ``Parts``."""
        # A whole number for each id first: nearly always that is all, and it goes between machines sooner than an id.
        told = self.frame.where("unit IS NOT NULL").withColumn("hash", f.xxhash64("lower"))
        several_times = told.groupBy("hash").count().where("count > 1").select("hash")
        if several_times.isEmpty():
            return Repeats(0, [], 0, [])
        counted = told.join(several_times, "hash", "left_semi").groupBy("lower").agg(
            f.count("*").alias("rows"), f.count_distinct("unit").alias("ids"),
        ).where("rows > 1")  # fmt: skip
        rows_more, ids_more = f.sum(f.col("rows") - f.col("ids")), f.count(f.when(f.col("ids") > 1, 1))
        again, twins = counted.agg(rows_more, ids_more).first() or (0, 0)
        first = [row["lower"] for row in counted.where("rows > ids").orderBy("lower").limit(most).collect()]
        rows = self.frame.where(f.col("lower").isin(first)).orderBy("unit", "file", "line")
        pairs = [row["lower"] for row in counted.where("ids > 1").orderBy("lower").limit(most).collect()]
        spelled = self.frame.where(f.col("lower").isin(pairs)).groupBy("lower").agg(f.sort_array(f.collect_set("unit")))
        return Repeats(
            again or 0,
            [row.asDict() for row in rows.limit(ROWS_OF_AN_ID * most).collect()] if first else [],
            twins,
            [row[1] for row in spelled.orderBy("lower").collect()] if pairs else [],
        )

    def counted(self, conditions: Sequence[Where]) -> list[int]:
        """See ``Parts``."""
        counts = self.frame.agg(*(f.count(f.when(_so(condition), 1)) for condition in conditions)).first()
        assert counts is not None
        return list(counts)

    def first(self, where: Where, most: int, by: Sequence[str] = ()) -> list[Row]:
        """See ``Parts``."""
        rows = self.frame.where(_so(where)).select(*map(_named, dict.fromkeys(("unit", "name", "cluster", *by))))
        return [row.asDict() for row in rows.orderBy(*map(_named, by), "unit").limit(most).collect()]

    def apart(self, where: Where, keys: Sequence[str], name: str) -> SparkParts:
        """See ``Parts``."""
        asked = self.frame.where(_so(where))
        several = asked.groupBy(*(_named(key).alias(f"k{at}") for at, key in enumerate(keys))).agg(
            f.min(_named(name)).alias("low"), f.max(_named(name)).alias("high")
        ).where("low < high")  # fmt: skip
        same = [_named(key) == f.col(f"k{at}") for at, key in enumerate(keys)]
        return self._of(asked.join(several, same, "left_semi"))

    def write(self, target: str, *, force: bool) -> None:
        """See ``Parts``."""
        try:
            self.frame.write.mode("overwrite" if force else "errorifexists").parquet(located(target))
        except AnalysisException as error:
            if error.getCondition() != "PATH_ALREADY_EXISTS":
                raise
            raise DvkError([problem("DVK-O202", Place(file=target))]) from None

    def _of(self, frame: DataFrame) -> SparkParts:
        return attrs.evolve(self, frame=frame)


def _named(name: str) -> Column:
    return f.col(f"`{name}`")


def _so(where: Mapping[str, Any]) -> Column:
    return reduce(lambda all_, test: all_ & test, (_named(name) == value for name, value in where.items()), f.lit(True))  # noqa: FBT003 - Spark's
