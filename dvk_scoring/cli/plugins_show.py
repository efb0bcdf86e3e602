"""``dvk plugins show``: one criterion, as its user needs to know it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.criteria.criterion import AnyCriterion
    from dvk_scoring.criteria.registry import InspectedPlugin


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(name: str, plugins: Sequence[Path]) -> None:
        _run(language, name, plugins)

    about = (
        "Xem một tiêu chí: nguồn, công thức bằng lời, số liệu cần có, tham số, cam kết chống chạy điểm."
        if language == "vi"
        else "Show a criterion: source, formula in words, the figures it needs, params, promises against gaming."
    )
    name = click.Argument(["name"], metavar="ID")
    params: list[click.Parameter] = [name, plugins_option(language), language_option(language)]
    return SpokenCommand("show", language=language, callback=run, params=params, help=about)


def _run(language: Language, name: str, plugins: Sequence[Path]) -> None:
    from dvk_scoring.cli.screen import console, print_problems
    from dvk_scoring.criteria.load import load
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import DvkError, has_errors
    from dvk_scoring.report.criterion import print_criterion

    registry = Registry.of(plugins)
    found = registry.inspect_all()
    chosen = _offering(name, found)
    if has_errors(chosen.problems):
        raise DvkError(chosen.problems)
    criteria: list[AnyCriterion] = list(load(chosen.found).criteria.values())
    for criterion in [one for one in criteria if one.id == name] or criteria:
        print_criterion(chosen.found, criterion, language, console())
    print_problems(chosen.problems, language)


def _offering(name: str, found: Sequence[InspectedPlugin]) -> InspectedPlugin:
    """Give the plugin of that name, else the one that offers a criterion of that id.

    Raises:
        DvkError: There is none.
    """
    from dvk_scoring.cli.usage import nearest
    from dvk_scoring.problem import DvkError, problem

    for matches in (lambda one: one.found.name == name, lambda one: name in one.criteria):
        for one in found:
            if matches(one):
                return one
    known = sorted({key for one in found for key in (one.found.name, *one.criteria)})
    raise DvkError([problem("DVK-O303", name=name, nearest=nearest(name, known), known=", ".join(known))])
