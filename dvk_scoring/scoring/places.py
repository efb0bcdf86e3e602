"""How many decimals points are put out with: those that their level keeps.

A level that no rounding closes is exact inside; ``PRINTED_PLACES`` decimals of it are put out.
"""

from __future__ import annotations

from typing import Final

from dvk_scoring.scheme.model import Adjustment, CriterionUse, Scheme

PRINTED_PLACES: Final = 9
"""Decimals of points that no level rounds, where they are put out and are no decimals."""


def own_places(owner: CriterionUse | Adjustment) -> int:
    """Give the decimals of the points of a criterion, bonus or penalty."""
    return PRINTED_PLACES if owner.closing is None else owner.closing.places


def breaks_ties(owner: CriterionUse | Adjustment) -> bool:
    """Tell whether it serves ties alone, and so concerns only those in competition."""
    return isinstance(owner, CriterionUse) and owner.tie_break


def most_places(scheme: Scheme) -> int:
    """Give the decimals that hold the points of every criterion, bonus and penalty, and so their sums."""
    return max(map(own_places, scheme.uses))


def section_places(scheme: Scheme) -> int:
    """Give the decimals of the points of sections: the scheme's own, else those of what they add up."""
    return most_places(scheme) if scheme.rounding.section is None else scheme.rounding.section


def shown_places(scheme: Scheme) -> int:
    """Give the decimals of the total that tables print; ranks are taken from all that it has."""
    return scheme.rounding.total if scheme.rounding.shown is None else scheme.rounding.shown
