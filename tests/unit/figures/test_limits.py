"""A figure held to the one that it may not exceed, when columns are half as wide, as those of many rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs
import polars as pl
import pytest

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.table import MOST_BY_HAND
from dvk_scoring.figures.validate import Checked, Extent, check_limits, measure
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.text import Text

LABEL = Text.same("x")


def over(places: Mapping[str, int], columns: Mapping[str, Sequence[int]], dtype: type[pl.DataType]) -> list[str]:
    """Give the units whose ``part`` (and ``more``) are above ``whole``; numbers are × 10^places."""
    part = FigureSpec("part", "decimal", LABEL, places=places["part"], at_most="whole", plus=("more",))
    others = [FigureSpec(name, "decimal", LABEL, places=places[name]) for name in ("whole", "more")]
    wanted = {f"c.{spec.name}": (spec, "c") for spec in (part, *others)}
    units = [f"u{at}" for at in range(len(columns["part"]))]
    series = [pl.Series(f"c.{name}", values, dtype) for name, values in columns.items()]
    frame = pl.DataFrame([pl.Series("unit", units), *series])
    checked = Checked(frame, 0, measure(frame, list(wanted), frozenset()), (), wanted)
    return [str(one.place.unit) for one in check_limits(checked)]


@pytest.mark.parametrize("dtype", [pl.Int32, pl.Int64])
def test_ten_decimals_beside_whole_numbers_that_are_all_nought(dtype: type[pl.DataType]) -> None:
    """The factor of 10^10 is wider than 32 bits though nothing times it is: 0.1 of 0.2 is allowed, 0.1 of 0 is not."""
    fine = 10**9
    assert (
        over(
            {"whole": 10, "part": 10, "more": 0}, {"whole": [2 * fine] * 2, "part": [fine, fine], "more": [0, 0]}, dtype
        )
        == []
    )
    assert over({"whole": 0, "part": 10, "more": 0}, {"whole": [0, 0], "part": [0, fine], "more": [0, 0]}, dtype) == [
        "u1"
    ]


@pytest.mark.parametrize("dtype", [pl.Int32, pl.Int64])
def test_sums_beyond_half_the_width(dtype: type[pl.DataType]) -> None:
    """2,000,000,000 and as much again are more than 2^31: 4·10^9 above 2·10^9, and not below nought."""
    most = 2 * 10**9
    assert over({"whole": 0, "part": 0, "more": 0}, {"whole": [most], "part": [most], "more": [most]}, dtype) == ["u0"]
    assert over({"whole": 0, "part": 1, "more": 0}, {"whole": [most], "part": [most], "more": [0]}, dtype) == []


NAMES = ("part", "more", "whole")
Row = tuple["int | str | None", ...]


def told(rows: Sequence[Row], blank: Mapping[str, int | None], *, alone: bool = False, each: bool = False) -> list[str]:
    """Give what is told of rows of part, more and whole; ``blank``: what a blank of each counts as, KP is not assigned.

    ``alone``: the part is held to the whole by itself; ``each``: what is beside it is, too.
    """
    wanted = {
        f"c.{name}": (
            FigureSpec(name, "decimal", LABEL, blank=None if (at := blank.get(name)) is None else Fraction(at)),
            "c",
        )
        for name in NAMES
    }
    part = wanted["c.part"][0]
    held = FigureSpec("part", "decimal", LABEL, blank=part.blank, at_most="whole", plus=() if alone else ("more",))
    wanted["c.part"] = held, "c"
    if each:
        wanted["c.more"] = attrs.evolve(wanted["c.more"][0], at_most="whole"), "c"
    columns = {"unit": pl.Series([f"u{at}" for at in range(len(rows))])}
    for at, name in enumerate(wanted):
        cells = [row[at] for row in rows]
        columns[name] = pl.Series([cell if isinstance(cell, int) else None for cell in cells], dtype=pl.Int64)
        columns[kp_flag(name)] = pl.Series([int(cell == "KP") for cell in cells], dtype=pl.Int8)
    frame = pl.DataFrame(columns)
    checked = Checked(frame, 0, measure(frame, list(wanted), frozenset(wanted)), (), wanted)
    found = ((one.place.unit, one.args["value"], one.args["limit"]) for one in check_limits(checked))
    return [f"{unit} {value.en if isinstance(value, Text) else value} > {limit}" for unit, value, limit in found]


def test_a_blank_is_held_to_the_limit_as_what_it_counts_as() -> None:
    rows: list[Row] = [(5, 0, None), (5, 0, "KP"), (5, 0, 4), (5, 0, 5), (1, 0, 3)]
    assert told(rows, {}) == ["u2 5 + 0 > 4"]
    assert told(rows, {"whole": 2}) == ["u0 5 + 0 > 2", "u2 5 + 0 > 4"]
    rows = [(None, 0, 4), ("KP", 0, 4), (4, 0, 4)]
    assert told(rows, {}, alone=True) == []
    assert told(rows, {"part": 5}, alone=True) == ["u0 5 > 4"]
    assert told([(2, None, 4), (3, None, 4), (3, "KP", 4), (4, "KP", 3)], {"more": 2}) == [
        "u1 3 + 2 > 4",
        "u3 4 + 0 > 3",
    ]


def test_of_parts_one_that_is_absent_counts_nothing_and_the_others_do() -> None:
    """A formula that asks which parts are given may count one alone; where no part is given nothing is compared."""
    rows: list[Row] = [(None, 6, 5), ("KP", 6, 5), (None, 5, 5), (6, None, 5), (None, None, -1), (2, None, None)]
    assert told(rows, {}) == ["u0 0 + 6 > 5", "u1 0 + 6 > 5", "u3 6 + 0 > 5"]
    assert told([(7, None, 6), (3, -5, 0)], {}) == ["u0 7 + 0 > 6"]
    assert told([(None, -5, -6), (-7, None, -6)], {}) == ["u0 0 + -5 > -6"]


def test_a_part_that_is_there_alone_and_has_the_limit_by_itself_is_told_once() -> None:
    rows: list[Row] = [(None, 6, 5), ("KP", 6, 5), (1, 6, 5), (0, 5, 5), (None, None, 5)]
    by_itself = ["u0 6 > 5", "u1 6 > 5", "u2 6 > 5"]
    assert told(rows, {}, each=True) == ["u2 1 + 6 > 5", *by_itself]
    assert told(rows[:2], {}, each=True) == by_itself[:2]
    assert told(rows, {"part": 1}, each=True) == ["u0 1 + 6 > 5", "u2 1 + 6 > 5", *by_itself]


def test_more_units_than_anyone_writes_by_hand_are_measured_too() -> None:
    """A scheme may have no figure at all; the ends of many columns are looked for at once."""
    frame = pl.DataFrame(
        {"a": pl.int_range(MOST_BY_HAND + 1, eager=True), "b": None}, schema={"a": pl.Int64, "b": pl.Int64}
    )
    assert measure(frame, [], frozenset()) == {}
    ends = {"a": Extent(0, MOST_BY_HAND, 0, 0), "b": Extent(None, None, len(frame), 0)}
    assert measure(frame, ["a", "b"], frozenset()) == ends
    assert measure(frame.head(3), ["a", "b"], frozenset()) == {"a": Extent(0, 2, 0, 0), "b": Extent(None, None, 3, 0)}
