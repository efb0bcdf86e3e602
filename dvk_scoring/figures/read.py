"""The whole reading of figures on one page: files → tables → parts → voices → one checked set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl

from dvk_scoring.figures.columns import column_kinds, meant_parts, needed_columns
from dvk_scoring.figures.figure_set import FigureColumn, FigureSet, SourceFile, names_in
from dvk_scoring.figures.frames import frame_table
from dvk_scoring.figures.headings import check_headings, check_long_figures
from dvk_scoring.figures.keys import KeyedTable, read_keys
from dvk_scoring.figures.kinds import check_kinds, elsewhere, without
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.parts import TablePart, Wanted, constant, read_parts
from dvk_scoring.figures.persons import warn_of_people
from dvk_scoring.figures.reported import (
    UNAPPRAISED,
    check_blanks,
    check_claims,
    check_columns,
    check_unvoiced,
    find_filled,
    find_unappraised,
    not_reported,
)
from dvk_scoring.figures.rows import check_lone, check_rows, check_units
from dvk_scoring.figures.scale import check_scales
from dvk_scoring.figures.table import DecimalMark, Table
from dvk_scoring.figures.units import check_repeats, gather_units, names_told
from dvk_scoring.figures.validate import Checked, Extent, check_limits, check_ranges, measure, warn_of_parts
from dvk_scoring.figures.voices import NOBODY, Standing, stand
from dvk_scoring.naming import named, naming
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, not_opened, problem, sort_problems
from dvk_scoring.scheme.columns import Columns
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import visible

# Cells that could not be read, and rows that are no unit there is: what else is said of them only follows from that.
_FAULTS = frozenset({"DVK-D114", "DVK-D115", "DVK-D123", "DVK-D125"})
_NO_UNITS = frozenset({"DVK-D132", "DVK-D133", "DVK-D134", "DVK-D140", "DVK-D141", "DVK-D142", "DVK-D145"})


def read_figures(
    scheme: Scheme,
    sources: Sequence[Path | Any],
    *,
    decimal: DecimalMark | Mapping[str, DecimalMark] | Mapping[Path, DecimalMark] = "point",
    besides: Collection[str] = (),
) -> FigureSet:
    """Read the figures of a competition from files and frames that make one set.

    Args:
        scheme: What is asked for.
        sources: Paths of CSV, XLSX, ODS or Parquet files, told by their bytes; or frames that Narwhals knows, which
            messages call ``frame 1``, ``frame 2`` by their place.
        decimal: The decimal mark of text cells, for all or by file as in ``sources`` (a file not named: point).
        besides: Columns that may be there for somebody else, such as another version of the scheme; not read.

    Missing:
        Blank stays null; not assigned is null with ``NAME?`` 1. What a blank counts as is the engine's to fill in.

    Raises:
        DvkError: All that is wrong with the files, at once.
    """
    opened, problems = open_tables(sources, decimal, scheme.columns)
    return _read(scheme, opened, problems, frozenset(besides), whole=not has_errors(problems))


def read_tables(scheme: Scheme, tables: Sequence[Table]) -> FigureSet:
    """Read the figures of a competition from tables that are open already; they make one set, as files do.

    Missing:
        As in ``read_figures``.

    Raises:
        DvkError: All that is wrong with the tables, at once.
    """
    problems = [fault for table in tables for fault in (*table.faults, *table.told)]
    return _read(scheme, tables, problems, frozenset(), whole=not has_errors(problems))


def _read(
    scheme: Scheme, opened: Sequence[Table], problems: list[Problem], besides: frozenset[str], *, whole: bool
) -> FigureSet:
    """Read what was opened; ``whole``: nothing that was asked for is missing from it."""
    try:
        return _read_all(scheme, opened, problems, besides, whole=whole)
    except DvkError as error:
        raise DvkError(_beside_faults(error.problems)) from None


def _read_all(
    scheme: Scheme, opened: Sequence[Table], problems: list[Problem], besides: frozenset[str], *, whole: bool
) -> FigureSet:
    gathered = gather(scheme, opened, problems, besides, whole=whole)
    problems += check_unvoiced(gathered.parts, scheme.figure_columns, scheme)
    return check_parts(scheme, gathered.tables, gathered.parts, gathered.units, problems)


@attrs.frozen
class Gathered:
    """What tables say, read but not yet merged: ``units`` as ``gather_units`` gives them."""

    tables: Sequence[KeyedTable]
    parts: Sequence[TablePart]
    units: pl.DataFrame


def gather(
    scheme: Scheme, opened: Sequence[Table], problems: list[Problem], besides: frozenset[str], *, whole: bool
) -> Gathered:
    """Read units and figures of tables; what is wrong with them goes to ``problems``.

    Raises:
        DvkError: There is too much wrong to go on: all of it.
    """
    wanted = scheme.figure_columns
    tables, faults = _key_tables(scheme, opened, (wanted, besides - set(wanted)))
    problems += faults
    with naming(partial(names_told, tables)):
        return _gathered(scheme, tables, wanted, problems, whole=whole and len(tables) == len(opened))


def _gathered(
    scheme: Scheme, tables: Sequence[KeyedTable], wanted: Wanted, problems: list[Problem], *, whole: bool
) -> Gathered:
    parts: list[TablePart] = []
    for keyed in tables:
        part, faults = read_parts(keyed, wanted)
        parts.append(part)
        problems += faults
    if not tables or not whole:
        raise DvkError(problems)
    repeats = check_repeats(parts)
    units, faults = gather_units(tables, scheme)
    problems += faults + repeats + check_units(tables, units) + check_lone(tables, units)
    if repeats or any(keyed.keys["unit"].null_count() for keyed in tables):
        raise DvkError(problems)
    return Gathered(tables, parts, units)


def check_parts(
    scheme: Scheme,
    tables: Sequence[KeyedTable],
    parts: Sequence[TablePart],
    units: pl.DataFrame,
    problems: list[Problem],
) -> FigureSet:
    """Merge what parts say of units, and hold the figures of every voice to the scheme.

    Raises:
        DvkError: Some of ``problems``, or of what is found here, are errors.
    """
    wanted = scheme.figure_columns
    standing = stand(units, parts, list(wanted), scheme.voices)
    names = partial(names_in, _framed(units))
    with naming(names):
        figures = _Reading(scheme, wanted, tables, parts, standing).checked(problems)
    return attrs.evolve(figures, problems=named(figures.problems, names))


def _beside_faults(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what follows from a fault: that its cell is blank, what else is odd in a row that is no unit."""
    cells = {_cell(fault) for fault in problems if fault.code in _FAULTS and fault.place.cell}
    rows = {_row(fault) for fault in problems if fault.code in _NO_UNITS}
    return [
        fault
        for fault in problems
        if fault.code in _FAULTS | _NO_UNITS
        or (_cell(fault) not in cells and (fault.place.line is None or _row(fault) not in rows))
    ]


