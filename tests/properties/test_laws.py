"""Laws of scoring: they hold for any figures, and the whole flow is held against a second way of computing it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import narwhals as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvk_scoring.api import NOT_ASSIGNED, Criterion, Figures, Num, Params, Text, count, ratio, scored_range, yes_no
from dvk_scoring.criteria.criterion import AnyCriterion, build
from dvk_scoring.figures.figure_set import FigureColumn, FigureSet
from dvk_scoring.formula.rounding import round_fraction
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.report.odd import find_odd
from dvk_scoring.run import score
from dvk_scoring.scheme.model import (
    Adjustment,
    Class,
    Closing,
    Cluster,
    CriterionUse,
    Decided,
    KnockOut,
    Limits,
    Quota,
    Ranking,
    Rounding,
    Ruling,
    Scheme,
    Section,
    TieBreak,
    Title,
)
from dvk_scoring.scheme.model import (
    Test as Condition,
)
from dvk_scoring.scoring.result import Result, UnitResult
from dvk_scoring.testing.single import single
from tests.depth import drawn

Row = Mapping[str, object]
CLUSTERS = ("c1", "c2", "c3")


class Done(Figures):
    done: Num = count(vi="Đã xong", en="Done", high=12, at_most="due")
    due: Num = count(vi="Đến hạn", en="Due", high=12)


class Share(Criterion[Done, Params]):
    """Done of due."""

    id = "share"
    title = Text.same("share")
    source = Text.same("test")

    def score(self, figures: Done, params: Params) -> Num:
        """Divide."""
        return ratio(figures.done, figures.due, when_empty=NOT_ASSIGNED)


class Times(Figures):
    times: Num = count(vi="Lần", en="Times", high=9)


class Each(Criterion[Times, Params]):
    """One point a time."""

    id = "each"
    title = Text.same("each")
    source = Text.same("test")
    gives = "points"
    range = scored_range(0, None)

    def score(self, figures: Times, params: Params) -> Num:
        """Count."""
        return figures.times


class Fault(Figures):
    fault: Num = yes_no(vi="Vi phạm", en="Fault", shared=True)


def _decided(criterion: AnyCriterion) -> Decided:
    return Decided(criterion.id, build(criterion), {})


def _use(key: str, weight: int, section: str | None) -> CriterionUse:
    decided = _decided(Share)
    return CriterionUse(
        key,
        Text.same(key),
        "",
        section,
        {"unit": Fraction(weight)},
        {"unit": decided},
        decided.built.figures,
        Text.same("hand-made"),
        closing=Closing(1),
    )


def _adjustment(key: str, to: str, cap: int) -> Adjustment:
    decided = _decided(Each)
    own = decided.built.figures
    return Adjustment(key, Text.same(key), "", to, Fraction(cap), Fraction(1), None, decided, own, closing=Closing(1))


FAULT = FigureSpec("fault", "yes-no", Text.same("fault"), high=Fraction(1), shared=True)
CRITERIA = {"a": _use("a", 20, "s"), "b": _use("b", 20, "s"), "c": _use("c", 60, None)}
SCHEME: Scheme = attrs.evolve(
    single(Share, clusters=CLUSTERS).scheme,
    total=Fraction(100),
    rounding=Rounding(criterion=1, total=1),
    limits=Limits(bonus=Fraction(6), penalty=Fraction(4), low=Fraction(0), high=Fraction(104)),
    clusters={key: Cluster(key, Text.same(key), "unit") for key in CLUSTERS},
    sections={"s": Section("s", Text.same("s"), limits=Limits(bonus=Fraction(3)))},
    figures={"fault": FAULT},
    criteria=CRITERIA,
    bonuses={"idea": _adjustment("idea", "criteria.a", 4), "help": _adjustment("help", "total", 5)},
    penalties={"late": _adjustment("late", "total", 3)},
    knock_outs={
        "fault": KnockOut(
            "fault", Text.same("fault"), Condition("figures.fault", at_least=Fraction(1)), Text.same("fault"),
            class_at_most="done", bars_titles=("flag",),
        )
    },
    ranking=Ranking(tie_break=(TieBreak("criteria.c"), TieBreak("penalties", "low"), TieBreak("committee"))),
    classes={
        "best": Class("best", Text.same("best"), Fraction(70), quota=Quota(share=Fraction(1, 3), of="ranked")),
        "good": Class("good", Text.same("good"), Fraction(40)),
        "done": Class("done", Text.same("done"), Fraction(0)),
    },
    titles={
        "flag": Title(
            "flag", Text.same("flag"), class_at_least="good",
            requires=(Condition("sections.s", share=True, at_least=Fraction(1, 4)),),
            quota=Quota(share=Fraction(1, 4), at_least=1, reserve=1),
        ),
        "merit": Title("merit", Text.same("merit"), quota=Quota(count=2), not_with=("flag",)),
    },
)  # fmt: skip
COLUMNS = {
    "a.done": 12, "a.due": 12, "b.done": 12, "b.due": 12, "c.done": 12, "c.due": 12,
    "idea.times": 9, "help.times": 9, "late.times": 9, "fault": 1,
}  # fmt: skip


def figures_of(rows: Sequence[Row]) -> FigureSet:
    """Make checked figures of rows: unit, cluster, whole numbers, None for not reported, "KP" for not assigned."""
    data: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in ("unit", "cluster")}
    data["name"] = data["unit"]
    data["order"] = list(range(len(rows)))
    schema: dict[str, Any] = {"unit": nw.String, "cluster": nw.String, "name": nw.String, "order": nw.Int64}
    columns = {}
    specs = {f"{key}.{spec.name}": spec for key, use in CRITERIA.items() for spec in use.figures}
    for name, high in COLUMNS.items():
        data[name] = [None if row[name] == "KP" else row[name] for row in rows]
        data[f"{name}?"] = [int(row[name] == "KP") for row in rows]
        schema |= {name: nw.Int64, f"{name}?": nw.Int8}
        spec = specs.get(name, FAULT)
        columns[name] = FigureColumn(name, spec, None, has_blank=True, has_kp=True, low=0, high=high)
    frame = nw.from_dict(data, schema, backend="polars")
    empty = nw.from_dict({"unit": [], "figure": [], "voice": []}, backend="polars")
    return FigureSet(frame, columns, {}, empty, empty, (), ())


def made_rows(seed: int, units: int = 24, *, names: str = "u") -> list[Row]:
    """Make up units with many ties, some blanks and some that are not assigned."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for index in range(units):
        row: dict[str, object] = {"unit": f"{names}{index:03d}", "cluster": draw.choice(CLUSTERS)}
        for key in CRITERIA:
            due = draw.choice((0, 2, 4, 12))
            row[f"{key}.due"], row[f"{key}.done"] = due, draw.randint(0, due) if draw.random() < 0.6 else due
        for name in ("idea.times", "help.times", "late.times"):
            row[name] = draw.choice((0, 0, 1, 9, None)) if draw.random() < 0.2 else draw.choice((0, 0, 1, 9))
        row["fault"] = int(draw.random() < 0.1)
        chance = draw.random()
        if chance < 0.1:
            row["b.due"] = row["b.done"] = "KP"
        elif chance < 0.15:
            row["c.done"] = None
        rows.append(row)
    return rows


