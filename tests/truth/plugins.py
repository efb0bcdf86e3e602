"""The criteria that come with the program, each by the formula that its README publishes, in fractions."""

from __future__ import annotations

from collections.abc import Mapping

from tests.truth.plugin import KP, Cell, Plugin
from tests.truth.plugins_general import GENERAL
from tests.truth.plugins_movement import MOVEMENT

__all__ = ["KP", "PLUGINS", "Cell"]

PLUGINS: Mapping[str, Plugin] = {**GENERAL, **MOVEMENT}
