"""``dvk explain-code``: what the code of a problem means, with an example and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.complete import complete_codes
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_MARK = "DVK-"


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    about = (
        "Nói rõ một mã trong thông báo: nguyên nhân, ví dụ, cách sửa."
        if language == "vi"
        else "Say what the code of a message means: cause, example, what to do."
    )

    def run(code: str) -> None:
        _run(language, code)

    params: list[click.Parameter] = [
        click.Argument(["code"], metavar="CODE", shell_complete=complete_codes),
        language_option(language),
    ]
    return SpokenCommand("explain-code", language=language, callback=run, params=params, help=about)


def _run(language: Language, code: str) -> None:
    from dvk_scoring.catalogue import catalogue
    from dvk_scoring.cli.screen import console
    from dvk_scoring.cli.usage import ALIKE
    from dvk_scoring.nearest import nearest
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.report.lists import print_code

    known = {name.removeprefix(_MARK): name for name in catalogue()}
    wanted = code.strip().upper().removeprefix(_MARK)
    if wanted not in known:
        raise DvkError([problem("DVK-O304", wanted=code, nearest=known.get(nearest(wanted, known, alike=ALIKE), ""))])
    print_code(known[wanted], language, console())
