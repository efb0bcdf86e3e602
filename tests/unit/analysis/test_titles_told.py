"""How classes and titles are told: all that bars a title, and of what is open, why it is; each worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring.analysis.reason import Reasons
from tests.unit.analysis.small import small

ONE = '[criteria]\na = { plugin = "direct", weight = 100, title = "A" }\n'
EN, VI = "Titles", "Danh hiệu"


def test_all_that_bars_a_title_is_named_and_the_first_alone_in_one_line(tmp_path: Path) -> None:
    """U1 is knocked out, which takes its class too, and has 70 of the 75 asked: three bars. u2 has none of them."""
    found = small(
        tmp_path,
        """
[figures]
discipline = { title = "Officers disciplined", type = "count" }
[criteria]
a = { plugin = "direct", weight = 60, title = "A" }
b = { plugin = "direct", weight = 40, title = "B" }
[knock_outs]
k = { when = { of = "figures.discipline", at_least = 1 }, effect = { class_at_most = "fair", title = "none" }, \
reason = "An officer was disciplined" }
[classes]
good = { title = "Good", from = 60 }
fair = { title = "Fair", from = 0 }
[titles]
flag = { title = "Flag", requires = [{ class_at_least = "good" }, { of = "every criterion", at_least = "75%" }] }
""",
        "unit,discipline,a.points,b.points\nu1,2,40,30\nu2,0,60,30\n",
    )
    first = "knocked out: An officer was disciplined (the figure “Officers disciplined”: 2)"
    assert Reasons(found.result, "en").title(found.result.unit("u1"), "flag") == first
    assert found.under("u1", EN)[1:] == [
        f"Flag: not proposed – {first}",
        "  also: needs the class “Good” or better, has “Fair” (An officer was disciplined)",
        "  also: needs the share of points in the criterion “A” at 75% or more, has 66.666667%",
    ]
    assert found.under("u1", VI, "vi")[1:] == [
        "Flag: không đề nghị – bị loại trừ: An officer was disciplined (số liệu “Officers disciplined”: 2)",
        "  thêm nữa: cần xếp loại từ “Good” trở lên, đơn vị xếp loại “Fair” (An officer was disciplined)",
        "  thêm nữa: cần tỷ lệ điểm của tiêu chí “A” từ 75% trở lên, đơn vị đạt 66,666667%",
    ]
    assert found.under("u1", "Class")[1:3] == ["Good (from 60): reached with 70.00, but not given:", f"  {first}"]
    assert found.under("u2", EN)[1:] == ["Flag: proposed – place 1 of 1 eligible in the cluster; 1 may be proposed"]


def test_a_tie_across_the_cut_a_hold_before_and_an_earlier_title_that_is_open(tmp_path: Path) -> None:
    """Two flags, u2 on hold: u3 has one only if u2 passes. One merit: u4 has it unless u2 or u3 comes by with none."""
    scheme = f"""{ONE}[titles]