def _cell(fault: Problem) -> tuple[object, ...]:
    return fault.place.file, fault.place.sheet, fault.place.cell


def _row(fault: Problem) -> tuple[object, ...]:
    return fault.place.file, fault.place.sheet, fault.place.line


def open_tables(
    sources: Sequence[Path | Any],
    decimal: DecimalMark | Mapping[str, DecimalMark] | Mapping[Path, DecimalMark],
    columns: Columns,
) -> tuple[list[Table], list[Problem]]:
    """Open each file or frame; what cannot be read, all of it or a part, is left out and told of."""
    tables: list[Table] = []
    problems: list[Problem] = [] if sources else [problem("DVK-D118")]
    paths: list[Path] = []
    for at, source in enumerate(sources, 1):
        if source in paths if isinstance(source, Path) else False:
            problems.append(problem("DVK-D119", Place(file=visible(str(source)))))
            continue
        try:
            if isinstance(source, Path):
                paths.append(source)
                table = open_table(source, _mark(source, decimal), columns)
            else:
                name = f"frame {at}"
                table = frame_table(source, name, _mark(Path(name), decimal), columns)
            tables.append(table)
            problems += (*table.faults, *table.told)
        except DvkError as error:
            problems += error.problems
    return tables, problems


def _key_tables(
    scheme: Scheme, opened: Sequence[Table], columns: tuple[Wanted, frozenset[str]]
) -> tuple[list[KeyedTable], list[Problem]]:
    """Read each table as far as its keys; one without them is left out and told of."""
    tables: list[KeyedTable] = []
    problems: list[Problem] = []
    for table in opened:
        faults = check_headings(table, scheme, *columns)
        problems += faults
        if {"DVK-D201", "DVK-D206", "DVK-D207"} & {fault.code for fault in faults}:
            continue
        keyed, wrong = read_keys(table, scheme)
        problems += wrong + check_rows(keyed) + warn_of_people(table, keyed.keys)
        if keyed.long:
            problems += check_long_figures(keyed, *columns)
        tables.append(keyed)
    return tables, problems


def _mark(path: Path, decimal: DecimalMark | Mapping[str, DecimalMark] | Mapping[Path, DecimalMark]) -> DecimalMark:
    if isinstance(decimal, Mapping):
        return {str(key): mark for key, mark in decimal.items()}.get(str(path), "point")
    return decimal


