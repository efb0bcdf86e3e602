"""The exact answer, in whole numbers: what every contender is held against.

Points are hundredths. With W the weight in hundredths, the points of a criterion are W x (6ad + 4cb) / 10bd rounded
half up; numerator and denominator stay below 2^63 for figures to 10^6, so that 64-bit integers hold them all.
"""

from fractions import Fraction
from pathlib import Path

import attrs
import numpy as np
import polars as pl

from benchmarks.job import CRITERIA, FIRST_SHARE, PLACES, POINTS, SECOND_SHARE, Weighted

SAMPLE = 1_000
HUNDRED = 10**PLACES


@attrs.frozen
class Wrong:
    """How many values of a result differ from the exact answer.

    Attributes:
        points: Of the twelve points of all units.
        totals: Of the totals, once rounded to 2 places.
        ranks: Of the ranks.
    """

    points: int
    totals: int
    ranks: int


def write_reference(source: Path, target: Path) -> None:
    """Write the exact points and totals in hundredths, and the exact ranks, one row a unit in the order of the source.

    Raises:
        AssertionError: If the first units, recomputed in fractions, come out otherwise.
    """
    frame = pl.read_parquet(source, columns=["unit", "cluster"])
    points: dict[str, np.ndarray] = {}
    for criterion in CRITERIA:
        columns = [criterion.column(name) for name in ("done", "due", "kept", "promised")]
        figures = [column.to_numpy() for column in pl.read_parquet(source, columns=columns).get_columns()]
        points[criterion.id] = _hundredths(criterion, *figures)
        _compare_with_fractions(criterion, figures, points[criterion.id])
    total = np.sum(list(points.values()), axis=0)
    clusters = frame["cluster"].cast(pl.Categorical).to_physical().to_numpy().astype(np.int64)
    ranks = shared_ranks(clusters, total)
    frame.select("unit").with_columns(
        *(pl.Series(name, values) for name, values in points.items()),
        pl.Series("total", total),
        pl.Series("rank", ranks),
    ).write_parquet(target)


def _hundredths(
    criterion: Weighted, done: np.ndarray, due: np.ndarray, kept: np.ndarray, promised: np.ndarray
) -> np.ndarray:
    numerator = criterion.weight * HUNDRED * (FIRST_SHARE * done * promised + SECOND_SHARE * kept * due)
    denominator = 10 * due * promised
    rounded: np.ndarray = (2 * numerator + denominator) // (2 * denominator)
    return rounded


def _compare_with_fractions(criterion: Weighted, figures: list[np.ndarray], points: np.ndarray) -> None:
    rows = zip(*(column[:SAMPLE].tolist() for column in figures), points[:SAMPLE].tolist(), strict=True)
    for done, due, kept, promised, answer in rows:
        score = Fraction(FIRST_SHARE, 10) * Fraction(done, due) + Fraction(SECOND_SHARE, 10) * Fraction(kept, promised)
        exact = criterion.weight * score * HUNDRED
        assert answer == (exact + Fraction(1, 2)) // 1, (criterion, done, due, kept, promised)


def shared_ranks(groups: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Ranks 1-2-2-4 within each group, the highest value first; equal only where the values are equal to the bit."""
    order = np.lexsort((-values, groups))
    group, value = groups[order], values[order]
    place = np.arange(len(order))
    new_group = np.r_[True, group[1:] != group[:-1]]
    new_value = new_group | np.r_[True, value[1:] != value[:-1]]
    start = np.maximum.accumulate(np.where(new_group, place, 0))
    first = np.maximum.accumulate(np.where(new_value, place, 0))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = first - start + 1
    return ranks


def count_wrong(reference: Path, result: Path) -> Wrong:
    """Hold a result against the reference, unit by unit.

    Raises:
        ValueError: If the result does not hold every unit exactly once, or lacks a value.
    """
    exact = pl.read_parquet(reference).sort("unit")
    given = pl.read_parquet(result)
    given = given.rename({name: name.removeprefix("points.") for name in given.columns})
    given = given.select(exact.columns).sort("unit")
    if not given["unit"].equals(exact["unit"]) or sum(given.null_count().row(0)):
        message = f"{result.name} does not hold every unit once, with all its values"
        raise ValueError(message)
    wrong = {name: int((_as_hundredths(given[name]) != exact[name]).sum()) for name in (*POINTS, "total")}
    ranks = int((given["rank"].cast(pl.Int64) != exact["rank"]).sum())
    return Wrong(points=sum(wrong[name] for name in POINTS), totals=wrong["total"], ranks=ranks)


def _as_hundredths(values: pl.Series) -> pl.Series:
    """Nearest hundredths: a double within 1e-9 of the right value counts as right, and only its rank can be wrong."""
    return (values.cast(pl.Float64) * HUNDRED).round().cast(pl.Int64)
