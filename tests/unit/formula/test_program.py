"""Steps: made once, folded where they are known, refused where a division is not guarded."""

from __future__ import annotations

import pytest

from dvk_scoring.formula.program import MOST_ROWS, Program


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
