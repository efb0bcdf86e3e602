"""Puts the bundled plugins and schemes into the wheel.

They lie beside the package in the repository, shaped as a third party would shape them, and inside it once installed.
An editable install is left alone: there the host finds them beside the package, and a copy would go stale.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("plugins", "configs")


class BundleHook(BuildHookInterface[Any]):
    """Adds each bundled folder to the standard wheel as `dvk_scoring/bundled/FOLDER`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the bundled folders to the wheel builder, unless the install is editable."""
        if version == "standard":
            build_data["force_include"].update({folder: f"dvk_scoring/bundled/{folder}" for folder in BUNDLED})
