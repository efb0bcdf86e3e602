"""From tables to parts: figures read as whole numbers, each part with its unit, voice and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal

import attrs
import polars as pl

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.figures.cells import is_not_assigned, of_hundred, read_cell, shown_date, values_of
from dvk_scoring.figures.keys import KeyedTable, clean
from dvk_scoring.figures.parquet import is_text, read_typed
from dvk_scoring.figures.table import LIMIT, MOST_BY_HAND, DecimalMark, Table, listed, more_than
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.written import Plain, with_numbers

Wanted = Mapping[str, tuple[FigureSpec, str | None]]
FILLED: Final = pl.col("value").is_not_null() | (pl.col("value?") == 1)
"""Cells that say something: a value, or that the figure is not assigned."""
_BLOCK: Final = 200_000


@attrs.frozen
class TablePart:
    """What one table says of the figures.

    Attributes:
        keyed: The table.
        frame: Of a wide table one row a row: ``row`` Int64, ``unit`` String, ``voice`` Int8, each figure Int64 (of
            many rows Int32, see ``read_typed``) × 10^places (null: no value), ``NAME?`` Int8 (1: not assigned) for the
            figures in ``kp``. Of a long table one row a cell: ``row``, ``unit``, ``voice``, ``figure``, ``value``,
            ``value?``, ``reason`` where it has one.
        figures: Its figures.
        kp: Those with a cell that is not assigned.
        bad: Those with a cell that could not be read.
    """

    keyed: KeyedTable
    frame: pl.DataFrame
    figures: tuple[str, ...]
    kp: frozenset[str] = frozenset()
    bad: frozenset[str] = frozenset()

    @cached_property
    def figures_in(self) -> frozenset[str]:
        """Its figures, to ask whether one is among them."""
        return frozenset(self.figures)

    def cells(self, names: Sequence[str]) -> pl.DataFrame:
        """Give the cells of some of its figures: ``row``, ``unit``, ``voice``, ``figure``, ``value``, ``value?``."""
        keys = ["row", "unit", "voice"]
        if self.keyed.long:
            cells = self.frame if len(names) == len(self.figures) else self.frame.filter(pl.col("figure").is_in(names))
            return cells[[*keys, "figure", "value", "value?"]]
        cells = self.frame.unpivot(names, index=keys, variable_name="figure")
        return cells.hstack([self._flags(self.frame, names).alias("value?")])

    def spoken(self, voice: int, units: pl.DataFrame) -> pl.DataFrame:
        """Give what it says in a voice: of a wide table one row for each of ``units``, of a long one a row a cell."""
        said = self.frame
        if (in_voice := said["voice"] == voice).sum() < len(said):  # of some rows the voice is not known
            said = said.filter(in_voice)
        if not self.keyed.long and said["unit"].equals(units["unit"]):
            return said.hstack([units["order"]])
        how: Literal["inner", "left"] = "inner" if self.keyed.long else "left"
        return units[["unit", "order"]].join(said, on="unit", how=how, maintain_order="left")

    def stacked(self, spoken: pl.DataFrame, names: Sequence[str], units: int) -> tuple[pl.Series, pl.Series]:
        """Lay ``spoken`` figure upon figure, each with all units: values, and whether they are not assigned.

        ``names`` may be figures that the table does not have: it says nothing of them.
        """
        if not self.keyed.long:
            none = constant(None, pl.Int64, units)
            columns = (spoken[name] if name in self.figures_in else none for name in names)
            return pl.concat([column.cast(pl.Int64) for column in columns]), self._flags(spoken, names)
        of_figures = spoken if self.figures_in.issubset(names) else spoken.filter(pl.col("figure").is_in(names))
        places = {name: place * units for place, name in enumerate(names)}
        at = of_figures["order"] + of_figures["figure"].replace_strict(places, return_dtype=pl.Int64)
        values, flags = constant(None, pl.Int64, units * len(names)), constant(0, pl.Int8, units * len(names))
        return values.scatter(at, of_figures["value"]), flags.scatter(at, of_figures["value?"])

    def _flags(self, frame: pl.DataFrame, names: Sequence[str]) -> pl.Series:
        none = constant(0, pl.Int8, len(frame))
        return pl.concat([frame[kp_flag(name)] if name in self.kp else none for name in names])


def constant(value: int | None, dtype: type[pl.DataType], rows: int) -> pl.Series:
    """Make a column that says the same in every row."""
    return pl.Series([value], dtype=dtype).new_from_index(0, rows)


def blocks(figures: Sequence[str], rows: int) -> Iterator[Sequence[str]]:
    """Cut figures into blocks that are looked at one upon the other: setting up a step costs thousands of cells."""
    size = max(1, _BLOCK // max(1, rows))
    return (figures[at : at + size] for at in range(0, len(figures), size))


def read_parts(keyed: KeyedTable, wanted: Wanted) -> tuple[TablePart, list[Problem]]:
    """Read the figures of a table."""
    return _read_long(keyed, wanted) if keyed.long else _read_wide(keyed, wanted)


def _read_long(keyed: KeyedTable, wanted: Wanted) -> tuple[TablePart, list[Problem]]:
    kept = [name for name in ("row", "unit", "voice", "figure", "value", "reason") if name in keyed.keys.columns]
    figures = [name for name in keyed.keys["figure"].unique(maintain_order=True).to_list() if name in wanted]
    cells = keyed.keys.select(kept)  # cleaned with the keys
    nothing = [constant(0, pl.Int64, 0).alias("value"), constant(0, pl.Int8, 0).alias("value?")]
    read = [cells.clear().with_columns(nothing)]
    bad: set[str] = set()
    problems: list[Problem] = []
    for names in _alike(figures, wanted):
        of_figures = cells.filter(pl.col("figure").is_in(names))
        told = _read_texts(of_figures["value"], wanted[names[0]][0], keyed.table.mark)
        read.append(of_figures.with_columns(told["value"], told["value?"]))
        wrong = of_figures.select("row", "unit", "figure", text="value").filter(told["bad"])
        for (name,), cells_of in wrong.group_by("figure", maintain_order=True):
            bad.add(str(name))
            problems += _bad_cells(keyed, cells_of, str(name), wanted)
        if len(of_figures) <= MOST_BY_HAND and of_hundred(wanted[names[0]][0]):
            texts = of_figures.select("row", "unit", "figure", text="value").with_columns(told["value"])
            for (name,), cells_of in texts.group_by("figure", maintain_order=True):
                problems += half_percent(keyed, cells_of, str(name), wanted)
    frame = pl.concat(read)
    kp = frozenset(frame.filter(pl.col("value?") == 1)["figure"].unique().to_list())
    return TablePart(keyed, frame, tuple(figures), kp, frozenset(bad)), problems


def _read_wide(keyed: KeyedTable, wanted: Wanted) -> tuple[TablePart, list[Problem]]:
    keys, raw = keyed.keys[["row", "unit", "voice"]], keyed.table.frame
    figures = [name for name in raw.columns if name in wanted]
    texts = [name for name in figures if is_text(raw[name].dtype, wanted[name][0])]
    columns: list[pl.Series] = []
    problems: list[Problem] = []
    kp: set[str] = set()
    bad: set[str] = set()
    for name in (name for name in figures if name not in texts):
        column, failed, faults = read_typed(keyed.table, raw[name], keys, *wanted[name])
        columns.append(column)
        problems += faults
        bad |= {name} if failed else set()
    rows = len(raw)
    for some in (some for names in _alike(texts, wanted) for some in blocks(names, rows)):
        written = pl.concat([raw[name].cast(pl.String) for name in some])
        written = clean(written.alias("value").to_frame())["value"]
        told = _read_texts(written, wanted[some[0]][0], keyed.table.mark)
        values, flags, wrong_ones = told["value"], told["value?"], told["bad"]
        for name, start in zip(some, range(0, len(told), rows), strict=True):
            columns.append(values.slice(start, rows).alias(name))
            if (flag := flags.slice(start, rows)).max():
                kp.add(name)
                columns.append(flag.alias(kp_flag(name)))
            if (wrong := wrong_ones.slice(start, rows)).any():
                bad.add(name)
                cells = keys.select("row", "unit", text=written.slice(start, rows)).filter(wrong)
                problems += _bad_cells(keyed, cells, name, wanted)
            if rows <= MOST_BY_HAND and not keyed.table.partial and of_hundred(wanted[name][0]):
                read = keys.select("row", "unit", text=written.slice(start, rows), value=values.slice(start, rows))
                problems += half_percent(keyed, read, name, wanted)
    return TablePart(keyed, keys.hstack(columns), tuple(figures), frozenset(kp), frozenset(bad)), problems


def _alike(figures: Sequence[str], wanted: Wanted) -> list[list[str]]:
    """Group the figures whose cells are read by the same rules."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for name in figures:
        spec = wanted[name][0]
        groups.setdefault((spec.kind, spec.places, spec.choices, spec.measure, of_hundred(spec)), []).append(name)
    return list(groups.values())


