"""Whether a table's headings are ones that the scheme knows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from dvk_scoring.figures.file_kinds import misnamed
from dvk_scoring.figures.keys import KeyedTable
from dvk_scoring.figures.persons import refuse_people
from dvk_scoring.figures.table import LIMIT, NAMED, Table, more_than
from dvk_scoring.formula.names import KEYS, LONG_KEYS
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.model import Scheme


def check_headings(
    table: Table, scheme: Scheme, wanted: Mapping[str, object], besides: frozenset[str]
) -> list[Problem]:
    """Give what is wrong with the headings: none for the unit, unknown ones, those about people, a voice nobody has.

    ``besides``: headings that may be there, for somebody else.
    """
    names = table.frame.columns
    long = "figure" in names
    known = (*LONG_KEYS, *wanted) if long else (*KEYS, *wanted)
    people: list[Problem] = []
    unknown: list[Problem] = []
    for name in names:
        if name in (LONG_KEYS if long else KEYS):
            continue
        place = _heading_place(table, name)
        about = refuse_people(place, name, known=name in wanted or name in besides)
        people += about
        if long and name in wanted:
            unknown.append(problem("DVK-D208", place, name=name))
        elif not about and name not in wanted and (long or name not in besides):
            unknown.append(
                problem("DVK-D204", place, name=name, nearest=nearest(name, known) if len(unknown) < NAMED else "")
            )
    problems = people[:LIMIT] + more_than(len(people), table.path, code="DVK-D205")
    problems += unknown[:LIMIT] + more_than(len(unknown), table.path, code="DVK-D204")
    if "unit" not in names:
        told = misnamed(Path(table.path), "text") if table.kind == "csv" else None
        problems += [] if told is None else [told]
        problems.append(problem("DVK-D201", Place(file=table.path, sheet=table.sheet), known=", ".join(names[:8])))
    if long and "value" not in names:
        problems.append(problem("DVK-D207", Place(file=table.path, sheet=table.sheet)))
    if "voice" in names and not scheme.voices:
        problems.append(problem("DVK-D206", _heading_place(table, "voice")))
    return problems


def check_long_figures(keyed: KeyedTable, wanted: Mapping[str, object], besides: frozenset[str]) -> list[Problem]:
    """Give what is wrong with the names in the column ``figure`` of a long table; ``besides`` may be there."""
    table, keys = keyed.table, keyed.keys
    problems: list[Problem] = []
    names = keys.unique("figure", keep="first", maintain_order=True)
    known = frozenset(wanted) | besides
    strange = names.filter(pl.col("figure").is_null() | ~pl.col("figure").is_in(sorted(known)))
    for row in _people_among(names):
        problems += refuse_people(
            table.place(row["row"], "figure", row["unit"]), row["figure"], known=row["figure"] in known
        )
    refused = {fault.args["name"] for fault in problems}
    problems = problems[:LIMIT] + more_than(len(problems), table.path, "figure", code="DVK-D205")
    for row in strange.head(LIMIT).iter_rows(named=True):
        place, name = table.place(row["row"], "figure", row["unit"]), row["figure"]
        if name is None:
            problems.append(problem("DVK-D211", place))
        elif name not in refused:
            problems.append(problem("DVK-D204", place, name=name, nearest=nearest(name, wanted)))
    return problems + more_than(len(strange), table.path, "figure", code="DVK-D204")


def _people_among(names: pl.DataFrame) -> list[dict[str, Any]]:
    return [row for row in names.select("row", "unit", "figure").iter_rows(named=True) if row["figure"] is not None]


def _heading_place(table: Table, name: str) -> Place:
    cell = f"{table.letters[name]}{table.heading}" if name in table.letters else None
    return Place(file=table.path, sheet=table.sheet, cell=cell, header=name)
