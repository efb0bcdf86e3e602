"""The figures of the job: the same for the same size and seed, on any machine and with any version of Polars."""

from pathlib import Path

import polars as pl

from benchmarks.job import CLUSTERS, CRITERIA, RATIOS, Weighted

GOLDEN = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB


def drawn(stream: int) -> pl.Expr:
    """One number of 64 bits a row, by splitmix64: multiplication wraps, a shift is a division by a power of two.

    Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators (2014).
    """
    state = (pl.col("row") + _wide(stream << 32)) * _wide(GOLDEN)
    state = (state ^ (state // _wide(1 << 30))) * _wide(MIX_1)
    state = (state ^ (state // _wide(1 << 27))) * _wide(MIX_2)
    return state ^ (state // _wide(1 << 31))


def _wide(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


def _between(stream: int, highest: pl.Expr) -> pl.Expr:
    """A whole number from 0 to `highest`, both included."""
    return drawn(stream) % (highest + _wide(1))


def _counts(criterion: Weighted, stream: int) -> list[pl.Expr]:
    """The four figures of one criterion: wholes of every magnitude from 1 up, and parts from 0 to the whole.

    Wholes of few digits are as frequent as those of many, as with counts of real units, so that some points fall on an
    exact half.
    """
    expressions = []
    for offset, (part, whole) in enumerate(RATIOS):
        base = stream + 3 * offset
        size = pl.lit(10, dtype=pl.UInt64).pow(drawn(base) % _wide(criterion.digits) + _wide(1)).cast(pl.UInt64)
        value = _wide(1) + drawn(base + 1) % size
        expressions.append(value.alias(criterion.column(whole)))
        expressions.append(_between(base + 2, value).alias(criterion.column(part)))
    return [expression.cast(pl.Int64) for expression in expressions]


def write_figures(target: Path, *, units: int, seed: int, start: int = 0) -> None:
    """Write one row a unit: its name, its cluster, and the figures of every criterion as 64-bit integers.

    Units are numbered from `start` on.
    """
    first = (seed % 1000 + 1) << 10  # every seed draws from streams of its own
    counts = [
        expression
        for place, criterion in enumerate(CRITERIA)
        for expression in _counts(criterion, first + 1 + 6 * place)
    ]
    cluster = drawn(first) % _wide(CLUSTERS)
    names = [
        pl.format("u{}", pl.col("row").cast(pl.String).str.zfill(8)).alias("unit"),
        pl.format("k{}", cluster.cast(pl.String).str.zfill(2)).alias("cluster"),
    ]
    rows = pl.select(pl.int_range(start, start + units, dtype=pl.UInt64).alias("row")).lazy()
    rows.select(*names, *counts).sink_parquet(target)
