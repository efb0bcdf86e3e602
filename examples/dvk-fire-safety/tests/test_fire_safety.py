"""All that is asked of a criterion, for both, and the one thing the kit cannot know: that the plugin offers them."""

from dvk_fire_safety import dvk_criteria
from dvk_fire_safety.drills.criterion import FireDrills
from dvk_fire_safety.groups.criterion import FireGroups
from dvk_scoring.testing import contract

test_groups = contract(FireGroups)
test_drills = contract(FireDrills)


def test_the_plugin_offers_both() -> None:
    """They are found by id, the plugin by its name."""
    assert [one.id for one in dvk_criteria()] == ["fire-groups", "fire-drills"]
