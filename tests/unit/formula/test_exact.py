"""The reference reader: values worked by hand, states, and what is taken across a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from dvk_scoring import api as b
from dvk_scoring.formula.exact import Outcome, State, Trace, UnitFigures, evaluate, round_fraction, score_units, trace
from dvk_scoring.formula.rounding import log_of, power_of, round_approximate
from dvk_scoring.formula.symbols import FigureSpec
from dvk_scoring.formula.tree import ERROR, NOT_ASSIGNED, Attribute, Figure, Num, Param, Plain, RoundMode
from dvk_scoring.text import Text

X, Y, Z = Figure("x"), Figure("y"), Figure("z")
BLANK, KP = State.NOT_REPORTED, State.NOT_ASSIGNED
MARKS = tuple(Figure(f"m.{index}") for index in range(1, 6))
Given = Plain | State


def given(values: Mapping[str, Given]) -> dict[str, Fraction | State]:
    return {name: value if isinstance(value, State) else Fraction(value) for name, value in values.items()}


def unit(
    name: str = "u", cluster: str = "c", *, assigned: bool = True, ranked: bool = True, **values: Given
) -> UnitFigures:
    return UnitFigures(name, cluster, given(values), assigned=assigned, ranked=ranked)


def score(tree: Num, specs: Sequence[FigureSpec] = (), **values: Given) -> Outcome:
    return score_units(tree, specs, [UnitFigures("u", "c", given(values))])[0]


def value(tree: Num, **values: Given) -> Fraction | None:
    return score(tree, (), **values).value


def column(tree: Num, units: Sequence[UnitFigures]) -> list[Fraction | State | Num | None]:
    """Give each unit's value, or its state, or the node in error."""
    return [shown(one) for one in score_units(tree, (), units)]


def shown(outcome: Outcome) -> Fraction | State | Num | None:
    if outcome.error is not None:
        return outcome.error
    return outcome.value if outcome.state is State.OK else outcome.state


def xs(*values: Given, cluster: str = "c") -> list[UnitFigures]:
    return [unit(f"{cluster}{index}", cluster, x=one) for index, one in enumerate(values)]


def marks(*values: Given) -> UnitFigures:
    return UnitFigures("u", "c", given({f"m.{index}": one for index, one in enumerate(values, start=1)}))


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (X + Y, "7"),
        (X - Y, "3"),
        (X * Y, "10"),
        (b.ratio(Y, X, when_empty=0), "2/5"),
        (b.ratio(-Y, X, when_empty=0), "-2/5"),
        (b.ratio(X, Y - 3, when_empty=0), "-5"),  # 5 ÷ (2 - 3)
        (b.ratio(X, Y - 2, when_empty="1/3"), "1/3"),  # 2 - 2 = 0
        (b.least(X, Y, 3), "2"),
        (b.greatest(X, Y, 3), "5"),
        (b.clip(X, 0, 1), "1"),
        (b.clip(-X, 0, 1), "0"),
        (b.when(X > Y, X, Y), "5"),
        (b.when(X < Y, X, Y), "2"),
        (b.choose((X > 9, 1), (X > 4, 2), (X > 3, 3), otherwise=4), "2"),
        (b.choose((b.equal(X, 4), 1), (b.different(X, 5), 2), otherwise=4), "4"),
        (b.when((X >= 5) & (Y <= 2), 1, 0), "1"),
        (b.when((X > 5) | ~(Y > 2), 1, 0), "1"),
        (b.bands(X, [(5, 10), (6, 20)], below=0), "10"),  # a start belongs to its band
        (b.bands(Y, [(5, 10), (6, 20)], below=0), "0"),
        (b.bands(X + Y, [(5, 10), (6, 20)], below=0), "20"),
        (b.count_of([X, Y, 3], at_least=3), "2"),
        (b.round_(b.ratio(X, 3, when_empty=0), 2), "1.67"),  # 5 ÷ 3 = 1.666…
        (b.floor(b.ratio(-X, 3, when_empty=0)), "-2"),  # -1.666… down
    ],
)
def test_operations(tree: Num, expected: str) -> None:
    assert value(tree, x=5, y=2) == Fraction(expected)


