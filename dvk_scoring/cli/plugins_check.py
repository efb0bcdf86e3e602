"""``dvk plugins check``: what is wrong with plugins, and what is proved of their criteria, without any trial."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from dvk_scoring.cli.lazy import SpokenCommand
from dvk_scoring.cli.options import block_option, json_option, language_option, plugins_option

if TYPE_CHECKING:
    from dvk_scoring.cli.language import Language
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import Problem

_PROVING: Final = "dvk_scoring.testing.proving"
_ABOUT = {
    "vi": "Kiểm tra nhanh plugin, không thử với số liệu: khai báo, công thức, khoảng điểm chứng minh được, mức API, "
    "cảnh báo. NAME là mã hoặc đường dẫn; không nêu thì kiểm tra mọi plugin tìm thấy.\n\nKết thúc với mã 3 khi có lỗi.",
    "en": "Check plugins quickly, without trying figures: declarations, formula, the range that is proved, API level, "
    "warnings. NAME is an id or a path; without any, every plugin that is found is checked.\n\nThe exit status is 3 "
    "when there is an error.",
}


def command(language: Language) -> click.Command:
    """Make the command in one language."""

    def run(**named: Any) -> int:
        return _run(language, **named)

    params: list[click.Parameter] = [
        click.Argument(["names"], metavar="[NAME]...", nargs=-1),
        json_option(language),
        block_option(language),
        plugins_option(language),
        language_option(language),
    ]
    return SpokenCommand("check", language=language, callback=run, params=params, help=_ABOUT[language])


def _run(
    language: Language, *, names: Sequence[str], as_json: bool, block: Sequence[str], plugins: Sequence[Path]
) -> int:
    from dvk_scoring.cli.entry import DONE, PROBLEMS
    from dvk_scoring.cli.plugin_names import chosen, is_path
    from dvk_scoring.cli.screen import console, print_problems, say_json
    from dvk_scoring.criteria.registry import Registry
    from dvk_scoring.problem import has_errors, sort_problems
    from dvk_scoring.report.checked_plugins import print_checked
    from dvk_scoring.report.plugin_json import checked_json

    paths = [Path(name) for name in names if is_path(name)]
    registry = Registry.of([*plugins, *paths], block, worker=_PROVING)
    found = chosen(names, registry) if names else registry.found
    checked = registry.inspect(found)
    problems = _of_finding(registry, names)
    told = [*problems, *(one for each in checked for one in each.problems)]
    if as_json:
        say_json(checked_json(checked, problems))
    else:
        print_checked(checked, problems, language, console())
        print_problems(sort_problems(told), language)
    return PROBLEMS if has_errors(told) else DONE


def _of_finding(registry: Registry, names: Sequence[str]) -> list[Problem]:
    """Give what was odd in finding: all of it when no plugin is named, else what concerns the names."""
    if not names:
        return list(registry.problems)
    found = [
        told for one in registry.sources if one.where in {str(Path(name)) for name in names} for told in one.problems
    ]
    return found + [registry.refusal(name) for name in dict.fromkeys(names) if name in registry.blocked]
