"""What reading gives: the figures of all units as they stand, voice by voice, and what is worth knowing about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, Literal

import attrs
import narwhals as nw

from dvk_scoring.criteria.figures import FigureSpec
from dvk_scoring.problem import Problem

FileKind = Literal["csv", "xlsx", "ods", "parquet", "frame", "toml"]


@attrs.frozen
class SourceFile:
    """A file that figures came from: path as given, SHA-256 of its bytes (hex), data rows, kind.

    Of a frame: what messages call it, and the SHA-256 of what it is as CSV.
    """

    path: str
    sha256: str
    rows: int
    kind: FileKind


@attrs.frozen
class FigureColumn:
    """One figure of the set.

    Attributes:
        name: Column of the frame, ``complaint-handling.due`` or ``population``.
        spec: Its declaration.
        criterion: Id of the criterion, bonus or penalty it belongs to; None: the unit's own.
        has_blank: Some unit has not reported it (in some voice).
        has_kp: Some unit is not assigned it (in some voice); then the frame has the column ``NAME?``.
        low: Lowest value in the data of all voices, × 10^places; 0 when there is none.
        high: Highest value likewise.
    """

    name: str
    spec: FigureSpec
    criterion: str | None
    has_blank: bool
    has_kp: bool
    low: int
    high: int


@attrs.frozen
class FigureSet:
    """The figures of a competition, checked.

    Attributes:
        frame: One row a unit, prevailing values, by first appearance. ``unit``, ``name``, ``cluster``: String;
            ``order``: Int64 from 0; each figure Int64 (of more than 100,000 rows of Parquet Int32 where that holds it):
            value × 10^places, null when it is no value; ``NAME?`` Int8: 1 where not assigned (only for columns with
            ``has_kp``).
        columns: Every figure column the scheme asks for, in the scheme's order.
        voices: Voice → the frame as it stands after that voice; empty unless several voices speak in the data.
        gaps: One row a changed cell: ``unit``, ``figure``, ``from_voice``, ``to_voice``: String; ``from_value``,
            ``to_value``: Int64 × 10^places, null for not assigned; ``reason``: String or null.
        unappraised: One row a cell that only the first voice spoke of: ``unit``, ``figure``, ``voice``: String.
        files: Where it came from.
        problems: Warnings and notes; and, where the scheme refuses them, the claims that nobody appraised (D505), which
            a ruling may answer before the figures are scored.
    """

    frame: nw.DataFrame[Any]
    columns: Mapping[str, FigureColumn] = attrs.field(hash=False)
    voices: Mapping[str, nw.DataFrame[Any]] = attrs.field(hash=False)
    gaps: nw.DataFrame[Any]
    unappraised: nw.DataFrame[Any]
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Id → name of every unit."""
        return dict(zip(self.frame["unit"].to_list(), self.frame["name"].to_list(), strict=True))

    @property
    def clusters(self) -> Mapping[str, str]:
        """Id → cluster of every unit."""
        return dict(zip(self.frame["unit"].to_list(), self.frame["cluster"].to_list(), strict=True))

    def names_of(self, units: Collection[str]) -> Mapping[str, str]:
        """Give id → name of the units among some that are there; of millions no more are looked at."""
        return names_in(self.frame, units)


_FEW: Final = 1_000
"""Rows that are looked through in less time than it takes to ask for some of them."""


def names_in(frame: nw.DataFrame[Any], units: Collection[str]) -> Mapping[str, str]:
    """Give id → name of the units among some that a frame with ``unit`` and ``name`` has."""
    if len(frame) > _FEW:
        frame = frame.select("unit", "name").filter(nw.col("unit").is_in(sorted(units)))
    wanted, pairs = frozenset(units), zip(frame["unit"].to_list(), frame["name"].to_list(), strict=True)
    return {unit: name for unit, name in pairs if unit in wanted}
