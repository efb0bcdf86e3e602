"""How points and totals are told: what the council changed, limits, thirds, roundings; each worked out by hand."""

from __future__ import annotations

from pathlib import Path

from tests.unit.analysis.small import small


def test_a_change_of_points_is_no_voice_s(tmp_path: Path) -> None:
    """Claimed 15, appraised 13.5, the council takes 1: 12.5 count, and what was said stays said. 70 + 15 is over 80."""
    found = small(
        tmp_path,
        """
[criteria]
a = { plugin = "direct", weight = 20, title = "A" }
b = { plugin = "direct", weight = 80, title = "B" }
""",
        "unit,voice,a.points,b.points\nu1,claimed,15,70\nu1,appraised,13.5,70\n",
        """
unit = "u1"; points = { of = "criteria.a", change = -1 }
unit = "u1"; points = { of = "criteria.b", change = 15 }
unit = "u1"; points = { of = "total", change = -0.5 }
""",
        'voices = ["claimed", "appraised"]',
    )
    (unit,) = found.result.units
    assert {voice: str(points) for voice, points in unit.criteria["a"].points_by_voice.items()} == {
        "claimed": "15.00",
        "appraised": "13.50",
    }
    assert found.under("u1", "A: ")[-4:] == [
        "Points = 13.50",
        "In the voice “claimed”: 15.00 points",
        "The committee: −1.00 points, As heard (R1, 2026-06-01)",
        "After that: 13.50 − 1.00 = 12.50",
    ]
    assert found.under("u1", "A: ", "vi")[-4:] == [
        "Điểm = 13,50",
        "Theo claimed: 15,00 điểm",
        "Hội đồng: −1,00 điểm, As heard (R1, ngày 01/06/2026)",
        "Sau khi điều chỉnh: 13,50 − 1,00 = 12,50",
    ]
    assert found.under("u1", "B: ")[-1] == "After that: 70.00 + 15.00 = 85.00, held within 0 … 80.00: 80.00"
    assert found.under("u1", "Adding up")[:-1] == [
        "Adding up: 92.00",
        "All parts, before bonuses and penalties: 12.50 + 80.00 = 92.50",
        "The committee, on the total: −0.50 points, As heard (R3, 2026-06-01)",
        "Total: 92.50 − 0.50 = 92.00",
    ]


def test_thirds_are_fractions_and_the_limit_of_a_section_takes_from_its_bonus(tmp_path: Path) -> None:
    """5 of 6 is 25/3 of 10; with a bonus of 1 that is 28/3, of which 9 may be: 2/3 of the bonus count.

    50/3 + 80/3 = 130/3; 25/3 + 130/3 = 155/3, as a total 51.67; and 2/3 makes 52.3366…, 52.34.
    """
    found = small(
        tmp_path,
        """
[sections]
a = { title = "A", limits = { points = [0, 9] } }
b = { title = "B" }
[criteria]
a1 = { plugin = "ratio", weight = 6, title = "A1", section = "a" }
a2 = { plugin = "ratio", weight = 4, title = "A2", section = "a" }
b1 = { plugin = "ratio", weight = 50, title = "B1", section = "b" }
b2 = { plugin = "ratio", weight = 40, title = "B2", section = "b" }
[bonuses]
x = { plugin = "direct", title = "X", to = "sections.a", cap = 2 }
""",
        "unit,a1.over,a1.under,a2.over,a2.under,b1.over,b1.under,b2.over,b2.under,x.points\nu1,5,6,KP,KP,1,3,2,3,1\n",
        frame='not_assigned = "leaves-section"\nrounding = { criterion = "none", section = "none", total = 2 }',
    )
    assert found.under("u1", "B1")[0] == "B1: ≈ 16.666667 of 50 points"
    assert found.under("u1", "B1")[-1] == "Points: 0.333333 × 50 ≈ 16.666667 (exactly 50/3)"
    assert found.under("u1", "A1")[-1] == "Points: 5/6 × 6 = 5"
    assert found.under("u1", "Adding up") == [
        "Adding up: 52.34",
        "A: 5 (of 6)",
        "A: part of it is not assigned, 5 ÷ 6 × 10 ≈ 8.333333 (exactly 25/3)",
        "  Bonuses: 1; by the limits (to hold A within 0 … 9) 2/3 count",
        "A with bonuses: 25/3 + 2/3 = 9",
        "B: 50/3 + 80/3 ≈ 43.333333 (exactly 130/3) (of 90)",
        "All parts, before bonuses and penalties: 25/3 + 130/3 ≈ 51.666667 (exactly 155/3)",
        "After it is rounded to 2 decimals: ≈ 51.666667 (exactly 155/3) → 51.67",
        "Bonuses: ≈ 0.666667 (exactly 2/3)",
        "Total: 51.67 + 2/3 ≈ 52.336667 (exactly 15701/300), rounded to 2 decimals: 52.34",
        "Rounding: points of criteria not at all, the total to 2 decimals; a half or more counts as one",
    ]
    assert found.under("u1", "Cộng điểm", "vi")[3:5] == [
        "  Điểm thưởng: 1; theo giới hạn (giữ A trong khoảng 0 … 9) tính 2/3",
        "A, gồm cả thưởng: 25/3 + 2/3 = 9",
    ]


