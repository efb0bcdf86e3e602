"""How many sit on the council and were there: one rule for the minutes and for the minutes of the counting."""

from __future__ import annotations

import pytest

from dvk_scoring.report.documents.head import attendance
from dvk_scoring.report.documents.letterhead import Letterhead, Member, Paper
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
