"""Who competes: every unit of every file once, with its name, cluster and order of first appearance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from dvk_scoring.figures.alike import check_alike
from dvk_scoring.figures.keys import UNVOICED, KeyedTable
from dvk_scoring.figures.parts import FILLED, TablePart, blocks, constant
from dvk_scoring.figures.table import LIMIT, MOST_BY_HAND, more_than
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text, ids_called


def gather_units(tables: Sequence[KeyedTable], scheme: Scheme) -> tuple[pl.DataFrame, list[Problem]]:
    """Give one row a unit: ``unit``, ``name``, ``cluster`` String, ``order`` Int64 from 0.

    Missing:
        A unit without a name is called by its id; without a cluster it is a problem, unless the scheme has just one.
    """
    everyone = pl.concat([_told(keyed, at) for at, keyed in enumerate(tables)], rechunk=False)
    if everyone["unit"].null_count():
        everyone = everyone.filter(~pl.col("unit").is_null())
    alone = len(tables) == 1 and tables[0].distinct
    if not alone:
        units = everyone.select("unit").unique("unit", keep="first", maintain_order=True)
        names, problems = _one_each(tables, everyone, "name", "DVK-D409", {})
        titles = {key: cluster.title for key, cluster in scheme.clusters.items()}
        clusters, differing = _one_each(tables, everyone, "cluster", "DVK-D405", titles)
        for told in (names, clusters):
            units = units.join(told, on="unit", how="left", maintain_order="left")
        problems += differing
    else:
        units, problems = everyone.select("unit", "name", "cluster"), []
    if len(scheme.clusters) == 1:
        units = units.with_columns(pl.col("cluster").fill_null(pl.lit(next(iter(scheme.clusters)))))
    problems += _check_clusters(tables, units, scheme)
    problems += [] if alone or tables[0].table.partial else _twins(units)
    if len(units) <= MOST_BY_HAND and not any(keyed.table.partial for keyed in tables):
        problems += check_alike(tables, everyone)
        problems += [] if alone else _leading_zeros(tables, everyone)
    # Where nobody has a name, a column of ids need not be made a second time.
    nameless = units["name"].null_count() == len(units)
    name = pl.col("unit").alias("name") if nameless else pl.col("name").fill_null(pl.col("unit"))
    return units.select("unit", name, "cluster", order=pl.int_range(pl.len(), dtype=pl.Int64)), problems


def names_told(tables: Sequence[KeyedTable], units: Collection[str]) -> Mapping[str, str]:
    """Give id → name of the units among some whose name a table tells; the first that is told."""
    names: dict[str, str] = {}
    for keyed in (table for table in tables if "name" in table.keys.columns):
        few = keyed.keys.filter(pl.col("unit").is_in(sorted(units)) & pl.col("name").is_not_null())
        for unit, name in few.select("unit", "name").iter_rows():
            names.setdefault(unit, name)
    return names


def check_repeats(parts: Sequence[TablePart]) -> list[Problem]:
    """Find units that are twice in a voice: in one file, or in two files with the same figure."""
    problems: list[Problem] = []
    for part in parts:
        problems += _repeats_within(part)
    shared: dict[str, list[int]] = {}
    for at, part in enumerate(parts):
        # A file with no voice of the scheme's is told as such; not as one without voices.
        for figure in () if part.keyed.voice_unknown else part.figures:
            shared.setdefault(figure, []).append(at)
    sharing: dict[tuple[int, ...], list[str]] = {}
    for figure, places in shared.items():
        sharing.setdefault(tuple(places), []).append(figure)
    for several, figures in sharing.items():
        meeting = _meeting([parts[at] for at in several])
        for some in blocks(figures, sum(len(part.frame) for part in meeting)) if meeting else ():
            problems += _repeats_between(meeting, some)
    return problems


def _told(keyed: KeyedTable, at: int) -> pl.DataFrame:
    keys = keyed.keys
    kept = [name if name in keys.columns else pl.lit(None, dtype=pl.String).alias(name) for name in ("name", "cluster")]
    return keys.select("unit", *kept, "row", file=pl.lit(at, dtype=pl.Int64))


def _one_each(
    tables: Sequence[KeyedTable], everyone: pl.DataFrame, name: str, code: str, titles: Mapping[str, Text]
) -> tuple[pl.DataFrame, list[Problem]]:
    """Give the first ``name`` told of each unit, and where another one is told; ``titles``: what ids are called."""
    told = everyone.filter(~pl.col(name).is_null()).unique(["unit", name], keep="first", maintain_order=True)
    first = told.unique("unit", keep="first", maintain_order=True).select("unit", name)
    if len(first) == len(told):
        return first, []
    others = told.join(first.rename({name: "first"}), on="unit", how="left").filter(pl.col(name) != pl.col("first"))

    def called(value: str) -> Text | str:
        return ids_called({value: titles[value]}) if value in titles else value

    problems: list[Problem] = []
    for row in others.head(LIMIT).iter_rows(named=True):
        place = tables[row["file"]].table.place(row["row"], name, row["unit"])
        problems.append(problem(code, place, value=called(row[name]), first=called(row["first"])))
    return first, problems + more_than(len(others), None, name, code=code)


def _check_clusters(tables: Sequence[KeyedTable], units: pl.DataFrame, scheme: Scheme) -> list[Problem]:
    told = units["cluster"].unique().to_list()
    known = ids_called({cluster.id: cluster.title for cluster in scheme.clusters.values()})
    problems: list[Problem] = []
    if None in told:
        without = units.filter(pl.col("cluster").is_null())
        places = _unit_places(tables, without["unit"].head(LIMIT).to_list())
        problems += [problem("DVK-D406", place, known=known) for place in places]
        problems += more_than(len(without), None, "cluster", code="DVK-D406")
    strange = [cluster for cluster in told if cluster is not None and cluster not in scheme.clusters]
    if strange:
        rows = units.filter(pl.col("cluster").is_in(strange))
        shown = {row["unit"]: row["cluster"] for row in rows.head(LIMIT).iter_rows(named=True)}
        for place in _unit_places(tables, list(shown)):
            value = shown[place.unit or ""]
            problems.append(
                problem("DVK-D404", place, value=value, nearest=nearest(value, scheme.clusters), known=known)
            )
        problems += more_than(len(rows), None, "cluster", code="DVK-D404")
    return problems


def _unit_places(tables: Sequence[KeyedTable], units: Sequence[str]) -> list[Place]:
    """Say where each unit is first told of, in a file that tells clusters when there is one."""
    places: dict[str, Place] = {}
    for keyed in sorted(tables, key=lambda table: "cluster" not in table.keys.columns):
        for row, unit in keyed.keys.filter(pl.col("unit").is_in(list(units))).select("row", "unit").iter_rows():
            places.setdefault(unit, keyed.table.place(row, "cluster", unit))
    return [places[unit] for unit in units]


def _twins(units: pl.DataFrame) -> list[Problem]:
    """Warn of ids that differ in capital letters only."""
    lowered = units.select(pl.col("unit").str.to_lowercase())["unit"]
    if lowered.n_unique() == len(units):
        return []
    pairs = units.select("unit", key=pl.col("unit").str.to_lowercase()).filter(pl.col("key").is_duplicated())
    groups: dict[str, list[str]] = {}
    for unit, key in pairs.iter_rows():
        groups.setdefault(key, []).append(unit)
    problems = [problem("DVK-D407", Place(unit=ids[0]), ids=", ".join(ids)) for ids in groups.values()]
    return problems[:LIMIT] + more_than(len(problems), None, "unit", code="DVK-D407")


def _leading_zeros(tables: Sequence[KeyedTable], everyone: pl.DataFrame) -> list[Problem]:
    """Refuse ids of one file that are those of another but for zeros, as programs make 1 or 1.0 of 001.

    Range:
        Competitions of up to 100,000 units.
    """
    whole = pl.col("unit").str.to_lowercase().str.replace("^([0-9]+)[.,]0+$", "${1}")
    bare = whole.str.replace_all("(^|[^0-9])0+([0-9])", "${1}${2}")
    told = everyone.select("unit", "row", "file", bare=bare)
    if told["bare"].n_unique() == told["unit"].n_unique():
        return []
    told = told.unique(["unit", "file"], keep="first", maintain_order=True)
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in told.iter_rows(named=True):
        groups.setdefault(row["bare"], []).append(row)
    problems: list[Problem] = []
    for first, *others in groups.values():
        beside = {row["file"] for row in (first, *others) if row["unit"] == first["unit"]}
        for row in (
            other for other in others if other["unit"].lower() != first["unit"].lower() and other["file"] not in beside
        ):
            place = tables[row["file"]].table.place(row["row"], "unit", row["unit"])
            problems.append(problem("DVK-D134", place, other=first["unit"], file=tables[first["file"]].table.path))
    return problems[:LIMIT] + more_than(len(problems), None, "unit", code="DVK-D134")


def _repeats_within(part: TablePart) -> list[Problem]:
    if part.keyed.distinct:
        return []
    key = ["unit", *(["voice"] if part.keyed.voiced else []), *(["figure"] if part.keyed.long else [])]
    spoken = part.frame[["row", "unit", "voice", *(["figure"] if part.keyed.long else [])]]
    if spoken[key].n_unique() == len(spoken):
        return []
    first = spoken.unique(key, keep="first", maintain_order=True).rename({"row": "first"})
    again = spoken.join(first, on=[column for column in spoken.columns if column != "row"], how="left")
    again = again.filter(pl.col("row") > pl.col("first")).sort("row")
    if not part.keyed.long:
        return _told_again(part, again, "")
    figures = again["figure"].unique(maintain_order=True).to_list()
    return [fault for name in figures for fault in _told_again(part, again.filter(pl.col("figure") == name), name)]


def _told_again(part: TablePart, again: pl.DataFrame, figure: str) -> list[Problem]:
    table, code = part.keyed.table, "DVK-D402" if figure else "DVK-D412"
    problems = [
        problem(
            code,
            table.place(row["row"], "figure" if figure else "unit", row["unit"]),
            first=table.lines(row["first"]),
            figure=figure,
        )
        for row in again.head(LIMIT).iter_rows(named=True)
    ]
    return problems + more_than(len(again), table.path, "unit", code=code)


def _meeting(parts: Sequence[TablePart]) -> list[TablePart]:
    """Leave out files that cannot say a figure of a unit twice: each its own voice, or each its own units."""
    voices = [voice for part in parts for voice in part.keyed.voiced or (UNVOICED,)]
    if len(set(voices)) == len(voices) and (UNVOICED not in voices or len(voices) == 1):
        return []
    told = pl.concat([part.frame.lazy().select("unit", file=pl.lit(at)).unique() for at, part in enumerate(parts)])
    files = told.filter(pl.col("unit").is_duplicated()).select("file").unique().collect()["file"].to_list()
    return [part for at, part in enumerate(parts) if at in files]


def _repeats_between(parts: Sequence[TablePart], figures: Sequence[str]) -> list[Problem]:
    """Find units whose figure two files give in one voice, or one without naming a voice and one otherwise with it."""
    cells = [part.cells(figures).filter(FILLED) for part in parts]
    spoken = pl.concat(
        [frame.hstack([constant(at, pl.Int64, len(frame)).alias("file")]) for at, frame in enumerate(cells)]
    )
    key = ["unit", "figure", "voice"]
    unvoiced = spoken["voice"] == UNVOICED
    if spoken[key].n_unique() == len(spoken) and (unvoiced.all() or not unvoiced.any()):
        return []
    first = _first(spoken, *key)
    again = spoken.join(first, on=key).filter(pl.col("file") != pl.col("first file"))
    named = spoken.filter(pl.col("voice") != UNVOICED)
    unnamed = _first(spoken.filter(pl.col("voice") == UNVOICED), "unit", "figure", beside=("value", "value?"))
    mixed = named.join(unnamed, on=["unit", "figure"]).filter(
        pl.col("value").ne_missing(pl.col("first value")) | (pl.col("value?") != pl.col("first value?"))
    )
    problems: list[Problem] = []
    for code, both in zip(("DVK-D403", "DVK-D410"), (again, mixed), strict=True):
        for (figure,), repeats in both.sort("file", "row").group_by("figure", maintain_order=True):
            rows = repeats.head(LIMIT).select("file", "row", "first file", "first", "unit")
            problems += [_given_twice(code, parts, str(figure), row) for row in rows.iter_rows()]
            problems += more_than(len(repeats), None, str(figure), code=code)
    return problems


def _first(spoken: pl.DataFrame, *key: str, beside: Sequence[str] = ()) -> pl.DataFrame:
    """Give where each is told first; ``beside``: what is told there."""
    first = spoken.unique(key, keep="first", maintain_order=True)
    told = [pl.col(name).alias(f"first {name}") for name in ("file", *beside)]
    return first.select(*key, pl.col("row").alias("first"), *told)


def _given_twice(code: str, parts: Sequence[TablePart], figure: str, row: tuple[Any, ...]) -> Problem:
    (file, here), (first_file, there) = sorted((row[:2], row[2:4]), reverse=True)
    part, other = parts[file], parts[first_file]
    place = part.keyed.table.place(here, "value" if part.keyed.long else figure, row[4])
    line = other.keyed.table.lines(there)
    return problem(code, attrs.evolve(place, header=figure), other=other.keyed.table.path, line=line)
