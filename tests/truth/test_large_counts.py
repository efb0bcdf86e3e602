"""Made competitions with hundreds of something: scored as the oracle has it, and explained, reported and written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest

from dvk_scoring.analysis.explain import explain_units
from dvk_scoring.report.html.data import page_data
from dvk_scoring.report.json import json_lines
from dvk_scoring.text import Language
from tests.truth.competitions import EVERY, make
from tests.truth.differences import read_made, unit_differences
from tests.truth.law import Law

LANGUAGES: tuple[Language, ...] = ("vi", "en")
FEW = 8
PLENTY: Mapping[str, tuple[int, int, Mapping[str, int]]] = {
    "knock-outs": (0, FEW, {"knock-outs": 130}),
    "requirements": (0, FEW, {"requires": 130, "titles": 2}),
    "titles": (0, FEW, {"titles": 110}),
    "sections": (0, FEW, {"sections": 130, "criteria": 9}),
    "criteria": (0, 4, {"criteria": 130}),
    "bonuses and penalties": (0, 4, {"bonuses": 110, "penalties": 110}),
    "figures and tie-breaks": (0, FEW, {"figures": 130, "tie-breaks": 130}),
    "a ruling on 351 units, and 700 more": (17, 400, {"rulings": 351, "titles": 2}),
    "a tie of 398 units": (33, 400, {"tied": 500, "rows": 1, "titles": 2}),
}
"""A seed, units, and how many of what; what is too much to be read at all: ``tests/wrecks/test_huge_schemes.py``."""


@pytest.mark.parametrize("what", PLENTY)
def test_hundreds_of_it_are_scored_and_told(what: str, tmp_path: Path) -> None:
    seed, size, many = PLENTY[what]
    made = make(seed, EVERY - {"odd-ties", "voices"}, size, many)
    law = Law(made.read())
    assert not law.refused
    read = read_made(made, tmp_path)
    for engine in ("exact", "polars") if size > FEW else ("exact",):
        result = read.score(engine)
        found = [one for unit in result.units for one in unit_differences(law, unit)]
        assert not found, "\n".join(f"{one.unit} {one.told}" for one in found[:5])
    assert len(json.loads("".join(json_lines(result, "vi")))["units"]) == size
    if size <= FEW:
        assert page_data(result, "en")
    for _, told in islice(explain_units(result, LANGUAGES), 4):
        assert all(told[language] for language in LANGUAGES)
