"""How the figures stand after each voice: a later one prevails, what it leaves blank stands as it was.

What a file says without naming a voice (population) is known from the start, to every voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import narwhals as nw

from dvk_scoring.figures.keys import UNVOICED
from dvk_scoring.figures.parts import Part
from dvk_scoring.formula.names import kp_flag

_NOBODY = -2
_GAPS = {
    "unit": nw.String(),
    "figure": nw.String(),
    "from_voice": nw.String(),
    "to_voice": nw.String(),
    "from_value": nw.Int64(),
    "to_value": nw.Int64(),
    "reason": nw.String(),
}


@attrs.frozen
class Standing:
    """The figures as they stand.

    Attributes:
        frame: Prevailing values: the units' columns, each figure, ``NAME?`` (Int8) for those in ``kp``.
        after: Place of a voice → the frame after it; only when several voices speak.
        gaps: See ``FigureSet.gaps``.
        origin: One row a unit: ``unit`` and for each figure the place of the voice that its value is from (-1: no voice
            was named, -2: there is none);
            None when only one voice speaks.
        kp: Figures with cells that are not assigned.
    """

    frame: nw.DataFrame[Any]
    after: dict[int, nw.DataFrame[Any]]
    gaps: nw.DataFrame[Any]
    origin: nw.DataFrame[Any] | None
    kp: frozenset[str]


def stand(units: nw.DataFrame[Any], parts: Sequence[Part], figures: Sequence[str], voices: Sequence[str]) -> Standing:
    """Merge the parts voice by voice; no unit is twice in a voice (see ``check_repeats``)."""
    kp = frozenset(name for part in parts for name in part.kp)
    shape = ["unit", "name", "cluster", "order"]
    for name in figures:
        shape += [name, kp_flag(name)] if name in kp else [name]
    backend = units.implementation
    spoken = sorted({at for part in parts for at in part.keyed.voiced})
    if len(parts) == 1 and not parts[0].keyed.long and len(spoken) <= 1:
        now = nw.concat([units, parts[0].frame.drop("row", "unit", "voice")], how="horizontal")
        return Standing(_shaped(now, shape), {}, nw.from_dict({}, _GAPS, backend=backend), None, kp)
    merging = _Merging(units, figures, kp, voices)
    after: dict[int, nw.DataFrame[Any]] = {}
    for at in (UNVOICED, *spoken):
        for part in parts:
            merging.take(part, at)
        after[at] = merging.now.sort("order").select(shape)
    last = after[max(after)]
    del after[UNVOICED]
    gaps = nw.concat([nw.from_dict({}, _GAPS, backend=backend), *merging.gaps_told()])
    origin = merging.now.sort("order").select("unit", *(nw.col(f"{name}@").alias(name) for name in figures))
    return Standing(last, after if len(spoken) > 1 else {}, gaps, origin if len(spoken) > 1 else None, kp)


def _shaped(now: nw.DataFrame[Any], shape: Sequence[str]) -> nw.DataFrame[Any]:
    missing = [name for name in shape if name not in now.columns]
    return now.with_columns(nw.lit(None, dtype=nw.Int64()).alias(name) for name in missing).select(shape)


class _Merging:
    """The frame as it stands now, and the gaps seen so far."""

    def __init__(
        self, units: nw.DataFrame[Any], figures: Sequence[str], kp: frozenset[str], voices: Sequence[str]
    ) -> None:
        self._kp = kp
        self._voices = voices
        self.gaps: list[nw.DataFrame[Any]] = []
        self.now = units.with_columns(
            *(nw.lit(None, dtype=nw.Int64()).alias(name) for name in figures),
            *(nw.lit(0, dtype=nw.Int8()).alias(kp_flag(name)) for name in figures if name in kp),
            *(nw.lit(_NOBODY, dtype=nw.Int8()).alias(f"{name}@") for name in figures),
        )

    def take(self, part: Part, at: int) -> None:
        """Lay what ``part`` says in the voice ``at`` over what stands."""
        if at not in (part.keyed.voiced or {UNVOICED}) or not part.figures:
            return
        said = part.said(at)
        if len(said) == 0:
            return
        figures = [name for name in part.figures if name in said.columns]
        said = said.select(
            nw.col(name) if name == "unit" else nw.col(name).alias(f"{name} said") for name in said.columns
        )
        both = self.now.join(said, on="unit", how="left")
        both = both.with_columns(_touched(part, name).alias(f"{name} touched") for name in figures)
        if at > 0:
            self._note_gaps(both, part, figures, at)
        changed = [expr for name in figures for expr in self._laid(part, name, at)]
        self.now = both.with_columns(changed).select(self.now.columns)

    def _laid(self, part: Part, name: str, at: int) -> list[nw.Expr]:
        touched, said, kp = nw.col(f"{name} touched"), nw.col(f"{name} said"), nw.col(kp_flag(name))
        laid = [
            nw.when(touched).then(said).otherwise(nw.col(name)).alias(name),
            nw.when(touched).then(nw.lit(at, dtype=nw.Int8())).otherwise(nw.col(f"{name}@")).alias(f"{name}@"),
        ]
        if name in self._kp:
            new = nw.col(f"{name}? said") if name in part.kp else nw.lit(0, dtype=nw.Int8())
            laid.append(nw.when(touched).then(new).otherwise(kp).alias(kp_flag(name)))
        return laid

    def _note_gaps(self, both: nw.DataFrame[Any], part: Part, figures: Sequence[str], at: int) -> None:
        masks = both.select(_differs(name, at).alias(name) for name in figures)
        some = masks.select(nw.all().any())
        for name in (name for name in figures if some[name].item()):
            rows = both.filter(masks[name]).select(
                "unit",
                nw.lit(name).alias("figure"),
                nw.col(f"{name}@").alias("from_voice"),
                nw.lit(self._voices[at]).alias("to_voice"),
                nw.col(name).alias("from_value"),
                nw.col(f"{name} said").alias("to_value"),
            )
            reasons = part.reasons(name, at)
            if reasons is None:
                rows = rows.with_columns(reason=nw.lit(None, dtype=nw.String()))
            else:
                rows = rows.join(reasons, on="unit", how="left")
            self.gaps.append(rows)

    def gaps_told(self) -> list[nw.DataFrame[Any]]:
        """Give the gaps with the names of the voices."""
        if not self.gaps:
            return []
        voice: Any = nw.lit(None, dtype=nw.String())
        for place, one in enumerate(self._voices):
            voice = nw.when(nw.col("from_voice") == place).then(nw.lit(one)).otherwise(voice)
        return [nw.concat(self.gaps).with_columns(voice.alias("from_voice"))]


def _differs(name: str, at: int) -> nw.Expr:
    """Tell where the voice ``at`` changes what an earlier voice said."""
    old, new, origin = nw.col(name), nw.col(f"{name} said"), nw.col(f"{name}@")
    differs = (old != new).fill_null(value=False) | (old.is_null() != new.is_null())
    return nw.col(f"{name} touched") & (origin >= 0) & (origin < at) & differs


def _touched(part: Part, name: str) -> nw.Expr:
    touched = ~nw.col(f"{name} said").is_null()
    return touched | (nw.col(f"{name}? said") == 1).fill_null(value=False) if name in part.kp else touched
