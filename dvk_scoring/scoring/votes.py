"""What the council's votes came to: for each unit that was voted on, whether enough were for it.

Votes decide nothing about points, ranks or who is proposed; a unit in reserve never moves up by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dvk_scoring.scheme.vote import Vote

if TYPE_CHECKING:
    from dvk_scoring.scoring.result import Result, UnitResult


@attrs.frozen
class Ballot:
    """The votes on one unit and title.

    Attributes:
        issued, returned, valid: Ballots handed out, that came back, that count.
        given: Votes for it.
        base: What they are counted of, as the scheme says.
        vote: The rule.
    """

    unit: str
    title: str
    issued: int
    returned: int
    valid: int
    given: int
    base: int
    vote: Vote

    @property
    def voted(self) -> bool:
        """Enough were for it; compared as fractions, so that no rounding decides."""
        return self.vote.passes(self.given, self.base)

    @property
    def part(self) -> Fraction:
        """The part that was for it, 0 to 1; of nobody, 0."""
        return Fraction(self.given, self.base) if self.base else Fraction(0)


@attrs.frozen
class Votes:
    """All votes of a council.

    Attributes:
        members: Members of the council.
        present: Of these, who were present; None: not said.
        ballots: In the order of the file.
    """

    members: int
    present: int | None
    ballots: tuple[Ballot, ...]

    def ballot(self, unit: str, title: str) -> Ballot | None:
        """Give the votes on one unit and title; None: it was not voted on."""
        return next((ballot for ballot in self.ballots if (ballot.unit, ballot.title) == (unit, title)), None)

    def on(self, title: str) -> tuple[Ballot, ...]:
        """Give the votes on one title."""
        return tuple(ballot for ballot in self.ballots if ballot.title == title)


def in_reserve(result: Result, title: str) -> Iterator[UnitResult]:
    """Give the units in reserve for a title of which some that were proposed were not voted.

    In the order of the result; where places are counted in each cluster, of the clusters where one came free.
    """
    votes = result.votes
    if votes is None:
        return
    lost = {ballot.unit for ballot in votes.on(title) if not ballot.voted}
    units = result.units
    free = {unit.cluster for unit in units if unit.unit in lost and unit.titles[title].state == "proposed"}
    quota = result.scheme.titles[title].quota
    together = quota.per == "all" or quota.in_all is not None
    for unit in units:
        if free and unit.titles[title].state == "reserve" and (together or unit.cluster in free):
            yield unit
