"""``dvk scheme list``: the schemes that come with the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import json_option, language_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language


def command(language: Language) -> click.Command:
    """Make the command in one language."""
    vi = language == "vi"
    about = (
        "Liệt kê các bảng điểm có sẵn; dùng mã thay cho tên tệp trong mọi lệnh."
        if vi
        else "List the schemes that come with it; every command takes the id in place of a file."
    )

    def run(*, as_json: bool) -> None:
        _run(language, as_json=as_json)

    params: list[click.Parameter] = [json_option(language), language_option(language)]
    return SpokenCommand("list", language=language, callback=run, params=params, help=about)


def _run(language: Language, *, as_json: bool) -> None:
    from dvk_scoring.cli.screen import console, say_json
    from dvk_scoring.report.lists import print_schemes, schemes_json
    from dvk_scoring.scheme.shipped import find_shipped

    if as_json:
        say_json(schemes_json(find_shipped()))
    else:
        print_schemes(find_shipped(), language, console())
