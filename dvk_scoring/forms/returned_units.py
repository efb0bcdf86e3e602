"""What came back in one table: a row a unit, a column a figure, each cell as it was written and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import attrs

from dvk_scoring.figures.cells import NO
from dvk_scoring.figures.columns import figure_title
from dvk_scoring.figures.merged import find_unseen, merged_answers
from dvk_scoring.figures.sheet import cell_name, column_letters
from dvk_scoring.figures.table import DecimalMark, listed
from dvk_scoring.figures.workbook import SheetCells, key_text
from dvk_scoring.forms import words
from dvk_scoring.forms.altered import hidden_gone
from dvk_scoring.forms.judge import figures_called
from dvk_scoring.forms.layout import OF_FIGURE
from dvk_scoring.forms.returned import (
    Entry,
    OpenedForm,
    UnitReturn,
    asked_then,
    inserted_columns,
    is_dated,
    plain_text,
    text_faults,
    written_text,
)
from dvk_scoring.forms.units_columns import NAMES
from dvk_scoring.problem import Place, Problem, problem
from dvk_scoring.scheme.entrant import about

ROLES, FIGURES = 1, 2
"""The hidden rows that say what a column holds, and of which figure."""
EVIDENCE, END = "@evidence", "@end"
"""Keys of the row before the first unit, and of the row after the last."""
KEY, GIVEN = 0, 1
"""The hidden columns: the cluster of a unit, and the figures that were known already, unless the table says where."""


def read_units_table(
    file: str, cells: SheetCells, opened: OpenedForm, mark: DecimalMark
) -> tuple[list[UnitReturn], list[Problem]]:
    """Read a sheet whose header says that it is a table of units.

    Args:
        file: Path as the user gave it.
        cells: Of the sheet.
        opened: What it says about itself.
        mark: Decimal mark of text cells.
    """
    every, place = _columns(cells), Place(file=file, sheet=cells.name)
    again = {role: every[role, ""][1] for role in (*NAMES, "evidence") if len(every.get((role, ""), ())) > 1}
    entrant = opened.scheme.entrant
    told = [
        problem("DVK-D202", place, name=about(words.TABLE_HEADS[role], entrant), number=at + 1)
        for role, at in again.items()
    ]
    if "unit" in again:  # whose a row is cannot be told
        return [], told
    columns = {key: those[0] for key, those in every.items() if key[0] not in again}
    if ("key", "") in columns and ("given", "") not in columns:
        return [], [hidden_gone(place)]
    table = _Table(file, cells, opened, mark, columns, _twice(every), frozenset(chain(*every.values())))
    if not any(role == "value" for role, _ in table.columns):
        return [], [problem("DVK-O513", place)]
    returns, problems = table.read()
    return returns, told + problems


def _columns(cells: SheetCells) -> Mapping[tuple[str, str], list[int]]:
    """Give each role, with the figure where it is of one, and the columns that say they hold it."""
    roles, figures = (cells.rows[at] if len(cells.rows) > at else () for at in (ROLES, FIGURES))
    columns: dict[tuple[str, str], list[int]] = {}
    for at, role in enumerate(roles):
        figure = figures[at] if at < len(figures) and isinstance(figures[at], str) else ""
        if isinstance(role, str) and role:
            columns.setdefault((role, figure if role in OF_FIGURE else ""), []).append(at)
    return columns


def _twice(every: Mapping[tuple[str, str], list[int]]) -> Mapping[str, int]:
    """Give figures that several columns say they hold, or are ticked or explained in, each with the second of these."""
    filled_in = ("value", "agree", "reason")
    return {figure: those[1] for (role, figure), those in every.items() if role in filled_in and len(those) > 1}


@attrs.frozen
class _Table:
    file: str
    cells: SheetCells
    opened: OpenedForm
    mark: DecimalMark
    columns: Mapping[tuple[str, str], int]
    twice: Mapping[str, int]
    own: frozenset[int]
    """All columns that it went out with, where it says so of all."""

    @property
    def figures(self) -> Mapping[str, int]:
        """Figure → column of its value; of two columns neither is taken."""
        values = {figure: at for (role, figure), at in self.columns.items() if role == "value"}
        return {figure: at for figure, at in values.items() if figure not in self.twice}

    @property
    def given(self) -> int:
        """Column of what was known already; a table of before does not say where it is."""
        return self.columns.get(("given", ""), GIVEN)

    def read(self) -> tuple[list[UnitReturn], list[Problem]]:
        keys = [plain_text(line[KEY], self.mark) if line else "" for line in self.cells.rows]
        shared = next((at for at, key in enumerate(keys) if key == EVIDENCE), FIGURES)
        end = next((at for at, key in enumerate(keys) if key == END and at > shared), len(keys))
        rows = [row for row in range(shared + 1, end) if self._id(row) or self._told(row)]
        # Somebody may write a unit below the last one; the lines for signatures leave the column of ids blank.
        rows += [row for row in range(max(end, shared + 1), len(keys)) if self._id(row) and self._told(row)]
        evidence = {figure: self._text(shared, at) for figure, at in self.figures.items() if shared > FIGURES}
        rests = self._rests_on_nothing(rows, evidence)
        merged = merged_answers(self.cells, rows, sorted(self.figures.values()))
        returns = [self._unit(row, keys[row], evidence, rests, merged) for row in rows]
        problems = [*self._gone(), *self._faults(shared, self.figures.values() if evidence else ())]
        for row in rows:
            for role in ("reason", "evidence"):
                problems += self._faults(row, [at for (own, _), at in self.columns.items() if own == role], role)
        if ("no", "") in self.columns:  # a table of before does not say which other columns are its own
            there = sorted({*rows, *((shared,) if evidence else ())})
            problems += inserted_columns(self.file, self.cells, {KEY, self.given, *self.own}, there, self.mark)
        problems += self._left_out({*range(shared + 1, end)}.difference(rows))
        seen_roles = (*NAMES, *OF_FIGURE, "evidence")
        letters = {
            f"{role} {figure}": column_letters(at) for (role, figure), at in self.columns.items() if role in seen_roles
        }
        unseen, seen = attrs.evolve(self.cells, kept=()), [row + 1 for row in rows]
        problems += find_unseen(unseen, letters, seen, Place(file=self.file, sheet=self.cells.name))
        return returns, problems

    def _told(self, row: int) -> list[str]:
        """Give the figures of which a row says something."""
        return [
            figure for (role, figure), at in self.columns.items() if role in ("value", "agree") and self._text(row, at)
        ]

    def _rests_on_nothing(self, rows: Sequence[int], evidence: Mapping[str, str]) -> frozenset[tuple[int, str]]:
        """Give cells that are blank though there is evidence, one for each evidence that stands for no figure."""
        told = {row: self._told(row) for row in rows}
        said = {figure for those in told.values() for figure in those}
        bare = {(rows[0], figure) for figure, text in evidence.items() if rows and text and figure not in said}
        first = next(iter(self.figures), "")
        bare |= {(row, first) for row in rows if self._cell_of(row, "evidence") and not told[row]}
        return frozenset(bare)

    def _unit(
        self,
        row: int,
        cluster: str,
        evidence: Mapping[str, str],
        rests: frozenset[tuple[int, str]],
        merged: Mapping[str, str],
    ) -> UnitReturn:
        unit = self._id(row)
        known = self._text(row, self.given).split(" ")
        entries: list[Entry] = []
        for figure, at in self.figures.items():
            text, ticked = written_text(self._cell(row, at), self.mark), self._of(row, "agree", figure)
            if figure in known and not text:
                continue
            agreed = ticked.lower() not in ("", *NO)
            both = filter(None, (evidence.get(figure, ""), self._cell_of(row, "evidence")))
            place = self._place(row, at, unit, figure)
            entries.append(
                Entry(
                    figure=figure,
                    text=text,
                    place=place,
                    reason=self._of(row, "reason", figure),
                    evidence="; ".join(both) if text or agreed or (row, figure) in rests else "",
                    earlier=self._of(row, "earlier", figure) or None,
                    agreed=agreed,
                    dated=is_dated(self._cell(row, at)),
                    fault=self.cells.wrong.get(place.cell or ""),
                    computed=(place.cell or "") in self.cells.formulas,
                    merged=merged.get(place.cell or "", ""),
                    printed=figure in known,
                    **asked_then(self.opened.header, self.opened.asks, figure),
                )
            )
        place = self._place(row, self.columns.get(("unit", ""), KEY), unit)
        name = self._cell_of(row, "name")
        header, clusters = self.opened.header, self.opened.scheme.clusters
        cluster = self._cluster(row, cluster)
        kind = clusters[cluster].kind if cluster in clusters else ""
        return UnitReturn(unit, name, cluster, kind, header.asked, header.voice, tuple(entries), place, place)

    def _cluster(self, row: int, hidden: str) -> str:
        """Give the cluster of a row: what its hidden cell says, or what people see where it is of another row."""
        shown, known = self._cell_of(row, "cluster"), self.opened.scheme.clusters.get(hidden)
        return shown if known is None or shown not in ("", known.title.vi, known.title.en) else hidden

    def _gone(self) -> list[Problem]:
        """Name the figures that the table asked for and has no column for, or more than one."""
        place = Place(file=self.file, sheet=self.cells.name)
        scheme = self.opened.scheme
        problems = [
            problem("DVK-D202", place, name=figure_title(scheme, name), number=at + 1)
            for name, at in self.twice.items()
        ]
        gone = [name for name in self.opened.header.asks if ("value", name) not in self.columns]
        if gone:
            named = figures_called(scheme, gone)
            problems.append(problem("DVK-O523", place, count=len(gone), figures=named))
        return problems

    def _left_out(self, rows: Iterable[int]) -> list[Problem]:
        """Name rows among those of units that say something, but neither of which unit nor of which figure."""
        looked = [at for (role, _), at in self.columns.items() if role in ("name", "reason", "evidence")]
        texts = {row: next(filter(None, (self._text(row, at) for at in looked)), "") for row in sorted(rows)}
        told = [f"{row + 1} “{text}”" for row, text in texts.items() if text]
        place = Place(file=self.file, sheet=self.cells.name)
        return [problem("DVK-O535", place, count=len(told), rows=listed(told))] if told else []

    def _faults(self, row: int, columns: Iterable[int], role: str = "evidence") -> list[Problem]:
        """Tell what is wrong with texts beside the figures: evidence, or reasons."""
        unit, name = self._id(row), words.COLUMNS[role]
        problems: list[Problem] = []
        for at in columns:
            problems += text_faults(self.cells, self._cell(row, at), self._place(row, at, unit), name, self.mark)
        return problems

    def _id(self, row: int) -> str:
        at = self.columns.get(("unit", ""), KEY)
        return plain_text(key_text(self._cell(row, at), self.mark), self.mark)

    def _cell_of(self, row: int, role: str) -> str:
        return self._of(row, role, "")

    def _of(self, row: int, role: str, figure: str) -> str:
        at = self.columns.get((role, figure))
        return "" if at is None else self._text(row, at)

    def _text(self, row: int, column: int) -> str:
        return plain_text(self._cell(row, column), self.mark)

    def _cell(self, row: int, column: int) -> Any:
        line = self.cells.rows[row]
        return line[column] if column < len(line) else None

    def _place(self, row: int, column: int, unit: str, figure: str | None = None) -> Place:
        cell = cell_name(row, column)
        return Place(file=self.file, sheet=self.cells.name, cell=cell, unit=unit or None, header=figure)
