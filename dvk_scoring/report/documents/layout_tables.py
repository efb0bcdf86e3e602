"""The papers that are tables of units or appeals as Word files: the summary, and the big table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dvk_scoring.report.documents.paper import Paper, Source
from dvk_scoring.report.documents.tags import joined

Data = Mapping[str, Any]
_STRONG = ("section", "sum", "whole", "most")
"""Kinds of rows that stand in bold."""


def summary(data: Data, source: Source, onto: Any) -> Paper:
    """Lay out the summary: a table a cluster, a row a unit."""
    large = data["page"] == "a3"
    page = Paper(data, source, onto=onto, wide=True, size=12, format=data["page"], right=15 if large else 20)
    words, widths = page.words, data["widths"]
    page.opening()
    page.say(source["counted"], keep=True)
    parts = range(len(data["parts"]))
    rest = [key for key in ("bonus", "penalty", "total", "rank", "class", "titles") if widths[key]]
    names = [words["no"], words["unit"], *(source["parts"][at]["mark"] for at in parts), *(words[key] for key in rest)]
    wide = [widths["no"], widths["name"], *(widths["part"] for _ in parts), *(widths[key] for key in rest)]
    total = 2 + len(parts) + rest.index("total")
    for cluster in page.each(source["clusters"], "cluster"):
        page.say(cluster["title"], indent=False, bold=True, keep=True, align="left")
        table = page.grid(names, wide, size=data["letters"])
        for _ in page.where(cluster["most"], table.tag):
            most = [cluster["most"][at] for at in parts]
            whole = [cluster["most_total"] if key == "total" else "" for key in rest]
            table.row(["", words["most"], *most, *whole], italic=True, keep=True)

        def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
            cells = [row["no"], row["name"], *(row["parts"][at] for at in parts), *(row[key] for key in rest)]
            table.row(cells, left=(1,), strong=(total,), keep=kept)  # noqa: B023 - called before the next table

        page.kept(table, cluster["rows"], put)
        page.say("", after=0, keep=True, size=4)
    if data["columns"]:
        page.say(source["columns"], indent=False, size=10.5, keep=True)
    _close(page)
    return page


def table(data: Data, source: Source, onto: Any) -> Paper:
    """Lay out the big table: a table a cluster, in as many bands of columns as it needs."""
    page = Paper(data, source, onto=onto, wide=True, size=12, format="a3", right=15)
    page.opening()
    page.say(source["counted"], keep=True)
    for at, cluster_table in enumerate(data["tables"]):
        for place in range(len(cluster_table["bands"])):
            _band(page, cluster_table, source["tables"][at], place)
            last = at + 1 == len(data["tables"]) and place + 1 == len(cluster_table["bands"])
            page.say("", after=0, keep=last, size=4)
    _close(page)
    return page


def _band(page: Paper, data: Data, source: Source, place: int) -> None:
    """Lay out one band of a table; a template has its columns by their places."""
    start, end = data["bands"][place]["start"], data["bands"][place]["end"]
    columns, heads, voices = data["columns"][start:end], data["heads"], page.data["voices"]
    page.say(source["bands"][place]["title"], indent=False, bold=True, keep=True, align="left")
    names = [
        *(source["heads"][at]["title"] for at in range(len(heads))),
        *(source["columns"][at]["title"] for at in range(start, end)),
    ]
    spans = [*(1 for _ in heads), *(column["spans"] for column in columns)]
    widths = [
        *(head["width"] for head in heads),
        *(column["width"] / column["spans"] for column in columns for _ in range(column["spans"])),
    ]
    below = [page.source["voices"][at] for column in columns if column["spans"] > 1 for at in range(len(voices))]
    grid = page.grid(names, widths, size=page.data["letters"], spans=spans, below=below)
    shapes = {row["kind"]: [len(cell) for cell in row["cells"][start:end]] for row in data["rows"]}

    def put(row: Any, kind: str, kept: bool) -> None:  # noqa: FBT001 - as the rows of all tables
        counts = shapes[kind]
        cells = [row["cells"][start + at][within] for at, count in enumerate(counts) for within in range(count)]
        spans = [
            *(1 for _ in heads),
            *(
                1 if count > 1 else column["spans"]
                for count, column in zip(counts, columns, strict=True)
                for _ in range(count)
            ),
        ]
        last, strong = len(heads), []
        for count in counts:
            last += count
            strong += [last - 1] if count > 1 else []
        grid.row(
            [*(row["heads"][at] for at in range(len(heads))), *cells],
            left=(1,),
            bold=kind in _STRONG,
            strong=() if kind in _STRONG else strong,
            spans=spans,
            keep=kept,
        )

    page.kept(grid, source["rows"], put, list(shapes))


def register(data: Data, source: Source, onto: Any) -> Paper:
    """Lay out the register of appeals, and what the rulings that answer them change."""
    page = Paper(data, source, onto=onto, wide=True, size=12)
    words = page.words
    page.head()
    page.title()
    page.say(source["counted"])
    keys = ("no", "unit", "criterion", "lodged", "deadline", "answered", "outcome", "standing")
    widths = (9, 36, page.width - 199, 22, 22, 22, 62, 26)
    grid = page.grid([words[key] for key in keys], widths, size=10.5)
    for row in page.each(source["appeals"], "row", grid.tag):
        grid.row([row[key] for key in keys], left=(1, 2, 6))
    page.say("", after=0)
    page.say(words["changes"], indent=False, bold=True, keep=True, align="left")
    page.say(source["compared"], keep=True)
    names = ("name", "cluster", "total", "rank", "class", "titles", "because")
    for _ in page.where(source["changed"]):
        heads = [words[name] for name in ("unit", "cluster", "total", "rank", "class", "titles_changed", "because")]
        grid = page.grid(heads, (36, 34, 30, 20, 34, 40, page.width - 194), size=10.5)

        def put(row: Any, kind: str, kept: bool) -> None:  # noqa: ARG001, FBT001 - as the rows of all tables
            grid.row([row[name] for name in names], left=(0, 1, 6), keep=kept)  # noqa: B023 - called before the next table

        page.kept(grid, source["changed"], put)
    for _ in page.where(source["changed"], unless=True):
        page.say(words["none"], keep=True)
    page.say("", after=0, keep=True, size=4)
    _sign(page)
    return page


def _close(page: Paper) -> None:
    """Add the notes and the signatures, which stay with the last rows."""
    page.say(joined(page.source["notes"], " "), indent=False, size=10.5, keep=True)
    _sign(page)


def _sign(page: Paper) -> None:
    """Add who drew it up, who signs for the council, and who gets it."""
    page.signatures(([page.words["maker"]], page.words["signature"], ""), page.council(), traced=True)
