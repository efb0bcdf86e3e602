"""Cases beside a scheme, read from its ``cases.toml``: figures and rulings in, what the units must get, the article.

The shape, told in full in docs/cases.md::

    [[cases]]
    name = { vi = "…", en = "…" }
    article = { vi = "…", en = "…" }     # what of the rules it illustrates
    base = "sample"                      # the figures and rulings that ship with the scheme, with a few cells changed
    units = [ { unit = "A", figures = { records.in_time = 8 }, points = { records = "13.33" }, class = "good" } ]
    working = { vi = "8/9 × 15 = 13,333… → 13,33", en = "8/9 × 15 = 13.333… → 13.33" }
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import attrs

from dvk_scoring.nearest import nearest
from dvk_scoring.scheme.keys import Path
from dvk_scoring.scheme.model import Scheme
from dvk_scoring.scheme.table import TABLES, Reading, Table
from dvk_scoring.testing.case_file import flat_figures
from dvk_scoring.testing.expectation import Expectation, read_expectations
from dvk_scoring.text import Text
from dvk_scoring.written import shown

SAMPLE: Final = "sample"


@attrs.frozen
class Cell:
    """A figure as the case writes it: the text that a table would hold, and where it stands."""

    text: str
    path: Path


@attrs.frozen
class CaseRow:
    """What a case says of one unit in one voice: a row of a table of figures.

    Attributes:
        unit: Id of the unit.
        voice: Who says so, the last voice unless said; empty where the scheme has none.
        name: Name of the unit, empty when not said.
        cluster: Id of its cluster, empty when not said.
        cells: Column of figures → cell, those that all units of the case share among them.
        path: Where it stands in the file.
    """

    unit: str
    voice: str
    name: str
    cluster: str
    cells: Mapping[str, Cell] = attrs.field(hash=False)
    path: Path


@attrs.frozen
class SchemeCase:
    """A case of a scheme.

    Attributes:
        name: What it shows.
        article: The article of the rules that it illustrates.
        working: How a person gets there by hand; None when not told.
        sample: It starts from the figures, and unless it says otherwise the rulings, that ship with the scheme.
        rows: Its own figures.
        expected: What the units must get.
        rulings: File of rulings beside the file of cases, empty when it names none.
        own_rulings: It holds rulings of its own, maybe none of them; these are read once the units are known.
        table: Its table in the file.
    """

    name: Text
    article: Text
    working: Text | None
    sample: bool
    rows: tuple[CaseRow, ...]
    expected: tuple[Expectation, ...]
    rulings: str
    own_rulings: bool
    table: Table = attrs.field(eq=False, repr=False)

    @property
    def line(self) -> int | None:
        """Where it begins in the file."""
        return self.table.reading.place(self.table.path).line


def read_scheme_cases(reading: Reading, scheme: Scheme) -> tuple[SchemeCase, ...]:
    """Read all cases of a file; what is wrong is told to the reading."""
    root = reading.root
    tables = list(root.items("cases"))
    if not tables:
        root.say("DVK-C332")
    root.close()
    cases = tuple(_CaseReader(table, scheme).read() for table in tables)
    _check_names(cases)
    return cases


def _check_names(cases: Sequence[SchemeCase]) -> None:
    """Refuse two cases of one name, in either language."""
    first: dict[str, SchemeCase] = {}
    for case in cases:
        for name in {case.name.vi.casefold(), case.name.en.casefold()}:
            earlier = first.setdefault(name, case)
            if earlier is not case and "name" in case.table:
                case.table.say("DVK-C333", "name", line=earlier.line)
                break


class _CaseReader:
    """Makes one case of its table."""

    def __init__(self, table: Table, scheme: Scheme) -> None:
        self.table, self.scheme = table, scheme
        self.columns = scheme.figure_columns

    def read(self) -> SchemeCase:
        table = self.table
        name, article, working = table.text("name"), table.text("article"), table.text_or_none("working")
        sample = table.choice("base", (SAMPLE,)) is not None
        if sample and self.scheme.sample is None:
            table.say("DVK-C334", "base")
        shared = self._cells(table, "defaults")
        rows, expected = self._units(shared)
        rulings = table.raw("rulings")
        file = table.words("rulings") if isinstance(rulings, str) else ""
        table.close()
        return SchemeCase(name, article, working, sample, rows, expected, file, rulings is not None, table)

    def _units(self, shared: Mapping[str, Cell]) -> tuple[tuple[CaseRow, ...], tuple[Expectation, ...]]:
        rows: list[CaseRow] = []
        expected: list[Expectation] = []
        if "units" not in self.table:
            self.table.say("DVK-S123", key="units", expected=TABLES)
        before = len(self.table.reading.problems)
        for inner in self.table.items("units"):
            row = self._row(inner)
            expected += read_expectations(inner, self.scheme, row.unit)
            inner.close()
            if any((row.unit, row.voice) == (other.unit, other.voice) for other in rows):
                inner.say("DVK-C335", "unit", unit=row.unit)
            else:
                rows.append(row)
        if not expected and "units" in self.table and len(self.table.reading.problems) == before:
            self.table.say("DVK-C336")
        return tuple(_with_shared(row, rows, shared) for row in rows), tuple(expected)

    def _row(self, table: Table) -> CaseRow:
        unit, name, cluster = table.words("unit", None), table.words("name"), table.words("cluster")
        voices = self.scheme.voices
        voice = table.words("voice") or (voices[-1] if voices else "")
        return CaseRow(unit, voice, name, cluster, self._cells(table, "figures"), table.path)

    def _cells(self, table: Table, key: str) -> dict[str, Cell]:
        """Take the figures under ``key``; what the scheme does not ask for is told and left out."""
        cells: dict[str, Cell] = {}
        inner = table.table(key)
        for name, path, raw in flat_figures(inner.values) if inner else ():
            column, where = ".".join(name), (*table.path, key, *path)
            if column in self.columns:
                cells[column] = Cell(_text(raw), where)
            else:
                known = [other for other in self.columns if other.partition(".")[0] == name[0]]
                near = nearest(column, [*self.columns])
                listed = ", ".join(known or self.columns)
                table.reading.say("DVK-C337", where, figure=column, nearest=near, known=listed)
        return cells


def _with_shared(row: CaseRow, rows: Sequence[CaseRow], shared: Mapping[str, Cell]) -> CaseRow:
    """Fill in what all units of the case share, but for what the unit says itself in any voice."""
    said = {column for other in rows if other.unit == row.unit for column in other.cells}
    return attrs.evolve(row, cells={**{key: cell for key, cell in shared.items() if key not in said}, **row.cells})


def _text(raw: object) -> str:
    """Write a value as a cell of a table holds it."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, Decimal):
        return f"{raw:f}"
    return shown(raw)
