"""A draw is what scoring tells of the scheme and figures really changed; and the same on every engine."""

from __future__ import annotations

from fractions import Fraction

import attrs
import narwhals as nw
import pytest

from dvk_scoring import DvkError, Result, Spread, stability, what_if
from dvk_scoring.engines import EngineName
from dvk_scoring.formula import names
from dvk_scoring.report.stability.json import stability_json
from dvk_scoring.run import score as run_score
from dvk_scoring.scheme.shipped import find_shipped
from dvk_scoring.studies.field import Competition, Scored
from dvk_scoring.studies.stability import Study
from dvk_scoring.written import plain
from tests.samples import score_sample

SCHEMES = [one.id for one in find_shipped() if one.has_sample and one.id != "low-point-series"]
DRAWS = 2
MOVEMENT = "dan-van-kheo-2020"


def columns_of(result: Result) -> list[str]:
    """What a draw is compared by: everything that has the same meaning under any weights."""
    found = ["total", "rank", "ranked", "tied", "class", "class_natural", *map(names.title, result.scheme.titles)]
    found += [names.points(key) for key, use in result.scheme.scored.items() if use.closing is not None]
    found += [names.quota(key) for key in result.scheme.titles]
    return [
        *found,
        *(names.section(key) for key in result.scheme.sections if result.scheme.rounding.section is not None),
    ]


def changes_of(result: Result, one: Competition, study: Study) -> dict[str, object]:
    """The keys of the scheme that a draw stands for."""
    changes: dict[str, object] = {}
    own = {
        key: {kind: study.weights.step * one.weights.get((key, kind), 0) if (key, kind) in one.weights else weight
              for kind, weight in use.weight.items()}
        for key, use in result.scheme.scored.items()
    }  # fmt: skip
    for key, by_kind in own.items():
        if key in study.weights.drawn:
            changes |= written(f"criteria.{key}.weight", by_kind, result)
    for key, section in result.scheme.sections.items():
        if section.weight is not None:
            inside = [name for name in own if key in above(result, name)]
            sums = {
                kind: sum((own[name].get(kind, Fraction(0)) for name in inside), Fraction(0)) for kind in section.weight
            }
            changes |= written(f"sections.{key}.weight", sums, result)
    for param in study.params:
        changes[f"criteria.{param.criterion}.params.{param.name}"] = plain_number(
            Fraction(one.params[param.column], 10**param.places)
        )
    return changes


def above(result: Result, criterion: str) -> list[str]:
    found, section = [], result.scheme.criteria[criterion].section
    while section is not None:
        found.append(section)
        section = result.scheme.sections[section].parent
    return found


def plain_number(value: Fraction) -> object:
    from decimal import Decimal

    return int(value) if value.denominator == 1 else Decimal(plain(value))


def written(key: str, by_kind: dict[str, Fraction], result: Result) -> dict[str, object]:
    if len(by_kind) == len(result.scheme.kinds) == 1 or (
        len(set(by_kind.values())) == 1 and set(by_kind) == set(result.scheme.kinds)
    ):
        return {key: plain_number(next(iter(by_kind.values())))}
    return {key: {kind: plain_number(value) for kind, value in by_kind.items()}}


def found_in(scored_: Scored, at: int, columns: list[str], units: list[str]) -> dict[str, tuple[object, ...]]:
    rows = zip(*(map(int, scored_.of(name, at)) for name in columns), strict=True)
    return dict(zip(units, rows, strict=True))


def told(result: Result, columns: list[str]) -> dict[str, tuple[object, ...]]:
    rows = zip(*(map(int, result.frame[name].to_list()) for name in columns), strict=True)
    return dict(zip(result.frame["unit"].to_list(), rows, strict=True))


@pytest.mark.parametrize("scheme_id", SCHEMES)
@pytest.mark.parametrize("way", ["share", "uniform"])
def test_a_draw_of_weights_is_the_scheme_with_these_weights(scheme_id: str, way: str) -> None:
    result = score_sample(scheme_id, sample=False)
    study = Study(result, Spread(draws=DRAWS, way="uniform" if way == "uniform" else "share"))
    columns, competitions = columns_of(result), list(study.drawn())
    (drawn,) = study.field.scored(competitions, DRAWS, result.rulings, [*columns, *study.ties.wanted])
    for at, one in enumerate(competitions):
        if study.ties.broken(drawn, at):
            with pytest.raises(DvkError) as refused:
                what_if(result, changes_of(result, one, study))
            assert {each.code for each in refused.value.problems} == {"DVK-R121"}
            continue
        after = what_if(result, changes_of(result, one, study)).after
        assert found_in(drawn, at, columns, study.field.units) == told(after, columns)


