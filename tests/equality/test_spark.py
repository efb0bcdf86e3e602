"""Spark gives what Polars gives, bit by bit: every criterion, every word of formulas, every shipped scheme."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl
import pytest

from dvk_scoring.criteria.registry import Registry
from dvk_scoring.engines import engine
from dvk_scoring.figures.columns import figure_columns
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.folders import score_folder
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.formula.program import Plan
from dvk_scoring.report.tables import result_frame
from dvk_scoring.run import load_scheme, read_figures, read_sample, score
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.plan import Planner, ScoringPlan, declared_columns
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.single import Single, single
from tests.equality.test_vocabulary import FORMULAS, criterion_of

WIDEST = 126
"""Bits of what Spark can hand on from turn to turn."""
pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.usefixtures("spark")]
UNITS = 2_000


def together(several: list[Single]) -> Scheme:
    """Make one scheme of schemes of one criterion each."""
    criteria = {key: use for one in several for key, use in one.scheme.criteria.items()}
    shared = {name: spec for one in several for name, spec in one.scheme.figures.items()}
    return attrs.evolve(several[0].scheme, criteria=criteria, figures=shared)


def made_up(several: list[Single], units: int) -> nw.DataFrame[Any]:
    """Make up the figures of all, in the same units."""
    frames = [
        one.frame(generate(one.decided.built.figures, units, seed=at, blanks=0.05)).to_native()
        for at, one in enumerate(several)
    ]
    found = frames[0]
    for frame in frames[1:]:
        found = found.with_columns(frame.drop("_row", "cluster"))
    return nw.from_native(found, eager_only=True)


def differences(plan: Plan, frame: nw.DataFrame[Any]) -> list[str]:
    """Name the outputs in which Spark differs from Polars."""
    polars, spark = (engine(name).run(plan, frame).to_native() for name in ("polars", "spark"))
    assert polars.columns == spark.columns
    return [name for name in polars.columns if polars[name].to_list() != spark[name].to_list()]


def test_every_criterion_in_one_competition() -> None:
    several = [single(Registry.of().criterion(one)) for one in sorted(Registry.of().ids())]
    scheme = together(several)
    plan = Planner(scheme, declared_columns(scheme)).plan()
    assert plan.fits_columns
    assert {"rank", *(f"points:{one.id}" for one in several)} <= set(plan.outputs)
    frame = made_up(several, UNITS)
    assert differences(plan.plan, frame) == []


def is_apart(plan: ScoringPlan) -> bool:
    """Tell a formula that Spark must take across units, or whose powers are computed anew; the others are Polars'."""
    program = plan.plan.program
    operations = {program[ref].op for ref in program.below(*plan.plan.outputs.values())}
    return plan.bits <= WIDEST and bool(operations & {"window", "round_approx", "settle"})


def test_every_word_of_formulas_that_looks_across_units() -> None:
    several = [single(criterion_of(name), weight=1, places=9) for name in FORMULAS]
    several = [one for one in several if is_apart(one.plan())]
    assert len(several) >= 20
    scheme = together(several)
    plan = Planner(scheme, declared_columns(scheme)).plan_criteria()
    assert differences(plan.plan, made_up(several, 600)) == []


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
    scheme_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if scheme_id == "the-2016":  # its 195 units are read as those of a large folder are: part by part
        monkeypatch.setattr(import_module("dvk_scoring.engines.spark.look"), "MOST_BY_HAND", 100)
    scheme = load_scheme(scheme_id)
    if scheme_id in {"the-2016", "pci-2013"}:
        figure = next(iter(figure_columns(scheme)))
        columns = Columns({"Mã đơn vị": "unit", "Số liệu thứ nhất": figure}, frozenset({"ghi chú"}))
        scheme = attrs.evolve(scheme, columns=columns)
    figures, result = tmp_path / "figures", tmp_path / "result"
    written(scheme, read_sample(scheme), figures)
    expected = score(scheme, read_figures(scheme, sorted(figures.glob("*.parquet"))), engine_name="polars")
    found = score_folder(scheme, figures, result)
    assert found.problems == expected.problems
    table = pl.read_parquet(result / "*.parquet").sort("unit")
    wanted = result_frame(expected).to_native().sort("unit")
    assert table.schema == wanted.schema
    assert table.equals(wanted)
    counts = wanted["state"].value_counts().sort("state").rows()
    told = [("not-ranked", found.not_ranked), ("out", found.out), ("ranked", found.ranked)]
    assert counts == [one for one in told if one[1]]