flag = {{ title = "Flag", quota = {{ count = 2 }} }}
merit = {{ title = "Merit", quota = {{ count = 1 }}, not_with = ["flag"] }}
"""
    rows = "unit,a.points\nu1,90\nu2,80\nu3,70\nu4,60\n"
    found = small(tmp_path, scheme, rows, 'unit = "u2"; hold = { effect = ["titles"] }')
    assert found.under("u2", EN)[1] == (
        "Flag: on hold – eligible, but on hold: As heard (R1, 2026-06-01); its place is kept"
    )
    held = "on hold, with their places kept: u2"
    assert found.under("u3", EN)[1:] == [
        f"Flag: undecided – place 2 to 3 of 4 eligible in the cluster; 2 may be proposed; {held}",
        "Merit: undecided – “Flag” is not decided yet; whoever has it cannot have this title",
    ]
    assert found.under("u3", VI, "vi")[1] == (
        "Flag: chưa quyết định – đứng thứ 2 đến 3 trong 4 đơn vị đủ điều kiện của cụm; được đề nghị 2; "
        "đang chưa xét mà vẫn giữ suất: u2"
    )
    assert found.under("u4", EN)[1] == (
        "Flag: not proposed – place 3 to 4 of 4 eligible in the cluster; only 2 may be proposed"
    )
    tied = small(tmp_path, scheme, rows.replace("u3,70", "u3,80"))
    assert tied.under("u2", EN)[1] == (
        "Flag: undecided – tied with u3 in every tie-break at place 2; 2 may be proposed, so the committee must rule"
    )


@pytest.mark.parametrize(
    ("awards", "en", "vi"),
    [
        ("", "It costs nothing for now.", "Tạm tính 0 điểm trừ."),
        (
            '[classes]\ngood = { title = "Good", from = 0 }',
            "It costs nothing for now; the class waits until it is reported.",
            "Tạm tính 0 điểm trừ; xếp loại chờ đến khi báo cáo.",
        ),
        (
            '[titles]\nflag = { title = "Flag" }',
            "It costs nothing for now; the titles wait until it is reported.",
            "Tạm tính 0 điểm trừ; danh hiệu chờ đến khi báo cáo.",
        ),
    ],
)
def test_a_blank_penalty_makes_that_wait_which_the_scheme_gives(tmp_path: Path, awards: str, en: str, vi: str) -> None:
    late = '[penalties]\nlate = { plugin = "direct", title = "Late", to = "total", cap = 5 }\n'
    found = small(tmp_path, ONE + late + awards, "unit,a.points,late.points\nu1,90,\n", frame='not_reported = "zero"')
    assert found.under("u1", "Penalties")[-1].strip() == en
    assert found.under("u1", "Điểm trừ", "vi")[-1].strip() == vi


def test_a_blank_leaves_class_and_title_open_and_is_named(tmp_path: Path) -> None:
    """Under "zero": u1's knock-out cannot be looked at, u2's penalty may cost, u3's condition is on a blank figure."""
    found = small(
        tmp_path,
        """
[figures]
discipline = { title = "Officers disciplined", type = "count" }
satisfied = { title = "Satisfied people", type = "count" }
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
[penalties]
late = { plugin = "direct", title = "Late", to = "total", cap = 5 }
[knock_outs]
k = { when = { of = "figures.discipline", at_least = 1 }, effect = { class_at_most = "fair" }, reason = "Disciplined" }
[classes]
good = { title = "Good", from = 80, requires = [{ of = "figures.satisfied", at_least = 50 }] }
fair = { title = "Fair", from = 0 }
[titles]
flag = { title = "Flag", requires = [{ class_at_least = "good" }] }
""",
        "unit,discipline,satisfied,a.points,late.points\nu1,,60,90,0\nu2,0,60,88,\nu3,0,,86,1\nu4,0,70,84,0\n",
        frame='not_reported = "zero"',
    )
    assert found.under("u1", "Class") == [
        "Class: undecided",
        "Good (from 80): reached with 90.00, but not decided:",
        "  may be knocked out: Disciplined (the figure “Officers disciplined”: not reported)",
        "Fair (from 0): reached with 90.00, but not decided:",
        "  a better class is not decided",
    ]
    assert found.under("u2", "Class")[1:3] == [
        "Good (from 80): reached with 88.00, but not decided:",
        "  “Late” not reported, so what it costs is not known",
    ]
    assert found.under("u2", "Penalties")[1::4] == [
        "Late: not reported",
        "    1. “Points given”: not reported",
    ]
    assert found.under("u2", "Penalties")[-1] == (
        "  It costs nothing for now; the class and the titles wait until it is reported."
    )
    assert found.under("u3", "Class")[2] == (
        "  needs the figure “Satisfied people” at 50 or more, which cannot be seen: not reported"
    )
    assert found.under("u3", "Xếp loại", "vi")[:3] == [
        "Xếp loại: chưa xác định",
        "Good (từ 80 điểm): tổng 85,00 đạt mức, nhưng chưa xác định được:",
        "  cần số liệu “Satisfied people” từ 50 trở lên, mà chưa xem được: chưa báo cáo",
    ]
    assert found.under("u3", EN)[1] == (
        "Flag: undecided – needs the class “Good” or better, and its class is not decided"
    )
    # Everybody who is eligible has the flag, so that nothing that is open of others changes anything for u4.
    assert found.under("u4", EN)[1].startswith("Flag: proposed – ")


