"""A folder scored batch by batch, here and on Spark, is what one run of all units gives."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Literal

import attrs
import polars as pl
import pytest

from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.folders import score_folder
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.report.tables import result_frame
from dvk_scoring.run import load_scheme, read_figures, read_sample, score
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import find_shipped

pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(params=["polars", "spark"])
def engine_name(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        request.getfixturevalue("spark")
    return str(request.param)


def written(scheme: Scheme, figures: FigureSet, folder: Path) -> None:
    """Write figures as two files of Parquet: numbers as numbers, and as text where some unit is not assigned.

    Columns of the scheme are called what its ``columns`` say; one of what these ignore is there besides.
    """
    frame: pl.DataFrame = figures.frame.to_native()
    columns = [frame[name] for name in ("unit", "name", "cluster")]
    for name, one in figures.columns.items():
        spec, column = one.spec, frame[name]
        if spec.kind == "choice":
            ids = {place: key for place, (key, _) in enumerate(spec.choices)}
            column = column.replace_strict(ids, return_dtype=pl.String)
        elif spec.places:
            column = (column.cast(pl.Decimal(38, spec.places)) / 10**spec.places).cast(pl.Float64)
        if one.has_kp:
            flag = kp_flag(name)
            text = pl.when(frame[flag] == 1).then(pl.lit("KP")).otherwise(column.cast(pl.String))
            column = pl.select(text.alias(name))[name]
        columns.append(column.alias(name))
    foreign = {name: heading.upper() for heading, name in scheme.columns.headings.items()}
    table = (
        pl.DataFrame(columns)
        .rename(foreign)
        .with_columns(pl.lit("x").alias(heading) for heading in scheme.columns.ignored)
    )
    folder.mkdir()
    half = len(table) // 2
    table.head(half).write_parquet(folder / "a.parquet")
    table.slice(half).write_parquet(folder / "b.parquet")


@pytest.mark.parametrize("scheme_id", [one.id for one in find_shipped()])
def test_a_shipped_scheme_from_folder_to_folder(
    scheme_id: str, engine_name: Literal["polars", "spark"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("dvk_scoring.engines.folder.files"), "ROWS", 7)
    # A batch is read as a file of many units is: figures that fit take half the room.
    monkeypatch.setattr(import_module("dvk_scoring.figures.parquet"), "MOST_BY_HAND", 3)
    if scheme_id == "the-2016":  # its 195 units are read as those of a large folder are: part by part
        monkeypatch.setattr(import_module("dvk_scoring.engines.folder.look"), "MOST_BY_HAND", 100)
    scheme = load_scheme(scheme_id)
    if scheme_id in {"the-2016", "pci-2013"}:
        figure = next(iter(figure_columns(scheme)))
        columns = Columns({"Mã đơn vị": "unit", "Số liệu thứ nhất": figure}, frozenset({"ghi chú"}))
        scheme = attrs.evolve(scheme, columns=columns)
    figures, result = tmp_path / "figures", tmp_path / "result"
    written(scheme, read_sample(scheme), figures)
    expected = score(scheme, read_figures(scheme, sorted(figures.glob("*.parquet"))), engine_name="polars")
    found = score_folder(scheme, figures, result, engine_name=engine_name)
    assert found.problems == expected.problems
    table = pl.read_parquet(result / "*.parquet").sort("unit")
    wanted = result_frame(expected).to_native().sort("unit")
    assert table.schema == wanted.schema
    assert table.equals(wanted)
    counts = wanted["state"].value_counts().sort("state").rows()
    told = [("not-ranked", found.not_ranked), ("out", found.out), ("ranked", found.ranked)]
    assert counts == [one for one in told if one[1]]