def run(rows: Sequence[Row], scheme: Scheme = SCHEME, rulings: Sequence[Ruling] = (), engine: str = "polars") -> Result:
    """Score rows."""
    return score(scheme, figures_of(rows), rulings, engine_name=engine)  # type: ignore[arg-type]  # a name of an engine


def by_unit(result: Result) -> dict[str, UnitResult]:
    """Give the units by id."""
    return {one.unit: one for one in result.units}


def second_way(row: Row) -> tuple[Fraction, bool]:
    """Compute a total from the rules in plain fractions: total and whether the unit is ranked."""
    base, of = Fraction(0), Fraction(0)
    ranked = None not in (row["idea.times"], row["help.times"], row["late.times"])
    assigned_a = False
    for key, use in CRITERIA.items():
        done, due, weight = row[f"{key}.done"], row[f"{key}.due"], use.weight["unit"]
        if "KP" in (done, due) or (done is not None and due == 0):
            continue
        of += weight
        assigned_a = assigned_a or key == "a"
        if done is None or due is None:
            ranked = False
            continue
        base += round_fraction(Fraction(int(str(done)), int(str(due))) * weight, 1, "half-up")
    if of == 0:
        return Fraction(0), False
    total = round_fraction(base * 100 / of, 1, "half-up")

    def times(name: str, cap: int) -> int:
        return min(cap, int(str(row[name] or 0)))

    idea = min(3, times("idea.times", 4)) if assigned_a else 0  # the section lets 3 through, the bonus itself 4
    bonus = min(6, idea + times("help.times", 5))
    return min(max(total + bonus - min(4, times("late.times", 3)), Fraction(0)), Fraction(104)), ranked


