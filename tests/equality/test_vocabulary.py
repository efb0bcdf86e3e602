"""Every word of the formula language, on every engine, against the reference."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from dvk_scoring.api import (
    ERROR,
    NOT_ASSIGNED,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    absolute,
    all_of,
    any_of,
    bands,
    best,
    choose,
    clip,
    count,
    count_across,
    count_given,
    count_of,
    decimal,
    different,
    each,
    equal,
    floor,
    given,
    greatest,
    highest,
    interpolate,
    least,
    log,
    lowest,
    mark,
    mean,
    mean_across,
    median,
    named,
    param,
    power,
    rank_across,
    ratio,
    rescale,
    root,
    round_,
    scored_range,
    setting,
    share_of_best,
    sum_across,
    sum_given,
    total,
    when,
    yes_no,
)
from dvk_scoring.criteria.criterion import AnyCriterion
from dvk_scoring.testing.generate import Generated, generate
from dvk_scoring.testing.single import single

HALF = Fraction(1, 2)


class Given(Figures):
    due: Num = count(vi="Đến hạn", en="Due", high=1000)
    done: Num = count(vi="Đã xong", en="Done", high=1000, at_most="due")
    actual: Num = decimal(vi="Kết quả", en="Result", places=1, low=-50, high=500)
    target: Num = decimal(vi="Chỉ tiêu", en="Target", places=1, high=50)
    held: Num = yes_no(vi="Có tổ chức", en="Held", blank="0")
    marks: Many = each("judges", mark(vi="Giám khảo {name}", en="Judge {name}", places=1))


class Tuned(Params):
    part: Num = param("0.5", low="0", high="1", vi="Phần", en="Part")
    judges: int = setting(5, vi="Số giám khảo", en="Judges")


def against_target(f: Given, _: Tuned) -> Num:
    """The police clusters' rule: it needs a choice, two cluster values and a ratio of their differences."""
    targeted = f.target > 0
    result = greatest(f.actual, 0)
    done = ratio(result, f.target, when_empty=0)
    lead = highest(done, among=targeted, when_empty=0)
    above = HALF + HALF * ratio(done - 1, lead - 1, when_empty=0)
    free = ratio(result, highest(result, among=~targeted, when_empty=0), when_empty=0)
    return choose((~targeted, free), (done <= 1, HALF * done), otherwise=above)


