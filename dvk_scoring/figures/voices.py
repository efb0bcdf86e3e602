"""How the figures stand after each voice: a later one prevails, what it leaves blank stands as it was.

What a file says without naming a voice (population) is known from the start, to every voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs
import polars as pl

from dvk_scoring.figures.keys import UNVOICED
from dvk_scoring.figures.parts import FILLED, TablePart, blocks, constant
from dvk_scoring.formula.names import kp_flag

NOBODY: Final = -2
"""Origin of a figure that nobody spoke of."""
_GAPS: Final = {
    "unit": pl.String,
    "figure": pl.String,
    "from_voice": pl.String,
    "to_voice": pl.String,
    "from_value": pl.Int64,
    "to_value": pl.Int64,
    "reason": pl.String,
}


@attrs.frozen
class Standing:
    """The figures as they stand.

    Attributes:
        frame: Prevailing values: the units' columns, each figure, ``NAME?`` (Int8) for those in ``kp``.
        after: Place of a voice → the frame after it; only when several voices speak.
        gaps: See ``FigureSet.gaps``.
        origin: Figure → for each unit the place of the voice that its value is from (-1: no voice was named, -2: there
            is none); empty when only one voice speaks, and that is not the first of several.
        kp: Figures with cells that are not assigned.
    """

    frame: pl.DataFrame
    after: Mapping[int, pl.DataFrame]
    gaps: pl.DataFrame
    origin: Mapping[str, pl.Series]
    kp: frozenset[str]


def stand(units: pl.DataFrame, parts: Sequence[TablePart], figures: Sequence[str], voices: Sequence[str]) -> Standing:
    """Merge the parts voice by voice; no unit is twice in a voice (see ``check_repeats``)."""
    spoken = sorted({at for part in parts for at in part.keyed.voiced})
    merging = _Merging(units, figures, frozenset(name for part in parts for name in part.kp), voices)
    # Where a voice is not known, a unit may stand in more rows than one all the same.
    alone = len(parts) == 1 and not parts[0].keyed.long and len(parts[0].frame) == len(units)
    if alone and len(spoken) <= 1:
        merging.take_all(parts[0], spoken[0] if spoken else UNVOICED)
        return merging.standing({}, merging.origins if spoken == [0] and len(voices) > 1 else {})
    after: dict[int, pl.DataFrame] = {}
    for at in (UNVOICED, *spoken):
        for part in (part for part in parts if at in (part.keyed.voiced or {UNVOICED})):
            merging.take(part, at)
        if at != UNVOICED and len(spoken) > 1:
            after[at] = merging.frame()
    return merging.standing(after, merging.origins if after or (spoken == [0] and len(voices) > 1) else {})


class _Merging:
    """The figures as they stand now, and the gaps seen so far."""

    def __init__(self, units: pl.DataFrame, figures: Sequence[str], kp: frozenset[str], voices: Sequence[str]) -> None:
        self._units, self._kp, self._voices = units, kp, pl.Series(voices, dtype=pl.String)
        self._values = dict.fromkeys(figures, constant(None, pl.Int64, len(units)))
        self._flags = dict.fromkeys(figures, constant(0, pl.Int8, len(units)))
        self.origins = dict.fromkeys(figures, constant(NOBODY, pl.Int8, len(units)))
        self._gaps = [pl.DataFrame(schema=_GAPS)]

    def take_all(self, part: TablePart, at: int) -> None:
        """Take over the one part that there is, a row a unit, all in the voice ``at``."""
        self._values |= {name: part.frame[name] for name in part.figures}
        self._flags |= {name: part.frame[kp_flag(name)] for name in part.kp}
        for name in part.figures if at == 0 else ():
            said = part.frame[name].is_not_null() | (self._flags[name] == 1)
            self.origins[name] = said.cast(pl.Int8) * -NOBODY + NOBODY

    def take(self, part: TablePart, at: int) -> None:
        """Lay what ``part`` says in the voice ``at`` over what stands."""
        spoken = part.spoken(at, self._units)
        for names in blocks(part.figures, len(self._units)):
            values, flags = part.stacked(spoken, names, len(self._units))
            held = [self._values, self._flags, self.origins]
            stands = [pl.concat([columns[name] for name in names]) for columns in held]
            cells = pl.DataFrame([*stands, values, flags], schema=["old", "old?", "from", "value", "value?"])
            touched = FILLED.fill_null(value=False)
            changed = pl.col("from").is_between(0, at - 1) & pl.col("old").ne_missing(pl.col("value"))
            cells = cells.with_columns(touched=touched, changed=touched & changed)
            if cells["changed"].any():
                self._note_gaps(cells, part, names, at)
            laid = cells.select(
                pl.when("touched").then("value").otherwise("old"),
                pl.when("touched").then("value?").otherwise("old?"),
                # What is known without a voice stays so: a voice that says it too agrees, see ``check_repeats``.
                pl.when(touched & (pl.col("from") != UNVOICED))
                .then(pl.lit(at, dtype=pl.Int8))
                .otherwise("from")
                .alias("by"),
            )
            for columns, column in zip(held, laid, strict=True):
                columns |= dict(zip(names, self._unstacked(column), strict=True))

    def _unstacked(self, column: pl.Series) -> Iterator[pl.Series]:
        units = len(self._units)
        return (column.slice(start, units) for start in range(0, len(column), units))

    def _note_gaps(self, cells: pl.DataFrame, part: TablePart, names: Sequence[str], at: int) -> None:
        """Note where the voice ``at`` changes what an earlier voice said."""
        rows = cells.with_row_index("cell").filter(pl.col("changed"))
        cell, units = rows["cell"], len(self._units)
        gaps = rows.select(
            self._units["unit"].gather(cell % units),
            pl.Series("figure", names, pl.String).gather(cell // units),
            self._voices.gather(rows["from"]).alias("from_voice"),
            pl.lit(self._voices[at]).alias("to_voice"),
            from_value="old",
            to_value="value",
        )
        if "reason" in part.frame.columns:
            reasons = part.frame.filter(pl.col("voice") == at).select("unit", "figure", "reason")
            gaps = gaps.join(reasons, on=["unit", "figure"], how="left", maintain_order="left")
        self._gaps.append(gaps)

    def frame(self) -> pl.DataFrame:
        """Give the units and their figures as they stand."""
        columns = []
        for name, column in self._values.items():
            columns += [column.alias(name)]
            columns += [self._flags[name].alias(kp_flag(name))] if name in self._kp else []
        return self._units.hstack(columns)

    def standing(self, after: Mapping[int, pl.DataFrame], origin: Mapping[str, pl.Series]) -> Standing:
        """Give what has come of it."""
        gaps = pl.concat(self._gaps, how="diagonal")
        return Standing(after[max(after)] if after else self.frame(), after, gaps, origin, self._kp)
