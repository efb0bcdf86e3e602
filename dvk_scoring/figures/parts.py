"""From tables to parts: figures read as whole numbers, each part with its unit, voice and row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.cells import is_not_assigned, read_cell, values_of
from dvk_scoring.figures.keys import KeyedTable, clean
from dvk_scoring.figures.parquet import is_text, read_typed
from dvk_scoring.figures.table import LIMIT, more_than
from dvk_scoring.problem import Place, Problem, problem

Wanted = Mapping[str, tuple[FigureSpec, str | None]]


@attrs.frozen
class Part:
    """Some figures of some units.

    Attributes:
        keyed: The table they come from.
        frame: ``row`` Int64, ``unit`` String, ``voice`` Int8, each figure Int64 × 10^places (null: no value), ``NAME?``
            Int8 (1: not assigned) for the figures in ``kp``, ``reason`` String where the table has one.
        figures: Its figure columns.
        kp: Those with a cell that is not assigned.
        bad: Those with a cell that could not be read.
    """

    keyed: KeyedTable
    frame: nw.DataFrame[Any]
    figures: tuple[str, ...]
    kp: frozenset[str] = frozenset()
    bad: frozenset[str] = frozenset()


def read_parts(keyed: KeyedTable, wanted: Wanted) -> tuple[list[Part], list[Problem]]:
    """Read the figures of a table: one part for a wide table, one a figure for a long one."""
    if not keyed.long:
        figures = [name for name in keyed.table.frame.columns if name in wanted]
        part, found = _read_part(
            keyed, keyed.keys.select("row", "unit", "voice"), keyed.table.frame.select(figures), wanted
        )
        return [part], found
    parts: list[Part] = []
    problems: list[Problem] = []
    kept = [name for name in ("row", "unit", "voice", "reason") if name in keyed.keys.columns]
    for figure in keyed.keys["figure"].drop_nulls().unique(maintain_order=True).to_list():
        if figure in wanted:
            rows = keyed.keys.filter(nw.col("figure") == figure)
            part, found = _read_part(keyed, rows.select(kept), rows.select(nw.col("value").alias(figure)), wanted)
            parts.append(part)
            problems += found
    return parts, problems


def _read_part(
    keyed: KeyedTable, keys: nw.DataFrame[Any], raw: nw.DataFrame[Any], wanted: Wanted
) -> tuple[Part, list[Problem]]:
    problems: list[Problem] = []
    texts: dict[str, nw.DataFrame[Any]] = {}
    values: list[nw.DataFrame[Any]] = []
    bad: set[str] = set()
    kp: list[str] = []
    for name in raw.columns:
        spec = wanted[name][0]
        if is_text(raw.schema[name], spec):
            texts[name] = raw.select(nw.col(name).cast(nw.String()))
            continue
        column, failed, found = read_typed(keyed.table, raw.select(name), keys, spec, wanted[name][1])
        values.append(column)
        problems += found
        bad |= {name} if failed else set()
    if texts:
        stripped = clean(nw.concat(list(texts.values()), how="horizontal"))
        read, kp = _read_texts(stripped, keyed, wanted)
        wrong_cells = read.select(*(nw.col(f"{name}!").any().alias(name) for name in texts))
        for name in (name for name in texts if wrong_cells[name].item()):
            bad.add(name)
            cells = (stripped.select(text=nw.col(name)), read.select(bad=nw.col(f"{name}!")))
            wrong = nw.concat([keys.select("row", "unit"), *cells], how="horizontal").filter(nw.col("bad"))
            problems += _bad_cells(keyed, wrong, name, wanted)
        values.append(read.select(*texts, *(f"{name}?" for name in kp)))
    frame = nw.concat([keys, *values], how="horizontal") if values else keys
    return Part(keyed, frame, tuple(raw.columns), frozenset(kp), frozenset(bad)), problems


def _read_texts(stripped: nw.DataFrame[Any], keyed: KeyedTable, wanted: Wanted) -> tuple[nw.DataFrame[Any], list[str]]:
    """Give values, ``NAME?`` (not assigned) and ``NAME!`` (bad), and which columns have cells that are not assigned."""
    values = [values_of(name, wanted[name][0], keyed.table.mark).alias(name) for name in stripped.columns]
    states = [
        is_not_assigned(name).fill_null(value=False).cast(nw.Int8()).alias(f"{name}?") for name in stripped.columns
    ]
    read = stripped.select(*values, *states)
    filled = stripped.select((~nw.col(name).is_null()).alias(f"{name}#") for name in stripped.columns)
    read = nw.concat([read, filled], how="horizontal").with_columns(
        (nw.col(f"{name}#") & nw.col(name).is_null() & (nw.col(f"{name}?") == 0)).alias(f"{name}!")
        for name in stripped.columns
    )
    sums = read.select(nw.col(f"{name}?").max().alias(name) for name in stripped.columns)
    return read, [name for name in stripped.columns if sums[name].item()]


def _bad_cells(keyed: KeyedTable, wrong: nw.DataFrame[Any], name: str, wanted: Wanted) -> list[Problem]:
    shown = [_bad_cell(keyed, one, name, wanted) for one in wrong.head(LIMIT).iter_rows(named=True)]
    return shown + more_than(len(wrong), keyed.table.path, name, code=shown[0].code)


def _bad_cell(keyed: KeyedTable, row: Mapping[str, Any], name: str, wanted: Wanted) -> Problem:
    spec, criterion = wanted[name]
    table, heading = keyed.table, "value" if keyed.long else name
    cell = read_cell(row["text"], spec, table.mark)
    code = "DVK-D310" if (row["row"], heading) in table.odd else cell.code or "DVK-D301"
    place = attrs.evolve(table.place(row["row"], heading, row["unit"], criterion), header=name)
    return problem(
        code,
        place,
        value=row["text"],
        label=spec.label,
        places=spec.places,
        nearest=cell.nearest or "",
        known=", ".join(key for key, _ in spec.choices),
        file=table.path,
    )


def places_of(
    parts: Sequence[Part], name: str, units: Sequence[str], voice: int, criterion: str | None
) -> dict[str, Place]:
    """Find where the cells of ``name`` stand that hold for ``units`` after ``voice``.

    That is the latest voice that spoke; where none did, the latest row with a blank.
    """
    found: dict[str, tuple[tuple[bool, int], Place]] = {}
    for part in (part for part in parts if name in part.figures):
        touched = ~nw.col(name).is_null() | (nw.col(f"{name}?") == 1) if name in part.kp else ~nw.col(name).is_null()
        rows = part.frame.filter(nw.col("unit").is_in(list(units)) & (nw.col("voice") <= voice))
        for row, unit, spoken, filled in rows.select("row", "unit", "voice", filled=touched).iter_rows():
            rank = (bool(filled), spoken)
            if unit not in found or found[unit][0] < rank:
                heading = "value" if part.keyed.long else name
                found[unit] = (rank, attrs.evolve(part.keyed.table.place(row, heading, unit, criterion), header=name))
    return {unit: place for unit, (_, place) in found.items()}
