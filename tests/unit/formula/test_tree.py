"""Nodes of a formula: what operators build, what they refuse, equality by structure."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast
from weakref import ref

import pytest

from dvk_scoring.formula.build import all_of, any_of, least, total
from dvk_scoring.formula.tree import (
    Add,
    And,
    Compare,
    Cond,
    Figure,
    FormulaError,
    Multiply,
    Not,
    Num,
    Number,
    Or,
    Subtract,
    number,
)
from dvk_scoring.formula.walk import children, walk
from dvk_scoring.problem import problem

X, Y = Figure("x"), Figure("y")
# What a type checker would already refuse.
ANY: Any = X
OTHER: Any = Y
ONE, HALF = Number(Fraction(1)), Number(Fraction(1, 2))

FLOAT = ("0.5 không phải số chính xác.", "0.5 is not an exact number.")
TRUE = ("True không phải số chính xác.", "True is not an exact number.")
NO_TRUTH = (
    "Công thức chưa có giá trị đúng hay sai trong lúc đang viết.",
    "A formula is neither true nor false while it is being written.",
)
DIVISION = ("Không chia bằng dấu /, //, % trong công thức.", "There is no division by /, // or % in a formula.")
POWER = ("Không lũy thừa bằng dấu ** trong công thức.", "There is no power by ** in a formula.")
NO_VALUE = (
    (
        "Công thức chưa có giá trị trong lúc đang viết: "
        "abs(), round(), int(), float(), math.sqrt() và range() không dùng được."
    ),
    (
        "A formula has no value while it is being written: "
        "abs(), round(), int(), float(), math.sqrt() and range() do not work on it."
    ),
)


def no_number(shown: str) -> tuple[str, str]:
    return f"{shown} không phải là số.", f"{shown} is not a number."


@pytest.mark.parametrize(
    ("code", "texts", "mistake"),
    [
        ("DVK-F101", FLOAT, lambda: ANY + 0.5),
        ("DVK-F101", FLOAT, lambda: 0.5 - ANY),
        ("DVK-F101", FLOAT, lambda: ANY * 0.5),
        ("DVK-F101", FLOAT, lambda: ANY < 0.5),
        ("DVK-F101", TRUE, lambda: ANY + True),
        ("DVK-F102", no_number("'ten'"), lambda: ANY + "ten"),
        ("DVK-F102", no_number("None"), lambda: number(cast("Any", None))),
        ("DVK-F102", no_number("Decimal('NaN')"), lambda: ANY + Decimal("NaN")),
        ("DVK-F102", no_number("Decimal('Infinity')"), lambda: ANY + Decimal("Infinity")),
        ("DVK-F102", no_number("'1/0'"), lambda: ANY + "1/0"),
        ("DVK-F103", NO_TRUTH, lambda: 1 if ANY > 0 else 0),
        ("DVK-F103", NO_TRUTH, lambda: ANY and OTHER),
        ("DVK-F103", NO_TRUTH, lambda: (ANY > 0) or (OTHER > 0)),
        ("DVK-F103", NO_TRUTH, lambda: not (ANY > 0)),
        ("DVK-F103", NO_TRUTH, lambda: 0 < ANY < 5),
        ("DVK-F103", NO_TRUTH, lambda: min(ANY, OTHER)),
        ("DVK-F104", DIVISION, lambda: ANY / OTHER),
        ("DVK-F104", DIVISION, lambda: 1 / ANY),
        ("DVK-F104", DIVISION, lambda: ANY // 2),
        ("DVK-F104", DIVISION, lambda: 7 // ANY),
        ("DVK-F104", DIVISION, lambda: ANY % 2),
        ("DVK-F105", POWER, lambda: ANY**2),
        ("DVK-F106", NO_VALUE, lambda: float(ANY)),
        ("DVK-F106", NO_VALUE, lambda: int(ANY)),
        ("DVK-F106", NO_VALUE, lambda: round(ANY, 2)),
        ("DVK-F106", NO_VALUE, lambda: math.sqrt(ANY)),
        ("DVK-F106", NO_VALUE, lambda: list(range(ANY))),
        ("DVK-F106", NO_VALUE, lambda: "abc"[ANY]),
    ],
)
def test_a_mistake_is_named_with_advice(code: str, texts: tuple[str, str], mistake: Callable[[], object]) -> None:
    with pytest.raises(FormulaError) as caught:
        mistake()
    assert caught.value.code == code
    found = problem(code, None, **caught.value.args_)
    assert (found.text("vi"), found.text("en")) == texts
    assert found.hint("vi")
    assert found.hint("en")
    assert str(caught.value)


@pytest.mark.parametrize(
    ("written", "node"),
    [
        (X + 1, Add(X, ONE)),
        (1 + X, Add(ONE, X)),
        (1 - X, Subtract(ONE, X)),
        (X * Decimal("0.5"), Multiply(X, HALF)),
        ("0.5" * ANY, Multiply(HALF, X)),
        (-X, Subtract(Number(Fraction(0)), X)),
        (X >= 1, Compare(">=", X, ONE)),
        # Python turns a comparison round when a plain number stands on the left: 1 < x is x > 1.
        (ONE.value < ANY, Compare(">", X, ONE)),
    ],
)
def test_operators_build_nodes_in_the_order_written(written: Num | Cond, node: Num | Cond) -> None:
    assert written == node


def test_conditions_combine() -> None:
    low, high = X > 0, Y > 0
    assert (low & high) == And((low, high)) == all_of(low, high)
    assert (low | high) == Or((low, high)) == any_of(low, high)
    assert ~low == Not(low)


def test_two_equal_signs_compare_formulas() -> None:
    """``==`` gives a plain answer about structure: the author who means values writes ``equal``."""
    assert (Figure("x") + 1 == Figure("x") + 1) is True
    assert (ANY == 1) is False
    assert len({X + 1, Figure("x") + 1, 1 + X}) == 2


def test_equal_nodes_are_one_whoever_makes_them() -> None:
    """Eight threads that make the same thousand sums at once make a thousand, and each of them has all."""
    with ThreadPoolExecutor(8) as several:
        made = list(several.map(lambda _: [Figure("many") + at for at in range(1_000)], range(8)))
    assert len({id(node) for nodes in made for node in nodes}) == 1_000


def test_a_node_goes_with_its_last_use() -> None:
    gone = ref(Figure("gone") + 1)
    assert gone() is None
    kept = Figure("kept") * 2
    seen = ref(Figure("kept"))
    assert seen() is kept.parts[0]


def test_nodes_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        X.name = "z"  # type: ignore[misc]


def test_walk_gives_parts_before_wholes_and_each_once() -> None:
    shared = X + Y
    tree = least(shared * shared, shared)
    nodes = walk(tree)
    assert nodes == (X, Y, shared, shared * shared, tree)
    for place, node in enumerate(nodes):
        assert all(nodes.index(part) < place for part in children(node))


def test_walk_takes_equal_parts_for_one() -> None:
    assert walk((Figure("x") + 1) * (Figure("x") + 1)) == (X, Number(Fraction(1)), X + 1, (X + 1) * (X + 1))


def test_a_formula_may_be_deep() -> None:
    figures = [Figure(f"f{index}") for index in range(5_000)]
    deep: Num = total(figures)
    assert len(walk(deep)) == 5_000 + 4_999
