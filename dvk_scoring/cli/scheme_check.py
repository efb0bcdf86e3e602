"""``dvk scheme check``: what is proved of a scheme before there are any figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import as_of_option, json_option, language_option, plugins_option, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Kiểm tra bảng điểm và in chứng minh: điểm tối đa cộng đủ cho mọi khối, không tiêu chí nào vượt điểm tối đa, "
    "mọi phép chia có nghĩa, số nguyên không tràn, làm tròn ở đâu.",
    "en": "Check a scheme and print the proof: weights add up for every kind of unit, no criterion exceeds its weight, "
    "every division has a meaning, no integer overflows, where it is rounded.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    params = [
        scheme_argument(),
        json_option(language),
        as_of_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("check", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, *, scheme: str, as_json: bool, **named: Any) -> None:
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.report.proof import print_proof, proof_json
    from dvk_scoring.run import load_scheme, prove

    checked = load_scheme(scheme, **named)
    if as_json:
        say_json(proof_json(checked, prove(checked)))
        return
    print_proof(checked, prove(checked), language, console())
    print_problems(checked.problems, language)
