"""Formulas that nobody thought of, of every node: told, proved, followed and computed alike by every reader."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import attrs
import pytest

from dvk_scoring import api as b
from dvk_scoring.api import ERROR, NOT_ASSIGNED, Criterion, Figures, Many, Num, Params, Text
from dvk_scoring.criteria.criterion import build
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.build import EmptyMeans
from dvk_scoring.formula.exact import evaluate, trace_of
from dvk_scoring.formula.words import tell, tell_trace
from dvk_scoring.problem import DvkError
from dvk_scoring.scoring.plan import ScoringPlan
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.single import Single, single
from tests.depth import drawn

SEEDS = range(drawn(12, 30))
FORMULAS = 12
"""Of each seed; some are refused, for a range that is not known."""
UNITS = 40
WIDEST = 400
MODES: tuple[t.RoundMode, ...] = ("half-up", "half-even", "down", "up", "floor", "ceiling")


class Made(Figures):
    due: Num = b.count(vi="Đến hạn", en="Due", high=100)
    done: Num = b.count(vi="Đã xong", en="Done", high=100, at_most="due")
    actual: Num = b.decimal(vi="Kết quả", en="Result", places=1, low=-5, high=50)
    held: Num = b.yes_no(vi="Có tổ chức", en="Held", blank="0")
    size: Num = b.count(vi="Quy mô", en="Size", high=9, shared=True)
    marks: Many = b.each("judges", b.mark(vi="Giám khảo {name}", en="Judge {name}", places=1))


class Tuned(Params):
    part: Num = b.param("0.5", low="0", high="1", vi="Phần", en="Part")
    judges: int = b.setting(4, low=1, high=9, vi="Số giám khảo", en="Judges")


class Shape(Criterion[Made, Tuned]):
    """Any formula."""

    id, level = "shape", 2
    title = source = Text.same("shape")
    range = b.scored_range(-(10**60), 10**60)

    def score(self, figures: Made, params: Tuned) -> Num:
        return figures.due + params.part


TIMES: list[Num] = [t.Param("part"), t.number("0.25"), t.Figure("held")]
MARKS = [t.Figure(f"marks.{index}") for index in range(1, 5)]
FIGURES: list[t.Figure | t.Attribute] = [
    *(t.Figure(name) for name in ("due", "done", "actual", "held")),
    t.Attribute("size"),
    *MARKS,
]


class Maker:
    """Makes formulas up; a part may be used again elsewhere."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.known: list[Num] = [*FIGURES, t.Param("part"), t.number("2.5"), t.number(-1), t.number(3)]

    def any_of(self, *made: Callable[[], Num]) -> Num:
        return self.draw.choice(made)()

    def number(self, depth: int) -> Num:
        if depth == 0 or self.draw.random() < 0.1:
            return self.draw.choice(self.known)
        x, y, z = (self.number(self.draw.randrange(depth)) for _ in range(3))
        found = self.made(x, y, z, depth)
        self.known.append(found)
        return found

    def made(self, x: Num, y: Num, z: Num, depth: int) -> Num:
        draw = self.draw

        def condition() -> t.Cond:
            return self.condition(x, y, depth)

        empties: list[EmptyMeans] = [NOT_ASSIGNED, ERROR, z, z]
        empty = draw.choice(empties)
        prefers: list[t.Prefer] = ["high", "low"]
        prefer = draw.choice(prefers)
        overs: list[t.Over] = ["cluster", "all"]
        over = draw.choice(overs)
        among = draw.choice([None, None, condition()])
        short: list[Num] = [b.round_(one, draw.randrange(2)) for one in (x, y, z)]
        marks: list[list[Num]] = [[*MARKS], short, [*MARKS[:2], *short], [x, y, z]]
        taken = draw.choice(marks)
        either: list[EmptyMeans] = [x, empty]
        return self.any_of(
            lambda: x + y,
            lambda: x - y,
            lambda: x * draw.choice(TIMES),
            lambda: b.ratio(x, y, when_empty=empty),
            lambda: b.least(x, y, z),
            lambda: b.greatest(x, y, z),
            lambda: b.clip(x, -20, 30),
            lambda: b.absolute(x),
            lambda: b.named(Text(vi="Một phần", en="A part"), x),
            lambda: b.when(condition(), y, draw.choice(either)),
            lambda: b.choose((condition(), draw.choice(either)), (condition(), y), otherwise=z),
            lambda: b.bands(x, [(0, y), (5, empty)], below=z),
            lambda: b.interpolate(x, [(-2, 1), (3, "1/3"), (10, 0)]),
            lambda: b.round_(x, draw.randrange(3), draw.choice(MODES)),
            lambda: b.round_(b.root(b.clip(x, 0, 30)), 2),
            lambda: b.count_of([x, y, z], at_least=2),
            lambda: b.mean(taken, fewest=draw.choice([1, 2])),
            lambda: b.mean(short, drop_low=1, fewest=2),
            lambda: b.mean(MARKS, best=2, prefer=prefer, fewest=draw.choice([1, 3])),
            lambda: b.sum_given(taken, fewest=draw.choice([1, 2])),
            lambda: b.sum_given([*short, *MARKS], drop_high=1, fewest=2),
            lambda: b.median([*MARKS, short[0]], fewest=draw.choice([1, 3])),
            lambda: b.best([*MARKS[:2], short[0]], 2, prefer=prefer, when_fewer=empty),
            lambda: b.count_given(taken),
            lambda: b.highest(x, among=among, over=over, when_empty=empty),
            lambda: b.lowest(short[0], among=among, over=over, when_empty=empty),
            lambda: b.sum_across(short[0], among=among, over=over),
            lambda: b.mean_across(short[0], among=among, when_empty=empty),
            lambda: b.count_across(condition(), over=over),
            lambda: b.rank_across(short[0], prefer=prefer, among=among, over=over, when_empty=empty),
            lambda: b.rescale(short[0], prefer=prefer, among=among, when_flat=empty),
            lambda: b.share_of_best(b.clip(short[0], 0, 30), prefer=prefer, among=among, when_empty=empty),
        )

    def condition(self, x: Num, y: Num, depth: int) -> t.Cond:
        draw = self.draw
        simple: list[t.Cond] = [
            x > y,
            b.equal(x, 2),
            x <= 3,
            b.given(draw.choice(FIGURES)),
            b.given(draw.choice(FIGURES)),
        ]
        if depth < 2:
            return draw.choice(simple)
        one, other = (self.condition(x, y, depth - 1) for _ in range(2))
        return draw.choice([*simple, one & other, one | other, ~one])


