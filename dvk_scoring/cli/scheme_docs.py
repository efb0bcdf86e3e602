"""``dvk scheme docs``: the rules of a scheme as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import as_of_option, force_option, language_option, plugins_option, scheme_argument

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language

_ABOUT = {
    "vi": "Nói lại bảng điểm bằng lời: chấm những gì, cần số liệu nào, tính thế nào, xếp hạng và đề nghị ra sao.\n\n"
    "Không có -o thì in Markdown ra màn hình.",
    "en": "Tell a scheme in words: what counts, which figures, how it is computed, ranked and proposed.\n\n"
    "Without -o the Markdown is printed.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    vi, path = language == "vi", click.Path(path_type=Path)
    told = "Ghi ra .md, .html hay .docx; dùng được nhiều lần." if vi else "Write .md, .html or .docx; repeatable."
    params = [
        scheme_argument(),
        click.Option(["-o", "--output", "outputs"], type=path, multiple=True, metavar="FILE", help=told),
        force_option(language),
        as_of_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("docs", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(language: Language, *, scheme: str, outputs: tuple[Path, ...], force: bool, **named: Any) -> None:
    from dvk_scoring.cli.screen import print_problems, print_written
    from dvk_scoring.report.rules.document import tell_rules
    from dvk_scoring.report.rules.markdown import to_markdown
    from dvk_scoring.report.rules.write import SUFFIXES, write_rules
    from dvk_scoring.report.write import check_outputs
    from dvk_scoring.run import load_scheme

    check_outputs(outputs, force=force, known=SUFFIXES)
    checked = load_scheme(scheme, **named)
    for path in outputs:
        write_rules(checked, path, language, force=force)
        print_written(path, language)
    if not outputs:
        _print(to_markdown(tell_rules(checked, language)))
    print_problems(checked.problems, language)


def _print(markdown: str) -> None:
    """Print Markdown: laid out on a terminal, as it is into a pipe or file."""
    from rich.markdown import Markdown

    from dvk_scoring.cli.screen import console, say

    out = console()
    if out.is_terminal:
        out.print(Markdown(markdown))
    else:
        say(markdown, end=False)