def key(one: UnitResult) -> tuple[object, ...]:
    """Give what a ranked unit is compared by: total, points of c (whoever has them first), fewer penalties."""
    c = one.criteria["c"]
    return one.total, c.state == "ok", c.points or 0, -one.penalty_counted


@settings(max_examples=drawn(15, 40))
@given(st.integers(0, 10**6))
def test_totals_and_ranks_come_out_the_second_way_too(seed: int) -> None:
    """Every total, who is ranked, and every rank: 1 + units of the cluster that are strictly better."""
    rows = made_rows(seed)
    units = by_unit(run(rows))
    for row in rows:
        got = units[str(row["unit"])]
        total, ranked = second_way(row)
        assert (got.state == "ranked") == ranked
        if ranked:
            assert Fraction(got.total) == total
    ranked_units = [one for one in units.values() if one.state == "ranked"]
    for one in ranked_units:
        better = [other for other in ranked_units if other.cluster == one.cluster and key(other) > key(one)]
        assert one.rank == 1 + len(better)


@settings(max_examples=drawn(8, 20))
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: int, shuffle: random.Random) -> None:
    rows = made_rows(seed)
    other = list(rows)
    shuffle.shuffle(other)
    assert run(rows).units == run(other).units


@settings(max_examples=drawn(8, 20))
@given(st.integers(0, 10**6))
def test_a_unit_added_to_another_cluster_changes_nothing_here(seed: int) -> None:
    rows = made_rows(seed)
    added = {**made_rows(seed + 1, 1, names="new")[0], "cluster": "c3"}
    before, after = by_unit(run(rows)), by_unit(run([*rows, added]))
    for unit, one in before.items():
        if one.cluster != "c3":
            assert after[unit] == one


@settings(max_examples=drawn(2, 5))
@given(st.integers(0, 10**6))
def test_engines_agree_on_everything(seed: int) -> None:
    """Few examples of many units: what a run costs hardly hangs on how many they are."""
    rows = made_rows(seed, 120)
    reference = run(rows, engine="exact").units
    assert run(rows, engine="polars").units == reference
    assert run(rows, engine="duckdb").units == reference


def _check_quota(here: Sequence[UnitResult], title: str, *, keeps_place: bool) -> None:
    states = [one.titles[title] for one in here]
    limit = max((state.quota for state in states), default=0)
    taken = sum(state.state == "proposed" for state in states)
    kept = sum(state.state == "held" and state.place <= limit for state in states)
    assert taken + (kept if keeps_place else 0) <= limit
    eligible = [one for one in here if (flag_bars if title == "flag" else merit_bars)(one) == "none"]
    for one in eligible:
        for other in eligible:
            if key(one) == key(other) and "held" not in (one.titles[title].state, other.titles[title].state):
                assert one.titles[title].word == other.titles[title].word


def flag_bars(one: UnitResult) -> str:
    """Tell whether something bars the flag: class, the fault, or less than a quarter of the section."""
    if one.rank is None or one.knock_outs or one.klass not in ("best", "good"):
        return "all"
    own = [one.criteria[key] for key in ("a", "b") if one.criteria[key].state == "ok"]
    had = sum(Fraction(each.points or 0) for each in own)  # without the bonus
    return "none" if not own or had >= Fraction(20 * len(own), 4) else "all"


def merit_bars(one: UnitResult) -> str:
    """Tell whether something bars the title of merit: only the flag does, or may."""
    flag = one.titles["flag"].word
    if one.rank is None or flag == "proposed":
        return "all"
    return "none" if flag in ("no", "reserve", "undecided-reserve") else "perhaps"


@settings(max_examples=drawn(20, 60))
@given(st.integers(0, 10**6), st.sampled_from(["keeps-place", "passes"]))
def test_awards(seed: int, held: Any) -> None:
    """Quotas are never exceeded, knock-outs dominate, a tie across the cut proposes none of the tied."""
    rows = made_rows(seed)
    quota = attrs.evolve(SCHEME.titles["flag"].quota, held=held)
    scheme = attrs.evolve(SCHEME, titles={**SCHEME.titles, "flag": attrs.evolve(SCHEME.titles["flag"], quota=quota)})
    unit = str(rows[seed % len(rows)]["unit"])
    hold = Ruling((unit,), "hold", "xác minh", date(2020, 12, 1), "BB-01", effect=("titles",))
    units = list(run(rows, scheme, [hold]).units)
    for cluster in CLUSTERS:
        here = [one for one in units if one.cluster == cluster]
        ranked = [one for one in here if one.state == "ranked"]
        assert sum(one.klass == "best" for one in here) <= len(ranked) // 3
        for title in scheme.titles:
            _check_quota(here, title, keeps_place=held == "keeps-place")
    for one in units:
        if one.knock_outs:
            assert one.klass in ("done", None)
            assert one.titles["flag"].state == "no"
        if one.unit == unit:
            assert {state.state for state in one.titles.values()} <= {"held", "no"}
        flag, merit = one.titles["flag"].word, one.titles["merit"].word
        if flag == "proposed":
            assert merit == "no"
        if flag in ("undecided", "held"):  # it may yet have the flag: merit is neither given nor refused for it
            assert merit not in ("proposed", "reserve")
        if one.state == "not-ranked":
            assert one.rank is None
            assert one.klass is None
            assert {state.state for state in one.titles.values()} == {"no"}


