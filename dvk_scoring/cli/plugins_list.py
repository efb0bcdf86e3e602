"""``dvk plugins list``: every plugin that is found, also those that cannot be used, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(plugins: Sequence[Path]) -> None:
        _run(language, plugins)

    about = (
        "Liệt kê mọi plugin tìm thấy; plugin hỏng cũng được liệt kê, kèm lý do."
        if language == "vi"
        else "List every plugin that is found; a broken one is listed too, with the reason."
    )
    params = [plugins_option(language), language_option(language)]
    return SpokenCommand("list", language=language, callback=run, params=params, help=about)


def _run(language: Language, plugins: Sequence[Path]) -> None:
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import sort_problems
    from dvk_scoring.report.lists import print_plugins

    registry = Registry.of(plugins)
    inspected = registry.inspect_all()
    print_plugins(inspected, language, console())
    print_problems(sort_problems([*registry.problems, *(one for each in inspected for one in each.problems)]), language)
