"""The register of appeals in the terminal, and what the rulings that answer them change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.analysis.trial import Trial
from dvk_scoring.report.changes.trial import print_trial
from dvk_scoring.report.documents.appeals import SAID
from dvk_scoring.report.lists import plain_table
from dvk_scoring.text import Language


def print_appeals(trial: Trial, data: Mapping[str, Any], language: Language, console: Console) -> None:
    """Print each appeal of a register (``register_data``) with its state, then whose result the rulings change."""
    console.print(Styled(data["title"], "bold"))
    console.print(Styled(data["counted"]), soft_wrap=True)
    if data["appeals"]:
        keys = ("no", "unit", "criterion", "lodged", "deadline", "answered", "outcome", "standing")
        table = plain_table(data["words"][key] for key in keys)
        for row in data["appeals"]:
            table.add_row(*(Styled(row[key]) for key in keys))
        console.print(table)
    if trial.rulings:
        console.print(Styled(SAID["compared"].in_(language)), soft_wrap=True)
        console.print()
        print_trial(trial, language, console)