def test_a_ruling_on_a_tie_orders_the_tied_and_nobody_else() -> None:
    """Two units alike are tied; the ruling puts the first-named first."""
    row = {"cluster": "c1", **{name: 3 if name.endswith(("done", "due")) else 0 for name in COLUMNS}}
    rows = [{**row, "unit": "x"}, {**row, "unit": "y"}, {**row, "unit": "z", "a.done": 0}]
    before = by_unit(run(rows))
    assert [before[unit].rank for unit in "xyz"] == [1, 1, 3]
    assert before["x"].tied
    assert [one.titles["flag"].state for one in before.values()] == ["undecided", "undecided", "no"]
    tie = Ruling(("y", "x"), "tie", "phiếu kín", date(2020, 12, 1), "BB-01")
    after = by_unit(run(rows, rulings=[tie]))
    assert [after[unit].rank for unit in "xyz"] == [2, 1, 3]
    assert after["y"].titles["flag"].state == "proposed"
    assert after["x"].titles["flag"].state == "reserve"


def test_the_engine_says_when_units_stay_tied_and_when_a_ruling_ties_nobody() -> None:
    row = {"cluster": "c1", **{name: 3 if name.endswith(("done", "due")) else 0 for name in COLUMNS}}
    rows = [{**row, "unit": "x"}, {**row, "unit": "y"}, {**row, "unit": "z", "a.done": 0}]
    rows.append({**row, "unit": "w", "a.done": 1})
    wrong = Ruling(("w", "z"), "tie", "phiếu kín", date(2020, 12, 1), "BB-01", file="rulings.toml", line=7)
    result = run(rows, rulings=[wrong])
    said = {one.code: one.in_("en") for one in result.problems}
    assert "DVK-E107" in said
    assert "Other rulings applied" not in [one.heading for one in find_odd(result, "en")]
    assert "rulings.toml:7: Ruling BB-01 orders w, z, but these units are not tied" in said["DVK-E107"]
    said = {one.code: one.in_("vi") for one in run(rows).problems}
    assert "Còn đồng hạng sau mọi tiêu chí phụ, hội đồng chưa quyết định: x, y." in said["DVK-E106"]


def test_a_change_of_points_stays_between_zero_and_the_weight() -> None:
    row = {"cluster": "c1", "unit": "x", **{name: 3 if name.endswith(("done", "due")) else 0 for name in COLUMNS}}
    for change, want in ((-2, "18.0"), (-50, "0.0"), (5, "20.0")):
        ruling = Ruling(
            ("x",), "points", "trùng minh chứng", date(2020, 12, 1), "BB-01", of="criteria.a", change=Fraction(change)
        )
        assert str(run([row], rulings=[ruling]).units[0].criteria["a"].points) == want


@pytest.mark.parametrize("policy", ["leaves-total", "leaves-section", "full", "zero"])
def test_not_assigned(policy: Any) -> None:
    """a: 10 of 20, b not assigned, c: 60 of 60. Worked by hand for each policy."""
    row = {"cluster": "c1", "unit": "x", **dict.fromkeys(COLUMNS, 0)}
    row |= {"a.due": 2, "a.done": 1, "b.due": "KP", "b.done": "KP", "c.due": 4, "c.done": 4}
    (one,) = run([row], attrs.evolve(SCHEME, not_assigned=policy)).units
    want: tuple[str, Fraction | int] = {
        "leaves-total": ("87.5", 80),  # 70 of 80 → 70 × 100 / 80
        "leaves-section": ("80.0", 100),  # 10 of 20 in the section of 40 → 20, and 60
        "full": ("90.0", 100),  # 10 + 20 + 60
        "zero": ("70.0", 100),  # 10 + 0 + 60
    }[policy]
    assert (str(one.total), one.assigned_weight) == want
