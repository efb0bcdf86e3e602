"""Figures of a competition held in memory, cell by cell: the set, and the problems, of a file with the same cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs
import narwhals as nw
import polars as pl

from dvk_scoring.arguments import CELL, MARK, NAME, SCHEME, UNITS, check_arguments
from dvk_scoring.figures.cells import NO, YES, of_hundred, read_cell, stripped_cell
from dvk_scoring.figures.columns import voices_called
from dvk_scoring.figures.figure_set import FigureSet
from dvk_scoring.figures.keys import UNVOICED, KeyedTable
from dvk_scoring.figures.parts import FILLED, TablePart, bad_cell, half_percent
from dvk_scoring.figures.read import check_parts, gather, open_tables
from dvk_scoring.figures.reported import check_unvoiced
from dvk_scoring.figures.table import MOST_BY_HAND, DecimalMark, Table, text_frame
from dvk_scoring.figures.units import check_repeats
from dvk_scoring.formula.names import kp_flag
from dvk_scoring.naming import named, unknown_unit
from dvk_scoring.nearest import nearest
from dvk_scoring.problem import DvkError, Place, Problem, has_errors, problem
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.text import Text, odd_character
from dvk_scoring.written import plain


@attrs.frozen
class _Held(Table):
    """A table that is no file: its cells are told by unit and figure."""

    def place(
        self,
        row: int,  # noqa: ARG002 - no line to name
        header: str | None = None,
        unit: str | None = None,
        criterion: str | None = None,
    ) -> Place:
        """Say whose cell it is."""
        return Place(header=header, unit=unit, criterion=criterion)


@attrs.define
class _Column:
    """A figure in a voice: values × 10^places and whether not assigned, by row of the unit; the same as columns."""

    values: list[int | None]
    kp: list[int]
    made: tuple[pl.Series, pl.Series] | None = None

    def columns(self) -> tuple[pl.Series, pl.Series]:
        if self.made is None:
            self.made = pl.Series(self.values, dtype=pl.Int64), pl.Series(self.kp, dtype=pl.Int8)
        return self.made


class Ledger:
    """Figures of a competition, held in memory and changed cell by cell.

    It is what one file with all columns would be: a row a unit in every voice that has spoken.
    """

    def __init__(
        self,
        scheme: Scheme,
        source: Mapping[str, tuple[str, str]] | str | Path | Sequence[str | Path],
        *,
        decimal: DecimalMark = "point",
    ) -> None:
        """Begin with units that have no figures, or with what files say, as ``read_figures`` reads them.

        Args:
            scheme: What is asked for.
            source: Id → name and cluster of units, in their order; or a file of figures, or several.
            decimal: The decimal mark of files and of the texts that are put in.

        Raises:
            DvkError: All that is wrong with the units, or with the files as such: rows, units, cells that cannot be
                read. What the scheme asks of figures is asked by ``figures``.
        """
        check_arguments(scheme=(scheme, SCHEME), source=(source, UNITS), decimal=(decimal, MARK))
        if isinstance(source, Mapping):
            names, clusters = ([pair[at] for pair in source.values()] for at in (0, 1))
            columns: Mapping[str, Sequence[str]] = {"unit": [*source], "name": names, "cluster": clusters}
            tables, problems = [_table_of(text_frame(columns), decimal)], list[Problem]()
        else:
            several = [source] if isinstance(source, str | Path) else source
            tables, problems = open_tables([Path(path) for path in several], decimal, scheme.columns)
        gathered = gather(scheme, tables, problems, frozenset(), whole=not has_errors(problems))
        if has_errors(problems):
            raise DvkError(problems)
        self._begin(scheme, gathered.units, tuple(problems), decimal)
        for part in (table_part for table_part in gathered.parts if table_part.figures):
            cells = part.cells(part.figures).filter(FILLED).select("unit", "voice", "figure", "value", "value?")
            for unit, at, figure, value, kp in cells.iter_rows():
                self._lay(self._rows[unit], at, figure, value, kp)
            if "reason" in part.frame.columns:
                given = part.frame.filter(~pl.col("reason").is_null()).select("voice", "figure", "unit", "reason")
                self._reasons |= {(at, figure, unit): reason for at, figure, unit, reason in given.iter_rows()}

    @classmethod
    def of(cls, scheme: Scheme, figures: FigureSet, *, decimal: DecimalMark = "point") -> Ledger:
        """Begin with figures as they stand, whoever said so: known to every voice.

        ``scheme`` may ask for other figures than those that they were read for; what it does not ask for is left out.
        """
        self, frame = cls.__new__(cls), figures.frame
        units = frame.select("unit", "name", "cluster", "order").to_polars()
        self._begin(scheme, units, (), decimal)
        self._taken = True
        columns = self._columns.setdefault(UNVOICED, {})
        for name in (name for name in self._wanted if name in figures.columns):
            kp = kp_flag(name)
            flags = [flag or 0 for flag in frame[kp].to_list()] if kp in frame.columns else [0] * len(units)
            was, spec = figures.columns[name].spec, self._wanted[name][0]
            columns[name] = _Column(frame[name].to_list(), flags)
            if was.places != spec.places:
                held = columns[name].values
                columns[name] = _Column([None] * len(units), flags)
                for unit, value in zip(self._rows, held, strict=True):
                    if value is not None:
                        self.put(unit, name, Decimal(plain(Fraction(value, 10**was.places))))
        return self

    def _begin(self, scheme: Scheme, units: pl.DataFrame, told: tuple[Problem, ...], decimal: DecimalMark) -> None:
        """Take the units, and no figures yet."""
        self.scheme, self.units, self._told = scheme, units, told
        self._wanted, self._table = scheme.figure_columns, _table_of(units, decimal)
        self._keys: dict[int, pl.DataFrame] = {}
        self._rows = {unit: row for row, unit in enumerate(units["unit"].to_list())}
        self._columns: dict[int, dict[str, _Column]] = {}
        self._bad: dict[tuple[int, str, str], Problem] = {}
        self._reasons: dict[tuple[int, str, str], str] = {}
        self._of_hundred: dict[tuple[int, str], dict[str, str]] = {}  # what was put, for % is no part of a value
        self._taken = False  # from figures that have been read, and told of, already

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Id → name: made when something is wrong, for a ledger is begun for every trial."""
        return dict(self.units.select("unit", "name").iter_rows())

    def cell(self, unit: str, figure: str) -> tuple[int | None, bool]:
        """Give what was put last into a cell that every voice knows: value × 10^places, and whether not assigned."""
        column, row = self._columns.get(UNVOICED, {}).get(figure), self._rows[unit]
        return (None, False) if column is None else (column.values[row], column.kp[row] == 1)

    def lay(self, unit: str, figure: str, value: int | None, *, kp: bool) -> None:
        """Put a value × 10^places into a cell that every voice knows, as ``cell`` gives it."""
        self._bad.pop((UNVOICED, figure, unit), None)
        self._of_hundred.get((UNVOICED, figure), {}).pop(unit, None)
        self._lay(self._rows[unit], UNVOICED, figure, value, int(kp))

    def put(
        self,
        unit: str,
        figure: str,
        text: str | int | Decimal | None,
        voice: str | None = None,
        *,
        reason: str | None = None,
    ) -> tuple[Problem, ...]:
        """Write a cell, as one writes it in a file: ``12``, ``KP``, ``yes``; blank or None takes away what stood there.

        Args:
            unit: Id of a unit that is there.
            figure: A column of the scheme, ``complaint-handling.due`` or ``population``.
            text: What stands in the cell; or a whole number, a decimal, True or False. A float is refused: it is not
                exact.
            voice: Whose word it is; None where the scheme has no voices, or for what is known to every voice.
            reason: Why it differs from what an earlier voice said; None takes away what stood there.

        Returns:
            What is wrong with the text of the cell. It stands there all the same, and is told again by ``figures``,
            with all that the scheme asks of figures together.

        Raises:
            DvkError: There is no such unit, figure or voice, the cell can hold no such thing, or the reason has hidden
                characters; nothing is written.
        """
        check_arguments(
            unit=(unit, NAME),
            figure=(figure, NAME),
            text=(text, CELL),
            voice=(voice, NAME.or_none()),
            reason=(reason, NAME.or_none()),
        )
        at, text = self._known(unit, figure, voice), _as_text(text, self._table.mark)
        if reason is not None and odd_character(reason):
            told = problem("DVK-D408", Place(header="reason", unit=unit), value=reason)
            raise DvkError(named([told], self._names))
        spec, criterion = self._wanted[figure]
        cell, key = read_cell(text, spec, self._table.mark), (at, figure, unit)
        self._bad.pop(key, None)
        self._reasons.pop(key, None)
        if reason is not None:
            self._reasons[key] = reason
        self._lay(self._rows[unit], at, figure, cell.value, int(cell.state == "kp"))
        if of_hundred(spec):
            self._of_hundred.setdefault((at, figure), {})[unit] = stripped_cell(text)
        if cell.state != "bad":
            return ()
        place = Place(header=figure, unit=unit, criterion=criterion)
        bad = named([bad_cell(self._table, stripped_cell(text), spec, place)], self._names)
        self._bad[key] = bad[0]
        return bad

    def figures(self) -> FigureSet:
        """Hold all figures to the scheme.

        Raises:
            DvkError: All that is wrong with them, at once.
        """
        parts = [self._part(at) for at in sorted(self._columns) or [UNVOICED]]
        repeats = check_repeats(parts)
        problems = [*self._told, *self._bad.values(), *(self._twice() if repeats else ())]
        if repeats:  # with a figure both in a voice and without, nothing stands
            raise DvkError(problems)
        problems += self._half_percent(parts)
        if not self._taken:
            problems += check_unvoiced(parts, self._wanted, self.scheme)
        figures = check_parts(self.scheme, [], parts, self.units, problems)
        return attrs.evolve(figures, gaps=self._with_reasons(figures.gaps)) if self._reasons else figures

    def _twice(self) -> Iterator[Problem]:
        """Tell the cells that stand in a voice and, with another value, without one."""
        unvoiced, voices = self._columns[UNVOICED], self.scheme.voices
        for at, columns in self._columns.items():
            for figure in (columns.keys() & unvoiced.keys()) if at != UNVOICED else ():
                spoken, known = columns[figure], unvoiced[figure]
                for unit, row in self._rows.items():
                    here, there = ((column.values[row], column.kp[row]) for column in (spoken, known))
                    if here != there and (None, 0) not in (here, there):
                        place = Place(header=figure, unit=unit, unit_name=self._names[unit])
                        voice = self.scheme.voice_titles.get(voices[at], Text.same(voices[at]))
                        yield problem("DVK-D413", place, voice=voice, id=voices[at])

    def _half_percent(self, parts: Sequence[TablePart]) -> list[Problem]:
        """Look through what was put, each voice by itself; what files wrote was looked through when it was read."""
        problems: list[Problem] = []
        if len(self._rows) > MOST_BY_HAND:
            return problems
        by_voice = dict(zip(sorted(self._columns), parts, strict=False))
        for (at, figure), texts in self._of_hundred.items():
            if at in by_voice:
                part = by_voice[at]
                text = pl.col("unit").replace_strict(texts, default=None, return_dtype=pl.String)
                cells = part.frame.select("row", "unit", text=text, value=figure).filter(~pl.col("text").is_null())
                problems += half_percent(part.keyed, cells, figure, self._wanted)
        return problems

    def _with_reasons(self, gaps: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
        keys = zip(gaps["to_voice"], gaps["figure"], gaps["unit"], strict=True)
        voices = self.scheme.voices
        reasons = [self._reasons.get((voices.index(voice), figure, unit)) for voice, figure, unit in keys]
        return gaps.with_columns(nw.new_series("reason", reasons, nw.String, backend="polars"))

    def _known(self, unit: str, figure: str, voice: str | None) -> int:
        wrong: list[Problem] = []
        if unit not in self._rows:
            wrong.append(unknown_unit(unit, self._names))
        if figure not in self._wanted:
            wrong.append(problem("DVK-D204", Place(header=figure), name=figure, nearest=nearest(figure, self._wanted)))
        voices = self.scheme.voices
        if voice is not None and voice not in voices:
            place = Place(header="voice", unit=unit)
            known = voices_called(self.scheme)
            wrong.append(
                problem("DVK-D501", place, value=voice, nearest=nearest(voice, voices), known=known)
                if voices
                else problem("DVK-D206", place)
            )
        if wrong:
            raise DvkError(wrong)
        return UNVOICED if voice is None else voices.index(voice)

    def _lay(self, row: int, at: int, figure: str, value: int | None, kp: int) -> None:
        columns = self._columns.setdefault(at, {})
        if figure not in columns:
            columns[figure] = _Column([None] * len(self._rows), [0] * len(self._rows))
        column = columns[figure]
        column.values[row], column.kp[row], column.made = value, kp, None

    def _part(self, at: int) -> TablePart:
        """Give what one voice says, as the part of a file.

        Without voices every figure has its column there; of figures that were read before, those that were read.
        """
        spoken, known = self._columns.get(at, {}), self._columns.get(UNVOICED, {}) if len(self._columns) > 1 else {}
        figures = [
            name
            for name in self._wanted
            if name in spoken or not (self._taken or name in known or (at == UNVOICED and known))
        ]
        if at not in self._keys:
            self._keys[at] = self.units.select("unit", row=pl.col("order"), voice=pl.lit(at, dtype=pl.Int8))
        frame, kp, bad = self._keys[at], list[str](), {figure for voice, figure, _ in self._bad if voice == at}
        blank = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(frame))
        columns: list[pl.Series] = []
        for name in figures:
            values, flags = spoken[name].columns() if name in spoken else (blank, None)
            columns.append(values.alias(name))
            if flags is not None and flags.max():
                kp.append(name)
                columns.append(flags.alias(kp_flag(name)))
        voiced = frozenset() if at == UNVOICED else frozenset({at})
        keyed = KeyedTable(self._table, long=False, keys=frame, voiced=voiced, distinct=True)
        return TablePart(keyed, frame.hstack(columns), tuple(figures), frozenset(kp), frozenset(bad))


def _as_text(cell: str | int | Decimal | None, mark: DecimalMark) -> str | None:
    """Write what a cell is to hold as a file would, with its decimal mark."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return (YES if cell else NO)[0]
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    return text.replace(".", ",") if mark == "comma" else text


def _table_of(frame: pl.DataFrame, mark: DecimalMark) -> Table:
    return _Held("ledger", "csv", frame, str, mark, int)
