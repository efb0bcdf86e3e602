"""Letters and drafts as Word files: letters to units, the submission, the decision with its list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.shared import Pt

from dvk_scoring.report.documents.paper import Paper, Source
from dvk_scoring.report.documents.tags import capitals
from dvk_scoring.report.documents.titles import LETTERS

Data = Mapping[str, Any]


def letter(data: Data, source: Source, onto: Any) -> Paper:
    """Lay out a letter to a unit."""
    page = Paper(data, source, onto=onto)
    page.head(subject=True)
    page.say("", after=0)
    page.say(source["to"], indent=False, align="center", after=12)
    for line in page.each(source["lines"], "line"):
        page.say(line)
    page.say(source["ends"], keep=True)
    page.signatures(None, page.council())
    return page


def submission(data: Data, source: Source, onto: Any) -> Paper:
    """Lay out the draft of the submission."""
    page = Paper(data, source, onto=onto)
    words = page.words
    page.head()
    _draft(page)
    page.title()
    page.say(source["to"], indent=False, align="center", after=12)
    for one in page.each(source["basis"], "one"):
        page.say(one, italic=True)
    page.say(source["counted"])
    page.say(words["submits"])
    titles(page, keep=True)
    page.say(words["submission_ends"], keep=True)
    page.signatures(None, page.council(), traced=True)
    return page


def _draft(page: Paper) -> None:
    """Say that it is a draft, apart from the place and day above it."""
    made = page.say(page.source["draft"], indent=False, bold=True, align="center", after=0)
    made.paragraph_format.space_before = Pt(10)


def decision(data: Data, source: Source, onto: Any) -> Paper:
    """Lay out the draft of the decision, and its list as an annex."""
    page = Paper(data, source, onto=onto)
    words = page.words
    page.head()
    _draft(page)
    page.title()
    page.say(source["authority"], indent=False, bold=True, align="center", after=10, capitals=True)
    for one in page.each(source["basis"], "one"):
        page.say(one, italic=True)
    page.say(words["decides"], indent=False, bold=True, align="center", keep=True)
    for one in page.each(source["articles"], "one"):
        page.say(one)
    page.signatures(None, ([capitals(source["signer"])], words["signature_seal"], ""), traced=True)
    page.go_on()
    page.annex_head(words["annex"], words["decision_list"], source["list_attached"])
    page.say(words["list_waits"], italic=True)
    titles(page)
    return page


def titles(page: Paper, *, keep: bool = False) -> None:
    """List each title's units with their votes, and what waits, which with ``keep`` stays with what follows."""
    words, names = page.words, ("no", "unit", "cluster", "total", "state", "votes")
    widths = page.widths("title_widths")
    for title in page.each(page.source["titles"], "title"):
        page.say(title["title"], indent=False, bold=True, italic=True, keep=True, align="left")
        for _ in page.where(title["rows"]):
            table = page.grid([words[name] for name in names], widths, size=LETTERS)

            def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
                cells = [row[name] for name in ("no", "name", "cluster", "total", "state", "votes")]
                table.row(cells, left=(1, 2), keep=kept)  # noqa: B023 - called before the next table

            page.kept(table, title["rows"], put)
        for _ in page.where(title["waiting"]):
            page.say(words["waiting"], keep=True).paragraph_format.space_before = Pt(6)
            for line in page.each(title["waiting"], "line"):
                page.say(f"- {line}", keep=keep, after=3)
        for _ in page.where(title["rows"], unless=True):
            for _ in page.where(title["waiting"], unless=True):
                page.say(words["none"], keep=keep)
        page.say("", after=0, keep=keep)
