"""The two ways out: what was asked for goes to stdout, problems and progress to stderr."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.problem import Problem
from dvk_scoring.text import Language

_STYLES: Final = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_WIDE: Final = 160


def console(*, stderr: bool = False) -> Console:
    """Make a console. What goes to a pipe or a file is plain, and wide enough that tables keep their lines."""
    found = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not found.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        found.width = _WIDE
    return found


def print_problems(problems: Iterable[Problem], language: Language) -> None:
    """Print problems to stderr, one after the other."""
    out = console(stderr=True)
    for one in problems:
        code, rest = one.code, one.in_(language).removeprefix(one.code)
        out.print(Styled.assemble((code, _STYLES[one.severity]), rest), soft_wrap=True)