def test_each_level_is_told_with_its_own_rounding(tmp_path: Path) -> None:
    """A: 50/3 up to whole points, 17. S: 47.25, the half to the even digit, 47.2. C: 10/3 as it is. 758/15 up: 50.6."""
    found = small(
        tmp_path,
        """
[sections]
s = { title = "S" }
[criteria]
a = { plugin = "ratio", weight = 50, title = "A", section = "s", rounding = { places = 0, mode = "up" } }
b = { plugin = "direct", weight = 45, title = "B", section = "s" }
c = { plugin = "ratio", weight = 5, title = "C", rounding = { places = "none" } }
x = { plugin = "per-occurrence", title = "X", for = "tie-break" }
[ranking]
break = [{ by = "criteria.x", prefer = "low" }, { by = "committee" }]
""",
        "unit,a.over,a.under,b.points,c.over,c.under,x.times\nu1,1,3,30.25,2,3,2\nu2,17,50,30.25,2,3,KP\n",
        frame="rounding = { criterion = 2, section = 1, total = 1, shown = 0, "
        'mode = { criterion = "down", section = "half-even", total = "up" } }',
    )
    assert found.under("u1", "A: ")[-1] == (
        "Points: 0.333333 × 50 ≈ 16.666667 (exactly 50/3), rounded up to 0 decimals: 17"
    )
    assert found.under("u1", "X: ")[0] == "X: 2.00 (for tie-breaks, no points)"
    assert found.under("u2", "X: ")[-1] == "In tie-breaks the unit counts as without it."
    criteria = "points of criteria (but for those with a rounding of their own) to 2 decimals (the rest is cut off)"
    sections = "sections to 1 decimal (an exact half goes to the even digit)"
    assert found.under("u1", "Adding up") == [
        "Adding up: 50.6",
        "S: 17.00 + 30.25 = 47.25 (of 95)",
        "S: after it is rounded to 1 decimal (halves to even): 47.25 → 47.2",
        "All parts, before bonuses and penalties: 47.20 + 10/3 ≈ 50.533333 (exactly 758/15)",
        "After it is rounded up to 1 decimal: ≈ 50.533333 (exactly 758/15) → 50.6",
        "Total: 50.6",
        "Tables print the total with 0 decimals: 51; ranks go by 1",
        f"Rounding: {criteria}, {sections}, the total to 1 decimal (any rest counts as one)",
    ]
    assert found.under("u1", "Rank")[-1] == (
        "  Tie-break 1, the criterion “X”: 2 against none, so ranked above (who lacks it stands behind)"
    )