def test_no_digit_is_lost() -> None:
    """0.1 + 0.2 = 0.3, and a third times three is one."""
    assert value(X + Y, x="0.1", y="0.2") == Fraction(3, 10)
    assert value(b.ratio(X, 3, when_empty=0) * 3, x=1) == 1


def test_attributes_and_params_of_the_unit() -> None:
    tree = b.ratio(X, Attribute("population"), when_empty=0) * Param("times")
    one = UnitFigures("u", "c", {"x": Fraction(3)}, {"population": Fraction(4)}, {"times": Fraction(2)})
    assert score_units(tree, (), [one])[0].value == Fraction(3, 2)  # 3 ÷ 4 × 2


def test_a_unit_that_lacks_a_symbol_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        score(X + Y, x=1)


def test_no_units() -> None:
    assert score_units(b.highest(X, when_empty=0), (), []) == []


# rounding

ROUNDED: list[tuple[str, RoundMode, int, str]] = [
    # tie away from zero, to even, towards zero, away, to minus and to plus infinity: 2.5 and -2.5, then 3.5
    ("2.5", "half-up", 0, "3"),
    ("-2.5", "half-up", 0, "-3"),
    ("2.5", "half-even", 0, "2"),
    ("-2.5", "half-even", 0, "-2"),
    ("3.5", "half-even", 0, "4"),
    ("2.5", "down", 0, "2"),
    ("-2.5", "down", 0, "-2"),
    ("2.1", "up", 0, "3"),
    ("-2.1", "up", 0, "-3"),
    ("-2.5", "floor", 0, "-3"),
    ("-2.5", "ceiling", 0, "-2"),
    ("2.1", "ceiling", 0, "3"),
    ("2", "up", 0, "2"),
    # floats hold 2.675 as 2.67499…, so that they round it down
    ("2.675", "half-up", 2, "2.68"),
    ("2.674999", "half-up", 2, "2.67"),
    ("1/3", "up", 3, "0.334"),
]


@pytest.mark.parametrize(("number", "mode", "places", "expected"), ROUNDED)
def test_rounding(number: str, mode: RoundMode, places: int, expected: str) -> None:
    assert round_fraction(Fraction(number), places, mode) == Fraction(expected)


# powers and logarithms


@pytest.mark.parametrize("degree", [2, 3, 7])
def test_a_root_raised_again_is_the_number_itself(degree: int) -> None:
    """In digits, √6 squared is 5.99…9: its floor would be 5."""
    tree = b.floor(b.power(b.root(X, degree), degree), 1)
    assert [value(tree, x=x) for x in range(50)] == [*range(50)]


def test_floor_of_the_cube_root_of_every_small_cube() -> None:
    """In floats, floor(n³ ** (1/3)) is n - 1 for most n."""
    tree = b.floor(b.root(X, 3))
    outcomes = score_units(tree, (), xs(*[side**3 for side in range(1, 1_001)]))
    assert [one.value for one in outcomes] == list(range(1, 1_001))


