"""An explanation in the terminal: a heading for each paragraph, its lines below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from dvk_scoring.analysis.paragraph import Paragraph
from dvk_scoring.report.terminal import sample_lines
from dvk_scoring.scoring.result import Result
from dvk_scoring.text import Language
from dvk_scoring.unit_names import called

_INDENT: Final = 2


def print_explanation(
    result: Result, unit_id: str, paragraphs: Sequence[Paragraph], language: Language, console: Console
) -> None:
    """Print the explanation of one unit."""
    unit, scheme = result.unit(unit_id), result.scheme
    cluster = scheme.clusters[unit.cluster].title.in_(language)
    named = called(unit.unit, unit.name)
    console.print(Styled(f"{named} · {cluster}", "bold"))
    console.print(Styled(scheme.title.in_(language), "dim"))
    for told in sample_lines(result, language):
        console.print(told)
    for paragraph in paragraphs:
        console.print()
        print_paragraph(paragraph, console)


def print_paragraph(paragraph: Paragraph, console: Console, indent: int = 0) -> None:
    """Print the heading of a paragraph and its lines below, ``indent`` blanks from the left."""
    console.print(Padding(Styled(paragraph.heading, "bold"), (0, 0, 0, indent), expand=False))
    for line in paragraph.lines:
        text = line.lstrip(" ")
        left = indent + _INDENT + len(line) - len(text)
        console.print(Padding(Styled(text), (0, 0, 0, left), expand=False))
