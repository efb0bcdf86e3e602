"""Whole numbers in 32 bits, as many rows of Parquet are held, are read, checked and scored as those in 64 are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.engines import EngineName
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.problem import DvkError
from dvk_scoring.report.tables import result_frame
from dvk_scoring.run import load_scheme, read_figures, read_sample, score
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.text import Text
from tests.depth import DEEP
from tests.equality.test_folders import written

Make = Callable[..., Scheme]

HALF = 2**31
LABEL = Text.same("figure")
LIMIT = FigureSpec("limit", "count", LABEL, high=Fraction(9 * 10**9))
AREA = FigureSpec("area", "decimal", LABEL, places=3, high=Fraction(9 * 10**6), at_most="limit")


def whole(figures: FigureSet) -> pl.DataFrame:
    """Give the frame, whole numbers in 64 bits."""
    frame: pl.DataFrame = figures.frame.to_native()
    return frame.with_columns(pl.col(pl.Int32).cast(pl.Int64))


def halved(scheme: Scheme, source: list[Path]) -> FigureSet:
    """Read files as those of very many rows are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dvk_scoring.figures.parquet.MOST_BY_HAND", 1)
        return read_figures(scheme, source)


@pytest.mark.parametrize("scheme_id", [one.id for one in find_shipped()])
def test_a_shipped_scheme(scheme_id: str, tmp_path: Path) -> None:
    scheme = load_scheme(scheme_id)
    written(scheme, read_sample(scheme), tmp_path / "figures")
    paths = sorted((tmp_path / "figures").glob("*.parquet"))
    joined = tmp_path / "one.parquet"
    pl.concat([pl.read_parquet(path) for path in paths]).write_parquet(joined)
    expected = read_figures(scheme, [joined])
    found, of_parts = (halved(scheme, source) for source in ([joined], paths))
    for figures in (found, of_parts):
        assert whole(figures).equals(expected.frame.to_native())
        assert figures.columns == expected.columns
    sources: dict[EngineName, tuple[FigureSet, ...]] = {"polars": (found, of_parts)}
    if DEEP or scheme_id in {"key-communes-2020", "pci-2013"}:
        sources |= {"duckdb": (found,), "exact": (found,)}
    for engine, halves in sources.items():
        first, *others = (result_frame(score(scheme, figures, engine_name=engine)) for figures in (expected, *halves))
        assert all(other.to_native().equals(first.to_native()) for other in others)


def limits(make: Make, tmp_path: Path, *rows: tuple[int | None, float], **more: Any) -> FigureSet:
    """Read units with these limits and areas."""
    frame = pl.DataFrame(rows, schema=["limit", "area"], orient="row")
    named = frame.with_columns(unit=pl.format("u{}", pl.int_range(pl.len())), cluster=pl.lit("wards"))
    named.write_parquet(tmp_path / "f.parquet")
    specs = {"limit": LIMIT, "area": attrs.evolve(AREA, **more)}
    return halved(make(figures=specs), [tmp_path / "f.parquet"])


@pytest.mark.parametrize(
    ("values", "dtype"),
    [((HALF - 1, 51), nw.Int32), ((HALF, 51), nw.Int64), ((HALF - 1, None), nw.Int32), ((HALF, None), nw.Int64)],
)
def test_numbers_at_the_edge_of_32_bits(
    values: tuple[int | None, ...], dtype: type[nw.dtypes.DType], tmp_path: Path, narrow_scheme: Make
) -> None:
    found = limits(narrow_scheme, tmp_path, *((one, 50.5) for one in values)).frame
    assert found.schema["limit"] == dtype
    assert found.schema["area"] == nw.Int32
    assert (found["limit"].to_list(), found["area"].to_list()) == ([*values], [50_500, 50_500])


def test_a_limit_and_a_step_are_held_beyond_32_bits(tmp_path: Path, narrow_scheme: Make) -> None:
    # As they are compared, × 10^3, 30,000,000 is more than 32 bits hold; × 3, as thirds are, 1,500,000,000 is.
    third = Fraction(1, 3)
    limits(narrow_scheme, tmp_path, (30_000_000, 51.0), (2_000_000, 1_500_000.0), step=third)
    with pytest.raises(DvkError) as caught:
        limits(narrow_scheme, tmp_path, (30_000_000, 51.0), (50, 51.0), (2_000_000, 1_500_000.1), step=third)
    assert [(one.code, one.place.unit) for one in caught.value.problems] == [("DVK-D314", "u1"), ("DVK-D313", "u2")]
