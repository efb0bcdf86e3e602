"""Frames in: the figures and the problems of a file with the same cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest

from dvk_scoring.figures.read import read_figures
from dvk_scoring.problem import DvkError
from dvk_scoring.run import read_figures as read_public
from dvk_scoring.scheme.model import Scheme

Make = Callable[..., Scheme]
GOOD: dict[str, list[Any]] = {
    "unit": ["u1", "u2"],
    "cluster": ["wards", "wards"],
    "cases.due": [12, 5],
    "service.rate": [91.3, None],
    "service.area": ["12.5", "KP"],
    "service.open": [True, False],
}
WRONG: dict[str, list[Any]] = {
    **GOOD,
    "cases.due": [-1, 5],
    "service.rate": [float("inf"), 101.0],
    "service.area": ["12,5", "x"],
    "colour": ["red", "blue"],
}


def pandas_frame(table: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(table)


@pytest.mark.parametrize(
    "made",
    [pl.DataFrame, pl.LazyFrame, pa.table, pandas_frame, lambda table: nw.from_native(pl.DataFrame(table))],
    ids=["polars", "lazy", "pyarrow", "pandas", "narwhals"],
)
def test_a_frame_is_read_as_parquet_is(made: Callable[[Any], Any], tmp_path: Path, make_scheme: Make) -> None:
    pl.DataFrame(GOOD).write_parquet(tmp_path / "f.parquet")
    scheme = make_scheme()
    frame = read_figures(scheme, [made(GOOD)])
    assert frame.frame.to_native().equals(read_figures(scheme, [tmp_path / "f.parquet"]).frame.to_native())
    assert [(one.path, one.rows, one.kind) for one in frame.files] == [("frame 1", 2, "frame")]
    assert frame.files == read_public(scheme, pl.DataFrame(GOOD)).files
    other = read_figures(scheme, [made({**GOOD, "cases.due": [12, 6]})])
    assert other.files[0].sha256 != frame.files[0].sha256


def test_rows_in_which_nothing_stands_are_passed_over_as_in_csv(tmp_path: Path, make_scheme: Make) -> None:
    """As a sheet that pandas read has them below its last unit; the others keep their places."""
    gaps: dict[str, list[Any]] = {
        name: [None, first, " " if isinstance(first, str) else None, second, None]
        for name, (first, second) in GOOD.items()
    }
    scheme = make_scheme()
    pl.DataFrame(gaps).write_csv(tmp_path / "f.csv")
    pl.DataFrame(gaps).write_parquet(tmp_path / "f.parquet")
    pl.DataFrame(gaps).with_row_index("__index_level_0__").write_parquet(tmp_path / "i.parquet")
    whole = read_figures(scheme, [pl.DataFrame(GOOD)]).frame.to_native()
    for source in (pl.DataFrame(gaps), pandas_frame(gaps), *(tmp_path / f"f.{one}" for one in ("csv", "parquet"))):
        found = read_figures(scheme, [source])
        assert (found.frame.to_native().equals(whole), found.files[0].rows) == (True, 2)
    assert read_figures(scheme, [tmp_path / "i.parquet"]).frame.to_native().equals(whole)
    wrong = pl.DataFrame({**gaps, "cases.due": [None, 12, None, -5, None]})
    with pytest.raises(DvkError) as caught:
        read_figures(scheme, [wrong])
    assert [(one.code, one.place.line) for one in caught.value.problems if one.place.unit] == [("DVK-D312", 4)]
    with pytest.raises(DvkError) as empty:
        read_figures(scheme, [wrong.head(1)])
    assert [one.code for one in empty.value.problems] == ["DVK-D103"]


def test_what_is_wrong_in_a_frame_is_told_as_in_a_file(tmp_path: Path, make_scheme: Make) -> None:
    def told(source: Any) -> list[str]:
        with pytest.raises(DvkError) as caught:
            read_figures(make_scheme(), [source])
        return [one.in_("vi").replace(str(tmp_path / "f.parquet"), "frame 1") for one in caught.value.problems]

    pl.DataFrame(WRONG).write_parquet(tmp_path / "f.parquet")
    assert told(pl.DataFrame(WRONG)) == told(tmp_path / "f.parquet")


def test_frames_and_files_make_one_set(tmp_path: Path, make_scheme: Make) -> None:
    path = tmp_path / "units.csv"
    path.write_text("unit,name,cluster\nu1,Một,wards\nu2,Hai,wards\n", encoding="utf-8")
    frame = pl.DataFrame({"unit": ["u2", "u1"], "population": ["1.250", "7"]})
    figures = read_public(make_scheme(), [str(path), frame], decimal={"frame 2": "comma"})
    assert figures.frame["population"].to_list() == [7, 1250]


@pytest.mark.parametrize("frame", [pl.DataFrame(), pl.DataFrame({"unit": []})])
def test_an_empty_frame_is_refused(frame: pl.DataFrame, make_scheme: Make) -> None:
    with pytest.raises(DvkError) as caught:
        read_figures(make_scheme(), [frame])
    assert [one.code for one in caught.value.problems] == ["DVK-D103"]


def test_what_is_no_frame_is_refused_in_words(make_scheme: Make) -> None:
    with pytest.raises(DvkError) as caught:
        read_public(make_scheme(), {"unit": ["u1"]})
    assert [one.code for one in caught.value.problems] == ["DVK-E114"]
