"""Formulas made up that call some figures an error, amid arithmetic: who is told so, and in which words.

What is right is worked out beside each formula, unit by unit, in plain fractions. The readers, a real run on each
engine, the contract and the workbook must agree with it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import attrs
import pytest

from dvk_scoring import api
from dvk_scoring.api import ERROR, Criterion, Figures, Many, Num, Params, Text
from dvk_scoring.engines import EngineName
from dvk_scoring.formula.state import State
from dvk_scoring.problem import DvkError
from dvk_scoring.report.workbook.build import build_workbook
from dvk_scoring.run import score
from dvk_scoring.testing.bench import Bench
from dvk_scoring.testing.checks import result_of
from dvk_scoring.testing.generate import Generated
from dvk_scoring.testing.recalculated import engine_differences, figure_set, generated_columns
from dvk_scoring.testing.single import Single, single
from dvk_scoring.testing.subject import subjects_of
from tests.depth import drawn
from tests.truth.plugin import rounded

SEEDS = range(drawn(20, 40))
UNITS, WEIGHT, PLACES = 24, 10, 6
CHECKS = ("order", "subset", "chunks", "engines")
HALF = Fraction(1, 2)
Row = Mapping[str, Fraction | State]
Rows = Sequence[Row]


class WrongError(Exception):
    """The formula calls it an error."""


class Counts(Figures):
    a: Num = api.count(vi="Số a", en="A", high=3)
    b: Num = api.count(vi="Số b", en="B", high=3)
    c: Num = api.count(vi="Số c", en="C", high=3)
    m: Many = api.each("judges", api.count(vi="Lần {name}", en="Try {name}", high=3))


class Judges(Params):
    judges: int = api.setting(3, low=1, high=9, vi="Số giám khảo", en="Judges")


@dataclass(frozen=True)
class Part:
    """A part of a formula: the tree, its value of a unit beside the others, and when it is an error, by its words."""

    tree: Callable[[Counts], Num]
    value: Callable[[Row, Rows], Fraction]
    words: frozenset[tuple[str, str]] = frozenset()
    figures: frozenset[str] = frozenset()
    marks: bool = False


def said(vi: str, en: str) -> frozenset[tuple[str, str]]:
    return frozenset([(vi, en)])


def number(row: Row, name: str) -> Fraction:
    cell = row[name]
    assert isinstance(cell, Fraction)
    return cell


def sure(value: Fraction | None) -> Fraction:
    if value is None:
        raise WrongError
    return value


class Maker:
    """Makes parts up."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def figure(self) -> str:
        return self.draw.choice("abc")

    def part(self, depth: int) -> Part:
        if depth == 0:
            name = self.figure()
            return Part(lambda f: getattr(f, name), lambda row, _: number(row, name), figures=frozenset(name))
        makers = [self.divided, self.unless, self.banded, self.best_of_all, self.spread, self.counted_only, self.tried]
        makers += [self.joined] * 5 + [self.chosen] * 2
        return self.draw.choice(makers)(depth)

    def divided(self, depth: int) -> Part:
        x, name = self.part(0), self.figure()
        return Part(
            lambda f: api.ratio(x.tree(f), getattr(f, name), when_empty=ERROR),
            lambda row, rows: x.value(row, rows) / sure(number(row, name) or None),
            said(f"“Số {name}” = 0", f"“{name.upper()}” = 0"),
            x.figures | {name},
        )

    def unless(self, depth: int) -> Part:
        x, name, most = self.part(depth - 1), self.figure(), self.draw.choice([1, 2])
        return Part(
            lambda f: api.choose((getattr(f, name) > most, ERROR), otherwise=x.tree(f)),
            lambda row, rows: x.value(row, rows) if number(row, name) <= most else sure(None),
            x.words | said(f"“Số {name}” > {most}", f"“{name.upper()}” > {most}"),
            x.figures | {name},
            x.marks,
        )

    def banded(self, depth: int) -> Part:
        x, name = self.part(depth - 1), self.figure()
        return Part(
            lambda f: api.bands(getattr(f, name), [(1, x.tree(f)), (3, 2)], below=ERROR),
            lambda row, rows: (
                Fraction(2) if number(row, name) >= 3 else x.value(row, rows) if number(row, name) >= 1 else sure(None)
            ),
            x.words
            | said(f"“Số {name}” ở ngoài các bậc được phép", f"“{name.upper()}” lies in none of the bands allowed"),
            x.figures | {name},
            x.marks,
        )

    def best_of_all(self, depth: int) -> Part:
        name = self.figure()
        return Part(
            lambda f: api.share_of_best(getattr(f, name), when_empty=ERROR),
            lambda row, rows: (
                number(row, name) / sure(max((number(one, name) for one in rows), default=Fraction(0)) or None)
            ),
            said(f"mức cao nhất của “Số {name}” là 0", f"the highest of “{name.upper()}” is 0"),
            frozenset(name),
        )

    def spread(self, depth: int) -> Part:
        name = self.figure()

        def value(row: Row, rows: Rows) -> Fraction:
            low, high = (take(number(one, name) for one in rows) for take in (min, max))
            return (number(row, name) - low) / sure(high - low or None)

        words = said(f"mọi đơn vị bằng nhau về “Số {name}”", f"all units are equal in “{name.upper()}”")
        return Part(lambda f: api.rescale(getattr(f, name), when_flat=ERROR), value, words, frozenset(name))

    def counted_only(self, depth: int) -> Part:
        name, other = self.figure(), self.figure()
        vi = f"không có đơn vị nào để lấy mức cao nhất trong cụm của “Số {name}”, chỉ tính đơn vị có “Số {other}” > 2"
        en = f"no unit is left for the highest in the cluster of “{name.upper()}”, counting only units with"
        return Part(
            lambda f: api.highest(getattr(f, name), among=getattr(f, other) > 2, when_empty=ERROR),
            lambda _, rows: sure(max((number(one, name) for one in rows if number(one, other) > 2), default=None)),
            said(vi, f"{en} “{other.upper()}” > 2"),
            frozenset((name, other)),
        )

    def tried(self, depth: int) -> Part:
        def value(row: Row, _: Rows) -> Fraction:
            tries = sorted(cell for name, cell in row.items() if name.startswith("m.") and isinstance(cell, Fraction))
            return sure(tries[-2] if len(tries) > 1 else None)

        words = said("có dưới 2 số", "there are fewer than 2 numbers")
        return Part(lambda f: api.best(f.m, 2, when_fewer=ERROR), value, words, marks=True)

    def joined(self, depth: int) -> Part:
        x, y, how = self.part(depth - 1), self.part(depth - 1), self.draw.choice("+-<>*")
        trees: Mapping[str, Callable[[Num, Num], Num]] = {
            "+": lambda one, other: one + other,
            "-": lambda one, other: one - other,
            "<": api.least,
            ">": api.greatest,
            "*": lambda one, other: HALF * one + HALF * HALF * other,
        }
        values: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
            "+": lambda one, other: one + other,
            "-": lambda one, other: one - other,
            "<": min,
            ">": max,
            "*": lambda one, other: one / 2 + other / 4,
        }
        return Part(
            lambda f: trees[how](x.tree(f), y.tree(f)),
            lambda row, rows: values[how](x.value(row, rows), y.value(row, rows)),
            x.words | y.words,
            x.figures | y.figures,
            x.marks or y.marks,
        )

    def chosen(self, depth: int) -> Part:
        """What is not reached is no error."""
        x, y, name = self.part(depth - 1), self.part(depth - 1), self.figure()
        return Part(
            lambda f: api.when(getattr(f, name) > 1, x.tree(f), y.tree(f)),
            lambda row, rows: x.value(row, rows) if number(row, name) > 1 else y.value(row, rows),
            x.words | y.words,
            x.figures | y.figures | {name},
            x.marks or y.marks,
        )


