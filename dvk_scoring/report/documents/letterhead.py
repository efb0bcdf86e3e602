"""What a scheme cannot know and a document must say: who issues it, number, place, day, who sits on the council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, get_args

import attrs

from dvk_scoring.forms.page import NO_TERMS, FormTerms
from dvk_scoring.problem import DvkError, Problem, has_errors, sort_problems
from dvk_scoring.report.documents.told_times import impossible_times
from dvk_scoring.scheme.document import BACK_INTO_TOML, read_document
from dvk_scoring.scheme.table import Reading, Table
from dvk_scoring.text import Text

Kind = Literal[
    "minutes", "sheet", "summary", "table", "tally", "submission", "decision", "reminder", "appeals", "answer"
]
Role = Literal["chair", "deputy", "secretary", "member"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
ROLES: Final[tuple[Role, ...]] = get_args(Role)
MOST_MEMBERS: Final = 999
_SINGLE: Final[Mapping[Role, Text]] = {
    "chair": Text(vi="Chủ tọa", en="Chair"),
    "secretary": Text(vi="Thư ký", en="Secretary"),
}
"""Roles of which each paper names one."""
OF_MEETING: Final[tuple[Kind, ...]] = ("minutes", "tally")
"""Papers that say what was done there, and are signed for it."""


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
        guests: Who else was there; minutes only.
        to: To whom it is submitted; submission only.
        signer: Who decides and signs, by the post; decision only.
        deadline: By when forms are to be sent; reminder only.
        contact, telephone: Who answers questions; reminder only.
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
    guests: tuple[str, ...] = ()
    to: str = ""
    signer: str = ""
    deadline: date | None = None
    contact: str = ""
    telephone: str = ""


@attrs.frozen
class Member:
    """A member of the council, named by whoever writes the letterhead; ``absent``: why, empty: was there."""

    name: str
    post: str
    role: Role
    absent: str = ""


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
        problems: What was odd about it.
        form: Where forms go, and by when.
    """

    superior: str = ""
    issuer: str = ""
    council: str = ""
    place: str = ""
    papers: Mapping[Kind, Paper] = attrs.field(factory=dict, hash=False)
    members: tuple[Member, ...] = ()
    problems: tuple[Problem, ...] = ()
    form: FormTerms = NO_TERMS

    def problems_of(self, kind: Kind) -> tuple[Problem, ...]:
        """Give what was odd but for what other kinds of document say of themselves."""
        others = {f"{other}." for other in KINDS if other != kind}
        return tuple(problem for problem in self.problems if not (problem.place.key or "").startswith(tuple(others)))

    @property
    def there(self) -> tuple[Member, ...]:
        """Give the members who are not absent."""
        return tuple(member for member in self.members if not member.absent)

    def paper(self, kind: Kind) -> Paper:
        """Give what one kind of document says of itself."""
        return self.papers.get(kind, Paper())

    def named(self, role: Role, kind: Kind) -> Member | None:
        """Give who holds a role on a kind of paper: on those of the meeting nobody who was not there."""
        there = self.there if kind in OF_MEETING else self.members
        return next((member for member in there if member.role == role), None)


def read_letterhead(path: str | Path, data: bytes | None = None) -> Letterhead:
    """Read and check a letterhead.

    Args:
        path: Its file.
        data: What is to stand in it, in place of what does.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    reading = Reading(read_document(str(path), data, instead=BACK_INTO_TOML))
    root = reading.root
    agency = root.table("agency")
    papers = {kind: _read_paper(table, kind) for kind in KINDS if (table := root.table(kind)) is not None}
    members = tuple(_read_member(table) for table in root.items("council"))
    made = Letterhead(papers=papers, members=members) if agency is None else _read_agency(agency, papers, members)
    form = root.table("form")
    made = made if form is None else attrs.evolve(made, form=_read_form(form))
    _hold_members(made, root)
    _hold_roles(members, root)
    root.close()
    problems = sort_problems(reading.problems)
    if has_errors(problems):
        raise DvkError(problems)
    return attrs.evolve(made, problems=problems)


def _hold_members(made: Letterhead, root: Table) -> None:
    """Hold how many members were there, and how many there are, to those who are named."""
    paper, named = made.paper("minutes"), len(made.members)
    if named and paper.present is not None and paper.present != len(made.there):
        root.say("DVK-O241", "minutes", "present", present=paper.present, named=len(made.there))
    if paper.members is not None and named > paper.members:
        root.say("DVK-O242", "minutes", "members", members=paper.members, named=named)


def _read_form(table: Table) -> FormTerms:
    made = FormTerms(table.words("to"), table.day("deadline"), table.words("contact"), table.words("telephone"))
    table.close()
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
    if kind == "submission":
        made = attrs.evolve(made, to=table.words("to"))
    elif kind == "decision":
        made = attrs.evolve(made, signer=table.words("signer"))
    elif kind == "reminder":
        contact, telephone = table.words("contact"), table.words("telephone")
        made = attrs.evolve(made, deadline=table.day("deadline"), contact=contact, telephone=telephone)
    elif kind == "minutes":
        present, members = table.whole("present", 0, MOST_MEMBERS), table.whole("members", 1, MOST_MEMBERS)
        if present is not None and members is not None and present > members:
            table.say("DVK-S125", "present", value=present, low=0, high=members)
        made = attrs.evolve(
            made,
            opened=_read_time(table, "opened"),
            closed=_read_time(table, "closed"),
            venue=table.words("venue"),
            present=present,
            members=members,
            guests=table.names("guests") or (),
        )
    table.close()
    return made


def _read_time(table: Table, key: str) -> str:
    """Take a time that is written in words, and refuse one that there is not."""
    words = table.words(key)
    for told in impossible_times(words):
        table.say("DVK-O243", key, told=told)
    return words


def _hold_roles(members: Sequence[Member], root: Table) -> None:
    """Refuse a second holder of a role that papers name one of."""
    for role, called in _SINGLE.items():
        for at in [at for at, member in enumerate(members) if member.role == role][1:]:
            root.say("DVK-O244", "council", at, "role", role=called)


def _read_member(table: Table) -> Member:
    made = Member(
        table.words("name", None), table.words("post"), table.choice("role", ROLES, "member"), table.words("absent")
    )
    table.close()
    return made