@attrs.frozen
class _Reading:
    """Everything that has been read, merged but not yet held to what the scheme asks."""

    scheme: Scheme
    wanted: Wanted
    tables: Sequence[KeyedTable]
    parts: Sequence[TablePart]
    standing: Standing

    def checked(self, problems: list[Problem]) -> FigureSet:
        """Hold the figures of every voice to the scheme.

        Claims that nobody appraised are no reason to end here: a ruling may say that the criterion is not assigned.

        Raises:
            DvkError: Some of ``problems``, or of what is found here, are other errors.
        """
        outside = elsewhere(self.scheme, column_kinds(self.scheme))
        views = [self._view(frame, at) for at, frame in self._frames().items()]
        strange: frozenset[str] = frozenset()
        for view in views:
            names, faults = check_kinds(view, outside)
            strange |= names
            problems += faults + check_ranges(view) + check_limits(view)
        heard = self._heard(problems)
        unappraised, faults = find_unappraised(heard, self.scheme, outside)
        problems += faults + check_scales(views[-1]) + check_claims(self.parts, views[-1], self.scheme)
        problems += find_filled(heard, self.wanted, self.scheme)
        prevailing, after = self.standing.frame, dict(self.standing.after)
        if len(unappraised) and self.scheme.unappraised == "not-reported":
            prevailing = not_reported(prevailing, self.standing)
            if after:
                after[max(after)] = prevailing
            views.append(self._view(prevailing, len(self.scheme.voices)))
        problems += warn_of_parts(views[-1], meant_parts(self.scheme))
        problems += self._absent(views[-1], problems)
        if has_errors(fault for fault in problems if fault.code != UNAPPRAISED):
            raise DvkError(_once(problems))
        voices = {self.scheme.voices[at]: without(frame, strange, outside) for at, frame in after.items()}
        prevailing = without(prevailing, strange, outside)
        if strange:
            views = [self._view(frame, at) for at, frame in enumerate((*voices.values(), prevailing))]
        columns = {name: self._column(name, [view.extents[name] for view in views]) for name in self.wanted}
        files = tuple(_source(table.table) for table in self.tables)
        told = {voice: _framed(frame) for voice, frame in voices.items()}
        gaps = _framed(self.standing.gaps)
        return FigureSet(_framed(prevailing), columns, told, gaps, _framed(unappraised), files, _once(problems))

    def _frames(self) -> Mapping[int, pl.DataFrame]:
        return self.standing.after or {len(self.scheme.voices): self.standing.frame}

    def _view(self, frame: pl.DataFrame, at: int) -> Checked:
        return Checked(frame, at, measure(frame, list(self.wanted), self.standing.kp), self.parts, self.wanted)

    def _unread(self, problems: Sequence[Problem]) -> Mapping[str, frozenset[str] | None]:
        """Give the figures with cells that could not be read: of which units, None where not all of those are listed.

        Such a cell is no blank: what is absent there is not known.
        """
        bad = {name for part in self.parts for name in part.bad}
        unlisted = {fault.place.header for fault in problems if fault.code == "DVK-D399"}
        units: dict[str, set[str]] = {name: set() for name in bad}
        for told in problems:
            if told.place.header in bad and told.place.unit is not None:
                units[told.place.header].add(told.place.unit)
        return {name: None if name in unlisted else frozenset(those) for name, those in units.items()}

    def _heard(self, problems: Sequence[Problem]) -> Standing:
        """Give how the figures stand, from nobody where a cell could not be read: none was silent there."""
        if not self.standing.origin:
            return self.standing
        origin, units = dict(self.standing.origin), self.standing.frame["unit"]
        for name, those in self._unread(problems).items():
            unread = constant(1, pl.Boolean, len(units)) if those is None else units.is_in(list(those))
            origin[name] = origin[name].set(unread, NOBODY)
        return attrs.evolve(self.standing, origin=origin)

    def _absent(self, view: Checked, problems: Sequence[Problem]) -> list[Problem]:
        present = {name for part in self.parts for name in part.figures}
        absent = check_columns(self.scheme, view, present, needed_columns(self.scheme))
        if self.scheme.not_reported == "error":
            unread = self._unread(problems)
            waiting = {name for name, those in unread.items() if those is None}
            unheard = {name for part in self.parts if part.keyed.voice_unknown for name in part.figures}
            blanks = check_blanks(self.scheme, view, present - waiting - unheard)
            absent += [
                blank for blank in blanks if blank.place.unit not in (unread.get(blank.place.header or "") or ())
            ]
        return absent

    def _column(self, name: str, extents: Sequence[Extent]) -> FigureColumn:
        spec, criterion = self.wanted[name]
        low = min((extent.low for extent in extents if extent.low is not None), default=0)
        high = max((extent.high for extent in extents if extent.high is not None), default=0)
        has_blank = any(extent.blank for extent in extents)
        return FigureColumn(name, spec, criterion, has_blank, name in self.standing.kp, low, high)


def _framed(frame: pl.DataFrame) -> nw.DataFrame[Any]:
    """Hand a frame on to those who do not ask which library made it."""
    return nw.from_native(frame, eager_only=True)


def _source(table: Table) -> SourceFile:
    try:
        sha256 = table.sha256()
    except OSError as error:  # gone since it was opened
        raise DvkError([not_opened(table.path, error)]) from None
    return SourceFile(table.path, sha256, len(table.frame), table.kind)


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Sort the problems; a cell that is wrong after several voices is told once."""
    seen: dict[tuple[object, ...], Problem] = {}
    for fault in problems:
        seen.setdefault((fault.code, attrs.astuple(fault.place), fault.text("en")), fault)
    return sort_problems(seen.values())
