"""What a scheme cannot know and a document must say: who issues it, number, place, day, who sits on the council."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final, Literal, get_args

import attrs

from dvk_scoring.problem import DvkError, has_errors, sort_problems
from dvk_scoring.scheme.document import read_document
from dvk_scoring.scheme.table import Reading, Table

Kind = Literal["minutes", "sheet", "summary", "tally"]
Role = Literal["chair", "deputy", "secretary", "member"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
MOST_MEMBERS: Final = 999


@attrs.frozen
class Paper:
    """What one kind of document says of itself; empty or None: left as a dotted blank.

    Attributes:
        number, symbol: Of the document, ``12`` and ``BB-HĐTĐKT``.
        day: The day on it.
        about: What it is about, in place of the scheme's title.
        recipients: Who gets it ("Nơi nhận").
        opened, closed, venue: When and where the council met; minutes only.
        present, members: Members who were there and members in all; minutes only.
    """

    number: str = ""
    symbol: str = ""
    day: date | None = None
    about: str = ""
    recipients: tuple[str, ...] = ()
    opened: str = ""
    closed: str = ""
    venue: str = ""
    present: int | None = None
    members: int | None = None


@attrs.frozen
class Member:
    """A member of the council, named by whoever writes the letterhead."""

    name: str
    post: str
    role: Role


@attrs.frozen
class Letterhead:
    """All that stands in a letterhead's file.

    Attributes:
        superior: Body above the issuing one ("cơ quan chủ quản").
        issuer: Issuing body ("cơ quan ban hành").
        council: In whose name the chair signs.
        place: Place of the date's line.
        papers: What each kind of document says of itself.
        members: The council.
    """

    superior: str = ""
    issuer: str = ""
    council: str = ""
    place: str = ""
    papers: Mapping[Kind, Paper] = attrs.field(factory=dict, hash=False)
    members: tuple[Member, ...] = ()

    def paper(self, kind: Kind) -> Paper:
        """Give what one kind of document says of itself."""
        return self.papers.get(kind, Paper())

    def named(self, role: Role) -> Member | None:
        """Give the first member of a role."""
        return next((one for one in self.members if one.role == role), None)


def read_letterhead(path: str | Path) -> Letterhead:
    """Read and check a letterhead.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    reading = Reading(read_document(str(path)))
    root = reading.root
    agency = root.table("agency")
    papers = {kind: _read_paper(table, kind) for kind in KINDS if (table := root.table(kind)) is not None}
    members = tuple(_read_member(table) for table in root.items("council"))
    root.close()
    made = Letterhead(papers=papers, members=members) if agency is None else _read_agency(agency, papers, members)
    problems = sort_problems(reading.problems)
    if has_errors(problems):
        raise DvkError(problems)
    return made


def _read_agency(table: Table, papers: Mapping[Kind, Paper], members: tuple[Member, ...]) -> Letterhead:
    made = Letterhead(
        superior=table.words("superior"),
        issuer=table.words("issuer"),
        council=table.words("council"),
        place=table.words("place"),
        papers=papers,
        members=members,
    )
    table.close()
    return made


def _read_paper(table: Table, kind: Kind) -> Paper:
    made = Paper(
        number=table.words("number"),
        symbol=table.words("symbol"),
        day=table.day("date"),
        about=table.words("about"),
        recipients=table.names("recipients") or (),
    )
    if kind == "minutes":
        present, members = table.whole("present", 0, MOST_MEMBERS), table.whole("members", 1, MOST_MEMBERS)
        if present is not None and members is not None and present > members:
            table.say("DVK-S125", "present", value=present, low=0, high=members)
        made = attrs.evolve(
            made,
            opened=table.words("opened"),
            closed=table.words("closed"),
            venue=table.words("venue"),
            present=present,
            members=members,
        )
    table.close()
    return made


def _read_member(table: Table) -> Member:
    made = Member(table.words("name", None), table.words("post"), table.choice("role", ROLES, "member"))
    table.close()
    return made
