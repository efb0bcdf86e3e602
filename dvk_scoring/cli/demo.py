"""``dvk demo``: the shipped competition, scored, and what to try next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from dvk_scoring.cli.language import OTHER
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.scoring.result import Result

_SHOWN: Final = "dan-van-kheo-2020"
_NEXT: Final = {
    "vi": ("Xem tiếp", "vì sao đơn vị này được từng ấy điểm", "chứng minh bảng điểm", "các bảng điểm khác"),
    "en": ("Look further", "why this unit has these points", "the scheme, proved", "other schemes"),
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    about = (
        "Tính điểm một cuộc thi đua mẫu (số liệu minh họa) và xem kết quả."
        if language == "vi"
        else "Score a sample competition (illustrative figures) and look at the result."
    )
    params = [language_option(language)]
    return SpokenCommand("demo", language=language, callback=lambda: _run(language), params=params, help=about)


def _run(language: Language) -> None:
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.cli.screen import console
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.problem import DvkError, problem
    from dvk_scoring.report.terminal import print_result
    from dvk_scoring.scheme.shipped import shipped_files

    if _SHOWN not in shipped_files():
        raise DvkError([problem("DVK-O305", scheme=_SHOWN)])
    with Waiting(console(stderr=True), language) as waiting:
        result = scored(Inputs(_SHOWN), waiting)
    out = console()
    print_result(result, language, out)
    for line in _what_next(result, language):
        out.print(line, soft_wrap=True)


def _what_next(result: Result, language: Language) -> list[str]:
    heading, why, proof, others = _NEXT[language]
    commands = {
        f"dvk explain {_SHOWN} --unit {result.units[0].unit}": why,
        f"dvk scheme check {_SHOWN}": proof,
        "dvk scheme list": others,
    }
    width = max(map(len, commands))
    lines = [f"  {command:{width}}  {what}" for command, what in commands.items()]
    return ["", f"{heading}:", *lines, OTHER[language]]
