"""Rounded approximate formulas between two stages: computed by the reference, once for each different input."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

from dvk_scoring.formula.exact import UnitFigures, score_units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dvk_scoring.formula.columns import Rounded


def round_distinct(rounded: Rounded, inputs: Iterable[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    """Compute a rounded approximate formula for each different input, in units of 10^-places.

    Args:
        rounded: The formula.
        inputs: One tuple an input: numerator, denominator of each symbol in turn.
    """
    distinct = list(dict.fromkeys(inputs))
    units = [
        UnitFigures(
            unit=str(index),
            cluster="",
            figures={
                symbol: Fraction(row[2 * place], row[2 * place + 1]) for place, symbol in enumerate(rounded.spec.symbols)
            },
            attributes={},
            params={},
        )
        for index, row in enumerate(distinct)
    ]
    outcomes = score_units(rounded.spec.tree, (), units)
    scale = 10**rounded.places
    return {row: int(cast("Any", outcome.value) * scale) for row, outcome in zip(distinct, outcomes, strict=True)}
