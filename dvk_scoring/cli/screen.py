"""The two ways out: what was asked for goes to stdout, problems and progress to stderr.

Nothing that a terminal would obey goes through them but the colours and lines that Rich sets itself.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text as Styled

from dvk_scoring.problem import Problem, grouped
from dvk_scoring.text import Language, odd_character, visible

_STYLES: Final = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_WIDE: Final = 160


class _Screen(Console):
    """A console on which odd characters stand as a sign, wherever a text came from."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render something; what Rich itself sends to the terminal stays."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))


def console(*, stderr: bool = False) -> Console:
    """Make a console. What goes to a pipe or a file is plain, and wide enough that tables keep their lines."""
    screen = _Screen(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not screen.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        screen.width = _WIDE
    return screen


def print_problems(problems: Iterable[Problem], language: Language) -> None:
    """Print problems to stderr, one after the other; many of one kind in one column are one."""
    out = console(stderr=True)
    for told in grouped(problems):
        problem = told.several[0]
        rest = told.in_(language).removeprefix(problem.code)
        out.print(Styled.assemble((problem.code, _STYLES[problem.severity]), rest), soft_wrap=True)


def print_written(path: Path, language: Language) -> None:
    """Say that a file was written."""
    console().print(f"{'Đã ghi' if language == 'vi' else 'Written'}: {path}", soft_wrap=True)


def tell_problems(problems: Iterable[Problem], language: Language, *, as_json: bool) -> None:
    """Tell what ended a run: on stderr, or on stdout as the JSON that was asked for."""
    if as_json:
        from dvk_scoring.report.problem_json import problems_json

        say_json(problems_json(problems))
    else:
        print_problems(problems, language)


def say(text: str, *, err: bool = False, end: bool = True) -> None:
    """Print a text as it is, neither wrapped nor coloured."""
    click.echo(visible(text), err=err, nl=end)


def say_json(text: str, *, end: bool = True) -> None:
    """Print JSON: odd characters stand only within its texts, where JSON has escapes for them."""
    click.echo(_PERHAPS_ODD.sub(_escaped, text), nl=end)


_PERHAPS_ODD: Final = re.compile(r"[^ -~\n]")


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if odd_character(match[0], lines=True) else match[0]
