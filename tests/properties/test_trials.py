"""What a trial tells is what scoring tells of a scheme, figures and rulings that were really changed."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring import DvkError, Result, load_scheme, read_figures, score
from dvk_scoring.analysis.compare import compare_results
from dvk_scoring.run import read_rulings
from dvk_scoring.trials import what_if
from dvk_scoring.written import plain
from tests.properties.tried import SHIPPED, TRIALS, as_file, cell_text, made_or_refused, written
from tests.samples import score_sample


def told(result: Result) -> dict[str, tuple[object, ...]]:
    return {
        one.unit: (one.total, one.rank, one.klass, one.class_open, one.titles, one.criteria.keys(), one.state)
        for one in result.units
    }


@pytest.mark.parametrize("scheme_id", SHIPPED)
@settings(max_examples=TRIALS)
@given(data=st.data())
def test_changed_figures_are_scored_as_if_they_had_been_read(
    scheme_id: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    result = score_sample(scheme_id, sample=False)
    frame: pl.DataFrame = result.figures.frame.to_native()
    units, names = frame["unit"].to_list(), list(result.figures.columns)
    cells: dict[tuple[str, str], str] = {}
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(names))
        unit, other = data.draw(st.sampled_from(units)), data.draw(st.sampled_from(units))
        spec, value = result.figures.columns[name].spec, frame.filter(pl.col("unit") == other)[name].item()
        cells[unit, name] = "" if value is None else cell_text(value, 10**spec.places, spec.choices)
    path = as_file(result, cells, tmp_path_factory.mktemp("trial") / "figures.csv")
    trial = made_or_refused(lambda: what_if(result, {f"{unit}.{name}": text for (unit, name), text in cells.items()}))
    anew = made_or_refused(lambda: score(result.scheme, read_figures(result.scheme, [path]), result.rulings))
    if isinstance(trial, set) or isinstance(anew, set):
        assert trial == anew
        return
    assert written(trial.after) == written(anew)
    assert trial.comparison == compare_results(result, anew)
    # Asked again without a change, everything is as it was.
    again = what_if(result)
    assert again.comparison.changes == ()
    assert told(again.after) == told(result)


@pytest.mark.parametrize("scheme_id", SHIPPED)
def test_a_changed_scheme_is_one_that_extends_it(scheme_id: str, tmp_path: Path) -> None:
    """Half the weight for one criterion, the weights relative; another mode of rounding; one title left out."""
    result = score_sample(scheme_id, sample=False)
    scheme = result.scheme
    # The last of all: no section around it would have to be told that it weighs less.
    key, use = next((key, use) for key, use in reversed(list(scheme.criteria.items())) if not use.tie_break)
    weights = {kind: Decimal(plain(weight / 2)) for kind, weight in use.weight.items()}
    shared = len(set(weights.values())) == 1
    titles = list(scheme.titles)[-1:]
    lines = [
        "[scheme]", f'id = "{scheme.id}"', f'extends = "{scheme.id}"', 'weights = "relative"',
        f"[criteria.{key}]",
        f"weight = {next(iter(weights.values()))}" if shared
        else f"weight = {{ {', '.join(f'{kind} = {weight}' for kind, weight in weights.items())} }}",
        *(f"[titles.{one}]\ndrop = true" for one in titles),
    ]  # fmt: skip
    path = tmp_path / "changed.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    changes: dict[str, object] = {"scheme.weights": "relative"}
    changes |= (
        {f"criteria.{key}.weight": next(iter(weights.values()))}
        if shared
        else {f"criteria.{key}.weight.{kind}": weight for kind, weight in weights.items()}
    )
    really = made_or_refused(lambda: load_scheme(path))
    trial = made_or_refused(lambda: what_if(result, changes, without=[f"titles.{one}" for one in titles]))
    if isinstance(really, set) or isinstance(trial, set):
        assert trial == really
        return
    anew = score(really, result.figures, result.rulings)
    assert told(trial.after) == told(anew)
    assert tomllib.loads(Path(scheme.path).read_text(encoding="utf-8"))["scheme"]["id"] == scheme.id
    assert not titles or titles[0] not in trial.after.scheme.titles


def test_weights_that_add_up_no_more_are_relative_and_told() -> None:
    """One criterion of five points weighs eight: in its section of 27 it then has 8 of 30, that is 7.2."""
    result = score_sample("dan-van-kheo-2020", sample=False)
    trial = what_if(result, {"criteria.media.weight.district": 8})
    assert str(trial.after.scheme.criteria["media"].weight["district"]) == "36/5"
    assert sum(use.weight.get("district", 0) for use in trial.after.scheme.criteria.values()) == 100
    assert "DVK-O753" in {one.code for one in trial.problems}
    held = what_if(result, {"criteria.media.weight.district": 4, "criteria.outreach.weight.district": 13})
    assert held.after.scheme.criteria["media"].weight["district"] == 4
    assert "DVK-O753" not in {one.code for one in held.problems}


def test_rulings_are_tried_besides_those_of_the_result() -> None:
    result = score_sample("dan-van-kheo-2020", sample=False)
    best = result.units[0]
    day = result.scheme.valid_to
    trial = what_if(
        result, rulings=[{"unit": best.unit, "hold": {"effect": ["titles"]}, "reason": "thử", "date": day, "ref": "T1"}]
    )
    assert {one.state for one in trial.after.unit(best.unit).titles.values()} <= {"held", "no"}
    assert [one.ref for one in trial.rulings] == ["T1"]
    assert len(trial.after.rulings) == len(result.rulings) + 1


def test_a_tie_that_is_ruled_is_refused_in_a_trial_as_where_it_is_scored_anew(tmp_path: Path) -> None:
    """The sample's fourth ruling orders huyen-e before huyen-a."""
    result = score_sample("dan-van-kheo-2020", sample=False)
    ruling = {"units": ["huyen-a", "huyen-e"], "tie": "ranking", "reason": "thử", "ref": "T1"}
    with pytest.raises(DvkError) as tried:
        what_if(result, rulings=[{**ruling, "date": result.scheme.valid_to}])
    sample = result.scheme.sample_rulings
    assert sample is not None
    units, day = 'units = ["huyen-a", "huyen-e"]', "date = 2020-12-31"
    more = f'[[rulings]]\n{units}\ntie = "ranking"\nreason = "thử"\n{day}\nref = "T1"\n'
    (tmp_path / "rulings.toml").write_text(f"{sample.read_text(encoding='utf-8')}\n{more}", encoding="utf-8")
    with pytest.raises(DvkError) as anew:
        read_rulings(result.scheme, result.figures, tmp_path / "rulings.toml")
    codes = [[one.code for one in error.value.problems] for error in (tried, anew)]
    assert codes == [["DVK-R111"] * 2] * 2


