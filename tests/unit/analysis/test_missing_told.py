"""How it is told where points of what is missing go, what a unit waits for, and which rulings came to nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.report.odd import find_odd
from dvk_scoring.text import Language
from tests.unit.analysis.small import Small, small

SECTIONS = """
[sections]
s = { title = "S" }
t = { title = "T" }
[criteria]
a = { plugin = "direct", weight = 30, title = "A", section = "s" }
b = { plugin = "direct", weight = 20, title = "B", section = "s" }
c = { plugin = "direct", weight = 10, title = "C", section = "t" }
d = { plugin = "direct", weight = 40, title = "D" }
"""


@pytest.mark.parametrize(
    ("language", "taken", "lost"),
    [
        (
            "en",
            "It leaves both the points and what could be had.",
            "No other part takes its points up: they are lost.",
        ),
        (
            "vi",
            "Tiêu chí ra khỏi cả điểm đạt được và điểm tối đa.",
            "Không có phần nào khác nhận số điểm này nên số điểm này mất.",
        ),
    ],
)
def test_points_are_lost_where_nothing_of_the_section_takes_them_up(
    tmp_path: Path, language: Language, taken: str, lost: str
) -> None:
    """B alone is scaled: 10 ÷ 20 × 50 = 25. C is alone in its section and D in none: 25 of 100 is the total."""
    found = small(
        tmp_path,
        SECTIONS,
        "unit,a.points,b.points,c.points,d.points\nu1,KP,10,KP,KP\n",
        frame='not_assigned = "leaves-section"',
    )
    (unit,) = found.result.units
    assert f"{unit.total}" == "25.00"
    assert [found.under("u1", f"{title}: ", language)[-1] for title in "ACD"] == [taken, lost, lost]


def test_points_are_taken_up_by_the_section_around(tmp_path: Path) -> None:
    """S lies in T, so what S loses T takes up: 5 ÷ 10 × 40 = 20, and 60 × 1/2 = 30."""
    found = small(
        tmp_path,
        """
[sections]
t = { title = "T" }
s = { title = "S", section = "t" }
[criteria]
a = { plugin = "direct", weight = 30, title = "A", section = "s" }
c = { plugin = "direct", weight = 10, title = "C", section = "t" }
d = { plugin = "direct", weight = 60, title = "D" }
""",
        "unit,a.points,c.points,d.points\nu1,KP,5,30\n",
        frame='not_assigned = "leaves-section"',
    )
    (unit,) = found.result.units
    assert f"{unit.total}" == "50.00"
    assert found.under("u1", "A: ")[-1] == "It leaves both the points and what could be had."


APPRAISED = """
[criteria]
a = { plugin = "ratio", weight = 60, title = "A" }
b = { plugin = "direct", weight = 40, title = "B" }
[penalties]
p = { plugin = "direct", title = "P", cap = 5 }
"""


@pytest.mark.parametrize(
    ("language", "appraised", "reported"),
    [
        ("en", "The unit is not ranked until it is appraised.", "The unit is not ranked until it reports."),
        (
            "vi",
            "Đơn vị chưa được xếp hạng cho đến khi được thẩm định.",
            "Đơn vị chưa được xếp hạng cho đến khi báo cáo.",
        ),
    ],
)
def test_what_is_claimed_waits_for_the_appraisal(
    tmp_path: Path, language: Language, appraised: str, reported: str
) -> None:
    """u1 claimed A and P, and nobody appraised them; u2 left a figure of A blank, u3 all."""
    head = "unit,voice,a.over,a.under,b.points,p.points\n"
    found = small(
        tmp_path,
        APPRAISED,
        f"{head}u1,claimed,3,4,10,1\nu1,appraised,,,10,\nu2,claimed,3,,10,1\nu2,appraised,3,,10,1\n"
        "u3,claimed,,,10,\nu3,appraised,,,10,\n",
        frame='voices = ["claimed", "appraised"]\nunappraised = "not-reported"\nnot_reported = "not-ranked"',
    )
    penalties = "Penalties" if language == "en" else "Điểm trừ"
    ends = [
        [found.under(unit, part, language)[-1].strip() for part in ("A: ", penalties)] for unit in ("u1", "u2", "u3")
    ]
    assert [ends[0], ends[1][:1], ends[2]] == [[appraised, appraised], [reported], [reported, reported]]


def test_a_change_of_points_where_there_are_none_is_not_listed_as_applied(tmp_path: Path) -> None:
    found = small(
        tmp_path,
        SECTIONS,
        "unit,a.points,b.points,c.points,d.points\nu1,KP,10,5,20\nu2,20,10,5,20\n",
        'units = ["u1"]; points = { of = "criteria.a", change = -1 }\n'
        'units = ["u1", "u2"]; points = { of = "criteria.a", change = -2 }',
    )
    assert found.under("u1", "A: ")[-2].endswith("without effect, as there are no points")
    assert _odd(found, "Other rulings applied") == ("u1, u2: “A” −2 points – As heard (R2, 2026-06-01)",)


def _odd(found: Small, heading: str) -> tuple[str, ...]:
    return next((one.lines for one in find_odd(found.result, "en") if one.heading == heading), ())


FINAL = """
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
[ranking]
ties = "final"
[titles]
flag = { title = "Flag", quota = { count = 1 } }
"""


def test_where_shared_ranks_are_final_a_ruling_is_asked_for_where_a_quota_cuts_through_them(tmp_path: Path) -> None:
    """u1 and u2 tie for one flag; u3 and u4 tie for nothing."""
    found = small(tmp_path, FINAL, "unit,a.points\nu1,90\nu2,90\nu3,80\nu4,80\n")
    (asked,) = [one for one in found.result.problems if one.code == "DVK-E106"]
    assert (
        asked.in_("en").partition(": ")[2].splitlines()[0]
        == "Still tied after every tie-break, and the committee has not ruled: u1, u2."
    )
    ruled = small(
        tmp_path, FINAL, "unit,a.points\nu1,90\nu2,90\nu3,80\nu4,80\n", 'units = ["u2", "u1"]; tie = "ranking"'
    )
    assert "DVK-E106" not in {one.code for one in ruled.result.problems}


def test_a_small_share_is_written_with_digits_that_can_be_multiplied(tmp_path: Path) -> None:
    """1 of 600,000, by 1,000: as printed 0.000001667 × 1,000 is near 0.001666667, not 0.002."""
    found = small(
        tmp_path,
        """
