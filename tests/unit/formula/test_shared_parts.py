"""Parts of a formula that are used over and over: every reader takes time by the parts, not by the ways through them.

Each shape doubles a part sixty times: whoever followed every way would never come back (2^60), so that a test which
ends has passed. Case 73 of the project's cases, made for this purpose.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from dvk_scoring.analysis.explain import explain
from dvk_scoring.api import (
    Cond,
    Criterion,
    Figures,
    Num,
    Params,
    Text,
    bands,
    clip,
    count,
    count_of,
    least,
    ratio,
    root,
    round_,
    when,
)
from dvk_scoring.criteria.criterion import build
from dvk_scoring.formula.exact import UnitFigures, score_units
from dvk_scoring.formula.walk import depth, walk
from dvk_scoring.formula.words import tell
from dvk_scoring.report.workbook.build import build_workbook
from dvk_scoring.report.workbook.write import paint_workbook
from dvk_scoring.run import score
from dvk_scoring.testing.generate import generate
from dvk_scoring.testing.recalculated import figure_set, generated_columns
from dvk_scoring.testing.single import single

TIMES = 60


class Given(Figures):
    n: Num = count(vi="Số n", en="N", high=100)
    m: Num = count(vi="Số m", en="M", high=100)


def grown(start: Num, step: Callable[[Num, int], Num]) -> Num:
    for time in range(TIMES):
        start = step(start, time)
    return clip(start, 0, 1)


def held(start: Cond, step: Callable[[Cond, int], Cond]) -> Num:
    for time in range(TIMES):
        start = step(start, time)
    return when(start, 1, 0)


def after_the_two_before(f: Given) -> Num:
    one, two = f.n, f.m
    for _ in range(TIMES):
        one, two = two, one + two
    return clip(two, 0, 1)


SHAPES: dict[str, Callable[[Given], Num]] = {
    "sum": lambda f: grown(f.n, lambda x, _: x + x),
    "difference": lambda f: grown(f.n, lambda x, _: x - (x - 1)),
    "fibonacci": after_the_two_before,
    "product": lambda f: grown(f.n, lambda x, _: (x * x) * 0 + f.n),
    "least": lambda f: grown(f.n, lambda x, time: least(x, x - time)),
    "ladder": lambda f: grown(f.n, lambda x, time: when(f.m > time, x + "0.01", x)),
    "choice-by-itself": lambda f: grown(f.n, lambda x, time: when(x > time, x + "0.01", x - 1)),
    "conditions": lambda f: held(f.n > 2, lambda c, time: (c & (f.m > time)) | (c & (f.n < time))),
    "negations": lambda f: held(f.n > 2, lambda c, _: ~(c & c)),
    "rounded": lambda f: grown(f.n, lambda x, _: round_(x + x, 1)),
    "root": lambda f: clip(round_(grown(root(f.n), lambda x, _: least(x, x + x)), 2), 0, 1),
    "ratio": lambda f: grown(f.n, lambda x, _: round_(ratio(x, x + 1, when_empty=0), 2)),
    "empty": lambda f: grown(f.n, lambda x, _: ratio(1, f.m, when_empty=x + x)),
    "count": lambda f: grown(f.n, lambda x, _: count_of([x, x, f.m], at_least=x)),
    "bands": lambda f: grown(f.n, lambda x, _: bands(x, [(1, x), (3, x)], below=x)),
}
MOST_TOLD = 10_000
"""Characters of the longest of these formulas, told; 2^60 terms would be far more."""


def shape_of(name: str) -> type[Criterion[Given, Params]]:
    class Shape(Criterion[Given, Params]):
        """A shape."""

        id, level = name, 2
        title = source = Text.same(name)

        def score(self, figures: Given, params: Params) -> Num:
            return SHAPES[name](figures)

    return Shape


@pytest.mark.parametrize("name", SHAPES)
def test_every_reader_comes_to_an_end(name: str, tmp_path: Path) -> None:
    """Told, proved, lowered, run, explained and written as a workbook; the engine gives what the reference gives."""
    one = single(shape_of(name), clusters=("c1", "c2"))
    built = one.decided.built
    for language in ("vi", "en"):
        assert 0 < len(tell(built.tree, built.figures, language)) < MOST_TOLD
    data = generate(built.figures, 12, seed=1, clusters=("c1", "c2"))
    plan = one.plan()
    assert one.run("polars" if plan.fits_columns else "exact", data, plan) == one.reference(data)
    result = score(one.scheme, figure_set(generated_columns(one.id, built.figures, data), data.clusters))
    lines = [line for unit in result.units[:3] for line in explain(result, unit.unit, None, "vi")]
    assert sum(len(str(line)) for line in lines) < 20 * MOST_TOLD
    paint_workbook(build_workbook(result, "en"), tmp_path / "shape.xlsx")


@pytest.mark.parametrize("name", SHAPES)
def test_two_that_are_built_alike_are_one(name: str) -> None:
    """A formula is compared by its structure, in no time, also after the way between processes."""
    one, other = build(shape_of(name)).tree, build(shape_of(name)).tree
    assert one is other is pickle.loads(pickle.dumps(one))
    assert walk(one) == walk(other)
    assert one != one + 1
    assert depth(one) < 300
    assert len(repr(one)) < 200


def test_a_sum_of_sums_names_each_once() -> None:
    """(x + 1) twice, and that twice: A = x + 1, B = A + A, so the whole is B + B = 4 × (x + 1)."""

    class Twice(Criterion[Given, Params]):
        """A sum within a sum."""

        id, level = "twice", 2
        title = source = Text.same("twice")

        def score(self, figures: Given, params: Params) -> Num:
            one = figures.n + 1
            two = one + one
            return two + two

    built = build(Twice)
    assert tell(built.tree, built.figures, "vi") == "Đặt A = “Số n” + 1; B = A + A. Kết quả = B + B."
    assert tell(built.tree, built.figures, "en") == "Let A = “N” + 1; B = A + A. Result = B + B."
    (outcome,) = score_units(built.tree, built.figures, [UnitFigures("u", "c", {"n": Fraction(4), "m": Fraction(0)})])
    assert outcome.value == 20


def test_a_condition_that_is_used_twice_is_named_once() -> None:
    class Named(Criterion[Given, Params]):
        """A condition within others."""

        id, level = "named", 2
        title = source = Text.same("named")

        def score(self, figures: Given, params: Params) -> Num:
            both = (figures.n > 3) & (figures.m < 5)
            return when(both | (figures.m > 90), 1, when(~both & (figures.n > 90), "0.5", 0))

    built = build(Named)
    assert tell(built.tree, built.figures, "vi") == (
        "Đặt A là điều kiện: “Số n” > 3 và “Số m” < 5; B = nếu A không đúng và “Số n” > 90 thì 0,5; còn lại là 0. "
        "Kết quả: nếu A đúng hoặc “Số m” > 90 thì 1; còn lại là B."
    )
    assert tell(built.tree, built.figures, "en") == (
        "Let A stand for: “N” > 3 and “M” < 5; B = if A does not hold and “N” > 90 then 0.5; otherwise 0. "
        "Result: if A holds or “M” > 90 then 1; otherwise B."
    )
