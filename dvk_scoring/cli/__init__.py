"""The command line. Nothing but Click is loaded until a command runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

_OBJECTS = 500_000
"""Made between two looks for what is no longer used: a short run has little of that, and looks take a tenth of it."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``dvk`` and leave with its exit status: 0 done, 1 a crash, 2 wrong use, 3 problems found."""
    import gc
    import sys

    from dvk_scoring.cli.entry import leave, run

    gc.set_threshold(_OBJECTS)
    leave(run(sys.argv[1:] if arguments is None else list(arguments)))