def test_shared_places_are_gone_for_the_next(tmp_path: Path) -> None:
    """95 95 90 80 80, one gold, silver and bronze: two golds use up the silver; u3 has bronze."""
    found = small(
        tmp_path,
        f"""{ONE}[titles]
gold = {{ title = "Gold", quota = {{ count = 1, tie = "share" }} }}
silver = {{ title = "Silver", quota = {{ count = 1, tie = "share" }}, not_with = ["gold"], after = ["gold"] }}
bronze = {{ title = "Bronze", quota = {{ count = 1, tie = "share" }}, not_with = ["gold", "silver"], \
after = ["gold", "silver"] }}
""",
        "unit,a.points\nu1,95\nu2,95\nu3,90\nu4,80\nu5,80\n",
    )
    assert found.under("u1", EN)[1] == (
        "Gold: proposed – place 1 of 5 eligible in the cluster; 1 may be proposed; "
        "tied with u2: those who tie at the last place are all proposed"
    )
    assert found.under("u3", EN)[2:] == [
        "Silver: not proposed – place 1 of 3 eligible in the cluster; no place is left",
        "  “Gold” used up 1 of the 1 place: 0 left",
        "Bronze: proposed – place 1 of 3 eligible in the cluster; 1 may be proposed",
    ]
    assert found.under("u3", VI, "vi")[3] == "  Trong 1 suất, “Gold” đã dùng mất 1, còn 0"


def test_two_levels_reserve_and_out_of_competition(tmp_path: Path) -> None:
    """One a cluster and one in all: u1 with 95; u3, first in the south, in reserve; u2 is second in the north."""
    found = small(
        tmp_path,
        """
[clusters]
c1 = { title = "North", kind = "unit" }
c2 = { title = "South", kind = "unit" }
guest = { title = "Guests", kind = "unit", ranked = false }
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
[titles]
flag = { title = "Flag", quota = { count = 1, per = "cluster", in_all = 1, reserve = 1 } }
""",
        "unit,cluster,a.points\nu1,c1,95\nu2,c1,90\nu3,c2,92\nu4,c2,80\ng,guest,99\n",
        'unit = "u4"; out_of = "competition"',
    )
    told = {unit: found.under(unit, EN)[1].removeprefix("Flag: ") for unit in ("u1", "u2", "u3", "u4", "g")}
    assert told == {
        "u1": "proposed – place 1 of 2 eligible over all clusters; 1 may be proposed",
        "u2": "not proposed – place 2 of 2 eligible in the cluster; only 1 may be proposed",
        "u3": "in reserve – place 2 of 2 eligible over all clusters; 1 may be proposed, 1 in reserve",
        "u4": "not proposed – out of competition (As heard (R1, 2026-06-01))",
        "g": "not proposed – out of competition (“Guests” has no ranks)",
    }
    assert found.under("g", "Out of") == ["Out of competition", "Why: “Guests” has no ranks."]
    assert found.under("g", "Không tham gia", "vi") == ["Không tham gia xếp hạng", "Lý do: “Guests” không xếp hạng."]
    assert found.under("g", "Adding up")[0] == "Adding up: 99.00"  # it is scored and shown


