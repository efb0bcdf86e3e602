"""A part above its whole in a form: the sheet asks about just those cells that ``collect`` then tells of (D324).

3,646 of 3,591 is the case the warning is for; see ``tests/wrecks/test_wholes.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from dvk_scoring import load_scheme
from dvk_scoring.forms.collect import collect_forms
from dvk_scoring.forms.collected import CollectOrder
from dvk_scoring.forms.make import FormOrder, make_forms
from tests.office.filled import cells_of
from tests.office.recalculated import recalculated_files

SCHEME: Final = """
[scheme]
id = "parts"
title = "Hồ sơ"
voices = ["claimed", "final"]
not_reported = "not-ranked"
[clusters]
a = { title = "Khối A" }
b = { title = "Khối B" }
[criteria.records]
plugin = "ratio"
weight = 100
title = "Hồ sơ đúng hạn"
params = { goal = { a = 1, b = "6/5" } }
figures.under = { by = "unit" }
"""
UNITS: Final = "unit,name,cluster\na1,Xã A1,a\na2,Xã A2,a\na3,Xã A3,a\na4,Xã A4,a\nb1,Xã B1,b\n"
OVER, UNDER = "records.over", "records.under"
Filled = Mapping[str, Mapping[str, Mapping[str, object]]]
CLAIMED: Final[Filled] = {
    "a1": {OVER: {"value": 3646}, UNDER: {"value": 3591}},
    "a2": {OVER: {"value": 3591}, UNDER: {"value": 3591}},  # all of it
    "a3": {OVER: {"value": 3646}, UNDER: {"value": "KP"}},
    "a4": {OVER: {"value": 3646.5}, UNDER: {"value": 3591}},  # no whole number, which is what is wrong with it
    "b1": {OVER: {"value": 3646}, UNDER: {"value": 3591}},  # 120 % is asked for
}
FINAL: Final[Filled] = {
    "a1": {OVER: {"agree": "x"}, UNDER: {"agree": "x"}},
    "a2": {OVER: {"value": 3580, "reason": "Trùng 11 hồ sơ"}, UNDER: {"value": 3579, "reason": "Trùng 12 hồ sơ"}},
    "a3": {OVER: {"value": 3592, "reason": "Đếm lại"}, UNDER: {"agree": "x"}},
    "b1": {OVER: {"agree": "x"}, UNDER: {"agree": "x"}},
}
EARLIER: Final = (
    "unit,voice,records.over,records.under\n"
    "a1,claimed,3646,3591\na2,claimed,3646,3591\na3,claimed,3646,3591\na4,claimed,3646,3591\nb1,claimed,3646,3591\n"
)


def fill(path: Path, values: Filled) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in (one for one in book.worksheets if "dvk-form" in str(one["A1"].value)):
        for unit, figure, cells in cells_of(sheet, _unit):
            for role, value in values.get(unit, {}).get(figure, {}).items():
                cells[role].value = value
    book.save(path)


def _unit(sheet: Any) -> str:
    return str(sheet.title)


def asked(path: Path) -> dict[tuple[str, str], str]:
    """Give what the sheets ask about: unit and figure → what the check says, of those that it is in doubt of."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        (unit, figure): cells["check"].value
        for sheet in book.worksheets
        if "dvk-form" in str(sheet["A1"].value)
        for unit, figure, cells in cells_of(sheet, _unit)
        if str(cells["check"].value).endswith("?")
    }


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("xlsxwriter")
    monkeypatch.chdir(tmp_path)
    Path("scheme.toml").write_text(SCHEME, encoding="utf-8")
    Path("units.csv").write_text(UNITS, encoding="utf-8")
    Path("claimed.csv").write_text(EARLIER, encoding="utf-8")
    return tmp_path


def test_the_sheet_asks_about_what_collect_tells_of(here: Path) -> None:
    scheme, units = load_scheme("scheme.toml"), Path("units.csv")
    orders = {
        "claimed": (FormOrder(scheme, voice="claimed", units=units), CLAIMED),
        "final": (FormOrder(scheme, voice="final", units=units, earlier=(Path("claimed.csv"),)), FINAL),
    }
    for voice, (order, values) in orders.items():
        make_forms(order, here / f"{voice}.xlsx")
        assert asked(here / f"{voice}.xlsx") == {}
        fill(here / f"{voice}.xlsx", values)
    paths = recalculated_files([here / "claimed.xlsx", here / "final.xlsx"], here / "again")
    wanted = {
        "claimed": {("a1", OVER): "lớn hơn E"},
        "final": {("a1", OVER): "lớn hơn H", ("a2", OVER): "lớn hơn H", ("a3", OVER): "lớn hơn H"},
    }
    for path in paths:
        voice = path.stem.rpartition("-")[2]
        said = asked(path)
        assert {key: one.rstrip("0123456789?") for key, one in said.items()} == wanted[voice]
        collected = collect_forms(CollectOrder(scheme, (path,), units=units, voice=voice))
        told = [one for one in collected.problems if one.code == "DVK-D324"]
        assert {(one.place.unit, one.place.header) for one in told} == set(said)
