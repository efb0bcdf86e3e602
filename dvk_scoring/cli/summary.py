"""``dvk summary``: the table of all units' points, to go with the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.documents import document_command

if TYPE_CHECKING:
    import click

    from dvk_scoring.cli.language import Language

_ABOUT: dict[Language, str] = {
    "vi": "Làm bảng tổng hợp điểm của mọi đơn vị, khổ A4 ngang, kèm theo biên bản.\n\n"
    "SCHEME và FIGURES như trong dvk score.",
    "en": "Make the summary table of all units' points, A4 landscape, to go with the minutes.\n\n"
    "SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("summary", language, _ABOUT)
