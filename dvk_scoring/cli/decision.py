"""``dvk decision``: the draft of the decision with its list, for who decides after the council."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.documents import document_command
from dvk_scoring.cli.options import votes_option

if TYPE_CHECKING:
    import click

    from dvk_scoring.cli.language import Language

_ABOUT: dict[Language, str] = {
    "vi": "Làm dự thảo quyết định, kèm danh sách đơn vị được đề nghị làm phụ lục.\n\n"
    "SCHEME và FIGURES như trong dvk score. Có --votes thì chỉ nêu đơn vị đủ phiếu. Chỉ là dự thảo: hội đồng biểu "
    "quyết.",
    "en": "Make the draft of the decision, with the list of units proposed as its annex.\n\n"
    "SCHEME and FIGURES are as for dvk score. With --votes it lists only whom the council voted for. It is a draft: "
    "the council votes.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("decision", language, _ABOUT, [votes_option(language)])
