"""``dvk minutes``: the council's minutes, to edit and to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.documents import document_command
from dvk_scoring.cli.options import votes_option

if TYPE_CHECKING:
    import click

    from dvk_scoring.cli.language import Language

_ABOUT: dict[Language, str] = {
    "vi": "Làm biên bản họp hội đồng: kết quả, danh hiệu đề nghị, việc phải xem xét, chỗ ghi biểu quyết và ký.\n\n"
    "SCHEME và FIGURES như trong dvk score. Kết quả là đề nghị; hội đồng biểu quyết.",
    "en": "Make the council's minutes: results, titles proposed, what to look at, room for votes and signatures.\n\n"
    "SCHEME and FIGURES are as for dvk score. What it gives are proposals; the council votes.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("minutes", language, _ABOUT, [votes_option(language)])