FORMULAS: dict[str, Callable[[Given, Tuned], Num]] = {
    "ratio": lambda f, _: ratio(f.done, f.due, when_empty=NOT_ASSIGNED),
    "ratio-with-value": lambda f, _: ratio(f.actual, f.target, when_empty=-3),
    "ratio-of-negatives": lambda f, _: ratio(f.actual - 1, f.actual - f.target, when_empty=7),
    "arithmetic": lambda f, p: clip(p.part * f.actual - 2 * f.target + "0.125" - f.done * f.due, -9, 9),
    "least-greatest": lambda f, _: least(
        ratio(f.actual, f.due, when_empty=0), ratio(f.target, f.done + 1, when_empty=0), greatest(f.due, 2)
    ),
    "choose": against_target,
    "when-and-or-not": lambda f, _: when(
        all_of(f.due > 3, any_of(equal(f.done, 0), ~(f.actual <= f.target))) | different(f.held, 0), f.done, -f.due
    ),
    "unreached-branch": lambda f, _: when(f.target > 0, ratio(f.actual, f.target, when_empty=ERROR), -1),
    "not-assigned-condition": lambda f, _: when(ratio(f.done, f.due, when_empty=NOT_ASSIGNED) < HALF, 1, 2),
    "bands": lambda f, _: bands(ratio(f.done, f.due, when_empty=0), [(0, "0.1"), ("0.5", "0.2"), ("0.8", 1)], below=0),
    "count-of": lambda f, p: count_of([f.due, f.done, f.actual], at_least=p.part * 20),
    "total": lambda f, _: total([f.due, f.done, f.held]),
    "round-half-up": lambda f, _: round_(ratio(f.actual - f.target, 8, when_empty=0), 1),
    "round-half-even": lambda f, _: round_(ratio(f.actual - f.target, 8, when_empty=0), 1, "half-even"),
    "round-down": lambda f, _: round_(ratio(f.actual - f.target, 8, when_empty=0), 1, "down"),
    "round-up": lambda f, _: round_(ratio(f.actual - f.target, 8, when_empty=0), 1, "up"),
    "floor": lambda f, _: floor(ratio(f.actual - f.target, 7, when_empty=0), 1),
    "ceiling": lambda f, _: round_(ratio(f.actual - f.target, 7, when_empty=0), 1, "ceiling"),
    "mean": lambda f, _: mean(f.marks),
    "trimmed-mean": lambda f, _: mean(f.marks, drop=1, fewest=3),
    "twice-trimmed-mean": lambda f, _: mean(f.marks, drop=2, fewest=5),
    "median": lambda f, _: median(f.marks, fewest=2),
    "highest": lambda f, _: highest(f.actual, when_empty=0),
    "highest-of-ratios": lambda f, _: highest(ratio(f.actual, f.due, when_empty=NOT_ASSIGNED), when_empty=0),
    "highest-of-negative-ratios": lambda f, _: highest(ratio(f.actual - 600, f.due + 1, when_empty=0), when_empty=0),
    "lowest-of-ratios": lambda f, _: lowest(
        ratio(f.actual, f.due, when_empty=NOT_ASSIGNED), among=f.done > 2, over="all", when_empty=-1
    ),
    "sum-mean-count": lambda f, _: clip(
        mean_across(f.actual, among=f.target > 1, when_empty=3) - count_across(f.due > f.done, over="all")
        + sum_across(f.due), -100, 10_000,
    ),
    "mean-of-rounded-ratios": lambda f, _: mean_across(
        round_(ratio(f.done, f.due, when_empty=NOT_ASSIGNED), 4), when_empty=NOT_ASSIGNED
    ),
    "rank": lambda f, _: rank_across(
        ratio(f.actual, f.due + 1, when_empty=0), prefer="low", among=f.actual > 0, when_empty=NOT_ASSIGNED
    ),
    "rank-all": lambda f, _: rank_across(f.due, over="all", when_empty=0),
    "rescale": lambda f, _: rescale(ratio(f.actual, f.target, when_empty=NOT_ASSIGNED), when_flat=0),
    "rescale-low": lambda f, _: rescale(f.due - f.done, prefer="low", among=f.held > 0, when_flat=HALF),
    "share-of-best": lambda f, _: share_of_best(ratio(f.done, f.due, when_empty=0), when_empty=NOT_ASSIGNED),
    "share-of-best-low": lambda f, _: share_of_best(f.due - f.done, prefer="low", among=f.target > 1, when_empty=0),
    "mean-without-the-lowest": lambda f, _: mean(f.marks, drop_low=2, fewest=3),
    "mean-uneven": lambda f, _: mean(f.marks, drop_low=1, drop_high=2, fewest=4),
    "mean-of-the-best": lambda f, _: mean(f.marks, best=2, fewest=2),
    "sum-given": lambda f, _: sum_given(f.marks),
    "sum-of-the-best": lambda f, _: sum_given(f.marks, best=3),
    "sum-of-the-lowest": lambda f, _: sum_given(f.marks, best=3, prefer="low"),
    "sum-without-the-worst": lambda f, _: sum_given(f.marks, drop_high=1, fewest=2),
    "best": lambda f, _: best(f.marks),
    "second-best": lambda f, _: best(f.marks, 2, when_fewer=NOT_ASSIGNED),
    "third-lowest": lambda f, _: best(f.marks, 3, prefer="low", fewest=2, when_fewer=f.due),
    "fourth-or-error": lambda f, _: best(f.marks, 4, when_fewer=ERROR) + 1,
    "count-given": lambda f, _: count_given(f.marks),
    "mean-of-computed-marks": lambda f, p: mean([mark * p.part + f.held for mark in f.marks], fewest=2),
    "mean-of-ratios-there": lambda f, _: mean(
        [ratio(f.done, f.due, when_empty=NOT_ASSIGNED), ratio(f.actual, f.target, when_empty=NOT_ASSIGNED), f.due]
    ),
    "median-of-rounded-ratios": lambda f, _: median(
        [round_(ratio(m, f.target, when_empty=NOT_ASSIGNED), 3) for m in f.marks], fewest=2
    ),
    "best-of-choices": lambda f, _: best(
        [when(f.held > 0, mark, -mark) for mark in f.marks[:3]], 2, fewest=1, when_fewer=-1
    ),
    "marks-in-marks": lambda f, _: mean([best(f.marks[:2]), best(f.marks[2:]), f.actual], fewest=2),
    "marks-across": lambda f, _: mean(
        [round_(mark - round_(mean_across(mark, when_empty=0), 2), 2) for mark in f.marks], fewest=1
    ),
    "error-in-marks": lambda f, _: sum_given([ratio(mark, f.target, when_empty=ERROR) for mark in f.marks[:2]]),
    "given": lambda f, _: when(given(f.actual), f.actual, -1),
    "given-or": lambda f, _: choose(
        (given(f.marks[0]) & (f.marks[0] > 5), f.marks[0]),
        (given(f.marks[1]) | ~given(f.marks[2]), f.done),
        otherwise=f.marks[2] + f.due,
    ),
    "given-number": lambda f, _: f.due * when(~given(f.target), 0, 1) + when(given(f.done), 1, 0),
    "given-guards-marks": lambda f, _: when(given(f.actual), f.actual, mean(f.marks, fewest=4)),
    "given-across": lambda f, _: when(given(f.actual), rank_across(f.actual, when_empty=NOT_ASSIGNED), 0)
        + count_across(given(f.marks[0])),
    "given-among": lambda f, _: highest(f.due, among=given(f.actual) & (f.actual > 3), when_empty=0),
    "not-assigned-if": lambda f, _: when(f.due > 500, NOT_ASSIGNED, f.done),
    "not-assigned-else": lambda f, _: choose((f.due > 500, f.done), (f.held > 0, ERROR), otherwise=NOT_ASSIGNED),
    "not-assigned-band": lambda f, _: bands(f.actual, [(0, f.due), (100, NOT_ASSIGNED)], below=ERROR),
    "absolute": lambda f, _: absolute(ratio(f.actual - f.target, f.due, when_empty=0)) - absolute(f.actual),
    "interpolated": lambda f, _: interpolate(f.actual, [(-10, 1), (0, "0.5"), ("20.5", "1/3"), (100, 0)]),
    "named": lambda f, _: named(Text(vi="Phần đạt", en="Done"), f.done * 2) - named("rest", f.due - f.done),
    "z-score": lambda f, _: ratio(
        f.actual - round_(mean_across(f.actual, when_empty=0), 4),
        greatest(round_(root(round_(mean_across(
            (f.actual - round_(mean_across(f.actual, when_empty=0), 4))
            * (f.actual - round_(mean_across(f.actual, when_empty=0), 4)), when_empty=0), 4)), 4), "0.5"),
        when_empty=0,
    ),
    "power": lambda f, _: round_(power(clip(ratio(f.actual, f.due, when_empty=0), 0, 8), Fraction(1, 3)), 2),
    "root-of-cubes": lambda f, _: floor(root(f.due * f.due * f.due, 3)),
    "log": lambda f, _: round_(log(f.due + 1, 10) * 3 - log(f.done + 1), 3, "half-even"),
    "power-between": lambda f, _: round_(greatest(power(f.due, "1.5") - 2 * root(f.done), 1), 0, "up"),
}  # fmt: skip


