"""Plans that serve many sets of figures: what is scored by them is what is scored without."""

from __future__ import annotations

import attrs
import pytest

from dvk_scoring import load_scheme, plans_for, read_sample, score
from dvk_scoring.engines import EngineName
from dvk_scoring.scheme.shipped import find_shipped
from tests.samples import sample_rulings

SHIPPED = [one.id for one in find_shipped() if one.has_sample]


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_plans_for_any_figures_give_the_same(scheme_id: str) -> None:
    scheme = load_scheme(scheme_id)
    figures = read_sample(scheme)
    rulings = sample_rulings(scheme, figures)
    plans = plans_for(scheme, rulings)
    engines: tuple[EngineName, ...] = ("exact", "polars") if plans.whole.fits_columns else ("exact",)
    for engine in engines:
        made = score(scheme, figures, rulings, engine_name=engine, plans=plans)
        assert made.plan is plans.whole
        assert made.units == score(scheme, figures, rulings, engine_name=engine).units


def test_plans_for_other_rulings_are_not_used() -> None:
    scheme = load_scheme("dan-van-kheo-2020")
    figures = read_sample(scheme)
    rulings = sample_rulings(scheme, figures)
    assert rulings
    plans = plans_for(scheme)
    made = score(scheme, figures, rulings, plans=plans)
    assert made.plan is not plans.whole
    assert made.units == score(scheme, figures, rulings).units
    assert not plans_for(attrs.evolve(scheme, problems=())).serve(scheme, ())