def _read_texts(texts: pl.Series, spec: FigureSpec, mark: DecimalMark) -> pl.DataFrame:
    """Read clean text: ``value`` Int64 × 10^places, ``value?`` (not assigned, Int8), ``bad`` (text, but no value)."""
    read = texts.to_frame("text").with_columns(
        values_of("text", spec, mark).alias("value"),
        is_not_assigned("text").fill_null(value=False).cast(pl.Int8).alias("value?"),
    )
    return read.with_columns(bad=pl.col("text").is_not_null() & ~FILLED)


def half_percent(keyed: KeyedTable, cells: pl.DataFrame, name: str, wanted: Wanted) -> list[Problem]:
    """Warn of a column in which some numbers are written with a % and others without; 0 is 0 either way."""
    cells = cells.filter(pl.col("value") != 0)
    signed = cells["text"].str.ends_with("%")
    if signed.all() or not signed.any():
        return []
    spec, criterion = wanted[name]
    fewer = cells.filter(signed if signed.sum() <= len(cells) / 2 else ~signed)
    table, heading = keyed.table, "value" if keyed.long else name
    rows = list(fewer.select("row", "unit", "text").head(LIMIT).iter_rows())
    places = [table.place(row, heading, unit, criterion) for row, unit, _ in rows]
    texts = [table.shown(row, heading, text) for row, _, text in rows]
    shown = [f"{place.cell or unit} = {text}" for place, (_, unit, _), text in zip(places, rows, texts, strict=True)]
    place = attrs.evolve(places[0], header=name, unit=None)
    told = listed(shown, len(fewer))
    named = with_numbers(told) if all(isinstance(text, Plain) for text in texts) else told
    with_sign = int(signed.sum())
    return [problem("DVK-D323", place, label=spec.label, percent=with_sign, plain=len(cells) - with_sign, cells=named)]


