"""``dvk table``: every point of every unit beside each other, for members of the council to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dvk_scoring.cli.documents import document_command

if TYPE_CHECKING:
    import click

    from dvk_scoring.cli.language import Language

_ABOUT: dict[Language, str] = {
    "vi": "Làm bảng điểm chi tiết, khổ A3 ngang: tiêu chí và đơn vị, điểm tự chấm, thẩm định, được tính cạnh nhau.\n\n"
    "Nhiều đơn vị hay tiêu chí thì bảng sang trang, có lặp tiêu đề. -o TỆP.xlsx ghi bảng để xem và in từ Excel.\n\n"
    "SCHEME và FIGURES như trong dvk score.",
    "en": "Make the table of points, A3 landscape: criteria and units; claimed, appraised and final side by side.\n\n"
    "Many units or criteria go over several pages, their headings repeated. -o FILE.xlsx writes the table to look at "
    "and print from Excel.\n\n"
    "SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    return document_command("table", language, _ABOUT)
