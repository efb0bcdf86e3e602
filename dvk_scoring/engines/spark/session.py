"""The session: the one that is active, or one of its own; and what Spark says when it fails, as a problem."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from dvk_scoring.engines.folder.places import is_address
from dvk_scoring.problem import DvkError, Place, problem

_HELD: Final = {
    "spark.sql.ansi.enabled": "true",  # an overflow that a proof missed stops the run
    "spark.sql.caseSensitive": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.parquet.mergeSchema": "true",  # else a column that some files lack would be lost in silence
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.maxPlanStringLength": "10000",
    "spark.sql.session.timeZone": "UTC",
}
_OWN: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.driver.memory": "2g",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
}
"""Of a session on this machine alone, where nothing tells Spark otherwise."""
_TELLING: Final = (
    "PYSPARK_GATEWAY_PORT",
    "PYSPARK_SUBMIT_ARGS",
    "SPARK_REMOTE",
    "MASTER",
    "SPARK_HOME",
    "SPARK_CONF_DIR",
)
"""Variables by which Spark is told where and how to run."""


@contextmanager
def session() -> Iterator[SparkSession]:
    """Give a session with the settings that the engine needs; those of the active session stay as they are.

    Without an active session one is made, where Spark is told to run or on this machine, on all its processors; it
    lives on for the next run, as Spark's sessions do.

    Raises:
        DvkError: Spark cannot start, or fails.
    """
    with _told("DVK-E303"):
        active = SparkSession.getActiveSession() or _made()
        fresh = active.newSession()
    for name, value in _HELD.items():
        fresh.conf.set(name, value)
    try:
        with _told("DVK-E304"):
            yield fresh
    finally:
        active.createDataFrame([(0,)], "a int")  # which makes it the active one again


def _made() -> SparkSession:
    builder = SparkSession.builder.appName("dvk")
    if not any(name in os.environ for name in _TELLING):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for name, value in (_OWN | {"spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1))}).items():
            builder = builder.config(name, value)
    return builder.getOrCreate()


@contextmanager
def _told(code: str) -> Iterator[None]:
    """Turn what Spark raises into one problem, with the first line of what it says."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise DvkError([problem(code, Place(), reason=reason_of(error))]) from None
    except (RuntimeError, OSError) as error:
        if code != "DVK-E303":
            raise
        raise DvkError([problem(code, Place(), reason=reason_of(error))]) from None


def located(path: str) -> str:
    """Give the path that Spark is told: where it started, a path from here would lead elsewhere."""
    return path if is_address(path) else str(Path(path).absolute())


def reason_of(error: Exception) -> str:
    """Give the first line of what an error says; of one in Python on an executor, what was raised there."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if re.match(r"[\w.]+(Error|Exception)\b", line)]
    return next(iter((*raised[-1:], *lines)), type(error).__name__)
