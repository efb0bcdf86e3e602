"""Steps: made once, folded where they are known, refused where a division is not guarded."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring.formula.arithmetic import Arithmetic, Value
from dvk_scoring.formula.interpret import Interpreter
from dvk_scoring.formula.program import MOST_ROWS, Plan, Program, Ref


def test_equal_steps_are_one_step() -> None:
    p = Program()
    x, y = p.input("x", 0, 9), p.input("y", 0, 9)
    assert p.add(x, y) == p.add(y, x)
    assert p.mul(x, y) == p.mul(y, x)
    assert p.sub(x, y) != p.sub(y, x)


def test_constants_fold() -> None:
    p = Program()
    x = p.input("x", 0, 9)
    assert p[p.add(p.const(2), p.const(3))].value == 5
    assert p.mul(x, p.const(1)) == x
    assert p.mul(x, p.const(0)) == p.const(0)
    assert p.add(x, p.const(0)) == x
    assert p.sub(x, x) == p.const(0)
    assert p.max(x, p.const(0)) == x
    assert p.le(x, p.const(9)) == p.yes
    assert p.lt(x, p.const(0)) == p.no
    assert p.not_(p.not_(p.present("x"))) == p.present("x")
    assert p.when(p.yes, x, p.const(3)) == x


def test_written_numbers_of_a_product_are_one() -> None:
    p = Program()
    x, y = p.input("x", -3, 9), p.input("y", 0, 4)
    six = p.mul(p.const(6), x)
    assert p.mul(p.const(2), p.mul(x, p.const(3))) == six
    assert p.mul(six, p.mul(y, p.const(-2))) == p.mul(p.const(-12), p.mul(x, y))
    both = p.add(six, p.mul(p.const(4), y))
    assert p.mul(p.const(5), both) == p.add(p.mul(p.const(30), x), p.mul(p.const(20), y))


def test_a_product_is_not_taken_into_a_sum_that_is_narrower_than_its_parts() -> None:
    p = Program()
    x, y = p.input("x", 2**40, 2**40 + 1, full=True), p.input("y", 2**40, 2**40 + 1, full=True)
    near = p.add(p.mul(p.const(2), x), p.mul(p.const(-2), y))
    assert p.widest(p.mul(near, p.const(2**22))) == p[p.mul(p.const(2), x)].bits


@given(
    st.lists(st.integers(-5, 5), min_size=3, max_size=3),
    st.lists(st.integers(-4, 4), min_size=2, max_size=4),
    st.lists(st.tuples(st.sampled_from(("add", "sub", "mul")), st.integers(0, 99), st.integers(0, 99)), max_size=9),
)
def test_sums_and_products_are_what_they_are_in_python(
    row: list[int], written: list[int], steps: list[tuple[str, int, int]]
) -> None:
    p = Program()
    data = dict(zip("xyz", row, strict=True))
    known = [(p.input(name, -5, 5), number) for name, number in data.items()]
    known += [(p.const(number), number) for number in written]
    for op, left, right in steps:
        (a, x), (b, y) = known[left % len(known)], known[right % len(known)]
        known.append((getattr(p, op)(a, b), {"add": x + y, "sub": x - y, "mul": x * y}[op]))
    for ref, value in known:
        assert computed(p, ref, {name: [number] for name, number in data.items()}) == value
        assert p[ref].low <= value <= p[ref].high


def computed(p: Program, ref: Ref, data: dict[str, list[int]]) -> int:
    (value,) = Interpreter(Plan(p, {"it": ref}), lambda *_: []).run(data, ["k"])["it"]
    return value


@given(
    st.integers(-(10**6), 10**6),
    st.integers(1, 999),
    st.fractions(Fraction(1, 99), 9, max_denominator=99),
    st.integers(0, 2),
)
def test_half_up_is_by_magnitude(over: int, under: int, factor: Fraction, places: int) -> None:
    p = Program()
    columns = p.input("x", -(10**6), 10**6), p.input("y", 1, 999, full=True)
    value = Value(factor, columns[0], (columns[1],), p.no, p.no)
    exact = factor * over / under * 10**places
    expected = floor(abs(exact) + Fraction(1, 2)) * (-1 if over < 0 else 1)
    rounded = Arithmetic(p).round(value, places, "half-up")
    assert computed(p, rounded, {"x": [over], "y": [under]}) == expected


@pytest.mark.parametrize(("low", "high"), [(0, 5), (-1, 5), (-3, -1)])
def test_a_divisor_that_could_be_zero_is_refused(low: int, high: int) -> None:
    p = Program()
    with pytest.raises(ArithmeticError, match="unguarded division"):
        p.div(p.input("x", 0, 9), p.input("y", low, high))


def test_a_negative_number_is_not_divided() -> None:
    p = Program()
    with pytest.raises(ArithmeticError, match="unguarded division"):
        p.div(p.input("x", -1, 9), p.const(2))


def test_intervals() -> None:
    p = Program()
    x, y = p.input("x", -3, 9), p.input("y", 0, 4)
    bounds = {
        p.add(x, y): (-3, 13),
        p.sub(x, y): (-7, 9),
        p.mul(x, y): (-12, 36),
        p.mul(x, x): (0, 81),
        p.abs(x): (0, 9),
        p.min(x, y): (-3, 4),
        p.max(x, y): (0, 9),
        p.div(p.abs(x), p.max(y, p.const(2))): (0, 4),
        p.sum(x, p.yes, "all"): (-3 * MOST_ROWS, 9 * MOST_ROWS),
        p.assume(x, 0, 5): (0, 5),
    }
    assert {ref: (p[ref].low, p[ref].high) for ref in bounds} == bounds


def test_width() -> None:
    p = Program()
    narrow, wide = p.const(2**62), p.const(2**63)
    assert not p[narrow].wide
    assert p[wide].wide
    assert p.fits_columns(p.const(2**126))
    assert not p.fits_columns(p.const(-(2**127)))
    assert p.widest(narrow) == 63