def built(tree: Num) -> Single:
    one = single(Shape, weight=1, places=6, clusters=("c1", "c2"))
    decided = attrs.evolve(one.decided, built=attrs.evolve(build(Shape), tree=tree))
    use = attrs.evolve(one.scheme.criteria["shape"], by_kind={"unit": decided})
    return attrs.evolve(one, scheme=attrs.evolve(one.scheme, criteria={"shape": use}), decided=decided)


def planned(one: Single) -> ScoringPlan | None:
    """Plan a formula; None where it is refused, as it may be."""
    try:
        return one.plan()
    except DvkError as error:
        codes = {problem.code for problem in error.problems}
    assert codes <= {"DVK-F203", "DVK-F205", "DVK-F208"}
    return None


@pytest.mark.parametrize("seed", SEEDS)
def test_every_reader_gives_the_same(seed: int) -> None:
    maker, scored = Maker(seed), 0
    for at in range(FORMULAS):
        tree = maker.number(4)
        one = built(tree)
        figures, params = one.decided.built.figures, {spec.name: spec for spec in one.decided.built.params}
        assert tell(tree, figures, "vi", params)
        assert tell(tree, figures, "en", params)
        plan = planned(one)
        if plan is None or plan.bits > WIDEST:
            continue
        scored += 1
        data = generate(figures, UNITS, seed=100 * seed + at, clusters=("c1", "c2"), blanks=0.1)
        expected = one.reference(data)
        for engine in ("exact", *(["polars"] if plan.fits_columns else [])):
            got = one.run(engine, data, plan)  # type: ignore[arg-type]  # the names of the engines, spelt out
            wrong = [pair for pair in zip(data.rows, expected, got, strict=True) if pair[1] != pair[2]]
            assert wrong == [], (engine, tell(tree, figures, "en", params))
        numbers = {name: value for name, value in one.decided.params.items() if isinstance(value, Fraction)}
        working = evaluate(tree, figures, data.units(figures, numbers), keep=True)
        for index in range(0, UNITS, 7):
            assert tell_trace(trace_of(working, index), figures, "vi", params)
    assert scored, "a seed of which nothing can be scored tests nothing"