def _bad_cells(keyed: KeyedTable, wrong: pl.DataFrame, name: str, wanted: Wanted) -> list[Problem]:
    shown = [_bad_cell(keyed, cell, name, wanted) for cell in wrong.head(LIMIT).iter_rows(named=True)]
    return shown + more_than(len(wrong), keyed.table.path, name, code=shown[0].code)


def _bad_cell(keyed: KeyedTable, row: Mapping[str, Any], name: str, wanted: Wanted) -> Problem:
    spec, criterion = wanted[name]
    table, heading = keyed.table, "value" if keyed.long else name
    place = attrs.evolve(table.place(row["row"], heading, row["unit"], criterion), header=name)
    text = table.shown(row["row"], heading, row["text"])
    return bad_cell(table, text, spec, place, odd=(row["row"], heading) in table.odd)


def bad_cell(table: Table, text: str, spec: FigureSpec, place: Place, *, odd: bool = False) -> Problem:
    """Tell what is wrong with a cell of a table that could not be read; ``odd``: it is a date, or the like."""
    cell = read_cell(text, spec, table.mark)
    return problem(
        "DVK-D310" if odd else cell.code or "DVK-D301",
        place,
        value=shown_date(text) if odd else text,
        label=spec.label,
        places=spec.places,
        nearest=cell.nearest or "",
        known=", ".join(key for key, _ in spec.choices),
        file=table.path,
    )


def places_of(
    parts: Sequence[TablePart], name: str, units: Sequence[str], voice: int, criterion: str | None
) -> dict[str, Place]:
    """Find where the cells of ``name`` stand that hold for ``units`` after ``voice``.

    That is the latest voice that spoke; where none did, the latest row with a blank.
    """
    best: dict[str, tuple[tuple[bool, int], Place]] = {}
    for part in (part for part in parts if name in part.figures):
        rows = part.cells([name]).filter(pl.col("unit").is_in(list(units)) & (pl.col("voice") <= voice))
        for row, unit, spoken, filled in rows.select("row", "unit", "voice", FILLED).iter_rows():
            rank = (bool(filled), spoken)
            if unit not in best or best[unit][0] < rank:
                heading = "value" if part.keyed.long else name
                best[unit] = (rank, attrs.evolve(part.keyed.table.place(row, heading, unit, criterion), header=name))
    return {unit: place for unit, (_, place) in best.items()}
