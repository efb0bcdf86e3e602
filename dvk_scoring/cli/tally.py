"""``dvk tally``: the minutes of the counting of votes, blank or filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.documents import document_command
from dvk_scoring.cli.options import votes_option

if TYPE_CHECKING:
    import click

    from dvk_scoring.cli.language import Language

_ABOUT: dict[Language, str] = {
    "vi": "Làm biên bản kiểm phiếu của các danh hiệu có quy định biểu quyết: có --votes thì ghi kết quả, không có thì "
    "để trống để ghi tay.\n\nSCHEME và FIGURES như trong dvk score.",
    "en": "Make the minutes of the counting of votes on titles with a rule for votes: with --votes filled in, without "
    "it to be filled in by hand.\n\nSCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("tally", language, _ABOUT, [votes_option(language)])
