"""Params that bound one thing keep the order of the scheme in every draw, and it is told where they would not have."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring import Result, Spread, load_scheme, read_figures, score, stability
from dvk_scoring.studies.draws import Draws
from dvk_scoring.studies.stability import Study

PLUGIN = '''
from collections.abc import Sequence
from fractions import Fraction
from dvk_scoring.api import *
class Done(Figures):
    done: Num = count(vi="Việc đã làm", en="Things done", high=20)
class Marks(Params):
    some: Num = param("4", low="0", high="20", vi="Mốc dưới", en="Lower mark")
    full: Num = param("6", low="0", high="20", vi="Mốc trên", en="Upper mark")
    other: Num = param("5", low="0", high="20", vi="Số khác", en="Another number")
class Things(Criterion[Done, Marks]):
    """Things done."""
    id = "things"
    title = Text(vi="Việc", en="Things")
    source = Text(vi="Ví dụ", en="An example")
    promises = (never_lowers(Text(vi="Làm thêm không mất điểm", en="One more never costs"), done=+1),)
    def score(self, figures: Done, params: Marks) -> Num:
        done = figures.done + 0 * params.other
        return {formula}
def doubled(mark: Num) -> Num:
    for _ in range(60):
        mark = least(mark, mark)
    return mark
@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    return [Things]
'''
HALF = "Fraction(1, 2)"
FORMULAS = {
    "starts of bands": f"bands(done, [(params.some, {HALF}), (params.full, 1)], below=0)",
    "ends of a clip": "clip(done, params.some, params.full) * Fraction(1, 20)",
    "ends of a clip the other way round": "greatest(least(done, params.full), params.some) * Fraction(1, 20)",
    "ends of a line": "clip(ratio(greatest(done - params.some, 0), "
    "greatest(params.full - params.some, 0), when_empty=1), 0, 1)",
    "marks to compare with": f"choose((done >= params.full, 1), (done >= params.some, {HALF}), otherwise=0)",
    "a part used over and over": f"bands(done, [(doubled(params.some), {HALF}), (params.full, 1)], below=0)",
    "under a name": f"bands(done, [(named(Text.same('a'), params.some) + 1, {HALF}), (params.full + 1, 1)], below=0)",
}  # fmt: skip
SCHEME = '[scheme]\nid = "mau"\ntitle = "Thi đua mẫu"\n[criteria]\n'
FIGURES = "unit,things.done\n" + "".join(f"u{at},{at}\n" for at in range(3, 9))
SPREAD = Spread(draws=200, seed=1, way=None, params=Fraction(3, 5))


def scored(folder: Path, formula: str, params: str = "") -> Result:
    home = folder / "plugins" / "things"
    home.mkdir(parents=True)
    (home / "criterion.py").write_text(PLUGIN.replace("{formula}", formula), encoding="utf-8")
    told = f"{SCHEME}things = {{ weight = 100, params = {{ {params} }} }}\n"
    (folder / "scheme.toml").write_text(told, encoding="utf-8")
    (folder / "figures.csv").write_text(FIGURES, encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml", plugins=[folder / "plugins"])
    return score(scheme, read_figures(scheme, [folder / "figures.csv"]))


def drawn(study: Study) -> list[dict[str, Fraction]]:
    places = {one.column: one.places for one in study.params}
    return [
        {name.rpartition(".")[2]: Fraction(value, 10 ** places[name]) for name, value in one.params.items()}
        for one in study.drawn()
    ]


@pytest.mark.parametrize("formula", FORMULAS)
def test_marks_of_one_thing_never_cross(formula: str, tmp_path: Path) -> None:
    """4 and 6, three fifths more or less: whole numbers from 2 to 6 and from 3 to 9, each as likely."""
    study = Study(scored(tmp_path, FORMULAS[formula]), SPREAD)
    raw = Draws(SPREAD.seed, "params")
    expected, crossed = list[dict[str, Fraction]](), 0
    for _ in range(SPREAD.draws):
        some, full, other = raw.between(2, 6), raw.between(3, 9), raw.between(2, 8)
        crossed += some >= full
        some, full = (4, 6) if some >= full else (some, full)
        expected.append({"some": Fraction(some), "full": Fraction(full), "other": Fraction(other)})
    assert 10 < crossed < 100
    assert drawn(study) == expected
    told = study.told()
    assert told.kept == crossed
    (one,) = told.problems
    assert one.in_("en").splitlines()[0] == (
        f"DVK-O862: In {crossed} of 200 draws params that bound one thing were drawn across each other (a lower mark "
        "above an upper one); there these stay as the scheme has them. Criteria: Things (things)."
    )
    assert one.in_("vi").splitlines()[0] == (
        f"DVK-O862: Trong {crossed} trên 200 lần, tham số cùng giới hạn một thứ bị rút chéo nhau (mốc dưới lên trên "
        "mốc trên); ở đó các tham số ấy giữ như trong bảng điểm. Tiêu chí: Việc (things)."
    )


def test_numbers_of_different_things_are_drawn_as_they_fall(tmp_path: Path) -> None:
    """Parts of a sum: the greater may well become the smaller."""
    parts = "(params.some * clip(done, 0, 1) + params.full * clip(done - 1, 0, 1)) * Fraction(1, 40)"
    study = Study(scored(tmp_path, parts), SPREAD)
    assert any(one["some"] > one["full"] for one in drawn(study))
    assert (study.told().kept, study.told().problems) == (0, ())


def test_a_written_number_is_a_bound_as_well(tmp_path: Path) -> None:
    formula = f"bands(done, [(params.some, {HALF}), (5, 1)], below=0)"
    study = Study(scored(tmp_path, formula), SPREAD)
    assert max(one["some"] for one in drawn(study)) == 4
    assert study.told().kept > 0


def test_what_the_scheme_has_the_other_way_round_stays_so(tmp_path: Path) -> None:
    """Nobody here knows which of the two is meant to be the greater: the scheme says so."""
    study = Study(scored(tmp_path, FORMULAS["ends of a clip"], "some = 6, full = 4"), SPREAD)
    assert all(one["some"] > one["full"] for one in drawn(study))


def test_a_shipped_plugin_keeps_its_floor_below_its_goal(tmp_path: Path) -> None:
    rate = f'{SCHEME}rate = {{ plugin = "ratio", weight = 100, params = {{ floor_rate = 0.5, goal = 0.8 }} }}\n'
    (tmp_path / "scheme.toml").write_text(rate, encoding="utf-8")
    (tmp_path / "figures.csv").write_text("unit,rate.over,rate.under\na,5,10\nb,7,10\nc,9,10\n", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]))
    assert all(one["floor_rate"] < one["goal"] for one in drawn(Study(result, SPREAD)))
    assert stability(result, SPREAD).kept > 0
    narrow = stability(result, Spread(draws=200, seed=1, way=None, params=Fraction(1, 10)))
    assert (narrow.kept, narrow.problems) == (0, ())
