"""Small cases of the law, each on every engine: what is right is worked out beside the numbers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dvk_scoring.analysis.explain import explain, explain_part
from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.law import Counted
from dvk_scoring.engines import EngineName
from dvk_scoring.problem import DvkError
from dvk_scoring.run import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.text import Language
from dvk_scoring.unit_names import Units
from tests.truth.differences import ENGINES

CASES = Path(__file__).parent / "data" / "cases"
engines = pytest.mark.parametrize("engine", ENGINES)


def run(case: str, scheme: str, figures: str, rulings: str = "", *, engine: EngineName = "exact") -> Result:
    folder = next(CASES.glob(f"{case}-*"))
    loaded = load_scheme(folder / scheme)
    read = read_figures(loaded, [folder / figures])
    acts = read_rulings(loaded, read, folder / rulings)[0] if rulings else ()
    result = score(loaded, read, acts, engine_name=engine)
    counted = Counted(result, Follower(result))
    for unit in result.units:
        counted.read(unit.unit)  # held against the engine
    return result


def units(result: Result) -> dict[str, UnitResult]:
    return {one.unit: one for one in result.units}


def titles(result: Result) -> dict[str, dict[str, Any]]:
    return {one.unit: {key: title.state for key, title in one.titles.items()} for one in result.units}


def ranks(result: Result) -> dict[str, int | None]:
    return {one.unit: one.rank for one in result.units}


def codes(error: pytest.ExceptionInfo[DvkError]) -> list[tuple[str, str | None]]:
    return [(one.code, one.place.unit) for one in error.value.problems]


@engines
@pytest.mark.parametrize("scheme", ["twelve.toml", "shown.toml"])
def test_ranks_are_of_the_true_average(engine: EngineName, scheme: str) -> None:
    result = run("04", scheme, "figures.csv", engine=engine)
    # 73/7 = 10.428571…, 83.2/8 = 10.4, 83/8 = 10.375: three ranks, though one decimal prints 10.4 for each
    assert ranks(result) == {"KL": 1, "BT": 2, "KA": 3}
    assert units(result)["KL"].total == Decimal("10.428571428571")


@engines
def test_a_tie_for_a_medal_waits_and_what_no_outcome_changes_does_not(engine: EngineName) -> None:
    result = run("06", "scheme.toml", "figures.csv", engine=engine)
    # 95 95 90 80 80: one of u1, u2 has gold and the other silver, so neither has bronze, and u3 has it, however ruled
    assert titles(result) == {
        "u1": {"gold": "undecided", "silver": "undecided", "bronze": "no"},
        "u2": {"gold": "undecided", "silver": "undecided", "bronze": "no"},
        "u3": {"gold": "no", "silver": "no", "bronze": "proposed"},
        "u4": {"gold": "no", "silver": "no", "bronze": "no"},
        "u5": {"gold": "no", "silver": "no", "bronze": "no"},
    }


@engines
def test_medals_are_shared(engine: EngineName) -> None:
    result = run("06", "share.toml", "figures.csv", engine=engine)
    # both first have gold; the second place is used up, so there is no silver
    proposed = {one: [key for key, state in own.items() if state == "proposed"] for one, own in titles(result).items()}
    assert proposed == {"u1": ["gold"], "u2": ["gold"], "u3": ["bronze"], "u4": [], "u5": []}
    assert all(state in ("proposed", "no") for own in titles(result).values() for state in own.values())


@engines
@pytest.mark.parametrize(("figures", "rulings"), [("ranked.csv", ""), ("figures.csv", "out.toml")])
def test_a_guest_is_scored_and_pushes_nobody_down(engine: EngineName, figures: str, rulings: str) -> None:
    scheme = "scheme.toml" if rulings else "ranked.toml"
    result = run("07", scheme, figures, rulings, engine=engine)
    assert ranks(result) == {"u1": 1, "u3": 2, "u4": 3, "u5": 4, "g1": None}
    guest = units(result)["g1"]
    assert (guest.state, guest.total) == ("out", Decimal("92.00"))
    medals = {unit: [key for key, one in own.items() if one == "proposed"] for unit, own in titles(result).items()}
    # half of the four ranked, not of five
    half = [] if rulings else ["half"]
    expected = {"u1": ["gold", *half], "u3": ["silver", *half], "u4": ["bronze"], "u5": [], "g1": []}
    assert medals == expected


@engines
def test_a_ruling_on_a_tie_names_the_whole_tie(engine: EngineName) -> None:
    result = run("08", "scheme.toml", "figures.csv", "r2.toml", engine=engine)
    assert ranks(result) == {"u2": 1, "u3": 2, "u1": 3, "u4": 4}
    assert titles(result)["u2"] == {"flag": "proposed"}


def test_a_ruling_on_a_part_of_a_tie_is_refused() -> None:
    with pytest.raises(DvkError) as error:
        run("08", "scheme.toml", "figures.csv", "r1.toml")
    assert [(one.code, one.args["missing"]) for one in error.value.problems] == [("DVK-R121", Units.of(["u3"]))]


@pytest.mark.parametrize("rulings", ["r3.toml", "r4.toml"])
def test_two_rulings_on_one_tie_are_refused(rulings: str) -> None:
    with pytest.raises(DvkError) as error:
        run("08", "scheme.toml", "figures.csv", rulings)
    assert {one.code for one in error.value.problems} == {"DVK-R111"}


@engines
def test_a_class_needs_one_of_two(engine: EngineName) -> None:
    result = run("12", "any.toml", "figures.csv", engine=engine)
    # A 8.2 with Văn 8.2; B 8.2 with Toán 8.5; C 8.2 with neither; D 7.5, but Ngoại ngữ 3.6 is under 5
    assert {one.unit: one.klass for one in result.units} == {"a": "gioi", "b": "gioi", "c": "kha", "d": "tb"}


@engines
def test_thirds_reach_the_total(engine: EngineName) -> None:
    result = units(run("17", "r.toml", "figures.csv", engine=engine))
    # 33.34 + 33.33 + 33.33 = 100; two thirds of them: 22.23 + 22.22 + 22.22 = 66.67
    assert result["x"].total == Decimal("100.00")
    assert result["y"].total == Decimal("66.67")
    assert units(run("17", "rc.toml", "figures.csv", engine=engine))["x"].klass == "full"


def test_three_times_a_third_in_points_is_refused_with_what_is_missing() -> None:
    with pytest.raises(DvkError) as error:
        load_scheme(next(CASES.glob("17-*")) / "p.toml")
    (told,) = error.value.problems
    # 33.33 × 3 = 99.99, of 100
    assert told.code == "DVK-S138"
    assert told.text("en") == (
        "The whole scheme adds up to 99.99 points, not 100 (kinds of unit: unit): "
        "A (a) 33.33; B (b) 33.33; C (c) 33.33."
    )
    assert str(told.hint("en")).startswith("0.01 too few: ")
    assert told.text("vi") == (
        "Toàn bảng cộng lại được 99,99 điểm, không phải 100 (loại đơn vị: unit): A (a) 33,33; B (b) 33,33; C (c) 33,33."
    )
    assert str(told.hint("vi")).startswith("Thiếu 0,01 điểm: ")


@engines
@pytest.mark.parametrize("prefer", ["low", "high"])
@pytest.mark.parametrize("figures", ["f-0-blank.csv", "f-812-blank.csv", "f-812-kp.csv"])
def test_without_the_figure_a_unit_stands_below(engine: EngineName, prefer: str, figures: str) -> None:
    result = run("18", f"{prefer}.toml", figures, engine=engine)
    assert ranks(result) == {"t1": 1, "t2": 2}
    assert [one.args["units"] for one in result.problems if one.code == "DVK-E109"] == [Units.of(["t2"])]


@engines
def test_whatever_figures_the_others_have(engine: EngineName) -> None:
    assert ranks(run("18", "low.toml", "f-812-5-blank.csv", engine=engine)) == {"t3": 1, "t1": 2, "t2": 3}
    assert ranks(run("18", "high.toml", "f-812-5-blank.csv", engine=engine)) == {"t1": 1, "t3": 2, "t2": 3}


@engines
@pytest.mark.parametrize("figures", ["f-both-blank.csv", "f-col-missing.csv"])
def test_two_without_the_figure_stay_tied(engine: EngineName, figures: str) -> None:
    result = run("18", "low.toml", figures, engine=engine)
    assert ranks(result) == {"t1": 1, "t2": 1}
    assert all(one.tied for one in result.units)


@engines
@pytest.mark.parametrize("prefer", ["low", "high"])
@pytest.mark.parametrize("figures", ["zero.csv", "ten.csv", "three.csv"])
def test_without_the_criterion_a_unit_stands_below(engine: EngineName, prefer: str, figures: str) -> None:
    result = run("19", f"{prefer}.toml", figures, engine=engine)
    assert ranks(result)["a"] == max(rank or 0 for rank in ranks(result).values())
    assert len(set(ranks(result).values())) == len(result.units)


def test_a_blank_that_something_reads_is_named() -> None:
    with pytest.raises(DvkError) as error:
        run("48", "error.toml", "figures.csv")
    assert codes(error) == [("DVK-D319", "a"), ("DVK-D319", "a")]
    with pytest.raises(DvkError) as error:
        run("48", "error.toml", "nocol.csv")
    assert {code for code, _ in codes(error)} == {"DVK-D320"}
    with pytest.raises(DvkError) as error:
        run("61", "s.toml", "f.csv")
    assert codes(error) == [("DVK-D319", "b")]


@engines
def test_a_condition_on_a_blank_gives_nothing_and_takes_nothing(engine: EngineName) -> None:
    """Satisfied a 79, b blank, c KP, d 85; 80 are asked of the better class and of the one flag."""
    result = run("61", "not-ranked.toml", "f.csv", engine=engine)
    assert ranks(result) == {"a": 1, "c": 2, "d": 3, "b": None}
    assert {key: one.klass for key, one in units(result).items()} == {"a": "other", "b": None, "c": "good", "d": "good"}
    assert {key: one["flag"] for key, one in titles(result).items()} == {
        "a": "no", "b": "no", "c": "proposed", "d": "no",
    }  # fmt: skip
    result = run("61", "zero.toml", "f.csv", engine=engine)
    assert ranks(result) == {"a": 1, "b": 2, "c": 3, "d": 4}
    found = {key: (one.klass, one.class_open) for key, one in units(result).items()}
    assert found == {"a": ("other", False), "b": (None, True), "c": ("good", False), "d": ("good", False)}
    # b stands before c: if it has the 80, the flag is b's, else c's; d is behind c either way
    assert {key: one["flag"] for key, one in titles(result).items()} == {
        "a": "no", "b": "undecided", "c": "undecided", "d": "no",
    }  # fmt: skip
    assert {key: one.figures for key, one in units(result).items()} == {
        "a": {"figures.satisfied": "ok"},
        "b": {"figures.satisfied": "not-reported"},
        "c": {"figures.satisfied": "not-assigned"},
        "d": {"figures.satisfied": "ok"},
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Late: 2.00 points", "Late: 0.00 points", "It is not for units of this kind.")),
        ("vi", ("Late: 2,00 điểm", "Late: 0,00 điểm", "Không dành cho đơn vị loại này.")),
    ],
)
def test_a_unit_whose_kind_has_no_params_of_a_penalty_is_explained(
    language: Language, words: tuple[str, str, str]
) -> None:
    result = run("69", "s.toml", "f.csv")
    has, has_not, why = words
    told = [explain_part(result, unit, "penalties.late", language) for unit in ("u0", "u1")]
    assert [one.heading for one in told] == [has, has_not]
    assert told[1].lines == (why,)
    # u0: 100 − 2 × 1; u1: 100, and nothing said of the penalty
    assert [f"{one.total}" for one in result.units] == ["98.00", "100.00"]
    headings = [[part.heading for part in explain(result, unit, None, language)] for unit in ("u0", "u1")]
    penalties = {"en": "Penalties", "vi": "Điểm trừ"}[language]
    assert [penalties in one for one in headings] == [True, False]


@engines
def test_a_blank_is_never_better_than_the_truth(engine: EngineName) -> None:
    result = run("48", "not-ranked.toml", "figures.csv", engine=engine)
    assert ranks(result) == {"b": 1, "c": 2, "a": None}
    assert titles(result) == {"b": {"flag": "proposed"}, "c": {"flag": "no"}, "a": {"flag": "no"}}
    result = run("48", "zero.toml", "figures.csv", engine=engine)
    first = units(result)["a"]
    assert (first.rank, first.klass, first.class_open) == (1, None, True)
    assert titles(result) == {"a": {"flag": "undecided"}, "b": {"flag": "undecided"}, "c": {"flag": "no"}}


@engines
def test_what_is_not_assigned_stands_in_nobodys_way(engine: EngineName) -> None:
    result = run("48", "error.toml", "kp.csv", engine=engine)
    assert units(result)["a"].klass == "excellent"
    assert titles(result)["a"] == {"flag": "proposed"}


@engines
def test_a_hold_beyond_the_quota_bars_nothing(engine: EngineName) -> None:
    result = run("62", "s.toml", "f.csv", "r.toml", engine=engine)
    assert titles(result) == {
        "a": {"flag": "proposed", "merit": "no"},
        "b": {"flag": "no", "merit": "held"},
        "c": {"flag": "no", "merit": "undecided"},  # merit is its own only if the hold ends badly
        "d": {"flag": "no", "merit": "no"},
    }


@engines
def test_a_section_keeps_its_limit(engine: EngineName) -> None:
    # 5/6 × 10 + 1 = 9.33…, at most 9; + 50
    assert units(run("63", "s.toml", "f.csv", engine=engine))["a"].total == Decimal("59.00")


@engines
def test_a_section_is_rounded_only_where_it_is_written(engine: EngineName) -> None:
    # 5.62 ÷ 6 × 10 + 50.13 = 59.4966…
    assert units(run("64", "s2.toml", "f2.csv", engine=engine))["a"].total == Decimal(59)


@engines
@pytest.mark.parametrize("figures", ["f.csv", "f2.csv"])
def test_a_figure_that_does_not_apply_unranks_nobody(engine: EngineName, figures: str) -> None:
    result = run("65", "s.toml", figures, engine=engine)
    assert ranks(result) == {"x1": 1, "x2": 2, "t1": 1, "t2": 2}
    assert {one.unit: one.klass for one in result.units} == {"x1": "good", "x2": None, "t1": "good", "t2": "good"}


@engines
@pytest.mark.parametrize("scheme", ["s.toml", "s2.toml"])
def test_thirds_add_up(engine: EngineName, scheme: str) -> None:
    result = run("66", scheme, "f.csv", engine=engine)
    # 50/3 + 100/3 = 25 + 25 = 50, whatever the mode and the guard
    assert [(one.total, one.rank, one.klass) for one in result.units] == [(Decimal("50.00"), 1, "half")] * 2


@engines
def test_half_a_hundredth_is_half_a_hundredth(engine: EngineName) -> None:
    result = run("66", "h.toml", "h.csv", engine=engine)
    assert [(one.total, one.rank) for one in result.units] == [(Decimal("50.01"), 1)] * 2  # both have exactly 50.005


@engines
def test_what_goes_to_a_criterion_of_another_kind_counts_nowhere(engine: EngineName) -> None:
    totals = {scheme: units(run("68", scheme, "f.csv", engine=engine)) for scheme in ("s.toml", "s2.toml")}
    assert (totals["s.toml"]["u0"].total, totals["s.toml"]["u1"].total) == (Decimal("98.00"), Decimal("100.00"))
    assert (totals["s2.toml"]["u0"].total, totals["s2.toml"]["u1"].total) == (Decimal("102.00"), Decimal("100.00"))
