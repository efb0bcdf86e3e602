"""The council's votes: compared as fractions, held against what was proposed, and nobody moves up by them."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dvk_scoring import load_scheme, read_figures, result_frame, score, write_result
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.report.odd import find_odd
from dvk_scoring.report.votes import tell_numbers
from dvk_scoring.scheme.vote import Vote, VoteOf
from dvk_scoring.scoring.read_votes import with_votes
from dvk_scoring.scoring.result import Result
from dvk_scoring.scoring.votes import Ballot, in_reserve

SCHEME = """\
[scheme]
id = "made"
title = "Made"
[clusters]
c1 = { title = "One" }
c2 = { title = "Two" }
[criteria]
work = { plugin = "direct", weight = 100, title = "Work" }
[titles.flag]
title = { vi = "Cờ", en = "Flag" }
quota = { count = 2, reserve = 1 }
vote = { at_least = "80%" }
[titles.merit]
title = "Merit"
quota = { count = 1 }
"""
FIGURES = "unit,name,cluster,work.points\na,Ward A,c1,90\nb,,c1,80\nc,Ward C,c1,70\n"
FIGURES += "d,,c1,60\ne,,c2,50\nf,,c2,40\ng,,c2,30\n"


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(tmp_path)
    return scored()


def scored(scheme: str = SCHEME) -> Result:
    Path("scheme.toml").write_text(scheme, encoding="utf-8")
    Path("figures.csv").write_text(FIGURES, encoding="utf-8")
    read = load_scheme("scheme.toml")
    return score(read, read_figures(read, ["figures.csv"]))


def voted(result: Result, **given_votes: int) -> Result:
    """Give each unit so many votes of 13 returned; the council has 15 members."""
    rows = [f"flag,{unit},13,13,13,{count}" for unit, count in given_votes.items()]
    rows[0] += ",15,13"
    Path("votes.csv").write_text("\n".join(["title,unit,issued,returned,valid,for,members,present", *rows]))
    return with_votes(result, "votes.csv")


@given(
    st.sampled_from(get_args(VoteOf)), st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 10**6)
)
def test_enough_is_compared_without_rounding(of: Any, count: int, members: int, valid: int, under: int) -> None:
    vote = Vote(of, Fraction(min(under, 4 * 10**5), under))
    base = vote.base(members, members, valid)
    assert base is not None
    assert vote.passes(count, base) == (base > 0 and count * under >= base * min(under, 4 * 10**5))


def test_absent_members_count_where_all_do() -> None:
    # Decree 98/2023, art. 30.7: at least 80 % of all members. 12 of 15 are 80 %, be 13 or 15 of them there.
    all_members, there = Vote("all members", Fraction(4, 5)), Vote("present", Fraction(4, 5))
    assert all_members.passes(12, all_members.base(15, 13, 13) or 0)
    assert not all_members.passes(11, all_members.base(15, 13, 13) or 0)  # 11 of the 13 present would be 84.6 %
    assert there.passes(11, there.base(15, 13, 13) or 0)
    assert Vote("valid", Fraction(2, 3)).passes(8, 12)
    assert not Vote("valid", Fraction("0.6667")).passes(8, 12)  # 66.67 % is more than two thirds
    assert not Vote("valid", Fraction(1, 2)).passes(0, 0)


@pytest.mark.parametrize(
    ("given_votes", "base", "told"),
    [
        (12, 15, "12/15 members, 80.0%"),
        (1999, 2500, "1,999/2,500 members, 79.9%"),  # 79.96 %: it does not reach 80, and is not shown as if it did
        (0, 9, "0/9 members, 0.0%"),
        (0, 0, "0/0 members, 0.0%"),  # of nobody nobody was for it
    ],
)
def test_the_percentage_is_cut(given_votes: int, base: int, told: str) -> None:
    ballot = Ballot("a", "flag", base, base, base, given_votes, base, Vote("all members", Fraction(4, 5)))
    assert tell_numbers(ballot, "en").replace(",", "") == told.replace(",", "")


def test_votes_change_no_rank_point_or_proposal(result: Result) -> None:
    after = voted(result, a=12, b=11, e=15 - 2, f=0)
    assert after.units == result.units
    assert [(one.unit, one.voted) for one in (after.votes.ballots if after.votes else ())] == [
        ("a", True),
        ("b", False),
        ("e", True),
        ("f", False),
    ]


def test_the_reserve_is_named_where_a_place_came_free_and_moves_nowhere(result: Result) -> None:
    after = voted(result, a=12, b=11, e=13, f=13)
    assert [one.unit for one in in_reserve(after, "flag")] == ["c"]  # in c2, where both are voted, g is not named
    assert after.unit("c").titles["flag"].state == "reserve"
    odd = {one.heading: one.lines for one in find_odd(after, "en")}
    assert odd["Votes"] == (
        "Flag: Ward A (a) – voted, 12/15 members, 80.0%",
        "Flag: b – not voted, 11/15 members, 73.3%",
        "Flag: e – voted, 13/15 members, 86.6%",
        "Flag: f – voted, 13/15 members, 86.6%",
    )
    assert odd["Not voted; there is a reserve, and the council decides"] == ("Flag: in reserve Ward C (c)",)
    matters = {one["heading"]: one["lines"] for one in minutes_data(after, Letterhead(), "en")["matters"]}
    assert matters["Not voted; there is a reserve, and the council decides"] == ["Flag: in reserve Ward C (c)"]
    assert list(in_reserve(voted(result, a=12, b=12, e=13, f=13), "flag")) == []


def test_a_reserve_that_is_voted_on_stays_one(result: Result) -> None:
    after = voted(result, a=12, b=11, c=14 - 1, e=13, f=13)
    assert after.unit("c").titles["flag"].state == "reserve"
    assert after.votes is not None
    ballot = after.votes.ballot("c", "flag")
    assert ballot is not None
    assert ballot.voted


def test_every_form_has_the_votes(result: Result) -> None:
    after = voted(result, a=12, b=11, e=13, f=13)
    for suffix in ("json", "html", "xlsx", "csv", "parquet"):
        write_result(after, f"out.{suffix}", "en")
    made = json.loads(Path("out.json").read_text(encoding="utf-8"))
    units = {one["unit"]: one for one in made["units"]}
    assert made["provenance"]["council"] == {"members": 15, "present": 13}
    assert units["b"]["titles"]["flag"]["vote"] == {
        "issued": 13,
        "returned": 13,
        "valid": 13,
        "for": 11,
        "of": "all members",
        "base": 15,
        "part": "11/15",
        "at_least": "4/5",
        "voted": False,
    }
    assert "vote" not in units["c"]["titles"]["flag"]
    assert '<span class="vi" lang="vi">không đủ phiếu</span>' in Path("out.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook("out.xlsx", data_only=True)
    rows = list(book["Votes"].iter_rows(min_row=3, values_only=True))
    assert [(row[1], row[6], row[7], row[-1]) for row in rows] == [
        ("a", 12, 15, "voted"),
        ("b", 11, 15, "not voted"),
        ("e", 13, 15, "voted"),
        ("f", 13, 15, "voted"),
    ]
    formula = openpyxl.load_workbook("out.xlsx")["Votes"]["K3"].value
    assert formula == '=IF(AND(H3>0,G3*J3>=H3*I3),"voted","not voted")'
    frame = result_frame(after)
    assert frame["vote.flag"].to_list() == ["voted", "not-voted", None, None, "voted", "voted", None]
    assert "vote.merit" not in frame.columns
    assert "vote.flag" not in result_frame(result).columns


def test_a_table_with_semicolons_and_members_written_once(result: Result) -> None:
    lines = ["title;unit;issued;returned;valid;for;members;present", "flag;a;13;13;13;12;15;13"]
    lines += [f"flag;{unit};13;13;13;13;;" for unit in "bef"]
    Path("votes.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    votes = with_votes(result, "votes.csv").votes
    assert votes is not None
    assert (votes.members, votes.present, [one.given for one in votes.ballots]) == (15, 13, [12, 13, 13, 13])


def test_a_part_may_be_a_fraction(result: Result) -> None:
    title = scored(SCHEME.replace('"80%"', '"2/3"')).scheme.titles["flag"]
    assert title.vote == Vote("all members", Fraction(2, 3))
    assert scored(SCHEME.replace('"80%"', "0.8")).scheme.titles["flag"].vote == Vote(
        "all members", Fraction(Decimal("0.8"))
    )


def test_a_criterion_may_be_called_as_the_sheet_of_votes_is(result: Result) -> None:
    after = voted(scored(SCHEME.replace('title = "Work"', 'title = "votes"')), a=12, b=11, e=13, f=13)
    write_result(after, "named.xlsx", "en")
    names = openpyxl.load_workbook("named.xlsx").sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert any(name.startswith("Votes") for name in names)