def test_one_beside_a_cube_falls_on_the_right_side() -> None:
    """The cube root of 10^27 + 1 is 10^9 + 3.3…·10^-19, of 10^27 - 1 as much below."""
    assert value(b.floor(b.root(X, 3)), x=10**27 - 1) == 10**9 - 1
    assert value(b.round_(b.root(X, 3), 0, "ceiling"), x=10**27 + 1) == 10**9 + 1
    # degree 10: root(10^60 + 1) is 10^6 + 10^-55, nearer to a boundary than the 10^-40 that unclear values are given
    assert value(b.round_(b.root(X, 10), 0, "ceiling"), x=10**60 + 1) == 10**6 + 1


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (b.round_(b.root(27, 3)), "3"),
        (b.root(X), "3/2"),  # √2.25, exact without a rounding
        (b.power(X, "1.5"), "27/8"),  # 2.25^(3/2) = 1.5³
        (b.power(X, -1), "4/9"),
        (b.power(0, 0), "1"),
        (b.round_(b.root(2), 10), "1.4142135624"),
        (b.floor(b.root(2) * b.root(2)), "2"),  # a hair under 2 in decimals
        (b.floor(b.root(8) - b.root(2) - b.root(2)), "0"),  # 2√2 - √2 - √2
        (b.floor(b.log(1000, 10)), "3"),  # floats give 2.9999999999999996
        (b.floor(b.log(8, 4) * 2), "3"),  # log₄8 = 3/2
        (b.round_(b.log(X, "1.5"), 3), "2"),
        (b.round_(b.log(2), 12), "0.693147180560"),  # 0.6931471805599453…
        (b.round_(b.log("0.5"), 3), "-0.693"),
        (b.floor(b.log(2) + b.log("0.5")), "0"),
    ],
)
def test_powers_and_logarithms(tree: Num, expected: str) -> None:
    assert value(tree, x="2.25") == Fraction(expected)


def test_a_number_without_a_root_or_logarithm_is_an_error_of_that_node() -> None:
    for node in (b.root(X), b.log(X), b.power(X, "-0.5")):
        assert score(b.round_(node, 2), x=-1).error == node
    assert score(b.log(X), x=0).error == b.log(X)
    assert score(b.power(X, -1), x=0).error == b.power(X, -1)
    with pytest.raises(ValueError, match="no power"):
        power_of(Fraction(-1), Fraction(1, 2))
    with pytest.raises(ValueError, match="no logarithm"):
        log_of(Fraction(0), None)


def test_unclear_values_are_taken_to_lie_on_a_boundary_only_when_very_near() -> None:
    assert round_approximate(2 - Fraction(1, 10**41), 0, "floor") == 2
    assert round_approximate(2 - Fraction(1, 10**39), 0, "floor") == 1


# marks


def test_mean_of_marks() -> None:
    """Five marks 6, 7, 7.5, 9, 10: the mean is 39.5 ÷ 5; without 6 and 10 it is 23.5 ÷ 3."""
    five = marks("7.5", 6, 10, 7, 9)
    assert score_units(b.mean(MARKS), (), [five])[0].value == Fraction("7.9")
    assert score_units(b.mean(MARKS, drop=1, fewest=3), (), [five])[0].value == Fraction(47, 6)


def test_median_of_marks() -> None:
    assert score_units(b.median(MARKS), (), [marks("7.5", 6, 10, 7, 9)])[0].value == Fraction("7.5")
    # two in the middle: (7 + 7.5) ÷ 2
    assert score_units(b.median(MARKS), (), [marks("7.5", 6, 10, 7, BLANK)])[0].value == Fraction("7.25")


@pytest.mark.parametrize(
    ("given_marks", "expected"),
    [
        ((8, KP, 6, BLANK, 7), Outcome(State.OK, Fraction(7))),  # 6, 7, 8
        ((8, KP, 6, BLANK, BLANK), Outcome(State.NOT_REPORTED, None)),  # two of three
        ((KP, KP, KP, BLANK, KP), Outcome(State.NOT_REPORTED, None)),
        ((KP, KP, KP, KP, KP), Outcome(State.NOT_ASSIGNED, None)),
    ],
)
def test_marks_may_be_missing_down_to_the_fewest(given_marks: tuple[Given, ...], expected: Outcome) -> None:
    assert score_units(b.mean(MARKS, fewest=3), (), [marks(*given_marks)]) == [expected]


def test_a_mark_that_is_also_used_by_itself_may_not_be_missing() -> None:
    tree = b.mean(MARKS) + MARKS[0]
    assert score_units(tree, (), [marks(BLANK, 1, 1, 1, 1)])[0].state is State.NOT_REPORTED
    assert score_units(tree, (), [marks(1, BLANK, 1, 1, 1)])[0].value == 2


# states


