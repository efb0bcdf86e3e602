"""A unit that the list does not have is asked for by the one that was meant."""

from __future__ import annotations

from typing import Any

import pytest

from dvk_scoring.forms.known import KnownUnit
from dvk_scoring.forms.returned import UnitReturn
from dvk_scoring.forms.whose import find_unit
from dvk_scoring.problem import Place

LISTED = {
    one: KnownUnit(one, name, "wards")
    for one, name in (("phong-11", "Phòng 11"), ("phong-01", "Phòng 1"), ("huyen-07", "Công an huyện Đ"))
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("phong-1", "phong-01"),  # a spreadsheet took the zero away; phong-11 is as near by its letters
        ("phong–11", "phong-11"),
        ("Công an huyện Ð", "huyen-07"),  # eth, which looks like the letter Đ
        ("phong-12", "phong-11"),
        ("xyz", ""),
    ],
)
def test_what_a_person_would_take_for_it_comes_before_what_is_near(make_scheme: Any, written: str, meant: str) -> None:
    place = Place(file="f.csv", line=2)
    one = UnitReturn(written, "", "", "", "unit", "", (), place, place)
    unit, found = find_unit(one, make_scheme(), LISTED)
    assert unit is None
    assert [(each.code, str(each.args["nearest"])) for each in found] == [("DVK-O514", meant)]
