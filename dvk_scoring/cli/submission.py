"""``dvk submission``: the draft of the submission that follows the council's meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.documents import document_command
from dvk_scoring.cli.options import votes_option

if TYPE_CHECKING:
    import click

    from dvk_scoring.cli.language import Language

_ABOUT: dict[Language, str] = {
    "vi": "Làm dự thảo tờ trình: căn cứ, các đơn vị được đề nghị từng danh hiệu, những đơn vị còn chờ quyết định.\n\n"
    "SCHEME và FIGURES như trong dvk score. Có --votes thì chỉ nêu đơn vị đủ phiếu. Chỉ là dự thảo: hội đồng biểu "
    "quyết.",
    "en": "Make the draft of the submission: what it rests on, the units proposed for each title, and who waits.\n\n"
    "SCHEME and FIGURES are as for dvk score. With --votes it names only whom the council voted for. It is a draft: "
    "the council votes.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("submission", language, _ABOUT, [votes_option(language)])
