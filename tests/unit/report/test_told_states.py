"""What a result may be under the law, in every form it is shown in; each worked by hand from a few units.

The schemes and figures were made for this purpose.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from dvk_scoring import load_scheme, read_figures, read_rulings, result_frame, score
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.report.documents.sheet import sheet_data
from dvk_scoring.report.documents.summary import summary_data
from dvk_scoring.report.documents.table import table_data
from dvk_scoring.report.html.data import page_data
from dvk_scoring.report.html.page import Page
from dvk_scoring.report.json import json_lines
from dvk_scoring.report.odd import find_odd
from dvk_scoring.report.public.edition import make_edition
from dvk_scoring.report.terminal import print_result
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import LANGUAGES, Language
from tests.samples import score_sample

Run = Callable[..., Result]
LETTERHEAD = Letterhead()


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Score a scheme, figures and rulings that are given as text."""

    def made(scheme: str, figures: str, rulings: str = "") -> Result:
        for name, text in (("s.toml", scheme), ("f.csv", figures), ("r.toml", rulings)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        read = load_scheme(tmp_path / "s.toml")
        table = read_figures(read, [tmp_path / "f.csv"])
        acts = read_rulings(read, table, tmp_path / "r.toml")[0] if rulings else ()
        return score(read, table, acts)

    return made


def as_json(result: Result) -> dict[str, Any]:
    units = json.loads("".join(json_lines(result, "en")))["units"]
    return {one["unit"]: one for one in units}


def as_table(result: Result) -> dict[str, dict[str, Any]]:
    return {row["unit"]: row for row in result_frame(result).rows(named=True)}


def as_page(result: Result) -> dict[str, Any]:
    """Read the data of the HTML report."""
    data = json.loads(page_data(result, "en"))
    data["units"] = {one["id"]: one for one in data["units"]}
    return data  # type: ignore[no-any-return]  # what json gives


def in_terminal(result: Result, language: Language = "en") -> str:
    console = Console(file=StringIO(), width=160)
    print_result(result, language, console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]  # a StringIO


def odd(result: Result, heading: str) -> tuple[str, ...]:
    return next((one.lines for one in find_odd(result, "en") if one.heading == heading), ())


# rounding.shown

SPIRIT = """
[scheme]
id = "spirit"
title = "Spirit"
total = 20
rounding = { criterion = "none", total = 12, shown = 1 }

[criteria.sp]
plugin = "panel"
weight = 20
title = "Marks"
params = { judges = 8, rule = "mean", fewest = 5, high = 20, step = 0.1, places = 1 }
"""
MARKS = """unit,sp.marks.1,sp.marks.2,sp.marks.3,sp.marks.4,sp.marks.5,sp.marks.6,sp.marks.7,sp.marks.8
KL,10,11,10,11,10,11,10,
BT,10.4,10.4,10.4,10.4,10.4,10.4,10.4,10.4
KA,10,11,10,11,10,10,11,10
"""
FULL = {"KL": "10.428571428571", "BT": "10.400000000000", "KA": "10.375000000000"}
"""73 ÷ 7, 83.2 ÷ 8, 83 ÷ 8."""
NOTES: dict[Language, str] = {
    "vi": "xếp hạng theo đủ 12 chữ số",
    "en": "Decimals of the total in print: 1; ranks are taken from all 12.",
}


def test_ranks_are_of_the_whole_total_and_tables_print_less_of_it_and_say_so(run: Run) -> None:
    result = run(SPIRIT, MARKS)
    assert [(one.unit, one.rank, f"{one.total}", f"{one.shown}") for one in result.units] == [
        (unit, place, FULL[unit], "10.4") for place, unit in enumerate(("KL", "BT", "KA"), start=1)
    ]
    for unit, one in as_json(result).items():
        assert (one["total"], one["shown"]) == (FULL[unit], "10.4")
    for unit, row in as_table(result).items():
        assert (f"{row['total']}", f"{row['shown']}") == (FULL[unit], "10.4")
    page = as_page(result)
    assert page["places"][1:] == [1, 12]
    assert {one["total"] for one in page["units"].values()} == {"10.4"}
    assert page["units"]["KL"]["full"] == FULL["KL"]
    assert any(NOTES["en"] in note.en and NOTES["vi"] in note.vi for note in Page(result, "vi").notes())
    for language, said in NOTES.items():
        terminal = in_terminal(result, language)
        assert said in terminal
        assert terminal.count("10,4 \n" if language == "vi" else "10.4 \n") == 3
        summary = summary_data(result, LETTERHEAD, language)
        assert any(said in note for note in summary["notes"])
        assert any(said in note for note in minutes_data(result, LETTERHEAD, language)["notes"])
        assert {row["total"] for row in summary["clusters"][0]["rows"]} == {"10,4" if language == "vi" else "10.4"}


def test_points_that_nothing_rounds_stand_with_the_fraction_that_they_are(run: Run) -> None:
    units = as_json(run(SPIRIT, MARKS))
    assert {unit: one["criteria"]["sp"]["points"] for unit, one in units.items()} == {
        "KL": "10.428571429",
        "BT": "10.400000000",
        "KA": "10.375000000",
    }
    assert [units[unit]["exact"] for unit in ("KL", "BT", "KA")] == [{"criteria.sp": "73/7"}, {}, {}]


# out of competition, shared medals

MEDALS = """
[scheme]
id = "medals"
title = "Medals"
not_reported = "not-ranked"

[clusters]
own = { title = "Own" }
guests = { title = "Guests", ranked = false }

[ranking]
within = "all"

[criteria]
d = { plugin = "direct", weight = 100, title = "Points" }

[classes]
good = { title = "Good", from = 0 }

[titles.gold]
title = "Gold"
quota = { count = 1, per = "all", tie = "share" }
[titles.silver]
title = "Silver"
quota = { count = 1, per = "all", tie = "share" }
not_with = ["gold"]
after = ["gold"]
[titles.bronze]
title = "Bronze"
quota = { count = 1, per = "all", tie = "share" }
not_with = ["gold", "silver"]
after = ["gold", "silver"]
"""
OUT = """
[[rulings]]
unit = "u6"
out_of = "competition"
reason = "Runs the hall"
date = 2026-01-02
ref = "QD-1"
"""


def test_who_is_out_of_competition_is_shown_with_points_and_counts_nowhere(run: Run) -> None:
    figures = "unit,cluster,d.points\nu1,own,95\ng1,guests,92\nu3,own,90\nu6,own,85\nu4,own,80\nu5,own,75\ng2,guests,\n"
    result = run(MEDALS, figures, OUT)
    assert [(one.unit, one.state, one.rank) for one in result.units] == [
        ("u1", "ranked", 1), ("u3", "ranked", 2), ("u4", "ranked", 3), ("u5", "ranked", 4),
        ("g1", "out", None), ("g2", "out", None), ("u6", "out", None),
    ]  # fmt: skip
    medals = {unit: [key for key, one in own["titles"].items() if one["state"] != "no"]
              for unit, own in as_json(result).items()}  # fmt: skip
    assert medals == {"u1": ["gold"], "u3": ["silver"], "u4": ["bronze"], "u5": [], "g1": [], "g2": [], "u6": []}
    written, table, page = as_json(result), as_table(result), as_page(result)["units"]
    for unit, total in (("g1", "92.00"), ("u6", "85.00"), ("g2", None)):  # g2 reported nothing: it has no total
        own = written[unit]
        assert (own["state"], own["total"], own["rank"], own["class"]) == ("out", total, None, None)
        assert (table[unit]["state"], table[unit]["rank"], table[unit]["class"]) == ("out", None, None)
        assert (page[unit]["out"], page[unit]["rank"], page[unit]["class"]) == (1, None, -1)
    assert odd(result, "Out of competition") == ("g1, g2, u6",)
    assert odd(result, "Not ranked") == ()
    assert odd(result, "Other rulings applied") == ("u6: out of competition – Runs the hall (QD-1, 2026-01-02)",)
    assert "(không tham gia xếp hạng)" in in_terminal(result, "vi")
    minutes = minutes_data(result, LETTERHEAD, "vi")
    ranks = {row["id"]: row["rank"] for row in minutes["clusters"][0]["rows"]}
    assert (ranks["u1"], ranks["g1"], ranks["u6"]) == ("1", "không tham gia xếp hạng", "không tham gia xếp hạng")
    assert [row["id"] for title in minutes["titles"] for row in title["rows"]] == ["u1", "u3", "u4"]
    assert "Out of competition: g1, g2, u6." in summary_data(result, LETTERHEAD, "en")["notes"]


def test_medals_that_are_shared_use_up_those_below(run: Run) -> None:
    """95 95 90 80 80, one of each: two golds, no silver, one bronze."""
    result = run(MEDALS, "unit,cluster,d.points\nu1,own,95\nu2,own,95\nu3,own,90\nu4,own,80\nu5,own,80\n")
    rows = (line.split() for line in in_terminal(result).splitlines())
    assert {row[1]: row[-1] for row in rows if len(row) > 3 and row[1] in ("u1", "u2", "u3", "u4", "u5")} == {
        "u1": "Gold", "u2": "Gold", "u3": "Bronze", "u4": "Good", "u5": "Good",
    }  # fmt: skip
    minutes = minutes_data(result, LETTERHEAD, "en")
    assert [[row["id"] for row in title["rows"]] for title in minutes["titles"]] == [["u1", "u2"], [], ["u3"]]
    assert [title["waiting"] for title in minutes["titles"]] == [[], [], []]


# what is undecided

HELD = """
[scheme]
id = "held"
title = "Held"
[criteria]
direct = { weight = 100, title = "Direct" }
[titles.flag]
title = "Flag"
quota = { count = 1 }
[titles.merit]
title = "Merit"
quota = { count = 1 }
not_with = ["flag"]
"""
HOLD = """
[[rulings]]
unit = "b"
hold = { effect = ["titles"] }
reason = "A complaint is looked at"
date = 2026-01-01
ref = "BB-1"
"""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_minutes_put_to_the_vote_what_is_proposed_and_name_what_must_be_decided_first(
    language: Language, run: Run
) -> None:
    """b is second of four, on hold and beyond the one flag; c has merit only if b does not."""
    result = run(HELD, "unit,name,direct.points\na,A,90\nb,B,80\nc,C,70\nd,D,60\n", HOLD)
    flag, merit = minutes_data(result, LETTERHEAD, language)["titles"]
    assert ([row["id"] for row in flag["rows"]], flag["waiting"]) == (["a"], [])
    assert merit["rows"] == []
    assert [line[0] for line in merit["waiting"]] == ["B", "C"]
    assert all("B" in line for line in merit["waiting"])
    assert "A complaint is looked at" in merit["waiting"][0]
    written = as_json(result)
    assert [written[unit]["titles"]["merit"]["state"] for unit in "abcd"] == ["no", "held", "undecided", "no"]


def test_a_tie_for_a_place_in_reserve_is_told_apart(run: Run) -> None:
    """One flag for a; b and c are level for the one place in reserve."""
    scheme = HELD.replace("quota = { count = 1 }\n[titles.merit]", "quota = { count = 1, reserve = 1 }\n[titles.merit]")
    result = run(scheme, "unit,direct.points\na,90\nb,80\nc,80\n")
    assert [one.titles["flag"].word for one in result.units] == ["proposed", "undecided-reserve", "undecided-reserve"]
    assert {row["title.flag"] for row in as_table(result).values()} == {"proposed", "undecided-reserve"}
    assert "Flag (reserve): b, c" in odd(result, "Titles that are undecided")
    flag = minutes_data(result, LETTERHEAD, "en")["titles"][0]
    assert [row["id"] for row in flag["rows"]] == ["a"]
    assert all(", in reserve: " in line for line in flag["waiting"])
    assert len(flag["waiting"]) == 2


OPEN = """
[scheme]
id = "open"
title = "Open"
not_reported = "zero"
[criteria]
d = { plugin = "direct", weight = 100, title = "Points" }
[penalties]
foul = { plugin = "per-occurrence", to = "total", title = "Fouls" }
[classes]
good = { title = "Good", from = 0 }
"""


def test_a_class_that_a_blank_penalty_leaves_open_is_shown_as_undecided(run: Run) -> None:
    result = run(OPEN, "unit,d.points,foul.times\na,90,0\nb,80,\n")
    written, table, page = as_json(result), as_table(result), as_page(result)["units"]
    assert [(one["class"], one["class_open"]) for one in written.values()] == [("good", False), (None, True)]
    assert [(row["class"], row["class_open"]) for row in table.values()] == [("good", False), (None, True)]
    assert [(one["class"], one["class_open"]) for one in page.values()] == [(0, 0), (-1, 1)]
    assert odd(result, "Class undecided, because something is not reported") == ("b: Fouls not reported",)
    assert "chưa xác định" in in_terminal(result, "vi")
    rows = minutes_data(result, LETTERHEAD, "en")["clusters"][0]["rows"]
    assert [row["class"] for row in rows] == ["Good", "undecided"]


MISSING = """
[scheme]
id = "missing"
title = "Missing"
not_reported = "zero"
[clusters]
c = { title = "C" }
[figures]
late = { type = "count", title = "Late" }
posts = { type = "count", title = "Posts" }
[criteria]
d = { plugin = "direct", weight = 90, title = "Points" }
e = { plugin = "direct", weight = 10, title = "Extra" }
[bonuses]
idea = { plugin = "per-occurrence", to = "total", cap = 5, title = "Ideas" }
[penalties]
foul = { plugin = "per-occurrence", to = "total", title = "Fouls" }
noise = { plugin = "per-occurrence", to = "total", title = "Noise" }
[knock_outs.k]
when = { of = "figures.late", at_least = 1 }
effect = { class = "none" }
reason = "Late"
[ranking]
break = [{ by = "figures.posts" }]
"""
GAPS = """unit,name,cluster,d.points,e.points,idea.times,foul.times,noise.times,late,posts
a,A,c,80,5,1,2,,0,7
b,B,c,79,5,0,,0,,KP
c,C,c,78,5,,0,0,0,7
d,D,c,70,,0,KP,0,0,
"""
"""Totals: a 80 + 5 + 1 − 2, noise missing; b 79 + 5, fouls missing; c 78 + 5, ideas missing; d 70, extra missing."""


def test_bonuses_penalties_and_figures_that_are_not_reported_are_named_and_no_0_stands_for_them(run: Run) -> None:
    result = run(MISSING, GAPS)
    assert [(one.unit, f"{one.total}") for one in result.units] == [
        ("a", "84.00"), ("b", "84.00"), ("c", "83.00"), ("d", "70.00"),
    ]  # fmt: skip
    assert odd(result, "Not reported") == (
        "Extra: D (d)", "Ideas: C (c)", "Fouls: B (b)", "Noise: A (a)", "Figure “Late”: B (b)", "Figure “Posts”: D (d)",
    )  # fmt: skip
    assert odd(result, "Not assigned") == ("Fouls: D (d)", "Figure “Posts”: B (b)")
    lines = (line.split() for line in in_terminal(result).splitlines())
    rows = {row[1]: row[3:] for row in lines if len(row) == 8 and row[1] in ("a", "b", "c", "d")}
    assert rows == {
        "a": ["80.00", "5.00", "1.00", "2.00", "84.00"],  # of the penalties, what is known
        "b": ["79.00", "5.00", "0.00", "–", "84.00"],
        "c": ["78.00", "5.00", "–", "0.00", "83.00"],
        "d": ["70.00", "–", "0.00", "0.00", "70.00"],
    }
    written, table, page = as_json(result), as_table(result), as_page(result)["units"]
    assert written["a"]["bonuses"] == {"idea": {"state": "ok", "points": "1.00"}}
    states = {
        "a": ("ok", "ok", "not-reported", "ok", "ok"),
        "b": ("ok", "not-reported", "ok", "not-reported", "not-assigned"),
        "c": ("not-reported", "ok", "ok", "ok", "ok"),
        "d": ("ok", "not-assigned", "ok", "ok", "not-reported"),
    }
    for unit, expected in states.items():
        own = written[unit]
        added = {**own["bonuses"], **own["penalties"]}
        assert {key: one["state"] for key, one in added.items()} == dict(zip(added, expected[:3], strict=True))
        assert own["figures"] == dict(zip(("figures.late", "figures.posts"), expected[3:], strict=True))
        assert tuple(table[unit][f"state.{key}"] for key in ("idea", "foul", "noise")) == expected[:3]
    assert [(one["bonus"], one["penalty"]) for one in page.values()] == [
        ("1", "2"), ("0", None), (None, "0"), ("0", "0"),
    ]  # fmt: skip
    assert (page["a"]["penalties"], page["c"]["bonuses"], page["d"]["points"]) == (["2", "r"], ["r"], ["70", "r"])
    (shown,) = Page(result, "vi").tables()
    assert [(row.bonus, row.penalty) for row in shown.rows] == [("1,00", "2,00"), ("0,00", ""), ("", "0,00"), ("0,00", "0,00")]  # fmt: skip  # noqa: E501


def test_papers_name_what_is_not_reported(run: Run) -> None:
    result = run(MISSING, GAPS)
    lines = {one["heading"]: one["lines"] for one in minutes_data(result, LETTERHEAD, "vi")["matters"]}
    assert lines["Chưa báo cáo"] == [
        "Extra: D.", "Ideas: C.", "Fouls: B.", "Noise: A.", "Số liệu “Late”: B.", "Số liệu “Posts”: D.",
    ]  # fmt: skip
    assert lines["Không phân công (KP)"] == ["Fouls: D.", "Số liệu “Posts”: B."]
    summary = summary_data(result, LETTERHEAD, "en")
    assert (
        "Not reported: Extra (D); Ideas (C); Fouls (B); Noise (A); Figure “Late” (B); Figure “Posts” (D)."
        in summary["notes"]
    )
    assert [(row["parts"][1], row["bonus"], row["penalty"]) for row in summary["clusters"][0]["rows"]] == [
        ("5.00", "1.00", "2.00"), ("5.00", "0.00", "–"), ("5.00", "–", "0.00"), ("–", "0.00", "0.00"),
    ]  # fmt: skip
    rows = [(row["title"], row["points"]) for row in sheet_data(result, "b", LETTERHEAD, "en")["rows"]]
    assert rows[-2:] == [("Penalties", "–"), ("Fouls", "not reported")]
    rows = [(row["title"], row["points"]) for row in sheet_data(result, "a", LETTERHEAD, "en")["rows"]]
    assert rows[-3:] == [("Penalties", "−2.00"), ("Fouls", "−2.00"), ("Noise", "not reported")]


def test_a_class_that_is_open_says_what_is_not_reported_of_whom(run: Run) -> None:
    """One may be good. a's fouls are blank: it may have the class or not, and b, who reported all, hangs on a."""
    scheme = OPEN.replace("from = 0 }", "from = 0, quota = { count = 1 } }")
    result = run(scheme, "unit,name,d.points,foul.times\na,A,90,\nb,B,80,0\n")
    heading = "Class undecided, because something is not reported"
    assert odd(result, heading) == ("A (a): Fouls not reported", "B (b): hangs on what others have not reported")
    (open_,) = (one for one in minutes_data(result, LETTERHEAD, "vi")["matters"] if "xếp loại" in one["heading"])
    assert open_["lines"] == ["A: Fouls chưa báo cáo.", "B: còn tùy số liệu của đơn vị khác."]


def test_a_unit_that_is_not_ranked_says_which_figure_of_a_condition_is_missing(run: Run) -> None:
    scheme = MISSING.replace('"zero"', '"not-ranked"')
    result = run(scheme, "unit,name,cluster,d.points,e.points,idea.times,foul.times,noise.times,late,posts\n"
                         "a,A,c,80,5,1,2,0,,7\nb,B,c,80,5,1,2,0,0,\n")  # fmt: skip
    assert odd(result, "Not ranked") == ("A (a)",)
    assert odd(result, "Not reported") == ("Figure “Late”: A (a)", "Figure “Posts”: B (b)")
    lines = {one["heading"]: one["lines"] for one in minutes_data(result, LETTERHEAD, "en")["matters"]}
    assert lines["Not ranked"] == ["A: the figure “Late” not reported."]
    assert lines["Not reported"] == ["Figure “Posts”: B."]


CUT = """
[scheme]
id = "cut"
title = "Cut"
[criteria]
d = { plugin = "direct", weight = 100, title = "Points" }
[classes]
best = { title = "Best", from = 50, quota = { count = 2 } }
rest = { title = "Rest", from = 0 }
"""


def test_a_class_quota_that_cuts_through_a_tie_is_told(run: Run) -> None:
    """Two may be best: a is; b and c are level for the second place, d stands beyond it."""
    result = run(CUT, "unit,d.points\na,90\nb,80\nc,80\nd,70\n")
    assert [(one.klass, one.class_cut) for one in result.units] == [
        ("best", False), ("rest", True), ("rest", True), ("rest", False),
    ]  # fmt: skip
    assert odd(result, "A class quota cuts through a tie: these units are put in the class below") == ("b, c",)
    written = json.loads("".join(json_lines(result, "en")))["units"]
    assert [(one["unit"], one.get("class_cut")) for one in written] == [
        ("a", None), ("b", True), ("c", True), ("d", None),
    ]  # fmt: skip
    (cuts,) = (one for one in minutes_data(result, LETTERHEAD, "en")["matters"] if "cuts through" in one["heading"])
    assert cuts["lines"] == ["b, c."]


SHARES = """
[scheme]
id = "shares"
title = "Shares"
[clusters]
a = { title = "Cụm A" }
b = { title = "Cụm B" }
c = { title = "Cụm C" }
[criteria]
d = { plugin = "direct", weight = 100, title = "Points" }
[ranking]
within = "cluster"
break = [{ by = "committee" }]
[classes]
best = { title = "Best", from = 90, quota = { share = "20%" } }
good = { title = "Good", from = 50, quota = { share = "20%", at_least = 1 } }
rest = { title = "Rest", from = 0 }
[titles]
flag = { title = "Flag", requires = [{ of = "criteria.d", at_least = 80 }], quota = { share = "50%" } }
"""
NO_PLACE = "Shares rounded to 0, so that nobody has a place"


def test_a_share_that_leaves_nobody_a_place_is_told_once_a_group(run: Run) -> None:
    """A fifth of the one in A and of the three in B is none, of the five in C one; half of one is none, of three one.

    Nobody in C has 90 points and no flag; nobody of a cluster without eligible units is missed.
    """
    rows = "a1,a,95\na2,a,60\n" + "".join(f"b{at},b,9{at}\n" for at in range(3))
    rows += "".join(f"c{at},c,9{at}\n" for at in range(5))
    result = run(SHARES, "unit,cluster,d.points\n" + rows)
    assert odd(result, NO_PLACE) == (
        "Best, Cụm A: 20% of 1 eligible, rounded down → 0",
        "Best, Cụm B: 20% of 3 eligible, rounded down → 0",
        "Flag, Cụm A: 50% of 1 eligible, rounded down → 0",
    )
    (lines,) = (one["lines"] for one in minutes_data(result, LETTERHEAD, "en")["matters"] if one["heading"] == NO_PLACE)
    assert lines == [f"{line}." for line in odd(result, NO_PLACE)]
    (vi,) = (one for one in find_odd(result, "vi") if one.heading == "Tỷ lệ làm tròn còn 0 nên không đơn vị nào được")
    assert vi.lines[0] == "Best, Cụm A: 20% của 1 đơn vị đủ điều kiện, làm tròn xuống → 0"


def test_no_share_is_missed_where_nobody_is_eligible(run: Run) -> None:
    result = run(SHARES, "unit,cluster,d.points\na1,a,40\nb1,b,30\nc1,c,20\n")
    assert odd(result, NO_PLACE) == ()


# voices and rulings

CLAIMED = """
[scheme]
id = "voices"
title = "Voices"
total = 100
voices = ["claimed", "appraised"]
[criteria]
a = { plugin = "direct", weight = 20, title = "A" }
b = { plugin = "direct", weight = 80, title = "B" }
"""
LESS = """
[[rulings]]
unit = "u"
points = { of = "criteria.a", change = -1 }
reason = "Counted twice"
date = 2026-01-01
ref = "BB-1"
[[rulings]]
unit = "u"
points = { of = "total", change = 0.5 }
reason = "Late figures"
date = 2026-01-01
ref = "BB-2"
"""
SPOKEN = "unit,voice,a.points,b.points\nu,claimed,15,60\nu,appraised,13.5,60\nv,claimed,10,50\nv,appraised,10,50\n"


def test_a_council_s_change_stands_apart_from_what_was_claimed_and_appraised(run: Run) -> None:
    """Claimed 15, appraised 13.50, the council's change −1: 12.50 counts, and 72.50 + 0.50 in all."""
    result = run(CLAIMED, SPOKEN, LESS)
    own = as_json(result)["u"]
    assert own["criteria"]["a"] == {
        "state": "ok",
        "score": "27/2",
        "points_by_voice": {"claimed": "15.00", "appraised": "13.50"},
        "change": "-1.00",
        "points": "12.50",
    }
    assert own["criteria"]["b"]["change"] is None
    assert own["total"] == "73.00"
    assert f"{as_table(result)['u']['points.a']}" == "12.50"
    page = as_page(result)["units"]["u"]
    assert ([voice[0] for voice in page["voices"]], page["changes"], page["points"][0]) == (
        ["15", "13.5"],
        ["-1", None],
        "12.5",
    )
    sheet = sheet_data(result, "u", LETTERHEAD, "vi")
    keys = ("claimed", "before", "change", "points")
    assert (sheet["claimed"], sheet["before"]) == ("claimed", "appraised")
    assert [[row[key] for key in keys] for row in sheet["rows"]] == [
        ["15,00", "13,50", "−1,00", "12,50"],
        ["60,00", "60,00", "", "60,00"],
        ["", "", "", ""],
        ["", "", "", "+0,5"],
    ]
    assert sheet["rows"][3]["told"] == ["Late figures (BB-2, ngày 01/01/2026)"]
    assert sheet_data(result, "v", LETTERHEAD, "vi")["before"] == ""


def test_without_voices_the_points_before_a_change_are_told(run: Run) -> None:
    scheme = CLAIMED.replace('voices = ["claimed", "appraised"]\n', "")
    result = run(scheme, "unit,a.points,b.points\nu,13.5,60\n", LESS)
    sheet = sheet_data(result, "u", LETTERHEAD, "en")
    assert (sheet["claimed"], sheet["before"]) == ("", "Before")
    assert [sheet["rows"][0][key] for key in ("before", "change", "points")] == ["13.50", "−1.00", "12.50"]


def test_a_change_counts_no_further_than_the_points_go(run: Run) -> None:
    """13.5 less 20 is 0, so that the change is −13.50; 13.5 and 20 more are the weight of 20, so that it is 6.50."""
    for change, counted, points in (("-20", "-13.50", "0.00"), ("20", "6.50", "20.00")):
        result = run(CLAIMED, SPOKEN, LESS.replace("change = -1 ", f"change = {change} "))
        own = as_json(result)["u"]["criteria"]["a"]
        assert (own["change"], own["points"]) == (counted, points)


# what ranks by itself

LOW = """
[scheme]
id = "low"
title = "Low"
[criteria]
d = { plugin = "direct", weight = 100, title = "Faults" }
first = { plugin = "direct", for = "tie-break", title = "Firsts" }
[ranking]
prefer = "low"
ties = "final"
break = [{ by = "criteria.first" }]
"""


def test_the_lowest_total_ranks_first_shared_ranks_stay_and_a_tie_break_gives_no_points(run: Run) -> None:
    result = run(LOW, "unit,d.points,first.points\na,9,1\nb,3,2\nc,3,3\nd,9,1\n")
    assert [(one.unit, one.rank, one.tied) for one in result.units] == [
        ("c", 1, False), ("b", 2, False), ("a", 3, True), ("d", 3, True),
    ]  # fmt: skip
    assert [f"{one.total}" for one in result.units] == ["3.00", "3.00", "9.00", "9.00"]
    assert odd(result, "Tied, and the committee has not ruled") == ()
    assert "DVK-E106" not in {one.code for one in result.problems}
    said: dict[Language, str] = {"vi": "Tổng điểm thấp hơn thì xếp trên.", "en": "The lower total ranks first."}
    for language, note in said.items():
        assert note in in_terminal(result, language)
        assert note in summary_data(result, LETTERHEAD, language)["notes"]
    page = as_page(result)
    assert (page["low"], [one["tie_break"] for one in page["criteria"]]) == (1, [0, 1])
    assert [one.title.en for one in Page(result, "en").columns()] == ["Faults"]
    assert [one["title"] for one in summary_data(result, LETTERHEAD, "en")["parts"]] == ["Faults"]
    rows = {row["title"]: row for row in sheet_data(result, "a", LETTERHEAD, "en")["rows"]}
    assert rows["Firsts (tie-break, gives no points)"]["most"] == "–"
    assert as_json(result)["c"]["criteria"]["first"]["points"] == "3.00"
    assert minutes_data(result, LETTERHEAD, "en")["matters"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_of_a_unit_names_it_on_paper_too(language: Language) -> None:
    result = score_sample("commune-police")
    lines = find_odd(result, language, paper=True)[0].lines
    told = [line for line in lines if line.endswith("(DVK-D508)")]
    units = sorted(problem.place.called for problem in result.problems if problem.code == "DVK-D508")
    assert len(units) == len(told) == 2
    assert all(f": {unit}: " in line for unit, line in zip(units, sorted(told), strict=True))


# Of a and b 40 each, 1 of b's bonus to a, limits of the whole 0 … 60.
BESIDE = """\
[scheme]
id = "s"
title = "S"
not_assigned = "zero"
limits = { total = [0, 60] }
[sections]
part = { title = "Part" }
[criteria]
a = { plugin = "direct", weight = 50, title = "A", section = "part" }
b = { plugin = "direct", weight = 50, title = "B", section = "part" }
[bonuses]
extra = { plugin = "per-occurrence", to = "criteria.a", cap = 2, title = "Extra" }
"""
BESIDE_FIGURES = "unit,name,a.points,b.points,extra.times\nx,Xã X,20,20,1\ny,Xã Y,10,20,0\n"
BESIDE_RULINGS = """\
[[rulings]]
unit = "x"
points = { of = "total", change = 1.5 }
reason = "R"
date = 2026-01-01
ref = "1"
[[rulings]]
unit = "y"
points = { of = "sections.part", change = 40 }
reason = "R"
date = 2026-01-01
ref = "2"
"""


@pytest.mark.parametrize(
    ("language", "in_parts", "changed", "held"),
    [
        (
            "en",
            "A bonus or penalty that is counted in a part is in the points of that part already.",
            "Changed by the council beside the points of criteria: Xã X: the total +1.5; Xã Y: “Part” +40 points.",
            "The total is held within 0 … 60.",
        ),
        (
            "vi",
            "Điểm thưởng, điểm trừ tính vào phần nào thì đã nằm trong điểm của phần đó.",
            "Hội đồng điều chỉnh ngoài điểm các tiêu chí: Xã X: tổng điểm +1,5; Xã Y: “Part” +40 điểm.",
            "Tổng điểm giữ trong khoảng 0 … 60.",
        ),
    ],
)
def test_why_columns_do_not_add_up_to_the_total_is_said(
    run: Run, language: Language, in_parts: str, changed: str, held: str
) -> None:
    result = run(BESIDE, BESIDE_FIGURES, BESIDE_RULINGS)
    # x: 20 + 20 + 1 + 1.5 = 42.5, with 41 in the section and 1 beside it; y: 10 + 20 + 40 = 70, held at 60.
    assert {one.unit: str(one.total) for one in result.units} == {"y": "60.00", "x": "42.50"}
    for data in (summary_data, table_data):
        notes = data(result, LETTERHEAD, language)["notes"]
        assert [one for one in notes if one in (in_parts, changed, held)] == [in_parts, changed, held]
    assert in_parts in in_terminal(result, language)
    assert in_parts in [text.in_(language) for text in Page(result, language).notes()]
    assert in_parts in [text.in_(language) for text in make_edition(result).notes]
    plain = run(BESIDE.replace('to = "criteria.a"', 'to = "total"').replace("60]", "200]"), BESIDE_FIGURES)
    for data in (summary_data, table_data):
        assert not {in_parts, held} & {*data(plain, LETTERHEAD, language)["notes"]}
    assert in_parts not in in_terminal(plain, language)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Where part is not assigned, the total is scaled to 100 points."),
        ("vi", "Đơn vị có phần không phân công được quy về 100 điểm."),
    ],
)
def test_where_part_is_not_assigned_it_is_said_that_totals_are_scaled(run: Run, language: Language, told: str) -> None:
    scheme = BESIDE.replace('not_assigned = "zero"\nlimits = { total = [0, 60] }\n', "")
    for figures, said in ((BESIDE_FIGURES.replace("10,20,0", "KP,20,0"), True), (BESIDE_FIGURES, False)):
        result = run(scheme, figures)
        for notes in (Page(result, language).notes(), make_edition(result).notes):
            assert (told in [text.in_(language) for text in notes]) is said
    # Of what is left out nothing is said, not even that.
    hidden = scheme + '[public]\nleaves_out = ["criteria.a"]\n'
    notes = make_edition(run(hidden, BESIDE_FIGURES.replace("10,20,0", "KP,20,0"))).notes
    assert told not in [text.in_(language) for text in notes]