[criteria]
a = { plugin = "ratio", weight = 1000, title = "A", rounding = { places = 6 } }
""",
        "unit,a.over,a.under\nu1,1,600000\n",
        frame="total = 1000",
    )
    told = found.under("u1", "A: ")
    assert told[-1] == ("Points: 0.000001667 × 1,000 ≈ 0.001667 (exactly 1/600), rounded to 6 decimals: 0.001667")


def test_a_ruling_on_what_a_unit_does_not_have_is_not_listed_as_applied(tmp_path: Path) -> None:
    """u1 has nothing assigned, and so no total to change; v1 is of a kind that has no B to take away."""
    found = small(
        tmp_path,
        '[clusters]\nu = { title = "U", kind = "u" }\nv = { title = "V", kind = "v" }\n[criteria]\n'
        'a = { plugin = "direct", title = "A", weight = { u = 60, v = 100 } }\n'
        'b = { plugin = "direct", title = "B", weight = 40, applies_to = ["u"] }\n',
        "unit,cluster,a.points,b.points\nu1,u,KP,KP\nu2,u,20,10\nv1,v,30,\n",
        'unit = "u1"; points = { of = "total", change = 5 }\n'
        'unit = "u2"; points = { of = "total", change = 4 }\n'
        'unit = "v1"; not_assigned = "criteria.b"\n'
        'unit = "u2"; not_assigned = "criteria.b"',
    )
    assert _odd(found, "Other rulings applied") == (
        "u2: the total +4 – As heard (R2, 2026-06-01)",
        "u2: “B” not assigned – As heard (R4, 2026-06-01)",
    )


def test_each_tie_is_named_by_itself(tmp_path: Path) -> None:
    """A ruling names all of one tie and none of another: a list of all who are tied would be ruled on as one."""
    found = small(
        tmp_path,
        '[clusters]\nc = { title = "C" }\nd = { title = "D" }\n[criteria]\n'
        'a = { plugin = "direct", title = "A", weight = 100 }\n'
        '[titles]\nt = { title = "T", quota = { count = 1, per = "all" } }\n',
        "unit,cluster,a.points\nu4,c,70\nu2,c,80\nu3,c,70\nu1,c,80\nw1,d,10\nv1,c,95\nv2,d,95\nw2,d,10\nw3,d,11\n",
    )
    (asked,) = [one for one in found.result.problems if one.code == "DVK-E106"]
    assert str(asked.args["units"]) == "v1, v2; u1, u2; u3, u4; w1, w2"
    assert asked.text("vi").endswith("hội đồng chưa quyết định: v1, v2; u1, u2; u3, u4; w1, w2.")


@pytest.mark.parametrize("final", ["", '[ranking]\nties = "final"\n'])
def test_a_tie_over_all_clusters_names_all_who_must_be_ruled_on(tmp_path: Path, final: str) -> None:
    """Three of two clusters are equal, and two may have the title: a ruling on two of them settles nothing."""
    scheme = (
        '[clusters]\nc = { title = "C" }\nd = { title = "D" }\n[criteria]\n'
        'a = { plugin = "direct", title = "A", weight = 100 }\n'
        f'{final}[titles]\nt = {{ title = "T", quota = {{ count = 2, per = "all", reserve = 1 }} }}\n'
    )
    figures = "unit,cluster,a.points\nu1,c,95\nu2,c,95\nv1,d,95\nv2,d,10\n"

    def told(rulings: str) -> list[object]:
        found = small(tmp_path, scheme, figures, rulings)
        return [str(one.args["units"]) for one in found.result.problems if one.code == "DVK-E106"]

    assert told("") == ["u1, u2, v1"]
    assert told('units = ["u2", "u1"]; tie = "ranking"') == ["u1, u2, v1"]
    assert told('units = ["v1", "u2", "u1"]; tie = "ranking"') == []
