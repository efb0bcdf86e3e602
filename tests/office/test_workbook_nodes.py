"""Every node of a formula as a spreadsheet writes it: many in one workbook, and no cell differs."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from dvk_scoring import api as b
from dvk_scoring.api import (
    NOT_ASSIGNED,
    Criterion,
    Figures,
    Many,
    Num,
    Params,
    Text,
    count,
    decimal,
    each,
    mark,
    param,
    ratio,
    setting,
    yes_no,
)
from dvk_scoring.criteria.criterion import BuiltCriterion, build
from dvk_scoring.formula import tree as t
from dvk_scoring.formula.state import State
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.walk import walk
from dvk_scoring.problem import DvkError
from dvk_scoring.report.workbook.build import build_workbook
from dvk_scoring.run import score
from dvk_scoring.scheme.model import CriterionUse, Decided, Rounding, Scheme
from dvk_scoring.testing.recalculated import figure_set
from dvk_scoring.testing.single import single
from tests.depth import drawn
from tests.office.test_workbook import check, made_up


class Some(Figures):
    done: Num = count(vi="Xong", en="Done", high=1000, at_most="due")
    due: Num = count(vi="Đến hạn", en="Due", high=1000)
    rate: Num = decimal(vi="Tỷ lệ", en="Rate", places=2, high=100)
    small: Num = decimal(vi="Nhỏ", en="Small", places=1, low=-5, high=5)
    yes: Num = yes_no(vi="Có", en="Yes")
    extra: Num = count(vi="Thêm", en="Extra", high=20, blank=3)
    marks: Many = each("judges", mark(vi="Điểm {name}", en="Mark {name}", high=10, step="0.25", places=2))


class Tuned(Params):
    judges: int = setting(5, vi="Số giám khảo", en="Judges")
    bar: Num = param("0.7", low="0", high="1", vi="Mốc", en="Bar")
    times: Num = param("1.5", low="0", high="3", vi="Hệ số", en="Factor")


class Shape(Criterion[Some, Tuned]):
    """Any formula, brought between 0 and 1."""

    id = "shape"
    title = Text(vi="Hình dạng", en="Shape")
    source = Text.same("test")

    def score(self, figures: Some, params: Tuned) -> Num:
        """Stand in for the formulas below."""
        return ratio(figures.done, figures.due, when_empty=0)


DONE, DUE, RATE, SMALL, YES, EXTRA = (t.Figure(name) for name in ("done", "due", "rate", "small", "yes", "extra"))
BAR, TIMES = t.Param("bar"), t.Param("times")
MARKS = [t.Figure(f"marks.{index}") for index in range(1, 6)]
SHARE = b.ratio(DONE, DUE, when_empty=NOT_ASSIGNED)
MODES: tuple[t.RoundMode, ...] = ("half-up", "half-even", "down", "up", "floor", "ceiling")
TENTHS = b.ratio(DONE, 10, when_empty=0) + b.ratio(EXTRA, 10, when_empty=0)

FORMULAS: Mapping[str, t.Num] = {
    "sums": DONE - DUE * Fraction("0.3") + SMALL * 3 - RATE,
    "share": SHARE * 40 - BAR,
    "third": b.ratio(RATE, 3, when_empty=0),
    "negative base": b.ratio(RATE, SMALL, when_empty=7),
    "gone inside": b.ratio(b.ratio(1, EXTRA, when_empty=NOT_ASSIGNED), b.ratio(1, DUE, when_empty=2), when_empty=1),
    "least": b.least(DONE, RATE, 40),
    "greatest": b.greatest(SMALL, SHARE, -2) * 9,
    "clip": b.clip(RATE * TIMES, 10, 60),
    "when": b.when(SHARE >= BAR, RATE, SMALL),
    "unreached": b.when(b.equal(YES, 1), RATE, b.ratio(DONE, EXTRA, when_empty=NOT_ASSIGNED)),
    "choose": b.choose((SHARE > BAR, 30), (b.different(RATE, 50), SMALL), otherwise=DONE),
    "not and or": b.when((~(DONE > 500) & (RATE <= 50)) | (SMALL < 0), 11, 22),
    "equal tenths": b.when(b.equal(TENTHS, SHARE * 3), 1, 2) + b.when(Fraction("0.3") <= TENTHS, 10, 20),
    "bands": b.bands(SHARE, [("0.1", 1), (BAR, 20), ("0.9", RATE)], below=-3),
    "mean": b.mean(MARKS, fewest=2) * 5,
    "trimmed": b.mean(MARKS, drop=1, fewest=3) * 5,
    "median": b.median(MARKS) * 4,
    "count of": b.count_of([DONE, RATE, SMALL, SHARE], at_least=BAR),
    "root": b.round_(b.root(DONE), 3),
    "cube root": b.floor(b.root(DUE, 3)) + b.floor(b.root(DUE) * b.root(DUE), 1),
    "power": b.round_(b.power(RATE, "1.5"), 2),
    "log": b.round_(b.log(DUE + 1), 4),
    "log ten": b.floor(b.log(DUE + 1, 10)),
    "highest": b.highest(SHARE, when_empty=0) * 30,
    "lowest": b.lowest(RATE, among=DONE > 10, when_empty=5),
    "sum": b.ratio(b.sum_across(RATE), 100, when_empty=0),
    "mean across": b.mean_across(RATE, over="all", when_empty=NOT_ASSIGNED),
    "count across": b.count_across(SHARE > BAR) + b.count_across(DUE > 10, over="all"),
    "rank": b.rank_across(SHARE, among=RATE > 10, when_empty=33),
    "rank low": b.rank_across(TENTHS, prefer="low", over="all", when_empty=NOT_ASSIGNED),
    "rescale": b.rescale(RATE, when_flat=NOT_ASSIGNED) * 40,
    "rescale low": b.rescale(SHARE, prefer="low", among=DUE > 3, over="all", when_flat=1) * 40,
    "best": b.share_of_best(DONE, when_empty=0) * 40,
    "best low": b.share_of_best(RATE, prefer="low", among=b.equal(YES, 1), when_empty=NOT_ASSIGNED) * 40,
    **{f"round {mode}": b.round_(b.ratio(RATE, 4, when_empty=0) - SMALL * Fraction("2.25"), 1, mode) for mode in MODES},
    "rounded twice": b.round_(b.round_(SHARE, 3) * 50, 1, "half-even"),
}


NAMED = Text(vi="Phần còn lại", en="The rest")
GAPS: Mapping[str, t.Num] = {
    "mean": b.mean(MARKS, fewest=2) * 5,
    "without the lowest": b.mean(MARKS, drop_low=2, fewest=3) * 5,
    "uneven": b.mean(MARKS, drop_low=1, drop_high=2, fewest=4) * 5,
    "mean of the best": b.mean(MARKS, best=2, fewest=2) * 5,
    "sum": b.sum_given(MARKS),
    "sum of the best": b.sum_given(MARKS, best=3),
    "sum of the lowest": b.sum_given(MARKS, best=3, prefer="low"),
    "sum without the worst": b.sum_given(MARKS, drop_high=1, fewest=2),
    "best": b.best(MARKS) * 4,
    "second best": b.best(MARKS, 2, when_fewer=NOT_ASSIGNED) * 4,
    "third lowest": b.best(MARKS, 3, prefer="low", fewest=2, when_fewer=SMALL) * 4,
    "count given": b.count_given(MARKS) * 3,
    "computed": b.mean([one * BAR + YES for one in MARKS], fewest=2) * 4,
    "ratios there": b.mean([SHARE, b.ratio(RATE, EXTRA, when_empty=NOT_ASSIGNED), SMALL]) * 2,
    "median of ratios": b.median(
        [b.round_(b.ratio(one, SMALL, when_empty=NOT_ASSIGNED), 3) for one in MARKS], fewest=2
    ),
    "best of choices": b.best([b.when(YES > 0, one, -one) for one in MARKS[:3]], 2, when_fewer=-1) * 2,
    "marks in marks": b.mean([b.best(MARKS[:2]), b.best(MARKS[2:]), RATE], fewest=2) * 2,
    "across in marks": b.mean([b.round_(one - b.round_(b.mean_across(one, when_empty=0), 2), 2) for one in MARKS]) * 4,
    "given": b.when(b.given(RATE), RATE, -1),
    "given or": b.choose(
        (b.given(MARKS[0]) & (MARKS[0] > 5), MARKS[0]), (b.given(MARKS[1]) | ~b.given(MARKS[2]), DONE),
        otherwise=MARKS[2] * 2 + SMALL,
    ),
    "guarded marks": b.when(b.given(RATE), RATE, b.mean(MARKS, fewest=4)),
    "guarded ratio": b.when(b.given(SMALL), b.ratio(RATE, SMALL, when_empty=NOT_ASSIGNED), 5),
    "given across": b.when(b.given(RATE), b.rank_across(RATE, when_empty=NOT_ASSIGNED), 0)
    + b.count_across(b.given(SMALL)),
    "given among": b.highest(SMALL, among=b.given(RATE) & (RATE > 3), when_empty=0) * 3,
    "not assigned if": b.when(RATE > 50, NOT_ASSIGNED, SMALL),
    "not assigned band": b.bands(RATE, [(0, SMALL), (60, NOT_ASSIGNED)], below=1),
    "absolute": b.absolute(SMALL) * 4 - b.absolute(b.ratio(SMALL, RATE, when_empty=0)),
    "interpolated": b.interpolate(RATE, [(10, 1), (20, "0.5"), ("30.5", "1/3"), (100, 40)]),
    "named": b.named(NAMED, DUE - DONE) - b.named("share", SHARE * 3) + b.named("again", RATE),
}  # fmt: skip


def built(tree: t.Num) -> BuiltCriterion:
    """Bring a formula between 0 and 1, so that 100 points show it to the sixth decimal between -50 and 50."""
    return attrs.evolve(build(Shape), tree=b.clip(b.ratio(tree, 100, when_empty=0) + Fraction(1, 2), 0, 1))


def scheme_of(trees: Mapping[str, t.Num]) -> Scheme:
    """Make a scheme with a criterion a formula, 100 points each."""
    base = single(Shape, weight=100, clusters=("c1", "c2"))
    uses = {}
    for index, (title, tree) in enumerate(trees.items()):
        key, made = f"f{index}", built(tree)
        decided = Decided(key, made, {spec.name: spec.default for spec in made.params})
        uses[key] = CriterionUse(
            key, Text.same(title), "", None, {"unit": Fraction(100)}, {"unit": decided}, made.figures, Text.same("test")
        )
    whole = Fraction(100 * len(uses))
    return attrs.evolve(base.scheme, total=whole, criteria=uses, rounding=Rounding(criterion=6, total=6))


def can_run(tree: t.Num) -> bool:
    """Tell whether a formula can be scored at all: some ranges cannot be proved, some sums need a rounding."""
    scheme = scheme_of({"one": tree})
    try:
        score(scheme, made_up(scheme, 6, seed=1))
    except DvkError:
        return False
    return True


def random_trees(seed: int, wanted: int) -> Iterator[t.Num]:
    """Make up formulas that nest what nobody thought of."""
    draw = random.Random(seed)
    leaves = [DONE, DUE, RATE, SMALL, YES, EXTRA, BAR, TIMES, t.number("2.5"), t.number(-1), t.number(3)]

    def tree(depth: int) -> t.Num:
        if depth == 0:
            return draw.choice(leaves)
        x, y, z = (tree(draw.randrange(depth)) for _ in range(3))
        made: list[Callable[[], t.Num]] = [
            lambda: x + y,
            lambda: x - y,
            lambda: x * draw.choice([BAR, TIMES, t.number("0.25")]),
            lambda: b.ratio(x, y, when_empty=NOT_ASSIGNED if draw.random() < 0.5 else z),
            lambda: b.least(x, y),
            lambda: b.clip(x, -20, 30),
            lambda: b.choose((x > y, z), (b.equal(x, z), y), otherwise=x),
            lambda: b.bands(x, [(0, y), (5, z)], below=1),
            lambda: b.round_(x, draw.randrange(3), draw.choice(MODES)),
            lambda: b.highest(x, among=None if draw.random() < 0.5 else y > z, when_empty=z),
            lambda: b.rank_across(b.round_(x, 2), when_empty=0),
            lambda: b.mean_across(b.round_(x, 3), when_empty=z),
            lambda: b.absolute(x),
            lambda: b.named("part", x),
            lambda: b.when(x > y, NOT_ASSIGNED, z),
            lambda: b.mean([b.round_(x, 2), b.round_(y, 2), b.round_(z, 2)], drop_low=1, fewest=2),
            lambda: b.best([b.round_(x, 1), b.round_(y, 1), b.round_(z, 1)], 2, when_fewer=x),
            lambda: b.sum_given([x, y]),
        ]
        return draw.choice(made)()

    found = 0
    while found < wanted:
        made = tree(3)
        if can_run(made):
            found += 1
            yield made


@pytest.mark.slow
def test_every_node(tmp_path: Path) -> None:
    kinds = {type(node) for tree in (*FORMULAS.values(), *GAPS.values()) for node in walk(tree)}
    nodes = {one for one in vars(t).values() if isinstance(one, type) and issubclass(one, t.Num | t.Cond)}
    assert nodes - kinds == {t.Num, t.Cond, t.Attribute}, "every node must be in a formula"
    known = scheme_of(FORMULAS)
    found = scheme_of({f"made up {index}": tree for index, tree in enumerate(random_trees(2, drawn(15, 40)))})
    gaps = scheme_of(GAPS)
    results = {
        "known": score(known, made_up(known, 60, seed=5, blanks=0.001)),
        "random": score(found, made_up(found, 25, seed=6, blanks=0.001)),
        "gaps": score(gaps, made_up(gaps, 60, seed=7, blanks=0.15)),
    }
    assert sum(unit.state == "ranked" for unit in results["known"].units) > 20
    check(results, tmp_path)


OTHER = b.ratio(RATE, SMALL, when_empty=NOT_ASSIGNED)
BOTH = [b.round_(SHARE, 2), b.round_(OTHER, 2)]
EITHER: Mapping[str, t.Num] = {
    "mean": b.mean(BOTH),
    "mean of ratios": b.mean([SHARE, OTHER]),
    "median": b.median(BOTH),
    "best": b.best(BOTH, 2, when_fewer=NOT_ASSIGNED),
    "times": b.mean(BOTH) * b.ratio(SMALL, 5, when_empty=0),
    "empty is a number": b.mean([b.ratio(DONE, DUE, when_empty=5), b.round_(b.ratio(RATE, SMALL, when_empty=3), 1)]),
    "bands": b.mean([b.bands(SHARE, [(0, 1), ("0.5", 2)], below=3), b.round_(OTHER, 1)]),
    "joined": b.mean([b.when((SHARE > BAR) & (RATE > 1), 1, 2), b.round_(OTHER, 1)]),
    "given": b.when(b.given(DONE), b.round_(SHARE, 2), b.round_(OTHER, 2)),
}


def test_a_step_that_lacks_a_figure_is_empty_whatever_the_other_figure_says(tmp_path: Path) -> None:
    """Every way in which two ratios can lack a figure, or have nothing to divide by."""
    cells: Sequence[Fraction | State] = (State.NOT_REPORTED, State.NOT_ASSIGNED, Fraction(0), Fraction(3))
    rows = [row for row in itertools.product(cells, repeat=4) if row[:2] != (Fraction(3), Fraction(0))]
    scheme = scheme_of(EITHER)
    columns: dict[str, tuple[FigureSpec, str | None, Sequence[Fraction | State]]] = {}
    for key, use in scheme.criteria.items():
        for spec in use.figures:
            place = {"done": 0, "due": 1, "rate": 2, "small": 3}.get(spec.name)
            columns[f"{key}.{spec.name}"] = spec, key, [Fraction(0) if place is None else row[place] for row in rows]
    result = score(scheme, figure_set(columns, ["c1"] * len(rows)))
    check({"either": result}, tmp_path, "en")
    # with nothing reported over 0 there is no second mark; 3 of 3 alone is the mean: 1/100 + 1/2, of 100 points
    only = next(index for index, row in enumerate(rows) if row == (3, 3, State.NOT_REPORTED, 0))
    assert result.unit(f"u{only:04d}").criteria["f0"].points == Decimal("51.000000")


def test_boundaries_of_rounding(tmp_path: Path) -> None:
    """Quotients that lie on a boundary, and the nearest to one that whole numbers up to a million can come."""

    class Cases(Figures):
        part: Num = count(vi="Phần", en="Part", at_most="all_")
        all_: Num = count(vi="Tất cả", en="All")

    class OneOf(Criterion[Cases, Params]):
        """A share, written so that doubles lose the last digits of it."""

        id = "share"
        title = Text(vi="Tỷ lệ", en="Share")
        source = Text.same("test")

        def score(self, figures: Cases, params: Params) -> Num:
            """Divide, and take away nearly all of a thousandfold."""
            share = ratio(figures.part, figures.all_, when_empty=0)
            return b.clip(share * 1000 - share * 999, 0, 1)

    one = single(OneOf, weight=10, clusters=("c1",))  # 10 points at 2 places: boundaries where 2000 × part ÷ all is odd
    pairs = [(285, 10_000), (1_005, 10_000), (2_675, 10_000), (1, 2_000), (1_999, 2_000)]
    pairs += [
        ((2 * step + 1) * times, 2_000 * times) for step, times in zip(range(0, 990, 9), range(390, 500), strict=True)
    ]
    draw = random.Random(9)
    while len(pairs) < 500:
        whole = draw.randrange(900_001, 1_000_000, 2)
        if whole % 5:
            part = pow(2_000, -1, whole) * draw.choice((1, -1)) % whole
            if round(Fraction(2_000 * part, whole)) % 2:
                pairs.append((part, whole))
    specs = {spec.name: spec for spec in one.decided.built.figures}
    cells = {"part": [Fraction(part) for part, _ in pairs], "all_": [Fraction(whole) for _, whole in pairs]}
    columns = {f"share.{name}": (specs[name], "share", values) for name, values in cells.items()}
    result = score(one.scheme, figure_set(columns, ["c1"] * len(pairs)))
    points = [unit.total for unit in result.units]
    assert Decimal("0.29") in points  # 0.285 is rounded up
    assert build_workbook(result, "vi").book.doubts == [], "the nudge must be proved, not lucky"
    check({"boundaries": result}, tmp_path)