def test_one_of_several_conditions_and_the_quota_of_a_class_through_a_tie(tmp_path: Path) -> None:
    """Half of five, down: two. u1 90; u3 and u4 80, places 2 and 3, are beyond it both. u2 has 39 and 78 %."""
    found = small(
        tmp_path,
        """
[criteria]
m = { plugin = "direct", weight = 50, title = "Maths" }
l = { plugin = "direct", weight = 50, title = "Language" }
[classes]
good = { title = "Good", from = 70, quota = { share = "50%", of = "ranked", per = "all" }, \
requires = [{ any = [{ of = "criteria.m", at_least = 40 }, { of = "criteria.l", at_least = "80%" }] }] }
fair = { title = "Fair", from = 50 }
poor = { title = "Poor", from = 0 }
[titles]
prize = { title = "Prize", quota = { share = "20%", of = "fair and above", round = "up", at_least = 1 } }
""",
        "unit,m.points,l.points\nu1,45,45\nu2,39,39\nu3,40,40\nu4,40,40\nu5,20,10\n",
    )
    assert found.under("u1", "Class")[1:] == [
        "Good (from 70): reached with 90.00",
        "  within the quota: place 1 of 3 eligible; 2 may have it",
        "  Quota: 50% of 5 ranked, rounded down → 2",
    ]
    cut = "the quota cuts through a tie, with u4"
    assert found.under("u3", "Class") == [
        "Class: Fair",
        "Good (from 70): reached with 80.00, but not given:",
        f"  the quota of this class is filled: place 3 of 3 eligible; only 2 may have it; {cut}",
        "  Quota: 50% of 5 ranked, rounded down → 2",
        "Fair (from 50): reached with 80.00",
    ]
    assert found.under("u2", "Xếp loại", "vi")[2] == (
        "  cần một trong các điều kiện: tiêu chí “Maths” từ 40 trở lên (đơn vị đạt 39); "
        "tỷ lệ điểm của tiêu chí “Language” từ 80% trở lên (đơn vị đạt 78%)"
    )
    # A fifth of the four that are fair or better, up: one.
    assert (
        found.under("u1", EN)[2]
        == "  May be proposed: 20% of 4 of the class “Fair” or better, rounded up, at least 1 → 1"
    )


def test_any_number_of_bars_is_told(tmp_path: Path) -> None:
    """120 knock-outs that all strike and 120 requirements that all fail: 240 bars, none of them lost."""
    knock_outs = "\n".join(
        f'k{place} = {{ when = {{ of = "total", at_least = 1 }}, effect = {{ title = "none" }}, '
        f'reason = "No {place}" }}'
        for place in range(120)
    )
    asked = ", ".join(f'{{ of = "total", at_least = {60 + place / 4} }}' for place in range(120))
    found = small(
        tmp_path,
        f'{ONE}[knock_outs]\n{knock_outs}\n[titles]\nflag = {{ title = "Flag", requires = [{asked}] }}\n',
        "unit,a.points\nu1,50\nu2,40\n",
    )
    lines = found.under("u1", EN)[1:]
    assert len(lines) == 240
    assert lines[0] == "Flag: not proposed – knocked out: No 0 (the total: 50)"
    assert lines[-1] == "  also: needs the total at 89.75 or more, has 50"


def test_a_ruling_on_hundreds_of_units_is_told(tmp_path: Path) -> None:
    """300 units with 50 points; the committee puts them in the order of their numbers, so that u150 is the 150th."""
    units = [f"u{place}" for place in range(1, 301)]
    named = ", ".join(f'"{unit}"' for unit in units)
    rows = "".join(f"{unit},50\n" for unit in units)
    found = small(tmp_path, ONE, f"unit,a.points\n{rows}", f'units = [{named}]; tie = "ranking"')
    told = found.under("u150", "Rank")
    assert told[0] == "Rank: 150 of 300, All"
    assert told[1] == "Next above: rank 149, u149, 50.00 points (equal in the total)"
    assert told[2] == "  The committee ruled: u149, then u150 (of 300) – As heard (R1, 2026-06-01)"