def criterion_of(made: Part) -> type[Criterion[Counts, Judges]]:
    class Shape(Criterion[Counts, Judges]):
        """Any formula."""

        id, level = "shape", 2
        title = source = Text.same("shape")
        part: ClassVar[Part] = made

        def score(self, figures: Counts, params: Judges) -> Num:
            return api.clip("0.25" + "0.5" * self.part.tree(figures), 0, 1)

    return Shape


def units(seed: int) -> Generated:
    """Make up units, of figures that are often nought, seldom blank, and of tries that are often left out."""
    draw = random.Random(seed)

    def cell(absent: float) -> Fraction | State:
        if draw.random() < absent:
            return draw.choice([State.NOT_REPORTED, State.NOT_ASSIGNED])
        return Fraction(draw.choice([0, 1, 1, 2, 2, 3]))

    most = draw.choice([0.0, 0.2, 0.6])
    names = {"a": 0.03, "b": 0.03, "c": 0.03, "m.1": most, "m.2": most, "m.3": most}
    rows = tuple({name: cell(absent) for name, absent in names.items()} for _ in range(UNITS))
    return Generated(tuple(draw.choice(("c1", "c2")) for _ in rows), rows)


def state(made: Part, row: Row) -> State:
    """Tell whether all that the formula needs is there; of tries one is enough, and KP comes before blank."""
    # A state is a number, and so equal to some figures: it is told from them by its type.
    cells = [row[name] for name in made.figures if isinstance(row[name], State)]
    tries = [cell for name, cell in row.items() if name.startswith("m.")] if made.marks else []
    nobody = bool(tries) and all(isinstance(cell, State) for cell in tries)
    if State.NOT_ASSIGNED in cells or (nobody and set(tries) == {State.NOT_ASSIGNED}):
        return State.NOT_ASSIGNED
    return State.NOT_REPORTED if nobody or cells else State.OK


