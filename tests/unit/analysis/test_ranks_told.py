"""How ranks are told: what is absent, what is final, a low total; and that many units are told as few are."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring import load_scheme, read_figures, score
from dvk_scoring.analysis.explain import explain
from dvk_scoring.analysis.following import Follower
from dvk_scoring.analysis.law import MANY, Counted
from dvk_scoring.analysis.ranking import RankTeller
from dvk_scoring.analysis.reason import Reasons
from dvk_scoring.engines import EngineName
from dvk_scoring.law.nodes import Holds
from tests.unit.analysis.small import small

TIED = """
[figures]
posts = {{ title = "Posts", type = "count" }}
[criteria]
a = {{ plugin = "direct", weight = 60, title = "A" }}
b = {{ plugin = "direct", weight = 40, title = "B" }}
[ranking]
ties = "{ties}"
break = [{{ by = "figures.posts", prefer = "low"{absent} }}, {{ by = "criteria.b", at_least = 20 }}, \
{{ by = "committee" }}]
"""
ROWS = "unit,posts,a.points,b.points\nu1,,30,20\nu2,0,30,20\nu3,7,30,20\nu4,7,30,20\nu5,7,60,KP\n"


def test_what_is_absent_ranks_below_and_is_told(tmp_path: Path) -> None:
    """All have 50; few posts rank above: u2 (0), u3 and u4 (7), and u1, of whom they are not known, last; u5 has 60."""
    found = small(
        tmp_path, TIED.format(ties="shared", absent=""), ROWS, frame='not_reported = "zero"\nnot_assigned = "zero"'
    )
    assert [(one.unit, one.rank) for one in found.result.units] == [
        ("u5", 1), ("u2", 2), ("u3", 3), ("u4", 3), ("u1", 5)
    ]  # fmt: skip
    assert found.under("u1", "Rank") == [
        "Rank: 5 of 5, All",
        "Next above: rank 3, u3, 50.00 points (equal in the total)",
        "  Tie-break 1, the figure “Posts”: not reported against 7, so ranked below (who lacks it stands behind)",
        "Next above: rank 3, u4, 50.00 points (equal in the total)",
        "  Tie-break 1, the figure “Posts”: not reported against 7, so ranked below (who lacks it stands behind)",
    ]
    assert found.under("u3", "Xếp hạng", "vi")[1:6] == [
        "Ngay trên: hạng 2, u2, 50,00 điểm (bằng tổng điểm)",
        "  Tiêu chí phụ 1, số liệu “Posts”: 7 so với 0, nên xếp dưới",
        "Đồng hạng: hạng 3, u4, 50,00 điểm (bằng tổng điểm)",
        "  Tiêu chí phụ 1, số liệu “Posts”: 7 so với 7, bằng nhau",
        "  Tiêu chí phụ 2, tiêu chí “B” từ 20 trở lên: có so với có, bằng nhau",
    ]
    assert found.under("u3", "Rank")[6] == "  Equal in every tie-break; the committee has not ruled."


def test_absent_may_rank_above_and_shared_ranks_may_be_the_result(tmp_path: Path) -> None:
    found = small(
        tmp_path,
        TIED.format(ties="final", absent=', absent = "above"'),
        ROWS,
        'units = ["u4", "u3"]; tie = "ranking"',
        frame='not_reported = "zero"\nnot_assigned = "zero"',
    )
    assert found.under("u1", "Rank")[2:4] == [
        "Next below: rank 3, u2, 50.00 points (equal in the total)",
        "  Tie-break 1, the figure “Posts”: not reported against 0, so ranked above (who lacks it stands before)",
    ]
    assert found.under("u4", "Rank")[-2:] == [
        "  Equal in every tie-break; the shared rank is the result.",
        "  The committee's order serves quotas alone: u4, then u3 – As heard (R1, 2026-06-01)",
    ]


def test_a_low_total_ranks_above(tmp_path: Path) -> None:
    found = small(
        tmp_path,
        '[criteria]\na = { plugin = "direct", weight = 100, title = "Faults" }\n[ranking]\nprefer = "low"\n'
        '[classes]\ngood = { title = "Good", to = 10 }\nfair = { title = "Fair", to = "100%" }\n',
        "unit,a.points\nu1,8\nu2,12\n",
    )
    assert found.under("u1", "Rank")[:3] == [
        "Rank: 1 of 2, All",
        "The lower total ranks first.",
        "Next below: rank 2, u2, 12.00 points (4.00 more)",
    ]
    assert found.under("u2", "Class") == [
        "Class: Fair",
        "Good (up to 10): not reached with 12.00",
        "Fair (up to 100): reached with 12.00",
    ]


def test_values_that_differ_past_six_decimals_are_told_apart(tmp_path: Path) -> None:
    """333,333 of 999,999 is 1/3 less 1/2999997: both would be printed as 0.333333."""
    found = small(
        tmp_path,
        '[criteria]\na = { plugin = "ratio", weight = 1, title = "A", rounding = { places = "none" } }\n'
        'b = { plugin = "direct", weight = 99, title = "B" }\n'
        '[ranking]\nbreak = [{ by = "criteria.a" }, { by = "committee" }]\n',
        "unit,a.over,a.under,b.points\nu1,1,3,50\nu2,333332,999997,50\n",
    )
    assert found.under("u1", "Rank")[-1] == (
        "  Tie-break 1, the criterion “A”: 0.333333333333 against 0.333332999999, so ranked above"
    )


def test_params_of_the_clusters_that_have_a_penalty_alone(tmp_path: Path) -> None:
    """A penalty for communes, with a param for each cluster of communes: a department is told without it."""
    found = small(
        tmp_path,
        """