def test_states_of_figures() -> None:
    assert score(X + Y, x=1, y=BLANK) == Outcome(State.NOT_REPORTED, None)
    assert score(X + Y, x=1, y=KP) == Outcome(State.NOT_ASSIGNED, None)
    assert score(X + Y, x=BLANK, y=KP) == Outcome(State.NOT_ASSIGNED, None)
    assert score(X, x=1, y=BLANK) == Outcome(State.OK, Fraction(1))  # y is not in the formula


def test_a_blank_counts_also_in_a_case_that_is_not_reached() -> None:
    assert score(b.when(X > 0, 1, Y), x=1, y=BLANK).state is State.NOT_REPORTED


def test_a_unit_that_is_not_assigned() -> None:
    assert score_units(X, (), [unit(x=1, assigned=False)]) == [Outcome(State.NOT_ASSIGNED, None)]


def test_a_blank_may_have_a_meaning() -> None:
    spec = FigureSpec("x", "count", Text.same("X"), blank=Fraction(3))
    assert score(X + 1, [spec], x=BLANK).value == 4
    assert score(X + 1, [spec], x=KP).state is State.NOT_ASSIGNED
    shared = UnitFigures("u", "c", {}, {"x": BLANK})
    assert score_units(Attribute("x"), [spec], [shared])[0].value == 3


GONE = b.ratio(1, X, when_empty=NOT_ASSIGNED)
FAULT = b.ratio(1, X, when_empty=ERROR)


@pytest.mark.parametrize(
    "tree",
    [
        GONE,
        GONE + 1,
        1 - GONE,
        GONE * 0,
        b.least(GONE, 0),
        b.clip(GONE, 0, 1),
        b.round_(GONE, 2),
        b.ratio(GONE, 2, when_empty=0),
        b.ratio(2, GONE, when_empty=0),
        b.when(GONE > 0, 1, 0),
        b.when((GONE > 0) | (Y > 0), 1, 0),
        b.when((GONE > 0) & (Y < 0), 1, 0),
        b.when(~(GONE > 0), 1, 0),
        b.bands(GONE, [(0, 1)], below=0),
        b.bands(5, [(GONE, 1)], below=0),
        b.count_of([GONE, 1], at_least=1),
        b.choose((Y > 0, GONE), otherwise=0),
        b.rescale(GONE, when_flat=0),
        b.share_of_best(GONE, when_empty=0),
    ],
)
def test_not_assigned_and_errors_reach_what_uses_them(tree: Num) -> None:
    assert score(tree, x=0, y=1) == Outcome(State.NOT_ASSIGNED, None)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (b.when(Y > 0, 7, GONE), 7),
        (b.when(Y < 0, FAULT, 7), 7),
        (b.choose((Y > 0, 7), (FAULT > 0, 8), otherwise=GONE), 7),
        (b.bands(Y, [(0, 7), (5, GONE)], below=FAULT), 7),
        (b.ratio(7, Y, when_empty=FAULT), 7),
        (b.ratio(7, X, when_empty=b.when(Y > 0, 7, GONE)), 7),
        (b.highest(Y, when_empty=FAULT) + 6, 7),
    ],
)
def test_what_is_not_reached_has_no_effect(tree: Num, expected: int) -> None:
    assert score(tree, x=0, y=1) == Outcome(State.OK, Fraction(expected))


def test_errors_name_the_first_node() -> None:
    other = b.ratio(2, X, when_empty=ERROR)
    assert score(FAULT + 1, x=0) == Outcome(State.OK, None, FAULT)
    assert score(other * FAULT, x=0).error == other
    assert score(GONE + FAULT, x=0).error == FAULT
    assert score(FAULT, x=BLANK) == Outcome(State.NOT_REPORTED, None)


# across a cluster


def test_values_across_the_cluster() -> None:
    """Values 4, 1, 1, 6: highest 6, lowest 1, sum 12, mean 3, four units."""
    units = xs(4, 1, 1, 6)
    assert column(b.highest(X, when_empty=0), units) == [6] * 4
    assert column(b.lowest(X, when_empty=0), units) == [1] * 4
    assert column(b.sum_across(X), units) == [12] * 4
    assert column(b.mean_across(X, when_empty=0), units) == [3] * 4
    assert column(b.count_across(X > 0), units) == [4] * 4
    assert column(b.count_across(X > 1), units) == [2] * 4
    assert column(b.rank_across(X, when_empty=0), units) == [2, 3, 3, 1]
    assert column(b.rank_across(X, prefer="low", when_empty=0), units) == [3, 1, 1, 4]


