"""From tables to parts: figures read as whole numbers, each part with its unit, voice and row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import attrs
import narwhals as nw

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.cells import is_not_assigned, read_cell, values_of
from dvk_scoring.figures.keys import KeyedTable, clean
from dvk_scoring.figures.parquet import is_text, read_typed
from dvk_scoring.figures.table import LIMIT, DecimalMark, more_than
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import Place, Problem, problem

Wanted = Mapping[str, tuple[FigureSpec, str | None]]
# Values of some columns, which of them have cells not assigned, which have cells that could not be read, the problems.
_ReadTexts: TypeAlias = tuple[nw.DataFrame[Any], frozenset[str], frozenset[str], list[Problem]]
_STACKED = 1_000_000


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
            filled = filled | (nw.col(kp_flag(column)) == 1)
        return rows.select("row", "unit", "voice", value=nw.col(column), filled=filled)

    def said(self, voice: int) -> nw.DataFrame[Any]:
        """Give what it says in a voice, one row a unit: ``unit``, each figure, ``NAME?`` for those in ``kp``."""
        rows = self.frame.filter(nw.col("voice") == voice)
        states = [kp_flag(name) for name in self.figures if name in self.kp]
        if not self.keyed.long:
            return rows.select("unit", *self.figures, *states)
        wide = rows.pivot("figure", index="unit", values="value")
        if states:
            kps = rows.pivot("figure", index="unit", values="value?")
            kps = kps.select("unit", *(nw.col(name).alias(kp_flag(name)) for name in kps.columns if name in self.kp))
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
    kept = [name for name in ("row", "unit", "voice", "figure", "value", "reason") if name in keyed.keys.columns]
    figures = [name for name in keyed.keys["figure"].unique(maintain_order=True).to_list() if name in wanted]
    cells = keyed.keys.select(kept).filter(nw.col("figure").is_in(figures))  # cleaned with the keys
    read, bad, problems = _read_alike(keyed, cells, figures, wanted)
    frame = read.select(*(name for name in kept if name != "value"), "value", "value?")
    return Part(keyed, frame, tuple(figures), _with_kp(read), bad), problems


def _read_wide(
    keyed: KeyedTable, keys: nw.DataFrame[Any], raw: nw.DataFrame[Any], wanted: Wanted
) -> tuple[Part, list[Problem]]:
    problems: list[Problem] = []
    texts = [name for name, dtype in raw.schema.items() if is_text(dtype, wanted[name][0])]
    values: list[nw.DataFrame[Any]] = []
    bad: set[str] = set()
    for name in (name for name in raw.columns if name not in texts):
        column, failed, found = read_typed(keyed.table, raw.select(name), keys, *wanted[name])
        values.append(column)
        problems += found
        bad |= {name} if failed else set()
    kp: frozenset[str] = frozenset()
    if texts:
        read_all = _read_stacked if len(raw) * len(texts) <= _STACKED else _read_columns
        written = raw.select(nw.col(name).cast(nw.String()) for name in texts)
        read, kp, unread, found = read_all(keyed, keys, written, wanted)
        values.append(read)
        problems += found
        bad |= unread
    frame = nw.concat([keys, *values], how="horizontal") if values else keys
    return Part(keyed, frame, tuple(raw.columns), kp, frozenset(bad)), problems


def _read_stacked(keyed: KeyedTable, keys: nw.DataFrame[Any], texts: nw.DataFrame[Any], wanted: Wanted) -> _ReadTexts:
    """Read the columns of a small table one upon the other: there setting a step up costs more than doing it."""
    cells = nw.concat([keys.select("row", "unit"), texts], how="horizontal")
    cells = cells.unpivot(texts.columns, index=["row", "unit"], variable_name="figure")
    stacked = cells.with_columns(clean(cells.select("value"))["value"])
    read, bad, problems = _read_alike(keyed, stacked, texts.columns, wanted)
    kp = _with_kp(read)
    columns: list[nw.Series[Any]] = []
    for name, start in zip(_alike_order(texts.columns, wanted), range(0, len(read), len(texts)), strict=True):
        rows = slice(start, start + len(texts))
        columns.append(read["value"][rows].alias(name))
        columns += [read["value?"][rows].alias(kp_flag(name))] if name in kp else []
    return keys.select("row").with_columns(*columns).drop("row"), kp, bad, problems


def _read_columns(keyed: KeyedTable, keys: nw.DataFrame[Any], texts: nw.DataFrame[Any], wanted: Wanted) -> _ReadTexts:
    """Read the columns of a large table side by side."""
    stripped = clean(texts)
    read = _read_texts(stripped, {name: wanted[name][0] for name in texts.columns}, keyed.table.mark)
    some = read.select(
        *(nw.col(kp_flag(name)).max() for name in texts.columns), *(nw.col(f"{name}!").any() for name in texts.columns)
    )
    kp = [name for name in texts.columns if some[kp_flag(name)].item()]
    bad = [name for name in texts.columns if some[f"{name}!"].item()]
    problems: list[Problem] = []
    for name in bad:
        wrong = keys.select("row", "unit").with_columns(stripped[name].alias("text")).filter(read[f"{name}!"])
        problems += _bad_cells(keyed, wrong, name, wanted)
    return read.select(*texts.columns, *(kp_flag(name) for name in kp)), frozenset(kp), frozenset(bad), problems


def _read_alike(
    keyed: KeyedTable, cells: nw.DataFrame[Any], figures: Sequence[str], wanted: Wanted
) -> tuple[nw.DataFrame[Any], frozenset[str], list[Problem]]:
    """Read cells of clean text (``row``, ``unit``, ``figure``, ``value``), at once for all figures written alike.

    Returns:
        The cells in the order of ``_alike_order``, with ``value`` Int64 × 10^places and ``value?`` Int8; the figures
        with a cell that could not be read; and the problems.
    """
    read = [
        cells.head(0).with_columns(
            nw.lit(0, dtype=nw.Int64()).alias("value"), nw.lit(0, dtype=nw.Int8()).alias("value?")
        )
    ]
    problems: dict[str, list[Problem]] = {}
    for names in _alike(figures, wanted):
        own = cells if len(names) == len(figures) else cells.filter(nw.col("figure").is_in(names))
        told = _read_texts(own.select("value"), {"value": wanted[names[0]][0]}, keyed.table.mark)
        read.append(own.with_columns(told["value"], told["value?"]))
        if told["value!"].any():
            wrong = own.select("row", "unit", "figure", text=nw.col("value")).filter(told["value!"])
            for name in wrong["figure"].unique(maintain_order=True).to_list():
                problems[name] = _bad_cells(keyed, wrong.filter(nw.col("figure") == name), name, wanted)
    return nw.concat(read), frozenset(problems), [one for found in problems.values() for one in found]


def _alike(figures: Sequence[str], wanted: Wanted) -> list[list[str]]:
    """Group the figures whose cells are read by the same rules."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in figures:
        spec = wanted[name][0]
        groups.setdefault((spec.kind, spec.places, spec.choices, spec.measure == "percent"), []).append(name)
    return list(groups.values())


def _alike_order(figures: Sequence[str], wanted: Wanted) -> list[str]:
    return [name for names in _alike(figures, wanted) for name in names]


def _with_kp(cells: nw.DataFrame[Any]) -> frozenset[str]:
    return frozenset(cells.filter(nw.col("value?") == 1)["figure"].unique().to_list())


def _read_texts(stripped: nw.DataFrame[Any], specs: Mapping[str, FigureSpec], mark: DecimalMark) -> nw.DataFrame[Any]:
    """Give of each column its values, ``NAME?`` (not assigned, Int8) and ``NAME!`` (there is text, but no value)."""
    told = [values_of(name, spec, mark).alias(name) for name, spec in specs.items()]
    told += [is_not_assigned(name).fill_null(value=False).cast(nw.Int8()).alias(kp_flag(name)) for name in specs]
    told += [(~nw.col(name).is_null()).alias(f"{name}!") for name in specs]
    return stripped.select(told).with_columns(
        (nw.col(f"{name}!") & nw.col(name).is_null() & (nw.col(kp_flag(name)) == 0)).alias(f"{name}!") for name in specs
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