def test_it_is_seen_to_which_side_a_number_is_rounded(tmp_path: Path) -> None:
    """499,999 of 999,999 of 0.1 points: 0.0499999499…, which 6 decimals would show as 0.05, and cut is 0.04."""
    found = small(
        tmp_path,
        '[criteria]\na = { plugin = "ratio", weight = 0.1, title = "A" }\n'
        'b = { plugin = "direct", weight = 99.9, title = "B" }\n',
        "unit,a.over,a.under,b.points\nu1,499999,999999,50\n",
        frame='rounding = { criterion = 2, mode = "down" }',
    )
    assert found.under("u1", "A: ")[-1] == "Points: 0.499999 × 0.1 ≈ 0.049999950000, cut to 2 decimals: 0.04"


def test_bonuses_count_where_nothing_else_does(tmp_path: Path) -> None:
    """A section of which nothing is assigned has the bonuses that go there; a bonus to a criterion left out has none.

    2 + 1.5 = 3.5, of which 3 count; 60 of 60 is 100 of 100, and 3 make 103.
    """
    found = small(
        tmp_path,
        """
[sections]
s = { title = "S", limits = { bonus = 3 } }
[criteria]
a = { plugin = "direct", weight = 60, title = "A" }
b = { plugin = "direct", weight = 40, title = "B", section = "s" }
[bonuses]
x = { plugin = "direct", title = "X", to = "sections.s", cap = 5 }
y = { plugin = "direct", title = "Y", to = "sections.s", cap = 5 }
z = { plugin = "direct", title = "Z", to = "criteria.b", cap = 5 }
""",
        "unit,a.points,b.points,x.points,y.points,z.points\nu1,60,KP,2,1.5,4\n",
    )
    assert found.under("u1", "Adding up")[:-1] == [
        "Adding up: 103.00",
        "S: nothing of it is assigned",
        "  Bonuses: 2.00 + 1.50 = 3.50; by the limits (at most 3) 3.00 count",
        "S with bonuses: 0.00 + 3.00 = 3.00",
        "All parts, before bonuses and penalties: 60.00",
        "Only 60 of 100 points are assigned, so the sum is scaled to 100: 60.00 ÷ 60 × 100 = 100.00",
        "Bonuses: 3.00",
        "Total: 100.00 + 3.00 = 103.00",
    ]
    assert (
        "Z: 4.00 points, counted in the criterion “B” (not assigned, so it does not count)"
        in found.told("u1")["Bonuses"]
    )


def test_what_is_left_out_costs_all_the_same_and_a_change_of_it_has_no_effect(tmp_path: Path) -> None:
    """B is not assigned: of its penalties, 2 + 1.5, at most 3 count; the council's 5 points have nothing to stand on.

    60 of 60 is 100 of 100, less 3: 97.
    """
    found = small(
        tmp_path,
        """
[criteria]
a = { plugin = "direct", weight = 60, title = "A" }
b = { plugin = "direct", weight = 40, title = "B", limits = { penalty = 3 } }
[penalties]
x = { plugin = "direct", title = "X", to = "criteria.b", cap = 5 }
y = { plugin = "direct", title = "Y", to = "criteria.b", cap = 5 }
""",
        "unit,a.points,b.points,x.points,y.points\nu1,60,KP,2,1.5\n",
        'unit = "u1"; points = { of = "criteria.b", change = 5 }',
    )
    assert found.under("u1", "B")[-2:] == [
        "The committee: +5.00 points, As heard (R1, 2026-06-01); without effect, as there are no points",
        "It leaves both the points and what could be had.",
    ]
    assert found.under("u1", "Adding up")[:-1] == [
        "Adding up: 97.00",
        "“B”: penalties: 2.00 + 1.50 = 3.50; by the limits (at most 3) 3.00 count",
        "All parts, before bonuses and penalties: 60.00",
        "Only 60 of 100 points are assigned, so the sum is scaled to 100: 60.00 ÷ 60 × 100 = 100.00",
        "Penalties: 3.00",
        "Total: 100.00 − 3.00 = 97.00",
    ]
