"""The papers as Word files, from their data; from tags, the templates that somebody makes their own of.

They are laid out for the scheme at hand, since the number of columns is the scheme's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dvk_scoring.report.documents.layout_letters import decision, letter, submission, titles
from dvk_scoring.report.documents.layout_tables import register, summary, table
from dvk_scoring.report.documents.letterhead import Kind
from dvk_scoring.report.documents.paper import Paper, Source
from dvk_scoring.report.documents.tags import Said, Tag, joined

Data = Mapping[str, Any]


def lay_out(kind: Kind, papers: Sequence[Data], sources: Sequence[Source]) -> Any:
    """Lay out papers of one kind, each from a page of its own on and numbered from 1.

    Args:
        kind: Which.
        papers: Their data; decide language and columns.
        sources: What is written of each: the data, or its tags for a template.

    Returns:
        A python-docx document.
    """
    document = None
    for data, source in zip(papers, sources, strict=True):
        document = _LAYOUTS[kind](data, source, document).document
    return document


def _minutes(data: Data, source: Source, onto: Any) -> Paper:
    page = Paper(data, source, onto=onto)
    words = page.words
    page.head(dated=False)
    page.title()
    for name in ("opened", "venue", "present"):
        page.say(source[name], align="left")
    for name in ("absent", "guests"):
        for _ in page.where(source[name]):
            page.say(source[name])
    for name in ("chair_is", "secretary_is"):
        page.say(source[name], align="left")
    page.say(words["agenda"], indent=False, bold=True, align="center", keep=True)
    page.heading(f"1. {words['basis']}")
    for one in page.each(source["basis"], "one"):
        page.say(one)
    page.heading(f"2. {words['ranking']}")
    page.say(source["counted"])
    for note in page.each(source["notes"], "note"):
        page.say(note)
    _ranking(page, has_class=data["has_class"])
    after = 3
    if data["titles"]:
        page.heading(f"3. {words['titles_proposed']}")
        page.say(words["proposal"])
        titles(page)
        after = 4
    _matters(page, after)
    _close_minutes(page)
    _changes(page)
    return page


def _matters(page: Paper, no: int) -> None:
    """Add what the council must look at, and room for what is said of it."""
    words, source = page.words, page.source
    page.heading(f"{no}. {words['matters']}")
    for _ in page.where(source["matters"], unless=True):
        page.say(words["none"])
    for matter in page.each(source["matters"], "matter"):
        page.say(f"{matter['heading']}:", italic=True, keep=True)
        for line in page.each(matter["lines"], "line"):
            page.say(f"- {line}")
    page.heading(f"{no + 1}. {words['debate']}")
    for line in page.each(source["lines"], "line"):
        page.say(line, indent=False, align="left")


def _changes(page: Paper) -> None:
    """Add what the appraisal changed as an annex, numbered on its own."""
    columns = page.data["changes"]["columns"]
    if not columns:
        return
    page.go_on()
    page.annex_head(page.words["annex"], page.words["figures_changed"], page.source["changes_attached"])
    source = page.source["changes"]
    names = [source["columns"][at]["title"] for at in range(len(columns))]
    # A template is for other figures than those at hand.
    even = [page.width / len(columns)] * len(columns)
    widths = even if isinstance(page.source, Tag) else [column["width"] for column in columns]
    table = page.grid(names, widths, size=10)
    left = [at for at, column in enumerate(columns) if column["key"] in ("unit", "figure", "why", "who")]

    def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
        table.row([row[column["key"]] for column in columns], left=left, keep=kept)

    page.kept(table, source["rows"], put)


def _ranking(page: Paper, *, has_class: bool) -> None:
    words = page.words
    keys, widths = ["rank", "unit", "total", *(["class"] if has_class else [])], page.widths("ranking_widths")
    for cluster in page.each(page.source["clusters"], "cluster"):
        page.say(cluster["title"], indent=False, bold=True, italic=True, keep=True, align="left")
        table = page.grid([words[key] for key in keys], widths, size=12)

        def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
            cells = [row["name" if key == "unit" else key] for key in keys]
            table.row(cells, left=(1,), keep=kept)  # noqa: B023 - called before the next table

        page.kept(table, cluster["rows"], put)
        page.say("", after=0)


def _close_minutes(page: Paper) -> None:
    words, source = page.words, page.source
    page.say(source["closed"], keep=True)
    page.say(words["members_sign"], indent=False, bold=True, align="center", keep=True)
    names, widths = ("no", "name", "post", "role", "signed"), (11, page.width - 113, 46, 26, 30)
    table = page.grid([words[name] for name in names], widths, size=12)

    def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
        table.row([*(row[key] for key in names[:-1]), ""], left=(1, 2), keep=kept)

    page.kept(table, source["members"], put)
    page.say("", keep=True, after=0)
    page.signatures(
        ([words["secretary"]], words["signature"], source["secretary"]),
        ([words["presiding"]], words["signature_seal"], source["chair"]),
        traced=True,
    )


def _tally(data: Data, source: Source, onto: Any) -> Paper:
    page = Paper(data, source, onto=onto)
    words = page.words
    page.head()
    page.title()
    page.say(source["council_is"])
    counts = ("issued", "returned", "valid", "given", "part", "outcome")
    widths = (9, page.width - 123, 16, 16, 16, 17, 27, 22)
    for title in page.each(source["titles"], "title"):
        page.heading(title["title"])
        page.say(title["rule"], keep=True)
        for _ in page.where(title["rows"]):
            table = page.grid([words[name] for name in ("no", "unit", *counts)], widths, size=11.5)

            def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
                table.row([row[name] for name in ("no", "name", *counts)], left=(1,), keep=kept)  # noqa: B023 - called before the next table

            page.kept(table, title["rows"], put)
        for _ in page.where(title["rows"], unless=True):
            page.say(words["none"])
        for _ in page.where(title["free"]):
            page.say(title["free"], keep=True)
        page.say("", after=0, keep=True)
    for _ in page.where(source["titles"], unless=True):
        page.say(words["none"])
    page.say(words["tally_closed"], keep=True)
    page.signatures(
        ([words["tellers"]], words["signature"], ""),
        ([words["presiding"]], words["signature_seal"], source["chair"]),
        traced=True,
    )
    return page


def _sheet(data: Data, source: Source, onto: Any) -> Paper:
    page = Paper(data, source, onto=onto, right=15)
    words = page.words
    page.head()
    page.title()
    page.say(source["unit_is"], indent=False, bold=True, align="left")
    page.say(source["cluster_is"], indent=False, align="left")
    _sheet_table(page, claimed=bool(data["claimed"]), changed=bool(data["before"]))
    page.say("", after=0)
    page.say(words["result"], indent=False, bold=True, capitals=True, keep=True, align="left")
    for one in page.each(source["told"], "one"):
        page.say(one["heading"], indent=False, bold=True, keep=True, align="left", after=3)
        for kept in (True, False):
            for _ in page.where(one["kept"], unless=not kept):
                for line in page.each(one["lines"], "line"):
                    page.say(f"- {line}", indent=False, size=11.5, keep=kept, align="left", after=3)
    page.say(joined(source["notes"], " "), indent=False, size=10.5, keep=True, align="left")
    page.signatures(([words["for_unit"]], words["signature_seal"], ""), page.council(), traced=True)
    return page


def _sheet_table(page: Paper, *, claimed: bool, changed: bool) -> None:
    words, source = page.words, page.source
    voices = [*(["claimed"] if claimed else []), *(["before", "change"] if changed else [])]
    keys = ["no", "title", "most", *voices, "points"]
    # What the council changed takes two columns more: the others then leave room for the working beside them.
    number, title, most, points = (11.0, 30, 12, 14) if changed else (11.0, 36, 12, 16)
    widths = [number, title, most, *([14] * len(voices)), points]
    headings: Mapping[str, Said] = {
        "title": words["criterion"],
        "claimed": source["claimed"],
        "before": source["before"],
    }
    names = [*(headings.get(key) or words[key] for key in keys), words["told"]]
    table = page.grid(names, [*widths, page.width - sum(widths)], size=11)
    left = (1, len(keys))

    def put(row: Any, kind: str, kept: bool) -> None:  # noqa: FBT001 - as the rows of all tables
        cells = [row[key] for key in keys]
        if kind == "section":
            table.row([*cells, ""], bold=True, left=left, keep=kept)
        else:
            table.row([*cells, joined(row["told"], "\n")], left=left, last=9.5, keep=kept)

    page.kept(table, source["rows"], put, ("section", "criterion"))
    sums = ["", words["sum"], source["whole"], *([""] * len(voices)), source["total"], ""]
    table.row(sums, bold=True)


_LAYOUTS: Final[Mapping[Kind, Callable[[Data, Source, Any], Paper]]] = {
    "minutes": _minutes,
    "summary": summary,
    "table": table,
    "submission": submission,
    "decision": decision,
    "reminder": letter,
    "appeals": register,
    "answer": letter,
    "sheet": _sheet,
    "tally": _tally,
}
