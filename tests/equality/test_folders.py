"""A folder scored batch by batch, here and on Spark, is what one run of all units gives."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Literal

import attrs
import polars as pl
import pytest

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
    nothing = table.clear(1)  # a row in which nothing stands is passed over
    pl.concat([nothing, table.slice(half, 1), nothing, table.slice(half + 1)]).write_parquet(folder / "b.parquet")


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
    if (scheme_id, engine_name) == ("pci-2013", "spark"):  # its queries are compiled, as they are when nobody says how
        held = import_module("dvk_scoring.engines.spark.session")._HELD
        monkeypatch.setitem(held, "spark.sql.codegen.factoryMode", "FALLBACK")
        monkeypatch.setitem(held, "spark.sql.codegen.wholeStage", "true")
    if scheme_id in {"the-2016", "pci-2013"}:
        figure = next(iter(scheme.figure_columns))
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


TIED = """
[scheme]
id = "tied"
title = "Tied"
not_reported = "zero"

[clusters]
c1 = {{ title = "One" }}
c2 = {{ title = "Two" }}

[criteria]
first = {{ plugin = "direct", weight = 60, title = "First" }}
second = {{ plugin = "direct", weight = 40, title = "Second" }}

[ranking]
within = "cluster"
ties = "{ties}"
break = [{{ by = "criteria.first", absent = "{absent}" }}, {{ by = "criteria.second" }}]

[titles]
flag = {{ title = "Flag", quota = {{ count = {count}, per = "{per}" }} }}
"""


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("shared below cluster 2", {"DVK-E106", "DVK-E109"}),
        ("shared above all 2", {"DVK-E106", "DVK-E110"}),
        ("final below all 1", {"DVK-E106", "DVK-E109"}),
        ("final below cluster 3", {"DVK-E106", "DVK-E109"}),
        ("final below cluster 2", {"DVK-E109"}),
    ],
)
def test_what_is_told_of_ties_is_told_of_a_folder(
    words: str, codes: set[str], engine_name: Literal["polars", "spark"], tmp_path: Path
) -> None:
    """A tie that an absent figure decided, one that a title waits for, also between units of two clusters."""
    said = dict(zip(("ties", "absent", "per", "count"), words.split(), strict=True))
    (tmp_path / "tied.toml").write_text(TIED.format(**said), encoding="utf-8")
    rows = [("a", "c1", 50, 30), ("b", "c1", None, 40), ("c", "c1", 0, 40), ("d", "c2", 50, 30), ("e", "c2", 10, 10)]
    names = ["unit", "cluster", "first.points", "second.points"]
    table = pl.DataFrame([*rows, *((f"f{at}", "c2", 1, 1) for at in range(12))], names, orient="row")
    figures = tmp_path / "figures"
    figures.mkdir()
    for at in range(3):
        table[at::3].write_parquet(figures / f"{at}.parquet")
    scheme = load_scheme(tmp_path / "tied.toml")
    expected = score(scheme, read_figures(scheme, sorted(figures.iterdir())), engine_name="polars")
    assert {one.code for one in expected.problems if one.code.startswith("DVK-E")} == codes
    assert score_folder(scheme, figures, tmp_path / "result", engine_name=engine_name).problems == expected.problems
