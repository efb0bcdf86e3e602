"""What a symbol of a formula stands for: a declared figure, a declared param."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import attrs

from dvk_scoring.text import Text

FigureKind = Literal["count", "decimal", "yes-no", "choice", "mark"]
Reporter = Literal["unit", "committee"]
Measure = Literal["count", "percent", "ratio"]
Counted = Literal["complaints", "denunciations", "information", "arrests", "watched"]


@attrs.frozen
class FigureSpec:
    """A declared figure.

    Attributes:
        name: Key in the criterion, ``in_time``; ``forms.leaflet`` for one of many.
        kind: count (whole, from 0), decimal, yes-no (1/0), choice (index of ``choices``), mark (decimal on a step).
        label: What a person reads.
        low: Lowest value, in units of the figure itself.
        high: Highest value.
        places: Decimals it may have; the engine keeps value × 10^places as a whole number.
        step: A mark must be low + n × step; None is free.
        choices: Ids of a choice and their texts, in order; the value is the index from 0.
        by: Who reports it.
        shared: It belongs to the unit, one column for all criteria, without a dot.
        at_most: Name of the figure of the same criterion that it may not exceed ...
        plus: ... together with these (this + plus ≤ at_most).
        measure: The measure when several are usual (percent 0-100, ratio, count): a wrong one is caught.
        blank: What a blank cell counts as; None: it is "not reported".
        counts: Set when the figure counts complaints, denunciations, information from people, arrests or people
            watched: raising it alone must never raise points.
        many: Name of the ``each`` figure it is one of, else None.
        help: What belongs in it and what does not.
        optional: The formula says itself what a blank of it means: a mark among others, or a figure of which it asks
            whether it is given.
        named: Which of ``label``, ``help``, ``by`` and ``at_most`` the scheme says, and not the plugin.
    """

    name: str
    kind: FigureKind
    label: Text
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(1_000_000)
    places: int = 0
    step: Fraction | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    by: Reporter = "unit"
    shared: bool = False
    at_most: str | None = None
    plus: tuple[str, ...] = ()
    measure: Measure | None = None
    blank: Fraction | None = None
    counts: Counted | None = None
    many: str | None = None
    help: Text | None = None
    optional: bool = False
    named: frozenset[str] = frozenset()

    def column(self, owner: str) -> str:
        """Give the column that it has in figures; ``owner``: the criterion, bonus or penalty that declares it."""
        return self.name if self.shared else f"{owner}.{self.name}"


@attrs.frozen
class ParamSpec:
    """A declared number that the scheme may tune: a symbol in the formula, from ``low`` to ``high`` inclusive."""

    name: str
    default: Fraction
    low: Fraction
    high: Fraction
    label: Text
    help: Text | None = None
