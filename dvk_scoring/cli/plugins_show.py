"""``dvk plugins show``: one criterion, as its user needs to know it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.complete import complete_plugins
from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.criteria.criterion import AnyCriterion
    from dvk_scoring.criteria.registry import InspectedPlugin, Registry
    from dvk_scoring.problem import Problem


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(name: str, plugins: Sequence[Path], *, as_json: bool) -> None:
        _run(language, name, plugins, as_json=as_json)

    about = (
        "Xem một tiêu chí: nguồn, công thức bằng lời, số liệu cần có, tham số, cam kết chống chạy điểm. NAME là mã "
        "hoặc đường dẫn của plugin."
        if language == "vi"
        else "Show a criterion: source, formula in words, the figures it needs, params, promises against gaming. NAME "
        "is the id or the path of a plugin."
    )
    params: list[click.Parameter] = [
        click.Argument(["name"], metavar="NAME", shell_complete=complete_plugins),
        json_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("show", language=language, callback=run, params=params, help=about)


def _run(language: Language, name: str, plugins: Sequence[Path], *, as_json: bool) -> None:
    from dvk_scoring.cli.plugin_names import chosen as chosen_plugins
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.criteria.load import load
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.named import is_path
    from dvk_scoring.report.criterion import print_criterion

    registry = Registry.of([*plugins, *([Path(name)] if is_path(name) else [])])
    (chosen,) = registry.inspect(chosen_plugins([name], registry)[:1], alone=True)
    problems = _problems(name, chosen, registry)
    offered: list[AnyCriterion] = list(load(chosen.found).criteria.values())
    criteria = [each for each in offered if each.id == name] or offered
    if as_json:
        from dvk_scoring.report.criterion_json import criteria_json

        say_json(criteria_json(chosen, criteria, problems))
        return
    for criterion in criteria:
        print_criterion(chosen.found, criterion, language, console())
    print_problems(problems, language)


def _problems(name: str, chosen: InspectedPlugin, registry: Registry) -> list[Problem]:
    """Give what is odd about what is shown: of a criterion, not what is wrong with others of its plugin.

    Raises:
        DvkError: It is not usable.
    """
    from dvk_scoring.problem import DvkError, has_errors

    if chosen.found.name in registry.blocked:
        raise DvkError([registry.refusal(chosen.found.name)])
    told = list(chosen.problems)
    if name in chosen.criteria:
        told = [problem for problem in told if problem.place.criterion in (None, name)]
    if has_errors(told):
        raise DvkError(told)
    return told
