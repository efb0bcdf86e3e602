"""The table of units: ids that were renamed, and units that were merged or split."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from dvk_scoring.figures.apostrophes import restored
from dvk_scoring.figures.opened import open_table
from dvk_scoring.figures.table import BLANKS, Table
from dvk_scoring.nearest import near
from dvk_scoring.problem import DvkError, Place, Problem, problem
from dvk_scoring.unit_names import Units

OLD, NEW = "old", "new"


@attrs.frozen
class Renamed:
    """What a table of units says.

    Attributes:
        ids: Old id → new id, of those that are one unit under another name.
        groups: Old ids and new ids of those that were merged or split.
        apart_old, apart_new: All ids of the groups.
    """

    ids: Mapping[str, str] = attrs.field(hash=False)
    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @cached_property
    def apart_old(self) -> frozenset[str]:
        """Old ids that have no single counterpart."""
        return frozenset(unit for old, _ in self.groups for unit in old)

    @cached_property
    def apart_new(self) -> frozenset[str]:
        """New ids that have no single counterpart."""
        return frozenset(unit for _, new in self.groups for unit in new)


AS_THEY_ARE: Final = Renamed({})


def read_renamed(path: Path, old: Collection[str], new: Collection[str]) -> Renamed:
    """Read a table with the columns ``old`` and ``new``: a row a pair, two rows for what was merged or split.

    Args:
        path: CSV, XLSX, ODS or Parquet.
        old: Ids of the units of the old side.
        new: Those of the new side.

    Raises:
        DvkError: All that is wrong with it, at once.
    """
    table = open_table(path, "point").whole()
    missing = [column for column in (OLD, NEW) if column not in table.frame.columns]
    if missing:
        raise DvkError([problem("DVK-O777", Place(file=table.path), column=column) for column in missing])
    problems: list[Problem] = []
    pairs: dict[tuple[str, str], int] = {}
    for row, cells in enumerate(zip(table.frame[OLD].to_list(), table.frame[NEW].to_list(), strict=True)):
        pair = _id_of(cells[0], table), _id_of(cells[1], table)
        faults = list(_wrong(table, row, pair, (old, new)))
        if pair in pairs:
            first = table.place(pairs[pair]).line
            faults.append(problem("DVK-O779", table.place(row), old=pair[0], new=pair[1], line=first))
        problems += faults
        pairs.setdefault(pair, row)
    taken = {now: row for (_, now), row in pairs.items()}
    told = {was for was, _ in pairs}
    for unit in old:
        if unit in taken and unit not in told:
            problems.append(problem("DVK-O780", table.place(taken[unit], NEW), unit=unit))
    if problems:
        raise DvkError(problems)
    return _grouped(pairs)


def _id_of(cell: object, table: Table) -> str:
    text = "" if cell is None else unicodedata.normalize("NFC", str(cell).strip(BLANKS))
    return restored(text) if table.kind == "csv" else text


def _wrong(
    table: Table, row: int, pair: tuple[str, str], known: tuple[Collection[str], Collection[str]]
) -> list[Problem]:
    return [
        problem("DVK-O778", table.place(row, header), unit=unit, column=header, nearest=Units.of(near(unit, ids, 1)))
        for header, unit, ids in zip((OLD, NEW), pair, known, strict=True)
        if unit not in ids
    ]


def _grouped(pairs: Collection[tuple[str, str]]) -> Renamed:
    """Put together what hangs together: two old ids with one new one, one old id with two."""
    groups: list[tuple[list[str], list[str]]] = []
    for old, new in pairs:
        met = [group for group in groups if old in group[0] or new in group[1]]
        joined: tuple[list[str], list[str]] = [old], [new]
        for group in met:
            groups.remove(group)
        for at in (0, 1):
            joined[at][:] = dict.fromkeys([*(name for former in met for name in former[at]), *joined[at]])
        groups.append(joined)
    single = {old[0]: new[0] for old, new in groups if len(old) == len(new) == 1}
    return Renamed(single, tuple((tuple(old), tuple(new)) for old, new in groups if len(old) + len(new) > 2))