def test_equal_ranks_take_the_better_place() -> None:
    assert column(b.rank_across(X, when_empty=0), xs(9, 7, 7, 5)) == [1, 2, 2, 4]


def test_clusters_are_apart_unless_all_are_asked_for() -> None:
    units = [*xs(4, 1, cluster="a"), *xs(9, cluster="b")]
    assert column(b.highest(X, when_empty=0), units) == [4, 4, 9]
    assert column(b.highest(X, over="all", when_empty=0), units) == [9, 9, 9]
    assert column(b.rank_across(X, over="all", when_empty=0), units) == [2, 3, 1]


def test_units_without_a_score_are_left_out() -> None:
    units = [*xs(4, BLANK, KP, 2), unit("e", x=9, assigned=False), unit("f", x=8, ranked=False)]
    assert column(b.highest(X, when_empty=0), units) == [4, BLANK, KP, 4, KP, 4]
    assert column(b.count_across(X >= 0), units) == [2, BLANK, KP, 2, KP, 2]
    assert column(b.rank_across(X, when_empty=99), units) == [1, BLANK, KP, 2, KP, 99]


def test_among_and_empty_sets() -> None:
    units = xs(4, 1, 6)
    assert column(b.highest(X, among=X < 5, when_empty=0), units) == [4, 4, 4]
    assert column(b.highest(X, among=X > 9, when_empty="0.5"), units) == [Fraction(1, 2)] * 3
    assert column(b.highest(X, among=X > 9, when_empty=X), units) == [4, 1, 6]
    assert column(b.lowest(X, among=X > 9, when_empty=NOT_ASSIGNED), units) == [KP] * 3
    tree = b.mean_across(X, among=X > 9, when_empty=ERROR)
    assert column(tree, units) == [tree] * 3
    assert column(b.sum_across(X, among=X > 9), units) == [0, 0, 0]
    assert column(b.rank_across(X, among=X < 5, when_empty=0), units) == [1, 2, 0]


def test_a_unit_whose_own_part_is_not_assigned_still_sees_the_set() -> None:
    """1 ÷ x for x = 2, 0, 4: the highest is ½; the unit with 0 has none of its own."""
    units = xs(2, 0, 4)
    assert column(b.highest(GONE, when_empty=0), units) == [Fraction(1, 2)] * 3
    assert column(b.rank_across(GONE, when_empty=7), units) == [1, 7, 2]
    assert column(b.share_of_best(GONE, when_empty=7), units) == [1, KP, Fraction(1, 2)]
    assert column(b.highest(X, among=GONE > 0, when_empty=7), units) == [4, 4, 4]


def test_a_unit_whose_own_part_is_in_error_is_in_error() -> None:
    units = xs(2, 0, 4)
    assert column(b.highest(FAULT, when_empty=0), units) == [Fraction(1, 2), FAULT, Fraction(1, 2)]
    # ... unless the condition keeps it from being looked at
    assert column(b.highest(FAULT, among=X > 0, when_empty=0), units) == [Fraction(1, 2)] * 3


def test_rescale() -> None:
    """2, 5, 10 between 2 and 10: 0, 3 ÷ 8, 1."""
    units = xs(2, 5, 10)
    assert column(b.rescale(X, when_flat=0), units) == [0, Fraction(3, 8), 1]
    assert column(b.rescale(X, prefer="low", when_flat=0), units) == [1, Fraction(5, 8), 0]
    assert column(b.rescale(X, among=X < 10, when_flat=9), units) == [0, 1, 9]
    assert column(b.rescale(X, when_flat="0.5"), xs(3, 3)) == [Fraction(1, 2)] * 2
    assert column(b.rescale(X, when_flat=NOT_ASSIGNED), xs(3)) == [KP]


