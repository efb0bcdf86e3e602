"""A figure held to the one that it may not exceed, when columns are half as wide, as those of many rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.validate import Checked, check_limits, measure
from dvk_scoring.text import Text

LABEL = Text.same("x")


def over(places: Mapping[str, int], columns: Mapping[str, Sequence[int]], dtype: type[pl.DataType]) -> list[str]:
    """Give the units whose ``part`` (and ``more``) are above ``whole``; numbers are × 10^places."""
    part = FigureSpec("part", "decimal", LABEL, places=places["part"], at_most="whole", plus=("more",))
    others = [FigureSpec(name, "decimal", LABEL, places=places[name]) for name in ("whole", "more")]
    wanted = {f"c.{spec.name}": (spec, "c") for spec in (part, *others)}
    units = [f"u{at}" for at in range(len(columns["part"]))]
    series = [pl.Series(f"c.{name}", values, dtype) for name, values in columns.items()]
    frame = pl.DataFrame([pl.Series("unit", units), *series])
    checked = Checked(frame, 0, measure(frame, list(wanted), frozenset()), (), wanted)
    return [str(one.place.unit) for one in check_limits(checked)]


@pytest.mark.parametrize("dtype", [pl.Int32, pl.Int64])
def test_ten_decimals_beside_whole_numbers_that_are_all_nought(dtype: type[pl.DataType]) -> None:
    """The factor of 10^10 is wider than 32 bits though nothing times it is: 0.1 of 0.2 is allowed, 0.1 of 0 is not."""
    fine = 10**9
    assert (
        over(
            {"whole": 10, "part": 10, "more": 0}, {"whole": [2 * fine] * 2, "part": [fine, fine], "more": [0, 0]}, dtype
        )
        == []
    )
    assert over({"whole": 0, "part": 10, "more": 0}, {"whole": [0, 0], "part": [0, fine], "more": [0, 0]}, dtype) == [
        "u1"
    ]


@pytest.mark.parametrize("dtype", [pl.Int32, pl.Int64])
def test_sums_beyond_half_the_width(dtype: type[pl.DataType]) -> None:
    """2,000,000,000 and as much again are more than 2^31: 4·10^9 above 2·10^9, and not below nought."""
    most = 2 * 10**9
    assert over({"whole": 0, "part": 0, "more": 0}, {"whole": [most], "part": [most], "more": [most]}, dtype) == ["u0"]
    assert over({"whole": 0, "part": 1, "more": 0}, {"whole": [most], "part": [most], "more": [0]}, dtype) == []
