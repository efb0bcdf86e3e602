"""``dvk sheet``: the score sheet of one unit."""

from __future__ import annotations

import click

from dvk_scoring.cli.documents import document_command
from dvk_scoring.cli.language import Language
from dvk_scoring.cli.options import unit_option

_ABOUT: dict[Language, str] = {
    "vi": "Làm phiếu điểm của một đơn vị: điểm và cách tính tóm tắt từng tiêu chí, hạng, xếp loại, danh hiệu.\n\n"
    "SCHEME và FIGURES như trong dvk score.",
    "en": "Make the score sheet of one unit: points by criterion, working in short, rank, class, titles and why.\n\n"
    "SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("sheet", language, _ABOUT, [unit_option(language)])
