"""A study of stability in the terminal: marked as a study from the first line on."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.analysis.stability import Stability
from dvk_scoring.report.lists import plain_table
from dvk_scoring.report.stability.told import Rows, Told
from dvk_scoring.text import Language

_TURNS: Final = 12
"""Turns that the terminal lists; the page has more, JSON all."""


def print_stability(study: Stability, language: Language, console: Console) -> None:
    """Print what was drawn, the summary, and a table for each kind of answer."""
    told = Told(study, language)
    say = told.say
    console.print(Styled(say("mark"), "bold reverse"))
    console.print(Styled(told.title), soft_wrap=True)
    for heading, lines in ((say("drawn"), told.drawn()), (say("summary"), told.summary())):
        console.print(Styled(heading, "bold"))
        for line in lines:
            console.print(Styled(f"  – {line}"), soft_wrap=True)
    _table(say("units"), told.units(), console)
    for kinds, weights in told.groups().items():
        _table(say("weights") + told.clusters(kinds), told.weights(weights), console)
    if study.turns:
        _table(say("turns"), told.turns(_TURNS), console)
        if told.more_turns(_TURNS):
            console.print(told.more_turns(_TURNS))
    if study.left_out:
        _table(say("left_out"), told.left_out(), console)
    for heading, rows in told.panels():
        _table(heading, rows, console)


def _table(heading: str, rows: Rows, console: Console) -> None:
    console.print()
    console.print(Styled(heading, "bold"), soft_wrap=True)
    table = plain_table(rows.heads)
    for at, column in enumerate(table.columns):
        column.justify = "left" if at < rows.words else "right"
    for row in rows.rows:
        table.add_row(*row)
    console.print(table)
