"""The command line. Nothing but Click is loaded until a command runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run ``dvk`` and leave with its exit status: 0 done, 1 a crash, 2 wrong use, 3 problems found."""
    import sys

    from dvk_scoring.cli.entry import leave, run

    leave(run(sys.argv[1:] if arguments is None else list(arguments)))
