"""Plans that serve many sets of figures: what is scored by them is what is scored without."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

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


def test_a_scheme_keeps_its_plans_for_the_same_bounds_and_rulings() -> None:
    scheme = load_scheme("dan-van-kheo-2020")
    figures = read_sample(scheme)
    rulings = sample_rulings(scheme, figures)
    first, again = (score(scheme, figures, rulings) for _ in range(2))
    turned = attrs.evolve(figures, frame=figures.frame[::-1])
    assert again.plan is first.plan is score(scheme, turned, rulings, ordered=False).plan
    assert score(scheme, figures).plan is not first.plan
    assert score(scheme, figures, rulings, scores=False).plan is not first.plan
    name, column = next((name, one) for name, one in figures.columns.items() if one.high > one.low)
    narrower = attrs.evolve(figures, columns={**figures.columns, name: attrs.evolve(column, low=column.low - 1)})
    assert score(scheme, narrower, rulings).plan is not first.plan
    assert score(scheme, figures, rulings).plan is first.plan  # of four that were made it was not asked for longest ago
    assert score(attrs.evolve(scheme, problems=()), figures, rulings).plan is not first.plan


def test_a_scheme_keeps_few_plans() -> None:
    scheme = load_scheme("pci-2013")
    figures = read_sample(scheme)
    name, column = next(iter(figures.columns.items()))
    for wider in range(10):
        columns = {**figures.columns, name: attrs.evolve(column, high=column.high + wider)}
        score(scheme, attrs.evolve(figures, columns=columns))
    assert len(scheme.plans) == 4


@pytest.mark.parametrize("scheme_id", ["dan-van-kheo-2020", "commune-police"])
def test_threads_that_share_a_scheme_do_not_mix_their_plans(scheme_id: str) -> None:
    """Under other rulings and bounds, and the same, all at once; each gets what it gets alone."""
    scheme = load_scheme(scheme_id)
    figures = read_sample(scheme)
    rulings = sample_rulings(scheme, figures)
    columns = {name: attrs.evolve(one, high=one.high + 1) for name, one in figures.columns.items()}
    asked = [(own, acts) for own in (figures, attrs.evolve(figures, columns=columns)) for acts in ((), rulings)]
    alone = [score(attrs.evolve(scheme), own, acts) for own, acts in asked]
    with ThreadPoolExecutor(8) as pool:
        together = [*pool.map(lambda one: score(scheme, *one), asked * 4)]
    for place, found in enumerate(together):
        wanted = alone[place % len(asked)]
        assert found.units == wanted.units
        assert found.by_voice.keys() == wanted.by_voice.keys()
        for voice, frame in found.by_voice.items():
            assert frame.to_native().equals(wanted.by_voice[voice].to_native())