def test_share_of_best() -> None:
    units = xs(2, 5, 10)
    assert column(b.share_of_best(X, when_empty=0), units) == [Fraction(1, 5), Fraction(1, 2), 1]
    assert column(b.share_of_best(X, prefer="low", when_empty=0), units) == [1, Fraction(2, 5), Fraction(1, 5)]
    assert column(b.share_of_best(X, among=X < 10, when_empty=9), units) == [Fraction(2, 5), 1, 9]
    assert column(b.share_of_best(X, when_empty="0.5"), xs(0, 0)) == [Fraction(1, 2)] * 2


def test_the_lowest_of_nothing_is_best_when_low_is_preferred() -> None:
    assert column(b.share_of_best(X, prefer="low", when_empty=9), xs(0, 4)) == [1, 0]


def test_a_unit_that_is_not_ranked_is_held_between_the_others() -> None:
    units = [
        *xs(2, 10),
        unit("over", x=14, ranked=False),
        unit("under", x=1, ranked=False),
        unit("in", x=6, ranked=False),
    ]
    assert column(b.rescale(X, when_flat=9), units) == [0, 1, 1, 0, Fraction(1, 2)]
    assert column(b.share_of_best(X, when_empty=9), units) == [Fraction(1, 5), 1, 1, Fraction(1, 10), Fraction(3, 5)]
    alone = [unit(x=14, ranked=False)]
    assert column(b.share_of_best(X, when_empty=9), alone) == [9]


def test_values_across_may_be_nested() -> None:
    """Shares of the best of 2, 5, 10 are 0.2, 0.5, 1; their mean is 17 ÷ 30, above which is one unit."""
    share = b.share_of_best(X, when_empty=0)
    above = b.count_across(share > b.mean_across(share, when_empty=0))
    assert column(above, xs(2, 5, 10)) == [1, 1, 1]


# the whole


def test_a_sum_of_thousands_of_figures() -> None:
    figures = {f"f{index}": index for index in range(5_000)}
    tree = b.total(Figure(name) for name in figures)
    assert value(tree, **figures) == 5_000 * 4_999 // 2


def test_columns_are_let_go_once_nobody_reads_them() -> None:
    tree = b.round_(b.root(X + 2), 2) + b.round_(b.log(X, 10), 2)
    assert list(evaluate(tree, (), xs(1, 2)).columns) == [tree]
    assert len(evaluate(tree, (), xs(1, 2), keep=True).columns) == len(evaluate(tree, (), ()).nodes)


def test_trace_holds_every_part_once() -> None:
    shared = b.ratio(X, Y, when_empty=NOT_ASSIGNED)
    tree = b.when(shared > 1, shared, 0) + b.highest(shared, when_empty=0)
    units = [unit("a", x=6, y=4), unit("b", x=8, y=4), unit("c", x=1, y=0)]
    whole = trace(tree, (), units, "a")
    assert (whole.node, whole.value, whole.state) == (tree, Fraction(7, 2), State.OK)  # 6 ÷ 4 + 8 ÷ 4
    chosen, best = whole.parts
    condition, taken, otherwise = chosen.parts
    assert condition.value is True
    assert otherwise.value == 0
    assert taken is condition.parts[0] is best.parts[0]
    assert best.members == (("a", Fraction(3, 2)), ("b", Fraction(2)))
    assert best.counted
    assert not trace(tree, (), units, "c").parts[1].counted
    with pytest.raises(KeyError):
        trace(tree, (), units, "z")


def test_trace_of_a_unit_without_a_score_shows_its_figures() -> None:
    whole: Trace = trace(X + Y, (), [unit(x=1, y=BLANK)], "u")
    assert (whole.value, whole.state, whole.own) == (None, BLANK, BLANK)
    assert [(part.value, part.state) for part in whole.parts] == [(1, State.OK), (None, BLANK)]


def test_trace_names_the_node_in_error() -> None:
    whole = trace(FAULT + 1, (), [unit(x=0)], "u")
    assert (whole.value, whole.error, whole.own) == (None, FAULT, State.OK)
