"""Fire safety in residential areas: two criteria for dvk_scoring, an example of a plugin that is installed."""

from collections.abc import Sequence

from dvk_fire_safety.drills.criterion import FireDrills
from dvk_fire_safety.groups.criterion import FireGroups
from dvk_scoring.api import AnyCriterion, hookimpl


@hookimpl
def dvk_criteria() -> Sequence[AnyCriterion]:
    """Hand both criteria to the host."""
    return [FireGroups, FireDrills]
