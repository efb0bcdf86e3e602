"""An engine that is kept gives, after any change of figures, what a new one gives."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import load_scheme, plans_for, read_sample
from dvk_scoring.engines.exact import Exact
from dvk_scoring.formula.columns import ROW
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.scoring.ruled import with_rulings
from tests.depth import drawn

SHIPPED = [one.id for one in find_shipped() if one.has_sample]
KEYS = {"unit", "name", "cluster", "order", ROW}


def swapped(frame: pl.DataFrame, column: str, first: int, second: int, *, blank: bool) -> pl.DataFrame:
    """Give two units each other's figure, or the first none."""
    values = frame[column].to_list()
    values[first], values[second] = (None, values[second]) if blank else (values[second], values[first])
    return frame.with_columns(pl.Series(column, values, dtype=frame.schema[column]))


@pytest.mark.parametrize("scheme_id", SHIPPED)
@settings(max_examples=drawn(4, 8))
@given(data=st.data())
def test_what_has_changed_is_all_that_changes(scheme_id: str, data: st.DataObject) -> None:
    scheme = load_scheme(scheme_id)
    plan = plans_for(scheme).whole.plan
    frame: Any = with_rulings(read_sample(scheme).frame.with_row_index(ROW), ()).to_native()
    rows = st.integers(0, len(frame) - 1)
    columns = st.sampled_from(sorted(set(frame.columns) - KEYS))
    kept = Exact()
    for turn in range(5):
        if turn == 3:  # also in another order, and of other clusters then
            frame = frame.sample(fraction=1, shuffle=True, seed=data.draw(st.integers(0, 99)))
        elif turn:
            frame = swapped(frame, data.draw(columns), data.draw(rows), data.draw(rows), blank=data.draw(st.booleans()))
        given_ = nw.from_native(frame, eager_only=True)
        again, anew = kept.run(plan, given_), Exact().run(plan, given_)
        assert again.to_native().equals(anew.to_native())


def test_a_column_that_comes_or_goes_is_a_change() -> None:
    scheme = load_scheme("dan-van-kheo-2020")
    plan = plans_for(scheme).whole.plan
    plain = read_sample(scheme).frame.with_row_index(ROW)
    name = next(one for one in plain.columns if one not in KEYS and not one.endswith("?"))
    flagged = plain.with_columns(nw.lit(1, nw.Int8).alias(f"{name}?"), nw.lit(None, nw.Int64).alias(name))
    kept = Exact()
    for frame in (plain, flagged, plain):
        again, anew = kept.run(plan, frame), Exact().run(plan, frame)
        assert again.to_native().equals(anew.to_native())
    assert not kept.run(plan, flagged).to_native().equals(kept.run(plan, plain).to_native())
