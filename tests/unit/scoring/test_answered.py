"""Rulings answer the warnings that ask for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures, read_rulings, score

SCHEME = """
[scheme]
id = "answered"
title = "Answered"
not_reported = "not-ranked"
voices = ["claimed", "final"]

[criteria]
records = { plugin = "direct", weight = 60, title = "Records" }
models = { plugin = "direct", weight = 40, title = "Models" }
"""
CLAIMED = "unit,voice,records.points,models.points\na,claimed,KP,30\nb,claimed,KP,20\nc,claimed,50,KP\n"


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        ([], {"records.points": "a, b", "models.points": "c"}),
        ([("a", "records")], {"records.points": "b", "models.points": "c"}),
        ([("a", "records"), ("b", "records")], {"models.points": "c"}),
        ([("c", "records")], {"records.points": "a, b", "models.points": "c"}),
        ([("a", "records"), ("b", "records"), ("c", "models")], {}),
    ],
)
def test_kp_that_only_units_say_is_answered_by_a_ruling(
    tmp_path: Path, acts: list[tuple[str, str]], left: dict[str, str]
) -> None:
    for name, text in (("scheme.toml", SCHEME), ("claimed.csv", CLAIMED)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    figures = read_figures(scheme, [tmp_path / "claimed.csv"])
    rows = [
        {"unit": unit, "not_assigned": f"criteria.{of}", "reason": "…", "date": date(2026, 11, 30), "ref": str(at)}
        for at, (unit, of) in enumerate(acts)
    ]
    rulings, _ = read_rulings(scheme, figures, rows)
    found = score(scheme, figures, rulings).problems
    assert {one.place.header: str(one.args["units"]) for one in found if one.code == "DVK-D503"} == left
