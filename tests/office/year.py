"""A committee's year: forty invented units, what they report, and returns that are each spoiled in a way of its own.

The units and all their figures are illustrative. The figures are those of the shipped sample; the units that the
sample does not have report what one of them does, a few counts changed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import openpyxl

from tests.office.filled import cells_of, is_form, type_in

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "configs" / "dan-van-kheo-2020"
LETTERS = tuple("AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY")

SCHEME = """\
extends = "dan-van-kheo-2020"

[scheme]
id = "dvk-2027"
title = "Thi đua “Dân vận khéo” năm 2027"
valid = { from = 2027-01-01, to = 2027-12-31 }

[titles.flag]
vote = { of = "all members", at_least = "80%" }

[titles.merit]
vote = { of = "all members", at_least = "80%" }
"""
"""The scheme of the year: the shipped one, other dates, and votes that count the absent too."""

Figures = Mapping[str, Mapping[str, str]]


@attrs.frozen
class Unit:
    """A unit: its id, its name, its cluster, and the unit of the sample whose figures it reports."""

    id: str
    name: str
    cluster: str
    like: str


def units() -> list[Unit]:
    """Give eleven departments and twenty-nine districts, one for each letter of the alphabet."""
    departments = [one for one in _rows("units.csv") if one.startswith("phong")]
    districts = [one for one in _rows("units.csv") if one.startswith("huyen")]
    found = [
        Unit(f"phong-{at:02}", f"Phòng nghiệp vụ {at}", f"departments-{1 if at < 7 else 2}", like)
        for at, like in enumerate(departments, 1)
    ]
    for at, letter in enumerate(LETTERS, 1):
        like = districts[(at - 1) % len(districts)]
        found.append(Unit(f"huyen-{at:02}", f"Công an huyện {letter}", f"districts-{1 if at < 16 else 2}", like))
    return found


def figures(file: str) -> dict[str, dict[str, str]]:
    """Give unit → column → what one voice says, blanks left out."""
    like = _rows(file)
    found: dict[str, dict[str, str]] = {}
    for one in units():
        own = {name: value for name, value in like[one.like].items() if value and name not in ("unit", "voice", "name")}
        at = int(one.id[-2:])
        changed = (
            {"outreach.sessions": at % 5, "media.own": at % 7}
            if one.cluster.startswith("districts") and at > 14
            else {}
        )
        for name in changed.keys() & own.keys():
            own[name] = str(int(own[name]) - changed[name])
        found[one.id] = own
    return found


def _rows(file: str) -> dict[str, dict[str, str]]:
    with (SAMPLE / file).open(encoding="utf-8", newline="") as opened:
        return {row["unit"]: row for row in csv.DictReader(opened)}


def write_csv(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write a table as a clerk's own program would, in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)


def fill_in(path: Path, values: Figures, *, agree: bool = False, changes: Figures | None = None) -> int:
    """Fill in the forms of a workbook; give how many cells.

    Args:
        values: Unit → column → what is written into the cell.
        agree: Where nothing is written, tick what the form shows as reported before.
        changes: Unit → column → why a figure is another one.
    """
    book = openpyxl.load_workbook(path)
    filled: list[tuple[Any, object]] = []
    count = 0
    for sheet in filter(is_form, book.worksheets):
        for unit, figure, cells in cells_of(sheet, lambda one: str(json.loads(one["A1"].value)["unit"])):
            earlier = cells["earlier"].value if "earlier" in cells else None
            value = values.get(unit, {}).get(figure)
            if value is None and agree and earlier is not None:
                filled.append((cells["agree"], "x"))
                count += 1
                continue
            if value is None:
                continue
            filled.append((cells["value"], typed(value)))
            why = (changes or {}).get(unit, {}).get(figure)
            if why is not None:
                filled.append((cells["reason"], why))
            count += 1
    type_in(path, book, filled)
    return count


def typed(value: object) -> object:
    """Give what a cell holds after somebody typed this."""
    if not isinstance(value, str):
        return value
    if value.isdecimal():
        return int(value)
    try:
        return float(value)
    except ValueError:
        return value
