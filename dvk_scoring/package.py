"""The package as it is installed: its version, and the folders that come with it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

VERSION: Final = "0.1.0"
HOME: Final = Path(__file__).resolve().parent


def bundled(kind: str) -> Path:
    """Give a folder that comes with the package: inside it when it is installed, else beside it in a checkout.

    Args:
        kind: ``plugins`` or ``configs``.
    """
    inside = HOME / "bundled" / kind
    return inside if inside.is_dir() else HOME.parent / kind
