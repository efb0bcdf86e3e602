"""How many sit on the council and were there: one rule for the minutes and for the minutes of the counting."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvk_scoring import Result, load_scheme, read_figures, score
from dvk_scoring.report.documents.drafts import decision_data, submission_data
from dvk_scoring.report.documents.head import attendance
from dvk_scoring.report.documents.letterhead import Letterhead, Member, Paper
from dvk_scoring.report.documents.minutes import minutes_data
from dvk_scoring.scoring.read_votes import with_votes
from dvk_scoring.scoring.votes import Votes

NAMED = (Member("A", "", "chair"), Member("B", "", "secretary"), Member("C", "", "member"))
Counts = tuple[int | None, int | None]


@pytest.mark.parametrize(
    ("minutes", "votes", "named", "meeting", "counting"),
    [
        ((None, None), None, False, (None, None), (None, None)),
        ((None, None), None, True, (3, None), (3, None)),
        ((15, 12), None, True, (15, 12), (15, 12)),
        ((None, 12), None, True, (3, 12), (3, 12)),
        ((None, None), (15, 13), True, (15, 13), (15, 13)),
        ((15, 12), (15, 13), False, (15, 12), (15, 13)),  # one came late, or voted in writing
        ((15, 12), (14, 13), False, (15, 12), (14, 13)),
        ((15, None), (14, 13), False, (15, None), (14, 13)),  # present of another number of members
        ((15, 12), (15, None), False, (15, 12), (15, 12)),
        ((15, 12), (14, None), False, (15, 12), (14, None)),
    ],
)
def test_the_minutes_go_first_and_for_the_counting_the_votes(
    minutes: Counts,
    votes: Counts | None,
    named: bool,
    meeting: Counts,
    counting: Counts,
) -> None:
    head = Letterhead(papers={"minutes": Paper(members=minutes[0], present=minutes[1])}, members=NAMED if named else ())
    counted = None if votes is None or votes[0] is None else Votes(votes[0], votes[1], ())
    for voted, wanted in ((False, meeting), (True, counting)):
        assert tuple(attendance(head, counted, voted=voted).values()) == wanted


SCHEME = """\
[scheme]
id = "v"
title = "V"
[criteria]
a = { plugin = "direct", weight = 100, title = "A" }
[titles.flag]
title = "Flag"
quota = { count = 1, reserve = 1 }
vote = { of = "OF", at_least = "50%" }
[titles.merit]
title = "Merit"
requires = [{ of = "total", at_least = MERIT }]
not_with = ["flag"]
"""
VOTES = """\
members = 15
present = 13
[[votes]]
title = "flag"
unit = "a"
issued = 13
returned = 13
valid = 12
for = 10
"""


def voted(folder: Path, of: str, merit: int, *, counted: bool = True) -> Result:
    (folder / "s.toml").write_text(SCHEME.replace("OF", of).replace("MERIT", str(merit)), encoding="utf-8")
    (folder / "f.csv").write_text("unit,a.points\na,90\nb,80\nc,70\n", encoding="utf-8")
    (folder / "v.toml").write_text(VOTES, encoding="utf-8")
    scheme = load_scheme(folder / "s.toml")
    result = score(scheme, read_figures(scheme, [folder / "f.csv"]))
    return with_votes(result, str(folder / "v.toml")) if counted else result


@pytest.mark.parametrize(
    ("of", "base", "before"), [("all members", "15", "15"), ("present", "13", "……"), ("valid", "12", "……")]
)
def test_votes_stand_beside_what_the_part_is_taken_of(tmp_path: Path, of: str, base: str, before: str) -> None:
    head = Letterhead(papers={"minutes": Paper(members=15)})
    blank = minutes_data(voted(tmp_path, of, 50, counted=False), head, "en")
    assert [row["votes"].split("\n")[0] for row in blank["titles"][0]["rows"]] == [f"……/{before}"] * 2
    assert [row["votes"].split("\n")[0] for row in blank["titles"][1]["rows"]] == ["……/15"] * 2
    told = minutes_data(voted(tmp_path, of, 50), head, "en")
    assert told["titles"][0]["rows"][0]["votes"].startswith(f"10/{base}, ")
    assert "members" not in told["words"]["votes"]


def test_a_draft_counts_no_one_as_voted_for_of_whom_no_votes_are_counted(tmp_path: Path) -> None:
    # Merit goes to b and c without a rule for votes; where it asks for 95 points nobody is listed for it.
    for merit, count, note in ((50, "……", "the council has yet to vote"), (95, "1", "after the council's vote")):
        result = voted(tmp_path, "all members", merit)
        decision, submission = (make(result, Letterhead(), "en") for make in (decision_data, submission_data))
        assert f"{count} in number" in decision["articles"][0]
        assert note in decision["note"]
        assert submission["words"]["submits"].startswith("The council voted for") is (merit == 95)