def right(made: Part, data: Generated) -> list[tuple[State, Fraction | None]]:
    """Give state and points of each unit; None where it is an error."""
    states = [state(made, row) for row in data.rows]
    found: list[tuple[State, Fraction | None]] = []
    for own, row, cluster in zip(states, data.rows, data.clusters, strict=True):
        beside = [
            one
            for one, there, other in zip(data.rows, states, data.clusters, strict=True)
            if there is State.OK and other == cluster
        ]
        points: Fraction | None = Fraction(0)
        if own is State.OK:
            try:
                value = min(max(Fraction(1, 4) + made.value(row, beside) / 2, Fraction(0)), Fraction(1))
                points = rounded(value * WEIGHT, PLACES, "half-up")
            except WrongError:
                points = None
        found.append((own, points))
    return found


def real_run(one: Single, data: Generated, engine: EngineName, made: Part) -> int:
    """Hold a run to what is right; units that are refused are taken out, and the rest is run again."""
    refused = 0
    figures = one.decided.built.figures
    while data.rows:
        wanted = right(made, data)
        wrong = [at for at, (_, points) in enumerate(wanted) if points is None]
        table = figure_set(generated_columns("shape", figures, data), data.clusters)
        if not wrong:
            result = score(one.scheme, table, engine_name=engine)
            got = {unit.unit: unit.criteria["shape"] for unit in result.units}
            for at, (own, points) in enumerate(wanted):
                found = got[f"u{at:04d}"]
                assert found.state == own.name.lower().replace("_", "-")
                assert own is not State.OK or (found.points is not None and Fraction(found.points) == points)
            if engine == "exact":
                assert list(engine_differences(build_workbook(result, "en")))[:3] == []
            return refused
        with pytest.raises(DvkError) as error:
            score(one.scheme, table, engine_name=engine)
        assert [problem.code for problem in error.value.problems] == ["DVK-E105"] * len(wrong)
        assert sorted(str(problem.place.unit) for problem in error.value.problems) == [f"u{at:04d}" for at in wrong]
        for problem in error.value.problems:
            when = problem.args["when"]
            assert isinstance(when, Text)
            assert sorted(when.vi.split(" hoặc ")) == sorted(vi for vi, _ in made.words)
            assert sorted(when.en.split(" or ")) == sorted(en for _, en in made.words)
        refused += len(wrong)
        left = [at for at in range(len(data.rows)) if at not in wrong]
        data = attrs.evolve(
            data, rows=tuple(data.rows[at] for at in left), clusters=tuple(data.clusters[at] for at in left)
        )
    return refused


def test_an_error_is_told_of_the_units_that_have_it_by_its_own_words() -> None:
    refused = scored = 0
    for seed in SEEDS:
        made = Maker(seed).part(3)
        shape = criterion_of(made)
        one, data = single(shape, weight=WEIGHT, places=PLACES, clusters=("c1", "c2")), units(seed)
        wanted = right(made, data)
        assert one.reference(data) == wanted, seed
        for engine in ("exact", "polars"):
            assert one.run(engine, data) == wanted, (seed, engine)
        refused += real_run(one, data, "polars" if seed % 2 else "exact", made)
        scored += sum(points is not None and own is State.OK for own, points in wanted)
    assert refused > drawn(40, 100)
    assert scored > drawn(80, 200)


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_the_contract_finds_no_fault_with_an_error(seed: int) -> None:
    (subject,) = subjects_of(criterion_of(Maker(seed).part(3)))
    bench = Bench(subject, 4, seed)
    for check in CHECKS:
        result = result_of(bench, check)
        assert (result.status, result.failures) == ("passed", ()), check
