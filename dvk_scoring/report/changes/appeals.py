"""The register of appeals in the terminal, and what the rulings that answer them change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.console import Console
from rich.text import Text as Styled

from dvk_scoring.analysis.trial import Trial
from dvk_scoring.report.changes.trial import print_trial
from dvk_scoring.report.documents.appeals import SAID, register_data
from dvk_scoring.report.documents.letterhead import Letterhead
from dvk_scoring.report.lists import plain_table
from dvk_scoring.scoring.appeals import Appeal
from dvk_scoring.text import Language


def print_appeals(trial: Trial, appeals: Sequence[Appeal], day: date, language: Language, console: Console) -> None:
    """Print each appeal with its state on a day, then whose result the rulings change."""
    data = register_data(trial, appeals, day, Letterhead(), language)
    console.print(Styled(data["title"], "bold"))
    console.print(Styled(data["counted"]), soft_wrap=True)
    if appeals:
        keys = ("no", "unit", "criterion", "lodged", "deadline", "answered", "outcome", "standing")
        table = plain_table(data["words"][key] for key in keys)
        for row in data["appeals"]:
            table.add_row(*(Styled(row[key]) for key in keys))
        console.print(table)
    if trial.rulings:
        console.print(Styled(SAID["compared"].in_(language)), soft_wrap=True)
        console.print()
        print_trial(trial, language, console)
