"""Rulings answer the warnings that ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures, read_rulings, score
from dvk_scoring.scoring.result import Result

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
LOOKED_AT = """
[knock_outs.few]
title = "Few records"
when = { of = "criteria.records.points", at_most = 10 }
effect = { title = "none" }
reason = "Few"
"""
CLAIMED = "unit,voice,records.points,models.points\na,claimed,KP,30\nb,claimed,KP,20\nc,claimed,50,KP\n"


def scored(folder: Path, acts: Sequence[tuple[str, str]], claimed: str, scheme_text: str = SCHEME) -> Result:
    for name, text in (("scheme.toml", scheme_text), ("claimed.csv", claimed)):
        (folder / name).write_text(text, encoding="utf-8")
    scheme = load_scheme(folder / "scheme.toml")
    figures = read_figures(scheme, [folder / "claimed.csv"])
    rows = [
        {"unit": unit, "not_assigned": f"criteria.{of}", "reason": "…", "date": date(2026, 11, 30), "ref": str(at)}
        for at, (unit, of) in enumerate(acts)
    ]
    rulings, _ = read_rulings(scheme, figures, rows)
    return score(scheme, figures, rulings)


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
    found = scored(tmp_path, acts, CLAIMED).problems
    assert {one.place.header: str(one.args["units"]) for one in found if one.code == "DVK-D503"} == left


@pytest.mark.parametrize("policy", ["warn", "not-reported"])
@pytest.mark.parametrize(
    ("acts", "told"),
    [
        ([], (5, 3, "“Records: Points given” (3), “Models: Points given” (2)")),
        ([("a", "records"), ("b", "records")], (3, 3, "“Models: Points given” (2), “Records: Points given” (1)")),
        ([("a", "records"), ("a", "models")], (3, 2, "“Records: Points given” (2), “Models: Points given” (1)")),
        ([("c", "models")], (5, 3, "“Records: Points given” (3), “Models: Points given” (2)")),  # nothing claimed
        ([(unit, of) for unit in "abc" for of in ("records", "models")], None),
    ],
)
def test_what_a_ruling_does_not_assign_waits_for_no_appraisal(
    tmp_path: Path, policy: str, acts: list[tuple[str, str]], told: tuple[int, int, str] | None
) -> None:
    """Nobody has to appraise what is not scored: neither the warning nor the list of who waits has it."""
    claimed = "unit,voice,records.points,models.points\na,claimed,40,30\nb,claimed,30,20\nc,claimed,50,\n"
    text = SCHEME.replace("voices", f'unappraised = "{policy}"\nvoices')
    result = scored(tmp_path, acts, claimed, text)
    found = [one for one in result.problems if one.code in ("DVK-D504", "DVK-D506")]
    assert [(one.args["count"], one.args["units"], one.args["figures"].en) for one in found] == (  # type: ignore[attr-defined]
        [] if told is None else [told]
    )
    waiting = [(unit.unit, name) for unit in result.units for name in unit.unappraised]
    assert len(waiting) == (0 if told is None else told[0])
    assert {(unit, name.partition(".")[0]) for unit, name in waiting}.isdisjoint(acts)


def test_a_result_keeps_the_figures_as_they_were_read(tmp_path: Path) -> None:
    """Scored once more with the figures of a result, the same waits; without the rulings all of it."""
    claimed = "unit,voice,records.points,models.points\na,claimed,40,30\nb,claimed,30,20\nc,claimed,50,\n"
    first = scored(tmp_path, [("a", "records"), ("b", "records")], claimed)
    again = score(first.scheme, first.figures, first.rulings)
    every = score(first.scheme, first.figures)
    for result, count in ((first, 3), (again, 3), (every, 5)):
        assert [one.args["count"] for one in result.problems if one.code == "DVK-D504"] == [count]
        assert sum(len(unit.unappraised) for unit in result.units) == len(result.waiting) == count


def test_a_condition_takes_a_figure_for_not_assigned_with_its_criterion(tmp_path: Path) -> None:
    claimed = "unit,voice,records.points,models.points\na,claimed,4,30\nb,claimed,4,30\n"
    result = scored(tmp_path, [("a", "records")], claimed, SCHEME + LOOKED_AT)
    assert {unit.unit: (unit.unappraised, unit.knock_outs) for unit in result.units} == {
        "a": (("models.points",), ()),
        "b": (("records.points", "models.points"), ("few",)),
    }
    assert [one.args["count"] for one in result.problems if one.code == "DVK-D504"] == [3]


SHARED = """
[scheme]
id = "shared"
title = "Shared"
not_reported = "not-ranked"
voices = ["claimed", "final"]

[clusters]
k1 = { title = "K1", kind = "k1" }
k2 = { title = "K2", kind = "k2" }

[criteria]
first = { plugin = "social-work", weight = { k1 = 60, k2 = 100 }, title = "First" }
second = { plugin = "social-work", weight = { k1 = 40 }, applies_to = ["k1"], title = "Second" }
"""
BESIDE = {
    "": "",
    "bonus": '[bonuses]\nmore = { plugin = "social-work", title = "More", to = "total", cap = 1 }\n',
    "condition": """
[figures]
staff = { title = "Staff", type = "count" }
[knock_outs.few]
title = "Few"
when = { of = "figures.staff", at_most = 1 }
effect = { title = "none" }
reason = "Few"
""",
}


@pytest.mark.parametrize(
    ("acts", "waiting"),
    [
        ([("a", "first")], ["a", "b"]),  # the other criterion reads it
        ([("a", "first"), ("a", "second")], ["b"]),
        ([("b", "first")], ["a"]),  # the kind of b has no other criterion
    ],
)
@pytest.mark.parametrize("beside", BESIDE)
def test_a_shared_figure_waits_while_anything_reads_it(
    tmp_path: Path, acts: list[tuple[str, str]], waiting: list[str], beside: str
) -> None:
    """What a bonus has, or a condition looks at, is no criterion's that could be not assigned."""
    rows = "unit,cluster,voice,staff\na,k1,claimed,5\nb,k2,claimed,5\n"
    result = scored(tmp_path, acts, rows, SHARED + BESIDE[beside])
    assert sorted(unit.unit for unit in result.units if unit.unappraised) == (["a", "b"] if beside else waiting)