def test_what_is_wrong_is_told_at_once_and_leaves_no_trace() -> None:
    result = score_sample("dan-van-kheo-2020", sample=False)
    unit = result.units[0].unit
    with pytest.raises(DvkError) as nothing:
        what_if(
            result,
            {"media.weight": 1, "media.own": 1, "nobody.media.own": 1, "criteria.media": 1, "criteria.media.weight": 1},
            without=["criteria", f"{unit}.media.own", "criteria.media", "titles.flag", "titles.flag"],
        )
    told = sorted((one.code, one.args["key"]) for one in nothing.value.problems)
    assert told == [
        *(
            ("DVK-O751", one)
            for one in sorted(("media.own", "media.weight", "nobody.media.own", "criteria", f"{unit}.media.own"))
        ),
        *(("DVK-O752", one) for one in ("criteria.media", "criteria.media.weight", "titles.flag")),
    ]
    hints = {one.args["key"]: one.hint("en") or "" for one in nothing.value.problems if one.code == "DVK-O751"}
    assert hints["media.weight"] == "Should it begin with “criteria.media”?"
    assert all(
        hints[one].startswith("Write a key of the scheme") for one in ("criteria", "media.own", f"{unit}.media.own")
    )
    with pytest.raises(DvkError) as cells:
        what_if(result, {f"{unit}.media.own": "x", f"{unit}.media.none": 1})
    assert sorted(one.code for one in cells.value.problems) == ["DVK-D204", "DVK-D301"]
    with pytest.raises(DvkError) as every:
        what_if(
            result,
            {"nobody.media.own": 1, f"{unit}.media.own": "x", "criteria.media.wieght": 1, f"{unit}.news.own": 1},
        )  # whether the wrong scheme would ask for news.own nobody can tell
    assert sorted(one.code for one in every.value.problems) == ["DVK-D301", "DVK-O751", "DVK-S121"]
    with pytest.raises(DvkError) as both:
        what_if(result, {"nobody.media.own": 1, f"{unit}.media.own": "x", f"{unit}.media.none": 1})
    assert sorted(one.code for one in both.value.problems) == ["DVK-D204", "DVK-D301", "DVK-O751"]
    assert what_if(result).comparison.changes == ()
