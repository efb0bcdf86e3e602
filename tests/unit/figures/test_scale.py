"""Numbers far from those of the other units: from five units on, and only beyond twenty times or under a twentieth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dvk_scoring.scheme.model import Scheme

Make = Callable[..., Scheme]


def told(reader: Any, scheme: Scheme, figure: str, *values: str) -> list[tuple[str, str | None]]:
    rows = [f"u{at},wards,{value}\n" for at, value in enumerate(values, 1)]
    found = reader.problems(scheme, "".join([f"unit,cluster,{figure}\n", *rows]))
    return [(one.code, one.place.unit) for one in found if one.code in ("DVK-D316", "DVK-D317")]


@pytest.mark.parametrize(
    ("last", "far"),
    [("80", False), ("80.001", True), ("0.2", False), ("0.199", True), ("0", False), ("", False)],
)
def test_twenty_times_the_median_and_a_twentieth_are_not_far_yet(
    reader: Any, make_scheme: Make, last: str, far: bool
) -> None:
    """The median of 4, 4, 4, 4 and any other is 4; 4 × 20 = 80 and 4 ÷ 20 = 0.2."""
    values = ("4", "4", "4", "4", last)
    assert told(reader, make_scheme(), "service.area", *values) == ([("DVK-D316", "u5")] if far else [])


@pytest.mark.parametrize("fifth", ["", "0", "KP"])
def test_fewer_than_five_with_a_value_other_than_zero_are_not_compared(
    reader: Any, make_scheme: Make, fifth: str
) -> None:
    assert told(reader, make_scheme(), "service.area", "4", "4", "4", "800", fifth) == []


def test_percents_of_at_most_one_are_told_from_five_units_on(reader: Any, make_scheme: Make) -> None:
    """1 is the most that a ratio can be; 1.01 is none."""
    ratios = ("0.9", "0.95", "0.97", "0.9", "1")
    assert told(reader, make_scheme(), "service.rate", *ratios) == [("DVK-D317", None)]
    assert told(reader, make_scheme(), "service.rate", *ratios[:3], ratios[4]) == []
    assert told(reader, make_scheme(), "service.rate", *ratios[:4], "1.01") == []
