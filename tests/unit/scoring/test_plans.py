"""Plans that serve many sets of figures: what is scored by them is what is scored without."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from dvk_scoring import load_scheme, plans_for, read_rulings, read_sample, score
from dvk_scoring.engines import EngineName
from dvk_scoring.scheme.model import Ruling
from dvk_scoring.scheme.shipped import find_shipped

SHIPPED = [one.id for one in find_shipped() if one.has_sample]


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_plans_for_any_figures_give_the_same(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    figures = read_sample(scheme)
    rulings: tuple[Ruling, ...] = ()
    if scheme.sample is not None and scheme.sample.rulings is not None:
        rulings, _ = read_rulings(scheme, figures, Path(scheme.path).parent / scheme.sample.rulings)
    plans = plans_for(scheme, rulings)
    engines: tuple[EngineName, ...] = ("exact", "polars") if plans.whole.fits_columns else ("exact",)
    for engine in engines:
        made = score(scheme, figures, rulings, engine_name=engine, plans=plans)
        assert made.plan is plans.whole
        assert made.units == score(scheme, figures, rulings, engine_name=engine).units


def test_plans_for_other_rulings_are_not_used() -> None:
    scheme = load_scheme("dan-van-kheo-2020")
    figures = read_sample(scheme)
    assert scheme.sample is not None
    rulings, _ = read_rulings(scheme, figures, Path(scheme.path).parent / str(scheme.sample.rulings))
    assert rulings
    plans = plans_for(scheme)
    made = score(scheme, figures, rulings, plans=plans)
    assert made.plan is not plans.whole
    assert made.units == score(scheme, figures, rulings).units
    assert not plans_for(attrs.evolve(scheme, problems=())).serve(scheme, ())
