"""``dvk plugins list``: every plugin that is found, also those that cannot be used, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import block_option, json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> None:
        _run(language, **named)

    about = (
        "Liệt kê mọi plugin tìm thấy; plugin hỏng cũng được liệt kê, kèm lý do."
        if language == "vi"
        else "List every plugin that is found; a broken one is listed too, with the reason."
    )
    no_import = click.Option(
        ["--no-import"],
        is_flag=True,
        help="Chỉ tìm theo tên, không nạp plugin nào." if language == "vi" else "Find by name only; import nothing.",
    )
    params: list[click.Parameter] = [
        no_import,
        json_option(language),
        block_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("list", language=language, callback=run, params=params, help=about)


def _run(language: Language, *, plugins: Sequence[Path], block: Sequence[str], no_import: bool, as_json: bool) -> None:
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import sort_problems
    from dvk_scoring.report.lists import print_plugins
    from dvk_scoring.report.plugin_json import plugins_json

    registry = Registry.of(plugins, block)
    inspected = registry.listed() if no_import else registry.inspect_all()
    if as_json:
        say_json(plugins_json(inspected, registry.problems))
        return
    print_plugins(inspected, language, console())
    print_problems(
        sort_problems([*registry.problems, *(problem for each in inspected for problem in each.problems)]), language
    )