[clusters]
north = { title = "North", kind = "commune" }
south = { title = "South", kind = "commune" }
office = { title = "Office", kind = "department" }
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
[penalties]
late = { plugin = "per-occurrence", title = "Late", applies_to = ["commune"], \
params = { each = { north = 1, south = 2 } }, cap = 5 }
""",
        "unit,cluster,a.points,late.times\nn,north,90,2\ns,south,90,2\no,office,90,\n",
    )
    assert found.under("o", "Adding up")[-2] == "Total: 90.00"
    assert found.under("s", "Adding up")[-2] == "Total: 90.00 − 4.00 = 86.00"
    assert "Penalties" not in found.told("o")


MADE = """[scheme]
id = "many"
title = "Many"
not_reported = "zero"
[clusters]
c1 = { title = "C1", kind = "unit" }
c2 = { title = "C2", kind = "unit" }
[figures]
faults = { title = "Faults", type = "count" }
[criteria]
a = { plugin = "ratio", weight = 50, title = "A" }
b = { plugin = "direct", weight = 50, title = "B" }
[knock_outs]
k = { when = { of = "figures.faults", at_least = 3 }, effect = { title = "none" }, reason = "Faults" }
[ranking]
break = [{ by = "criteria.b" }, { by = "figures.faults", prefer = "low" }, { by = "committee" }]
[classes]
good = { title = "Good", from = 60, quota = { share = "10%", of = "ranked" } }
fair = { title = "Fair", from = 0 }
[titles]
flag = { title = "Flag", quota = { count = 3, reserve = 2, per = "all" } }
merit = { title = "Merit", requires = [{ class_at_least = "good" }], quota = { share = "20%" }, not_with = ["flag"] }
"""


@pytest.mark.parametrize("engine", ["polars", "duckdb", "exact"])
def test_a_unit_of_many_is_read_alone_as_among_all(tmp_path: Path, engine: EngineName) -> None:
    """Of many units, what others decide is the engine's, and the unit's own definitions are read from its row alone."""
    (tmp_path / "scheme.toml").write_text(MADE, encoding="utf-8")
    rows = "".join(
        f"u{at},c{at % 3 % 2 + 1},{'' if at % 11 == 0 else at % 5},{at * 7 % 23},{23 + at % 4},{at * 13 % 40}\n"
        for at in range(MANY + 1)
    )
    (tmp_path / "figures.csv").write_text(f"unit,cluster,faults,a.over,a.under,b.points\n{rows}", encoding="utf-8")
    scheme = load_scheme(tmp_path / "scheme.toml")
    result = score(scheme, read_figures(scheme, [tmp_path / "figures.csv"]), engine_name=engine)
    alone, among = Counted(result, Follower(result)), Counted(result, Follower(result, many=True))
    for unit in [one.unit for one in result.units[::250]]:
        one, other = alone.read(unit), among.read(unit)
        assert len(one.reference.rows) == 1 < len(other.reference.rows)
        for kind in ("numbers", "conditions"):
            own, all_ = getattr(one.reference, kind), getattr(other.reference, kind)
            assert {name: found[0] for name, found in own.items()} == {name: all_[name][other.row] for name in own}
        eligible = Holds("titles.flag.competes?")
        assert alone.beside(unit, eligible, "all", "order") == among.beside(unit, eligible, "all", "order")
        assert alone.members(unit, eligible, "cluster") == among.members(unit, eligible, "cluster")
    reasons = Reasons(result, "en", among)
    third = result.units[3]
    told = explain(result, third.unit, None, "en")
    assert RankTeller(reasons).tell(third) in told
    assert any(reasons.title(third, "merit") in line for one in told for line in one.lines)
