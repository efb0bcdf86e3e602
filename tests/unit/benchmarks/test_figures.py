"""The generated figures are those of splitmix64, recomputed here in plain whole numbers."""

from pathlib import Path

import polars as pl

from benchmarks.figures import write_figures
from benchmarks.job import CLUSTERS, CRITERIA

WORD = (1 << 64) - 1
ROWS = 50


def splitmix64(state: int) -> int:
    """The published generator: Steele, Lea and Flood (2014), figure 17, for the state after one step."""
    mixed = state * 0x9E3779B97F4A7C15 & WORD
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & WORD
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & WORD
    return mixed ^ (mixed >> 31)


def test_the_generator_is_the_published_one() -> None:
    assert splitmix64(0) == 0
    assert splitmix64(1) == 0xE220A8397B1DCDAF  # first output for seed 0


def test_figures_are_the_same_on_any_machine(tmp_path: Path) -> None:
    path = tmp_path / "figures.parquet"
    write_figures(path, units=ROWS, seed=1)
    frame = pl.read_parquet(path)
    stream = 2 << 10
    rows = range(ROWS)
    clusters = [f"k{splitmix64(row + (stream << 32) & WORD) % CLUSTERS:02d}" for row in rows]
    assert frame["cluster"].to_list() == clusters
    last = CRITERIA[-1]
    base = stream + 1 + 6 * (len(CRITERIA) - 1) + 3

    def draw(offset: int, row: int) -> int:
        return splitmix64(row + ((base + offset) << 32) & WORD)

    promised = [1 + draw(1, row) % 10 ** (draw(0, row) % last.digits + 1) for row in rows]
    kept = [draw(2, row) % (whole + 1) for row, whole in zip(rows, promised, strict=True)]
    assert frame[last.column("promised")].to_list() == promised
    assert frame[last.column("kept")].to_list() == kept


def test_parts_never_exceed_their_wholes_and_wholes_are_never_empty(tmp_path: Path) -> None:
    path = tmp_path / "figures.parquet"
    write_figures(path, units=2_000, seed=7)
    frame = pl.read_parquet(path)
    for criterion in CRITERIA:
        due, done = frame[criterion.column("due")], frame[criterion.column("done")]
        assert due.min() == 1
        assert (done <= due).all()
        assert (due <= 10**criterion.digits).all()
