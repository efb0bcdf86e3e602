"""``dvk explain``: how every point of one unit came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import figures_argument, json_option, run_options, scheme_argument, unit_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Giải thích từng điểm của một đơn vị: số liệu, cách tính, làm tròn, xếp hạng, danh hiệu.\n\n"
    "SCHEME và FIGURES như trong dvk score.",
    "en": "Explain every point of one unit: figures, working, rounding, rank, titles.\n\n"
    "SCHEME and FIGURES are as for dvk score.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(unit: str, criterion: str | None, *, as_json: bool, **named: Any) -> None:
        _run(language, unit, criterion, named, as_json=as_json)

    vi = language == "vi"
    criterion_help = "Chỉ giải thích một tiêu chí." if vi else "Explain one criterion alone."
    params = [
        scheme_argument(),
        figures_argument(),
        unit_option(language),
        click.Option(["--criterion"], metavar="ID", help=criterion_help),
        json_option(language),
        *run_options(language),
    ]
    return SpokenCommand("explain", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, unit: str, criterion: str | None, named: dict[str, Any], *, as_json: bool) -> None:
    from dvk_scoring.analysis.explain import explain
    from dvk_scoring.cli.inputs import Inputs, scored
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.cli.waiting import Waiting
    from dvk_scoring.report.explanation import print_explanation
    from dvk_scoring.report.json import explanation_json

    with Waiting(console(stderr=True), language) as waiting:
        result = scored(Inputs(**named), waiting)
        paragraphs = explain(result, unit, criterion, language)
    if as_json:
        say_json(explanation_json(result, unit, paragraphs, language))
        return
    print_explanation(result, unit, paragraphs, language, console())
