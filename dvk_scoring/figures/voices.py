"""How the figures stand after each voice: a later one prevails, what it leaves blank stands as it was.

What a file says without naming a voice (population) is known from the start, to every voice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_PLACE: Final = "_place"
"""Of a change: its voice, figure and unit as one number, by which changes are sorted."""


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
    kp = frozenset(name for part in parts for name in part.kp)
    first_of_several = spoken == [0] and len(voices) > 1
    # Where a voice is not known, a unit may stand in more rows than one all the same.
    if len(spoken) <= 1 and len(parts) == 1 and not parts[0].keyed.long and len(parts[0].frame) == len(units):
        frame = _alone(units, parts[0], figures, kp)
        return Standing(
            frame, {}, pl.DataFrame(schema=_GAPS), _said(frame, figures, kp) if first_of_several else {}, kp
        )
    merging, after = _Merging(units, figures, kp, voices), dict[int, pl.DataFrame]()
    for at in (UNVOICED, *spoken):
        for part in (part for part in parts if at in (part.keyed.voiced or {UNVOICED})):
            merging.take(part, at)
        if at != UNVOICED and len(spoken) > 1:
            after[at] = merging.frame()
    frame = after[max(after)] if after else merging.frame()
    return Standing(frame, after, merging.gaps(), merging.origins() if after or first_of_several else {}, kp)


def _alone(units: pl.DataFrame, part: TablePart, figures: Sequence[str], kp: frozenset[str]) -> pl.DataFrame:
    """Take over the one part that there is, a row a unit, all in one voice."""
    nothing = constant(None, pl.Int64, len(units))
    values = dict.fromkeys(figures, nothing) | {name: part.frame[name] for name in part.figures}
    return _beside(units, values, {name: part.frame[kp_flag(name)] for name in kp})


def _said(frame: pl.DataFrame, figures: Sequence[str], kp: frozenset[str]) -> Mapping[str, pl.Series]:
    """Give where each figure is from, when the first voice alone has spoken."""
    filled = {name: frame[name].is_not_null() for name in figures}
    filled |= {name: filled[name] | (frame[kp_flag(name)] == 1) for name in kp}
    return {name: said.cast(pl.Int8) * -NOBODY + NOBODY for name, said in filled.items()}


def _beside(units: pl.DataFrame, values: Mapping[str, pl.Series], flags: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Lay figures beside their units, each followed by its flag where it has one."""
    columns = []
    for name, column in values.items():
        columns.append(column.alias(name))
        if name in flags:
            columns.append(flags[name].alias(kp_flag(name)))
    return units.hstack(columns)


class _Merging:
    """The figures as they stand now, laid one upon the other in blocks, and the gaps seen so far."""

    def __init__(self, units: pl.DataFrame, figures: Sequence[str], kp: frozenset[str], voices: Sequence[str]) -> None:
        self._units, self._kp, self._voices = units, kp, pl.Series(voices, dtype=pl.String)
        self._blocks = list(blocks(figures, len(units)))
        nothing = {size: _nothing(size * len(units)) for size in {len(names) for names in self._blocks}}
        self._laid = [nothing[len(names)] for names in self._blocks]
        self._cells = len(figures) * len(units)
        self._gaps = [pl.DataFrame(schema={**_GAPS, _PLACE: pl.Int64})]

    def take(self, part: TablePart, at: int) -> None:
        """Lay what ``part`` says in the voice ``at`` over what stands."""
        spoken = part.spoken(at, self._units)
        for place, names in enumerate(self._blocks):
            if part.figures_in.isdisjoint(names):
                continue
            values, flags = part.stacked(spoken, names, len(self._units))
            cells = self._laid[place].hstack([values.alias("value"), flags.alias("value?")])
            touched = FILLED.fill_null(value=False)
            changed = pl.col("from").is_between(0, at - 1) & pl.col("old").ne_missing(pl.col("value"))
            # What is known without a voice stays so: a voice that says it too agrees, see ``check_repeats``.
            spoke = touched & (pl.col("from") != UNVOICED)
            laid = cells.select(
                pl.when(touched).then("value").otherwise("old").alias("old"),
                pl.when(touched).then("value?").otherwise("old?").alias("old?"),
                pl.when(spoke).then(pl.lit(at, dtype=pl.Int8)).otherwise("from").alias("from"),
                (touched & changed).alias("gap"),
            )
            if laid["gap"].any():
                changed_cells = cells.with_row_index("cell").filter(laid["gap"])
                self._note_gaps(changed_cells, part, (place * len(self._blocks[0]) * len(self._units), names), at)
            self._laid[place] = laid[["old", "old?", "from"]]

    def _note_gaps(self, rows: pl.DataFrame, part: TablePart, block: tuple[int, Sequence[str]], at: int) -> None:
        """Note the cells in which the voice ``at`` changes what an earlier voice said."""
        first, names = block
        cell, units = rows["cell"], len(self._units)
        gaps = rows.select(
            self._units["unit"].gather(cell % units),
            pl.Series("figure", names, pl.String).gather(cell // units),
            self._voices.gather(rows["from"]).alias("from_voice"),
            pl.lit(self._voices[at]).alias("to_voice"),
            (cell.cast(pl.Int64) + (at * self._cells + first)).alias(_PLACE),
            from_value="old",
            to_value="value",
        )
        if "reason" in part.frame.columns:
            reasons = part.frame.filter(pl.col("voice") == at).select("unit", "figure", "reason")
            gaps = gaps.join(reasons, on=["unit", "figure"], how="left", maintain_order="left")
        self._gaps.append(gaps)

    def _apart(self, what: str, among: frozenset[str] | None = None) -> dict[str, pl.Series]:
        """Take the blocks apart: figure → its own of ``what``, of some figures or of all."""
        units = len(self._units)
        return {
            name: laid[what].slice(at * units, units)
            for names, laid in zip(self._blocks, self._laid, strict=True)
            for at, name in enumerate(names)
            if among is None or name in among
        }

    def frame(self) -> pl.DataFrame:
        """Give the units and their figures as they stand."""
        return _beside(self._units, self._apart("old"), self._apart("old?", self._kp))

    def origins(self) -> Mapping[str, pl.Series]:
        """Give the voice that each figure is from."""
        return self._apart("from")

    def gaps(self) -> pl.DataFrame:
        """Give what later voices changed, voice by voice in the order of figures and units, whichever files say it."""
        return pl.concat(self._gaps, how="diagonal").sort(_PLACE).drop(_PLACE)


def _nothing(cells: int) -> pl.DataFrame:
    """Make cells of which nobody has spoken."""
    columns = ("old", None, pl.Int64), ("old?", 0, pl.Int8), ("from", NOBODY, pl.Int8)
    return pl.DataFrame([constant(value, dtype, cells).alias(name) for name, value, dtype in columns])