def criterion_of(name: str) -> AnyCriterion:
    """Make a criterion of one formula."""

    class One(Criterion[Given, Tuned]):
        """A formula under test."""

        id = name
        title = Text.same(name)
        source = Text.same("test")
        range = scored_range(-(10**6), 10**10)

        def score(self, figures: Given, params: Tuned) -> Num:
            return FORMULAS[name](figures, params)

    return One


@pytest.mark.parametrize("name", FORMULAS)
def test_all_engines_agree(name: str) -> None:
    """Polars, DuckDB and Python's whole numbers give the reference's states and points at nine places."""
    few, many = ("c1", "c2", "c3"), tuple(f"k{index}" for index in range(60))
    case = single(criterion_of(name), weight=1, places=9, clusters=(*few, *many))
    large, small = (
        generate(case.decided.built.figures, 300, seed=seed, clusters=clusters, blanks=0.05)
        for seed, clusters in ((1, few), (2, many))
    )
    data = Generated(large.clusters + small.clusters, large.rows + small.rows)
    expected = case.reference(data)
    plan = case.plan()
    engines = ("polars", "duckdb", "exact") if plan.fits_columns else ("exact",)
    for engine in engines:
        got = case.run(engine, data, plan)  # type: ignore[arg-type]  # the names of the engines, spelt out
        wrong = [
            (data.rows[row], want, have)
            for row, (want, have) in enumerate(zip(expected, got, strict=True))
            if want != have
        ]
        assert wrong == [], engine


def test_a_param_that_differs_by_cluster() -> None:
    """The same figures earn what the cluster's own param says."""
    import attrs

    one = single(criterion_of("arithmetic"), weight=1, places=3)
    numbers = {"c1": Fraction("0.1"), "c2": Fraction("0.25"), "c3": Fraction("0.9")}
    decided = attrs.evolve(one.decided, params={"part": numbers})
    use = attrs.evolve(one.scheme.criteria["arithmetic"], by_kind={"unit": decided})
    by_cluster = attrs.evolve(one, scheme=attrs.evolve(one.scheme, criteria={"arithmetic": use}), decided=decided)
    data = generate(decided.built.figures, 200, seed=5)
    got = by_cluster.run("polars", data)
    for cluster, value in numbers.items():
        alone = single(criterion_of("arithmetic"), weight=1, places=3, params={"part": value}).run("polars", data)
        assert [pair for pair, own in zip(got, data.clusters, strict=True) if own == cluster] == [
            pair for pair, own in zip(alone, data.clusters, strict=True) if own == cluster
        ]
