"""By hand in SQL on DuckDB, in doubles."""

from pathlib import Path

import duckdb

from benchmarks.job import CRITERIA, PLACES, POINTS, Weighted


def points_of(criterion: Weighted) -> str:
    """The points of one criterion; ROUND takes a half away from zero. Scientific notation makes a literal a double."""
    done, due, kept, promised = (f'"{criterion.column(name)}"' for name in ("done", "due", "kept", "promised"))
    raw = f"{criterion.weight} * (6e-1 * {done} / {due} + 4e-1 * {kept} / {promised})"
    return f"round({raw}, {PLACES}) AS {criterion.id}"


def score(source: Path, target: Path) -> None:
    """The whole job in one statement."""
    points = ", ".join(map(points_of, CRITERIA))
    names = ", ".join(POINTS)
    query = f"""
        WITH pointed AS (SELECT unit, cluster, {points} FROM read_parquet('{source}')),
             totalled AS (SELECT *, {" + ".join(POINTS)} AS total FROM pointed)
        SELECT unit, {names}, total, rank() OVER (PARTITION BY cluster ORDER BY total DESC) AS rank FROM totalled
    """
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet)")