@pytest.mark.parametrize("scheme_id", ["stage-contest", MOVEMENT, "key-communes-2020"])
def test_a_draw_of_everything_is_the_scheme_and_figures_with_all_that(scheme_id: str) -> None:
    result = attrs.evolve(score_sample(scheme_id, sample=False), rulings=())
    judges = 1 if scheme_id == "stage-contest" else 0
    spread = Spread(draws=DRAWS, params=Fraction(1, 10), figures=Fraction(1, 20), judges=judges, seed=7)
    study = Study(result, spread)
    assert study.params or scheme_id == "stage-contest"
    columns, competitions = columns_of(result), list(study.drawn())
    (drawn,) = study.field.scored(competitions, DRAWS, (), columns)
    for at, one in enumerate(competitions):
        scheme = what_if(result, changes_of(result, one, study)).after.scheme
        series = [nw.new_series(name, values, nw.Int64, backend="polars") for name, values in one.figures.items()]
        frame = result.figures.frame.with_columns(*series)
        # The bounds that the data has are those of the figures drawn: widen them, as reading would.
        wide = {
            name: attrs.evolve(column, has_blank=True, low=min([column.low, *there]), high=max([column.high, *there]))
            for name, column in result.figures.columns.items()
            for there in [[value for value in frame[name].to_list() if value is not None]]
        }
        figures = attrs.evolve(result.figures, frame=frame, columns=wide, voices={})
        after = run_score(scheme, figures, as_of=result.as_of)
        assert found_in(drawn, at, columns, study.field.units) == told(after, columns)
        for name, values in one.figures.items():
            spec = result.figures.columns[name].spec
            assert all(
                spec.low <= Fraction(value, 10**spec.places) <= spec.high for value in values if value is not None
            )


def test_the_same_seed_gives_the_same_bytes_on_every_engine() -> None:
    result, spread = (
        score_sample("stage-contest", sample=False),
        Spread(draws=25, figures=Fraction(1, 20), judges=1, seed=11),
    )
    polars, exact = (stability_json(stability(result, spread, engine_name=one)) for one in ("polars", "exact"))
    assert polars == exact
    columns, competitions = columns_of(result), list(Study(result, spread).drawn())
    engines: tuple[EngineName, ...] = ("polars", "duckdb")
    fields = [Study(result, spread, engine_name=one).field for one in engines]
    one, other = (list(field.scored(competitions, len(competitions), (), columns)) for field in fields)
    assert one == other
    assert competitions == list(Study(result, spread).drawn())
    assert competitions != list(Study(result, attrs.evolve(spread, seed=12)).drawn())


def test_what_is_drawn_of_one_thing_does_not_hang_on_the_others() -> None:
    result = score_sample(MOVEMENT, sample=False)
    alone = list(Study(result, Spread(draws=4)).drawn())
    beside = Study(result, Spread(draws=4, params=Fraction(1, 10), figures=Fraction(1, 10))).drawn()
    assert [one.weights for one in alone] == [one.weights for one in beside]


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_weights_of_each_draw_add_up_to_those_of_the_scheme(scheme_id: str) -> None:
    result = score_sample(scheme_id, sample=False)
    for way in ("share", "dirichlet", "uniform"):
        study = Study(result, attrs.evolve(Spread(draws=5), way=way))
        for one in study.drawn():
            for group in study.weights.groups:
                keys = study.weights.drawn_in(group)
                for kind in group.kinds:
                    assert all(one.weights[key, kind] >= 0 for key in keys)
                    drawn = study.weights.step * sum(one.weights[key, kind] for key in keys)
                    assert drawn == sum((group.weights[key] for key in keys), Fraction(0))


def test_counts_of_each_unit_are_those_of_its_draws() -> None:
    result = score_sample("stage-contest", sample=False)
    study = stability(result, Spread(draws=60, judges=1, figures=Fraction(1, 10)))
    assert study.draws + study.refused == 60
    for unit in study.units:
        for states in unit.titles.values():
            assert sum(states.values()) == study.draws
        if unit.ranked:
            assert unit.low is not None
            assert unit.median is not None
            assert unit.high is not None
            assert 1 <= unit.low <= unit.median <= unit.high
    assert [one.unit for one in study.units] == result.frame["unit"].to_list()
