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
from dvk_scoring.figures.table import LIMIT, DecimalMark, more_than
from dvk_scoring.problem import Place, Problem, problem

Wanted = Mapping[str, tuple[FigureSpec, str | None]]


@attrs.frozen
class Part:
    """What one table says of the figures.

    Attributes:
        keyed: The table.
        frame: Of a wide table one row a row: ``row`` Int64, ``unit`` String, ``voice`` Int8, each figure Int64 ×
            10^places (null: no value), ``NAME?`` Int8 (1: not assigned) for the figures in ``kp``. Of a long table one
            row a cell: ``row``, ``unit``, ``voice``, ``figure``, ``value``, ``value?``, ``reason`` where it has one.
        figures: Its figures.
        kp: Those with a cell that is not assigned.
        bad: Those with a cell that could not be read.
    """

    keyed: KeyedTable
    frame: nw.DataFrame[Any]
    figures: tuple[str, ...]
    kp: frozenset[str] = frozenset()
    bad: frozenset[str] = frozenset()

    def cells(self, name: str) -> nw.DataFrame[Any]:
        """Give the cells of one figure: ``row``, ``unit``, ``voice``, ``value``, ``filled`` (a value or KP)."""
        long = self.keyed.long
        rows = self.frame.filter(nw.col("figure") == name) if long else self.frame
        column = "value" if long else name
        filled = ~nw.col(column).is_null()
        if name in self.kp:
            filled = filled | (nw.col(f"{column}?") == 1)
        return rows.select("row", "unit", "voice", value=nw.col(column), filled=filled)

    def said(self, voice: int) -> nw.DataFrame[Any]:
        """Give what it says in a voice, one row a unit: ``unit``, each figure, ``NAME?`` for those in ``kp``."""
        rows = self.frame.filter(nw.col("voice") == voice)
        states = [f"{name}?" for name in self.figures if name in self.kp]
        if not self.keyed.long:
            return rows.select("unit", *self.figures, *states)
        wide = rows.pivot("figure", index="unit", values="value")
        if states:
            kps = rows.pivot("figure", index="unit", values="value?")
            kps = kps.select("unit", *(nw.col(name).alias(f"{name}?") for name in kps.columns if name in self.kp))
            wide = wide.join(kps, on="unit", how="left")
        return wide

    def reasons(self, name: str, voice: int) -> nw.DataFrame[Any] | None:
        """Give the reasons beside a figure in a voice, ``unit`` and ``reason``; None when the table has none."""
        if "reason" not in self.frame.columns:
            return None
        return self.frame.filter((nw.col("figure") == name) & (nw.col("voice") == voice)).select("unit", "reason")


def read_parts(keyed: KeyedTable, wanted: Wanted) -> tuple[Part, list[Problem]]:
    """Read the figures of a table."""
    if keyed.long:
        return _read_long(keyed, wanted)
    figures = [name for name in keyed.table.frame.columns if name in wanted]
    return _read_wide(keyed, keyed.keys.select("row", "unit", "voice"), keyed.table.frame.select(figures), wanted)


def _read_long(keyed: KeyedTable, wanted: Wanted) -> tuple[Part, list[Problem]]:
    """Read the cells of all figures that are written alike at once; the text has been cleaned with the keys."""
    kept = [name for name in ("row", "unit", "voice", "figure", "value", "reason") if name in keyed.keys.columns]
    figures = [name for name in keyed.keys["figure"].unique(maintain_order=True).to_list() if name in wanted]
    alike: dict[tuple[object, ...], list[str]] = {}
    for name in figures:
        spec = wanted[name][0]
        alike.setdefault((spec.kind, spec.places, spec.choices, spec.measure == "percent"), []).append(name)
    cells: list[nw.DataFrame[Any]] = []
    bad: dict[str, list[Problem]] = {}
    for names in alike.values():
        rows = keyed.keys.select(kept).filter(nw.col("figure").is_in(names))
        read = _read_texts(rows.select("value"), {"value": wanted[names[0]][0]}, keyed.table.mark)
        cells.append(nw.concat([rows.drop("value"), read.drop("value!")], how="horizontal"))
        if read["value!"].any():
            wrong = rows.select("row", "unit", "figure", text=nw.col("value")).filter(read["value!"])
            for name in wrong["figure"].unique(maintain_order=True).to_list():
                bad[name] = _bad_cells(keyed, wrong.filter(nw.col("figure") == name), name, wanted)
    frame = nw.concat(cells) if cells else keyed.keys.select(kept).head(0).with_columns(**{"value?": nw.lit(0)})
    kp = frozenset(frame.filter(nw.col("value?") == 1)["figure"].unique().to_list())
    problems = [one for found in bad.values() for one in found]
    return Part(keyed, frame, tuple(figures), kp, frozenset(bad)), problems


def _read_wide(
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
        read = _read_texts(stripped, {name: wanted[name][0] for name in texts}, keyed.table.mark)
        sums = read.select(nw.col(f"{name}?").max().alias(name) for name in texts)
        kp = [name for name in texts if sums[name].item()]
        wrong_cells = read.select(*(nw.col(f"{name}!").any().alias(name) for name in texts))
        for name in (name for name in texts if wrong_cells[name].item()):
            bad.add(name)
            cells = (stripped.select(text=nw.col(name)), read.select(bad=nw.col(f"{name}!")))
            wrong = nw.concat([keys.select("row", "unit"), *cells], how="horizontal").filter(nw.col("bad"))
            problems += _bad_cells(keyed, wrong, name, wanted)
        values.append(read.select(*texts, *(f"{name}?" for name in kp)))
    frame = nw.concat([keys, *values], how="horizontal") if values else keys
    return Part(keyed, frame, tuple(raw.columns), frozenset(kp), frozenset(bad)), problems


def _read_texts(stripped: nw.DataFrame[Any], specs: Mapping[str, FigureSpec], mark: DecimalMark) -> nw.DataFrame[Any]:
    """Give of each column its values, ``NAME?`` (not assigned, Int8) and ``NAME!`` (there is text, but no value)."""
    told = [values_of(name, spec, mark).alias(name) for name, spec in specs.items()]
    told += [is_not_assigned(name).fill_null(value=False).cast(nw.Int8()).alias(f"{name}?") for name in specs]
    told += [(~nw.col(name).is_null()).alias(f"{name}!") for name in specs]
    return stripped.select(told).with_columns(
        (nw.col(f"{name}!") & nw.col(name).is_null() & (nw.col(f"{name}?") == 0)).alias(f"{name}!") for name in specs
    )


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
        rows = part.cells(name).filter(nw.col("unit").is_in(list(units)) & (nw.col("voice") <= voice))
        for row, unit, spoken, filled in rows.select("row", "unit", "voice", "filled").iter_rows():
            rank = (bool(filled), spoken)
            if unit not in found or found[unit][0] < rank:
                heading = "value" if part.keyed.long else name
                found[unit] = (rank, attrs.evolve(part.keyed.table.place(row, heading, unit, criterion), header=name))
    return {unit: place for unit, (_, place) in found.items()}
