"""Of few units and of many: which ties are told first, and how many units they are."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.scoring.ruled import SHOWN

SCHEME = """\
[scheme]
id = "ties"
title = "Ties"
[clusters]
b = {{ title = "B" }}
a = {{ title = "A" }}
[criteria]
direct = {{ weight = 100, params = {{ places = 2 }} }}
[ranking]
within = "{within}"
ties = "{ties}"
[titles.flag]
title = "Flag"
quota = {{ count = 3, per = "cluster" }}
"""


@pytest.mark.parametrize("units", [30, 10_000, 10_001, 10_030])
@pytest.mark.parametrize(("within", "ties"), [("cluster", "shared"), ("all", "shared"), ("cluster", "final")])
def test_the_first_ties_are_told(tmp_path: Path, units: int, within: str, ties: str) -> None:
    """All units but u1 and u2 have 50 points; the last come first, so that none stands in order."""
    (tmp_path / "scheme.toml").write_text(SCHEME.format(within=within, ties=ties), encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    ids = [f"u{at}" for at in range(units)][::-1]
    cluster = {unit: "ba"[int(unit[1:]) % 2] for unit in ids}
    points = {"u1": 99, "u2": 0}
    frame = pl.DataFrame(
        {"unit": ids, "cluster": list(cluster.values()), "direct.points": [points.get(one, 50) for one in ids]}
    )
    result = score(scheme, read_figures(scheme, frame), engine_name="polars")
    (told,) = (one for one in result.problems if one.code == "DVK-E106")
    tied = [unit for unit in ids if unit not in points]
    # Those of a stand before those of b, and are more than are shown.
    named = sorted(unit for unit in tied if within == "all" or cluster[unit] == "a")[:SHOWN]
    assert f": {', '.join(named)}, … (+{len(tied) - SHOWN})." in told.text("en")
