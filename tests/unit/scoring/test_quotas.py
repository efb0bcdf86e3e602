"""Quotas whose basis is every unit, known before any row is looked at: an engine must count rows, not one value."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.engines import EngineName

SCHEME = """
[scheme]
id = "quotas"
title = "Quotas"
[criteria]
a = { plugin = "direct", weight = 100 }
[titles]
half = { title = "Half of all ranked", quota = { share = "50%", of = "ranked" } }
everybody = { title = "No quota is written" }
"""


@pytest.mark.parametrize("engine", ["polars", "duckdb", "exact"])
def test_a_share_of_all_units_and_no_quota_at_all(tmp_path: Path, engine: EngineName) -> None:
    (tmp_path / "scheme.toml").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "figures.csv").write_text("unit,a.points\nu1,90\nu2,80\nu3,70\nu4,60\nu5,50\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]), engine_name=engine)
    states = {unit.unit: (unit.titles["half"].state, unit.titles["everybody"].state) for unit in result.units}
    assert states == {  # 50 % of 5 is 2.5, rounded down
        "u1": ("proposed", "proposed"),
        "u2": ("proposed", "proposed"),
        "u3": ("no", "proposed"),
        "u4": ("no", "proposed"),
        "u5": ("no", "proposed"),
    }


RESERVE = """
[scheme]
id = "reserve"
title = "Reserve"
[criteria]
a = { plugin = "direct", weight = 100 }
[titles]
flag = { title = "Flag", quota = { count = 1, reserve = 1 } }
merit = { title = "Merit", quota = { count = 2 }, not_with = ["flag"] }
"""


@pytest.mark.parametrize("engine", ["polars", "duckdb", "exact"])
@pytest.mark.parametrize(
    ("points", "expected"),
    [
        # Who is in reserve may have the next title, and so may those who are tied for the reserve.
        ("90 80 70 60", ["proposed no", "reserve proposed", "no proposed", "no no"]),
        ("90 80 80 60", ["proposed no", "undecided proposed", "undecided proposed", "no no"]),
        # A tie for the flag itself: one gets it, the other has merit, so that one place of merit is left.
        ("90 90 80 70", ["undecided undecided", "undecided undecided", "no proposed", "no no"]),
    ],
)
def test_a_tie_for_the_reserve_bars_no_other_title(
    tmp_path: Path, engine: EngineName, points: str, expected: list[str]
) -> None:
    (tmp_path / "scheme.toml").write_text(RESERVE, encoding="utf-8")
    rows = "".join(f"u{place},{one}\n" for place, one in enumerate(points.split(), start=1))
    (tmp_path / "figures.csv").write_text(f"unit,a.points\n{rows}", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]), engine_name=engine)
    states = {unit.unit: f"{unit.titles['flag'].state} {unit.titles['merit'].state}" for unit in result.units}
    assert [states[f"u{place}"] for place in range(1, 5)] == expected
